"""What differs between two rulebooks, or between the law of two days: in words, with products."""

from __future__ import annotations

from regpath.model.rulebook import Rulebook
from regpath.rules.diff.changes import (
    Change,
    Consequence,
    Detail,
    Reach,
    RulebookDiff,
)
from regpath.rules.diff.entries import entry_changes
from regpath.rules.diff.inforce import in_force
from regpath.rules.diff.reach import Touched, shared_days
from regpath.rules.diff.successors import with_replacements
from regpath.rules.sides import side_of

__all__ = [
    "Change", "Consequence", "Detail", "Reach", "RulebookDiff", "diff_days",
    "diff_rulebooks",
]  # fmt: skip

_DECISIVE = ("facts", "tables", "rows", "rules")
"""Sections that decide what applies to which product."""


def diff_rulebooks(old: Rulebook, new: Rulebook) -> RulebookDiff:
    """What differs between two rulebooks, on all days that both model."""
    touched = Touched(old, new, shared_days(old, new))
    changes = tuple(entry_changes(old, new, touched.reach))
    decisive = any(change.section in _DECISIVE for change in changes)
    consequences = tuple(touched.consequences()) if decisive else ()
    return RulebookDiff(side_of(old, None), side_of(new, None), changes, consequences)


def diff_days(rulebook: Rulebook, earlier: str, later: str) -> RulebookDiff:
    """What differs between the law of two days of one rulebook."""
    days = (earlier, later)
    touched = Touched(rulebook, rulebook, [days])
    before, after = (in_force(rulebook, day) for day in days)
    changes = with_replacements(entry_changes(before, after, touched.reach), touched, days)
    consequences = tuple(touched.consequences())
    return RulebookDiff(
        side_of(rulebook, earlier), side_of(rulebook, later), tuple(changes), consequences
    )
