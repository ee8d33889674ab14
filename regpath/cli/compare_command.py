"""`regpath compare`: pathways side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from regpath.cli.common import (
    FILE,
    STDIO,
    argument_error,
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    read_answers,
    report_lang_option,
    rulebook,
    rules_option,
    warn_of_missing_law,
)
from regpath.cli.completion import complete_vary
from regpath.cli.reports import format_option, output_option, targets_of, write_reports
from regpath.model.errors import nearest
from regpath.model.text import Text

if TYPE_CHECKING:
    from regpath.model.rulebook import Fact, Rulebook
    from regpath.report.languages import Language
    from regpath.rules.compare import Comparison

NARROWEST = 18
"""A column is not made narrower than this; further columns follow in a second table."""
NAMES = 36
"""The columns that the names of the rows take."""
MOST_LINES = 5
"""What is known of access is cut after so many lines."""


class Row(NamedTuple):
    """A row of the table; a name of dashes is a line across. `most_lines` is 0 for all of them."""

    name: str
    cells: Sequence[str]
    most_lines: int = 0


LINE = "--"


@click.command(
    epilog="""\b
Examples:
  regpath compare imported.yaml local.yaml
  regpath compare my-product.yaml --vary route=import,manufacture
  regpath compare my-product.yaml --vary target_provinces=zhejiang+shanghai,beijing
  regpath compare my-product.yaml --vary province=zhejiang,jiangsu -o provinces.pdf
"""
)
@click.argument("answers", nargs=-1, required=True, type=FILE)
@click.option(
    "--vary", multiple=True, metavar="FACT=V1,V2", shell_complete=complete_vary,
    help="Vary a fact; join the words of one list with +. Repeatable: every combination.",
)  # fmt: skip
@format_option("a table for the terminal")
@output_option
@as_of_option
@report_lang_option
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: tuple[str, ...],
    vary: tuple[str, ...],
    formats: tuple[str, ...],
    output: str | None,
    as_of: str | None,
    lang: Language,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Lay the pathways of two or more ANSWERS files, or of one with --vary, side by side.

    Without -f and -o a table is printed; with them a report is written, as by `regpath plan`.

    Without --as-of each file is taken under its own date. Answers that a varied fact makes
    irrelevant are left out, and named.
    """
    from regpath.api import compare  # noqa: PLC0415

    wanted = bool(formats or output or as_json)
    targets = targets_of(formats, output, as_json) if wanted else []
    rules = rulebook(rules_dir)
    if len(answers) == 1 and not vary:
        raise click.UsageError("give two answers files, or one with --vary FACT=V1,V2.")
    varied = _parse_vary(vary, rules)
    read = [read_answers(name, rules) for name in _once(answers)]
    given = [replace(a, as_of=day_for(as_of, a)) for a in read]
    for day in sorted({a.as_of or "" for a in given}):
        warn_of_missing_law(rules, day)
    found = compare(*given, vary=varied, rulebook=rules, labels=_labels(answers))
    if targets:
        write_reports(found, targets, lang)
    else:
        click.echo("\n".join(_words(found, lang)))


def _once(answers: tuple[str, ...]) -> tuple[str, ...]:
    if answers.count(STDIO) > 1:
        raise click.UsageError("standard input can be read only once.")
    return answers


def _labels(answers: tuple[str, ...]) -> list[str]:
    """The names of the files without folder and ending, where these tell them apart."""
    stems = [Path(name).stem if name != STDIO else name for name in answers]
    return stems if len(set(stems)) == len(stems) else list(answers)


def _parse_vary(vary: tuple[str, ...], rules: Rulebook) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for text in vary:
        name, separator, values = text.partition("=")
        if not separator or not values:
            raise argument_error("--vary", f"FACT=V1,V2 was expected, not {text!r}.", "usage")
        fact = rules.facts.get(name)
        if fact is None:
            message = f"there is no fact {name!r}.{nearest(name, rules.facts)}"
            raise argument_error("--vary", message, "unknown-fact")
        parts = [_value(fact, part, rules) for part in values.split(",")]
        known = found.setdefault(name, [])
        known += [part for part in parts if part not in known]
    return found


