"""The rulebook's YAML files to one `Rulebook`."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from regpath.load import cache
from regpath.load.conditions import parse_condition
from regpath.load.documents import Document, DocumentError, parse_rulebook_file, read_text
from regpath.load.find import bundled_rulebook
from regpath.model.coverage import Coverage
from regpath.model.dates import ClassMove, Deadline, Pending, WorkingYear
from regpath.model.errors import Problem, RulebookError, nearest
from regpath.model.law import Authority, Instrument, Jurisdiction, Province
from regpath.model.lists import ProductList
from regpath.model.numbers import NumberForm
from regpath.model.rulebook import (
    SCHEMA,
    Case,
    Clock,
    Fact,
    FeeRule,
    Head,
    NotModelled,
    Origin,
    Parameter,
    Penalty,
    Rule,
    Rulebook,
    StepDefinition,
    Table,
    TableRows,
)
from regpath.model.text import STRICT

CONDITION_KEYS = ("when", "asked_when", "requires")
DATE_KEYS = (
    "published", "as_of", "binding_from", "transition_to", "asks_until", "status_on", "announced",
    "begins", "change_over_by",
)  # fmt: skip
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LAST_YEAR = 2999
"""A window that ends later is meant to be open."""


@dataclass(frozen=True, slots=True)
class RulebookFile:
    """One file of the rulebook: its schema, and any of the sections."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    schema: str
    rulebook: Head | None = None
    instruments: tuple[Instrument, ...] = ()
    authorities: tuple[Authority, ...] = ()
    provinces: tuple[Province, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    table_rows: tuple[TableRows, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    clocks: tuple[Clock, ...] = ()
    number_forms: tuple[NumberForm, ...] = ()
    fee_rules: tuple[FeeRule, ...] = ()
    steps: tuple[StepDefinition, ...] = ()
    rules: tuple[Rule, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    class_moves: tuple[ClassMove, ...] = ()
    lists: tuple[ProductList, ...] = ()
    pending: tuple[Pending, ...] = ()
    working_years: tuple[WorkingYear, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    cases: tuple[Case, ...] = ()


DATED_SECTIONS = (
    "rulebook", "tables", "table_rows", "parameters", "clocks", "number_forms", "rules",
    "fee_rules", "deadlines", "lists", "penalties",
)  # fmt: skip
"""Sections in which every window has a beginning."""
VERSIONED = ("authorities", "clocks")
"""Sections in which an id stands once for each window of time."""

SECTIONS = tuple(f.name for f in fields(RulebookFile) if f.name not in ("schema", "rulebook"))


@lru_cache(maxsize=1)
def file_adapter() -> TypeAdapter[RulebookFile]:
    """The pydantic reader of a rulebook file; built once."""
    return TypeAdapter(RulebookFile)


@dataclass
class _Reader:
    """Gathers files, entries and problems while a rulebook is read."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    files: list[tuple[Document, RulebookFile]] = field(default_factory=list)
    digest: str = ""

    def read_all(self, paths: Iterable[Path]) -> None:
        """Read the files of a rulebook; what is wrong with one is noted, and it is left out."""
        texts = list(self._texts(paths))
        summed = hashlib.sha256()
        for path, text in texts:
            relative = path.relative_to(self.root).as_posix()
            summed.update(f"{relative}\n{len(text)}\n{text}".encode())
        self.digest = summed.hexdigest()
        known = cache.load(self.digest)
        if known is not None and len(known) == len(texts):
            documents = [Document(str(p), t, d) for (p, t), d in zip(texts, known, strict=True)]
        else:
            documents = list(self._parse(texts))
        for document in documents:
            self._read(document)
        if not self.problems and known is None:
            cache.store(self.digest, [document.data for document in documents])

    def _texts(self, paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        for path in paths:
            try:
                yield path, read_text(path)
            except DocumentError as error:
                self.problems.append(error.problem)

    def _parse(self, texts: Iterable[tuple[Path, str]]) -> Iterator[Document]:
        for path, text in texts:
            try:
                yield parse_rulebook_file(text, str(path))
            except DocumentError as error:
                self.problems.append(error.problem)

    def _read(self, document: Document) -> None:
        before = len(self.problems)
        self._check_schema(document)
        if len(self.problems) > before:
            return
        prepared = self._prepare(document.data, (), document)
        try:
            self.files.append((document, file_adapter().validate_python(prepared)))
        except ValidationError as error:
            self.problems += dict.fromkeys(_from_pydantic(document, e) for e in error.errors())

    def _check_schema(self, document: Document) -> None:
        data = document.data
        found = data.get("schema") if isinstance(data, Mapping) else None
        if found != SCHEMA:
            message = f"`schema: {SCHEMA}` was expected first, found {found!r}."
            self.problems.append(document.problem(("schema",), "unknown-schema", message))

    def _prepare(self, raw: Any, path: tuple[str | int, ...], document: Document) -> Any:
        if isinstance(raw, list):
            return [self._prepare(item, (*path, i), document) for i, item in enumerate(raw)]
        if not isinstance(raw, Mapping):
            return raw
        prepared: dict[str, Any] = {}
        for key, value in raw.items():
            here = (*path, key)
            if key in CONDITION_KEYS and path[:1] != ("cases",):
                prepared[key] = parse_condition(value, here, self._reporter(document))
            elif key == "effective" and isinstance(value, Mapping):
                prepared[key] = self._window(value, here, document)
            elif key in ("answers", "expect"):
                prepared[key] = value
            elif key in DATE_KEYS:
                self._check_date(value, here, document)
                prepared[key] = value
            else:
                name = "from_" if key == "from" else key
                prepared[name] = self._prepare(value, here, document)
        return prepared

    def _reporter(self, document: Document) -> Any:
        def report(path: tuple[str | int, ...], code: str, message: str) -> None:
            self.problems.append(document.problem(path, code, message))

        return report

    def _window(
        self, raw: Mapping[str, Any], path: tuple[str | int, ...], document: Document
    ) -> dict[str, Any]:
        report = self._reporter(document)
        for key, value in raw.items():
            if key in ("from", "to"):
                self._check_date(value, (*path, key), document)
            else:
                message = f"the key {key!r} is not known here; a window has `from` and `to`."
                report((*path, key), "unknown-key", message)
        if raw.get("from") is None and path[0] in DATED_SECTIONS:
            report(path, "missing-key", "the key 'from' is missing; say when the window begins.")
        start, end = raw.get("from"), raw.get("to")
        if is_iso_date(start) and is_iso_date(end) and str(start) > str(end):
            report(path, "window-reversed", f"the window ends ({end}) before it begins ({start}).")
        return {"from_": start, "to": end}

    def _check_date(self, value: Any, path: tuple[str | int, ...], document: Document) -> None:
        if value is None:
            return
        message = f"a quoted date such as '2021-06-01' was expected, not {value!r}."
        if is_iso_date(value):
            if int(value[:4]) <= LAST_YEAR:
                return
            message = f"{value} is too far off; a window without an end has no `to`."
        self.problems.append(document.problem(path, "bad-date", message))


def is_iso_date(value: object) -> bool:
    """Whether `value` is a text of the form YYYY-MM-DD that names a day."""
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def load_rulebook(folder: Path | str | None = None) -> Rulebook:
    """Read a rulebook; without `folder` the one that came with the tool.

    Raises `RulebookError` with every problem of form that was found.
    """
    root = Path(folder) if folder is not None else bundled_rulebook()
    reader = _Reader(root)
    paths = sorted(root.rglob("*.yaml"), key=lambda p: p.relative_to(root).as_posix())
    if not paths:
        message = "no rulebook here: a folder with *.yaml files was expected."
        raise RulebookError([Problem(str(root), 0, 0, "no-rulebook", message)])
    reader.read_all(paths)
    return _join(reader)


def _join(reader: _Reader) -> Rulebook:
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    origins: dict[tuple[str, str], Origin] = {}
    heads: list[tuple[Document, Head]] = []
    for document, file in reader.files:
        if file.rulebook is not None:
            heads.append((document, file.rulebook))
            origins["rulebook", file.rulebook.id] = Origin(Path(document.name), ("rulebook",))
        for name in SECTIONS:
            for index, entry in enumerate(getattr(file, name)):
                _add(reader, sections[name], origins, name, entry, document, index)
    if len(heads) != 1 and not reader.problems:
        message = f"exactly one section `rulebook` was expected, found {len(heads)}."
        reader.problems.append(Problem(str(reader.root), 0, 0, "no-rulebook", message))
    if reader.problems:
        raise RulebookError(reader.problems)
    _extend_tables(reader, sections, origins)
    if reader.problems:
        raise RulebookError(reader.problems)
    cases = tuple(sections.pop("cases").values())
    return Rulebook(
        head=heads[0][1],
        cases=cases,
        origins=origins,
        digest=reader.digest,
        **sections,
    )


def _extend_tables(
    reader: _Reader, sections: dict[str, dict[str, Any]], origins: dict[tuple[str, str], Origin]
) -> None:
    tables = sections["tables"]
    documents = {document.name: document for document, _ in reader.files}
    for extra in sections.pop("table_rows").values():
        origin = origins["table_rows", extra.id]
        table = tables.get(extra.table)
        if table is None:
            message = f"there is no table {extra.table!r}.{nearest(extra.table, tables)}"
            document, path = documents[str(origin.file)], (*origin.path, "table")
            reader.problems.append(document.problem(path, "unknown-table", message))
            continue
        tables[table.id] = replace(table, rows=table.rows + extra.rows)
        for index in range(len(extra.rows)):
            place = part_name(table.id, len(table.rows) + index)
            origins["tables", place] = Origin(origin.file, (*origin.path, "rows", index))


def part_name(entry: str, index: int) -> str:
    """The name by which `origins` knows a version of an entry, or a row from another file."""
    return f"{entry}#{index}"


def _add(
    reader: _Reader,
    section: dict[str, Any],
    origins: dict[tuple[str, str], Origin],
    name: str,
    entry: Any,
    document: Document,
    index: int,
) -> None:
    origin = Origin(Path(document.name), (name, index))
    first = origins.get((name, entry.id))
    if name in VERSIONED:
        section[entry.id] = (*section.get(entry.id, ()), entry)
        origins[name, part_name(entry.id, len(section[entry.id]) - 1)] = origin
    elif first is not None:
        message = f"the id {entry.id!r} is taken in {first.file}; ids are never reused."
        reader.problems.append(document.problem((name, index, "id"), "duplicate-id", message))
        return
    else:
        section[entry.id] = entry
    origins.setdefault((name, entry.id), origin)


_PYDANTIC_CODES = {
    "extra_forbidden": "unknown-key",
    "unexpected_keyword_argument": "unknown-key",
    "missing": "missing-key",
    "literal_error": "unknown-word",
}


def _from_pydantic(document: Document, error: Mapping[str, Any]) -> Problem:
    loc = tuple("from" if part == "from_" else part for part in error["loc"])
    code = _PYDANTIC_CODES.get(error["type"], "wrong-type")
    if loc[-1:] in (("int",), ("float",)):
        error = {**error, "msg": "a number was expected", "loc": loc[:-1]}
    key = str(loc[-1]) if loc else ""
    if code == "unknown-key":
        message = f"the key {key!r} is not known here; remove it or correct its name."
    elif code == "missing-key":
        message = f"the key {key!r} is missing; add it."
    elif code == "unknown-word":
        expected = error.get("ctx", {}).get("expected", "")
        words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
        message = (
            f"{error['input']!r} is not one of {expected}.{nearest(str(error['input']), words)}"
        )
    else:
        message = f"{error['msg']} (found {error['input']!r})."
    return document.problem(_existing(document.data, loc), code, message)


def _existing(data: Any, path: Iterable[str | int]) -> tuple[str | int, ...]:
    """The part of a path that stands in the data: a missing key has the place of its parent."""
    found: list[str | int] = []
    for part in path:
        if isinstance(data, Mapping) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            break
        found.append(part)
    return tuple(found)
