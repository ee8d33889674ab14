"""The pattern that the number of a product will have: `pattern_for`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regpath.model.numbers import Kind, NumberForm, Part, Place
from regpath.model.text import Text
from regpath.numbers.judge import LONGEST_CITY

_CLASS_DIGITS = {"I": "1", "II": "2", "III": "3"}
_HAN = "[一-鿿]"
_NAMELESS = Text("", "")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """What the number of a product will look like.

    `prefix`: the characters with which every such number begins, `None` where they are open.
    `place`: the place character alone, likewise. `pattern`: a regular expression, anchored.
    """

    prefix: str | None
    place: str | None
    pattern: str
    example: str | None

    def to_json(self) -> dict[str, str | None]:
        """The object `summary.number` of the contract, and the place."""
        return {
            "prefix": self.prefix,
            "pattern": self.pattern,
            "example": self.example,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class _Product:
    """What is known of the product whose number is sought."""

    province: Place | None
    device_class: str | None
    places: tuple[Place, ...]
    catalogue: str | None
    year: str


def pattern_for(
    forms: Sequence[NumberForm],
    number_form: str,
    *,
    as_of: str,
    prefix: str | None = None,
    device_class: str | None = None,
    places: Sequence[Place] = (),
    catalogue: str | None = None,
) -> NumberPattern | None:
    """The pattern of the numbers of one kind, by the form in force on `as_of` (an ISO date).

    `number_form` is the derived fact (`certificate_import`, ...); `prefix` the place character of
    the domestic applicant's province, `places` all provinces; `catalogue` two digits for the
    example. `None` where no form in force has such numbers.
    """
    province = _province(prefix, places)
    product = _Product(province, device_class, tuple(places), catalogue, as_of[:4])
    options = [
        (form, kind)
        for form in forms
        if form.effective.covers(as_of)
        for kind in form.kinds
        if kind.number_form == number_form
        and (device_class is None or device_class in kind.classes)
    ]
    if not options:
        return None
    patterns = [_pattern(form, kind, product) for form, kind in options]
    starts = {_place(form, kind, product) for form, kind in options}
    form, kind = options[0]
    place = starts.pop() if len(starts) == 1 else None
    return NumberPattern(
        prefix=_prefix(form, kind, place),
        place=place,
        pattern=_joined(patterns),
        example=_example(form, kind, product),
    )


def _province(prefix: str | None, places: Sequence[Place]) -> Place | None:
    if prefix is None:
        return None
    known = (place for place in places if place.prefix == prefix)
    return next(known, None) or Place(prefix, "", name=_NAMELESS)


def _joined(patterns: Sequence[str]) -> str:
    unique = list(dict.fromkeys(patterns))
    return f"^{unique[0]}$" if len(unique) == 1 else f"^(?:{'|'.join(unique)})$"


def _place(form: NumberForm, kind: Kind, product: _Product) -> str | None:
    if kind.place == "national":
        return form.national
    return product.province.prefix if product.province else None


def _prefix(form: NumberForm, kind: Kind, place: str | None) -> str | None:
    """The certain beginning: it ends where a city may stand."""
    if place is None or kind.place == "province_and_city":
        return place
    head = ""
    for part in form.parts[1:]:
        if part.digits is not None or part.omissible:
            break
        head += part.text or kind.sign or ""
    return place + head


def _pattern(form: NumberForm, kind: Kind, product: _Product) -> str:
    return "".join(_part_pattern(part, form, kind, product) for part in form.parts)


def _part_pattern(part: Part, form: NumberForm, kind: Kind, product: _Product) -> str:
    if part.text is not None:
        return f"{_group(part.text)}?" if part.omissible else re.escape(part.text)
    match part.slot:
        case "place":
            return _place_pattern(form, kind, product)
        case "sign":
            sign = re.escape(kind.sign or "")
            return f"[(（]?{sign}[)）]?" if form.form == "pre_2014" else sign
        case "year":
            return "20[0-9]{2}"
        case "class":
            classes = (product.device_class,) if product.device_class else kind.classes
            digits = "".join(_CLASS_DIGITS[name] for name in classes)
            return digits if len(digits) == 1 else f"[{digits}]"
        case _:
            return f"[0-9]{{{part.digits}}}"


def _group(text: str) -> str:
    return re.escape(text) if len(text) == 1 else f"(?:{re.escape(text)})"


def _place_pattern(form: NumberForm, kind: Kind, product: _Product) -> str:
    place = _place(form, kind, product)
    if place is None and product.places:
        place = f"[{''.join(known.prefix for known in product.places)}]"
    elif place is None:
        place = f"(?!{form.national}){_HAN}"
    city = f"{_HAN}{{0,{LONGEST_CITY}}}" if kind.place == "province_and_city" else ""
    return place + city


def _example(form: NumberForm, kind: Kind, product: _Product) -> str | None:
    """A number of the form that need not exist; 某 ("some") stands for the name of the city."""
    province = product.province or next(iter(product.places), None)
    if kind.place == "national":
        start = form.national
    elif province is None:
        return None
    else:
        with_city = kind.place == "province_and_city" and province.has_cities
        start = province.prefix + ("某" if with_city else "")
    fillings = {
        "place": start,
        "sign": kind.sign or "",
        "year": product.year,
        "class": _CLASS_DIGITS[product.device_class or kind.classes[0]],
        "catalogue": product.catalogue or "01",
        "serial": "0001",
    }
    return "".join(
        part.text if part.text is not None else fillings[part.slot or ""]
        for part in form.parts
        if not part.omissible
    )
