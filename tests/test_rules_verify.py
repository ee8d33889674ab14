"""`rules verify`: one act, authority and route for every product on every day, or a reason."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import OPEN, fact, rulebook_of, table
from tiny import row as built_row
from variants import clinical, more_rows, read, row, rule, step, variant

import regpath
from regpath.api import verify_rulebook
from regpath.cli import cli
from regpath.model.condition import All, Condition, FactTest
from regpath.model.errors import RulebookError
from regpath.model.law import Window
from regpath.model.rulebook import Rulebook
from regpath.rules.verify import Verification, verify

PROVABLE = clinical()
OPEN_END = (Window("2021-06-01"),)


def broken(found: Verification) -> list[tuple[str, str]]:
    """The codes and subjects of what fails."""
    return [(failure.code, failure.subject) for failure in found.failures]


def test_tiny_rulebook_is_proved(tmp_path: Path) -> None:
    found = verify(read(tmp_path, more=PROVABLE))
    assert found.failures == ()
    assert found.gaps == ()
    assert found.outputs == ("act", "authority_level", "clinical_route")


def test_intervals_cover_every_day_of_the_regimes_once(tmp_path: Path) -> None:
    found = verify(read(tmp_path, more=PROVABLE))
    assert found.intervals[0].from_ == "2021-06-01"
    assert found.intervals[-1].to is None
    for earlier, later in itertools.pairwise(found.intervals):
        assert earlier.to is not None
        assert earlier.to < str(later.from_)
        assert not earlier.overlaps(later)
    starts = [window.from_ for window in found.intervals]
    assert "2022-02-01" in starts  # the day on which a figure of the tiny rulebook changes


def test_an_output_that_no_table_derives_fails(tmp_path: Path) -> None:
    assert broken(verify(read(tmp_path))) == [("output-missing", "clinical_route")]


def test_two_rows_for_one_product_fail_from_the_day_on_which_both_are_law(tmp_path: Path) -> None:
    when = "{all: [{fact: device_class, is: I}, {fact: route, is: import}]}"
    late = row("late", when, "{act: registration}", "{from: '2022-05-01', to: '2022-08-31'}")
    (failure,) = verify(read(tmp_path, more=PROVABLE + more_rows("act", late))).failures
    assert (failure.code, failure.subject) == ("table-overlap", "act")
    assert failure.involved == ("class-i-files", "late")
    assert failure.day == "2022-05-01"
    assert failure.product == {"route": "import", "device_class": "I"}
    assert failure.windows == (Window("2022-05-01", "2022-08-31"),)


def test_a_day_without_a_row_fails_with_product_and_day(tmp_path: Path) -> None:
    text = "{fact: application, is: renewal}]}\n        then: {act: renewal}\n"
    because = "        because: {en: 'A certificate is renewed', zh: 延续注册}\n"
    window = "        effective: {from: '2021-06-01'}"
    ends = window.replace("}", ", to: '2022-12-31'}")
    edit = ("tables.yaml", text + because + window, text + because + ends)
    (failure,) = verify(read(tmp_path, edit, more=PROVABLE)).failures
    assert (failure.code, failure.subject, failure.involved) == ("table-gap", "act", ("act",))
    assert failure.day == "2023-01-01"
    assert failure.product["application"] == "renewal"
    assert failure.product["device_class"] in ("II", "III")
    assert failure.windows == (Window("2023-01-01"),)


@pytest.mark.parametrize("value", ["null", "[exempt, trial]"])
def test_a_row_that_leaves_a_value_open_is_a_declared_gap(tmp_path: Path, value: str) -> None:
    rows = (
        row("domestic", "{fact: route, is: manufacture}", "{clinical_route: trial}"),
        row("imported", "{fact: route, is: import}", f"{{clinical_route: {value}}}"),
    )
    found = verify(read(tmp_path, more=clinical(*rows)))
    assert found.failures == ()
    (gap,) = found.gaps
    assert (gap.output, gap.table, gap.row, gap.through) == (
        "clinical_route", "clinical", "imported", None,
    )  # fmt: skip
    assert gap.why.en == "Row imported"
    assert gap.product == {"route": "import"}
    assert gap.windows == OPEN_END


def test_a_table_that_is_not_total_declares_its_gap(tmp_path: Path) -> None:
    only = row("domestic", "{fact: route, is: manufacture}", "{clinical_route: trial}")
    found = verify(read(tmp_path, more=clinical(only, total="false")))
    assert found.failures == ()
    (gap,) = found.gaps
    assert (gap.row, gap.through, gap.product) == (None, None, {"route": "import"})


def test_what_rests_on_a_gap_is_a_gap_through_it(tmp_path: Path) -> None:
    rests = row("by-room", "{fact: lists, is: 'listed'}", "{clinical_route: exempt}")
    other = row("by-other", "{fact: lists, is: 'unlisted'}", "{clinical_route: trial}")
    lists = (
        """
  - id: lists
    title: {en: Lists, zh: 目录}
    hit_policy: unique
    total: true
    outputs:
      - id: lists
        title: {en: Lists, zh: 目录}
        choices:
          - {id: listed, label: {en: Listed, zh: 列入}}
          - {id: unlisted, label: {en: Not listed, zh: 未列入}}
    rows:"""
        + row("device", "{fact: product_kind, is: device}", "{lists: listed}")
        + row("reagent", "{fact: product_kind, is: ivd_reagent}", "{lists: [listed, unlisted]}")
    )
    found = verify(read(tmp_path, more=clinical(rests, other) + lists))
    assert found.failures == ()  # the rows by-room and by-other do not both apply
    (gap,) = found.gaps
    assert (gap.table, gap.row, gap.through) == ("clinical", None, "lists")
    assert gap.product == {"product_kind": "ivd_reagent"}


def test_a_step_that_needs_one_outside_the_rulebook_fails_with_a_product(tmp_path: Path) -> None:
    more = (
        PROVABLE
        + "steps:" + step("lonely", "[nowhere]")
        + "rules:" + rule("r", "{fact: route, is: import}", "step: lonely")
    )  # fmt: skip
    (failure,) = verify(read(tmp_path, more=more)).failures
    assert (failure.code, failure.involved) == ("step-predecessor-missing", ("nowhere",))
    assert failure.product == {"route": "import"}
    assert failure.day == "2021-06-01"


def test_a_step_that_needs_one_that_no_rule_brings_in_fails(tmp_path: Path) -> None:
    more = (
        PROVABLE
        + "steps:" + step("idle") + step("waits", "[idle]")
        + "rules:" + rule("r", "always", "step: waits", start="2022-05-01")
    )  # fmt: skip
    (failure,) = verify(read(tmp_path, more=more)).failures
    assert (failure.code, failure.subject) == ("step-predecessor-missing", "waits")
    assert failure.day == "2022-05-01"


def test_a_need_that_is_not_law_yet_is_passed_over(tmp_path: Path) -> None:
    more = (
        PROVABLE
        + "steps:" + step("later") + step("waits", "[later]")
        + "rules:" + rule("r", "always", "step: waits")
        + rule("s", "always", "step: later", start="2023-01-01")
    )  # fmt: skip
    assert verify(read(tmp_path, more=more)).failures == ()


def test_steps_that_wait_for_each_other_fail_with_a_product(tmp_path: Path) -> None:
    more = (
        PROVABLE
        + "steps:" + step("first", "[second]") + step("second", "[first]")
        + "rules:" + rule("r", "{fact: route, is: import}", "step: first")
        + rule("s", "{fact: device_class, is: III}", "step: second")
    )  # fmt: skip
    folder = variant(tmp_path, more=more)
    with pytest.raises(RulebookError, match="step-cycle"):
        regpath.load_rulebook(folder)
    (failure,) = verify_rulebook(folder).failures
    assert (failure.code, {failure.subject, *failure.involved}) == (
        "step-cycle", {"first", "second"},
    )  # fmt: skip
    assert failure.product == {"route": "import", "device_class": "III"}


def test_a_step_that_waits_for_a_later_stage_of_the_act_fails(tmp_path: Path) -> None:
    more = (
        PROVABLE
        + "steps:" + step("issue", rest="statutory: [{stage: issue}]")
        + step("accept", "[issue]", rest="statutory: [{stage: acceptance}]")
        + "rules:" + rule("r", "always", "step: issue") + rule("s", "always", "step: accept")
    )  # fmt: skip
    (failure,) = verify(read(tmp_path, more=more)).failures
    assert (failure.code, failure.subject) == ("step-order", "accept")
    assert failure.involved == ("issue",)


REGIMES = "  regimes:\n"


def earlier_regime(window: str) -> str:
    """The list of regimes with one more before the other."""
    return f"""{REGIMES}    - id: before
      title: {{en: Before, zh: 此前}}
      effective: {window}
      citations: [{{instrument: tiny-act, article: '1', grade: primary}}]
