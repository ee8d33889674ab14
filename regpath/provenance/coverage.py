"""The coverage map: each article of the core instruments, and what of the rulebook rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from regpath.model.coverage import ArticleGroup, Coverage
from regpath.model.law import Citation
from regpath.model.pathway import to_json
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.provenance.citations import article_number, part_number
from regpath.rules.check.finding import Cited, citations_in

RESTING = (
    "rules", "tables", "parameters", "clocks", "steps", "fee_rules", "deadlines", "class_moves",
    "number_forms", "lists", "penalties",
)  # fmt: skip
"""Sections whose citations cover an article; a question or a name does not."""
COVERED, PENALTY, HOLE = "covered", "penalty", "hole"


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `standing` is `covered`, `penalty`, a reason why no rule is needed, or `hole`.

    `by` are the entries that cite it, as section and id; `backs` the steps behind which the
    penalties among them stand.
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
        number = _number(cited.citation)
        if cited.section in RESTING and number is not None and _in_force(cited, day):
            found[cited.citation.instrument][number].append(f"{cited.section}/{cited.entry}")
    return found


def _number(citation: Citation) -> int | None:
    return article_number(citation) or part_number(citation)


def _in_force(cited: Cited, day: str) -> bool:
    return cited.window is None or cited.window.covers(day)


def _of_instrument(
    rulebook: Rulebook, entry: Coverage, resting: Mapping[int, list[str]]
) -> InstrumentCoverage:
    groups = {number: group for group in entry.others for number in group.numbers()}
    numbers = range(1, entry.last_article + 1)
    articles = tuple(_article(rulebook, n, resting.get(n, []), groups.get(n)) for n in numbers)
    title = rulebook.instruments[entry.instrument].title
    return InstrumentCoverage(entry.instrument, title, entry.core, articles)


def _article(rulebook: Rulebook, number: int, by: list[str], group: ArticleGroup | None) -> Article:
    if by:
        named = (name.partition("/") for name in by)
        penalties = [entry for section, _, entry in named if section == "penalties"]
        steps = (step for name in penalties for step in rulebook.penalties[name].steps)
        standing = PENALTY if penalties else COVERED
        return Article(
            number, standing, tuple(dict.fromkeys(by)), None, tuple(dict.fromkeys(steps)), None
        )
    if group is None:
        return Article(number, HOLE, (), None, (), None)
    return Article(number, group.standing, (), group.reason, (), group.closed_by)


def holes(found: tuple[InstrumentCoverage, ...]) -> Iterator[tuple[str, int]]:
    """The articles that nothing covers and no reason explains."""
    for instrument in found:
        for article in instrument.articles:
            if article.standing == HOLE:
                yield instrument.instrument, article.number


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the map of an instrument at one article."""

    instrument: str
    article: int
    message: str


def faults(rulebook: Rulebook, found: tuple[InstrumentCoverage, ...]) -> Iterator[Fault]:
    """What makes a map untrue: holes, articles told twice, entries that do not say what it says."""
    for name, number in holes(found):
        yield Fault(name, number, "no entry rests on it, and no reason says why.")
    explained: dict[str, set[int]] = defaultdict(set)
    for entry in rulebook.coverage.values():
        yield from _listed_badly(entry)
        explained[entry.instrument].update(n for g in entry.others for n in g.numbers())
    for coverage in found:
        for article in coverage.articles:
            is_explained = article.number in explained[coverage.instrument]
            for message in _untrue(rulebook, coverage.instrument, article, is_explained):
                yield Fault(coverage.instrument, article.number, message)


def _untrue(
    rulebook: Rulebook, instrument: str, article: Article, is_explained: bool
) -> Iterator[str]:
    if article.by and is_explained:
        yield f"a reason says why nothing rests on it, but {article.by[0]} does."
    for named in article.by:
        if not _cites(rulebook, named, instrument, article.number):
            yield f"{named} is listed but does not cite it."
    for step in article.backs:
        if step not in rulebook.steps:
            yield f"its penalty names a step that does not exist: {step!r}."


def _listed_badly(entry: Coverage) -> Iterator[Fault]:
    """Articles that stand in two groups of a map, or that the instrument does not have."""
    seen: set[int] = set()
    for number in (number for group in entry.others for number in group.numbers()):
        if number in seen:
            yield Fault(entry.instrument, number, "it is listed twice.")
        if not 1 <= number <= entry.last_article:
            yield Fault(entry.instrument, number, f"the last article is {entry.last_article}.")
        seen.add(number)


def _cites(rulebook: Rulebook, named: str, instrument: str, number: int) -> bool:
    """Whether an entry, named by section and id, cites an article anywhere inside it."""
    section, _, key = named.partition("/")
    cited = _citations_inside(getattr(rulebook, section).get(key))
    return any(c.instrument == instrument and _number(c) == number for c in cited)


def _citations_inside(value: object) -> Iterator[Citation]:
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _citations_inside(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _citations_inside(getattr(value, field.name))
