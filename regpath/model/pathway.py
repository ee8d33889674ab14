"""The pathway: the answer to a questionnaire, in the names of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from regpath.model.law import Grade, Window
from regpath.model.text import Text

SCHEMA = "regpath/pathway/1"
"""The form of the pathway's JSON."""

StepStatus = Literal["required", "conditional", "undetermined", "optional"]
DeadlineState = Literal["open", "too_early", "missed", "passed", "met", "unknown"]
"""`passed`: the last day is over, and nothing tells whether the duty was done by then."""

FeeStatus = Literal["exact", "free", "waived", "expired_rate", "unknown"]


def to_json(value: Any) -> Any:
    """A value of the model as plain JSON data; the order of fields is the order of the keys."""
    if isinstance(value, (Text, Window)):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """A citation with the names and dates of its instrument."""

    instrument: str
    article: str
    paragraph: str | None
    title_en: str
    title_zh: str
    number_en: str | None
    number_zh: str | None
    in_force: Window
    grade: Grade


Citations = tuple[CitedArticle, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so: the rule or table row, in words, and the answers that decided."""

    rule: str
    en: str
    zh: str
    facts: Mapping[str, Any]


Reasons = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An authority, by its name on the day, and by today's where that is another.

    `id` is general where the place is not known.
    """

    id: str
    level: str
    name_en: str
    name_zh: str
    present_name: Text | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """What the number of this product will look like."""

    prefix: str | None
    pattern: str
    example: str | None


@dataclass(frozen=True, slots=True)
class ClinicalCandidate:
    """A clinical route that is still possible."""

    route: str
    because: Reasons


@dataclass(frozen=True, slots=True)
class ListExclusion:
    """What keeps a product out of an entry: `met` where it does, `not_met` where it does not."""

    id: str
    text: Text
    state: Literal["met", "not_met", "open"]
    fact: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListMatch:
    """The list relied on: its entry, what keeps the product out of it, and what is handed in.

    `match` is `met` where the entry is sure and no exclusion is met. `reason` says what it rests
    on: `met`, `excluded`, `no_entry` (nothing in the list bears this code) or `open`. While the
    entry is open, `candidates` holds the entries that fit.
    """

    list: str
    title: Text
    entry: str | None
    match: Literal["met", "not_met", "open"]
    reason: Literal["met", "excluded", "no_entry", "open"]
    candidates: tuple[str, ...]
    exclusions: tuple[ListExclusion, ...]
    standards: tuple[str, ...]
    extra_evidence: tuple[Text, ...]
    citations: Citations


@dataclass(frozen=True, slots=True)
class Clinical:
    """The clinical route, and the list of exemptions where it bears on it."""

    route: str
    candidates: tuple[ClinicalCandidate, ...]
    because: Reasons
    list: ListMatch | None
    citations: Citations


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """A special procedure, and whether this product may ask for it."""

    kind: str
    eligible: Literal["yes", "no", "undetermined"]
    ground: Text | None
    ask_when: Text | None
    decided_by: Body | None
    working_days: int | float | None
    citations: Citations


@dataclass(frozen=True, slots=True)
class Udi:
    """From when the product must carry a unique device identifier."""

    required_from: str
    because: Reasons
    citations: Citations


@dataclass(frozen=True, slots=True)
class ClassChange:
    """A class that moved: `basis` says whether a certificate or an application is of the old one.

    `binding_from` and `transition_to` are those of the notice; null where it could not be found.
    """

    from_: str
    to: str
    direction: Literal["up", "down"]
    basis: str
    binding_from: str | None
    transition_to: str | None
    certificate_valid_to: str | None
    instrument: str | None
    products: Text | None
    citations: Citations


@dataclass(frozen=True, slots=True)
class LastKnown:
    """A rate that no longer holds, or may no longer hold."""

    amount: int | float
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class FeeReadings:
    """An amount that one source gives, where sources differ."""

    amount: int | float
    citations: Citations


@dataclass(frozen=True, slots=True)
class Fee:
    """The official fee. `amount` is yuan a registration unit, `total` for all units."""

    amount: int | float | None
    total: int | float | None
    basis: str | None
    status: FeeStatus
    per: str
    last_known: LastKnown | None
    conflict: tuple[FeeReadings, ...]
    because: Reasons
    rules: tuple[Mapping[str, Any], ...]
    citations: Citations


@dataclass(frozen=True, slots=True)
class StatutoryDays:
    """The authority's time by stage, in working days; the applicant's own time is not in it."""

    acceptance: int | float
    transfer: int | float
    review: int | float
    review_after_supplement: int | float
    decision: int | float
    issue: int | float
    total_without_supplement: int | float
    total_with_one_supplement: int | float
    stops: tuple[Mapping[str, Any], ...]
    max_extension: Mapping[str, Any] | None
    citations: Citations


@dataclass(frozen=True, slots=True)
class Summary:
    """The answer on one page. `None` means undetermined; `open_questions` says what settles it."""

    device_class: str | None
    route: str | None
    product_kind: str | None
    application: str | None
    act: str | None
    authority: Body | None
    reviewer: Body | None
    number: Number | None
    validity_years: int | float | None
    validity: Text | None
    agent_required: bool | None
    home_market_proof: str | None
    clinical: Clinical
    special_procedures: tuple[SpecialProcedure, ...]
    class_change: ClassChange | None
    udi: Udi | None
    fee_cny: Fee
    statutory_working_days: StatutoryDays | None
    duration: None


@dataclass(frozen=True, slots=True)
class StatutoryTime:
    """A time limit in law that a step has; `adds` where it is part of the step's own duration."""

    title: Text
    value: int | float
    unit: str
    stage: str | None
    adds: bool
    citations: Citations


@dataclass(frozen=True, slots=True)
class Statutory:
    """The time limits of a step; `working_days` sums those that follow each other."""

    working_days: int | float | None
    parts: tuple[StatutoryTime, ...]


@dataclass(frozen=True, slots=True)
class StepDocument:
    """A paper that a step asks for."""

    name_en: str
    name_zh: str
    need: str
    form: Text | None
    citations: Citations


@dataclass(frozen=True, slots=True)
class StepPenalty:
    """What follows where a step is skipped, and whom it hits.

    `conditional` where the answers leave open whether it reaches this product; `open_facts` are
    then those that tell.
    """

    id: str
    text: Text
    who: tuple[str, ...]
    conditional: bool
    open_facts: tuple[str, ...]
    citations: Citations


@dataclass(frozen=True, slots=True)
class Region:
    """The place of a step that is done once per province."""

    id: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Projected:
    """The first days on which a step can begin and be done if only statutory time passes.

    A lower bound: the applicant's own time and supplements are not in it. `provisional` where
    working days of a year were counted whose holidays are not published yet.
    """

    begins: str
    done: str | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done, where it stands in the order, and why."""

    id: str
    number: int
    kind: str
    phase: str
    title: Text
    status: StepStatus
    actor: str
    authority: Body | None
    depends_on: tuple[str, ...]
    documents: tuple[StepDocument, ...]
    produces: tuple[Text, ...]
    statutory: Statutory | None
    estimate: None
    fee_cny: int | float | None
    valid_for: Mapping[str, int | float] | None
    region: Region | None
    because: Reasons
    citations: Citations
    practice: bool
    note: Text | None
    penalties: tuple[StepPenalty, ...] = ()
    projected: Projected | None = None


@dataclass(frozen=True, slots=True)
class Excluded:
    """A step that was looked at and does not apply, with the facts that decided."""

    id: str
    kind: str
    phase: str
    title: Text
    because: Reasons


@dataclass(frozen=True, slots=True)
class Blocker:
    """What may not be done, and what lifts it."""

    id: str
    what: Text
    until: Text | None
    because: Reasons
    citations: Citations


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something the reader must know."""

    id: str
    text: Text
    because: Reasons
    citations: Citations


@dataclass(frozen=True, slots=True)
class DeadlineDate:
    """A duty with its days, ISO; null where there is no such limit or the date is not known.

    `base` is the day it counts from, the answer to the fact `counts_from` (or a day of the year).
    """

    id: str
    kind: str
    rule: Text
    counts_from: str | None
    base: str | None
    not_before: str | None
    not_after: str | None
    state: DeadlineState
    provisional: bool
    steps: tuple[str, ...]
    because: Reasons
    citations: Citations


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """Something that changes after the day asked for: `from` is null where no day is set.

    `kind` is `enacted` for what this rulebook holds with a later beginning or an end, else the
    stage of law to come (`draft`, `programme`, `standard`). `meets` says whether a step that it
    changes lies after it for `certain` (even if only statutory time passes), or possibly.
    """

    id: str
    kind: str
    from_: str | None
    change: str
    steps: tuple[str, ...]
    fields: tuple[str, ...]
    title: Text
    before: Text | None
    after: Text | None
    statuses: tuple[StepStatus | None, StepStatus | None] | None
    meets: Literal["certain", "possible"] | None
    status: Text
    status_on: str
    citations: Citations


@dataclass(frozen=True, slots=True)
class RegionFact:
    """Something known of a region; `practice` marks experience, which is not law."""

    topic: str
    text: Text
    practice: bool
    citations: Citations


@dataclass(frozen=True, slots=True)
class RegionBlock:
    """A region of the product: `role` is `target` where it is sold and paid for, `site` where the
    applicant sits, `origin` for Hong Kong, Macau and Taiwan.

    `unknown` are the topics of which this rulebook knows nothing there; `ask` is who would know.
    """

    id: str
    role: str
    name: Text
    ask: Text | None
    known: tuple[RegionFact, ...]
    unknown: tuple[str, ...]
    steps: tuple[str, ...]
    citations: Citations


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact that can still change the result, and what it would settle.

    `settles` are steps, `fields` fields of the summary, `rules` blockers and warnings.
    """

    fact: str
    question: Text
    settles: tuple[str, ...]
    fields: tuple[str, ...]
    rules: tuple[str, ...]
    asked: bool
    weight: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that this answer does not cover, with the reason."""

    id: str
    text: Text
    reason: Text
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A value that a decision table gave, and why."""

    title: Text
    value: str
    label: Text
    because: Reasons
    citations: Citations


@dataclass(frozen=True, slots=True)
class FactLabel:
    """How a report names an answered fact and its value."""

    question: Text
    value_label: Text


@dataclass(frozen=True, slots=True)
class Pathway:
    """The whole answer for one product on one day."""

    schema: str
    tool: Mapping[str, str]
    rulebook: Mapping[str, Any]
    as_of: str
    regime: Mapping[str, Any] | None
    answers: Mapping[str, Any]
    derived: Mapping[str, DerivedFact]
    summary: Summary
    steps: tuple[Step, ...]
    blockers: tuple[Blocker, ...]
    deadlines: tuple[DeadlineDate, ...]
    standards: tuple[Mapping[str, Any], ...]
    roles: Mapping[str, Any]
    open_questions: tuple[OpenQuestion, ...]
    excluded: tuple[Excluded, ...]
    warnings: tuple[Warning_, ...]
    not_modelled: tuple[LeftOut, ...]
    changes_ahead: tuple[ChangeAhead, ...]
    regions: tuple[RegionBlock, ...]
    citations: Citations
    fact_labels: Mapping[str, FactLabel]

    def to_json(self) -> dict[str, Any]:
        """The pathway as JSON data; equal pathways give equal bytes."""
        data: dict[str, Any] = to_json(self)
        return data
