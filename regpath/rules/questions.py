"""Open questions: the facts that can still change the result, the most useful first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from regpath.model.answers import UNKNOWN
from regpath.model.pathway import OpenQuestion
from regpath.model.rulebook import Fact
from regpath.rules.class_change import class_change_of
from regpath.rules.deadlines import in_force
from regpath.rules.found import asked_instead
from regpath.rules.money import PROVINCIAL
from regpath.rules.reader import Reader
from regpath.rules.steps import Findings, StepFinding
from regpath.rules.summary import FIELD_OF_OUTPUT

FIELD_WEIGHT = 3
"""A field of the summary weighs as much as this many steps."""

CLASS_FACT = "device_class"
"""Not asked for the sake of a contradiction once other answers settle the class."""

Uses = Mapping[str, dict[str, None]]


def open_questions(reader: Reader, findings: Findings) -> tuple[OpenQuestion, ...]:
    """Every applicable fact that is not known and can still change a step or a field.

    None where the law of the day is not in the rulebook: then no answer changes anything.
    """
    if reader.rulebook.regime_on(reader.day) is None:
        return ()
    plain = _steps_by_fact(findings), _fields_by_fact(reader), _rules_by_fact(reader)
    instead = asked_instead(reader)
    uses = [_by_list(part, instead) for part in plain]
    found = []
    for fact in reader.rulebook.facts.values():
        known = reader.answers.known(fact.id) is not None
        if known or fact.volunteered or fact.found or not any(fact.id in part for part in uses):
            continue
        if reader.situation.is_relevant(fact.id) is False or not _can_be_given(reader, fact):
            continue
        steps, fields, rules = (tuple(part.get(fact.id, ())) for part in uses)
        asked = reader.answers.values.get(fact.id) == UNKNOWN
        weight = len(steps) + len(rules) + FIELD_WEIGHT * len(fields)
        question = OpenQuestion(fact.id, fact.question, steps, fields, rules, asked, weight)
        found.append(question)
    rank = _rank(reader, {question.fact: question for question in found})
    return tuple(sorted(found, key=lambda q: rank[q.fact]))


def _by_list(uses: Uses, instead: Mapping[str, tuple[str, ...]]) -> Uses:
    """Where a list is in force, its own questions are asked, and never the client's verdict."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact, targets in uses.items():
        for asked in instead.get(fact, (fact,)):
            found[asked] |= targets
    return found


def _can_be_given(reader: Reader, fact: Fact) -> bool:
    """Whether an answer would not be an impossible combination, as things stand."""
    if fact.requires is None:
        return True
    return reader.situation.holds(reader.logic.truth(fact.requires)) is True


def _steps_by_fact(findings: Findings) -> Uses:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, finding in findings.items():
        for diagram in _diagrams(finding):
            for fact in finding.reader.situation.open_facts(diagram):
                found[fact][key] = None
        if finding.status is not None:
            for fact in _unplaced(finding):
                found[fact][key] = None
    return found


def _rules_by_fact(reader: Reader) -> Uses:
    """Blockers and warnings by the facts that can still bring them up."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    class_settled = reader.situation.value("governing_class") is not None
    for rule in reader.logic.active_rules():
        asks = rule.asks_until is None or reader.day <= rule.asks_until
        if asks and (rule.blocks is not None or rule.warns is not None):
            for fact in reader.logic.facts_in(reader.situation.rule_left(rule)):
                if fact != CLASS_FACT or not class_settled:
                    found[fact][rule.id] = None
    return found


def _unplaced(finding: StepFinding) -> Iterable[str]:
    """Facts that say where a step is done, or name its authority, and are not known."""
    answers, definition = finding.reader.answers, finding.definition
    wanted: list[str] = [definition.for_each] if definition.for_each is not None else []
    match definition.authority:
        case "@province" | "@sponsor_province":
            wanted.append("province")
        case "@city":
            wanted += ["province", "city"]
        case "@maker_province" if finding.reader.maker_province() is None:
            mode = answers.word("production_mode")
            by_mode = {"contract": "contract_province", "own_site": "province"}
            wanted.append(by_mode.get(mode or "", "production_mode"))
    known = finding.reader.rulebook.facts
    yield from (fact for fact in wanted if fact in known and answers.known(fact) is None)


def _diagrams(finding: StepFinding) -> Iterable[int]:
    """What decides on a step: whether it applies, under which status, and its documents."""
    logic = finding.reader.logic
    yield from (finding.logic.any, finding.logic.required, finding.logic.binding)
    if finding.status is not None:
        conditions = (document.when for document in finding.definition.documents)
        yield from (logic.truth(when) for when in conditions if when is not None)


def _fields_by_fact(reader: Reader) -> Uses:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for output, field in FIELD_OF_OUTPUT.items():
        for fact in _open_in(reader, output):
            found[fact][field] = None
    for fact, field in (*_place_uses(reader), *_date_uses(reader)):
        found[fact][field] = None
    return found


def _open_in(reader: Reader, output: str) -> Iterable[str]:
    if output not in reader.logic.outputs:
        return
    for choice in reader.logic.outputs[output][1].choices:
        yield from reader.situation.open_facts(reader.logic.output(output, choice.id))


def _place_uses(reader: Reader) -> Iterable[tuple[str, str]]:
    """Facts that name a place or count: untested by conditions, but names and amounts need them."""
    provincial = _possible(reader, "authority_level", ("provincial", "municipal"))
    if provincial and _may_be_domestic(reader):
        yield from (("province", f) for f in ("authority", "number"))
        if _possible(reader, "authority_level", ("municipal",)):
            yield "city", "authority"
    if _possible(reader, "fee_basis", PROVINCIAL):
        yield "province", "fee_cny"
    charged = set(reader.situation.candidates("fee_basis")) - {"free"}
    if charged and reader.situation.value("fee_relief") != "waived":
        yield "registration_units", "fee_cny"


def _date_uses(reader: Reader) -> Iterable[tuple[str, str]]:
    """Dates that deadlines count from, and what finds the notice that moved a class."""
    for deadline in in_force(reader):
        if deadline.asks and deadline.counts_from is not None:
            yield deadline.counts_from, "deadlines"
    change = class_change_of(reader)
    if change is not None:
        yield "certificate_expires", "class_change"
        if change.instrument is None:
            yield "catalogue_code", "class_change"


def _possible(reader: Reader, output: str, values: Iterable[str]) -> bool:
    return any(value in reader.situation.candidates(output) for value in values)


def _may_be_domestic(reader: Reader) -> bool:
    return reader.answers.word("route") != "import"


def _rank(reader: Reader, questions: Mapping[str, OpenQuestion]) -> dict[str, tuple[int, int]]:
    """What settles the summary first, heaviest before lighter; the rest as a consultant would ask.

    A fact that decides whether another is asked at all comes before it.
    """
    order = {fact: index for index, fact in enumerate(reader.rulebook.facts)}
    weights = {fact: q.weight if q.fields else 0 for fact, q in questions.items()}
    for fact in sorted(weights, key=order.__getitem__, reverse=True):
        for before in reader.situation.open_facts(reader.logic.relevant(fact)):
            if before in weights:
                weights[before] = max(weights[before], weights[fact])
    return {fact: (-weights[fact], order[fact]) for fact in weights}
