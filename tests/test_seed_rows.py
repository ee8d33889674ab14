"""Each row of the documents from which the project grew is said by a plan, none out of its time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import regpath
from regpath.model.pathway import to_json
from regpath.model.rulebook import Rulebook

Entry = Mapping[str, Any]
ENTRIES: list[Entry] = yaml.safe_load(
    (Path(__file__).parent / "seed_rows.yaml").read_text(encoding="utf-8")
)
ROWS = [f"D{number:02}" for number in range(1, 32)]
OF_2013 = [*(f"D{number:02}" for number in (*range(2, 12), 13, 14, 15)), "D18"]
"""Rows of a report of 2013 that nothing may show as true today."""
TODAY = "2026-11-21"


def plans(entry: Entry, days: list[str] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """The plans of an entry, each under a name of its own; of other days if they are given."""
    for plan in entry["plans"]:
        for day in days if days is not None else plan["days"]:
            facts = plan["answers"]
            name = f"{entry['row']}-{day}-{facts['route']}-{facts['device_class']}"
            yield name, plan_on(json.dumps(facts), day)


@lru_cache(maxsize=256)
def plan_on(facts: str, day: str) -> dict[str, Any]:
    """A plan as data. The look ahead is left out: what it names is not in force."""
    answers = {"product_name": "Seed", "product_kind": "device", **json.loads(facts)}
    shown: dict[str, Any] = to_json(regpath.plan(answers, as_of=day, look_ahead=False))
    return shown


NAMES = {"id", "rule", "kind", "instrument"}
"""Keys whose values are no text."""


def english(value: Any) -> Iterator[str]:
    """Every text of a part of a plan, in English where it is in both languages."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        texts = {k: v for k, v in value.items() if k not in NAMES and not k.endswith("zh")}
        yield from english([*texts.values()])
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from english(part)


def several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def reasons(parts: list[Any]) -> list[Mapping[str, Any]]:
    """Each reason given for some steps or warnings."""
    return [reason for part in parts for reason in part["because"]]


def place(found: Entry, plan: Mapping[str, Any], rulebook: Rulebook) -> list[Any]:
    """The parts of a plan, or of the questionnaire, where an entry says that its words stand."""
    if "question" in found:
        fact = rulebook.facts[found["question"]]
        return [[fact.question.en, fact.help.en, *(c.label.en for c in fact.choices)]]
    if "warning" in found:
        return [w for w in plan["warnings"] if w["id"] in several(found["warning"])]
    steps = [s for s in plan["steps"] if found.get("step", s["id"]) == s["id"].split("@")[0]]
    if "kind" in found:
        return [s for s in steps if s["kind"] == found["kind"]]
    if "rule" in found:
        given = reasons(steps if "step" in found else [*steps, *plan["warnings"]])
        return [reason for reason in given if reason["rule"] in several(found["rule"])]
    return steps


def rules_of(entry: Entry) -> set[str]:
    """The rules that carry an entry."""
    named = (found.get(key, []) for found in entry["found"] for key in ("rule", "warning"))
    return {rule for names in named for rule in several(names)}


def test_every_row_has_its_place() -> None:
    assert sorted({entry["row"] for entry in ENTRIES}) == ROWS


def test_rows_of_2013_are_said_to_be_gone_today() -> None:
    for entry in ENTRIES:
        if entry["row"] in OF_2013:
            assert TODAY in entry["gone_on"] and entry["gone"], entry["row"]


@pytest.mark.parametrize("row", ROWS)
def test_a_plan_says_it(rules: Rulebook, row: str) -> None:
    for entry in (e for e in ENTRIES if e["row"] == row):
        for name, plan in plans(entry):
            for found in entry["found"]:
                if "summary" in found:
                    value: Any = plan["summary"]
                    for part in found["summary"].split("."):
                        value = value[part]
                    assert value == found["is"], (name, found)
                    continue
                texts = [" ".join(english(part)) for part in place(found, plan, rules)]
                assert texts, (name, found)
                for word in found.get("words", ()):
                    assert any(word in text for text in texts), (name, found, word)


@pytest.mark.parametrize("row", [e["row"] for e in ENTRIES if "gone_on" in e])
def test_no_plan_says_it_out_of_its_time(row: str) -> None:
    for entry in (e for e in ENTRIES if e["row"] == row and "gone_on" in e):
        for name, plan in plans(entry, entry["gone_on"]):
            text = " ".join(english({k: v for k, v in plan.items() if k != "fact_labels"}))
            parts = [*plan["steps"], *plan["warnings"]]
            shown = {*(part["id"] for part in parts), *(r["rule"] for r in reasons(parts))}
            assert not shown & rules_of(entry), name
            for phrase in entry["gone"]:
                assert phrase not in text, (name, phrase)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["row"] >= "D15"], ids=lambda e: e["row"])
def test_what_is_practice_is_marked_so(entry: Entry) -> None:
    named = {found["step"] for found in entry["found"] if "step" in found}
    for name, plan in plans(entry):
        for step in (s for s in plan["steps"] if s["id"] in named):
            assert step["practice"], name
            cited = {citation["instrument"] for citation in step["citations"]}
            kinds = {regpath.load_rulebook().instruments[i].kind for i in cited}
            assert kinds == {"practice_source"}, name
