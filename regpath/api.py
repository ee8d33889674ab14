"""What `import regpath` and the command line share: files in, pathways out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from regpath.load.answers import answers_from, load_answers
from regpath.load.find import bundled_rulebook
from regpath.load.locate import locate
from regpath.load.rulebook import is_iso_date
from regpath.load.rulebook import load_rulebook as _load
from regpath.model.answers import Answers, Place
from regpath.model.errors import AnswersError, Problem, RulebookError
from regpath.model.pathway import OpenQuestion, Pathway
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.numbers import DecodedNumber
from regpath.numbers import decode_number as _decode
from regpath.provenance.citations import TextVerification, load_hashes, verify_texts
from regpath.provenance.coverage import InstrumentCoverage, coverage_of
from regpath.provenance.texts import LawTexts
from regpath.report import render_with_warnings
from regpath.report.languages import Language
from regpath.report.words import joined
from regpath.rules.assess import assess, reader_for
from regpath.rules.cases import CaseResult, run_case
from regpath.rules.check import check_all, references
from regpath.rules.compare import Comparison, compare_pathways
from regpath.rules.consistency import impossible_answers, without_irrelevant
from regpath.rules.diff import RulebookDiff, diff_days, diff_rulebooks
from regpath.rules.explain import Explanation
from regpath.rules.explain import explain as _explain
from regpath.rules.impact import CaseImpact, Impact, case_impact, unreadable
from regpath.rules.questions import open_questions
from regpath.rules.reader import Reader
from regpath.rules.sides import side_of
from regpath.rules.steps import find_steps
from regpath.rules.summary import places
from regpath.rules.verify import Verification
from regpath.rules.verify import verify as _verify

AnswersLike = Answers | Mapping[str, Any] | str | Path
"""Answers in any form: read ones, a mapping, or the path of a file."""

Day = str | date
"""A day: an ISO date, or a `date`."""

RulebookLike = Rulebook | str | Path
"""A rulebook, or the folder in which it lies."""

_bundled: list[Rulebook] = []


def load_rulebook(folder: str | Path | None = None) -> Rulebook:
    """The rulebook in a folder, or the one that came with the tool. Raises `RulebookError`."""
    if folder is None and _bundled:
        return _bundled[0]
    rulebook = _load(folder)
    findings = references.check(rulebook)
    if findings:
        raise RulebookError(locate(rulebook, findings))
    if folder is None:
        _bundled.append(rulebook)
    return rulebook


def iso_day(day: Day | None) -> str | None:
    """A day as an ISO date; what is no date is left for the reader of answers to refuse."""
    return day.isoformat() if isinstance(day, date) else day


def read_answers(answers: AnswersLike, rulebook: Rulebook) -> Answers:
    """Answers in any form, read and checked against the facts of a rulebook."""
    if isinstance(answers, Answers):
        return answers
    if isinstance(answers, Mapping):
        return answers_from(answers, rulebook)
    return load_answers(Path(answers), rulebook)


def reader(answers: AnswersLike, as_of: Day | None, rulebook: Rulebook) -> Reader:
    """The law on a day held against answers. Raises `AnswersError` where they cannot be."""
    given = read_answers(answers, rulebook)
    day = iso_day(as_of) or given.as_of
    if day is None or not is_iso_date(day):
        message = f"as_of: a date such as 2026-11-21 is needed, not {day!r}; the law depends on it."
        raise AnswersError([Problem("answers", 0, 0, "bad-date", message)])
    found = reader_for(rulebook, given, day)
    impossible = impossible_answers(found)
    if impossible:
        raise AnswersError(_impossible(given, fact, message) for fact, message in impossible)
    return found


def _impossible(given: Answers, fact: str, message: str) -> Problem:
    place = given.places.get(fact, Place("answers", 0, 0))
    return Problem(*place, "impossible-combination", message, fact)


def plan(
    answers: AnswersLike,
    as_of: Day | None = None,
    rulebook: Rulebook | None = None,
    *,
    look_ahead: bool = True,
) -> Pathway:
    """The pathway of a product under the law of `as_of` (ISO date; else the date in the answers).

    Without `look_ahead` nothing is said of what changes later, which takes most of the time.

    >>> import regpath
    >>> stent = {"product_name": "Stent", "product_kind": "device", "device_class": "III",
    ...          "route": "import", "import_origin": "foreign"}
    >>> pathway = regpath.plan(stent, as_of="2026-11-21")
    >>> pathway.summary.act, pathway.summary.authority.id, pathway.summary.fee_cny.amount
    ('registration', 'nmpa', 308800)
    """
    rules = rulebook or load_rulebook()
    found = reader(answers, as_of, rules)
    return assess(rules, found.answers, found.day, look_ahead=look_ahead)


def next_question(
    answers: AnswersLike, as_of: Day | None = None, rulebook: Rulebook | None = None
) -> OpenQuestion | None:
    """The most useful question not yet asked; `None` when no answer can change the result."""
    questions = open_questions_of(answers, as_of, rulebook)
    return next((question for question in questions if not question.asked), None)


def open_questions_of(
    answers: AnswersLike, as_of: Day | None = None, rulebook: Rulebook | None = None
) -> tuple[OpenQuestion, ...]:
    """Every question that can change the result, the most useful first; `asked`: not known."""
    found = reader(answers, as_of, rulebook or load_rulebook())
    return open_questions(found, find_steps(found))


def explain(
    answers: AnswersLike, step: str, as_of: Day | None = None, rulebook: Rulebook | None = None
) -> Explanation:
    """Why a step applies, does not apply, or is undecided. Raises `NoSuchStep`."""
    return _explain(reader(answers, as_of, rulebook or load_rulebook()), step)


def compare(
    *answers: AnswersLike,
    vary: Mapping[str, Sequence[Any]] | None = None,
    as_of: Day | None = None,
    rulebook: Rulebook | None = None,
    labels: Sequence[str] | None = None,
) -> Comparison:
    """Pathways of several answers, or of one with facts varied, side by side."""
    rules = rulebook or load_rulebook()
    variants: list[_Variant] = []
    for index, given in enumerate(answers):
        name = labels[index] if labels else str(index + 1)
        read = read_answers(given, rules)
        whole = replace(read, as_of=reader(read, as_of, rules).day)
        variants += _vary(name if len(answers) > 1 else "", whole, vary, rules) or [
            _Variant(name, whole)
        ]
    pathways = [plan(variant.answers, None, rules, look_ahead=False) for variant in variants]
    found = compare_pathways([variant.label for variant in variants], pathways)
    left_out = {fact: rules.facts[fact].question for v in variants for fact in v.left_out}
    return replace(
        found,
        headings=tuple(map(_heading, variants, pathways)),
        questions={**found.questions, **left_out},
        left_out=tuple(variant.left_out for variant in variants),
    )


@dataclass(frozen=True, slots=True)
class _Variant:
    """A column of a comparison."""

    label: str
    answers: Answers
    left_out: tuple[str, ...] = ()
    file: str = ""
    varied: tuple[str, ...] = ()


def _vary(
    name: str, given: Answers, vary: Mapping[str, Sequence[Any]] | None, rulebook: Rulebook
) -> list[_Variant]:
    found = []
    vary = vary or {}
    for combination in itertools.product(*vary.values()) if vary else ():
        changed = dict(zip(vary, combination, strict=True))
        read = answers_from({**given.to_json(), **changed}, rulebook)
        day = given.as_of or ""
        fitting, left_out = without_irrelevant(rulebook, read, day, tuple(changed))
        parts = [f"{fact}={_shown(value)}" for fact, value in changed.items()]
        label = ", ".join([name, *parts] if name else parts)
        found.append(_Variant(label, Answers(fitting.values, day), left_out, name, tuple(changed)))
    return found


def _heading(variant: _Variant, pathway: Pathway) -> Text:
    """A column's label in words: the values of the facts that were varied."""
    labels = pathway.fact_labels
    values = [labels[fact].value_label for fact in variant.varied if fact in labels]
    file = Text(variant.file, variant.file) if variant.file else None
    return joined((file, *values), "refs_joint") or Text(variant.label, variant.label)


