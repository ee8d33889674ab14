"""`rules impact`: saved cases replayed under two states of the law: what changes, no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny import FOLDER
from variants import Edit, rule, step, tiny_rulebook, variant

from regpath.api import impact, impact_dates
from regpath.cli import cli
from regpath.cli.text import width_of
from regpath.load.saved import answers_files
from regpath.model.errors import AnswersError
from regpath.rules.impact import CaseImpact, Impact

HOME = {
    "product_name": "Knee", "product_kind": "device", "device_class": "III",
    "route": "manufacture", "province": "guangdong", "application": "initial",
    "production_mode": "own_site", "is_sterile": "no", "small_micro_enterprise": "no",
    "sales_by": ["self"], "registration_units": 2, "approved_on": "2022-01-01",
}  # fmt: skip
IMPORTED = {
    **{k: v for k, v in HOME.items() if k not in ("province", "production_mode")},
    "product_name": "Stent", "route": "import", "import_origin": "taiwan",
}  # fmt: skip


def only(found: Impact) -> CaseImpact:
    """The one case of an impact."""
    (case,) = found.cases
    return case


def replay(folder: Path, *edits: Edit, more: str = "", answers: object = HOME) -> CaseImpact:
    """One case under the tiny rulebook and under a variant of it."""
    new = variant(folder, *edits, more=more)
    return only(impact(tiny_rulebook(), new, {"case": answers}, as_of="2022-03-01"))  # type: ignore[dict-item]


def test_the_same_rulebook_changes_nothing(tmp_path: Path) -> None:
    case = replay(tmp_path)
    assert not case.is_changed()
    assert case.as_of == ("2022-03-01", "2022-03-01")


def test_another_wording_changes_no_case(tmp_path: Path) -> None:
    edit = ("rules.yaml", "{en: Imports need an agent,", "{en: Every import needs an agent,")
    assert not replay(tmp_path, edit, answers=IMPORTED).is_changed()


def test_another_fee_shows_in_fee_and_step(tmp_path: Path) -> None:
    case = replay(tmp_path, ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    assert set(case.summary) == {"fee_cny"}
    old, new = case.summary["fee_cny"]
    assert (old["amount"], old["total"]) == (1600, 3200)
    assert (new["amount"], new["total"]) == (1700, 3400)
    (paid,) = case.steps
    assert (paid.id, paid.status) == ("pay-fee", ("required", "required"))
    assert paid.details == {"fee_cny": (1600, 1700)}
    assert case.to_json()["fee_cny"] == [1600, 1700]
    assert case.to_json()["statutory_working_days"] is None


def test_another_time_limit_shows_in_days_and_step(tmp_path: Path) -> None:
    case = replay(tmp_path, ("figures.yaml", "{value: 90,", "{value: 70,"))
    assert set(case.summary) == {"statutory_working_days"}
    days = case.to_json()["statutory_working_days"]
    assert days[0] - days[1] == 20
    (review,) = case.steps
    assert review.id == "review"
    old, new = review.details["time_limits"]
    assert set(old) - set(new) == {"Review of class III: 90 working days"}
    assert set(new) - set(old) == {"Review of class III: 70 working days"}


def test_steps_come_go_and_change(tmp_path: Path) -> None:
    paid = "step: pay-fee\n    status: required"
    case = replay(
        tmp_path,
        ("rules.yaml", "step: validate-sterilisation\n", "step: validate-more\n"),
        ("rules.yaml", paid, paid.replace("required", "optional")),
        more="steps:" + step("validate-more"),
        answers={**HOME, "is_sterile": "yes"},
    )
    assert case.to_json()["steps"] == {
        "added": [
            {
                "id": "validate-more",
                "title": {"en": "Step validate-more", "zh": "步骤validate-more"},
                "status": [None, "required"],
                "details": {},
            }
        ],
        "removed": [
            {
                "id": "validate-sterilisation",
                "title": {"en": "Validate sterilisation", "zh": "灭菌验证"},
                "status": ["required", None],
                "details": {},
            }
        ],
        "changed": [
            {
                "id": "prepare-dossier",
                "title": {"en": "Prepare the dossier", "zh": "准备资料"},
                "status": ["required", "required"],
                "details": {"depends_on": [["validate-sterilisation"], ["find-class"]]},
            },
            {
                "id": "pay-fee",
                "title": {"en": "Pay the fee", "zh": "缴费"},
                "status": ["required", "optional"],
                "details": {},
            },
        ],
    }


def test_a_case_that_the_change_does_not_touch_stays(tmp_path: Path) -> None:
    edit = ("rules.yaml", "when: {fact: route, is: import}\n    step: appoint-agent",
            "when: {fact: import_origin, is: foreign}\n    step: appoint-agent")  # fmt: skip
    new = variant(tmp_path, edit)
    foreign = {**IMPORTED, "import_origin": "foreign"}
    found = impact(tiny_rulebook(), new, {"home": HOME, "foreign": foreign}, as_of="2021-07-01")
    assert found.changed() == ()
    found = impact(tiny_rulebook(), new, {"home": HOME, "taiwan": IMPORTED}, as_of="2021-07-01")
    assert [case.name for case in found.changed()] == ["taiwan"]


def test_blockers_and_warnings_come_and_go(tmp_path: Path) -> None:
    blocks = rule("stop", "always", "blocks: {en: It, zh: 该项}\n    until: {en: Never, zh: 无}")
    warns = rule("mind", "always", "warns: {en: Mind it, zh: 注意}")
    case = replay(tmp_path, more="rules:" + blocks + warns)
    assert case.blockers == {"stop": (None, {"en": "It", "zh": "该项"})}
    assert case.warnings == {"mind": (None, {"en": "Mind it", "zh": "注意"})}
    assert case.steps == ()


def test_each_case_is_taken_under_its_own_date(tmp_path: Path) -> None:
    new = variant(tmp_path, ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    cases = {
        day: {"schema": "regpath/answers/1", "as_of": day, "answers": HOME}
        for day in ("2021-07-01", "2022-07-01")
    }
    cases["undated"] = {"schema": "regpath/answers/1", "answers": HOME}  # type: ignore[dict-item]
    found = impact(tiny_rulebook(), new, cases, undated="2021-07-01")
    assert [case.name for case in found.changed()] == ["2022-07-01"]
    assert [case.as_of[0] for case in found.cases] == ["2021-07-01", "2022-07-01", "2021-07-01"]


def test_a_case_without_a_date_is_not_guessed_at() -> None:
    case = only(impact(tiny_rulebook(), tiny_rulebook(), {"case": HOME}))
    assert case.is_invalid()
    assert [problem.code for problem in case.problems[0]] == ["bad-date"]


def test_answers_that_only_one_side_can_read_count_as_changed(tmp_path: Path) -> None:
    old, new = "small_micro_enterprise", "small_enterprise"
    edits = [
        ("facts.yaml", f"id: {old}", f"id: {new}"),
        ("tables.yaml", f"fact: {old}", f"fact: {new}"),
    ]
    case = replay(tmp_path, *edits)
    assert case.is_changed()
    assert not case.is_invalid()
    assert [problem.code for problem in case.problems[1]] == ["unknown-fact"]
    assert "problems" in case.to_json()


def test_days_of_one_rulebook() -> None:
    rules = tiny_rulebook()
    cases = {"home": HOME, "taiwan": IMPORTED}
    found = impact_dates("2021-12-31", "2022-01-01", cases, rules)
    home, taiwan = found.cases
    assert home.to_json()["fee_cny"] == [1500, 1600]
    assert [s.id for s in taiwan.steps if s.status == ("required", None)] == ["appoint-agent"]
    assert "fee_cny" not in taiwan.summary
    assert impact_dates("2021-07-01", "2021-07-02", cases, rules).changed() == ()


def test_the_year_in_an_example_of_a_number_is_no_change() -> None:
    stent = Path(__file__).parent.parent / "examples" / "stent-import.yaml"
    case = only(impact_dates("2025-12-30", "2026-01-01", {"stent": stent}))
    assert "number" not in case.summary


def save(folder: Path, name: str, answers: object) -> Path:
    """A saved answers file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"schema": "regpath/answers/1", "as_of": "2022-03-01", "answers": answers}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_files_of_a_folder_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.json", "deep/c.yml"):
        save(tmp_path, name, HOME)
    (tmp_path / "notes.txt").write_text("no answers", encoding="utf-8")
    names = [Path(name).name for name in answers_files([tmp_path])]
    assert names == ["a.json", "b.yaml", "c.yml"]


