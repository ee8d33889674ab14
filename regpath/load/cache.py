"""Parsed rulebooks kept between runs, by the digest of their sources.

Reading 100 YAML files takes most of a second; the same data as JSON a few milliseconds. An entry
is used only if its own digest holds too; it is JSON, so that reading it can run nothing. A cache
that cannot be read or written is passed over in silence: it changes no answer, only the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from regpath.version import __version__

VERSION = f"{__version__}/1"
"""Part of every key: another version of the reader has other entries."""
KEPT = 8
"""How many entries are kept."""


def cache_folder() -> Path:
    """Where entries lie: `REGPATH_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("REGPATH_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(chosen) if chosen else Path.home() / ".cache"
    return base / "regpath"


def load(digest: str) -> list[Any] | None:
    """The parsed files of the rulebook with this digest, in order; `None` where there are none."""
    try:
        seal, _, body = _path(digest).read_text(encoding="utf-8").partition("\n")
        if seal != _seal(body):
            return None
        data = json.loads(body)
    except (OSError, ValueError, RuntimeError):
        return None
    return data if isinstance(data, list) else None


def store(digest: str, data: list[Any]) -> None:
    """Keep the parsed files of a rulebook."""
    try:
        path = _path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        body = json.dumps(data, ensure_ascii=False)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{_seal(body)}\n{body}")
        Path(temporary).replace(path)
        _forget_old(path.parent)
    except (OSError, RuntimeError):
        return


def _forget_old(folder: Path) -> None:
    """Remove all entries but the newest: whoever edits a rulebook makes one with every change."""
    entries = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[KEPT:]:
        path.unlink(missing_ok=True)


def _path(digest: str) -> Path:
    key = hashlib.sha256(f"{VERSION}/{digest}".encode()).hexdigest()
    return cache_folder() / f"{key}.json"


def _seal(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
