"""`regpath rules verify`: proofs over all possible answers and all modelled days."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    FOLDER,
    errors_as_exit_codes,
    json_option,
    print_json,
    rules_option,
)
from regpath.cli.text import wrap

if TYPE_CHECKING:
    from regpath.rules.verify import Failure, Gap, Verification


@click.command()
@click.option(
    "--law-text", "law_text", type=FOLDER, metavar="DIR",
    help="Compare every citation with the law texts in DIR instead.",
)  # fmt: skip
@rules_option
@json_option
@errors_as_exit_codes
def verify(law_text: Path | None, rules_dir: Path | None, as_json: bool) -> None:
    """Prove the rulebook for every product, in every interval between two effective dates.

    Every product has exactly one act, authority level and clinical route, or a gap that a table
    declares. No two rows or rules contradict each other, and no step waits in vain. What fails is
    shown with a product and a date. Exit code 1 where something fails.

    With --law-text: each cited article exists, the figures stated stand in it, and its text is
    still the one that was compared.
    """
    if law_text is not None:
        _verify_texts(law_text, rules_dir, as_json)
        return
    from regpath.api import verify_rulebook  # noqa: PLC0415

    found = verify_rulebook(rules_dir)
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found)))
    if found.failures:
        sys.exit(FINDINGS)


def _verify_texts(texts: Path, rules_dir: Path | None, as_json: bool) -> None:
    from regpath.api import verify_law_texts  # noqa: PLC0415

    found = verify_law_texts(rules_dir, texts)
    if as_json:
        print_json(found.to_json())
    else:
        for finding in found.findings:
            where = "/".join(map(str, (finding.section, finding.entry, *finding.path)))
            for line in wrap(f"{where}: {finding.code}: {finding.message}", "", "  "):
                click.echo(line)
        click.echo(
            f"{found.compared} citations compared, {found.without_text} of instruments without a "
            f"text here, {found.beyond_excerpt} beyond an excerpt, {len(found.findings)} findings"
        )
    if found.findings:
        sys.exit(FINDINGS)


def _words(found: Verification) -> Iterator[str]:
    yield from wrap(_scope(found))
    yield ""
    for failure in found.failures:
        yield from _failure(failure)
    if found.failures:
        yield f"failures: {len(found.failures)}"
    else:
        yield from wrap(f"proved: every product has exactly one of {', '.join(found.outputs)},")
        yield "or one of these gaps that a table declares; nothing overlaps, no step waits in vain."
    if found.gaps:
        yield ""
        yield "Gaps that tables declare"
    for gap in found.gaps:
        yield from _gap(gap)


def _scope(found: Verification) -> str:
    first = found.intervals[0].from_ if found.intervals else "no day"
    return (
        f"{found.tables} tables, {found.rules} rules and {found.steps} steps, in "
        f"{len(found.intervals)} intervals from {first} on, over all possible answers"
    )


def _failure(failure: Failure) -> Iterator[str]:
    from regpath.rules.products import product_words  # noqa: PLC0415
    from regpath.rules.wording import windows_words  # noqa: PLC0415

    yield from wrap(f"{failure.code}: {failure.message}", "", "  ")
    example = f"on {failure.day}: {product_words(failure.product)}"
    yield from wrap(example, "  for example ", "    ")
    yield from wrap(f"fails {windows_words(failure.windows)}", "  ", "    ")


def _gap(gap: Gap) -> Iterator[str]:
    from regpath.rules.products import product_words  # noqa: PLC0415
    from regpath.rules.wording import windows_words  # noqa: PLC0415

    where = f"row {gap.row}" if gap.row else f"open {gap.through}" if gap.through else "no row"
    head = f"{gap.output}: {gap.table}, {where}, {windows_words(gap.windows)}"
    yield from wrap(head, "- ", "  ")
    yield from wrap(gap.why.en, "  ")
    yield from wrap(f"on {gap.day}: {product_words(gap.product)}", "  for example ", "    ")