"""


@pytest.mark.parametrize(
    ("window", "code", "days"),
    [
        ("{from: '2020-01-01', to: '2021-05-29'}", "regime-gap", ("2021-05-30", "2021-05-31")),
        ("{from: '2020-01-01', to: '2021-06-02'}", "regime-overlap", ("2021-06-01", "2021-06-02")),
    ],
)
def test_each_day_stands_in_one_regime(
    tmp_path: Path, window: str, code: str, days: tuple[str, str]
) -> None:
    edit = ("rulebook.yaml", REGIMES, earlier_regime(window))
    found = verify(read(tmp_path, edit, more=PROVABLE))
    (failure,) = [f for f in found.failures if f.code.startswith("regime")]
    assert failure.code == code
    assert failure.involved == ("before", "tiny-regime")
    assert failure.windows == (Window(*days),)
    assert failure.day == days[0]


BLOCK = "blocks: {en: It, zh: 该项}\n    until: {en: Never, zh: 无}\n    contradiction: true"


def against(name: str, feature: str, values: str) -> str:
    """A contradiction: with this feature the class is none of these."""
    when = f"{{all: [{feature}, {{fact: device_class, in: {values}}}]}}"
    return rule(name, when, BLOCK)


def test_two_contradictions_that_leave_no_class_fail(tmp_path: Path) -> None:
    sterile, reagent = "{fact: is_sterile, is: 'yes'}", "{fact: product_kind, is: ivd_reagent}"
    more = "rules:" + against("a", sterile, "[I]") + against("b", reagent, "[II, III]")
    (failure,) = verify(read(tmp_path, more=PROVABLE + more)).failures
    assert (failure.code, failure.subject) == ("rules-contradict", "a")
    assert failure.involved == ("b", "device_class")
    assert failure.product == {"product_kind": "ivd_reagent", "is_sterile": "yes"}


def test_contradictions_that_leave_a_class_hold(tmp_path: Path) -> None:
    sterile, reagent = "{fact: is_sterile, is: 'yes'}", "{fact: product_kind, is: ivd_reagent}"
    more = "rules:" + against("a", sterile, "[I]") + against("b", reagent, "[II]")
    assert verify(read(tmp_path, more=PROVABLE + more)).failures == ()


def test_contradictions_that_leave_no_product_fail(tmp_path: Path) -> None:
    more = "rules:" + rule("a", "always", BLOCK)
    assert ("no-product", "rules") in broken(verify(read(tmp_path, more=PROVABLE + more)))


VALUES = ("a", "b", "c")


def _tests(draw: st.DrawFn) -> Condition:
    values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True)
    parts = tuple(FactTest(name, "in", tuple(draw(values))) for name in ("f", "g"))
    return All(parts) if draw(st.booleans()) else parts[0]


@st.composite
def tables_of_rows(draw: st.DrawFn) -> Rulebook:
    """A rulebook whose table `act` has a few random rows; the other outputs are settled."""
    rows = [
        built_row(f"r{i}", _tests(draw), {"act": draw(st.sampled_from("xyz"))}, OPEN)
        for i in range(draw(st.integers(1, 4)))
    ]
    policy = draw(st.sampled_from(["unique", "any", "first"]))
    acts = replace(table("act", rows, policy), total=draw(st.booleans()))
    always = [
        table(name, [built_row("r", All(()), {name: "x"})])
        for name in ("authority_level", "clinical_route")
    ]
    return rulebook_of([fact("f"), fact("g")], [acts, *always])


def hits(rulebook: Rulebook, product: dict[str, str]) -> list[str | None]:
    """The acts of all rows that apply to a product, read plainly."""

    def holds(condition: Condition) -> bool:
        if isinstance(condition, All):
            return all(holds(part) for part in condition.parts)
        assert isinstance(condition, FactTest)
        return product[condition.fact] in condition.values

    found = [row.then["act"] for row in rulebook.tables["act"].rows if holds(row.when)]
    return found[:1] if rulebook.tables["act"].hit_policy == "first" else found  # type: ignore[return-value]


def products() -> Iterator[dict[str, str]]:
    """Every product of two facts."""
    for f, g in itertools.product(VALUES, VALUES):
        yield {"f": f, "g": g}


@settings(max_examples=60, deadline=None)
@given(tables_of_rows())
def test_agrees_with_looking_at_every_product(rulebook: Rulebook) -> None:
    found = verify(rulebook)
    several = [hits(rulebook, p) for p in products()]
    same_is_fine = rulebook.tables["act"].hit_policy == "any"
    overlap = any(len(set(acts) if same_is_fine else acts) > 1 for acts in several)
    gap = any(not acts for acts in several)
    total = rulebook.tables["act"].total
    codes = {failure.code for failure in found.failures}
    assert codes == ({"table-overlap"} if overlap else set()) | (
        {"table-gap"} if gap and total else set()
    )
    assert bool(found.gaps) == (gap and not total)
    for entry in (*found.failures, *found.gaps):
        example = {"f": "a", "g": "a", **entry.product}
        acts = hits(rulebook, {k: str(v) for k, v in example.items()})
        assert len(acts) != 1


@pytest.fixture(scope="module")
def bundled() -> Verification:
    return verify_rulebook()


def test_the_bundled_rulebook_is_proved(bundled: Verification) -> None:
    shown = "\n".join(f"{f.message}: {f.product} on {f.day}" for f in bundled.failures)
    assert bundled.failures == (), shown


def test_gaps_of_the_bundled_rulebook_are_open_in_the_plan(bundled: Verification) -> None:
    """A counter-example is a product: its plan on that day shows no act, authority or route."""
    acts = [gap for gap in bundled.gaps if gap.output in ("act", "authority_level")]
    assert acts
    for gap in acts:
        summary = regpath.plan(dict(gap.product), as_of=gap.day).summary
        shown = summary.act if gap.output == "act" else summary.authority
        assert shown is None, gap


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    result = CliRunner().invoke(cli, ["rules", "verify", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_command_tells_what_it_proved(tmp_path: Path) -> None:
    code, printed, _ = run("--rules", str(variant(tmp_path, more=PROVABLE)))
    assert code == 0
    assert "over all possible answers" in printed
    assert "every product has exactly one of act, authority_level, clinical_route" in printed


def test_command_shows_product_and_date_of_what_fails(tmp_path: Path) -> None:
    late = row("late", "{fact: device_class, is: I}", "{act: renewal}", "{from: '2022-05-01'}")
    folder = str(variant(tmp_path, more=PROVABLE + more_rows("act", late)))
    code, printed, _ = run("--rules", folder)
    assert code == 1
    assert "table-overlap: the rows 'class-i-files' and 'late'" in printed
    assert "for example on 2022-05-01: device_class: I" in printed
    assert all(len(line) <= 100 for line in printed.splitlines())
    code, printed, _ = run("--rules", folder, "--json")
    assert code == 1
    data = json.loads(printed)
    assert (data["schema"], data["holds"]) == ("regpath/verification/1", False)
    (failure,) = data["failures"]
    assert failure["product"] == {"device_class": "I"}
    assert failure["windows"] == [{"from": "2022-05-01", "to": None}]


def test_command_cannot_prove_over_a_broken_reference(tmp_path: Path) -> None:
    more = PROVABLE + "rules:" + rule("r", "always", "step: nowhere")
    code, _, errors = run("--rules", str(variant(tmp_path, more=more)))
    assert code == 4
    assert "unknown-step" in errors
