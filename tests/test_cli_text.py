"""Lines of at most 100 columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regpath.cli.text import table, width_of, wrap

LETTERS = "ab ，。中文_-é"


@given(st.text(LETTERS, max_size=200), st.integers(12, 60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = list(wrap(text, "  ", "    ", width))
    assert all(width_of(line) <= width + 2 for line in lines)  # a closing mark may hang over
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ["one two", "three"]),
        ("医疗器械注册", ["医疗器械", "注册"]),
        ("医疗器械，注册", ["医疗器", "械，注册"]),
        ("equivalent_device", ["equivalen", "t_device"]),
        ("not_required", ["not_", "required"]),
        ("", [""]),
        ("a\n b\tc", ["a b c"]),
    ],
)
def test_where_lines_break(text: str, expected: list[str]) -> None:
    assert list(wrap(text, width=9)) == expected


def test_chinese_takes_two_columns() -> None:
    assert width_of("a中，é") == 1 + 2 + 2 + 1


def test_cells_run_on_below() -> None:
    rows = [("name", "one two"), ("  中文", "x")]
    assert list(table(rows, (6, 4))) == ["name    one", "        two", "  中文  x"]
