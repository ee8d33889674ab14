"""The part of a rulebook that is law on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from regpath.model.law import Window
from regpath.model.rulebook import Rulebook


class Dated(Protocol):
    """Something with a window of time."""

    @property
    def effective(self) -> Window:
        """When it is in force."""
        ...


D = TypeVar("D", bound=Dated)


def in_force(rulebook: Rulebook, day: str) -> Rulebook:
    """A rulebook with only what is in force on a day; steps are those that a rule then brings in.

    It serves to compare entries: what is not dated stays, and so do references to what is gone.
    """

    def of_day(entries: Iterable[D]) -> tuple[D, ...]:
        return tuple(entry for entry in entries if entry.effective.covers(day))

    def dated(section: Mapping[str, D]) -> dict[str, D]:
        return {name: entry for name, entry in section.items() if entry.effective.covers(day)}

    def versioned(section: Mapping[str, tuple[D, ...]]) -> dict[str, tuple[D, ...]]:
        cut = {name: of_day(versions) for name, versions in section.items()}
        return {name: versions for name, versions in cut.items() if versions}

    parameters = {
        name: replace(parameter, versions=of_day(parameter.versions))
        for name, parameter in rulebook.parameters.items()
    }
    provinces = {
        name: replace(
            province,
            class_ii_fees=of_day(province.class_ii_fees),
            fee_conflicts=of_day(province.fee_conflicts),
        )
        for name, province in rulebook.provinces.items()
    }
    tables = {n: replace(t, rows=of_day(t.rows)) for n, t in rulebook.tables.items()}
    rules = dated(rulebook.rules)
    brought = {rule.step for rule in rules.values()}
    return replace(
        rulebook,
        head=replace(rulebook.head, regimes=of_day(rulebook.head.regimes)),
        instruments=dated(rulebook.instruments),
        authorities=versioned(rulebook.authorities),
        provinces=provinces,
        tables=tables,
        parameters={name: p for name, p in parameters.items() if p.versions},
        clocks=versioned(rulebook.clocks),
        number_forms=dated(rulebook.number_forms),
        fee_rules=dated(rulebook.fee_rules),
        deadlines=dated(rulebook.deadlines),
        penalties=dated(rulebook.penalties),
        steps={name: step for name, step in rulebook.steps.items() if name in brought},
        rules=rules,
        cases=(),
    )
