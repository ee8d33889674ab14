"""A product whose class has moved since its certificate was given, or since it was applied for."""

from __future__ import annotations

from collections.abc import Iterator

from regpath.model.dates import ClassMove
from regpath.model.pathway import ClassChange
from regpath.rules.reader import Reader

CLASSES = ("I", "II", "III")


def class_change_of(reader: Reader) -> ClassChange | None:
    """The move of class, where the class now and the one of the certificate are both known.

    The notice that moved it is named only where the catalogue code finds it; its dates are null
    otherwise. An old certificate of a higher class keeps its own term; one of a lower class holds
    to the end of the transition at most, unless the notice leaves it its term.
    """
    new = reader.situation.value("governing_class")
    basis, old = _old_class(reader)
    if old is None or new is None or old == new:
        return None
    moves = list(_moves(reader, old, new))
    move = moves[0] if len(moves) == 1 else None
    return ClassChange(
        from_=old,
        to=new,
        direction="up" if CLASSES.index(new) > CLASSES.index(old) else "down",
        basis=basis,
        binding_from=move.binding_from if move else None,
        transition_to=move.transition_to if move else None,
        certificate_valid_to=_valid_to(reader, move, old, new),
        instrument=move.citations[0].instrument if move else None,
        products=move.products if move else None,
        citations=reader.cite_all(move.citations) if move else (),
    )


def _old_class(reader: Reader) -> tuple[str, str | None]:
    """What the old class stands on, certificate before application, and the class itself."""
    for fact, basis in (("certificate_class", "certificate"), ("class_filed", "application")):
        word = reader.answers.word(fact)
        if word in CLASSES:
            return basis, word
    return "certificate", None


def _moves(reader: Reader, old: str, new: str) -> Iterator[ClassMove]:
    """The known moves between two classes under the catalogue code of the product."""
    code, kind = reader.answers.word("catalogue_code"), reader.answers.word("product_kind")
    if code is None:
        return
    for move in reader.rulebook.class_moves.values():
        fits = kind in (None, move.product_kind) and (move.from_, move.to) == (old, new)
        if fits and any(code.startswith(prefix) for prefix in move.codes):
            yield move


def _valid_to(reader: Reader, move: ClassMove | None, old: str, new: str) -> str | None:
    """The last day of the old certificate; `None` where it cannot be told, or none was given."""
    if reader.answers.word("certificate_class") not in CLASSES:
        return None
    expires = reader.answers.word("certificate_expires")
    lowered = CLASSES.index(new) < CLASSES.index(old)
    if lowered or (move is not None and move.certificate == "own_term"):
        return expires
    if move is None or move.transition_to is None:
        return None
    return min(expires, move.transition_to) if expires else move.transition_to
