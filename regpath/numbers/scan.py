"""Reading the characters of a number against the parts of a form, without judging the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from regpath.model.numbers import NumberForm, Part
from regpath.numbers.clean import LOOK_ALIKES, CleanText, is_digit, looks_like_digit
from regpath.numbers.issue import Issue


@dataclass(slots=True)
class Scan:
    """What stands in the slots (absent where it cannot be read for sure), and what is amiss."""

    source: CleanText
    values: dict[str, str] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    meant: dict[int, str] = field(default_factory=dict)

    def report(self, code: str, en: str, zh: str, index: int) -> None:
        """Note an error at a character of the clean text."""
        self.issues.append(Issue(code, en, zh, self.source.position(index)))

    def report_look_alike(self, index: int) -> None:
        """Note a character that only looks right; it is not read as the right one."""
        char = self.source.text[index]
        meant = LOOK_ALIKES[char]
        self.meant[index] = meant
        self.report(
            "look_alike",
            f"{char!r} is not {meant!r}, though it looks like it. Check the number at its source.",
            f"“{char}”与“{meant}”形近，未按“{meant}”识读；请核对来源。",
            index,
        )

    def put(self, slot: str, value: str, index: int) -> None:
        """Record what stands in a slot."""
        self.values[slot] = value
        self.starts[slot] = index


def scan(source: CleanText, form: NumberForm) -> Scan | None:
    """The number read as one of `form`; `None` where the words that mark the form are missing."""
    anchor = form.anchor()
    anchor_at = next(i for i, part in enumerate(form.parts) if part.text == anchor)
    start = _find(source.text, anchor)
    if start is None:
        return None
    result = Scan(source)
    _read_place(result, form.parts[:anchor_at], start)
    _read_text(result, anchor, start)
    _read_rest(result, form, form.parts[anchor_at + 1 :], start + len(anchor))
    return result


def _find(text: str, anchor: str) -> int | None:
    """Where the anchor stands; failing that, where all but a part of it does by look-alikes."""
    exact = text.find(anchor)
    if exact >= 0:
        return exact
    for start in range(len(text) - len(anchor) + 1):
        pairs = list(zip(text[start : start + len(anchor)], anchor, strict=True))
        alike = all(char == meant or LOOK_ALIKES.get(char) == meant for char, meant in pairs)
        if alike and any(char == meant for char, meant in pairs):
            return start
    return None


def _read_place(result: Scan, parts: tuple[Part, ...], end: int) -> None:
    place = result.source.text[:end]
    for part in parts:
        if part.text and place.endswith(part.text):
            place = place.removesuffix(part.text)
    if place:
        result.put("place", place, 0)
    else:
        result.report(
            "missing_place",
            "The number does not begin with the character of a place.",
            "编号开头缺少表示地区的简称。",
            0,
        )


def _read_rest(result: Scan, form: NumberForm, parts: tuple[Part, ...], index: int) -> None:
    """Stretches of digits and of other characters, beside what should stand there."""
    groups = [
        (of_digits, tuple(group))
        for of_digits, group in groupby(parts, key=lambda part: part.digits is not None)
    ]
    stretches = _stretches(result.source.text[index:])
    for number, (of_digits, expected) in enumerate(groups):
        if of_digits and len(stretches) > 1 and not stretches[0][0]:
            _report_unexpected(result, stretches[0][1], index)
            index += len(stretches.pop(0)[1])
        if of_digits and any(later for later, _ in groups[number + 1 :]):
            _part_runs(stretches, _length(expected))
        found = stretches.pop(0)[1] if stretches and stretches[0][0] == of_digits else ""
        if of_digits:
            _read_digits(result, expected, found, index)
        else:
            _read_words(result, form, expected, found, index)
        index += len(found)
    rest = "".join(stretch for _, stretch in stretches)
    if rest:
        _report_unexpected(result, rest, index)


def _part_runs(stretches: list[tuple[bool, str]], length: int) -> None:
    """Part one long run of digits in two where the word between them is missing."""
    runs = [run for of_digits, run in stretches if of_digits]
    if len(runs) == 1 and stretches[0][0] and len(runs[0]) > length:
        stretches[:1] = [(True, runs[0][:length]), (True, runs[0][length:])]


def _stretches(text: str) -> list[tuple[bool, str]]:
    grouped = groupby(text, key=looks_like_digit)
    return [(of_digits, "".join(chars)) for of_digits, chars in grouped]


def _read_digits(result: Scan, parts: tuple[Part, ...], run: str, index: int) -> None:
    length = _length(parts)
    if len(run) != length:
        shape_en = ", ".join(f"{part.slot} {part.digits}" for part in parts)
        shape_zh = "、".join(f"{_SLOT_ZH[part.slot or '']}{part.digits}位" for part in parts)
        result.report(
            "wrong_length",
            f"{length} digits are expected here ({shape_en}), {len(run)} are given.",
            f"此处应有{length}位数字（{shape_zh}），实有{len(run)}位。",
            index,
        )
    for offset, char in enumerate(run):
        if not is_digit(char):
            result.report_look_alike(index + offset)
    if len(run) == length:
        _fill_slots(result, parts, run, index)


def _length(parts: tuple[Part, ...]) -> int:
    return sum(part.digits or 0 for part in parts)


def _fill_slots(result: Scan, parts: tuple[Part, ...], run: str, index: int) -> None:
    for part in parts:
        value, run = run[: part.digits], run[part.digits :]
        if all(is_digit(char) for char in value):
            result.put(part.slot or "", value, index)
        index += len(value)


def _read_words(
    result: Scan, form: NumberForm, parts: tuple[Part, ...], words: str, index: int
) -> None:
    end = index + len(words)
    for number, part in enumerate(parts):
        if part.slot == "sign":
            index += _read_sign(result, form, parts[number + 1 :], index, end)
        elif part.text and _read_text(result, part.text, index, end):
            index += len(part.text)
        elif not part.omissible:
            result.report(
                "missing_text",
                f"{part.text!r} is missing here.",
                f"此处缺少“{part.text}”。",
                index,
            )
    if index < end:
        _report_unexpected(result, result.source.text[index:end], index)


def _read_sign(
    result: Scan, form: NumberForm, following: tuple[Part, ...], index: int, end: int
) -> int:
    """Read the character for the route; how many characters that took."""
    signs = form.signs()
    char = result.source.text[index:end][:1]
    if char in signs and char:
        result.put("sign", char, index)
        return 1
    if LOOK_ALIKES.get(char) in signs:
        result.report_look_alike(index)
        return 1
    choices = " / ".join(signs)
    if not char or any(part.text and part.text.startswith(char) for part in following):
        result.report(
            "missing_sign",
            f"One of {choices} is missing here.",
            f"此处缺少{choices}之一。",
            index,
        )
        return 0
    result.report(
        "unknown_sign",
        f"{char!r} stands where one of {choices} is expected.",
        f"此处应为{choices}之一，实为“{char}”。",
        index,
    )
    return 1


def _read_text(result: Scan, text: str, index: int, end: int | None = None) -> bool:
    """Whether `text`, or something that looks like it, stands at `index`."""
    found = result.source.text[index:end][: len(text)]
    if len(found) != len(text):
        return False
    unlike = [i for i, (char, meant) in enumerate(zip(found, text, strict=True)) if char != meant]
    if any(LOOK_ALIKES.get(found[i]) != text[i] for i in unlike):
        return False
    for i in unlike:
        result.report_look_alike(index + i)
    result.texts.add(text)
    return True


def _report_unexpected(result: Scan, text: str, index: int) -> None:
    result.report(
        "unexpected_text",
        f"{text!r} is no part of such a number.",
        f"“{text}”不属于此类编号。",
        index,
    )


_SLOT_ZH = {"year": "年份", "class": "管理类别", "catalogue": "分类编码", "serial": "流水号"}
