"""`regpath next`: the most useful question, and what it would settle."""

from __future__ import annotations

from pathlib import Path

import click

from regpath.cli.common import (
    as_of_option,
    day_for,
    errors_as_exit_codes,
    json_option,
    print_json,
    read_answers,
    rulebook,
    rules_option,
)


@click.command()
@click.argument("answers")
@as_of_option
@rules_option
@json_option
@errors_as_exit_codes
def command(answers: str, as_of: str | None, rules_dir: Path | None, as_json: bool) -> None:
    """Name the next most useful question for ANSWERS, and what it would settle."""
    from regpath.api import next_question  # noqa: PLC0415
    from regpath.model.pathway import to_json  # noqa: PLC0415

    rules = rulebook(rules_dir)
    given = read_answers(answers, rules)
    question = next_question(given, day_for(as_of, given), rules)
    if as_json:
        print_json({"question": to_json(question)})
        return
    if question is None:
        click.echo("No answer can change the result any more.")
        return
    fact = rules.facts[question.fact]
    click.echo(f"{question.fact}: {fact.question.en}")
    click.echo(f"  {fact.help.en}")
    click.echo(f"  Why: {fact.why.en}")
    for choice in fact.choices:
        click.echo(f"  - {choice.id}: {choice.label.en}")
    settled = [*question.fields, *question.settles]
    click.echo(f"  It bears on: {', '.join(settled)}")
