"""When each step can begin at the earliest: statutory time counted forward on working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from regpath.model.pathway import Projected, Step
from regpath.rules.reader import Reader

ANCHOR = "submission"
"""The kind of step that `submitted_on` and `accepted_on` date."""


def projected(reader: Reader, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, in their order, each with its first possible days.

    Nothing begins before the day asked for, and only statutory time of required steps passes. Where
    the application is dated, what follows is counted from it, and what came before has no days.
    """
    anchor = next((step for step in steps if step.kind == ANCHOR), None)
    dated = _anchored(reader, anchor) if anchor is not None else None
    found: dict[str, Projected | None] = {}
    if anchor is None or dated is None:
        for step in steps:
            found[step.id] = _after(reader, step, reader.day, found)
        return _with(steps, found)
    before = _ancestors(steps, anchor)
    behind = {anchor.id}
    for step in steps:
        if step.id in before:
            found[step.id] = None
        elif step is anchor:
            found[step.id] = dated
        elif behind.intersection(step.depends_on):
            behind.add(step.id)
            own = {key: found[key] for key in step.depends_on if key in behind}
            found[step.id] = _after(reader, step, dated.begins, own)
        else:
            found[step.id] = _after(reader, step, reader.day, found)
    return _with(steps, found)


def _with(steps: Sequence[Step], found: Mapping[str, Projected | None]) -> tuple[Step, ...]:
    return tuple(replace(step, projected=found[step.id]) for step in steps)


def _anchored(reader: Reader, step: Step) -> Projected | None:
    """The days of the submission, where the answers give them."""
    submitted = reader.answers.word("submitted_on")
    accepted = reader.answers.word("accepted_on")
    if submitted is None and accepted is None:
        return None
    begins = submitted or accepted or reader.day
    if accepted is not None:
        return Projected(min(begins, accepted), accepted, False)
    return _lasting(reader, step, begins, False)


def _ancestors(steps: Sequence[Step], last: Step) -> set[str]:
    needs = {step.id: step.depends_on for step in steps}
    found: set[str] = set()
    todo = list(last.depends_on)
    while todo:
        key = todo.pop()
        if key not in found and key in needs:
            found.add(key)
            todo += needs[key]
    return found


def _after(
    reader: Reader, step: Step, start: str, found: Mapping[str, Projected | None]
) -> Projected | None:
    """A step after all that it waits for; `None` where one of these ends on no known day."""
    waits = [p for key in step.depends_on if (p := found.get(key)) is not None]
    if any(p.done is None for p in waits):
        return None
    begins = max([start, *(p.done for p in waits if p.done is not None)])
    return _lasting(reader, step, begins, any(p.provisional for p in waits))


def _lasting(reader: Reader, step: Step, begins: str, provisional: bool) -> Projected:
    days = step.statutory.working_days if step.statutory is not None else None
    if step.status != "required" or not days:
        return Projected(begins, begins, provisional)
    done = reader.calendar.count(begins, days, "working_days")
    return Projected(begins, done.day, provisional or done.provisional)
