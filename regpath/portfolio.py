"""Many products in one process: rows in, pathways or errors out, in order."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regpath.api import plan
from regpath.model.errors import RegpathError
from regpath.model.rulebook import Rulebook

ROW_KEYS = ("id", "as_of", "answers")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a portfolio: its content, or what is wrong with it."""

    line: int
    id: Any = None
    as_of: str | None = None
    answers: Mapping[str, Any] | None = None
    error: str | None = None


def jsonl_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of JSON lines; empty lines are passed over."""
    for number, text in enumerate(lines, 1):
        if text.strip():
            yield _json_row(number, text)


def _json_row(number: int, text: str) -> Row:
    try:
        data = json.loads(text, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        return Row(number, error=f"not a JSON object: {error}")
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


def csv_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a CSV table: a column a fact, lists separated by commas or semicolons."""
    reader = csv.DictReader(lines)
    for record in reader:
        surplus = record.pop(None, None)
        number = reader.line_num
        row_id = record.pop("id", None) or None
        as_of = record.pop("as_of", None) or None
        if surplus:
            yield Row(number, row_id, error="more cells than columns; quote cells with commas.")
            continue
        answers = {
            fact.strip(): value.replace(";", ",")
            for fact, value in record.items()
            if value is not None and value.strip()
        }
        yield Row(number, row_id, as_of, answers)


def answer_rows(
    rows: Iterable[Row], day: str, rulebook: Rulebook, *, forced: bool, fields: str
) -> Iterator[dict[str, Any]]:
    """The results of rows, one a row. `forced`: `day` wins over the row's own date."""
    for row in rows:
        head = {"id": row.id, "line": row.line}
        try:
            yield {**head, "pathway": _answer(row, day, rulebook, forced, fields)}
        except RegpathError as error:
            problem = error.problems[0]
            found = {"code": problem.code, "message": problem.message}
            if problem.fact is not None:
                found["fact"] = problem.fact
            yield {**head, "error": found}
        except _BadRow as error:
            yield {**head, "error": {"code": "bad-row", "message": str(error)}}


class _BadRow(Exception):
    """A row that is no row."""


def _answer(row: Row, day: str, rulebook: Rulebook, forced: bool, fields: str) -> dict[str, Any]:
    if row.answers is None:
        raise _BadRow(row.error)
    date = day if forced or row.as_of is None else row.as_of
    pathway = plan(row.answers, str(date), rulebook).to_json()
    if fields == "summary":
        return {key: pathway[key] for key in ("schema", "as_of", "summary")}
    return pathway
