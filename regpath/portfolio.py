"""Many products in one process: rows in, pathways or errors out, in order."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.api import plan, reader
from regpath.model.answers import SCHEMA as ANSWERS_SCHEMA
from regpath.model.errors import Problem, RegpathError
from regpath.model.pathway import SCHEMA, to_json
from regpath.model.rulebook import Rulebook
from regpath.rules.summary import summarise

ROW_KEYS = ("id", "as_of", "answers")
MAX_LINE = 1_000_000
"""Longest line, in characters; a longer one is an error of that line."""
MAX_RECORD = 100
"""Most lines of one CSV record; more of them is a quote that is not closed."""
DELIMITERS = (",", ";", "\t")

Line = str | None
"""A line with its end; `None` for one that is too long."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a portfolio: its content, or what is wrong with it."""

    line: int
    id: Any = None
    as_of: str | None = None
    answers: Mapping[str, Any] | None = None
    error: str | None = None


def jsonl_rows(lines: Iterable[Line]) -> Iterator[Row]:
    """The rows of JSON lines; empty lines are passed over."""
    for number, text in enumerate(lines, 1):
        problem = _unreadable(text)
        if problem is not None:
            yield Row(number, error=problem)
        elif text is not None and text.strip("\ufeff \t\r\n"):
            yield _json_row(number, text.lstrip("\ufeff"))


def _unreadable(text: Line) -> str | None:
    if text is None:
        return f"the line has more than {MAX_LINE:,} characters."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "not UTF-8 text; save the file as UTF-8."
    return None


def _json_row(number: int, text: str) -> Row:
    try:
        data = json.loads(text, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        return Row(number, error=f"not valid JSON: {error.msg} at column {error.colno}.")
    except (ValueError, RecursionError) as error:
        return Row(number, error=f"not valid JSON: {error}.")
    if not isinstance(data, dict):
        return Row(number, error='an object such as {"answers": {...}} was expected.')
    extra = [key for key in data if key not in ROW_KEYS]
    if extra:
        return Row(number, data.get("id"), error=f"unknown key {extra[0]!r}; facts go in answers.")
    answers = data.get("answers")
    if not isinstance(answers, dict):
        return Row(number, data.get("id"), error="`answers` with facts in it was expected.")
    return Row(number, data.get("id"), data.get("as_of"), answers)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands here twice")
    return found


def csv_rows(lines: Iterable[Line], rulebook: Rulebook) -> Iterator[Row]:
    """The rows of a CSV table: a column a fact; lists are separated by commas or semicolons."""
    table = _Table(deque(), iter(lines))
    header: list[str] | None = None
    while (record := table.next()) is not None:
        number, cells = record
        if isinstance(cells, str):
            yield Row(number, error=cells)
        elif header is None:
            header = [cell.strip("\ufeff ") for cell in cells]
        elif any(cell.strip() for cell in cells):
            yield _csv_row(number, header, cells, rulebook)


class _Table:
    """Records of a CSV file, one at a time; a quote that is not closed costs one record only."""

    def __init__(self, ahead: deque[Line], lines: Iterator[Line]) -> None:
        self.ahead = ahead
        self.lines = lines
        self.at = 0
        self.delimiter: str | None = None

    def next(self) -> tuple[int, list[str] | str] | None:
        """The line on which the next record begins, with its cells or what is wrong with it."""
        if not self._fill(1):
            return None
        problem = _unreadable(self.ahead[0])
        taken: list[str] = []
        if problem is None:
            self.delimiter = self.delimiter or _delimiter(self.ahead[0] or "")
            parser = csv.reader(self._feed(taken), delimiter=self.delimiter, strict=True)
            try:
                cells = next(parser)
            except (csv.Error, _Unclosed) as error:
                problem, taken = f"not valid CSV: {error}.", []
        start = self.at + 1
        for _ in taken or [""]:
            self.ahead.popleft()
            self.at += 1
        return start, cells if problem is None else problem

    def _feed(self, taken: list[str]) -> Iterator[str]:
        while len(taken) < MAX_RECORD and self._fill(len(taken) + 1):
            line = self.ahead[len(taken)]
            if _unreadable(line) is not None or line is None:
                break
            taken.append(line)
            yield line
        raise _Unclosed('a quote (") is not closed')

    def _fill(self, count: int) -> bool:
        while len(self.ahead) < count:
            try:
                self.ahead.append(next(self.lines))
            except StopIteration:
                return False
        return True


class _Unclosed(Exception):
    """A record goes on and on."""


def _delimiter(header: str) -> str:
    return next((mark for mark in DELIMITERS if mark in header), ",")


def _csv_row(number: int, header: list[str], cells: list[str], rulebook: Rulebook) -> Row:
    record = {n: c.strip() for n, c in zip(header, cells, strict=False) if c.strip()}
    row_id, as_of = record.pop("id", None), record.pop("as_of", None)
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        return Row(number, row_id, error=f"the column {twice!r} stands in the header twice.")
    if any(cell.strip() for cell in cells[len(header) :]):
        return Row(number, row_id, error="more cells than columns; quote cells with commas.")
    answers = {name: _cell(name, value, rulebook) for name, value in record.items()}
    return Row(number, row_id, as_of, answers)


def _cell(name: str, value: str, rulebook: Rulebook) -> str:
    fact = rulebook.facts.get(name)
    return value.replace(";", ",") if fact is not None and fact.is_list else value


def answer_rows(
    rows: Iterable[Row], day: str, rulebook: Rulebook, *, forced: bool, fields: str
) -> Iterator[dict[str, Any]]:
    """The results of rows, one a row. `forced`: `day` wins over the row's own date."""
    for row in rows:
        head = {"id": row.id, "line": row.line}
        date = day if forced or row.as_of is None else str(row.as_of)
        try:
            yield {**head, "pathway": _answer(row, date, rulebook, fields)}
        except RegpathError as error:
            first, *others = (_shown(problem) for problem in error.problems)
            more = {"others": others} if others else {}
            yield {**head, "error": {**first, **more}}
        except _BadRow as error:
            yield {**head, "error": {"code": "bad-row", "message": str(error)}}


def _shown(problem: Problem) -> dict[str, Any]:
    fact = {} if problem.fact is None else {"fact": problem.fact}
    return {"code": problem.code, "message": problem.message, **fact}


class _BadRow(Exception):
    """A row that is no row."""


def _answer(row: Row, date: str, rulebook: Rulebook, fields: str) -> dict[str, Any]:
    if row.answers is None:
        raise _BadRow(row.error)
    whole = {"schema": ANSWERS_SCHEMA, "answers": row.answers}
    if fields == "summary":
        summary = to_json(summarise(reader(whole, date, rulebook)))
        return {"schema": SCHEMA, "as_of": date, "summary": summary}
    return plan(whole, date, rulebook).to_json()
