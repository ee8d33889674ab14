"""Conditions: three-valued, exact while answers are missing, and held against brute force."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import DOMAINS, Oracle, test_holds
from tiny import DAY, fact, row, rule, rulebook_of, table

from regpath.load.conditions import condition_to_yaml, parse_condition
from regpath.load.documents import parse_rulebook_file
from regpath.model.answers import Answer, Answers
from regpath.model.condition import (
    All,
    Always,
    AnyOf,
    Condition,
    FactTest,
    Not,
    depth_of,
    facts_of,
)
from regpath.model.law import Window
from regpath.model.rulebook import Fact, Rulebook, Table
from regpath.rules.logic import Logic
from regpath.rules.situation import Situation

slow = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def is_(name: str, value: str) -> FactTest:
    """The test that a fact is a value."""
    return FactTest(name, "is", (value,))


def situation(rulebook: Rulebook, answers: Mapping[str, Answer], day: str = DAY) -> Situation:
    """Answers held against a rulebook."""
    return Situation(Logic(rulebook, day), Answers(answers))


def with_condition(facts: list[Fact], condition: Condition, **more: Any) -> Rulebook:
    """A rulebook in which one rule has a condition."""
    return rulebook_of(facts, rules=[rule("r", condition)], **more)


def holds(
    facts: list[Fact], condition: Condition, answers: Mapping[str, Answer], **more: Any
) -> bool | None:
    """The verdict on a condition."""
    found = situation(with_condition(facts, condition, **more), answers)
    return found.holds(found.logic.truth(condition))


# Three values: T, F and U are answers that make the test `is a` hold, fail, and stay open.

T, F, U = True, False, None
TO_ANSWER: dict[bool | None, dict[str, Answer]] = {T: {"x": "a"}, F: {"x": "b"}, U: {}}
VALUES: tuple[bool | None, ...] = (T, F, U)

NOT = {T: F, F: T, U: U}
BOTH = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
EITHER = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NAMES = ("p", "q", "r")
FACTS = [fact(name) for name in NAMES]
TESTS = tuple(is_(name, "a") for name in NAMES)


def answers_for(
    values: tuple[bool | None, ...], unanswered: str | None = None
) -> dict[str, Answer]:
    """Answers under which the tests of p, q and r have these three values."""
    words = {T: "a", F: "b", U: unanswered}
    pairs = zip(NAMES, values, strict=False)
    return {name: word for name, value in pairs if (word := words[value]) is not None}


@pytest.mark.parametrize("unanswered", [None, "unknown"])
def test_truth_tables(unanswered: str | None) -> None:
    p, q, r = TESTS
    for x, y, z in itertools.product(VALUES, repeat=3):
        answers = answers_for((x, y, z), unanswered)

        def verdict(condition: Condition, answers: Mapping[str, Answer] = answers) -> bool | None:
            return holds(FACTS, condition, answers)

        assert verdict(p) is x
        assert verdict(Not(p)) is NOT[x]
        assert verdict(Not(Not(p))) is x
        assert verdict(All((p, q))) is BOTH[x, y]
        assert verdict(AnyOf((p, q))) is EITHER[x, y]
        assert verdict(All((p, q, r))) is BOTH[BOTH[x, y], z]
        assert verdict(AnyOf((p, q, r))) is EITHER[EITHER[x, y], z]
        assert verdict(All((p, AnyOf((q, r))))) is BOTH[x, EITHER[y, z]]
        assert verdict(AnyOf((p, All((q, r))))) is EITHER[x, BOTH[y, z]]
        assert verdict(Not(All((p, q)))) is NOT[BOTH[x, y]]
        assert verdict(AnyOf((Not(p), Not(q)))) is NOT[BOTH[x, y]]
        assert verdict(Not(AnyOf((p, q)))) is NOT[EITHER[x, y]]
        assert verdict(All((p, Always()))) is x
        assert verdict(AnyOf((p, Always()))) is T


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (Always(), True),
        (AnyOf((is_("p", "a"), Not(is_("p", "a")))), True),
        (All((is_("p", "a"), Not(is_("p", "a")))), False),
        (All((is_("p", "a"), is_("p", "b"))), False),
        (AnyOf((is_("p", "a"), is_("p", "b"), is_("p", "c"))), True),
        (FactTest("p", "in", ("a", "b", "c")), True),
        (FactTest("p", "not_in", ("a", "b", "c")), False),
        (AnyOf((is_("p", "a"), is_("p", "b"))), None),
        (AnyOf((All(TESTS[:2]), Not(TESTS[0]), Not(TESTS[1]))), True),
    ],
)  # fmt: skip
def test_sees_what_kleene_logic_cannot(condition: Condition, verdict: bool | None) -> None:
    assert holds(FACTS, condition, {}) is verdict


OPERATORS = {
    "choice": [("is", ("a",)), ("in", ("a", "b")), ("not_in", ("a", "b")), ("not_in", ("c",))],
    "yes_no": [("is", ("yes",)), ("in", ("yes", "no")), ("not_in", ("no",))],
    "text": [("is", ("p",)), ("in", ("p", "q")), ("not_in", ("p",))],
    "list": [("has_any", ("a",)), ("has_any", ("a", "b")), ("has_all", ("a", "b")),
             ("has_all", ("a", "c"))],
    "whole_number": [("is", (3,)), ("at_least", (3,)), ("at_most", (3,)), ("between", (2, 4)),
                     ("between", (3, 3))],
    "date": [("is", ("2021-06-01",)), ("before", ("2021-06-01",)), ("after", ("2021-06-01",)),
             ("after", ("2021-12-31",))],
}  # fmt: skip
ALL_TESTS = [
    FactTest(f"{kind}_fact", operator, values)
    for kind, tests in OPERATORS.items()
    for operator, values in tests
]
TYPED = {f"{kind}_fact": fact(f"{kind}_fact", kind) for kind in OPERATORS}


@pytest.mark.parametrize("test", ALL_TESTS, ids=lambda t: f"{t.fact}-{t.operator}-{t.values}")
def test_every_operator(test: FactTest) -> None:
    kind = TYPED[test.fact].type
    for answer in DOMAINS[kind]:
        assert holds([TYPED[test.fact]], test, {test.fact: answer}) is test_holds(test, answer)
        assert holds([TYPED[test.fact]], Not(test), {test.fact: answer}) is not test_holds(
            test, answer
        )
    expected = {test_holds(test, answer) for answer in DOMAINS[kind]}
    verdict = expected.pop() if len(expected) == 1 else None
    assert holds([TYPED[test.fact]], test, {}) is verdict
    assert holds([TYPED[test.fact]], test, {test.fact: "unknown"}) is verdict


def test_dates_are_compared_strictly() -> None:
    day = [fact("d", "date")]
    for answer, before, after in (
        ("2021-05-31", True, False),
        ("2021-06-01", False, False),
        ("2021-06-02", False, True),
    ):
        assert holds(day, FactTest("d", "before", ("2021-06-01",)), {"d": answer}) is before
        assert holds(day, FactTest("d", "after", ("2021-06-01",)), {"d": answer}) is after


# Relevance: what a fact that does not apply does to tests of it.

ROUTE = fact("route")
ORIGIN = fact("origin", asked_when=is_("route", "a"))
PORT = fact("port", asked_when=is_("origin", "a"))
CHAIN = [ROUTE, ORIGIN, PORT]


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (is_("origin", "a"), False),
        (FactTest("origin", "in", ("a", "b", "c")), False),
        (FactTest("origin", "not_in", ("a",)), False),
        (FactTest("origin", "not_in", ("b",)), False),
        (Not(is_("origin", "a")), True),
        (Not(FactTest("origin", "in", ("a",))), True),
        (Not(FactTest("origin", "not_in", ("b",))), True),
        (is_("port", "a"), False),
        (Not(is_("port", "a")), True),
    ],
)
@pytest.mark.parametrize("given_too", [{}, {"origin": "a"}, {"origin": "a", "port": "a"}])
def test_a_fact_that_does_not_apply_fails_every_test(
    condition: Condition, verdict: bool, given_too: dict[str, Answer]
) -> None:
    """Also where it was answered all the same, and along a chain of relevance."""
    assert holds(CHAIN, condition, {"route": "b", **given_too}) is verdict


def test_an_answer_counts_while_it_is_open_whether_its_fact_applies() -> None:
    assert holds(CHAIN, is_("origin", "a"), {"origin": "a"}) is True
    assert holds(CHAIN, is_("origin", "a"), {"origin": "a", "route": "unknown"}) is True
    assert holds(CHAIN, is_("origin", "a"), {"origin": "b"}) is False
    assert holds(CHAIN, is_("origin", "a"), {}) is None
    assert holds(CHAIN, is_("port", "a"), {"port": "a"}) is True
    assert holds(CHAIN, is_("port", "a"), {"port": "a", "origin": "b"}) is False


def test_open_facts_along_a_chain() -> None:
    rulebook = with_condition(CHAIN, is_("port", "a"))
    for answers, expected in (
        ({}, ("route", "origin", "port")),
        ({"route": "a"}, ("origin", "port")),
        ({"route": "a", "origin": "a"}, ("port",)),
        ({"route": "b"}, ()),
        ({"port": "b"}, ()),
    ):
        found = situation(rulebook, answers)
        assert found.open_facts(found.logic.truth(is_("port", "a"))) == expected


# Random conditions over random facts, held against brute force.


@st.composite
def fact_tests(draw: st.DrawFn, names: tuple[str, ...], kinds: Mapping[str, str]) -> FactTest:
    """A test of one of these facts."""
    name = draw(st.sampled_from(names))
    if kinds[name] == "derived":
        operator = draw(st.sampled_from(["is", "in", "not_in"]))
        values = draw(st.sets(st.sampled_from("xyz"), min_size=1, max_size=2))
        return FactTest(name, operator, tuple(sorted(values))[: 1 if operator == "is" else 2])
    operator, listed = draw(st.sampled_from(OPERATORS[kinds[name]]))
    return FactTest(name, operator, listed)


@st.composite
def conditions(
    draw: st.DrawFn, names: tuple[str, ...], kinds: Mapping[str, str], depth: int = 2
) -> Condition:
    """A condition over these facts, nested as deeply as rulebooks may."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        test: Condition = draw(fact_tests(names, kinds))
        return Not(test) if draw(st.booleans()) else test
    parts = draw(st.lists(conditions(names, kinds, depth - 1), min_size=1, max_size=3))
    join = draw(st.sampled_from([All, AnyOf]))
    return join(tuple(parts))


