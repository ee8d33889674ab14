"""Store the hash of each cited article, after the texts were compared with the rules.

python tools/hash_articles.py DIR          write rules/article-hashes.json from the texts in DIR
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import regpath
from regpath.provenance.citations import HASHES, hashes_of
from regpath.provenance.texts import LawTexts

RULES = Path(__file__).parent.parent / "rules"


def main() -> int:
    """Write the hashes of the rulebook beside it."""
    found = hashes_of(regpath.load_rulebook(), LawTexts(Path(sys.argv[1])))
    (RULES / HASHES).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{sum(map(len, found.values()))} articles of {len(found)} instruments")
    return 0


if __name__ == "__main__":
    sys.exit(main())
