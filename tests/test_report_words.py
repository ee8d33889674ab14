"""The words, formats, sources and the step picture that every report is made of."""

from __future__ import annotations

import json
import re
import string
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from regpath.model.text import Text
from regpath.report.formats import day, estimate, quantity, window, yuan
from regpath.report.graph import TALLEST, WIDTH, balanced, lay_out, measure
from regpath.report.labels import LABELS
from regpath.report.sources import Sources
from regpath.report.steps import spans
from regpath.report.svg import direct_needs, draw
from regpath.report.terms import TERMS
from regpath.report.view import build_view
from regpath.report.words import plain, text_of

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "regpath" / "templates"
HANZI = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def pathway() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (HERE / "data" / "pathway_sample.json").read_text(encoding="utf-8")
    )
    return found


def test_every_label_has_the_same_places_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = [key for key, (en, zh) in LABELS.items() if places(en) != places(zh)]
    assert differing == ["yuan_large"]  # only Chinese counts in ten thousands


def test_english_words_hold_no_hanzi_and_chinese_words_do() -> None:
    terms = [pair for group in TERMS.values() for pair in group.values()]
    pairs = [*LABELS.values(), *terms]
    assert [en for en, _ in pairs if HANZI.search(en)] == []
    wordless = re.compile(r"[\W\d_]*|(\{\w+\}|\W)*")
    assert [zh for _, zh in pairs if not HANZI.search(zh) and not wordless.fullmatch(zh)] == []


def test_every_label_a_template_asks_for_exists() -> None:
    asked: set[str] = set()
    for file in TEMPLATES.iterdir():
        text = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'"(\w+)" \| label', text))
        asked |= set(re.findall(r'\bw\("(\w+)"\)', text))
        asked |= set(re.findall(r'labelled\("(\w+)"', text))
    assert asked - set(LABELS) == set()


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [
        ("308800", "CNY 308,800", "308,800元（30.88万元）"),
        ("57260.5", "CNY 57,260.50", "57,260.50元（5.72605万元）"),
        ("4300", "CNY 4,300", "4,300元"),
        ("10000", "CNY 10,000", "10,000元（1万元）"),
        ("0", "CNY 0", "0元"),
    ],
)
def test_yuan_in_both_languages(amount: str, en: str, zh: str) -> None:
    assert yuan(Decimal(amount)) == Text(en, zh)


def test_dates_and_windows_in_words() -> None:
    assert day("2026-11-21") == Text("21 November 2026", "2026年11月21日")
    assert day("next spring") == Text("next spring", "next spring")
    assert day(None) is None
    assert window({"from": "2021-06-01", "to": None}) == Text(
        "since 1 June 2021", "自2021年6月1日起"
    )
    assert window({"from": None, "to": None}) is None


def test_working_days_and_months_keep_their_names() -> None:
    assert quantity(20, "working_days") == Text("20 working days", "20个工作日")
    assert quantity(1, "years") == Text("1 year", "1年")
    months = {"low": 1, "typical": 2, "high": 3, "unit": "months"}
    assert estimate(months) == Text("2 (1–3)", "2 (1–3)")
    assert estimate(months | {"unit": "weeks"}) == Text("2 (1–3) weeks", "2 (1–3)周")
    assert estimate(None) is None


def test_step_numbers_are_sorted_and_gathered() -> None:
    assert spans([5, 2, 3, 4, 9, 8]) == Text("2–5, 8, 9", "2–5, 8, 9")
    assert spans([]) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"en": "One", "zh": "一"}, Text("One", "一")),
        ({"name_en": "Body", "name_zh": "部门"}, Text("Body", "部门")),
        ({"text": {"en": "In", "zh": "内"}}, Text("In", "内")),
        ({"en": "Only English"}, Text("Only English", "Only English")),
        (["yes", "no"], Text("yes, no", "是、否")),
        (True, Text("yes", "是")),
        (1250, Text("1,250", "1,250")),
        ("udi_start_date", Text("UDI start date", "UDI start date")),
        ("", None),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_what_a_json_value_reads_as(value: object, expected: Text | None) -> None:
    assert text_of(value) == expected


