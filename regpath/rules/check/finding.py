"""A finding in a rulebook, before its place in the file is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regpath.model.law import Citation, Window
from regpath.model.rulebook import Rulebook
from regpath.rules.conditions import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with one entry of a section; `path` leads from the entry to the place.

    Where an id stands once for each window of time, the path begins with the number of the version.
    """

    code: str
    section: str
    entry: str
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the entry and place where it stands, and the window it must cover."""

    section: str
    entry: str
    path: Path
    citation: Citation
    window: Window | None


def _each(
    section: str, entry: str, path: Path, citations: tuple[Citation, ...], window: Window | None
) -> Iterator[Cited]:
    for index, citation in enumerate(citations):
        yield Cited(section, entry, (*path, "citations", index), citation, window)


def citations_in(rulebook: Rulebook) -> Iterator[Cited]:
    """Every citation of a rulebook, with its place and the window of what rests on it."""
    for regime_index, regime in enumerate(rulebook.head.regimes):
        path: Path = ("regimes", regime_index)
        yield from _each("rulebook", rulebook.head.id, path, regime.citations, None)
    for versions in rulebook.authorities.values():
        for number, authority in enumerate(versions):
            yield from _each("authorities", authority.id, (number,), authority.citations, None)
    for fact in rulebook.facts.values():
        yield from _each("facts", fact.id, (), fact.citations, None)
    for form in rulebook.number_forms.values():
        yield from _each("number_forms", form.id, (), form.citations, form.effective)
        for index, hint in enumerate(form.hints):
            yield from _each("number_forms", form.id, ("hints", index), hint.citations, None)
    for section in ("class_moves", "pending", "working_years"):
        for entry in getattr(rulebook, section).values():
            yield from _each(section, entry.id, (), entry.citations, None)
    for product_list in rulebook.lists.values():
        window = product_list.effective
        yield from _each("lists", product_list.id, (), product_list.citations, window)
        for index, evidence in enumerate(product_list.evidence):
            place: Path = ("evidence", index)
            yield from _each("lists", product_list.id, place, evidence.citations, window)
    for left_out in rulebook.not_modelled.values():
        yield from _each("not_modelled", left_out.id, (), left_out.citations, None)
    yield from _province_citations(rulebook)
    yield from _dated_citations(rulebook)
    yield from _step_citations(rulebook)


def _province_citations(rulebook: Rulebook) -> Iterator[Cited]:
    for section in ("provinces", "jurisdictions"):
        for region in getattr(rulebook, section).values():
            for index, note in enumerate(region.notes):
                yield from _each(section, region.id, ("notes", index), note.citations, None)
    for jurisdiction in rulebook.jurisdictions.values():
        yield from _each("jurisdictions", jurisdiction.id, (), jurisdiction.citations, None)
    for province in rulebook.provinces.values():
        yield from _each("provinces", province.id, (), province.citations, None)
        for index, fee in enumerate(province.class_ii_fees):
            path: Path = ("class_ii_fees", index)
            yield from _each("provinces", province.id, path, fee.citations, None)
        for index, conflict in enumerate(province.fee_conflicts):
            for number, reading in enumerate(conflict.amounts):
                path = ("fee_conflicts", index, "amounts", number)
                yield from _each("provinces", province.id, path, reading.citations, None)


def _dated_citations(rulebook: Rulebook) -> Iterator[Cited]:
    for table in rulebook.tables.values():
        for index, row in enumerate(table.rows):
            yield from _each("tables", table.id, ("rows", index), row.citations, row.effective)
    for parameter in rulebook.parameters.values():
        for index, version in enumerate(parameter.versions):
            path: Path = ("versions", index)
            yield from _each("parameters", parameter.id, path, version.citations, version.effective)
    for versions in rulebook.clocks.values():
        for number, clock in enumerate(versions):
            yield from _each("clocks", clock.id, (number,), clock.citations, clock.effective)
            for index, stop in enumerate(clock.stops):
                path = (number, "stops", index)
                yield from _each("clocks", clock.id, path, stop.citations, None)
            if clock.max_extension is not None:
                path, cited = (number, "max_extension"), clock.max_extension.citations
                yield from _each("clocks", clock.id, path, cited, None)
    for rule in rulebook.rules.values():
        yield from _each("rules", rule.id, (), rule.citations, rule.effective)
    for deadline in rulebook.deadlines.values():
        yield from _each("deadlines", deadline.id, (), deadline.citations, deadline.effective)
    for penalty in rulebook.penalties.values():
        yield from _each("penalties", penalty.id, (), penalty.citations, penalty.effective)
    for fee_rule in rulebook.fee_rules.values():
        yield from _each("fee_rules", fee_rule.id, (), fee_rule.citations, fee_rule.effective)


def _step_citations(rulebook: Rulebook) -> Iterator[Cited]:
    for step in rulebook.steps.values():
        yield from _each("steps", step.id, (), step.citations, None)
        for index, document in enumerate(step.documents):
            yield from _each("steps", step.id, ("documents", index), document.citations, None)
