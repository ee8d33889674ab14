"""Where the bundled data lie: beside the package in a checkout, inside it in an installed wheel."""

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


def demo_answers() -> Path:
    """The answers of the demo: an imported drug-eluting stent."""
    checkout = PACKAGE.parent / "examples" / "stent-import.yaml"
    return checkout if checkout.is_file() else PACKAGE / "_demo.yaml"
