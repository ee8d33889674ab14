"""The summary: the answer on one page, read off the derived facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from regpath.model.pathway import (
    Body,
    Clinical,
    ClinicalCandidate,
    Number,
    SpecialProcedure,
    Summary,
    Udi,
)
from regpath.model.rulebook import Row, Rulebook, StepDefinition
from regpath.model.text import Text
from regpath.numbers import NumberPattern, Place, pattern_for
from regpath.rules.class_change import class_change_of
from regpath.rules.clocks import statutory_days
from regpath.rules.derive import citations_for, reasons_for, rows_for
from regpath.rules.lists import list_match
from regpath.rules.money import fee_of
from regpath.rules.reader import GENERIC_REVIEWER, Reader

FIELD_OF_OUTPUT = {
    "governing_class": "device_class",
    "act": "act",
    "authority_level": "authority",
    "reviewer_body": "reviewer",
    "number_form": "number",
    "validity": "validity_years",
    "agent_duty": "agent_required",
    "home_market_proof": "home_market_proof",
    "clinical_route": "clinical",
    "fee_basis": "fee_cny",
    "fee_relief": "fee_cny",
    "clock": "statutory_working_days",
    "udi_start": "udi",
}
"""Which field of the summary rests on which derived fact."""

VALIDITY_PARAMETER = {
    "five_years": "certificate-validity",
    "four_years": "certificate-validity",
}
"""Validities that are a number of years, and the parameter that holds it."""

DEVICE_CODE = re.compile(r"\d{2}(-\d{2}){0,2}")
PROCEDURES = ("innovative", "priority", "emergency", "provincial")


def summarise(reader: Reader) -> Summary:
    """Every field of the summary; `None` where the answers leave it open."""
    years, validity = _validity(reader)
    agent = reader.situation.value("agent_duty")
    return Summary(
        device_class=reader.situation.value("governing_class"),
        route=reader.answers.word("route"),
        product_kind=reader.answers.word("product_kind"),
        application=reader.answers.word("application"),
        act=reader.situation.value("act"),
        authority=act_authority(reader),
        reviewer=reviewer(reader),
        number=_number(reader),
        validity_years=years,
        validity=validity,
        agent_required=None if agent is None else agent == "required",
        home_market_proof=reader.situation.value("home_market_proof"),
        clinical=_clinical(reader),
        special_procedures=_procedures(reader),
        class_change=class_change_of(reader),
        udi=_udi(reader),
        fee_cny=fee_of(reader),
        statutory_working_days=statutory_days(reader),
        duration=None,
    )


def act_authority(reader: Reader) -> Body | None:
    """Who decides the act; `None` while its level is open."""
    level = reader.situation.value("authority_level")
    if level == "national":
        return reader.authority("nmpa")
    province = reader.province("province")
    if level == "provincial":
        return reader.provincial(province)
    if level == "municipal":
        return reader.municipal(province, reader.answers.word("city"))
    return None


def reviewer(reader: Reader) -> Body | None:
    """Who reviews the act; `None` while that is open, or where nobody does."""
    body = reader.situation.value("reviewer_body")
    if body == "cmde":
        return reader.authority("cmde")
    if body != "provincial":
        return None
    general = reader.authority(GENERIC_REVIEWER)
    province = reader.province("province")
    if province is None:
        return general
    name_en = f"{general.name_en} ({province.name.en})"
    return Body(
        f"{province.id}-{general.id}",
        general.level,
        name_en,
        f"{province.name.zh}{general.name_zh}",
    )


def _number(reader: Reader) -> Number | None:
    """The pattern of the number of a known act; while its form is open, of every possible form."""
    if reader.situation.value("act") is None:
        return None
    forms = reader.situation.candidates("number_form")
    patterns = [_pattern(reader, form) for form in forms]
    found = [pattern for pattern in patterns if pattern is not None]
    if not found or len(found) < len(patterns):
        return None
    if len(found) == 1:
        only = found[0]
        return Number(only.prefix, only.pattern, only.example if only.prefix else None)
    joined = "|".join(pattern.pattern.removeprefix("^").removesuffix("$") for pattern in found)
    shared = _common_start([pattern.prefix or "" for pattern in found])
    return Number(shared or None, f"^(?:{joined})$", None)


def _common_start(words: Sequence[str]) -> str:
    """The characters with which all words begin."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
    return "".join(letters[0] for letters in same)


