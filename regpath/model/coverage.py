"""What becomes of each article: a rule or penalty rests on it, or it is said why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from regpath.model.text import STRICT, Text

ArticleStanding = Literal["not_for_an_entrant", "definition", "not_modelled"]
"""Why no rule has to rest on an article, or why none does yet."""


@dataclass(frozen=True, slots=True)
class ArticleGroup:
    """Articles on which no rule rests, for one reason. `articles` are numbers or spans such as 3-5.

    `closed_by` says what would close a gap.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    articles: tuple[str, ...]
    standing: ArticleStanding
    reason: Text
    closed_by: Text | None = None

    def numbers(self) -> tuple[int, ...]:
        """The articles one by one."""
        found: list[int] = []
        for span in self.articles:
            first, _, last = span.partition("-")
            found += range(int(first), int(last or first) + 1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles of one instrument, 1 to `last_article`; those that are cited need no entry."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    instrument: str
    last_article: int
    core: bool
    others: tuple[ArticleGroup, ...]
