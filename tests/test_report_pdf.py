"""The PDF report: its text, its standards, its bytes, and what happens without a glyph."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from regpath.report import pdf
from regpath.report.pdf import PdfFailed, breakable, render_pdf

SAMPLE = Path(__file__).parent / "data" / "pathway_sample.json"
EMOJI = "\U0001f600"
FOOT = 40
"""The height, in points, below which only the foot of a page stands."""


@pytest.fixture
def pathway() -> dict[str, Any]:
    """A whole pathway of an imported stent, made by hand."""
    found: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return found


def text_of(data: bytes) -> str:
    """All the text of a PDF, its white space evened out."""
    document = pypdfium2.PdfDocument(data)
    pages = (document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    return re.sub(r"\s+", " ", " ".join(pages))


def pages_of(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))


def test_english_report_says_what_matters(pathway: dict[str, Any]) -> None:
    result = render_pdf(pathway, "en")
    assert result.warnings == ()
    text = text_of(result.data)
    for words in (
        "Drug-eluting coronary stent",
        "The stent may not be imported or sold.",
        "CNY 308,800 per registration unit; CNY 617,600 in all",
        "128 working days; 188 with one supplement",
        "Contents",
        "Order of the steps",
        "Advice from practice, not law",
        "[3] Art. 4 (from a summary)",
        "not legal advice",
        "1 / ",
    ):
        assert words in text, words


def test_chinese_report_says_what_matters(pathway: dict[str, Any]) -> None:
    text = text_of(render_pdf(pathway, "zh").data).replace(" ", "")
    for words in (
        "药物洗脱冠脉支架",
        "目前不得实施的事项",
        "308,800元（30.88万元）",
        "128个工作日；补正一次的为188个工作日",
        "第16条第1款",
        "国械注进20263130001",
        "不构成法律意见",
    ):
        assert words in text, words


def test_both_languages_stand_side_by_side(pathway: dict[str, Any]) -> None:
    text = text_of(render_pdf(pathway, "both").data)
    assert "Technical review" in text
    assert "技术审评" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_short_form_fits_two_pages(pathway: dict[str, Any], lang: Any) -> None:
    many = pathway["steps"][-1]
    for number in range(31, 81):
        status = ("required", "undetermined", "conditional")[number % 3]
        pathway["steps"].append(
            {**many, "id": f"step-{number}", "number": number, "status": status}
        )
    assert pages_of(render_pdf(pathway, lang, brief=True).data) <= 2


def test_marked_as_archive_and_accessible(pathway: dict[str, Any]) -> None:
    data = render_pdf(pathway, "en").data
    assert b"pdfaid:part>2<" in data
    assert b"pdfuaid:part>1<" in data
    assert b"/Lang" in data


def test_the_picture_is_told_in_words(pathway: dict[str, Any]) -> None:
    data = render_pdf(pathway, "en").data
    assert b"/Alt" in data


def test_dated_by_the_pathway_not_by_the_clock(pathway: dict[str, Any]) -> None:
    created = pypdfium2.PdfDocument(render_pdf(pathway, "en", True).data).get_metadata_dict()
    assert created["CreationDate"].startswith("D:20261121")
    assert "Drug-eluting coronary stent" in created["Title"]


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_equal_pathways_give_equal_bytes(pathway: dict[str, Any], lang: Any) -> None:
    again = copy.deepcopy(pathway)
    assert render_pdf(pathway, lang, True).data == render_pdf(again, lang, True).data


def test_equal_bytes_in_another_process(pathway: dict[str, Any]) -> None:
    program = (
        "import hashlib, json, pathlib, sys\n"
        "from regpath.report.pdf import render_pdf\n"
        "pathway = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "print(hashlib.sha256(render_pdf(pathway, 'en').data).hexdigest())\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(SAMPLE)], check=True, capture_output=True, text=True
    )
    assert other.stdout.strip() == sha256(render_pdf(pathway, "en").data).hexdigest()


@pytest.mark.parametrize("brief", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        '#panic("x") #import "secret.typ" $x$ *b* _i_ \\ @ref <label> // /* ```',
        "line\nbreak\ttab\x00null\u202eright-to-left",
        "W" * 400,
        "支架" * 150,
        "=" * 10,
    ],
)
def test_a_hostile_product_name_is_only_text(
    pathway: dict[str, Any], name: str, brief: bool
) -> None:
    pathway["answers"]["product_name"] = name
    pathway["answers"]["product_name_zh"] = name
    result = render_pdf(pathway, "en", brief)
    assert result.warnings == ()
    shown = re.sub(r"[\s\u200b]", "", text_of(result.data))
    assert re.sub(r"[\s\x00\u202e]", "", name)[:20] in shown


def test_long_words_get_places_to_break() -> None:
    assert breakable("W" * 70).count("\u200b") == 2
    assert breakable("药物洗脱冠脉支架" * 9) == "药物洗脱冠脉支架" * 9
    assert breakable("an ordinary sentence") == "an ordinary sentence"


@pytest.mark.parametrize("given", [{"as_of": "2026-11-21", "answers": {"product_name": "X"}}, {}])
@pytest.mark.parametrize("lang", ["en", "zh", "both"])
@pytest.mark.parametrize("brief", [False, True])
def test_an_empty_pathway_still_gives_a_report(
    given: dict[str, Any], lang: Any, brief: bool
) -> None:
    result = render_pdf(given, lang, brief)
    assert result.data.startswith(b"%PDF")
    assert result.warnings == ()


def test_a_character_without_glyph_is_named_in_a_warning(pathway: dict[str, Any]) -> None:
    pathway["answers"]["product_name"] = f"Stent {EMOJI}"
    result = render_pdf(pathway, "en", True)
    assert result.data.startswith(b"%PDF")
    assert EMOJI in result.warnings[0]


def test_other_errors_of_the_typesetter_are_reported(
    pathway: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("style.typ", "brief.typ"):
        (tmp_path / name).write_text("#let broken = (", encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    with pytest.raises(PdfFailed, match="the PDF could not be set"):
        render_pdf(pathway, "en", True)


def test_a_missing_typesetter_is_said_plainly(
    pathway: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfFailed, match="typst is not installed"):
        render_pdf(pathway, "en", True)


def test_the_fonts_come_with_their_licence() -> None:
    names = {file.name for file in pdf.FONTS.iterdir()}
    assert {"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "OFL.txt"} <= names
    assert "SIL OPEN FONT LICENSE" in (pdf.FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_penalties_are_told_at_their_steps(pathway: dict[str, Any]) -> None:
    text = text_of(render_pdf(pathway, "en").data)
    assert "If skipped Agent: An agent that does not do its duties is warned" in text
    assert "false papers for a permit. (not yet certain; depends on: Test place)" in text
    assert "If skipped" not in text_of(render_pdf(pathway, "en", brief=True).data)


def test_a_step_longer_than_a_page_goes_on_on_the_next(pathway: dict[str, Any]) -> None:
    """One that may not break would set its last lines over the foot of the page, or below it."""
    (step,) = (step for step in pathway["steps"] if step["id"] == "appoint-agent")
    penalty = step["penalties"][0]
    words = [f"Consequence number {n} of many." for n in range(90)]
    step["penalties"] = [{**penalty, "text": {"en": text, "zh": text}} for text in words]
    document = pypdfium2.PdfDocument(render_pdf(pathway, "en").data)
    places = set()
    for number in range(len(document)):
        page = document[number].get_textpage()
        search = page.search("Consequence number")
        while (found := search.get_next()) is not None:
            places.add((number, round(page.get_charbox(found[0])[1])))
    assert len(places) == len(words)
    assert min(height for _, height in places) > FOOT
