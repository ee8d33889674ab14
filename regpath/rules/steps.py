"""Steps: which apply, in what order, and which were looked at and do not."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from regpath.model.law import Citation, Province
from regpath.model.pathway import (
    Body,
    Excluded,
    Statutory,
    Step,
    StepDocument,
    StepStatus,
)
from regpath.model.rulebook import Document, Phase, Rule, StepDefinition
from regpath.rules.clocks import statutory_time
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.logic import StepLogic
from regpath.rules.money import tariff_of
from regpath.rules.penalties import penalties_of
from regpath.rules.reader import Reader
from regpath.rules.situation import Situation
from regpath.rules.summary import act_authority, reviewer

PHASES: tuple[str, ...] = get_args(Phase)
KINDS = (
    "market_context", "classification", "class_confirmation", "entity", "agent",
    "home_market_proof", "site",
    "partner_check", "suppliers", "park_services", "technology_transfer", "combination_planning",
    "ip", "qms", "standards", "technical_requirements", "type_test",
    "self_test_capability", "clinical_evaluation", "ethics", "trial_approval", "trial_filing",
    "hgr", "clinical_trial", "real_world_data", "special_procedure", "dossier", "submission", "fee",
    "technical_review", "supplement", "qms_inspection", "decision", "certificate",
    "product_filing", "change", "renewal", "localisation", "contract_manufacture",
    "production_filing", "production_licence", "label", "udi", "customs", "distribution_filing",
    "distribution_licence", "online_notice", "export_certificate", "equipment_licence",
    "radio_approval", "metrology",
    "advertising", "payer_check", "insurance_code", "listing", "charge_item",
    "reimbursement", "case_payment", "commercial_insurance", "cross_region_settlement",
    "volume_purchase",
    "government_procurement", "hospital_levels", "hospital_admission",
    "special_access", "adverse_events",
    "periodic_report", "self_inspection", "recall",
)  # fmt: skip
"""Kinds of steps in the usual order of time: breaks ties that `needs` leaves open."""


FEE = "fee"
"""On a step: the fee of the act falls due here. The step falls away where the act is free."""

TARGETS = "target_provinces"
"""The fact that a step done `for_each` province is repeated over."""


@dataclass(frozen=True, slots=True)
class StepFinding:
    """What the rules say of one step, in one place where it is done once per province."""

    id: str
    definition: StepDefinition
    reader: Reader
    """Answers as they count for this step: a step of one province sees that province only."""
    place: Province | None
    status: StepStatus | None
    """`None` where the step does not apply."""
    rules: tuple[Rule, ...]
    """The rules that bring it in, or else those that may."""
    logic: StepLogic


Findings = Mapping[str, StepFinding]
"""Findings by the id of the step; `listing@zhejiang` is the step `listing` in Zhejiang."""


def find_steps(reader: Reader) -> dict[str, StepFinding]:
    """What the rules in force say of every step that they know, in each place."""
    known = reader.logic.steps()
    found: dict[str, StepFinding] = {}
    for definition in reader.rulebook.steps.values():
        if definition.id not in known:
            continue
        for place in _places(reader, definition):
            local = reader if place is None else reader.in_place(TARGETS, place)
            finding = _find(local, definition, place, known[definition.id])
            found[finding.id] = finding
    return found


def _places(reader: Reader, definition: StepDefinition) -> tuple[Province | None, ...]:
    if definition.for_each is None:
        return (None,)
    words = reader.answers.words(TARGETS)
    return tuple(reader.rulebook.provinces[word] for word in words) or (None,)


def _find(
    reader: Reader, definition: StepDefinition, place: Province | None, logic: StepLogic
) -> StepFinding:
    situation = reader.situation
    status = None if _is_free(reader, definition) else _status(situation, logic)
    left = [situation.left(reader.logic.rule(rule)) for rule in logic.rules]
    applying = tuple(r for r, d in zip(logic.rules, left, strict=True) if d == TRUE)
    possible = tuple(r for r, d in zip(logic.rules, left, strict=True) if d != FALSE)
    key = definition.id if place is None else f"{definition.id}@{place.id}"
    return StepFinding(key, definition, reader, place, status, applying or possible, logic)


def _is_free(reader: Reader, definition: StepDefinition) -> bool:
    """Whether the step is the payment of a fee that is not charged."""
    return definition.fee == FEE and tariff_of(reader).status == "free"


def _status(situation: Situation, logic: StepLogic) -> StepStatus | None:
    applies = situation.left(logic.any)
    if applies == FALSE:
        return None
    if situation.left(logic.required) == TRUE:
        return "required"
    if applies != TRUE:
        return "undetermined"
    return "optional" if situation.left(logic.binding) == FALSE else "conditional"


def build_steps(reader: Reader, findings: Findings) -> tuple[Step, ...]:
    """The steps that apply or may apply, in an order in which each comes after what it needs."""
    present = {key: f for key, f in findings.items() if f.status is not None}
    by_step: dict[str, list[str]] = {}
    for key, finding in present.items():
        by_step.setdefault(finding.definition.id, []).append(key)
    needs = _reduced({key: _needs(reader, f, by_step) for key, f in present.items()})
    order = _order(present, needs)
    return tuple(_build(number, present[key], needs[key]) for number, key in enumerate(order, 1))


def _needs(
    reader: Reader, finding: StepFinding, by_step: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """The steps that come before; one that does not apply is replaced by what it needs itself."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    todo = list(finding.definition.needs)
    while todo:
        step = todo.pop(0)
        if step in seen:
            continue
        seen.add(step)
        if step in by_step:
            same_place = f"{step}@{finding.place.id}" if finding.place is not None else step
            wanted = [same_place] if same_place in by_step[step] else by_step[step]
            found.update(dict.fromkeys(wanted))
        elif step in reader.rulebook.steps:
            todo += reader.rulebook.steps[step].needs
    return tuple(found)


