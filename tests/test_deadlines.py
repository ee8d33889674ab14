"""Deadlines of the bundled rulebook: days counted by hand, on each side of each limit."""

from __future__ import annotations

from typing import Any

import pytest

import regpath
from regpath.model.pathway import DeadlineDate
from regpath.model.rulebook import Rulebook

IMPORT = {"route": "import", "import_origin": "foreign", "device_class": "III"}
HOME = {"route": "manufacture", "province": "guangdong", "device_class": "III"}
RENEWAL = {**IMPORT, "application": "renewal"}
TODAY = "2026-11-21"


class Dates:
    """The deadlines and missed deadlines of one plan, by id."""

    def __init__(self, rules: Rulebook, answers: dict[str, Any], as_of: str) -> None:
        facts = {"product_name": "Stent", "product_kind": "device", **answers}
        pathway = regpath.plan(facts, as_of=as_of, rulebook=rules, look_ahead=False)
        self.found: dict[str, DeadlineDate] = {entry.id: entry for entry in pathway.deadlines}
        self.missed = [b.id for b in pathway.blockers if b.id.endswith("-missed")]

    def days(self, name: str) -> tuple[str | None, str | None]:
        """The first and the last day of a deadline."""
        return self.found[name].not_before, self.found[name].not_after

    def state(self, name: str) -> str:
        """Where a deadline stands on the day asked for."""
        return self.found[name].state


@pytest.mark.parametrize(
    ("expires", "latest"),
    [
        ("2027-06-30", "2026-12-30"),
        ("2027-08-31", "2027-02-28"),  # a shorter month: its last day
        ("2028-08-31", "2028-02-29"),  # the same in a leap year
        ("2028-08-29", "2028-02-29"),
        ("2027-03-31", "2026-09-30"),
        ("2028-02-29", "2027-08-29"),
    ],
)
def test_renewal_is_due_six_months_before_the_end(
    rules: Rulebook, expires: str, latest: str
) -> None:
    dates = Dates(rules, {**RENEWAL, "certificate_expires": expires}, "2026-01-05")
    assert dates.days("renewal-application") == (None, latest)
    assert dates.state("renewal-application") == "open"


def test_a_late_renewal_is_missed_from_the_next_day(rules: Rulebook) -> None:
    answers = {**RENEWAL, "certificate_expires": "2027-08-31"}
    on_the_day = Dates(rules, answers, "2027-02-28")
    assert (on_the_day.state("renewal-application"), on_the_day.missed) == ("open", [])
    after = Dates(rules, answers, "2027-03-01")
    assert after.state("renewal-application") == "missed"
    assert after.missed == ["renewal-application-missed"]


@pytest.mark.parametrize(
    ("submitted", "as_of", "state"),
    [
        ("2027-02-28", "2027-05-01", "met"),
        ("2027-03-01", "2027-05-01", "missed"),
        ("2027-02-28", TODAY, "open"),  # still to come
        ("2027-03-01", TODAY, "missed"),  # planned too late
    ],
)
def test_the_day_of_submission_decides(
    rules: Rulebook, submitted: str, as_of: str, state: str
) -> None:
    answers = {**RENEWAL, "certificate_expires": "2027-08-31", "submitted_on": submitted}
    dates = Dates(rules, answers, as_of)
    assert dates.state("renewal-application") == state
    assert bool(dates.missed) == (state == "missed")


def test_an_unknown_end_is_asked_for_and_never_missed(rules: Rulebook) -> None:
    dates = Dates(rules, RENEWAL, TODAY)
    assert dates.days("renewal-application") == (None, None)
    assert (dates.state("renewal-application"), dates.missed) == ("unknown", [])
    pathway = regpath.plan(
        {"product_name": "Stent", **RENEWAL}, as_of=TODAY, rulebook=rules, look_ahead=False
    )
    assert "certificate_expires" in {question.fact for question in pathway.open_questions}


