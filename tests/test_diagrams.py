"""Decision diagrams: equal functions are one number, and operations are those of truth tables."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regpath.rules.diagrams import FALSE, TRUE, Diagrams

SIZES = (2, 3, 2, 4)
POINTS = tuple(itertools.product(*(range(size) for size in SIZES)))
Table = tuple[bool, ...]
"""A function, as its value at each of `POINTS`."""


@dataclass(frozen=True)
class Formula:
    """A random function, once as a diagram and once as a truth table."""

    diagram: int
    table: Table


def fresh() -> Diagrams:
    """A store with variables of these sizes."""
    store = Diagrams()
    assert [store.variable(size) for size in SIZES] == [0, 1, 2, 3]
    return store


@st.composite
def formulas(draw: st.DrawFn, store: Diagrams, depth: int = 3) -> Formula:
    """A random function, built up step by step in both ways."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        variable = draw(st.integers(0, len(SIZES) - 1))
        cells = draw(st.sets(st.integers(0, SIZES[variable] - 1)))
        table = tuple(point[variable] in cells for point in POINTS)
        return Formula(store.cells_in(variable, cells), table)
    left, right = draw(formulas(store, depth - 1)), draw(formulas(store, depth - 1))
    pairs = list(zip(left.table, right.table, strict=True))
    match draw(st.sampled_from(["not", "both", "either"])):
        case "not":
            return Formula(store.negate(left.diagram), tuple(not x for x in left.table))
        case "both":
            return Formula(
                store.both(left.diagram, right.diagram), tuple(x and y for x, y in pairs)
            )
        case _:
            return Formula(
                store.either(left.diagram, right.diagram), tuple(x or y for x, y in pairs)
            )


def table_of(store: Diagrams, diagram: int) -> Table:
    """The truth table of a diagram, read off point by point."""
    found = []
    for point in POINTS:
        left = store.restrict(diagram, dict(enumerate(point)), {})
        assert left in (FALSE, TRUE)
        found.append(left == TRUE)
    return tuple(found)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_diagrams_are_their_truth_tables(data: st.DataObject) -> None:
    store = fresh()
    found = data.draw(formulas(store))
    assert table_of(store, found.diagram) == found.table


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_equal_functions_are_one_diagram(data: st.DataObject) -> None:
    store = fresh()
    one, other = data.draw(formulas(store)), data.draw(formulas(store))
    assert (one.diagram == other.diagram) == (one.table == other.table)
    assert (one.diagram == TRUE) == all(one.table)
    assert (one.diagram == FALSE) == (not any(one.table))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_laws(data: st.DataObject) -> None:
    store = fresh()
    a, b, c = (data.draw(formulas(store, 2)).diagram for _ in range(3))
    assert store.negate(store.negate(a)) == a
    assert store.both(a, b) == store.both(b, a)
    assert store.both(a, store.both(b, c)) == store.both(store.both(a, b), c)
    assert store.both(a, store.either(a, b)) == a
    assert store.negate(store.both(a, b)) == store.either(store.negate(a), store.negate(b))
    assert store.both(a, store.negate(a)) == FALSE
    assert store.either(a, store.negate(a)) == TRUE
    assert store.all_of([a, b, c]) == store.both(store.both(a, b), c)
    assert store.any_of([a, b, c]) == store.either(store.either(a, b), c)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_restriction_fixes_variables(data: st.DataObject) -> None:
    store = fresh()
    found = data.draw(formulas(store))
    fixed = data.draw(st.dictionaries(st.integers(0, 3), st.integers(0, 1)))
    left = store.restrict(found.diagram, fixed, {})
    value = dict(zip(POINTS, found.table, strict=True))
    expected = tuple(value[tuple(fixed.get(i, cell) for i, cell in enumerate(p))] for p in POINTS)
    assert table_of(store, left) == expected
    assert not store.support(left) & set(fixed)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_support_is_what_a_function_depends_on(data: st.DataObject) -> None:
    store = fresh()
    found = data.draw(formulas(store))
    value = dict(zip(POINTS, found.table, strict=True))
    depends = {
        variable
        for variable, size in enumerate(SIZES)
        for point in POINTS
        for cell in range(size)
        if value[point] != value[(*point[:variable], cell, *point[variable + 1 :])]
    }
    assert store.support(found.diagram) == depends


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_example_is_one(data: st.DataObject) -> None:
    store = fresh()
    found = data.draw(formulas(store))
    example = store.example(found.diagram)
    assert (example is None) == (not any(found.table))
    if example is not None:
        assert store.restrict(found.diagram, example, {}) == TRUE


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_simplifying_keeps_what_matters(data: st.DataObject) -> None:
    store = fresh()
    found, care = data.draw(formulas(store)), data.draw(formulas(store))
    if care.diagram == FALSE:
        return
    simple = store.simplify(found.diagram, care.diagram, {})
    kept = [
        (before, after)
        for before, after, cared in zip(
            found.table, table_of(store, simple), care.table, strict=True
        )
        if cared
    ]
    assert all(before == after for before, after in kept)
    values = {before for before, _ in kept}
    if len(values) == 1:
        assert simple == (TRUE if values.pop() else FALSE)
    assert store.support(simple) <= store.support(found.diagram)


@pytest.mark.parametrize("constant", [FALSE, TRUE])
def test_constants(constant: int) -> None:
    store = fresh()
    assert store.support(constant) == frozenset()
    assert store.restrict(constant, {0: 1}, {}) == constant
    assert store.negate(constant) == 1 - constant
    assert store.all_of([]) == TRUE
    assert store.any_of([]) == FALSE
    assert store.cells_in(1, []) == FALSE
    assert store.cells_in(1, [0, 1, 2]) == TRUE
    assert store.example(TRUE) == {}
    assert store.example(FALSE) is None


def test_a_variable_with_one_cell_decides_nothing() -> None:
    store = Diagrams()
    assert store.cells_in(store.variable(1), [0]) == TRUE


def test_equal_work_adds_no_nodes() -> None:
    store = fresh()
    one = store.both(store.cells_in(0, [1]), store.cells_in(1, [1, 2]))
    size = store.size()
    assert store.both(store.cells_in(1, [1, 2]), store.cells_in(0, [1])) == one
    assert store.negate(store.either(store.cells_in(0, [0]), store.cells_in(1, [0]))) == one
    assert store.size() <= size + 3  # the negations on the way, each once


def test_many_variables_stay_small() -> None:
    """A hundred facts joined by `and` make a diagram as long as they are many, not 2^100."""
    store = Diagrams()
    variables = [store.variable(3) for _ in range(100)]
    everything = store.all_of(store.cells_in(v, [0, 1]) for v in variables)
    assert len(store.support(everything)) == 100
    assert store.size() < 6_000
    assert store.restrict(everything, {variables[50]: 2}, {}) == FALSE


Join = Callable[[Diagrams, int, int], int]
JOINS: Mapping[str, Join] = {"both": Diagrams.both, "either": Diagrams.either}


@pytest.mark.parametrize("join", JOINS)
def test_the_order_of_building_does_not_matter(join: str) -> None:
    numbers = set()
    for order in itertools.permutations(range(3)):
        store = fresh()
        parts = [store.cells_in(i, [0]) for i in range(3)]
        first, second, third = (parts[i] for i in order)
        whole = JOINS[join](store, JOINS[join](store, first, second), third)
        numbers.add(table_of(store, whole))
    assert len(numbers) == 1
