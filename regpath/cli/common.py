"""What the commands share: options, reading, writing, and errors as exit codes."""

from __future__ import annotations

import datetime
import functools
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from regpath.cli import BAD_RULEBOOK, FINDINGS, USAGE
from regpath.model.answers import Answers
from regpath.model.errors import AnswersError, RegpathError, RulebookError
from regpath.model.rulebook import Rulebook

P = ParamSpec("P")
R = TypeVar("R")

STDIO = "-"


class IsoDate(click.ParamType[str]):
    """A date such as 2026-11-21."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The date, unchanged, once it is known to be one."""
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fail(f"a date such as 2026-11-21 was expected, not {value!r}.", param, ctx)


as_of_option = click.option(
    "--as-of",
    type=IsoDate(),
    help="The date whose law counts. Default: the date in the answers file, else today.",
)
rules_option = click.option(
    "--rules",
    "rules_dir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A rulebook other than the bundled one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def today() -> str:
    """Today's date: the only place where regpath looks at the clock."""
    return datetime.date.today().isoformat()


def fail(error: RegpathError, as_json: bool = False) -> NoReturn:
    """Print what is wrong on standard error and leave with the exit code of the contract."""
    if as_json:
        problems = [problem.to_json() for problem in error.problems]
        click.echo(json.dumps({"errors": problems}, ensure_ascii=False, indent=2), err=True)
    else:
        click.echo(str(error), err=True)
    codes = {RulebookError: BAD_RULEBOOK, AnswersError: USAGE}
    sys.exit(codes.get(type(error), FINDINGS))


def errors_as_exit_codes(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors of the library into messages and exit codes."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except RegpathError as error:
            fail(error, bool(kwargs.get("as_json")))
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)

    return run


def rulebook(rules_dir: Path | None) -> Rulebook:
    """The rulebook of the command line; messages on standard error where it cannot be used."""
    from regpath.api import load_rulebook  # noqa: PLC0415

    return load_rulebook(rules_dir)


def read_answers(name: str, rules: Rulebook) -> Answers:
    """The answers in a file, or on standard input for `-`."""
    from regpath.load.answers import load_answers, parse_answers_bytes  # noqa: PLC0415
    from regpath.load.documents import MAX_BYTES  # noqa: PLC0415

    if name == STDIO:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        return parse_answers_bytes(raw, "standard input", rules)
    return load_answers(Path(name), rules)


def day_for(as_of: str | None, answers: Answers) -> str:
    """The date of the assessment: of the command line, else of the file, else today."""
    return as_of or answers.as_of or today()


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none: to a temporary file beside it, then by renaming."""
    folder = path.parent
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(_mode(path))
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}); nothing was changed."
        raise click.ClickException(message) from None


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def print_json(data: Any) -> None:
    """Print JSON data on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def answers_error(message: str, code: str = "usage") -> AnswersError:
    """An error about the answers that has no place in a file."""
    from regpath.model.errors import Problem  # noqa: PLC0415

    return AnswersError([Problem("answers", 0, 0, code, message)])
