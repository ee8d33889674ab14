"""`regpath number`: decode registration and filing numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from regpath.cli import FINDINGS
from regpath.cli.common import STDIO, errors_as_exit_codes, json_option, rulebook, rules_option


def _lines(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        if number == STDIO:
            lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
            yield from (line.strip() for line in lines if line.strip())
        else:
            yield number


@click.command()
@click.argument("numbers", nargs=-1, required=True)
@rules_option
@json_option
@errors_as_exit_codes
def command(numbers: tuple[str, ...], rules_dir: Path | None, as_json: bool) -> None:
    """Decode registration and filing NUMBERS; `-` reads one a line.

    Exit code 1 where a number is not valid.
    """
    from regpath.api import decode_number  # noqa: PLC0415

    rules = rulebook(rules_dir)
    all_valid = True
    for number in _lines(numbers):
        found = decode_number(number, rules).to_json()
        all_valid &= bool(found["valid"])
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False))
        else:
            click.echo("\n".join(_words(found)))
    if not all_valid:
        sys.exit(FINDINGS)


SHOWN = ("form", "act", "route", "import_origin", "device_class", "province", "city", "year",
         "catalogue", "serial")  # fmt: skip


def _words(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['number']}: {'valid' if found['valid'] else 'not valid'}"
    for name in SHOWN:
        if found[name] is not None:
            yield f"  {name.replace('_', ' ')}: {found[name]}"
    if found["authority"] is not None:
        authority = found["authority"]
        yield f"  authority: {authority['name_en']} {authority['name_zh']} ({authority['level']})"
    for error in found["errors"]:
        yield f"  error: {error['code']}: {error['message']}"
    for note in found["notes"]:
        yield f"  note: {note['message']}"
    for reading in found["readings"]:
        yield f"  could also be meant: {reading['number']}"
