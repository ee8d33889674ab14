"""The questionnaire: asks what can still change the result; leaves a valid file at every moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DAY, LONG_AGO, STENT, Run, WriteAnswers, data_of, too_wide
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import FOLDER

from regpath.api import open_questions_of, plan, reader
from regpath.cli.terminal import Terminal
from regpath.load.answers import ValueProblem, load_answers
from regpath.load.rulebook import load_rulebook
from regpath.model.answers import UNKNOWN, Answer, Answers
from regpath.model.rulebook import Fact, Rulebook
from regpath.questionnaire import Questionnaire, choice_words

TINY = load_rulebook(FOLDER)


def lines(*words: str) -> str:
    """Replies as a pipe gives them."""
    return "".join(word + "\n" for word in words)


def saved(path: str | Path) -> dict[str, Any]:
    """The answers in a file."""
    data = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    assert data["schema"] == "regpath/answers/1"
    found: dict[str, Any] = data["answers"]
    return found


@pytest.fixture
def asked(rules: Rulebook) -> Callable[..., Questionnaire]:
    """A questionnaire with answers that were given before."""

    def start(**given: Answer) -> Questionnaire:
        return Questionnaire(rules, DAY, dict(given))

    return start


Asked = Callable[..., Questionnaire]


def current(session: Questionnaire) -> Fact:
    """The fact to ask now."""
    fact = session.current()
    assert fact is not None
    return fact


class TestOrder:
    """What is asked, and when."""

    def test_the_name_comes_first_then_what_is_applied_for(self, asked: Asked) -> None:
        session = asked()
        assert current(session).id == "product_name"
        session.answer(current(session), "Stent")
        assert current(session).id == "application"

    def test_what_cannot_change_the_result_is_not_asked(self, asked: Asked) -> None:
        class_one = asked(product_name="X", application="initial", device_class="I")
        assert not {"clinical_exempt_listed", "priority_ground"} & set(class_one.to_ask())
        imported = asked(product_name="X", route="import")
        assert not {"province", "production_mode", "city"} & set(imported.to_ask())
        assert "import_origin" in imported.to_ask()

    def test_tiers_are_asked_of_hospitals_only(self, asked: Asked) -> None:
        facts = {"product_name": "X", "device_class": "II", "seeks_reimbursement": "yes"}
        assert "hospital_tiers" not in asked(**facts, buyers=("consumer",)).to_ask()
        assert "hospital_tiers" in asked(**facts, buyers=("public_hospital",)).to_ask()

    def test_before_the_law_that_is_modelled_only_the_frame_is_asked(self, rules: Rulebook) -> None:
        session = Questionnaire(rules, LONG_AGO, {})
        assert session.to_ask() == ("product_name", "application")


class TestAnswers:
    """Answers, and what they do to others."""

    def test_a_wrong_answer_changes_nothing(self, asked: Asked, rules: Rulebook) -> None:
        session = asked(product_name="X")
        with pytest.raises(ValueProblem, match="one of I, II, III"):
            session.answer(rules.facts["device_class"], "IV")
        assert session.answers == {"product_name": "X"}

    def test_an_impossible_answer_changes_nothing(self, asked: Asked, rules: Rulebook) -> None:
        session = asked(route="manufacture")
        with pytest.raises(ValueProblem, match="impossible here, because route is manufacture"):
            session.answer(rules.facts["import_origin"], "taiwan")
        assert session.answers == {"route": "manufacture"}

    @pytest.mark.parametrize("how", ["answer", "unknown", "skip"])
    def test_a_changed_answer_drops_what_it_made_irrelevant(
        self, asked: Asked, rules: Rulebook, how: str
    ) -> None:
        session = asked(route="manufacture", production_mode="contract", contract_province="jilin")
        fact = rules.facts["production_mode"]
        dropped = {
            "answer": lambda: session.answer(fact, "own_site"),
            "unknown": lambda: session.do_not_know(fact),
            "skip": lambda: session.skip(fact),
        }[how]()
        assert dropped == ("contract_province",)
        assert "contract_province" not in session.answers
        reader(Answers(session.answers), DAY, rules)

    def test_a_chain_of_relevance_is_dropped_whole(self, asked: Asked, rules: Rulebook) -> None:
        session = asked(route="manufacture", production_mode="contract", contract_province="jilin",
                        province="beijing", device_class="III")  # fmt: skip
        dropped = session.answer(rules.facts["route"], "import")
        assert set(dropped) == {"production_mode", "contract_province", "province"}
        assert session.answers == {"route": "import", "device_class": "III"}

    def test_the_same_answer_again_drops_nothing(self, asked: Asked, rules: Rulebook) -> None:
        session = asked(route="import", province="beijing")
        assert session.answer(rules.facts["route"], "import") == ()

    def test_unknown_is_taken_and_not_asked_again(self, asked: Asked) -> None:
        session = asked(product_name="X", application="initial")
        session.do_not_know(current(session))
        assert session.answers["device_class"] == UNKNOWN
        assert "device_class" not in session.to_ask()
        assert session.left_open() == ("device_class",)

    @pytest.mark.parametrize(
        ("fact", "words", "expected"),
        [
            ("is_sterile", "1", "yes"), ("is_sterile", "2", "no"), ("is_sterile", "Y", "yes"),
            ("is_sterile", "否", "no"), ("is_sterile", "yes", "yes"),
            ("device_class", "3", "III"), ("device_class", "class iii", "III"),
            ("device_class", "第三类", "III"), ("route", "Imported", "import"),
            ("sales_by", "1, 3", "self, online"), ("sales_by", "1，3", "self, online"),
            ("sales_by", "self;online", "self, online"),
            ("target_provinces", "北京、上海", "北京, 上海"),
            ("product_name", "1", "1"), ("product_name", "a, b；c", "a, b；c"),
            ("route", "nonsense", "nonsense"),
        ],
    )  # fmt: skip
    def test_how_an_answer_may_be_typed(
        self, rules: Rulebook, fact: str, words: str, expected: str
    ) -> None:
        assert choice_words(rules.facts[fact], words) == expected


class TestBack:
    """Going back, and on from there."""

    def test_back_goes_answer_by_answer(self, asked: Asked) -> None:
        session = asked()
        for words in ("Stent", "initial", "III"):
            session.answer(current(session), words)
        assert [fact.id for fact in (session.back(), session.back(), session.back()) if fact] == [
            "device_class", "application", "product_name",
        ]  # fmt: skip
        assert session.back() is None
        session.keep()
        assert current(session).id == "route"

    def test_back_reaches_answers_of_an_earlier_session(self, asked: Asked) -> None:
        session = asked(product_name="X", route="import")
        fact = session.back()
        assert fact is not None and fact.id == "route"

    def test_back_passes_over_what_was_dropped(self, asked: Asked, rules: Rulebook) -> None:
        session = asked(product_name="X", route="import", import_origin="foreign")
        session.answer(rules.facts["route"], "manufacture")
        fact = session.back()
        assert fact is not None and fact.id == "route"

    def test_a_skipped_fact_can_be_gone_back_to(self, asked: Asked) -> None:
        session = asked(product_name="X", application="initial")
        session.skip(current(session))
        assert current(session).id != "device_class"
        fact = session.back()
        assert fact is not None and fact.id == "device_class"
        session.answer(fact, "III")
        assert session.answers["device_class"] == "III" and not session.skipped


def random_words(fact: Fact, rulebook: Rulebook, dice: random.Random) -> str:
    """Some answer that a fact can take."""
    ids = [choice.id for choice in fact.choices] or {
        "yes_no": ["yes", "no"], "province": list(rulebook.provinces),
        "date": ["2021-06-01", "2026-11-20", "2031-01-01"], "whole_number": ["1", "7"],
        "country": ["DE", "US"],
    }.get(fact.type.removesuffix("_list"), ["some words"])  # fmt: skip
    if fact.type.endswith("list"):
        return ", ".join(dice.sample(ids, dice.randint(1, min(3, len(ids)))))
    return dice.choice(ids)


def walk(rulebook: Rulebook, day: str, dice: random.Random) -> Questionnaire:
    """Answer at random until nothing is asked any more: it always ends."""
    session = Questionnaire(rulebook, day, {})
    for _ in range(20 * len(rulebook.facts)):
        fact = session.current()
        if fact is None:
            return session
        match dice.choices(["answer", "unknown", "skip", "back"], [12, 3, 2, 1])[0]:
            case "answer":
                session.answer(fact, random_words(fact, rulebook, dice))
            case "unknown":
                session.do_not_know(fact)
            case "skip":
                session.skip(fact)
            case _:
                session.back()
    raise AssertionError("the questionnaire does not end")


def check_end(session: Questionnaire, rulebook: Rulebook, day: str) -> None:
    """The answers plan without error, and nothing is open but what was skipped or not known."""
    given = Answers(session.answers)
    plan(given, day, rulebook)
    left = [q.fact for q in open_questions_of(given, day, rulebook) if not q.asked]
    assert set(left) <= session.skipped


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_random_answers_end(seed: int) -> None:
    day = "2022-03-01"
    check_end(walk(TINY, day, random.Random(seed)), TINY, day)


@pytest.mark.parametrize("seed", range(3))
def test_random_answers_end_in_the_rulebook(rules: Rulebook, seed: int) -> None:
    day = ["2021-06-01", "2023-05-05", DAY][seed]
    check_end(walk(rules, day, random.Random(seed)), rules, day)


class TestTerminal:
    """`regpath ask` from a pipe."""

    def test_answers_are_saved(self, run: Run, rules: Rulebook) -> None:
        result = run("ask", "a.yaml", input=lines("Stent", "", "3", "2", "q"))
        assert saved("a.yaml") == {
            "product_name": "Stent", "application": "initial", "device_class": "III",
            "route": "import",
        }  # fmt: skip
        assert result.stdout == ""
        assert "Answers saved in a.yaml\nNext: regpath ask a.yaml\n" in result.stderr
        assert not too_wide(result.stderr)
        load_answers(Path("a.yaml"), rules)

    def test_the_default_file(self, run: Run) -> None:
        run("ask", input=lines("Stent"))
        assert saved("answers.yaml") == {"product_name": "Stent"}
        result = run("ask", input=lines("Other"), code=2)
        assert "answers.yaml exists; resume it with `regpath ask answers.yaml`" in result.stderr
        assert saved("answers.yaml") == {"product_name": "Stent"}

    def test_resuming(self, run: Run) -> None:
        run("ask", "a.yaml", input=lines("Stent", "initial"))
        run("ask", "a.yaml", input=lines("III"))
        run("ask", "a.yaml", input=lines("import", "s", "q"))
        assert set(saved("a.yaml")) == {"product_name", "application", "device_class", "route"}

    def test_resuming_into_another_file(self, run: Run) -> None:
        run("ask", "a.yaml", input=lines("Stent"))
        run("ask", "a.yaml", "-o", "b.yaml", input=lines("initial", "III"))
        assert list(saved("a.yaml")) == ["product_name"]
        assert len(saved("b.yaml")) == 3
        result = run("ask", "a.yaml", "-o", "b.yaml", input="", code=2)
        assert "b.yaml exists" in result.stderr

    def test_the_date_asked_for_is_kept(self, run: Run) -> None:
        run("ask", "a.yaml", "--as-of", "2022-02-02", input=lines("Stent"))
        assert "as_of: '2022-02-02'" in Path("a.yaml").read_text()
        run("ask", "a.yaml", input=lines("initial"))
        assert "as_of: '2022-02-02'" in Path("a.yaml").read_text()

    def test_help_has_reason_and_law(self, run: Run) -> None:
        text = run("ask", "a.yaml", input=lines("Stent", "initial", "?", "q")).stderr
        assert "Why we ask: It decides filing or registration" in text
        assert "Law: Regulations for the Supervision and Administration of Medical Devices" in text
        assert "Art. 6" in text

    def test_wrong_answers_are_explained_and_asked_again(self, run: Run) -> None:
        replies = lines("S", "initial", "IV", "", "4", "II", "imprt")
        text = run("ask", "a.yaml", input=replies).stderr
        assert "! one of I, II, III, unknown was expected, not 'IV'." in text
        assert "not '4'." in text and "Did you mean 'import'?" in text
        assert saved("a.yaml")["device_class"] == "II"

    def test_back_shows_what_enter_keeps(self, run: Run) -> None:
        text = run("ask", "a.yaml", input=lines("b", "Stent", "2", "b", "b", "", "III")).stderr
        assert "This is the first question." in text
        assert "(Enter: initial)" in text
        assert "(Enter keeps: clinical_trial)" in text and "(Enter keeps: Stent)" in text
        assert saved("a.yaml")["application"] == "clinical_trial"

    def test_a_dropped_answer_is_named(self, run: Run) -> None:
        replies = lines("Stent", "", "III", "import", "b", "manufacture")
        facts = run("ask", "a.yaml", input=replies)
        assert "No longer relevant" not in facts.stderr
        Path("a.yaml").write_text(
            "schema: regpath/answers/1\nanswers: {product_name: X, application: initial, "
            "import_origin: foreign, route: import}\n"
        )
        text = run("ask", "a.yaml", input=lines("b", "b", "b", "manufacture")).stderr
        assert "No longer relevant, taken out: import_origin" in text
        assert "import_origin" not in saved("a.yaml")

    def test_quotes_make_a_text_of_one_letter(self, run: Run) -> None:
        run("ask", "a.yaml", input=lines('"b"', "q"))
        assert saved("a.yaml")["product_name"] == "b"

    def test_in_chinese(self, run: Run) -> None:
        text = run("ask", "a.yaml", "--lang", "zh",
                   input=lines("药物支架", "", "第三类", "？", "飞", "进口")).stderr  # fmt: skip
        assert saved("a.yaml") == {
            "product_name": "药物支架", "application": "initial", "device_class": "III",
            "route": "import",
        }  # fmt: skip
        assert "产品在中国属于第几类？" in text and "无法接受该回答" in text and "依据：" in text
        assert not too_wide(text)

    def test_unknown_leaves_the_default(self, run: Run) -> None:
        result = run("ask", "a.yaml", input=lines("Stent", "u", "III"))
        assert "Then initial is assumed." in result.stderr
        assert saved("a.yaml") == {"product_name": "Stent", "device_class": "III"}

    def test_a_whole_run_of_unknowns(self, run: Run) -> None:
        result = run("ask", "a.yaml", input=lines("Stent", "initial", *["u"] * 80))
        assert "Skipped or not known, so still open" in result.stderr
        assert "Next: regpath plan a.yaml" in result.stderr
        assert set(saved("a.yaml").values()) == {"Stent", "initial", "unknown"}
        assert data_of(run("next", "a.yaml", "--json"))["question"] is None
        run("plan", "a.yaml", "--brief")

    def test_standard_output(self, run: Run) -> None:
        result = run("ask", "-o", "-", input=lines("Stent", "q"))
        assert yaml.safe_load(result.stdout)["answers"] == {"product_name": "Stent"}
        assert not list(Path().iterdir())

    def test_json(self, run: Run) -> None:
        data = data_of(run("ask", "a.yaml", "--json", input=lines("Stent", "q")))
        assert (data["file"], data["finished"]) == ("a.yaml", False)
        assert data["open_questions"][:2] == ["application", "device_class"]
        assert data["answers_file"]["answers"] == {"product_name": "Stent"}

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["-"], "standard input holds your replies"),
            (["-o", "-", "--json"], "both take standard output"),
            ([STENT, "-o", STENT + ".x/y"], "nothing was changed"),
        ],
    )
    def test_usage(self, run: Run, words: list[str], message: str) -> None:
        assert message in run("ask", *words, input="", code=None).stderr

    def test_a_bad_file_is_refused_and_stays(self, run: Run, answers: WriteAnswers) -> None:
        name = answers(route="manufacture", import_origin="taiwan")
        before = Path(name).read_bytes()
        assert "impossible-combination" in run("ask", name, input=lines("III"), code=2).stderr
        assert Path(name).read_bytes() == before

    def test_input_that_is_no_utf_8(self, run: Run) -> None:
        text = run("ask", "a.yaml", input=b"\xd6\xa7\xbc\xdc\nStent\n").stderr
        assert "This is not UTF-8 text" in text
        assert saved("a.yaml") == {"product_name": "Stent"}


class TestInterrupted:
    """Ctrl-C at any point leaves a valid answers file with all answers so far."""

    REPLIES = ("Stent", "initial", "III", "import")
    FACTS = ("product_name", "application", "device_class", "route")

    @pytest.mark.parametrize("after", range(5))
    def test_at_a_question(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, rules: Rulebook, after: int
    ) -> None:
        replies = iter(self.REPLIES[:after])

        def read_line(_self: Terminal) -> str:
            for reply in replies:
                return reply
            raise KeyboardInterrupt

        monkeypatch.setattr(Terminal, "read_line", read_line)
        result = run("ask", "a.yaml", code=1)
        assert tuple(saved("a.yaml")) == self.FACTS[:after]
        assert "Answers saved in a.yaml" in result.stderr
        load_answers(Path("a.yaml"), rules)

    @pytest.mark.parametrize(
        "where", ["tempfile.mkstemp", "pathlib.Path.chmod", "pathlib.Path.replace"]
    )
    def test_while_saving(self, run: Run, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
        module, _, name = where.rpartition(".")
        owner: Any = Path if module == "pathlib.Path" else __import__("tempfile")
        real, calls = getattr(owner, name), []

        def interrupt(*words: Any, **more: Any) -> Any:
            calls.append(1)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return real(*words, **more)

        monkeypatch.setattr(owner, name, interrupt)
        run("ask", "a.yaml", input=lines(*self.REPLIES), code=1)
        assert tuple(saved("a.yaml")) == self.FACTS[:2]
        assert [path.name for path in Path().iterdir()] == ["a.yaml"]

    def test_while_an_answer_is_taken(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = []

        def interrupt(*_: Any) -> Any:
            calls.append(1)
            raise KeyboardInterrupt

        monkeypatch.setattr("regpath.questionnaire.without_irrelevant", interrupt)
        run("ask", "a.yaml", input=lines(*self.REPLIES), code=1)
        assert calls and saved("a.yaml") == {}
