"""`regpath plan`: formats, files, dates, and what happens when something fails."""

from __future__ import annotations

import json
import os
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import LONG_AGO, STENT, Run, WriteAnswers, data_of, errors_of

import regpath.report
from regpath.model.rulebook import Rulebook

FULL = {
    "product_name": "Mask", "product_kind": "device", "device_class": "II",
    "route": "manufacture", "province": "guangdong",
}  # fmt: skip


def test_markdown_is_the_default(run: Run) -> None:
    result = run("plan", STENT)
    assert result.stdout.startswith("# Market-entry plan for China\n")
    assert result.stderr == ""


def test_chinese_and_both(run: Run) -> None:
    chinese = run("plan", STENT, "--lang", "zh", "--brief").stdout
    assert chinese.startswith("# 中国市场准入方案：摘要")
    both = run("plan", STENT, "--lang", "both", "--brief").stdout
    assert "Statutory time" in both and "法定时限" in both


def test_brief_is_shorter(run: Run) -> None:
    assert len(run("plan", STENT, "--brief").stdout) < len(run("plan", STENT).stdout) / 2


def test_json(run: Run) -> None:
    data = data_of(run("plan", STENT, "--json"))
    assert data["schema"] == "regpath/pathway/1"
    assert data["as_of"] == "2026-11-21"
    assert data["summary"]["act"] == "registration"
    assert run("plan", STENT, "-f", "json").stdout == run("plan", STENT, "--json").stdout


def test_equal_calls_give_equal_bytes(run: Run) -> None:
    for words in (["--json"], ["--brief"], ["--lang", "zh"]):
        assert run("plan", STENT, *words).stdout_bytes == run("plan", STENT, *words).stdout_bytes


def test_standard_input(run: Run) -> None:
    text = Path(STENT).read_text(encoding="utf-8")
    assert run("plan", "-", "--json", input=text).stdout == run("plan", STENT, "--json").stdout


def test_several_formats_get_one_name(run: Run, tmp_path: Path) -> None:
    result = run("plan", STENT, "-f", "md", "-f", "pdf", "-f", "json", "-o", "report.pdf")
    assert result.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "report.json", "report.md", "report.pdf",
    ]  # fmt: skip
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "report.json").read_text())["as_of"] == "2026-11-21"
    for name in ("md", "pdf", "json"):
        assert f"wrote report.{name}" in result.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.md", "# Market"), ("x.txt", "# Market"), ("x", "# Market"), ("x.JSON", "{")],
)
def test_the_ending_chooses_the_format(run: Run, tmp_path: Path, name: str, start: str) -> None:
    run("plan", STENT, "-o", name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_name_with_dots_keeps_them(run: Run, tmp_path: Path) -> None:
    run("plan", STENT, "-f", "md", "-f", "json", "-o", "report.v1")
    assert (tmp_path / "report.v1.md").exists() and (tmp_path / "report.v1.json").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "x.html"], "no format goes by the ending .html"),
        (["-o", "x.pfd"], "Did you mean 'pdf'?"),
        (["-f", "josn"], "Did you mean 'json'?"),
        (["-f", "md", "-f", "pdf"], "name a file with -o"),
        (["-o", "."], "is a folder"),
        (["--lang", "cn"], "not one of 'en', 'zh', 'both'"),
        (["--as-of", "21.11.2026"], "a date such as 2026-11-21 was expected, not '21.11.2026'"),
        (["--as-of", "2026-02-30"], "not '2026-02-30'"),
        (["--rules", "nowhere"], "nowhere"),
    ],
)
def test_usage(run: Run, words: list[str], message: str) -> None:
    result = run("plan", STENT, *words, code=2)
    assert message in result.stderr
    assert result.stdout == ""


def test_usage_as_json(run: Run) -> None:
    (error,) = errors_of(run("plan", STENT, "--json", "-f", "pdf", code=2))
    assert error["code"] == "usage"


def first_day(rules: Rulebook) -> str:
    """The day on which the rulebook begins."""
    return min(regime.effective.from_ or "" for regime in rules.head.regimes)


@pytest.mark.parametrize("long_before", [False, True])
def test_before_the_law_that_is_modelled_nothing_is_invented(
    run: Run, rules: Rulebook, long_before: bool
) -> None:
    eve = date.fromisoformat(first_day(rules)) - timedelta(days=1)
    as_of = LONG_AGO if long_before else eve.isoformat()
    result = run("plan", STENT, "--as-of", as_of, "--json")
    data = data_of(result)
    summary = data["summary"]
    assert data["regime"] is None
    assert (data["steps"], data["excluded"], data["open_questions"]) == ([], [], [])
    for name in ("act", "authority", "number", "validity_years"):
        assert summary[name] is None
    assert summary["fee_cny"]["amount"] is None
    assert "regime" in [entry["id"] for entry in data["not_modelled"]]
    assert f"the law in force on {as_of} is not in this rulebook" in result.stderr
    run("plan", STENT, "--as-of", as_of, "--require-complete", code=3)


