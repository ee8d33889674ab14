"""Proofs over all possible answers, in every interval between two effective dates.

For every product exactly one act, authority level and clinical route, or a gap that a table itself
declares: a row that leaves the value open, a table that is not total, or a value that rests on
such a gap. No two rows and no two contradictions against each other; no step that waits for
itself, for a step that never comes, or for a later stage of the same act. No day between regimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regpath.model.law import Window
from regpath.model.pathway import to_json
from regpath.model.rulebook import Rulebook
from regpath.model.text import Text
from regpath.rules.logic import Logic
from regpath.rules.products import Product, product_in
from regpath.rules.proofs import intervals_by_law, merged, modelled_intervals
from regpath.rules.space import Space
from regpath.rules.verify.regimes import of_regimes
from regpath.rules.verify.steps import StepProofs
from regpath.rules.verify.tables import of_contradictions, of_output, of_tables
from regpath.rules.verify.verdict import Broken, Code, Open, Verdict, Verdicts

__all__ = ["PROVED", "Failure", "Gap", "Verification", "verify"]

PROVED = ("act", "authority_level", "clinical_route")
"""The derived facts of which every product has exactly one value."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that does not hold, with the first day and a product for which it does not."""

    code: Code
    subject: str
    involved: tuple[str, ...]
    message: str
    product: Product
    day: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Products without exactly one value of an output, as a table declares.

    By a row; by what it rests on (`through`), which is open itself; else by not being total.
    """

    output: str
    table: str
    row: str | None
    through: str | None
    why: Text
    product: Product
    day: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proved in which intervals, what failed, and the gaps that tables declare."""

    intervals: tuple[Window, ...]
    outputs: tuple[str, ...]
    tables: int
    rules: int
    steps: int
    failures: tuple[Failure, ...]
    gaps: tuple[Gap, ...]

    def to_json(self) -> dict[str, Any]:
        """The verification as JSON data; a product is written as in an answers file."""
        data: dict[str, Any] = to_json(self)
        return {"schema": "regpath/verification/1", "holds": not self.failures, **data}


@dataclass(frozen=True, slots=True)
class _Met:
    """Where a verdict was met: a product and the first day, and every interval."""

    product: Product
    day: str
    windows: list[Window]


def verify(rulebook: Rulebook) -> Verification:
    """Prove a rulebook in every interval of its regimes."""
    space, steps = Space(rulebook), StepProofs(rulebook)
    found: dict[Verdict, _Met] = {
        verdict: _Met({}, window.from_ or "", [window]) for verdict, window in of_regimes(rulebook)
    }
    for windows in intervals_by_law(rulebook).values():
        logic = Logic(rulebook, windows[0].from_ or "", for_proof=True, space=space)
        for verdict, where in _verdicts(logic, steps):
            if verdict not in found:
                found[verdict] = _Met(product_in(logic, where), logic.day, [])
            found[verdict].windows.extend(windows)
    gaps = [_gap(verdict, met) for verdict, met in found.items() if isinstance(verdict, Open)]
    return Verification(
        modelled_intervals(rulebook),
        PROVED,
        len(rulebook.tables),
        len(rulebook.rules),
        len(rulebook.steps),
        tuple(_failure(v, met) for v, met in found.items() if isinstance(v, Broken)),
        tuple(sorted(gaps, key=lambda gap: (PROVED.index(gap.output), gap.day))),
    )


def _verdicts(logic: Logic, steps: StepProofs) -> Verdicts:
    yield from of_contradictions(logic)
    yield from of_tables(logic)
    for output in PROVED:
        yield from of_output(logic, output)
    yield from steps.on(logic)


def _failure(verdict: Broken, met: _Met) -> Failure:
    return Failure(
        verdict.code,
        verdict.subject,
        verdict.involved,
        verdict.message,
        met.product,
        met.day,
        merged(met.windows),
    )


def _gap(verdict: Open, met: _Met) -> Gap:
    return Gap(
        verdict.output,
        verdict.table,
        verdict.row,
        verdict.through,
        verdict.why,
        met.product,
        met.day,
        merged(met.windows),
    )
