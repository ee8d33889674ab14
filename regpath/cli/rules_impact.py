"""`regpath rules impact`: which saved cases a change of the law changes, and how."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regpath.cli import FINDINGS, USAGE
from regpath.cli.common import (
    STDIO,
    as_of_option,
    errors_as_exit_codes,
    json_option,
    print_json,
    read_answers,
    rulebook,
    rules_option,
    today,
    warn_of_missing_law,
)
from regpath.cli.rules_diff import from_option, to_option
from regpath.cli.text import wrap

if TYPE_CHECKING:
    from regpath.api import AnswersLike
    from regpath.model.rulebook import Rulebook
    from regpath.rules.impact import CaseImpact, Impact, StepImpact


@click.command(
    epilog="""\b
Examples:
  regpath rules impact rules-of-last-year rules saved-cases
  regpath rules impact --from 2026-11-21 --to 2027-06-01 stent.yaml pacemaker.yaml
"""
)
@click.argument("paths", nargs=-1, required=True, metavar="[A B] ANSWERS...", type=click.Path())
@from_option
@to_option
@as_of_option
@rules_option
@json_option
@errors_as_exit_codes
def impact(
    paths: tuple[str, ...],
    earlier: str | None,
    later: str | None,
    as_of: str | None,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Replay saved ANSWERS (files, or folders of files) under the rulebooks in A and in B.

    Or, with --from and --to, under the law of two days of one rulebook. Shown is what changes:
    fields of the summary, steps, fee and statutory days. Exit code 1 where something changes, 2
    where a file cannot be read as answers.
    """
    from regpath.api import impact as impact_of  # noqa: PLC0415
    from regpath.api import impact_dates  # noqa: PLC0415

    if earlier is not None and later is not None and as_of is None:
        rules = rulebook(rules_dir)
        for day in (earlier, later):
            warn_of_missing_law(rules, day)
        found = impact_dates(earlier, later, _cases(paths, rules), rules)
    elif earlier is None and later is None and rules_dir is None and len(paths) > 2:
        old, new = (rulebook(_folder(path)) for path in paths[:2])
        found = impact_of(old, new, _cases(paths[2:], new), as_of, undated=today())
    else:
        raise click.UsageError(
            "give two rulebook folders and answers, or --from DATE --to DATE and answers."
        )
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found)))
    if any(case.is_invalid() for case in found.cases):
        sys.exit(USAGE)
    if found.changed():
        sys.exit(FINDINGS)


def _folder(path: str) -> Path:
    if not Path(path).is_dir():
        raise click.UsageError(f"{path} is no folder; a rulebook is one.")
    return Path(path)


def _cases(paths: tuple[str, ...], rules: Rulebook) -> Mapping[str, AnswersLike]:
    from regpath.load.saved import answers_files  # noqa: PLC0415

    if STDIO in paths:
        rest = tuple(path for path in paths if path != STDIO)
        return {**answers_files(rest), STDIO: read_answers(STDIO, rules)}
    return answers_files(paths)


def _words(found: Impact) -> Iterator[str]:
    for case in found.cases:
        if case.is_changed() or case.is_invalid():
            yield from _case(case)
            yield ""
    same = len(found.cases) - len(found.changed()) - sum(c.is_invalid() for c in found.cases)
    yield f"{len(found.changed())} of {len(found.cases)} cases change, {same} stay the same."


def _case(case: CaseImpact) -> Iterator[str]:
    old, new = case.as_of
    dates = f" ({old} -> {new})" if old != new else f" ({old})" if old else ""
    yield f"{case.name}{dates}"
    for side, problems in zip(("before", "now"), case.problems, strict=True):
        for problem in problems:
            yield from wrap(f"{side} not readable: {problem}", "  ! ", "    ")
    for name, (before, now) in case.summary.items():
        for part, a, b in _parts(name, before, now):
            yield from wrap(f"{part}: {_value(a)} -> {_value(b)}", "  ~ ", "    ")
    for step in case.steps:
        yield from _step(step)
    for kind, found in (("blocker", case.blockers), ("warning", case.warnings)):
        for key, (before, now) in found.items():
            sign, text = ("+", now) if before is None else ("-", before)
            yield from wrap(f"{kind} {key}: {text['en']}", f"  {sign} ", "    ")


def _parts(name: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """A field, or of a field with parts those that differ."""
    named = not isinstance(old, Mapping) or "name_en" in old
    if named or not isinstance(new, Mapping):
        yield name, old, new
        return
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield from _parts(f"{name}.{key}", old.get(key), new.get(key))


def _step(step: StepImpact) -> Iterator[str]:
    old, new = step.status
    if old is None or new is None:
        sign = "+" if old is None else "-"
        yield from wrap(f"step {step.id} ({step.title.en}): {new or old}", f"  {sign} ", "    ")
        return
    changes = [("status", old, new)] if old != new else []
    changes += [(key, a, b) for key, (a, b) in step.details.items()]
    said = "; ".join(_change(*change) for change in changes)
    yield from wrap(f"step {step.id} ({step.title.en}): {said}", "  ~ ", "    ")


def _change(name: str, old: Any, new: Any) -> str:
    name = name.replace("_", " ")
    if isinstance(old, list) and isinstance(new, list):
        gone = [f"- {item}" for item in old if item not in new]
        come = [f"+ {item}" for item in new if item not in old]
        return f"{name}: {', '.join((*gone, *come)) or 'other order'}"
    return f"{name} {_value(old)} -> {_value(new)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return "none"
        case {"en": text}:
            return str(text)
        case {"name_en": name}:
            return str(name)
        case dict():
            return ", ".join(f"{key} {_value(item)}" for key, item in value.items())
        case list() | tuple():
            return ", ".join(_value(item) for item in value) or "none"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,}"
    return str(value)
