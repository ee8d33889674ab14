"""What differs between two rulebooks, or between two days of one: the words of a difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from regpath.model.pathway import to_json
from regpath.model.text import Text
from regpath.rules.products import Product
from regpath.rules.sides import Side

ChangeKind = Literal["added", "removed", "changed", "replaced"]
"""`replaced`: between two days, an entry with another id took the place of one."""
DetailKind = Literal["window", "figure", "condition", "text", "field"]
Effect = Literal["narrowed", "widened", "moved", "same", "not_compared"]
"""A condition holds for fewer products, for more, for others, for the same; or nobody can say."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How the products that meet a condition changed, with one of each kind and the days."""

    effect: Effect
    lost: Product | None = None
    gained: Product | None = None
    days: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that changed inside an entry: `what` is the path of keys that leads to it."""

    kind: DetailKind
    what: str
    old: Any
    new: Any
    unit: str | None = None
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that was added, removed, changed or replaced. A row is an entry of its own."""

    section: str
    id: str
    kind: ChangeKind
    title: Text | None
    details: tuple[Detail, ...] = ()
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What changes for products: a derived fact, or whether and how a step or rule applies.

    `old` and `new` are the values that the product has; none where it has no value, several
    where the answers leave it open.
    """

    about: Literal["fact", "step", "rule"]
    id: str
    title: Text
    old: tuple[str, ...]
    new: tuple[str, ...]
    product: Product
    days: tuple[str, str]


@dataclass(frozen=True, slots=True)
class RulebookDiff:
    """Everything that differs, entry by entry, and what that does to products."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    consequences: tuple[Consequence, ...]

    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not self.consequences

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON data; a product is written as in an answers file."""
        data: dict[str, Any] = to_json(self)
        return {"schema": "regpath/rulebook-diff/1", "equal": self.is_empty(), **data}
