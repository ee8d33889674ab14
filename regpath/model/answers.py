"""Answers: a value, `unknown` (asked, and not known), or nothing (not asked)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SCHEMA = "regpath/answers/1"
"""The form of an answers file."""

UNKNOWN = "unknown"
"""The answer 'asked, and not known'."""

Answer = str | int | tuple[str, ...]


class Place(NamedTuple):
    """Where an answer stands: a file, a line and a column, both from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the tool found itself: a value, and the answers by which it found it."""

    value: str
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the client said, each value already in the form of its fact.

    `places` says where each answer was read, for messages; it is no part of what was said, and
    neither is what the tool `found`.
    """

    values: Mapping[str, Answer]
    as_of: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    found: Mapping[str, Found] = field(default_factory=dict)

    def known(self, fact: str) -> Answer | None:
        """The value of a fact; `None` where it is unanswered or unknown."""
        if fact in self.found:
            return self.found[fact].value
        value = self.values.get(fact)
        return None if value == UNKNOWN else value

    def word(self, fact: str) -> str | None:
        """The value of a fact that takes one word."""
        value = self.known(fact)
        return value if isinstance(value, str) else None

    def words(self, fact: str) -> tuple[str, ...]:
        """The values of a list; empty where it is unanswered, unknown or empty."""
        value = self.known(fact)
        return value if isinstance(value, tuple) else ()

    def asked(self, fact: str) -> bool:
        """Whether the client was asked, even where the answer is `unknown`."""
        return fact in self.values

    def to_json(self) -> dict[str, object]:
        """The answers as the answers file writes them."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in self.values.items()}
