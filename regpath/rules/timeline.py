"""The calendar cut where the law changes: between two boundaries the same rules are in force."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from typing import TypeVar

from regpath.model.law import Window
from regpath.model.rulebook import Rulebook
from regpath.rules.cells import next_day
from regpath.rules.logic import Logic
from regpath.rules.space import Space

K = TypeVar("K")
V = TypeVar("V")
BEGINNING = "0001-01-01"
KEPT = 16
"""How many compiled intervals are kept at once."""

_boundaries: OrderedDict[str, tuple[str, ...]] = OrderedDict()
_spaces: dict[str, Space] = {}
_logics: OrderedDict[tuple[str, str], Logic] = OrderedDict()


def windows_of(rulebook: Rulebook) -> Iterator[Window]:
    """Every window of time that can change an answer."""
    for regime in rulebook.head.regimes:
        yield regime.effective
    for table in rulebook.tables.values():
        yield from (row.effective for row in table.rows)
    yield from (rule.effective for rule in rulebook.rules.values())
    yield from (fee_rule.effective for fee_rule in rulebook.fee_rules.values())
    yield from (entry.effective for entry in rulebook.not_modelled.values())
    yield from (deadline.effective for deadline in rulebook.deadlines.values())
    yield from (penalty.effective for penalty in rulebook.penalties.values())
    for step in rulebook.steps.values():
        if isinstance(step.note, tuple):
            yield from (dated.effective for dated in step.note)
    for parameter in rulebook.parameters.values():
        yield from (version.effective for version in parameter.versions)
    for clocks in rulebook.clocks.values():
        yield from (clock.effective for clock in clocks)
    for authorities in rulebook.authorities.values():
        yield from (authority.effective for authority in authorities)
    for province in rulebook.provinces.values():
        yield from (fee.effective for fee in province.class_ii_fees)
        yield from (conflict.effective for conflict in province.fee_conflicts)


def turning_days(window: Window) -> Iterator[str]:
    """The day on which a window begins, and the one after which it has ended."""
    if window.from_ is not None:
        yield window.from_
    if window.to is not None:
        yield next_day(window.to)


def boundaries(rulebook: Rulebook) -> tuple[str, ...]:
    """The first days of the intervals into which windows cut the calendar."""
    found = _boundaries.get(rulebook.digest)
    if found is None:
        days = (day for window in windows_of(rulebook) for day in turning_days(window))
        found = tuple(sorted({BEGINNING, *days}))
        _keep(_boundaries, rulebook.digest, found)
    return found


def logic_on(rulebook: Rulebook, day: str) -> Logic:
    """The rulebook compiled for a day; compiled once for each interval."""
    starts = boundaries(rulebook)
    start = starts[bisect_right(starts, day) - 1]
    found = _logics.get((rulebook.digest, start))
    if found is None:
        found = Logic(rulebook, day, space=_space_of(rulebook))
        _keep(_logics, (rulebook.digest, start), found)
    return found


def _space_of(rulebook: Rulebook) -> Space:
    """The variables of a rulebook, shared by all its days: what stays the same compiles once."""
    found = _spaces.get(rulebook.digest)
    if found is None:
        found = Space(rulebook)
        _spaces.clear()
        _spaces[rulebook.digest] = found
    return found


def _keep(store: OrderedDict[K, V], key: K, value: V) -> None:
    store[key] = value
    while len(store) > KEPT:
        store.popitem(last=False)