def test_beside_another_application_the_renewal_blocks_nothing(rules: Rulebook) -> None:
    answers = {**IMPORT, "application": "change", "certificate_expires": "2027-01-31"}
    dates = Dates(rules, answers, TODAY)
    assert dates.days("renewal-ahead") == (None, "2026-07-31")
    assert "renewal-application" not in dates.found
    assert dates.missed == []


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2013-09-29", "too_early"),
        ("2013-09-30", "open"),
        ("2014-03-31", "open"),
        ("2014-04-01", "missed"),
    ],
)
def test_before_june_2014_the_window_was_the_last_six_months(
    rules: Rulebook, as_of: str, state: str
) -> None:
    dates = Dates(rules, {**RENEWAL, "certificate_expires": "2014-03-31"}, as_of)
    assert dates.days("re-registration-2000") == ("2013-09-30", "2014-03-31")
    assert dates.state("re-registration-2000") == state
    assert dates.missed == []


@pytest.mark.parametrize(
    ("as_of", "entry", "missed"),
    [
        ("2014-05-31", "re-registration-2000", False),
        ("2014-06-01", "renewal-application-mid-2014", False),
        ("2014-11-30", "renewal-application-mid-2014", False),
        ("2014-12-01", "renewal-application-2014", True),
    ],
)
def test_the_rule_of_renewal_turned_round_in_june_2014(
    rules: Rulebook, as_of: str, entry: str, missed: bool
) -> None:
    dates = Dates(rules, {**RENEWAL, "certificate_expires": "2015-02-28"}, as_of)
    assert [name for name in dates.found if dates.found[name].kind == "renewal"] == [entry]
    assert bool(dates.missed) == missed


@pytest.mark.parametrize(
    ("as_of", "entry"),
    [
        ("2021-05-31", "renewal-application-2014"),
        ("2021-06-01", "renewal-application-2021"),
        ("2021-09-30", "renewal-application-2021"),
        ("2021-10-01", "renewal-application"),
    ],
)
def test_renewal_through_2021(rules: Rulebook, as_of: str, entry: str) -> None:
    dates = Dates(rules, {**RENEWAL, "certificate_expires": "2022-06-30"}, as_of)
    assert dates.days(entry) == (None, "2021-12-30")


@pytest.mark.parametrize(
    ("answers", "entry"),
    [(HOME, "production-licence-renewal"), (IMPORT, "distribution-licence-renewal")],
)
@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-01-04", "too_early"),
        ("2026-01-05", "open"),
        ("2026-04-03", "open"),
        ("2026-04-04", "missed"),
    ],
)
def test_licences_are_renewed_in_a_window_of_working_days(
    rules: Rulebook, answers: dict[str, Any], entry: str, as_of: str, state: str
) -> None:
    # Back from 20 May 2026: the 20th is 20 April (Saturday 9 May worked, 1 to 5 May off), the 30th
    # 3 April (the 6th off). The 90th lies before the spring festival: 16 to 23 February off,
    # Saturdays 14 and 28 February worked.
    dates = Dates(rules, {**answers, "licence_expires": "2026-05-20"}, as_of)
    assert dates.days(entry) == ("2026-01-05", "2026-04-03")
    assert dates.state(entry) == state
    assert dates.found[entry].provisional is False
    assert (f"{entry}-missed" in dates.missed) == (state == "missed")


def test_working_days_of_a_year_without_a_notice_are_provisional(rules: Rulebook) -> None:
    dates = Dates(rules, {**IMPORT, "licence_expires": "2027-05-20"}, TODAY)
    assert dates.found["distribution-licence-renewal"].provisional
    dates = Dates(rules, {**RENEWAL, "certificate_expires": "2027-08-31"}, TODAY)
    assert not dates.found["renewal-application"].provisional


def test_licence_windows_begin_with_the_orders_of_2022(rules: Rulebook) -> None:
    answers = {**HOME, "licence_expires": "2022-12-30"}
    assert Dates(rules, answers, "2022-04-30").found == {}
    assert "production-licence-renewal" in Dates(rules, answers, "2022-05-01").found


