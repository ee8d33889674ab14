"""`regpath demo`: the main job with no input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Run, data_of

import regpath.report


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF is drawn."""
    real = regpath.report.render_with_warnings

    def render(pathway: Any, form: str, *rest: Any, **more: Any) -> Any:
        return (b"%PDF-", ("drawn",)) if form == "pdf" else real(pathway, form, *rest, **more)

    monkeypatch.setattr("regpath.report.render_with_warnings", render)


def test_demo_prints_the_pathway_and_writes_the_report(run: Run, tmp_path: Path) -> None:
    result = run("demo")
    assert result.stdout.startswith("# Market-entry plan for China: summary\n")
    assert "308,800" in result.stdout
    assert (tmp_path / "regpath-demo.pdf").read_bytes().startswith(b"%PDF-")
    assert "The full report is in regpath-demo.pdf" in result.stderr


@pytest.mark.usefixtures("quick")
def test_demo_as_json_elsewhere(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--json", "-o", "x.pdf")
    assert data_of(result)["schema"] == "regpath/pathway/1"
    assert "warning: drawn" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


@pytest.mark.usefixtures("quick")
def test_demo_in_chinese(run: Run) -> None:
    assert run("demo", "--lang", "zh").stdout.startswith("# 中国市场准入方案：摘要\n")


@pytest.mark.usefixtures("quick")
def test_demo_into_a_missing_folder_fails(run: Run) -> None:
    assert "nothing was changed" in run("demo", "-o", "nowhere/x.pdf", code=1).stderr
