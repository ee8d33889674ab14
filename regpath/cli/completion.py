"""Shell completion of facts, values and provinces."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from regpath.model.rulebook import Fact, Rulebook


def values_of(fact: Fact, rules: Rulebook) -> list[str]:
    """The words that a fact may take; empty for free answers."""
    if fact.type == "yes_no":
        return ["yes", "no", "unknown"]
    if fact.type in ("province", "province_list"):
        return [*rules.provinces, "unknown"]
    return [*(choice.id for choice in fact.choices), "unknown"] if fact.choices else []


def complete_vary(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """`FACT=` first, then the values of that fact, comma by comma."""
    from regpath.api import load_rulebook  # noqa: PLC0415

    rules = load_rulebook()
    name, separator, rest = incomplete.partition("=")
    if not separator:
        return _items(f"{fact}=" for fact in rules.facts if fact.startswith(name))
    if name not in rules.facts:
        return []
    head, comma, last = rest.rpartition(",")
    start = f"{name}={head}{comma}"
    words = values_of(rules.facts[name], rules)
    return _items(f"{start}{word}" for word in words if word.startswith(last))


def complete_step(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """The ids of the steps, with their titles."""
    from regpath.api import load_rulebook  # noqa: PLC0415

    steps = load_rulebook().steps.values()
    return [
        CompletionItem(step.id, help=step.title.en)
        for step in steps
        if step.id.startswith(incomplete)
    ]


def complete_entry(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """The ids of everything that `rules show` shows: facts, provinces, steps, rules, ..."""
    from regpath.api import load_rulebook  # noqa: PLC0415

    rules = load_rulebook()
    sections = (rules.facts, rules.provinces, rules.steps, rules.rules, rules.tables,
                rules.parameters, rules.instruments)  # fmt: skip
    return _items(name for s in sections for name in s if name.startswith(incomplete))


def _items(words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words]
