"""`regpath next`: the most useful question, and what it would settle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli.common import (
    FILE,
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    lang_option,
    print_json,
    read_answers,
    rulebook,
    rules_option,
    warn_of_missing_law,
)

if TYPE_CHECKING:
    from regpath.model.pathway import OpenQuestion
    from regpath.model.rulebook import Rulebook

SHOWN_STEPS = 4


@click.command(
    epilog="""\b
Examples:
  regpath next my-product.yaml
  regpath next my-product.yaml --json | jq -r .question.fact
"""
)
@click.argument("answers", type=FILE)
@as_of_option
@lang_option
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: str, as_of: str | None, lang: str, rules_dir: Path | None, as_json: bool
) -> None:
    """Name the next most useful question for ANSWERS, and what it would settle."""
    from regpath.api import open_questions_of  # noqa: PLC0415
    from regpath.model.pathway import to_json  # noqa: PLC0415

    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    day = day_for(as_of, given)
    warn_of_missing_law(rules, day)
    questions = open_questions_of(given, day, rules)
    question = next((q for q in questions if not q.asked), None)
    not_known = [q.fact for q in questions if q.asked]
    if as_json:
        print_json({"as_of": day, "question": to_json(question), "not_known": not_known})
    elif question is None:
        click.echo("\n".join(_nothing(not_known, lang)))
    else:
        click.echo("\n".join(_words(question, rules, lang, answers)))


def _nothing(not_known: list[str], lang: str) -> Iterator[str]:
    from regpath.cli.text import wrap  # noqa: PLC0415

    zh = lang == "zh"
    yield "其余问题不再影响结论。" if zh else "No further answer can change the result."
    if not_known:
        label = "已答“不知道”、仍待确定：" if zh else "Answered with unknown, and still open: "
        yield from wrap(label + ", ".join(not_known), "", "  ")


def _words(question: OpenQuestion, rules: Rulebook, lang: str, file: str) -> Iterator[str]:
    from regpath.cli.text import wrap  # noqa: PLC0415
    from regpath.cli.words import field_word, in_language  # noqa: PLC0415

    zh = lang == "zh"
    fact = rules.facts[question.fact]
    yield from wrap(f"{question.fact}: {in_language(fact.question, lang)}", "", "  ")
    yield from wrap(in_language(fact.help, lang), "  ")
    yield from wrap(("提问原因：" if zh else "Why: ") + in_language(fact.why, lang), "  ")
    for choice in fact.choices:
        yield from wrap(f"{choice.id}: {in_language(choice.label, lang)}", "  - ", "    ")
    words = list(dict.fromkeys(field_word(field, lang) for field in question.fields))
    ids = dict.fromkeys(step.split("@")[0] for step in question.settles)
    titles = [in_language(rules.steps[step].title, lang) for step in ids if step in rules.steps]
    more = len(ids) + len(question.rules) - len(titles[:SHOWN_STEPS])
    named = words + [f"“{title}”" for title in titles[:SHOWN_STEPS]]
    if more > 0:
        named.append(f"另有{more}个步骤或提示" if zh else f"and {more} more steps or notices")
    bears = "影响：" if zh else "It bears on: "
    yield from wrap(bears + ("、" if zh else ", ").join(named), "  ", "    ")
    how = "回答方式：" if zh else "Answer it: "
    where = "regpath ask" if file == "-" else f"regpath ask {file}"
    yield from wrap(f"{how}{where}", "  ")
