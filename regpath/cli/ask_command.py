"""`regpath ask`: the questionnaire in the terminal. Every answer is saved as it is given."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml

from regpath.cli import FINDINGS
from regpath.cli.common import (
    as_of_option,
    day_for,
    errors_as_exit_codes,
    read_answers,
    rulebook,
    rules_option,
    write_file,
)
from regpath.load.answers import ValueProblem
from regpath.model.answers import SCHEMA, Answers
from regpath.model.rulebook import Fact
from regpath.model.text import Text
from regpath.questionnaire import Questionnaire, choice_words, numbered

DEFAULT_FILE = Path("answers.yaml")

WORDS = {
    "keys": Text(
        "? help and law   b back   s skip   u don't know   q save and quit",
        "? 说明与依据   b 返回   s 跳过   u 不知道   q 保存并退出",
    ),
    "several": Text("(several: separate with commas)", "（可多选，用逗号分隔）"),
    "date": Text("(a date such as 2026-11-21)", "（日期，如 2026-11-21）"),
    "number": Text("(a whole number)", "（整数）"),
    "province": Text(
        "(a province: guangdong, CN-GD or 广东)", "（省份：guangdong、CN-GD 或 广东）"
    ),
    "why": Text("Why we ask:", "提问原因："),
    "law": Text("Law:", "依据："),
    "first": Text("This is the first question.", "这是第一个问题。"),
    "dropped": Text("No longer relevant, taken out:", "不再适用，已删除："),
    "left": Text("questions can still change the result", "个问题仍可能改变结论"),
    "done": Text("No further answer can change the result.", "其余问题不再影响结论。"),
    "saved": Text("Answers saved in", "回答已保存于"),
    "then": Text("Next:", "下一步："),
}


@click.command()
@click.argument("answers", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              help="Where to save. Default: ANSWERS, else answers.yaml.")  # fmt: skip
@as_of_option
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@rules_option
@errors_as_exit_codes
def command(
    answers: str | None, output: Path | None, as_of: str | None, lang: str, rules_dir: Path | None
) -> None:
    """Answer the questionnaire; ANSWERS is a file to resume from (or a new one).

    Only what can still change the result is asked. One answer a line, from a terminal or a pipe.
    """
    rules = rulebook(rules_dir)
    source = Path(answers) if answers else None
    resumes = source is not None and source.exists()
    given = read_answers(str(source), rules) if resumes else Answers({})
    target = output or source or DEFAULT_FILE
    if target.exists() and not (resumes and source is not None and target.samefile(source)):
        raise click.UsageError(f"{target} exists; resume it with `regpath ask {target}`, or name "
                               "another file with -o.")  # fmt: skip
    session = Questionnaire(rules, day_for(as_of, given), dict(given.values))
    terminal = _Terminal(session, target, given.as_of, lang)
    terminal.save()
    finished = terminal.run()
    terminal.farewell(finished)
    if finished is None:
        sys.exit(FINDINGS)


class _Quit(Exception):
    """The client wants to stop here."""


class _Terminal:
    """Prints questions and reads lines; all that it knows lies in the questionnaire."""

    def __init__(self, session: Questionnaire, target: Path, as_of: str | None, lang: str) -> None:
        self.session = session
        self.target = target
        self.as_of = as_of
        self.lang = lang

    def say(self, text: Text) -> str:
        """A text in the language of the session."""
        return text.zh if self.lang == "zh" else text.en

    def save(self) -> None:
        """Write the answers so far: a valid answers file at every moment."""
        answers = Answers(self.session.answers).to_json()
        data: dict[str, object] = {"schema": SCHEMA}
        if self.as_of is not None:
            data["as_of"] = self.as_of
        data["answers"] = answers
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        write_file(self.target, text.encode())

    def run(self) -> bool | None:
        """Ask until nothing is open (true), the client quits (false) or interrupts (`None`)."""
        click.echo(self.say(WORDS["keys"]), err=True)
        try:
            while (fact := self.session.current()) is not None:
                self.show(fact)
                self.take(fact)
                self.save()
        except (_Quit, EOFError):
            return False
        except (KeyboardInterrupt, click.Abort):
            click.echo("", err=True)
            return None
        return True

    def show(self, fact: Fact) -> None:
        """Print a question with its choices."""
        left = len(self.session.open())
        click.echo(f"\n{click.style(self.say(fact.question), bold=True)}   "
                   f"[{left} {self.say(WORDS['left'])}]")  # fmt: skip
        labels = {choice.id: self.say(choice.label) for choice in fact.choices}
        for number, word in numbered(fact).items():
            label = labels.get(word, "")
            click.echo(f"  {number}. {word}" + (f" — {label}" if label else ""))
        hint = {"list": "several", "province_list": "several", "country_list": "several",
                "date": "date", "whole_number": "number", "province": "province"}  # fmt: skip
        if fact.type in hint:
            click.echo(f"  {self.say(WORDS[hint[fact.type]])}")

    def take(self, fact: Fact) -> None:
        """Read lines until one moves the questionnaire on."""
        while True:
            line = self.read_line()
            match line:
                case "":
                    continue
                case "?":
                    self.help(fact)
                case "q":
                    raise _Quit
                case "s":
                    return self.session.skip(fact)
                case "u":
                    return self.session.do_not_know(fact)
                case "b":
                    if self.session.back() is not None:
                        return None
                    click.echo(self.say(WORDS["first"]))
                case _:
                    if self.try_answer(fact, line):
                        return None

    def read_line(self) -> str:
        """One line of input, without spaces around it; the end of input raises `EOFError`."""
        click.echo("> ", nl=False)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()

    def try_answer(self, fact: Fact, line: str) -> bool:
        """Give an answer; a wrong one is explained and asked again."""
        quoted = len(line) > 2 and line[0] == line[-1] == '"'
        words = line[1:-1] if quoted else choice_words(fact, line)
        try:
            dropped = self.session.answer(fact, words)
        except ValueProblem as problem:
            click.echo(f"  {problem}")
            return False
        if dropped:
            click.echo(f"  {self.say(WORDS['dropped'])} {', '.join(dropped)}")
        return True

    def help(self, fact: Fact) -> None:
        """Print the help of a question, why it is asked, and the law."""
        click.echo(f"  {self.say(fact.help)}")
        click.echo(f"  {self.say(WORDS['why'])} {self.say(fact.why)}")
        for citation in fact.citations:
            instrument = self.session.rulebook.instruments[citation.instrument]
            article = f", {citation.article}" if citation.article else ""
            grade = "" if citation.grade == "primary" else f" [{citation.grade}]"
            click.echo(f"  {self.say(WORDS['law'])} {self.say(instrument.title)}{article}{grade}")

    def farewell(self, finished: bool | None) -> None:
        """Say where the answers lie and what to do with them."""
        if finished:
            click.echo(f"\n{self.say(WORDS['done'])}")
        click.echo(f"{self.say(WORDS['saved'])} {self.target}", err=True)
        command_line = f"regpath {'plan' if finished else 'ask'} {self.target}"
        click.echo(f"{self.say(WORDS['then'])} {command_line}", err=True)
