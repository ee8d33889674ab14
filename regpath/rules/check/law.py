"""Findings of law: citations that are missing or not in force, windows that overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from regpath.model.law import Window
from regpath.model.rulebook import Rulebook
from regpath.rules.check.finding import Finding, citations_in
from regpath.rules.conditions import Path

CITING_SECTIONS = (
    "facts", "provinces", "jurisdictions", "number_forms", "fee_rules", "deadlines",
    "class_moves", "lists", "pending", "working_years", "penalties",
)  # fmt: skip
"""Sections whose every entry cites law, beside those with parts that do."""


def check(rulebook: Rulebook) -> Iterator[Finding]:
    """Every finding of law."""
    yield from _uncited(rulebook)
    yield from _not_in_force(rulebook)
    yield from _overlaps(rulebook)


def _uncited(rulebook: Rulebook) -> Iterator[Finding]:
    bare: list[tuple[str, str, Path]] = []
    for rule in rulebook.rules.values():
        if not rule.citations:
            bare.append(("rules", rule.id, ()))
    for table in rulebook.tables.values():
        rows = enumerate(table.rows)
        bare += [("tables", table.id, ("rows", i)) for i, row in rows if not row.citations]
    for parameter in rulebook.parameters.values():
        versions = enumerate(parameter.versions)
        bare += [
            ("parameters", parameter.id, ("versions", i)) for i, v in versions if not v.citations
        ]
    for section in CITING_SECTIONS:
        entries = getattr(rulebook, section).values()
        bare += [(section, entry.id, ()) for entry in entries if not entry.citations]
    for section in ("authorities", "clocks"):
        for name, dated in getattr(rulebook, section).items():
            bare += [(section, name, (i,)) for i, entry in enumerate(dated) if not entry.citations]
    for section, entry, path in bare:
        message = "a citation of instrument and article is missing; add `citations`."
        yield Finding("missing-citation", section, entry, path, message)


def _not_in_force(rulebook: Rulebook) -> Iterator[Finding]:
    for cited in citations_in(rulebook):
        instrument = rulebook.instruments[cited.citation.instrument]
        if cited.window is None or instrument.effective.contains(cited.window):
            continue
        message = (
            f"{instrument.id} is in force {_words(instrument.effective)}, "
            f"but what rests on it holds {_words(cited.window)}; cut the window or cite the law of "
            "that time."
        )
        yield Finding("citation-not-in-force", cited.section, cited.entry, cited.path, message)


def _words(window: Window) -> str:
    return f"from {window.from_ or 'the beginning'} to {window.to or 'today and on'}"


def _overlaps(rulebook: Rulebook) -> Iterator[Finding]:
    for parameter in rulebook.parameters.values():
        windows = [version.effective for version in parameter.versions]
        yield from _overlap("parameters", parameter.id, "versions", windows)
    for section in ("clocks", "authorities"):
        for name, versions in getattr(rulebook, section).items():
            yield from _overlap(section, name, "effective", [v.effective for v in versions])
    for province in rulebook.provinces.values():
        for kind in ("initial", "change", "renewal"):
            fees = [f.effective for f in province.class_ii_fees if f.application == kind]
            yield from _overlap("provinces", province.id, "class_ii_fees", fees)


def _overlap(section: str, entry: str, key: str, windows: Sequence[Window]) -> Iterator[Finding]:
    ordered = sorted(windows, key=lambda w: w.from_ or "")
    for earlier, later in pairwise(ordered):
        if earlier.overlaps(later):
            message = f"two windows share the day {later.from_}; a day has one value."
            yield Finding("windows-overlap", section, entry, (key,), message)
