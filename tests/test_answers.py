"""Answers files: every accepted form, and every refusal with file, line, value and expectation."""

from __future__ import annotations

import ast
import datetime
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import DAY, FOLDER

import regpath
from regpath.load import answers as answers_module
from regpath.load.answers import answers_from, load_answers, parse_answers, parse_answers_bytes
from regpath.load.rulebook import load_rulebook
from regpath.model.answers import Answer, Answers
from regpath.model.errors import AnswersError, Problem

RULEBOOK = load_rulebook(FOLDER)
HEAD = "schema: regpath/answers/1\nanswers:\n"


def read(lines: str) -> Answers:
    """The answers in a file with these lines under `answers:`."""
    return parse_answers(
        HEAD + "".join(f"  {line}\n" for line in lines.splitlines()), "f", RULEBOOK
    )


def value(fact: str, written: str) -> Answer | None:
    """What a fact is, written so in YAML."""
    return read(f"{fact}: {written}").values.get(fact)


def problems_in(text: str) -> tuple[Problem, ...]:
    """Everything wrong with the text of an answers file."""
    with pytest.raises(AnswersError) as caught:
        parse_answers(text, "answers.yaml", RULEBOOK)
    return caught.value.problems


def problem_with(line: str) -> Problem:
    """The one thing wrong with a line under `answers:`."""
    (problem,) = problems_in(f"{HEAD}  city: X\n  {line}\n")
    assert (problem.file, problem.line, problem.column) == ("answers.yaml", 4, 3)
    return problem


ACCEPTED = [
    ("product_name", "Stent", "Stent"),
    ("product_name", "'  Stent '", "Stent"),
    ("product_name", "yes", "yes"),
    ("product_name", "3", "3"),
    ("product_name", "药物洗脱支架", "药物洗脱支架"),
    ("product_name", "Stent 2021-10-01", "Stent 2021-10-01"),
    ("product_kind", "device", "device"),
    ("product_kind", "Device", "device"),
    ("device_class", "1", "I"),
    ("device_class", "'2'", "II"),
    ("device_class", "III", "III"),
    ("device_class", "iii", "III"),
    ("device_class", "unknown", "unknown"),
    ("device_class", "Unknown", "unknown"),
    ("is_sterile", "yes", "yes"),
    ("is_sterile", "no", "no"),
    ("is_sterile", "'yes'", "yes"),
    ("is_sterile", '"No"', "no"),
    ("is_sterile", "true", "yes"),
    ("is_sterile", "false", "no"),
    ("is_sterile", "True", "yes"),
    ("is_sterile", "'false'", "no"),
    ("is_sterile", "unknown", "unknown"),
    ("province", "guangdong", "guangdong"),
    ("province", "Guangdong", "guangdong"),
    ("province", "CN-GD", "guangdong"),
    ("province", "cn-gd", "guangdong"),
    ("province", "广东", "guangdong"),
    ("province", "广东省", "guangdong"),
    ("province", "Inner Mongolia", "inner-mongolia"),
    ("province", "inner_mongolia", "inner-mongolia"),
    ("province", "内蒙古", "inner-mongolia"),
    ("target_provinces", "[guangdong, CN-HI, 内蒙古]", ("guangdong", "hainan", "inner-mongolia")),
    ("target_provinces", "guangdong, 广东, hainan", ("guangdong", "hainan")),
    ("target_provinces", "[]", ()),
    ("target_provinces", "''", ()),
    ("target_provinces", "unknown", "unknown"),
    ("sales_by", "[self, online]", ("self", "online")),
    ("sales_by", "'self,online'", ("self", "online")),
    ("sales_by", "online", ("online",)),
    ("sales_by", "[online, online]", ("online",)),
    ("claims", "[one, two]", ("one", "two")),
    ("holder_country", "de", "DE"),
    ("approved_in", "[de, US]", ("DE", "US")),
    ("approved_in", "DE, us", ("DE", "US")),
    ("approved_on", "2021-06-01", "2021-06-01"),
    ("approved_on", "'2021-06-01'", "2021-06-01"),
    ("registration_units", "3", 3),
    ("registration_units", "'12'", 12),
    ("registration_units", "unknown", "unknown"),
]


