"""Regions in a report: what is known of each, what is not, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.report.access import Json, mappings, number, string, strings
from regpath.report.sources import Sources
from regpath.report.steps import spans
from regpath.report.tables import table
from regpath.report.viewmodel import Cell, Section
from regpath.report.words import joined, say, term, text_of, word


def regions(pathway: Json, sources: Sources) -> Section:
    """A table with the lines of each region together."""
    numbers = {
        string(step.get("id")): int(number(step.get("number")) or 0)
        for step in mappings(pathway.get("steps"))
    }
    rows = [
        row for block in mappings(pathway.get("regions")) for row in _rows(block, numbers, sources)
    ]
    columns = ("region", "region_topic", "region_known")
    return Section("regions", word("regions"), table=table(columns, (3, 4, 11), rows))


def _rows(block: Json, numbers: dict[str, int], sources: Sources) -> Iterator[tuple[Cell, ...]]:
    region = Cell(say("region_role", name=text_of(block.get("name")) or word("region"),
                      role=term("region_role", string(block.get("role")))))  # fmt: skip
    for fact in mappings(block.get("known")):
        topic = term("region_topic", string(fact.get("topic")))
        label = say("advice_on", topic=topic) if fact.get("practice") else topic
        refs = sources.cite(fact.get("citations"))
        yield region, Cell(label), Cell(text_of(fact.get("text")), refs)
    missing = joined(term("region_topic", topic) for topic in strings(block.get("unknown")))
    ask = text_of(block.get("ask"))
    if missing is not None:
        shown = say("region_ask", topics=missing, body=ask) if ask is not None else missing
        yield region, Cell(word("region_unknown")), Cell(shown)
    steps = [numbers[step] for step in strings(block.get("steps")) if step in numbers]
    if steps:
        yield region, Cell(word("steps")), Cell(spans(sorted(steps)))
