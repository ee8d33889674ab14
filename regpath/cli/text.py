"""Text for a terminal: lines of at most 100 columns, in English and in Chinese."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

WIDTH = 100
NARROWEST = 60
_WORDS = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+|[\u2e80-\u9fff\uff00-\uffef]|\s+")
"""What a line may be broken between: words, and single Chinese characters."""
_JOINTS = "_-+@=/,"
"""Where a word that is too long for a line is cut."""
_CLOSING = "，。、；：？！）》」』”’"
"""Marks that do not begin a line."""


def columns() -> int:
    """How wide a line may be: 100 columns, or a narrower terminal."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size().columns))


def width_of(text: str) -> int:
    """How many columns a text takes; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def padded(text: str, width: int) -> str:
    """A text filled up with spaces to a number of columns."""
    return text + " " * (width - width_of(text))


def wrap(text: str, indent: str = "", rest: str | None = None, width: int = 0) -> Iterator[str]:
    """The lines of a text, the first after `indent`, the others after `rest`."""
    text = " ".join(text.split())
    rest = indent if rest is None else rest
    width = width or columns()
    line, empty = indent, True
    for part in _parts(text, width - max(width_of(indent), width_of(rest))):
        if not empty and width_of(line) + width_of(part.rstrip()) > width:
            yield line.rstrip()
            line, empty = rest, True
        line += part.lstrip() if empty else part
        empty = empty and not part.strip()
    yield line.rstrip()


def _parts(text: str, room: int) -> Iterator[str]:
    """The pieces of a text that no line break divides; one longer than the room is cut."""
    piece = ""
    for part in _WORDS.findall(text):
        if part in _CLOSING or not piece.strip():
            piece += part
            continue
        yield from _cut(piece, room)
        piece = part
    yield from _cut(piece, room)


def _cut(piece: str, room: int) -> Iterator[str]:
    while width_of(piece) > room > 0:
        end = next(i for i in range(len(piece), 0, -1) if width_of(piece[:i]) <= room or i == 1)
        joint = max(piece.rfind(mark, 0, end) for mark in _JOINTS) + 1
        end = joint if joint * 3 > end else end
        yield piece[:end]
        piece = piece[end:]
    yield piece


def table(
    rows: Iterable[Sequence[str]], widths: Sequence[int], most_lines: int = 0
) -> Iterator[str]:
    """Rows as columns of the given widths; long cells run on below. Spaces ahead are kept.

    With `most_lines` a cell is cut after so many lines.
    """
    for row in rows:
        ahead = [" " * (len(cell) - len(cell.lstrip())) for cell in row]
        parts = zip(row, ahead, widths, strict=True)
        cells = [_at_most(most_lines, list(wrap(c, s, width=w)), w) for c, s, w in parts]
        for number in range(max(len(cell) for cell in cells)):
            shown = [cell[number] if number < len(cell) else "" for cell in cells]
            yield "  ".join(map(padded, shown, widths)).rstrip()


def _at_most(count: int, lines: list[str], width: int) -> list[str]:
    """The first lines of a cell, with a mark where more follow; all of them for 0."""
    if not count or len(lines) <= count:
        return lines
    last = lines[count - 1]
    while width_of(last) > width - 2:
        last = last[: max(last.rfind(" "), 0)] or last[:-1]
    return [*lines[: count - 1], f"{last.rstrip()} …"]
