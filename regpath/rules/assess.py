"""Answers and a rulebook on a day, to a pathway."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from regpath.model.answers import Answer, Answers
from regpath.model.pathway import (
    SCHEMA,
    Blocker,
    ChangeAhead,
    FactLabel,
    LeftOut,
    Pathway,
    Reason,
    Step,
    Warning_,
)
from regpath.model.rulebook import Rule, Rulebook
from regpath.model.text import Text
from regpath.rules.ahead import changes_ahead
from regpath.rules.cells import SpokenCells
from regpath.rules.deadlines import deadlines_of, facts_of_dates, missed_blockers
from regpath.rules.derive import derive_all
from regpath.rules.found import found_facts, nothing_found
from regpath.rules.projection import projected
from regpath.rules.questions import open_questions
from regpath.rules.reader import Reader
from regpath.rules.regions import regions_of
from regpath.rules.situation import Situation
from regpath.rules.steps import PHASES, build_excluded, build_steps, find_steps
from regpath.rules.summary import summarise
from regpath.rules.timeline import logic_on
from regpath.version import __version__

NAMING_FACTS = (
    "product_name", "product_name_zh", "province", "city", "contract_province", "site_province",
    "target_provinces", "registration_units",
)  # fmt: skip
"""Facts that need no condition: they name the product, places and counts."""


DATED_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")
"""A rulebook version that says up to which day the law was read."""

ROLES = ("holder", "agent", "importer", "maker", "distributor")
"""The parties of the contract; who they are here comes with later work."""


def with_defaults(rulebook: Rulebook, answers: Answers) -> Answers:
    """The answers with the declared defaults put in; only `application` has one."""
    defaults: dict[str, Answer] = {
        fact.id: fact.default
        for fact in rulebook.facts.values()
        if fact.default is not None and not answers.asked(fact.id)
    }
    return Answers({**answers.values, **defaults}, answers.as_of)


def reader_for(rulebook: Rulebook, answers: Answers, day: str) -> Reader:
    """A reader of the law on a day for a product: the one starting point of every reading."""
    complete = with_defaults(rulebook, answers)
    logic = logic_on(rulebook, day)
    told = replace(complete, found=nothing_found(rulebook))
    reader = Reader(Situation(logic, told), day)
    found = found_facts(reader)
    return Reader(Situation(logic, replace(told, found=found)), day) if found else reader


def assess(rulebook: Rulebook, answers: Answers, day: str, *, look_ahead: bool = True) -> Pathway:
    """The pathway of a product under the law in force on `day` (ISO date).

    Without `look_ahead` nothing is said of what changes later, which takes most of the time.
    """
    reader = reader_for(rulebook, answers, day)
    findings = find_steps(reader)
    regime = rulebook.regime_on(day)
    summary = summarise(reader)
    steps = projected(reader, build_steps(reader, findings))
    ahead = changes_ahead(reader, findings, steps) if look_ahead else ()
    return Pathway(
        schema=SCHEMA,
        tool={"name": "regpath", "version": __version__},
        rulebook={"version": rulebook.head.version, "digest": rulebook.digest, "packs": []},
        as_of=day,
        regime={"id": regime.id, "title": regime.title.to_json()} if regime else None,
        answers=reader.answers.to_json(),
        derived=derive_all(reader),
        summary=summary,
        steps=steps,
        blockers=_blockers(reader),
        deadlines=deadlines_of(reader),
        standards=(),
        roles=dict.fromkeys(ROLES),
        open_questions=open_questions(reader, findings),
        excluded=build_excluded(findings),
        warnings=(*_warnings(reader), *_met_on_the_way(steps, ahead)),
        not_modelled=_not_modelled(reader),
        changes_ahead=ahead,
        regions=regions_of(reader, steps),
        citations=reader.cited(),
        fact_labels=_fact_labels(reader),
    )


def _applying(reader: Reader) -> Iterable[Rule]:
    return (r for r in reader.logic.active_rules() if reader.situation.rule_holds(r))


def _blockers(reader: Reader) -> tuple[Blocker, ...]:
    """Contradictions first, then in the order in which the way lifts them."""
    blocking = [rule for rule in _applying(reader) if rule.blocks is not None]
    blocking.sort(key=lambda r: (not r.contradiction, PHASES.index(r.phase) if r.phase else -1))
    from_rules = tuple(
        Blocker(
            rule.id,
            rule.blocks,
            rule.until,
            (reader.rule_reason(rule),),
            reader.cite_all(rule.citations),
        )
        for rule in blocking
        if rule.blocks is not None
    )
    return (*from_rules, *missed_blockers(reader))


def _warnings(reader: Reader) -> tuple[Warning_, ...]:
    from_rules = tuple(
        Warning_(rule.id, rule.warns, (reader.rule_reason(rule),), reader.cite_all(rule.citations))
        for rule in _applying(reader)
        if rule.warns is not None
    )
    return (*from_rules, *_unused_answers(reader), *_unread_words(reader))


def _unused_answers(reader: Reader) -> Iterable[Warning_]:
    for fact in reader.rulebook.facts.values():
        if not reader.answers.asked(fact.id) or reader.situation.is_relevant(fact.id) is not False:
            continue
        deciding = tuple(dict.fromkeys(reader.told(reader.logic.relevant(fact.id))))
        asked = [reader.rulebook.facts[name].question for name in deciding]
        because_en = "; ".join(f"“{question.en}”" for question in asked)
        because_zh = "、".join(f"“{question.zh}”" for question in asked)
        text = Text(
            f"The answer to “{fact.question.en}” is not used: "
            f"it does not apply after the answer to {because_en}.",
            f"未使用对“{fact.question.zh}”的回答：依据对{because_zh}的回答，该项不适用。",
        )
        facts = {name: reader.answers.to_json()[name] for name in deciding}
        yield Warning_(f"not-used-{fact.id}", text, (Reason(fact.id, text.en, text.zh, facts),), ())


def _unread_words(reader: Reader) -> Iterable[Warning_]:
    """Words of a client's own that mean none of the choices: what they could mean stays open."""
    for fact, cells in reader.logic.cells.items():
        known = reader.answers.known(fact)
        if known is None or not isinstance(cells, SpokenCells):
            continue
        said = cells.unread(known)
        if not said:
            continue
        question = reader.rulebook.facts[fact].question
        text = Text(
            f"Not understood in the answer to “{question.en}”: {', '.join(said)}. Use the choices "
            "of the question, or leave it out if it is none of them; until then the point is open.",
            f"对“{question.zh}”的回答中未能识别：{'、'.join(said)}。请改用该问题的选项，"
            "均不属于的请删去；在此之前相关事项未定。",
        )
        yield Warning_(f"not-read-{fact.replace('_', '-')}", text, (), ())


