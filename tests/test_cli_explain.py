"""`regpath explain`: minimal reasons with articles; wrong steps get a hint."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, EXAMPLES, LONG_AGO, STENT, Run, WriteAnswers, data_of, errors_of, too_wide

from regpath.api import explain, plan
from regpath.model.rulebook import Rulebook

PLASTER = str(EXAMPLES / "plaster-class-i.yaml")


def test_why_a_step_applies(run: Run) -> None:
    text = run("explain", STENT, "appoint-agent").stdout
    assert text.startswith(
        "Appoint an enterprise with legal personality in mainland China as agent\n"
        "  applies: required (2026-11-21)\n"
        "Decided by: route, application\n"
    )
    assert "│  route = import" in text
    assert "State Council Decree 739,\n   Art. 15" in text
    assert not too_wide(text)


def test_why_a_step_does_not_apply(run: Run) -> None:
    text = run("explain", PLASTER, "production-licence").stdout
    assert "does not apply (2026-11-21)" in text
    assert "Decided by: device_class" in text


def test_why_a_step_is_undecided(run: Run, answers: WriteAnswers) -> None:
    text = run("explain", answers(product_name="X", application="initial"), "appoint-agent").stdout
    assert "is undecided" in text
    assert "Still open: route" in text


def test_in_chinese(run: Run) -> None:
    text = run("explain", STENT, "appoint-agent", "--lang", "zh").stdout
    assert "适用：必须" in text and "国务院令第739号" in text and "第15条" in text
    assert not too_wide(text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_step_can_be_explained(run: Run, rules: Rulebook, lang: str) -> None:
    pathway = plan(Path(STENT), DAY, rules)
    ids = [step.id for step in pathway.steps] + [step.id for step in pathway.excluded]
    for step in ids[::7]:
        assert not too_wide(run("explain", STENT, step, "--lang", lang).stdout)


def test_a_step_of_one_province(run: Run) -> None:
    text = run("explain", STENT, "provincial-listing@zhejiang").stdout
    assert text.splitlines()[0].endswith(" – Zhejiang")
    assert "Zhejiang Regulations on Medical Security" in text
    data = data_of(run("explain", STENT, "provincial-listing@zhejiang", "--json"))
    assert data["step"] == "provincial-listing@zhejiang"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("appoint-agnt", "there is no step 'appoint-agnt'. Did you mean 'appoint-agent'?"),
        ("zzz", "`regpath rules list steps` names all."),
        ("provincial-listing@zhejang", "no province 'zhejang'. Did you mean 'zhejiang'?"),
        ("provincial-listing@beijing", "'beijing' is not among target_provinces"),
        ("appoint-agent@beijing", "is done once, not by province"),
    ],
)
def test_a_wrong_step(run: Run, step: str, message: str) -> None:
    result = run("explain", STENT, step, code=2)
    assert message in result.stderr and "STEP: unknown-step" in result.stderr
    (error,) = errors_of(run("explain", STENT, step, "--json", code=2))
    assert error["code"] == "unknown-step"


def test_a_step_of_other_days(run: Run) -> None:
    result = run("explain", STENT, "appoint-agent", "--as-of", LONG_AGO, code=2)
    assert "no rule in force on 1949-10-01 brings in 'appoint-agent'" in result.stderr


def test_json(run: Run) -> None:
    data = data_of(run("explain", PLASTER, "production-licence", "--json"))
    assert (data["status"], data["deciding"]) == ("excluded", ["device_class"])
    assert data["rules"][0]["citations"]


ANSWERS: dict[str, Any] = {
    "product_name": "Stent", "product_kind": "device", "device_class": "III", "route": "import",
    "import_origin": "foreign", "is_sterile": "yes", "is_active": "no", "buyers": ["consumer"],
    "application": "initial", "clinical_exempt_listed": "no", "equivalent_device_data": "none",
}  # fmt: skip


def test_the_deciding_facts_are_sufficient_and_none_can_be_left_out(rules: Rulebook) -> None:
    """With the named facts alone the verdict stands; without any one of them it is open."""
    settled = 0
    for step in [step.id for step in plan(ANSWERS, DAY, rules).excluded]:
        found = explain(ANSWERS, step, DAY, rules)
        kept = {"application": "unknown"} | {f: ANSWERS[f] for f in found.deciding}
        assert explain(kept, step, DAY, rules).status is None, step
        for fact in found.deciding:
            fewer = {**kept, fact: "unknown"}
            assert explain(fewer, step, DAY, rules).status is not None, (step, fact)
        settled += 1
    assert settled > 10


def test_a_fact_that_would_change_the_verdict_changes_it(rules: Rulebook) -> None:
    for step, fact in itertools.product(["appoint-agent", "import-declaration"], ["route"]):
        found = explain(ANSWERS, step, DAY, rules)
        assert fact in found.would_change
        changed = {"product_name": "X", "device_class": "III", "route": "manufacture"}
        assert explain(changed, step, DAY, rules).status != found.status
