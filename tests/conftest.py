"""What the tests of the command line share: one loaded rulebook, a runner, answers files."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from regpath.api import load_rulebook
from regpath.cli import cli
from regpath.model.rulebook import Rulebook

os.environ["REGPATH_CACHE"] = os.devnull  # tests leave nothing in the user's cache

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
STENT = str(EXAMPLES / "stent-import.yaml")
DAY = "2026-11-21"
LONG_AGO = "1949-10-01"
"""A day whose law is not in the rulebook."""

Run = Callable[..., Result]
WriteAnswers = Callable[..., str]


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    """The rulebook of the checkout, loaded once."""
    return load_rulebook()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, input: str | bytes | None = None, code: int | None = 0) -> Result:
        result = CliRunner().invoke(cli, list(words), input=input, prog_name="regpath")
        unexpected = result.exception is not None and not isinstance(result.exception, SystemExit)
        if unexpected and result.exception is not None:
            raise result.exception
        assert code is None or result.exit_code == code, result.output[:2000]
        return result

    return invoke


@pytest.fixture
def answers(tmp_path: Path) -> WriteAnswers:
    """Writes an answers file and gives its name."""

    def write(name: str = "answers.yaml", as_of: str | None = DAY, **facts: Any) -> str:
        date = {} if as_of is None else {"as_of": as_of}
        data = {"schema": "regpath/answers/1", **date, "answers": facts}
        path = tmp_path / name
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return str(path)

    return write


def data_of(result: Result) -> Any:
    """The JSON that a command printed."""
    return json.loads(result.stdout)


def errors_of(result: Result) -> list[dict[str, Any]]:
    """The errors that a command printed as JSON; nothing stands on standard output then."""
    assert result.stdout == ""
    found: list[dict[str, Any]] = json.loads(result.stderr)["errors"]
    return found


def too_wide(text: str, width: int = 100) -> list[str]:
    """Lines that take more than 100 columns."""
    return [line for line in text.splitlines() if _columns(line) > width]


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