@pytest.mark.parametrize(
    ("event", "latest"),
    [
        ("death", {"death-report": "2024-03-01", "death-evaluation": "2024-03-24"}),
        (
            "serious_injury",
            {"serious-injury-report": "2024-03-14", "serious-injury-evaluation": "2024-04-08"},
        ),
        (
            "group_event",
            {
                "group-event-first-report": "2024-02-23",
                "group-event-single-reports": "2024-02-23",
                "group-event-investigation": "2024-03-01",
            },
        ),
        ("overseas_action", {"overseas-action-report": "2024-02-23"}),
        (
            "recall",
            {
                "recall-notice-level-one": "2024-02-24",
                "recall-notice-level-two": "2024-02-26",
                "recall-notice-level-three": "2024-03-01",
                "recall-plan": "2024-03-01",
            },
        ),
    ],
)
def test_events_start_their_clocks(rules: Rulebook, event: str, latest: dict[str, str]) -> None:
    # Friday 23 February 2024, in a leap year; hours lead to the day itself.
    dates = Dates(rules, {**HOME, "event": event, "event_date": "2024-02-23"}, "2024-02-23")
    assert {name: entry.not_after for name, entry in dates.found.items()} == latest
    assert {entry.state for entry in dates.found.values()} == {"open"}


def test_a_recall_plan_counts_working_days_over_the_national_day(rules: Rulebook) -> None:
    # From Tuesday 29 September 2026: the 30th, 8, 9, Saturday 10 (worked) and 12 October.
    answers = {**HOME, "event": "recall", "event_date": "2026-09-29"}
    dates = Dates(rules, answers, "2026-10-12")
    assert dates.days("recall-plan") == (None, "2026-10-12")
    assert dates.state("recall-plan") == "open"
    assert Dates(rules, answers, "2026-10-13").state("recall-plan") == "passed"


def test_adverse_events_are_dated_from_2019_and_not_in_a_trial(rules: Rulebook) -> None:
    answers = {**HOME, "event": "death", "event_date": "2018-12-30"}
    assert Dates(rules, answers, "2018-12-31").found == {}
    assert Dates(rules, answers, "2019-01-01").days("death-report") == (None, "2019-01-06")
    trial = {**answers, "application": "clinical_trial"}
    assert "death-report" not in Dates(rules, trial, "2019-01-01").found


@pytest.mark.parametrize(
    ("as_of", "entry", "missed"),
    [
        ("2025-02-28", "supplement-answer", []),
        ("2025-03-01", "supplement-answer", ["supplement-answer-missed"]),
    ],
)
def test_a_supplement_is_answered_within_a_year(
    rules: Rulebook, as_of: str, entry: str, missed: list[str]
) -> None:
    answers = {**IMPORT, "event": "no_reply", "event_date": "2024-02-29"}
    dates = Dates(rules, answers, as_of)
    assert dates.days(entry) == (None, "2025-02-28")
    assert dates.missed == missed


def test_the_fee_is_paid_within_five_working_days(rules: Rulebook) -> None:
    # From Friday 17 September 2021: Saturday 18 (worked), 22, 23, 24 and Sunday 26 (worked).
    answers = {**HOME, "event": "fee_unpaid", "event_date": "2021-09-17"}
    dates = Dates(rules, answers, "2021-09-26")
    assert (dates.days("fee-payment-2015"), dates.missed) == ((None, "2021-09-26"), [])
    assert Dates(rules, answers, "2021-09-27").missed == ["fee-payment-2015-missed"]
    assert Dates(rules, answers, "2021-10-01").missed == ["fee-payment-missed"]
    in_a_province = {**answers, "device_class": "II"}
    assert "fee-payment" not in Dates(rules, in_a_province, "2021-10-01").found


@pytest.mark.parametrize(
    ("as_of", "first", "last", "state"),
    [
        ("2025-02-27", "2025-02-28", "2025-04-29", "too_early"),
        ("2025-02-28", "2025-02-28", "2025-04-29", "open"),
        ("2025-04-29", "2025-02-28", "2025-04-29", "open"),
        ("2025-04-30", "2026-02-28", "2026-04-29", "too_early"),
        ("2027-05-01", "2028-02-29", "2028-04-29", "too_early"),
    ],
)
def test_the_risk_report_returns_every_year(
    rules: Rulebook, as_of: str, first: str, last: str, state: str
) -> None:
    dates = Dates(rules, {**IMPORT, "approved_on": "2024-02-29"}, as_of)
    assert dates.days("periodic-risk-report-registered") == (first, last)
    assert dates.state("periodic-risk-report-registered") == state


