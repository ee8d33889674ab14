"""What the commands share: options, reading, writing, and errors as exit codes."""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click

from regpath.cli import BAD_RULEBOOK, FINDINGS, USAGE
from regpath.model.errors import AnswersError, RegpathError, RulebookError, nearest

if TYPE_CHECKING:
    from regpath.model.answers import Answers
    from regpath.model.rulebook import Rulebook

P = ParamSpec("P")
R = TypeVar("R")

STDIO = "-"
FILE = click.Path(readable=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
"""A file, or `-`: the type gives completion of names; what is wrong with it is said on reading."""
SHOWN_PROBLEMS = 20
"""More problems than these are counted; one wrong file can have thousands."""


class Choice(click.Choice[str]):
    """One of a few words; a wrong one gets the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, as it is declared."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            near = nearest(str(value), map(str, self.choices))
            raise click.BadParameter(f"{error.message}{near}", ctx, param) from None


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
    type=FOLDER,
    help="A rulebook other than the bundled one.",
)
lang_option = click.option(
    "--lang", type=Choice(["en", "zh"]), default="en", show_default=True, help="Language."
)
report_lang_option = click.option(
    "--lang", type=Choice(["en", "zh", "both"]), default="en", show_default=True, help="Language."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def today() -> str:
    """Today's date: the only place where regpath looks at the clock."""
    return datetime.date.today().isoformat()


def fail(error: RegpathError, as_json: bool = False) -> NoReturn:
    """Print what is wrong on standard error and leave with the exit code of the contract."""
    if as_json:
        _print_errors([problem.to_json() for problem in error.problems])
    else:
        for problem in error.problems[:SHOWN_PROBLEMS]:
            click.echo(str(problem), err=True)
        if (more := len(error.problems) - SHOWN_PROBLEMS) > 0:
            click.echo(f"... and {more} more; --json prints all.", err=True)
    codes = {RulebookError: BAD_RULEBOOK, AnswersError: USAGE}
    sys.exit(codes.get(type(error), FINDINGS))


def _print_errors(errors: list[dict[str, object]]) -> None:
    click.echo(json.dumps({"errors": errors}, ensure_ascii=False, indent=2), err=True)


def errors_as_exit_codes(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors of the library into messages and exit codes."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except RegpathError as error:
            fail(error, bool(kwargs.get("as_json")))
        except click.ClickException as error:
            if not kwargs.get("as_json"):
                raise
            _print_errors([{"code": "usage", "message": error.format_message()}])
            sys.exit(error.exit_code)
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


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write whole or not at all: to a temporary file beside it, then by renaming.

    A link keeps pointing where it does; what is no regular file, such as a device, is written into.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        mode = _mode(target)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".regpath-")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(temporary).chmod(mode)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"{path} cannot be written ({why}); nothing was changed."
        raise click.ClickException(message) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none."""
    with whole_file(path) as file:
        file.write(data)


def write_stdout(data: bytes) -> None:
    """Write data on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, or those of a new one."""
    if path.exists():
        if not os.access(path, os.W_OK):
            raise PermissionError(0, "it is write-protected")
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def print_json(data: Any) -> None:
    """Print JSON data on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def argument_error(argument: str, message: str, code: str) -> AnswersError:
    """An error about an argument of the command line that stands in no file."""
    from regpath.model.errors import Problem  # noqa: PLC0415

    return AnswersError([Problem(argument, 0, 0, code, message)])


def warn_of_missing_law(rules: Rulebook, day: str) -> None:
    """Say on standard error that the law of a day is not in the rulebook."""
    if rules.regime_on(day) is not None:
        return
    starts = [regime.effective.from_ or "" for regime in rules.head.regimes]
    click.echo(
        f"warning: the law in force on {day} is not in this rulebook, which begins on "
        f"{min(starts, default='no day')}; nothing is filled in from other law.",
        err=True,
    )
