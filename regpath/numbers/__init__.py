"""Registration and filing numbers: reading them, and the pattern of a product's number."""

from regpath.model.numbers import Hint, Kind, NumberForm, Part, Place, form_from_mapping
from regpath.numbers.decode import DecodedNumber, NumberAuthority, decode_number
from regpath.numbers.issue import ERROR_CODES, NOTE_CODES, Issue
from regpath.numbers.pattern import NumberPattern, pattern_for

__all__ = [
    "ERROR_CODES",
    "NOTE_CODES",
    "DecodedNumber",
    "Hint",
    "Issue",
    "Kind",
    "NumberAuthority",
    "NumberForm",
    "NumberPattern",
    "Part",
    "Place",
    "decode_number",
    "form_from_mapping",
    "pattern_for",
]
