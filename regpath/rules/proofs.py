"""What is proved of decision tables over all possible answers: `rules check` and `verify` read it.

Intervals in which the same rows and rules are in force have the same proof, which is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from regpath.model.condition import facts_of
from regpath.model.law import Window
from regpath.model.rulebook import Row, Rulebook, Table
from regpath.rules.cells import day_before, next_day
from regpath.rules.diagrams import FALSE
from regpath.rules.logic import Logic
from regpath.rules.timeline import boundaries

InForce = frozenset[tuple[str, str]]
"""Rows (by table and id) and rules (by '' and id) in force together."""


def rows_and_rules_on(rulebook: Rulebook, day: str) -> InForce:
    """What decides, on a day, which product meets which row and rule."""
    rules = {("", rule.id) for rule in rulebook.rules.values() if rule.effective.covers(day)}
    for table in rulebook.tables.values():
        rules |= {(table.id, row.id) for row in table.rows if row.effective.covers(day)}
    return frozenset(rules)


def modelled_intervals(rulebook: Rulebook) -> tuple[Window, ...]:
    """The intervals between two effective dates in which a regime of the rulebook stands."""
    starts = boundaries(rulebook)
    ends = (*(day_before(day) for day in starts[1:]), None)
    return tuple(
        Window(start, end)
        for start, end in zip(starts, ends, strict=True)
        if rulebook.regime_on(start) is not None
    )


def intervals_by_law(rulebook: Rulebook) -> Mapping[InForce, tuple[Window, ...]]:
    """The modelled intervals, those together in which the same rows and rules are in force."""
    found: dict[InForce, tuple[Window, ...]] = {}
    for window in modelled_intervals(rulebook):
        key = rows_and_rules_on(rulebook, window.from_ or "")
        found[key] = (*found.get(key, ()), window)
    return found


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Windows in order of time, those that follow each other without a gap as one."""
    found: list[Window] = []
    for window in sorted(set(windows), key=lambda w: w.from_ or ""):
        last = found[-1] if found else None
        if last is not None and last.to is not None and next_day(last.to) == window.from_:
            found[-1] = Window(last.from_, window.to)
        else:
            found.append(window)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows that apply to the same products although the hit policy forbids it."""

    row: Row
    other: Row
    where: int


def overlaps(logic: Logic, table: Table) -> Iterator[Overlap]:
    """Every pair of rows that meets in a product against the hit policy.

    Where a derived fact that they test is left open, the rows stand for either of its values.
    """
    if table.hit_policy == "first":
        return
    rows = logic.rows(table)
    for index, (row, hit) in enumerate(rows):
        for other, other_hit in rows[index + 1 :]:
            if table.hit_policy == "any" and dict(row.then) == dict(other.then):
                continue
            shared = logic.diagrams.both(logic.diagrams.both(hit, other_hit), logic.consistent())
            for name in derived_in(logic, (row, other)) if shared != FALSE else ():
                shared = logic.diagrams.without(shared, has_several(logic, name))
            if shared != FALSE:
                yield Overlap(row, other, shared)


def derived_in(logic: Logic, rows: Iterable[Row]) -> tuple[str, ...]:
    """The derived facts that rows test."""
    named = {fact for row in rows for fact in facts_of(row.when) if fact in logic.outputs}
    return tuple(sorted(named))


def uncovered(logic: Logic, table: Table) -> int:
    """The products to which no row applies, although every derived fact that rows test is known."""
    tested = derived_in(logic, table.rows)
    known = logic.diagrams.all_of(has_value(logic, name) for name in tested)
    covered = logic.diagrams.any_of(hit for _, hit in logic.rows(table))
    return logic.diagrams.without(logic.diagrams.both(known, logic.consistent()), covered)


def has_value(logic: Logic, output: str) -> int:
    """The products for which a derived fact has a value at all."""
    choices = logic.outputs[output][1].choices
    return logic.diagrams.any_of(logic.output(output, choice.id) for choice in choices)


def has_several(logic: Logic, output: str) -> int:
    """The products for which a derived fact has more than one value."""
    seen, twice = FALSE, FALSE
    for choice in logic.outputs[output][1].choices:
        value = logic.output(output, choice.id)
        twice = logic.diagrams.either(twice, logic.diagrams.both(seen, value))
        seen = logic.diagrams.either(seen, value)
    return twice
