"""Multi-valued decision diagrams: exact answers while facts are missing.

Kleene logic cannot see that `A or not A` holds, nor that a class II and a class III import go to
the same authority. A diagram can: it is the condition's whole truth table, shared and reduced.
After the known answers are put in, a condition holds (only `TRUE` is left), fails (only `FALSE`),
or is open; and the facts that are left in it are exactly those that can still change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FALSE = 0
TRUE = 1

Assignment = Mapping[int, int]
"""Variable -> chosen cell."""


class Diagrams:
    """A store of reduced, ordered diagrams over numbered variables with numbered cells.

    A diagram is an integer: `FALSE`, `TRUE`, or the number of a node. Equal functions have equal
    numbers.
    """

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._nodes: list[tuple[int, tuple[int, ...]]] = [(1 << 30, ()), (1 << 30, ())]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._and: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._supports: dict[int, frozenset[int]] = {}

    def variable(self, cells: int) -> int:
        """A new variable with `cells` cells; variables are ordered as they are made."""
        self._sizes.append(cells)
        return len(self._sizes) - 1

    def cells_in(self, variable: int, cells: Iterable[int]) -> int:
        """The diagram that holds when the variable lies in one of `cells`."""
        chosen = set(cells)
        children = tuple(TRUE if i in chosen else FALSE for i in range(self._sizes[variable]))
        return self._node(variable, children)

    def _node(self, variable: int, children: tuple[int, ...]) -> int:
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (variable, children)
        found = self._unique.get(key)
        if found is None:
            found = len(self._nodes)
            self._nodes.append(key)
            self._unique[key] = found
        return found

    def negate(self, diagram: int) -> int:
        """The diagram that holds where this one does not."""
        found = self._not.get(diagram)
        if found is None:
            variable, children = self._nodes[diagram]
            found = self._node(variable, tuple(self.negate(child) for child in children))
            self._not[diagram] = found
            self._not[found] = diagram
        return found

    def both(self, left: int, right: int) -> int:
        """The diagram that holds where both hold."""
        if left == FALSE or right == FALSE:
            return FALSE
        if left == TRUE or left == right:
            return right
        if right == TRUE:
            return left
        key = (left, right) if left < right else (right, left)
        found = self._and.get(key)
        if found is None:
            found = self._meet(*key)
            self._and[key] = found
        return found

    def _meet(self, left: int, right: int) -> int:
        (v, a), (w, b) = self._nodes[left], self._nodes[right]
        if v == w:
            pairs = zip(a, b, strict=True)
            return self._node(v, tuple(self.both(x, y) for x, y in pairs))
        if v < w:
            return self._node(v, tuple(self.both(x, right) for x in a))
        return self._node(w, tuple(self.both(left, y) for y in b))

    def either(self, left: int, right: int) -> int:
        """The diagram that holds where at least one holds."""
        return self.negate(self.both(self.negate(left), self.negate(right)))

    def all_of(self, diagrams: Iterable[int]) -> int:
        """The diagram that holds where all hold; `TRUE` for none."""
        result = TRUE
        for diagram in diagrams:
            result = self.both(result, diagram)
        return result

    def any_of(self, diagrams: Iterable[int]) -> int:
        """The diagram that holds where some hold; `FALSE` for none."""
        result = FALSE
        for diagram in diagrams:
            result = self.either(result, diagram)
        return result

    def restrict(self, diagram: int, assignment: Assignment, memo: dict[int, int]) -> int:
        """What is left of a diagram once variables are fixed. `memo` belongs to one assignment."""
        if diagram <= TRUE:
            return diagram
        found = memo.get(diagram)
        if found is None:
            variable, children = self._nodes[diagram]
            cell = assignment.get(variable)
            if cell is not None:
                found = self.restrict(children[cell], assignment, memo)
            else:
                rest = tuple(self.restrict(child, assignment, memo) for child in children)
                found = self._node(variable, rest)
            memo[diagram] = found
        return found

    def exists(self, variable: int, diagram: int) -> int:
        """The diagram that holds where this one does for some cell of the variable."""
        cells = range(self._sizes[variable])
        return self.any_of(self.restrict(diagram, {variable: cell}, {}) for cell in cells)

    def without(self, diagram: int, other: int) -> int:
        """The diagram that holds where this one does and the other does not."""
        return self.both(diagram, self.negate(other))

    def simplify(self, diagram: int, care: int, memo: dict[tuple[int, int], int]) -> int:
        """A diagram that agrees with this one wherever `care` holds, and is simple elsewhere.

        It is `TRUE` or `FALSE` where that is so all over `care`. `care` must hold somewhere.
        """
        if diagram <= TRUE or care == TRUE:
            return diagram
        found = memo.get((diagram, care))
        if found is None:
            found = self._simplify(diagram, care, memo)
            memo[diagram, care] = found
        return found

    def _simplify(self, diagram: int, care: int, memo: dict[tuple[int, int], int]) -> int:
        (v, children), (w, allowed) = self._nodes[diagram], self._nodes[care]
        if w < v:
            return self.simplify(diagram, self.any_of(allowed), memo)
        if v < w:
            parts = tuple(self.simplify(child, care, memo) for child in children)
            return self._node(v, parts)
        pairs = zip(children, allowed, strict=True)
        kept = [None if c == FALSE else self.simplify(child, c, memo) for child, c in pairs]
        usual = next(part for part in kept if part is not None)
        return self._node(v, tuple(usual if part is None else part for part in kept))

    def support(self, diagram: int) -> frozenset[int]:
        """The variables on which a diagram depends."""
        if diagram not in self._supports:
            self._supports[diagram] = self._find_support(diagram)
        return self._supports[diagram]

    def _find_support(self, diagram: int) -> frozenset[int]:
        seen: set[int] = set()
        variables: set[int] = set()
        stack = [diagram]
        while stack:
            here = stack.pop()
            if here <= TRUE or here in seen:
                continue
            seen.add(here)
            variable, children = self._nodes[here]
            variables.add(variable)
            stack.extend(children)
        return frozenset(variables)

    def example(self, diagram: int, usual: Assignment | None = None) -> dict[int, int] | None:
        """A shortest assignment under which the diagram holds, `None` where there is none.

        Among cells that serve as well, the one that `usual` names for the variable is taken.
        """
        if diagram == FALSE:
            return None
        lengths = self._lengths(diagram)
        found: dict[int, int] = {}
        while diagram != TRUE:
            variable, children = self._nodes[diagram]
            first = None if usual is None else usual.get(variable)
            cells = [i for i, child in enumerate(children) if child != FALSE]
            cell = min(cells, key=lambda i: (lengths[children[i]], i != first))
            found[variable] = cell
            diagram = children[cell]
        return found

    def _lengths(self, diagram: int) -> dict[int, int]:
        """How many variables must be assigned from each node on until the diagram holds."""
        lengths = {TRUE: 0}
        stack = [diagram]
        while stack:
            here = stack[-1]
            children = [child for child in self._nodes[here][1] if child != FALSE]
            waiting = [child for child in children if child not in lengths]
            if waiting:
                stack += waiting
            else:
                stack.pop()
                if here != TRUE:
                    lengths[here] = 1 + min(lengths[child] for child in children)
        return lengths

    def size(self) -> int:
        """How many nodes the store holds."""
        return len(self._nodes)
