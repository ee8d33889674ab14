"""Where the steps stand in the picture: columns by who acts, bands by phase, rows by order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from regpath.model.text import Text
from regpath.report.languages import Language, runs
from regpath.report.viewmodel import Phase, StepView
from regpath.report.words import joined, say

WIDTH = 720.0
TALLEST = 960.0
"""A picture higher than this does not fit a page beside its heading and is continued."""

LANES = ("holder", "clinical", "agent", "authority", "trade")
HEAD, BAND, GUTTER, CHANNEL, MARGIN = 26.0, 19.0, 17.0, 20.0, 6.0
LINE, PADDING, NUMBER, STACK = 13.0, 6.0, 24.0, 7.0
SIZE = 10.5


@dataclass(frozen=True, slots=True)
class Box:
    """A step with its place; `elsewhere` are the steps before it that stand in another picture.

    `clear_below` is false where another box of its cell follows.
    """

    step: StepView
    lines: tuple[str, ...]
    elsewhere: tuple[int, ...]
    lane: int
    row: int
    x: float
    y: float
    width: float
    height: float
    clear_below: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The heading of a phase within a picture."""

    title: Text
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of the graph; `bottoms` are the lower edges of its rows."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    bottoms: tuple[float, ...]
    lanes: tuple[str, ...]
    height: float

    @property
    def lane_width(self) -> float:
        """How wide one column is, its channel included."""
        return (WIDTH - 2 * MARGIN) / len(self.lanes)

    def alt(self) -> Text:
        """The picture in words: every step with the steps before it."""
        spoken = joined((_spoken(box.step) for box in self.boxes), "refs_joint")
        return say("graph_alt", count=len(self.boxes), steps=spoken or Text("", ""))


def _spoken(step: StepView) -> Text:
    key = "graph_after" if step.after else "graph_step"
    return say(key, number=step.number, title=step.title, before=step.after or Text("", ""))


def lay_out(phases: tuple[Phase, ...], lang: Language) -> tuple[Picture, ...]:
    """The whole graph, cut into pictures of at most a page."""
    used = {step.lane for phase in phases for step in phase.steps}
    lanes = tuple(lane for lane in LANES if lane in used)
    pictures = [_empty(lanes)]
    for phase in phases:
        for row, steps in enumerate(_rows(phase)):
            _place(pictures, phase, row, steps, lang)
    return tuple(picture for picture in pictures if picture.boxes)


def _rows(phase: Phase) -> Iterator[list[StepView]]:
    """The steps of a phase by how many steps of the same phase must come before."""
    depth: dict[int, int] = {}
    for step in phase.steps:
        inside = [depth[n] for n in step.before if n in depth]
        depth[step.number] = max(inside, default=-1) + 1
    for level in range(max(depth.values()) + 1):
        yield [step for step in phase.steps if depth[step.number] == level]


def _place(
    pictures: list[Picture], phase: Phase, row: int, steps: list[StepView], lang: Language
) -> None:
    """Adds one row to the last picture, or to a new one where it no longer fits."""
    last = pictures.pop()
    grown = _with_row(last, phase.title if row == 0 else None, steps, lang)
    if grown.height > TALLEST and last.boxes:
        pictures.append(last)
        grown = _with_row(_empty(last.lanes), phase.title, steps, lang)
    pictures.append(grown)


def _empty(lanes: tuple[str, ...]) -> Picture:
    return Picture((), (), (), lanes, HEAD + MARGIN)


def _with_row(
    picture: Picture, title: Text | None, steps: list[StepView], lang: Language
) -> Picture:
    top = picture.height + (BAND if title else 0)
    boxes = [box for lane in picture.lanes for box in _cell(picture, lane, steps, top, lang)]
    bottom = max(box.y + box.height for box in boxes)
    bands = (*picture.bands, Band(title, picture.height)) if title else picture.bands
    return replace(
        picture, boxes=(*picture.boxes, *boxes), bands=bands,
        bottoms=(*picture.bottoms, bottom), height=bottom + GUTTER,
    )  # fmt: skip


def _cell(
    picture: Picture, lane: str, steps: list[StepView], top: float, lang: Language
) -> Iterator[Box]:
    """The boxes of one row in one column, one below the other."""
    found = [step for step in steps if step.lane == lane]
    here = {box.step.number for box in picture.boxes}
    column, width = picture.lanes.index(lane), picture.lane_width - CHANNEL
    for step in found:
        lines = _title_lines(step, lang, width - NUMBER - PADDING)
        elsewhere = tuple(number for number in step.before if number not in here)
        height = 2 * PADDING + LINE * (len(lines) + bool(elsewhere))
        yield Box(
            step=step, lines=lines, elsewhere=elsewhere, lane=column, row=len(picture.bottoms),
            x=MARGIN + column * picture.lane_width + CHANNEL, y=top, width=width, height=height,
            clear_below=step is found[-1],
        )  # fmt: skip
        top += height + STACK


def _title_lines(step: StepView, lang: Language, width: float) -> tuple[str, ...]:
    return tuple(line for _, words in runs(step.title, lang) for line in balanced(words, width))


def balanced(words: str, width: float) -> list[str]:
    """As few lines as `width` needs, of about equal length."""
    best = wrap(words, width)
    while width > SIZE and len(narrower := wrap(words, width - 3)) == len(best):
        best, width = narrower, width - 3
    return best


def wrap(words: str, width: float) -> list[str]:
    """Breaks a title into lines: between words, and anywhere between Chinese characters."""
    lines = [""]
    for piece in _pieces(words):
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> Iterator[str]:
    """What may not be broken: a word with the space before it, a hanzi with its punctuation."""
    piece = ""
    for char in words:
        opens = char == " " or (_is_wide(char) and char not in "，。、；：）》”")
        may_break = opens or (piece and _is_wide(piece[-1]) and not _is_wide(char))
        if piece and may_break and piece[-1] not in "（《“":
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def measure(words: str) -> float:
    """About how wide words are in the bundled font."""
    return sum(_advance(char) for char in words) * SIZE


def _advance(char: str) -> float:
    if _is_wide(char):
        return 1.0
    if char in "mwMW@%":
        return 0.85
    if char in " iljftrI.,;:'|!()[]-":
        return 0.34
    return 0.66 if char.isupper() else 0.56


def _is_wide(char: str) -> bool:
    return ord(char) >= 0x2E80
