"""Law texts in a folder: one Markdown file an instrument, cut into articles and figures."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from regpath.model.errors import Problem, RegpathError

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇一二两三四五六七八九十百千"
_ARTICLE = re.compile(r"^[#*>\s]*第([零〇一二三四五六七八九十百]+)条(?![的规款项])", re.MULTILINE)
_CHAPTER = re.compile(r"\n[#*\s]*第[零〇一二三四五六七八九十百]+[章节]")
_SOURCE = re.compile(r"^(?:>|<!--)?\s*Found (?:in|at):.*\n", re.MULTILINE)
_EXCERPT = "节录"
TEN_THOUSAND = 10_000
HASH_LENGTH = 16


class TextsMissing(RegpathError):
    """The folder holds no law texts."""

    def __init__(self, folder: Path) -> None:
        message = "no law texts here: a folder with one <instrument>.md each was expected."
        super().__init__([Problem(str(folder), 0, 0, "no-texts", message)])


def numeral(chinese: str) -> int:
    """The value of a Chinese numeral below ten thousand: 一百二十四 is 124."""
    total = current = 0
    for char in chinese:
        if char in _DIGITS:
            current = _DIGITS[char]
        else:
            total += (current or 1) * _UNITS[char]
            current = 0
    return total + current


def figures_in(text: str) -> frozenset[float]:
    """Every number in a text, in digits or as a Chinese numeral; 万 is multiplied out."""
    plain = text.replace(",", "")
    found = {
        float(digits) * (TEN_THOUSAND if wan else 1)
        for digits, wan in re.findall(r"(\d+(?:\.\d+)?)(万?)", plain)
    }
    found |= {float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", plain)}
    return frozenset(found | {float(numeral(n)) for n in re.findall(f"[{_NUMERAL}]+", plain)})


def hash_of(text: str) -> str:
    """A short hash of a text that does not change with spaces and line breaks."""
    return hashlib.sha256(re.sub(r"\s+", "", text).encode()).hexdigest()[:HASH_LENGTH]


class LawText:
    """The text of one instrument."""

    def __init__(self, text: str, is_excerpt: bool) -> None:
        self.text = _SOURCE.sub("", text)
        self.is_excerpt = is_excerpt

    @cached_property
    def articles(self) -> dict[int, str]:
        """The articles by number, in order; empty where the instrument has none."""
        marks = list(_ARTICLE.finditer(self.text))
        ends = [*(mark.start() for mark in marks), len(self.text)]
        found: dict[int, str] = {}
        for mark, (start, end) in zip(marks, pairwise(ends), strict=True):
            piece = _CHAPTER.split(self.text[start:end])[0]
            found.setdefault(numeral(mark.group(1)), piece)
        return found

    def piece(self, article: int | None) -> str | None:
        """An article, or the whole text where none is meant or the text has no articles."""
        if article is None or not self.articles:
            return self.text
        return self.articles.get(article)


class LawTexts:
    """A folder of law texts. An `index.yaml` in it or above says which of them are excerpts."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.md"))}
        if not self._paths:
            raise TextsMissing(folder)
        self._excerpts = frozenset(_excerpts_of(folder))
        self._read: dict[str, LawText] = {}

    def of(self, instrument: str) -> LawText | None:
        """The text of an instrument; `None` where none lies here."""
        path = self._paths.get(instrument)
        if path is None:
            return None
        if instrument not in self._read:
            text = path.read_text(encoding="utf-8")
            self._read[instrument] = LawText(text, instrument in self._excerpts)
        return self._read[instrument]


def _excerpts_of(folder: Path) -> list[str]:
    for index in (folder / "index.yaml", folder.parent / "index.yaml"):
        if index.is_file():
            lines = index.read_text(encoding="utf-8").splitlines()
            return [line.split(":")[0] for line in lines if _EXCERPT in line]
    return []
