"""A slow, plain reading of conditions and tables, against which the diagrams are held.

It knows nothing of diagrams: it puts in every possible answer, one product after the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regpath.model.answers import UNKNOWN, Answer
from regpath.model.condition import All, Always, AnyOf, Condition, FactTest, Not
from regpath.model.rulebook import Fact, Row, Rulebook, Table

Product = Mapping[str, Answer]
Standing = Mapping[tuple[str, str], str]
"""Which value stands in where a table leaves one open: by table and row ('' for its gap)."""

DOMAINS: dict[str, tuple[Answer, ...]] = {
    "choice": ("a", "b", "c"),
    "yes_no": ("yes", "no"),
    "text": ("p", "q", "something else"),
    "list": tuple(words for n in range(4) for words in itertools.combinations("abc", n)),
    "whole_number": (1, 2, 3, 4, 5, 6),
    "date": ("2021-05-31", "2021-06-01", "2021-06-02", "2021-12-31", "2022-01-01"),
}
"""The values that a fact of each type takes in these tests."""


def test_holds(test: FactTest, answer: Answer) -> bool:
    """Whether one test holds for one answer."""
    value, *_ = test.values
    match test.operator:
        case "is":
            return answer == value
        case "in":
            return answer in test.values
        case "not_in":
            return answer not in test.values
        case "at_least":
            return answer >= value  # type: ignore[operator]
        case "at_most":
            return answer <= value  # type: ignore[operator]
        case "between":
            return test.values[0] <= answer <= test.values[1]  # type: ignore[operator]
        case "before":
            return answer < value  # type: ignore[operator]
        case "after":
            return answer > value  # type: ignore[operator]
        case "has_any":
            return any(word in answer for word in test.values)  # type: ignore[operator]
        case "has_all":
            return all(word in answer for word in test.values)  # type: ignore[operator]
    raise AssertionError(test.operator)


test_holds.__test__ = False  # type: ignore[attr-defined]  # not a test, in spite of its name


@dataclass(frozen=True)
class Oracle:
    """Answers to a rulebook on a day, read by brute force."""

    rulebook: Rulebook
    answers: Mapping[str, Answer]
    day: str = "2022-03-01"

    def known(self) -> dict[str, Answer]:
        """The answers that say something."""
        return {fact: value for fact, value in self.answers.items() if value != UNKNOWN}

    def products(self) -> Iterator[Product]:
        """Every product that these answers may describe."""
        known = self.known()
        ranges = [
            (known[fact.id],) if fact.id in known else DOMAINS[fact.type]
            for fact in self.rulebook.facts.values()
        ]
        for values in itertools.product(*ranges):
            yield dict(zip(self.rulebook.facts, values, strict=True))

    def standings(self) -> Iterator[Standing]:
        """Every way to fill what tables leave open."""
        open_places: dict[tuple[str, str], tuple[str, ...]] = {}
        for table in self.rulebook.tables.values():
            (output,) = table.outputs
            choices = tuple(choice.id for choice in output.choices)
            open_places[table.id, ""] = choices
            for row in self.rows(table):
                values = row.allows(output.id)
                if len(values) > 1:
                    open_places[table.id, row.id] = values
        for filled in itertools.product(*open_places.values()):
            yield dict(zip(open_places, filled, strict=True))

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows in force."""
        return tuple(row for row in table.rows if row.effective.covers(self.day))

    def given(self) -> frozenset[str]:
        """The facts whose answers count even before it is known that they apply."""
        given: frozenset[str] = frozenset()
        products = list(self.products())
        for fact in self.rulebook.facts.values():
            if fact.id in self.known():
                possible = any(self.relevant(fact, product, given, {}) for product in products)
                given = given | {fact.id} if possible else given
        return given

    def relevant(
        self, fact: Fact, product: Product, given: frozenset[str], standing: Standing
    ) -> bool:
        """Whether a fact applies to a product."""
        asked_when = fact.asked_when
        return asked_when is None or self.truth(asked_when, product, given, standing)

    def truth(
        self, condition: Condition, product: Product, given: frozenset[str], standing: Standing
    ) -> bool:
        """Whether a condition holds for a product."""
        match condition:
            case Always():
                return True
            case Not(part):
                return not self.truth(part, product, given, standing)
            case All(parts):
                return all(self.truth(part, product, given, standing) for part in parts)
            case AnyOf(parts):
                return any(self.truth(part, product, given, standing) for part in parts)
            case FactTest(name):
                fact = self.rulebook.facts.get(name)
                if fact is None:
                    return test_holds(condition, self.derived(name, product, given, standing))
                counts = name in given or self.relevant(fact, product, given, standing)
                return counts and test_holds(condition, product[name])

    def derived(
        self, name: str, product: Product, given: frozenset[str], standing: Standing
    ) -> str:
        """The value that a table gives to a product; tables here have one output of their name."""
        table = self.rulebook.tables[name]
        for row in self.rows(table):
            if self.truth(row.when, product, given, standing):
                values = row.allows(name)
                if values:
                    return values[0] if len(values) == 1 else standing[table.id, row.id]
                break
        return standing[table.id, ""]

    def outcomes(self, condition: Condition) -> dict[tuple[object, ...], bool]:
        """Whether a condition holds, for each product and each filling of open places."""
        given = self.given()
        standings = list(self.standings())
        return {
            (*product.values(), *standing.values()): self.truth(condition, product, given, standing)
            for product in self.products()
            for standing in standings
        }

    def verdict(self, condition: Condition) -> bool | None:
        """Whether a condition holds for all products, for none, or (`None`) for some."""
        found = set(self.outcomes(condition).values())
        return found.pop() if len(found) == 1 else None

    def possible(self, name: str) -> set[str]:
        """The values that a derived fact may have."""
        given = self.given()
        standings = list(self.standings())
        return {
            self.derived(name, product, given, standing)
            for product in self.products()
            for standing in standings
        }

    def open_facts(self, condition: Condition) -> set[str]:
        """The facts of which another answer alone can change whether the condition holds."""
        outcomes = self.outcomes(condition)
        found = set()
        for index, fact in enumerate(self.rulebook.facts):
            seen: dict[tuple[object, ...], set[bool]] = {}
            for key, holds in outcomes.items():
                seen.setdefault((*key[:index], *key[index + 1 :]), set()).add(holds)
            if any(len(verdicts) > 1 for verdicts in seen.values()):
                found.add(fact)
        return found
