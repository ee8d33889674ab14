"""`regpath rules coverage`: each article of the core instruments, and what rests on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    as_of_option,
    errors_as_exit_codes,
    json_option,
    print_json,
    rulebook,
    rules_option,
)
from regpath.cli.text import wrap

if TYPE_CHECKING:
    from regpath.provenance.coverage import Article, InstrumentCoverage

STANDINGS = ("covered", "not_for_an_entrant", "definition", "penalty", "not_modelled", "hole")


@click.command(
    epilog="""\b
Examples:
  regpath rules coverage
  regpath rules coverage samr-order-47-2021
"""
)
@click.argument("instruments", nargs=-1, metavar="[INSTRUMENT]...")
@as_of_option
@rules_option
@json_option
@errors_as_exit_codes
def coverage(
    instruments: tuple[str, ...], as_of: str | None, rules_dir: Path | None, as_json: bool
) -> None:
    """Say what becomes of each article: covered by which rules, a penalty for which steps, or why
    by none.

    Named instruments are listed article by article. Exit code 1 where a map has a fault: an article
    with neither, one listed twice, an entry that does not cite it.
    """
    from regpath.api import coverage as coverage_of  # noqa: PLC0415
    from regpath.model.errors import nearest  # noqa: PLC0415
    from regpath.provenance.coverage import faults  # noqa: PLC0415

    rules = rulebook(rules_dir)
    found = coverage_of(rules, as_of)
    known = [entry.instrument for entry in found]
    for name in instruments:
        if name not in known:
            raise click.UsageError(f"no coverage map of {name!r}.{nearest(name, known)}")
    chosen = [entry for entry in found if not instruments or entry.instrument in instruments]
    if as_json:
        print_json([entry.to_json() for entry in chosen])
    elif instruments:
        click.echo("\n".join(line for entry in chosen for line in _in_full(entry)))
    else:
        click.echo("\n".join(_in_short(chosen)))
    known_as = {entry.instrument for entry in chosen}
    wrong = [fault for fault in faults(rules, tuple(found)) if fault.instrument in known_as]
    for fault in wrong:
        click.echo(f"{fault.instrument} {fault.article}: {fault.message}", err=True)
    if wrong:
        sys.exit(FINDINGS)


def _in_short(found: Sequence[InstrumentCoverage]) -> Iterator[str]:
    for entry in found:
        counts = ((standing, entry.count(standing)) for standing in STANDINGS)
        said = ", ".join(
            f"{count} {standing.replace('_', ' ')}" for standing, count in counts if count
        )
        core = " (core)" if entry.core else ""
        share = f"{entry.classified:.0%} of {len(entry.articles)} articles classified"
        yield from wrap(f"{entry.instrument}{core}: {share}; {said}", "", "  ")


def _in_full(entry: InstrumentCoverage) -> Iterator[str]:
    yield f"{entry.instrument}: {entry.title.en}"
    for article in entry.articles:
        yield from wrap(_line(article), "  ", "      ")


def _line(article: Article) -> str:
    standing = article.standing.replace("_", " ")
    said = f"{article.number} {standing}"
    if article.by:
        said += f": {', '.join(article.by)}"
    if article.reason is not None:
        said += f": {article.reason.en}"
    if article.backs:
        said += f" (backs {', '.join(article.backs)})"
    if article.closed_by is not None:
        said += f" Closed by: {article.closed_by.en}"
    return said
