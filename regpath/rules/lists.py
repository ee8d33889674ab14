"""The list that a product may rely on: which entry it is, and what keeps it out of that entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from regpath.model.answers import Found
from regpath.model.lists import Entry, Exclusion, ProductList
from regpath.model.pathway import ListExclusion, ListMatch
from regpath.rules.reader import Reader

State = Literal["met", "not_met", "open"]
Value = Literal["met", "excluded", "no_entry"]

CODE = "catalogue_code"
NAMES = ("list_entry", "product_name_zh")
"""Facts that may name an entry: the client's choice, or the name of the product itself."""
LIMITS = "entry_limits"
"""The fact by which clients tell exclusions that no other answer tells."""
CLASS_OUTPUT = "governing_class"
WHOLE_DEVICE_CODE = 3
"""Parts of a whole device code: 13-01-01."""
REAGENT_CODE = re.compile(r"\d{5}$")
NOT_A_NAME = re.compile(r"[\s()（）]")


@dataclass(frozen=True, slots=True)
class Held:
    """An exclusion held against the answers, with the facts that settle it or would settle it."""

    exclusion: Exclusion
    state: State
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that the product may be."""

    entry: Entry
    named: bool
    """Whether the client or the name of the product says that it is this entry."""
    coded: bool
    """Whether it stands under the code of the product, as far as one was told."""
    exact: bool
    """Whether it stands under a whole code, or takes in all under a shorter one."""
    held: tuple[Held, ...]

    @property
    def sure(self) -> bool:
        """Whether the product certainly is what the entry speaks of."""
        return self.coded and (self.named or self.entry.whole_code)

    @property
    def state(self) -> State:
        """Whether an exclusion is met, none is, or that is open."""
        states = {held.state for held in self.held}
        return "met" if "met" in states else "open" if "open" in states else "not_met"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says of a product. `value` is what the list's fact takes; `None` while open."""

    product_list: ProductList
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None
    value: Value | None
    behind: tuple[str, ...]
    asks: tuple[str, ...]
    """Facts whose answers would settle what is open."""


def found_by_list(reader: Reader) -> Mapping[str, Found]:
    """What the list in force finds for these answers; empty while that is open.

    It stands in for the verdict of a client who gave none.
    """
    reading = read_list(reader)
    if reading is None or reading.value is None:
        return {}
    found = {reading.product_list.finds: Found(reading.value, reading.behind)}
    verdict = reading.product_list.verdict
    if reader.answers.known(verdict) is None:
        found[verdict] = Found("yes" if reading.value == "met" else "no", reading.behind)
    return found


def lists_in_force(reader: Reader) -> tuple[ProductList, ...]:
    """The lists of the day that may bear on the product."""
    kind = reader.answers.word("product_kind")
    return tuple(
        product_list
        for product_list in reader.rulebook.lists.values()
        if product_list.effective.covers(reader.day)
        and kind in (None, product_list.product_kind)
        and reader.may_hold(product_list.when)
    )


def read_list(reader: Reader) -> Reading | None:
    """What the list for the kind of product says; `None` where none is in force, or matters."""
    if reader.answers.word("product_kind") is None:
        return None
    return next((_read(reader, product_list) for product_list in lists_in_force(reader)), None)


def asked_by_list(reader: Reader) -> Mapping[str, tuple[str, ...]]:
    """For what lists in force find, and for the client's verdict: the facts that settle it."""
    moved = {f for entry in lists_in_force(reader) for f in (entry.finds, entry.verdict)}
    reading = read_list(reader) if moved else None
    return dict.fromkeys(moved, reading.asks if reading else ())


def _read(reader: Reader, product_list: ProductList) -> Reading:
    candidates = tuple(_candidates(reader, product_list))
    chosen, value = _choose(reader, product_list, candidates)
    behind = dict.fromkeys(("product_kind", CODE, *NAMES))
    for candidate in (chosen,) if chosen else candidates:
        behind |= dict.fromkeys(fact for held in candidate.held for fact in held.facts)
    asks = () if value else tuple(_asks(candidates, chosen))
    told = tuple(fact for fact in behind if reader.answers.known(fact) is not None)
    return Reading(product_list, candidates, chosen, value, told, asks)


def _candidates(reader: Reader, product_list: ProductList) -> Iterable[Candidate]:
    device_class = reader.situation.value(CLASS_OUTPUT)
    code = reader.answers.word(CODE)
    names = [_plain(name) for fact in NAMES if (name := reader.answers.word(fact))]
    exclusions = {exclusion.id: exclusion for exclusion in product_list.exclusions}
    states = {}
    for entry in product_list.entries:
        if device_class is not None and device_class not in entry.classes:
            continue
        named = any(_names(entry, name) for name in names)
        coded = code is None or _fits(product_list, entry, code)
        if not (named or (code and coded)):
            continue
        for name in entry.exclusions:
            if name not in states:
                states[name] = _hold(reader, exclusions[name], product_list.exclusions)
        exact = entry.whole_code or (
            not entry.by_name and any(_says_enough(product_list, own) for own in entry.codes)
        )
        held = tuple(states[name] for name in entry.exclusions)
        yield Candidate(entry, named, coded, exact, held)