def _pattern(reader: Reader, form: str) -> NumberPattern | None:
    province = reader.province("province")
    return pattern_for(
        tuple(reader.rulebook.number_forms.values()),
        form,
        as_of=reader.day,
        prefix=province.prefix if province else None,
        device_class=reader.situation.value("governing_class"),
        places=places(reader.rulebook),
        catalogue=_catalogue_digits(reader),
    )


def _catalogue_digits(reader: Reader) -> str | None:
    """The catalogue digits of the number: the hint for reagents, or those of the code."""
    kind, code = reader.answers.word("product_kind"), reader.answers.word("catalogue_code") or ""
    if kind == "device":
        return code[:2] if DEVICE_CODE.fullmatch(code) else None
    in_force = (f for f in reader.rulebook.number_forms.values() if f.effective.covers(reader.day))
    hints = (hint for form in in_force for hint in form.hints if hint.product_kind == kind)
    return next((hint.catalogue for hint in hints), None)


def places(rulebook: Rulebook) -> tuple[Place, ...]:
    """The provinces as numbers name them."""
    return tuple(
        Place(p.prefix, p.id, p.name, p.drug_administration, p.kind != "municipality")
        for p in rulebook.provinces.values()
        if p.prefix is not None
    )


def _validity(reader: Reader) -> tuple[int | float | None, Text | None]:
    value = reader.situation.value("validity")
    if value is None:
        return None, None
    output = reader.logic.outputs["validity"][1]
    label = next(choice.label for choice in output.choices if choice.id == value)
    parameter = VALIDITY_PARAMETER.get(value)
    version = reader.version(parameter) if parameter else None
    return (version.value if version else None), label


def _clinical(reader: Reader) -> Clinical:
    route = reader.situation.value("clinical_route")
    if route is not None:
        because = reasons_for(reader, "clinical_route", route)
        cited = citations_for(reader, "clinical_route", route)
        only = (ClinicalCandidate(route, because),)
        return Clinical(route, only, because, list_match(reader), cited)
    candidates = tuple(
        ClinicalCandidate(name, reasons_for(reader, "clinical_route", name))
        for name in reader.situation.candidates("clinical_route")
    )
    return Clinical("undetermined", candidates, (), list_match(reader), ())


def _procedures(reader: Reader) -> tuple[SpecialProcedure, ...]:
    found = []
    for kind in PROCEDURES:
        output = f"{kind}_eligibility"
        if output not in reader.logic.outputs:
            continue
        if reader.logic.rows(reader.logic.outputs[output][0]):
            found.append(_procedure(reader, kind, output))
    return tuple(found)


def _procedure(reader: Reader, kind: str, output: str) -> SpecialProcedure:
    value = reader.situation.value(output)
    step = _procedure_step(reader, kind)
    rows = rows_for(reader, output, value) if value else []
    eligible = "undetermined" if value is None else "yes" if value == "yes" else "no"
    days = reader.version(f"{kind}-procedure-decision") if _has_limit(reader, kind) else None
    authority = (
        step.authority if step is not None and not (step.authority or "@").startswith("@") else None
    )
    return SpecialProcedure(
        kind,
        eligible,  # type: ignore[arg-type]
        _because(rows),
        step.note_on(reader.day) if step is not None else None,
        reader.authority(authority) if authority else None,
        days.value if days else None,
        citations_for(reader, output, value) if value else (),
    )


def _procedure_step(reader: Reader, kind: str) -> StepDefinition | None:
    """The step by which the procedure of a kind is asked for under the law of the day."""
    steps = reader.rulebook.steps
    brought = (rule.step for rule in reader.logic.active_rules() if rule.step is not None)
    named = (s for s in brought if f"{kind}-procedure" in s)
    return next((steps[name] for name in named), None)


def _has_limit(reader: Reader, kind: str) -> bool:
    return f"{kind}-procedure-decision" in reader.rulebook.parameters


def _because(rows: list[tuple[Row, int]]) -> Text | None:
    return rows[0][0].because if rows else None


def _udi(reader: Reader) -> Udi | None:
    start = reader.situation.value("udi_start")
    if start is None:
        return None
    because = reasons_for(reader, "udi_start", start)
    return Udi(start[1:].replace("_", "-"), because, citations_for(reader, "udi_start", start))
