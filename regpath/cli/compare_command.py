"""`regpath compare`: pathways side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from regpath.cli.common import (
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    print_json,
    read_answers,
    rulebook,
    rules_option,
)
from regpath.cli.completion import complete_vary
from regpath.model.errors import nearest
from regpath.model.rulebook import Rulebook
from regpath.rules.compare import Comparison


@click.command()
@click.argument("answers", nargs=-1, required=True)
@click.option(
    "--vary", multiple=True, metavar="FACT=V1,V2", shell_complete=complete_vary,
    help="Vary a fact of one answers file. Repeatable.",
)  # fmt: skip
@as_of_option
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: tuple[str, ...],
    vary: tuple[str, ...],
    as_of: str | None,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Lay the pathways of two or more ANSWERS files, or of one with --vary, side by side."""
    from regpath.api import compare  # noqa: PLC0415

    rules = rulebook(rules_dir)
    if len(answers) == 1 and not vary:
        raise click.UsageError("give two answers files, or one with --vary FACT=V1,V2.")
    given = [read_answers(name, rules) for name in answers]
    day = as_of or given[0].as_of or day_for(None, given[0])
    varied = dict(_parse_vary(text, rules) for text in vary)
    labels = [Path(name).stem if name != "-" else name for name in answers]
    found = compare(*given, vary=varied, as_of=day, rulebook=rules, labels=labels)
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found)))


def _parse_vary(text: str, rules: Rulebook) -> tuple[str, list[Any]]:
    fact, separator, values = text.partition("=")
    if not separator or not values:
        raise click.UsageError(f"--vary takes FACT=V1,V2, not {text!r}.")
    if fact not in rules.facts:
        raise click.UsageError(f"there is no fact {fact!r}.{nearest(fact, rules.facts)}")
    listed = rules.facts[fact].type in ("list", "province_list", "country_list")
    parts = values.split(",")
    return fact, [part.split("+") if listed else part for part in parts]


def _words(found: Comparison) -> Iterator[str]:
    rows: list[tuple[str, Sequence[str]]] = [("", found.labels), ("as of", found.as_of)]
    for fact, column in found.answers.items():
        rows.append((fact, [_cell(value) for value in column]))
    rows.append(("--", ["" for _ in found.labels]))
    for name, column in found.fields.items():
        mark = "*" if name in found.differing else " "
        rows.append((f"{mark}{name}", [_cell(value) for value in column]))
    rows.append(("--", ["" for _ in found.labels]))
    for step in found.differing_steps:
        rows.append((f"*{step}", [value or "-" for value in found.steps[step]]))
    widths = [max(len(r[0]) for r in rows)]
    widths += [max(len(r[1][i]) for r in rows) for i in range(len(found.labels))]
    for name, cells in rows:
        line = [f"{name:{widths[0]}}"]
        line += [f"{cell:{width}}" for cell, width in zip(cells, widths[1:], strict=True)]
        yield "  ".join(line).rstrip() if name != "--" else "-" * min(sum(widths), 100)
    same = len(found.steps) - len(found.differing_steps)
    yield f"* differs; {same} steps are the same in all."


def _cell(value: Any) -> str:
    match value:
        case None:
            return "?"
        case {"name_en": name}:
            return str(name)
        case {"route": "undetermined", "candidates": candidates}:
            return " | ".join(candidates)
        case {"route": route}:
            return str(route)
        case {"amount": amount, "status": status}:
            return status if amount is None else f"{amount} ({status})"
        case {"total_without_supplement": days, "total_with_one_supplement": longer}:
            return f"{days} / {longer} working days"
        case {"prefix": prefix, "pattern": pattern}:
            return str(prefix or pattern)
        case list():
            return ",".join(str(item) for item in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
