"""One product's answers held against the compiled law: what holds, what fails, what is open."""

from __future__ import annotations

from collections.abc import Iterable

from regpath.model.answers import Answers
from regpath.model.rulebook import Rule
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.logic import Logic
from regpath.rules.space import variables_of

MOST_GROUNDS = 50_000
"""How many grounds one day's law keeps: the same few answers settle most of what is asked."""


class Situation:
    """Answers in a `Logic`. Every reading of a pathway goes through here."""

    def __init__(self, logic: Logic, answers: Answers) -> None:
        self.logic = logic
        self.answers = answers
        self._ruled_out: frozenset[str] = frozenset()
        self._memo: dict[int, int] = {}
        self._assignment = self._assign(self._known())
        self._rule_out()
        self._consistent = self._consistency()
        self._simplified: dict[tuple[int, int], int] = {}
        self._left: dict[int, int] = {}
        self._grounds: dict[int, tuple[str, ...]] = {}

    def _known(self) -> tuple[str, ...]:
        return (*self.answers.values, *self.answers.found)

    def _assign(self, facts: Iterable[str]) -> dict[int, int]:
        assignment: dict[int, int] = {}
        for fact in facts:
            value = self.answers.known(fact)
            if value is not None and fact in self.logic.cells:
                assignment |= self.logic.cells[fact].assign(value)
                if fact in self.logic.answered and fact not in self._ruled_out:
                    assignment[self.logic.answered[fact]] = 1
        return {**dict.fromkeys(self.logic.answered.values(), 0), **assignment}

    def _rule_out(self) -> None:
        """Let answers not count where their facts certainly do not apply.

        Relevance forms a chain (A decides on B, B on C), so this goes on until nothing changes;
        a rulebook with a circle of relevance is refused.
        """
        answered = [fact for fact in self.logic.answered if self.answers.known(fact) is not None]
        while True:
            relevant = self.logic.relevant
            found = frozenset(f for f in answered if self.plain(relevant(f)) == FALSE)
            if found == self._ruled_out:
                return
            self._ruled_out = found
            self._memo = {}
            self._assignment = self._assign(self._known())

    def _consistency(self) -> int:
        """What consistent answers still allow; from contradicting ones nothing is concluded."""
        left = self.plain(self.logic.consistent())
        return TRUE if left == FALSE else left

    def plain(self, diagram: int) -> int:
        """What is left of a diagram once the answers are put in, and nothing else."""
        return self.logic.diagrams.restrict(diagram, self._assignment, self._memo)

    def left(self, diagram: int) -> int:
        """What is left of a diagram for answers that do not contradict each other."""
        if diagram not in self._left:
            plain = self.plain(diagram)
            self._left[diagram] = self.logic.diagrams.simplify(
                plain, self._consistent, self._simplified
            )
        return self._left[diagram]

    def rule_holds(self, rule: Rule) -> bool | None:
        """Whether a rule applies. Contradictions are looked for in the plain answers."""
        return self._verdict(self.rule_left(rule))

    def rule_left(self, rule: Rule) -> int:
        """What is left of the condition of a rule."""
        diagram = self.logic.rule(rule)
        return self.plain(diagram) if rule.contradiction else self.left(diagram)

    def holds(self, diagram: int) -> bool | None:
        """Whether a diagram holds for every, for no, or (`None`) for some possible answers."""
        return self._verdict(self.left(diagram))

    @staticmethod
    def _verdict(left: int) -> bool | None:
        return None if left > TRUE else left == TRUE

    def open_facts(self, diagram: int) -> tuple[str, ...]:
        """The facts that can still change whether a diagram holds."""
        return self.logic.facts_in(self.left(diagram))

    def candidates(self, output: str) -> tuple[str, ...]:
        """The values that a derived fact can still take; none if no table derives it."""
        if output not in self.logic.outputs:
            return ()
        choices = self.logic.outputs[output][1].choices
        return tuple(c.id for c in choices if self.left(self.logic.output(output, c.id)) != FALSE)

    def value(self, output: str) -> str | None:
        """The value of a derived fact; `None` while it is open, or where no row gives one."""
        candidates = self.candidates(output)
        if len(candidates) != 1:
            return None
        return candidates[0] if self.holds(self.logic.output(output, candidates[0])) else None

    def is_relevant(self, fact: str) -> bool | None:
        """Whether a fact applies to this product."""
        return self.holds(self.logic.relevant(fact))

    def grounds(self, diagram: int) -> tuple[str, ...]:
        """A smallest set of answered facts that settles a diagram; empty where it is open.

        Smallest in the sense that no fact can be left out of it.
        """
        if diagram not in self._grounds:
            self._grounds[diagram] = self._find_grounds(diagram)
        return self._grounds[diagram]

    def _find_grounds(self, diagram: int) -> tuple[str, ...]:
        verdict = self.holds(diagram)
        if verdict is None:
            return ()
        target = TRUE if verdict else FALSE
        if self.plain(diagram) != target:
            diagram = self._by_elimination(diagram, verdict)
        support = self.logic.diagrams.support(diagram)
        key = diagram, tuple(self._assignment.get(variable) for variable in support)
        known = self.logic.known_grounds
        if key not in known:
            if len(known) >= MOST_GROUNDS:
                known.clear()
            known[key] = self._fewest(diagram, target)
        return known[key]

    def _fewest(self, diagram: int, target: int) -> tuple[str, ...]:
        """The answers that reduce a diagram to a target, none of which can be left out."""
        facts = [f for f in self.logic.facts_in(diagram) if self.answers.known(f) is not None]
        assignment = self._assign(facts)
        for fact in reversed(facts):
            fewer = self._leave_out(fact, assignment)
            if self.logic.diagrams.restrict(diagram, fewer, {}) == target:
                facts.remove(fact)
                assignment = fewer
        return tuple(facts)

    def _leave_out(self, fact: str, assignment: dict[int, int]) -> dict[int, int]:
        """An assignment without what a fact settles: it was not answered."""
        fewer = dict(assignment)
        for variable in variables_of(self.logic.cells[fact]):
            fewer.pop(variable, None)
        if fact in self.logic.answered:
            fewer[self.logic.answered[fact]] = 0
        return fewer

    def _by_elimination(self, diagram: int, verdict: bool) -> int:
        """The diagram, with what no consistent answers allow counted towards its verdict."""
        diagrams, consistent = self.logic.diagrams, self.logic.consistent()
        if verdict:
            return diagrams.either(diagram, diagrams.negate(consistent))
        return diagrams.both(diagram, consistent)

    def without(self, fact: str) -> Situation:
        """The same situation with one fact not answered."""
        rest = {k: v for k, v in self.answers.values.items() if k != fact}
        found = {k: v for k, v in self.answers.found.items() if fact not in v.behind}
        return Situation(self.logic, Answers(rest, self.answers.as_of, found=found))
