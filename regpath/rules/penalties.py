"""What follows where a step is skipped."""

from __future__ import annotations

from regpath.model.pathway import StepPenalty
from regpath.model.rulebook import Penalty
from regpath.rules.diagrams import FALSE, TRUE
from regpath.rules.reader import Reader


def penalties_of(reader: Reader, step: str) -> tuple[StepPenalty, ...]:
    """The penalties of the day that stand behind a step and reach, or may reach, this product."""
    found = (_penalty(reader, penalty) for penalty in reader.logic.penalties_behind(step))
    return tuple(penalty for penalty in found if penalty is not None)


def _penalty(reader: Reader, penalty: Penalty) -> StepPenalty | None:
    left = TRUE
    if penalty.when is not None:
        left = reader.situation.left(reader.logic.truth(penalty.when))
    if left == FALSE:
        return None
    return StepPenalty(
        penalty.id,
        penalty.text,
        penalty.who,
        left != TRUE,
        reader.logic.facts_in(left),
        reader.cite_all(penalty.citations),
    )
