"""Regions: one block for each place of a product; payment only where it is not ruled out."""

from __future__ import annotations

from typing import Any

import pytest

import regpath
from regpath.model.pathway import Pathway, RegionBlock
from regpath.rules.regions import PAYMENT, PURCHASE

TODAY = "2026-11-21"
CONSUMABLE = {
    "product_kind": "device", "device_class": "III", "route": "import", "import_origin": "foreign",
    "payment_object": "consumable", "target_provinces": ["zhejiang", "tibet"],
}  # fmt: skip


def plan(as_of: str = TODAY, **answers: Any) -> Pathway:
    return regpath.plan({**CONSUMABLE, **answers}, as_of=as_of, look_ahead=False)


def block(pathway: Pathway, region: str, role: str = "target") -> RegionBlock:
    return next(b for b in pathway.regions if (b.id, b.role) == (region, role))


def test_each_target_province_has_its_block_and_steps() -> None:
    pathway = plan(seeks_reimbursement="yes")
    assert [b.id for b in pathway.regions] == ["zhejiang", "tibet"]
    for found in pathway.regions:
        assert found.steps
        assert all(step.endswith(f"@{found.id}") for step in found.steps)
        assert found.ask is not None


def test_a_topic_is_known_with_its_source_or_named_as_unknown() -> None:
    pathway = plan(seeks_reimbursement="yes")
    for found in pathway.regions:
        known = {fact.topic for fact in found.known} - {"other"}
        assert known | set(found.unknown) == set(PURCHASE) | set(PAYMENT)
        assert not known & set(found.unknown)
        assert all(fact.citations for fact in found.known)
    assert block(pathway, "zhejiang").known
    assert "platform" in block(pathway, "tibet").unknown


@pytest.mark.parametrize("as_of", ["2013-06-01", TODAY])
def test_no_payment_where_none_is_sought(as_of: str) -> None:
    pathway = plan(as_of, seeks_reimbursement="no")
    for found in pathway.regions:
        topics = {fact.topic for fact in found.known} | set(found.unknown)
        assert not topics & set(PAYMENT)
    kinds = {step.kind for step in pathway.steps}
    assert not kinds & {
        "payer_check", "insurance_code", "reimbursement", "cross_region_settlement",
        "case_payment", "commercial_insurance",
    }  # fmt: skip


@pytest.mark.parametrize("payment_object", ["equipment", "software"])
def test_only_consumables_have_a_catalogue(payment_object: str) -> None:
    software = {"is_software": "yes"} if payment_object == "software" else {}
    pathway = plan(seeks_reimbursement="yes", payment_object=payment_object, **software)
    for found in pathway.regions:
        assert "catalogue" not in {fact.topic for fact in found.known} | set(found.unknown)


def test_the_site_of_a_domestic_applicant() -> None:
    home = plan(route="manufacture", province="jiangsu", import_origin=None, target_provinces=None)
    site = block(home, "jiangsu", "site")
    assert any(fact.topic == "park" and fact.practice for fact in site.known)
    assert not plan(target_provinces=None).regions


@pytest.mark.parametrize("origin", ["hong_kong", "macau", "taiwan"])
def test_a_jurisdiction_of_its_own_takes_the_import_route(origin: str) -> None:
    pathway = plan(import_origin=origin, target_provinces=None)
    found = block(pathway, origin.replace("_", "-"), "origin")
    assert any("许" in fact.text.en + fact.text.zh for fact in found.known)
    assert pathway.summary.number is not None
    assert (pathway.summary.number.prefix or "").startswith("国械注许")


def test_names_of_today_are_not_given_to_the_past() -> None:
    for found in plan("2013-06-01", seeks_reimbursement="yes").regions:
        assert found.ask is None
        assert not found.unknown
