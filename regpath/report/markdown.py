"""The report as Markdown: the templates lay out, this module escapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from regpath.model.text import Text
from regpath.report.access import Json, clean
from regpath.report.bars import blocks
from regpath.report.languages import Language, runs
from regpath.report.sources import Reference
from regpath.report.view import build_view
from regpath.report.viewmodel import Cell, ComparisonView, View
from regpath.report.words import word

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_THE_START = re.compile(r"^([#+=-]|\d+(?=[.)]))")


def render_markdown(pathway: Json, lang: Language, brief: bool = False) -> str:
    """The pathway as Markdown in one language or both; `brief` is the two-page form."""
    return _filled("brief.md.j2" if brief else "plan.md.j2", build_view(pathway, brief), lang)


def render_comparison(view: ComparisonView, lang: Language) -> str:
    """A comparison as Markdown in one language or both."""
    return _filled("compare.md.j2", view, lang)


def _filled(template: str, view: View | ComparisonView, lang: Language) -> str:
    text = _environment(lang).get_template(template).render(view=view)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(maxsize=20_000)
def md(text: str) -> str:
    """`text` as Markdown that reads as exactly this text, on one line, also in a table."""
    escaped = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", clean(text)))
    return _AT_THE_START.sub(_escape_start, escaped)


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


@cache
def _environment(lang: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
    environment.filters.update(
        md=md, t=_shown(lang, " / "), cell=_cell(lang), refs=_references(lang),
        label=_label(lang), lines=_lines(lang), blocks=blocks,
    )  # fmt: skip
    environment.globals["colon"] = "：" if lang == "zh" else ": "
    return environment


def _shown(lang: Language, joint: str) -> Callable[[Text | None], str]:
    def shown(text: Text | None) -> str:
        return joint.join(md(words) for _, words in runs(text, lang)) if text else ""

    return shown


def _label(lang: Language) -> Callable[[str], str]:
    """A filter that turns the key of a fixed label into its words."""
    shown = _shown(lang, " / ")
    return lambda key: shown(word(key))


def _cell(lang: Language) -> Callable[[Cell | Text | None], str]:
    """A filter for a table's cell: both languages on lines of their own, then the references."""
    shown, cited = _shown(lang, "<br>"), _references(lang)

    def cell(content: Cell | Text | None) -> str:
        if not isinstance(content, Cell):
            return shown(content) or "–"
        parts = (shown(content.text), cited(content.refs))
        return " ".join(part for part in parts if part) or "–"

    return cell


def _lines(lang: Language) -> Callable[[Iterable[Text]], str]:
    """A filter for a cell of several texts, each on a line of its own."""
    shown = _shown(lang, "<br>")
    return lambda texts: "<br>".join(map(shown, texts)) or "–"


def _references(lang: Language) -> Callable[[Iterable[Reference]], str]:
    """A filter that prints references as `[1] Art. 14`, numbers never escaped."""
    shown = _shown(lang, " / ")

    def reference(ref: Reference) -> str:
        return f"[{ref.number}] {shown(ref.place)}".strip()

    joint = word("refs_joint").zh if lang == "zh" else word("refs_joint").en
    return lambda refs: joint.join(map(reference, refs))