@st.composite
def gated_facts(draw: st.DrawFn, most: int = 4) -> list[Fact]:
    """Facts of random types, some of which apply only where earlier ones say so."""
    kinds = draw(st.lists(st.sampled_from(sorted(OPERATORS)), min_size=2, max_size=most))
    found: list[Fact] = []
    for index, kind in enumerate(kinds):
        before = tuple(f.id for f in found)
        gate = None
        if before and draw(st.booleans()):
            gate = draw(conditions(before, {f.id: f.type for f in found}, 1))
        found.append(fact(f"f{index}", kind, asked_when=gate))
    return found


@st.composite
def some_answers(draw: st.DrawFn, facts: list[Fact]) -> dict[str, Answer]:
    """Answers to some of the facts; others are unknown, or not given."""
    found: dict[str, Answer] = {}
    for entry in facts:
        state = draw(st.sampled_from(["answered", "answered", "unknown", "not given"]))
        if state == "answered":
            found[entry.id] = draw(st.sampled_from(DOMAINS[entry.type]))
        elif state == "unknown":
            found[entry.id] = "unknown"
    return found


@slow
@given(st.data())
def test_verdict_and_open_facts_are_those_of_brute_force(data: st.DataObject) -> None:
    facts = data.draw(gated_facts())
    kinds = {f.id: f.type for f in facts}
    condition = data.draw(conditions(tuple(kinds), kinds))
    answers = data.draw(some_answers(facts))
    rulebook = with_condition(facts, condition)
    found = situation(rulebook, answers)
    diagram = found.logic.truth(condition)
    oracle = Oracle(rulebook, answers)
    assert found.holds(diagram) is oracle.verdict(condition)
    assert set(found.open_facts(diagram)) == oracle.open_facts(condition)


