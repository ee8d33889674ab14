"""Every condition of a rulebook, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.condition import Condition
from regpath.model.rulebook import Rulebook

Path = tuple[str | int, ...]
"""Keys and indices inside one entry."""


def placed_conditions(rulebook: Rulebook) -> Iterator[tuple[str, str, Path, Condition]]:
    """Every condition with the section, entry and path where it stands."""
    for fact in rulebook.facts.values():
        if fact.asked_when is not None:
            yield "facts", fact.id, ("asked_when",), fact.asked_when
        if fact.requires is not None:
            yield "facts", fact.id, ("requires",), fact.requires
    for table in rulebook.tables.values():
        for index, row in enumerate(table.rows):
            yield "tables", table.id, ("rows", index, "when"), row.when
    for section in ("rules", "fee_rules", "deadlines", "penalties", "not_modelled", "pending"):
        for entry in getattr(rulebook, section).values():
            if entry.when is not None:
                yield section, entry.id, ("when",), entry.when
    for step in rulebook.steps.values():
        for index, document in enumerate(step.documents):
            if document.when is not None:
                yield "steps", step.id, ("documents", index, "when"), document.when
    yield from _conditions_of_lists(rulebook)


def _conditions_of_lists(rulebook: Rulebook) -> Iterator[tuple[str, str, Path, Condition]]:
    for product_list in rulebook.lists.values():
        yield "lists", product_list.id, ("when",), product_list.when
        for index, exclusion in enumerate(product_list.exclusions):
            if exclusion.when is not None:
                yield "lists", product_list.id, ("exclusions", index, "when"), exclusion.when
