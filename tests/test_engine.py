"""The pathway of the tiny rulebook: order, places, fees, time, and what may never change it."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import DAY, FOLDER, all_findings, tiny_copy

import regpath
from regpath.api import reader
from regpath.load.rulebook import load_rulebook
from regpath.model.pathway import Pathway
from regpath.model.rulebook import Fact, Rulebook

RULEBOOK = load_rulebook(FOLDER)
ASKED = {name: fact for name, fact in RULEBOOK.facts.items() if not fact.found}
Given = Mapping[str, Any]

IMPORT: Given = {
    "product_name": "Stent", "product_kind": "device", "device_class": "III", "route": "import",
    "import_origin": "foreign", "is_sterile": "yes", "sales_by": ["self", "distributor"],
    "target_provinces": ["guangdong", "hainan"], "registration_units": 2,
    "approved_on": "2021-06-01", "small_micro_enterprise": "no",
}  # fmt: skip
HOME: Given = {
    "product_name": "Pump", "product_kind": "device", "device_class": "II", "route": "manufacture",
    "province": "guangdong", "production_mode": "own_site", "is_sterile": "no",
    "sales_by": ["self"], "small_micro_enterprise": "no", "approved_on": "2021-06-01",
}  # fmt: skip
FILING: Given = {**HOME, "device_class": "I", "city": "Guangzhou"}


def plan(answers: Given, day: str = DAY, rulebook: Rulebook = RULEBOOK) -> Pathway:
    """The pathway of these answers."""
    return regpath.plan(dict(answers), day, rulebook)


def statuses(pathway: Pathway) -> dict[str, str]:
    """Every step with its status, also those that do not apply."""
    excluded = {step.id: "excluded" for step in pathway.excluded}
    return excluded | {step.id: step.status for step in pathway.steps}


def as_bytes(pathway: Pathway) -> bytes:
    """The pathway as it is written."""
    return json.dumps(pathway.to_json(), ensure_ascii=False, sort_keys=False).encode()


# Order.


@st.composite
def any_answers(draw: st.DrawFn) -> dict[str, Any]:
    """Answers to some facts of the tiny rulebook, never an impossible combination."""
    found: dict[str, Any] = {}
    for fact in ASKED.values():
        if draw(st.booleans()):
            found[fact.id] = draw(st.sampled_from(values_of(fact)))
    if found.get("production_mode") != "contract" or found.get("route") != "manufacture":
        found.pop("contract_province", None)
    return found


def values_of(fact: Fact) -> list[Any]:
    """Values that a fact may take, and `unknown`."""
    provinces = list(RULEBOOK.provinces)
    words = [choice.id for choice in fact.choices]
    by_type: dict[str, list[Any]] = {
        "text": ["words"], "choice": words, "yes_no": ["yes", "no"], "province": provinces,
        "list": [[], words[:1], words] if words else [["word"]],
        "province_list": [[], provinces[:1], provinces[:2], provinces[1:]],
        "country": ["DE"], "country_list": [["DE", "US"]],
        "date": ["2021-05-31", "2021-06-01", "2022-01-01"], "whole_number": [1, 3],
    }  # fmt: skip
    return [*by_type[fact.type], "unknown"]


@settings(deadline=None, max_examples=25)
@given(any_answers(), st.sampled_from(["2021-06-01", "2022-03-01", "2023-03-01"]))
def test_steps_stand_in_an_order_in_which_each_comes_after_what_it_needs(
    answers: dict[str, Any], day: str
) -> None:
    pathway = plan(answers, day)
    assert [step.number for step in pathway.steps] == list(range(1, len(pathway.steps) + 1))
    ids = [step.id for step in pathway.steps]
    assert len(set(ids)) == len(ids)
    for step in pathway.steps:
        assert step.id not in step.depends_on
        for need in step.depends_on:
            assert ids.index(need) < ids.index(step.id)
    everything = set(ids) | {step.id for step in pathway.excluded}
    in_force = {r.step for r in RULEBOOK.rules.values() if r.step and r.effective.covers(day)}
    assert {name.split("@")[0] for name in everything} == in_force


def depends_on(pathway: Pathway) -> dict[str, tuple[str, ...]]:
    """What each step waits for."""
    return {step.id: step.depends_on for step in pathway.steps}


def test_every_step_of_an_import() -> None:
    pathway = plan(IMPORT)
    assert [(step.id, step.status) for step in pathway.steps] == [
        ("find-class", "required"),
        ("appoint-agent", "required"),
        ("validate-sterilisation", "required"),
        ("prepare-dossier", "required"),
        ("submit", "required"),
        ("pay-fee", "required"),
        ("review", "required"),
        ("certificate", "required"),
        ("list-product@guangdong", "required"),
        ("list-product@hainan", "required"),
        ("bid@guangdong", "optional"),
        ("bid@hainan", "optional"),
        ("report", "required"),
    ]
    assert [step.id for step in pathway.excluded] == [
        "check-partner", "sign-contract", "file-product",
    ]  # fmt: skip
    assert pathway.open_questions == ()


def test_a_step_waits_for_the_same_step_of_its_own_province() -> None:
    found = depends_on(plan(IMPORT))
    assert found["list-product@hainan"] == ("certificate",)
    assert found["bid@guangdong"] == ("list-product@guangdong",)
    assert found["bid@hainan"] == ("list-product@hainan",)
    assert found["report"] == ("bid@guangdong", "bid@hainan")


def test_what_does_not_apply_is_passed_over() -> None:
    found = depends_on(plan(HOME))
    assert found["prepare-dossier"] == ("find-class",)  # no agent, no sterilisation
    assert found["list-product"] == ("certificate",)
    assert found["report"] == ("list-product",)  # no bid


def test_a_filing_passes_over_the_whole_registration() -> None:
    found = depends_on(plan(FILING))
    assert found["file-product"] == ("prepare-dossier",)
    assert found["list-product"] == ("file-product",)
    excluded = statuses(plan(FILING))
    assert {excluded[step] for step in ("submit", "pay-fee", "review", "certificate")} == {
        "excluded"
    }


def test_a_step_in_each_province() -> None:
    pathway = plan(IMPORT)
    by_id = {step.id: step for step in pathway.steps}
    guangdong, hainan = by_id["list-product@guangdong"], by_id["list-product@hainan"]
    assert guangdong.region is not None
    assert (guangdong.region.id, guangdong.region.name_zh) == ("guangdong", "广东省")
    assert guangdong.authority is not None
    assert guangdong.authority.name_en == "Guangdong insurance"
    assert hainan.region is not None
    assert hainan.authority is None  # this rulebook does not know its name


@pytest.mark.parametrize("provinces", [None, "unknown"])
def test_a_step_in_each_province_while_the_provinces_are_open(provinces: str | None) -> None:
    pathway = plan({**IMPORT, "target_provinces": provinces})
    step = next(step for step in pathway.steps if step.id == "list-product")
    assert step.region is None
    (question,) = pathway.open_questions
    assert (question.fact, question.asked) == ("target_provinces", provinces == "unknown")
    assert question.settles == ("list-product", "bid")


def test_two_rules_bring_in_a_step_and_the_stronger_status_wins() -> None:
    for sales, status in ((["distributor"], "required"), (["self"], "optional")):
        assert statuses(plan({**HOME, "sales_by": sales}))["list-product"] == status
    renewal = plan({**IMPORT, "application": "renewal"})
    assert statuses(renewal)["review"] == "conditional"
    assert statuses(renewal)["pay-fee"] == "excluded"


def test_an_excluded_step_names_the_facts_that_decided() -> None:
    excluded = {step.id: step for step in plan(HOME).excluded}
    (reason,) = excluded["appoint-agent"].because
    assert reason.rule == "agent-for-import"
    assert reason.facts == {"route": "manufacture"}


def test_an_exception_lifts_a_step() -> None:
    taiwan = {**IMPORT, "import_origin": "taiwan"}
    assert statuses(plan(taiwan, "2021-12-31"))["appoint-agent"] == "required"
    assert statuses(plan(taiwan, "2022-01-01"))["appoint-agent"] == "excluded"
    open_origin = {**IMPORT, "import_origin": "unknown"}
    assert statuses(plan(open_origin, "2022-01-01"))["appoint-agent"] == "undetermined"


@pytest.mark.parametrize(
    ("day", "there"),
    [("2021-05-31", False), ("2021-06-01", True), ("2022-12-31", True), ("2023-01-01", False)],
)
def test_a_rule_brings_in_its_step_from_the_first_to_the_last_day(day: str, there: bool) -> None:
    assert ("report" in statuses(plan(IMPORT, day))) is there


def test_before_the_first_regime_nothing_is_filled_in() -> None:
    pathway = plan(IMPORT, "2021-05-31")
    assert pathway.regime is None
    assert pathway.steps == ()
    assert pathway.summary.act is None
    assert pathway.summary.fee_cny.status == "unknown"
    assert pathway.not_modelled[0].id == "regime"


def test_documents_follow_their_condition() -> None:
    def documents(origin: str) -> dict[str, str]:
        step = next(s for s in plan({**IMPORT, "import_origin": origin}, "2021-12-01").steps
                    if s.id == "appoint-agent")  # fmt: skip
        return {document.name_en: document.need for document in step.documents}

    assert documents("foreign") == {"Letter of appointment": "required", "Translation": "required"}
    assert documents("taiwan") == {"Letter of appointment": "required"}
    assert documents("unknown")["Translation"] == "conditional"


def test_blockers_warnings_and_what_is_left_out() -> None:
    pathway = plan({**IMPORT, "sales_by": ["online"], "approved_on": "2021-05-31"})
    assert [blocker.id for blocker in pathway.blockers] == ["no-online-class-iii"]
    assert [warning.id for warning in pathway.warnings] == ["early-approval"]
    assert [entry.id for entry in pathway.not_modelled] == ["labour-law", "sterile-packaging"]
    assert plan(IMPORT).blockers == ()
    assert plan(IMPORT).warnings == ()
    assert [entry.id for entry in plan(HOME).not_modelled] == ["labour-law"]


def test_an_answer_that_no_rule_uses_is_named() -> None:
    pathway = plan({**HOME, "catalogue_code": "13-07"})
    assert "fact-catalogue-code" in [entry.id for entry in pathway.not_modelled]
    assert pathway.answers["catalogue_code"] == "13-07"


def test_an_answer_that_does_not_apply_is_named() -> None:
    pathway = plan({**HOME, "import_origin": "foreign"})
    (warning,) = pathway.warnings
    assert warning.id == "not-used-import_origin"
    assert warning.because[0].facts == {"route": "manufacture"}
    assert statuses(pathway) == statuses(plan(HOME))


def test_an_answer_that_does_not_apply_names_no_authority() -> None:
    """An import has no domestic applicant and no domestic maker, whatever was answered before."""
    stray = {**IMPORT, "province": "guangdong", "production_mode": "own_site"}
    by_id = {step.id: step.authority for step in plan(stray).steps}
    assert (
        by_id["validate-sterilisation"]
        == {step.id: step.authority for step in plan(IMPORT).steps}["validate-sterilisation"]
    )


def test_a_fact_that_names_an_authority_is_asked() -> None:
    home = {key: value for key, value in HOME.items() if key != "province"}
    third = {**home, "device_class": "III", "is_sterile": "yes"}
    asked = {question.fact: question for question in plan(third).open_questions}
    assert asked["province"].settles == ("validate-sterilisation",)
    contract = {**third, "production_mode": "contract"}
    asked = {question.fact: question for question in plan(contract).open_questions}
    assert asked["contract_province"].settles == ("validate-sterilisation",)
    assert "province" not in asked


# Fees.

FEES = [
    # A national fee with an end: the last day, and after it.
    (IMPORT, "2022-12-31", "exact", 3000, 6000, None),
    (IMPORT, "2023-01-01", "expired_rate", None, None, (3000, "2021-06-01", "2022-12-31")),
    # A national fee that changes.
    ({**HOME, "device_class": "III"}, "2021-12-31", "exact", 1500, None, None),
    ({**HOME, "device_class": "III"}, "2022-01-01", "exact", 1600, None, None),
    # A filing costs nothing, whatever the number of units.
    (FILING, DAY, "free", 0, 0, None),
    ({**FILING, "registration_units": 3}, DAY, "free", 0, 0, None),
    # A small maker pays nothing; an importer's size does not matter.
    ({**HOME, "small_micro_enterprise": "yes"}, DAY, "waived", 0, 0, None),
    ({**IMPORT, "small_micro_enterprise": "yes"}, DAY, "exact", 3000, 6000, None),
    # A provincial fee, before and after it changes.
    (HOME, "2022-12-31", "exact", 1000, None, None),
    ({**HOME, "registration_units": 3}, "2023-01-01", "exact", 1200, 3600, None),
    # A province whose rate has an end that nobody knows.
    ({**HOME, "province": "inner-mongolia"}, DAY, "unknown", None, None, (700, "2021-06-01", None)),
    # A province that asks nothing.
    ({**HOME, "province": "hainan"}, DAY, "free", 0, 0, None),
    # A province whose rate has ended; its beginning is not known.
    ({**HOME, "province": "shanxi"}, "2023-06-30", "exact", 900, None, None),
    ({**HOME, "province": "shanxi"}, "2023-07-01", "expired_rate", None, None,
     (900, None, "2023-06-30")),
    # What is not known is not guessed.
    ({**HOME, "province": "unknown"}, DAY, "unknown", None, None, None),
    # Relief that is possible, not sure: the tariff holds.
    ({**HOME, "small_micro_enterprise": "unknown"}, DAY, "exact", 1000, None, None),
    ({**HOME, "device_class": "unknown"}, DAY, "unknown", None, None, None),
    ({**IMPORT, "application": "renewal"}, DAY, "unknown", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "day", "status", "amount", "total", "last"), FEES)
def test_fees(
    answers: Given, day: str, status: str, amount: int | None, total: int | None, last: Any
) -> None:
    fee = plan(answers, day).summary.fee_cny
    assert (fee.status, fee.amount, fee.total) == (status, amount, total)
    known = fee.last_known
    assert (known and (known.amount, known.from_, known.to)) == last
    assert fee.conflict == ()
    assert fee.per == "registration_unit"


def test_sources_that_differ_are_both_shown_and_none_is_chosen() -> None:
    fee = plan({**HOME, "province": "hainan"}, "2021-12-31").summary.fee_cny
    assert (fee.status, fee.amount) == ("unknown", None)
    assert [reading.amount for reading in fee.conflict] == [500, 600]
    assert [reading.citations[0].article for reading in fee.conflict] == ["9", "10"]


def test_what_becomes_of_the_fee_is_shown_where_it_can_matter() -> None:
    def events(answers: Given, day: str = DAY) -> list[str]:
        return [rule["id"] for rule in plan(answers, day).summary.fee_cny.rules]

    assert events(IMPORT) == ["withdrawal"]
    assert events(HOME) == []
    assert events(IMPORT, "2021-05-31") == []


def test_the_fee_stands_on_the_step_on_which_it_falls() -> None:
    by_id = {step.id: step.fee_cny for step in plan(IMPORT).steps}
    assert by_id["pay-fee"] == 3000
    assert by_id["list-product@hainan"] == 50
    assert by_id["review"] is None


# Statutory time.


def days(answers: Given, day: str) -> dict[str, Any] | None:
    """The clock of the act, as figures."""
    found: dict[str, Any] = plan(answers, day).to_json()["summary"]
    clock = found["statutory_working_days"]
    return clock and {key: value for key, value in clock.items() if isinstance(value, int)}


def clock(transfer: int, review: int) -> dict[str, int]:
    """The clock of a registration in the tiny rulebook."""
    straight = 5 + transfer + review + 20 + 10
    return {
        "acceptance": 5, "transfer": transfer, "review": review, "review_after_supplement": 60,
        "decision": 20, "issue": 10, "total_without_supplement": straight,
        "total_with_one_supplement": straight + 60,
    }  # fmt: skip


def test_statutory_time() -> None:
    assert days(HOME, DAY) == clock(transfer=3, review=60)
    assert days(IMPORT, "2021-12-31") == clock(transfer=3, review=100)
    assert days(IMPORT, "2022-01-01") is None  # no figure of this day, and none of an older one
    assert days(IMPORT, "2022-01-31") is None
    assert days(IMPORT, "2022-02-01") == clock(transfer=3, review=90)
    assert days(IMPORT, "2022-06-30") == clock(transfer=3, review=90)
    assert days(IMPORT, "2022-07-01") == clock(transfer=0, review=90)
    assert days(FILING, DAY) is None
    assert days({**IMPORT, "device_class": "unknown"}, DAY) is None


def test_statutory_time_of_steps() -> None:
    found = {step.id: step.statutory for step in plan(IMPORT).steps}
    submit, review = found["submit"], found["review"]
    assert submit is not None
    assert submit.working_days == 8
    assert [(part.stage, part.value) for part in submit.parts] == [
        ("acceptance", 5),
        ("transfer", 3),
    ]
    assert review is not None
    assert review.working_days is None  # working days and months do not add up
    assert [(part.value, part.unit) for part in review.parts] == [
        (90, "working_days"),
        (12, "months"),
    ]
    without_transfer = {step.id: step.statutory for step in plan(IMPORT, "2022-07-01").steps}
    assert without_transfer["submit"] is not None
    assert without_transfer["submit"].working_days == 5


def test_validity() -> None:
    by_id = {step.id: step for step in plan(IMPORT).steps}
    assert plan(IMPORT).summary.validity_years == 5
    assert by_id["certificate"].valid_for == {"years": 5}
    assert plan(FILING).summary.validity_years is None
    assert plan(FILING).summary.validity is not None


@pytest.mark.parametrize(
    ("answers", "authority", "reviewer"),
    [
        (IMPORT, "nmpa", "cmde"),
        ({**IMPORT, "device_class": "I"}, "nmpa", None),
        (HOME, "guangdong-drug-administration", "guangdong-provincial-review-body"),
        (
            {**HOME, "province": "unknown"},
            "provincial-drug-administration",
            "provincial-review-body",
        ),
        ({**HOME, "device_class": "III"}, "nmpa", "cmde"),
        (FILING, "guangdong-municipal-drug-regulator", None),
        ({**FILING, "province": "unknown"}, "municipal-drug-regulator", None),
        ({**HOME, "device_class": "unknown"}, None, None),
        ({**IMPORT, "device_class": "unknown"}, "nmpa", None),
    ],
)
def test_authorities(answers: Given, authority: str | None, reviewer: str | None) -> None:
    summary = plan(answers).summary
    assert (summary.authority.id if summary.authority else None) == authority
    assert (summary.reviewer.id if summary.reviewer else None) == reviewer


# The same answers give the same bytes.


def test_an_identical_call_gives_identical_bytes() -> None:
    for answers in (IMPORT, HOME, FILING, {}):
        assert as_bytes(plan(answers)) == as_bytes(plan(answers))
        assert as_bytes(plan(answers, rulebook=load_rulebook(FOLDER))) == as_bytes(plan(answers))


def test_another_process_gives_identical_bytes() -> None:
    program = (
        "import json, sys, regpath; rules = regpath.load_rulebook(sys.argv[1]);"
        "given = json.loads(sys.argv[2]); found = regpath.plan(given, sys.argv[3], rules);"
        "sys.stdout.buffer.write(json.dumps(found.to_json(), ensure_ascii=False).encode())"
    )
    partial = {key: IMPORT[key] for key in ("product_name", "route", "sales_by")}
    command = [sys.executable, "-c", program, str(FOLDER), json.dumps(partial), DAY]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        found = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        assert found == as_bytes(plan(partial))


@settings(deadline=None, max_examples=25)
@given(any_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    answers: dict[str, Any], chance: random.Random
) -> None:
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert as_bytes(plan(dict(shuffled))) == as_bytes(plan(answers))


def test_what_was_asked_before_does_not_matter() -> None:
    """A compiled interval is shared between products and days: none leaves a trace in it."""
    alone = {day: as_bytes(plan(IMPORT, day)) for day in ("2021-07-01", "2022-03-01", "2023-03-01")}
    for answers, day in itertools.product(({}, HOME, FILING, IMPORT), alone):
        plan(answers, day)
    assert {day: as_bytes(plan(IMPORT, day)) for day in reversed(alone)} == dict(
        reversed(alone.items())
    )


# Unknown is never no.


def result(pathway: Pathway) -> dict[str, Any]:
    """What a pathway says, without the questions that are still open and the answers themselves."""
    data = pathway.to_json()
    keys = ("summary", "steps", "excluded", "blockers", "derived")
    return {key: data[key] for key in keys}


@settings(deadline=None, max_examples=25)
@given(any_answers(), st.sampled_from(sorted(set(ASKED) - {"application"})))
def test_unknown_is_as_if_not_answered(answers: dict[str, Any], fact: str) -> None:
    if fact == "production_mode":
        answers.pop("contract_province", None)
    if fact == "route":
        answers.pop("contract_province", None)
    without = {key: value for key, value in answers.items() if key != fact}
    assert result(plan({**without, fact: "unknown"})) == result(plan(without))


@pytest.mark.parametrize("fact", ["is_sterile", "route", "device_class", "sales_by"])
def test_what_rests_on_an_unknown_answer_is_undetermined(fact: str) -> None:
    rests = {
        "is_sterile": ["validate-sterilisation"], "route": ["appoint-agent"],
        "device_class": ["submit", "file-product", "pay-fee"], "sales_by": ["bid@hainan"],
    }  # fmt: skip
    found = statuses(plan({**IMPORT, fact: "unknown"}))
    for step in rests[fact]:
        assert found[step] == "undetermined"


def test_an_unknown_application_is_not_the_default() -> None:
    assert plan(IMPORT).answers["application"] == "initial"
    assert plan(IMPORT).summary.act == "registration"
    unknown = plan({**IMPORT, "application": "unknown"})
    assert unknown.answers["application"] == "unknown"
    assert unknown.summary.act is None
    assert statuses(unknown)["submit"] == "required"  # a registration and a renewal are submitted
    assert statuses(unknown)["pay-fee"] == "undetermined"


# Questions.


def test_no_question_is_asked_that_cannot_change_the_result() -> None:
    for answers, asked in (
        (IMPORT, []),
        (FILING, ["target_provinces"]),
        (HOME, ["registration_units", "target_provinces"]),
        ({**HOME, "small_micro_enterprise": "yes"}, ["target_provinces"]),
    ):
        assert [q.fact for q in plan(answers).open_questions] == asked
    assert plan({}, "2021-05-31").open_questions == ()


REASONS = ("because", "citations", "facts", "grade")
ECHOED = ("route", "product_kind", "application")
"""Fields of the summary that repeat an answer."""


def bare(data: Any) -> Any:
    """The result without its reasons: an answer may add a second reason to a settled verdict."""
    if isinstance(data, dict):
        return {k: bare(value) for k, value in data.items() if k not in (*REASONS, *ECHOED)}
    return [bare(item) for item in data] if isinstance(data, list) else data


@settings(deadline=None, max_examples=25)
@given(any_answers())
def test_what_is_not_asked_cannot_change_the_result(answers: dict[str, Any]) -> None:
    before = plan(answers)
    found_reader = reader(answers, DAY, RULEBOOK)
    asked = {question.fact for question in before.open_questions}
    expected = bare(result(before))
    for fact in ASKED.values():
        known = answers.get(fact.id, "unknown") != "unknown" or fact.id == "application"
        applies = found_reader.situation.is_relevant(fact.id) is not False
        if known or fact.id in asked or not applies or fact.id == "contract_province":
            continue
        for value in values_of(fact):
            found = bare(result(plan({**answers, fact.id: value})))
            assert found == expected, f"{fact.id}: {value}"


@settings(deadline=None, max_examples=25)
@given(any_answers())
def test_whoever_answers_every_question_gets_a_settled_result(answers: dict[str, Any]) -> None:
    """`next_question` comes to an end, and then no step is undetermined."""
    answers = {key: value for key, value in answers.items() if value != "unknown"}
    for _ in RULEBOOK.facts:
        question = regpath.next_question(answers, DAY, RULEBOOK)
        if question is None:
            break
        assert question.fact not in answers
        answers[question.fact] = values_of(RULEBOOK.facts[question.fact])[0]
    assert regpath.next_question(answers, DAY, RULEBOOK) is None
    pathway = plan(answers)
    assert "undetermined" not in {step.status for step in pathway.steps}
    assert pathway.summary.act is not None
    assert pathway.summary.authority is not None


def test_a_question_that_was_answered_with_unknown_is_kept_but_not_put_again() -> None:
    answers = {**IMPORT, "is_sterile": "unknown"}
    (question,) = plan(answers).open_questions
    assert (question.fact, question.asked) == ("is_sterile", True)
    assert question.settles == ("validate-sterilisation",)
    assert regpath.next_question(answers, DAY, RULEBOOK) is None


def test_a_fact_that_decides_on_a_document_only_is_asked(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    steps = folder / "steps.yaml"
    when = "when: {fact: import_origin, is: foreign}"
    old = steps.read_text("utf-8")
    steps.write_text(old.replace(when, "when: {fact: small_micro_enterprise, is: 'yes'}"), "utf-8")
    assert all_findings(folder) == ()
    answers = {key: value for key, value in IMPORT.items() if key != "small_micro_enterprise"}
    found = {
        q.fact: q.settles for q in plan(answers, rulebook=load_rulebook(folder)).open_questions
    }
    assert found == {"small_micro_enterprise": ("appoint-agent",)}


def test_a_fact_that_decides_between_conditional_and_optional_is_asked(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    rules = folder / "rules.yaml"
    old = rules.read_text("utf-8")
    changed = old.replace(
        "step: list-product\n    status: required", "step: list-product\n    status: conditional"
    )
    assert changed != old
    rules.write_text(changed, "utf-8")
    rulebook = load_rulebook(folder)
    answers = {key: value for key, value in HOME.items() if key != "sales_by"}
    asked = {q.fact: q.settles for q in plan(answers, rulebook=rulebook).open_questions}
    assert "list-product" in asked["sales_by"]


# Explanations.


def test_an_explained_cause_if_changed_changes_the_verdict() -> None:
    for step, answers in (("appoint-agent", IMPORT), ("validate-sterilisation", IMPORT),
                          ("file-product", FILING), ("submit", HOME)):  # fmt: skip
        explanation = regpath.explain(answers, step, "2021-12-31", RULEBOOK)
        assert explanation.status == "required"
        assert explanation.deciding
        for fact in explanation.deciding:
            others = [v for v in values_of(RULEBOOK.facts[fact]) if v != answers[fact]]
            found = {statuses(plan({**answers, fact: v}, "2021-12-31")).get(step) for v in others}
            assert found != {"required"}, f"{step}: {fact}"


def test_an_explanation_of_an_undecided_step_names_what_would_decide() -> None:
    explanation = regpath.explain({"route": "import"}, "submit", DAY, RULEBOOK)
    assert explanation.status == "undetermined"
    assert explanation.would_change == ("device_class",)
