"""From a finding in a rulebook to its place in a file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from regpath.load.documents import Document, Path_, parse_rulebook_file, read_text
from regpath.load.rulebook import part_name
from regpath.model.errors import Problem
from regpath.model.rulebook import Origin, Rulebook
from regpath.rules.check.finding import Finding


@lru_cache(maxsize=64)
def _document(path: Path) -> Document:
    return parse_rulebook_file(read_text(path), str(path))


def locate(rulebook: Rulebook, findings: Iterable[Finding]) -> list[Problem]:
    """Findings with file, line and column, in order of place."""
    return sorted(_problem(rulebook, finding) for finding in findings)


def _problem(rulebook: Rulebook, finding: Finding) -> Problem:
    origin, path = _origin(rulebook, finding)
    message = f"{finding.section[:-1] if finding.section.endswith('s') else finding.section} "
    message += f"{finding.entry!r}: {finding.message}"
    if origin is None:
        return Problem("rulebook", 0, 0, finding.code, message)
    line, column = _document(origin.file).place((*origin.path, *path))
    return Problem(str(origin.file), line, column, finding.code, message)


def _origin(rulebook: Rulebook, finding: Finding) -> tuple[Origin | None, Path_]:
    """The entry in which a finding stands, and the path inside it.

    A path that begins with a number leads to one of the versions of the entry; a row of a table may
    stand in another file than the table.
    """
    path = finding.path[1:] if finding.path[:1] == ("rows",) else finding.path
    if path and isinstance(path[0], int):
        part = rulebook.origins.get((finding.section, part_name(finding.entry, path[0])))
        if part is not None:
            return part, path[1:]
    return rulebook.origins.get((finding.section, finding.entry)), finding.path


def place_of(rulebook: Rulebook, section: str, entry: str) -> str:
    """File and line of an entry."""
    origin = rulebook.origins[section, entry]
    line, _ = _document(origin.file).place(origin.path)
    return f"{origin.file}:{line}"
