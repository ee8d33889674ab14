"""How registration and filing numbers are built: the section `number_forms` as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from regpath.model.law import Citation, Window
from regpath.model.text import STRICT, Text

FormName = Literal["current", "pre_2014"]
NumberAct = Literal["registration", "filing"]
Slot = Literal["place", "sign", "year", "class", "catalogue", "serial"]
PlaceRule = Literal["national", "province", "province_and_city"]
DeviceClass = Literal["I", "II", "III"]
Route = Literal["manufacture", "import"]
Origin = Literal["foreign", "hong_kong_macau_taiwan"]
Level = Literal["national", "provincial", "municipal"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a number: characters that stand there, or a slot that is read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: str | None = None
    slot: Slot | None = None
    digits: int | None = None
    omissible: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A combination of place, sign and class that the law knows, and what it stands for."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    place: PlaceRule
    classes: tuple[DeviceClass, ...]
    route: Route
    level: Level
    sign: str | None = None
    import_origin: Origin | None = None
    number_form: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What catalogue digits suggest from a year on; never more than a hint."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    catalogue: str
    from_year: int
    product_kind: str
    because: Text
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How numbers given in one window of time are built."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    form: FormName
    act: NumberAct
    national: str
    parts: tuple[Part, ...]
    kinds: tuple[Kind, ...]
    effective: Window
    citations: tuple[Citation, ...]
    hints: tuple[Hint, ...] = ()
    note: Text | None = None

    def covers_year(self, year: int) -> bool:
        """Whether some day of `year` lies in the window."""
        return self.effective.overlaps(Window(f"{year:04}-01-01", f"{year:04}-12-31"))

    def signs(self) -> tuple[str, ...]:
        """The characters that may stand for a route."""
        return tuple(dict.fromkeys(kind.sign for kind in self.kinds if kind.sign))

    def anchor(self) -> str:
        """The words that mark a number of this form."""
        return next(part.text for part in self.parts if part.text and not part.omissible)

    def has_slot(self, slot: Slot) -> bool:
        """Whether a number of this form has such a part."""
        return any(part.slot == slot for part in self.parts)


@dataclass(frozen=True, slots=True)
class Place:
    """A province as numbers name it: its character, its names and its drug administration."""

    prefix: str
    province: str
    name: Text
    drug_administration: Text | None = None
    has_cities: bool = True


def form_from_mapping(entry: Mapping[str, Any]) -> NumberForm:
    """The form that a plain mapping (an entry of `number_forms`) describes."""
    note = entry.get("note")
    window = entry["effective"]
    return NumberForm(
        id=entry["id"],
        title=_text(entry["title"]),
        form=entry["form"],
        act=entry["act"],
        national=entry["national"],
        parts=tuple(Part(**part) for part in entry["parts"]),
        kinds=tuple(Kind(**{**kind, "classes": tuple(kind["classes"])}) for kind in entry["kinds"]),
        effective=Window(window.get("from"), window.get("to")),
        citations=_citations(entry["citations"]),
        hints=tuple(_hint(hint) for hint in entry.get("hints", ())),
        note=_text(note) if note else None,
    )


def _hint(entry: Mapping[str, Any]) -> Hint:
    return Hint(
        catalogue=entry["catalogue"],
        from_year=entry["from_year"],
        product_kind=entry["product_kind"],
        because=_text(entry["because"]),
        citations=_citations(entry["citations"]),
    )


def _text(entry: Mapping[str, str]) -> Text:
    return Text(en=entry["en"], zh=entry["zh"])


def _citations(entries: Sequence[Mapping[str, Any]]) -> tuple[Citation, ...]:
    return tuple(
        Citation(**{**entry, "states": tuple(entry.get("states", ()))}) for entry in entries
    )
