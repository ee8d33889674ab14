"""Where the bundled rulebook lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def bundled_rulebook() -> Path:
    """The folder of the rulebook that came with this tool.

    A checkout reads `rules/` beside the package, so that an edited rule counts at once;
    an installed wheel carries the same files as `regpath/_rulebook`.
    """
    checkout = PACKAGE.parent / "rules"
    if (checkout / "rulebook.yaml").is_file():
        return checkout
    return PACKAGE / "_rulebook"
