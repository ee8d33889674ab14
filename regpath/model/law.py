"""Law as it is cited: windows of time, instruments, citations, authorities, provinces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from regpath.model.text import STRICT, Text

Grade = Literal["primary", "secondary", "unconfirmed"]
Level = Literal["national", "provincial", "municipal"]
InstrumentKind = Literal[
    "statute", "regulation", "departmental_rule", "announcement", "notice", "guideline",
    "provincial", "standard", "policy", "practice_source",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which something is in force: ISO dates, inclusive at both ends; `None` is open."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    from_: str | None = None
    to: str | None = None

    def covers(self, day: str) -> bool:
        """Whether `day` (ISO) lies in the window."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def contains(self, other: Window) -> bool:
        """Whether every day of `other` lies in this window."""
        starts = self.from_ is None or (other.from_ is not None and self.from_ <= other.from_)
        ends = self.to is None or (other.to is not None and other.to <= self.to)
        return starts and ends

    def overlaps(self, other: Window) -> bool:
        """Whether the two windows share a day."""
        return not (
            (self.to is not None and other.from_ is not None and self.to < other.from_)
            or (other.to is not None and self.from_ is not None and other.to < self.from_)
        )

    def to_json(self) -> dict[str, str | None]:
        """`from` and `to`, either of them null where open."""
        return {"from": self.from_, "to": self.to}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in law something stands. `states` are the figures of that article which we rely on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    instrument: str
    article: str
    grade: Grade
    paragraph: str | None = None
    states: tuple[int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation, rule, notice or other document that may be cited."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: InstrumentKind
    title: Text
    effective: Window
    grade: Grade
    number: Text | None = None
    product_kind: Literal["device", "ivd_reagent"] | None = None
    """Where it speaks of one kind of product only: it is not cited for the other kind."""
    published: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """A body that decides, reviews or inspects."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    level: Level
    name: Text
    effective: Window
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ProvinceFee:
    """What a province asks for a domestic class II device, in yuan a registration unit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    application: Literal["initial", "change", "renewal"]
    amount: int | float
    effective: Window
    end: Literal["open", "dated", "unknown"]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FeeReading:
    """One of several amounts that sources give."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    amount: int | float
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FeeConflict:
    """Sources differ on a fee; none is chosen."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    application: Literal["initial", "change", "renewal"]
    amounts: tuple[FeeReading, ...]
    effective: Window
    note: Text | None = None


RegionTopic = Literal[
    "platform", "listing", "charge_item", "catalogue", "volume_purchase", "alliance",
    "case_payment", "carve_out", "innovation_support", "pooling", "cross_region",
    "commercial_insurance", "time_commitment", "park", "trial_site", "other",
]  # fmt: skip
"""What is known of a region, beside its authorities and fees."""


@dataclass(frozen=True, slots=True)
class RegionNote:
    """Something known of a region on one topic. `practice` marks experience, which is not law."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    topic: RegionTopic
    text: Text
    citations: tuple[Citation, ...]
    effective: Window = field(default_factory=Window)
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Hong Kong, Macau or Taiwan: a law of its own; its products take the import route."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    iso: str
    name: Text
    authority: Text
    citations: tuple[Citation, ...]
    notes: tuple[RegionNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """A province, municipality or autonomous region, with what is known of its bodies and fees."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    iso: str | None
    name: Text
    kind: Literal["province", "municipality", "autonomous_region", "corps"]
    prefix: str | None
    drug_administration: Text | None
    insurance_bureau: Text | None
    citations: tuple[Citation, ...]
    aliases: tuple[str, ...] = ()
    class_ii_fees: tuple[ProvinceFee, ...] = ()
    fee_conflicts: tuple[FeeConflict, ...] = ()
    note: Text | None = None
    notes: tuple[RegionNote, ...] = ()
