"""`regpath batch`: rows in, pathways or errors out, in order; a bad row loses no other."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import LONG_AGO, Run

from regpath.api import plan
from regpath.cli.batch_command import _lines
from regpath.model.rulebook import Rulebook
from regpath.portfolio import MAX_LINE, answer_rows, csv_rows, jsonl_rows

STENT = {
    "product_name": "Stent", "product_kind": "device", "device_class": "III", "route": "import",
    "import_origin": "foreign",
}  # fmt: skip
DAY = "2026-11-21"


def found_in(result: Result) -> list[dict[str, Any]]:
    """The rows that were printed."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def jsonl(*rows: Any) -> str:
    """Rows as JSON lines; a text stands for itself."""
    return "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows)


def test_a_row_gives_the_pathway_that_plan_gives(run: Run, rules: Rulebook) -> None:
    text = jsonl({"id": "a", "answers": STENT})
    (row,) = found_in(run("batch", "-", "-", "--as-of", DAY, input=text))
    assert list(row) == ["id", "line", "pathway"]
    assert (row["id"], row["line"]) == ("a", 1)
    assert row["pathway"] == json.loads(json.dumps(plan(STENT, DAY, rules).to_json()))


BAD_ROWS = [
    ("not json", "bad-row", "not valid JSON: Expecting value at column 1."),
    ('{"answers": {"a": 1, "a": 2}}', "bad-row", "the key 'a' stands here twice"),
    ("[1]", "bad-row", 'an object such as {"answers": {...}}'),
    ('{"id": 1}', "bad-row", "`answers` with facts in it was expected."),
    ('{"route": "import"}', "bad-row", "unknown key 'route'; facts go in answers."),
    ('{"answers": {"rout": "import"}}', "unknown-fact", "Did you mean 'route'?"),
    ('{"answers": {"answers": {}}}', "unknown-fact", "there is no fact 'answers'."),
    ('{"answers": {"device_class": "IV"}}', "wrong-value", "one of I, II, III"),
    ('{"answers": {"registration_units": 1e400}}', "wrong-value", "a whole number"),
    ('{"answers": {}, "as_of": "2026-02-30"}', "bad-date", "not '2026-02-30'"),
    ('{"answers": {}, "as_of": 5}', "bad-date", "not '5'"),
    ('{"answers": {"contract_province": "jilin"}}', "impossible-combination", "Correct production"),
    ('{"answers": {"product_name": "\\ud800"}}', "wrong-value", "without control characters"),
    ("[" * 100_000, "bad-row", "not valid JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "code", "message"), BAD_ROWS, ids=[b[0][:40] for b in BAD_ROWS])
def test_a_bad_row_loses_no_other(run: Run, bad: str, code: str, message: str) -> None:
    good = {"id": 1, "answers": {"product_name": "X"}}
    text = jsonl(good, bad, "", good)
    result = run("batch", "-", "-", "--fields", "summary", input=text, code=1)
    rows = found_in(result)
    assert [row["line"] for row in rows] == [1, 2, 4]
    assert ["pathway" in row for row in rows] == [True, False, True]
    assert rows[1]["error"]["code"] == code
    assert message in rows[1]["error"]["message"]
    assert "3 rows, 1 failed" in result.stderr


def test_an_error_names_the_fact_and_the_others(run: Run) -> None:
    text = jsonl({"id": [1], "answers": {"device_class": "IV", "rout": "x"}})
    (row,) = found_in(run("batch", "-", "-", input=text, code=1))
    assert row["id"] == [1]
    assert {row["error"]["fact"], row["error"]["others"][0]["fact"]} == {"device_class", "rout"}


def test_the_date_of_a_row_and_of_the_command_line(run: Run) -> None:
    text = jsonl({"as_of": "2022-01-01", "answers": STENT}, {"answers": STENT})
    rows = found_in(run("batch", "-", "-", "--fields", "summary", input=text))
    assert rows[0]["pathway"]["as_of"] == "2022-01-01"
    forced = run("batch", "-", "-", "--fields", "summary", "--as-of", DAY, input=text)
    assert [row["pathway"]["as_of"] for row in found_in(forced)] == [DAY, DAY]


def test_summary_only(run: Run, rules: Rulebook) -> None:
    text = jsonl({"answers": STENT})
    words = ["batch", "-", "-", "--fields", "summary", "--as-of", DAY]
    (row,) = found_in(run(*words, input=text))
    assert list(row["pathway"]) == ["schema", "as_of", "summary"]
    assert row["pathway"]["summary"] == json.loads(
        json.dumps(plan(STENT, DAY, rules).to_json()["summary"])
    )


CSV = """id,as_of,product_name,product_kind,device_class,route,target_provinces
1,,"Stent; big",device,III,import,"guangdong;浙江"
2,2022-01-01,"A, b",device,II,import,guangdong

3,,"two
lines",device,IV,import
4,,X,device,II,import,guangdong,zhejiang
5,,"never closed,device,II,import
6,,5" x,device,II,import,beijing
"""


def test_csv(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\ufeff" + CSV, encoding="utf-8")
    result = run("batch", "in.csv", "-", code=1)
    rows = {row["line"]: row for row in found_in(result)}
    assert {line: row["id"] for line, row in rows.items()} == {
        2: "1", 3: "2", 5: "3", 7: "4", 8: None, 9: "6",
    }  # fmt: skip
    first = rows[2]["pathway"]["answers"]
    assert first["product_name"] == "Stent; big"
    assert first["target_provinces"] == ["guangdong", "zhejiang"]
    assert rows[3]["pathway"]["as_of"] == "2022-01-01"
    assert rows[5]["error"]["fact"] == "device_class"
    assert "more cells than columns" in rows[7]["error"]["message"]
    assert "not valid CSV" in rows[8]["error"]["message"]
    assert rows[9]["pathway"]["answers"]["product_name"] == '5" x'


@pytest.mark.parametrize("mark", [";", "\t"])
def test_csv_of_other_offices(rules: Rulebook, mark: str) -> None:
    lines = [f"id{mark}product_name{mark}sales_by\n", f'1{mark}A, b{mark}"self,online"\n']
    (row,) = csv_rows(lines, rules)
    assert row.answers == {"product_name": "A, b", "sales_by": "self,online"}


def test_a_quote_that_is_never_closed_costs_one_row(rules: Rulebook) -> None:
    lines = ["product_name,route\n", '"open,import\n', *["x,import\n"] * 150, '"open,import\n']
    rows = list(csv_rows(lines, rules))
    assert len(rows) == 152
    wrong = {row.line: row.error for row in rows if row.error is not None}
    assert wrong == dict.fromkeys((2, 153), 'not valid CSV: a quote (") is not closed.')


def test_csv_whose_header_is_wrong(rules: Rulebook) -> None:
    (row,) = csv_rows(["id,route,route\n", "1,import,import\n"], rules)
    assert row.error == "the column 'route' stands in the header twice."
    rows = csv_rows(["id,rout\n", "1,import\n"], rules)
    (found,) = answer_rows(rows, DAY, rules, forced=False, fields="summary")
    assert found["error"]["fact"] == "rout"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_not_utf_8_is_an_error_of_its_row(run: Run, tmp_path: Path, form: str) -> None:
    lines = {
        "csv": ["product_name,route", "支架,import", "X,import"],
        "jsonl": ['{"answers": {"product_name": "支架"}}', '{"answers": {"product_name": "X"}}'],
    }[form]
    (tmp_path / f"in.{form}").write_bytes("\n".join(lines).encode("gb18030"))
    words = ["batch", f"in.{form}", "-", "--fields", "summary"]
    bad, good = found_in(run(*words, code=1))
    assert bad["error"]["message"] == "not UTF-8 text; save the file as UTF-8."
    assert "pathway" in good


def test_the_form_can_be_said(run: Run) -> None:
    text = "product_name,route\nX,import\n"
    words = ["batch", "-", "-", "--fields", "summary"]
    (row,) = found_in(run(*words, "--from", "csv", input=text))
    assert row["pathway"]["summary"]["route"] == "import"


def test_a_line_without_end_is_one_error(rules: Rulebook) -> None:
    text = "x" * (3 * MAX_LINE) + "\n" + '{"answers": {}}\n' + "y" * (MAX_LINE + 5)
    rows = list(jsonl_rows(_lines(io.StringIO(text))))
    assert [row.line for row in rows] == [1, 2, 3]
    assert "more than 1,000,000 characters" in (rows[0].error or "")
    assert rows[1].error is None
    assert "more than 1,000,000 characters" in (rows[2].error or "")


def test_rows_are_answered_one_at_a_time(rules: Rulebook) -> None:
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield '{"answers": {"product_name": "X"}}\n'

    results = answer_rows(jsonl_rows(lines()), DAY, rules, forced=True, fields="summary")
    assert [next(results)["line"] for _ in range(3)] == [1, 2, 3]
    assert read == 3


def test_a_thousand_rows(run: Run, tmp_path: Path) -> None:
    """A thousand short rows, one in ten of them bad, in order."""
    facts = [{"route" if i % 10 else "rout": "import"} for i in range(1000)]
    rows = [{"id": i, "answers": given} for i, given in enumerate(facts)]
    (tmp_path / "in.jsonl").write_text(jsonl(*rows))
    words = ["batch", "in.jsonl", "out.jsonl", "--fields", "summary", "--json"]
    result = run(*words, "--as-of", LONG_AGO, code=1)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["id"] for row in found] == list(range(1000))
    assert [row["line"] for row in found if "error" in row] == list(range(1, 1001, 10))
    assert json.loads(result.stdout) == {
        "rows": 1000, "failed": 100, "errors": {"unknown-fact": 100},
    }  # fmt: skip
    assert "1000 rows ..." in result.stderr


def test_an_empty_portfolio(run: Run) -> None:
    result = run("batch", "-", "-", input="")
    assert (result.stdout, result.stderr) == ("", "0 rows, 0 failed\n")


def test_the_target_is_written_whole_or_not_at_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.jsonl").write_text("old")

    def fail(*_: Any, **__: Any) -> Iterator[Any]:
        yield {"id": 1}
        raise KeyboardInterrupt

    monkeypatch.setattr("regpath.portfolio.answer_rows", fail)
    run("batch", "-", "out.jsonl", input="", code=1)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.jsonl", "old")]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nowhere.jsonl", "-"], 2, "nowhere.jsonl cannot be read (No such file or directory)"),
        (["in.parquet", "-"], 2, "Parquet is not read yet; give JSONL or CSV."),
        (["-", "."], 2, ". is a folder; name a file."),
        (["-", "nowhere/out.jsonl"], 1, "nowhere/out.jsonl cannot be written"),
        (["-", "-", "--fields", "sumary"], 2, "Did you mean 'summary'?"),
    ],
)
def test_usage(run: Run, words: list[str], code: int, message: str) -> None:
    assert message in run("batch", *words, input="", code=code).stderr
