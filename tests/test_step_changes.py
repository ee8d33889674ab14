"""Each dated change of the law shows in a pair of plans one day apart.

`step_changes/` lists the changes of law since 2004, step by step; the days are the rulebook's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import regpath
from regpath.model.pathway import Pathway, to_json
from regpath.rules.cells import day_before
from regpath.rules.timeline import boundaries

FOLDER = Path(__file__).parent / "step_changes"
ENTRIES: list[dict[str, Any]] = [
    entry
    for path in sorted(FOLDER.glob("*.yaml"))
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]
CHANGES = 81
"""Step changes in the list of law from which the folder was made, on this many days:"""
DAYS = 58
KEYS = {"gone", "new", "changed", "summary", "before", "after"}

Answers = tuple[tuple[str, Any], ...]


def products(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers of each product that an entry speaks of."""
    return [
        {**entry.get("answers", {}), "route": route, "device_class": device_class}
        for route in entry["route"]
        for device_class in entry["classes"]
    ]


def name_of(entry: Mapping[str, Any], product: Mapping[str, Any]) -> str:
    part = f"-{entry['part']}" if "part" in entry else ""
    what = f"{entry['date']}-{entry['step']}-{entry['change']}{part}"
    return f"{what}-{product['route']}-{product['device_class']}"


CASES = [
    pytest.param(entry, product, id=name_of(entry, product))
    for entry in ENTRIES
    for product in products(entry)
]


def frozen(product: Mapping[str, Any]) -> Answers:
    pairs = ((k, tuple(v) if isinstance(v, list) else v) for k, v in product.items())
    return tuple(sorted(pairs))


@lru_cache(maxsize=256)
def plan_on(answers: Answers, day: str) -> Pathway:
    given = {k: list(v) if isinstance(v, tuple) else v for k, v in answers}
    return regpath.plan(given, as_of=day, look_ahead=False)


def shown(pathway: Pathway) -> dict[str, dict[str, Any]]:
    """The steps as data, by id; a step of each target province under its plain id."""
    return {step.id.split("@")[0]: to_json(step) for step in pathway.steps}


def lasting(steps: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Steps without what is another every day, and without the names of instruments."""
    return {
        key: uncited({name: value for name, value in step.items() if name != "projected"})
        for key, step in steps.items()
    }


def uncited(value: Any) -> Any:
    """A value without the citations inside it: these alone are too thin a change."""
    if isinstance(value, dict):
        return {key: uncited(item) for key, item in value.items() if key != "citations"}
    if isinstance(value, list):
        return [uncited(item) for item in value]
    return value


def order(pathway: Pathway) -> list[str]:
    return [step.id for step in pathway.steps]


def test_the_list_is_whole() -> None:
    """Every change of the list is here, each day under the day or month that the list gives."""
    listed = {
        (e.get("listed", e["date"]), e["instrument"]) for e in ENTRIES if e.get("part", 1) == 1
    }
    parts = sum(e.get("part", 1) == 1 for e in ENTRIES)
    assert len(listed) == DAYS
    assert parts == CHANGES


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e['date']}-{e['step']}-{e['change']}")
def test_a_corrected_day_says_why(entry: dict[str, Any]) -> None:
    assert ("listed" in entry) <= ("why" in entry)
    assert entry["shows"] == "nothing" or (entry["shows"] and set(entry["shows"]) <= KEYS)


@pytest.mark.parametrize(("entry", "product"), CASES)
def test_it_shows_one_day_apart(entry: dict[str, Any], product: dict[str, Any]) -> None:
    rulebook, day = regpath.load_rulebook(), entry["date"]
    answers = frozen(product)
    earlier, later = plan_on(answers, day_before(day)), plan_on(answers, day)
    old, new = shown(earlier), shown(later)
    if entry["shows"] == "nothing":
        assert lasting(old) == lasting(new)
        return
    assert day in boundaries(rulebook), "no window of the rulebook begins or ends here"
    shows = entry["shows"]
    for step in shows.get("gone", ()):
        assert step in old and step not in new
    for step in shows.get("new", ()):
        assert step not in old and step in new
    for step, fields in shows.get("changed", {}).items():
        for field in fields:
            before, after = (uncited(side[step][field]) for side in (old, new))
            assert before != after, (step, field)
    for field in shows.get("summary", ()):
        before, after = (to_json(getattr(p.summary, field)) for p in (earlier, later))
        assert before != after, field
    for first, second in shows.get("before", {}).items():
        assert order(earlier).index(first) < order(earlier).index(second)
    for first, second in shows.get("after", {}).items():
        assert order(later).index(first) > order(later).index(second)
