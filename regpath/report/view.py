"""From a Pathway's JSON to the view that every report format prints."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.text import Text
from regpath.report.access import Json, at, mapping, mappings, number, string, strings
from regpath.report.answer import AnswerRows, fact_name, reasons
from regpath.report.formats import day
from regpath.report.money import MoneyAndTime
from regpath.report.sections import Sections
from regpath.report.sources import Sources
from regpath.report.steps import StepViews, spans
from regpath.report.viewmodel import Blocker, Phase, Point, Row, StepView, View
from regpath.report.words import joined, plain, say, term, text_of, word

_IN_THE_HEAD = {"product_name", "product_name_zh"}
UNKNOWN_LAW = ("regime", "law-after-the-rulebook")
"""Entries of `not_modelled` that concern the whole answer, not one topic."""
DIGEST_LENGTH = 16
"""How much of the rulebook's digest a reader sees; the JSON holds all of it."""


MOST_QUESTIONS, MOST_STEPS = 5, 42
"""What the short form has room for on its two pages."""


def build_view(pathway: Json, brief: bool = False) -> View:
    """Everything the report says, in reading order; the short form cites only what it prints."""
    sources = Sources()
    blockers = _blockers(pathway, sources)
    answer = AnswerRows(pathway, sources).build()
    parts = Sections(pathway, sources)
    before = () if brief else parts.before_steps()
    phases = StepViews(pathway, Sources() if brief else sources).build()
    after = () if brief else (
        *parts.after_steps(), *MoneyAndTime(pathway, sources).build(), *parts.closing()
    )  # fmt: skip
    facts, open_points = tuple(_facts(pathway)), tuple(_open_questions(pathway))
    kept, folded = _folded(phases) if brief else (phases, ())
    return View(
        title=word("brief_title" if brief else "report_title"),
        product=product_of(pathway),
        as_of=string(pathway.get("as_of")),
        date=day(pathway.get("as_of")) or word("undetermined"),
        head=tuple(head_rows(pathway)),
        blockers=blockers,
        answer=answer,
        open=_shortened(open_points) if brief else open_points,
        facts=facts,
        facts_inline=joined(map(_inline, facts), "refs_joint"),
        before_steps=before,
        phases=kept,
        folded=folded,
        law=_law_steps(phases),
        advice=tuple(step for phase in phases for step in phase.steps if step.practice),
        after_steps=after,
        sources=sources.listing(),
    )


def product_of(pathway: Json) -> Text:
    """The product's names, as the user gave them."""
    english = string(at(pathway, "answers.product_name"))
    chinese = string(at(pathway, "answers.product_name_zh"))
    names = [name for name in (english, chinese) if name and name != "unknown"]
    if not names:
        return word("unnamed")
    return Text(names[0], names[-1])


def head_rows(pathway: Json) -> Iterator[Row]:
    """What the answer rests on: the product, the day, the law, the rulebook."""
    product = product_of(pathway)
    names = joined(dict.fromkeys((plain(product.en), plain(product.zh))), "both_joint")
    yield Row(word("product"), names or product)
    for label, value in (
        ("holder", text_of(at(pathway, "roles.holder"))),
        ("application", text_of(at(pathway, "summary.application"), "application")),
        ("as_of", day(pathway.get("as_of"))),
        ("regime", text_of(at(pathway, "regime.title"))),
        ("law_missing", _law_missing(pathway)),
        ("rulebook", _rulebook(mapping(pathway.get("rulebook")))),
        ("packs", joined(_pack(p) for p in mappings(at(pathway, "rulebook.packs")))),
        ("made_with", joined((text_of(at(pathway, "tool.name")), _version(pathway)), "space")),
    ):
        if value is not None:
            yield Row(word(label), value)


def _law_missing(pathway: Json) -> Text | None:
    """That the law of the day is not in the rulebook, or may have changed since."""
    listed = mappings(pathway.get("not_modelled"))
    found = next((e for e in listed if string(e.get("id")) in UNKNOWN_LAW), None)
    if found is None:
        return None
    return joined((text_of(found.get("text")), text_of(found.get("reason"))), "clause_joint")


def _version(pathway: Json) -> Text | None:
    return text_of(at(pathway, "tool.version")) if string(at(pathway, "tool.version")) else None


