"""Strict reading of YAML and JSON files, with line and column for every value.

Stricter than YAML: no duplicate keys, anchors, aliases or tags; no plain scalar that YAML would
turn into a date, a boolean (`yes`, `no`, `on`, `off`) or a number in disguise (`010`, `12:30`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from regpath.model.errors import Problem

MAX_BYTES = 5_000_000
"""Larger files are refused unread: no answers or rulebook file comes near it."""
MAX_DEPTH = 40

DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})")
FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Half of a character in a JSON escape, which YAML does not know."""

Path_ = tuple[str | int, ...]


class DocumentError(Exception):
    """A file that cannot be read as a strict document."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its data and, on demand, where each value stands."""

    name: str
    text: str
    data: Any

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of its nearest parent; else 0, 0."""
        return _descend(_root(self.text), path)

    def problem(self, path: Path_, code: str, message: str, fact: str | None = None) -> Problem:
        """A problem at the place of `path`."""
        line, column = self.place(path)
        return Problem(self.name, line, column, code, message, fact)


@lru_cache(maxsize=8)
def _root(text: str) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(SURROGATE.sub("??????", text), yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return root


def read_text(path: Path) -> str:
    """The text of a file in UTF-8; unreadable, too large or wrongly encoded files are errors."""
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _error(name, "unreadable", "this is a folder; name a file.") from None
    except FileNotFoundError:
        raise _error(name, "unreadable", "no such file; check the name.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise _error(name, "unreadable", f"cannot be read ({why}).") from None
    return decode(raw, name)


def decode(raw: bytes, name: str) -> str:
    """Bytes as UTF-8 text, within the size limit."""
    if len(raw) > MAX_BYTES:
        message = f"larger than {MAX_BYTES // 1_000_000} MB; an answers file has a few lines."
        raise _error(name, "too-large", message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        message = f"not UTF-8 text at byte {error.start}; save the file as UTF-8."
        raise _error(name, "encoding", message, line, column) from None


def parse_rulebook_file(text: str, name: str) -> Document:
    """A rulebook file: plain numbers and `true`/`false` keep their type; the rest is text."""
    return Document(name, text, _parse(text, name, _rulebook_scalar))


def parse_answers_file(text: str, name: str) -> Document:
    """An answers file, YAML or JSON: every scalar is kept as the words that the client wrote."""
    if text.lstrip().startswith("{"):
        return Document(name, text, _parse_json(text, name))
    return Document(name, text, _parse(text, name, _answer_scalar))


def _error(name: str, code: str, message: str, line: int = 0, column: int = 0) -> DocumentError:
    return DocumentError(Problem(name, line, column, code, message))


Scalar = Callable[[yaml.ScalarNode, str], Any]


def _parse(text: str, name: str, scalar: Scalar) -> Any:
    try:
        _refuse_extras(text, name)
        nodes = list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        what = error.problem or error.context or "cannot be parsed"
        raise _error(name, "yaml-syntax", f"not valid YAML: {what}.", *place) from None
    except yaml.reader.ReaderError:
        message = "not valid YAML: a control character stands here; remove it."
        raise _error(name, "yaml-syntax", message, *_first_unprintable(text)) from None
    except (yaml.YAMLError, RecursionError) as error:
        what = str(error).replace("\n", " ") or "nested too deeply"
        raise _error(name, "yaml-syntax", f"not valid YAML: {what}.") from None
    if len(nodes) != 1 or nodes[0] is None:
        message = "one YAML document with content was expected."
        raise _error(name, "yaml-syntax", message)
    return _construct(nodes[0], name, scalar, 0)


def _place(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _first_unprintable(text: str) -> tuple[int, int]:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return _line_and_column(text, found.start()) if found else (0, 0)


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _refuse_extras(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "anchors and aliases are not allowed; write the value out."
            raise _error(name, "yaml-alias", message, *_place(mark))
        if getattr(event, "tag", None):
            message = "tags are not allowed; write plain values."
            raise _error(name, "yaml-tag", message, *_place(mark))
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                message = f"nested more than {MAX_DEPTH} levels deep."
                raise _error(name, "too-deep", message, *_place(mark))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def _construct(node: yaml.Node, name: str, scalar: Scalar, depth: int) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return scalar(node, name)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, name, scalar, depth + 1) for item in node.value]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        mark = key_node.start_mark
        if not isinstance(key, str):
            raise _error(name, "bad-key", "a key must be a word.", *_place(mark))
        if key in found:
            raise _error(name, "duplicate-key", _twice(key), *_place(mark))
        found[key] = _construct(value_node, name, scalar, depth + 1)
    return found


def _rulebook_scalar(node: yaml.ScalarNode, name: str) -> Any:
    text = str(node.value)
    if node.style or node.tag == "tag:yaml.org,2002:str":
        return text
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if text in ("true", "false"):
        return text == "true"
    if DECIMAL.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text)
    message = f"{text!r} would be read as a date, a yes/no or a number; put it in quotes."
    raise _error(name, "implicit-scalar", message, *_place(node.start_mark))


def _answer_scalar(node: yaml.ScalarNode, _name: str) -> Any:
    if not node.style and node.tag == "tag:yaml.org,2002:null":
        return None
    return str(node.value)


def _parse_json(text: str, name: str) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                raise _error(name, "duplicate-key", _twice(key), *_second_key(_root(text)))
            found[key] = value
        return found

    _refuse_deep_json(text, name)
    try:
        return json.loads(
            text, object_pairs_hook=pairs, parse_constant=str, parse_int=str, parse_float=str
        )
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg}."
        raise _error(name, "json-syntax", message, error.lineno, error.colno) from None


def _refuse_deep_json(text: str, name: str) -> None:
    depth = 0
    for token in JSON_TOKEN.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
        if depth > MAX_DEPTH:
            place = _line_and_column(text, token.start())
            raise _error(name, "too-deep", f"nested more than {MAX_DEPTH} levels deep.", *place)


def _twice(key: str) -> str:
    return f"the key {key!r} stands here twice; keep one of the two."


def _second_key(node: yaml.Node | None) -> tuple[int, int]:
    """Where, innermost mappings first, a key stands for the second time; 0, 0 if nowhere."""
    parts = node.value if isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) else ()
    pairs = [part if isinstance(part, tuple) else (None, part) for part in parts]
    for _, value in pairs:
        if (found := _second_key(value)) != (0, 0):
            return found
    seen: set[str] = set()
    for key, _ in pairs:
        if key is not None and key.value in seen:
            return _place(key.start_mark)
        if key is not None:
            seen.add(key.value)
    return 0, 0


def _descend(node: yaml.Node | None, path: Path_) -> tuple[int, int]:
    if node is None:
        return 0, 0
    place = _place(node.start_mark)
    if not path:
        return place
    head, rest = path[0], path[1:]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(head):
                if rest:
                    return _descend(value, rest)
                return _place(key.start_mark)
    if isinstance(node, yaml.SequenceNode) and isinstance(head, int) and head < len(node.value):
        return _descend(node.value[head], rest)
    return place
