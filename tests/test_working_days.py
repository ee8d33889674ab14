"""The working days of mainland China, day by day against a second source of the yearly notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest

from regpath import load_rulebook
from regpath.model.dates import WorkingYear

SATURDAY = 5
FIRST, FIRST_OF_SOURCE, LAST = 2001, 2004, 2026
"""The first year of the rulebook, that of the second source, and the last with a notice."""
WRONG_IN_SOURCE = {"2005-12-31": True}
"""Days on which the second source departs from the notice: this Saturday was worked."""


@pytest.fixture(scope="module")
def years() -> dict[int, WorkingYear]:
    """The years of the rulebook."""
    return {year.year: year for year in load_rulebook().working_years.values()}


def days(year: int) -> Iterator[date]:
    """Every day of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def is_worked(years: dict[int, WorkingYear], day: date) -> bool:
    """Whether the rulebook has a day worked."""
    year, name = years[day.year], day.isoformat()
    return name in year.worked if day.weekday() >= SATURDAY else name not in year.off


def tenth_after(years: dict[int, WorkingYear], day: date) -> date:
    """The tenth working day after a day."""
    left = 10
    while left:
        day += timedelta(days=1)
        left -= is_worked(years, day)
    return day


def test_every_year_is_there_once(years: dict[int, WorkingYear]) -> None:
    assert list(years) == list(range(FIRST, LAST + 4))
    assert len(load_rulebook().working_years) == len(years)
    assert [year.year for year in years.values() if year.provisional] == [2027, 2028, 2029]


def test_days_off_are_weekdays_and_worked_days_weekend_days(
    years: dict[int, WorkingYear],
) -> None:
    for year in years.values():
        assert year.id == f"y{year.year}"
        for listed, weekend in ((year.off, False), (year.worked, True)):
            assert list(listed) == sorted(set(listed))
            for name in listed:
                day = date.fromisoformat(name)
                assert day.year == year.year, name
                assert (day.weekday() >= SATURDAY) == weekend, name


@pytest.mark.parametrize("year", range(FIRST_OF_SOURCE, LAST + 1))
def test_every_day_is_as_in_the_second_source(years: dict[int, WorkingYear], year: int) -> None:
    differing = {
        day.isoformat(): is_worked(years, day)
        for day in days(year)
        if is_worked(years, day) != chinese_calendar.is_workday(day)
    }
    assert differing == {d: w for d, w in WRONG_IN_SOURCE.items() if d.startswith(str(year))}


@pytest.mark.parametrize(
    ("worked", "off"),
    [
        # 2001: the notice; its last weekend by the notice of 2002
        (["2001-01-02", "2001-01-20", "2001-12-29", "2001-12-30"], ["2001-01-30", "2001-05-07"]),
        # 2003: the week of May fell away, and so did the days worked for it
        (["2003-05-06", "2003-05-07"], ["2003-04-26", "2003-04-27", "2003-05-05"]),
        # 2015: the day of victory
        (["2015-09-06"], ["2015-09-03", "2015-09-04"]),
        # 2019: Labour Day made longer in March
        (["2019-04-28", "2019-05-05"], ["2019-05-02", "2019-05-03"]),
        # 2020: the Spring Festival made longer
        (["2020-01-19", "2020-02-03"], ["2020-01-31", "2020-02-01"]),
        (["2025-09-28", "2025-10-11"], ["2025-10-08"]),
        (
            ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-08"],
            ["2026-10-01", "2026-10-07"],
        ),
        # 2027 to 2029: New Year's Eve, Qingming, Dragon Boat and Mid-Autumn by the moon and the sun
        ([], ["2027-02-05", "2027-04-05", "2027-06-09", "2027-09-15"]),
        (["2028-01-24"], ["2028-01-25", "2028-04-04", "2028-05-02", "2028-10-03"]),
        (["2029-02-16"], ["2029-02-12", "2029-02-15", "2029-04-04"]),
    ],
)
def test_known_days(years: dict[int, WorkingYear], worked: list[str], off: list[str]) -> None:
    assert all(is_worked(years, date.fromisoformat(day)) for day in worked)
    assert not any(is_worked(years, date.fromisoformat(day)) for day in off)


def test_ten_working_days_over_national_day(years: dict[int, WorkingYear]) -> None:
    assert tenth_after(years, date(2026, 9, 25)) == date(2026, 10, 15)


def test_provisional_years_have_no_days_worked_in_exchange(
    years: dict[int, WorkingYear],
) -> None:
    for year in years.values():
        if year.provisional:
            assert year.worked == ()
            assert {c.instrument for c in year.citations} == {"scd-795-2024"}
        else:
            assert f"holidays-notice-{year.year}" in {c.instrument for c in year.citations}
