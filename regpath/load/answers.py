"""An answers file, or a mapping of answers, to `Answers`. Everything wrong is reported at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from regpath.load.documents import (
    Document,
    DocumentError,
    decode,
    parse_answers_file,
    read_text,
)
from regpath.load.rulebook import is_iso_date
from regpath.model.answers import SCHEMA, UNKNOWN, Answer, Answers, Place
from regpath.model.errors import AnswersError, Problem, nearest
from regpath.model.rulebook import Fact, Rulebook

YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no"}
CLASSES = {"1": "I", "2": "II", "3": "III"}
TOP_KEYS = ("schema", "as_of", "answers")
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no text has: control characters, and halves of characters."""
MAX_TEXT = 20_000
"""Longest text answer, in characters."""


class ValueProblem(Exception):
    """A value that a fact cannot take; the text says what was expected."""


def load_answers(path: Path, rulebook: Rulebook) -> Answers:
    """The answers in a file. Raises `AnswersError` with file, line, value and what was expected."""
    try:
        text = read_text(path)
    except DocumentError as error:
        raise AnswersError([error.problem]) from None
    return parse_answers(text, str(path), rulebook)


def parse_answers_bytes(raw: bytes, name: str, rulebook: Rulebook) -> Answers:
    """The answers in bytes read from elsewhere, such as standard input."""
    try:
        text = decode(raw, name)
    except DocumentError as error:
        raise AnswersError([error.problem]) from None
    return parse_answers(text, name, rulebook)


def parse_answers(text: str, name: str, rulebook: Rulebook) -> Answers:
    """The answers in the text of a file."""
    try:
        document = parse_answers_file(text, name)
    except DocumentError as error:
        raise AnswersError([error.problem]) from None
    return _from_document(document, rulebook)


def answers_from(mapping: Mapping[str, Any], rulebook: Rulebook) -> Answers:
    """Answers given as a mapping: an answers file's content, or just fact -> value."""
    if "schema" in mapping or "answers" in mapping:
        data = dict(mapping)
    else:
        data = {"schema": SCHEMA, "answers": dict(mapping)}
    text = json.dumps(data, ensure_ascii=False, default=str)
    return _from_document(Document("answers", text, json.loads(text)), rulebook, located=False)


def _from_document(document: Document, rulebook: Rulebook, located: bool = True) -> Answers:
    problems: list[Problem] = []

    def report(path: tuple[str | int, ...], code: str, message: str, fact: str | None) -> None:
        if located:
            problems.append(document.problem(path, code, message, fact))
        else:
            problems.append(Problem(document.name, 0, 0, code, message, fact))

    data = document.data
    if not isinstance(data, Mapping):
        report((), "not-a-mapping", f"`schema: {SCHEMA}` and `answers:` were expected.", None)
        raise AnswersError(problems)
    _check_frame(data, report)
    raw = data.get("answers")
    values = _read_values(raw, rulebook, report) if isinstance(raw, Mapping) else {}
    if problems:
        raise AnswersError(problems)
    return Answers(values, data.get("as_of"), _places(document, values) if located else {})


def _places(document: Document, facts: Iterable[str]) -> dict[str, Place]:
    return {fact: Place(document.name, *document.place(("answers", fact))) for fact in facts}


Report = Callable[[tuple[str | int, ...], str, str, str | None], None]


def _check_frame(data: Mapping[str, Any], report: Report) -> None:
    if data.get("schema") != SCHEMA:
        found = data.get("schema")
        message = f"`schema: {SCHEMA}` was expected, found {_shown(found)}."
        report(("schema",), "unknown-schema", message, None)
    for key in data:
        if key not in TOP_KEYS:
            message = f"the key {_shown(key)} is not known here.{nearest(key, TOP_KEYS)}"
            message += " Facts stand under `answers:`."
            report((key,), "unknown-key", message, None)
    if not isinstance(data.get("answers"), Mapping):
        report(("answers",), "no-answers", "`answers:` with facts under it was expected.", None)
    as_of = data.get("as_of")
    if as_of is not None and not is_iso_date(as_of):
        message = f"a date such as 2026-11-21 was expected, not {_shown(as_of)}."
        report(("as_of",), "bad-date", message, None)


