"""Broken rulebooks: every finding has its code, its place and words that say what to do.

Each file (or folder, where several files are needed) of `bad_rulebooks/` is laid over the tiny
rulebook. Its first line names the one finding that must come out: `# expect: CODE line N "words"`;
with `of FILE` after the line where the finding stands in another file; line 0 where it has none.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from tiny import FOLDER, all_findings, tiny_copy

import regpath
from regpath.load import conditions, documents, rulebook
from regpath.model.errors import RulebookError
from regpath.rules.check import form, law, logic, references

BAD = Path(__file__).parent / "bad_rulebooks"
EXPECT = re.compile(
    rb'# expect: (?P<code>[a-z-]+) line (?P<line>\d+)( of (?P<file>\S+))? "(?P<words>.+)"'
)


@dataclass(frozen=True)
class Expected:
    """The one finding of a bad rulebook."""

    path: Path
    code: str
    line: int
    file: str
    words: str


def read_expected(path: Path) -> Expected:
    """The finding that a file's first line names."""
    file = path if path.is_file() else next(iter(path.iterdir()))
    found = EXPECT.match(file.read_bytes().split(b"\n")[0])
    assert found, f"{file} does not say what it expects"
    word = {key: (value or b"").decode() for key, value in found.groupdict().items()}
    return Expected(path, word["code"], int(word["line"]), word["file"] or file.name, word["words"])


@lru_cache(maxsize=32)
def parsed(text: str) -> Any:
    """The data of a file of the tiny rulebook: the same in most of these tests, so read once."""
    return documents.parse_rulebook_file(text, "tiny").data


TINY = {path.read_text("utf-8") for path in FOLDER.iterdir()}


@pytest.fixture(autouse=True)
def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse the unchanged files of the tiny rulebook only once."""

    def quick(text: str, name: str) -> documents.Document:
        known = documents.Document(name, text, parsed(text)) if text in TINY else None
        return known or documents.parse_rulebook_file(text, name)

    monkeypatch.setattr(rulebook, "parse_rulebook_file", quick)


CASES = [read_expected(path) for path in sorted(BAD.iterdir())]
GENERATED = {"too-large", "unreadable"}
"""Findings whose files a test makes: they cannot be kept in a repository."""
OF_ANSWERS = {"json-syntax"}
"""Findings that only an answers file can have; see test_answers.py."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_finds_just_this(case: Expected, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    if case.path.is_dir():
        shutil.copytree(case.path, folder, dirs_exist_ok=True)
    else:
        shutil.copy(case.path, folder / f"zz-{case.file}")
    findings = all_findings(folder)
    assert [(f.code, f.line) for f in findings] == [(case.code, case.line)], findings
    assert case.words in findings[0].message
    if case.line:
        assert Path(findings[0].file).name in (case.file, f"zz-{case.file}")
        assert findings[0].column > 0


def test_tiny_rulebook_has_no_finding(tmp_path: Path) -> None:
    assert all_findings(FOLDER) == ()


def test_too_large(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(50_000_000)
    (finding,) = all_findings(folder)
    assert (finding.code, finding.file) == ("too-large", str(folder / "huge.yaml"))


def test_unreadable(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    (folder / "folder.yaml").mkdir()
    (folder / "lost.yaml").symlink_to(folder / "nowhere")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    findings = all_findings(folder)
    assert [finding.code for finding in findings] == ["unreadable"] * 3
    assert [Path(finding.file).name for finding in findings] == [
        "folder.yaml", "loop.yaml", "lost.yaml",
    ]  # fmt: skip


def test_no_rulebook_in_an_empty_or_missing_folder(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        (finding,) = all_findings(folder)
        assert finding.code == "no-rulebook"
        assert str(folder) in finding.file


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    for name in ("bad-date-published", "condition-form", "duplicate-key", "unknown-schema"):
        shutil.copy(BAD / f"{name}.yaml", folder)
    codes = [finding.code for finding in all_findings(folder)]
    assert codes == ["bad-date", "condition-form", "duplicate-key", "unknown-schema"]


def test_a_broken_reference_comes_alone(tmp_path: Path) -> None:
    """Over a broken reference nothing else can be read, so nothing else is said."""
    folder = tiny_copy(tmp_path)
    for name in ("unknown-fact", "table-gap"):
        shutil.copy(BAD / f"{name}.yaml", folder)
    assert [finding.code for finding in all_findings(folder)] == ["unknown-fact"]


def test_loading_refuses_a_broken_reference(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    shutil.copy(BAD / "unknown-fact.yaml", folder)
    with pytest.raises(RulebookError, match=r"unknown-fact\.yaml:7:5: unknown-fact: rule 'r'"):
        regpath.load_rulebook(folder)


def test_finding_prints_as_one_line_with_its_place(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    shutil.copy(BAD / "unknown-word.yaml", folder)
    (finding,) = all_findings(folder)
    assert str(finding).startswith(f"{folder / 'unknown-word.yaml'}:9:5: unknown-word: ")
    assert "\n" not in str(finding)


CODE = re.compile(r"[a-z]+(-[a-z]+)*")
PLACE_OF_CODE = {"_error": 1, "report": 1, "problem": 1, "Finding": 0, "_missing": 0, "Problem": 3}
"""Calls that make a finding, and which of their arguments is the code."""
NO_CODES = {"utf-8-sig", "zh-cn"}
MODULES = (documents, rulebook, conditions, form, law, logic, references)


def codes_in(source: str) -> Iterator[str]:
    """Every finding code that a module can give: what it passes as one, and every hyphened word."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            index = PLACE_OF_CODE.get(name or "")
            if index is not None and index < len(node.args):
                argument = node.args[index]
                if isinstance(argument, ast.Constant) and CODE.fullmatch(str(argument.value)):
                    yield str(argument.value)
        word = node.value if isinstance(node, ast.Constant) else None
        if isinstance(word, str) and "-" in word and CODE.fullmatch(word):
            yield word


def test_every_code_has_a_bad_rulebook() -> None:
    used: set[str] = {"unknown-parameter", "unknown-clock"}
    for module in MODULES:
        used |= set(codes_in(Path(str(module.__file__)).read_text(encoding="utf-8")))
    covered = {case.code for case in CASES} | GENERATED
    names = {"provincial-drug-administration", "provincial-review-body", "municipal-drug-regulator"}
    missing = used - covered - OF_ANSWERS - NO_CODES - names
    assert not missing, f"write a bad rulebook for {sorted(missing)}"
    assert covered <= used, f"no module gives {sorted(covered - used)}"
