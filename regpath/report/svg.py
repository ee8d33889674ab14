"""Draws the laid-out graph as SVG: plain shapes and text, equal bytes for equal steps."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from regpath.report.graph import (
    CHANNEL,
    HEAD,
    LINE,
    MARGIN,
    NUMBER,
    PADDING,
    SIZE,
    WIDTH,
    Box,
    Picture,
)
from regpath.report.languages import Language, spoken
from regpath.report.words import term

INK, LINE_COLOUR, DARK, BAND_FILL = "#1f2a33", "#9aa8b3", "#0b4f6c", "#eef3f6"
GREY = "#5d6b76"
AMBER, AMBER_FILL = "#b7791f", "#fff4d9"
DASHES = {"conditional": "5 3", "optional": "5 3", "undetermined": "1.5 2.5"}


def draw(picture: Picture, lang: Language) -> str:
    """One picture as an SVG document."""
    height = picture.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" '
        f'width="{WIDTH:g}" height="{height:g}" font-family="Noto Sans SC" font-size="{SIZE:g}">',
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#ffffff"/>',
        *_lane_heads(picture, lang),
        *_bands(picture, lang),
        *_edges(picture),
        *(shape for box in picture.boxes for shape in _box(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def text_at(x: float, y: float, words: str, colour: str, more: str = "") -> str:
    """One line of text in an SVG document; `more` are further attributes."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{more}>{escape(words)}</text>'


def _lane_heads(picture: Picture, lang: Language) -> Iterator[str]:
    size = ' font-weight="700" text-anchor="middle"'
    if lang == "both":
        size += ' font-size="8.5"'
    yield f'<rect width="{WIDTH:g}" height="{HEAD:g}" fill="{DARK}"/>'
    for lane in picture.lanes:
        middle = lane.x + (lane.seat_width * lane.seats + CHANNEL) / 2
        yield text_at(middle, HEAD - 9, spoken(term("lane", lane.name), lang), "#ffffff", size)


def _bands(picture: Picture, lang: Language) -> Iterator[str]:
    for band in picture.bands:
        yield (f'<rect x="0" y="{band.y:.1f}" width="{WIDTH:g}" height="14" fill="{BAND_FILL}"/>')
        more = ' font-weight="700" font-size="9"'
        yield text_at(MARGIN + CHANNEL, band.y + 10.5, spoken(band.title, lang), DARK, more)


def _edges(picture: Picture) -> Iterator[str]:
    """Lines between the boxes of this picture, the longest usual chain last and dark."""
    by_number = {box.step.number: box for box in picture.boxes}
    edges = [
        (by_number[number], box)
        for box in picture.boxes
        for number in direct_needs(box.step.number, picture)
    ]
    for source, target in sorted(edges, key=lambda e: _is_critical(*e)):
        yield _edge(source, target, picture)


def direct_needs(number: int, picture: Picture) -> list[int]:
    """The steps of the picture that must come right before, without those implied by others."""
    needs = {box.step.number: set(box.step.before) for box in picture.boxes}
    present = [n for n in sorted(needs[number]) if n in needs]
    implied = {n for other in present for n in _all_before(other, needs)}
    return [n for n in present if n not in implied]


def _all_before(number: int, needs: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(needs.get(number, ()))
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += needs.get(current, ())
    return found


def _is_critical(source: Box, target: Box) -> bool:
    return source.step.on_critical_path and target.step.on_critical_path


def _edge(source: Box, target: Box, picture: Picture) -> str:
    critical = _is_critical(source, target)
    colour, thick = (DARK, 1.7) if critical else (LINE_COLOUR, 1.0)
    points = _route(source, target, picture)
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    (x0, _), (x, y) = points[-2], points[-1]
    tip = f"M{x - 4:.1f} {y - 3:.1f} L{x:.1f} {y:.1f} L{x - 4:.1f} {y + 3:.1f} Z"
    if x0 == x:
        tip = f"M{x - 3:.1f} {y - 4:.1f} L{x:.1f} {y:.1f} L{x + 3:.1f} {y - 4:.1f} Z"
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick:g}"/>'
        f'<path d="{tip}" fill="{colour}"/>'
    )


def _route(source: Box, target: Box, picture: Picture) -> list[tuple[float, float]]:
    """Straight down where nothing is between, else by the gutter and the target's channel."""
    middle = source.x + source.width / 2
    if _next_below(source, picture) is target and target.x == source.x:
        return [(middle, source.y + source.height), (middle, target.y)]
    shift = (source.step.number % 4) * 3.0
    gutter = picture.bottoms[source.row] + 4 + shift
    channel = target.x - CHANNEL + 4 + shift
    entry = (target.x, target.y + target.height / 2)
    start = [(middle + shift, source.y + source.height)]
    if not source.clear_below:
        own = source.x - CHANNEL + 4 + shift
        side = source.y + source.height / 2
        start = [(source.x, side), (own, side)]
    down = [(start[-1][0], gutter), (channel, gutter), (channel, entry[1]), entry]
    return [*start, *down]


def _next_below(source: Box, picture: Picture) -> Box | None:
    below = [b for b in picture.boxes if _overlap(b, source) and b.y > source.y]
    return min(below, key=lambda b: b.y, default=None)


def _overlap(one: Box, other: Box) -> bool:
    """Whether one stands above the other, so that a straight line down would meet it."""
    middle = other.x + other.width / 2
    return one.x <= middle <= one.x + one.width


def _box(box: Box) -> Iterator[str]:
    step = box.step
    stroke, fill = (AMBER, AMBER_FILL) if step.practice else (DARK, "#ffffff")
    dash = f' stroke-dasharray="{DASHES[step.status]}"' if step.status in DASHES else ""
    thick = 1.8 if step.on_critical_path else 1.0
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="3" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{thick:g}"{dash}/>'
    )
    top = box.y + PADDING + LINE - 3.5
    more = ' font-weight="700" text-anchor="end"'
    yield text_at(box.x + NUMBER - 6, top, str(step.number), stroke, more)
    for row, words in enumerate(box.lines):
        yield text_at(box.x + NUMBER, top + row * LINE, words, INK)
    if box.elsewhere:
        note = "← " + ", ".join(map(str, box.elsewhere))
        yield text_at(box.x + NUMBER, top + len(box.lines) * LINE, note, GREY, ' font-size="9"')
