"""Lists of products that a notice sets apart, such as those exempt from clinical evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from regpath.model.condition import Condition
from regpath.model.law import Citation, Window
from regpath.model.text import STRICT, Text


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What keeps a product out of an entry: a condition, or what only the client can tell."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    when: Condition | None = None
    """Without it the exclusion is told by its id in the answer to `entry_limits`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is handed in by those who rely on an entry."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    citations: tuple[Citation, ...]
    always: bool = False
    """For every entry; otherwise for those that name it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. Its description is not here: the client compares it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    codes: tuple[str, ...]
    """Catalogue codes, whole or in their beginning; for reagents the five digits of the item."""
    name: str
    classes: tuple[Literal["II", "III"], ...]
    exclusions: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    """Standards that the description names."""
    evidence: tuple[str, ...] = ()
    whole_code: bool = False
    """It takes in all that its code and class take in, so that no name is needed."""
    by_name: bool = False
    """It takes in a part of many codes, and counts only where it is named."""


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list, the fact that it finds, and the client's own verdict that it makes needless."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    finds: str
    verdict: str
    product_kind: Literal["device", "ivd_reagent"]
    when: Condition
    effective: Window
    citations: tuple[Citation, ...]
    exclusions: tuple[Exclusion, ...]
    evidence: tuple[Evidence, ...]
    entries: tuple[Entry, ...]
