"""Which products the differences touch: both rulebooks compiled in one space of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from regpath.model.condition import Condition
from regpath.model.rulebook import Rulebook
from regpath.rules.diagrams import FALSE
from regpath.rules.diff.changes import Consequence, Reach
from regpath.rules.logic import Logic
from regpath.rules.products import product_in
from regpath.rules.proofs import rows_and_rules_on
from regpath.rules.space import Space
from regpath.rules.timeline import boundaries

Days = tuple[str, str]
"""The day on which the old and that on which the new rulebook is read."""
Values = Mapping[str, int]
"""When something has each of its values."""
SHOWN = 8
"""So many different changes of one thing are told, each with a product."""


def shared_days(old: Rulebook, new: Rulebook) -> tuple[Days, ...]:
    """A day in each interval that both rulebooks model, once for each state of their law."""
    found: dict[object, Days] = {}
    for day in sorted({*boundaries(old), *boundaries(new)}):
        if old.regime_on(day) is not None and new.regime_on(day) is not None:
            state = (rows_and_rules_on(old, day), rows_and_rules_on(new, day))
            found.setdefault(state, (day, day))
    return tuple(found.values())


class Touched:
    """The products on which two rulebooks differ, on given pairs of days."""

    def __init__(self, old: Rulebook, new: Rulebook, days: Sequence[Days]) -> None:
        self.old = old
        self.new = new
        self.days = days
        self._logics: dict[Days, tuple[Logic, Logic]] = {}
        shared = old.facts.keys() & new.facts.keys()
        self._other_type = {f for f in shared if old.facts[f].type != new.facts[f].type}

    @cached_property
    def _space(self) -> Space:
        return Space(self.old, self.new)

    def both(self, days: Days) -> tuple[Logic, Logic]:
        """The law of both sides on a pair of days."""
        if days not in self._logics:
            self._logics[days] = (
                Logic(self.old, days[0], for_proof=True, space=self._space),
                Logic(self.new, days[1], for_proof=True, space=self._space),
            )
        return self._logics[days]

    def reach(self, place: str, key: str, old: Condition, new: Condition) -> Reach:
        """How the products changed that meet a condition of an entry in both rulebooks."""
        found = Reach("not_compared")
        for days in self.days:
            before, after = self.both(days)
            if self._tests_other_type((before, after), old, new):
                break
            a, b = (_diagram(x, place, key, c) for x, c in ((before, old), (after, new)))
            if a is not None and b is not None:
                found = self.reach_on(days, a, b)
                if found.effect != "same":
                    break
        return found

    def _tests_other_type(self, logics: tuple[Logic, Logic], *conditions: Condition) -> bool:
        if not self._other_type:
            return False
        pairs = zip(logics, conditions, strict=True)
        return any(self._other_type & logic.facts_behind([c]) for logic, c in pairs)

    def reach_on(self, days: Days, a: int, b: int) -> Reach:
        """How the products of one diagram differ from those of another.

        Products whose answers contradict each other on one side count only where no other differs.
        """
        (logic, other), diagrams = self.both(days), self._space.diagrams
        care = diagrams.both(logic.consistent(), other.consistent())
        if diagrams.both(care, a) == diagrams.both(care, b):
            care = diagrams.either(logic.consistent(), other.consistent())
        lost = diagrams.both(care, diagrams.without(a, b))
        gained = diagrams.both(care, diagrams.without(b, a))
        if lost == gained == FALSE:
            return Reach("same")
        return Reach(
            "narrowed" if gained == FALSE else "widened" if lost == FALSE else "moved",
            product_in(logic, lost) if lost != FALSE else None,
            product_in(logic, gained) if gained != FALSE else None,
            days,
        )

    def consequences(self) -> Iterator[Consequence]:
        """What becomes of products: each kind of change once, on the first days that show it."""
        seen: set[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = set()
        for days in self.days:
            for found in self._on(days):
                key = (found.about, found.id, found.old, found.new)
                if key not in seen:
                    seen.add(key)
                    yield found

    def _on(self, days: Days) -> Iterator[Consequence]:
        before, after = self.both(days)
        for name, (_, output) in before.outputs.items():
            if name in after.outputs:
                values = _of_output(before, name), _of_output(after, name)
                for old, new, where in self._transitions(days, *values):
                    product = product_in(before, where)
                    yield Consequence("fact", name, output.title, old, new, product, days)
        for step in {**before.rulebook.steps, **after.rulebook.steps}.values():
            pair = _of_step(before, step.id), _of_step(after, step.id)
            for old, new, where in self._transitions(days, *pair):
                product = product_in(before, where)
                yield Consequence("step", step.id, step.title, old, new, product, days)
        for rule in before.active_rules():
            other = after.rulebook.rules.get(rule.id)
            if rule.step or rule.exception_to or other is None:
                continue
            if other.effective.covers(days[1]):
                applies = {"applies": before.rule(rule)}, {"applies": after.rule(other)}
                for old, new, where in self._transitions(days, *applies):
                    product = product_in(before, where)
                    yield Consequence("rule", rule.id, rule.title, old, new, product, days)

    def _transitions(
        self, days: Days, old: Values, new: Values
    ) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], int]]:
        """Each pair of different values with the products that go from the one to the other."""
        diagrams = self._space.diagrams
        left = FALSE
        for value in dict.fromkeys((*old, *new)):
            a, b = old.get(value, FALSE), new.get(value, FALSE)
            if a != b:
                changed = diagrams.either(diagrams.without(a, b), diagrams.without(b, a))
                left = diagrams.either(left, changed)
        for logic in self.both(days) if left != FALSE else ():
            left = diagrams.both(left, logic.consistent())
        if self._other_type and self._other_type & set(self._facts_in(days, left)):
            return
        for _ in range(SHOWN):
            if left == FALSE:
                return
            before, where = self._values_in(left, old)
            after, where = self._values_in(where, new)
            where = self._with_values(where, left, old, new, before, after)
            yield before, after, where
            left = diagrams.without(left, where)

    def _facts_in(self, days: Days, diagram: int) -> tuple[str, ...]:
        return tuple(f for logic in self.both(days) for f in logic.facts_in(diagram))

    def _values_in(self, where: int, values: Values) -> tuple[tuple[str, ...], int]:
        """The values of some product there, and the products that have them."""
        found = []
        for value, diagram in values.items():
            part = self._space.diagrams.both(where, diagram)
            if part != FALSE:
                found.append(value)
                where = part
        return tuple(found), where

    def _with_values(
        self,
        some: int,
        left: int,
        old: Values,
        new: Values,
        before: tuple[str, ...],
        after: tuple[str, ...],
    ) -> int:
        """All products that are left and have just these values before and after."""
        diagrams = self._space.diagrams
        for values, chosen in ((old, before), (new, after)):
            for value, diagram in values.items():
                wanted = diagram if value in chosen else diagrams.negate(diagram)
                left = diagrams.both(left, wanted)
        return diagrams.either(some, left)


def _diagram(logic: Logic, place: str, key: str, condition: Condition) -> int | None:
    """When a condition of an entry holds, as it counts there; `None` where it is not in force."""
    rulebook, day = logic.rulebook, logic.day
    match place:
        case "rules:when":
            rule = rulebook.rules[key]
            return logic.rule(rule) if rule.effective.covers(day) else None
        case "rows:when":
            table, _, row_id = key.partition("/")
            hits = logic.rows(rulebook.tables[table])
            return next((hit for row, hit in hits if row.id == row_id), None)
        case "fee_rules:when":
            in_force = rulebook.fee_rules[key].effective.covers(day)
            return logic.truth(condition) if in_force else None
        case _:
            return logic.truth(condition)


def _of_output(logic: Logic, name: str) -> Values:
    choices = logic.outputs[name][1].choices
    return {choice.id: logic.output(name, choice.id) for choice in choices}


def _of_step(logic: Logic, step: str) -> Values:
    """When a step has each status; the stronger wins. Empty where no rule in force knows it."""
    rules = [rule for rule in logic.active_rules() if rule.step == step]
    found: dict[str, int] = {}
    left = logic.consistent()
    for status in ("required", "conditional", "optional") if rules else ():
        parts = (logic.rule(rule) for rule in rules if (rule.status or "required") == status)
        here = logic.diagrams.any_of(parts)
        found[status] = logic.diagrams.both(left, here)
        left = logic.diagrams.without(left, here)
    return found