def _reduced(needs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The same order with fewer links: what another need already waits for is left out."""
    before: dict[str, frozenset[str]] = {}

    def ancestors(key: str) -> frozenset[str]:
        if key not in before:
            parents = needs[key]
            before[key] = frozenset(parents).union(*(ancestors(parent) for parent in parents))
        return before[key]

    return {
        key: tuple(n for n in direct if not any(n in ancestors(other) for other in direct))
        for key, direct in needs.items()
    }


def _order(present: Findings, needs: Mapping[str, Iterable[str]]) -> list[str]:
    """A topological order; ties go by phase, kind, and place in the rulebook."""
    rank = {
        key: (PHASES.index(f.definition.phase), _kind_rank(f.definition.kind), index)
        for index, (key, f) in enumerate(present.items())
    }
    waiting = {key: set(before) for key, before in needs.items()}
    ready = [(rank[key], key) for key, before in waiting.items() if not before]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, key = heapq.heappop(ready)
        order.append(key)
        for other, before in waiting.items():
            if key in before:
                before.discard(key)
                if not before:
                    heapq.heappush(ready, (rank[other], other))
    return order


def _kind_rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _build(number: int, finding: StepFinding, needs: tuple[str, ...]) -> Step:
    definition, reader, place = finding.definition, finding.reader, finding.place
    documents = tuple(_documents(reader, definition.documents))
    statutory = _statutory(reader, definition)
    cited = [c for rule in finding.rules for c in rule.citations]
    cited += _in_force(reader, definition.citations)
    return Step(
        id=finding.id,
        number=number,
        kind=definition.kind,
        phase=definition.phase,
        title=definition.title,
        status=finding.status or "undetermined",
        actor=definition.actor,
        authority=body_for(reader, definition.authority, place),
        depends_on=needs,
        documents=documents,
        produces=definition.produces,
        statutory=statutory,
        estimate=None,
        fee_cny=_fee(reader, definition),
        valid_for=_valid_for(reader, definition),
        region=reader.region(place) if place is not None else None,
        because=tuple(reader.rule_reason(rule) for rule in finding.rules),
        citations=reader.cite_all(cited),
        practice=definition.practice,
        note=definition.note_on(reader.day),
        penalties=penalties_of(reader, definition.id),
    )


def _documents(reader: Reader, documents: Iterable[Document]) -> Iterable[StepDocument]:
    for document in documents:
        when = document.when
        applies = True if when is None else reader.situation.holds(reader.logic.truth(when))
        cited = _in_force(reader, document.citations)
        if applies is False or (document.citations and not cited):
            continue
        yield StepDocument(
            document.name.en,
            document.name.zh,
            document.need if applies else "conditional",
            document.form,
            reader.cite_all(cited),
        )


def _in_force(reader: Reader, citations: Iterable[Citation]) -> list[Citation]:
    """The citations whose instrument is in force on the day: a step may rest on later law too."""
    instruments = reader.rulebook.instruments
    return [c for c in citations if instruments[c.instrument].effective.covers(reader.day)]


def _statutory(reader: Reader, definition: StepDefinition) -> Statutory | None:
    found = (statutory_time(reader, part) for part in definition.statutory)
    parts = tuple(part for part in found if part is not None)
    if not parts:
        return None
    counted = [part for part in parts if part.adds]
    in_days = bool(counted) and all(part.unit == "working_days" for part in counted)
    return Statutory(sum(part.value for part in counted) if in_days else None, parts)


def _fee(reader: Reader, definition: StepDefinition) -> int | float | None:
    if definition.fee is None:
        return None
    if definition.fee == FEE:
        return tariff_of(reader).amount
    version = reader.version(definition.fee)
    return version.value if version is not None else None


def _valid_for(reader: Reader, definition: StepDefinition) -> dict[str, int | float] | None:
    version = reader.version(definition.valid_for) if definition.valid_for else None
    return {"years": version.value} if version is not None else None


def body_for(reader: Reader, name: str | None, place: Province | None) -> Body | None:
    """The authority that a step names: by id, or by its part in this case (`@act`, `@province`)."""
    if name is None:
        return None
    applicant = reader.province("province")
    match name:
        case "@act":
            return act_authority(reader)
        case "@reviewer":
            return reviewer(reader)
        case "@province" | "@sponsor_province":
            return reader.provincial(applicant)
        case "@maker_province":
            return reader.provincial(reader.maker_province())
        case "@city":
            return reader.municipal(applicant, reader.answers.word("city"))
        case "@target_province":
            return reader.insurance_bureau(place)
        case "@distributor_city":
            return reader.municipal(None, None)
        case "@agent_province":
            return reader.provincial(None)
        case _:
            return reader.authority(name)


def build_excluded(findings: Findings) -> tuple[Excluded, ...]:
    """The steps that were looked at and do not apply, each with the facts that decided."""
    return tuple(_exclude(finding) for finding in findings.values() if finding.status is None)


def _exclude(finding: StepFinding) -> Excluded:
    definition, reader = finding.definition, finding.reader
    because = tuple(reader.rule_reason(rule) for rule in finding.logic.rules)
    if _is_free(reader, definition):
        because = tariff_of(reader).because
    return Excluded(finding.id, definition.kind, definition.phase, definition.title, because)


BODY_ROLES = (
    "@act", "@reviewer", "@province", "@maker_province", "@city", "@target_province",
    "@distributor_city", "@agent_province", "@sponsor_province",
)  # fmt: skip
"""The parts by which a step may name an authority."""