@st.composite
def tables(draw: st.DrawFn, name: str, kinds: Mapping[str, str]) -> Table:
    """A table of two rows under any hit policy; `unique` rows exclude each other by their form."""
    names = tuple(kinds)
    first, second = draw(conditions(names, kinds, 1)), draw(conditions(names, kinds, 1))
    policy = draw(st.sampled_from(["unique", "any", "first"]))
    values = st.sampled_from(["x", "y", "z", None, ("x", "y")])
    one, two = draw(values), draw(values)
    if policy == "unique":
        second = All((Not(first), second))
    if policy == "any":
        one = two = one if isinstance(one, str) else "x"
    rows = [row("one", first, {name: one}), row("two", second, {name: two})]
    return table(name, rows, policy)


@slow
@given(st.data())
def test_derived_facts_are_those_of_brute_force(data: st.DataObject) -> None:
    facts = data.draw(gated_facts(most=2))
    kinds = {f.id: f.type for f in facts}
    first = data.draw(tables("t", kinds))
    second = data.draw(tables("u", {**kinds, "t": "derived"}))
    condition = data.draw(conditions(("t", "u"), {"t": "derived", "u": "derived"}, 1))
    answers = data.draw(some_answers(facts))
    rulebook = with_condition(facts, condition, tables=[first, second])
    found = situation(rulebook, answers)
    oracle = Oracle(rulebook, answers)
    diagram = found.logic.truth(condition)
    assert found.holds(diagram) is oracle.verdict(condition)
    assert set(found.open_facts(diagram)) == oracle.open_facts(condition)
    for name in ("t", "u"):
        possible = oracle.possible(name)
        assert set(found.candidates(name)) == possible
        assert found.value(name) == (possible.pop() if len(possible) == 1 else None)


