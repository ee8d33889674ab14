"""What is wrong with a number, or worth knowing about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """An error or a note: a stable code, words in two languages, the place (from 1) if any."""

    code: str
    en: str
    zh: str
    position: int | None = None

    def to_json(self) -> dict[str, object]:
        """The issue as a mapping for pipelines."""
        return {
            "code": self.code,
            "message": self.en,
            "message_zh": self.zh,
            "position": self.position,
        }


ERROR_CODES = (
    "empty",
    "too_long",
    "no_form",
    "other_number",
    "look_alike",
    "missing_place",
    "unknown_place",
    "missing_sign",
    "unknown_sign",
    "missing_text",
    "unexpected_text",
    "wrong_length",
    "class_unknown",
    "class_not_in_form",
    "class_not_at_place",
    "sign_not_at_place",
    "city_not_in_form",
    "year_before_form",
    "year_after_form",
    "year_in_future",
)
"""Every error that `decode_number` may report."""

NOTE_CODES = (
    "present_name",
    "origin_open",
    "no_city",
    "city_not_mapped",
    "change_mark",
    "product_kind_hint",
)
"""Every note that `decode_number` may add."""
