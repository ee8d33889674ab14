"""The example questionnaires: each plans, and the report beside it is the current one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from regpath.api import load_rulebook, plan
from regpath.load.answers import load_answers
from regpath.model.pathway import Pathway

ROOT = Path(__file__).parent.parent
QUESTIONNAIRES = sorted((ROOT / "examples").glob("*.yaml"))

EXPECTED = {
    # act, level of the authority, fee (None: unknown), working days (None: open)
    "glucose-self-test": ("registration", "national", 210900, 98),
    "hip-contract": ("registration", "national", 153600, 128),
    "hk-instrument": ("filing", "national", 0, 0),
    "lung-nodule-ai": ("registration", None, None, None),
    "mask-guangdong": ("registration", "provincial", 57260, 98),
    "mri-scanner": ("registration", "national", 308800, 128),
    "name-only": (None, None, None, None),
    "pacemaker-import": ("registration", "national", 308800, 128),
    "bone-screw": ("registration", "national", 308800, 128),
    "plaster-class-i": ("filing", "municipal", 0, 0),
    "rf-beauty": (None, "national", None, None),
    "renewal-hip": ("renewal", "national", 40800, 128),
    "stent-import": ("registration", "national", 308800, 128),
    "transfer-ventilator": ("registration", "national", 153600, 128),
}


def pathway_of(path: Path) -> Pathway:
    rules = load_rulebook()
    return plan(load_answers(path, rules), rulebook=rules)


def test_all_examples_are_here() -> None:
    assert {path.stem for path in QUESTIONNAIRES} == set(EXPECTED)


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: path.stem)
def test_the_answer_on_one_line(path: Path) -> None:
    summary = pathway_of(path).summary
    days = summary.statutory_working_days
    assert (
        summary.act,
        summary.authority.level if summary.authority else None,
        summary.fee_cny.amount,
        days.total_without_supplement if days else None,
    ) == EXPECTED[path.stem]


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: path.stem)
def test_every_step_of_law_is_cited_and_ordered(path: Path) -> None:
    pathway = pathway_of(path)
    seen: set[str] = set()
    for step in pathway.steps:
        assert step.practice or step.citations, step.id
        assert set(step.depends_on) <= seen, step.id
        seen.add(step.id)


def test_the_production_licence_comes_after_the_certificate() -> None:
    numbers = {s.id: s.number for s in pathway_of(ROOT / "examples/mask-guangdong.yaml").steps}
    assert numbers["obtain-certificate"] < numbers["production-licence"] < numbers["market-release"]


def test_with_only_a_name_nothing_is_invented() -> None:
    pathway = pathway_of(ROOT / "examples/name-only.yaml")
    required = {step.kind for step in pathway.steps if step.status == "required"}
    assert not required & {
        "agent", "trial_approval", "clinical_trial", "certificate", "product_filing",
        "production_licence", "distribution_licence", "fee",
    }  # fmt: skip
    first = [question.fact for question in pathway.open_questions[:3]]
    assert set(first) == {"device_class", "route", "product_kind"}


def test_reports_are_current() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from write_examples import reports

    stale = [path.name for path, data in reports().items() if path.read_bytes() != data]
    assert not stale, "run: python tools/write_examples.py"
