"""Dates in a report: a class that moved, deadlines, and what changes after the day asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regpath.model.text import Text
from regpath.report.access import Json, mappings, string
from regpath.report.formats import day
from regpath.report.sources import Sources
from regpath.report.tables import table
from regpath.report.viewmodel import Cell, Point, Row, Section
from regpath.report.words import joined, plain, say, term, text_of, word

MOST_CHANGES = 30
"""With more enacted changes than this, those of one day stand on one line."""


def class_change(change: Json, sources: Sources) -> Row:
    """The move of class, with the last day of the old certificate."""
    before, after = (text_of(change.get(name), "class") for name in ("from", "to"))
    start, last = day(change.get("binding_from")), day(change.get("certificate_valid_to"))
    unknown = word("undetermined")
    value = say(
        "class_change", before=before or unknown, after=after or unknown, start=start or unknown
    )
    notes = [text_of(change.get("products"))]
    notes.append(say("class_change_valid", last=last) if last else None)
    shown = tuple(note for note in notes if note is not None)
    return Row(word("class_change_label"), value, shown, sources.cite(change.get("citations")))


def deadlines(pathway: Json, sources: Sources) -> Section:
    """Dates that the holder must keep, with where each stands on the day asked for."""
    rows = [
        (
            Cell(term("deadline", string(entry.get("kind")))),
            Cell(_limit(entry, "not_before")),
            Cell(_limit(entry, "not_after")),
            Cell(term("deadline_state", string(entry.get("state")))),
            Cell(text_of(entry.get("rule")), sources.cite(entry.get("citations"))),
        )
        for entry in mappings(pathway.get("deadlines"))
    ]
    columns = ("deadline", "not_before", "not_after", "standing", "rule")
    intro = word("provisional_note") if _any_provisional(pathway) else None
    return Section(
        "deadlines", word("deadlines"), intro, table=table(columns, (3, 3, 3, 2, 7), rows)
    )


def _limit(entry: Json, name: str) -> Text | None:
    shown = day(entry.get(name))
    return say("provisional_day", day=shown) if shown and entry.get("provisional") else shown


def _any_provisional(pathway: Json) -> bool:
    return any(entry.get("provisional") for entry in mappings(pathway.get("deadlines")))


def changes_ahead(pathway: Json, sources: Sources) -> Section:
    """What is enacted for a later day, by day, then law to come with how far it has come."""
    entries = list(mappings(pathway.get("changes_ahead")))
    enacted = [entry for entry in entries if entry.get("kind") == "enacted"]
    coming = [entry for entry in entries if entry.get("kind") != "enacted"]
    rows = _in_short(enacted) if len(enacted) > MOST_CHANGES else list(_in_full(enacted, sources))
    columns = ("change_from", "change_of", "change_what", "change_meets")
    points = tuple(_coming(entry, sources) for entry in coming)
    shown = table(columns, (3, 4, 9, 2), rows)
    return Section("changes", word("changes"), table=shown, points=points)


def _in_full(entries: Iterable[Json], sources: Sources) -> Iterator[tuple[Cell, ...]]:
    for entry in entries:
        meets = string(entry.get("meets"))
        yield (
            Cell(day(entry.get("from"))),
            Cell(text_of(entry.get("title"))),
            Cell(_what(entry), sources.cite(entry.get("citations"))),
            Cell(term("meets", meets) if meets else None),
        )


def _in_short(entries: Iterable[Json]) -> list[tuple[Cell, ...]]:
    by_day: dict[str, list[Text | None]] = {}
    for entry in entries:
        by_day.setdefault(string(entry.get("from")), []).append(text_of(entry.get("title")))
    return [
        (
            Cell(day(start)),
            Cell(None),
            Cell(joined(dict.fromkeys(titles), "clause_list")),
            Cell(None),
        )
        for start, titles in by_day.items()
    ]


def _what(entry: Json) -> Text | None:
    """What changes, in a sentence or two."""
    before, after = text_of(entry.get("before")), text_of(entry.get("after"))
    statuses = [_status(value) for value in _pair(entry.get("statuses"))]
    parts = [say("change_status", old=statuses[0], new=statuses[1])] if statuses else []
    if before is not None:
        parts.append(say("change_before", text=before))
    if after is not None and after != before:
        parts.append(say("change_after", text=after))
    return joined(parts, "clause_joint")


def _pair(value: object) -> tuple[object, ...]:
    """The two statuses of a step; nothing where its status does not change."""
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _status(value: object) -> Text:
    return term("status", value) if isinstance(value, str) else word("change_none")


def _coming(entry: Json, sources: Sources) -> Point:
    """Law to come: what it is, what it would do, and how far it had come on which day."""
    title = text_of(entry.get("title")) or plain(string(entry.get("id")))
    start, seen = day(entry.get("from")), day(entry.get("status_on"))
    status = text_of(entry.get("status"))
    notes = [text_of(entry.get("after"))]
    if status is not None and seen is not None:
        notes.append(say("change_standing", status=status, day=seen))
    text = say("changes_from", text=title, start=start) if start else title
    stage = term("stage_of_law", string(entry.get("kind")))
    shown = tuple(note for note in notes if note is not None)
    labelled = say("labelled", label=stage, value=text)
    return Point(labelled, shown, sources.cite(entry.get("citations")))
