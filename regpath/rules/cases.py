"""The cases that stand beside the rules: what each expects, and what no case decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.model.answers import Answers
from regpath.model.pathway import Pathway, to_json
from regpath.model.rulebook import Case, Rulebook
from regpath.rules.assess import assess, reader_for
from regpath.rules.reader import Reader

APPLIES, DOES_NOT_APPLY, UNDETERMINED, EXCEPTION = (
    "applies", "does_not_apply", "undetermined", "exception",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what did not come out as expected, and what every rule and penalty said."""

    case: Case
    failures: tuple[str, ...]
    verdicts: Mapping[str, str]
    penalties: Mapping[str, str]


def run_case(case: Case, answers: Answers, rulebook: Rulebook) -> CaseResult:
    """Hold a case against the rulebook."""
    pathway = assess(rulebook, answers, case.as_of, look_ahead=False)
    verdicts = rule_verdicts(reader_for(rulebook, answers, case.as_of))
    penalties = penalty_verdicts(rulebook, pathway)
    failures = (
        *_summary_failures(case, pathway),
        *_step_failures(case, pathway),
        *_failures("rule", case.expect.rules, verdicts),
        *_failures("penalty", case.expect.penalties, penalties),
        *_effect_failures(case, pathway),
    )
    return CaseResult(case, failures, verdicts, penalties)


def rule_verdicts(reader: Reader) -> dict[str, str]:
    """What each rule says in a situation; rules not in force do not apply."""
    found = dict.fromkeys(reader.rulebook.rules, DOES_NOT_APPLY)
    for rule in reader.logic.active_rules():
        holds = reader.situation.rule_holds(rule)
        if holds:
            found[rule.id] = APPLIES
        elif holds is None:
            found[rule.id] = UNDETERMINED
        elif reader.situation.holds(reader.logic.truth(rule.when)):
            found[rule.id] = EXCEPTION
    return found


def penalty_verdicts(rulebook: Rulebook, pathway: Pathway) -> dict[str, str]:
    """Whether each penalty stands at a step of a pathway: it applies where that is sure."""
    found = dict.fromkeys(rulebook.penalties, DOES_NOT_APPLY)
    for step in pathway.steps:
        for penalty in step.penalties:
            if step.status != "undetermined" and not penalty.conditional:
                found[penalty.id] = APPLIES
            elif found[penalty.id] != APPLIES:
                found[penalty.id] = UNDETERMINED
    return found


def _summary_failures(case: Case, pathway: Pathway) -> Iterator[str]:
    summary = to_json(pathway.summary)
    for path, expected in case.expect.summary.items():
        found, known = _at(summary, path)
        if not known:
            yield f"the summary has no field {path!r}"
        elif found != expected:
            yield f"{path}: expected {expected!r}, found {found!r}"


def _at(data: Any, path: str) -> tuple[Any, bool]:
    for part in path.split("."):
        if data is None:
            return None, True
        if not isinstance(data, Mapping) or part not in data:
            return None, False
        data = data[part]
    return data, True


def _step_failures(case: Case, pathway: Pathway) -> Iterator[str]:
    found: dict[str, str] = {step.id: "excluded" for step in pathway.excluded}
    for step in pathway.steps:
        found[step.id] = step.status
        found.setdefault(step.id.split("@")[0], step.status)
    for status in ("required", "conditional", "optional", "undetermined", "excluded"):
        for step_id in getattr(case.expect, status):
            if found.get(step_id, "excluded") != status:
                yield f"step {step_id}: expected {status}, found {found.get(step_id, 'excluded')}"


def _failures(
    what: str, expectations: Mapping[str, str], verdicts: Mapping[str, str]
) -> Iterator[str]:
    for name, expected in expectations.items():
        found = verdicts.get(name, f"no such {what}")
        if found != expected:
            yield f"{what} {name}: expected {expected}, found {found}"


def _effect_failures(case: Case, pathway: Pathway) -> Iterator[str]:
    blockers = {blocker.id for blocker in pathway.blockers}
    warnings = {warning.id for warning in pathway.warnings}
    yield from (f"blocker {b} is missing" for b in case.expect.blockers if b not in blockers)
    yield from (f"warning {w} is missing" for w in case.expect.warnings if w not in warnings)


def undecided_entries(rulebook: Rulebook, results: Iterable[CaseResult]) -> dict[str, str]:
    """Rules and penalties that no case decides both ways, each with what is missing."""
    listed = tuple(results)
    return {
        **_undecided(rulebook.rules, (result.verdicts for result in listed)),
        **_undecided(rulebook.penalties, (result.penalties for result in listed)),
    }


def _undecided(names: Iterable[str], results: Iterable[Mapping[str, str]]) -> dict[str, str]:
    applied: set[str] = set()
    refused: set[str] = set()
    for verdicts in results:
        for name, verdict in verdicts.items():
            if verdict == APPLIES:
                applied.add(name)
            elif verdict in (DOES_NOT_APPLY, EXCEPTION):
                refused.add(name)
    missing: dict[str, str] = {}
    for name in names:
        lacks = [
            words
            for words, seen in (("applies", applied), ("does not apply", refused))
            if name not in seen
        ]
        if lacks:
            missing[name] = f"no case in which it {' or '.join(lacks)}"
    return missing