def _plain(name: str) -> str:
    return NOT_A_NAME.sub("", name).lower()


def _names(entry: Entry, name: str) -> bool:
    """Whether a name, alone or behind a code, is that of an entry."""
    own = _plain(entry.name)
    return name == own or name in {f"{code}{own}" for code in entry.codes}


def _fits(product_list: ProductList, entry: Entry, code: str) -> bool:
    """Whether a code lies under one of the entry, or the entry under a code that says less."""
    if product_list.product_kind == "ivd_reagent":
        found = REAGENT_CODE.search(code)
        return found is not None and found.group() in entry.codes
    parts = code.split("-")
    return any(
        all(a == b for a, b in zip(parts, own.split("-"), strict=False)) for own in entry.codes
    )


def _hold(reader: Reader, exclusion: Exclusion, known: Iterable[Exclusion]) -> Held:
    if exclusion.when is None:
        return Held(exclusion, _told(reader, exclusion, known), (LIMITS,))
    diagram = reader.logic.truth(exclusion.when)
    verdict = reader.situation.holds(diagram)
    if verdict is None:
        return Held(exclusion, "open", reader.situation.open_facts(diagram))
    return Held(exclusion, "met" if verdict else "not_met", reader.situation.grounds(diagram))


def _told(reader: Reader, exclusion: Exclusion, known: Iterable[Exclusion]) -> State:
    """What the client says of a limit; words that mean no limit leave the others open."""
    said = {word.lower() for word in reader.answers.words(LIMITS)}
    if said & _words_for(exclusion):
        return "met"
    told = reader.answers.known(LIMITS) is not None
    read = said <= {word for other in known for word in _words_for(other)} if said else True
    return "not_met" if told and read else "open"


def _words_for(exclusion: Exclusion) -> set[str]:
    """By what a client may name an exclusion: its id, or its text in either language."""
    return {exclusion.id, exclusion.text.en.lower(), exclusion.text.zh.lower()}


def _choose(
    reader: Reader, product_list: ProductList, candidates: tuple[Candidate, ...]
) -> tuple[Candidate | None, Value | None]:
    """The entry relied on, and what follows from it.

    An entry under a short code counts only where it is named: it takes in a part of many codes.
    """
    only = candidates[0] if len(candidates) == 1 else None
    if reader.situation.value(CLASS_OUTPUT) is None:
        return only, None
    if not candidates:
        whole = _says_enough(product_list, reader.answers.word(CODE) or "")
        return None, "no_entry" if whole else None
    fitting = [c for c in candidates if c.named] or [c for c in candidates if c.exact]
    fitting += [c for c in candidates if c.entry.whole_code and c.coded and c not in fitting]
    clear = next((c for c in fitting if c.sure and c.state == "not_met"), None)
    if clear is not None:
        return clear, "met"
    if fitting and all(c.coded and c.state == "met" for c in fitting):
        return fitting[0], "excluded"
    left = [c for c in fitting if c.state != "met"]
    best = [c for c in left if c.named] or [c for c in left if c.sure] or left
    return (best[0] if len(best) == 1 else only), None


def _says_enough(product_list: ProductList, code: str) -> bool:
    """Whether a code names one item of the catalogue, not a whole group of them."""
    if product_list.product_kind == "ivd_reagent":
        return REAGENT_CODE.search(code) is not None
    return len(code.split("-")) == WHOLE_DEVICE_CODE


def _asks(candidates: tuple[Candidate, ...], chosen: Candidate | None) -> Iterable[str]:
    if not candidates:
        yield CODE
    elif chosen is None or not chosen.sure:
        yield NAMES[0]
    for held in chosen.held if chosen else ():
        if held.state == "open":
            yield from held.facts


def list_match(reader: Reader) -> ListMatch | None:
    """What the summary says of the list: the entry, each exclusion, and what is handed in."""
    reading = read_list(reader)
    if reading is None or not (reading.candidates or reading.value):
        return None
    entry = reading.chosen.entry if reading.chosen else None
    product_list = reading.product_list
    evidence = [e for e in product_list.evidence if e.always or (entry and e.id in entry.evidence)]
    states: dict[str | None, State] = {"met": "met", "excluded": "not_met", "no_entry": "not_met"}
    return ListMatch(
        list=product_list.id,
        title=product_list.title,
        entry=_shown(entry) if entry else None,
        match=states.get(reading.value, "open"),
        reason=reading.value or "open",
        candidates=tuple(_shown(c.entry) for c in reading.candidates) if not entry else (),
        exclusions=tuple(
            ListExclusion(
                h.exclusion.id, h.exclusion.text, h.state, h.facts[0] if h.facts else None, h.facts
            )
            for h in (reading.chosen.held if reading.chosen else ())
        ),
        standards=entry.standards if entry else (),
        extra_evidence=tuple(e.text for e in evidence) if reading.value != "no_entry" else (),
        citations=reader.cite_all(
            (*product_list.citations, *(c for e in evidence for c in e.citations))
        ),
    )


def _shown(entry: Entry) -> str:
    """An entry as clients find it: code and name."""
    return f"{'/'.join(entry.codes[:4])} {entry.name}"