@slow
@given(st.data())
def test_adding_an_answer_never_changes_a_settled_verdict(data: st.DataObject) -> None:
    """Answers given in an order in which each is known to apply, as the questionnaire asks them."""
    facts = data.draw(gated_facts())
    kinds = {f.id: f.type for f in facts}
    condition = data.draw(conditions(tuple(kinds), kinds))
    rulebook = with_condition(facts, condition)
    answers: dict[str, Answer] = {}
    before = situation(rulebook, answers)
    diagram = before.logic.truth(condition)
    for entry in data.draw(st.permutations(facts)):
        if not before.holds(before.logic.relevant(entry.id)):
            continue
        verdict, still_open = before.holds(diagram), before.open_facts(diagram)
        answers[entry.id] = data.draw(st.sampled_from(DOMAINS[entry.type]))
        after = Situation(before.logic, Answers(answers))
        if verdict is not None:
            assert after.holds(diagram) is verdict
        if entry.id not in still_open:
            assert after.holds(diagram) is verdict
        assert set(after.open_facts(diagram)) <= set(still_open) - {entry.id}
        before = after


@slow
@given(st.data())
def test_complete_answers_settle_everything(data: st.DataObject) -> None:
    facts = data.draw(gated_facts())
    kinds = {f.id: f.type for f in facts}
    condition = data.draw(conditions(tuple(kinds), kinds))
    product = {f.id: data.draw(st.sampled_from(DOMAINS[f.type])) for f in facts}
    rulebook = with_condition(facts, condition)
    found = situation(rulebook, product)
    plain = Oracle(rulebook, product).truth(condition, product, frozenset(), {})
    assert found.holds(found.logic.truth(condition)) is plain


