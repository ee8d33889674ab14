"""`regpath next`: the most useful question."""

from __future__ import annotations

from conftest import EXAMPLES, LONG_AGO, STENT, Run, WriteAnswers, data_of, too_wide

NAME_ONLY = str(EXAMPLES / "name-only.yaml")


def test_the_first_question_is_the_class(run: Run) -> None:
    text = run("next", NAME_ONLY).stdout
    assert text.startswith("device_class: Which class does the product have in China?\n")
    assert "  - III: Class III (higher risk)\n" in text
    assert "It bears on: class, act, authority" in text
    assert f"regpath ask {NAME_ONLY}" in text
    assert not too_wide(text)


def test_in_chinese(run: Run) -> None:
    text = run("next", NAME_ONLY, "--lang", "zh").stdout
    assert text.startswith("device_class: 产品在中国属于第几类？\n")
    assert "提问原因：" in text and "影响：" in text
    assert not too_wide(text)


def test_json(run: Run) -> None:
    data = data_of(run("next", NAME_ONLY, "--json"))
    assert data["as_of"] == "2026-11-21"
    assert data["question"]["fact"] == "device_class"
    assert data["question"]["asked"] is False
    assert "act" in data["question"]["fields"]
    assert data["not_known"] == []


def test_an_answer_moves_it_on(run: Run, answers: WriteAnswers) -> None:
    name = answers(product_name="X", device_class="III")
    assert data_of(run("next", name, "--json"))["question"]["fact"] != "device_class"


def test_what_is_not_known_is_not_asked_again(run: Run, answers: WriteAnswers) -> None:
    data = data_of(run("next", answers(product_name="X", device_class="unknown"), "--json"))
    assert data["question"]["fact"] != "device_class"
    assert data["not_known"] == ["device_class"]


def test_a_question_that_cannot_be_answered_is_not_asked(run: Run, answers: WriteAnswers) -> None:
    """While it is not known who makes it, the province of a contract maker is refused."""
    from regpath.api import open_questions_of

    given = {"route": "manufacture", "production_mode": "unknown"}
    facts = [question.fact for question in open_questions_of(given, "2026-11-21")]
    assert "production_mode" in facts
    assert not {"contract_province", "site_province", "import_origin"} & set(facts)


def test_before_the_law_nothing_is_asked(run: Run) -> None:
    result = run("next", STENT, "--as-of", LONG_AGO)
    assert result.stdout == "No further answer can change the result.\n"
    assert "is not in this rulebook" in result.stderr
