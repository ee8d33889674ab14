"""The report of a comparison: its tables, its bars, its access by topic; Markdown, PDF and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from conftest import Run, WriteAnswers, data_of, errors_of, too_wide
from tiny import DAY
from variants import CITED, Edit, read, variant

import regpath
from regpath.api import read_answers
from regpath.cli.text import table
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.report.bars import BLOCKS, FULL, HOLLOW, LONGEST, Figure, blocks, chart, draw_bars
from regpath.rules.compare import Comparison

HERE = Path(__file__).parent
LATER = "2023-08-01"
"""A day on which one province's rate has ended and another's may have."""
MADE: dict[str, Any] = {
    "product_name": "A tiny device", "product_kind": "device", "device_class": "II",
    "route": "manufacture", "production_mode": "own_site", "target_provinces": ["guangdong"],
}  # fmt: skip
PROVINCES = ("guangdong", "inner-mongolia", "hainan", "shanxi", "unknown")
IMPORTED = {**MADE, "route": "import", "import_origin": "foreign"}
del IMPORTED["production_mode"]


def note(topic: str, en: str, zh: str, more: str = "") -> str:
    """A note on a region."""
    return (
        f"      - {{topic: {topic}, text: {{en: '{en}', zh: {zh}}}, {more}"
        f"effective: {{from: '2021-06-01'}}, {CITED}}}\n"
    )


def noted(province: str, *notes: str) -> Edit:
    """Notes on a province of the tiny rulebook."""
    start = f"    name: {{en: {province.title()}, "
    return ("provinces.yaml", start, f"    notes:\n{''.join(notes)}{start}")


NOTES = (
    noted(
        "guangdong",
        note("platform", "One platform.", "一个平台。"),
        note("platform", "A second one | rarely.", "另一个平台。"),
        note("park", "A park of renown.", "知名园区。", "practice: true, "),
    ),
    noted("hainan", note("platform", "An island platform.", "海岛平台。")),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The tiny rulebook with notes on two provinces."""
    return read(tmp_path_factory.mktemp("noted"), *NOTES)


@pytest.fixture(scope="module")
def provinces(rules: Rulebook) -> Comparison:
    """One device in four provinces and one that is not known."""
    vary = {"province": PROVINCES}
    return regpath.compare(MADE, vary=vary, as_of=LATER, rulebook=rules)


@pytest.fixture(scope="module")
def targets(rules: Rulebook) -> Comparison:
    """One import, sold in one or in two provinces."""
    vary = {"target_provinces": [["guangdong", "hainan"], ["guangdong"], ["shanxi"]]}
    return regpath.compare(IMPORTED, vary=vary, as_of=DAY, rulebook=rules)


