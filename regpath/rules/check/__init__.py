"""Checks of a rulebook: every finding has a stable code, a place, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.rulebook import Rulebook
from regpath.rules.check import form, law, logic, references
from regpath.rules.check.finding import Finding

__all__ = ["Finding", "check_all", "references"]


def check_all(rulebook: Rulebook) -> Iterator[Finding]:
    """Every finding. Broken references come alone: nothing else can be read over them."""
    broken = list(references.check(rulebook))
    yield from broken
    if not broken:
        yield from form.check(rulebook)
        yield from law.check(rulebook)
        yield from logic.check(rulebook)
