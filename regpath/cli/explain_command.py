"""`regpath explain`: why a step applies, does not apply, or is undecided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regpath.cli.common import (
    FILE,
    argument_error,
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
from regpath.cli.completion import complete_step
from regpath.model.errors import nearest

if TYPE_CHECKING:
    from regpath.model.answers import Answers
    from regpath.model.rulebook import Rulebook
    from regpath.rules.explain import Explanation, RuleVerdict

VERDICTS = {
    "required": ("applies: required", "适用：必须"),
    "conditional": ("applies if a later event comes", "适用：视后续情形"),
    "optional": ("is optional", "可选"),
    "undetermined": ("is undecided", "尚不能确定"),
    None: ("does not apply", "不适用"),
}
APPLIES = {
    True: ("applies", "适用"),
    False: ("does not apply", "不适用"),
    None: ("open", "待定"),
}


@click.command(
    epilog="""\b
Examples:
  regpath explain my-product.yaml appoint-agent
  regpath explain my-product.yaml provincial-listing@zhejiang
  regpath rules list steps                        every step that can be named
"""
)
@click.argument("answers", type=FILE)
@click.argument("step", shell_complete=complete_step)
@as_of_option
@lang_option
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: str, step: str, as_of: str | None, lang: str, rules_dir: Path | None, as_json: bool
) -> None:
    """Say why STEP applies, does not apply, or is undecided, with the articles.

    STEP is the id of a step; a step of one province is named `provincial-listing@zhejiang`.
    """
    from regpath.api import explain  # noqa: PLC0415
    from regpath.rules.explain import NoSuchStep  # noqa: PLC0415

    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    day = day_for(as_of, given)
    try:
        found = explain(given, step, day, rules)
    except NoSuchStep:
        why = _no_such_step(step, given, day, rules)
        raise argument_error("STEP", why, "unknown-step") from None
    warn_of_missing_law(rules, day)
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found, rules, 0 if lang == "en" else 1)))


def _no_such_step(step: str, given: Answers, day: str, rules: Rulebook) -> str:
    """Why a step cannot be explained: unknown, in another place, or in the law of other days."""
    name, at, place = step.partition("@")
    if name not in rules.steps:
        known = f"{nearest(name, rules.steps)} `regpath rules list steps` names all."
        return f"there is no step {name!r}.{known}"
    if at and rules.steps[name].for_each is None:
        return f"{name!r} is done once, not by province; leave out {at + place!r}."
    if at and place not in rules.provinces:
        return f"there is no province {place!r}.{nearest(place, rules.provinces)}"
    targets = given.words("target_provinces")
    if at and place not in targets:
        listed = ", ".join(targets) or "none"
        return f"{place!r} is not among target_provinces of the answers ({listed})."
    return f"no rule in force on {day} brings in {name!r}; the rulebook knows it for other dates."


def _words(found: Explanation, rules: Rulebook, language: int) -> Iterator[str]:
    from regpath.cli.text import wrap  # noqa: PLC0415

    title = (found.title.en, found.title.zh)[language]
    _, at, place = found.step.partition("@")
    if at:
        name = rules.provinces[place].name
        title += (f" – {name.en}", f"（{name.zh}）")[language]
    yield from wrap(title)
    yield f"  {VERDICTS[found.status][language]} ({found.as_of})"
    if found.deciding:
        yield from wrap(f"{('Decided by: ', '决定性事实：')[language]}{', '.join(found.deciding)}")
    if found.would_change:
        label = ("Still open: ", "待定事实：") if found.status == "undetermined" else (
            "Another answer would change it: ", "以下回答改变时结论会改变：")  # fmt: skip
        yield from wrap(label[language] + ", ".join(found.would_change), "", "  ")
    for verdict in found.rules:
        yield ""
        lines = list(_rule_words(verdict, language))
        for number, line in enumerate(lines):
            mark = "┌─ " if number == 0 else "└─ " if number == len(lines) - 1 else "│  "
            yield from wrap(line, mark, "   " if number == len(lines) - 1 else "│  ")


def _rule_words(verdict: RuleVerdict, language: int) -> Iterator[str]:
    from regpath.cli.words import laws  # noqa: PLC0415

    reason = verdict.reason
    yield f"{verdict.rule}: {APPLIES[verdict.applies][language]}"
    yield reason.zh if language else reason.en
    for fact, value in reason.facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"{fact} = {shown}"
    if verdict.excepted_by:
        yield f"{('exception', '例外')[language]}: {verdict.excepted_by}"
    if verdict.open_facts:
        yield f"{('depends on', '取决于')[language]}: {', '.join(verdict.open_facts)}"
    yield from laws(verdict.citations, ("en", "zh")[language])
