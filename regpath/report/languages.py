"""The languages of a report: one, or both side by side."""

from __future__ import annotations

from typing import Literal

from regpath.model.text import Text

Language = Literal["en", "zh", "both"]


def runs(text: Text, language: Language) -> tuple[tuple[str, str], ...]:
    """`text` as (language, words) in the languages asked for; equal words stand once."""
    if language == "en":
        return (("en", text.en),)
    if language == "zh":
        return (("zh", text.zh),)
    if text.en == text.zh:
        return (("en", text.en),)
    return (("en", text.en), ("zh", text.zh))
