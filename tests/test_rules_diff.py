"""`rules diff`: what changed between two rulebooks or two days, in words and with products."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tiny import FOLDER
from variants import Edit, more_rows, read, row, rule, step, tiny_rulebook, variant

from regpath.api import diff_dates, load_rulebook
from regpath.cli import cli
from regpath.cli.text import width_of
from regpath.load.rulebook import load_rulebook as read_only
from regpath.model.rulebook import Rulebook
from regpath.rules.diff import Change, Detail, RulebookDiff, diff_days, diff_rulebooks


@pytest.fixture(scope="module")
def tiny() -> Rulebook:
    return tiny_rulebook()


def against(tiny: Rulebook, folder: Path, *edits: Edit, more: str = "") -> RulebookDiff:
    """The tiny rulebook against a variant of it."""
    return diff_rulebooks(tiny, read(folder, *edits, more=more))


def only(found: RulebookDiff) -> Change:
    """The one change of a difference."""
    (change,) = found.changes
    return change


def only_detail(found: RulebookDiff) -> Detail:
    """The one thing that changed."""
    (detail,) = only(found).details
    return detail


def kinds(found: RulebookDiff) -> list[tuple[str, str, str]]:
    """Every change by kind, section and id."""
    return [(change.kind, change.section, change.id) for change in found.changes]


def test_a_rulebook_does_not_differ_from_itself(tiny: Rulebook, tmp_path: Path) -> None:
    found = against(tiny, tmp_path)
    assert found.is_empty()
    assert found.to_json()["equal"] is True


def test_rules_steps_and_rows_added(tiny: Rulebook, tmp_path: Path) -> None:
    more = (
        "steps:" + step("insure") + "rules:" + rule("insurance", "always", "step: insure")
        + more_rows("act", row("extra", "{fact: is_sterile, is: 'yes'}", "{act: filing}"))
    )  # fmt: skip
    found = against(tiny, tmp_path, more=more)
    assert kinds(found) == [
        ("added", "rows", "act/extra"),
        ("added", "steps", "insure"),
        ("added", "rules", "insurance"),
    ]  # fmt: skip
    back = diff_rulebooks(read_only(tmp_path / "rules"), tiny)
    assert {kind for kind, *_ in kinds(back)} == {"removed"}
    assert [c.id for c in back.changes] == [c.id for c in found.changes]


def test_a_window_changed(tiny: Rulebook, tmp_path: Path) -> None:
    edit = ("rules.yaml", "{from: '2021-06-01', to: '2022-12-31'}", "{from: '2021-06-01'}")
    detail = only_detail(found := against(tiny, tmp_path, edit))
    assert only(found).id == "yearly-report"
    assert (detail.kind, detail.what) == ("window", "effective")
    assert (detail.old["to"], detail.new["to"]) == ("2022-12-31", None)
    (later,) = found.consequences
    assert (later.about, later.id, later.old, later.new) == ("step", "report", (), ("required",))
    assert later.days == ("2023-01-01", "2023-01-01")


def test_a_figure_changed(tiny: Rulebook, tmp_path: Path) -> None:
    edit = ("figures.yaml", "{value: 1600,", "{value: 1700,")
    found = against(tiny, tmp_path, edit)
    detail = only_detail(found)
    assert only(found).id == "fee-class-iii"
    assert (detail.kind, detail.old, detail.new, detail.unit) == ("figure", 1600, 1700, "cny")
    assert detail.what == "versions[2022-01-01].value"
    assert not found.consequences


def test_a_figure_added(tiny: Rulebook, tmp_path: Path) -> None:
    line = "      - {value: 5, effective: {from: '2021-06-01'}, "
    ends = line.replace("'2021-06-01'", "'2021-06-01', to: '2022-12-31'")
    rest = "citations: [{instrument: tiny-act, article: '8', states: [5], grade: primary}]}\n"
    new = ends + rest + line.replace("5,", "7,").replace("2021-06-01", "2023-01-01") + rest
    found = against(tiny, tmp_path, ("figures.yaml", line + rest, new))
    window, figure = only(found).details
    assert (window.kind, window.new["to"]) == ("window", "2022-12-31")
    assert (figure.kind, figure.old, figure.new) == ("figure", None, 7)
    assert (figure.what, figure.unit) == ("versions from 2023-01-01", "working_days")


def test_the_fee_of_a_province_changed(tiny: Rulebook, tmp_path: Path) -> None:
    edit = ("provinces.yaml", "amount: 1200", "amount: 1300")
    detail = only_detail(against(tiny, tmp_path, edit))
    assert (detail.kind, detail.old, detail.new, detail.unit) == ("figure", 1200, 1300, "cny")


IMPORT = "when: {fact: route, is: import}\n    step: appoint-agent"


@pytest.mark.parametrize(
    ("when", "effect", "lost", "gained"),
    [
        (
            "{all: [{fact: route, is: import}, {fact: device_class, is: III}]}", "narrowed",
            {"route": "import", "device_class": "I"}, None,
        ),
        (
            "{any: [{fact: route, is: import}, {fact: device_class, is: III}]}", "widened",
            None, {"route": "manufacture", "device_class": "III"},
        ),
        (
            "{fact: device_class, is: III}", "moved",
            {"route": "import", "device_class": "I"},
            {"route": "manufacture", "device_class": "III"},
        ),
        ("{not: {fact: route, is: manufacture}}", "same", None, None),
        ("always", "widened", None, {"route": "manufacture"}),
    ],
)  # fmt: skip
def test_a_condition_changed(
    tiny: Rulebook, tmp_path: Path, when: str, effect: str, lost: Any, gained: Any
) -> None:
    edit = ("rules.yaml", IMPORT, IMPORT.replace("{fact: route, is: import}", when))
    detail = only_detail(found := against(tiny, tmp_path, edit))
    assert (detail.kind, detail.what, detail.old) == ("condition", "when", "route is import")
    assert detail.reach is not None
    assert (detail.reach.effect, detail.reach.lost, detail.reach.gained) == (effect, lost, gained)
    steps = {(c.id, c.old, c.new): c.product for c in found.consequences}
    assert steps == {
        key: product
        for key, product in {
            ("appoint-agent", ("required",), ()): lost,
            ("appoint-agent", (), ("required",)): gained,
        }.items()
        if product
    }


def test_an_exception_counts(tiny: Rulebook, tmp_path: Path) -> None:
    """The condition is the same in words, but an exception now takes products off."""
    more = "rules:" + rule(
        "sterile-needs-none", "{fact: is_sterile, is: 'yes'}",
        "exception_to: agent-for-import\n    reason: {en: So it is, zh: 如此}",
    )  # fmt: skip
    found = against(tiny, tmp_path, more=more)
    assert kinds(found) == [("added", "rules", "sterile-needs-none")]
    (consequence,) = found.consequences
    assert consequence.id == "appoint-agent"
    assert (consequence.old, consequence.new) == (("required",), ())
    assert consequence.product == {"route": "import", "is_sterile": "yes"}


def test_the_order_of_rows_counts_where_the_first_wins(tiny: Rulebook, tmp_path: Path) -> None:
    head = "      - id: filing-home\n        when: "
    new = head + "{all: [{fact: act, is: filing}, {fact: is_sterile, is: 'no'}]}"
    edit = ("tables.yaml", head + "{fact: act, is: filing}", new)
    found = against(tiny, tmp_path, edit)
    detail = only_detail(found)
    assert detail.reach is not None
    assert detail.reach.effect == "narrowed"
    assert detail.reach.lost == {"route": "manufacture", "device_class": "I", "is_sterile": "yes"}
    shifts = {(c.id, c.old, c.new) for c in found.consequences}
    assert ("authority_level", ("municipal",), ("provincial",)) in shifts


def test_a_text_changed(tiny: Rulebook, tmp_path: Path) -> None:
    edit = ("rules.yaml", "{en: Imports need an agent,", "{en: Imports need an agent in China,")
    detail = only_detail(against(tiny, tmp_path, edit))
    assert (detail.kind, detail.what) == ("text", "says")
    assert detail.new["en"] == "Imports need an agent in China"


def test_what_a_rule_does_changed(tiny: Rulebook, tmp_path: Path) -> None:
    edit = (
        "rules.yaml",
        "step: sign-contract\n    status: required",
        "step: sign-contract\n    status: optional",
    )
    found = against(tiny, tmp_path, edit)
    detail = only_detail(found)
    assert (detail.kind, detail.what, detail.old, detail.new) == (
        "field", "status", "required", "optional",
    )  # fmt: skip
    (consequence,) = found.consequences
    assert (consequence.old, consequence.new) == (("required",), ("optional",))
    assert consequence.product == {"route": "manufacture", "production_mode": "contract"}


def test_the_needs_and_documents_of_a_step_changed(tiny: Rulebook, tmp_path: Path) -> None:
    found = against(
        tiny, tmp_path,
        ("steps.yaml", "needs: [check-partner]", "needs: [check-partner, find-class]"),
        ("steps.yaml", "when: {fact: import_origin, is: foreign}", "when: always"),
    )  # fmt: skip
    appoint, sign = found.changes
    (detail,) = sign.details
    assert (detail.what, detail.old, detail.new) == ("needs", None, "find-class")
    (detail,) = appoint.details
    assert detail.what == "documents[Translation].when"
    assert detail.reach is not None
    assert (detail.reach.effect, detail.reach.gained) == ("widened", {"route": "manufacture"})


def test_a_fact_changed(tiny: Rulebook, tmp_path: Path) -> None:
    choice = "      - {id: taiwan, label: {en: Taiwan, zh: 台湾}}\n"
    more = "      - {id: macau, label: {en: Macau, zh: 澳门}}\n"
    found = against(tiny, tmp_path, ("facts.yaml", choice, choice + more))
    assert (only(found).section, only(found).id) == ("facts", "import_origin")
    detail = only_detail(found)
    assert (detail.what, detail.old, detail.new) == ("choices", None, "macau")


def test_a_fact_of_another_type_is_not_compared(tiny: Rulebook, tmp_path: Path) -> None:
    is_yes, is_aye = (f"when: {{fact: is_sterile, is: '{word}'}}" for word in ("yes", "aye"))
    found = against(
        tiny, tmp_path,
        ("facts.yaml", "id: is_sterile\n    type: yes_no", "id: is_sterile\n    type: text"),
        ("tables.yaml", is_yes, is_aye),
        ("rulebook.yaml", is_yes, is_aye),
    )  # fmt: skip
    effects = {c.id: d.reach.effect for c in found.changes for d in c.details if d.reach}
    assert effects == {
        "clean-room/sterile-clean-room": "not_compared", "sterile-packaging": "not_compared",
    }  # fmt: skip
    assert found.consequences == ()


def test_a_changed_table_changes_what_rests_on_it(tiny: Rulebook, tmp_path: Path) -> None:
    edit = ("tables.yaml", "then: {clean_room: required}\n        because: {en: Reag",
            "then: {clean_room: not_required}\n        because: {en: Reag")  # fmt: skip
    found = against(tiny, tmp_path, edit)
    assert only(found).id == "clean-room/reagent-clean-room"
    shifts = {(c.about, c.id, c.old, c.new): c.product for c in found.consequences}
    shift = ("step", "validate-sterilisation", ("required",), ())
    assert shifts[shift] == {"product_kind": "ivd_reagent", "is_sterile": "no"}
    assert ("fact", "clean_room", ("required",), ("not_required",)) in shifts


def test_each_kind_of_shift_has_a_product_that_shifts(tiny: Rulebook, tmp_path: Path) -> None:
    """A product of a consequence has the old value in the old rulebook and the new in the new."""
    when = "when: {all: [{fact: governing_class, in: [II, III]}, {fact: application, is: initial}]}"
    new = read(tmp_path, ("tables.yaml", when, when.replace("[II, III]", "[III]")),
               more=more_rows("act", row("ii-files", "{fact: governing_class, is: II}",
                                         "{act: filing}")))  # fmt: skip
    found = diff_rulebooks(tiny, new)
    acts = [c for c in found.consequences if c.id == "act"]
    assert {(c.old, c.new) for c in acts} == {
        (("registration",), ("filing",)), (("renewal",), ("filing", "renewal")),
    }  # fmt: skip
    for consequence in acts:
        assert consequence.product["device_class"] == "II"


def test_days_of_one_rulebook(tiny: Rulebook) -> None:
    found = diff_days(tiny, "2021-12-31", "2022-01-01")
    by_id = {change.id: change for change in found.changes}
    (figure,) = [d for d in by_id["fee-class-iii"].details if d.kind == "figure"]
    assert (figure.old, figure.new, figure.unit) == (1500, 1600, "cny")
    (gone,) = [d for d in by_id["review-class-iii"].details if d.kind == "figure"]
    assert (gone.old, gone.new, gone.unit) == (100, None, "working_days")
    assert by_id["no-agent-from-taiwan"].kind == "added"
    (consequence,) = found.consequences
    assert consequence.id == "appoint-agent"
    assert (consequence.old, consequence.new) == (("required",), ())
    assert consequence.product == {"route": "import", "import_origin": "taiwan"}
    assert consequence.days == ("2021-12-31", "2022-01-01")


def test_days_the_other_way_round(tiny: Rulebook) -> None:
    there = diff_days(tiny, "2021-12-31", "2022-01-01")
    back = diff_days(tiny, "2022-01-01", "2021-12-31")
    mirror = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(c.section, c.id, mirror[c.kind]) for c in there.changes} == {
        (c.section, c.id, c.kind) for c in back.changes
    }
    shifts = [(c.old, c.new) for c in back.consequences]
    assert [(c.new, c.old) for c in there.consequences] == shifts


def test_a_quiet_day_changes_nothing(tiny: Rulebook) -> None:
    assert diff_days(tiny, "2021-07-01", "2021-07-02").is_empty()


def test_the_clock_of_another_time(tiny: Rulebook) -> None:
    found = diff_days(tiny, "2022-06-30", "2022-07-01")
    (change,) = found.changes
    assert (change.section, change.kind) == ("clocks", "changed")
    assert change.id == "registration-class-iii"
    (stage,) = [d for d in change.details if d.kind == "field"]
    assert stage.what.endswith("stages.transfer")
    assert (stage.old, stage.new) == ("transfer-limit", 0)


def test_a_rule_that_takes_the_place_of_another(tmp_path: Path) -> None:
    """The same step under a new id: told as one change, with who is new to it."""
    open_end = "step: sign-contract\n    status: required\n    effective: {from: '2021-06-01'}"
    end = ("rules.yaml", open_end, open_end.replace("01'}", "01', to: '2022-04-30'}"))
    when = "{any: [{fact: production_mode, is: contract}, {fact: device_class, is: III}]}"
    more = "rules:" + rule("contract-duty-2022", when, "step: sign-contract", start="2022-05-01")
    found = diff_days(read(tmp_path, end, more=more), "2022-04-30", "2022-05-01")
    (change,) = found.changes
    assert (change.kind, change.id, change.replaces) == (
        "replaced", "contract-duty-2022", "contract-duty",
    )  # fmt: skip
    (condition,) = [d for d in change.details if d.kind == "condition"]
    assert condition.reach is not None
    assert condition.reach.effect == "widened"
    assert condition.reach.gained == {"route": "import", "device_class": "III"}


def test_the_bundled_rulebook_names_the_new_gmp() -> None:
    found = diff_dates("2026-10-31", "2026-11-01")
    named = {(c.section, c.id, c.replaces) for c in found.changes}
    assert ("rules", "gmp-2025", "gmp-2014") in named
    assert {c.id for c in found.changes if c.section == "instruments"} >= {
        "cfda-2014-64", "nmpa-2025-107",
    }  # fmt: skip


def test_the_bundled_rulebook_tells_the_fees_of_a_province() -> None:
    found = diff_dates("2023-08-30", "2023-08-31")
    (zhejiang,) = [c for c in found.changes if c.id == "zhejiang"]
    figures = [(d.old, d.new, d.unit) for d in zhejiang.details if d.kind == "figure"]
    assert (65730, 46011, "cny") in figures


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    result = CliRunner().invoke(cli, ["rules", "diff", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_command_on_two_folders(tmp_path: Path) -> None:
    narrowed = IMPORT.replace("{fact: route, is: import}", "{fact: import_origin, is: foreign}")
    figure = ("figures.yaml", "{value: 1600,", "{value: 1700,")
    folder = variant(tmp_path, ("rules.yaml", IMPORT, narrowed), figure)
    code, printed, _ = run(str(FOLDER), str(folder))
    assert code == 0
    lines = printed.splitlines()
    assert "  ~ fee-class-iii (Fee for class III)" in lines
    assert "      versions[2022-01-01].value: 1,600 -> 1,700 cny" in lines
    words = " ".join(printed.split())
    assert "narrowed: no longer met by route: import; import_origin: taiwan" in words
    assert "~ step appoint-agent: required -> does not apply" in words
    assert all(width_of(line) <= 100 for line in lines)


def test_command_on_two_days() -> None:
    code, printed, errors = run("--from", "2026-10-31", "--to", "2026-11-01")
    assert (code, errors) == (0, "")
    assert "on 2026-10-31 -> " in printed
    assert "  > gmp-2025 " in printed
    code, printed, _ = run("--from", "2026-10-31", "--to", "2026-11-01", "--json")
    data = json.loads(printed)
    assert (data["schema"], data["equal"]) == ("regpath/rulebook-diff/1", False)
    assert (data["old"]["day"], data["new"]["day"]) == ("2026-10-31", "2026-11-01")


def test_command_says_that_nothing_differs() -> None:
    code, printed, _ = run(str(FOLDER), str(FOLDER))
    assert code == 0
    assert printed.endswith("no difference\n")


@pytest.mark.parametrize(
    "arguments",
    [[], [str(FOLDER)], ["--from", "2026-10-31"], [str(FOLDER), str(FOLDER), "--to", "2026-10-31"]],
)
def test_command_needs_two_sides(arguments: list[str]) -> None:
    code, _, errors = run(*arguments)
    assert code == 2
    assert "two rulebook folders, or --from DATE --to DATE" in errors


def test_command_names_a_rulebook_that_cannot_be_used(tmp_path: Path) -> None:
    code, _, errors = run(str(FOLDER), str(variant(tmp_path, more="rules: nonsense\n")))
    assert code == 4
    assert "zz-more.yaml" in errors


def test_a_day_before_the_rulebook_is_warned_of(tmp_path: Path) -> None:
    code, _, errors = run("--rules", str(FOLDER), "--from", "1990-01-01", "--to", "2022-01-01")
    assert code == 0
    assert "the law in force on 1990-01-01 is not in this rulebook" in errors


def test_every_product_of_the_bundled_rulebook_can_be_planned() -> None:
    """A product of a consequence can be put into an answers file."""
    import regpath

    found = diff_dates("2021-09-30", "2021-10-01")
    acts = [c for c in found.consequences if c.id == "act"]
    assert acts
    rules = load_rulebook()
    for consequence in acts:
        for day, values in zip(consequence.days, (consequence.old, consequence.new), strict=True):
            act = regpath.plan(dict(consequence.product), as_of=day, rulebook=rules).summary.act
            assert act == (values[0] if len(values) == 1 else None)
