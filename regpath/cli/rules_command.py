"""`regpath rules`: check, test, schema, list, show; the others stand in modules of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regpath.cli import BAD_RULEBOOK, FINDINGS
from regpath.cli.common import (
    Choice,
    errors_as_exit_codes,
    json_option,
    lang_option,
    print_json,
    rulebook,
    rules_option,
)
from regpath.cli.completion import complete_entry
from regpath.cli.rules_coverage import coverage
from regpath.cli.rules_diff import diff
from regpath.cli.rules_impact import impact
from regpath.cli.rules_verify import verify

if TYPE_CHECKING:
    from regpath.model.rulebook import Rulebook

SECTIONS = (
    "rules", "steps", "facts", "tables", "parameters", "clocks", "instruments", "authorities",
    "provinces", "jurisdictions", "number_forms", "fee_rules", "deadlines", "class_moves", "lists",
    "pending", "working_years", "penalties", "not_modelled", "coverage", "cases",
)  # fmt: skip
MAX_NAME = 48
"""A longer name runs on below in a list."""


@click.group(
    epilog="""\b
Examples:
  regpath rules list steps
  regpath rules show appoint-agent
  regpath rules check --rules my-rulebook
"""
)
def command() -> None:
    """Work on the rulebook."""


@command.command()
@rules_option
@json_option
@errors_as_exit_codes
def check(rules_dir: Path | None, as_json: bool) -> None:
    """Check schema, names, dates, citations, translations and logic.

    Exit code 1 where there are findings, 4 where the rulebook cannot be read at all.
    """
    from regpath.api import check_rulebook, load_rulebook  # noqa: PLC0415
    from regpath.model.errors import RulebookError  # noqa: PLC0415

    problems = check_rulebook(rules_dir)
    if as_json:
        print_json({"findings": [problem.to_json() for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(problems)} findings" if problems else "no findings", err=True)
    if problems:
        try:
            load_rulebook(rules_dir)
        except RulebookError:
            sys.exit(BAD_RULEBOOK)
        sys.exit(FINDINGS)


@command.command()
@rules_option
@json_option
@errors_as_exit_codes
def test(rules_dir: Path | None, as_json: bool) -> None:
    """Run the cases that stand beside the rules; name the rules and penalties no case decides."""
    from regpath.api import run_cases  # noqa: PLC0415
    from regpath.rules.cases import undecided_entries  # noqa: PLC0415

    rules = rulebook(rules_dir)
    results = run_cases(rules)
    failed = [result for result in results if result.failures]
    undecided = undecided_entries(rules, results)
    if as_json:
        failures = {result.case.id: list(result.failures) for result in failed}
        print_json({"cases": len(results), "failed": failures, "undecided": undecided})
    else:
        for result in failed:
            click.echo(f"{result.case.id}: {result.case.point.en}")
            for failure in result.failures:
                click.echo(f"    {failure}")
        for rule, missing in undecided.items():
            click.echo(f"{rule}: {missing}")
        passed = len(results) - len(failed)
        click.echo(f"{passed} cases hold, {len(failed)} do not; ", nl=False)
        entries = len(rules.rules) + len(rules.penalties)
        said = "rules and penalties are not decided both ways"
        click.echo(f"{len(undecided)} of {entries} {said}")
    if failed or undecided:
        sys.exit(FINDINGS)


@command.command()
@click.argument(
    "what", type=Choice(["answers", "rulebook"]), default="answers", metavar="[answers|rulebook]"
)
@rules_option
@json_option
@errors_as_exit_codes
def schema(what: str, rules_dir: Path | None, as_json: bool) -> None:  # noqa: ARG001
    """Print a JSON Schema: for the answers file, or for rulebook files.

    Editors complete and check YAML files by it. It is JSON with and without --json.
    """
    from regpath.load.schema import answers_schema, rulebook_schema  # noqa: PLC0415

    print_json(answers_schema(rulebook(rules_dir)) if what == "answers" else rulebook_schema())


def _entries(rules: Rulebook, section: str) -> Iterator[tuple[str, Any]]:
    if section == "cases":
        yield from ((case.id, case) for case in rules.cases)
    elif section in ("clocks", "authorities"):
        versioned = getattr(rules, section).items()
        yield from ((name, entry) for name, versions in versioned for entry in versions)
    else:
        yield from getattr(rules, section).items()


def _headline(entry: Any, lang: str) -> str:
    for name in ("question", "title", "name", "text", "point", "event"):
        text = getattr(entry, name, None)
        if text is not None:
            return str(text.zh if lang == "zh" else text.en)
    return ""


@command.command("list")
@click.argument("section", type=Choice(SECTIONS), default="rules", metavar="[SECTION]")
@lang_option
@rules_option
@json_option
@errors_as_exit_codes
def list_(section: str, lang: str, rules_dir: Path | None, as_json: bool) -> None:
    """List the entries of a section: rules, steps, facts, ...

    Sections: rules (the default), steps, facts, tables, parameters, clocks, instruments,
    authorities, provinces, jurisdictions, number_forms, fee_rules, deadlines, class_moves, lists,
    pending, working_years, penalties, not_modelled, coverage, cases.
    """
    from regpath.cli.text import columns, table  # noqa: PLC0415
    from regpath.load.show import to_yaml_data  # noqa: PLC0415

    entries = list(_entries(rulebook(rules_dir), section))
    if as_json:
        print_json([to_yaml_data(entry) for _, entry in entries])
        return
    width = min(MAX_NAME, max((len(name) for name, _ in entries), default=0))
    rows = ((name, _headline(entry, lang)) for name, entry in entries)
    for line in table(rows, (width, columns() - width - 2)):
        click.echo(line)


@command.command()
@click.argument("name", shell_complete=complete_entry)
@rules_option
@json_option
@errors_as_exit_codes
def show(name: str, rules_dir: Path | None, as_json: bool) -> None:
    """Show one entry whole, with the file and line where it stands."""
    from regpath.load.locate import place_of  # noqa: PLC0415
    from regpath.load.show import to_yaml, to_yaml_data  # noqa: PLC0415
    from regpath.model.errors import nearest  # noqa: PLC0415

    rules = rulebook(rules_dir)
    found = [(s, e) for s in SECTIONS for key, e in _entries(rules, s) if key == name]
    if not found:
        known = [key for section in SECTIONS for key, _ in _entries(rules, section)]
        raise click.UsageError(f"there is no entry {name!r}.{nearest(name, known)}")
    if as_json:
        named = dict.fromkeys(section for section, _ in found)
        print_json({s: [to_yaml_data(e) for section, e in found if section == s] for s in named})
        return
    for section, entry in found:
        click.echo(f"# {section}, {place_of(rules, section, name)}")
        click.echo(to_yaml(entry), nl=False)


for _other in (verify, coverage, diff, impact):
    command.add_command(_other)