@slow
@given(st.data())
def test_grounds_are_sufficient_and_minimal(data: st.DataObject) -> None:
    facts = data.draw(gated_facts())
    kinds = {f.id: f.type for f in facts}
    condition = data.draw(conditions(tuple(kinds), kinds))
    rulebook = with_condition(facts, condition)
    answers: dict[str, Answer] = {}
    found = situation(rulebook, answers)
    for entry in facts:
        if data.draw(st.booleans()) and found.holds(found.logic.relevant(entry.id)):
            answers[entry.id] = data.draw(st.sampled_from(DOMAINS[entry.type]))
            found = Situation(found.logic, Answers(answers))
    diagram = found.logic.truth(condition)
    verdict = found.holds(diagram)
    grounds = found.grounds(diagram)
    if verdict is None:
        assert grounds == ()
        return
    assert set(grounds) <= set(answers)

    def with_only(names: tuple[str, ...]) -> bool | None:
        return Situation(found.logic, Answers({n: answers[n] for n in names})).holds(diagram)

    assert with_only(grounds) is verdict
    for left_out in grounds:
        assert with_only(tuple(name for name in grounds if name != left_out)) is None


def test_grounds_name_what_decided_and_nothing_else() -> None:
    condition = All((is_("p", "a"), AnyOf((is_("q", "a"), is_("r", "a")))))
    rulebook = with_condition(FACTS, condition)
    for answers, expected in (
        ({"p": "a", "q": "a", "r": "a"}, ("p", "q")),
        ({"p": "a", "q": "b", "r": "a"}, ("p", "r")),
        ({"p": "b", "q": "b", "r": "b"}, ("p",)),
        ({"p": "a", "q": "b", "r": "b"}, ("q", "r")),
        ({"p": "a"}, ()),
    ):
        found = situation(rulebook, answers)
        assert found.grounds(found.logic.truth(condition)) == expected


def test_a_fact_that_does_not_apply_is_explained_by_what_ruled_it_out() -> None:
    rulebook = with_condition(CHAIN, is_("port", "a"))
    found = situation(rulebook, {"route": "b", "origin": "a", "port": "a"})
    assert found.grounds(found.logic.truth(is_("port", "a"))) == ("route",)


# Hit policies.


def derived(policy: str, rows: list[Any], answers: Mapping[str, Answer], **more: Any) -> str | None:
    """The value of the derived fact `t`."""
    rulebook = rulebook_of(FACTS, [table("t", rows, policy, **more)])  # type: ignore[arg-type]
    return situation(rulebook, answers).value("t")


def test_first_takes_the_first_row_that_applies() -> None:
    rows = [row("one", is_("p", "a"), {"t": "x"}), row("two", Always(), {"t": "y"})]
    assert derived("first", rows, {"p": "a"}) == "x"
    assert derived("first", rows, {"p": "b"}) == "y"
    assert derived("first", rows, {}) is None
    assert derived("first", rows, {"p": "unknown"}) is None


def test_any_takes_rows_that_agree() -> None:
    rows = [row("one", is_("p", "a"), {"t": "x"}), row("two", is_("q", "a"), {"t": "x"})]
    assert derived("any", rows, {"p": "a", "q": "a"}) == "x"
    assert derived("any", rows, {"q": "a"}) == "x"
    assert derived("any", rows, {"p": "b", "q": "b"}) is None


def test_unique_is_settled_without_the_answer_on_which_rows_agree() -> None:
    rows = [
        row("one", is_("p", "a"), {"t": "x"}),
        row("two", is_("p", "b"), {"t": "x"}),
        row("three", is_("p", "c"), {"t": "y"}),
    ]
    assert derived("unique", rows, {}) is None
    assert derived("unique", rows, {"p": "c"}) == "y"
    both = [*rows[:2], row("three", is_("p", "c"), {"t": "x"})]
    assert derived("unique", both, {}) == "x"


