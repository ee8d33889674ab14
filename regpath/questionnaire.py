"""The questionnaire as a state machine: no terminal, no files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regpath.load.answers import ValueProblem, read_value
from regpath.model.answers import UNKNOWN, Answer, Answers
from regpath.model.pathway import OpenQuestion
from regpath.model.rulebook import Fact, Rulebook
from regpath.rules.assess import reader_for
from regpath.rules.consistency import impossible_answers, without_irrelevant
from regpath.rules.questions import open_questions
from regpath.rules.reader import Reader
from regpath.rules.steps import find_steps

FIRST = "product_name"
"""Asked first though no rule needs it: a report needs a name."""


@dataclass
class Questionnaire:
    """Answers so far, what was asked in which order, and what to ask next."""

    rulebook: Rulebook
    as_of: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    revisiting: str | None = None

    def reader(self) -> Reader:
        """The law held against the answers so far."""
        return reader_for(self.rulebook, Answers(self.answers), self.as_of)

    def open(self) -> tuple[OpenQuestion, ...]:
        """What can still change the result and was neither asked nor skipped."""
        reader = self.reader()
        questions = open_questions(reader, find_steps(reader))
        return tuple(q for q in questions if not q.asked and q.fact not in self.skipped)

    def current(self) -> Fact | None:
        """The fact to ask now; `None` when no answer can change the result any more."""
        if self.revisiting is not None:
            return self.rulebook.facts[self.revisiting]
        if FIRST not in self.answers and FIRST not in self.skipped:
            return self.rulebook.facts[FIRST]
        questions = self.open()
        return self.rulebook.facts[questions[0].fact] if questions else None

    def answer(self, fact: Fact, words: str) -> list[str]:
        """Take an answer. Returns the facts whose answers it made irrelevant and dropped.

        Raises `ValueProblem` where the fact cannot take it, or where it contradicts another answer;
        then nothing has changed.
        """
        value = read_value(fact, words, self.rulebook)
        before = dict(self.answers)
        self.answers[fact.id] = value
        dropped = self._drop_irrelevant(fact.id) if before.get(fact.id) != value else []
        impossible = impossible_answers(self.reader())
        if impossible:
            self.answers = before
            raise ValueProblem(impossible[0][1])
        self._move_on(fact)
        return dropped

    def skip(self, fact: Fact) -> None:
        """Leave a fact unanswered for now."""
        self.skipped.add(fact.id)
        self._move_on(fact)

    def do_not_know(self, fact: Fact) -> None:
        """Take 'asked, and not known'."""
        self.answers[fact.id] = UNKNOWN
        self._move_on(fact)

    def back(self) -> Fact | None:
        """Return to the fact asked before; `None` where this is the first."""
        if not self.asked:
            return None
        self.revisiting = self.asked.pop()
        self.skipped.discard(self.revisiting)
        return self.rulebook.facts[self.revisiting]

    def _move_on(self, fact: Fact) -> None:
        self.revisiting = None
        if fact.id in self.asked:
            self.asked.remove(fact.id)
        self.asked.append(fact.id)

    def _drop_irrelevant(self, changed: str) -> list[str]:
        answers = Answers(self.answers)
        kept, dropped = without_irrelevant(self.rulebook, answers, self.as_of, (changed,))
        self.answers = dict(kept.values)
        return list(dropped)


def choice_words(fact: Fact, words: str) -> str:
    """Numbers of a numbered list of choices turned into their words: `1, 3` -> `self, online`."""
    ids = numbered(fact)
    if not ids:
        return words
    parts = [part.strip() for part in words.split(",")]
    return ", ".join(ids.get(part, part) for part in parts)


def numbered(fact: Fact) -> Mapping[str, str]:
    """The choices of a fact by the numbers under which they are shown; empty for free answers."""
    if fact.type == "yes_no":
        return {"1": "yes", "2": "no"}
    return {str(number): choice.id for number, choice in enumerate(fact.choices, 1)}
