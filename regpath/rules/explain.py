"""Why a step applies, does not apply, or is undecided: minimal, with articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.model.pathway import CitedArticle, Reason, StepStatus, to_json
from regpath.model.rulebook import Rule
from regpath.model.text import Text
from regpath.rules.found import asked_instead
from regpath.rules.reader import Reader
from regpath.rules.steps import find_steps


class NoSuchStep(Exception):
    """The step is not in the rulebook, or no rule in force brings it in."""


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What one rule says: whether it applies, why, and what could still change that."""

    rule: str
    title: Text
    status: str
    applies: bool | None
    reason: Reason
    excepted_by: str | None
    open_facts: tuple[str, ...]
    citations: tuple[CitedArticle, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict on a step, with every rule that could bring it in."""

    step: str
    title: Text
    as_of: str
    status: StepStatus | None
    deciding: tuple[str, ...]
    would_change: tuple[str, ...]
    rules: tuple[RuleVerdict, ...]

    def to_json(self) -> dict[str, Any]:
        """The explanation as JSON data; `status` is `excluded` where the step does not apply."""
        data: dict[str, Any] = to_json(self)
        data["status"] = self.status or "excluded"
        return data


def explain(reader: Reader, step: str) -> Explanation:
    """Why `step` (an id; what follows an `@` names a region) has the status that it has."""
    findings = find_steps(reader)
    named = (f for f in findings.values() if f.definition.id == step)
    finding = findings.get(step) or next(named, None)
    if finding is None:
        raise NoSuchStep(step)
    reader = finding.reader
    instead = asked_instead(reader)
    verdicts = tuple(_verdict(reader, rule, instead) for rule in finding.logic.rules)
    return Explanation(
        finding.id,
        finding.definition.title,
        reader.day,
        finding.status,
        tuple(dict.fromkeys(reader.told(finding.logic.any))),
        _askable(reader.situation.open_facts(finding.logic.any), instead)
        or _other_facts(reader, finding.logic.any),
        tuple(sorted(verdicts, key=lambda v: (v.applies is False, v.applies is None))),
    )


def _askable(facts: Iterable[str], instead: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Facts as the client is asked for them."""
    return tuple(dict.fromkeys(asked for f in facts for asked in instead.get(f, (f,))))


def _other_facts(reader: Reader, diagram: int) -> tuple[str, ...]:
    """Answered facts of which a single other answer would change a settled verdict."""
    grounds = dict.fromkeys(reader.told(diagram))
    return tuple(fact for fact in grounds if _flips(reader, diagram, fact))


def _flips(reader: Reader, diagram: int, fact: str) -> bool:
    without = reader.situation.without(fact)
    return without.holds(diagram) is None


def _verdict(reader: Reader, rule: Rule, instead: Mapping[str, tuple[str, ...]]) -> RuleVerdict:
    applies = reader.situation.rule_holds(rule)
    exceptions: Iterable[Rule] = reader.logic.exceptions(rule)
    excepted = next(
        (e.id for e in exceptions if reader.situation.holds(reader.logic.rule(e))), None
    )
    return RuleVerdict(
        rule.id,
        rule.title,
        rule.status or "required",
        applies,
        reader.rule_reason(rule),
        excepted if applies is False else None,
        _askable(reader.logic.facts_in(reader.situation.rule_left(rule)), instead),
        reader.cite_all(rule.citations),
    )
