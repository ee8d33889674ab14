"""Products that meet a condition, in words: the counter-examples of every proof."""

from __future__ import annotations

from collections.abc import Mapping

from regpath.model.answers import Answer
from regpath.rules.logic import Logic
from regpath.rules.space import variables_of

Product = Mapping[str, Answer]
"""Answers, fact by fact; whatever the facts are that are not named, the condition is met."""


def product_in(logic: Logic, diagram: int) -> dict[str, Answer]:
    """A product that meets a diagram which holds somewhere."""
    chosen = logic.diagrams.example(diagram, logic.space.usual) or {}
    return {
        fact: cells.example(chosen)
        for fact, cells in logic.space.all_cells()
        if any(variable in chosen for variable in variables_of(cells))
    }


def product_words(product: Product) -> str:
    """A product in words."""
    parts = (f"{fact}: {_value(value)}" for fact, value in product.items())
    return "; ".join(parts) or "any product"


def _value(value: Answer) -> str:
    return (", ".join(value) or "none") if isinstance(value, tuple) else str(value)


def product_of(logic: Logic, diagram: int) -> str:
    """A product that meets a diagram, in words."""
    return product_words(product_in(logic, diagram))
