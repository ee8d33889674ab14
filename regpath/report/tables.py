"""Tables headed by fixed labels."""

from __future__ import annotations

from collections.abc import Sequence

from regpath.report.viewmodel import Cell, Table
from regpath.report.words import word


def table(
    columns: tuple[str, ...], shares: tuple[int, ...], rows: Sequence[tuple[Cell, ...]]
) -> Table:
    """A table headed by fixed labels, without the columns that have nothing to say."""
    kept = [i for i in range(len(columns)) if any(r[i].text or r[i].refs for r in rows)]
    return Table(
        columns=tuple(word(columns[i]) for i in kept),
        shares=tuple(shares[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in rows),
    )
