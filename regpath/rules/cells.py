"""Facts as variables with cells: the values that the rules can tell apart."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regpath.model.answers import Answer
from regpath.model.condition import FactTest, Value
from regpath.model.rulebook import Choice, Fact
from regpath.rules.diagrams import Diagrams

ORDERED_TYPES = ("whole_number", "date")
YES_NO = ("yes", "no")
SEPARATOR = re.compile(r"[,;，；、]|\band\b")
DENIAL = re.compile(r"(?:no|non|not|none|without|un[a-z]+ed)\b|[无未不非没]")
OTHER = "(any other)"
"""In a counter-example: a value that no rule names."""


def next_day(day: str) -> str:
    """The day after an ISO date."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before an ISO date."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class WordCells:
    """A fact with one word: a cell for each word that some rule names, one for all others."""

    variable: int
    words: tuple[str, ...]
    has_other: bool
    others: tuple[str, ...] = ()
    """What the last cell holds, where the fact has a closed set of values."""

    def matching(self, test: FactTest) -> list[tuple[int, list[int]]]:
        """Variable and cells for which a test holds."""
        named = {i for i, word in enumerate(self.words) if word in test.values}
        if test.operator == "not_in":
            every = set(range(len(self.words) + self.has_other))
            return [(self.variable, sorted(every - named))]
        return [(self.variable, sorted(named))]

    def assign(self, answer: Answer) -> dict[int, int]:
        """The cell in which an answer lies."""
        place = self.words.index(str(answer)) if answer in self.words else len(self.words)
        return {self.variable: place}

    def example(self, chosen: Mapping[int, int]) -> Answer:
        """A value in the chosen cells, for counter-examples."""
        cell = chosen[self.variable]
        if cell < len(self.words):
            return self.words[cell]
        return self.others[0] if self.others else OTHER


@dataclass(frozen=True, slots=True)
class ListCells:
    """A fact with many words: one yes/no variable for each word that some rule names."""

    variables: tuple[int, ...]
    words: tuple[str, ...]

    def matching(self, test: FactTest) -> list[tuple[int, list[int]]]:
        """Variable and cells, one pair for each word of a `has_any` or `has_all` test."""
        return [(self.variables[self.words.index(str(word))], [1]) for word in test.values]

    def assign(self, answer: Answer) -> dict[int, int]:
        """Whether each named word is in the answer."""
        given = answer if isinstance(answer, tuple) else (str(answer),)
        return {v: int(w in given) for v, w in zip(self.variables, self.words, strict=True)}

    def example(self, chosen: Mapping[int, int]) -> Answer:
        """A list in the chosen cells, for counter-examples: it holds no word that need not be."""
        pairs = zip(self.variables, self.words, strict=True)
        return tuple(word for variable, word in pairs if chosen.get(variable) == 1)


@dataclass(frozen=True, slots=True)
class SpokenCells(ListCells):
    """A list that clients may give in words of their own: what is not understood stays open."""

    choices: tuple[Choice, ...]

    def assign(self, answer: Answer) -> dict[int, int]:
        """Whether each named word is meant; those not meant are known only if all was read."""
        read = [self._meant(part) for part in _parts(answer)]
        meant = {word for words in read for word in words or ()}
        pairs = zip(self.variables, self.words, strict=True)
        return {v: int(w in meant) for v, w in pairs if w in meant or None not in read}

    def unread(self, answer: Answer) -> tuple[str, ...]:
        """The parts of an answer that mean none of the choices, as far as can be read."""
        return tuple(part for part in _parts(answer) if self._meant(part) is None)

    def _meant(self, text: str) -> set[str] | None:
        """The choices that a text means; none for a denial, `None` where it cannot be read."""
        if DENIAL.match(text):
            return set()
        fits = (c for c in self.choices if text == c.id or any(w in text for w in c.words))
        return {choice.id for choice in fits} or None


def _parts(answer: Answer) -> list[str]:
    given = answer if isinstance(answer, tuple) else (str(answer),)
    parts = (part.strip() for text in given for part in SEPARATOR.split(text.lower()))
    return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class OrderedCells:
    """A number or a date, cut at the thresholds of the rules. Cell 0 lies below the first cut."""

    variable: int
    cuts: tuple[Value, ...]

    def matching(self, test: FactTest) -> list[tuple[int, list[int]]]:
        """Variable and cells for which a test holds."""
        low, high = bounds_of(test)
        first = 0 if low is None else self._cell(low)
        last = len(self.cuts) if high is None else self._cell(high) - 1
        return [(self.variable, list(range(first, last + 1)))]

    def _cell(self, value: Value) -> int:
        return bisect_right(self.cuts, value)

    def assign(self, answer: Answer) -> dict[int, int]:
        """The cell in which an answer lies."""
        assert not isinstance(answer, tuple)
        return {self.variable: self._cell(answer)}

    def example(self, chosen: Mapping[int, int]) -> Answer:
        """A value in the chosen cells, for counter-examples: at the threshold, or just below."""
        cell = chosen[self.variable]
        if cell:
            return self.cuts[cell - 1]
        first = self.cuts[0]
        return first - 1 if isinstance(first, int) else day_before(first)


Cells = WordCells | ListCells | OrderedCells


def bounds_of(test: FactTest) -> tuple[Value | None, Value | None]:
    """The half-open range [low, high) of values for which an ordered test holds."""
    after = _after(test.values[-1])
    match test.operator:
        case "is":
            return test.values[0], after
        case "at_least":
            return test.values[0], None
        case "at_most":
            return None, after
        case "between":
            return test.values[0], after
        case "before":
            return None, test.values[0]
        case "after":
            return after, None
        case other:
            raise ValueError(f"operator {other} does not order values")


def _after(value: Value) -> Value:
    return value + 1 if isinstance(value, int) else next_day(value)


def make_cells(fact: Fact, tests: Iterable[FactTest], diagrams: Diagrams) -> Cells:
    """The variables of a fact, cut as finely as the tests in the rulebook ask for."""
    if fact.type in ORDERED_TYPES:
        ends = {end for test in tests for end in bounds_of(test) if end is not None}
        cuts = tuple(sorted(ends))
        return OrderedCells(diagrams.variable(len(cuts) + 1), cuts)
    named = {str(value) for test in tests for value in test.values}
    values = YES_NO if fact.type == "yes_no" else tuple(choice.id for choice in fact.choices)
    words = tuple(v for v in values if v in named) + tuple(sorted(named - set(values)))
    if fact.takes_several:
        variables = tuple(diagrams.variable(2) for _ in words)
        return (
            SpokenCells(variables, words, fact.choices)
            if fact.free
            else ListCells(variables, words)
        )
    has_other = not values or len(words) < len(values)
    others = tuple(v for v in values if v not in named)
    return WordCells(diagrams.variable(len(words) + has_other), words, has_other, others)
