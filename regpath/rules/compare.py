"""Pathways side by side: class, authority, clinical route, fee, days and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regpath.model.pathway import Pathway, to_json

FIELDS = (
    "device_class", "route", "product_kind", "application", "act", "authority", "reviewer",
    "number", "validity_years", "validity", "agent_required", "home_market_proof", "clinical",
    "fee_cny", "statutory_working_days", "udi",
)  # fmt: skip
"""The rows of a comparison, by the names of the summary."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Fields and steps of several pathways, column by column in the order given."""

    labels: tuple[str, ...]
    as_of: tuple[str, ...]
    answers: Mapping[str, tuple[Any, ...]]
    fields: Mapping[str, tuple[Any, ...]]
    differing: tuple[str, ...]
    steps: Mapping[str, tuple[str | None, ...]]
    differing_steps: tuple[str, ...]
    left_out: tuple[tuple[str, ...], ...] = ()
    """Answers that a varied fact made irrelevant or impossible, column by column."""

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON data."""
        data: dict[str, Any] = to_json(self)
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
    return Comparison(
        tuple(labels),
        tuple(pathway.as_of for pathway in pathways),
        {fact: column for fact, column in answers.items() if _differs(column)},
        fields,
        tuple(name for name, column in fields.items() if _differs(column)),
        steps,
        tuple(step for step, column in steps.items() if _differs(column)),
    )


def _differs(column: Sequence[Any]) -> bool:
    return any(value != column[0] for value in column)


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
