"""The conversation of `regpath ask`: questions on standard error, replies from standard input."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable

import click

from regpath.cli.text import wrap
from regpath.cli.words import laws
from regpath.load.answers import ValueProblem
from regpath.model.rulebook import Choice, Fact
from regpath.model.text import Text
from regpath.questionnaire import Questionnaire, choice_words, numbered
from regpath.rules.reader import YES_NO_LABELS

WORDS = {
    "keys": Text(
        "Answer with a number or a word. "
        "? = help and law, b = back, s = skip, u = don't know, q = save and quit",
        "请输入编号或词。? = 说明与依据，b = 返回，s = 跳过，u = 不知道，q = 保存并退出",
    ),
    "now": Text("(Enter keeps: {})", "（回车保留：{}）"),
    "usual": Text("(Enter: {})", "（回车：{}）"),
    "assumed": Text("Then {} is assumed.", "则按 {} 处理。"),
    "why": Text("Why we ask: ", "提问原因："),
    "law": Text("Law: ", "依据："),
    "quotes": Text(
        "A text of one letter, such as b, goes in double quotes.",
        "单个字母（如 b）作为文字回答时，请加英文双引号。",
    ),
    "first": Text("This is the first question.", "这是第一个问题。"),
    "dropped": Text("No longer relevant, taken out: {}", "不再适用，已删除：{}"),
    "left": Text("{} questions left", "剩余{}个问题"),
    "left_one": Text("last question", "最后一个问题"),
    "done": Text("No further answer can change the result.", "其余问题不再影响结论。"),
    "open": Text(
        "No other answer can change the result. Skipped or not known, so still open: {}",
        "其余问题不再影响结论。跳过或不知道、仍待确定的事项：{}",
    ),
    "saved": Text("Answers saved in {}", "回答已保存于 {}"),
    "then": Text("Next: {}", "下一步：{}"),
    "garbled": Text("This is not UTF-8 text; set the terminal to UTF-8.", "输入不是UTF-8文本。"),
}
HINTS = {
    "list": Text(
        "(several: separate with commas; none of them: none)",
        "（可多选，用逗号分隔；均无请填“无”）",
    ),
    "province_list": Text(
        "(provinces such as guangdong, CN-GD, 广东; several: separate with commas)",
        "（省份，如 guangdong、CN-GD、广东；可填多个，用逗号分隔）",
    ),
    "country_list": Text(
        "(two-letter codes such as DE, US; separate with commas)",
        "（两位国家代码，如 DE、US；用逗号分隔）",
    ),
    "country": Text("(a two-letter code such as DE)", "（两位国家代码，如 DE）"),
    "date": Text("(a date such as 2026-11-21)", "（日期，如 2026-11-21）"),
    "whole_number": Text("(a whole number)", "（整数）"),
    "province": Text(
        "(a province: guangdong, CN-GD or 广东)", "（省份：guangdong、CN-GD 或 广东）"
    ),
}
CHOOSE = Text("(one of the numbers above)", "（请填上列编号或词）")
SHOWN_OPEN = 5
REPLACED = "\ufffd"


class Quit(Exception):
    """The client wants to stop here."""


class Terminal:
    """Prints questions and reads lines; all that it knows lies in the questionnaire."""

    def __init__(self, session: Questionnaire, lang: str, save: Callable[[], None]) -> None:
        self.session = session
        self.lang = lang
        self.save = save

    def say(self, text: Text) -> str:
        """A text in the language of the session."""
        return text.zh if self.lang == "zh" else text.en

    def tell(self, text: str, indent: str = "", rest: str | None = None) -> None:
        """Print a text on standard error, in lines."""
        for line in wrap(text, indent, rest):
            click.echo(line, err=True)

    def run(self) -> bool:
        """Ask until nothing is open (true), or the client quits or the input ends (false)."""
        self.tell(self.say(WORDS["keys"]))
        try:
            while (fact := self.session.current()) is not None:
                self.show(fact)
                self.take(fact)
                self.save()
        except (Quit, EOFError):
            return False
        return True

    def show(self, fact: Fact) -> None:
        """Print a question with its choices, and what Enter would answer."""
        left = len(self.session.to_ask())
        count = self.say(WORDS["left_one" if left == 1 else "left"]).format(left)
        click.echo("", err=True)
        lines = list(wrap(f"{self.say(fact.question)}  [{count}]"))
        for line in lines:
            click.echo(click.style(line, bold=True), err=True)
        labels = {choice.id: self.say(choice.label) for choice in self.choices(fact)}
        for number, word in numbered(fact).items():
            label = labels.get(word, word)
            same = label.lower() == word.lower()
            self.tell(word if same else f"{word} — {label}", f"{number:>3}. ", "       ")
        if fact.type in HINTS:
            self.tell(self.say(HINTS[fact.type]), "  ")
        if (kept := self.on_enter(fact)) is not None:
            given = fact.id in self.session.answers
            self.tell(self.say(WORDS["now" if given else "usual"]).format(kept), "  ")

    @staticmethod
    def choices(fact: Fact) -> tuple[Choice, ...]:
        """The choices with their labels; `yes` and `no` have theirs too."""
        if fact.type != "yes_no":
            return fact.choices
        return tuple(Choice(word, label) for word, label in YES_NO_LABELS.items())

    def on_enter(self, fact: Fact) -> str | None:
        """What an empty line answers: what was answered before, or the default."""
        value = self.session.answers.get(fact.id, fact.default)
        if isinstance(value, tuple):
            return ", ".join(value)
        return None if value is None else str(value)

    def take(self, fact: Fact) -> None:
        """Read lines until one moves the questionnaire on."""
        while not self.obey(fact, self.read_line()):
            pass

    def obey(self, fact: Fact, line: str) -> bool:
        """Do what a line says; whether that moves the questionnaire on."""
        match line:
            case "":
                return self.enter(fact)
            case "?" | "？":
                self.help(fact)
            case "q":
                raise Quit
            case "s":
                return self.settle(fact, lambda: self.session.skip(fact))
            case "u" | "不知道":
                return self.do_not_know(fact)
            case "b":
                if self.session.back() is not None:
                    return True
                self.tell(self.say(WORDS["first"]), "  ")
            case _:
                return self.settle(fact, lambda: self.session.answer(fact, _words(fact, line)))
        return False

    def do_not_know(self, fact: Fact) -> bool:
        """Take 'not known'; where there is a default, it counts instead, and that is said."""
        if fact.default is None:
            return self.settle(fact, lambda: self.session.do_not_know(fact))
        self.tell(self.say(WORDS["assumed"]).format(fact.default), "  ")
        return self.settle(fact, lambda: self.session.skip(fact))

    def enter(self, fact: Fact) -> bool:
        """An empty line keeps the answer that is there, or takes the default."""
        if fact.id in self.session.answers:
            self.session.keep()
            return True
        default = fact.default
        return default is not None and self.settle(fact, lambda: self.session.answer(fact, default))

    def settle(self, fact: Fact, take: Callable[[], tuple[str, ...]]) -> bool:
        """Take an answer; a wrong one is explained and asked again."""
        try:
            dropped = take()
        except ValueProblem as problem:
            self.refuse(fact, str(problem))
            return False
        if dropped:
            self.tell(self.say(WORDS["dropped"]).format(", ".join(dropped)), "  ")
        return True

    def refuse(self, fact: Fact, problem: str) -> None:
        """Say why an answer cannot be taken, and what was expected."""
        if self.lang == "zh":
            expected = HINTS.get(fact.type, CHOOSE if fact.choices else Text("", "")).zh
            problem = f"无法接受该回答。{expected} [{problem}]"
        self.tell(problem, "  ! ", "    ")

    def read_line(self) -> str:
        """One line of input, without spaces around it; the end of input raises `EOFError`."""
        while True:
            click.echo("> ", nl=False, err=True)
            line = sys.stdin.buffer.readline().decode("utf-8", errors="replace")
            if not line:
                click.echo("", err=True)
                raise EOFError
            if not sys.stdin.isatty():
                click.echo(line.rstrip("\r\n"), err=True)
            if REPLACED not in line:
                return line.strip()
            self.tell(self.say(WORDS["garbled"]), "  ! ", "    ")

    def farewell(self, finished: bool, target: str) -> None:
        """Say where the answers lie and what to do with them."""
        click.echo("", err=True)
        left = self.session.left_open()
        if finished:
            words = WORDS["open" if left else "done"]
            more = ", ..." if len(left) > SHOWN_OPEN else ""
            shown = f"{len(left)} ({', '.join(left[:SHOWN_OPEN])}{more})"
            self.tell(self.say(words).format(shown))
        if target != "-":
            self.tell(self.say(WORDS["saved"]).format(target))
            then = f"regpath {'plan' if finished else 'ask'} {shlex.quote(target)}"
            self.tell(self.say(WORDS["then"]).format(then))

    def help(self, fact: Fact) -> None:
        """Print the help of a question, why it is asked, and the law."""
        self.tell(self.say(fact.help), "  ")
        self.tell(self.say(WORDS["why"]) + self.say(fact.why), "  ")
        for law in laws(self.session.reader().cite_all(fact.citations), self.lang):
            self.tell(self.say(WORDS["law"]) + law, "  ", "    ")
        if fact.type == "text":
            self.tell(self.say(WORDS["quotes"]), "  ")


def _words(fact: Fact, line: str) -> str:
    quoted = len(line) > 2 and line[0] == line[-1] == '"'
    return line[1:-1] if quoted else choice_words(fact, line)
