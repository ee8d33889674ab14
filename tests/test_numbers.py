"""Registration and filing numbers: what they say, what is wrong with them, the pattern they follow.

Numbers marked "published" stand on products, in public databases or in papers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from regpath.model.text import Text
from regpath.numbers import (
    ERROR_CODES,
    NOTE_CODES,
    DecodedNumber,
    NumberPattern,
    Place,
    decode_number,
    form_from_mapping,
    pattern_for,
)
from regpath.numbers.clean import LOOK_ALIKES, TRADITIONAL, clean

RULES = Path(__file__).parents[1] / "rules"


def section(file: Path, name: str) -> list[Mapping[str, Any]]:
    """A section of a rulebook file, read plainly."""
    entries: list[Mapping[str, Any]] = yaml.safe_load(file.read_text("utf-8")).get(name, [])
    return entries


FORMS = tuple(form_from_mapping(e) for e in section(RULES / "numbers.yaml", "number_forms"))


def place(prefix: str, province: str, en: str, zh: str, has_cities: bool = True) -> Place:
    return Place(
        prefix, province, Text(en, zh), Text(f"{en} MPA", f"{zh}药品监督管理局"), has_cities
    )


PLACES = (
    place("京", "beijing", "Beijing", "北京市", has_cities=False),
    place("沪", "shanghai", "Shanghai", "上海市", has_cities=False),
    place("粤", "guangdong", "Guangdong", "广东省"),
    place("浙", "zhejiang", "Zhejiang", "浙江省"),
    place("苏", "jiangsu", "Jiangsu", "江苏省"),
    place("湘", "hunan", "Hunan", "湖南省"),
    place("川", "sichuan", "Sichuan", "四川省"),
    place("晋", "shanxi", "Shanxi", "山西省"),
    place("赣", "jiangxi", "Jiangxi", "江西省"),
    place("鲁", "shandong", "Shandong", "山东省"),
    place("内", "inner-mongolia", "Inner Mongolia", "内蒙古自治区"),
)


def decode(text: str, today_year: int | None = 2026) -> DecodedNumber:
    return decode_number(text, FORMS, PLACES, today_year=today_year)


def codes(text: str, today_year: int | None = 2026) -> list[str]:
    return [issue.code for issue in decode(text, today_year).errors]


def pattern(number_form: str, **known: Any) -> NumberPattern:
    found = pattern_for(FORMS, number_form, **{"as_of": "2026-11-21", "places": PLACES, **known})
    assert found is not None
    return found


# What numbers say --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meaning", "tail"),
    [
        ("国械注准20163461234", ("manufacture", None, "III", "national"), (2016, "46", "1234")),
        # published
        ("国械注准20203400204", ("manufacture", None, "III", "national"), (2020, "40", "0204")),
        ("国械注准20163130861", ("manufacture", None, "III", "national"), (2016, "13", "0861")),
        ("国械注进20143665578", ("import", "foreign", "III", "national"), (2014, "66", "5578")),
        ("国械注进20262210328", ("import", "foreign", "II", "national"), (2026, "21", "0328")),
        (
            "国械注许20163130035",
            ("import", "hong_kong_macau_taiwan", "III", "national"),
            (2016, "13", "0035"),
        ),
        ("湘械注准20252060324", ("manufacture", None, "II", "provincial"), (2025, "06", "0324")),
        ("内械注准20262210005", ("manufacture", None, "II", "provincial"), (2026, "21", "0005")),
    ],
)
def test_current_certificates(
    text: str, meaning: tuple[str | None, ...], tail: tuple[int, str, str]
) -> None:
    number = decode(text)
    assert number.valid, number.errors
    assert (number.form, number.act) == ("current", "registration")
    assert number.authority is not None
    told = (number.route, number.import_origin, number.device_class, number.authority.level)
    assert told == meaning
    assert (number.year, number.catalogue, number.serial) == tail
    assert number.city is None
    assert number.readings == ()


def test_a_provincial_certificate_names_the_drug_administration() -> None:
    number = decode("粤械注准20232192086")  # published
    assert number.province == "guangdong"
    assert number.authority is not None
    assert number.authority.to_json() == {
        "id": "guangdong-drug-administration",
        "level": "provincial",
        "name_en": "Guangdong MPA",
        "name_zh": "广东省药品监督管理局",
    }


@pytest.mark.parametrize(
    ("text", "province", "city", "year", "serial"),
    [  # published, all of them
        ("粤穗械备20180539号", "guangdong", "穗", 2018, "0539"),
        ("粤中械备20190035号", "guangdong", "中", 2019, "0035"),
        ("鲁青械备20150027号", "shandong", "青", 2015, "0027"),
        ("浙温械备20140027号", "zhejiang", "温", 2014, "0027"),
        ("赣械备20170001号", "jiangxi", None, 2017, "0001"),
    ],
)
def test_domestic_filings(
    text: str, province: str, city: str | None, year: int, serial: str
) -> None:
    number = decode(text)
    assert number.valid, number.errors
    assert (number.act, number.route, number.device_class) == ("filing", "manufacture", "I")
    assert (number.province, number.city) == (province, city)
    assert (number.year, number.catalogue, number.serial) == (year, None, serial)
    assert number.authority is not None
    assert number.authority.level == "municipal"
    assert [note.code for note in number.notes][:1] == ["city_not_mapped" if city else "no_city"]


def test_an_import_filing_does_not_tell_the_origin() -> None:
    number = decode("国械备20151134号")  # published
    assert number.valid
    assert (number.act, number.route, number.import_origin) == ("filing", "import", None)
    assert number.device_class == "I"
    assert number.authority is not None
    assert (number.authority.id, number.authority.level) == ("nmpa", "national")
    assert "origin_open" in [note.code for note in number.notes]


@pytest.mark.parametrize(
    ("text", "meaning", "province", "city"),
    [
        # published
        ("国食药监械(进)字2010第2663520号", ("import", "foreign", "II", "national"), None, None),
        ("国食药监械（进）字2004第2461869号", ("import", "foreign", "II", "national"), None, None),
        ("国食药监械(准)字2012第3401296号", ("manufacture", None, "III", "national"), None, None),
        (
            "湘食药监械（准）字2014第2400052号",
            ("manufacture", None, "II", "provincial"),
            "hunan",
            None,
        ),
        (
            "苏镇食药监械（准）字2014第1560041号",
            ("manufacture", None, "I", "municipal"),
            "jiangsu",
            "镇",
        ),
        # made up
        (
            "国食药监械许字2008第3220032号",
            ("import", "hong_kong_macau_taiwan", "III", "national"),
            None,
            None,
        ),
        ("国药监械(进)字2005第1661869号", ("import", "foreign", "I", "national"), None, None),
        (
            "沪食药监械(准)字2010第1640001号",
            ("manufacture", None, "I", "municipal"),
            "shanghai",
            None,
        ),
    ],
)
def test_certificates_before_october_2014(
    text: str, meaning: tuple[str | None, ...], province: str | None, city: str | None
) -> None:
    number = decode(text)
    assert number.valid, number.errors
    assert (number.form, number.act) == ("pre_2014", "registration")
    assert number.authority is not None
    told = (number.route, number.import_origin, number.device_class, number.authority.level)
    assert told == meaning
    assert (number.province, number.city) == (province, city)
    form = {None: "certificate_domestic", "foreign": "certificate_import"}
    assert number.number_form == form.get(number.import_origin, "certificate_hk_mo_tw")
    assert number.law == ("certificate-2004",)


@pytest.mark.parametrize(
    "text",
    ["国食药监械(准)字2011第3461112号(更)", "浙绍械备20150001号（更）"],  # published
)
def test_a_change_mark_is_noted(text: str) -> None:
    number = decode(text)
    assert number.valid, number.errors
    assert "change_mark" in [note.code for note in number.notes]


def test_no_mark_of_change_on_filings_under_order_47() -> None:
    assert not decode("浙绍械备20230001号（更）").valid


def test_the_law_follows_the_year() -> None:
    assert decode("国械注准20203400204").law == ("certificate-2014",)
    assert decode("国械注准20213400204").law == ("certificate-2014", "certificate-2021")
    assert decode("国械注准20223400204").law == ("certificate-2021",)
    assert decode("国械备20141134").law == ("filing-2014",)
    cited = {(c.instrument, c.article, c.grade) for c in decode("国械注准20223400204").citations}
    assert cited == {
        ("samr-order-47-2021", "115", "primary"),
        ("samr-order-48-2021", "116", "primary"),
    }


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("国械注准20203400204", "ivd_reagent"),
        ("国械注准20193400204", "ivd_reagent"),
        ("国械注准20183400204", None),  # analysers, too, had 40 then
        ("国械注准20203220204", None),
        ("国食药监械(准)字2012第3401296号", None),
    ],
)
def test_the_digits_40_hint_at_a_reagent_since_2019(text: str, hint: str | None) -> None:
    assert decode(text).product_kind_hint == hint


@pytest.mark.parametrize(("year", "noted"), [(2018, True), (2019, False)])
def test_old_numbers_say_that_the_authority_bears_its_present_name(year: int, noted: bool) -> None:
    notes = [note.code for note in decode(f"国械注准{year}3220204").notes]
    assert ("present_name" in notes) is noted


def test_a_province_without_known_administration_has_no_authority() -> None:
    bare = [replace(known, drug_administration=None) for known in PLACES]
    number = decode_number("粤械注准20232192086", FORMS, bare)
    assert number.valid
    assert number.authority is None
    assert number.province == "guangdong"


def test_every_province_of_the_rulebook_is_read() -> None:
    provinces = [p for f in sorted((RULES / "provinces").glob("*.yaml"))
                 for p in section(f, "provinces") if p["prefix"]]  # fmt: skip
    places = [Place(p["prefix"], p["id"], Text(**p["name"])) for p in provinces]
    assert len({known.prefix for known in places}) == len(places) > 30
    for known in places:
        number = decode_number(f"{known.prefix}械注准20232192086", FORMS, places)
        assert (number.valid, number.province) == (True, known.province)
        assert known.prefix not in LOOK_ALIKES


# What is evened out, and what is not -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "国械注进20163461234号",
        " 国械注进 2016 346 1234 ",
        "国械注进-2016-346-1234",
        "国械注进２０１６３４６１２３４",
        "國械註進20163461234號",
        "国械注（进）20163461234",
        "【国械注进】20163461234",
        "国械注进\u200b20163461234\u3000",
        "注册证编号：国械注进20163461234",
        "医疗器械注册证号: 国械注进20163461234",
    ],
)
def test_ways_of_writing_the_same_number(text: str) -> None:
    number = decode(text)
    assert number.valid, number.errors
    assert number.normalised.removesuffix("号") == "国械注进20163461234"
    assert number.text == text


@pytest.mark.parametrize(
    ("text", "meant", "position"),
    [
        ("国械注淮20163461234", "国械注准20163461234", 4),
        ("国械注准2O163461234", "国械注准20163461234", 6),
        ("国械注准2０l63461234", "国械注准20163461234", 7),
        ("國 械注准2016346I234", "国械注准20163461234", 13),
        ("国械汪准20163461234", "国械注准20163461234", 3),
        ("国机注准20163461234", "国械注准20163461234", 2),
        ("囯械注准20163461234", "国械注准20163461234", 1),
        ("普械注准20162461234", "晋械注准20162461234", 1),
        ("粤穗械备2018O539号", "粤穗械备20180539号", 9),
        ("国食药监械(淮)字2012第3401296号", "国食药监械准字2012第3401296号", 7),
        ("国食药监械(准)字2012弟3401296号", "国食药监械准字2012第3401296号", 14),
    ],
)
def test_look_alikes_are_listed_not_put_right(text: str, meant: str, position: int) -> None:
    number = decode(text)
    assert not number.valid
    assert [(e.code, e.position) for e in number.errors] == [("look_alike", position)]
    assert [(r.normalised, r.valid) for r in number.readings] == [(meant, True)]
    assert number.readings[0].readings == ()


def test_a_slot_with_a_look_alike_stays_open() -> None:
    number = decode("国械注准2O16346I234")
    assert (number.year, number.serial, number.catalogue) == (None, None, "46")
    assert number.device_class == "III"
    assert decode("国械注淮20163461234").route is None


def test_several_look_alikes_give_one_reading() -> None:
    number = decode("囯械注淮2O163461234")
    assert [e.code for e in number.errors] == ["look_alike"] * 3
    assert [r.normalised for r in number.readings] == ["国械注准20163461234"]


def test_no_reading_is_listed_that_is_itself_invalid() -> None:
    number = decode("国械注准2O162461234")  # class II with the national sign
    assert {e.code for e in number.errors} == {"look_alike", "class_not_at_place"}
    assert number.readings == ()


def test_a_look_alike_in_the_name_of_a_city_is_fine() -> None:
    number = decode("苏淮械备20150001号")
    assert (number.valid, number.city, number.readings) == (True, "淮", ())


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert not decode("国械注准٢٠١٦٣٤٦١٢٣٤").valid
    assert not decode("国械注准二〇一六三四六一二三四").valid


# What is wrong -----------------------------------------------------------------------------------

WRONG = [
    ("empty", "", None),
    ("empty", " （） ", None),
    ("too_long", "国械注准20163461234" * 5, None),
    ("no_form", "hello", None),
    ("no_form", "20163461234", None),
    ("other_number", "沪食药监械生产许20150005号", None),
    ("other_number", "国药准字H20203001", None),
    ("other_number", "国药管械(进)字2002第3220123号", None),
    ("missing_place", "械注准20163461234", 1),
    ("missing_place", "食药监械(准)字2012第3401296号", 1),
    ("unknown_place", "火械注准20162461234", 1),
    ("unknown_place", "天津械备20160055号", 1),
    ("unknown_place", "国京械备20160055号", 1),
    ("unknown_place", "粤甲乙丙丁械备20160055号", 1),
    ("unknown_place", "注册证号国械注准20163461234", 1),
    ("city_not_in_form", "粤穗械注准20202070156", 1),
    ("missing_sign", "国械注20163461234", 4),
    ("missing_sign", "国食药监械字2012第3401296号", 6),
    ("unknown_sign", "国械注试20163461234", 4),
    ("unknown_sign", "国食药监械(试)字2012第3401296号", 7),
    ("missing_text", "国食药监械(进)2013第3400287号", 9),
    ("missing_text", "国食药监械(进)字20133400287号", 14),
    ("unexpected_text", "国械备进20151134", 4),
    ("unexpected_text", "国械注准20163461234甲", 16),
    ("unexpected_text", "国械注准20163461234号、粤械注准20162461234", 17),
    ("wrong_length", "国械注准2023312345", 5),
    ("wrong_length", "国械注准202431400001", 5),
    ("wrong_length", "国械注准", 4),
    ("wrong_length", "沪械备202400123", 4),
    ("wrong_length", "国械备2024012", 4),
    ("wrong_length", "国食药监械(准)字2013第34002870号", 15),
    ("class_unknown", "国械注准20160461234", 9),
    ("class_unknown", "国械注准20164461234", 9),
    ("class_not_in_form", "国械注进20161461234", 9),
    ("class_not_in_form", "粤械注准20161461234", 9),
    ("class_not_at_place", "国械注准20162461234", 9),
    ("class_not_at_place", "粤械注准20163461234", 9),
    ("class_not_at_place", "粤食药监械(准)字2012第3401296号", 15),
    ("class_not_at_place", "国食药监械(准)字2012第2401296号", 15),
    ("class_not_at_place", "苏镇食药监械(准)字2012第2401296号", 16),
    ("sign_not_at_place", "粤械注进20162461234", 4),
    ("sign_not_at_place", "粤械注许20163461234", 4),
    ("sign_not_at_place", "粤食药监械(进)字2012第2401296号", 7),
    ("year_before_form", "国械注准20133461234", 5),
    ("year_before_form", "国械备20131234", 4),
    ("year_before_form", "国食药监械(进)字2003第3401296号", 10),
    ("year_after_form", "国食药监械(进)字2015第3401296号", 10),
    ("year_in_future", "国械注准20273461234", 5),
    ("look_alike", "国械注淮20163461234", 4),
]


@pytest.mark.parametrize(("code", "text", "position"), WRONG)
def test_each_error_has_its_code_and_place(code: str, text: str, position: int | None) -> None:
    number = decode(text)
    assert not number.valid
    assert (code, position) in [(e.code, e.position) for e in number.errors]
    assert number.authority is None or code not in {"class_not_at_place", "sign_not_at_place"}
    for issue in number.errors:
        assert issue.en
        assert issue.zh


def test_every_error_code_is_tested() -> None:
    assert {code for code, _, _ in WRONG} == set(ERROR_CODES)


@pytest.mark.parametrize(
    ("text", "code"),
    [(text, code) for code, text, _ in WRONG if code.startswith(("class", "sign", "year", "city"))],
)
def test_errors_of_meaning_stand_alone(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_all_errors_are_reported_in_order_of_place() -> None:
    number = decode("粤械注进20133461234甲")
    assert [e.code for e in number.errors] == [
        "sign_not_at_place",
        "year_before_form",
        "unexpected_text",
    ]


def test_a_missing_word_between_digits_spoils_nothing_else() -> None:
    number = decode("国食药监械(进)字20133400287号")
    assert [e.code for e in number.errors] == ["missing_text"]
    assert (number.year, number.device_class, number.serial) == (2013, "III", "0287")


def test_fields_before_and_after_a_wrong_length_stay_open() -> None:
    number = decode("国械注准2023312345")
    assert (number.year, number.device_class, number.catalogue, number.serial) == (None,) * 4
    assert (number.route, number.form, number.act) == ("manufacture", "current", "registration")


@pytest.mark.parametrize(("year", "valid"), [(2013, False), (2014, True), (2026, True)])
def test_the_current_form_begins_in_2014(year: int, valid: bool) -> None:
    assert decode(f"国械注准{year}3461234").valid is valid


@pytest.mark.parametrize(
    ("year", "valid"), [(2003, False), (2004, True), (2014, True), (2015, False)]
)
def test_the_old_form_runs_from_2004_to_2014(year: int, valid: bool) -> None:
    assert decode(f"国食药监械(准)字{year}第3461234号").valid is valid


def test_the_year_is_held_against_today_only_if_that_is_given() -> None:
    assert decode("国械注准20273461234", today_year=None).valid
    assert codes("国械注准20273461234", today_year=2026) == ["year_in_future"]
    assert decode("国械注准20273461234", today_year=2027).valid


# JSON --------------------------------------------------------------------------------------------

CONTRACT_KEYS = [
    "valid", "form", "act", "route", "import_origin", "device_class", "authority", "province",
    "city", "year", "catalogue", "serial", "errors",
]  # fmt: skip


def test_json_has_the_names_of_the_contract() -> None:
    answer = decode("粤穗械备20180539号").to_json()
    assert list(answer)[: len(CONTRACT_KEYS)] == CONTRACT_KEYS
    assert {key: answer[key] for key in CONTRACT_KEYS} == {
        "valid": True,
        "form": "current",
        "act": "filing",
        "route": "manufacture",
        "import_origin": None,
        "device_class": "I",
        "authority": {
            "id": "guangdong-municipal-drug-regulator",
            "level": "municipal",
            "name_en": "City-level drug authority in Guangdong (short name 穗)",
            "name_zh": "广东省设区的市级负责药品监督管理的部门（简称“穗”）",
        },
        "province": "guangdong",
        "city": "穗",
        "year": 2018,
        "catalogue": None,
        "serial": "0539",
        "errors": [],
    }


def test_json_lists_errors_and_readings() -> None:
    answer = decode("国械注淮20163461234").to_json()
    assert answer["valid"] is False
    assert answer["errors"] == [
        {
            "code": "look_alike",
            "message": "'淮' is not '准', though it looks like it. Check the number at its source.",
            "message_zh": "“淮”与“准”形近，未按“准”识读；请核对来源。",
            "position": 4,
        }
    ]
    readings = answer["readings"]
    assert isinstance(readings, list)
    assert [reading["valid"] for reading in readings] == [True]


# Patterns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number_form", "known", "prefix", "real", "unreal"),
    [
        ("certificate_import", {"device_class": "III"}, "国械注进",
         ["国械注进20143665578", "国械注进20173135168"], ["国械注进20262210328"]),
        ("certificate_import", {}, "国械注进",
         ["国械注进20143665578", "国械注进20262210328"], ["国械注进20261210328"]),
        ("certificate_hk_mo_tw", {"device_class": "III"}, "国械注许",
         ["国械注许20163130035"], ["国械注进20163130114"]),
        ("certificate_domestic", {"device_class": "III", "prefix": "粤"}, "国械注准",
         ["国械注准20203400204"], ["粤械注准20233192086"]),
        ("certificate_domestic", {"device_class": "II", "prefix": "粤"}, "粤械注准",
         ["粤械注准20232192086", "粤械注准20232192086号"],
         ["湘械注准20252060324", "国械注准20203400204", "粤械注准20233192086"]),
        ("certificate_domestic", {"device_class": "II"}, None,
         ["粤械注准20232192086", "湘械注准20252060324"], ["国械注准20202400204"]),
        ("certificate_domestic", {"prefix": "粤"}, None,
         ["粤械注准20232192086", "国械注准20203400204"], ["湘械注准20252060324"]),
        ("filing_domestic", {"device_class": "I", "prefix": "粤"}, "粤",
         ["粤穗械备20180539号", "粤中械备20190035号", "粤械备20190035"],
         ["浙温械备20140027号", "粤穗械备201805390"]),
        ("filing_domestic", {}, None,
         ["粤穗械备20180539号", "浙温械备20140027号"], ["国械备20151134号"]),
        ("filing_import", {}, "国械备", ["国械备20151134号"], ["赣械备20170001号"]),
    ],
)  # fmt: skip
def test_patterns(
    number_form: str, known: dict[str, str], prefix: str | None, real: list[str], unreal: list[str]
) -> None:
    for places in (PLACES, ()):
        found = pattern(number_form, **known, places=places)
        assert found.prefix == prefix
        for text in real:
            assert re.search(found.pattern, text), (found.pattern, text)
        for text in unreal:
            assert not re.search(found.pattern, text), (found.pattern, text)


@pytest.mark.parametrize("as_of", ["2021-06-01", "2021-09-30", "2021-10-01", "2026-11-21"])
@pytest.mark.parametrize(
    "number_form",
    ["certificate_domestic", "certificate_import", "certificate_hk_mo_tw", "filing_domestic",
     "filing_import"],
)  # fmt: skip
@pytest.mark.parametrize("device_class", [None, "I", "II", "III"])
@pytest.mark.parametrize("prefix", [None, "京", "粤"])
def test_examples_match_their_pattern_and_decode(
    as_of: str, number_form: str, device_class: str | None, prefix: str | None
) -> None:
    found = pattern_for(
        FORMS, number_form, as_of=as_of, device_class=device_class, prefix=prefix, places=PLACES
    )
    fits = device_class is None or (device_class == "I") is number_form.startswith("filing")
    assert (found is not None) is fits
    if found is None:
        return
    assert found.example is not None
    assert re.fullmatch(found.pattern, found.example)
    assert found.example.startswith(found.prefix or "")
    number = decode(found.example)
    assert (number.valid, number.number_form) == (True, number_form)
    assert device_class in (None, number.device_class)


def test_a_pattern_is_made_only_from_a_form_in_force() -> None:
    assert pattern_for(FORMS, "certificate_import", as_of="2004-08-08") is None
    assert pattern_for(FORMS, "none", as_of="2026-11-21") is None


def test_an_unknown_province_leaves_the_example_open() -> None:
    found = pattern("certificate_domestic", device_class="II", places=())
    assert (found.prefix, found.place, found.example) == (None, None, None)


def test_the_example_of_a_reagent_bears_its_catalogue_digits() -> None:
    assert pattern("certificate_import", device_class="II", catalogue="40").example == (
        "国械注进20262400001"
    )
    assert pattern("filing_domestic", prefix="浙").example == "浙某械备20260001"
    assert pattern("filing_domestic", prefix="京").example == "京械备20260001"


def test_pattern_json() -> None:
    assert pattern("filing_import").to_json() == {
        "prefix": "国械备",
        "pattern": "^国械备20[0-9]{2}[0-9]{4}号?$",
        "example": "国械备20260001",
        "place": "国",
    }


# Properties --------------------------------------------------------------------------------------

NUMBER_CHARS = "国京粤穗食药监械注备准进许字第号更（）0123456789OlI淮 "


def kinds_of_numbers() -> st.SearchStrategy[str]:
    """Numbers that the pattern of some product matches."""
    products = [
        found.pattern
        for name in ("certificate_domestic", "certificate_import", "certificate_hk_mo_tw",
                     "filing_domestic", "filing_import")
        for prefix in (None, "粤")
        if (found := pattern_for(FORMS, name, as_of="2026-11-21", prefix=prefix, places=PLACES))
    ]  # fmt: skip
    return st.sampled_from(products).flatmap(lambda regex: st.from_regex(regex, fullmatch=True))


@given(kinds_of_numbers())
def test_what_a_pattern_matches_is_valid_but_for_its_year(text: str) -> None:
    number = decode(text, today_year=None)
    assert {e.code for e in number.errors} <= {"year_before_form"}


@given(st.one_of(st.text(), st.text(alphabet=NUMBER_CHARS, max_size=40)))
@settings(max_examples=400)
def test_any_text_is_answered(text: str) -> None:
    number = decode(text)
    json.dumps(number.to_json())
    assert number.valid is (number.errors == ())
    assert {e.code for e in number.errors} <= set(ERROR_CODES)
    assert {n.code for n in number.notes} <= set(NOTE_CODES)
    for issue in number.errors:
        assert issue.position is None or 1 <= issue.position <= len(text)
    if number.valid:
        assert number.authority is not None
        assert None not in (number.form, number.act, number.route, number.device_class, number.year)
    assert decode(text) == number


@given(kinds_of_numbers(), st.data())
def test_one_foreign_character_never_passes(text: str, data: st.DataObject) -> None:
    place_ends = next(i for i, char in enumerate(text) if char == "械")
    index = data.draw(st.integers(place_ends, len(text) - 1))
    char = data.draw(st.sampled_from([*LOOK_ALIKES, "甲", "x", "."]))
    assert not decode(text[:index] + char + text[index + 1 :]).valid or char == text[index]


@given(kinds_of_numbers())
def test_every_look_alike_of_a_digit_leads_back(text: str) -> None:
    valid = decode(text, today_year=None).valid
    spoilt = text.replace("0", "O")
    readings = decode(spoilt, today_year=None).readings
    assert "0" in text
    assert [r.normalised for r in readings] == ([text] if valid else [])


@given(st.text(max_size=30))
def test_cleaning_is_done_in_one_go(text: str) -> None:
    once = clean(text).text
    assert ":" in once or clean(once).text == once


def test_no_character_is_both_evened_out_and_a_look_alike() -> None:
    assert not set(TRADITIONAL) & set(LOOK_ALIKES)
    assert not set(LOOK_ALIKES) & set(LOOK_ALIKES.values())
