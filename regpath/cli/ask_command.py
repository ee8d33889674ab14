"""`regpath ask`: the questionnaire in the terminal. Every answer is saved as it is given."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regpath.cli import FINDINGS
from regpath.cli.common import (
    FILE,
    STDIO,
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
    write_file,
    write_stdout,
)

if TYPE_CHECKING:
    from regpath.model.answers import Answers
    from regpath.model.rulebook import Rulebook
    from regpath.questionnaire import Questionnaire

DEFAULT_FILE = "answers.yaml"


@click.command(
    epilog="""\b
Examples:
  regpath ask my-product.yaml              start, or go on where you left off
  regpath ask draft.yaml -o final.yaml     go on from a draft, save elsewhere
  regpath ask my-product.yaml --lang zh    in Chinese
"""
)
@click.argument("answers", required=False, type=FILE)
@click.option("-o", "--output", type=click.Path(dir_okay=False, readable=False, allow_dash=True),
              help="Where to save; `-` is standard output, at the end. "
                   f"Default: ANSWERS, else {DEFAULT_FILE}.")  # fmt: skip
@as_of_option
@lang_option
@rules_option
@json_option
@errors_as_exit_codes
def command(
    answers: str | None,
    output: str | None,
    as_of: str | None,
    lang: str,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Answer the questionnaire; ANSWERS is a file to resume from (or a new one).

    Only what can still change the result is asked. One answer a line, from a terminal or a pipe:
    a number or a word, `?` for help and the law, `b` back, `s` skip, `u` don't know, `q` quit.
    Every answer is saved at once. Exit code 1 after Ctrl-C.
    """
    rules = rulebook(rules_dir)
    source, target = _files(answers, output, as_json)
    given = _read(source, as_of, rules)
    day = day_for(as_of, given)
    warn_of_missing_law(rules, day)
    from regpath.questionnaire import Questionnaire  # noqa: PLC0415

    session = Questionnaire(rules, day, dict(given.values))
    sys.exit(_converse(_Saved(session, target, as_of or given.as_of), lang, as_json))


def _files(answers: str | None, output: str | None, as_json: bool) -> tuple[Path | None, str]:
    """The file to resume from, if it is there, and where to save; no other file is overwritten."""
    if answers == STDIO:
        raise click.UsageError("standard input holds your replies; name a file of answers.")
    source = Path(answers) if answers and Path(answers).exists() else None
    target = output or answers or DEFAULT_FILE
    if target == STDIO and as_json:
        raise click.UsageError("--json and -o - both take standard output; choose one.")
    same = source is not None and target != STDIO and _same(Path(target), source)
    if target != STDIO and Path(target).exists() and not same:
        raise click.UsageError(
            f"{target} exists; resume it with `regpath ask {target}`, or name another file with -o."
        )
    return source, target


def _same(target: Path, source: Path) -> bool:
    return target.exists() and target.samefile(source)


def _read(source: Path | None, as_of: str | None, rules: Rulebook) -> Answers:
    """The answers to resume from, refused where they cannot be together."""
    from regpath.api import reader  # noqa: PLC0415
    from regpath.model.answers import Answers  # noqa: PLC0415

    if source is None:
        return Answers({})
    given = read_answers(str(source), rules)
    reader(given, day_for(as_of, given), rules)
    return given


@dataclass
class _Saved:
    """A questionnaire with the file that holds its answers at every moment."""

    session: Questionnaire
    target: str
    as_of: str | None

    def data(self) -> dict[str, Any]:
        """The answers so far, as an answers file has them."""
        from regpath.model.answers import SCHEMA, Answers  # noqa: PLC0415

        date = {} if self.as_of is None else {"as_of": self.as_of}
        return {"schema": SCHEMA, **date, "answers": Answers(self.session.answers).to_json()}

    def text(self) -> bytes:
        """The answers file."""
        import yaml  # noqa: PLC0415

        return yaml.safe_dump(self.data(), allow_unicode=True, sort_keys=False).encode()

    def save(self) -> None:
        """Write the answers so far: a valid answers file."""
        if self.target != STDIO:
            write_file(Path(self.target), self.text())


def _converse(saved: _Saved, lang: str, as_json: bool) -> int:
    """Ask until the end; the answers so far are saved whatever happens. The exit code."""
    from regpath.cli.terminal import Terminal  # noqa: PLC0415

    saved.save()
    terminal = Terminal(saved.session, lang, saved.save)
    finished, code = False, 0
    try:
        finished = terminal.run()
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        code = FINDINGS
    finally:
        saved.save()
    terminal.farewell(finished, saved.target)
    _print_result(saved, finished, as_json)
    return code


def _print_result(saved: _Saved, finished: bool, as_json: bool) -> None:
    if as_json:
        questions = list(saved.session.to_ask())
        file = {"file": saved.target, "finished": finished, "open_questions": questions}
        print_json({**file, "answers_file": saved.data()})
    elif saved.target == STDIO:
        write_stdout(saved.text())