@pytest.mark.parametrize("values", ["x", "xy", "xyz"])
def test_a_gap_gives_no_value(values: str) -> None:
    rows = [row("one", is_("p", "a"), {"t": "x"})]
    assert derived("unique", rows, {"p": "b"}, values=values) is None
    assert derived("unique", rows, {"p": "a"}, values=values) == "x"


@pytest.mark.parametrize("values", ["x", "xy", "xyz"])
def test_a_row_that_says_nothing_gives_no_value(values: str) -> None:
    rows = [row("one", is_("p", "a"), {"t": None}), row("two", Always(), {"t": "x"})]
    assert derived("first", rows, {"p": "a"}, values=values) is None
    assert derived("first", rows, {"p": "b"}, values=values) == "x"


def test_what_tests_an_open_derived_fact_is_open() -> None:
    gap = table("t", [row("one", is_("p", "a"), {"t": "x"})])
    for condition in (is_("t", "x"), Not(is_("t", "x")), FactTest("t", "not_in", ("x",))):
        assert holds(FACTS, condition, {"p": "b"}, tables=[gap]) is None
    one_of = table("t", [row("one", Always(), {"t": ("x", "y")})])
    assert holds(FACTS, FactTest("t", "in", ("x", "y")), {}, tables=[one_of]) is True
    assert holds(FACTS, is_("t", "x"), {}, tables=[one_of]) is None
    assert holds(FACTS, is_("t", "z"), {}, tables=[one_of]) is False


# Exceptions and contradictions.


def rule_verdict(rulebook: Rulebook, answers: Mapping[str, Answer], day: str = DAY) -> bool | None:
    """What the rule `r` says."""
    return situation(rulebook, answers, day).rule_holds(rulebook.rules["r"])


def excepting(name: str, other: str, when: Condition, **more: Any) -> Any:
    """A rule that makes an exception to another."""
    return rule(name, when, exception_to=other, reason=fact("x").why, **more)


def test_exceptions() -> None:
    rules = [rule("r", is_("p", "a")), excepting("e", "r", is_("q", "a"))]
    rulebook = rulebook_of(FACTS, rules=rules)
    for x, y in itertools.product(VALUES, repeat=2):
        assert rule_verdict(rulebook, answers_for((x, y))) is BOTH[x, NOT[y]]


def test_an_exception_to_an_exception() -> None:
    rules = [
        rule("r", is_("p", "a")), excepting("e", "r", is_("q", "a")),
        excepting("e2", "e", is_("r", "a")),
    ]  # fmt: skip
    rulebook = rulebook_of(FACTS, rules=rules)
    for x, y, z in itertools.product(VALUES, repeat=3):
        expected = BOTH[x, NOT[BOTH[y, NOT[z]]]]
        assert rule_verdict(rulebook, answers_for((x, y, z))) is expected


def test_two_exceptions() -> None:
    rules = [
        rule("r", is_("p", "a")), excepting("e", "r", is_("q", "a")),
        excepting("e2", "r", is_("r", "a")),
    ]  # fmt: skip
    rulebook = rulebook_of(FACTS, rules=rules)
    for x, y, z in itertools.product(VALUES, repeat=3):
        expected = BOTH[x, NOT[EITHER[y, z]]]
        assert rule_verdict(rulebook, answers_for((x, y, z))) is expected


CONTRADICTION = rule(
    "c", All((is_("p", "a"), is_("q", "a"))), blocks=fact("x").why, until=fact("x").why,
    contradiction=True,
)  # fmt: skip


def test_what_contradicts_an_answer_is_ruled_out() -> None:
    rulebook = rulebook_of(FACTS, rules=[rule("r", is_("q", "a")), CONTRADICTION])
    assert rule_verdict(rulebook, {}) is None
    assert rule_verdict(rulebook, {"p": "a"}) is False
    assert rule_verdict(rulebook, {"p": "b"}) is None
    found = situation(rulebook, {"p": "a"})
    diagram = found.logic.rule(rulebook.rules["r"])
    assert found.open_facts(diagram) == ()
    assert found.grounds(diagram) == ("p",)


