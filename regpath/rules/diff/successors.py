"""Rows and rules of two days of which one took the place of the other under a new id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any

from regpath.model.condition import Condition
from regpath.model.rulebook import Row, Rule
from regpath.rules.diff.changes import Change, Reach
from regpath.rules.diff.entries import replacement
from regpath.rules.diff.reach import Days, Touched
from regpath.rules.logic import Logic

Met = tuple[Any, int]
"""An entry with the products that meet it."""


def with_replacements(changes: Iterable[Change], touched: Touched, days: Days) -> list[Change]:
    """The changes, with one entry for a row or rule that ended and the one that took its place.

    Such a pair says the same of the same products; or it is the only pair that says the same, or
    brings in the same step with the same status.
    """
    listed = list(changes)
    for section, met, says in (("rows", _rows, _row_says), ("rules", _rules, _rule_says)):
        gone = {c.id for c in listed if c.section == section and c.kind == "removed"}
        come = {c.id for c in listed if c.section == section and c.kind == "added"}
        before, after = touched.both(days)
        old = {key: entry for key, entry in met(before).items() if key in gone}
        new = {key: entry for key, entry in met(after).items() if key in come}
        replaced = {
            b: replacement(
                section, a, b, old[a][0], new[b][0], _reach(touched, days, old[a], new[b])
            )
            for a, b in _pairs(old, new, says)
        }
        taken = {change.replaces for change in replaced.values()}
        listed = [
            replaced.get(c.id, c) if c.section == section and c.kind == "added" else c
            for c in listed
            if not (c.section == section and c.kind == "removed" and c.id in taken)
        ]
    return listed


def _reach(
    touched: Touched, days: Days, old: Met, new: Met
) -> Callable[[str, str, Condition, Condition], Reach]:
    return lambda *_: touched.reach_on(days, old[1], new[1])


def _rows(logic: Logic) -> dict[str, Met]:
    tables = logic.rulebook.tables.values()
    return {f"{t.id}/{row.id}": (row, hit) for t in tables for row, hit in logic.rows(t)}


def _rules(logic: Logic) -> dict[str, Met]:
    return {rule.id: (rule, logic.rule(rule)) for rule in logic.active_rules()}


def _row_says(key: str, row: Row) -> Hashable:
    return key.partition("/")[0], tuple(sorted((k, str(v)) for k, v in row.then.items()))


def _rule_says(key: str, rule: Rule) -> Hashable:  # noqa: ARG001
    if rule.step is None and rule.exception_to is None:
        return "blocks" if rule.blocks is not None else "warns"
    return rule.step, rule.status or "required", rule.exception_to


def _pairs(
    old: Mapping[str, Met], new: Mapping[str, Met], says: Callable[[str, Any], Hashable]
) -> Iterator[tuple[str, str]]:
    groups: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, entries in enumerate((old, new)):
        for key, (entry, _) in entries.items():
            groups[says(key, entry)][side].append(key)
    for said, (gone, come) in groups.items():
        for a in tuple(gone):
            b = next((b for b in come if old[a][1] == new[b][1]), None)
            if b is not None:
                gone.remove(a)
                come.remove(b)
                yield a, b
        if len(gone) == len(come) == 1 and said not in ("blocks", "warns"):
            yield gone[0], come[0]
