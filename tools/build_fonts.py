"""Builds the two bundled fonts of the PDF report from the static Noto Sans SC fonts.

Run it only to change the character set; the results are committed:

    pip install 'fonttools[woff]==4.68.0'
    python tools/build_fonts.py [--check]

It fetches two npm packages with `npm pack` (both under the SIL Open Font License), keeps GB 2312,
Latin, symbols and the further hanzi of the web font's simplified-Chinese slice (names of people
and places that GB 2312 lacks), drops hinting, and writes `regpath/fonts/`. Equal input gives equal
bytes; `--check` builds again and compares with the committed files.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "regpath" / "fonts"
STATIC_FONTS = "@expo-google-fonts/noto-sans-sc@0.4.3"
WEB_FONT = "@fontsource/noto-sans-sc@5.3.0"
WEIGHTS = {
    "NotoSansSC-Regular.ttf": "package/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "package/700Bold/NotoSansSC_700Bold.ttf",
}
LICENCE = "package/LICENSE_FONT"
SLICE = "package/files/noto-sans-sc-chinese-simplified-400-normal.woff2"
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "pwid"]
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0300, 0x036F), (0x0370, 0x03FF), (0x0400, 0x045F),
    (0x1EA0, 0x1EF9), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F),
    (0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF),
    (0x2600, 0x2606), (0x2713, 0x2713), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
]  # fmt: skip


def gb2312() -> set[int]:
    """The code points of the national character set of 1980."""
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes([row, cell]).decode("gb2312", errors="ignore")
            found.update(map(ord, text))
    return found


def fetch(package: str, folder: Path) -> Path:
    """Unpacks one npm package below `folder` and returns where."""
    result = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / result.stdout.strip().splitlines()[-1]
    place = archive.with_suffix("")
    with tarfile.open(archive) as tar:
        tar.extractall(place, filter="data")
    return place


def wanted_characters(web_font: Path) -> set[int]:
    """Everything the bundled fonts should be able to draw."""
    wanted = gb2312()
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    with TTFont(web_font) as font:
        wanted.update(font.getBestCmap())
    return wanted


def subset(source: Path, target: Path, characters: set[int]) -> None:
    """Writes `source`, cut down to `characters`, to `target`."""
    options = Options(
        hinting=False, layout_features=FEATURES, name_IDs=["*"], notdef_outline=True,
        recalc_timestamp=False, recommended_glyphs=True, drop_tables=["DSIG", "BASE", "STAT"],
    )  # fmt: skip
    font = TTFont(source, recalcTimestamp=False)
    worker = Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    font.save(target, reorderTables=True)


def build(target: Path) -> None:
    """Builds both weights and the licence file into `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        static = fetch(STATIC_FONTS, Path(scratch))
        characters = wanted_characters(fetch(WEB_FONT, Path(scratch)) / SLICE)
        for name, inside in WEIGHTS.items():
            subset(static / inside, target / name, characters)
        licence = (static / LICENCE).read_text(encoding="utf-8")
    text = "\n".join(line.rstrip() for line in licence.splitlines()).rstrip() + "\n"
    (target / "OFL.txt").write_text(text, encoding="utf-8")


def differences(fresh: Path) -> list[str]:
    """Names of committed files that differ from the fresh build."""
    names = [*WEIGHTS, "OFL.txt"]
    return [n for n in names if (fresh / n).read_bytes() != (TARGET / n).read_bytes()]


def main() -> int:
    """Builds, or compares with what is committed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only, change nothing")
    if not parser.parse_args().check:
        TARGET.mkdir(parents=True, exist_ok=True)
        build(TARGET)
        for name in WEIGHTS:
            print(f"{name}: {(TARGET / name).stat().st_size:,} bytes")
        return 0
    with tempfile.TemporaryDirectory() as fresh:
        build(Path(fresh))
        changed = differences(Path(fresh))
    print("changed: " + ", ".join(changed) if changed else "the committed fonts are up to date")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
