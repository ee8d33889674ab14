"""The cases that stand beside the rules: what each expects, and what no case decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.model.answers import Answers
from regpath.model.pathway import to_json
from regpath.model.rulebook import Case, Rulebook
from regpath.rules.assess import reader_for
from regpath.rules.deadlines import missed_blockers
from regpath.rules.penalties import penalties_of
from regpath.rules.reader import Reader
from regpath.rules.steps import Findings, find_steps
from regpath.rules.summary import summarise

APPLIES, DOES_NOT_APPLY, UNDETERMINED, EXCEPTION = (
    "applies", "does_not_apply", "undetermined", "exception",
)  # fmt: skip
EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what did not come out as expected, and what every rule and penalty said."""

    case: Case
    failures: tuple[str, ...]
    verdicts: Mapping[str, str]
    penalties: Mapping[str, str]


def run_case(case: Case, answers: Answers, rulebook: Rulebook) -> CaseResult:
    """Hold a case against the rulebook: what is decided, without the reasons and the words."""
    reader = reader_for(rulebook, answers, case.as_of)
    findings = find_steps(reader)
    verdicts = rule_verdicts(reader)
    penalties = penalty_verdicts(reader, findings)
    effects = {name for name, verdict in verdicts.items() if verdict == APPLIES}
    effects |= {blocker.id for blocker in missed_blockers(reader)}
    failures = (
        *_summary_failures(case, reader),
        *_step_failures(case, findings),
        *_failures("rule", case.expect.rules, verdicts),
        *_failures("penalty", case.expect.penalties, penalties),
        *(f"blocker {name} is missing" for name in case.expect.blockers if name not in effects),
        *(f"warning {name} is missing" for name in case.expect.warnings if name not in effects),
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


def penalty_verdicts(reader: Reader, findings: Findings) -> dict[str, str]:
    """Whether each penalty stands at a step of a pathway: it applies where that is sure."""
    found = dict.fromkeys(reader.rulebook.penalties, DOES_NOT_APPLY)
    for finding in findings.values():
        if finding.status is None:
            continue
        for penalty in penalties_of(finding.reader, finding.definition.id):
            if finding.status != UNDETERMINED and not penalty.conditional:
                found[penalty.id] = APPLIES
            elif found[penalty.id] != APPLIES:
                found[penalty.id] = UNDETERMINED
    return found


def _summary_failures(case: Case, reader: Reader) -> Iterator[str]:
    if not case.expect.summary:
        return
    summary = to_json(summarise(reader))
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
        if isinstance(data, list):
            data = {entry["kind"]: entry for entry in data if "kind" in entry}
        if not isinstance(data, Mapping) or part not in data:
            return None, False
        data = data[part]
    return data, True


def _step_failures(case: Case, findings: Findings) -> Iterator[str]:
    found: dict[str, str] = {}
    for finding in findings.values():
        status = finding.status or EXCLUDED
        found[finding.id] = status
        if status != EXCLUDED:
            found.setdefault(finding.definition.id, status)
    for status in ("required", "conditional", "optional", UNDETERMINED, EXCLUDED):
        for step_id in getattr(case.expect, status):
            if found.get(step_id, EXCLUDED) != status:
                yield f"step {step_id}: expected {status}, found {found.get(step_id, EXCLUDED)}"


def _failures(
    what: str, expectations: Mapping[str, str], verdicts: Mapping[str, str]
) -> Iterator[str]:
    for name, expected in expectations.items():
        found = verdicts.get(name, f"no such {what}")
        if found != expected:
            yield f"{what} {name}: expected {expected}, found {found}"


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
