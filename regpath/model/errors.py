"""Errors and findings: a stable code, a place, what was expected, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in an input: where it stands, what it is, what to do."""

    file: str
    line: int
    column: int
    code: str
    message: str
    fact: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.code}: {self.message}"

    def to_json(self) -> dict[str, object]:
        """The problem as a mapping for pipelines."""
        return {
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line or None,
            "column": self.column or None,
            "fact": self.fact,
        }


class RegpathError(Exception):
    """Something the caller can mend. `problems` holds everything found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AnswersError(RegpathError):
    """An answers file cannot be used as it is."""


class RulebookError(RegpathError):
    """A rulebook cannot be used as it is."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The words ' Did you mean ...?' with the nearest known name, or nothing."""
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {match[0]!r}?" if match else ""
