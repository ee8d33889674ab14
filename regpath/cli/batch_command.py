"""`regpath batch`: a portfolio, one product a line."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, TextIO

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    FILE,
    STDIO,
    Choice,
    as_of_option,
    errors_as_exit_codes,
    rulebook,
    rules_option,
    today,
    whole_file,
)

FORMS = ("jsonl", "csv")
PROGRESS = 1000
"""A line on standard error every so many rows."""


@click.command(
    epilog="""\b
Examples:
  regpath batch products.jsonl pathways.jsonl
  regpath batch products.csv - --fields summary | jq -r .pathway.summary.act
  generate-products | regpath batch - pathways.jsonl --as-of 2026-11-21
"""
)
@click.argument("source", metavar="IN", type=FILE)
@click.argument("target", metavar="OUT", type=FILE)
@as_of_option
@click.option("--fields", type=Choice(["all", "summary"]), default="all", show_default=True,
              help="The whole pathway, or its summary only (faster).")  # fmt: skip
@click.option("--from", "form", type=Choice(FORMS),
              help="The form of IN. Default: by its ending, else jsonl.")  # fmt: skip
@rules_option
@click.option("--json", "as_json", is_flag=True,
              help="Print the count of rows, failures and error codes as JSON.")  # fmt: skip
@errors_as_exit_codes
def command(
    source: str,
    target: str,
    as_of: str | None,
    fields: str,
    form: str | None,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Answer every row of IN (JSONL or CSV) into OUT (JSONL), in order; `-` is a stream.

    A JSONL row is `{"id": ..., "as_of": ..., "answers": {...}}`; CSV has a column a fact, and id,
    as_of; words of a list are separated by semicolons. A bad row becomes an `error` and loses no
    other. Exit code 1 where a row failed.
    """
    from regpath.portfolio import answer_rows, csv_rows, jsonl_rows  # noqa: PLC0415

    rules = rulebook(rules_dir)
    day = as_of or today()
    form = form or ("csv" if source.lower().endswith((".csv", ".tsv")) else "jsonl")
    with _open_source(source) as stream:
        lines = _lines(stream)
        rows = csv_rows(lines, rules) if form == "csv" else jsonl_rows(lines)
        results = answer_rows(rows, day, rules, forced=as_of is not None, fields=fields)
        counts = _write(results, target)
    _report(counts, target, as_json)
    if counts.total() > counts["ok"]:
        sys.exit(FINDINGS)


def _report(counts: Counter[str], target: str, as_json: bool) -> None:
    done, failed = counts.total(), counts.total() - counts["ok"]
    if as_json:
        codes = {code: count for code, count in sorted(counts.items()) if code != "ok"}
        data = {"rows": done, "failed": failed, "errors": codes}
        click.echo(json.dumps(data, ensure_ascii=False), err=target == STDIO)
    else:
        click.echo(f"{done} rows, {failed} failed", err=True)


def _open_source(source: str) -> TextIO:
    """The source as text; bytes that are not UTF-8 are kept, and become errors of their rows."""
    if source == STDIO:
        return io.TextIOWrapper(sys.stdin.buffer, "utf-8", "surrogateescape", newline="")
    if source.lower().endswith(".parquet"):
        raise click.UsageError("Parquet is not read yet; give JSONL or CSV.")
    try:
        return Path(source).open(encoding="utf-8", errors="surrogateescape", newline="")
    except OSError as error:
        raise click.UsageError(f"{source} cannot be read ({error.strerror}).") from None


def _lines(stream: TextIO) -> Iterator[str | None]:
    """The lines of a stream, without ever holding more than one; `None` for one too long."""
    from regpath.portfolio import MAX_LINE  # noqa: PLC0415

    while line := stream.readline(MAX_LINE + 1):
        whole = len(line) <= MAX_LINE or line.endswith("\n")
        yield line if whole else None
        while not whole and (line := stream.readline(MAX_LINE)):
            whole = line.endswith("\n")


def _write(results: Iterable[dict[str, Any]], target: str) -> Counter[str]:
    if target == STDIO:
        return _write_lines(results, sys.stdout.buffer)
    if Path(target).is_dir():
        raise click.UsageError(f"{target} is a folder; name a file.")
    with whole_file(Path(target)) as file:
        return _write_lines(results, file)


def _write_lines(results: Iterable[dict[str, Any]], file: IO[bytes]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for result in results:
        file.write(json.dumps(result, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        counts["ok" if "error" not in result else result["error"]["code"]] += 1
        if counts.total() % PROGRESS == 0:
            click.echo(f"{counts.total()} rows ...", err=True)
    file.flush()
    return counts
