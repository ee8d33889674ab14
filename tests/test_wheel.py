"""The wheel, in a fresh environment outside the repository: the same rulebook, and it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from regpath.load.find import bundled_rulebook
from regpath.model.rulebook import Rulebook


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; its dependencies are those of this environment.

    They come by a .pth file, which does not bring in the editable install of the checkout:
    that is a .pth file too, and .pth files are read in the folder of the environment only.
    """
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin/python"
    paths = json.loads(
        subprocess.run(
            [python, "-c", "import json, sysconfig; print(json.dumps(sysconfig.get_paths()))"],
            check=True, capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    words = ["-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-q"]
    subprocess.run([sys.executable, *words, str(wheel)], check=True)
    here = sysconfig.get_paths()["purelib"]
    (Path(paths["purelib"]) / "dependencies.pth").write_text(here + "\n")
    return folder


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in an empty folder with an empty environment."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "REGPATH_CACHE": str(folder / "cache")}
    return subprocess.run(
        [installed / "bin" / words[0], *words[1:]], cwd=folder, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip


def test_the_wheel_holds_the_rulebook_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        files = {name.removeprefix("regpath/_rulebook/") for name in names if "_rulebook/" in name}
        demo = archive.read("regpath/_demo.yaml")
    assert files == {
        path.relative_to(ROOT / "rules").as_posix()
        for path in (ROOT / "rules").rglob("*")
        if path.is_file()
    }
    assert demo == (ROOT / "examples/stent-import.yaml").read_bytes()
    assert "regpath/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "docs/")) or "__pycache__" in n]


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import regpath, regpath.load.find as f; print(regpath.__file__, f.bundled_rulebook())"
    package, rulebook = run(installed, tmp_path, "python", "-c", code).stdout.split()
    assert Path(package).is_relative_to(installed) and Path(rulebook).is_relative_to(installed)
    assert bundled_rulebook() == ROOT / "rules"


def test_the_demo_runs_with_the_same_rulebook(
    installed: Path, tmp_path: Path, rules: Rulebook
) -> None:
    """And a second run, out of the cache that the first one left, gives the same bytes."""
    done = run(installed, tmp_path, "regpath", "demo", "--json")
    data = json.loads(done.stdout)
    assert data["rulebook"]["digest"] == rules.digest
    assert data["summary"]["fee_cny"]["amount"] == 308_800
    assert (tmp_path / "regpath-demo.pdf").read_bytes().startswith(b"%PDF-")
    assert list((tmp_path / "cache/regpath").glob("*.json"))
    (tmp_path / "a.yaml").write_bytes((ROOT / "examples/stent-import.yaml").read_bytes())
    assert run(installed, tmp_path, "regpath", "plan", "a.yaml", "--json").stdout == done.stdout