def test_the_risk_report_of_class_i(rules: Rulebook) -> None:
    answers = {**HOME, "device_class": "I", "approved_on": "2020-03-01"}
    early = Dates(rules, answers, "2020-06-29")
    assert early.days("periodic-risk-report-class-i-2019") == ("2021-03-01", "2021-04-30")
    late = Dates(rules, answers, "2020-06-30")
    assert late.days("periodic-risk-report-class-i") == ("2021-03-01", "2021-04-30")
    assert len(early.found) == len(late.found) == 1


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        ("2022-05-01", "2023-03-31"),
        ("2026-03-31", "2026-03-31"),
        ("2026-04-01", "2027-03-31"),
    ],
)
def test_self_inspection_is_reported_each_year(rules: Rulebook, as_of: str, due: str) -> None:
    answers = {**IMPORT, "approved_on": "2021-01-04", "sales_by": ["distributor"]}
    dates = Dates(rules, answers, as_of)
    assert dates.days("self-inspection-report") == (None, due)
    assert dates.days("distributor-self-inspection-report") == (None, due)


def test_no_self_inspection_before_the_product_is_on_the_market(rules: Rulebook) -> None:
    assert Dates(rules, {**IMPORT, "sales_by": ["distributor"]}, TODAY).found == {}
    assert "self-inspection-report" in Dates(rules, RENEWAL, TODAY).found


def test_a_trial_approval_lapses_after_three_years(rules: Rulebook) -> None:
    answers = {
        **HOME,
        "application": "clinical_trial",
        "clinical_exempt_listed": "no",
        "trial_approval_listed": "yes",
        "novel_vs_marketed": "yes",
        "approved_on": "2024-02-29",
    }
    dates = Dates(rules, answers, "2027-02-28")
    assert (dates.days("trial-approval-lapse"), dates.missed) == ((None, "2027-02-28"), [])
    assert Dates(rules, answers, "2027-03-01").missed == ["trial-approval-lapse-missed"]


def test_the_innovative_procedure_is_asked_for_within_five_years_of_the_patent(
    rules: Rulebook,
) -> None:
    entry = "innovative-request-on-granted-patent"
    answers = {**HOME, "patent_granted_on": "2021-11-21"}
    dates = Dates(rules, answers, TODAY)
    assert (dates.days(entry), dates.missed) == ((None, TODAY), [])
    assert Dates(rules, answers, "2026-11-22").missed == [f"{entry}-missed"]
    older = {**HOME, "patent_granted_on": "2015-01-01"}
    assert entry not in Dates(rules, older, "2018-11-30").found
    assert entry in Dates(rules, older, "2018-12-01").found


def test_law_to_come_is_shown_once_it_is_known(rules: Rulebook) -> None:
    def coming(as_of: str, answers: dict[str, Any] = IMPORT, kind: str = "device") -> set[str]:
        facts = {"product_name": "Stent", "product_kind": kind, **answers}
        pathway = regpath.plan(facts, as_of=as_of, rulebook=rules)
        return {entry.id for entry in pathway.changes_ahead if entry.kind != "enacted"}

    assert "medical-device-law" not in coming("2024-08-27")
    assert "medical-device-law" in coming("2024-08-28")
    assert "import-agent-measures" in coming(TODAY)
    assert "import-agent-measures" not in coming(TODAY, HOME)
    assert "classification-rules-revision" not in coming(TODAY, kind="ivd_reagent")
    assert "industry-standards-2027" in coming("2027-07-31")
    assert "industry-standards-2027" not in coming("2027-08-01")
    assert "industry-standards-2029" in coming("2027-08-01")


def test_the_risk_report_of_class_i_ends_after_five_years(rules: Rulebook) -> None:
    answers = {**HOME, "device_class": "I", "approved_on": "2022-03-01"}
    last = Dates(rules, answers, "2027-04-30")
    assert last.days("periodic-risk-report-class-i") == ("2027-03-01", "2027-04-30")
    over = Dates(rules, answers, "2027-05-01")
    assert "periodic-risk-report-class-i" not in over.found
