"""The languages of a report: one, or both side by side."""

from __future__ import annotations

from typing import Literal

from regpath.model.text import Text

Language = Literal["en", "zh", "both"]
LANGUAGES: tuple[Language, ...] = ("en", "zh", "both")


def as_language(name: str) -> Language:
    """`name` as a language of the reports. Raises `ValueError` for another."""
    for known in LANGUAGES:
        if name == known:
            return known
    raise ValueError(f"lang is en, zh or both, not {name!r}")


def runs(text: Text, language: Language) -> tuple[tuple[str, str], ...]:
    """`text` as (language, words) in the languages asked for; equal words stand once."""
    if language == "en":
        return (("en", text.en),)
    if language == "zh":
        return (("zh", text.zh),)
    if text.en == text.zh:
        return (("en", text.en),)
    return (("en", text.en), ("zh", text.zh))


def spoken(text: Text, language: Language) -> str:
    """`text` on one line in the languages asked for."""
    return " / ".join(words for _, words in runs(text, language))
