"""What a proof says of a part of all products, before it is known in which intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regpath.model.text import Text

Code = Literal[
    "table-overlap", "table-gap", "output-missing", "no-product", "rules-contradict",
    "step-predecessor-missing", "step-cycle", "step-order", "regime-gap", "regime-overlap",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold for some product. It is the same in every interval."""

    code: Code
    subject: str
    involved: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Open:
    """A derived fact without exactly one value for some product, as a table declares."""

    output: str
    table: str
    row: str | None
    through: str | None
    why: Text


Verdict = Broken | Open
Verdicts = Iterator[tuple[Verdict, int]]
"""Each verdict with the diagram of the products for which it is so."""