def test_words_of_a_user_are_not_taken_for_identifiers() -> None:
    assert plain("T-shaped STENT_4").en == "T-shaped STENT_4"
    assert plain("YY/T 0663.2-2016").en == "YY/T 0663.2-2016"


def test_sources_are_numbered_when_first_cited_and_list_every_place() -> None:
    def cited(name: str, article: str, grade: str = "primary") -> dict[str, object]:
        return {
            "instrument": name, "article": article, "paragraph": None, "grade": grade,
            "title_en": name.title(), "title_zh": "规定", "in_force": {"from": "2021-10-01"},
        }  # fmt: skip

    sources = Sources()
    first = sources.cite([cited("b", "14"), cited("b", "2"), cited("a", "annex 1", "secondary")])
    assert [(r.number, r.place and r.place.en) for r in first] == [
        (1, "Art. 14, 2"),
        (2, "Annex 1 (from a summary)"),
    ]
    assert sources.cite([cited("a", "")])[0].place is None
    listing = sources.listing()
    assert listing[0].places == Text("cited: Art. 2, 14", "引用：第2条、第14条")
    assert listing[1].doubts[0].en == "Known from a summary only: Annex 1"


def test_a_citation_without_grade_is_not_taken_for_confirmed() -> None:
    found = Sources().cite([{"instrument": "a", "article": "1"}])
    assert found[0].place == Text("Art. 1 (not confirmed)", "第1条（未核对）")


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_every_step_stands_once_in_the_picture_and_nothing_overlaps(
    pathway: dict[str, Any], lang: Any
) -> None:
    pictures = lay_out(build_view(pathway).phases, lang)
    numbers = [box.step.number for picture in pictures for box in picture.boxes]
    assert sorted(numbers) == list(range(1, 31))
    for picture in pictures:
        assert picture.height <= TALLEST
        for box in picture.boxes:
            assert box.x >= 0
            assert box.x + box.width <= WIDTH
            others = [b for b in picture.boxes if b is not box]
            assert not any(_overlap(box, other) for other in others)


def _overlap(one: Any, other: Any) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or above)


def test_the_picture_is_well_formed_whatever_a_title_holds(pathway: dict[str, Any]) -> None:
    pathway["steps"][0]["title"] = {"en": "<b>&\"'", "zh": "<b>&"}
    for picture in lay_out(build_view(pathway).phases, "both"):
        root = ElementTree.fromstring(draw(picture, "both"))  # own output, not from outside
        assert root.tag.endswith("svg")


def test_steps_that_others_imply_get_no_line_of_their_own(pathway: dict[str, Any]) -> None:
    picture = next(
        picture
        for picture in lay_out(build_view(pathway).phases, "en")
        if {17, 18, 20} <= {box.step.number for box in picture.boxes}
    )
    assert direct_needs(20, picture) == [18, 19]


def test_the_picture_in_words_names_every_step(pathway: dict[str, Any]) -> None:
    spoken = [picture.alt().en for picture in lay_out(build_view(pathway).phases, "en")]
    assert "4 Appoint an agent in China (after 3)" in " ".join(spoken)


def test_titles_break_between_words_and_between_hanzi() -> None:
    title = "Obtain the home-market approval document"
    assert " ".join(balanced(title, 120)) == title
    assert all(measure(line) <= 120 for line in balanced(title, 120))
    lines = balanced("在分类目录中确定管理类别（第三类）", 80)
    assert "".join(lines) == "在分类目录中确定管理类别（第三类）"
    assert not any(line.startswith(("）", "，", "、")) for line in lines)
    assert not any(line.endswith("（") for line in lines)
