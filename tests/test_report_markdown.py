"""The Markdown report: what it says, in both languages, for full, hostile and empty pathways."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from regpath.report.markdown import md, render_markdown

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh", "both")
HOSTILE = (
    "Stent | *bold* <script>alert(1)</script>\n# Heading\n[x](http://e.test) `a` \x00\u202e_u_"
)


@pytest.fixture
def pathway() -> dict[str, Any]:
    """A whole pathway of an imported stent, made by hand."""
    found: dict[str, Any] = json.loads(
        (HERE / "data" / "pathway_sample.json").read_text(encoding="utf-8")
    )
    return found


def empty_pathway() -> dict[str, Any]:
    """What an engine says about a name and nothing else, with every list empty."""
    return {
        "as_of": "2026-11-21", "answers": {"product_name": "A new device"}, "summary": {},
        "derived": {}, "steps": [], "blockers": [], "open_questions": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "brief", "name"),
    [
        ("en", False, "plan.en.md"),
        ("en", True, "brief.en.md"),
        ("zh", True, "brief.zh.md"),
        ("both", True, "brief.both.md"),
    ],
)
def test_whole_report_is_as_reviewed(
    pathway: dict[str, Any], snapshot: Any, lang: Any, brief: bool, name: str
) -> None:
    snapshot.snapshot_dir = HERE / "snapshots" / "report"
    snapshot.assert_match(render_markdown(pathway, lang, brief), name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("brief", [False, True])
def test_equal_pathways_give_equal_text(pathway: dict[str, Any], lang: Any, brief: bool) -> None:
    again = copy.deepcopy(pathway)
    assert render_markdown(pathway, lang, brief) == render_markdown(again, lang, brief)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_identifier_and_no_python_value_reaches_the_reader(
    pathway: dict[str, Any], lang: Any
) -> None:
    text = render_markdown(pathway, lang)
    assert not re.search(r"[a-z]\\?_[a-z]|\bNone\b|\bTrue\b|\bFalse\b|\bnull\b", text)


def test_no_heading_stands_over_nothing(pathway: dict[str, Any]) -> None:
    pathway["changes_ahead"] = []
    text = render_markdown(pathway, "en")
    assert not re.search(r"^## .*\n\n(?=## )", text, re.MULTILINE)
    assert "## Changes ahead" not in text


def test_blockers_come_before_the_answer(pathway: dict[str, Any]) -> None:
    text = render_markdown(pathway, "en")
    assert text.index("What may not be done yet") < text.index("The answer in brief")


def test_legal_advice_is_disclaimed_once(pathway: dict[str, Any]) -> None:
    assert render_markdown(pathway, "en").count("legal advice") == 1
    assert render_markdown(pathway, "zh").count("不构成法律意见") == 1


def test_a_doubtful_citation_shows_its_grade_where_it_stands(pathway: dict[str, Any]) -> None:
    text = render_markdown(pathway, "en")
    assert "[3] Art. 4 (from a summary)" in text
    assert "Art. 9 (not confirmed)" in text
    assert "imported or sold.** [1] Art. 55\n" in text


def test_every_number_in_brackets_is_in_the_list_of_sources(pathway: dict[str, Any]) -> None:
    for brief in (False, True):
        body, listing = render_markdown(pathway, "en", brief).split("## Sources")
        cited = set(re.findall(r"\[(\d+)\]", body))
        assert cited == set(re.findall(r"^(\d+)\. ", listing, re.MULTILINE))


def test_chinese_amounts_show_ten_thousands_and_keep_cents(pathway: dict[str, Any]) -> None:
    fee = pathway["summary"]["fee_cny"]
    fee["amount"], fee["total"] = 57260.5, 57260.5
    assert "57,260.50元（5.72605万元）" in render_markdown(pathway, "zh", True)
    assert "CNY 57,260.50 per registration unit" in render_markdown(pathway, "en", True)


@pytest.mark.parametrize(
    ("fee", "shown"),
    [
        ({"amount": 0, "total": 0, "status": "free"}, "None: the act is free of charge"),
        ({"amount": 0, "total": 0, "status": "waived"}, "None: the fee is waived"),
        ({"amount": None, "total": None, "status": "unknown"}, "**Official fee**: Not yet determ"),
        (
            {
                "amount": None, "total": None, "status": "expired_rate",
                "last_known": {"amount": 65450, "from": "2021-05-01", "to": "2025-12-31"},
            },
            "Last known rate: CNY 65,450, 1 May 2021 to 31 December 2025",
        ),
    ],
)  # fmt: skip
def test_the_standing_of_a_fee_is_said(
    pathway: dict[str, Any], fee: dict[str, Any], shown: str
) -> None:
    pathway["summary"]["fee_cny"] = fee
    assert shown in render_markdown(pathway, "en")


def test_other_units_are_spelled_in_the_column_of_working_days(pathway: dict[str, Any]) -> None:
    row = next(
        line
        for line in render_markdown(pathway, "en").splitlines()
        if "Run adverse-event monitoring |" in line
    )
    assert "| 7, 20 calendar days |" in row


def test_practice_is_told_apart_from_law(pathway: dict[str, Any]) -> None:
    text = render_markdown(pathway, "en")
    law, advice = text.split("## Advice from practice, not law")
    assert "### 2. Check the Chinese partner" in advice
    assert "### 2. Check the Chinese partner" not in law
    assert "| optional, advice |" in law


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("brief", [False, True])
def test_a_hostile_product_name_stays_one_line_of_text(
    pathway: dict[str, Any], lang: Any, brief: bool
) -> None:
    pathway["answers"]["product_name"] = HOSTILE
    pathway["answers"]["product_name_zh"] = HOSTILE
    text = render_markdown(pathway, lang, brief)
    assert "<script" not in text.replace("\\<script", "")
    assert "\x00" not in text
    assert "\u202e" not in text
    assert not re.search(r"^# Heading", text, re.MULTILINE)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert r"\*bold\*" in text


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("mid - dash, 1.5 mm", "mid - dash, 1.5 mm"),
        ("two\nlines", "two lines"),
        ("A&lt;B & C", "A&amp;lt;B & C"),
        ("[1](x)", r"\[1\](x)"),
        ("国械注进20263130001", "国械注进20263130001"),
    ],
)
def test_text_is_escaped_to_read_as_it_was_given(given: str, escaped: str) -> None:
    assert md(given) == escaped


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("brief", [False, True])
@pytest.mark.parametrize("given", [empty_pathway(), {}])
def test_an_empty_pathway_still_gives_a_report(
    given: dict[str, Any], lang: Any, brief: bool
) -> None:
    text = render_markdown(given, lang, brief)
    assert text.startswith("# ")
    assert ("Not yet determined" if lang != "zh" else "尚未确定") in text


def test_the_short_form_names_how_many_questions_it_leaves_out(pathway: dict[str, Any]) -> None:
    asked = pathway["open_questions"][0]
    pathway["open_questions"] = [asked | {"fact": f"fact_{n}"} for n in range(9)]
    assert "and 4 more facts" in render_markdown(pathway, "en", True)
    assert "more facts" not in render_markdown(pathway, "en")


def test_ids_of_facts_in_sentences_are_replaced_by_their_questions(
    pathway: dict[str, Any],
) -> None:
    entry = pathway["not_modelled"][0]
    entry["text"] = {
        "en": "The answer to target_provinces is kept.",
        "zh": "target_provinces已记录",
    }
    entry["facts"] = []
    assert "The answer to “Provinces of sale” is kept." in render_markdown(pathway, "en")
    assert "“目标省份”已记录" in render_markdown(pathway, "zh")


def test_penalties_stand_at_their_steps_and_not_in_the_short_form(pathway: dict[str, Any]) -> None:
    text = render_markdown(pathway, "en")
    assert "- **If skipped**: Agent: An agent that does not do its duties" in text
    open_line = next(line for line in text.splitlines() if "A false report of own tests" in line)
    assert "(not yet certain; depends on: " in open_line
    assert open_line.endswith("Art. 83(1)")
    assert "**违反后果**：代理人：代理人未履行义务" in render_markdown(pathway, "zh")
    for lang in LANGUAGES:
        brief = render_markdown(pathway, lang, brief=True)
        assert "If skipped" not in brief and "违反后果" not in brief
