"""Entries of two rulebooks side by side: added, removed, or changed in a window, figure or text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

from regpath.model.condition import Always, Condition
from regpath.model.law import Authority, Citation, FeeReading, ProvinceFee, Window
from regpath.model.pathway import to_json
from regpath.model.rulebook import Clock, Parameter, Rulebook, StatutoryPart, Version
from regpath.model.text import Text
from regpath.rules.diff.changes import Change, Detail, Reach
from regpath.rules.wording import condition_words, window_words

CONDITIONS = get_args(Condition)
CONDITION_FIELDS = ("when", "asked_when", "requires")
"""Where a condition that is not written holds always."""
VERSIONED = ("authorities", "clocks")
SECTIONS = (
    "instruments", "authorities", "facts", "tables", "rows", "parameters", "clocks",
    "number_forms", "fee_rules", "steps", "rules", "deadlines", "class_moves", "lists", "pending",
    "working_years", "provinces", "jurisdictions", "penalties", "not_modelled", "coverage",
    "cases",
)  # fmt: skip

ReachOf = Callable[[str, str, Condition, Condition], Reach]
"""How the products changed that meet a condition: of a section and entry, the old and the new."""


def entry_changes(old: Rulebook, new: Rulebook, reach: ReachOf) -> Iterator[Change]:
    """Every entry that is not the same on both sides, section by section."""
    head = tuple(_Inside("rulebook", old.head.id, None, reach).of(old.head, new.head))
    if head:
        yield Change("rulebook", new.head.id, "changed", None, head)
    for section in SECTIONS:
        before, after = _entries(old, section), _entries(new, section)
        for key in dict.fromkeys((*before, *after)):
            a, b = before.get(key), after.get(key)
            if a != b:
                yield _change(section, key, a, b, reach)


def _entries(rulebook: Rulebook, section: str) -> dict[str, Any]:
    if section == "rows":
        return {f"{t.id}/{row.id}": row for t in rulebook.tables.values() for row in t.rows}
    if section == "cases":
        return {case.id: case for case in rulebook.cases}
    found: Mapping[str, Any] = getattr(rulebook, section)
    if section == "tables":
        return {name: replace(table, rows=()) for name, table in found.items()}
    return dict(found)


def _change(section: str, key: str, old: Any, new: Any, reach: ReachOf) -> Change:
    shown = new if new is not None else old
    latest = max(shown, key=lambda v: v.effective.from_ or "") if section in VERSIONED else shown
    unit = latest.unit if isinstance(latest, Parameter) else None
    inside = _Inside(section, key, unit, reach)
    if old is not None and new is not None:
        found = inside.items("versions", old, new) if section in VERSIONED else inside.of(old, new)
        return Change(section, key, "changed", headline(latest), tuple(found))
    kind, details = ("added", inside.only(new)) if old is None else ("removed", inside.only(old))
    flipped = [replace(d, old=d.new, new=None) for d in details] if new is None else details
    return Change(section, key, kind, headline(latest), tuple(flipped))  # type: ignore[arg-type]


def replacement(section: str, old_key: str, key: str, old: Any, new: Any, reach: ReachOf) -> Change:
    """What differs between an entry and the one that took its place."""
    inside = _Inside(section, key, None, reach)
    details = (d for d in inside.of(old, new) if d.what not in ("id", "effective"))
    return Change(section, key, "replaced", headline(new), tuple(details), old_key)


def headline(entry: Any) -> Text | None:
    """What an entry is called: its title, question, name or text."""
    for name in ("title", "question", "name", "text", "point", "event", "because"):
        found = getattr(entry, name, None)
        if isinstance(found, Text):
            return found
    return None


class _Inside:
    """What differs inside one entry. `what` is the path of keys, names of items in brackets."""

    def __init__(self, section: str, key: str, unit: str | None, reach: ReachOf) -> None:
        self.section = section
        self.key = key
        self.unit = unit
        self.reach = reach

    def of(self, old: Any, new: Any, prefix: str = "") -> Iterator[Detail]:
        """What differs between two values of one kind, field by field."""
        for field in fields(old):
            a, b = getattr(old, field.name), getattr(new, field.name)
            if a != b:
                yield from self.value(prefix + field.name.rstrip("_"), field.name, a, b, old)

    def value(self, what: str, name: str, a: Any, b: Any, owner: Any) -> Iterator[Detail]:
        """How one field differs."""
        present = b if a is None else a
        if name in CONDITION_FIELDS and isinstance(present, CONDITIONS):
            yield self._condition(what, a or Always(), b or Always())
        elif isinstance(present, Window):
            yield Detail("window", what, to_json(a), to_json(b))
        elif isinstance(present, Text):
            yield Detail("text", what, to_json(a), to_json(b))
        elif name in ("value", "amount") and isinstance(owner, (Version, ProvinceFee, FeeReading)):
            yield Detail("figure", what, a, b, self._unit(owner))
        elif isinstance(a, tuple) and isinstance(b, tuple) and name != "then":
            yield from self.items(what, a, b)
        elif isinstance(a, Mapping) and isinstance(b, Mapping):
            for key in dict.fromkeys((*a, *b)):
                if a.get(key) != b.get(key) or (key in a) != (key in b):
                    yield Detail("field", f"{what}.{key}", to_json(a.get(key)), to_json(b.get(key)))
        elif is_dataclass(a) and is_dataclass(b):
            yield from self.of(a, b, f"{what}.")
        else:
            yield Detail("field", what, _label(a), _label(b))

    def _condition(self, what: str, old: Condition, new: Condition) -> Detail:
        reach = self.reach(f"{self.section}:{what}", self.key, old, new)
        return Detail("condition", what, condition_words(old), condition_words(new), reach=reach)

    def items(self, what: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Detail]:
        """How two lists differ: items are matched by what names them."""
        before, after = _keyed(old), _keyed(new)
        for gone, come in _replaced(before, after):
            before[come] = before.pop(gone)
        for key in dict.fromkeys((*before, *after)):
            a, b = before.get(key), after.get(key)
            here = f"{what}[{_name(b if a is None else a, key)}]"
            if a is None or b is None:
                yield from self._item(what, a, b)
            elif a != b and is_dataclass(a) and not isinstance(a, CONDITIONS):
                yield from self.of(a, b, f"{here}.")
        if list(before) != list(after) and set(before) == set(after):
            order = [_label(item) for item in old], [_label(item) for item in new]
            yield Detail("field", f"order of {what}", order[0], order[1])

    def _item(self, what: str, a: Any, b: Any) -> Iterator[Detail]:
        item = b if a is None else a
        if isinstance(item, (Version, ProvinceFee)):
            start = f" from {item.effective.from_}" if item.effective.from_ else ""
            of = f"[{item.application}]" if isinstance(item, ProvinceFee) else ""
            figures = (_figure(a), _figure(b))
            yield Detail("figure", f"{what}{of}{start}", *figures, self._unit(item))
        else:
            yield Detail("field", what, _label(a), _label(b))

    def _unit(self, owner: Any) -> str | None:
        return "cny" if isinstance(owner, (ProvinceFee, FeeReading)) else self.unit

    def only(self, entry: Any) -> list[Detail]:
        """The windows and figures of an entry that stands on one side only."""
        if isinstance(entry, tuple):
            return [detail for version in entry for detail in self.only(version)]
        found: list[Detail] = []
        if isinstance(getattr(entry, "effective", None), Window):
            found.append(Detail("window", "effective", None, to_json(entry.effective)))
        for name in ("versions", "class_ii_fees"):
            for item in getattr(entry, name, ()):
                found += self._item(name, None, item)
        return found


def _figure(item: Any) -> int | float | None:
    if item is None:
        return None
    found: int | float = item.value if isinstance(item, Version) else item.amount
    return found


def _keyed(items: tuple[Any, ...]) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for item in items:
        key = _key(item)
        while key in found:
            key = (*key, "again")
        found[key] = item
    return found


def _key(item: Any) -> tuple[str, ...]:
    """What tells an item of a list from the others; dated items go by group and first day."""
    if isinstance(item, (Version, Clock, Authority)):
        return "dated", "", item.effective.from_ or ""
    if hasattr(item, "application") and hasattr(item, "effective"):
        return "dated", item.application, item.effective.from_ or ""
    return ("item", str(_label(item)))


def _replaced(
    before: Mapping[tuple[str, ...], Any], after: Mapping[tuple[str, ...], Any]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Dated items of which one took the place of one: the figure changed, not the list."""
    gone = [key for key in before if key not in after and key[0] == "dated"]
    come = [key for key in after if key not in before and key[0] == "dated"]
    pairs = []
    for group in dict.fromkeys(key[1] for key in gone):
        olds, news = [k for k in gone if k[1] == group], [k for k in come if k[1] == group]
        if len(olds) == len(news) == 1:
            pairs.append((olds[0], news[0]))
    return pairs


def _name(item: Any, key: tuple[str, ...]) -> str:
    return " ".join(part for part in key[1:] if part) if key[0] == "dated" else _label(item)


def _label(value: Any) -> Any:
    """An item in a word or two; other values as JSON data."""
    match value:
        case Citation():
            paragraph = f"({value.paragraph})" if value.paragraph else ""
            return f"{value.instrument} {value.article}{paragraph}".strip()
        case StatutoryPart():
            return value.stage or value.parameter
        case Clock() | Authority():
            title = headline(value)
            return f"{title.en if title else value.id}, {window_words(value.effective)}"
        case Text():
            return value.en
    if not is_dataclass(value):
        return to_json(value)
    title = headline(value)
    name = getattr(value, "id", None) or (title.en if title is not None else None)
    return name or _parts_of(value)


def _parts_of(value: Any) -> str:
    """An item without a name: those of its fields that say something."""
    held = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "citations"}
    said = {name: to_json(item) for name, item in held.items() if item not in (None, (), False)}
    return ", ".join(f"{name.rstrip('_')} {item}" for name, item in said.items())