def test_a_folder_without_answers_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="no answers files here"):
        answers_files([tmp_path])


def run(*arguments: object, given: str | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    result = CliRunner().invoke(cli, ["rules", "impact", *map(str, arguments)], input=given)
    return result.exit_code, result.stdout, result.stderr


def test_command_replays_a_folder_in_one_call(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    save(saved, "home.json", HOME)
    save(saved, "taiwan.json", IMPORTED)
    new = variant(tmp_path / "new", ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    code, printed, _ = run(FOLDER, new, saved)
    assert code == 1
    lines = printed.splitlines()
    assert lines[0] == f"{saved / 'home.json'} (2022-03-01)"
    assert "  ~ fee_cny.amount: 1,600 -> 1,700" in lines
    assert "  ~ step pay-fee (Pay the fee): fee cny 1,600 -> 1,700" in lines
    assert lines[-1] == "1 of 2 cases change, 1 stay the same."
    assert all(width_of(line) <= 100 for line in lines[1:])
    code, printed, _ = run(FOLDER, new, saved, "--json")
    data = json.loads(printed)
    assert (code, data["schema"]) == (1, "regpath/impact/1")
    assert (data["count"], data["changed"], data["invalid"]) == (2, 1, 0)
    assert [case["changed"] for case in data["cases"]] == [True, False]


def test_command_on_two_days(tmp_path: Path) -> None:
    saved = save(tmp_path, "home.json", HOME)
    code, printed, _ = run("--rules", FOLDER, "--from", "2021-12-31", "--to", "2022-01-01", saved)
    assert code == 1
    assert f"{saved} (2021-12-31 -> 2022-01-01)" in printed
    assert "fee_cny.amount: 1,500 -> 1,600" in printed
    code, printed, _ = run("--rules", FOLDER, "--from", "2021-07-01", "--to", "2021-07-02", saved)
    assert (code, printed) == (0, "0 of 1 cases change, 1 stay the same.\n")


def test_the_date_of_the_command_line_wins(tmp_path: Path) -> None:
    saved = save(tmp_path, "home.json", HOME)
    new = variant(tmp_path / "new", ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    assert run(FOLDER, new, saved, "--as-of", "2021-07-01")[0] == 0
    assert run(FOLDER, new, saved, "--as-of", "2022-07-01")[0] == 1


def test_a_bad_file_loses_no_other(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    save(saved, "bad.json", {**HOME, "device_class": "IV"})
    save(saved, "good.json", HOME)
    new = variant(tmp_path / "new", ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    code, printed, _ = run(FOLDER, new, saved)
    assert code == 2
    assert "before not readable" in printed
    assert "wrong-value" in printed
    assert "fee_cny.amount: 1,600 -> 1,700" in printed
    assert printed.endswith("1 of 2 cases change, 0 stay the same.\n")


def test_answers_on_standard_input(tmp_path: Path) -> None:
    text = save(tmp_path, "home.json", HOME).read_text(encoding="utf-8")
    new = variant(tmp_path / "new", ("figures.yaml", "{value: 1600,", "{value: 1700,"))
    code, printed, _ = run(FOLDER, new, "-", given=text)
    assert code == 1
    assert printed.startswith("- (2022-03-01)\n")


@pytest.mark.parametrize(
    "arguments", [[FOLDER, FOLDER], ["--from", "2021-07-01", "x"], [FOLDER, "x", "y"]]
)
def test_command_needs_two_sides_and_cases(arguments: list[object]) -> None:
    code, _, errors = run(*arguments)
    assert code == 2
    assert "two rulebook folders" in errors or "is no folder" in errors


def test_the_example_questionnaires_in_one_call() -> None:
    examples = Path(__file__).parent.parent / "examples"
    code, printed, _ = run("--from", "2026-10-31", "--to", "2026-11-01", examples)
    assert code in (0, 1)
    count = len(list(examples.glob("*.yaml")))
    assert f" of {count} cases change" in printed