def test_from_a_contradiction_nothing_follows() -> None:
    rulebook = rulebook_of(FACTS, rules=[rule("r", is_("q", "a")), CONTRADICTION])
    both = {"p": "a", "q": "a"}
    assert rule_verdict(rulebook, both) is True
    assert situation(rulebook, both).rule_holds(rulebook.rules["c"]) is True
    assert situation(rulebook, {"p": "a"}).rule_holds(rulebook.rules["c"]) is None


@slow
@given(st.data())
def test_elimination_is_that_of_brute_force(data: st.DataObject) -> None:
    facts = data.draw(gated_facts(most=3))
    kinds = {f.id: f.type for f in facts}
    condition = data.draw(conditions(tuple(kinds), kinds))
    never = data.draw(conditions(tuple(kinds), kinds, 1))
    answers = data.draw(some_answers(facts))
    why = fact("x").why
    contradiction = rule("c", never, blocks=why, until=why, contradiction=True)
    rulebook = rulebook_of(facts, rules=[rule("r", condition), contradiction])
    oracle = Oracle(rulebook, answers)
    allowed = [key for key, holds in oracle.outcomes(never).items() if not holds]
    assume(allowed)
    outcomes = oracle.outcomes(condition)
    verdicts = {outcomes[key] for key in allowed}
    found = situation(rulebook, answers)
    expected = verdicts.pop() if len(verdicts) == 1 else None
    assert found.rule_holds(rulebook.rules["r"]) is expected
    diagram = found.logic.rule(rulebook.rules["r"])
    still_open = set(found.open_facts(diagram))
    assert still_open <= oracle.open_facts(condition) if expected is None else not still_open


# Windows: the day before, the first day, the last day, the day after.

WINDOW = Window("2022-01-01", "2022-06-30")
DAYS = {"2021-12-31": False, "2022-01-01": True, "2022-06-30": True, "2022-07-01": False}


@pytest.mark.parametrize(("day", "in_force"), DAYS.items())
def test_windows_of_rules(day: str, in_force: bool) -> None:
    rulebook = rulebook_of(FACTS, rules=[rule("r", Always(), effective=WINDOW)])
    active = Logic(rulebook, day).active_rules()
    assert (rulebook.rules["r"] in active) is in_force


@pytest.mark.parametrize(("day", "in_force"), DAYS.items())
def test_windows_of_exceptions(day: str, in_force: bool) -> None:
    exception = excepting("e", "r", Always(), effective=WINDOW)
    rulebook = rulebook_of(FACTS, rules=[rule("r", Always()), exception])
    assert rule_verdict(rulebook, {}, day) is not in_force


@pytest.mark.parametrize(("day", "in_force"), DAYS.items())
def test_windows_of_rows(day: str, in_force: bool) -> None:
    rows = [row("one", Always(), {"t": "x"}, WINDOW)]
    rulebook = rulebook_of(FACTS, [table("t", rows)])
    assert situation(rulebook, {}, day).value("t") == ("x" if in_force else None)


