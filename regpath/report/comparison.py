"""From a Comparison to the view that every form of its report prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from regpath.model.text import Text
from regpath.report.access import Json, at, mapping, mappings, number, string
from regpath.report.answer import AnswerRows, fee_last_known
from regpath.report.bars import Figure, chart
from regpath.report.formats import day, yuan
from regpath.report.sources import Sources
from regpath.report.steps import step_title
from regpath.report.view import head_rows, product_of
from regpath.report.viewmodel import (
    Chart,
    ComparisonView,
    Row,
    SideRow,
    SideSection,
    SideTable,
)
from regpath.report.words import joined, plain, say, term, text_of, word
from regpath.rules.compare import AccessCell, Comparison

MOST_COLUMNS = 4
"""What a page has room for side by side."""
MOST_NAMED = 3
"""More facts that were varied are counted in the head."""
ALWAYS = ("fee", "statutory", "authority", "class", "act", "clinical", "validity")
"""Rows of the answer that a comparison shows even where all columns agree."""
IF_DIFFERENT = ("kind", "reviewer", "agent", "proof", "number", "first_block")
"""Rows of the answer that it shows only where columns differ."""

Lines = tuple[Text, ...]


def build_comparison(found: Comparison) -> ComparisonView:
    """Everything the report of a comparison says, in reading order."""
    return _Builder(found, tuple(pathway.to_json() for pathway in found.pathways)).build()


@dataclass(frozen=True, slots=True)
class _Builder:
    """Builds the view from a comparison and the JSON of its columns."""

    found: Comparison
    pathways: tuple[Json, ...]

    def build(self) -> ComparisonView:
        """The whole view; sections without rows are left out."""
        days = tuple(dict.fromkeys(self.found.as_of))
        charts = (self._chart("chart_fee", _fee), self._chart("chart_days", _days))
        hollow = any(bar.hollow for drawn in charts for bar in drawn.bars)
        return ComparisonView(
            title=word("comparison_title"),
            product=self._products(),
            as_of=days[0] if len(days) == 1 else "",
            date=joined((day(one) for one in days), "refs_joint") or word("undetermined"),
            head=tuple(self._head()),
            answer=tuple(s for s in (self._compared(), self._side_by_side()) if s.tables),
            charts=charts,
            chart_note=word("chart_hollow") if hollow else None,
            details=tuple(s for s in (self._access(), self._steps(), self._left_out()) if s.tables),
        )

    def _products(self) -> Text:
        names = dict.fromkeys(product_of(pathway) for pathway in self.pathways)
        return joined(names, "refs_joint") or word("unnamed")

    def _head(self) -> Iterator[Row]:
        """What was varied, and what all columns rest on."""
        yield Row(word("product"), self._products())
        varied = self._varied()
        asked = joined(map(self._question, varied), "sentence_joint")
        if len(varied) > MOST_NAMED:
            asked = say("varied_many", count=len(varied))
        if asked is not None:
            yield Row(word("varied"), asked)
        first, *others = (list(head_rows(pathway)) for pathway in self.pathways)
        for row in first:
            if row.label != word("product") and all(row in other for other in others):
                yield row

    def _varied(self) -> list[str]:
        """The facts that differ, without those that only fell away."""
        fallen = {fact for column in self.found.left_out for fact in column}
        return [fact for fact in self.found.answers if fact not in fallen]

    def _question(self, fact: str) -> Text:
        return self.found.questions.get(fact) or plain(fact)

    def _section(self, key: str, rows: Sequence[SideRow], intro: Text | None = None) -> SideSection:
        """Rows under a heading, their columns divided evenly over as many tables as they need."""
        count = len(self.pathways)
        width = -(-count // -(-count // MOST_COLUMNS))
        parts = [slice(start, start + width) for start in range(0, count, width)] if rows else []
        tables = tuple(_part(self.found.headings, rows, part) for part in parts)
        return SideSection(word(key), intro, tables)

    def _compared(self) -> SideSection:
        """What the columns rest on where that differs, unless their headings say it all."""
        heads = [{row.label: row.value for row in head_rows(p)} for p in self.pathways]
        labels = dict.fromkeys(label for head in heads for label in head)
        rows = [side_row(label, [lines(head.get(label)) for head in heads]) for label in labels]
        kept = [row for row in rows if row.differs and row.label != word("product")]
        kept += [
            side_row(self._question(fact), [_answer(p, fact) for p in self.pathways])
            for fact in self._varied()
        ]
        said = [row.cells for row in kept] == [tuple(map(lines, self.found.headings))]
        return self._section("compared", [] if said else kept)

    def _side_by_side(self) -> SideSection:
        """The answers in brief."""
        columns = [_answers(pathway) for pathway in self.pathways]
        rows = {
            key: side_row(word(key), [column.get(word(key), ()) for column in columns])
            for key in (*ALWAYS, *IF_DIFFERENT)
        }
        kept = [row for key, row in rows.items() if key in ALWAYS or row.differs]
        return self._section("side_by_side", kept, word("bold_differs"))

    def _chart(self, key: str, figure: Callable[[Text, Json], Figure]) -> Chart:
        return chart(word(key), list(map(figure, self.found.headings, self.pathways)))

    def _access(self) -> SideSection:
        """What is known of buying and paying in the regions of each column."""
        access = self.found.access
        blank = [topic for topic, cells in access.items() if not any(cells)]
        rows = [
            side_row(term("region_topic", topic), list(map(_access_lines, cells)))
            for topic, cells in access.items()
            if topic not in blank
        ]
        if unknown := lines(joined(term("region_topic", topic) for topic in blank)):
            rows.append(side_row(word("region_unknown"), [unknown for _ in self.pathways]))
        return replace(self._section("access", rows, word("access_note")), folds=True)

    def _steps(self) -> SideSection:
        """The steps that are not the same in all columns, with their statuses in words."""
        listed = (step for p in self.pathways for step in mappings(p.get("steps")))
        titles = {string(step.get("id")): step_title(step) for step in listed}
        rows = [
            side_row(titles[step], [(_status(status),) for status in self.found.steps[step]])
            for step in self.found.differing_steps
        ]
        same = len(self.found.steps) - len(rows)
        return self._section("steps_differ", rows, say("steps_same", count=same))

    def _left_out(self) -> SideSection:
        """Answers that a varied fact made irrelevant or impossible, where they still count too."""
        columns = list(zip(self.pathways, self.found.left_out, strict=False))
        rows = [
            side_row(
                self._question(fact),
                [(word("is_left_out"),) if fact in out else _answer(p, fact) for p, out in columns],
            )
            for fact in dict.fromkeys(fact for column in self.found.left_out for fact in column)
        ]
        return self._section("left_out", rows, word("left_out_note"))


def side_row(label: Text, cells: Sequence[Lines]) -> SideRow:
    """A line of a table, and whether its cells differ."""
    return SideRow(label, tuple(cells), any(cell != cells[0] for cell in cells))


def lines(text: Text | None) -> Lines:
    """A cell of one text, or an empty one."""
    return (text,) if text is not None else ()


def _part(headings: Lines, rows: Sequence[SideRow], part: slice) -> SideTable:
    return SideTable(headings[part], tuple(replace(row, cells=row.cells[part]) for row in rows))


def _answer(pathway: Json, fact: str) -> Lines:
    return lines(text_of(at(pathway, f"fact_labels.{fact}.value_label")))


def _answers(pathway: Json) -> dict[Text, Lines]:
    """The rows of the answer by their labels; an ended fee with the last rate known."""
    rows = AnswerRows(pathway, Sources()).build()
    found: dict[Text, Lines] = {row.label: (row.value,) for row in rows}
    found[word("fee")] += fee_last_known(mapping(at(pathway, "summary.fee_cny")))
    return found


def _fee(label: Text, pathway: Json) -> Figure:
    """The official fee; where it is not known, the last one that was."""
    fee = mapping(at(pathway, "summary.fee_cny"))
    amount = number(fee.get("amount"))
    if amount is not None:
        return Figure(label, amount, yuan(amount))
    last = number(at(fee, "last_known.amount"))
    if last is None:
        return Figure(label, None)
    ended = string(fee.get("status")) == "expired_rate"
    key = "chart_ended" if ended else "chart_doubtful"
    return Figure(label, last, say(key, amount=yuan(last)), hollow=True)


def _days(label: Text, pathway: Json) -> Figure:
    """The authority's working days without a supplement; those with one in words."""
    days = mapping(at(pathway, "summary.statutory_working_days"))
    total = number(days.get("total_without_supplement"))
    more = number(days.get("total_with_one_supplement"))
    if total is None:
        return Figure(label, None)
    if more is None or more == total:
        return Figure(label, total, plain(f"{total:f}"))
    return Figure(label, total, say("chart_supplement", days=f"{total:f}", more=f"{more:f}"))


def _access_lines(cell: AccessCell) -> Lines:
    if cell is None:
        return (word("region_unknown"),)
    if not isinstance(cell, Text):
        return ()
    return tuple(map(Text, cell.en.split("\n"), cell.zh.split("\n")))


def _status(status: str | None) -> Text:
    return term("status", status) if status else word("change_none")
