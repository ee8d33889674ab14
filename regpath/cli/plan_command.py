"""`regpath plan`: the pathway for an answers file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from regpath.cli import INCOMPLETE
from regpath.cli.common import (
    STDIO,
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    read_answers,
    rulebook,
    rules_option,
    write_file,
)
from regpath.model.pathway import Pathway
from regpath.report.languages import Language

FORMATS = ("md", "json", "pdf")


def _targets(formats: tuple[str, ...], output: str | None) -> list[tuple[str, Path | None]]:
    """Each format with the file it goes to; `None` is standard output."""
    if output is None or output == STDIO:
        if len(formats) > 1 or (formats == ("pdf",) and output is None and sys.stdout.isatty()):
            raise click.UsageError("name a file with -o for several formats, or for a PDF.")
        return [(formats[0], None)]
    path = Path(output)
    if path.is_dir():
        raise click.UsageError(f"{output} is a folder; name a file.")
    if len(formats) == 1:
        return [(formats[0], path)]
    return [(name, path.with_suffix(f".{name}")) for name in formats]


def _formats(formats: tuple[str, ...], output: str | None, as_json: bool) -> tuple[str, ...]:
    if as_json:
        return ("json",)
    if formats:
        return tuple(dict.fromkeys(formats))
    suffix = Path(output).suffix.lstrip(".") if output else ""
    return (suffix if suffix in FORMATS else "md",)


def write_reports(
    pathway: Pathway,
    targets: list[tuple[str, Path | None]],
    lang: Language,
    brief: bool,
) -> None:
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
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            write_file(path, data)
            click.echo(f"wrote {path}", err=True)


@click.command()
@click.argument("answers")
@click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(FORMATS),
    help="Repeatable. Default: by the name of the output file, else md.",
)  # fmt: skip
@click.option("-o", "--output", help="File to write; `-` is standard output.")
@as_of_option
@click.option("--lang", type=click.Choice(["en", "zh", "both"]), default="en", show_default=True)
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
    """Print or write the pathway for ANSWERS, a YAML or JSON file (`-`: standard input)."""
    from regpath.api import plan  # noqa: PLC0415

    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    targets = _targets(_formats(formats, output, as_json), output)
    pathway = plan(given, day_for(as_of, given), rules)
    write_reports(pathway, targets, lang, brief)
    if require_complete and is_undetermined(pathway):
        facts = ", ".join(question.fact for question in pathway.open_questions[:5])
        click.echo(f"undetermined; still open: {facts or 'see not_modelled'}", err=True)
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
