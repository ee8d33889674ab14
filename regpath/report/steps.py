"""The steps as a report shows them: who, which body, what before, which time, why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from regpath.model.text import Text
from regpath.report.access import Json, at, mapping, mappings, number, string, strings
from regpath.report.answer import fact_name, reasons
from regpath.report.formats import estimate, quantity, yuan
from regpath.report.sources import Sources
from regpath.report.terms import TERMS
from regpath.report.viewmodel import Phase, Point, Row, StepView
from regpath.report.words import joined, plain, say, term, text_of, word

LANES = {
    "agent": "agent",
    "importer": "trade",
    "distributor": "trade",
    "hospital": "trade",
    "sponsor": "clinical",
    "trial_site": "clinical",
    "ethics_committee": "clinical",
    "authority": "authority",
    "reviewer": "authority",
    "insurance_bureau": "authority",
}
"""The column of the picture for each actor; the applicant's side is the rest."""


_SHORT_BODIES = TERMS["short_body"]
BODIES = {"authority", "reviewer", "insurance_bureau"}
"""Actors that are bodies themselves."""


@dataclass(frozen=True, slots=True)
class StepViews:
    """Builds the steps of one pathway."""

    pathway: Json
    sources: Sources

    @property
    def steps(self) -> tuple[Json, ...]:
        """The steps in the pathway's own order."""
        return mappings(self.pathway.get("steps"))

    def build(self) -> tuple[Phase, ...]:
        """The steps, phase by phase where neighbours share one."""
        positions = {string(s.get("id")): _position(s) for s in self.steps}
        groups = groupby(self.steps, key=lambda step: string(step.get("phase")))
        return tuple(
            Phase(term("phase", name), tuple(self._step(step, positions) for step in steps))
            for name, steps in groups
        )

    def _step(self, step: Json, positions: dict[str, int]) -> StepView:
        before = sorted(positions[i] for i in strings(step.get("depends_on")) if i in positions)
        actor, status = string(step.get("actor")), string(step.get("status"))
        chain = strings(at(self.pathway, "summary.duration.critical_path"))
        return StepView(
            id=string(step.get("id")),
            number=_position(step),
            title=step_title(step),
            status=status,
            status_label=_status(status, step.get("practice") is True),
            practice=step.get("practice") is True,
            lane=LANES.get(actor, "holder"),
            who=_who(step, text_of(step.get("authority"))),
            who_in_short=_who(step, _abbreviated(mapping(step.get("authority")))),
            who_in_brief=_who(step, _level(mapping(step.get("authority")))),
            after=spans(before),
            after_in_words=_after(before),
            before=tuple(before),
            law_days=law_days(step),
            usual=estimate(step.get("estimate")),
            fee=step_fee(step),
            on_critical_path=string(step.get("id")) in chain,
            rows=_detail_rows(step),
            documents=self._documents(step),
            penalties=self._penalties(step),
            reasons=reasons(step.get("because")),
            refs=self.sources.cite(_all_citations(step)),
        )

    def _documents(self, step: Json) -> tuple[Point, ...]:
        return tuple(
            Point(document_text(entry), refs=self.sources.cite(entry.get("citations")))
            for entry in mappings(step.get("documents"))
            if entry.get("need") != "not_required"
        )

    def _penalties(self, step: Json) -> tuple[Point, ...]:
        return tuple(
            Point(
                _penalty_text(entry, string(step.get("actor"))),
                notes=self._open_facts(entry),
                refs=self.sources.cite(entry.get("citations")),
            )
            for entry in mappings(step.get("penalties"))
        )

    def _open_facts(self, penalty: Json) -> tuple[Text, ...]:
        """What still tells whether a penalty reaches the product."""
        if penalty.get("conditional") is not True:
            return ()
        names = (fact_name(self.pathway, fact) for fact in strings(penalty.get("open_facts")))
        listed = joined(names, "refs_joint")
        return (say("penalty_open", questions=listed) if listed else word("undetermined"),)


def _penalty_text(penalty: Json, actor: str) -> Text:
    """What follows, and for whom where it does not hit who does the step."""
    text, who = text_of(penalty.get("text")) or word("undetermined"), strings(penalty.get("who"))
    named = joined(term("actor", name) for name in who)
    return say("penalty_for", who=named, text=text) if named and actor not in who else text


def step_title(step: Json) -> Text:
    """The title, with the region where the same step is done in several."""
    title = text_of(step.get("title")) or plain(string(step.get("id")))
    region = text_of(step.get("region"))
    if region is None or region.en in title.en:
        return title
    return say("step_region", title=title, region=region)


def _status(status: str, practice: bool) -> Text:
    label = term("status", status)
    return joined((label, word("advice_mark") if practice else None)) or label


def _who(step: Json, body: Text | None) -> Text:
    """Who acts and before which body; a body that acts itself is named alone."""
    actor = string(step.get("actor"))
    if body and actor in BODIES:
        return body
    name = term("actor", actor) if actor else word("undetermined")
    return say("who_body", who=name, body=body) if body else name


