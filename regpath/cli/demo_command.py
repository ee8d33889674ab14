"""`regpath demo`: the main job on a bundled product, with no input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli.common import (
    day_for,
    errors_as_exit_codes,
    json_option,
    report_lang_option,
    rulebook,
    write_file,
    write_stdout,
)

if TYPE_CHECKING:
    from regpath.report.languages import Language

PDF = Path("regpath-demo.pdf")


@click.command(
    epilog="""\b
Examples:
  regpath demo
  regpath demo --lang zh -o demo.pdf
"""
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    default=PDF,
    show_default=True,
    help="The PDF report to write.",
)
@report_lang_option
@json_option
@errors_as_exit_codes
def command(output: Path, lang: Language, as_json: bool) -> None:
    """Plan a drug-eluting coronary stent, imported: print the pathway, write the PDF report."""
    from regpath.api import plan  # noqa: PLC0415
    from regpath.load.answers import load_answers  # noqa: PLC0415
    from regpath.load.find import demo_answers  # noqa: PLC0415
    from regpath.report import render_with_warnings  # noqa: PLC0415

    rules = rulebook(None)
    given = load_answers(demo_answers(), rules)
    pathway = plan(given, day_for(None, given), rules)
    text, _ = render_with_warnings(pathway, "json" if as_json else "md", lang, brief=True)
    write_stdout(text)
    data, warnings = render_with_warnings(pathway, "pdf", lang, brief=False)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    write_file(output, data)
    click.echo(f"\nThe full report is in {output}. Your own product: regpath ask", err=True)
