"""The coverage map: each article of the core instruments, and what of the rulebook rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.model.coverage import ArticleGroup, Coverage
from regpath.model.pathway import to_json
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.provenance.citations import article_number, part_number
from regpath.rules.check.finding import Cited, citations_in

RESTING = (
    "rules", "tables", "parameters", "clocks", "steps", "fee_rules", "deadlines", "class_moves",
    "number_forms", "lists",
)  # fmt: skip
"""Sections whose citations cover an article; a question or a name does not."""
COVERED, HOLE = "covered", "hole"


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `standing` is `covered`, a reason why no rule is needed, or `hole`.

    `by` are the entries that cite it, as section and id.
    """

    number: int
    standing: str
    by: tuple[str, ...]
    reason: Text | None
    backs: tuple[str, ...]
    closed_by: Text | None


@dataclass(frozen=True, slots=True)
class InstrumentCoverage:
    """The articles of one instrument in order."""

    instrument: str
    title: Text
    core: bool
    articles: tuple[Article, ...]

    def count(self, standing: str) -> int:
        """How many articles have a standing."""
        return sum(article.standing == standing for article in self.articles)

    @property
    def classified(self) -> float:
        """The share of articles that are covered or have their reason."""
        return 1 - self.count(HOLE) / len(self.articles)

    def to_json(self) -> dict[str, Any]:
        """The coverage as JSON data."""
        return {**to_json(self), "classified": round(self.classified, 4)}


def coverage_of(rulebook: Rulebook, day: str) -> tuple[InstrumentCoverage, ...]:
    """The coverage of every instrument that the rulebook maps, by the law of `day`."""
    resting = _resting(rulebook, day)
    return tuple(
        _of_instrument(rulebook, entry, resting.get(entry.instrument, {}))
        for entry in rulebook.coverage.values()
    )


def _resting(rulebook: Rulebook, day: str) -> Mapping[str, Mapping[int, list[str]]]:
    """Entries in force on a day, by the instrument and article that they cite."""
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for cited in citations_in(rulebook):
        number = article_number(cited.citation) or part_number(cited.citation)
        if cited.section in RESTING and number is not None and _in_force(cited, day):
            found[cited.citation.instrument][number].append(f"{cited.section}/{cited.entry}")
    return found


def _in_force(cited: Cited, day: str) -> bool:
    return cited.window is None or cited.window.covers(day)


def _of_instrument(
    rulebook: Rulebook, entry: Coverage, resting: Mapping[int, list[str]]
) -> InstrumentCoverage:
    groups = {number: group for group in entry.others for number in group.numbers()}
    numbers = range(1, entry.last_article + 1)
    articles = tuple(_article(n, resting.get(n, []), groups.get(n)) for n in numbers)
    title = rulebook.instruments[entry.instrument].title
    return InstrumentCoverage(entry.instrument, title, entry.core, articles)


def _article(number: int, by: list[str], group: ArticleGroup | None) -> Article:
    if by:
        return Article(number, COVERED, tuple(dict.fromkeys(by)), None, (), None)
    if group is None:
        return Article(number, HOLE, (), None, (), None)
    return Article(number, group.standing, (), group.reason, group.backs, group.closed_by)


def holes(found: tuple[InstrumentCoverage, ...]) -> Iterator[tuple[str, int]]:
    """The articles that nothing covers and no reason explains."""
    for instrument in found:
        for article in instrument.articles:
            if article.standing == HOLE:
                yield instrument.instrument, article.number
