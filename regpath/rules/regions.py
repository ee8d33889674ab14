"""What is known of the regions of a product: where it is made, where it is sold and paid for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regpath.model.law import Jurisdiction, Province, RegionNote
from regpath.model.pathway import RegionBlock, RegionFact, Step
from regpath.model.text import Text
from regpath.rules.reader import Reader
from regpath.rules.steps import TARGETS

PURCHASE = ("platform", "listing", "volume_purchase", "alliance")
"""Topics of buying: for every region in which the product is sold."""
PAYMENT = (
    "pooling", "catalogue", "charge_item", "case_payment", "carve_out", "innovation_support",
    "cross_region", "commercial_insurance",
)  # fmt: skip
"""Topics of paying: only while payment by insurance is not ruled out."""
SITE = ("time_commitment", "park", "trial_site")
"""Topics of the place where the applicant sits or makes the product."""
OF_CONSUMABLES = ("catalogue",)
"""Topics that only consumables have."""


def regions_of(reader: Reader, steps: Iterable[Step]) -> tuple[RegionBlock, ...]:
    """One block for each region that the answers name, in the order of the answers."""
    return tuple(_blocks(reader, tuple(steps)))


def _blocks(reader: Reader, steps: tuple[Step, ...]) -> Iterator[RegionBlock]:
    rulebook = reader.rulebook
    origin = (reader.applying_word("import_origin") or "").replace("_", "-")
    if origin in rulebook.jurisdictions:
        outside = rulebook.jurisdictions[origin]
        yield _block(reader, outside, "origin", outside.authority)
    site = reader.province("province")
    if site is not None and reader.applying_word("route") == "manufacture":
        yield _block(reader, site, "site", site.drug_administration, SITE)
    for word in reader.answers.words(TARGETS):
        target = rulebook.provinces[word]
        own = tuple(step.id for step in steps if step.region and step.region.id == target.id)
        yield _block(
            reader, target, "target", target.insurance_bureau, _topics_of_sale(reader), own
        )


def _topics_of_sale(reader: Reader) -> tuple[str, ...]:
    """The topics that matter where the product is sold."""
    if reader.answers.word("seeks_reimbursement") == "no":
        return PURCHASE
    payment_object = reader.applying_word("payment_object")
    consumable = payment_object in (None, "consumable")
    payment = (topic for topic in PAYMENT if consumable or topic not in OF_CONSUMABLES)
    return (*PURCHASE, *payment)


def _block(
    reader: Reader,
    region: Province | Jurisdiction,
    role: str,
    ask: Text | None,
    topics: tuple[str, ...] = (),
    steps: tuple[str, ...] = (),
) -> RegionBlock:
    shown = [note for note in region.notes if _is_shown(reader, note, topics, role)]
    known = {note.topic for note in shown}
    today = _is_of_today(reader)
    return RegionBlock(
        id=region.id,
        role=role,
        name=region.name,
        ask=ask if today else None,
        known=tuple(
            RegionFact(note.topic, note.text, note.practice, reader.cite_all(note.citations))
            for note in shown
        ),
        unknown=tuple(topic for topic in topics if topic not in known) if today else (),
        steps=steps,
        citations=reader.cite_all(region.citations),
    )


def _is_of_today(reader: Reader) -> bool:
    """Whether the day lies in the present era: topics and names of bodies are those of today."""
    newest = max(reader.rulebook.head.regimes, key=lambda regime: regime.effective.from_ or "")
    return newest.effective.covers(reader.day)


def _is_shown(reader: Reader, note: RegionNote, topics: tuple[str, ...], role: str) -> bool:
    in_topic = role == "origin" or note.topic in topics or note.topic == "other"
    return in_topic and note.effective.covers(reader.day)
