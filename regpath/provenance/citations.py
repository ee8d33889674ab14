"""Every citation of a rulebook held against the law texts."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regpath.model.law import Citation
from regpath.model.pathway import to_json
from regpath.model.rulebook import Rulebook
from regpath.provenance.texts import LawText, LawTexts, figures_in, hash_of
from regpath.rules.check.finding import Cited, Finding, citations_in

HASHES = "article-hashes.json"
"""The file of a rulebook that holds the hash of each cited article as it was compared."""

Hashes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TextVerification:
    """What became of the citations: how many were compared, how many could not be, what failed.

    `compared` stood in a text; `without_text` cite an instrument of which no text lies here;
    `beyond_excerpt` an article that an excerpt leaves out.
    """

    compared: int
    without_text: int
    beyond_excerpt: int
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """The verification as JSON data."""
        data: dict[str, Any] = to_json(self)
        return {"schema": "regpath/text-verification/1", **data}


def article_number(citation: Citation) -> int | None:
    """The article of a citation; `None` for a part, an annex or the whole instrument."""
    found = re.match(r"\d+", citation.article)
    return int(found.group()) if found is not None else None


def part_number(citation: Citation) -> int | None:
    """The part of a citation, of an announcement that has parts in place of articles."""
    found = re.match(r"part (\d+)", citation.article)
    return int(found.group(1)) if found is not None else None


def verify_texts(rulebook: Rulebook, texts: LawTexts, hashes: Hashes) -> TextVerification:
    """Whether each cited article exists, holds the figures stated, and is as it was compared."""
    compared = without_text = beyond = 0
    findings: list[Finding] = []
    for cited in citations_in(rulebook):
        text = texts.of(cited.citation.instrument)
        if text is None:
            without_text += 1
            continue
        piece = text.piece(article_number(cited.citation))
        if piece is None and text.is_excerpt:
            beyond += 1
            continue
        compared += 1
        findings += _findings(cited, piece, hashes)
    return TextVerification(compared, without_text, beyond, tuple(findings))


def _findings(cited: Cited, piece: str | None, hashes: Hashes) -> Iterator[Finding]:
    citation = cited.citation
    place = f"{citation.instrument} {citation.article or '(whole)'}"
    if piece is None:
        message = f"there is no article {citation.article!r} in the text of {citation.instrument}."
        yield Finding("article-missing", cited.section, cited.entry, cited.path, message)
        return
    known = figures_in(piece) if citation.states else frozenset()
    for figure in citation.states:
        if float(figure) not in known:
            message = f"{figure} does not stand in {place}; correct the figure or the article."
            yield Finding("figure-missing", cited.section, cited.entry, cited.path, message)
    stored = hashes.get(citation.instrument, {}).get(_key(citation))
    if stored is not None and stored != hash_of(piece):
        message = f"{place} is no longer the text that was compared; read it again."
        yield Finding("text-changed", cited.section, cited.entry, cited.path, message)


def _key(citation: Citation) -> str:
    number = article_number(citation)
    return str(number) if number is not None else ""


def hashes_of(rulebook: Rulebook, texts: LawTexts) -> dict[str, dict[str, str]]:
    """The hash of each cited article that lies in the texts, by instrument and article."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for cited in citations_in(rulebook):
        text: LawText | None = texts.of(cited.citation.instrument)
        piece = text.piece(article_number(cited.citation)) if text is not None else None
        if piece is not None:
            found[cited.citation.instrument][_key(cited.citation)] = hash_of(piece)
    return {name: dict(sorted(found[name].items(), key=_by_number)) for name in sorted(found)}


def _by_number(entry: tuple[str, str]) -> int:
    return int(entry[0] or 0)


def load_hashes(folder: Path) -> dict[str, dict[str, str]]:
    """The stored hashes of a rulebook; empty where it stores none."""
    path = folder / HASHES
    if not path.is_file():
        return {}
    data: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return data
