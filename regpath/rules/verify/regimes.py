"""Regimes: each day from the first on stands in exactly one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from regpath.model.law import Window
from regpath.model.rulebook import Rulebook
from regpath.rules.cells import day_before, next_day
from regpath.rules.verify.verdict import Broken


def of_regimes(rulebook: Rulebook) -> Iterator[tuple[Broken, Window]]:
    """Days between two regimes that stand in none, or in both."""
    regimes = sorted(rulebook.head.regimes, key=lambda r: r.effective.from_ or "")
    for earlier, later in pairwise(regimes):
        names = (earlier.id, later.id)
        end, start = earlier.effective.to, later.effective.from_ or ""
        if end is None or end >= start:
            last = later.effective.to if end is None else end
            message = f"the regimes {names[0]!r} and {names[1]!r} share days; a day has one"
            yield Broken("regime-overlap", names[0], names, message), Window(start, last)
        elif next_day(end) != start:
            message = f"no regime stands between {names[0]!r} and {names[1]!r}"
            window = Window(next_day(end), day_before(start))
            yield Broken("regime-gap", names[0], names, message), window
