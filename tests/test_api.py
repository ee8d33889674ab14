"""`import regpath`: the functions that the command line uses."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from conftest import DAY, STENT

import regpath
import regpath.api
from regpath.model.errors import AnswersError
from regpath.model.rulebook import Rulebook

ANSWERS = {"product_kind": "device", "device_class": "III", "route": "import",
           "import_origin": "foreign"}  # fmt: skip


def test_import_loads_nothing_heavy_and_gives_the_functions() -> None:
    code = (
        "import regpath, sys; print([m for m in ('pydantic', 'yaml', 'jinja2', 'typst', 'click') "
        "if m in sys.modules]); print([n for n in regpath.__all__ if not hasattr(regpath, n)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


def test_the_functions_of_the_contract_are_there() -> None:
    wanted = {"load_rulebook", "plan", "next_question", "explain", "compare", "decode_number",
              "render"}  # fmt: skip
    assert wanted <= set(regpath.__all__)
    assert wanted <= set(dir(regpath)) | set(regpath.__all__)
    with pytest.raises(AttributeError, match="no attribute 'plann'"):
        regpath.plann  # noqa: B018


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(regpath.api).failed == 0


def test_answers_in_any_form_give_the_same(rules: Rulebook) -> None:
    from pathlib import Path

    from regpath.load.answers import load_answers

    read = load_answers(Path(STENT), rules)
    whole = {"schema": "regpath/answers/1", "as_of": DAY, "answers": read.to_json()}
    expected = regpath.plan(read, rulebook=rules)
    for form in (STENT, Path(STENT), whole):
        assert regpath.plan(form, rulebook=rules) == expected
    assert regpath.plan(read.to_json(), as_of=DAY, rulebook=rules) == expected


def test_the_engine_never_reads_the_clock(rules: Rulebook) -> None:
    with pytest.raises(AnswersError, match="a date such as 2026-11-21 is needed"):
        regpath.plan(ANSWERS, rulebook=rules)
    for date in ("today", "2026-1-1", "20261121"):
        with pytest.raises(AnswersError, match="bad-date"):
            regpath.plan(ANSWERS, as_of=date, rulebook=rules)


def test_an_impossible_combination_has_its_place(rules: Rulebook) -> None:
    wrong = {"route": "manufacture", "import_origin": "taiwan"}
    with pytest.raises(AnswersError, match="answers: impossible-combination: import_origin"):
        regpath.plan(wrong, as_of=DAY, rulebook=rules)


def test_plan_next_explain_compare(rules: Rulebook) -> None:
    pathway = regpath.plan(ANSWERS, as_of=DAY, rulebook=rules)
    question = regpath.next_question(ANSWERS, as_of=DAY, rulebook=rules)
    assert question is not None
    assert question.fact == next(q.fact for q in pathway.open_questions if not q.asked)
    explained = regpath.explain(ANSWERS, "appoint-agent", as_of=DAY, rulebook=rules)
    assert explained.status == next(s.status for s in pathway.steps if s.id == "appoint-agent")
    found = regpath.compare(ANSWERS, {**ANSWERS, "device_class": "I"}, as_of=DAY, rulebook=rules)
    assert found.fields["act"] == ("registration", "filing")
    assert found.labels == ("1", "2")


def test_equal_calls_give_equal_bytes_in_every_form(rules: Rulebook) -> None:
    pathway = regpath.plan(ANSWERS, as_of=DAY, rulebook=rules)
    again = regpath.plan(dict(reversed(ANSWERS.items())), as_of=DAY, rulebook=rules)
    for form, lang in (("json", "en"), ("md", "zh"), ("md", "both")):
        assert regpath.render(pathway, form, lang) == regpath.render(again, form, lang)  # type: ignore[arg-type]
    assert json.loads(regpath.render(pathway, "json"))["schema"] == "regpath/pathway/1"


@pytest.mark.parametrize(("form", "lang"), [("html", "en"), ("md", "fr")])
def test_another_form_or_language_is_refused(rules: Rulebook, form: str, lang: Any) -> None:
    with pytest.raises(ValueError, match=form if form != "md" else lang):
        regpath.render(regpath.plan(ANSWERS, as_of=DAY, rulebook=rules), form, lang)


def test_many(rules: Rulebook) -> None:
    found = regpath.evaluate_many((ANSWERS for _ in range(3)), DAY, rules)
    assert [pathway.summary.act for pathway in found] == ["registration"] * 3


def test_decode_number(rules: Rulebook) -> None:
    assert regpath.decode_number("国械注进20263010001", rules).to_json()["valid"] is True


def test_the_bundled_rulebook_is_loaded_once() -> None:
    assert regpath.load_rulebook() is regpath.load_rulebook()


def test_equal_calls_give_equal_bytes_in_every_process() -> None:
    """Sets are ordered otherwise in every process; no answer may depend on that."""
    code = (
        f"import hashlib, regpath; pathway = regpath.plan({STENT!r})\n"
        "data = regpath.render(pathway, 'json') + regpath.render(pathway, 'md', 'both')\n"
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate()[0] for process in runs)
    assert first == second != b""