def test_the_first_day_of_the_law_is_modelled(run: Run, rules: Rulebook) -> None:
    data = data_of(run("plan", STENT, "--as-of", first_day(rules), "--json"))
    assert data["regime"] is not None
    assert data["summary"]["act"] == "registration"


def test_the_command_line_wins_over_the_file(run: Run, answers: WriteAnswers) -> None:
    name = answers(as_of="2022-01-01", **FULL)
    assert data_of(run("plan", name, "--json"))["as_of"] == "2022-01-01"
    assert data_of(run("plan", name, "--json", "--as-of", "2024-01-01"))["as_of"] == "2024-01-01"


def test_without_a_date_it_is_today(
    run: Run, answers: WriteAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regpath.cli.common.today", lambda: "2025-03-04")
    assert data_of(run("plan", answers(as_of=None, **FULL), "--json"))["as_of"] == "2025-03-04"


def test_require_complete(run: Run) -> None:
    result = run("plan", STENT, "--require-complete", "--brief", code=3)
    assert result.stdout.startswith("# Market")
    assert "undetermined; still open: " in result.stderr
    assert "catalogue_code" in result.stderr


class TestFiles:
    """A file is written whole or not at all."""

    def test_an_old_file_is_replaced_and_keeps_its_rights(self, run: Run, tmp_path: Path) -> None:
        old = tmp_path / "x.json"
        old.write_text("old")
        old.chmod(0o640)
        run("plan", STENT, "-o", "x.json")
        assert json.loads(old.read_text())["schema"] == "regpath/pathway/1"
        assert stat.S_IMODE(old.stat().st_mode) == 0o640
        assert [path.name for path in tmp_path.iterdir()] == ["x.json"]

    def test_a_link_keeps_pointing_where_it_does(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "there").mkdir()
        (tmp_path / "there/x.json").write_text("old")
        (tmp_path / "x.json").symlink_to(tmp_path / "there/x.json")
        run("plan", STENT, "-o", "x.json")
        assert (tmp_path / "x.json").is_symlink()
        assert (tmp_path / "there/x.json").read_text().startswith("{")

    def test_a_device_is_written_into(self, run: Run) -> None:
        run("plan", STENT, "-f", "json", "-o", os.devnull)
        assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)

    def test_a_failing_render_leaves_the_old_files(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("x.md", "x.json"):
            (tmp_path / name).write_text("old")
        real = regpath.report.render_with_warnings

        def fail(pathway: Any, form: str, *rest: Any) -> Any:
            if form == "json":
                raise ZeroDivisionError
            return real(pathway, form, *rest)

        monkeypatch.setattr("regpath.report.render_with_warnings", fail)
        with pytest.raises(ZeroDivisionError):
            run("plan", STENT, "-f", "md", "-f", "json", "-o", "x.md", code=None)
        assert sorted((p.name, p.read_text()) for p in tmp_path.iterdir()) == [
            ("x.json", "old"), ("x.md", "old"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "failing", ["os.fdopen", "pathlib.Path.replace", "tempfile.mkstemp", "pathlib.Path.chmod"]
    )
    def test_a_full_or_forbidden_folder_leaves_the_old_file(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
    ) -> None:
        (tmp_path / "x.json").write_text("old")

        def full(*_words: Any, **_more: Any) -> Any:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(failing, full)
        result = run("plan", STENT, "-o", "x.json", code=1)
        assert "x.json cannot be written (No space left on device); nothing was changed" in (
            result.stderr
        )
        assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.json", "old")]

    def test_a_write_protected_file_stays(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "x.json").write_text("old")
        monkeypatch.setattr("os.access", lambda *_: False)
        assert "write-protected" in run("plan", STENT, "-o", "x.json", code=1).stderr
        assert (tmp_path / "x.json").read_text() == "old"

    def test_a_missing_folder(self, run: Run) -> None:
        result = run("plan", STENT, "-o", "nowhere/x.json", code=1)
        assert "nowhere/x.json cannot be written (No such file or directory)" in result.stderr

    def test_bad_answers_leave_the_old_file(
        self, run: Run, tmp_path: Path, answers: WriteAnswers
    ) -> None:
        (tmp_path / "x.json").write_text("old")
        run("plan", answers(rout="import"), "-o", "x.json", code=2)
        assert (tmp_path / "x.json").read_text() == "old"
