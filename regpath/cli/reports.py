"""Reports on the command line: which formats are asked for, and which files they go to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from regpath.cli.common import FILE, STDIO, Choice, write_file, write_stdout
from regpath.model.errors import nearest

if TYPE_CHECKING:
    from regpath.model.pathway import Pathway
    from regpath.report.languages import Language
    from regpath.rules.compare import Comparison

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("md", "json", "pdf")
ENDINGS = {"": "md", "markdown": "md", "txt": "md"} | {name: name for name in FORMATS}
"""Which format an ending of the output file stands for."""

Target = tuple[str, Path | None]
"""A format with the file it goes to; `None` is standard output."""

output_option = click.option(
    "-o", "--output", type=FILE,
    help="File to write; `-` is standard output. With several formats: its name, with the ending "
    "of each format.",
)  # fmt: skip


def format_option(otherwise: str) -> Callable[[F], F]:
    """The option `-f`; `otherwise` says what comes without it and without an output file."""
    return click.option(
        "-f", "--format", "formats", multiple=True, type=Choice(FORMATS),
        help=f"Repeatable. Default: by the ending of the output file, else {otherwise}.",
    )  # fmt: skip


def targets_of(formats: Sequence[str], output: str | None, as_json: bool) -> list[Target]:
    """What is to be written where. Without a format the ending of the output file decides."""
    return _targets(_formats(tuple(formats), output, as_json), output)


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


def write_reports(
    subject: Pathway | Comparison, targets: list[Target], lang: Language, brief: bool = False
) -> None:
    """Render every format first, then write: a failing one leaves no file behind."""
    from regpath.report import render_with_warnings  # noqa: PLC0415

    rendered = []
    for name, path in targets:
        data, warnings = render_with_warnings(subject, name, lang, brief)
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
        rendered.append((data, path))
    for data, path in rendered:
        if path is None:
            write_stdout(data)
        else:
            write_file(path, data)
            click.echo(f"wrote {path}", err=True)
