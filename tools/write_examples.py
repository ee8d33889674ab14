"""Write the report beside every questionnaire of `examples/`, after a change of law or words.

python tools/write_examples.py          write
python tools/write_examples.py --check  exit 1 where a report on disk is not the current one
"""

from __future__ import annotations

import sys
from pathlib import Path

import regpath

EXAMPLES = Path(__file__).parent.parent / "examples"
IN_CHINESE = ("stent-import",)


def reports() -> dict[Path, bytes]:
    """Every report as it would be written today."""
    found = {}
    for answers in sorted(EXAMPLES.glob("*.yaml")):
        pathway = regpath.plan(answers)
        found[answers.with_suffix(".md")] = regpath.render(pathway, "md", "en")
        if answers.stem in IN_CHINESE:
            found[answers.with_suffix(".zh.md")] = regpath.render(pathway, "md", "zh")
    return found


def main() -> int:
    """Write or check the reports."""
    stale = [p for p, data in reports().items() if not p.exists() or p.read_bytes() != data]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"{path} is not the current report" for path in stale))
        return 1 if stale else 0
    for path, data in reports().items():
        path.write_bytes(data)
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
