"""Variants of the tiny rulebook: a copy with a few words changed, or a few entries added."""

from __future__ import annotations

import functools
from pathlib import Path

from tiny import FOLDER, tiny_copy

from regpath.load.rulebook import load_rulebook
from regpath.model.rulebook import Rulebook

HEAD = "schema: regpath/rulebook/1\n"
CITED = "citations: [{instrument: tiny-act, article: '1', grade: primary}]"

Edit = tuple[str, str, str]
"""A file, words that stand in it once, and what stands there instead."""


def variant(folder: Path, *edits: Edit, more: str = "") -> Path:
    """A folder with the tiny rulebook, some words of it changed, and more sections added."""
    folder.mkdir(exist_ok=True)
    rules = tiny_copy(folder)
    for name, old, new in edits:
        path = rules / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: {old!r} stands there {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
    if more:
        (rules / "zz-more.yaml").write_text(HEAD + more, encoding="utf-8")
    return rules


@functools.cache
def tiny_rulebook() -> Rulebook:
    """The tiny rulebook as it is, read once."""
    return load_rulebook(FOLDER)


def read(folder: Path, *edits: Edit, more: str = "") -> Rulebook:
    """A variant, read; its references may be broken."""
    return load_rulebook(variant(folder, *edits, more=more))


def rule(name: str, when: str, effect: str, start: str = "2021-06-01") -> str:
    """A rule under `rules:`; `effect` is what it does, such as `step: report`."""
    return f"""
  - id: {name}
    title: {{en: Rule {name}, zh: 规则{name}}}
    says: {{en: The law says so, zh: 法律如此规定}}
    when: {when}
    {effect}
    effective: {{from: '{start}'}}
    {CITED}
"""


def step(name: str, needs: str = "[]", rest: str = "") -> str:
    """A step under `steps:`."""
    return f"""
  - id: {name}
    kind: agent
    phase: set_up
    title: {{en: Step {name}, zh: 步骤{name}}}
    actor: applicant
    needs: {needs}
    {rest}
"""


def row(name: str, when: str, then: str, window: str = "{from: '2021-06-01'}") -> str:
    """A row under `rows:`."""
    return f"""
      - id: {name}
        when: {when}
        then: {then}
        because: {{en: Row {name}, zh: 行{name}}}
        effective: {window}
        {CITED}
"""


def clinical(*rows: str, total: str = "true") -> str:
    """A table that derives `clinical_route`; without rows every product has a trial."""
    listed = "".join(rows) or row("all-have-a-trial", "always", "{clinical_route: trial}")
    return f"""
tables:
  - id: clinical
    title: {{en: Clinical route, zh: 临床路径}}
    hit_policy: unique
    total: {total}
    outputs:
      - id: clinical_route
        title: {{en: Clinical route, zh: 临床路径}}
        choices:
          - {{id: exempt, label: {{en: Exempt, zh: 豁免}}}}
          - {{id: trial, label: {{en: Trial, zh: 试验}}}}
    rows:{listed}
"""


def more_rows(table: str, *rows: str) -> str:
    """Rows that are added to a table."""
    return f"\ntable_rows:\n  - id: more-rows\n    table: {table}\n    rows:{''.join(rows)}"
