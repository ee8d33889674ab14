"""Combinations of answers that cannot be: an answer given where its fact has no meaning."""

from __future__ import annotations

from regpath.model.condition import facts_of
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
        has = ", ".join(
            f"{name} is {reader.answers.to_json().get(name, 'not answered')}"
            for name in facts_of(fact.requires)
        )
        message = (
            f"{fact.id}: {given!r} is impossible here, because {has}. "
            f"Correct {needed}, or take {fact.id} out."
        )
        found.append((fact.id, message))
    return found
