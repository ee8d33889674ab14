"""The fixed words of the reports, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regpath.model.text import Text
from regpath.report.access import Json, clean, items, mapping, number
from regpath.report.labels import LABELS
from regpath.report.terms import TERMS

_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+")

_ACRONYMS = {"ai", "hgr", "ivd", "nmpa", "qms", "udi"}


def word(key: str) -> Text:
    """The fixed label called `key`."""
    return Text(*LABELS[key])


def say(key: str, **values: Text | str | int) -> Text:
    """The fixed sentence called `key`, its places filled in each language."""
    en, zh = LABELS[key]
    in_english = {name: v.en if isinstance(v, Text) else v for name, v in values.items()}
    in_chinese = {name: v.zh if isinstance(v, Text) else v for name, v in values.items()}
    return Text(en.format(**in_english), zh.format(**in_chinese))


def term(group: str, name: str) -> Text:
    """What a value of a closed set is called; an unknown value is spelled in plain words."""
    known = TERMS.get(group, {}).get(name)
    return Text(*known) if known else plain(name)


def plain(value: str) -> Text:
    """A value in the user's own words; an identifier is spelled without its joints."""
    shown = clean(value)
    if _IDENTIFIER.fullmatch(shown):
        parts = re.split(r"[_-]", shown)
        shown = " ".join(part.upper() if part in _ACRONYMS else part for part in parts)
    return Text(shown, shown)


def text_of(value: object, group: str = "value") -> Text | None:
    """The text a JSON value stands for: bilingual, named, a term, a number, or a list of these."""
    if isinstance(value, bool):
        return term("value", "yes" if value else "no")
    if isinstance(value, str):
        return term(group, value) if clean(value) else None
    if (figure := number(value)) is not None:
        return Text(f"{figure:,f}", f"{figure:,f}")
    found = _of_object(mapping(value), group)
    return found or joined(text_of(item, group) for item in items(value))


def _of_object(value: Json, group: str) -> Text | None:
    for en, zh in (("en", "zh"), ("name_en", "name_zh"), ("title_en", "title_zh")):
        first, second = value.get(en), value.get(zh)
        shown = [clean(item) for item in (first, second) if isinstance(item, str) and clean(item)]
        if shown:
            return Text(shown[0], shown[-1])
    for name in ("text", "title", "label", "what", "says", "id"):
        if name in value:
            return text_of(value[name], group)
    return None


def joined(texts: Iterable[Text | None], key: str = "list_joint") -> Text | None:
    """Several texts as one list in running text; nothing where there are none."""
    present = [text for text in texts if text is not None]
    if not present:
        return None
    joint = word(key)
    return Text(joint.en.join(t.en for t in present), joint.zh.join(t.zh for t in present))
