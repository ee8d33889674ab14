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
MOST_SEATS, WIDEST = 5, 230.0


@dataclass(frozen=True, slots=True)
class Box:
    """A step with its place; `elsewhere` are the steps before it that stand in another picture.

    `clear_below` is false where another box of its cell follows.
    """

    step: StepView
    lines: tuple[str, ...]
    elsewhere: tuple[int, ...]
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
class Lane:
    """A column of the picture: who acts, where it begins, how many boxes stand side by side."""

    name: str
    x: float
    width: float
    seats: int

    @property
    def seat_width(self) -> float:
        """The room of one box with the channel for lines on its left."""
        return min(self.width / self.seats, WIDEST)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of the graph; `bottoms` are the lower edges of its rows."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    bottoms: tuple[float, ...]
    lanes: tuple[Lane, ...]
    height: float

    def alt(self) -> Text:
        """The picture in words: every step with the steps before it."""
        spoken = joined((_spoken(box.step) for box in self.boxes), "refs_joint")
        return say("graph_alt", count=len(self.boxes), steps=spoken or Text("", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """The steps that stand beside each other, and the phase they belong to."""

    phase: Text
    steps: tuple[StepView, ...]


def _spoken(step: StepView) -> Text:
    key = "graph_after" if step.after else "graph_step"
    return say(key, number=step.number, title=step.title, before=step.after or Text("", ""))


def lay_out(phases: tuple[Phase, ...], lang: Language) -> tuple[Picture, ...]:
    """The whole graph, cut into pictures of at most a page."""
    pictures: list[Picture] = []
    page: list[Line] = []
    for line in (line for phase in phases for line in _lines(phase)):
        if page and _picture([*page, line], lang).height > TALLEST:
            pictures.append(_picture(page, lang))
            page = []
        page.append(line)
    return (*pictures, _picture(page, lang)) if page else ()


def _lines(phase: Phase) -> Iterator[Line]:
    """The steps of a phase by how many steps of the same phase must come before."""
    depth: dict[int, int] = {}
    for step in phase.steps:
        inside = [depth[n] for n in step.before if n in depth]
        depth[step.number] = max(inside, default=-1) + 1
    for level in range(max(depth.values()) + 1):
        yield Line(phase.title, tuple(s for s in phase.steps if depth[s.number] == level))


def _picture(lines: list[Line], lang: Language) -> Picture:
    picture = Picture((), (), (), _lanes(lines), HEAD + MARGIN)
    for position, line in enumerate(lines):
        opens = position == 0 or lines[position - 1].phase != line.phase
        picture = _with_line(picture, line, opens, lang)
    return picture


def _lanes(lines: list[Line]) -> tuple[Lane, ...]:
    """The lanes in use, wider where several boxes stand in one row, as far as there is room."""
    seats = {name: _most(lines, name) for name in LANES}
    while sum(seats.values()) > MOST_SEATS and max(seats.values()) > 1:
        seats[max(seats, key=lambda name: seats[name])] -= 1
    unit, x, lanes = (WIDTH - 2 * MARGIN) / max(sum(seats.values()), 1), MARGIN, []
    for name, count in seats.items():
        if count:
            lanes.append(Lane(name, x, unit * count, count))
        x += unit * count
    return tuple(lanes)


def _most(lines: list[Line], lane: str) -> int:
    return max(sum(step.lane == lane for step in line.steps) for line in lines)


def _with_line(picture: Picture, line: Line, opens: bool, lang: Language) -> Picture:
    top = picture.height + (BAND if opens else 0)
    boxes = [box for lane in picture.lanes for box in _cell(picture, lane, line, top, lang)]
    bottom = max(box.y + box.height for box in boxes)
    bands = (*picture.bands, Band(line.phase, picture.height)) if opens else picture.bands
    return replace(
        picture, boxes=(*picture.boxes, *boxes), bands=bands,
        bottoms=(*picture.bottoms, bottom), height=bottom + GUTTER,
    )  # fmt: skip


def _cell(picture: Picture, lane: Lane, line: Line, top: float, lang: Language) -> Iterator[Box]:
    """The boxes of one row in one lane: side by side on its seats, then one below the other."""
    found = [step for step in line.steps if step.lane == lane.name]
    here = {box.step.number for box in picture.boxes}
    below = [top] * lane.seats
    for position, step in enumerate(found):
        seat = position % lane.seats
        box = _box(step, lane, here, lang)
        yield replace(
            box, x=lane.x + seat * lane.seat_width + CHANNEL, y=below[seat],
            row=len(picture.bottoms), clear_below=position + lane.seats >= len(found),
        )  # fmt: skip
        below[seat] += box.height + STACK


def _box(step: StepView, lane: Lane, here: set[int], lang: Language) -> Box:
    width = lane.seat_width - CHANNEL
    lines = _title_lines(step, lang, width - NUMBER - PADDING)
    elsewhere = tuple(number for number in step.before if number not in here)
    height = 2 * PADDING + LINE * (len(lines) + bool(elsewhere))
    return Box(
        step=step, lines=lines, elsewhere=elsewhere, row=0, x=0, y=0, width=width,
        height=height, clear_below=True,
    )  # fmt: skip


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
