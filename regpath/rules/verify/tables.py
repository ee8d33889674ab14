"""Tables and derived facts: exactly one value, or a gap that a table declares."""

from __future__ import annotations

from itertools import combinations

from regpath.model.rulebook import Row, Rule, Table
from regpath.model.text import Text
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.logic import Logic
from regpath.rules.proofs import derived_in, has_several, has_value, overlaps, uncovered
from regpath.rules.questions import CLASS_FACT
from regpath.rules.space import variables_of
from regpath.rules.verify.verdict import Broken, Open, Verdicts


def of_tables(logic: Logic) -> Verdicts:
    """Rows that meet against the hit policy, and products that a total table leaves out."""
    for table in logic.rulebook.tables.values():
        for found in overlaps(logic, table):
            rows = (found.row.id, found.other.id)
            message = (
                f"the rows {rows[0]!r} and {rows[1]!r} of the table {table.id!r} both apply; "
                f"its hit policy is {table.hit_policy!r}"
            )
            yield Broken("table-overlap", table.id, rows, message), found.where
        gap = uncovered(logic, table) if table.total else FALSE
        if gap != FALSE:
            outputs = tuple(output.id for output in table.outputs)
            message = (
                f"no row of the table {table.id!r} applies, so {', '.join(outputs)} has no value; "
                "the table says it is total"
            )
            yield Broken("table-gap", table.id, outputs, message), gap


def of_output(logic: Logic, output: str) -> Verdicts:
    """Where a derived fact has no value or several, and which table declares it.

    What no table declares is an overlap or a gap of its own table; `of_tables` finds it.
    """
    if output not in logic.outputs:
        message = f"no table derives {output!r}; every product has exactly one"
        yield Broken("output-missing", output, (), message), TRUE
        return
    diagrams = logic.diagrams
    table, _ = logic.outputs[output]
    left = _not_one(logic, output)
    for row, hit in logic.rows(table):
        here = diagrams.both(hit, logic.consistent()) if _leaves_open(row, output) else FALSE
        if here != FALSE:
            yield Open(output, table.id, row.id, None, row.because), here
            left = diagrams.without(left, here)
    for name in derived_in(logic, table.rows):
        here = diagrams.both(left, _not_one(logic, name))
        if here != FALSE:
            yield Open(output, table.id, None, name, _rests_on(logic, name)), here
            left = diagrams.without(left, here)
    gap = diagrams.without(left, has_value(logic, output))
    if gap != FALSE and not table.total:
        yield Open(output, table.id, None, None, _no_row(table)), gap


def _leaves_open(row: Row, output: str) -> bool:
    return len(row.allows(output)) != 1


def _not_one(logic: Logic, output: str) -> int:
    """The products for which a derived fact has no value, or several."""
    none = logic.diagrams.negate(has_value(logic, output))
    found = logic.diagrams.either(none, has_several(logic, output))
    return logic.diagrams.both(found, logic.consistent())


def _rests_on(logic: Logic, name: str) -> Text:
    title = logic.outputs[name][1].title
    return Text(
        f"It rests on “{title.en}” ({name}), which is open.",
        f"取决于“{title.zh}”（{name}），而该项未定。",
    )


def _no_row(table: Table) -> Text:
    return Text(
        f"The table “{table.title.en}” is not total: no row applies.",
        f"“{table.title.zh}”表并不完整：没有适用的行。",
    )


def of_contradictions(logic: Logic) -> Verdicts:
    """Contradictions that leave no product, or that two by two leave no class.

    What the other answers say of a product is observed and may be impossible together; its class
    follows from them, so rules that each leave one must leave one together.
    """
    if logic.consistent() == FALSE:
        message = "the contradictions of the rulebook rule out every product"
        yield Broken("no-product", "rules", (), message), TRUE
        return
    rules = [rule for rule in logic.active_rules() if rule.contradiction]
    for first, second in combinations(rules, 2) if CLASS_FACT in logic.cells else ():
        yield from _against(logic, first, second)


def _against(logic: Logic, first: Rule, second: Rule) -> Verdicts:
    diagrams = logic.diagrams
    fine = [diagrams.negate(logic.rule(rule)) for rule in (first, second)]
    each = diagrams.all_of(_for_some(logic, CLASS_FACT, diagram) for diagram in fine)
    none = diagrams.without(each, _for_some(logic, CLASS_FACT, diagrams.all_of(fine)))
    if none != FALSE:
        message = (
            f"the rules {first.id!r} and {second.id!r} together leave no value of {CLASS_FACT!r}, "
            "though each alone leaves one"
        )
        yield Broken("rules-contradict", first.id, (second.id, CLASS_FACT), message), none


def _for_some(logic: Logic, fact: str, diagram: int) -> int:
    """Where a diagram holds for some value of a fact."""
    for variable in variables_of(logic.cells[fact]):
        diagram = logic.diagrams.exists(variable, diagram)
    return diagram
