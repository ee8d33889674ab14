"""Derived facts: what the decision tables give for these answers, and why."""

from __future__ import annotations

from regpath.model.pathway import Citations, DerivedFact, Reasons
from regpath.model.rulebook import Row
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.reader import Reader


def rows_for(reader: Reader, output: str, value: str) -> list[tuple[Row, int]]:
    """The rows that give a derived fact this value and can still be hit, surest first."""
    table = reader.logic.outputs[output][0]
    hits = [(row, hit) for row, hit in reader.logic.rows(table) if value in row.allows(output)]
    by_answers = [pair for pair in hits if reader.situation.plain(pair[1]) == TRUE]
    sure = by_answers or [pair for pair in hits if reader.situation.holds(pair[1])]
    return sure or [pair for pair in hits if reader.situation.left(pair[1]) != FALSE]


def reasons_for(reader: Reader, output: str, value: str) -> Reasons:
    """Why a derived fact has, or could have, a value."""
    return tuple(reader.row_reason(row, hit) for row, hit in rows_for(reader, output, value))


def citations_for(reader: Reader, output: str, value: str) -> Citations:
    """The articles on which a value of a derived fact rests."""
    rows = rows_for(reader, output, value)
    return reader.cite_all(citation for row, _ in rows for citation in row.citations)


def derive_all(reader: Reader) -> dict[str, DerivedFact]:
    """Every derived fact that is settled."""
    found: dict[str, DerivedFact] = {}
    for name, (_, output) in reader.logic.outputs.items():
        value = reader.situation.value(name)
        if value is None:
            continue
        label = next(choice.label for choice in output.choices if choice.id == value)
        found[name] = DerivedFact(
            output.title,
            value,
            label,
            reasons_for(reader, name, value),
            citations_for(reader, name, value),
        )
    return found
