"""Deadlines: duties with a date that follows from a certificate, a licence or an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regpath.model.answers import Found
from regpath.model.dates import Deadline, Limit
from regpath.model.pathway import Blocker, DeadlineDate, DeadlineState, Reason
from regpath.rules.calendar import Counted
from regpath.rules.class_change import class_change_of
from regpath.rules.reader import Reader

MOST_RETURNS = 100
"""How often a returning duty is followed, at most: nothing on the market is older."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A deadline with its days."""

    base: str | None
    not_before: Counted
    not_after: Counted


UNDATED = _Dated(None, Counted(None), Counted(None))


OF_PROJECTION = ("submitted_on", "accepted_on")
OF_MOVES = ("certificate_class", "class_filed", "certificate_expires", "catalogue_code")
"""Facts that projected days and a move of class read, beside those that deadlines count from."""


def facts_of_dates(reader: Reader) -> frozenset[str]:
    """The facts that deadlines, projected days and a move of class use, without a condition."""
    named = ((d.counts_from, d.done_on) for d in reader.rulebook.deadlines.values())
    used = {name for pair in named for name in pair if name is not None}
    moved = OF_MOVES if class_change_of(reader) is not None else ()
    return frozenset((*OF_PROJECTION, *moved, *used))


def in_force(reader: Reader) -> Iterator[Deadline]:
    """The deadlines of the day whose condition holds."""
    for deadline in reader.rulebook.deadlines.values():
        if not deadline.effective.covers(reader.day):
            continue
        if reader.situation.holds(reader.logic.truth(deadline.when)):
            yield deadline


def deadlines_of(reader: Reader) -> tuple[DeadlineDate, ...]:
    """Every deadline that applies and has a date, or would be given one by a fact that is asked."""
    found = (_dated_entry(reader, deadline) for deadline in in_force(reader))
    return tuple(sorted((f for f in found if f is not None), key=_order))


def _order(entry: DeadlineDate) -> tuple[str, str]:
    return entry.not_after or entry.not_before or "9999", entry.id


def _dated_entry(reader: Reader, deadline: Deadline) -> DeadlineDate | None:
    dated = _date(reader, deadline)
    if dated.base is None and not deadline.asks:
        return None
    return DeadlineDate(
        id=deadline.id,
        kind=deadline.kind,
        rule=deadline.text,
        counts_from=deadline.counts_from,
        base=dated.base,
        not_before=dated.not_before.day,
        not_after=dated.not_after.day,
        state=_state(reader, deadline, dated),
        provisional=dated.not_before.provisional or dated.not_after.provisional,
        steps=deadline.steps,
        because=(_reason(reader, deadline),),
        citations=reader.cite_all(deadline.citations),
    )


def _reason(reader: Reader, deadline: Deadline) -> Reason:
    return reader.reason(deadline.id, deadline.text, reader.logic.truth(deadline.when))


def missed_blockers(reader: Reader) -> Iterator[Blocker]:
    """What may no longer be done because its deadline has passed."""
    for deadline in in_force(reader):
        missed = deadline.if_missed
        if missed is not None and _state(reader, deadline, _date(reader, deadline)) == "missed":
            because = (_reason(reader, deadline),)
            cited = reader.cite_all(deadline.citations)
            yield Blocker(f"{deadline.id}-missed", missed.what, missed.until, because, cited)


def found_by_deadlines(reader: Reader) -> dict[str, Found]:
    """For deadlines that find a fact: whether their day has passed, where a date tells it."""
    found = {}
    for deadline in in_force(reader):
        if deadline.finds is None or deadline.counts_from is None:
            continue
        state = _state(reader, deadline, _date(reader, deadline))
        if state != "unknown":
            value = "missed" if state == "missed" else "in_time"
            found[deadline.finds] = Found(value, (deadline.counts_from,))
    return found


def _state(reader: Reader, deadline: Deadline, dated: _Dated) -> DeadlineState:
    done = reader.applying_word(deadline.done_on) if deadline.done_on else None
    day, first, last = done or reader.day, dated.not_before.day, dated.not_after.day
    if first is None and last is None:
        return "unknown"
    if last is not None and day > last:
        unknown = deadline.done_on is None and deadline.if_missed is None
        return "passed" if unknown else "missed"
    if first is not None and day < first:
        return "too_early"
    return "met" if done is not None and done <= reader.day else "open"


def _date(reader: Reader, deadline: Deadline) -> _Dated:
    """The days of a deadline; of a returning one, those of the next time."""
    base = _base(reader, deadline)
    if base is None:
        return UNDATED
    if deadline.every is None:
        return _limits(reader, deadline, base)
    years = reader.version(deadline.every)
    if years is None:
        return UNDATED
    last = reader.version(deadline.lasts) if deadline.lasts is not None else None
    times = int(last.value / years.value) if last is not None else MOST_RETURNS
    for time in range(1, times + 1):
        turn = reader.calendar.count(base, time * years.value, "years").day
        if turn is None:
            break
        dated = _limits(reader, deadline, turn)
        if (dated.not_after.day or turn) >= reader.day:
            return dated
    return UNDATED


def _base(reader: Reader, deadline: Deadline) -> str | None:
    if deadline.counts_from is not None:
        return reader.applying_word(deadline.counts_from)
    this_year = f"{reader.day[:4]}-{deadline.each_year}"
    if this_year >= reader.day:
        return this_year
    return f"{int(reader.day[:4]) + 1:04}-{deadline.each_year}"


def _limits(reader: Reader, deadline: Deadline, base: str) -> _Dated:
    first, last = (
        _count(reader, limit, base) for limit in (deadline.not_before, deadline.not_after)
    )
    return _Dated(base, first, last)


def _count(reader: Reader, limit: Limit | None, base: str) -> Counted:
    """The day of one limit; none where there is no limit, or no figure in force."""
    if limit is None:
        return Counted(None)
    if limit.parameter is None:
        return Counted(base)
    version = reader.version(limit.parameter)
    if version is None:
        return Counted(None)
    amount = version.value if limit.counted == "after" else -version.value
    unit = reader.rulebook.parameters[limit.parameter].unit
    return reader.calendar.count(base, amount, unit)
