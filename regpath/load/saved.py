"""Saved answers files: single ones, and all of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from regpath.model.errors import AnswersError, Problem

ENDINGS = (".yaml", ".yml", ".json")


def answers_files(paths: Iterable[str | Path]) -> dict[str, Path]:
    """Every answers file among files and folders, by its path, in order of the names in a folder.

    Raises `AnswersError` for a folder without any.
    """
    return {str(path): path for given in paths for path in _in(Path(given))}


def _in(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    if not found:
        message = f"no answers files here: files ending in {', '.join(ENDINGS)} were expected."
        raise AnswersError([Problem(str(path), 0, 0, "no-answers", message)])
    yield from found