def _rulebook(rulebook: Json) -> Text | None:
    version, digest = string(rulebook.get("version")), string(rulebook.get("digest"))
    shown = digest.removeprefix("sha256:")[:DIGEST_LENGTH]
    if version and shown:
        return say("rulebook_version", version=version, digest=shown)
    return plain(version or shown) if version or shown else None


def _pack(pack: Json) -> Text:
    return say("pack", id=string(pack.get("id")), version=string(pack.get("version")))


def _blockers(pathway: Json, sources: Sources) -> tuple[Blocker, ...]:
    return tuple(
        Blocker(
            what, text_of(entry.get("until")), reasons(entry.get("because")),
            sources.cite(entry.get("citations")),
        )
        for entry in mappings(pathway.get("blockers"))
        if (what := text_of(entry.get("what"))) is not None
    )  # fmt: skip


def _open_questions(pathway: Json) -> Iterator[Point]:
    for question in mappings(pathway.get("open_questions")):
        asked = text_of(question.get("question"))
        shown = asked or fact_name(pathway, string(question.get("fact")))
        fields = dict.fromkeys(name.split(".")[0] for name in strings(question.get("fields")))
        settled = _settled_steps(pathway, strings(question.get("settles")))
        notices = [word("settled_notices")] if question.get("rules") else []
        things = joined([*(term("field", name) for name in fields), *settled, *notices])
        yield Point(shown, (say("would_settle", things=things),) if things else ())


def _settled_steps(pathway: Json, names: tuple[str, ...]) -> Iterator[Text]:
    """Steps of the plan by number, others by title."""
    present = {string(s.get("id")): s for s in mappings(pathway.get("steps"))}
    for entry in mappings(pathway.get("excluded")):
        if string(entry.get("id")) in names and (title := text_of(entry.get("title"))):
            yield title
    positions = [int(number(present[name].get("number")) or 0) for name in names if name in present]
    if numbers := spans(positions):
        yield say("settled_step" if len(positions) == 1 else "settled_steps", numbers=numbers)


def _shortened(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The questions that settle most, and how many more there are."""
    if len(points) <= MOST_QUESTIONS:
        return points
    more = Point(say("more_open", count=len(points) - MOST_QUESTIONS))
    return (*points[:MOST_QUESTIONS], more)


def _folded(phases: tuple[Phase, ...]) -> tuple[tuple[Phase, ...], tuple[Row, ...]]:
    """The steps of the short table, and the rest in running text: two pages hold no more."""
    kept = _with_status(phases, {"required", "undetermined"})
    if sum(len(phase.steps) for phase in kept) > MOST_STEPS:
        kept = _with_status(phases, {"required"})
    shown = {step.id for phase in kept for step in phase.steps}
    rest = [step for phase in phases for step in phase.steps if step.id not in shown]
    groups = (
        ("open_steps", [step for step in rest if step.status == "undetermined"]),
        ("folded_steps", [step for step in rest if step.status != "undetermined"]),
    )
    return kept, tuple(
        Row(word(label), titles)
        for label, steps in groups
        if (titles := joined((_numbered(step) for step in steps), "refs_joint"))
    )


def _with_status(phases: tuple[Phase, ...], wanted: set[str]) -> tuple[Phase, ...]:
    kept = (Phase(p.title, tuple(s for s in p.steps if s.status in wanted)) for p in phases)
    return tuple(phase for phase in kept if phase.steps)


def _numbered(step: StepView) -> Text:
    return say("graph_step", number=step.number, title=step.title)


def _facts(pathway: Json) -> Iterator[Row]:
    for fact, value in mapping(pathway.get("answers")).items():
        if fact in _IN_THE_HEAD or value is None:
            continue
        shown = text_of(at(pathway, f"fact_labels.{fact}.value_label")) or text_of(value)
        if shown is not None:
            yield Row(fact_name(pathway, fact), shown)


def _inline(row: Row) -> Text:
    """A fact and its answer in running text; a question keeps its own mark."""
    asked = say("asked", question=row.label, answer=row.value)
    named = say("labelled", label=row.label, value=row.value)
    return Text(
        asked.en if row.label.en.endswith("?") else named.en,
        asked.zh if row.label.zh.endswith("？") else named.zh,
    )


def _law_steps(phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    kept = (Phase(p.title, tuple(s for s in p.steps if not s.practice)) for p in phases)
    return tuple(phase for phase in kept if phase.steps)
