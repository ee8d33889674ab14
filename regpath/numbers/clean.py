"""Characters: what may be evened out without guessing, and what only looks like something else."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TRADITIONAL = dict(
    zip(
        "國進許準註備藥監號滬遼蘇閩贛魯粵瓊雲貴陝寧晉內",
        "国进许准注备药监号沪辽苏闽赣鲁粤琼云贵陕宁晋内",
        strict=True,
    )
)
"""Traditional forms of characters that stand in numbers: the same character, written otherwise."""

_CONFUSED = {
    "0": "OoΟοОоQD〇○零",
    "1": "Iil|!丨ıІ一",
    "2": "Zz",
    "3": "З",
    "4": "A",
    "5": "Ss",
    "6": "Gb",
    "7": "T",
    "8": "B",
    "9": "gq",
    "国": "囯囻圀围固团",
    "械": "機机诫戒棫",
    "注": "汪洼住柱主",
    "备": "各奋畚",
    "准": "淮隹",
    "进": "近迸讲井",
    "许": "计讦汻",
    "药": "葯约",
    "字": "宇",
    "第": "苐弟笫",
    "京": "亰",
    "津": "律",
    "晋": "普",
    "内": "肉",
    "沪": "泸",
    "苏": "办",
    "浙": "淅",
    "皖": "晥",
    "闽": "闵",
    "湘": "相",
    "粤": "奥",
    "桂": "挂",
    "渝": "喻俞",
    "川": "州",
    "黔": "默",
    "滇": "填",
    "陕": "峡",
    "甘": "廿",
    "冀": "翼",
}

LOOK_ALIKES = {alike: meant for meant, alikes in _CONFUSED.items() for alike in alikes}
"""A character easily taken for another one. Never put right: only named, as another reading."""

_DROPPED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cf", "Pd", "Ps", "Pe", "Pi", "Pf"})
_DROPPED = frozenset("−\"'")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A number without spaces, hyphens and brackets. `positions` count from 1 in what was given."""

    text: str
    positions: tuple[int, ...]

    def position(self, index: int) -> int | None:
        """Where the character at `index` stood in what was given; past the end, the last one."""
        return self.positions[min(index, len(self.positions) - 1)] if self.positions else None

    def replaced(self, meant: dict[int, str]) -> str:
        """The text with other characters at some places."""
        return "".join(meant.get(index, char) for index, char in enumerate(self.text))


def clean(text: str) -> CleanText:
    """Full-width, compatibility and traditional characters evened out; spaces, a label dropped.

    >>> clean("國械注進 2016-3461234 号").text
    '国械注进20163461234号'
    """
    kept = [
        (_plain(char), position)
        for position, char in enumerate(text, start=1)
        if not _is_dropped(char)
    ]
    kept = kept[_label_length("".join(char for char, _ in kept)) :]
    return CleanText("".join(char for char, _ in kept), tuple(position for _, position in kept))


def is_digit(char: str) -> bool:
    """Whether the character is one of the ten ASCII digits."""
    return char in "0123456789"


def looks_like_digit(char: str) -> bool:
    """Whether the character is a digit or easily taken for one."""
    return is_digit(LOOK_ALIKES.get(char, char))


def _label_length(text: str) -> int:
    """How long a label such as "注册证编号:" before the number is."""
    label, colon, _ = text.rpartition(":")
    return len(label) + 1 if colon and label.endswith("号") else 0


def _is_dropped(char: str) -> bool:
    return char.isspace() or char in _DROPPED or unicodedata.category(char) in _DROPPED_CATEGORIES


def _plain(char: str) -> str:
    if "！" <= char <= "～":
        char = chr(ord(char) - 0xFEE0)
    elif "\uf900" <= char <= "\ufaff":
        char = unicodedata.normalize("NFKC", char)
    return TRADITIONAL.get(char, char)
