"""`regpath plan`: the pathway for an answers file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli import INCOMPLETE
from regpath.cli.common import (
    FILE,
    STDIO,
    Choice,
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    read_answers,
    report_lang_option,
    rulebook,
    rules_option,
    warn_of_missing_law,
    write_file,
    write_stdout,
)
from regpath.model.errors import nearest

if TYPE_CHECKING:
    from regpath.model.pathway import Pathway
    from regpath.report.languages import Language

FORMATS = ("md", "json", "pdf")
ENDINGS = {"": "md", "markdown": "md", "txt": "md"} | {name: name for name in FORMATS}
"""Which format an ending of the output file stands for."""

Target = tuple[str, Path | None]
"""A format with the file it goes to; `None` is standard output."""


def _targets(formats: tuple[str, ...], output: str | None) -> list[Target]:
    if output is None or output == STDIO:
        if len(formats) > 1:
            raise click.UsageError("name a file with -o for several formats.")
        if formats == ("pdf",) and sys.stdout.isatty():
            raise click.UsageError("a PDF is nothing for a terminal; name a file with -o.")
        return [(formats[0], None)]
    path = Path(output)
    if path.is_dir():
        raise click.UsageError(f"{output} is a folder; name a file.")
    if len(formats) == 1:
        return [(formats[0], path)]
    stem = path.with_suffix("") if path.suffix.lstrip(".").lower() in ENDINGS else path
    return [(name, stem.with_name(f"{stem.name}.{name}")) for name in formats]


def _formats(formats: tuple[str, ...], output: str | None, as_json: bool) -> tuple[str, ...]:
    if as_json:
        if set(formats) - {"json"}:
            raise click.UsageError("--json and another -f exclude each other; use -f json -f ...")
        return ("json",)
    if formats:
        return tuple(dict.fromkeys(formats))
    ending = Path(output).suffix.lstrip(".").lower() if output and output != STDIO else ""
    if ending not in ENDINGS:
        raise click.UsageError(
            f"no format goes by the ending .{ending} (there are {', '.join(FORMATS)})."
            f"{nearest(ending, FORMATS)} Choose one with -f."
        )
    return (ENDINGS[ending],)


def write_reports(pathway: Pathway, targets: list[Target], lang: Language, brief: bool) -> None:
    """Render every format first, then write: a failing one leaves no file behind."""
    from regpath.report import render_with_warnings  # noqa: PLC0415

    rendered = []
    for name, path in targets:
        data, warnings = render_with_warnings(pathway, name, lang, brief)
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
        rendered.append((data, path))
    for data, path in rendered:
        if path is None:
            write_stdout(data)
        else:
            write_file(path, data)
            click.echo(f"wrote {path}", err=True)


@click.command(
    epilog="""\b
Examples:
  regpath plan my-product.yaml --brief
  regpath plan my-product.yaml -o report.pdf --lang zh
  regpath plan my-product.yaml -f md -f pdf -f json -o report    three files
  regpath plan - --json < my-product.yaml
"""
)
@click.argument("answers", type=FILE)
@click.option(
    "-f", "--format", "formats", multiple=True, type=Choice(FORMATS),
    help="Repeatable. Default: by the ending of the output file, else md.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=FILE,
    help="File to write; `-` is standard output. With several formats: its name, with the ending "
    "of each format.",
)  # fmt: skip
@as_of_option
@report_lang_option
@click.option("--brief", is_flag=True, help="The short form, two pages at most.")
@click.option(
    "--require-complete", is_flag=True, help="Exit with 3 where the pathway is undetermined."
)
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: str,
    formats: tuple[str, ...],
    output: str | None,
    as_of: str | None,
    lang: Language,
    brief: bool,
    require_complete: bool,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Print or write the pathway for ANSWERS, a YAML or JSON file (`-`: standard input).

    Files are written whole or not at all.
    """
    from regpath.api import plan  # noqa: PLC0415

    targets = _targets(_formats(formats, output, as_json), output)
    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    day = day_for(as_of, given)
    pathway = plan(given, day, rules)
    warn_of_missing_law(rules, day)
    write_reports(pathway, targets, lang, brief)
    if require_complete and is_undetermined(pathway):
        click.echo(f"undetermined; {_what_is_open(pathway)}", err=True)
        sys.exit(INCOMPLETE)


def is_undetermined(pathway: Pathway) -> bool:
    """Whether the act, its authority, the clinical route or any step is open."""
    summary = pathway.summary
    return (
        summary.act is None
        or summary.authority is None
        or summary.clinical.route == "undetermined"
        or any(step.status == "undetermined" for step in pathway.steps)
    )


def _what_is_open(pathway: Pathway) -> str:
    facts = [question.fact for question in pathway.open_questions]
    if not facts:
        return "see not_modelled."
    more = f" and {len(facts) - 5} more" if len(facts) > 5 else ""
    return f"still open: {', '.join(facts[:5])}{more}."
