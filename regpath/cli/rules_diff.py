"""`regpath rules diff`: what differs between two rulebooks, or two days of one, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from regpath.cli.common import (
    IsoDate,
    errors_as_exit_codes,
    json_option,
    print_json,
    rulebook,
    rules_option,
    warn_of_missing_law,
)
from regpath.cli.text import wrap

if TYPE_CHECKING:
    from regpath.rules.diff import Change, Consequence, Detail, Reach, RulebookDiff
    from regpath.rules.sides import Side

from_option = click.option(
    "--from", "earlier", type=IsoDate(), help="One rulebook: the law of this day ..."
)
to_option = click.option("--to", "later", type=IsoDate(), help="... against the law of this day.")
SIGNS = {"added": "+", "removed": "-", "changed": "~", "replaced": ">"}
SHOWN_TEXT = 160
"""Of a longer text only the beginning is shown; --json has it whole."""


@click.command(
    epilog="""\b
Examples:
  regpath rules diff rules-of-last-year rules
  regpath rules diff --from 2026-10-31 --to 2026-11-01
"""
)
@click.argument("folders", nargs=-1, metavar="[A B]", type=click.Path(exists=True, file_okay=False))
@from_option
@to_option
@rules_option
@json_option
@errors_as_exit_codes
def diff(
    folders: tuple[str, ...],
    earlier: str | None,
    later: str | None,
    rules_dir: Path | None,
    as_json: bool,
) -> None:
    """Say what changed between the rulebooks in the folders A and B.

    Or, with --from and --to, between the law of two days of one rulebook. A condition that holds
    for other products than before is shown with such a product. Exit code 0 either way.
    """
    from regpath.api import diff as diff_folders  # noqa: PLC0415
    from regpath.api import diff_dates  # noqa: PLC0415

    if earlier is not None and later is not None and not folders:
        rules = rulebook(rules_dir)
        for day in (earlier, later):
            warn_of_missing_law(rules, day)
        found = diff_dates(earlier, later, rules)
    elif len(folders) == 2 and earlier is None and later is None and rules_dir is None:
        found = diff_folders(*folders)
    else:
        raise click.UsageError("give two rulebook folders, or --from DATE --to DATE.")
    if as_json:
        print_json(found.to_json())
    else:
        click.echo("\n".join(_words(found)))


def _words(found: RulebookDiff) -> Iterator[str]:
    yield f"{_side(found.old)} -> {_side(found.new)}"
    for section, changes in groupby(found.changes, key=lambda change: change.section):
        yield ""
        yield section.replace("_", " ")
        for change in changes:
            yield from _change(change)
    if found.consequences:
        yield ""
        yield "what changes for products"
    for consequence in found.consequences:
        yield from _consequence(consequence)
    if found.is_empty():
        yield "no difference"


def _side(side: Side) -> str:
    name = f"{side.id} {side.version}"
    return f"{name} on {side.day}" if side.day else f"{name} ({side.digest[:12]})"


def _change(change: Change) -> Iterator[str]:
    title = f" ({change.title.en})" if change.title is not None else ""
    instead = f", in the place of {change.replaces}" if change.replaces else ""
    window = [d for d in change.details if d.kind == "window" and d.what == "effective"]
    whole = change.kind in ("added", "removed")
    dates = f": {_window(window[0].new or window[0].old)}" if window and whole else ""
    head = f"{change.id}{title}{instead}{dates}"
    yield from wrap(head, f"  {SIGNS[change.kind]} ", "    ")
    for detail in change.details:
        if not (whole and detail in window):
            yield from wrap(_detail(detail), "      ", "        ")


def _detail(detail: Detail) -> str:
    match detail.kind:
        case "window":
            return f"{detail.what}: {_window(detail.old)} -> {_window(detail.new)}"
        case "figure":
            figures = " -> ".join(_figure(side) for side in (detail.old, detail.new))
            return f"{detail.what}: {figures} {(detail.unit or '').replace('_', ' ')}".rstrip()
        case "condition":
            reach = _reach(detail.reach) if detail.reach is not None else ""
            return f"{detail.what}: “{detail.old}” -> “{detail.new}”; {reach}"
        case "text":
            old, new = (_short(t["en"] if t else "nothing") for t in (detail.old, detail.new))
            if old == new:
                old, new = (_short(t["zh"] if t else "nothing") for t in (detail.old, detail.new))
            return f"{detail.what}: “{old}” -> “{new}”"
    if detail.old is None or detail.new is None:
        sign, value = ("+", detail.new) if detail.old is None else ("-", detail.old)
        return f"{detail.what}: {sign} {_value(value)}"
    return f"{detail.what}: {_value(detail.old)} -> {_value(detail.new)}"


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:,}"


def _reach(reach: Reach) -> str:
    from regpath.rules.products import product_words  # noqa: PLC0415

    if reach.effect == "same":
        return "the same products meet it"
    if reach.effect == "not_compared":
        return "the products were not compared"
    parts = []
    if reach.lost is not None:
        parts.append(f"no longer met by {product_words(reach.lost)}")
    if reach.gained is not None:
        parts.append(f"now also met by {product_words(reach.gained)}")
    day = f" (on {reach.days[1]})" if reach.days is not None else ""
    return f"{reach.effect}: {'; '.join(parts)}{day}"


def _consequence(found: Consequence) -> Iterator[str]:
    from regpath.rules.products import product_words  # noqa: PLC0415

    nothing = {"fact": "no value", "step": "does not apply", "rule": "does not apply"}[found.about]
    old, new = (" or ".join(values) or nothing for values in (found.old, found.new))
    yield from wrap(f"{found.about} {found.id}: {old} -> {new}", "  ~ ", "    ")
    day = "" if found.days[0] != found.days[1] else f" (on {found.days[0]})"
    yield from wrap(f"{product_words(found.product)}{day}", "      for ", "        ")


def _window(window: Any) -> str:
    from regpath.model.law import Window  # noqa: PLC0415
    from regpath.rules.wording import window_words  # noqa: PLC0415

    return window_words(Window(window["from"], window["to"])) if window else "none"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 3] + "..."


def _value(value: Any) -> str:
    if isinstance(value, list):
        return _short(", ".join(_value(item) for item in value) or "none")
    if isinstance(value, dict):
        return _short(", ".join(f"{key}: {_value(item)}" for key, item in value.items()))
    return _short(str(value))
