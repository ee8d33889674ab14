"""Figures as horizontal bars: of block characters in text, of plain shapes in SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regpath.model.text import Text
from regpath.report.formats import not_determined
from regpath.report.graph import LINE, SIZE, balanced
from regpath.report.languages import Language, runs
from regpath.report.svg import DARK, GREY, INK, text_at
from regpath.report.viewmodel import Bar, Chart
from regpath.report.words import joined, say

BLOCKS = 24
"""How many characters the longest bar of a chart takes."""
FULL, HOLLOW = "█", "░"

WIDTH, LABEL, LONGEST = 600.0, 150.0, 200.0
"""The picture, the names on its left, the longest bar; the figures take the rest."""
THICK, GAP = 12.0, 7.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to draw: `value` is null where it is not known; `hollow` where it may have ended."""

    label: Text
    value: Decimal | None
    shown: Text | None = None
    hollow: bool = False


def chart(title: Text, figures: Sequence[Figure]) -> Chart:
    """A chart in which every bar is as long as its figure is part of the greatest."""
    greatest = max((figure.value for figure in figures if figure.value), default=None)
    return Chart(title, tuple(_bar(figure, greatest) for figure in figures))


def _bar(figure: Figure, greatest: Decimal | None) -> Bar:
    if figure.value is None:
        return Bar(figure.label, None, False, not_determined())
    share = float(figure.value / greatest) if greatest else 0.0
    shown = figure.shown if figure.value and figure.shown else Text("0", "0")
    return Bar(figure.label, share, figure.hollow, shown)


def blocks(bar: Bar) -> str:
    """A bar in block characters: none for zero and for what is not known, else at least one."""
    if not bar.share:
        return ""
    return (HOLLOW if bar.hollow else FULL) * max(1, round(bar.share * BLOCKS))


def spoken_chart(found: Chart) -> Text:
    """A chart in words: every figure with its name."""
    parts = (say("labelled", label=bar.label, value=bar.shown) for bar in found.bars)
    figures = joined(parts, "refs_joint") or Text("", "")
    return say("chart_alt", title=found.title, figures=figures)


def draw_bars(found: Chart, lang: Language) -> str:
    """A chart as an SVG document: dark bars, hollow ones with a dashed frame, figures beside."""
    y, shapes = GAP, list[str]()
    for bar in found.bars:
        names, figures = _lines(bar.label, lang, LABEL - 10), _lines(bar.shown, lang, _room(bar))
        height = max(len(names), len(figures)) * LINE
        middle = y + height / 2
        shapes += _stacked(0, middle, names, INK)
        shapes += _shape(bar, middle)
        shapes += _stacked(_end(bar) + 6, middle, figures, GREY if bar.share is None else INK)
        y += height + GAP
    return "\n".join([*_frame(y), *shapes, "</svg>"]) + "\n"


def _frame(height: float) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" '
        f'width="{WIDTH:g}" height="{height:g}" font-family="Noto Sans SC" font-size="{SIZE:g}">'
    )
    yield f'<path d="M{LABEL:g} 0 V{height:g}" fill="none" stroke="{GREY}" stroke-width="0.8"/>'


def _end(bar: Bar) -> float:
    return LABEL + LONGEST * (bar.share or 0)


def _room(bar: Bar) -> float:
    return WIDTH - _end(bar) - 10


def _lines(text: Text, lang: Language, width: float) -> list[str]:
    return [line for _, words in runs(text, lang) for line in balanced(words, width)]


def _stacked(x: float, middle: float, lines: Sequence[str], colour: str) -> Iterator[str]:
    """Lines of text one below the other, around the middle of a bar."""
    top = middle - len(lines) * LINE / 2 + LINE - 3.2
    for row, words in enumerate(lines):
        yield text_at(x, top + row * LINE, words, colour)


def _shape(bar: Bar, middle: float) -> Iterator[str]:
    if not bar.share:
        return
    look = f'fill="{DARK}"'
    if bar.hollow:
        look = f'fill="#ffffff" stroke="{DARK}" stroke-width="1" stroke-dasharray="3 2"'
    yield (
        f'<rect x="{LABEL:.1f}" y="{middle - THICK / 2:.1f}" '
        f'width="{LONGEST * bar.share:.1f}" height="{THICK:g}" {look}/>'
    )
