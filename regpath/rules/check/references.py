"""Names that lead nowhere, values that cannot be, circles: with any of these nothing can run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from regpath.model.condition import FactTest, Value, facts_of, tests_of
from regpath.model.errors import nearest
from regpath.model.rulebook import STAGES, Fact, Rulebook
from regpath.rules.cells import ORDERED_TYPES, YES_NO
from regpath.rules.check.finding import Finding, citations_in
from regpath.rules.conditions import Path, placed_conditions
from regpath.rules.money import PROVINCIAL
from regpath.rules.reader import GENERIC_MUNICIPAL, GENERIC_PROVINCIAL, GENERIC_REVIEWER
from regpath.rules.steps import BODY_ROLES, FEE

SATURDAY = 5
WORD_OPERATORS = ("is", "in", "not_in")
NEEDED_AUTHORITIES = ("nmpa", "cmde", GENERIC_PROVINCIAL, GENERIC_REVIEWER, GENERIC_MUNICIPAL)


def check(rulebook: Rulebook) -> list[Finding]:
    """Every broken reference of a rulebook."""
    checks = (
        _outputs, _facts, _conditions, _rows, _rules, _steps, _clocks, _deadlines, _calendar,
        _lists, _citations, _fees, _bodies,
    )  # fmt: skip
    found = [finding for part in checks for finding in part(rulebook)]
    return found or list(_circles(rulebook))


def _outputs(rulebook: Rulebook) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for table in rulebook.tables.values():
        for index, output in enumerate(table.outputs):
            other = "the facts" if output.id in rulebook.facts else seen.get(output.id)
            if other is not None:
                message = f"{output.id!r} is defined in {other} already; each fact has one source."
                yield Finding("output-clash", "tables", table.id, ("outputs", index), message)
            seen[output.id] = f"table {table.id!r}"


def _facts(rulebook: Rulebook) -> Iterator[Finding]:
    for fact in rulebook.facts.values():
        values = [choice.id for choice in fact.choices]
        if fact.default is not None and fact.default not in values:
            message = f"{fact.default!r} is no value of {fact.id!r}.{nearest(fact.default, values)}"
            yield Finding("unknown-value", "facts", fact.id, ("default",), message)
    for entry in rulebook.not_modelled.values():
        for index, name in enumerate(entry.facts):
            if name not in rulebook.facts:
                code, message = _missing("unknown-fact", "fact", name, rulebook.facts)
                yield Finding(code, "not_modelled", entry.id, ("facts", index), message)


def _conditions(rulebook: Rulebook) -> Iterator[Finding]:
    for section, entry, path, condition in placed_conditions(rulebook):
        for test in tests_of(condition):
            for code, message in _test_problems(rulebook, section, test):
                yield Finding(code, section, entry, path, message)


def _test_problems(rulebook: Rulebook, section: str, test: FactTest) -> Iterator[tuple[str, str]]:
    outputs = rulebook.outputs()
    fact = rulebook.facts.get(test.fact)
    if fact is None and (test.fact not in outputs or section == "facts"):
        known = [*rulebook.facts, *(() if section == "facts" else outputs)]
        yield "unknown-fact", f"there is no fact {test.fact!r}.{nearest(test.fact, known)}"
        return
    operators = _operators_for(fact)
    if test.operator not in operators:
        wanted = ", ".join(operators)
        yield "operator-type", f"{test.fact!r} takes {wanted}, not {test.operator!r}."
        return
    if fact is not None and fact.type in ORDERED_TYPES:
        fits = _is_number if fact.type == "whole_number" else _is_date
        for value in test.values:
            if not fits(value):
                wanted = "a whole number" if fact.type == "whole_number" else "a date"
                yield "unknown-value", f"{test.fact!r} is compared with {wanted}, not {value!r}."
        return
    values = _values_of(rulebook, test.fact)
    for value in test.values:
        if values is None and not isinstance(value, str):
            yield "unknown-value", f"{test.fact!r} is compared with words; put {value} in quotes."
        elif values is not None and value not in values:
            yield (
                "unknown-value",
                f"{value!r} is no value of {test.fact!r}.{nearest(str(value), values)}",
            )


def _is_number(value: Value) -> bool:
    return isinstance(value, int)


def _is_date(value: Value) -> bool:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return False
    return day.isoformat() == value and day.year < 3000


def _operators_for(fact: Fact | None) -> tuple[str, ...]:
    if fact is not None and fact.takes_several:
        return ("has_any", "has_all")
    match fact.type if fact is not None else "choice":
        case "whole_number":
            return ("is", "at_least", "at_most", "between")
        case "date":
            return ("is", "before", "after")
        case _:
            return WORD_OPERATORS


def _values_of(rulebook: Rulebook, name: str) -> tuple[str, ...] | None:
    fact = rulebook.facts.get(name)
    if fact is None:
        return tuple(choice.id for choice in rulebook.outputs()[name][1].choices)
    if fact.type == "yes_no":
        return YES_NO
    if fact.type in ("province", "province_list"):
        return tuple(rulebook.provinces)
    closed = fact.type in ("choice", "list") or fact.free
    return tuple(c.id for c in fact.choices) if closed else None


def _rows(rulebook: Rulebook) -> Iterator[Finding]:
    for table in rulebook.tables.values():
        outputs = {output.id: {c.id for c in output.choices} for output in table.outputs}
        for index, row in enumerate(table.rows):
            for name in row.then:
                path: Path = ("rows", index, "then")
                if name not in outputs:
                    message = f"this table has no output {name!r}.{nearest(name, outputs)}"
                    yield Finding("undeclared-output", "tables", table.id, path, message)
                    continue
                for value in set(row.allows(name)) - outputs[name]:
                    message = f"{value!r} is no value of {name!r}.{nearest(value, outputs[name])}"
                    yield Finding("unknown-value", "tables", table.id, path, message)


def _lists(rulebook: Rulebook) -> Iterator[Finding]:
    """A list finds a fact, takes the place of a verdict, and its entries name what it holds."""
    for product_list in rulebook.lists.values():
        for key, wanted, what in (
            ("finds", True, "found fact"),
            ("verdict", False, "fact that clients tell"),
        ):
            name = getattr(product_list, key)
            fact = rulebook.facts.get(name)
            if fact is None or fact.found is not wanted:
                fitting = [f.id for f in rulebook.facts.values() if f.found is wanted]
                code, message = _missing("unknown-fact", what, name, fitting)
                yield Finding(code, "lists", product_list.id, (key,), message)
        known = {
            "exclusions": {exclusion.id for exclusion in product_list.exclusions},
            "evidence": {evidence.id for evidence in product_list.evidence},
        }
        for index, entry in enumerate(product_list.entries):
            for key, names in known.items():
                for name in set(getattr(entry, key)) - names:
                    message = f"{entry.name}: the list has no {key} {name!r}.{nearest(name, names)}"
                    yield Finding(
                        "unknown-part", "lists", product_list.id, ("entries", index), message
                    )


def _missing(code: str, what: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    return code, f"there is no {what} {name!r}.{nearest(name, list(known))}"


def _rules(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        if rule.step is not None and rule.step not in rulebook.steps:
            code, message = _missing("unknown-step", "step", rule.step, rulebook.steps)
            yield Finding(code, "rules", rule.id, ("step",), message)
        if rule.exception_to is not None and rule.exception_to not in rulebook.rules:
            code, message = _missing("unknown-rule", "rule", rule.exception_to, rulebook.rules)
            yield Finding(code, "rules", rule.id, ("exception_to",), message)


def _steps(rulebook: Rulebook) -> Iterator[Finding]:
    for step in rulebook.steps.values():
        for index, need in enumerate(step.needs):
            if need not in rulebook.steps:
                code, message = _missing("unknown-step", "step", need, rulebook.steps)
                yield Finding(code, "steps", step.id, ("needs", index), message)
        fee = step.fee if step.fee != FEE else None
        named: list[tuple[Path, str | None, str | None]] = [
            (("valid_for",), step.valid_for, "years"),
            (("fee",), fee, "cny"),
        ]
        named += [(("statutory", i), p.parameter, None) for i, p in enumerate(step.statutory)]
        for path, parameter, unit in named:
            for code, message in _parameter_problems(rulebook, parameter, unit):
                yield Finding(code, "steps", step.id, path, message)
        yield from _step_words(rulebook, step.id)


def _parameter_problems(
    rulebook: Rulebook, name: str | None, unit: str | None
) -> Iterator[tuple[str, str]]:
    if name is None:
        return
    parameter = rulebook.parameters.get(name)
    if parameter is None:
        yield _missing("unknown-parameter", "parameter", name, rulebook.parameters)
    elif unit is not None and parameter.unit != unit:
        yield "wrong-unit", f"a parameter in {unit} was expected; {name!r} is in {parameter.unit}."


def _step_words(rulebook: Rulebook, step_id: str) -> Iterator[Finding]:
    step = rulebook.steps[step_id]
    known = [*rulebook.authorities, *BODY_ROLES]
    if step.authority is not None and step.authority not in known:
        code, message = _missing("unknown-authority", "authority", step.authority, known)
        yield Finding(code, "steps", step.id, ("authority",), message)
    for index, part in enumerate(step.statutory):
        if (part.stage is None) == (part.parameter is None) or part.stage not in (None, *STAGES):
            message = f"one of `stage` ({', '.join(STAGES)}) or `parameter` was expected."
            yield Finding("unknown-stage", "steps", step.id, ("statutory", index), message)


def _clocks(rulebook: Rulebook) -> Iterator[Finding]:
    for versions in rulebook.clocks.values():
        for number, clock in enumerate(versions):
            for stage, source in clock.stages.items():
                path: Path = (number, "stages", stage)
                if stage not in STAGES:
                    message = f"there is no stage {stage!r}.{nearest(stage, STAGES)}"
                    yield Finding("unknown-stage", "clocks", clock.id, path, message)
                elif isinstance(source, str) and source not in rulebook.parameters:
                    code, message = _missing(
                        "unknown-parameter", "parameter", source, rulebook.parameters
                    )
                    yield Finding(code, "clocks", clock.id, path, message)


def _deadlines(rulebook: Rulebook) -> Iterator[Finding]:
    """Deadlines name facts with dates, parameters and steps; law to come names steps."""
    for deadline in rulebook.deadlines.values():
        for key in ("counts_from", "done_on"):
            name = getattr(deadline, key)
            fact = rulebook.facts.get(name)
            if name is not None and (fact is None or fact.type != "date"):
                dates = [f.id for f in rulebook.facts.values() if f.type == "date"]
                code, message = _missing("unknown-fact", "fact with a date", name, dates)
                yield Finding(code, "deadlines", deadline.id, (key,), message)
        if (deadline.counts_from is None) == (deadline.each_year is None):
            message = "one of `counts_from` (a fact with a date) or `each_year` was expected."
            yield Finding("deadline-form", "deadlines", deadline.id, (), message)
        if deadline.each_year is not None and not _is_date(f"2023-{deadline.each_year}"):
            message = f"a day of the year such as '03-31' was expected, not {deadline.each_year!r}."
            yield Finding("deadline-form", "deadlines", deadline.id, ("each_year",), message)
        found = rulebook.facts.get(deadline.finds or "")
        if deadline.finds is not None and (found is None or not found.found):
            names = [f.id for f in rulebook.facts.values() if f.found]
            code, message = _missing("unknown-fact", "found fact", deadline.finds, names)
            yield Finding(code, "deadlines", deadline.id, ("finds",), message)
        limits = (("not_before", deadline.not_before), ("not_after", deadline.not_after))
        named: list[tuple[Path, str | None, str | None]] = [
            ((key, "parameter"), limit.parameter, None) for key, limit in limits if limit
        ]
        named += [((key,), getattr(deadline, key), "years") for key in ("every", "lasts")]
        for path, name, unit in named:
            for code, message in _parameter_problems(rulebook, name, unit):
                yield Finding(code, "deadlines", deadline.id, path, message)
    for section in ("deadlines", "penalties", "pending"):
        for entry in getattr(rulebook, section).values():
            for index, step in enumerate(entry.steps):
                if step not in rulebook.steps:
                    code, message = _missing("unknown-step", "step", step, rulebook.steps)
                    yield Finding(code, section, entry.id, ("steps", index), message)


def _calendar(rulebook: Rulebook) -> Iterator[Finding]:
    """Days off fall on weekdays, worked days on weekends, each in its year."""
    for year in rulebook.working_years.values():
        for key, weekend in (("off", False), ("worked", True)):
            for index, day in enumerate(getattr(year, key)):
                in_year = _is_date(day) and day.startswith(f"{year.year}-")
                if in_year and (date.fromisoformat(day).weekday() >= SATURDAY) == weekend:
                    continue
                kind = "weekend day" if weekend else "weekday"
                message = f"a {kind} of {year.year} was expected, not {day!r}."
                yield Finding("calendar-day", "working_years", year.id, (key, index), message)


def _citations(rulebook: Rulebook) -> Iterator[Finding]:
    for cited in citations_in(rulebook):
        name = cited.citation.instrument
        if name not in rulebook.instruments:
            code, message = _missing("unknown-instrument", "instrument", name, rulebook.instruments)
            yield Finding(code, cited.section, cited.entry, cited.path, message)


def _fees(rulebook: Rulebook) -> Iterator[Finding]:
    """The outputs `fee_basis` and `clock` name parameters and clocks."""
    outputs = rulebook.outputs()
    for name, section, known in (
        ("fee_basis", "parameter", rulebook.parameters),
        ("clock", "clock", rulebook.clocks),
    ):
        if name not in outputs:
            continue
        table, output = outputs[name]
        for choice in output.choices:
            if name == "fee_basis" and choice.id in ("free", *PROVINCIAL):
                continue
            if choice.id.replace("_", "-") not in known:
                message = f"no {section} {choice.id.replace('_', '-')!r} stands behind this value."
                yield Finding(f"unknown-{section}", "tables", table.id, ("outputs",), message)


def _bodies(rulebook: Rulebook) -> Iterator[Finding]:
    if "authority_level" not in rulebook.outputs():
        return
    for name in NEEDED_AUTHORITIES:
        if name not in rulebook.authorities:
            message = f"the authority {name!r} is missing; the summary names it."
            yield Finding("unknown-authority", "rulebook", rulebook.head.id, (), message)


def _circles(rulebook: Rulebook) -> Iterator[Finding]:
    relevance = {
        fact.id: facts_of(fact.asked_when) if fact.asked_when else ()
        for fact in rulebook.facts.values()
    }
    tables = {
        table.id: {
            rulebook.outputs()[name][0].id
            for row in table.rows
            for name in facts_of(row.when)
            if name in rulebook.outputs()
        }
        for table in rulebook.tables.values()
    }
    exceptions = {
        rule.id: (rule.exception_to,) if rule.exception_to else ()
        for rule in rulebook.rules.values()
    }
    needs = {step.id: step.needs for step in rulebook.steps.values()}
    for section, code, graph in (
        ("facts", "fact-cycle", relevance),
        ("tables", "table-cycle", tables),
        ("rules", "exception-cycle", exceptions),
        ("steps", "step-cycle", needs),
    ):
        circle = circle_in(graph)
        if circle:
            message = f"these wait for each other: {' -> '.join(circle)}; take one link out."
            yield Finding(code, section, circle[0], (), message)


def circle_in(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """One circle in a graph, its first member repeated at the end; empty where there is none."""
    done: set[str] = set()
    for start in graph:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(graph[start]))]
        trail.append(start)
        while stack:
            node, children = stack[-1]
            child = next((c for c in children if c not in done and c in graph), None)
            if child is None:
                done.add(node)
                stack.pop()
                trail.pop()
            elif child in trail:
                return [*trail[trail.index(child) :], child]
            else:
                stack.append((child, iter(graph[child])))
                trail.append(child)
    return []
