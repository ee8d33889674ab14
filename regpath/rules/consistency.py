"""Answers that do not go together: impossible ones, and ones that another made irrelevant."""

from __future__ import annotations

from collections.abc import Collection

from regpath.model.answers import Answers
from regpath.model.condition import facts_of
from regpath.model.rulebook import Rulebook
from regpath.rules.assess import reader_for
from regpath.rules.reader import Reader


def impossible_answers(reader: Reader) -> list[tuple[str, str]]:
    """Facts answered although what they require is not so, each with a message."""
    found = []
    for fact in reader.rulebook.facts.values():
        if fact.requires is None or reader.answers.known(fact.id) is None:
            continue
        if reader.situation.holds(reader.logic.truth(fact.requires)) is True:
            continue
        given = reader.answers.to_json()[fact.id]
        needed = " and ".join(facts_of(fact.requires))
        has = ", ".join(_state(reader, name) for name in facts_of(fact.requires))
        message = (
            f"{fact.id}: {given!r} is impossible here, because {has}. "
            f"Correct {needed}, or take {fact.id} out."
        )
        found.append((fact.id, message))
    return found


def _state(reader: Reader, fact: str) -> str:
    if reader.situation.is_relevant(fact) is False:
        return f"{fact} does not apply"
    return f"{fact} is {reader.answers.to_json().get(fact, 'not answered')}"


def without_irrelevant(
    rulebook: Rulebook, answers: Answers, day: str, keep: Collection[str]
) -> tuple[Answers, tuple[str, ...]]:
    """The answers without those that do not apply or became impossible, and the facts taken out.

    `keep` names facts that stay: those just answered.
    """
    dropped: list[str] = []
    while True:
        reader = reader_for(rulebook, answers, day)
        out = {f for f in answers.values if reader.situation.is_relevant(f) is False}
        out |= {fact for fact, _ in impossible_answers(reader)}
        gone = [fact for fact in answers.values if fact in out and fact not in keep]
        if not gone:
            return answers, tuple(dropped)
        rest = {fact: value for fact, value in answers.values.items() if fact not in gone}
        answers = Answers(rest, answers.as_of)
        dropped += gone
