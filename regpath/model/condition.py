"""Conditions: `all / any / not` over tests of facts, with a closed set of operators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Value = str | int

OPERATORS = (
    "is", "in", "not_in", "at_least", "at_most", "between", "has_any", "has_all", "before", "after",
)  # fmt: skip
"""Every operator that a condition may use."""


@dataclass(frozen=True, slots=True)
class Always:
    """The condition that always holds."""


@dataclass(frozen=True, slots=True)
class FactTest:
    """A test of one fact. `values` holds one value for `is` or `at_least`, two for `between`."""

    fact: str
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Condition = Always | FactTest | All | AnyOf | Not


def tests_of(condition: Condition) -> Iterator[FactTest]:
    """Every test inside a condition, in reading order."""
    match condition:
        case FactTest():
            yield condition
        case Not(part):
            yield from tests_of(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_of(part)
        case Always():
            return


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The facts that a condition tests, each once, in reading order."""
    return tuple(dict.fromkeys(test.fact for test in tests_of(condition)))


def depth_of(condition: Condition) -> int:
    """How deeply `all`, `any` and `not` nest; a single test is 0, a `not` around a test too."""
    match condition:
        case All(parts) | AnyOf(parts):
            return 1 + max((depth_of(part) for part in parts), default=0)
        case Not(part):
            return depth_of(part)
        case _:
            return 0