def test_a_window_that_ends_does_not_fall_back_to_an_older_one() -> None:
    rows = [
        row("old", Always(), {"t": "x"}, Window("2021-06-01", "2021-12-31")),
        row("new", Always(), {"t": "y"}, Window("2022-02-01", "2022-06-30")),
    ]
    rulebook = rulebook_of(FACTS, [table("t", rows)])
    found = {
        day: situation(rulebook, {}, day).value("t")
        for day in ("2021-05-31", "2021-06-01", "2021-12-31", "2022-01-01", "2022-01-31",
                    "2022-02-01", "2022-06-30", "2022-07-01")
    }  # fmt: skip
    assert found == {
        "2021-05-31": None, "2021-06-01": "x", "2021-12-31": "x", "2022-01-01": None,
        "2022-01-31": None, "2022-02-01": "y", "2022-06-30": "y", "2022-07-01": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("window", "other", "overlaps", "contains"),
    [
        (Window("2021-01-01", "2021-06-30"), Window("2021-06-30", "2021-12-31"), True, False),
        (Window("2021-01-01", "2021-06-30"), Window("2021-07-01", None), False, False),
        (Window(None, None), Window("2021-07-01", None), True, True),
        (Window("2021-01-01", None), Window("2021-01-01", "2021-01-01"), True, True),
        (Window("2021-01-01", None), Window(None, "2021-01-01"), True, False),
        (Window("2021-01-01", None), Window(None, "2020-12-31"), False, False),
    ],
)
def test_windows_among_themselves(
    window: Window, other: Window, overlaps: bool, contains: bool
) -> None:
    assert window.overlaps(other) is overlaps
    assert other.overlaps(window) is overlaps
    assert window.contains(other) is contains


# Reading and writing conditions.


def read(raw: Any) -> tuple[Condition, list[tuple[str, str]]]:
    """A condition, and what was found wrong with it."""
    found: list[tuple[str, str]] = []
    condition = parse_condition(raw, (), lambda _path, code, message: found.append((code, message)))
    return condition, found


KINDS = {f"{kind}_fact": kind for kind in OPERATORS}


@given(conditions(tuple(KINDS), KINDS) | st.just(Always()))
def test_a_condition_that_was_written_is_read_back(condition: Condition) -> None:
    assert read(condition_to_yaml(condition)) == (condition, [])
    text = yaml.safe_dump({"when": condition_to_yaml(condition)}, allow_unicode=True)
    assert read(parse_rulebook_file(text, "f").data["when"]) == (condition, [])


@pytest.mark.parametrize(
    ("raw", "depth"),
    [
        ("always", 0),
        ({"fact": "p", "is": "a"}, 0),
        ({"not": {"fact": "p", "is": "a"}}, 0),
        ({"all": [{"fact": "p", "is": "a"}]}, 1),
        ({"all": [{"not": {"any": [{"fact": "p", "is": "a"}]}}]}, 2),
        ({"not": {"all": [{"any": [{"fact": "p", "is": "a"}]}]}}, 2),
    ],
)
def test_depth(raw: Any, depth: int) -> None:
    condition, problems = read(raw)
    assert not problems
    assert depth_of(condition) == depth


def test_facts_of_a_condition_stand_in_reading_order() -> None:
    condition = AnyOf((Not(is_("q", "a")), All((is_("p", "a"), is_("q", "b")))))
    assert facts_of(condition) == ("q", "p")


@pytest.mark.parametrize(
    "raw",
    [None, 1, "never", [], {}, {"all": {}}, {"all": []}, {"none": []}, {"is": "a"}, {"fact": "p"},
     {"fact": "p", "is": "a", "not_in": ["b"]}, {"fact": "p", "equals": "a"},
     {"fact": "p", "is": []},
     {"fact": "p", "in": []}, {"fact": "p", "in": "a"}, {"fact": "p", "is": None},
     {"fact": "p", "is": True}, {"fact": "p", "is": 1.5}, {"fact": "p", "in": [["a"]]},
     {"fact": "n", "between": [1]}, {"fact": "n", "between": [1, 2, 3]},
     {"fact": "n", "between": [2, 1]}, {"not": []}, {"all": [{"fact": "p", "is": "a"}], "any": []}],
)  # fmt: skip
def test_refuses_what_is_no_condition(raw: Any) -> None:
    _, problems = read(raw)
    assert problems


WORDS = ["fact", "is", "in", "all", "any", "not"]
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3)
    | st.sampled_from([*WORDS, "always"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
)  # fmt: skip


@given(json_like)
def test_nothing_makes_the_reader_of_conditions_fail(raw: Any) -> None:
    condition, problems = read(raw)
    if not problems:
        assert read(condition_to_yaml(condition)) == (condition, [])
