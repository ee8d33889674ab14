"""Penalties: what follows where a step is skipped, and at which steps it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from variants import CITED, read

import regpath
from regpath.api import load_rulebook, run_cases
from regpath.model.pathway import Pathway, StepPenalty
from regpath.model.rulebook import Rulebook
from regpath.rules.cases import undecided_entries

PENALTIES = f"""
penalties:
  - id: no-agent
    text: {{en: A fine, zh: 罚款}}
    who: [applicant, agent]
    steps: [appoint-agent, submit]
    when: {{fact: device_class, in: [II, III]}}
    effective: {{from: '2022-01-01', to: '2022-06-30'}}
    {CITED}
"""
ANSWERS = {
    "product_name": "Stent", "product_kind": "device", "route": "import",
    "import_origin": "foreign", "device_class": "III",
}  # fmt: skip


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return read(tmp_path_factory.mktemp("rules") / "penal", more=PENALTIES)


def plan(rulebook: Rulebook, day: str = "2022-03-01", **answers: str) -> Pathway:
    return regpath.plan({**ANSWERS, **answers}, day, rulebook)


def found(pathway: Pathway) -> dict[str, StepPenalty]:
    return {step.id: penalty for step in pathway.steps for penalty in step.penalties}


def test_a_penalty_stands_at_each_step_that_it_backs(rulebook: Rulebook) -> None:
    penalties = found(plan(rulebook))
    assert set(penalties) == {"appoint-agent", "submit"}
    penalty = penalties["submit"]
    assert (penalty.id, penalty.text.en, penalty.who) == (
        "no-agent",
        "A fine",
        ("applicant", "agent"),
    )
    assert (penalty.conditional, penalty.open_facts) == (False, ())
    assert [cited.article for cited in penalty.citations] == ["1"]


def test_a_step_that_does_not_apply_has_none(rulebook: Rulebook) -> None:
    assert set(found(plan(rulebook, route="manufacture", import_origin="unknown"))) <= {"submit"}


def test_a_penalty_is_shown_only_while_its_condition_may_hold(rulebook: Rulebook) -> None:
    assert found(plan(rulebook, device_class="I")) == {}
    unsure = found(plan(rulebook, device_class="unknown"))["appoint-agent"]
    assert unsure.conditional
    assert unsure.open_facts == ("device_class",)


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2021-12-31", False), ("2022-01-01", True), ("2022-06-30", True), ("2022-07-01", False)],
)
def test_a_penalty_holds_in_its_window(rulebook: Rulebook, day: str, shown: bool) -> None:
    assert bool(found(plan(rulebook, day))) == shown


def test_the_json_names_penalties_at_every_step(rulebook: Rulebook) -> None:
    steps: list[Mapping[str, Any]] = plan(rulebook).to_json()["steps"]
    assert all("penalties" in step for step in steps)
    (agent,) = (step for step in steps if step["id"] == "appoint-agent")
    assert {"id", "text", "citations"} <= set(agent["penalties"][0])


CASE = """
cases:
  - id: penal
    point: {{en: Word, zh: 词}}
    as_of: '2022-03-01'
    answers: {{product_name: Stent, product_kind: device, route: import, device_class: {value}}}
    expect:
      penalties: {{no-agent: {verdict}}}
"""


@pytest.mark.parametrize(
    ("value", "verdict"), [("III", "applies"), ("I", "does_not_apply"), ("unknown", "undetermined")]
)
def test_a_case_may_expect_a_penalty(tmp_path: Path, value: str, verdict: str) -> None:
    rulebook = read(tmp_path / "c", more=PENALTIES + CASE.format(value=value, verdict=verdict))
    results = {result.case.id: result for result in run_cases(rulebook)}
    assert results["penal"].penalties["no-agent"] == verdict
    assert results["penal"].failures == ()


def test_a_case_that_expects_another_verdict_fails(tmp_path: Path) -> None:
    rulebook = read(tmp_path / "c", more=PENALTIES + CASE.format(value="I", verdict="applies"))
    failures = [failure for result in run_cases(rulebook) for failure in result.failures]
    assert failures == ["penalty no-agent: expected applies, found does_not_apply"]


def test_a_penalty_that_no_case_decides_is_named(tmp_path: Path) -> None:
    never = PENALTIES.replace("2022-06-30", "2022-01-02")
    rulebook = read(tmp_path / "c", more=never)
    undecided = undecided_entries(rulebook, run_cases(rulebook))
    assert undecided["no-agent"] == "no case in which it applies"


def test_every_penalty_of_the_rulebook_has_both_cases_of_its_own() -> None:
    rulebook = load_rulebook()
    seen: dict[str, set[str]] = {name: set() for name in rulebook.penalties}
    for case in rulebook.cases:
        for name, verdict in case.expect.penalties.items():
            seen[name].add(verdict)
    assert [
        n for n, verdicts in seen.items() if not {"applies", "does_not_apply"} <= verdicts
    ] == []


def test_every_figure_of_a_penalty_is_stated_with_its_article() -> None:
    for penalty in load_rulebook().penalties.values():
        has_fine = "CNY" in penalty.text.en or "元" in penalty.text.zh
        assert not has_fine or any(c.states for c in penalty.citations), penalty.id
        assert all(c.grade == "primary" for c in penalty.citations), penalty.id
