"""Saved cases replayed under two states of the law: which of them change, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from regpath.model.errors import Problem
from regpath.model.pathway import Pathway, Step, Summary, to_json
from regpath.model.text import Text
from regpath.rules.compare import FIELDS, compare_pathways
from regpath.rules.sides import Side

Pair = tuple[Any, Any]
"""What was before, and what is now; `None` where there is nothing."""

_REASONS = ("because", "citations", "ground", "ask_when")
"""Keys of a field that say why, not what."""
_EXAMPLE = "example"
"""An example of a number holds the year of the day; it is no change of the case."""
_OF_STEP = (
    "authority", "actor", "fee_cny", "working_days", "time_limits", "documents", "depends_on",
    "penalties",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepImpact:
    """A step that came, went, or is not what it was; a status is null where it does not apply."""

    id: str
    title: Text
    status: Pair
    details: Mapping[str, Pair]


@dataclass(frozen=True, slots=True)
class CaseImpact:
    """What changes for one saved case; `problems` where its answers cannot be read."""

    name: str
    as_of: tuple[str | None, str | None]
    summary: Mapping[str, Pair]
    steps: tuple[StepImpact, ...]
    blockers: Mapping[str, Pair]
    warnings: Mapping[str, Pair]
    problems: tuple[tuple[Problem, ...], tuple[Problem, ...]] = ((), ())

    def is_changed(self) -> bool:
        """Whether anything of the case changes; answers that only one side can read count."""
        unreadable = bool(self.problems[0]) != bool(self.problems[1])
        return unreadable or bool(self.summary or self.steps or self.blockers or self.warnings)

    def is_invalid(self) -> bool:
        """Whether neither side can read the answers."""
        return bool(self.problems[0]) and bool(self.problems[1])

    def to_json(self) -> dict[str, Any]:
        """The impact as JSON data; fee and days stand once more by themselves."""
        days = self.summary.get("statutory_working_days")
        problems = [[p.to_json() for p in side] for side in self.problems]
        data: dict[str, Any] = {
            "name": self.name,
            "as_of": list(self.as_of),
            "changed": self.is_changed(),
            "fee_cny": _parts(self.summary.get("fee_cny"), "amount"),
            "statutory_working_days": _parts(days, "total_without_supplement"),
            "summary": to_json(self.summary),
            "steps": {
                "added": [_step(s) for s in self.steps if s.status[0] is None],
                "removed": [_step(s) for s in self.steps if s.status[1] is None],
                "changed": [_step(s) for s in self.steps if None not in s.status],
            },
            "blockers": to_json(self.blockers),
            "warnings": to_json(self.warnings),
        }
        return {**data, "problems": problems} if any(problems) else data


def _step(step: StepImpact) -> dict[str, Any]:
    data: dict[str, Any] = to_json(step)
    return data


def _parts(pair: Pair | None, key: str) -> list[Any] | None:
    """One figure of a field before and now; `None` where the field is the same."""
    if pair is None:
        return None
    return [side.get(key) if isinstance(side, Mapping) else None for side in pair]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of the law does to saved cases, in the order in which they were given."""

    old: Side
    new: Side
    cases: tuple[CaseImpact, ...]

    def changed(self) -> tuple[CaseImpact, ...]:
        """The cases that change."""
        return tuple(case for case in self.cases if case.is_changed())

    def to_json(self) -> dict[str, Any]:
        """The impact as JSON data."""
        return {
            "schema": "regpath/impact/1",
            "old": to_json(self.old),
            "new": to_json(self.new),
            "count": len(self.cases),
            "changed": len(self.changed()),
            "invalid": sum(case.is_invalid() for case in self.cases),
            "cases": [case.to_json() for case in self.cases],
        }


def unreadable(
    name: str,
    as_of: tuple[str | None, str | None],
    old: Iterable[Problem] = (),
    new: Iterable[Problem] = (),
) -> CaseImpact:
    """A case whose answers one side, or neither, can read."""
    return CaseImpact(name, as_of, {}, (), {}, {}, (tuple(old), tuple(new)))


def case_impact(name: str, old: Pathway, new: Pathway) -> CaseImpact:
    """What differs between the two pathways of one case."""
    return CaseImpact(
        name,
        (old.as_of, new.as_of),
        _summary(old, new),
        tuple(_steps(old, new)),
        _came_and_went(*({b.id: b.what for b in p.blockers} for p in (old, new))),
        _came_and_went(*({w.id: w.text for w in p.warnings} for p in (old, new))),
    )


def _summary(old: Pathway, new: Pathway) -> dict[str, Pair]:
    """The fields of the summary that differ, without their reasons."""
    compared = compare_pathways(("old", "new"), (old, new))
    found: dict[str, Pair] = {}
    for field in fields(Summary):
        if field.name in FIELDS:
            a, b = (_without_example(side) for side in compared.fields[field.name])
        else:
            a, b = (_plain(to_json(getattr(p.summary, field.name))) for p in (old, new))
        if a != b:
            found[field.name] = (a, b)
    return found


def _without_example(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: item for key, item in value.items() if key != _EXAMPLE}


def _plain(value: Any) -> Any:
    """JSON data without the keys that give reasons; a list of kinds by kind."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key not in _REASONS}
    if isinstance(value, list):
        plain = [_plain(item) for item in value]
        if plain and all(isinstance(item, Mapping) and "kind" in item for item in plain):
            return {item.pop("kind"): item for item in plain}
        return plain
    return value


def _steps(old: Pathway, new: Pathway) -> Iterable[StepImpact]:
    before, after = ({step.id: step for step in p.steps} for p in (old, new))
    for key in dict.fromkeys((*before, *after)):
        a, b = before.get(key), after.get(key)
        title = (b or a).title  # type: ignore[union-attr]
        status = (a.status if a else None, b.status if b else None)
        details = _details(a, b) if a is not None and b is not None else {}
        if status[0] != status[1] or details:
            yield StepImpact(key, title, status, details)


def _details(old: Step, new: Step) -> dict[str, Pair]:
    a, b = _shown(old), _shown(new)
    return {key: (a[key], b[key]) for key in _OF_STEP if a[key] != b[key]}


def _shown(step: Step) -> dict[str, Any]:
    return {
        "authority": step.authority.name_en if step.authority else None,
        "actor": step.actor,
        "fee_cny": step.fee_cny,
        "working_days": step.statutory.working_days if step.statutory else None,
        "time_limits": _limits(step),
        "documents": [document.name_en for document in step.documents],
        "depends_on": sorted(step.depends_on),
        "penalties": [penalty.id for penalty in step.penalties],
    }


def _limits(step: Step) -> list[str]:
    parts = step.statutory.parts if step.statutory else ()
    return [f"{part.title.en}: {part.value} {part.unit.replace('_', ' ')}" for part in parts]


def _came_and_went(old: Mapping[str, Text], new: Mapping[str, Text]) -> dict[str, Pair]:
    """Blockers or warnings that only one side has, by id."""
    return {
        key: (_text(old.get(key)), _text(new.get(key)))
        for key in dict.fromkeys((*old, *new))
        if (key in old) != (key in new)
    }


def _text(text: Text | None) -> dict[str, str] | None:
    return text.to_json() if text is not None else None