def _read_values(raw: Mapping[str, Any], rulebook: Rulebook, report: Report) -> dict[str, Answer]:
    values: dict[str, Answer] = {}
    for name, value in raw.items():
        fact = rulebook.facts.get(name)
        if fact is not None and fact.found:
            message = f"{name} is found by the tool and cannot be given; remove it."
            report(("answers", name), "found-fact", message, name)
        elif fact is None:
            message = f"there is no fact {_shown(name)}.{nearest(name, rulebook.facts)}"
            report(("answers", name), "unknown-fact", message, name)
        elif value is not None:
            try:
                values[name] = read_value(fact, value, rulebook)
            except ValueProblem as problem:
                report(("answers", name), "wrong-value", f"{name}: {problem}", name)
    return {name: values[name] for name in rulebook.facts if name in values}


def read_value(fact: Fact, value: Any, rulebook: Rulebook) -> Answer:
    """One answer in the form of its fact. Raises `ValueProblem` with what was expected."""
    if isinstance(value, str) and value.strip().lower() == UNKNOWN:
        return UNKNOWN
    if fact.is_list:
        return _read_list(fact, value, rulebook)
    if isinstance(value, (list, Mapping)):
        raise ValueProblem(f"one value was expected, not {_shown(value)}.")
    word = _as_word(value)
    if fact.type == "whole_number":
        if WHOLE_NUMBER.fullmatch(word):
            return int(word)
        raise ValueProblem(f"a whole number from 1 to 999999 was expected, not {_shown(value)}.")
    return _read_word(fact, word, rulebook)


def _as_word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _read_list(fact: Fact, value: Any, rulebook: Rulebook) -> Answer:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")] if value.strip() else []
    if not isinstance(value, list):
        raise ValueProblem(f"a list such as [a, b] was expected, not {_shown(value)}.")
    if any(isinstance(item, (list, Mapping)) or item in (None, "") for item in value):
        raise ValueProblem(f"a list of single words was expected, not {_shown(value)}.")
    words = [_read_word(fact, _as_word(item), rulebook) for item in value]
    return tuple(dict.fromkeys(words))


def _read_word(fact: Fact, word: str, rulebook: Rulebook) -> str:
    match fact.type:
        case "yes_no":
            return _one_of(word.lower(), YES_NO, "yes, no or unknown", word)
        case "date":
            if is_iso_date(word):
                return word
            raise ValueProblem(f"a date such as 2026-11-21 was expected, not {_shown(word)}.")
        case "province" | "province_list":
            return _province(word, rulebook)
        case "country" | "country_list":
            if len(word) == 2 and word.isascii() and word.isalpha():
                return word.upper()
            raise ValueProblem(
                f"a two-letter ISO 3166-1 code such as DE was expected, not {_shown(word)}."
            )
        case "text":
            return _text(word)
        case _:
            return _choice(fact, word)


def _text(word: str) -> str:
    if not word or len(word) > MAX_TEXT:
        expected = f"a text of 1 to {MAX_TEXT} characters was expected"
        raise ValueProblem(f"{expected}, not {_shown(word)}.")
    if CONTROL.search(word):
        raise ValueProblem(f"a text without control characters was expected, not {_shown(word)}.")
    return word


def _choice(fact: Fact, word: str) -> str:
    known = {choice.id: choice.id for choice in fact.choices}
    if not known or (fact.free and word.lower() not in known):
        return _text(word)
    word = CLASSES.get(word, word) if set(CLASSES.values()) <= set(known) else word
    folded = {name.lower(): name for name in known}
    expected = ", ".join(known if fact.type == "list" else [*known, UNKNOWN])
    return _one_of(word.lower(), folded, expected, word)


def _one_of(key: str, known: Mapping[str, str], expected: str, shown: str) -> str:
    if key in known:
        return known[key]
    near = nearest(shown, dict.fromkeys(known.values())) or nearest(key, known)
    raise ValueProblem(f"one of {expected} was expected, not {_shown(shown)}.{near}")


def _province(word: str, rulebook: Rulebook) -> str:
    names = province_names(rulebook)
    key = word.strip().lower().replace("_", "-").replace(" ", "-")
    if key in names:
        return names[key]
    raise ValueProblem(
        f"a province was expected (such as guangdong, CN-GD, 广东), not {_shown(word)}."
        f"{nearest(key, names)}"
    )


def province_names(rulebook: Rulebook) -> dict[str, str]:
    """Every accepted name of a province, in lower case, with its id."""
    names: dict[str, str] = {}
    for province in rulebook.provinces.values():
        words = (province.id, province.iso, province.name.zh, province.name.en, *province.aliases)
        for word in words:
            if word:
                names[word.lower().replace(" ", "-")] = province.id
    return names
