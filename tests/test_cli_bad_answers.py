"""Bad answers files: one clear message with place, value, expectation; exit 2; nothing changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Run, errors_of

HEAD = "schema: regpath/answers/1\nanswers:\n"
BOMB = HEAD + "  product_name: &a [x]\n" + "".join(
    f"  claims: &{'abcdefgh'[i + 1]} [{', '.join(['*' + 'abcdefgh'[i]] * 9)}]\n" for i in range(6)
)  # fmt: skip
DEEP = HEAD + "  claims: " + "[" * 5000 + "]" * 5000 + "\n"

BAD: dict[str, tuple[str | bytes, str]] = {
    "unknown fact": (
        HEAD + "  product_name: X\n  rout: import\n",
        "bad.yaml:4:3: unknown-fact: there is no fact 'rout'. Did you mean 'route'?",
    ),
    "wrong value": (
        HEAD + "  device_class: IV\n",
        "bad.yaml:3:3: wrong-value: device_class: one of I, II, III, unknown was expected, "
        "not 'IV'.",
    ),
    "wrong value with a nearest one": (
        HEAD + "  combination: device-led\n",
        "Did you mean 'device_led'?",
    ),
    "wrong province": (
        HEAD + "  province: guangdon\n",
        "bad.yaml:3:3: wrong-value: province: a province was expected (such as guangdong, CN-GD, "
        "广东), not 'guangdon'. Did you mean 'guangdong'?",
    ),
    "impossible combination": (
        HEAD + "  route: manufacture\n  production_mode: own_site\n"
        "  contract_province: guangdong\n",
        "bad.yaml:5:3: impossible-combination: contract_province: 'guangdong' is impossible here, "
        "because production_mode is own_site. Correct production_mode, or take contract_province "
        "out.",
    ),
    "impossible combination in JSON": (
        '{"schema": "regpath/answers/1",\n "answers": {"route": "manufacture",\n'
        '  "import_origin": "taiwan"}}',
        "bad.yaml:3:3: impossible-combination: import_origin: 'taiwan' is impossible here, because "
        "route is manufacture.",
    ),
    "a fact that another needs is not answered": (
        HEAD + "  contract_province: guangdong\n",
        "bad.yaml:3:3: impossible-combination: ",
    ),
    "broken YAML": (HEAD + "  route: 'import\n", "bad.yaml:"),
    "broken JSON": ('{"schema": "regpath/answers/1",}', "json-syntax: not valid JSON"),
    "duplicate key": (
        HEAD + "  route: import\n  route: import\n",
        "bad.yaml:4:3: duplicate-key: the key 'route' stands here twice; keep one of the two.",
    ),
    "YAML bomb": (BOMB, "bad.yaml:3:17: yaml-alias: anchors and aliases are not allowed"),
    "very deep": (DEEP, "too-deep: nested more than 40 levels deep."),
    "wrong encoding": (
        (HEAD + "  product_name: 支架\n").encode("gb18030"),
        "bad.yaml:3:19: encoding: not UTF-8 text at byte 53; save the file as UTF-8.",
    ),
    "UTF-16": ((HEAD + "  route: import\n").encode("utf-16"), "encoding: not UTF-8 text"),
    "unknown schema version": (
        HEAD.replace("/1", "/2"),
        "bad.yaml:1:1: unknown-schema: `schema: regpath/answers/1` was expected, found "
        "'regpath/answers/2'.",
    ),
    "no schema": ("answers: {}\n", "unknown-schema"),
    "facts at the top": (
        "schema: regpath/answers/1\nroute: import\nanswers: {}\n",
        "Facts stand under `answers:`.",
    ),
    "empty": ("", "bad.yaml: yaml-syntax: one YAML document with content was expected."),
    "a date that is none": (
        "schema: regpath/answers/1\nas_of: 2026-02-30\nanswers: {}\n",
        "bad.yaml:2:1: bad-date: a date such as 2026-11-21 was expected, not '2026-02-30'.",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused(run: Run, tmp_path: Path, what: str) -> None:
    content, message = BAD[what]
    path = tmp_path / "bad.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = path.read_bytes()
    result = run("plan", "bad.yaml", "-o", "report.md", code=2)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) <= 3
    assert result.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["bad.yaml"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    ["plan {}", "next {}", "explain {} appoint-agent", "compare {} {}",
     "compare {} --vary route=import"],
)  # fmt: skip
@pytest.mark.parametrize("what", ["unknown fact", "impossible combination"])
def test_every_command_refuses_it_alike(run: Run, tmp_path: Path, command: str, what: str) -> None:
    content, message = BAD[what]
    assert isinstance(content, str)
    (tmp_path / "bad.yaml").write_text(content)
    words = command.format("bad.yaml", "bad.yaml").split()
    assert message in run(*words, code=2).stderr
    (error,) = errors_of(run(*words, "--json", code=2))
    assert (error["file"], error["line"], error["column"]) == ("bad.yaml", 4 + ("imp" in what), 3)
    assert error["fact"] in ("rout", "contract_province")


def test_a_huge_file_is_refused_unread(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert "huge.yaml: too-large: larger than 5 MB" in run("plan", "huge.yaml", code=2).stderr
    assert "standard input: too-large" in run("plan", "-", input=b"x" * 5_000_001, code=2).stderr


def test_an_unreadable_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in run("plan", "nowhere.yaml", code=2).stderr
    assert "this is a folder" in run("plan", ".", code=2).stderr
    path = tmp_path / "secret.yaml"
    path.write_text(HEAD)
    path.chmod(0)
    if os.geteuid() == 0:  # root reads everything

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", refuse)
    result = run("plan", "secret.yaml", code=2)
    assert "secret.yaml: unreadable: cannot be read (Permission denied)" in result.stderr


def test_a_bomb_takes_no_time_and_no_memory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bomb.yaml").write_text(HEAD + "  claims: " + "[" * 400_000)
    assert "bomb.yaml" in run("plan", "bomb.yaml", code=2).stderr


def test_everything_wrong_is_said_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(HEAD + "  rout: import\n  device_class: IV\n")
    assert len(run("plan", "bad.yaml", code=2).stderr.splitlines()) == 2


def test_thousands_of_problems_are_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(HEAD + "".join(f"  f{i}: x\n" for i in range(1000)))
    lines = run("plan", "bad.yaml", code=2).stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 980 more; --json prints all."
    assert len(errors_of(run("plan", "bad.yaml", "--json", code=2))) == 1000


def test_an_unusable_rulebook(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "a.yaml").write_text(HEAD + "  route: import\n")
    result = run("plan", "a.yaml", "--rules", "rules", "-o", "x.md", code=4)
    assert "rules" in result.stderr
    assert not (tmp_path / "x.md").exists()
    (tmp_path / "rules/rulebook.yaml").write_text("schema: regpath/rulebook/1\nrulez: []\n")
    assert "rulebook.yaml:2:1" in run("next", "a.yaml", "--rules", "rules", code=4).stderr
