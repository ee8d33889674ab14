"""`regpath explain`: why a step applies, does not apply, or is undecided."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from regpath.cli.common import (
    answers_error,
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    print_json,
    read_answers,
    rulebook,
    rules_option,
)
from regpath.cli.completion import complete_step
from regpath.model.errors import nearest
from regpath.rules.explain import Explanation, NoSuchStep, RuleVerdict

VERDICTS = {
    "required": ("applies: required", "适用：必须"),
    "conditional": ("applies if a later event comes", "适用：视后续情形"),
    "optional": ("is optional", "可选"),
    "undetermined": ("is undecided", "尚不能确定"),
    None: ("does not apply", "不适用"),
}


@click.command()
@click.argument("answers")
@click.argument("step", shell_complete=complete_step)
@as_of_option
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: str, step: str, as_of: str | None, lang: str, rules_dir: Path | None, as_json: bool
) -> None:
    """Say why STEP applies, does not apply, or is undecided, with the articles."""
    from regpath.api import explain  # noqa: PLC0415

    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    try:
        found = explain(given, step, day_for(as_of, given), rules)
    except NoSuchStep:
        name = step.split("@", maxsplit=1)[0]
        message = f"there is no step {step!r}.{nearest(name, rules.steps)}"
        raise answers_error(message, "unknown-step") from None
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found, 0 if lang == "en" else 1)))


def _words(found: Explanation, language: int) -> Iterable[str]:
    def pick(text: tuple[str, str]) -> str:
        return text[language]

    title = pick((found.title.en, found.title.zh))
    yield f"{title} — {pick(VERDICTS[found.status])} ({found.as_of})"
    if found.deciding:
        yield f"{pick(('Decided by', '决定性事实'))}: {', '.join(found.deciding)}"
    if found.would_change:
        label = ("Still open", "待定事实") if found.status == "undetermined" else (
            "Another answer would change it", "以下回答改变时结论会改变")  # fmt: skip
        yield f"{pick(label)}: {', '.join(found.would_change)}"
    for verdict in found.rules:
        yield from _rule_words(verdict, language)


def _rule_words(verdict: RuleVerdict, language: int) -> Iterable[str]:
    marks = {True: ("applies", "适用"), False: ("does not apply", "不适用"), None: ("open", "待定")}
    reason = verdict.reason
    yield ""
    yield f"├─ {verdict.rule}: {marks[verdict.applies][language]}"
    yield f"│    {reason.zh if language else reason.en}"
    for fact, value in reason.facts.items():
        yield f"│    {fact} = {value}"
    if verdict.excepted_by:
        yield f"│    {('exception', '例外')[language]}: {verdict.excepted_by}"
    if verdict.open_facts:
        yield f"│    {('depends on', '取决于')[language]}: {', '.join(verdict.open_facts)}"
    for cited in verdict.citations:
        title = cited.title_zh if language else cited.title_en
        grade = "" if cited.grade == "primary" else f" [{cited.grade}]"
        article = f", {('art.', '第')[language]} {cited.article}" if cited.article else ""
        yield f"└─ {title}{article}{'条' if language and cited.article else ''}{grade}"
