"""Conditions and windows in plain English words."""

from __future__ import annotations

from collections.abc import Iterable

from regpath.model.condition import All, Always, AnyOf, Condition, FactTest, Not
from regpath.model.law import Window

_OPERATORS = {
    "is": "is", "in": "is one of", "not_in": "is none of", "at_least": "is at least",
    "at_most": "is at most", "between": "is between", "has_any": "has any of",
    "has_all": "has all of", "before": "is before", "after": "is after",
}  # fmt: skip


def condition_words(condition: Condition) -> str:
    """A condition as one line."""
    match condition:
        case Always():
            return "always"
        case FactTest(fact, operator, values):
            joint = " and " if operator == "between" else ", "
            return f"{fact} {_OPERATORS[operator]} {joint.join(map(str, values))}"
        case Not(part):
            return f"not ({condition_words(part)})"
        case All(parts):
            return " and ".join(_inner(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inner(part) for part in parts)


def _inner(condition: Condition) -> str:
    words = condition_words(condition)
    return f"({words})" if isinstance(condition, (All, AnyOf)) else words


def window_words(window: Window) -> str:
    """A window of time: from its first day to its last, both inclusive."""
    if window.from_ is None and window.to is None:
        return "at all times"
    start = f"from {window.from_}" if window.from_ is not None else ""
    end = f"to {window.to}" if window.to is not None else "on" if start else ""
    return f"{start} {end}".strip()


def windows_words(windows: Iterable[Window]) -> str:
    """Windows of time as one line."""
    return ", ".join(window_words(window) for window in windows)
