"""Citations held against law texts, and the coverage map of the core instruments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny import fact, rule, rulebook_of

from regpath.api import coverage, load_rulebook
from regpath.model.condition import Always
from regpath.model.coverage import ArticleGroup, Coverage
from regpath.model.law import Citation, Instrument, Window
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.provenance.citations import hashes_of, verify_texts
from regpath.provenance.coverage import InstrumentCoverage, coverage_of, faults, holes
from regpath.provenance.texts import LawTexts, TextsMissing, figures_in, hash_of, numeral

TEXT = """> Found in: somewhere.

# 规定

**第一条** 目的。

**第二条** 申请人应当在20日内提交，最多三十日，费用1.5万元。

## 第二章 附则

第三条 自2021年起施行。
"""


def citing(article: str, *states: float) -> Rulebook:
    """A rulebook with one rule that cites an article."""
    citation = Citation("order", article, "primary", None, states)
    only = replace(rule("submit", Always()), citations=(citation,))
    title = Text("Order", "规定")
    instrument = Instrument("order", "notice", title, Window("2021-01-01"), "primary")
    whole = rulebook_of([fact("a")], rules=[only])
    return replace(whole, instruments={"order": instrument})


@pytest.fixture
def texts(tmp_path: Path) -> LawTexts:
    (tmp_path / "order.md").write_text(TEXT, encoding="utf-8")
    return LawTexts(tmp_path)


def codes(rulebook: Rulebook, texts: LawTexts) -> list[tuple[str, str]]:
    found = verify_texts(rulebook, texts, {}).findings
    return [(finding.entry, finding.code) for finding in found if finding.section == "rules"]


@pytest.mark.parametrize(
    ("chinese", "value"),
    [("三", 3), ("十", 10), ("一百二十四", 124), ("二十", 20), ("一百零五", 105)],
)
def test_numerals(chinese: str, value: int) -> None:
    assert numeral(chinese) == value


def test_figures_are_read_in_digits_in_words_and_in_ten_thousands() -> None:
    assert {20.0, 30.0, 15000.0, 1.5} <= figures_in("20日，三十日，1.5万元")


@pytest.mark.parametrize(
    ("article", "states", "code"),
    [
        ("2", (20, 30, 15000), None),
        ("2", (21,), "figure-missing"),
        ("1", (20,), "figure-missing"),
        ("4", (), "article-missing"),
        ("", (20, 2021), None),
        ("annex 1", (30,), None),
    ],
)
def test_a_citation_is_held_against_its_article(
    texts: LawTexts, article: str, states: tuple[float, ...], code: str | None
) -> None:
    assert codes(citing(article, *states), texts) == ([("submit", code)] if code else [])


def test_a_changed_text_makes_its_rules_fail_by_name(tmp_path: Path, texts: LawTexts) -> None:
    rulebook = citing("2")
    stored = hashes_of(rulebook, texts)
    assert not verify_texts(rulebook, texts, stored).findings
    changed = tmp_path / "changed"
    changed.mkdir()
    (changed / "order.md").write_text(TEXT.replace("20日", "25日"), encoding="utf-8")
    (found,) = verify_texts(rulebook, LawTexts(changed), stored).findings
    assert (found.code, found.section, found.entry) == ("text-changed", "rules", "submit")
    spaced = tmp_path / "spaced"
    spaced.mkdir()
    (spaced / "order.md").write_text(TEXT.replace("申请人", "申请 人\n"), encoding="utf-8")
    assert not verify_texts(rulebook, LawTexts(spaced), stored).findings


def test_what_cannot_be_compared_is_counted(tmp_path: Path) -> None:
    (tmp_path / "index.yaml").write_text("order: order.md  # 规定-节录\n", encoding="utf-8")
    (tmp_path / "order.md").write_text(TEXT, encoding="utf-8")
    assert verify_texts(citing("9"), LawTexts(tmp_path), {}).beyond_excerpt == 1
    (tmp_path / "order.md").rename(tmp_path / "other.md")
    assert verify_texts(citing("2"), LawTexts(tmp_path), {}).without_text >= 1


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextsMissing, match="no law texts"):
        LawTexts(tmp_path)


def test_hashes_do_not_change_with_spaces() -> None:
    assert hash_of("第一条 目的") == hash_of("第一条\n目的 ")
    assert hash_of("第一条") != hash_of("第二条")


def mapped(*groups: ArticleGroup) -> Rulebook:
    entry = Coverage("order", "order", 4, True, groups)
    return replace(citing("2"), coverage={"order": entry})


def test_each_article_is_covered_explained_or_a_hole() -> None:
    reason = Text("Aim", "目的")
    groups = ArticleGroup(("1", "3-4"), "not_for_an_entrant", reason)
    (whole,) = coverage_of(mapped(groups), "2022-01-01")
    standings = [article.standing for article in whole.articles]
    assert standings == [
        "not_for_an_entrant", "covered", "not_for_an_entrant", "not_for_an_entrant"
    ]  # fmt: skip
    assert whole.articles[1].by == ("rules/submit",)
    assert whole.classified == 1
    (partly,) = found = coverage_of(mapped(), "2022-01-01")
    assert list(holes(found)) == [("order", 1), ("order", 3), ("order", 4)]
    assert partly.classified == 0.25


def test_the_core_instruments_have_no_hole() -> None:
    found = coverage()
    core = {entry.instrument for entry in found if entry.core}
    assert core == {
        "scd-739-2021", "samr-order-47-2021", "samr-order-48-2021", "samr-order-53-2022",
        "samr-order-54-2022",
    }  # fmt: skip
    assert not [hole for hole in holes(found) if hole[0] in core]
    assert all(entry.classified >= 0.9 for entry in found)


def test_what_is_not_modelled_says_what_would_close_it() -> None:
    for entry in load_rulebook().coverage.values():
        for group in entry.others:
            assert group.standing != "not_modelled" or group.closed_by is not None, entry.id


def messages(rulebook: Rulebook, found: tuple[InstrumentCoverage, ...]) -> dict[str, str]:
    return {f"{f.instrument} {f.article}": f.message for f in faults(rulebook, found)}


def test_the_map_of_the_rulebook_has_no_fault() -> None:
    rulebook = load_rulebook()
    assert messages(rulebook, coverage_of(rulebook, rulebook.head.known_to)) == {}


def changed_map(rulebook: Rulebook, **more: Any) -> Rulebook:
    """The rulebook with another map of the Regulations."""
    entry = replace(rulebook.coverage["decree-739"], **more)
    return replace(rulebook, coverage={**rulebook.coverage, "decree-739": entry})


def test_faults_of_a_map_are_found() -> None:
    rulebook = load_rulebook()
    day = rulebook.head.known_to
    others = rulebook.coverage["decree-739"].others
    reason = Text("Aim", "目的")

    short = changed_map(rulebook, others=others[1:])
    assert "no entry rests on it" in messages(short, coverage_of(short, day))["scd-739-2021 1"]

    again = ArticleGroup(("1", "108"), "definition", reason)
    twice = changed_map(rulebook, others=(*others, again))
    found = messages(twice, coverage_of(twice, day))
    assert found["scd-739-2021 1"] == "it is listed twice."
    assert found["scd-739-2021 108"] == "the last article is 107."

    explained = ArticleGroup(("14",), "definition", reason)
    told = changed_map(rulebook, others=(*others, explained))
    assert "nothing rests on it, but" in messages(told, coverage_of(told, day))["scd-739-2021 14"]


def test_an_entry_that_is_listed_and_does_not_cite_is_found() -> None:
    rulebook = load_rulebook()
    found = coverage_of(rulebook, rulebook.head.known_to)
    for section, name in (("rules", "import-needs-agent"), ("penalties", "change-not-filed")):
        entries = getattr(rulebook, section)
        cited = entries[name].citations[0]
        silent = {**entries, name: replace(entries[name], citations=())}
        place = f"{cited.instrument} {cited.article}"
        message = messages(replace(rulebook, **{section: silent}), found)[place]
        assert message == f"{section}/{name} is listed but does not cite it."


def test_a_penalty_that_names_no_step_is_found() -> None:
    rulebook = load_rulebook()
    wrong = replace(rulebook.penalties["change-not-filed"], steps=("file-chance",))
    broken = replace(rulebook, penalties={**rulebook.penalties, wrong.id: wrong})
    found = messages(broken, coverage_of(broken, rulebook.head.known_to))
    assert "'file-chance'" in found["samr-order-47-2021 107"]
    assert all(set(p.steps) <= set(rulebook.steps) for p in rulebook.penalties.values())


def test_a_penalty_gives_its_article_the_standing_and_the_steps() -> None:
    (decree,) = (c for c in coverage() if c.instrument == "scd-739-2021")
    article = decree.articles[83]
    assert (article.number, article.standing) == (84, "penalty")
    assert "rules/no-sale-before-distribution-filing" in article.by
    assert {"file-product", "distribution-filing"} <= set(article.backs)
    assert decree.articles[13].standing == "covered"
