"""The answer in brief: one row for each question that every reader asks first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regpath.model.text import Text
from regpath.report.access import Json, at, items, mapping, mappings, number, string, strings
from regpath.report.formats import not_determined, window, yuan
from regpath.report.sources import Reference, Sources
from regpath.report.viewmodel import Row
from regpath.report.words import joined, plain, say, term, text_of, word


def reasons(because: object) -> tuple[Text, ...]:
    """The sentences that say why, each once."""
    found = (text_of(item) for item in mappings(because))
    return tuple(dict.fromkeys(text for text in found if text is not None))


def body_name(body: object) -> Text | None:
    """An authority by name, with its level."""
    name = text_of(body) if mapping(body) else None
    level = string(mapping(body).get("level"))
    present = text_of(mapping(body).get("present_name"))
    name = say("now_named", name=name, present=present) if name and present else name
    return say("authority_level", name=name, level=term("level", level)) if name and level else name


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """Builds the rows of the answer from one pathway."""

    pathway: Json
    sources: Sources

    @property
    def summary(self) -> Json:
        """The pathway's own summary."""
        return mapping(self.pathway.get("summary"))

    def build(self) -> tuple[Row, ...]:
        """All rows that have something to say, in reading order."""
        rows = (
            self._kind(), self._class(), self._act(), self._authority(), self._reviewer(),
            self._clinical(), self._agent(), self._proof(), self._fee(), self._statutory(),
            self._usual(), self._number(), self._validity(), self._first_obstacle(),
            self._missing(),
        )  # fmt: skip
        return tuple(row for row in rows if row is not None)

    def _derived(self, *facts: str) -> tuple[tuple[Text, ...], tuple[Reference, ...]]:
        entries = [mapping(at(self.pathway, f"derived.{fact}")) for fact in facts]
        why = tuple(text for entry in entries for text in reasons(entry.get("because")))
        cited = [c for entry in entries for c in mappings(entry.get("citations"))]
        return why, self.sources.cite(cited)

    def _row(self, key: str, value: Text | None, field: str, *facts: str) -> Row:
        if value is None:
            return Row(word(key), not_determined(), self._depends_on(field))
        why, refs = self._derived(*facts)
        return Row(word(key), value, why, refs)

    def _depends_on(self, field: str) -> tuple[Text, ...]:
        asked = joined(
            (
                text_of(question.get("question"))
                for question in mappings(self.pathway.get("open_questions"))
                if any(name.split(".")[0] == field for name in strings(question.get("fields")))
            ),
            "sentence_joint",
        )
        return (say("depends_on", questions=asked),) if asked else ()

    def _kind(self) -> Row:
        kind = text_of(self.summary.get("product_kind"), "kind")
        route = text_of(self.summary.get("route"), "route")
        if kind and route:
            return Row(word("kind"), say("kind_value", kind=kind, route=route))
        return self._row("kind", kind or route, "route")

    def _class(self) -> Row:
        return self._row(
            "class", text_of(self.summary.get("device_class"), "class"), "device_class",
            "governing_class",
        )  # fmt: skip

    def _act(self) -> Row:
        return self._row("act", text_of(self.summary.get("act"), "act"), "act", "act")

    def _authority(self) -> Row:
        name = body_name(self.summary.get("authority"))
        return self._row("authority", name, "authority", "authority_level")

    def _reviewer(self) -> Row:
        name = body_name(self.summary.get("reviewer"))
        if name is None and at(self.pathway, "derived.reviewer_body.value") == "none":
            name = word("no_reviewer")
        return self._row("reviewer", name, "reviewer", "reviewer_body")

    def _clinical(self) -> Row:
        found = mapping(self.summary.get("clinical"))
        route = string(found.get("route"))
        if route and route != "undetermined":
            shown = _first_upper(self._clinical_term(route))
            return self._row("clinical", shown, "clinical", "clinical_route")
        routes = (string(option.get("route")) for option in mappings(found.get("candidates")))
        named = (self._clinical_term(name) for name in routes if name)
        options = joined(named, "or_joint")
        value = say("undetermined_among", options=options) if options else not_determined()
        return Row(word("clinical"), value, self._depends_on("clinical"))

    def _clinical_term(self, route: str) -> Text:
        """A clinical route in words: reagents are freed of the trial, devices of the evaluation."""
        is_reagent = self.summary.get("product_kind") == "ivd_reagent"
        return term("clinical", "exempt_ivd_reagent" if is_reagent and route == "exempt" else route)

    def _agent(self) -> Row:
        needed = self.summary.get("agent_required")
        name = "required" if needed is True else "not_required"
        value = term("value", name) if isinstance(needed, bool) else None
        return self._row("agent", _first_upper(value), "agent_required", "agent_duty")

    def _proof(self) -> Row:
        value = _first_upper(text_of(self.summary.get("home_market_proof")))
        return self._row("proof", value, "home_market_proof", "home_market_proof")

    def _fee(self) -> Row:
        fee = mapping(self.summary.get("fee_cny"))
        why = reasons(fee.get("because")) or self._derived("fee_basis")[0]
        notes = (*fee_last_known(fee), *why) if fee_value(fee) else self._depends_on("fee_cny")
        refs = self.sources.cite(fee.get("citations"))
        return Row(word("fee"), fee_value(fee) or not_determined(), notes, refs)

    def _statutory(self) -> Row:
        days = mapping(self.summary.get("statutory_working_days"))
        total = number(days.get("total_without_supplement"))
        more = number(days.get("total_with_one_supplement"))
        if total is None:
            return self._row("statutory", None, "statutory_working_days")
        several = more is not None and more != total
        key = "statutory_two" if several else "statutory_one" if total else "statutory_none"
        value = say(key, days=f"{total:f}", more=f"{more:f}" if more is not None else "")
        spoken = (text_of(stop) for stop in items(days.get("stops")))
        stops = joined((unstopped(text) for text in spoken if text), "refs_joint")
        notes = (stops,) if stops else ()
        return Row(word("statutory"), value, notes, self.sources.cite(days.get("citations")))

    def _usual(self) -> Row | None:
        time = mapping(self.summary.get("duration"))
        value = usual_time(time)
        basis = text_of(time.get("basis"))
        return Row(word("usual"), value, (basis,) if basis else ()) if value else None

    def _number(self) -> Row | None:
        prefix = string(at(self.summary, "number.prefix"))
        example = string(at(self.summary, "number.example"))
        if not example:
            return None
        key = "number_value" if prefix else "number_example"
        return Row(word("number"), say(key, prefix=prefix, example=example))

    def _validity(self) -> Row | None:
        named = string(at(self.pathway, "derived.validity.value"))
        years = number(self.summary.get("validity_years"))
        value = text_of(self.summary.get("validity"), "validity")
        if years is not None:
            value = say("one_year" if years == 1 else "years", years=f"{years:f}")
        elif value is None and named:
            value = term("validity", named)
        return self._row("validity", value, "validity_years", "validity")

    def _first_obstacle(self) -> Row | None:
        blockers = mappings(self.pathway.get("blockers"))
        what = text_of(blockers[0].get("what")) if blockers else None
        if what is None:
            return None
        until = text_of(blockers[0].get("until"))
        value = (
            say("first_block_value", what=unstopped(what), until=unstopped(until))
            if until
            else what
        )
        return Row(word("first_block"), value)

    def _missing(self) -> Row:
        count = len(mappings(self.pathway.get("open_questions")))
        if count == 0:
            return Row(word("missing"), word("missing_none"))
        key = "missing_one" if count == 1 else "missing_count"
        return Row(word("missing"), say(key, count=count))


