"""Pathways side by side: class, authority, clinical route, fee, days, steps and access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from regpath.model.pathway import Pathway, RegionBlock, to_json
from regpath.model.text import Text
from regpath.rules.regions import PAYMENT, PURCHASE, SITE

FIELDS = (
    "device_class", "route", "product_kind", "application", "act", "authority", "reviewer",
    "number", "validity_years", "validity", "agent_required", "home_market_proof", "clinical",
    "fee_cny", "statutory_working_days", "udi",
)  # fmt: skip
"""The rows of a comparison, by the names of the summary."""
TOPICS = (*SITE, *PURCHASE, *PAYMENT)
"""The topics of access in reading order; others follow."""

ABSENT: Literal["-"] = "-"
"""The topic does not matter for this column."""
AccessCell = Text | Literal["-"] | None
"""What is known of a topic, one line for each thing known; `None` where nothing is known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Fields, steps and access of several pathways, column by column in the order given."""

    labels: tuple[str, ...]
    as_of: tuple[str, ...]
    answers: Mapping[str, tuple[Any, ...]]
    fields: Mapping[str, tuple[Any, ...]]
    differing: tuple[str, ...]
    steps: Mapping[str, tuple[str | None, ...]]
    differing_steps: tuple[str, ...]
    access: Mapping[str, tuple[AccessCell, ...]]
    differing_access: tuple[str, ...]
    headings: tuple[Text, ...]
    """The labels in words."""
    questions: Mapping[str, Text]
    """What the facts that differ, or were left out, are asked with."""
    pathways: tuple[Pathway, ...]
    """The columns themselves, for the report; the JSON leaves them out."""
    left_out: tuple[tuple[str, ...], ...] = ()
    """Answers that a varied fact made irrelevant or impossible, column by column."""

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON data."""
        data: dict[str, Any] = to_json(replace(self, pathways=()))
        del data["pathways"]
        return {"schema": "regpath/comparison/1", **data}


def compare_pathways(labels: Sequence[str], pathways: Sequence[Pathway]) -> Comparison:
    """Lay pathways side by side; `differing` names the rows that are not the same everywhere."""
    summaries = [to_json(pathway.summary) for pathway in pathways]
    for summary, pathway in zip(summaries, pathways, strict=True):
        body = pathway.derived.get("reviewer_body")
        if body is not None and body.value == "none":
            summary["reviewer"] = "none"
    fields = {name: tuple(_short(name, s[name]) for s in summaries) for name in FIELDS}
    ids = dict.fromkeys(step.id for pathway in pathways for step in pathway.steps)
    statuses = [{s.id: s.status for s in pathway.steps} for pathway in pathways]
    steps: dict[str, tuple[str | None, ...]] = {
        step: tuple(column.get(step) for column in statuses) for step in ids
    }
    facts = dict.fromkeys(fact for pathway in pathways for fact in pathway.answers)
    answers = {f: tuple(p.answers.get(f) for p in pathways) for f in facts}
    varied = {fact: column for fact, column in answers.items() if _differs(column)}
    asked = {fact: label for p in pathways for fact, label in p.fact_labels.items()}
    access = access_of(pathways)
    return Comparison(
        labels=tuple(labels),
        as_of=tuple(pathway.as_of for pathway in pathways),
        answers=varied,
        fields=fields,
        differing=_differing(fields),
        steps=steps,
        differing_steps=_differing(steps),
        access=access,
        differing_access=_differing(access),
        headings=tuple(Text(label, label) for label in labels),
        questions={fact: asked[fact].question for fact in varied if fact in asked},
        pathways=tuple(pathways),
    )


def _differing(rows: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    return tuple(name for name, column in rows.items() if _differs(column))


def _differs(column: Sequence[Any]) -> bool:
    return any(value != column[0] for value in column)


def access_of(pathways: Sequence[Pathway]) -> dict[str, tuple[AccessCell, ...]]:
    """What is known of each topic in the regions of each pathway.

    The region is named before each line where any pathway has several.
    """
    named = any(len({block.id for block in p.regions}) > 1 for p in pathways)
    found = {t for p in pathways for block in p.regions for t in _topics(block)}
    ordered = [*(t for t in TOPICS if t in found), *sorted(found - {*TOPICS})]
    return {topic: tuple(_access(p.regions, topic, named) for p in pathways) for topic in ordered}


def _topics(block: RegionBlock) -> set[str]:
    return {*(fact.topic for fact in block.known), *block.unknown}


def _access(blocks: Sequence[RegionBlock], topic: str, named: bool) -> AccessCell:
    about = [block for block in blocks if topic in _topics(block)]
    if not about:
        return ABSENT
    if not any(fact.topic == topic for block in about for fact in block.known):
        return None
    lines = [
        Text(f"{block.name.en}: {line.en}", f"{block.name.zh}：{line.zh}") if named else line
        for block in about
        for line in _lines(block, topic)
    ]
    kept = tuple(dict.fromkeys(lines))
    return Text("\n".join(line.en for line in kept), "\n".join(line.zh for line in kept))


def _lines(block: RegionBlock, topic: str) -> Iterator[Text]:
    """What is known of a topic in one region; what is no law is marked as advice."""
    known = [fact for fact in block.known if fact.topic == topic]
    for fact in known:
        en, zh = " ".join(fact.text.en.split()), " ".join(fact.text.zh.split())
        yield Text(f"Advice: {en}", f"建议：{zh}") if fact.practice else Text(en, zh)
    if not known:
        yield Text("not known", "未知")


def _short(name: str, value: Any) -> Any:
    """A field without its reasons: what a reader compares."""
    if not isinstance(value, dict):
        return value
    match name:
        case "clinical":
            return {
                "route": value["route"],
                "candidates": [c["route"] for c in value["candidates"]],
            }
        case "fee_cny":
            return {key: value[key] for key in ("amount", "status", "total", "last_known")}
        case "statutory_working_days":
            return {k: v for k, v in value.items() if isinstance(v, (int, float))}
        case "udi":
            return value["required_from"]
        case _:
            return value
