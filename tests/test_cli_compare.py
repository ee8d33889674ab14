"""`regpath compare`: pathways side by side."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES, STENT, Run, WriteAnswers, data_of, too_wide

HIP = str(EXAMPLES / "hip-contract.yaml")


def rows(text: str) -> dict[str, str]:
    """The rows of a comparison by their names."""
    return {line[:36].removeprefix("* ").strip(): line[36:] for line in text.splitlines()}


def test_two_files(run: Run) -> None:
    text = run("compare", STENT, HIP).stdout
    found = rows(text)
    assert text.splitlines()[0].split() == ["stent-import", "hip-contract"]
    assert found["agent_required"].split() == ["yes", "no"]
    assert found["appoint-agent"].split() == ["required", "-"]
    assert "* agent_required" in text and "  product_kind " in text
    assert text.splitlines()[-1].startswith("* differs; ")
    assert not too_wide(text)


def test_vary(run: Run) -> None:
    data = data_of(run("compare", STENT, "--vary", "route=import,manufacture", "--json"))
    assert data["schema"] == "regpath/comparison/1"
    assert data["labels"] == ["route=import", "route=manufacture"]
    assert data["fields"]["agent_required"] == [True, False]
    assert "agent_required" in data["differing"]
    assert data["left_out"][0] == []
    assert "import_origin" in data["left_out"][1]


def test_answers_left_out_are_named(run: Run) -> None:
    text = run("compare", STENT, "--vary", "route=import,manufacture").stdout
    assert "import_origin" in rows(text)["(left out)"]


def test_every_combination(run: Run) -> None:
    result = run("compare", STENT, "--vary", "route=import", "--vary", "route=manufacture",
                 "--vary", "buyers=consumer,public_hospital+consumer", "--json")  # fmt: skip
    assert data_of(result)["labels"] == [
        "route=import, buyers=consumer", "route=import, buyers=public_hospital+consumer",
        "route=manufacture, buyers=consumer", "route=manufacture, buyers=public_hospital+consumer",
    ]  # fmt: skip


def test_several_files_varied_keep_their_names(run: Run) -> None:
    data = data_of(run("compare", STENT, HIP, "--vary", "device_class=2,III", "--json"))
    assert data["labels"][0] == "stent-import, device_class=II"
    assert len(data["labels"]) == 4


def test_many_columns_follow_in_further_tables(run: Run) -> None:
    files = sorted(str(path) for path in EXAMPLES.glob("*.yaml"))
    text = run("compare", *files).stdout
    assert not too_wide(text)
    assert text.count("\nas of ") + text.startswith("as of") == 5
    for path in EXAMPLES.glob("*.yaml"):
        assert path.stem in text


def test_each_file_under_its_own_date(run: Run, answers: WriteAnswers) -> None:
    facts = {"product_kind": "device", "device_class": "II", "route": "import"}
    old, new = answers("old.yaml", "2021-07-01", **facts), answers("new.yaml", **facts)
    assert data_of(run("compare", old, new, "--json"))["as_of"] == ["2021-07-01", "2026-11-21"]
    one = data_of(run("compare", old, new, "--as-of", "2023-01-01", "--json"))
    assert one["as_of"] == ["2023-01-01"] * 2


def test_a_settled_nothing_is_not_an_open_question(run: Run) -> None:
    found = rows(run("compare", str(EXAMPLES / "plaster-class-i.yaml"), STENT).stdout)
    assert found["reviewer"].split()[0] == "none"
    assert found["validity_years"].startswith("  does not lapse")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([STENT], "give two answers files, or one with --vary FACT=V1,V2."),
        ([STENT, "--vary", "route"], "--vary: usage: FACT=V1,V2 was expected, not 'route'."),
        ([STENT, "--vary", "rout=import"], "there is no fact 'rout'. Did you mean 'route'?"),
        ([STENT, "--vary", "route=imprt"], "not 'imprt'. Did you mean 'import'?"),
        ([STENT, "--vary", "target_provinces=beijing+x"], "--vary: wrong-value: target_provinces"),
        (["-", "-"], "standard input can be read only once."),
    ],
)
def test_usage(run: Run, words: list[str], message: str) -> None:
    assert message in run("compare", *words, code=2).stderr