def fee_value(fee: Json) -> Text | None:
    """The official fee in words, by the standing of its rate; nothing while undetermined."""
    amount, total = number(fee.get("amount")), number(fee.get("total"))
    status = string(fee.get("status"))
    if status in {"free", "waived"}:
        return word(f"fee_{status}")
    if status == "expired_rate":
        return word("fee_expired")
    if amount is None:
        return word("fee_unknown") if status == "unknown" and fee.get("basis") else None
    if total is None or total == amount:
        return say("fee_unit", amount=yuan(amount))
    return say("fee_total", amount=yuan(amount), total=yuan(total))


def fee_last_known(fee: Json) -> tuple[Text, ...]:
    """The last known rate with its dates, where the present one is not known."""
    last = mapping(fee.get("last_known"))
    amount = number(last.get("amount"))
    if amount is None:
        return ()
    when = window(last)
    shown = yuan(amount)
    return (
        (say("fee_last", amount=shown, window=when),)
        if when
        else (say("fee_last_plain", amount=shown),)
    )


def usual_time(time: Json) -> Text | None:
    """The usual time of the whole plan, in months and marked as experience."""
    low, usual, high = (number(time.get(f"{n}_months")) for n in ("low", "typical", "high"))
    if low is None or high is None:
        return None
    if usual is None:
        return say("usual_range", low=f"{low:f}", high=f"{high:f}")
    return say("usual_all", low=f"{low:f}", typical=f"{usual:f}", high=f"{high:f}")


def unstopped(text: Text) -> Text:
    """A sentence without its full stop, to stand inside another."""
    return Text(text.en.rstrip(" ."), text.zh.rstrip(" 。"))


def _first_upper(text: Text | None) -> Text | None:
    return Text(text.en[:1].upper() + text.en[1:], text.zh) if text else None


def fact_name(pathway: Json, fact: str) -> Text:
    """What a report calls a fact: the question it was asked with, or its own name."""
    for path in (f"fact_labels.{fact}.question", f"derived.{fact}.title"):
        if (named := text_of(at(pathway, path))) is not None:
            return named
    return _first_upper(term("fact", fact)) or plain(fact)


def without_ids(text: Text, pathway: Json, facts: Iterable[str]) -> Text:
    """A sentence in which facts stand by the words of their question, not by their ids."""
    for fact in sorted(facts, key=len, reverse=True):
        if "_" in fact and fact in text.en + text.zh:
            name = fact_name(pathway, fact)
            text = Text(
                text.en.replace(fact, f"“{name.en}”"), text.zh.replace(fact, f"“{name.zh}”")
            )
    return text
