"""Help: every command explains itself with examples, and quickly."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import Run, too_wide

from regpath.cli import COMMANDS, cli

RULES = ("check", "test", "schema", "list", "show")
HEAVY = ("pydantic", "jinja2", "yaml", "typst")


@pytest.mark.parametrize("command", [*COMMANDS, *(f"rules {name}" for name in RULES)])
def test_every_command_has_help(run: Run, command: str) -> None:
    text = run(*command.split(), "--help").stdout
    assert text.startswith(f"Usage: regpath {command}")
    assert text == run(*command.split(), "-h").stdout
    assert not too_wide(text)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples(run: Run, command: str) -> None:
    text = run(command, "--help").stdout
    examples = re.findall(r"regpath .*", text.partition("Examples:")[2])
    assert any(line.startswith(f"regpath {command}") for line in examples)


def test_the_first_help_names_every_command_and_exit_code(run: Run) -> None:
    text = run("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in text
    assert "regpath demo" in text
    for code in "01234":
        assert f"{code} " in text.partition("Exit codes:")[2]
    assert not too_wide(text)


def test_short_help_is_the_first_line_of_the_command() -> None:
    """The list is printed without loading commands; it may not name one that is not there."""
    group = cli
    context = group.make_context("regpath", ["--version"], resilient_parsing=True)
    for name in COMMANDS:
        assert group.get_command(context, name) is not None


def test_no_command_is_usage(run: Run) -> None:
    assert "Commands:" in run(code=2).output


@pytest.mark.parametrize(
    ("words", "near"), [("paln", "'plan'"), ("exlpain", "'explain'"), ("batsh", "'batch'")]
)
def test_an_unknown_command_gets_the_nearest(run: Run, words: str, near: str) -> None:
    assert f"Did you mean {near}?" in run(words, code=2).stderr


def test_an_unknown_option_gets_the_nearest(run: Run) -> None:
    assert "--lang" in run("plan", "x", "--langg", "zh", code=2).stderr


def test_version(run: Run) -> None:
    assert re.fullmatch(r"regpath, version \d+\.\d+\.\d+\n", run("--version").stdout)


def test_help_loads_nothing_heavy() -> None:
    """In a fresh process: `--help`, and the help of every command, load no heavy library."""
    code = (
        "import sys; from click.testing import CliRunner; import regpath; "
        "from regpath.cli import cli, COMMANDS\n"
        "CliRunner().invoke(cli, ['--help'])\n"
        f"first = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "[CliRunner().invoke(cli, [name, '--help']) for name in COMMANDS]\n"
        f"print(first, [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"


def test_help_of_an_eager_runner_is_the_same() -> None:
    assert CliRunner().invoke(cli, ["plan", "--help"]).exit_code == 0
