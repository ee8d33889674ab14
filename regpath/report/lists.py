"""The list of exemptions that was consulted: its entry, what keeps a product out, what is due."""

from __future__ import annotations

from regpath.model.text import Text
from regpath.report.access import Json, items, mappings, string, strings
from regpath.report.answer import fact_name
from regpath.report.sources import Sources
from regpath.report.viewmodel import Row
from regpath.report.words import joined, plain, say, term, text_of, word

SHOWN_CANDIDATES = 20
LIMITS = "entry_limits"


def list_rows(found: Json, pathway: Json, sources: Sources) -> list[Row]:
    """The rows of the list in the section on clinical evidence; none where no list bears on it."""
    title = text_of(found.get("title"))
    if title is None:
        return []
    rows = [Row(word("list"), title, refs=sources.cite(found.get("citations")))]
    entry = string(found.get("entry"))
    candidates = strings(found.get("candidates"))
    if entry:
        rows.append(Row(word("list_entry"), plain(entry)))
    elif candidates:
        shown = tuple(plain(name) for name in candidates[:SHOWN_CANDIDATES])
        left = len(candidates) - len(shown)
        more = (say("list_more", count=left),) if left else ()
        rows.append(Row(word("list_entry"), word("list_candidates"), (*shown, *more)))
    reason = term("list_reason", string(found.get("reason")))
    rows.append(Row(word("list_match"), reason))
    rows += [
        Row(word("list_exclusion"), _exclusion(exclusion, pathway))
        for exclusion in mappings(found.get("exclusions"))
    ]
    named = joined(plain(standard) for standard in strings(found.get("standards")))
    rows += [Row(word("list_standards"), named)] if named else []
    evidence = joined(text_of(item) for item in items(found.get("extra_evidence")))
    return [*rows, Row(word("list_evidence"), evidence)] if evidence else rows


def _exclusion(entry: Json, pathway: Json) -> Text:
    """An exclusion with its state; while it is open, what would settle it."""
    text = text_of(entry.get("text")) or plain(string(entry.get("id")) or "")
    state = string(entry.get("state")) or "open"
    shown = say("exclusion_state", text=text, state=term("exclusion", state))
    if state != "open":
        return shown
    fact = string(entry.get("fact")) or ""
    if fact == LIMITS:
        return say("exclusion_limit", text=shown)
    asked = (q for q in mappings(pathway.get("open_questions")) if string(q.get("fact")) == fact)
    question = next((text_of(q.get("question")) for q in asked), None)
    return say("exclusion_asks", text=shown, fact=question or fact_name(pathway, fact))
