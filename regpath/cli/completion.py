"""Shell completion of facts, values, provinces, steps and entries of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from regpath.model.rulebook import Fact, Rulebook


def _rules(ctx: click.Context) -> Rulebook | None:
    """The rulebook of the command line so far; nothing is completed where it cannot be read."""
    from regpath.api import load_rulebook  # noqa: PLC0415
    from regpath.model.errors import RulebookError  # noqa: PLC0415

    try:
        return load_rulebook(ctx.params.get("rules_dir"))
    except RulebookError:
        return None


def values_of(fact: Fact, rules: Rulebook) -> list[str]:
    """The words that a fact may take; empty for free answers."""
    if fact.type == "yes_no":
        return ["yes", "no", "unknown"]
    if fact.type in ("province", "province_list"):
        return [*rules.provinces, "unknown"]
    return [*(choice.id for choice in fact.choices), "unknown"] if fact.choices else []


def complete_vary(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """`FACT=` first, then the values of that fact, comma by comma."""
    rules = _rules(ctx)
    name, separator, rest = incomplete.partition("=")
    if rules is None:
        return []
    if not separator:
        return _items(f"{fact}=" for fact in rules.facts if fact.startswith(name))
    if name not in rules.facts:
        return []
    cut = max(rest.rfind(","), rest.rfind("+")) + 1
    start, last = f"{name}={rest[:cut]}", rest[cut:]
    words = values_of(rules.facts[name], rules)
    return _items(f"{start}{word}" for word in words if word.startswith(last))


def complete_step(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """The ids of the steps, with their titles; after `@` the provinces of a step done in each."""
    rules = _rules(ctx)
    name, at, place = incomplete.partition("@")
    if rules is None:
        return []
    if at and name in rules.steps and rules.steps[name].for_each is not None:
        return [
            CompletionItem(f"{name}@{province.id}", help=province.name.en)
            for province in rules.provinces.values()
            if province.id.startswith(place)
        ]
    return [
        CompletionItem(step.id, help=step.title.en)
        for step in rules.steps.values()
        if step.id.startswith(incomplete)
    ]


def complete_entry(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """The ids of everything that `rules show` shows: facts, provinces, steps, rules, ..."""
    rules = _rules(ctx)
    return [] if rules is None else _items(n for n in _entries(rules) if n.startswith(incomplete))


def _entries(rules: Rulebook) -> Iterator[str]:
    sections = (rules.facts, rules.provinces, rules.steps, rules.rules, rules.tables,
                rules.parameters, rules.clocks, rules.instruments, rules.authorities,
                rules.jurisdictions, rules.number_forms, rules.fee_rules, rules.deadlines,
                rules.class_moves, rules.lists, rules.pending, rules.working_years,
                rules.penalties, rules.not_modelled, rules.coverage)  # fmt: skip
    for section in sections:
        yield from section
    yield from (case.id for case in rules.cases)


def _items(words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(word) for word in dict.fromkeys(words)]
