"""`regpath batch`: a portfolio, one product a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    STDIO,
    as_of_option,
    errors_as_exit_codes,
    rulebook,
    rules_option,
    today,
)

MAX_LINE = 1_000_000
"""Longest line, in characters; a longer one is an error of that line."""


@click.command()
@click.argument("source")
@click.argument("target")
@as_of_option
@click.option("--fields", type=click.Choice(["all", "summary"]), default="all", show_default=True)
@rules_option
@errors_as_exit_codes
def command(
    source: str, target: str, as_of: str | None, fields: str, rules_dir: Path | None
) -> None:
    """Answer every row of SOURCE (JSONL, CSV) into TARGET (JSONL), in order; `-` is a stream.

    A row is `{"id": ..., "as_of": ..., "answers": {...}}`; in CSV a column a fact, id and as_of.
    A bad row becomes an `error` and loses no other. Exit code 1 where a row failed.
    """
    from regpath.portfolio import answer_rows, csv_rows, jsonl_rows  # noqa: PLC0415

    rules = rulebook(rules_dir)
    day = as_of or today()
    with _open_source(source) as stream:
        is_csv = source.lower().endswith(".csv")
        rows = csv_rows(stream) if is_csv else jsonl_rows(stream)
        results = answer_rows(rows, day, rules, forced=as_of is not None, fields=fields)
        done, failed = _write(results, target)
    click.echo(f"{done} rows, {failed} failed", err=True)
    if failed:
        sys.exit(FINDINGS)


def _open_source(source: str) -> TextIO:
    if source == STDIO:
        return sys.stdin
    if source.lower().endswith(".parquet"):
        raise click.UsageError("Parquet is not read yet; give JSONL or CSV.")
    try:
        return Path(source).open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise click.UsageError(f"{source} cannot be read ({error.strerror}).") from None


def _write(results: Iterator[dict[str, Any]], target: str) -> tuple[int, int]:
    if target == STDIO:
        return _write_lines(results, sys.stdout)
    path = Path(target)
    if path.is_dir():
        raise click.UsageError(f"{target} is a folder; name a file.")
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            counts = _write_lines(results, file)
        temporary.replace(path)
    except OSError as error:
        raise click.UsageError(f"{target} cannot be written ({error.strerror}).") from None
    finally:
        temporary.unlink(missing_ok=True)
    return counts


def _write_lines(results: Iterator[dict[str, Any]], file: TextIO) -> tuple[int, int]:
    done = failed = 0
    for result in results:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")
        done += 1
        failed += "error" in result
    return done, failed