@pytest.mark.parametrize(("fact", "written", "expected"), ACCEPTED)
def test_accepts(fact: str, written: str, expected: Answer) -> None:
    assert value(fact, written) == expected
    assert type(value(fact, written)) is type(expected)


@pytest.mark.parametrize(("fact", "written", "expected"), ACCEPTED)
def test_answers_that_were_read_are_read_again_as_they_are(
    fact: str, written: str, expected: Answer
) -> None:
    given = Answers({fact: expected})
    assert answers_from(given.to_json(), RULEBOOK) == given
    assert (
        parse_answers(
            json.dumps({"schema": "regpath/answers/1", "answers": given.to_json()}), "f", RULEBOOK
        )
        == given
    )


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_null_is_unanswered(written: str) -> None:
    found = read(f"device_class: {written}")
    assert not found.asked("device_class")
    assert found.known("device_class") is None


def test_unknown_was_asked_and_is_not_known() -> None:
    found = read("device_class: unknown")
    assert found.asked("device_class")
    assert found.known("device_class") is None


def test_no_answers_at_all() -> None:
    found = parse_answers("schema: regpath/answers/1\nanswers: {}\n", "f", RULEBOOK)
    assert found == Answers({}, None)


REFUSED = [
    ("rout: import", "unknown-fact", ["'rout'", "Did you mean 'route'?"]),
    ("Route: import", "unknown-fact", ["'Route'", "Did you mean 'route'?"]),
    ("zzz: import", "unknown-fact", ["there is no fact 'zzz'."]),
    ("act: filing", "unknown-fact", ["'act'"]),
    ("list_state: met", "found-fact", ["is found by the tool", "remove it"]),
    ("route: improt", "wrong-value",
     ["route: ", "one of manufacture, import, unknown", "not 'improt'", "Did you mean 'import'?"]),
    ("route: [import]", "wrong-value", ["one value was expected", "['import']"]),
    ("route: {a: b}", "wrong-value", ["one value was expected", "{'a': 'b'}"]),
    ("route: ''", "wrong-value", ["one of manufacture, import", "not ''"]),
    ("device_class: 4", "wrong-value", ["one of I, II, III, unknown", "not '4'"]),
    ("device_class: IV", "wrong-value", ["one of I, II, III", "not 'IV'"]),
    ("is_sterile: maybe", "wrong-value", ["yes, no or unknown", "not 'maybe'"]),
    ("is_sterile: 1", "wrong-value", ["yes, no or unknown", "not '1'"]),
    ("is_sterile: [yes]", "wrong-value", ["one value was expected", "['yes']"]),
    ("province: guangdon", "wrong-value",
     ["guangdong, CN-GD, 广东", "not 'guangdon'", "Did you mean 'guangdong'?"]),
    ("province: 广", "wrong-value", ["a province was expected", "'广'"]),
    ("target_provinces: [guangdong, atlantis]", "wrong-value", ["a province", "'atlantis'"]),
    ("target_provinces: {a: b}", "wrong-value", ["a list such as [a, b]", "{'a': 'b'}"]),
    ("target_provinces: [[guangdong]]", "wrong-value", ["a list of single words", "guangdong"]),
    ("target_provinces: [guangdong, null]", "wrong-value", ["a list of single words", "None"]),
    ("target_provinces: guangdong,,hainan", "wrong-value", ["a list of single words", "''"]),
    ("claims: [one, '']", "wrong-value", ["a list of single words", "''"]),
    ("sales_by: [self, shop]", "wrong-value", ["one of self, distributor, online was", "'shop'"]),
    ("sales_by: [unknown, self]", "wrong-value", ["one of self, distributor, online was"]),
    ("holder_country: Germany", "wrong-value", ["ISO 3166-1", "'Germany'"]),
    ("holder_country: D1", "wrong-value", ["ISO 3166-1", "'D1'"]),
    ("approved_in: [DE, USA]", "wrong-value", ["ISO 3166-1", "'USA'"]),
    ("approved_on: 2021-02-30", "wrong-value", ["a date such as", "'2021-02-30'"]),
    ("approved_on: 1.6.2021", "wrong-value", ["a date such as", "'1.6.2021'"]),
    ("approved_on: 2026-W47-6", "wrong-value", ["a date such as", "'2026-W47-6'"]),
    ("registration_units: 0", "wrong-value", ["a whole number from 1", "'0'"]),
    ("registration_units: -1", "wrong-value", ["a whole number from 1", "'-1'"]),
    ("registration_units: 1.5", "wrong-value", ["a whole number from 1", "'1.5'"]),
    ("registration_units: three", "wrong-value", ["a whole number from 1", "'three'"]),
    ("registration_units: ３", "wrong-value", ["a whole number from 1", "'３'"]),
    (f"registration_units: {'9' * 5000}", "wrong-value", ["a whole number from 1", "999..."]),
    ("product_name: ''", "wrong-value", ["a text of 1 to 20000 characters", "''"]),
    (f"product_name: {'x' * 20_001}", "wrong-value", ["a text of 1 to 20000", "xxx..."]),
    ('product_name: "a\\u0007b"', "wrong-value", ["without control characters", "'a\\x07b'"]),
    ("product_name: [a]", "wrong-value", ["one value was expected", "['a']"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "words"), REFUSED, ids=[line[:30] for line, _, _ in REFUSED]
)
def test_refuses(line: str, code: str, words: list[str]) -> None:
    problem = problem_with(line)
    assert problem.code == code
    assert problem.fact == line.partition(":")[0]
    for word in words:
        assert word in problem.message
    assert len(problem.message) < 300


FRAME = [
    ("answers:\n  route: import\n", "unknown-schema", 1, "found None"),
    ("schema: regpath/answers/2\nanswers: {}\n", "unknown-schema", 1, "found 'regpath/answers/2'"),
    ("schema: regpath/rulebook/1\nanswers: {}\n", "unknown-schema", 1, "`schema: regpath/"),
    ("schema: regpath/answers/1\n", "no-answers", 1, "`answers:` with facts"),
    ("schema: regpath/answers/1\nanswers:\n", "no-answers", 2, "`answers:` with facts"),
    ("schema: regpath/answers/1\nanswers: [route]\n", "no-answers", 2, "`answers:` with facts"),
    ("schema: regpath/answers/1\nanswer: {}\nanswers: {}\n", "unknown-key", 2,
     "Did you mean 'answers'?"),
    ("schema: regpath/answers/1\nanswers: {}\nroute: import\n", "unknown-key", 3,
     "under `answers:`"),
    ("schema: regpath/answers/1\nas_of: today\nanswers: {}\n", "bad-date", 2, "not 'today'"),
    ("schema: regpath/answers/1\nas_of: 2026-13-01\nanswers: {}\n", "bad-date", 2, "2026-13-01"),
    ("- route: import\n", "not-a-mapping", 1, "were expected"),
    ("route\n", "not-a-mapping", 1, "were expected"),
    ("[]", "not-a-mapping", 1, "were expected"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "words"), FRAME)
def test_refuses_the_frame(text: str, code: str, line: int, words: str) -> None:
    (problem,) = problems_in(text)
    assert (problem.code, problem.line) == (code, line)
    assert words in problem.message


def test_every_problem_is_reported_at_once() -> None:
    text = (
        "schema: regpath/answers/9\n"
        "as_of: soon\n"
        "extra: 1\n"
        "answers:\n"
        "  rout: import\n"
        "  device_class: IV\n"
        "  approved_on: soon\n"
        "  sales_by: [shop]\n"
    )
    found = [(problem.line, problem.code) for problem in problems_in(text)]
    assert found == [
        (1, "unknown-schema"), (2, "bad-date"), (3, "unknown-key"), (5, "unknown-fact"),
        (6, "wrong-value"), (7, "wrong-value"), (8, "wrong-value"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("schema: regpath/answers/1\nanswers: {route: import\n", "yaml-syntax", 3),
        ("schema: regpath/answers/1\nanswers:\n  a: 1\n  a: 2\n", "duplicate-key", 4),
        ("schema: regpath/answers/1\nanswers: &a\n  b: *a\n", "yaml-alias", 2),
        ("schema: regpath/answers/1\nanswers:\n  route: !!str import\n", "yaml-tag", 3),
        ('{"schema": "regpath/answers/1",\n "answers": {"route": "import",}}', "json-syntax", 2),
        ('{"schema": "regpath/answers/1",\n "answers": {"a": 1, "a": 2}}', "duplicate-key", 2),
    ],
)
def test_refuses_the_document(text: str, code: str, line: int) -> None:
    (problem,) = problems_in(text)
    assert (problem.code, problem.file, problem.line) == (code, "answers.yaml", line)


def test_problems_in_json_have_a_line() -> None:
    data = {"schema": "regpath/answers/1", "answers": {"product_name": "😀", "rout": 1, "route": 2}}
    text = json.dumps(data, indent=2)
    assert [(problem.line, problem.fact) for problem in problems_in(text)] == [
        (5, "rout"), (6, "route"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "given", "expected"),
    [
        ("is_sterile", True, "yes"), ("is_sterile", False, "no"), ("is_sterile", "yes", "yes"),
        ("device_class", 3, "III"), ("device_class", "3", "III"), ("registration_units", 4, 4),
        ("approved_on", datetime.date(2021, 6, 1), "2021-06-01"),
        ("sales_by", ("self",), ("self",)),
        ("sales_by", ["self"], ("self",)), ("target_provinces", "CN-GD", ("guangdong",)),
    ],
)  # fmt: skip
def test_a_mapping_takes_python_values(fact: str, given: object, expected: Answer) -> None:
    assert answers_from({fact: given}, RULEBOOK).values == {fact: expected}


def test_a_mapping_may_be_the_content_of_a_file() -> None:
    whole = {"schema": "regpath/answers/1", "as_of": "2026-11-21", "answers": {"route": "import"}}
    assert answers_from(whole, RULEBOOK) == Answers({"route": "import"}, "2026-11-21")


def test_problems_of_a_mapping_have_no_line() -> None:
    with pytest.raises(AnswersError) as caught:
        answers_from({"rout": "import", "device_class": "IV"}, RULEBOOK)
    assert [(p.file, p.line, p.fact) for p in caught.value.problems] == [
        ("answers", 0, "rout"), ("answers", 0, "device_class"),
    ]  # fmt: skip
    assert "Did you mean 'route'?" in str(caught.value)


@pytest.mark.parametrize("given", [10**400, float("nan"), float("inf"), "\ud800", "\x00"])
def test_a_mapping_with_values_that_no_fact_takes(given: Any) -> None:
    with pytest.raises(AnswersError, match="wrong-value"):
        answers_from({"registration_units": given}, RULEBOOK)


def test_half_a_character_is_no_text() -> None:
    text = '{"schema": "regpath/answers/1", "answers": {"product_name": "\\ud800"}}'
    (problem,) = problems_in(text)
    assert (problem.code, problem.line) == ("wrong-value", 1)
    str(problem).encode("utf-8")


def test_answers_stand_in_the_order_of_the_questionnaire() -> None:
    found = read("route: import\nproduct_name: Stent\ndevice_class: 3")
    assert list(found.values) == ["product_name", "device_class", "route"]


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(HEAD.replace("answers:", "as_of: 2026-11-21\nanswers:") + "  route: import\n")
    assert load_answers(path, RULEBOOK) == Answers({"route": "import"}, "2026-11-21")
    raw = path.read_bytes()
    assert parse_answers_bytes(raw, "-", RULEBOOK) == load_answers(path, RULEBOOK)
    assert parse_answers_bytes(b"\xef\xbb\xbf" + raw, "-", RULEBOOK).values == {"route": "import"}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_bytes(HEAD.encode() + "  city: 广州\n".encode("gb18030"))
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for path, code, line in (
        (huge, "too-large", 0), (wrong, "encoding", 3), (tmp_path, "unreadable", 0),
        (tmp_path / "missing.yaml", "unreadable", 0), (tmp_path / "loop.yaml", "unreadable", 0),
    ):  # fmt: skip
        with pytest.raises(AnswersError) as caught:
            load_answers(path, RULEBOOK)
        (problem,) = caught.value.problems
        assert (problem.code, problem.file, problem.line) == (code, str(path), line)


def test_a_file_full_of_errors_is_answered_in_reasonable_time() -> None:
    start = time.perf_counter()
    problems = problems_in(HEAD + "".join(f"  fact_{n}: {'x' * 50}\n" for n in range(2_000)))
    assert len(problems) == 2_000
    assert time.perf_counter() - start < 20


IMPOSSIBLE = [
    {"route": "manufacture", "production_mode": "own_site", "contract_province": "hainan"},
    {"route": "manufacture", "contract_province": "hainan"},
    {"route": "manufacture", "production_mode": "unknown", "contract_province": "hainan"},
    {"route": "import", "production_mode": "contract", "contract_province": "hainan"},
]


@pytest.mark.parametrize("given", IMPOSSIBLE)
def test_impossible_combinations(given: dict[str, str]) -> None:
    with pytest.raises(AnswersError) as caught:
        regpath.plan(given, DAY, RULEBOOK)
    (problem,) = caught.value.problems
    assert (problem.code, problem.fact) == ("impossible-combination", "contract_province")
    assert "'hainan' is impossible here" in problem.message
    state = f"is {given.get('production_mode', 'not answered')}"
    if given["route"] == "import":
        state = "does not apply"
    assert f"because production_mode {state}." in problem.message
    assert "Correct production_mode, or take contract_province out." in problem.message


@pytest.mark.parametrize("province", ["unknown", None])
def test_an_answer_that_says_nothing_is_never_impossible(province: str | None) -> None:
    given = {"route": "manufacture", "production_mode": "own_site", "contract_province": province}
    regpath.plan(given, DAY, RULEBOOK)


def test_a_date_is_needed() -> None:
    with pytest.raises(AnswersError, match="bad-date"):
        regpath.plan({"route": "import"}, rulebook=RULEBOOK)
    with pytest.raises(AnswersError, match="bad-date"):
        regpath.plan({"route": "import"}, "2026-W47-6", RULEBOOK)


def test_the_date_of_the_call_wins() -> None:
    whole = {"schema": "regpath/answers/1", "as_of": "2022-01-01", "answers": {}}
    assert regpath.plan(whole, rulebook=RULEBOOK).as_of == "2022-01-01"
    assert regpath.plan(whole, DAY, RULEBOOK).as_of == DAY


def test_every_code_is_tested() -> None:
    source = Path(str(answers_module.__file__)).read_text("utf-8")
    strings = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {word for word in strings if word.replace("-", "").islower() and "-" in word[1:-1]}
    codes = {word for word in codes if word.replace("-", "").isalpha()}
    assert codes == {code for _, code, _ in REFUSED} | {code for _, code, *_ in FRAME}


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for whole in (text, HEAD + text, f"{HEAD}  product_name: {text}\n"):
        try:
            parse_answers(whole, "f", RULEBOOK)
        except AnswersError as error:
            assert error.problems


@given(st.dictionaries(st.sampled_from(sorted(RULEBOOK.facts)), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)))  # fmt: skip
def test_no_mapping_makes_the_reader_fail(given_answers: dict[str, Any]) -> None:
    try:
        found = answers_from(given_answers, RULEBOOK)
    except AnswersError as error:
        assert {problem.fact for problem in error.problems} <= set(given_answers)
    else:
        assert set(found.values) <= set(given_answers)
