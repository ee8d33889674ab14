"""What the rulebook says of dates: deadlines, moves of class, law to come, working days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from regpath.model.condition import Condition
from regpath.model.law import Citation, Window
from regpath.model.text import STRICT, Text

ClassOrNone = Literal["I", "II", "III", "none"]
"""A device class; `none` where the product is not, or no longer, a medical device."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A day counted from another: so much before or after it, the figure being a parameter.

    Without a parameter it is that day itself.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    parameter: str | None = None
    counted: Literal["before", "after"] = "after"


@dataclass(frozen=True, slots=True)
class Missed:
    """What may no longer be done once a deadline has passed, and what helps."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    what: Text
    until: Text | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty with a date that follows from another date.

    `counts_from` is the fact with that date; `each_year` a day of every year (MM-DD) instead.
    `every` is a parameter in years: the duty then returns, for `lasts` years where that is given.
    `done_on` is the fact that says when it
    was done. `asks` is true where the date is worth a question of its own. `finds` is a found fact
    that says whether the day has passed.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: str
    text: Text
    when: Condition
    effective: Window
    citations: tuple[Citation, ...]
    counts_from: str | None = None
    each_year: str | None = None
    every: str | None = None
    lasts: str | None = None
    not_before: Limit | None = None
    not_after: Limit | None = None
    done_on: str | None = None
    asks: bool = False
    steps: tuple[str, ...] = ()
    if_missed: Missed | None = None
    finds: str | None = None


@dataclass(frozen=True, slots=True)
class ClassMove:
    """Products whose class was changed by notice.

    From `binding_from` first applications follow the new class; `transition_to` is the last day on
    which products with the old certificate may be made and sold. `certificate` says how long old
    certificates hold: to the end of that transition, or to the end of their own term.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    products: Text
    from_: ClassOrNone
    to: ClassOrNone
    binding_from: str
    certificate: Literal["transition_end", "own_term"]
    citations: tuple[Citation, ...]
    codes: tuple[str, ...] = ()
    """Catalogue codes, whole or in their beginning; empty where the notice gives none."""
    product_kind: Literal["device", "ivd_reagent"] = "device"
    transition_to: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Law to come: a draft, a programme, or something enacted that begins later.

    `announced` is the day on which it became public, `status` how far it had come on `status_on`.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    stage: Literal["draft", "enacted", "programme", "standard"]
    text: Text
    status: Text
    announced: str
    status_on: str
    effect: Text
    citations: tuple[Citation, ...]
    when: Condition | None = None
    steps: tuple[str, ...] = ()
    begins: str | None = None
    change_over_by: str | None = None
    """Of a standard: the day until which products on the market have to meet it."""


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """The days of one year that depart from the week: days off, and weekend days worked.

    `provisional` where the arrangement is not published yet: statutory holidays only.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    year: int
    off: tuple[str, ...]
    worked: tuple[str, ...]
    provisional: bool
    citations: tuple[Citation, ...]
