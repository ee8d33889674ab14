"""The exempt lists: which entry a product relies on, what keeps it out, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest

import regpath
from regpath.model.errors import AnswersError
from regpath.model.lists import Entry
from regpath.model.pathway import Pathway, to_json
from regpath.questionnaire import Questionnaire, choice_words
from regpath.rules.cells import SpokenCells
from regpath.rules.timeline import logic_on

DAY = "2026-11-21"
SCREW: dict[str, Any] = {
    "product_name": "Bone screw",
    "product_name_zh": "金属锁定接骨螺钉",
    "product_kind": "device",
    "device_class": "III",
    "route": "import",
    "catalogue_code": "13-01-01",
}
PLASTER: dict[str, Any] = {
    "product_name": "Plaster",
    "product_kind": "device",
    "device_class": "II",
    "route": "manufacture",
    "catalogue_code": "14-10-02",
}
RULEBOOK = regpath.load_rulebook()
DEVICES = RULEBOOK.lists["clinical-evaluation-exempt-2025"]
REAGENTS = RULEBOOK.lists["ivd-trial-exempt-2025"]


def plan(answers: dict[str, Any], **more: Any) -> Pathway:
    return regpath.plan({**answers, **more}, as_of=DAY, look_ahead=False)


def list_of(answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = to_json(plan(answers, **more))
    assert isinstance(found, dict)
    listed = found["summary"]["clinical"]["list"]
    assert isinstance(listed, dict)
    return listed


def asked(answers: dict[str, Any], **more: Any) -> list[str]:
    """What is asked for the sake of the clinical route."""
    questions = plan(answers, **more).open_questions
    return [question.fact for question in questions if "clinical" in question.fields]


def test_both_lists_are_whole() -> None:
    """The list of devices has 1046 numbered lines and one without a code; that of reagents 445."""
    assert [entry.id for entry in DEVICES.entries] == [str(number) for number in range(1047)]
    assert [entry.id for entry in REAGENTS.entries] == [str(n) for n in range(1, 446)]
    classes = [entry.classes for entry in REAGENTS.entries]
    assert (classes.count(("II",)), classes.count(("III",))) == (418, 27)


@pytest.mark.parametrize("product_list", [DEVICES, REAGENTS], ids=lambda entry: entry.id)
def test_no_exclusion_and_no_evidence_is_idle(product_list: Any) -> None:
    used = {name for entry in product_list.entries for name in entry.exclusions}
    assert used == {exclusion.id for exclusion in product_list.exclusions}
    shown = {name for entry in product_list.entries for name in entry.evidence}
    assert shown == {evidence.id for evidence in product_list.evidence if not evidence.always}


def test_every_reagent_leaves_out_self_tests_and_newborns() -> None:
    assert all({"self-test", "newborn"} <= set(entry.exclusions) for entry in REAGENTS.entries)


def test_an_entry_is_shown_with_its_exclusions_standards_and_evidence() -> None:
    listed = list_of(SCREW, made_by="conventional", new_features=[])
    assert listed["entry"] == "13-01-01 金属锁定接骨螺钉"
    assert (listed["match"], listed["reason"]) == ("met", "met")
    states = {entry["id"]: (entry["state"], entry["fact"]) for entry in listed["exclusions"]}
    assert states == {"new-design": ("not_met", "new_features"), "additive": ("not_met", "made_by")}
    assert "GB 4234.1" in listed["standards"]
    assert listed["extra_evidence"]
    assert listed["candidates"] == []


def test_the_verdict_is_never_asked_where_a_list_is_in_force() -> None:
    for answers in ({"product_name": "x"}, SCREW, {**SCREW, "catalogue_code": "13"}, PLASTER):
        assert "clinical_exempt_listed" not in asked(answers)
    earlier = regpath.plan(SCREW, as_of="2025-05-12", look_ahead=False)
    assert "clinical_exempt_listed" in [question.fact for question in earlier.open_questions]


def test_what_is_asked_leads_from_the_code_to_the_exclusions() -> None:
    bare = {k: v for k, v in SCREW.items() if k not in ("catalogue_code", "product_name_zh")}
    assert "catalogue_code" in asked(bare)
    coded = {**bare, "catalogue_code": "13-01-01"}
    assert "list_entry" in asked(coded)
    assert len(list_of(coded)["candidates"]) == 16
    named = {**coded, "list_entry": "金属锁定接骨螺钉"}
    assert {"made_by", "new_features"} <= set(asked(named))
    assert not {"made_by", "new_features", "list_entry"} & set(
        asked(named, made_by="conventional", new_features=[])
    )


@pytest.mark.parametrize(
    "name", ["金属锁定接骨螺钉", "13-01-01 金属锁定接骨螺钉", " 金属锁定 接骨螺钉 "]
)
def test_an_entry_may_be_named_with_its_code(name: str) -> None:
    bare = {k: v for k, v in SCREW.items() if k != "product_name_zh"}
    assert list_of(bare, list_entry=name)["entry"] == "13-01-01 金属锁定接骨螺钉"


def test_what_lists_find_is_no_answer() -> None:
    pathway = plan(SCREW, made_by="additive")
    assert "exempt_list_state" not in pathway.answers
    assert "clinical_exempt_listed" not in pathway.answers
    with pytest.raises(AnswersError, match="found by the tool"):
        plan(SCREW, exempt_list_state="met")


def test_reasons_name_the_answers_behind_a_find() -> None:
    because = plan(SCREW, made_by="additive").derived["exempt_listed"].because
    assert {"made_by", "catalogue_code"} <= set(because[0].facts)
    assert "exempt_list_state" not in because[0].facts


def test_explain_speaks_of_answers_and_of_what_can_be_asked() -> None:
    settled = regpath.explain({**SCREW, "made_by": "additive"}, "exempt-comparison", as_of=DAY)
    assert "made_by" in settled.deciding
    still_open = regpath.explain(SCREW, "exempt-comparison", as_of=DAY)
    assert "made_by" in still_open.would_change
    assert "clinical_exempt_listed" not in still_open.would_change


def test_a_limit_that_is_misspelt_settles_nothing() -> None:
    drain = {**PLASTER, "catalogue_code": "14-06-02", "list_entry": "胸腔引流装置"}
    assert list_of(drain, entry_limits=[])["match"] == "met"
    assert list_of(drain, entry_limits=["autotransfusion"])["match"] == "not_met"
    assert list_of(drain, entry_limits=["autotransfusions"])["match"] == "open"
    assert list_of(drain, entry_limits=["带自体血回输"])["match"] == "not_met"


@pytest.mark.parametrize(
    ("fact", "said", "meant"),
    [
        ("claims", ("Stops bleeding",), {"haemostasis"}),
        ("claims", ("抗菌", "促进愈合"), {"antibacterial", "wound_healing"}),
        ("claims", ("not antibacterial",), set()),
        ("claims", (), set()),
        ("coating", "hydrophilic", {"hydrophilic", "polymer"}),
        ("coating", "Heparin and PTFE", {"drug", "biological", "polymer"}),
        ("coating", "无", set()),
        ("coating", "uncoated", set()),
        ("functions", ("automatic diagnosis",), {"automatic_diagnosis"}),
    ],
)
def test_own_words_are_read(fact: str, said: Any, meant: set[str]) -> None:
    cells = logic_on(RULEBOOK, DAY).cells[fact]
    assert isinstance(cells, SpokenCells)
    found = cells.assign(said)
    pairs = zip(cells.variables, cells.words, strict=True)
    assert {w for v, w in pairs if found.get(v) == 1} == meant & set(cells.words)
    assert set(found) == set(cells.variables)


def test_words_that_cannot_be_read_leave_the_rest_open() -> None:
    cells = logic_on(RULEBOOK, DAY).cells["claims"]
    found = cells.assign(("covers the wound", "antibacterial"))
    assert list(found.values()) == [1]


def test_words_that_cannot_be_read_are_told() -> None:
    warnings = {w.id: w.text.en for w in plan(PLASTER, claims=["covers the wound"]).warnings}
    assert "covers the wound" in warnings["not-read-claims"]
    assert "not-read-claims" not in {w.id for w in plan(PLASTER, claims=["antiviral"]).warnings}


def test_an_empty_list_can_be_typed() -> None:
    session = Questionnaire(RULEBOOK, DAY)
    for fact, word in (("product_kind", "device"), ("claims", "none"), ("new_features", "无")):
        session.answer(RULEBOOK.facts[fact], choice_words(RULEBOOK.facts[fact], word))
    assert session.answers["claims"] == () == session.answers["new_features"]


def test_a_name_that_stands_under_another_code_is_no_refusal() -> None:
    elsewhere = {**SCREW, "catalogue_code": "13-01-05"}
    listed = list_of(elsewhere, made_by="conventional", new_features=[])
    assert (listed["entry"], listed["match"]) == ("13-01-01 金属锁定接骨螺钉", "open")
    nameless = {k: v for k, v in elsewhere.items() if k != "product_name_zh"}
    assert list_of({**nameless, "catalogue_code": "12-01-01"})["reason"] == "no_entry"


def test_an_entry_under_a_short_code_counts_only_where_it_is_named() -> None:
    mask = {**PLASTER, "catalogue_code": "14-13-04"}
    names = [e.name for e in DEVICES.entries if e.codes == ("14",)]
    assert any(name.startswith("医用口罩") for name in names)
    shown = list_of(mask, product_name_zh="医用口罩（非外科用）")
    assert shown["entry"] == "14 医用口罩（非外科用）"
    assert {entry["id"] for entry in shown["exclusions"]} == {"antiviral"}


def test_entries_are_plain_values() -> None:
    assert all(isinstance(entry, Entry) and entry.codes for entry in DEVICES.entries)
