"""The questionnaire as a state machine: no terminal, no files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from regpath.load.answers import ValueProblem, read_value
from regpath.model.answers import UNKNOWN, Answer, Answers
from regpath.model.pathway import OpenQuestion
from regpath.model.rulebook import Fact, Rulebook
from regpath.rules.assess import reader_for
from regpath.rules.consistency import impossible_answers, without_irrelevant
from regpath.rules.questions import open_questions
from regpath.rules.reader import YES_NO_LABELS, Reader
from regpath.rules.steps import find_steps

FIRST = "product_name"
"""Asked first though no rule needs it: a report needs a name."""

SEPARATORS = re.compile("[,，、;；]")
REMARK = re.compile(r"\s*[（(].*")
NO_ENTRY = ("none", "[]", "无", "没有")
"""What a client types to say that a list has no entry."""
YES_NO_WORDS = {"y": "yes", "n": "no", "是": "yes", "否": "no"}


@dataclass
class Questionnaire:
    """Answers so far, what was asked in which order, and what to ask next."""

    rulebook: Rulebook
    as_of: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    revisiting: str | None = None
    _open: tuple[OpenQuestion, ...] | None = None

    def __post_init__(self) -> None:
        """Answers that were there before can be gone back to."""
        self.asked = self.asked or list(self.answers)

    def reader(self) -> Reader:
        """The law held against the answers so far."""
        return reader_for(self.rulebook, Answers(self.answers), self.as_of)

    def open(self) -> tuple[OpenQuestion, ...]:
        """What can still change the result and was neither asked nor skipped."""
        if self._open is None:
            reader = self.reader()
            self._open = open_questions(reader, find_steps(reader))
        return tuple(q for q in self._open if not q.asked and q.fact not in self.skipped)

    def left_open(self) -> tuple[str, ...]:
        """What can still change the result though it was asked: skipped, or not known."""
        self.open()
        return tuple(q.fact for q in self._open or () if q.asked or q.fact in self.skipped)

    def to_ask(self) -> tuple[str, ...]:
        """The facts still to be asked: the name, what has a default, what can change the result."""
        defaults = (fact.id for fact in self.rulebook.facts.values() if fact.default is not None)
        first = (f for f in (FIRST, *defaults) if f in self.rulebook.facts)
        waiting = [f for f in first if f not in self.answers and f not in self.skipped]
        return tuple(dict.fromkeys([*waiting, *(question.fact for question in self.open())]))

    def current(self) -> Fact | None:
        """The fact to ask now; `None` when no answer can change the result any more."""
        if self.revisiting is not None:
            return self.rulebook.facts[self.revisiting]
        waiting = self.to_ask()
        return self.rulebook.facts[waiting[0]] if waiting else None

    def answer(self, fact: Fact, words: str) -> tuple[str, ...]:
        """Take an answer. Returns the facts whose answers it made irrelevant and dropped.

        Raises `ValueProblem` where the fact cannot take it, or where it contradicts another answer;
        then nothing has changed.
        """
        return self._settle(fact, read_value(fact, words, self.rulebook))

    def do_not_know(self, fact: Fact) -> tuple[str, ...]:
        """Take 'asked, and not known'. Returns what was dropped, as `answer` does."""
        return self._settle(fact, UNKNOWN)

    def skip(self, fact: Fact) -> tuple[str, ...]:
        """Leave a fact unanswered for now. Returns what was dropped, as `answer` does."""
        dropped = self._settle(fact, None)
        self.skipped.add(fact.id)
        return dropped

    def keep(self) -> None:
        """Leave the answer of the fact that was gone back to as it is."""
        self.revisiting = None

    def back(self) -> Fact | None:
        """Return to the fact asked before; `None` where this is the first."""
        here = self.revisiting
        before = self.asked[: self.asked.index(here)] if here in self.asked else self.asked
        situation = self.reader().situation
        for name in reversed(before):
            if situation.is_relevant(name) is not False:
                self.revisiting = name
                return self.rulebook.facts[name]
        return None

    def _settle(self, fact: Fact, value: Answer | None) -> tuple[str, ...]:
        """Take a value, or take it out; answers that it makes irrelevant or impossible go too."""
        after = {**self.answers, fact.id: value}
        given = Answers({name: v for name, v in after.items() if v is not None})
        dropped: tuple[str, ...] = ()
        if self.answers.get(fact.id) != value:
            given, dropped = without_irrelevant(self.rulebook, given, self.as_of, (fact.id,))
        impossible = impossible_answers(reader_for(self.rulebook, given, self.as_of))
        if impossible:
            raise ValueProblem(impossible[0][1])
        self.answers = dict(given.values)
        self.asked = [name for name in self.asked if name not in dropped]
        if fact.id not in self.asked:
            self.asked.append(fact.id)
        self.skipped.discard(fact.id)
        self.revisiting, self._open = None, None
        return dropped


def choice_words(fact: Fact, words: str) -> str:
    """What a client types, as the answers file writes it: `1, 3` -> `self, online`, `y` -> `yes`.

    A choice may be given by its number, its word, or its label in either language; an empty list
    by `none`.
    """
    known = _words_of(fact)
    if fact.is_list and words.strip().lower() in NO_ENTRY and words.strip() not in known:
        return ""
    if not fact.is_list:
        return known.get(words.strip().lower(), words)
    parts = (part.strip() for part in SEPARATORS.split(words))
    return ", ".join(known.get(part.lower(), part) for part in parts)


def _words_of(fact: Fact) -> dict[str, str]:
    labels = [(c.label, c.id) for c in fact.choices]
    if fact.type == "yes_no":
        labels = [(label, word) for word, label in YES_NO_LABELS.items()]
    texts = [(text, word) for label, word in labels for text in (label.en, label.zh)]
    known = {short.lower(): word for text, word in texts for short in (text, REMARK.sub("", text))}
    return {**known, **(YES_NO_WORDS if fact.type == "yes_no" else {}), **numbered(fact)}


def numbered(fact: Fact) -> Mapping[str, str]:
    """The choices of a fact by the numbers under which they are shown; empty for free answers."""
    if fact.type == "yes_no":
        return {"1": "yes", "2": "no"}
    return {str(number): choice.id for number, choice in enumerate(fact.choices, 1)}
