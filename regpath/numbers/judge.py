"""Whether what stands in the slots of a number goes together, and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regpath.model.numbers import Kind, NumberForm, Place
from regpath.numbers.clean import LOOK_ALIKES
from regpath.numbers.issue import Issue
from regpath.numbers.scan import Scan

LONGEST_CITY = 3
"""Characters of a city's short name at most; the law gives no figure, this is what numbers show."""

PRESENT_NAME_SINCE = 2019
"""The first full year after the reform of 2018, which gave the authorities their present names."""

_CLASSES = {"1": "I", "2": "II", "3": "III"}
_CLASSES_ZH = {"I": "第一类", "II": "第二类", "III": "第三类"}


@dataclass(slots=True)
class Judgement:
    """The meaning of the slots; a field stays `None` where it is not certain."""

    form: NumberForm
    covering: tuple[NumberForm, ...] = ()
    year: int | None = None
    place: Place | None = None
    is_national: bool = False
    city: str | None = None
    device_class: str | None = None
    kind: Kind | None = None
    route: str | None = None
    import_origin: str | None = None
    product_kind_hint: str | None = None
    issues: list[Issue] = field(default_factory=list)
    remarks: list[Issue] = field(default_factory=list)

    def report(self, code: str, en: str, zh: str, position: int | None = None) -> None:
        """Note an error."""
        self.issues.append(Issue(code, en, zh, position))

    def remark(self, code: str, en: str, zh: str, position: int | None = None) -> None:
        """Note what is worth knowing though nothing is wrong."""
        self.remarks.append(Issue(code, en, zh, position))


def judge(
    found: Scan, entries: Sequence[NumberForm], places: Sequence[Place], today_year: int | None
) -> Judgement:
    """Judge a scanned number by the entry of its form that covers its year."""
    year = int(found.values["year"]) if "year" in found.values else None
    covering = tuple(form for form in entries if year is not None and form.covers_year(year))
    result = Judgement((covering or entries)[-1], covering, year)
    _judge_year(result, found, entries, today_year)
    _read_place(result, found, places)
    _read_class(result, found)
    _judge_combination(result, found)
    _settle(result, found.values.get("sign"))
    _hint(result, found, entries)
    _remark(result, found)
    return result


def _judge_year(
    result: Judgement, found: Scan, entries: Sequence[NumberForm], today_year: int | None
) -> None:
    year, position = result.year, _at(found, "year")
    if year is None:
        return
    if today_year is not None and year > today_year:
        result.report(
            "year_in_future",
            f"The year {year} lies after {today_year}.",
            f"{year}年晚于{today_year}年。",
            position,
        )
    if result.covering:
        return
    first, last = entries[0].effective.from_, entries[-1].effective.to
    if first is not None and year < int(first[:4]):
        result.report(
            "year_before_form",
            f"Numbers of this form begin on {first}; the year is {year}.",
            f"此形式的编号自{first}起使用，而编号年份为{year}年。",
            position,
        )
    else:
        result.report(
            "year_after_form",
            f"Numbers of this form were given until {last}; the year is {year}.",
            f"此形式的编号用至{last}，而编号年份为{year}年。",
            position,
        )


def _read_place(result: Judgement, found: Scan, places: Sequence[Place]) -> None:
    text = found.values.get("place")
    if text is None:
        return
    national = result.form.national
    by_prefix = {place.prefix: place for place in places}
    meant = LOOK_ALIKES.get(text[0])
    if text == national:
        result.is_national = True
    elif text[0] in by_prefix and _is_short_name(text[1:]):
        result.place = by_prefix[text[0]]
        result.city = text[1:] or None
    elif (meant in by_prefix and _is_short_name(text[1:])) or (meant == national and not text[1:]):
        found.report_look_alike(0)
    else:
        result.report(
            "unknown_place",
            f"{text!r} is neither {national} nor the character of a province, alone or before"
            f" the short name of a city (at most {LONGEST_CITY} characters).",
            f"“{text}”既不是“{national}”，也不是省级简称或者省级简称加市级简称。",
            _at(found, "place"),
        )


def _is_short_name(text: str) -> bool:
    return len(text) <= LONGEST_CITY and all("一" <= char <= "鿿" for char in text)


def _read_class(result: Judgement, found: Scan) -> None:
    if not result.form.has_slot("class"):
        classes = {name for kind in result.form.kinds for name in kind.classes}
        result.device_class = classes.pop() if len(classes) == 1 else None
        return
    digit = found.values.get("class")
    result.device_class = _CLASSES.get(digit) if digit else None
    if digit and result.device_class is None:
        result.report(
            "class_unknown",
            f"The class digit is {digit}; there are only 1, 2 and 3.",
            f"管理类别位为{digit}，应为1、2或者3。",
            _at(found, "class"),
        )


