"""Strict reading of YAML and JSON: what is refused, and where every value stands."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tiny import FOLDER, tiny_copy

from regpath.load import cache
from regpath.load.documents import (
    MAX_BYTES,
    MAX_DEPTH,
    DocumentError,
    decode,
    parse_answers_file,
    parse_rulebook_file,
    read_text,
)
from regpath.load.rulebook import is_iso_date, load_rulebook
from regpath.model.errors import Problem


def refused(text: str, parse: Any = parse_answers_file) -> Problem:
    """The problem for which a text is refused."""
    with pytest.raises(DocumentError) as caught:
        parse(text, "file")
    return caught.value.problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", 1),
        ("a: -3", -3),
        ("a: 0", 0),
        ("a: 1.5", 1.5),
        ("a: true", True),
        ("a: false", False),
        ("a: null", None),
        ("a:", None),
        ("a: ~", None),
        ("a: 'yes'", "yes"),
        ('a: "2021-10-01"', "2021-10-01"),
        ("a: word", "word"),
        ("a: |\n  two\n  lines", "two\nlines"),
        ("a: [x, 'no']", ["x", "no"]),
    ],
)
def test_rulebook_values_keep_their_type(text: str, value: object) -> None:
    found = parse_rulebook_file(text, "file").data["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "word",
    ["yes", "No", "on", "OFF", "True", "FALSE", "2021-10-01", "2021-10-01 10:00:00", "010", "0x1F",
     "12:30", "1_000", ".5", ".inf", ".NaN", "+5", "=", "<<", "9" * 19],
)  # fmt: skip
def test_rulebook_refuses_what_yaml_would_turn_into_something_else(word: str) -> None:
    problem = refused(f"a: {word}", parse_rulebook_file)
    assert (problem.code, problem.line, problem.column) == ("implicit-scalar", 1, 4)
    assert repr(word) in problem.message
    assert "quotes" in problem.message


@pytest.mark.parametrize("word", ["yes", "2021-10-01", "010", "12:30", "1.50", "~x", "9" * 5000])
def test_answers_keep_the_words_of_the_client(word: str) -> None:
    assert parse_answers_file(f"a: {word}", "file").data == {"a": word}


def test_answers_in_json_keep_the_figures_of_the_client() -> None:
    text = '{"a": 13.10, "b": 3, "c": true, "d": null, "e": ["x"], "f": NaN}'
    assert parse_answers_file(text, "file").data == {
        "a": "13.10", "b": "3", "c": True, "d": None, "e": ["x"], "f": "NaN",
    }  # fmt: skip


REFUSED = [
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, "'a' stands here twice"),
    ("a:\n  b: 1\n  b: 2\n", "duplicate-key", 3, 3, "keep one"),
    ("a: &x 1\n", "yaml-alias", 1, 4, "write the value out"),
    ("a: *x\n", "yaml-alias", 1, 4, "write the value out"),
    ("a: !!str 1\n", "yaml-tag", 1, 4, "write plain values"),
    ("a: !!python/name:os.system x\n", "yaml-tag", 1, 4, "write plain values"),
    ("a: [1, 2\nb: 3\n", "yaml-syntax", 2, 2, "not valid YAML"),
    ("a: 'open\n", "yaml-syntax", 2, 1, "not valid YAML"),
    ("a: b: c\n", "yaml-syntax", 1, 5, "not valid YAML"),
    ("a:\n\t- b\n", "yaml-syntax", 2, 1, "not valid YAML"),
    ("a: 1\nb: \x00\n", "yaml-syntax", 2, 4, "control character"),
    ("", "yaml-syntax", 0, 0, "one YAML document"),
    ("# only a comment\n", "yaml-syntax", 0, 0, "one YAML document"),
    ("--- a\n--- b\n", "yaml-syntax", 0, 0, "one YAML document"),
    ("? {a: 1}\n: 2\n", "bad-key", 1, 3, "a key must be a word"),
    ("a: " + "[" * 60 + "]" * 60, "too-deep", 1, 3 + MAX_DEPTH, "levels deep"),
    ('{"a": 1,\n "a": 2}', "duplicate-key", 2, 2, "'a' stands here twice"),
    ('{"x": {"a": 1}, "y":\n {"b": 1, "b": 2}}', "duplicate-key", 2, 11, "'b' stands here twice"),
    ('{"a": "\\"a\\": 1",\n "a": 2}', "duplicate-key", 2, 2, "'a' stands here twice"),
    ('{"a": 1,}', "json-syntax", 1, 9, "not valid JSON"),
    ('{"a": 1\n "b": 2}', "json-syntax", 2, 2, "not valid JSON"),
    ("{'a': 1}", "json-syntax", 1, 2, "not valid JSON"),
    ('{"a": ' + "[" * 60, "too-deep", 1, 6 + MAX_DEPTH, "levels deep"),
    ('{"a": ' + "[" * 100_000, "too-deep", 1, 6 + MAX_DEPTH, "levels deep"),
]


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"), REFUSED, ids=[entry[1] for entry in REFUSED]
)
def test_refuses(text: str, code: str, line: int, column: int, words: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert words in problem.message


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    start = time.perf_counter()
    assert refused("\n".join(lines)).code == "yaml-alias"
    assert time.perf_counter() - start < 10


def test_brackets_inside_json_text_are_no_nesting() -> None:
    text = json.dumps({"a": "[" * 200 + '"{' * 200})
    assert parse_answers_file(text, "file").data == json.loads(text)


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(DocumentError, match="too-large: larger than 5 MB"):
        read_text(path)
    assert time.perf_counter() - start < 10


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read_text(path)) == MAX_BYTES


@pytest.mark.parametrize(
    ("name", "words"),
    [(".", "this is a folder"), ("missing.yaml", "no such file"), ("loop.yaml", "cannot be read"),
     ("nul\0.yaml", "cannot be read"), ("n" * 300, "cannot be read")],
)  # fmt: skip
def test_unreadable(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    with pytest.raises(DocumentError) as caught:
        read_text(tmp_path / name)
    assert caught.value.problem.code == "unreadable"
    assert caught.value.problem.file == str(tmp_path / name)
    assert words in caught.value.problem.message


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        ("名称: 支架".encode("gb18030"), 1, 1),
        ("name: x\ncity: 广州\n".encode("gb18030"), 2, 7),
        ("name: x".encode("utf-16"), 1, 1),
    ],
)
def test_wrong_encoding(raw: bytes, line: int, column: int) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(raw, "file")
    problem = caught.value.problem
    assert (problem.code, problem.line, problem.column) == ("encoding", line, column)
    assert "UTF-8" in problem.message


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("schema: x".encode("utf-8-sig"), "file") == "schema: x"


@pytest.mark.parametrize("parse", [parse_answers_file, parse_rulebook_file])
@pytest.mark.parametrize("text", ["a:\n  - b: x\n    c: z\n", "a:\r\n  - b: x\r\n    c: z\r\n"])
def test_places(parse: Any, text: str) -> None:
    document = parse(text, "file")
    assert document.place(("a",)) == (1, 1)
    assert document.place(("a", 0)) == (2, 5)
    assert document.place(("a", 0, "c")) == (3, 5)
    assert document.place(("a", 0, "missing")) == (2, 5)
    assert document.place(("a", 7)) == (2, 3)
    assert document.place(()) == (1, 1)


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_places_in_json(indent: int | str | None) -> None:
    text = json.dumps({"ü😀": "😀", "answers": {"route": "x"}}, indent=indent)
    assert "\\ud83d" in text
    line, column = parse_answers_file(text, "file").place(("answers", "route"))
    assert text.split("\n")[line - 1][column - 1 :].startswith('"route"')


def test_a_thousand_problems_are_placed_in_reasonable_time() -> None:
    text = "answers:\n" + "".join(f"  fact_{n}: x\n" for n in range(20_000))
    document = parse_answers_file(text, "file")
    start = time.perf_counter()
    places = [document.place(("answers", f"fact_{n}")) for n in range(0, 20_000, 20)]
    assert places[-1] == (19_982, 3)
    assert time.perf_counter() - start < 10


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
plain_data = st.recursive(
    words | st.lists(words, max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(words, plain_data, min_size=1, max_size=4))
def test_what_yaml_writes_is_read_back(data: dict[str, Any]) -> None:
    class NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(data, Dumper=NoAliases, allow_unicode=True)
    if not text.lstrip().startswith("{"):
        assert parse_answers_file(text, "file").data == data
    assert parse_answers_file(json.dumps(data), "file").data == data


@pytest.mark.parametrize(
    ("value", "is_date"),
    [("2026-11-21", True), ("2024-02-29", True), ("0001-01-01", True), ("2026-02-29", False),
     ("2026-13-01", False), ("2026-1-1", False), ("20261121", False), ("2026-W47-6", False),
     ("2026-11-21T00:00", False), ("２０２６-11-21", False), ("2026-11-21\n", False), ("", False),
     (20261121, False), (None, False)],
)  # fmt: skip
def test_dates(value: object, is_date: bool) -> None:
    assert is_iso_date(value) is is_date


def test_a_cached_rulebook_is_the_same_rulebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = load_rulebook(FOLDER)
    monkeypatch.setenv("REGPATH_CACHE", str(tmp_path))
    assert load_rulebook(FOLDER) == plain
    (entry,) = (tmp_path / "regpath").iterdir()
    assert load_rulebook(FOLDER) == plain
    entry.write_text(entry.read_text("utf-8").replace("Appoint an agent", "No agent"), "utf-8")
    assert load_rulebook(FOLDER) == plain  # an entry that was changed is not used


def test_an_edited_rulebook_does_not_come_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGPATH_CACHE", str(tmp_path))
    folder = tiny_copy(tmp_path)
    before = load_rulebook(folder)
    steps = folder / "steps.yaml"
    steps.write_text(steps.read_text("utf-8").replace("Appoint an agent", "Name an agent"), "utf-8")
    after = load_rulebook(folder)
    assert after.digest != before.digest
    assert after.steps["appoint-agent"].title.en == "Name an agent"


def test_a_broken_rulebook_is_not_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGPATH_CACHE", str(tmp_path))
    folder = tiny_copy(tmp_path)
    (folder / "broken.yaml").write_text("schema: regpath/rulebook/1\nruels: []\n", "utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="unknown-key"):
            load_rulebook(folder)
    assert not (tmp_path / "regpath").exists()


def test_a_cache_that_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    monkeypatch.setenv("REGPATH_CACHE", str(file))
    assert load_rulebook(FOLDER).head.id == "tiny"
    cache.store("digest", [])
    assert cache.load("digest") is None
