"""The variables in which conditions are compiled: a store of diagrams, and the cells of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from regpath.model.condition import FactTest, tests_of
from regpath.model.rulebook import Fact, Rulebook
from regpath.rules.cells import Cells, ListCells, WordCells, make_cells
from regpath.rules.conditions import placed_conditions
from regpath.rules.diagrams import Diagrams

FactKey = tuple[str, str]
"""Name and type: facts that agree in both are one fact."""


class Space:
    """A store of diagrams and the cells of every fact that some condition tests.

    With several rulebooks a fact is cut as finely as any of them asks for, so that a product is
    the same point in each; a fact of one name and two types is two facts.
    """

    def __init__(self, *rulebooks: Rulebook) -> None:
        self.diagrams = Diagrams()
        tests: Mapping[FactKey, list[FactTest]] = defaultdict(list)
        facts: dict[FactKey, Fact] = {}
        for rulebook in rulebooks:
            for fact in rulebook.facts.values():
                key = (fact.id, fact.type)
                facts[key] = _joined(facts[key], fact) if key in facts else fact
            for test in (t for *_, c in placed_conditions(rulebook) for t in tests_of(c)):
                if test.fact in rulebook.facts:
                    tests[test.fact, rulebook.facts[test.fact].type].append(test)
        self._cells = {
            key: make_cells(fact, tests[key], self.diagrams)
            for key, fact in facts.items()
            if key in tests
        }
        cells = (c for c in self._cells.values() if isinstance(c, WordCells) and c.has_other)
        self.usual = {c.variable: len(c.words) for c in cells}
        """For examples: the cells of values that no rule names, such as `no`."""
        self._named: dict[tuple[object, ...], int] = {}

    def variable_of(self, name: tuple[object, ...], cells: int) -> int:
        """The variable of a name, made when first asked for: the law of every day shares it."""
        key = (*name, cells)
        if key not in self._named:
            self._named[key] = self.diagrams.variable(cells)
        return self._named[key]

    def cells_of(self, rulebook: Rulebook) -> dict[str, Cells]:
        """The cells of the facts of a rulebook, in its order."""
        keys = ((fact.id, fact.type) for fact in rulebook.facts.values())
        return {key[0]: self._cells[key] for key in keys if key in self._cells}

    def all_cells(self) -> Iterator[tuple[str, Cells]]:
        """Every fact with its cells, in order of the variables."""
        yield from ((name, cells) for (name, _), cells in self._cells.items())

    def facts_of_variables(self) -> dict[int, str]:
        """The fact to which each variable belongs."""
        return {v: name for name, cells in self.all_cells() for v in variables_of(cells)}


def _joined(first: Fact, second: Fact) -> Fact:
    """A fact with the values of both."""
    known = {choice.id for choice in first.choices}
    more = tuple(choice for choice in second.choices if choice.id not in known)
    return replace(first, choices=first.choices + more) if more else first


def variables_of(cells: Cells) -> tuple[int, ...]:
    """The variables that stand for a fact."""
    return cells.variables if isinstance(cells, ListCells) else (cells.variable,)
