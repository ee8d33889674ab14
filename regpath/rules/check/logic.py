"""Findings of logic, proved over all possible answers, in each interval between two dates."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.condition import facts_of
from regpath.model.rulebook import Row, Rulebook, Table
from regpath.rules.check.finding import Finding
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.logic import Logic
from regpath.rules.timeline import boundaries


def check(rulebook: Rulebook) -> Iterator[Finding]:
    """Overlaps, gaps, and entries that no product ever meets."""
    reached: set[tuple[str, str]] = set()
    found: dict[tuple[str, str, str], Finding] = {}
    for day in boundaries(rulebook):
        if rulebook.regime_on(day) is None:
            continue
        logic = Logic(rulebook, day, for_proof=True)
        for finding in _interval(logic, day, reached):
            key = (finding.code, finding.entry, str(finding.path))
            found.setdefault(key, finding)
    yield from found.values()
    yield from _unreached(rulebook, reached)


def _interval(logic: Logic, day: str, reached: set[tuple[str, str]]) -> Iterator[Finding]:
    for table in logic.rulebook.tables.values():
        yield from _overlaps(logic, table, day)
        yield from _gaps(logic, table, day)
        reached |= {(table.id, row.id) for row, hit in logic.rows(table) if hit != FALSE}
    reached |= {("", rule.id) for rule in logic.active_rules() if logic.rule(rule) != FALSE}
    yield from _duplicates(logic)


def product_of(logic: Logic, diagram: int) -> str:
    """A product that meets a diagram, in words, for counter-examples."""
    chosen = logic.diagrams.example(diagram) or {}
    parts = []
    for variable, cell in chosen.items():
        fact = logic.fact_of[variable]
        parts.append(f"{fact}: {logic.cells[fact].describe(variable, cell)}")
    return "; ".join(parts) or "any product"


def _overlaps(logic: Logic, table: Table, day: str) -> Iterator[Finding]:
    if table.hit_policy == "first":
        return
    rows = logic.rows(table)
    for index, (row, hit) in enumerate(rows):
        for other, other_hit in rows[index + 1 :]:
            if table.hit_policy == "any" and dict(row.then) == dict(other.then):
                continue
            shared = logic.diagrams.both(logic.diagrams.both(hit, other_hit), logic.consistent())
            if shared != FALSE:
                yield _overlap(logic, table, row, other, shared, day)


def _overlap(logic: Logic, table: Table, row: Row, other: Row, shared: int, day: str) -> Finding:
    message = (
        f"rows {row.id!r} and {other.id!r} both apply on {day} to {product_of(logic, shared)}; "
        f"the hit policy is {table.hit_policy!r}."
    )
    return Finding("table-overlap", "tables", table.id, ("rows",), message)


def _gaps(logic: Logic, table: Table, day: str) -> Iterator[Finding]:
    if not table.total:
        return
    derived = {f for row in table.rows for f in facts_of(row.when) if f in logic.outputs}
    care = logic.diagrams.all_of(_has_value(logic, name) for name in sorted(derived))
    covered = logic.diagrams.any_of(hit for _, hit in logic.rows(table))
    care = logic.diagrams.both(care, logic.consistent())
    gap = logic.diagrams.both(care, logic.diagrams.negate(covered))
    if gap != FALSE:
        message = (
            f"no row applies on {day} to {product_of(logic, gap)}; the table says it is total."
        )
        yield Finding("table-gap", "tables", table.id, ("rows",), message)


def _has_value(logic: Logic, output: str) -> int:
    choices = logic.outputs[output][1].choices
    return logic.diagrams.any_of(logic.output(output, choice.id) for choice in choices)


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