def _abbreviated(body: Json) -> Text | None:
    """A body by its usual short name, or by the abbreviation that its English name ends with."""
    name = text_of(body) if body else None
    known = string(body.get("id"))
    if name and known in _SHORT_BODIES and term("short_body", known).en in name.en:
        return term("short_body", known)
    found = re.search(r"\(([A-Z]{2,8})\)$", name.en) if name else None
    return Text(found[1], name.zh) if name and found else name


def _level(body: Json) -> Text | None:
    """A body where there is no room for its name: by abbreviation, else by level."""
    name = _abbreviated(body)
    short = name is not None and (name.en.isupper() or string(body.get("id")) in _SHORT_BODIES)
    level = string(body.get("level"))
    return name if short or not level else term("level_body", level)


def spans(numbers: Iterable[int]) -> Text | None:
    """Step numbers in order, neighbours as a span: `2, 20–28`."""
    runs: list[list[int]] = []
    for found in sorted(set(numbers)):
        if runs and found == runs[-1][-1] + 1:
            runs[-1].append(found)
        else:
            runs.append([found])
    shown = ", ".join(_span(run) for run in runs)
    return Text(shown, shown) if shown else None


def _span(run: list[int]) -> str:
    if len(run) < 3:
        return ", ".join(map(str, run))
    return f"{run[0]}–{run[-1]}"


def _after(before: list[int]) -> Text | None:
    numbers = spans(before)
    return (
        say("settled_step" if len(before) == 1 else "settled_steps", numbers=numbers)
        if numbers
        else None
    )


def _position(step: Json) -> int:
    return int(number(step.get("number")) or 0)


def _all_citations(step: Json) -> list[Json]:
    parts = mappings(at(step, "statutory.parts"))
    timed = [c for part in parts for c in mappings(part.get("citations"))]
    return [*mappings(step.get("citations")), *timed]


def document_text(entry: Json) -> Text:
    """A document by name, with its form, and its need where it is not simply required."""
    name = text_of(entry) or word("document")
    need = string(entry.get("need"))
    if need and need != "required":
        name = say("document_need", name=name, need=term("need", need))
    form = text_of(entry.get("form"))
    return say("document_form", name=name, form=form) if form else name


def law_days(step: Json) -> Text | None:
    """The statutory time for a column headed in working days; other units are spelled.

    Deadlines, windows and retention periods stand in the details of the step.
    """
    days = number(at(step, "statutory.working_days"))
    if days is not None:
        return Text(f"{days:f}", f"{days:f}")
    figures: dict[str, set[Decimal]] = {}
    for part in mappings(at(step, "statutory.parts")):
        if part.get("adds") is False:
            continue
        if (figure := number(part.get("value"))) is not None:
            figures.setdefault(string(part.get("unit")), set()).add(figure)
    return joined((_several(found, unit) for unit, found in figures.items()), "refs_joint")


def _several(figures: set[Decimal], unit: str) -> Text:
    """Limits in one unit: `7, 20 calendar days`, or their range where there are many."""
    ordered = [f"{figure:f}" for figure in sorted(figures)]
    label = term("unit_one" if ordered == ["1"] else "unit", unit)
    shown = f"{ordered[0]}–{ordered[-1]}" if len(ordered) > 2 else ", ".join(ordered)
    return Text(f"{shown} {label.en}", f"{shown}{label.zh}")


def step_fee(step: Json) -> Text | None:
    """The official fee that falls due at a step."""
    fee = step.get("fee_cny")
    amount = number(mapping(fee).get("amount") if mapping(fee) else fee)
    return yuan(amount) if amount is not None else None


def _detail_rows(step: Json) -> tuple[Row, ...]:
    rows = (
        ("region", text_of(step.get("region"))),
        ("produces", joined(text_of(item) for item in mappings(step.get("produces")))),
        ("valid", _years(at(step, "valid_for.years"))),
        ("law_time", _statutory_parts(step)),
        ("usual_time", _usual_with_source(mapping(step.get("estimate")))),
        ("step_fee", step_fee(step)),
        ("note", text_of(step.get("note"))),
    )
    return tuple(Row(word(key), value) for key, value in rows if value is not None)


def _years(value: object) -> Text | None:
    return quantity(value, "years")


def _statutory_parts(step: Json) -> Text | None:
    parts = []
    for part in mappings(at(step, "statutory.parts")):
        time = quantity(part.get("value"), part.get("unit"))
        title = text_of(part.get("title"))
        parts.append(say("step_part", title=title, time=time) if title and time else time)
    return joined(parts, "refs_joint")


def _usual_with_source(found: Json) -> Text | None:
    time = estimate(found)
    if time is None:
        return None
    if found.get("unit") in {"months", None}:
        time = say("months", range=time)
    source, year = text_of(found.get("source")), text_of(str(found.get("year") or ""))
    shown = joined((source, year))
    return say("usual_source", time=time, source=shown) if shown else time