def text_of(data: bytes) -> str:
    """All the text of a PDF, its white space evened out."""
    document = pypdfium2.PdfDocument(data)
    pages = (document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    return re.sub(r"\s+", " ", " ".join(pages))


def markdown(found: Comparison, lang: Any = "en") -> str:
    """The report as Markdown."""
    return regpath.render(found, "md", lang).decode()


# Access


def test_access_is_known_not_known_or_of_no_matter(targets: Comparison) -> None:
    several, one, none = targets.access["platform"]
    assert one == Text(
        "Guangdong: One platform.\nGuangdong: A second one | rarely.",
        "广东省：一个平台。\n广东省：另一个平台。",
    )
    assert several == Text(
        "Guangdong: One platform.\nGuangdong: A second one | rarely.\nHainan: An island platform.",
        "广东省：一个平台。\n广东省：另一个平台。\n海南省：海岛平台。",
    )
    assert none is None
    assert "platform" in targets.differing_access
    assert targets.access["listing"] == (None, None, None)
    assert "listing" not in targets.differing_access
    assert "park" not in targets.access


def test_a_region_of_which_nothing_is_known_is_named_beside_others(rules: Rulebook) -> None:
    vary = {"target_provinces": [["guangdong", "shanxi"]]}
    found = regpath.compare(IMPORTED, vary=vary, as_of=DAY, rulebook=rules)
    (cell,) = found.access["platform"]
    assert isinstance(cell, Text)
    assert cell.en.endswith("\nShanxi: not known") and cell.zh.endswith("\n山西省：未知")


def test_one_region_a_column_needs_no_name(rules: Rulebook) -> None:
    vary = {"target_provinces": [["guangdong"], ["hainan"]]}
    found = regpath.compare(IMPORTED, vary=vary, as_of=DAY, rulebook=rules)
    assert found.access["platform"] == (
        Text("One platform.\nA second one | rarely.", "一个平台。\n另一个平台。"),
        Text("An island platform.", "海岛平台。"),
    )


def test_experience_is_told_apart_from_law(rules: Rulebook) -> None:
    vary = {"route": ["manufacture", "import"]}
    made = {k: v for k, v in MADE.items() if k != "production_mode"} | {"province": "guangdong"}
    found = regpath.compare(made, vary=vary, as_of=DAY, rulebook=rules)
    assert found.access["park"] == (Text("Advice: A park of renown.", "建议：知名园区。"), "-")


def test_json_holds_access_and_not_the_pathways(targets: Comparison) -> None:
    data = json.loads(regpath.render(targets, "json"))
    assert data == targets.to_json()
    assert data["schema"] == "regpath/comparison/1"
    assert data["access"]["platform"][1]["zh"] == "广东省：一个平台。\n广东省：另一个平台。"
    assert data["access"]["platform"][2] is None
    assert data["headings"][0] == {"en": "Guangdong, Hainan", "zh": "广东省、海南省"}
    assert "pathways" not in data
    assert data["labels"][0] == "target_provinces=guangdong+hainan"


# Markdown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whole_report_is_as_reviewed(provinces: Comparison, snapshot: Any, lang: Any) -> None:
    snapshot.snapshot_dir = HERE / "snapshots" / "report"
    text = re.sub(r"(digest |摘要值)[0-9a-f]{16}", r"\1…", markdown(provinces, lang))
    snapshot.assert_match(text, f"compare.{lang}.md")


def test_bars_in_text_say_zero_not_known_and_ended(provinces: Comparison) -> None:
    text = markdown(provinces)
    fees = text.split("| Official fee per registration unit |")[1].split("\n\n")[0]
    shown = [[part.strip() for part in line.split("|")[1:4]] for line in fees.splitlines()[2:]]
    assert shown == [
        ["Guangdong", FULL * 24, "CNY 1,200"],
        ["Inner Mongolia", HOLLOW * 14, "CNY 700 (last known rate, may have ended)"],
        ["Hainan", "", "0"],
        ["Shanxi", HOLLOW * 18, "CNY 900 (last known rate, ended)"],
        ["not known", "", "Not yet determined"],
    ]


def test_steps_are_named_in_words(targets: Comparison) -> None:
    steps = markdown(targets).split("## Steps that differ")[1]
    assert "| **List the product – Hainan** | conditional | no step | no step |" in steps
    assert f"{len(targets.steps) - len(targets.differing_steps)} steps are the same" in steps
    assert "list-product" not in steps


def test_facts_left_out_are_asked_in_words_with_their_answers(rules: Rulebook) -> None:
    vary = {"route": ["manufacture", "import"]}
    found = regpath.compare(MADE, vary=vary, as_of=DAY, rulebook=rules)
    text = markdown(found)
    assert "| **Who makes it?** | Own site | left out |" in text
    assert "- **Varied**: Made or imported?\n" in text
    assert "## What is compared" not in text  # the headings say it


def test_what_differs_between_files_is_listed(rules: Rulebook) -> None:
    other = {**IMPORTED, "product_name": "Another | device"}
    names = ("made", "imported")
    found = regpath.compare(MADE, other, as_of=DAY, rulebook=rules, labels=names)
    text = markdown(found)
    assert r"- **Product**: A tiny device; Another \| device" in text
    assert "| | made | imported |" in text
    assert "| **Made or imported?** | Made in the country | Imported |" in text


def test_days_that_differ_stand_in_the_table(rules: Rulebook) -> None:
    both = [replace(read_answers(MADE, rules), as_of=day) for day in (DAY, LATER)]
    found = regpath.compare(*both, rulebook=rules)
    text = markdown(found)
    assert "| **As of** | 1 March 2022 | 1 August 2023 |" in text
    assert "- **As of**" not in text
    assert "As of 1 March 2022 1 August 2023" in text_of(regpath.render(found, "pdf"))


def test_many_columns_stand_in_tables_of_equal_width(rules: Rulebook) -> None:
    for count, widths in ((4, [4]), (5, [3, 2]), (9, [3, 3, 3])):
        given = [{**MADE, "product_name": f"Device {n}"} for n in range(count)]
        found = regpath.compare(*given, as_of=DAY, rulebook=rules)
        section = markdown(found).split("## Side by side")[1].split("\n## ")[0]
        heads = [line for line in section.splitlines() if line.startswith("| | ")]
        assert [line.count(" |") - 1 for line in heads] == widths


def test_what_is_the_same_everywhere_stands_once(rules: Rulebook) -> None:
    given = {**IMPORTED, "target_provinces": ["guangdong"]}
    found = regpath.compare(given, vary={"device_class": ["II", "III"]}, as_of=DAY, rulebook=rules)
    text = markdown(found)
    known = "One platform.<br>A second one \\| rarely."
    assert f"| purchasing platform | {known} | as on the left |" in text
    assert "| Not known here | listing, volume-based purchase, " in text
    assert "| listing |" not in text


def test_the_line_on_legal_advice_stands_once(provinces: Comparison) -> None:
    assert markdown(provinces).count("not legal advice") == 1
    assert markdown(provinces, "zh").count("不构成法律意见") == 1


def test_a_comparison_has_no_short_form(provinces: Comparison) -> None:
    with pytest.raises(ValueError, match="no short form"):
        regpath.render(provinces, "md", brief=True)
    with pytest.raises(ValueError, match="html"):
        regpath.render(provinces, "html")


# Bars


def figures(*values: str | None) -> list[Figure]:
    """Figures without much of a name."""
    return [
        Figure(Text(f"<{n}>", f"<{n}>"), None if v is None else Decimal(v), Text(f"{v}", f"{v}"))
        for n, v in enumerate(values)
    ]


def test_bars_are_as_long_as_their_figures() -> None:
    found = chart(Text("Fee", "收费"), figures("100", "50", "1", "0", None))
    assert [len(blocks(bar)) for bar in found.bars] == [BLOCKS, BLOCKS // 2, 1, 0, 0]
    root = ElementTree.fromstring(draw_bars(found, "both"))  # own output, not from outside
    widths = [float(e.attrib["width"]) for e in root if e.tag.endswith("rect")]
    assert widths == [LONGEST, LONGEST / 2, LONGEST / 100]


def test_nothing_but_zeros_and_gaps_draws_no_bar() -> None:
    for values in (("0", "0"), (None, None), ("0", None)):
        found = chart(Text("Fee", "收费"), figures(*values))
        assert [blocks(bar) for bar in found.bars] == ["", ""]
        assert "<rect" not in draw_bars(found, "en")


def test_a_hollow_bar_is_told_apart_without_colour() -> None:
    (figure,) = figures("5")
    found = chart(Text("Fee", "收费"), [Figure(figure.label, figure.value, figure.shown, True)])
    assert blocks(found.bars[0]) == HOLLOW * BLOCKS
    assert 'fill="#ffffff"' in draw_bars(found, "en") and "dasharray" in draw_bars(found, "en")


# PDF


def test_pdf_says_what_matters(provinces: Comparison) -> None:
    data = regpath.render(provinces, "pdf")
    text = text_of(data)
    for words in (
        "Market-entry plans for China compared",
        "A tiny device",
        "Inner Mongolia",
        "CNY 900 (last known rate, ended)",
        "Hollow bar: the last known rate",
        "not legal advice",
    ):
        assert words in text, words
    assert data == regpath.render(provinces, "pdf")


def test_chinese_pdf_says_what_matters(provinces: Comparison) -> None:
    text = text_of(regpath.render(provinces, "pdf", "zh")).replace(" ", "")
    for words in (
        "中国市场准入方案对比",
        "内蒙古自治区",
        "900元（最后已知标准，已到期）",
        "尚未确定",
    ):
        assert words in text, words


def test_the_charts_are_described_for_those_who_cannot_see_them(provinces: Comparison) -> None:
    from regpath.report.bars import spoken_chart
    from regpath.report.comparison import build_comparison

    fee, days = build_comparison(provinces).charts
    assert spoken_chart(fee).en.startswith(
        "Bar chart. Official fee per registration unit: Guangdong: CNY 1,200; Inner Mongolia: "
    )
    assert "98 (158 with one supplement)" in spoken_chart(days).en


# Command line


@pytest.fixture
def command(answers: WriteAnswers, tmp_path: Path) -> tuple[str, ...]:
    """A comparison on the command line."""
    name = answers(as_of=LATER, **MADE)
    folder = variant(tmp_path / "tiny", *NOTES)
    return ("compare", name, "--vary", "province=guangdong,hainan", "--rules", str(folder))


def test_the_table_shows_access_in_words(run: Run, command: tuple[str, ...]) -> None:
    text = run(*command).stdout
    assert re.search(r"^\* parks +Guangdong: Advice: A park of +\?$", text, re.M)
    assert re.search(r"^  listing +\? +\?$", text, re.M)
    assert "\nAccess is cut after 5 lines; -f md shows all of it.\n" in text
    assert not too_wide(text)
    assert "* 园区" in run(*command, "--lang", "zh").stdout


def test_long_cells_of_access_are_cut_between_words() -> None:
    words = ("a cell that has many words and " * 9).strip()
    rows = list(table([("name", words)], (6, 12), 2))
    assert rows == ["name    a cell that", "        has many …"]
    assert len(list(table([("name", "支架" * 30)], (6, 12), 2))) == 2
    assert len(list(table([("name", words)], (6, 12)))) > 20


def test_formats_on_standard_output(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command, "-f", "md").stdout.startswith("# Market-entry plans for China compared")
    assert run(*command, "-o", "-").stdout == run(*command, "-f", "md").stdout
    assert run(*command, "-f", "md", "--lang", "zh").stdout.startswith("# 中国市场准入方案对比")
    assert run(*command, "-f", "pdf").stdout_bytes.startswith(b"%PDF-")
    assert data_of(run(*command, "-f", "json")) == data_of(run(*command, "--json"))


def test_several_formats_get_one_name(run: Run, command: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*command, "-f", "md", "-f", "pdf", "-f", "json", "-o", "side.pdf")
    assert result.stdout == ""
    assert (tmp_path / "side.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "side.json").read_text("utf-8"))["labels"][1] == "province=hainan"
    assert (tmp_path / "side.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("name", "start"), [("x.md", b"# "), ("x.pdf", b"%PDF-"), ("x.json", b"{")]
)
def test_the_ending_chooses_the_format(
    run: Run, command: tuple[str, ...], tmp_path: Path, name: str, start: bytes
) -> None:
    run(*command, "-o", name)
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "x.html"], "no format goes by the ending .html"),
        (["-f", "md", "-f", "pdf"], "name a file with -o"),
        (["-f", "pfd"], "Did you mean 'pdf'?"),
    ],
)
def test_usage(run: Run, command: tuple[str, ...], words: list[str], message: str) -> None:
    result = run(*command, *words, code=2)
    assert message in result.stderr
    assert result.stdout == ""


def test_usage_as_json(run: Run, command: tuple[str, ...]) -> None:
    (error,) = errors_of(run(*command, "--json", "-f", "pdf", code=2))
    assert error["code"] == "usage"
