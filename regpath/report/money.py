"""Fees and times: official amounts exact and dated, working days and months kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from regpath.model.text import Text
from regpath.report.access import Json, at, items, mapping, mappings, number, string, strings
from regpath.report.answer import fee_last_known, usual_time
from regpath.report.formats import estimate, yuan
from regpath.report.sources import Sources
from regpath.report.steps import step_fee
from regpath.report.tables import table
from regpath.report.viewmodel import Cell, Point, Row, Section
from regpath.report.words import joined, say, term, text_of, word

STAGES = ("acceptance", "transfer", "review", "review_after_supplement", "decision", "issue")


@dataclass(frozen=True, slots=True)
class MoneyAndTime:
    """Builds the sections on official fees and on time."""

    pathway: Json
    sources: Sources

    def build(self) -> tuple[Section, ...]:
        """Fees, then statutory time, then usual time; empty ones are left out."""
        found = (self.fees(), self.statutory(), self.usual())
        return tuple(section for section in found if not section.is_empty)

    def fees(self) -> Section:
        """What the state charges, and what becomes of it."""
        fee = mapping(at(self.pathway, "summary.fee_cny"))
        rows = [*self._registration_fee(fee), *self._step_fees()]
        rules = tuple(p for entry in mappings(fee.get("rules")) if (p := self._fee_rule(entry)))
        return Section(
            "money", word("money"), word("money_note") if rows else None, tuple(rows), points=rules
        )

    def _registration_fee(self, fee: Json) -> list[Row]:
        status = string(fee.get("status"))
        amount, total = number(fee.get("amount")), number(fee.get("total"))
        notes = fee_last_known(fee)
        refs = self.sources.cite(fee.get("citations"))
        if amount is None or status in {"free", "waived", "expired_rate"}:
            shown = term("fee_status", status) if status else word("undetermined")
            return [Row(word("per_unit"), shown, notes, refs)] if status else []
        rows = [Row(word("per_unit"), yuan(amount), notes, refs)]
        if total is not None and total != amount:
            rows.append(Row(word("total"), yuan(total)))
        return [*rows, *self._conflicts(fee)]

    def _conflicts(self, fee: Json) -> list[Row]:
        return [
            Row(word("other_rate"), yuan(amount), refs=self.sources.cite(entry.get("citations")))
            for entry in mappings(fee.get("conflict"))
            if (amount := number(entry.get("amount"))) is not None
        ]

    def _step_fees(self) -> list[Row]:
        main = number(at(self.pathway, "summary.fee_cny.amount"))
        rows = []
        for step in mappings(self.pathway.get("steps")):
            amount, title = step_fee(step), text_of(step.get("title"))
            if amount and title and number(step.get("fee_cny")) != main:
                rows.append(Row(title, amount))
        return rows

    def _fee_rule(self, entry: Json) -> Point | None:
        when, effect = text_of(entry.get("when")), text_of(entry.get("effect"))
        both = say("fee_rule", when=when, effect=effect) if when and effect else None
        text = both or when or effect or text_of(entry)
        return Point(text, refs=self.sources.cite(entry.get("citations"))) if text else None

    def statutory(self) -> Section:
        """The authority's working days by stage, with what does not count."""
        days = mapping(at(self.pathway, "summary.statutory_working_days"))
        rows = [
            (Cell(term("stage", stage)), Cell(Text(f"{figure:f}", f"{figure:f}")))
            for stage in STAGES
            if (figure := number(days.get(stage)))
        ]
        rows += [
            (Cell(word(label)), Cell(Text(f"{figure:f}", f"{figure:f}")))
            for label, name in (
                ("total_without", "total_without_supplement"),
                ("total_with", "total_with_one_supplement"),
            )
            if (figure := number(days.get(name)))
        ]
        return Section(
            "statutory", word("statutory"), table=table(("stage", "days"), (7, 3), rows),
            points=self._off_the_clock(days),
        )  # fmt: skip

    def _off_the_clock(self, days: Json) -> tuple[Point, ...]:
        """What stops the clock, and how far a limit may be extended."""
        return tuple(
            Point(text, refs=self.sources.cite(mapping(entry).get("citations")))
            for entry in (*items(days.get("stops")), days.get("max_extension"))
            if (text := text_of(entry)) is not None
        )

    def usual(self) -> Section:
        """The usual time, as experience: the whole, its longest chain, its stages."""
        time = mapping(at(self.pathway, "summary.duration"))
        whole, basis, chain = usual_time(time), text_of(time.get("basis")), self._chain(time)
        rows = [Row(word("usual"), whole, (basis,) if basis else ())] if whole else []
        rows += [Row(word("chain"), chain)] if chain else []
        cells = [
            (Cell(text_of(stage.get("stage"), "stage")), Cell(estimate(stage)),
             Cell(joined((text_of(stage.get("source")), text_of(str(stage.get("year") or ""))))))
            for stage in mappings(time.get("stages"))
        ]  # fmt: skip
        columns = ("stage", "usual_stage", "source")
        return Section(
            "usual", word("usual"), rows=tuple(rows), table=table(columns, (4, 3, 5), cells)
        )

    def _chain(self, time: Json) -> Text | None:
        titles = {string(s.get("id")): s for s in mappings(self.pathway.get("steps"))}
        steps = [titles[name] for name in strings(time.get("critical_path")) if name in titles]
        numbered = (
            say("graph_step", number=f"{number(s.get('number')) or 0:f}", title=title)
            for s in steps
            if (title := text_of(s.get("title"))) is not None
        )
        return joined(numbered, "chain_joint")
