"""Days counted as the law counts them: working days of mainland China, days, months, years."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from regpath.model.dates import WorkingYear
from regpath.model.rulebook import Rulebook

SATURDAY = 5

_calendars: dict[str, Calendar] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted, ISO; `None` where the calendar of its year is not known.

    `provisional` where a year was passed whose holidays are not published yet.
    """

    day: str | None
    provisional: bool = False


class Calendar:
    """The working days of the years that a rulebook knows."""

    def __init__(self, years: Iterable[WorkingYear]) -> None:
        self._years = {year.year: year for year in years}
        self._off = {day for year in self._years.values() for day in year.off}
        self._worked = {day for year in self._years.values() for day in year.worked}

    def is_working(self, day: datetime.date) -> bool | None:
        """Whether a day is worked; `None` in a year that is not known."""
        if day.year not in self._years:
            return None
        if day.weekday() >= SATURDAY:
            return day.isoformat() in self._worked
        return day.isoformat() not in self._off

    def count(self, start: str, amount: int | float, unit: str) -> Counted:
        """The day that lies `amount` units after `start`, before it where the amount is negative.

        The day of `start` itself does not count. Months and years end on the same day of the month,
        or on the last day of a shorter one; units below a day lead to the day itself.
        """
        day, whole = datetime.date.fromisoformat(start), int(amount)
        try:
            match unit:
                case "working_days":
                    return self._count_working(day, whole)
                case "calendar_days":
                    return Counted((day + datetime.timedelta(days=whole)).isoformat())
                case "months":
                    return Counted(_months_later(day, whole).isoformat())
                case "years":
                    return Counted(_months_later(day, 12 * whole).isoformat())
                case _:
                    return Counted(day.isoformat())
        except (OverflowError, ValueError):
            return Counted(None)

    def _count_working(self, day: datetime.date, amount: int) -> Counted:
        step = datetime.timedelta(days=1 if amount > 0 else -1)
        left, provisional = abs(amount), False
        while left:
            day += step
            working = self.is_working(day)
            if working is None:
                return Counted(None)
            left -= working
            provisional |= self._years[day.year].provisional
        return Counted(day.isoformat(), provisional)


def calendar_of(rulebook: Rulebook) -> Calendar:
    """The calendar of a rulebook, made once."""
    if rulebook.digest not in _calendars:
        _calendars.clear()
        _calendars[rulebook.digest] = Calendar(rulebook.working_years.values())
    return _calendars[rulebook.digest]


def _months_later(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))
