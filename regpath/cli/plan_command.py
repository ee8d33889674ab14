"""`regpath plan`: the pathway for an answers file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli import INCOMPLETE
from regpath.cli.common import (
    FILE,
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
from regpath.cli.reports import format_option, output_option, targets_of, write_reports

if TYPE_CHECKING:
    from regpath.model.pathway import Pathway
    from regpath.report.languages import Language


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
@format_option("md")
@output_option
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

    targets = targets_of(formats, output, as_json)
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
