"""`regpath rules`: check, test, schema, list, show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import EXAMPLES, ROOT, Run, WriteAnswers, data_of, too_wide
from tiny import tiny_copy

from regpath.cli.rules_command import SECTIONS, _entries
from regpath.load import cache
from regpath.load.answers import parse_answers
from regpath.load.documents import parse_rulebook_file
from regpath.load.schema import answers_schema, rulebook_schema
from regpath.load.show import to_yaml_data
from regpath.model.rulebook import Rulebook

FREE_WORDS: dict[str, list[Any]] = {
    "yes_no": ["yes", True], "province": ["CN-GD", "广东", "guangdong"], "date": ["2026-11-21"],
    "whole_number": [3], "country": ["DE"],
}  # fmt: skip


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """A validator for a schema that is itself valid."""
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class TestCheck:
    """`rules check` and `rules test` on a small rulebook with and without findings."""

    def test_a_sound_rulebook(self, run: Run, tmp_path: Path) -> None:
        folder = str(tiny_copy(tmp_path))
        result = run("rules", "check", "--rules", folder)
        assert (result.stdout, result.stderr) == ("", "no findings\n")
        assert data_of(run("rules", "check", "--rules", folder, "--json")) == {"findings": []}

    def test_findings_have_code_and_place(self, run: Run, tmp_path: Path) -> None:
        folder = tiny_copy(tmp_path)
        text = (folder / "rules.yaml").read_text()
        text = text.replace("instrument: tiny-act", "instrument: x", 1)
        (folder / "rules.yaml").write_text(text)
        result = run("rules", "check", "--rules", str(folder), code=4)
        assert "rules.yaml:" in result.stdout and "unknown-instrument" in result.stdout
        (finding, *_) = data_of(run("rules", "check", "--rules", str(folder), "--json", code=4))[
            "findings"
        ]
        assert finding["line"] and finding["file"].endswith("rules.yaml")

    def test_a_folder_that_is_no_rulebook(self, run: Run, tmp_path: Path) -> None:
        result = run("rules", "check", "--rules", str(tmp_path), code=4)
        assert str(tmp_path) in result.stdout

    def test_cases(self, run: Run, tmp_path: Path) -> None:
        result = run("rules", "test", "--rules", str(tiny_copy(tmp_path)), "--json", code=None)
        data = data_of(result)
        assert set(data) == {"cases", "failed", "undecided"}
        assert result.exit_code == (1 if data["failed"] or data["undecided"] else 0)


class TestSchema:
    """The printed JSON Schemas hold for what the tool reads, and refuse what it refuses."""

    def test_the_examples_are_valid(self, run: Run) -> None:
        check = validator(data_of(run("rules", "schema")))
        for path in EXAMPLES.glob("*.yaml"):
            check.validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    def test_every_rulebook_file_is_valid(self, run: Run) -> None:
        check = validator(data_of(run("rules", "schema", "rulebook", "--json")))
        for path in sorted((ROOT / "rules").rglob("*.yaml")):
            document = parse_rulebook_file(path.read_text(encoding="utf-8"), str(path))
            assert not [str(error) for error in check.iter_errors(document.data)]

    @pytest.mark.parametrize(
        "facts",
        [
            {"rout": "import"}, {"device_class": "IV"}, {"province": "atlantis"},
            {"registration_units": 0}, {"sales_by": ["shop"]}, {"holder_country": "Germany"},
            {"is_sterile": "maybe"}, {"product_name": ""},
        ],
    )  # fmt: skip
    def test_wrong_answers_are_refused(self, rules: Rulebook, facts: dict[str, Any]) -> None:
        check = validator(answers_schema(rules))
        assert not check.is_valid({"schema": "regpath/answers/1", "answers": facts})

    def test_every_value_that_the_schema_names_is_read(self, rules: Rulebook) -> None:
        """Each word of each fact, whatever other facts it requires."""
        check = validator(answers_schema(rules))
        for fact in (fact for fact in rules.facts.values() if not fact.found):
            free = FREE_WORDS.get(fact.type.removesuffix("_list"), ["x"])
            words = [choice.id for choice in fact.choices] or free
            words += free if fact.free else []
            for word in [*words, "unknown"]:
                listed = fact.type.endswith("list") and word != "unknown"
                facts = {fact.id: [word] if listed else word}
                data = {"schema": "regpath/answers/1", "answers": facts}
                check.validate(data)
                assert parse_answers(json.dumps(data), "f", rules).asked(fact.id)

    def test_wrong_rulebook_files_are_refused(self) -> None:
        check = validator(rulebook_schema())
        assert not check.is_valid({"schema": "regpath/rulebook/1", "rulez": []})
        assert not check.is_valid({"schema": "regpath/rulebook/2"})


class TestList:
    """`rules list` and `rules show`."""

    @pytest.mark.parametrize("section", SECTIONS)
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_every_section(self, run: Run, rules: Rulebook, section: str, lang: str) -> None:
        text = run("rules", "list", section, "--lang", lang).stdout
        assert not too_wide(text)
        assert len(text.splitlines()) >= len(list(_entries(rules, section)))

    def test_facts_carry_everything_in_both_languages(self, run: Run, rules: Rulebook) -> None:
        data = data_of(run("rules", "list", "facts", "--json"))
        assert [fact["id"] for fact in data] == list(rules.facts)
        for fact in data:
            for name in ("question", "help", "why"):
                assert fact[name]["en"] and fact[name]["zh"]
            assert fact["citations"]

    def test_the_default_is_rules(self, run: Run, rules: Rulebook) -> None:
        assert run("rules", "list").stdout.startswith(next(iter(rules.rules)))

    def test_a_wrong_section_gets_the_nearest(self, run: Run) -> None:
        assert "Did you mean 'steps'?" in run("rules", "list", "stesp", code=2).stderr

    def test_show_has_file_and_line(self, run: Run) -> None:
        text = run("rules", "show", "zhejiang").stdout
        head, body = text.split("\n", 1)
        place = head.removeprefix("# provinces, ")
        path, line = place.rsplit(":", 1)
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        assert "id: zhejiang" in lines[int(line) - 1]
        assert yaml.safe_load(body)["iso"] == "CN-ZJ"

    def test_show_as_json(self, run: Run) -> None:
        data = data_of(run("rules", "show", "route", "--json"))
        assert [entry["id"] for entry in data["facts"]] == ["route"]

    def test_show_an_unknown_name(self, run: Run) -> None:
        result = run("rules", "show", "rout", code=2)
        assert "there is no entry 'rout'. Did you mean 'route'?" in result.stderr

    def test_what_is_shown_is_what_an_author_writes(self, rules: Rulebook) -> None:
        check = validator(rulebook_schema())
        for section in SECTIONS:
            entries = [to_yaml_data(entry) for _, entry in list(_entries(rules, section))[::4]]
            data = {"schema": "regpath/rulebook/1", section: entries}
            assert not [str(error)[:200] for error in check.iter_errors(data)]


class TestCache:
    """Parsed rulebooks kept between runs change no answer."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("REGPATH_CACHE", str(tmp_path / "cache"))
        return tmp_path / "cache/regpath"

    def test_what_was_stored_is_loaded(self) -> None:
        cache.store("a", [{"x": "支架"}])
        assert cache.load("a") == [{"x": "支架"}]
        assert cache.load("b") is None

    @pytest.mark.parametrize("damage", ["", "{}", "x\n[1]", "\xff"])
    def test_a_damaged_entry_is_passed_over(self, folder: Path, damage: str) -> None:
        cache.store("a", [1])
        (entry,) = folder.glob("*.json")
        entry.write_bytes(damage.encode("latin-1"))
        assert cache.load("a") is None

    def test_another_version_has_other_entries(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cache.store("a", [1])
        monkeypatch.setattr(cache, "VERSION", "other")
        assert cache.load("a") is None

    def test_old_entries_go(self, folder: Path) -> None:
        for number in range(cache.KEPT + 5):
            cache.store(str(number), [number])
        assert len(list(folder.iterdir())) == cache.KEPT
        assert cache.load(str(cache.KEPT + 4)) == [cache.KEPT + 4]

    def test_a_folder_that_cannot_be_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REGPATH_CACHE", "/dev/null")
        cache.store("a", [1])
        assert cache.load("a") is None

    def test_the_answer_is_the_same(
        self, run: Run, answers: WriteAnswers, tmp_path: Path, folder: Path
    ) -> None:
        words = ["plan", answers(as_of="2022-03-01"), "--rules", str(tiny_copy(tmp_path)), "--json"]
        first = run(*words).stdout
        assert list(folder.glob("*.json"))
        assert run(*words).stdout == first
