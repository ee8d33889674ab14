"""Texts in the two languages of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

STRICT: dict[str, Any] = {"extra": "forbid"}
"""Pydantic settings read at the edge (`__pydantic_config__`): unknown keys are errors."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in English and in Chinese, in our own words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    en: str
    zh: str

    def to_json(self) -> dict[str, str]:
        """Both languages, by language code."""
        return {"en": self.en, "zh": self.zh}

    @classmethod
    def joined(cls, texts: Iterable[Text | None]) -> Text | None:
        """Sentences one after another; `None` where there is none."""
        found = [text for text in texts if text is not None]
        if not found:
            return None
        return cls(" ".join(text.en for text in found), "".join(text.zh for text in found))