def _value(fact: Fact, part: str, rules: Rulebook) -> Any:
    from regpath.load.answers import ValueProblem, read_value  # noqa: PLC0415

    listed = fact.is_list and part != "unknown"
    try:
        value = read_value(fact, part.split("+") if listed else part.strip(), rules)
    except ValueProblem as problem:
        raise argument_error("--vary", f"{fact.id}: {problem}", "wrong-value") from None
    return list(value) if isinstance(value, tuple) else value


def _words(found: Comparison, lang: Language) -> Iterator[str]:
    from regpath.cli.text import columns  # noqa: PLC0415

    rows = list(_rows(found, lang))
    room = columns() - NAMES
    per_table = max(1, room // (NARROWEST + 2))
    for start in range(0, len(found.labels), per_table):
        if start:
            yield ""
        yield from _table([_part(row, start, start + per_table) for row in rows], room)
    if found.access:
        yield f"Access is cut after {MOST_LINES} lines; -f md shows all of it."
    same = len(found.steps) - len(found.differing_steps)
    yield f"* differs; {same} steps are the same in all."


def _part(row: Row, start: int, end: int) -> Row:
    return row._replace(cells=row.cells[start:end])


def _table(rows: Sequence[Row], room: int) -> Iterator[str]:
    from regpath.cli.text import table  # noqa: PLC0415

    widths = _widths(rows, room)
    for row in rows:
        if row.name == LINE:
            yield "-" * (NAMES + sum(widths) + 2 * len(widths))
        else:
            yield from table([(row.name, *row.cells)], (NAMES, *widths), row.most_lines)


def _widths(rows: Sequence[Row], room: int) -> list[int]:
    """As wide as the cells need; what is too wide shares the room that the others leave."""
    from regpath.cli.text import width_of  # noqa: PLC0415

    wanted = [max(width_of(row.cells[i]) for row in rows) for i in range(len(rows[0].cells))]
    left, found = room - 2 * len(wanted), dict[int, int]()
    for count, i in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        found[i] = min(wanted[i], left // (len(wanted) - count))
        left -= found[i]
    return [found[i] for i in range(len(wanted))]


def _rows(found: Comparison, lang: Language) -> Iterator[Row]:
    yield Row("", found.labels)
    yield Row("as of", found.as_of)
    for fact, column in found.answers.items():
        yield Row(fact, ["-" if value is None else _cell(value, lang) for value in column])
    if any(found.left_out):
        yield Row("(left out)", [", ".join(facts) or "-" for facts in found.left_out])
    line = Row(LINE, ["" for _ in found.labels])
    yield line
    yield from _fields(found, lang)
    yield line
    if found.access:
        yield from _access(found, lang)
        yield line
    for step in found.differing_steps:
        yield Row(f"* {step}", [value or "-" for value in found.steps[step]])


def _fields(found: Comparison, lang: Language) -> Iterator[Row]:
    fields = dict(found.fields)
    in_words = fields.pop("validity")
    years = zip(fields["validity_years"], in_words, strict=True)
    fields["validity_years"] = tuple(words if n is None else n for n, words in years)
    for name, column in fields.items():
        yield Row(_mark(name in found.differing) + name, [_cell(value, lang) for value in column])


def _access(found: Comparison, lang: Language) -> Iterator[Row]:
    from regpath.report.words import term  # noqa: PLC0415

    for topic, column in found.access.items():
        name = _mark(topic in found.differing_access) + _spoken(term("region_topic", topic), lang)
        yield Row(name, [_cell(cell, lang) for cell in column], MOST_LINES)


def _mark(differs: bool) -> str:
    return "* " if differs else "  "


def _spoken(text: Text, lang: Language) -> str:
    from regpath.report.languages import spoken  # noqa: PLC0415

    return spoken(text, lang)


def _cell(value: Any, lang: Language) -> str:
    match value:
        case None:
            return "?"
        case Text():
            return _spoken(value, lang)
        case {"name_en": en, "name_zh": zh} | {"en": en, "zh": zh}:
            return _spoken(Text(en, zh), lang)
        case {"route": "undetermined", "candidates": candidates}:
            return " | ".join(candidates)
        case {"route": route}:
            return str(route)
        case {"amount": amount, "status": status}:
            return str(status) if amount is None else f"{amount:,} ({status})"
        case {"total_without_supplement": days, "total_with_one_supplement": longer}:
            return f"{_number(days)} / {_number(longer)} working days"
        case {"prefix": prefix}:
            return str(prefix or "?")
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value)


def _number(days: int | None) -> str:
    return "?" if days is None else str(days)
