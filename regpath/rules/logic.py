"""The rulebook on one day as diagrams: every row, output and rule as a condition on answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from regpath.model.condition import (
    All,
    Always,
    AnyOf,
    Condition,
    FactTest,
    Not,
    facts_of,
)
from regpath.model.pathway import CitedArticle
from regpath.model.rulebook import Penalty, Row, Rule, Rulebook, Table
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.space import Space


@dataclass(frozen=True, slots=True)
class StepLogic:
    """The rules in force that bring in a step, and when they do so, by status."""

    rules: tuple[Rule, ...]
    required: int
    conditional: int
    optional: int
    binding: int
    """Required or conditional: more than optional."""
    any: int


class Logic:
    """What the rulebook says on one day, compiled. Reading it is pure; it may be shared.

    A fact that is not applicable fails every test. While it is open whether a fact applies, an
    answer that was given counts all the same: each such fact has a second variable, "was answered".
    Where a table gives a derived fact no value, the fact is open: a variable that nobody can answer
    stands in for it, so that what tests it stays undetermined. Proofs over all products leave both
    kinds of variables out (`for_proof`). In one `space` the law of several days, or of several
    rulebooks, can be compared: equal conditions are equal numbers.
    """

    def __init__(
        self, rulebook: Rulebook, day: str, *, for_proof: bool = False, space: Space | None = None
    ) -> None:
        self.rulebook = rulebook
        self.day = day
        self.space = space or Space(rulebook)
        self.diagrams = self.space.diagrams
        self.outputs = rulebook.outputs()
        self.cells = self.space.cells_of(rulebook)
        self.for_proof = for_proof
        self.answered = {} if for_proof else self._make_answered()
        self.fact_of = self.space.facts_of_variables()
        self.fact_of |= {variable: fact for fact, variable in self.answered.items()}
        self._order = {fact: index for index, fact in enumerate(rulebook.facts)}
        self._truths: dict[Condition, int] = {}
        self._relevant: dict[str, int] = {}
        self._rows: dict[str, tuple[tuple[Row, int], ...]] = {}
        self._values: dict[str, dict[str, int]] = {}
        self._rules: dict[str, int] = {}
        self._consistent: int | None = None
        self.known_grounds: dict[tuple[int, tuple[int | None, ...]], tuple[str, ...]] = {}
        """What settles a diagram under the answers that it turns on: `Situation` keeps it here."""
        self._active = tuple(r for r in rulebook.rules.values() if r.effective.covers(day))
        self._exceptions = self._gather_exceptions()
        self._penalties = self._gather_penalties()
        self.articles: dict[int, CitedArticle] = {}
        """Citations of the rulebook, by their identity, with the names of their instruments."""
        self.equal_articles: dict[CitedArticle, CitedArticle] = {}
        self._steps: Mapping[str, StepLogic] | None = None

    def _make_answered(self) -> dict[str, int]:
        facts = self.rulebook.facts
        asked = (f for f in self.cells if facts[f].asked_when is not None)
        return {f: self.space.variable_of((self.rulebook.digest, "answered", f), 2) for f in asked}

    def _gather_exceptions(self) -> Mapping[str, list[Rule]]:
        found: Mapping[str, list[Rule]] = defaultdict(list)
        for rule in self.active_rules():
            if rule.exception_to is not None:
                found[rule.exception_to].append(rule)
        return found

    def active_rules(self) -> tuple[Rule, ...]:
        """The rules in force on the day, in order of the files."""
        return self._active

    def truth(self, condition: Condition) -> int:
        """The diagram of a condition."""
        if condition not in self._truths:
            self._truths[condition] = self._compile(condition)
        return self._truths[condition]

    def _compile(self, condition: Condition) -> int:
        match condition:
            case Always():
                return TRUE
            case FactTest():
                return self._test(condition)
            case Not(part):
                return self.diagrams.negate(self.truth(part))
            case All(parts):
                return self.diagrams.all_of(self.truth(part) for part in parts)
            case AnyOf(parts):
                return self.diagrams.any_of(self.truth(part) for part in parts)

    def _test(self, test: FactTest) -> int:
        if test.fact in self.outputs:
            return self._output_test(test)
        pairs = self.cells[test.fact].matching(test)
        parts = (self.diagrams.cells_in(variable, cells) for variable, cells in pairs)
        join = self.diagrams.all_of if test.operator == "has_all" else self.diagrams.any_of
        return self.diagrams.both(self._counts(test.fact), join(parts))

    def _counts(self, fact: str) -> int:
        """When an answer to a fact counts: where it applies, or was given before that is known."""
        variable = self.answered.get(fact)
        given = FALSE if variable is None else self.diagrams.cells_in(variable, [1])
        return self.diagrams.either(self.relevant(fact), given)

    def _output_test(self, test: FactTest) -> int:
        values = [choice.id for choice in self.outputs[test.fact][1].choices]
        negated = test.operator == "not_in"
        chosen = [v for v in values if (v in test.values) != negated]
        return self.diagrams.any_of(self.output(test.fact, value) for value in chosen)

    def relevant(self, fact: str) -> int:
        """When a fact is applicable at all."""
        if fact not in self._relevant:
            asked_when = self.rulebook.facts[fact].asked_when
            self._relevant[fact] = TRUE if asked_when is None else self.truth(asked_when)
        return self._relevant[fact]

    def rows(self, table: Table) -> tuple[tuple[Row, int], ...]:
        """The rows in force with the diagrams under which they are hit."""
        if table.id not in self._rows:
            self._rows[table.id] = tuple(self._hits(table))
        return self._rows[table.id]

    def _hits(self, table: Table) -> Iterator[tuple[Row, int]]:
        left = TRUE
        for row in table.rows:
            if not row.effective.covers(self.day):
                continue
            truth = self.truth(row.when)
            if table.hit_policy == "first":
                yield row, self.diagrams.both(left, truth)
                left = self.diagrams.both(left, self.diagrams.negate(truth))
            else:
                yield row, truth

    def output(self, fact: str, value: str) -> int:
        """When a derived fact has a value."""
        if fact not in self._values:
            self._values[fact] = self._output_values(fact)
        return self._values[fact][value]

    def _output_values(self, fact: str) -> dict[str, int]:
        table, output = self.outputs[fact]
        parts: dict[str, list[int]] = {choice.id: [] for choice in output.choices}
        covered = FALSE
        for row, hit in self.rows(table):
            for value, part in self._choices((fact, row.id), hit, row.allows(fact)):
                parts[value].append(part)
                covered = self.diagrams.either(covered, hit)
        gap = FALSE if self.for_proof else self.diagrams.negate(covered)
        for value, part in self._choices((fact,), gap, tuple(parts), cells=2):
            parts[value].append(part)
        return {value: self.diagrams.any_of(found) for value, found in parts.items()}

    def _choices(
        self, name: tuple[str, ...], where: int, values: tuple[str, ...], cells: int = 1
    ) -> Iterator[tuple[str, int]]:
        """A part of all products, split over the values that are possible there.

        With more `cells` than values it is also possible that there is no value.
        """
        cells = max(cells, len(values))
        if where == FALSE or cells == 1 or self.for_proof:
            yield from ((value, where) for value in values)
            return
        stand_in = self.space.variable_of((self.rulebook.digest, "stand-in", *name), cells)
        for cell, value in enumerate(values):
            yield value, self.diagrams.both(where, self.diagrams.cells_in(stand_in, [cell]))

    def rule(self, rule: Rule) -> int:
        """When a rule applies, its exceptions taken off."""
        if rule.id not in self._rules:
            excepted = self.diagrams.any_of(self.rule(e) for e in self._exceptions[rule.id])
            truth = self.truth(rule.when)
            self._rules[rule.id] = self.diagrams.both(truth, self.diagrams.negate(excepted))
        return self._rules[rule.id]

    def penalties_behind(self, step: str) -> tuple[Penalty, ...]:
        """The penalties of the day that stand behind a step, in order of the files."""
        return tuple(self._penalties.get(step, ()))

    def _gather_penalties(self) -> Mapping[str, list[Penalty]]:
        found: Mapping[str, list[Penalty]] = defaultdict(list)
        for penalty in self.rulebook.penalties.values():
            if penalty.effective.covers(self.day):
                for step in dict.fromkeys(penalty.steps):
                    found[step].append(penalty)
        return found

    def steps(self) -> Mapping[str, StepLogic]:
        """The steps that some rule in force brings in, in order of the rules."""
        if self._steps is None:
            brought: dict[str, list[Rule]] = defaultdict(list)
            for rule in self.active_rules():
                if rule.step is not None:
                    brought[rule.step].append(rule)
            self._steps = {step: self._step(tuple(rules)) for step, rules in brought.items()}
        return self._steps

    def _step(self, rules: tuple[Rule, ...]) -> StepLogic:
        required, conditional, optional = (
            self.diagrams.any_of(self.rule(r) for r in rules if (r.status or "required") == status)
            for status in ("required", "conditional", "optional")
        )
        binding = self.diagrams.either(required, conditional)
        every = self.diagrams.either(binding, optional)
        return StepLogic(rules, required, conditional, optional, binding, every)

    def consistent(self) -> int:
        """When answers do not contradict each other by a rule in force."""
        if self._consistent is None:
            contradictions = (self.rule(r) for r in self.active_rules() if r.contradiction)
            self._consistent = self.diagrams.negate(self.diagrams.any_of(contradictions))
        return self._consistent

    def exceptions(self, rule: Rule) -> tuple[Rule, ...]:
        """The rules in force that make exceptions to a rule."""
        return tuple(self._exceptions[rule.id])

    def facts_in(self, diagram: int) -> tuple[str, ...]:
        """The asked facts on which a diagram depends, in the order of the questionnaire."""
        names = {self.fact_of.get(v) for v in self.diagrams.support(diagram)}
        known = (name for name in names if name is not None and name in self._order)
        return tuple(sorted(known, key=self._order.__getitem__))

    def facts_behind(self, conditions: Iterable[Condition]) -> frozenset[str]:
        """The asked facts that conditions name, also by way of tables and relevance."""
        found: set[str] = set()
        todo = [fact for condition in conditions for fact in facts_of(condition)]
        while todo:
            fact = todo.pop()
            if fact in found:
                continue
            found.add(fact)
            if fact in self.outputs:
                rows = self.outputs[fact][0].rows
                todo += [f for row in rows for f in facts_of(row.when)]
            elif (asked_when := self.rulebook.facts[fact].asked_when) is not None:
                todo += facts_of(asked_when)
        return frozenset(found - set(self.outputs))