def _shown(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def decode_number(text: str, rulebook: Rulebook | None = None) -> DecodedNumber:
    """What a registration or filing number says."""
    rules = rulebook or load_rulebook()
    return _decode(text, tuple(rules.number_forms.values()), places(rules))


def evaluate_many(
    rows: Iterable[AnswersLike], as_of: str, rulebook: Rulebook | None = None
) -> Iterator[Pathway]:
    """Pathways of many products, one at a time, in order, in constant memory."""
    rules = rulebook or load_rulebook()
    for row in rows:
        yield plan(row, as_of, rules)


def render(
    pathway: Pathway | Comparison, format: str = "md", lang: Language = "en", brief: bool = False
) -> bytes:
    """A pathway or a comparison as a report: `md`, `pdf` or `json`, in `en`, `zh` or `both`.

    Raises `ValueError` for another form or language, and for a short form of a comparison.
    """
    return render_with_warnings(pathway, format, lang, brief)[0]


def check_rulebook(folder: str | Path | None = None) -> tuple[Problem, ...]:
    """Every finding in a rulebook, with its place; empty where there is none."""
    try:
        rulebook = _load(folder)
    except RulebookError as error:
        return error.problems
    return tuple(locate(rulebook, check_all(rulebook)))


def run_cases(rulebook: Rulebook) -> list[CaseResult]:
    """Every case of a rulebook held against it. A case whose answers cannot be read fails."""
    results: dict[str, CaseResult] = {}
    for case in sorted(rulebook.cases, key=lambda case: case.as_of):
        try:
            found = reader(case.answers, case.as_of, rulebook)
        except AnswersError as error:
            results[case.id] = CaseResult(case, (str(error),), {}, {})
            continue
        results[case.id] = run_case(case, found.answers, rulebook)
    return [results[case.id] for case in rulebook.cases]


_PROVED_BY_VERIFY = {("unknown-step", "steps"), ("step-cycle", "steps")}
"""Broken references that `verify` reports itself, each with a product and a day."""


def verify_rulebook(folder: str | Path | None = None) -> Verification:
    """Proofs over all possible answers and all modelled days. Raises `RulebookError`."""
    rulebook = _bundled[0] if folder is None and _bundled else _load(folder)
    findings = references.check(rulebook)
    broken = [f for f in findings if (f.code, f.section) not in _PROVED_BY_VERIFY]
    if broken:
        raise RulebookError(locate(rulebook, broken))
    return _verify(rulebook)


def verify_law_texts(folder: str | Path | None, texts: str | Path) -> TextVerification:
    """Every citation of a rulebook against a folder of law texts. Raises `RegpathError`."""
    root = Path(folder) if folder is not None else bundled_rulebook()
    rules = load_rulebook(folder)
    return verify_texts(rules, LawTexts(Path(texts)), load_hashes(root))


def coverage(
    rulebook: Rulebook | None = None, day: Day | None = None
) -> tuple[InstrumentCoverage, ...]:
    """What becomes of each article of the core instruments under the law of a day.

    Without a day: that up to which the rulebook knows the law.
    """
    rules = rulebook or load_rulebook()
    return coverage_of(rules, iso_day(day) or rules.head.known_to)


def _rulebook(given: RulebookLike) -> Rulebook:
    return given if isinstance(given, Rulebook) else load_rulebook(given)


def diff(old: RulebookLike, new: RulebookLike) -> RulebookDiff:
    """What differs between two rulebooks, in words, with products on which they differ."""
    return diff_rulebooks(_rulebook(old), _rulebook(new))


def diff_dates(earlier: str, later: str, rulebook: Rulebook | None = None) -> RulebookDiff:
    """What differs between the law of two days (ISO dates) of one rulebook."""
    return diff_days(rulebook or load_rulebook(), earlier, later)


def impact(
    old: RulebookLike,
    new: RulebookLike,
    cases: Mapping[str, AnswersLike],
    as_of: Day | None = None,
    undated: str | None = None,
) -> Impact:
    """Which saved cases differ between two rulebooks, and how.

    Each case is taken under `as_of`, else under its own date, else under `undated`.
    """
    sides, day = (_rulebook(old), _rulebook(new)), iso_day(as_of)
    found = [_replay(name, case, sides, (day, day), undated) for name, case in cases.items()]
    return Impact(side_of(sides[0], day), side_of(sides[1], day), tuple(found))


def impact_dates(
    earlier: str, later: str, cases: Mapping[str, AnswersLike], rulebook: Rulebook | None = None
) -> Impact:
    """Which saved cases differ between the law of two days of one rulebook, and how."""
    rules = rulebook or load_rulebook()
    days = (earlier, later)
    found = [_replay(name, case, (rules, rules), days, None) for name, case in cases.items()]
    return Impact(side_of(rules, earlier), side_of(rules, later), tuple(found))


def _replay(
    name: str,
    case: AnswersLike,
    sides: tuple[Rulebook, Rulebook],
    days: tuple[str | None, str | None],
    undated: str | None,
) -> CaseImpact:
    pathways: list[Pathway] = []
    problems: list[tuple[Problem, ...]] = []
    for rules, day in zip(sides, days, strict=True):
        try:
            given = read_answers(case, rules)
            when = day or given.as_of or undated
            pathways.append(plan(given, when, rules, look_ahead=False))
            problems.append(())
        except AnswersError as error:
            problems.append(error.problems)
    if any(problems):
        return unreadable(name, days, *problems)
    return case_impact(name, *pathways)
