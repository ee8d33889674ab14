"""The numbered list of sources: filled while the report is built, printed at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from regpath.model.text import Text
from regpath.report.access import Json, mappings, string
from regpath.report.formats import window
from regpath.report.words import joined, plain, say, term, word

GRADES = ("primary", "secondary", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Reference:
    """A number of the source list and the place in that source."""

    number: int
    place: Text | None


@dataclass(frozen=True, slots=True)
class Source:
    """One instrument of the list at the end."""

    number: int
    title: Text
    name: Text | None
    in_force: Text | None
    places: Text | None
    doubts: tuple[Text, ...]


@dataclass(slots=True)
class Sources:
    """Gives every instrument its number when it is first cited."""

    _entries: dict[str, Json] = field(default_factory=dict)
    _places: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    def cite(self, citations: object) -> tuple[Reference, ...]:
        """References for a list of citations: one for each instrument and grade."""
        groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for citation in mappings(citations):
            name, place, grade = _read(citation)
            self._entries.setdefault(name, citation)
            self._places.setdefault(name, {}).setdefault(place, grade)
            found = groups.setdefault((name, grade), [])
            if place not in found:
                found.append(place)
        return tuple(self._reference(*key, places) for key, places in groups.items())

    def _reference(self, name: str, grade: str, places: list[tuple[str, str]]) -> Reference:
        shown = _listed(places)
        if grade != "primary":
            mark = term("grade", grade)
            shown = say("graded", place=shown, grade=mark) if shown else say("grade", grade=mark)
        return Reference(list(self._entries).index(name) + 1, shown)

    def listing(self) -> tuple[Source, ...]:
        """The sources in the order of their numbers."""
        return tuple(self._source(name, n) for n, name in enumerate(self._entries, start=1))

    def _source(self, name: str, position: int) -> Source:
        entry, places = self._entries[name], self._places[name]
        title = _bilingual(entry, "title") or plain(name)
        doubts = (self._doubt(name, grade) for grade in GRADES[1:])
        period = window(entry.get("in_force"))
        cited = _listed(sorted(places, key=_natural))
        return Source(
            number=position,
            title=title,
            name=_bilingual(entry, "number"),
            in_force=say("in_force", window=period) if period else None,
            places=say("cited", places=cited) if cited else None,
            doubts=tuple(doubt for doubt in doubts if doubt is not None),
        )

    def _doubt(self, name: str, grade: str) -> Text | None:
        graded = [place for place, found in self._places[name].items() if found == grade]
        if not graded:
            return None
        whole = len(graded) == len(self._places[name])
        shown = None if whole else _listed(sorted(graded, key=_natural))
        return say(f"doubt_{grade}", place=shown) if shown else word(f"doubt_{grade}_whole")


def _read(citation: Json) -> tuple[str, tuple[str, str], str]:
    place = (string(citation.get("article")), string(citation.get("paragraph")))
    grade = string(citation.get("grade"))
    return string(citation.get("instrument")), place, grade if grade in GRADES else "unconfirmed"


def _bilingual(entry: Json, name: str) -> Text | None:
    en, zh = string(entry.get(f"{name}_en")), string(entry.get(f"{name}_zh"))
    return Text(en or zh, zh or en) if en or zh else None


def _listed(places: list[tuple[str, str]]) -> Text | None:
    """Several articles as `Art. 14(1), 52` and 第14条第1款、第52条."""
    shown = joined((_place(*place) for place in places), "place_joint")
    if shown is None:
        return None
    return Text(re.sub(r"(?<=, )Art\. ", "", shown.en), shown.zh)


def _place(article: str, paragraph: str) -> Text | None:
    if not article:
        return None
    named = re.fullmatch(r"(annex|part|section|chapter|item)\s+(.+)", article, re.IGNORECASE)
    if named:
        return say(f"place_{named[1].lower()}", number=named[2])
    if not paragraph:
        return say("article", number=article)
    return say("article_paragraph", number=article, paragraph=paragraph)


def _natural(place: tuple[str, str]) -> tuple[bool, int, str, str]:
    digits = re.match(r"\d+", place[0])
    return (digits is None, int(digits[0]) if digits else 0, *place)
