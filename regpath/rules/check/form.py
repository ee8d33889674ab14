"""Findings of form: ids, translations, rules that bring in nothing or too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from regpath.model.condition import tests_of
from regpath.model.law import Window
from regpath.model.lists import Entry, Evidence, Exclusion
from regpath.model.pathway import to_json
from regpath.model.rulebook import Choice, Penalty, Row, Rule, Rulebook
from regpath.model.text import Text
from regpath.rules.check.finding import Finding
from regpath.rules.conditions import Path, placed_conditions

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SNAKE = re.compile(r"[a-zA-Z0-9]+(_[a-zA-Z0-9]+)*")
HAN = re.compile(r"[一-鿿]")
KEBAB_SECTIONS = (
    "instruments", "authorities", "provinces", "jurisdictions", "tables", "parameters", "clocks",
    "number_forms", "fee_rules", "steps", "rules", "deadlines", "class_moves", "lists", "pending",
    "working_years", "penalties", "not_modelled", "coverage",
)  # fmt: skip


def check(rulebook: Rulebook) -> Iterator[Finding]:
    """Every finding of form."""
    yield from _ids(rulebook)
    yield from _texts(rulebook)
    yield from _figures(rulebook)
    for rule in rulebook.rules.values():
        yield from _rule(rulebook, rule)
    windows: dict[str | None, list[Window]] = {}
    for rule in rulebook.rules.values():
        windows.setdefault(rule.step, []).append(rule.effective)
    for penalty in rulebook.penalties.values():
        yield from _penalty(rulebook, penalty, windows)
    yield from _unused(rulebook)
    yield from _cases(rulebook)


def _ids(rulebook: Rulebook) -> Iterator[Finding]:
    for section in KEBAB_SECTIONS:
        for name in getattr(rulebook, section):
            if not KEBAB.fullmatch(name):
                message = f"{name!r} is not kebab-case (lower-case words joined by hyphens)."
                yield Finding("bad-id", section, name, ("id",), message)
    for name in rulebook.facts:
        if not SNAKE.fullmatch(name):
            message = f"{name!r} is not snake_case (words joined by underscores)."
            yield Finding("bad-id", "facts", name, ("id",), message)
    for fact in rulebook.facts.values():
        yield from _same_ids("facts", fact.id, ("choices",), fact.choices)
    for product_list in rulebook.lists.values():
        for key in ("exclusions", "evidence", "entries"):
            yield from _same_ids("lists", product_list.id, (key,), getattr(product_list, key))
    for table in rulebook.tables.values():
        yield from _same_ids("tables", table.id, ("rows",), table.rows)
        for index, output in enumerate(table.outputs):
            path: Path = ("outputs", index, "choices")
            yield from _same_ids("tables", table.id, path, output.choices)


def _same_ids(
    section: str,
    entry: str,
    path: Path,
    items: Iterable[Choice | Row | Exclusion | Evidence | Entry],
) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            message = f"the id {item.id!r} stands here twice; give each its own."
            yield Finding("duplicate-id", section, entry, (*path, index, "id"), message)
        seen.add(item.id)


def _texts(rulebook: Rulebook) -> Iterator[Finding]:
    for section in (*KEBAB_SECTIONS, "facts"):
        for name, entry in getattr(rulebook, section).items():
            for path, text in _texts_in(entry, ()):
                if not text.en.strip() or not text.zh.strip():
                    message = "a text in both languages was expected; one is empty."
                    yield Finding("missing-translation", section, name, path, message)
                elif HAN.search(text.en) and not HAN.sub("", text.en).strip():
                    message = f"the English text is Chinese only: {text.en!r}."
                    yield Finding("missing-translation", section, name, path, message)
                elif len(text.zh) > 12 and not HAN.search(text.zh):
                    message = f"the Chinese text has no Chinese character: {text.zh[:40]!r}."
                    yield Finding("missing-translation", section, name, path, message)


def _texts_in(value: object, path: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*path, index))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts_in(getattr(value, name), (*path, name))


def _figures(rulebook: Rulebook) -> Iterator[Finding]:
    for section, entry, path, condition in placed_conditions(rulebook):
        for test in tests_of(condition):
            if any(isinstance(value, int) for value in test.values):
                message = (
                    f"the figure {test.values} stands inside a condition; a figure in law is a "
                    "parameter with its own window and citation."
                )
                yield Finding("figure-in-condition", section, entry, path, message)


def _rule(rulebook: Rulebook, rule: Rule) -> Iterator[Finding]:
    effects = [rule.step, rule.blocks, rule.warns, rule.exception_to]
    if sum(effect is not None for effect in effects) != 1:
        message = "a rule has exactly one of `step`, `blocks`, `warns` and `exception_to`."
        yield Finding("rule-effect", "rules", rule.id, (), message)
    if rule.status is not None and rule.step is None:
        message = "`status` belongs to a rule that brings in a step."
        yield Finding("rule-effect", "rules", rule.id, ("status",), message)
    if rule.blocks is not None and rule.until is None:
        message = "a blocker says what lifts it: add `until`."
        yield Finding("rule-effect", "rules", rule.id, ("blocks",), message)
    if (rule.contradiction or rule.phase is not None) and rule.blocks is None:
        message = "`contradiction` and `phase` belong to a blocker: add `blocks` and `until`."
        yield Finding("rule-effect", "rules", rule.id, ("contradiction",), message)
    if rule.exception_to is not None and rule.reason is None:
        message = "an exception says why: add `reason`."
        yield Finding("rule-effect", "rules", rule.id, ("exception_to",), message)
    if rule.step is not None and rule.practice != rulebook.steps[rule.step].practice:
        message = "practice and law are never mixed: rule and step must agree on `practice`."
        yield Finding("practice-mixed", "rules", rule.id, ("step",), message)


def _penalty(
    rulebook: Rulebook, penalty: Penalty, windows: Mapping[str | None, list[Window]]
) -> Iterator[Finding]:
    """A penalty hits someone, and stands behind steps of law that are done while it holds."""
    for key, named in (("who", penalty.who), ("steps", penalty.steps)):
        if not named:
            message = f"a penalty names whom it hits and the steps behind which it stands: `{key}`."
            yield Finding("penalty-form", "penalties", penalty.id, (key,), message)
    for index, step in enumerate(penalty.steps):
        path: Path = ("steps", index)
        if rulebook.steps[step].practice:
            message = f"practice and law are never mixed: {step!r} is a step of practice."
            yield Finding("practice-mixed", "penalties", penalty.id, path, message)
        if not any(window.overlaps(penalty.effective) for window in windows.get(step, ())):
            message = f"no rule brings in {step!r} on a day on which this penalty holds."
            yield Finding("penalty-window", "penalties", penalty.id, path, message)


def _unused(rulebook: Rulebook) -> Iterator[Finding]:
    brought = {rule.step for rule in rulebook.rules.values()}
    for step in rulebook.steps.values():
        if step.id not in brought:
            message = "no rule brings this step in; write one or remove the step."
            yield Finding("step-without-rule", "steps", step.id, (), message)
        if step.practice and step.note is None:
            message = "a step of practice names its source and year in `note`."
            yield Finding("practice-source", "steps", step.id, (), message)


def _cases(rulebook: Rulebook) -> Iterator[Finding]:
    for case in rulebook.cases:
        expect = case.expect
        steps = (*expect.required, *expect.conditional, *expect.optional)
        steps += (*expect.undetermined, *expect.excluded)
        unknown_steps = [s for s in steps if s.split("@")[0] not in rulebook.steps]
        rules = (*expect.rules, *expect.blockers, *expect.warnings)
        known = {*rulebook.rules, *(f"{name}-missed" for name in rulebook.deadlines)}
        unknown_rules = [r for r in rules if r not in known]
        unknown_penalties = [p for p in expect.penalties if p not in rulebook.penalties]
        for name in (*unknown_steps, *unknown_rules, *unknown_penalties):
            message = f"there is no step, rule or penalty {name!r}."
            yield Finding("case-reference", "cases", case.id, ("expect",), message)
        if not (to_json(expect.summary) or steps or rules or expect.penalties):
            message = "this case expects nothing; say what must come out."
            yield Finding("case-empty", "cases", case.id, ("expect",), message)
