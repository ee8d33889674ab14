"""`regpath number`: numbers from arguments and from a stream."""

from __future__ import annotations

import json

from conftest import Run, too_wide

GOOD, BAD = "国械注进20263010001", "国械注进2026301000"


def test_a_number_in_words(run: Run) -> None:
    text = run("number", GOOD).stdout
    assert text.startswith(f"{GOOD}: valid\n")
    assert "  device class: III\n" in text and "  route: import\n" in text


def test_in_chinese(run: Run) -> None:
    text = run("number", GOOD, "--lang", "zh").stdout
    assert text.startswith(f"{GOOD}: 有效\n")
    assert "  主管部门：国家药品监督管理局" in text


def test_a_wrong_number_is_a_finding(run: Run) -> None:
    result = run("number", BAD, GOOD, code=1)
    assert f"{BAD}: not valid" in result.stdout and f"{GOOD}: valid" in result.stdout
    assert "error: " in result.stdout
    assert not too_wide(result.stdout)


def test_json_prints_one_object_a_line(run: Run) -> None:
    lines = run("number", "--json", GOOD, "粤械注准20212020001").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [entry["valid"] for entry in found] == [True, True]
    assert [entry["province"] for entry in found] == [None, "guangdong"]
    keys = ["valid", "form", "act", "route", "import_origin", "device_class", "authority",
            "province", "city", "year", "catalogue", "serial", "errors"]  # fmt: skip
    assert list(found[0])[: len(keys)] == keys


def test_a_stream(run: Run) -> None:
    text = f"\ufeff{GOOD}\r\n\n  粤械注准20212020001  \n"
    lines = run("number", "--json", "-", input=text).stdout.splitlines()
    assert [json.loads(line)["device_class"] for line in lines] == ["III", "II"]


def test_a_stream_of_rubbish(run: Run) -> None:
    result = run("number", "--json", "-", input=b"\xff\xfe\n" + b"x" * 1_000_000 + b"\n", code=1)
    assert [json.loads(line)["valid"] for line in result.stdout.splitlines()] == [False, False]


def test_an_empty_stream_is_fine(run: Run) -> None:
    assert run("number", "-", input="").stdout == ""


def test_no_number_is_usage(run: Run) -> None:
    run("number", code=2)
