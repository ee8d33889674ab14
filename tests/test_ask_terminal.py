"""`regpath ask` in a real terminal: a whole run, Ctrl-C and Ctrl-D."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml
from conftest import STENT

from regpath.api import plan
from regpath.load.answers import load_answers
from regpath.model.rulebook import Rulebook

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
PROMPT = "\n> "


def heed_ctrl_c() -> None:
    """A test run in the background passes on that Ctrl-C is ignored; a terminal does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def terminal(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """`regpath ask` in a terminal of 100 columns."""
    cache = str(tmp_path_factory.getbasetemp() / "cache")
    child = pexpect.spawn(
        sys.executable, ["-m", "regpath", "ask", "my product.yaml"], cwd=str(tmp_path),
        encoding="utf-8", timeout=60, dimensions=(40, 100), echo=False,
        env={**os.environ, "REGPATH_CACHE": cache}, preexec_fn=heed_ctrl_c,
    )  # fmt: skip
    yield child
    child.close(force=True)


def question(child: Any, rules: Rulebook) -> str | None:
    """The fact that is asked; `None` at the end."""
    if child.expect([PROMPT, pexpect.EOF]) == 1:
        return None
    shown = " ".join(ESCAPES.sub("", child.before).split())
    asked = {fact.question.en: fact.id for fact in rules.facts.values()}
    (found,) = {fact for text, fact in asked.items() if f"{text} [" in shown}
    return found


def in_file(tmp_path: Path) -> dict[str, Any]:
    """The answers that were saved."""
    data = yaml.safe_load((tmp_path / "my product.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = data["answers"]
    return found


def test_a_whole_run_through_the_stent(terminal: Any, tmp_path: Path, rules: Rulebook) -> None:
    known = load_answers(Path(STENT), rules).to_json()
    asked = []
    while (fact := question(terminal, rules)) is not None:
        value = known.get(fact, "u")
        terminal.sendline(", ".join(value) if isinstance(value, list) else str(value))
        asked.append(fact)
    assert asked[:3] == ["product_name", "application", "device_class"]
    assert len(asked) == len(set(asked))
    assert "Next: regpath plan 'my product.yaml'" in terminal.before
    given = in_file(tmp_path)
    assert {fact: given[fact] for fact in known if fact in asked} == {
        fact: value for fact, value in known.items() if fact in asked
    }
    assert {"route", "import_origin", "target_provinces", "buyers"} <= set(asked)
    pathway = plan(tmp_path / "my product.yaml", "2026-11-21", rules)
    assert pathway.summary.fee_cny.amount == 308_800
    assert all(open_question.asked for open_question in pathway.open_questions)
    terminal.close()
    assert terminal.exitstatus == 0


def test_ctrl_c_leaves_the_answers(terminal: Any, tmp_path: Path) -> None:
    for words in ("Stent", "", "III"):
        terminal.expect(PROMPT)
        terminal.sendline(words)
    terminal.expect(PROMPT)
    terminal.sendcontrol("c")
    terminal.expect(pexpect.EOF)
    assert "Answers saved in my product.yaml" in terminal.before
    assert "Traceback" not in terminal.before
    assert list(in_file(tmp_path)) == ["product_name", "application", "device_class"]
    terminal.close()
    assert terminal.exitstatus == 1


def test_ctrl_d_leaves_the_answers(terminal: Any, tmp_path: Path) -> None:
    terminal.expect(PROMPT)
    terminal.sendline("药物支架")
    terminal.expect(PROMPT)
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    assert in_file(tmp_path) == {"product_name": "药物支架"}
    terminal.close()
    assert terminal.exitstatus == 0
