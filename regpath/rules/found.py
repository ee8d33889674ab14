"""Facts that are neither asked nor told: what a list or a deadline finds from other answers."""

from __future__ import annotations

from collections.abc import Mapping

from regpath.model.answers import Found
from regpath.model.rulebook import Rulebook
from regpath.rules.deadlines import found_by_deadlines
from regpath.rules.lists import asked_by_list, found_by_list
from regpath.rules.reader import Reader

OPEN = "open"


def nothing_found(rulebook: Rulebook) -> Mapping[str, Found]:
    """Every found fact before anything was looked up."""
    return {fact.id: Found(OPEN, ()) for fact in rulebook.facts.values() if fact.found}


def found_facts(reader: Reader) -> Mapping[str, Found]:
    """What lists and deadlines find for these answers; empty while all of it is open."""
    return {**found_by_list(reader), **found_by_deadlines(reader)}


def asked_instead(reader: Reader) -> Mapping[str, tuple[str, ...]]:
    """For each found fact, and for verdicts that a list makes needless: what is asked in place."""
    dates = {
        deadline.finds: (deadline.counts_from,)
        for deadline in reader.rulebook.deadlines.values()
        if deadline.finds is not None and deadline.counts_from is not None
    }
    return {**dates, **asked_by_list(reader)}
