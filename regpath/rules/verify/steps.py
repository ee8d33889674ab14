"""Steps: nothing waits for itself, for what never comes, or for a later stage of the same act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from regpath.model.rulebook import STAGES, Rulebook, StepDefinition
from regpath.rules.check.references import circle_in
from regpath.rules.diagrams import FALSE
from regpath.rules.logic import Logic
from regpath.rules.proofs import modelled_intervals
from regpath.rules.verify.verdict import Broken, Verdicts


class StepProofs:
    """What is proved of steps. What they need has no dates, so it is worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._brought = set(_brought_in(rulebook))
        steps = rulebook.steps.values()
        self._circle = circle_in({step.id: step.needs for step in steps})
        self._inverted = [
            (step.id, before)
            for step in steps
            for before in _all_needs(rulebook, step.id)
            if _is_inverted(step, rulebook.steps[before])
        ]

    def on(self, logic: Logic) -> Verdicts:
        """Every verdict on steps under the law of one interval."""
        applies = _applying(logic)
        for step in self.rulebook.steps.values():
            for need in step.needs:
                if need not in self._brought and applies[step.id] != FALSE:
                    yield self._missing(step.id, need), applies[step.id]
        if self._circle:
            yield from self._waiting(logic, applies)
        for step_id, before in self._inverted:
            both = logic.diagrams.both(applies[step_id], applies[before])
            if both != FALSE:
                message = f"the step {step_id!r} waits for {before!r}, a later stage of the act"
                yield Broken("step-order", step_id, (before,), message), both

    def _missing(self, step: str, need: str) -> Broken:
        known = need in self.rulebook.steps
        why = "which no rule in force ever brings in" if known else "which is not in the rulebook"
        message = f"the step {step!r} needs {need!r}, {why}"
        return Broken("step-predecessor-missing", step, (need,), message)

    def _waiting(self, logic: Logic, applies: Mapping[str, int]) -> Verdicts:
        members = self._circle[:-1]
        together = logic.diagrams.all_of(applies[step] for step in members)
        if together == FALSE:
            together = logic.diagrams.any_of(applies[step] for step in members)
        if together != FALSE:
            message = f"these steps wait for each other: {' -> '.join(self._circle)}"
            yield Broken("step-cycle", members[0], tuple(members[1:]), message), together


def _brought_in(rulebook: Rulebook) -> Iterator[str]:
    """The steps that some rule brings in on some modelled day."""
    intervals = modelled_intervals(rulebook)
    for rule in rulebook.rules.values():
        if rule.step is not None and any(rule.effective.overlaps(w) for w in intervals):
            yield rule.step


def _applying(logic: Logic) -> Mapping[str, int]:
    """When each step applies at all."""
    parts: dict[str, list[int]] = defaultdict(list)
    for rule in logic.active_rules():
        if rule.step is not None:
            parts[rule.step].append(logic.rule(rule))
    return {
        step: logic.diagrams.both(logic.consistent(), logic.diagrams.any_of(parts[step]))
        for step in logic.rulebook.steps
    }


def _all_needs(rulebook: Rulebook, step: str) -> tuple[str, ...]:
    """Every step that comes before, also by way of others, as far as it is known."""
    found: dict[str, None] = {}
    todo = list(rulebook.steps[step].needs)
    while todo:
        need = todo.pop()
        if need not in found and need in rulebook.steps:
            found[need] = None
            todo += rulebook.steps[need].needs
    return tuple(found)


def _is_inverted(step: StepDefinition, before: StepDefinition) -> bool:
    """Whether everything in the step before belongs to a later stage of the act."""
    own, other = _stages(step), _stages(before)
    return bool(own and other) and min(other) > max(own)


def _stages(step: StepDefinition) -> list[int]:
    return [STAGES.index(part.stage) for part in step.statutory if part.stage in STAGES]
