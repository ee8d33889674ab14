"""Small rulebooks for tests: the folder `tiny_rulebook`, and rulebooks built from a few conditions.

The law in them is invented.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from regpath.load.locate import locate
from regpath.load.rulebook import load_rulebook
from regpath.model.condition import Condition
from regpath.model.errors import Problem, RulebookError
from regpath.model.law import Citation, Window
from regpath.model.rulebook import (
    Choice,
    Fact,
    Head,
    HitPolicy,
    Output,
    Regime,
    Row,
    Rule,
    Rulebook,
    Table,
)
from regpath.model.text import Text
from regpath.rules.check import check_all

os.environ["REGPATH_CACHE"] = os.devnull  # tests leave nothing in the user's cache

FOLDER = Path(__file__).parent / "tiny_rulebook"
DAY = "2022-03-01"
CITATIONS = (Citation("tiny-act", "1", "primary"),)
OPEN = Window("2021-06-01")
_digests = itertools.count()


def tiny_copy(folder: Path) -> Path:
    """A copy of the tiny rulebook that a test may change."""
    return Path(shutil.copytree(FOLDER, folder / "rules"))


def all_findings(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with a rulebook, as `rules check` finds it."""
    try:
        rulebook = load_rulebook(folder)
    except RulebookError as error:
        return error.problems
    return tuple(locate(rulebook, check_all(rulebook)))


def text(words: str) -> Text:
    """A text whose words do not matter."""
    return Text(words, words)


def fact(name: str, kind: str = "choice", values: Iterable[str] = "abc", **more: Any) -> Fact:
    """A fact whose words do not matter; a choice of `a`, `b` and `c` unless told."""
    listed = kind in ("choice", "list")
    choices = tuple(Choice(value, text(value)) for value in values) if listed else ()
    words = text(name)
    return Fact(name, kind, "group", words, words, words, CITATIONS, choices, **more)  # type: ignore[arg-type]


def rule(name: str, when: Condition, **more: Any) -> Rule:
    """A rule that warns, unless told what else it does."""
    effect = more or {"warns": text(name)}
    window = effect.pop("effective", OPEN)
    return Rule(name, text(name), text(name), when, window, CITATIONS, **effect)


def row(name: str, when: Condition, then: Mapping[str, str | None], window: Window = OPEN) -> Row:
    """A row of a table."""
    return Row(name, when, then, text(name), window, CITATIONS)


def table(
    name: str, rows: Iterable[Row], policy: HitPolicy = "unique", values: Iterable[str] = "xyz"
) -> Table:
    """A table with one output of its own name, with the values `x`, `y` and `z` unless told."""
    choices = tuple(Choice(value, text(value)) for value in values)
    return Table(name, text(name), policy, False, (Output(name, text(name), choices),), tuple(rows))


def rulebook_of(
    facts: Iterable[Fact], tables: Iterable[Table] = (), rules: Iterable[Rule] = ()
) -> Rulebook:
    """A rulebook with just these facts, tables and rules."""
    sections: dict[str, Any] = {entry.name: {} for entry in fields(Rulebook)}
    sections |= {
        "head": Head("built", "1", ("en", "zh"), (Regime("r", text("r"), OPEN, CITATIONS),)),
        "facts": {entry.id: entry for entry in facts},
        "tables": {entry.id: entry for entry in tables},
        "rules": {entry.id: entry for entry in rules},
        "cases": (),
        "digest": f"built-{next(_digests)}",
    }
    return Rulebook(**sections)
