"""`regpath demo`: the main job on a bundled product, with no input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from regpath.cli.common import errors_as_exit_codes, rulebook, today, write_file
from regpath.report.languages import Language

PDF = Path("regpath-demo.pdf")


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=PDF,
              show_default=True, help="The PDF report to write.")  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "zh", "both"]), default="en", show_default=True)
@errors_as_exit_codes
def command(output: Path, lang: Language) -> None:
    """Plan a drug-eluting coronary stent, imported: print the pathway, write the PDF report."""
    from regpath.api import plan  # noqa: PLC0415
    from regpath.load.answers import load_answers  # noqa: PLC0415
    from regpath.load.find import demo_answers  # noqa: PLC0415
    from regpath.report import render_with_warnings  # noqa: PLC0415

    rules = rulebook(None)
    given = load_answers(demo_answers(), rules)
    pathway = plan(given, given.as_of or today(), rules)
    text, _ = render_with_warnings(pathway, "md", lang, brief=True)
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    data, warnings = render_with_warnings(pathway, "pdf", lang, brief=False)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    write_file(output, data)
    click.echo(f"\nThe full report is in {output}. Your own product: regpath ask", err=True)
