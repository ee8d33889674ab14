"""Texts in the two languages of the rulebook."""

from __future__ import annotations

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
