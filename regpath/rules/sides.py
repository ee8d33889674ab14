"""The two sides of a comparison of law."""

from __future__ import annotations

from dataclasses import dataclass

from regpath.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Side:
    """A rulebook on one side; with a day where only the law of that day counts."""

    id: str
    version: str
    digest: str
    day: str | None


def side_of(rulebook: Rulebook, day: str | None) -> Side:
    """A rulebook, and the day on which it is read, as a side."""
    return Side(rulebook.head.id, rulebook.head.version, rulebook.digest, day)
