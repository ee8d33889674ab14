"""How the commands name articles, steps and fields of the summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from regpath.model.pathway import CitedArticle
from regpath.model.text import Text
from regpath.report.words import say, term

PLACE = re.compile(r"(annex|part|section|chapter|item) (.+)")


def in_language(text: Text, lang: str) -> str:
    """A text in one language."""
    return text.zh if lang == "zh" else text.en


def laws(citations: Iterable[CitedArticle], lang: str) -> Iterator[str]:
    """Citations in words, one line an instrument and grade: title, number, articles."""
    groups: dict[tuple[str, str], list[CitedArticle]] = {}
    for cited in citations:
        groups.setdefault((cited.instrument, cited.grade), []).append(cited)
    for (_, grade), found in groups.items():
        first = found[0]
        title = Text(first.title_en, first.title_zh)
        number = Text(first.number_en or "", first.number_zh or "")
        places = dict.fromkeys(in_language(_place(c), lang) for c in found if c.article)
        joint = "、" if lang == "zh" else ", "
        parts = [in_language(title, lang), in_language(number, lang), joint.join(places)]
        mark = "" if grade == "primary" else f" [{in_language(term('grade', grade), lang)}]"
        yield joint.join(part for part in parts if part) + mark


def _place(cited: CitedArticle) -> Text:
    named = PLACE.fullmatch(cited.article)
    if named:
        return say(f"place_{named[1]}", number=named[2])
    if cited.paragraph:
        return say("article_paragraph", number=cited.article, paragraph=cited.paragraph)
    return say("article", number=cited.article)


def field_word(field: str, lang: str) -> str:
    """What a field of the summary is called."""
    return in_language(term("field", field), lang)
