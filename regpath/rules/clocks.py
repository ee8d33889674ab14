"""Statutory time: the stages of an act's clock, and the time limits of single steps."""

from __future__ import annotations

from regpath.model.pathway import StatutoryDays, StatutoryTime, to_json
from regpath.model.rulebook import STAGES, Clock, StatutoryPart, Stop
from regpath.rules.reader import Reader


def clock_of(reader: Reader) -> Clock | None:
    """The clock of the act on the day; `None` while the act is open."""
    name = reader.situation.value("clock")
    versions = reader.rulebook.clocks.get(name.replace("_", "-"), ()) if name else ()
    return next((c for c in versions if c.effective.covers(reader.day)), None)


def _stage(reader: Reader, clock: Clock, stage: str) -> tuple[int | float | None, list[object]]:
    source = clock.stages.get(stage, 0)
    if isinstance(source, int):
        return source, []
    version = reader.version(source)
    if version is None:
        return None, []
    return version.value, list(reader.cite_all(version.citations))


def statutory_days(reader: Reader) -> StatutoryDays | None:
    """The working days of the act by stage, with totals and what stops the clock."""
    clock = clock_of(reader)
    if clock is None:
        return None
    days: dict[str, int | float] = {}
    cited: list[object] = list(reader.cite_all(clock.citations))
    for stage in STAGES:
        value, articles = _stage(reader, clock, stage)
        if value is None:
            return None
        days[stage] = value
        cited += articles
    straight = sum(v for stage, v in days.items() if stage != "review_after_supplement")
    return StatutoryDays(
        **days,
        total_without_supplement=straight,
        total_with_one_supplement=straight + days["review_after_supplement"],
        stops=tuple(_stop(reader, stop) for stop in clock.stops),
        max_extension=_stop(reader, clock.max_extension) if clock.max_extension else None,
        citations=tuple(dict.fromkeys(cited)),  # type: ignore[arg-type]
    )


def _stop(reader: Reader, stop: Stop) -> dict[str, object]:
    return {**stop.text.to_json(), "citations": to_json(reader.cite_all(stop.citations))}


def statutory_time(reader: Reader, part: StatutoryPart) -> StatutoryTime | None:
    """One time limit of a step; `None` while it is open, or where the act has no such stage."""
    parameter_id = part.parameter
    if part.stage is not None:
        clock = clock_of(reader)
        source = clock.stages.get(part.stage) if clock else None
        parameter_id = source if isinstance(source, str) else None
    version = reader.version(parameter_id) if parameter_id else None
    if parameter_id is None or version is None:
        return None
    parameter = reader.rulebook.parameters[parameter_id]
    cited = reader.cite_all(version.citations)
    return StatutoryTime(
        parameter.title, version.value, parameter.unit, part.stage, part.adds, cited
    )
