"""Days counted as the law counts them, moves of class, projected days, changes ahead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import regpath
from regpath.model.dates import WorkingYear
from regpath.model.pathway import ChangeAhead, Pathway
from regpath.rules.calendar import Calendar

FIRM = WorkingYear("y2026", 2026, ("2026-10-01", "2026-10-02"), ("2026-10-10",), False, ())
OPEN = WorkingYear("y2027", 2027, ("2027-01-01",), (), True, ())
CALENDAR = Calendar((FIRM, OPEN))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "day", "provisional"),
    [
        ("2026-09-30", 1, "working_days", "2026-10-05", False),
        ("2026-10-09", 1, "working_days", "2026-10-10", False),
        ("2026-10-05", -1, "working_days", "2026-09-30", False),
        ("2026-10-12", -1, "working_days", "2026-10-10", False),
        ("2026-12-31", 1, "working_days", "2027-01-04", True),
        ("2026-09-30", 0, "working_days", "2026-09-30", False),
        ("2027-12-31", 1, "working_days", None, False),
        ("2026-01-05", -5, "working_days", None, False),
        ("2026-10-01", 7, "calendar_days", "2026-10-08", False),
        ("2026-12-31", -6, "months", "2026-06-30", False),
        ("2027-08-31", -6, "months", "2027-02-28", False),
        ("2027-08-29", -6, "months", "2027-02-28", False),
        ("2024-02-29", 1, "years", "2025-02-28", False),
        ("2024-02-29", 4, "years", "2028-02-29", False),
        ("2026-10-01", 24, "hours", "2026-10-01", False),
        ("9999-12-31", 1, "years", None, False),
    ],
)
def test_counting(start: str, amount: int, unit: str, day: str | None, provisional: bool) -> None:
    counted = CALENDAR.count(start, amount, unit)
    assert counted.day == day
    if day is not None:
        assert counted.provisional is provisional


def test_a_year_that_is_not_known_is_unknown() -> None:
    assert CALENDAR.is_working(date(2030, 1, 2)) is None
    assert CALENDAR.is_working(date(2026, 10, 10)) is True
    assert CALENDAR.is_working(date(2026, 10, 11)) is False


IMPORT_III = {"product_kind": "device", "device_class": "III", "route": "import"}


def plan(as_of: str, **answers: Any) -> Pathway:
    return regpath.plan({**IMPORT_III, **answers}, as_of=as_of)


def test_a_plan_takes_a_date_as_well() -> None:
    assert regpath.plan(IMPORT_III, as_of=date(2026, 11, 21)).as_of == "2026-11-21"


def begins(pathway: Pathway, step: str) -> str | None:
    found = next(s.projected for s in pathway.steps if s.id == step)
    return found.begins if found is not None else None


def test_steps_are_projected_over_statutory_time() -> None:
    """Acceptance, 5 working days, comes before the review."""
    pathway = plan("2026-03-02")
    assert begins(pathway, "prepare-registration-dossier") == "2026-03-02"
    assert begins(pathway, "technical-review") == "2026-03-09"
    for step in pathway.steps:
        for before in step.depends_on:
            first = next(s for s in pathway.steps if s.id == before).projected
            assert (
                step.projected is None
                or first is None
                or first.done is None
                or (first.done <= step.projected.begins)
            )


def test_what_follows_a_dated_application_is_counted_from_it() -> None:
    pathway = plan("2026-06-01", submitted_on="2026-03-02", accepted_on="2026-03-09")
    assert begins(pathway, "technical-review") == "2026-03-09"
    assert begins(pathway, "prepare-registration-dossier") is None


def ahead(pathway: Pathway, step: str, day: str) -> ChangeAhead:
    found = [c for c in pathway.changes_ahead if step in c.steps and c.from_ == day]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("device_class", "day"), [("II", "2027-06-01"), ("I", "2029-06-01")])
def test_identification_comes_by_class(device_class: str, day: str) -> None:
    change = ahead(plan("2026-11-21", device_class=device_class), "assign-udi", day)
    assert (change.kind, change.statuses) == ("enacted", ("conditional", "required"))
    assert change.citations


def test_what_lies_behind_is_not_ahead() -> None:
    days = [c.from_ for c in plan("2027-06-01", device_class="II").changes_ahead if c.from_]
    assert all(day > "2027-06-01" for day in days)


def test_the_new_regulations_were_ahead_in_2013() -> None:
    domestic = plan("2013-06-01", device_class="II", route="manufacture")
    change = ahead(domestic, "production-licence-2014", "2014-06-01")
    assert (change.change, change.steps[0]) == ("replaced", "obtain-production-licence-2000")


def test_a_change_before_a_step_is_a_warning() -> None:
    """On the eve of a change every step that statutory time puts after it is warned of."""
    pathway = plan("2021-09-20")
    met = [c for c in pathway.changes_ahead if c.meets == "certain"]
    assert met
    warned = {warning.id for warning in pathway.warnings}
    assert {f"changes-before-{c.steps[0]}" for c in met} <= warned
    for change in met:
        assert begins(pathway, change.steps[0]) or (change.from_ or "") <= ""


def test_law_to_come_has_its_status_and_the_day_of_it() -> None:
    pathway = plan("2026-11-21")
    drafts = [c for c in pathway.changes_ahead if c.kind == "draft"]
    assert any("Medical Device" in c.title.en for c in drafts)
    assert all(c.status.en and c.status_on and c.citations for c in drafts)
    assert not [c for c in plan("2014-01-01").changes_ahead if c.kind == "draft"]


def test_a_class_that_rose_with_its_notice() -> None:
    change = plan(
        "2025-06-01", certificate_class="II", catalogue_code="01-01-03"
    ).summary.class_change
    assert change is not None
    assert (change.from_, change.to, change.direction) == ("II", "III", "up")
    assert (change.instrument, change.transition_to) == ("nmpa-2023-101", "2025-12-31")
    assert change.certificate_valid_to == "2025-12-31"
    sooner = plan(
        "2025-06-01", certificate_class="II", catalogue_code="01-01-03",
        certificate_expires="2025-09-30",
    ).summary.class_change  # fmt: skip
    assert sooner is not None and sooner.certificate_valid_to == "2025-09-30"


def test_a_class_that_fell_leaves_the_certificate_its_term() -> None:
    change = plan(
        "2026-11-21", device_class="II", certificate_class="III", certificate_expires="2028-03-31"
    ).summary.class_change
    assert change is not None
    assert (change.direction, change.certificate_valid_to) == ("down", "2028-03-31")
    assert change.instrument is None and change.binding_from is None


def test_no_change_of_class_without_two_classes() -> None:
    assert plan("2026-11-21").summary.class_change is None
    assert plan("2026-11-21", certificate_class="III").summary.class_change is None
    assert plan("2026-11-21", certificate_class="none").summary.class_change is None
    assert plan("2026-11-21", certificate_class="unknown").summary.class_change is None
