"""Shell completion: commands, steps, facts, values, provinces, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import BashComplete, ShellComplete
from conftest import STENT
from tiny import FOLDER

from regpath.cli import COMMANDS, cli


def complete(*words: str) -> list[str]:
    """What the shell offers for the last word."""
    *before, last = words
    shell = ShellComplete(cli, {}, "regpath", "_REGPATH_COMPLETE")
    return [item.value for item in shell.get_completions(before, last)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ex"], ["explain"]),
        (["rules", "sh"], ["show"]),
        (["rules", "list", "pro"], ["provinces"]),
        (["plan", "x", "--lang", ""], ["en", "zh", "both"]),
        (["plan", "x", "-f", "p"], ["pdf"]),
        (
            ["explain", STENT, "appoint-ag"],
            ["appoint-agent-2004", "appoint-agent-2014", "appoint-agent"],
        ),
        (["explain", STENT, "provincial-listing@zh"], ["provincial-listing@zhejiang"]),
        (["explain", STENT, "appoint-agent@zh"], []),
        (["compare", STENT, "--vary", "rou"], ["route="]),
        (["compare", STENT, "--vary", "route="],
         ["route=manufacture", "route=import", "route=unknown"]),
        (["compare", STENT, "--vary", "route=import,man"], ["route=import,manufacture"]),
        (["compare", STENT, "--vary", "is_sterile=n"], ["is_sterile=no"]),
        (["compare", STENT, "--vary", "province=zhe"], ["province=zhejiang"]),
        (["compare", STENT, "--vary", "target_provinces=beijing+guangd"],
         ["target_provinces=beijing+guangdong"]),
        (["compare", STENT, "--vary", "product_name=x"], []),
        (["compare", STENT, "--vary", "rout=x"], []),
        (["rules", "show", "inner-m"], ["inner-mongolia"]),
        (["rules", "show", "import_ori"], ["import_origin"]),
    ],
)  # fmt: skip
def test_completes(words: list[str], expected: list[str]) -> None:
    assert complete(*words) == expected


def test_completes_commands() -> None:
    assert complete("") == list(COMMANDS)


@pytest.mark.parametrize("words", [["plan", ""], ["ask", "x"], ["batch", ""], ["next", "x"]])
def test_files_are_left_to_the_shell(words: list[str]) -> None:
    shell = ShellComplete(cli, {}, "regpath", "_REGPATH_COMPLETE")
    (item,) = shell.get_completions(words[:-1], words[-1])
    assert item.type == "file"


def test_another_rulebook_is_completed_from(tmp_path: Path) -> None:
    words = ["compare", "--rules", str(FOLDER), STENT, "--vary", "is_cust"]
    assert complete(*words) == []
    assert complete(*words[:-1], "rou") == ["route="]


def test_an_unusable_rulebook_completes_nothing(tmp_path: Path) -> None:
    assert complete("rules", "show", "--rules", str(tmp_path), "rou") == []
    assert complete("explain", "--rules", str(tmp_path), STENT, "app") == []


def test_the_script_for_the_shell() -> None:
    source = BashComplete(cli, {}, "regpath", "_REGPATH_COMPLETE").source_template
    assert "complete" in source