def _met_on_the_way(steps: Iterable[Step], ahead: Iterable[ChangeAhead]) -> Iterable[Warning_]:
    """Changes of law that lie before a step, even if only statutory time passes until then."""
    begins = {step.id.split("@")[0]: step.projected.begins for step in steps if step.projected}
    for change in ahead:
        if change.meets != "certain" or change.from_ is None:
            continue
        title, day = change.title, change.from_
        reached = begins[change.steps[0]]
        text = Text(
            f"The law on “{title.en}” changes on {day}, before that step can be reached "
            f"({reached} at the earliest).",
            f"“{title.zh}”的规定将于{day}变化，而该步骤最早于{reached}开始。",
        )
        yield Warning_(f"changes-before-{change.steps[0]}", text, (), change.citations)


def _not_modelled(reader: Reader) -> tuple[LeftOut, ...]:
    listed = tuple(
        LeftOut(entry.id, entry.text, entry.reason, entry.facts)
        for entry in reader.rulebook.not_modelled.values()
        if entry.effective.covers(reader.day) and reader.may_hold(entry.when)
    )
    missing = (*_missing_regime(reader), *_after_the_rulebook(reader))
    return (*missing, *listed, *_facts_without_rules(reader))


def _missing_regime(reader: Reader) -> Iterable[LeftOut]:
    if reader.rulebook.regime_on(reader.day) is None:
        starts = min(r.effective.from_ or "" for r in reader.rulebook.head.regimes)
        yield LeftOut(
            "regime",
            Text(
                f"The law in force on {reader.day} is not in this rulebook.",
                f"本规则库未收录{reader.day}当日有效的法规。",
            ),
            Text(
                f"The rulebook begins on {starts}; nothing is filled in from later law.",
                f"规则库自{starts}起；不以之后的法规代替。",
            ),
            (),
        )


def _after_the_rulebook(reader: Reader) -> Iterable[LeftOut]:
    """A rulebook knows the law up to the day of its version."""
    known_to = reader.rulebook.head.known_to
    if DATED_VERSION.fullmatch(known_to) and reader.day > known_to:
        yield LeftOut(
            "law-after-the-rulebook",
            Text(
                f"Law made after {known_to} that may be in force on {reader.day}.",
                f"{known_to}之后公布、可能于{reader.day}生效的规定。",
            ),
            Text(
                f"The rulebook was last brought up to date on {known_to}; what is shown is the law "
                "known then, with the changes already enacted.",
                f"规则库更新至{known_to}；所示为当时已知的规定及已公布的变化。",
            ),
            (),
        )


def _facts_without_rules(reader: Reader) -> Iterable[LeftOut]:
    dated = facts_of_dates(reader)
    for fact in reader.rulebook.facts.values():
        used = fact.id in reader.logic.cells or fact.id in NAMING_FACTS or fact.id in dated
        if reader.answers.asked(fact.id) and not used:
            yield LeftOut(
                f"fact-{fact.id.replace('_', '-')}",
                Text(
                    f"The answer to “{fact.question.en}” is kept, but no rule uses it yet.",
                    f"已保留对“{fact.question.zh}”的回答，但目前没有规则使用它。",
                ),
                Text("Rules that need it come with later work.", "相关规则将在后续工作中补充。"),
                (fact.id,),
            )


def _fact_labels(reader: Reader) -> dict[str, FactLabel]:
    values = reader.answers.values
    return {
        fact.id: FactLabel(fact.question, reader.label(fact, values[fact.id]))
        for fact in reader.rulebook.facts.values()
        if fact.id in values
    }
