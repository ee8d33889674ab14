"""The report as PDF: archivable, tagged, with its own fonts; equal bytes for equal pathways."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

from regpath.model.errors import Problem, RegpathError
from regpath.model.text import Text
from regpath.report.access import Json
from regpath.report.bars import draw_bars, spoken_chart
from regpath.report.graph import lay_out
from regpath.report.labels import LABELS
from regpath.report.languages import Language, runs, spoken
from regpath.report.svg import draw
from regpath.report.view import build_view
from regpath.report.viewmodel import ComparisonView, View
from regpath.report.words import word

PACKAGE = Path(__file__).resolve().parent.parent
FONTS, TEMPLATES = PACKAGE / "fonts", PACKAGE / "templates"
FAMILY = "Noto Sans SC"
STANDARDS = ("a-2a", "ua-1")
"""Made for archives (PDF/A-2a) and for screen readers (PDF/UA-1)."""

_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_LONGEST_WORD, _LONGEST_HEAD = 24, 80


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A finished PDF, with what the reader of the messages should know about it."""

    data: bytes
    warnings: tuple[str, ...]


class PdfFailed(RegpathError):
    """The PDF could not be set; the other formats of the report do not need this program."""

    def __init__(self, reason: str) -> None:
        message = f"the PDF could not be set; Markdown and JSON still can. {reason}"
        super().__init__([Problem("report", 0, 0, "pdf-failed", message)])


def render_pdf(pathway: Json, lang: Language, brief: bool = False) -> PdfResult:
    """The pathway as PDF in one language or both; `brief` is the two-page form."""
    view = build_view(pathway, brief)
    pictures = () if brief else lay_out(view.phases, lang)
    drawn = [(draw(picture, lang), picture.alt()) for picture in pictures]
    content = _settings(view, lang, brief)
    return _first_that_works(_files("brief.typ" if brief else "plan.typ", content, drawn, lang))


def render_comparison(view: ComparisonView, lang: Language) -> PdfResult:
    """A comparison as PDF in one language or both."""
    drawn = [(draw_bars(found, lang), spoken_chart(found)) for found in view.charts]
    content = _settings(view, lang, brief=False)
    return _first_that_works(_files("compare.typ", content, drawn, lang))


def _first_that_works(files: Mapping[str, bytes]) -> PdfResult:
    """The strict form; else with the system's fonts; else without the archive standard."""
    typst = _typesetter()
    missing: list[str] = []
    for system_fonts, standards in ((False, STANDARDS), (True, STANDARDS), (True, ())):
        try:
            data = _compile(typst, files, system_fonts, standards)
        except typst.TypstError as error:
            lacking = _missing_characters(error)
            if not lacking:
                raise PdfFailed(getattr(error, "diagnostic", "") or str(error)) from error
            missing.append(lacking)
        else:
            return PdfResult(data, tuple(_warnings(missing)))
    raise PdfFailed(f"no font has the characters {missing[-1]}")


def _warnings(missing: list[str]) -> Iterator[str]:
    if missing:
        yield f"the bundled font lacks {missing[0]}; fonts of this system were used as well"
    if len(missing) > 1:
        yield (
            f"no font of this system has {missing[1]}; the PDF shows boxes for them and is "
            f"not marked as PDF/A and PDF/UA"
        )


def _missing_characters(error: Exception) -> str:
    found = _MISSING.findall(str(getattr(error, "diagnostic", "") or error))
    return " ".join(sorted({char for text in found for char in text if not char.isspace()}))


def _typesetter() -> ModuleType:
    """The typesetting package, which has no build for a few platforms."""
    try:
        return import_module("typst")
    except ImportError as error:
        raise PdfFailed("The package typst is not installed or not built for here.") from error


def _compile(
    typst: ModuleType, files: Mapping[str, bytes], system_fonts: bool, standards: tuple[str, ...]
) -> bytes:
    # The package takes named files, which its type hints do not say yet.
    set_in_type: Callable[..., object] = typst.compile
    data = set_in_type(
        dict(files), format="pdf", font_paths=[str(FONTS)], ignore_system_fonts=not system_fonts,
        pdf_standards=list(standards), timestamp=0,
    )  # fmt: skip
    if not isinstance(data, bytes):
        raise PdfFailed("the typesetter gave no single document")
    return data


def _files(
    template: str, content: dict[str, object], drawn: Sequence[tuple[str, Text]], lang: Language
) -> dict[str, bytes]:
    """Templates, data and pictures by name: all that the typesetter may read."""
    names = [f"graph-{position}.svg" for position in range(len(drawn))]
    pictures = [
        {"file": name, "alt": spoken(alt, lang)}
        for name, (_, alt) in zip(names, drawn, strict=True)
    ]
    return {
        "main.typ": (TEMPLATES / template).read_bytes(),
        "style.typ": (TEMPLATES / "style.typ").read_bytes(),
        **{name: svg.encode() for name, (svg, _) in zip(names, drawn, strict=True)},
        "plan.json": json.dumps({**content, "pictures": pictures}, ensure_ascii=False).encode(),
    }


def _settings(view: View | ComparisonView, lang: Language, brief: bool) -> dict[str, object]:
    return {
        "lang": "zh" if lang == "zh" else "en",
        "brief": brief,
        "fonts": [FAMILY],
        "document_title": f"{spoken(view.product, lang)} – {spoken(view.title, lang)}",
        "date": _date(view.as_of),
        "words": {key: _plain(word(key), lang) for key in LABELS},
        "running_head": _plain(_shortened(view.product), lang),
        "view": _plain(view, lang),
    }


def _date(as_of: str) -> list[int] | None:
    try:
        found = date.fromisoformat(as_of)
    except ValueError:
        return None
    return [found.year, found.month, found.day]


def _plain(value: object, lang: Language) -> object:
    """A view as JSON data; every text becomes its runs of (language, words)."""
    if isinstance(value, Text):
        return [[language, breakable(words)] for language, words in runs(value, lang)]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name), lang) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item, lang) for item in value]
    return value


def breakable(words: str) -> str:
    """`words` with places to break in runs that are longer than a line; hanzi break anyway."""
    letter = r"[^\W\u2e80-\uffff]"
    return re.sub(rf"({letter}{{{_LONGEST_WORD}}})(?={letter})", "\\1\u200b", words)


def _shortened(text: Text) -> Text:
    """A product name that fits the head of a page."""
    en, zh = (
        words if len(words) <= most else f"{words[:most]}…"
        for words, most in ((text.en, _LONGEST_HEAD), (text.zh, _LONGEST_HEAD // 2))
    )
    return Text(en, zh)
