"""What a report shows, in both languages and in reading order: plain values for templates."""

from __future__ import annotations

from dataclasses import dataclass

from regpath.model.text import Text
from regpath.report.sources import Reference, Source


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value, with what explains it."""

    label: Text
    value: Text
    notes: tuple[Text, ...] = ()
    refs: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One entry of a list, with what explains it."""

    text: Text
    notes: tuple[Text, ...] = ()
    refs: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: Text | None
    refs: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `shares` says how the columns divide the width of the page."""

    columns: tuple[Text, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its own heading: rows, a table, points, any of them empty."""

    key: str
    title: Text
    intro: Text | None = None
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    points: tuple[Point, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to print under the heading."""
        return not (self.rows or self.points or (self.table and self.table.rows))


@dataclass(frozen=True, slots=True)
class Blocker:
    """What may not be done, and what lifts it."""

    what: Text
    until: Text | None
    reasons: tuple[Text, ...]
    refs: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the table and the details show it."""

    id: str
    number: int
    title: Text
    status: str
    status_label: Text
    practice: bool
    lane: str
    who: Text
    who_in_short: Text
    who_in_brief: Text
    after: Text | None
    after_in_words: Text | None
    before: tuple[int, ...]
    law_days: Text | None
    usual: Text | None
    fee: Text | None
    on_critical_path: bool
    rows: tuple[Row, ...]
    documents: tuple[Point, ...]
    penalties: tuple[Point, ...]
    reasons: tuple[Text, ...]
    refs: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """The steps of one phase, in their order."""

    title: Text
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A whole report."""

    title: Text
    product: Text
    as_of: str
    date: Text
    head: tuple[Row, ...]
    blockers: tuple[Blocker, ...]
    answer: tuple[Row, ...]
    open: tuple[Point, ...]
    facts: tuple[Row, ...]
    facts_inline: Text | None
    before_steps: tuple[Section, ...]
    phases: tuple[Phase, ...]
    folded: tuple[Row, ...]
    law: tuple[Phase, ...]
    advice: tuple[StepView, ...]
    after_steps: tuple[Section, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of one column; `share` is its part of the longest bar, null where there is none.

    `hollow` marks a figure that held once and may hold no longer.
    """

    label: Text
    share: float | None
    hollow: bool
    shown: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one scale that begins at zero."""

    title: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SideRow:
    """A line of things side by side; each cell is lines of text, and may have none."""

    label: Text
    cells: tuple[tuple[Text, ...], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class SideTable:
    """Columns side by side, as many as a page has room for."""

    columns: tuple[Text, ...]
    rows: tuple[SideRow, ...]


@dataclass(frozen=True, slots=True)
class SideSection:
    """A part of a comparison under its own heading; further columns stand in further tables.

    Where it `folds`, what is the same in all columns stands once in a table.
    """

    title: Text
    intro: Text | None
    tables: tuple[SideTable, ...]
    folds: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A whole comparison."""

    title: Text
    product: Text
    as_of: str
    date: Text
    head: tuple[Row, ...]
    answer: tuple[SideSection, ...]
    charts: tuple[Chart, ...]
    chart_note: Text | None
    details: tuple[SideSection, ...]
