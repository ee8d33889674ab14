"""Imports point one way: cli and api, then report and load, then rules and numbers, then model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import regpath

PACKAGE = Path(str(regpath.__file__)).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = {
    "model": 0, "version": 0,
    "rules": 1, "numbers": 1, "classify": 1,
    "load": 2, "report": 2, "provenance": 2,
    "api": 3, "portfolio": 3, "questionnaire": 3,
    "cli": 4, "__main__": 5, "__init__": 5,
}  # fmt: skip
"""Each part of the package by its height; what is not listed here has no place yet."""
SIDEWAYS = {("rules", "numbers"), ("portfolio", "api"), ("questionnaire", "api")}
"""Parts of one height of which the first may use the second."""


def part_of(path: Path) -> str:
    """The part of the package to which a module belongs."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def is_for_types_only(node: ast.AST) -> bool:
    """Whether a statement is `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def nodes_of(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything in a module, except what only type checkers see."""
    for child in ast.iter_child_nodes(tree):
        if not is_for_types_only(child):
            yield child
            yield from nodes_of(child)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every module of the package that a module imports, with the line."""
    for node in nodes_of(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module == "regpath":
                yield from ((node.lineno, f"regpath.{alias.name}") for alias in node.names)
            elif node.module:
                yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def within(module: str) -> str | None:
    """The part of the package that an import names; `None` for other packages."""
    head, *rest = module.split(".")
    return (rest[0] if rest else "__init__") if head == "regpath" else None


def test_every_part_has_a_place() -> None:
    assert {part_of(path) for path in MODULES} <= set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    here = part_of(path)
    for line, module in imports_of(path):
        there = within(module)
        if there is None or here in (there, "__init__"):
            continue
        allowed = LAYERS[there] < LAYERS[here] or (here, there) in SIDEWAYS
        assert allowed, f"{path}:{line}: {here} must not import {module}"


CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
         ("time", "time"), ("time", "localtime"), ("time", "gmtime"),
         ("time", "strftime")}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "print", "input"}


def calls_of(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every call in a module: its line, the last part of what is called on, and the name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            func = node.func
            if isinstance(func, ast.Attribute):
                base = func.value
                owner = getattr(base, "id", getattr(base, "attr", ""))
                yield node.lineno, owner, func.attr
            elif isinstance(func, ast.Name):
                yield node.lineno, "", func.id


OUTSIDE_CLI = [path for path in MODULES if part_of(path) not in ("cli", "__main__")]


@pytest.mark.parametrize("path", OUTSIDE_CLI, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_looks_at_the_clock(path: Path) -> None:
    for line, owner, name in calls_of(path):
        assert (owner, name) not in CLOCK, f"{path}:{line}: {owner}.{name}()"


@pytest.mark.parametrize("path", OUTSIDE_CLI, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_talks(path: Path) -> None:
    for line, owner, name in calls_of(path):
        assert owner or name not in CALLS, f"{path}:{line}: {name}()"


PURE = [path for path in MODULES if part_of(path) in ("model", "rules", "numbers")]
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"}


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_engine_reads_no_file_and_no_environment(path: Path) -> None:
    for line, module in imports_of(path):
        forbidden = ("os", "sys", "io", "tempfile", "subprocess", "random", "yaml", "click", "time")
        assert module.split(".")[0] not in forbidden, f"{path}:{line}: import {module}"
    for line, _, name in calls_of(path):
        assert name not in FILES, f"{path}:{line}: {name}()"


def test_only_the_command_line_looks_at_the_clock_in_this_test_too() -> None:
    """The test above sees what it must: a call in the command line is found."""
    common = PACKAGE / "cli" / "common.py"
    assert ("date", "today") in {(owner, name) for _, owner, name in calls_of(common)}