def _judge_combination(result: Judgement, found: Scan) -> None:
    """Report a place, sign or class that the form does not know together."""
    kinds, sign = result.form.kinds, found.values.get("sign")
    here = [kind for kind in kinds if _fits_place(kind, result)]
    if not here:
        result.report(
            "city_not_in_form",
            "Such a number names no city, only the nation or a province.",
            "此类编号只写国家或者省级简称，不写市级简称。",
            _at(found, "place"),
        )
        here = [kind for kind in kinds if kind.place == "province"]
    signed = [kind for kind in here if sign is None or kind.sign in (sign, None)]
    if signed:
        _judge_class(result, found, signed)
        return
    result.report(
        "sign_not_at_place",
        f"{sign} is not used with a province; such numbers begin with {result.form.national}.",
        f"“{sign}”不与省级简称并用，此类编号以“{result.form.national}”字开头。",
        _at(found, "sign"),
    )


def _judge_class(result: Judgement, found: Scan, kinds: Iterable[Kind]) -> None:
    given = result.device_class
    in_form = {name for kind in result.form.kinds for name in kind.classes}
    here = sorted({name for kind in kinds for name in kind.classes})
    if given is None or given in here:
        return
    if given not in in_form:
        result.report(
            "class_not_in_form",
            f"Numbers of this form are not given for class {given}.",
            f"此形式的编号不用于{_CLASSES_ZH[given]}产品。",
            _at(found, "class"),
        )
        return
    names_zh = "、".join(_CLASSES_ZH[name] for name in here)
    result.report(
        "class_not_at_place",
        f"Class {given} does not go with this beginning, which is for class {' or '.join(here)}.",
        f"{_CLASSES_ZH[given]}与编号开头不符，此开头只用于{names_zh}。",
        _at(found, "class"),
    )


def _fits_place(kind: Kind, result: Judgement) -> bool:
    if result.is_national:
        return kind.place == "national"
    if result.place is None:
        return True
    return kind.place == "province_and_city" or (kind.place == "province" and not result.city)


def _settle(result: Judgement, sign: str | None) -> None:
    """Take over what every combination still possible agrees on."""
    slots_known = (result.is_national or result.place is not None) and (
        sign is not None or not result.form.signs()
    )
    possible = [
        kind
        for kind in result.form.kinds
        if _fits_place(kind, result)
        and (sign is None or kind.sign == sign)
        and (result.device_class is None or result.device_class in kind.classes)
    ]
    if len(possible) == 1 and slots_known and result.device_class is not None:
        result.kind = possible[0]
    told = [kind for kind in result.form.kinds if sign is not None and kind.sign == sign]
    routes = {(kind.route, kind.import_origin) for kind in told or possible}
    if len(routes) == 1:
        result.route, result.import_origin = routes.pop()


def _hint(result: Judgement, found: Scan, entries: Sequence[NumberForm]) -> None:
    catalogue, year = found.values.get("catalogue"), result.year
    for hint in (hint for form in entries for hint in form.hints):
        if catalogue == hint.catalogue and year is not None and year >= hint.from_year:
            result.product_kind_hint = hint.product_kind
            because, position = hint.because, _at(found, "catalogue")
            result.remark("product_kind_hint", because.en, because.zh, position)


def _remark(result: Judgement, found: Scan) -> None:
    kind, year = result.kind, result.year
    if kind and kind.level != "municipal" and year is not None and year < PRESENT_NAME_SINCE:
        result.remark(
            "present_name",
            "The authority is shown by its present name.",
            "发证机关以现名列出。",
        )
    if kind and kind.route == "import" and kind.import_origin != "foreign":
        result.remark(
            "origin_open",
            "The number does not tell where exactly the product comes from.",
            "从编号无法得知产品的具体来源地。",
        )
    if kind and kind.place == "province_and_city" and result.city is None:
        result.remark("no_city", "The number names no city.", "编号未写市级简称。")
    elif kind and kind.place == "province_and_city":
        result.remark(
            "city_not_mapped",
            "The city is shown by the characters in the number.",
            "市级简称按编号原样列出。",
        )
    if "更" in found.texts:
        result.remark(
            "change_mark",
            "更 marks a changed certificate or filing.",
            "“更”字表示证书或者备案已变更。",
        )


def _at(found: Scan, slot: str) -> int | None:
    return found.source.position(found.starts[slot]) if slot in found.starts else None
