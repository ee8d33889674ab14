"""The parts of the long report that stand around the steps, each from one part of the pathway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regpath.model.text import Text
from regpath.report.access import Json, at, mapping, mappings, number, string, strings
from regpath.report.answer import fact_name, reasons, without_ids
from regpath.report.dates import changes_ahead, class_change, deadlines
from regpath.report.formats import day, quantity
from regpath.report.lists import list_rows
from regpath.report.regions import regions
from regpath.report.sources import Sources
from regpath.report.steps import spans
from regpath.report.tables import table
from regpath.report.viewmodel import Cell, Point, Row, Section
from regpath.report.words import joined, plain, say, term, text_of, word

_FACT_ID = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


@dataclass(frozen=True, slots=True)
class Sections:
    """Builds the sections of one pathway; the sources fill up in the order of the calls."""

    pathway: Json
    sources: Sources

    def before_steps(self) -> tuple[Section, ...]:
        """What the reader needs before the steps."""
        return _filled(self.classification())

    def after_steps(self) -> tuple[Section, ...]:
        """What the reader looks up after the steps, up to what is left out."""
        return _filled(
            self.clinical(), self.standards(), self.dossier(), self.special(), self.roles(),
            self.udi(), self.regions(),
        )  # fmt: skip

    def closing(self) -> tuple[Section, ...]:
        """Dates, risks, the trail of the result, and what is left out."""
        return _filled(
            self.deadlines(), self.warnings(), self.changes(), self.excluded(), self.trail(),
            self.not_modelled(),
        )  # fmt: skip

    def _summary(self, path: str) -> object:
        return at(self.pathway, f"summary.{path}")

    def classification(self) -> Section:
        """Which class governs and why, and a class that moved."""
        rows = [self._derived_row("governing_class")] if self._has("governing_class") else []
        code = string(at(self.pathway, "answers.catalogue_code"))
        if code and code != "unknown":
            rows.append(Row(fact_name(self.pathway, "catalogue_code"), plain(code)))
        change = mapping(self._summary("class_change"))
        if change:
            rows.append(class_change(change, self.sources))
        return Section("classification", word("classification"), rows=tuple(rows))

    def _has(self, fact: str) -> bool:
        return at(self.pathway, f"derived.{fact}.value") is not None

    def _derived_row(self, fact: str) -> Row:
        found = mapping(at(self.pathway, f"derived.{fact}"))
        value = text_of(found.get("label")) or text_of(found.get("value"), "class")
        refs = self.sources.cite(found.get("citations"))
        label = fact_name(self.pathway, fact)
        return Row(label, value or word("undetermined"), reasons(found.get("because")), refs)

    def trail(self) -> Section:
        """Every derived fact with the rule that gave it: the line an auditor follows."""
        facts = [name for name in mapping(self.pathway.get("derived")) if self._has(name)]
        rows = tuple(self._derived_row(name) for name in facts if name != "governing_class")
        return Section("trail", word("trail"), rows=rows)

    def clinical(self) -> Section:
        """The clinical route, what is still possible, and the list that was consulted."""
        found = mapping(self._summary("clinical"))
        rows = [self._clinical_route(found)] if string(found.get("route")) else []
        rows += [
            Row(word("clinical_option"), term("clinical", string(option.get("route"))),
                reasons(option.get("because")))
            for option in mappings(found.get("candidates"))
        ]  # fmt: skip
        rows += list_rows(mapping(found.get("list")), self.pathway, self.sources)
        return Section("clinical", word("clinical_section"), rows=tuple(rows))

    def _clinical_route(self, found: Json) -> Row:
        route = string(found.get("route"))
        why = reasons(found.get("because")) or reasons(
            at(self.pathway, "derived.clinical_route.because")
        )
        cited = found.get("citations") or at(self.pathway, "derived.clinical_route.citations")
        return Row(word("clinical"), term("clinical", route), why, self.sources.cite(cited))

    def standards(self) -> Section:
        """Standards with the dates that decide between editions."""
        rows = [
            (Cell(plain(string(entry.get("id"))), self.sources.cite(entry.get("citations"))),
             Cell(day(entry.get("in_force_from"))), Cell(day(entry.get("change_over_by"))))
            for entry in mappings(self.pathway.get("standards"))
        ]  # fmt: skip
        columns = ("standard", "in_force_from", "change_over")
        return Section("standards", word("standards"), table=table(columns, (4, 3, 3), rows))

    def dossier(self) -> Section:
        """Every paper that any step asks for, with the step that needs it."""
        found: dict[tuple[Text | None, ...], list[int]] = {}
        for step in mappings(self.pathway.get("steps")):
            for entry in mappings(step.get("documents")):
                key = (text_of(entry), _need(entry), text_of(entry.get("form")))
                found.setdefault(key, []).append(int(number(step.get("number")) or 0))
        rows = [(*map(Cell, key), Cell(spans(steps))) for key, steps in found.items()]
        columns = ("document", "need", "form", "for_step")
        return Section("dossier", word("dossier"), table=table(columns, (10, 3, 8, 2), rows))

    def special(self) -> Section:
        """The faster procedures: who may ask, when, and who decides."""
        rows = tuple(
            Row(
                term("procedure", string(entry.get("kind"))),
                _eligible(entry) or word("undetermined"),
                tuple(_procedure_notes(entry)),
                self.sources.cite(entry.get("citations")),
            )
            for entry in mappings(self._summary("special_procedures"))
        )
        return Section("special", word("special"), rows=rows)

    def roles(self) -> Section:
        """Who stands for what."""
        rows = [
            Row(term("role", role), value)
            for role, entry in mapping(self.pathway.get("roles")).items()
            if (value := text_of(entry)) is not None
        ]
        return Section("roles", word("roles"), rows=tuple(rows))

    def udi(self) -> Section:
        """From when the product must carry a unique identifier."""
        found = mapping(self._summary("udi"))
        start = day(found.get("required_from"))
        refs = self.sources.cite(found.get("citations"))
        rows = (Row(word("udi_from"), start, reasons(found.get("because")), refs),) if start else ()
        return Section("udi", word("udi"), rows=rows)

    def regions(self) -> Section:
        """What is known of each region, what is not, and whom to ask; its steps by number."""
        return regions(self.pathway, self.sources)

    def deadlines(self) -> Section:
        """Dates that the holder must keep."""
        return deadlines(self.pathway, self.sources)

    def warnings(self) -> Section:
        """What the reader must keep in mind."""
        return self._points("warnings", "warnings")

    def changes(self) -> Section:
        """What is enacted for a later day, and law to come."""
        return changes_ahead(self.pathway, self.sources)

    def _points(self, key: str, name: str) -> Section:
        points = (self._point(entry) for entry in mappings(self.pathway.get(name)))
        return Section(key, word(key), points=tuple(p for p in points if p is not None))

    def _point(self, entry: Json) -> Point | None:
        text = text_of(entry)
        start = day(next((entry[n] for n in ("from", "on", "date") if n in entry), None))
        if text is None:
            return None
        shown = say("changes_from", text=text, start=start) if start else text
        return Point(
            shown, reasons(entry.get("because")), self.sources.cite(entry.get("citations"))
        )

    def excluded(self) -> Section:
        """What was looked at and does not apply, with the deciding reason."""
        points = tuple(
            Point(text_of(entry) or word("step"), reasons(entry.get("because")))
            for entry in mappings(self.pathway.get("excluded"))
        )
        return Section("excluded", word("excluded"), points=points)

    def not_modelled(self) -> Section:
        """What this answer does not cover."""
        points = tuple(
            Point(
                without_ids(text, self.pathway, _facts_of(entry)),
                tuple(self._left_out_notes(entry)),
            )
            for entry in mappings(self.pathway.get("not_modelled"))
            if (text := text_of(entry)) is not None
        )
        return Section("not_modelled", word("not_modelled"), points=points)

    def _left_out_notes(self, entry: Json) -> Iterator[Text]:
        """Why it is left out, and which answers it concerns that the text does not name."""
        text, reason, facts = text_of(entry), text_of(entry.get("reason")), _facts_of(entry)
        if reason is not None:
            yield without_ids(reason, self.pathway, facts)
        concerned = joined(
            fact_name(self.pathway, fact) for fact in facts
            if at(self.pathway, f"fact_labels.{fact}") and not (text and fact in text.en)
        )  # fmt: skip
        if concerned is not None:
            yield say("facts_named", facts=concerned)


def _facts_of(entry: Json) -> tuple[str, ...]:
    """The facts an entry concerns, those its own words name by id included."""
    texts = [text_of(entry), text_of(entry.get("reason"))]
    named = (fact for text in texts if text for fact in _FACT_ID.findall(text.en))
    return tuple(dict.fromkeys((*strings(entry.get("facts")), *named)))


def _filled(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if not section.is_empty)


def _need(entry: Json) -> Text | None:
    return text_of(entry.get("need"), "need")


def _eligible(entry: Json) -> Text | None:
    """Whether the procedure is open to the product, and on which ground."""
    found = text_of(entry.get("eligible"), "eligible")
    ground = text_of(entry.get("ground"), "ground")
    return say("labelled", label=found, value=ground) if found and ground else found


def _procedure_notes(entry: Json) -> Iterator[Text]:
    for label, value in (
        ("ask_when", text_of(entry.get("ask_when"))),
        ("decided_by", text_of(entry.get("decided_by"))),
        ("law_time", quantity(entry.get("working_days"), "working_days")),
    ):
        if value is not None:
            yield say("labelled", label=word(label), value=value)
