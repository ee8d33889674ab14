"""Money, dates, lengths of time as each language writes them. Working days never become months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from regpath.model.text import Text
from regpath.report.access import Json, clean, mapping, number
from regpath.report.words import say, term, word

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_TEN_THOUSAND = Decimal(10_000)


def yuan(amount: Decimal) -> Text:
    """An amount with thousands separators, cents where there are any, and 万元 in Chinese."""
    shown = _grouped(amount)
    if amount < _TEN_THOUSAND:
        return say("yuan", amount=shown)
    return say("yuan_large", amount=shown, wan=_short(amount / _TEN_THOUSAND))


def day(value: object) -> Text | None:
    """An ISO date in words; any other text as it stands."""
    if not isinstance(value, str) or not clean(value):
        return None
    try:
        found = date.fromisoformat(clean(value))
    except ValueError:
        return Text(clean(value), clean(value))
    english = f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
    return Text(english, f"{found.year}年{found.month}月{found.day}日")


def window(value: object) -> Text | None:
    """When something is in force: since, until, or between two dates."""
    first, last = day(mapping(value).get("from")), day(mapping(value).get("to"))
    if first and last:
        return say("between", first=first, last=last)
    if first:
        return say("since", first=first)
    return say("until", last=last) if last else None


def quantity(value: object, unit: object) -> Text | None:
    """A figure with its unit spelled out: 20 working days."""
    figure = number(value)
    if figure is None:
        return None
    name = unit if isinstance(unit, str) else ""
    label = term("unit_one" if figure == 1 else "unit", name) if name else Text("", "")
    shown = _short(figure)
    return Text(f"{shown} {label.en}".strip(), f"{shown}{label.zh}")


def spread(value: Json, low: str, typical: str, high: str) -> Text | None:
    """A usual length of time as `typical (low-high)`, without its unit."""
    least, usual, most = (number(value.get(name)) for name in (low, typical, high))
    if usual is None:
        return _range(least, most)
    around = _range(least, most) if least != most else None
    shown = f"{_short(usual)} ({around.en})" if around else _short(usual)
    return Text(shown, shown)


def _range(least: Decimal | None, most: Decimal | None) -> Text | None:
    if least is None or most is None:
        return None
    shown = f"{_short(least)}–{_short(most)}"
    return Text(shown, shown)


def estimate(value: object) -> Text | None:
    """A usual time for a column that is headed in months; other units are spelled."""
    found = mapping(value)
    shown = spread(found, "low", "typical", "high")
    unit = found.get("unit")
    if shown is None or unit in {"months", None} or not isinstance(unit, str):
        return shown
    name = term("unit", unit)
    return Text(f"{shown.en} {name.en}", f"{shown.zh}{name.zh}")


def not_determined() -> Text:
    """What stands where the engine gave no value."""
    return word("undetermined")


def _grouped(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount:,.2f}"


def _short(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
