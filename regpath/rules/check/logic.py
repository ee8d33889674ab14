"""Findings of logic, proved over all possible answers, in each interval between two dates."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.rulebook import Rulebook, Table
from regpath.rules.check.finding import Finding
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.logic import Logic
from regpath.rules.products import product_of
from regpath.rules.proofs import Overlap, intervals_by_law, overlaps, uncovered
from regpath.rules.space import Space


def check(rulebook: Rulebook) -> Iterator[Finding]:
    """Overlaps, gaps, and entries that no product ever meets."""
    reached: set[tuple[str, str]] = set()
    found: dict[tuple[str, str, str], Finding] = {}
    space = Space(rulebook)
    for windows in intervals_by_law(rulebook).values():
        day = windows[0].from_ or ""
        logic = Logic(rulebook, day, for_proof=True, space=space)
        for finding in _interval(logic, day, reached):
            key = (finding.code, finding.entry, str(finding.path))
            found.setdefault(key, finding)
    yield from found.values()
    yield from _unreached(rulebook, reached)


def _interval(logic: Logic, day: str, reached: set[tuple[str, str]]) -> Iterator[Finding]:
    for table in logic.rulebook.tables.values():
        yield from (_overlap(logic, table, found, day) for found in overlaps(logic, table))
        yield from _gaps(logic, table, day)
        reached |= {(table.id, row.id) for row, hit in logic.rows(table) if hit != FALSE}
    reached |= {("", rule.id) for rule in logic.active_rules() if logic.rule(rule) != FALSE}
    yield from _duplicates(logic)


def _overlap(logic: Logic, table: Table, overlap: Overlap, day: str) -> Finding:
    message = (
        f"rows {overlap.row.id!r} and {overlap.other.id!r} both apply on {day} to "
        f"{product_of(logic, overlap.where)}; the hit policy is {table.hit_policy!r}."
    )
    return Finding("table-overlap", "tables", table.id, ("rows",), message)


def _gaps(logic: Logic, table: Table, day: str) -> Iterator[Finding]:
    gap = uncovered(logic, table) if table.total else FALSE
    if gap != FALSE:
        message = (
            f"no row applies on {day} to {product_of(logic, gap)}; the table says it is total."
        )
        yield Finding("table-gap", "tables", table.id, ("rows",), message)


def _duplicates(logic: Logic) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], str] = {}
    for rule in logic.active_rules():
        if rule.step is None:
            continue
        key = (rule.step, rule.status, logic.rule(rule), rule.citations)
        other = seen.get(key)
        if other is not None and logic.rule(rule) != TRUE:
            message = f"says the same as rule {other!r}: same step, condition and citations."
            yield Finding("rule-duplicate", "rules", rule.id, (), message)
        seen[key] = rule.id


def _unreached(rulebook: Rulebook, reached: set[tuple[str, str]]) -> Iterator[Finding]:
    for table in rulebook.tables.values():
        for index, row in enumerate(table.rows):
            if (table.id, row.id) not in reached:
                message = (
                    f"row {row.id!r} can apply to no product on any day; correct or remove it."
                )
                yield Finding("row-unreachable", "tables", table.id, ("rows", index), message)
    for rule in rulebook.rules.values():
        if ("", rule.id) not in reached:
            message = "this rule can apply to no product on any day; correct or remove it."
            yield Finding("rule-never-applies", "rules", rule.id, ("when",), message)
