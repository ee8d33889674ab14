"""Conditions from YAML to values, and back to words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regpath.model.condition import (
    OPERATORS,
    All,
    Always,
    AnyOf,
    Condition,
    FactTest,
    Not,
    depth_of,
)
from regpath.model.errors import nearest

MAX_NESTING = 2
Path = tuple[str | int, ...]
Report = Callable[[Path, str, str], None]

_LIST_OPERATORS = ("in", "not_in", "between", "has_any", "has_all")


def parse_condition(raw: Any, path: Path, report: Report) -> Condition:
    """The condition that `raw` writes. What is wrong goes to `report(path, code, message)`."""
    condition = _parse(raw, path, report)
    if depth_of(condition) > MAX_NESTING:
        message = (
            f"`all` and `any` nest more than {MAX_NESTING} levels deep; "
            "name the inner part as a derived fact in a table."
        )
        report(path, "condition-too-deep", message)
    return condition


def _parse(raw: Any, path: Path, report: Report) -> Condition:
    if raw == "always":
        return Always()
    if not isinstance(raw, Mapping):
        message = (
            f"a condition was expected (`always`, a test, `all`, `any` or `not`), not {raw!r}."
        )
        report(path, "condition-form", message)
        return Always()
    if "fact" in raw:
        return _parse_test(raw, path, report)
    if len(raw) == 1:
        key, inner = next(iter(raw.items()))
        if key in ("all", "any") and isinstance(inner, list) and inner:
            parts = tuple(_parse(p, (*path, key, i), report) for i, p in enumerate(inner))
            return All(parts) if key == "all" else AnyOf(parts)
        if key == "not":
            return Not(_parse(inner, (*path, "not"), report))
    message = "write `{fact: ..., is: ...}`, or just one of `all: [...]`, `any: [...]`, `not: ...`."
    report(path, "condition-form", message)
    return Always()


def _parse_test(raw: Mapping[str, Any], path: Path, report: Report) -> Condition:
    operators = [key for key in raw if key != "fact"]
    if len(operators) != 1 or operators[0] not in OPERATORS:
        bad = next((o for o in operators if o not in OPERATORS), None)
        found = repr(bad) if bad is not None else " and ".join(map(repr, operators)) or "none"
        hint = nearest(bad, OPERATORS) if bad is not None else ""
        message = f"one operator was expected ({', '.join(OPERATORS)}), found {found}.{hint}"
        report(path, "unknown-operator", message)
        return Always()
    operator = operators[0]
    values = raw[operator]
    if (operator in _LIST_OPERATORS) != isinstance(values, list) or values in ([], None):
        wanted = "a list of values" if operator in _LIST_OPERATORS else "one value"
        report((*path, operator), "condition-form", f"`{operator}` takes {wanted}.")
        return Always()
    listed = values if isinstance(values, list) else [values]
    for value in listed:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            message = f"{value!r} is no value of a fact; put words such as 'yes' in quotes."
            report((*path, operator), "condition-value", message)
            return Always()
    if operator == "between" and (len(listed) != 2 or not _in_order(*listed)):
        message = "`between` takes the lowest and the highest value, both included."
        report((*path, operator), "condition-form", message)
        return Always()
    return FactTest(str(raw["fact"]), operator, tuple(listed))


def _in_order(low: str | int, high: str | int) -> bool:
    return isinstance(low, int) and isinstance(high, int) and low <= high


def condition_to_yaml(condition: Condition) -> Any:
    """The YAML form of a condition; reading it back gives the same condition."""
    match condition:
        case Always():
            return "always"
        case FactTest(fact, operator, values):
            listed = operator in _LIST_OPERATORS
            return {"fact": fact, operator: list(values) if listed else values[0]}
        case Not(part):
            return {"not": condition_to_yaml(part)}
        case All(parts):
            return {"all": [condition_to_yaml(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_to_yaml(part) for part in parts]}
