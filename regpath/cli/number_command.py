"""`regpath number`: decode registration and filing numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    STDIO,
    errors_as_exit_codes,
    json_option,
    lang_option,
    rulebook,
    rules_option,
)

MAX_NUMBER = 1000
"""Longer lines are cut: no number is that long."""


def _lines(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        if number == STDIO:
            lines = (line.decode("utf-8-sig", errors="replace") for line in sys.stdin.buffer)
            yield from (line.strip()[:MAX_NUMBER] for line in lines if line.strip())
        else:
            yield number[:MAX_NUMBER]


@click.command(
    epilog="""\b
Examples:
  regpath number 国械注进20263010001
  regpath number --json - < numbers.txt        one object a line
"""
)
@click.argument("numbers", nargs=-1, required=True)
@lang_option
@rules_option
@json_option
@errors_as_exit_codes
def command(numbers: tuple[str, ...], lang: str, rules_dir: Path | None, as_json: bool) -> None:
    """Decode registration and filing NUMBERS; `-` reads one a line.

    Current and pre-2014 forms. Exit code 1 where a number is not valid.
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
            click.echo("\n".join(_words(found, lang)))
    if not all_valid:
        sys.exit(FINDINGS)


SHOWN = {
    "form": "形式", "act": "办理事项", "route": "路径", "import_origin": "进口来源",
    "device_class": "管理类别", "province": "省份", "city": "城市", "year": "年份",
    "catalogue": "目录", "serial": "流水号",
}  # fmt: skip
WORDS = {
    "valid": "有效", "not valid": "无效", "authority": "主管部门", "error": "错误", "note": "说明",
    "could also be meant": "也可能是",
}  # fmt: skip


def _words(found: dict[str, Any], lang: str) -> Iterator[str]:
    from regpath.cli.text import wrap  # noqa: PLC0415

    zh = lang == "zh"

    def line(label: str, text: object) -> Iterator[str]:
        shown = {**SHOWN, **WORDS}.get(label, label) if zh else label.replace("_", " ")
        return wrap(f"{shown}{'：' if zh else ': '}{text}", "  ", "    ")

    verdict = "valid" if found["valid"] else "not valid"
    yield from wrap(f"{found['number']}: {WORDS[verdict] if zh else verdict}", "", "  ")
    for name in SHOWN:
        if found[name] is not None:
            yield from line(name, found[name])
    if found["authority"] is not None:
        body = found["authority"]
        both = (body["name_zh"], body["name_en"]) if zh else (body["name_en"], body["name_zh"])
        yield from line("authority", f"{' '.join(both)} ({body['level']})")
    for error in found["errors"]:
        yield from line("error", f"{error['code']}: {_said(error, zh)}")
    for note in found["notes"]:
        yield from line("note", _said(note, zh))
    for reading in found["readings"]:
        yield from line("could also be meant", reading["number"])


def _said(entry: dict[str, Any], zh: bool) -> str:
    return str(entry.get("message_zh") or entry["message"]) if zh else str(entry["message"])
