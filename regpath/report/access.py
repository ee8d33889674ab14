"""Reading the Pathway's JSON with types: missing and null read as empty, never as a value."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

Json = Mapping[str, object]
"""One JSON object, as `Pathway.to_json()` gives it."""


def mapping(value: object) -> Json:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> tuple[object, ...]:
    """The members of a JSON array; nothing for anything else."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(value)
    return ()


def mappings(value: object) -> tuple[Json, ...]:
    """The objects in a JSON array."""
    return tuple(item for item in items(value) if isinstance(item, Mapping))


def string(value: object) -> str:
    """A JSON string made printable; empty for anything else."""
    return clean(value) if isinstance(value, str) else ""


def strings(value: object) -> tuple[str, ...]:
    """The strings in a JSON array, or the one string given instead of an array."""
    if isinstance(value, str):
        return (clean(value),)
    return tuple(clean(item) for item in items(value) if isinstance(item, str))


def number(value: object) -> Decimal | None:
    """An exact number, or nothing; a yes/no is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def at(value: object, path: str) -> object:
    """The value at a dotted path, or null."""
    for name in path.split("."):
        value = mapping(value).get(name)
    return value


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """`text` on one line, composed, without control, format and unpaired characters."""
    if not text.isprintable():
        text = "".join(" " if _is_unprintable(char) else char for char in text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_unprintable(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
