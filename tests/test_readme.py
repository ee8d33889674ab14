"""The commands shown in the README do what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from regpath.cli import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.S)
SHOWN = [part for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.M) if part]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda s: s.splitlines()[0])
def test_commands_shown_print_what_is_shown(shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command, *expected = shown.splitlines()
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    printed = result.stdout.splitlines()
    for line, found in zip(expected, printed, strict=False):
        if line == "...":
            break
        assert found == line


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == "308800\n"


def test_the_answers_file_shown_plans() -> None:
    from regpath.api import load_rulebook, plan
    from regpath.load.answers import parse_answers

    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    rules = load_rulebook()
    pathway = plan(parse_answers(text, "README.md", rules), rulebook=rules)
    assert pathway.summary.act == "registration"
    assert pathway.summary.fee_cny.amount == 57260


def test_two_commands_stand_in_the_readme() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("regpath demo")
    assert "pytest" in commands[1]
