"""The rulebook: facts, decision tables, parameters, clocks, steps, rules, cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from regpath.model.condition import Condition
from regpath.model.coverage import Coverage
from regpath.model.dates import ClassMove, Deadline, Pending, WorkingYear
from regpath.model.law import Authority, Citation, Instrument, Jurisdiction, Province, Window
from regpath.model.lists import ProductList
from regpath.model.numbers import NumberForm
from regpath.model.text import STRICT, Text

SCHEMA = "regpath/rulebook/1"
"""The first line of every rulebook file says which form the file has."""

FactType = Literal[
    "text", "choice", "list", "yes_no", "date", "whole_number",
    "province", "province_list", "country", "country_list",
]  # fmt: skip
HitPolicy = Literal["unique", "any", "first"]
Unit = Literal["working_days", "calendar_days", "hours", "months", "years", "cny", "count"]
Status = Literal["required", "conditional", "optional"]
Need = Literal["required", "conditional", "not_required"]
Phase = Literal[
    "feasibility", "set_up", "development", "testing", "clinical", "authorisation", "production",
    "import_and_distribution", "reimbursement_and_procurement", "post_market",
]  # fmt: skip
Actor = Literal[
    "applicant", "agent", "maker", "contract_maker", "importer", "distributor", "sponsor",
    "trial_site", "ethics_committee", "authority", "reviewer", "hospital", "insurance_bureau",
]  # fmt: skip
STAGES = (
    "acceptance", "transfer", "review", "review_after_supplement", "decision", "issue",
)  # fmt: skip
"""The stages of a clock, in order of time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a fact or an output may take."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    label: Text
    words: tuple[str, ...] = ()
    """Of a fact with free words: what a client's own words hold when they mean this."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the client is asked."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    type: FactType
    group: str
    question: Text
    help: Text
    why: Text
    citations: tuple[Citation, ...]
    choices: tuple[Choice, ...] = ()
    asked_when: Condition | None = None
    requires: Condition | None = None
    default: str | None = None
    volunteered: bool = False
    """Not asked: it counts where the client tells it, such as an event after approval."""
    found: bool = False
    """Neither asked nor told: a list or a deadline finds it."""
    free: bool = False
    """Other words than the choices may be given; what they mean is then open, unless read."""

    @property
    def is_list(self) -> bool:
        """Whether it is answered by a list."""
        return self.type in ("list", "province_list", "country_list")

    @property
    def takes_several(self) -> bool:
        """Whether several of its values may hold at once: a list, or a text that is read."""
        return self.free or self.is_list


@dataclass(frozen=True, slots=True)
class Output:
    """A derived fact: its name and the values it may take."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a decision table: when it applies, and what it then says.

    An output that is a list may be any of these values, `None` any at all: the answers do not tell.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    when: Condition
    then: Mapping[str, str | tuple[str, ...] | None]
    because: Text
    effective: Window
    citations: tuple[Citation, ...]

    def allows(self, output: str) -> tuple[str, ...]:
        """The values that the row leaves to an output; empty where it says nothing of it."""
        value = self.then.get(output)
        if value is None:
            return ()
        return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table with a declared hit policy."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    hit_policy: HitPolicy
    total: bool
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows that another file adds to a table: the law of another time stands in its own folder."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    table: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The value of a parameter in one window of time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: int | float
    effective: Window
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure in law."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    unit: Unit
    versions: tuple[Version, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that stops a clock, or lengthens it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: Text
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """Which parameters make up the statutory time of an act."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    stages: Mapping[str, str | int]
    stops: tuple[Stop, ...]
    effective: Window
    citations: tuple[Citation, ...]
    max_extension: Stop | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that a step asks for."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: Text
    need: Need
    citations: tuple[Citation, ...]
    form: Text | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class StatutoryPart:
    """A statutory time on a step: a stage of the clock of the act, or a parameter.

    `adds` is false for deadlines and windows: limits that are no part of the step's own duration.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    stage: str | None = None
    parameter: str | None = None
    adds: bool = True


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text that holds in a window of time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: Text
    effective: Window


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """Something that is done on the way to market."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: str
    phase: Phase
    title: Text
    actor: Actor
    authority: str | None = None
    needs: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    produces: tuple[Text, ...] = ()
    statutory: tuple[StatutoryPart, ...] = ()
    fee: str | None = None
    valid_for: str | None = None
    for_each: Literal["target_provinces"] | None = None
    note: Text | tuple[DatedText, ...] | None = None
    practice: bool = False
    citations: tuple[Citation, ...] = ()

    def note_on(self, day: str) -> Text | None:
        """The note as it reads on a day; dated notes that hold on it follow each other."""
        if self.note is None or isinstance(self.note, Text):
            return self.note
        texts = [dated.text for dated in self.note if dated.effective.covers(day)]
        return Text.joined(texts)


@dataclass(frozen=True, slots=True)
class Rule:
    """When a step, a blocker or a warning applies; or an exception to another rule."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    says: Text
    when: Condition
    effective: Window
    citations: tuple[Citation, ...] = ()
    step: str | None = None
    status: Status | None = None
    blocks: Text | None = None
    until: Text | None = None
    warns: Text | None = None
    exception_to: str | None = None
    reason: Text | None = None
    practice: bool = False
    phase: Phase | None = None
    """Of a blocker: the phase in which it is lifted; `None` where it stands from the start."""
    asks_until: str | None = None
    """The last day on which it is worth a question; later it counts where answers are told."""
    contradiction: bool = False
    """A blocker that no true set of answers meets: what remains then follows by elimination."""


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What becomes of the fee when something happens: refund, difference, forfeiture, relief."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    event: Text
    effect: Text
    when: Condition
    effective: Window
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Penalty:
    """What follows where the duty behind steps is skipped; `who` are those whom it hits."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    who: tuple[Actor, ...]
    steps: tuple[str, ...]
    effective: Window
    citations: tuple[Citation, ...]
    when: Condition | None = None
    """Where its article reaches fewer products or people than the steps do."""


@dataclass(frozen=True, slots=True)
class NotModelled:
    """What we leave out, with the reason."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    reason: Text
    when: Condition | None = None
    facts: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    effective: Window = field(default_factory=Window)
    """The days of which it speaks: a gap in today's law is none of an older one."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case expects of the pathway."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    summary: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    blockers: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    penalties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A test that stands beside the rules."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    point: Text
    as_of: str
    answers: Mapping[str, Any]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Regime:
    """An era of the law."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    effective: Window
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the rulebook says of itself."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    version: str
    languages: tuple[str, ...]
    regimes: tuple[Regime, ...]

    @property
    def known_to(self) -> str:
        """The day up to which the law was read, where the version says it: 2026.11.21."""
        return self.version.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry stands: a file and the path of keys inside it."""

    file: Path
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All of the law that the engine reads; each section by id, in order of the files."""

    head: Head
    instruments: Mapping[str, Instrument]
    authorities: Mapping[str, tuple[Authority, ...]]
    provinces: Mapping[str, Province]
    jurisdictions: Mapping[str, Jurisdiction]
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    parameters: Mapping[str, Parameter]
    clocks: Mapping[str, tuple[Clock, ...]]
    number_forms: Mapping[str, NumberForm]
    fee_rules: Mapping[str, FeeRule]
    steps: Mapping[str, StepDefinition]
    rules: Mapping[str, Rule]
    deadlines: Mapping[str, Deadline]
    class_moves: Mapping[str, ClassMove]
    lists: Mapping[str, ProductList]
    pending: Mapping[str, Pending]
    working_years: Mapping[str, WorkingYear]
    penalties: Mapping[str, Penalty]
    not_modelled: Mapping[str, NotModelled]
    coverage: Mapping[str, Coverage]
    cases: tuple[Case, ...]
    origins: Mapping[tuple[str, str], Origin]
    digest: str

    def outputs(self) -> dict[str, tuple[Table, Output]]:
        """Each derived fact with the table that derives it."""
        return {out.id: (table, out) for table in self.tables.values() for out in table.outputs}

    def regime_on(self, day: str) -> Regime | None:
        """The era of law on a day, `None` where it is not modelled."""
        return next((r for r in self.head.regimes if r.effective.covers(day)), None)
