"""`regpath demo`: the main job with no input."""

from __future__ import annotations

from pathlib import Path

from conftest import Run, data_of


def test_demo_prints_the_pathway_and_writes_the_report(run: Run, tmp_path: Path) -> None:
    result = run("demo")
    assert result.stdout.startswith("# Market-entry plan for China: summary\n")
    assert "308,800" in result.stdout
    assert (tmp_path / "regpath-demo.pdf").read_bytes().startswith(b"%PDF-")
    assert "The full report is in regpath-demo.pdf" in result.stderr


def test_demo_as_json_in_chinese_elsewhere(run: Run, tmp_path: Path) -> None:
    data = data_of(run("demo", "--json", "--lang", "zh", "-o", "x.pdf"))
    assert data["schema"] == "regpath/pathway/1"
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_demo_into_a_missing_folder_fails(run: Run) -> None:
    assert "nothing was changed" in run("demo", "-o", "nowhere/x.pdf", code=1).stderr
