"""Provinces: who decides, which number, which fee, on three days; what is known of each region."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import regpath
from regpath.api import read_answers
from regpath.model.law import Jurisdiction, Province
from regpath.model.pathway import Pathway, to_json
from regpath.model.rulebook import Rulebook

TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "province_fees.yaml").read_text(encoding="utf-8")
)
DAYS = ("2019-06-01", "2025-05-01", "2026-11-21")
ROWS = [(province, day) for province in TABLE for day in DAYS]
HOME = {"product_kind": "device", "device_class": "II", "route": "manufacture"}
OUTSIDE = ("hong-kong", "macau", "taiwan")


def plan(day: str, **answers: Any) -> Pathway:
    return regpath.plan({**HOME, **answers}, as_of=day, look_ahead=False)


def summary_of(pathway: Pathway) -> Any:
    return to_json(pathway.summary)


def test_the_table_has_every_province(rules: Rulebook) -> None:
    assert len(ROWS) == 31 * 3
    assert {*TABLE, "xinjiang-corps"} == set(rules.provinces)


@pytest.mark.parametrize(("province", "day"), ROWS)
def test_a_domestic_class_ii_device(province: str, day: str) -> None:
    expected = TABLE[province]
    summary = summary_of(plan(day, province=province))
    assert summary["authority"]["level"] == "provincial"
    assert summary["authority"]["name_zh"] == expected["authority"]
    assert summary["number"]["prefix"] == expected["prefix"] + "械注准"
    fee, row = summary["fee_cny"], expected[day]
    last = fee["last_known"]
    assert {
        "status": fee["status"],
        "amount": fee["amount"],
        "last_known": last and last["amount"],
        "conflict": [reading["amount"] for reading in fee["conflict"]],
    } == {"amount": None, "last_known": None, "conflict": [], **row}
    assert fee["basis"] == "provincial_initial"


@pytest.mark.parametrize(
    "province", [p for p in TABLE if TABLE[p][DAYS[-1]]["status"] == "expired_rate"]
)
def test_a_rate_past_its_end_gives_the_last_known_one(province: str) -> None:
    fee = plan(DAYS[-1], province=province).summary.fee_cny
    assert (fee.amount, fee.total) == (None, None)
    assert fee.last_known is not None
    assert "2025-05-01" < (fee.last_known.to or "") < DAYS[-1]


@pytest.mark.parametrize(
    ("province", "day"), [row for row in ROWS if "conflict" in TABLE[row[0]][row[1]]]
)
def test_of_sources_that_differ_none_is_chosen(province: str, day: str) -> None:
    fee = plan(day, province=province).summary.fee_cny
    assert (fee.amount, fee.total) == (None, None)
    assert len({reading.amount for reading in fee.conflict}) == 2
    assert all(reading.citations for reading in fee.conflict)


def test_every_rate_has_a_first_day(rules: Rulebook) -> None:
    """None is taken to hold before the day from which sources tell of it."""
    for province in rules.provinces.values():
        starts = [fee.effective.from_ for fee in province.class_ii_fees]
        assert all(start is not None and start >= "2015-11-19" for start in starts), province.id


@pytest.mark.parametrize(
    ("province", "day", "status", "amount"),
    [
        ("hebei", "2016-11-10", "unknown", None),
        ("hebei", "2025-04-26", "unknown", None),
        ("hebei", "2025-04-27", "free", 0),
        ("yunnan", "2025-04-26", "unknown", None),
        ("yunnan", "2025-04-27", "free", 0),
        ("shanxi", "2020-04-19", "unknown", None),
        ("shanxi", "2020-04-20", "exact", 42315),
        ("guangxi", "2024-05-26", "unknown", None),
        ("guangxi", "2024-06-30", "exact", 30280),
        ("heilongjiang", "2019-12-31", "exact", 57600),
        ("heilongjiang", "2024-06-09", "unknown", None),
        ("shaanxi", "2020-01-13", "exact", 66521),
        ("shandong", "2025-10-07", "exact", 46000),
        ("shandong", "2025-10-08", "expired_rate", None),
    ],
)
def test_the_day_before_and_after(province: str, day: str, status: str, amount: int | None) -> None:
    fee = plan(day, province=province).summary.fee_cny
    assert (fee.status, fee.amount) == (status, amount)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", ["device", "ivd_reagent"])
@pytest.mark.parametrize("origin", ["foreign", "hong_kong"])
def test_an_import_never_has_a_provincial_fee(day: str, kind: str, origin: str) -> None:
    abroad = {"product_kind": kind, "route": "import", "import_origin": origin}
    for province in ("hebei", "shanghai", "unknown"):
        fee = plan(day, **abroad, province=province, target_provinces=[*TABLE]).summary.fee_cny
        assert (fee.basis, fee.amount) == ("fee_import_class_ii_initial", 210900)
        assert fee.conflict == ()


def test_every_name_of_a_province_is_accepted(rules: Rulebook) -> None:
    for province in rules.provinces.values():
        names = (province.id, province.iso, province.name.zh, province.name.en, *province.aliases)
        for name in filter(None, names):
            assert read_answers({"province": name}, rules).values["province"] == province.id


def test_prefixes_and_codes_are_unique(rules: Rulebook) -> None:
    provinces = rules.provinces.values()
    assert len({province.prefix for province in provinces} - {None}) == 32
    codes = [province.iso for province in provinces if province.iso]
    codes += [outside.iso for outside in rules.jurisdictions.values()]
    assert len(set(codes)) == len(codes) == 31 + 3
    assert all(code.startswith("CN-") and len(code) == 5 for code in codes)


def test_every_note_has_a_source_and_a_first_day(rules: Rulebook) -> None:
    regions: list[Province | Jurisdiction] = [*rules.provinces.values()]
    for region in [*regions, *rules.jurisdictions.values()]:
        for note in region.notes:
            place = (region.id, note.topic, note.text.en)
            assert note.citations, place
            assert note.effective.from_, place
            kinds = {rules.instruments[cited.instrument].kind for cited in note.citations}
            assert (
                kinds == {"practice_source"} if note.practice else "practice_source" not in kinds
            ), place


@pytest.mark.parametrize("outside", OUTSIDE)
def test_hong_kong_macau_and_taiwan_take_the_import_route(rules: Rulebook, outside: str) -> None:
    assert tuple(rules.jurisdictions) == OUTSIDE
    pathway = plan(DAYS[-1], route="import", import_origin=outside.replace("-", "_"))
    summary = summary_of(pathway)
    assert (summary["authority"]["level"], summary["number"]["prefix"]) == ("national", "国械注许")
    block = next(region for region in pathway.regions if region.id == outside)
    assert block.role == "origin"
    assert any("许" in fact.text.zh for fact in block.known)
