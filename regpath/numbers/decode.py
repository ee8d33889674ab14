"""What a registration or filing number says: `decode_number`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regpath.model.law import Citation
from regpath.model.numbers import Kind, NumberForm, Place
from regpath.model.text import Text
from regpath.numbers.clean import CleanText, clean
from regpath.numbers.issue import Issue
from regpath.numbers.judge import Judgement, judge
from regpath.numbers.scan import Scan, scan

LONGEST = 64
"""Characters that a number may have at most; longer texts are not looked at."""

NMPA = Text("National Medical Products Administration", "国家药品监督管理局")

_OTHER_NUMBERS = (
    (
        re.compile("械(生产|经营)(许|备)"),
        "This is the number of a production or distribution licence or filing, not of a product.",
        "此为生产、经营许可证或者备案的编号，不是产品的注册证编号或者备案编号。",
    ),
    (
        re.compile("国药准字"),
        "This is the approval number of a drug, not of a device.",
        "此为药品批准文号，不是医疗器械编号。",
    ),
    (
        re.compile("药管械"),
        "Numbers with 药管械 are older than the measures of August 2004; they are not modelled.",
        "“药管械”编号早于2004年8月的注册管理办法，未收录。",
    ),
)


@dataclass(frozen=True, slots=True)
class NumberAuthority:
    """Who gave a number, by its present name."""

    id: str
    level: str
    name: Text

    def to_json(self) -> dict[str, str]:
        """The authority as the contract writes it."""
        return {
            "id": self.id,
            "level": self.level,
            "name_en": self.name.en,
            "name_zh": self.name.zh,
        }


@dataclass(frozen=True, slots=True)
class DecodedNumber:
    """What a number says. A field is `None` where the number does not say it for sure.

    `law` names the entries of `number_forms` that cover its year: two in a year of change.
    """

    text: str
    normalised: str
    errors: tuple[Issue, ...]
    form: str | None = None
    act: str | None = None
    route: str | None = None
    import_origin: str | None = None
    device_class: str | None = None
    authority: NumberAuthority | None = None
    province: str | None = None
    city: str | None = None
    year: int | None = None
    catalogue: str | None = None
    serial: str | None = None
    number_form: str | None = None
    law: tuple[str, ...] = ()
    product_kind_hint: str | None = None
    citations: tuple[Citation, ...] = ()
    notes: tuple[Issue, ...] = ()
    readings: tuple[DecodedNumber, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the number can be a real one, as far as its form tells."""
        return not self.errors

    def to_json(self) -> dict[str, object]:
        """The object of the contract, with our additions after it."""
        return {
            "valid": self.valid,
            "form": self.form,
            "act": self.act,
            "route": self.route,
            "import_origin": self.import_origin,
            "device_class": self.device_class,
            "authority": self.authority.to_json() if self.authority else None,
            "province": self.province,
            "city": self.city,
            "year": self.year,
            "catalogue": self.catalogue,
            "serial": self.serial,
            "errors": [issue.to_json() for issue in self.errors],
            "number": self.text,
            "normalised": self.normalised,
            "number_form": self.number_form,
            "law": list(self.law),
            "product_kind_hint": self.product_kind_hint,
            "citations": [_citation_json(citation) for citation in self.citations],
            "notes": [issue.to_json() for issue in self.notes],
            "readings": [reading.to_json() for reading in self.readings],
        }


def decode_number(
    text: str,
    forms: Sequence[NumberForm],
    places: Sequence[Place],
    *,
    today_year: int | None = None,
    national: Text = NMPA,
) -> DecodedNumber:
    """Read a registration or filing number. Nothing is put right; a look-alike reading is listed.

    `today_year`, if given, makes a later year an error. Every problem found is in `errors`.
    """
    source = clean(text)
    if (answer := _not_decoded(text, source)) is not None:
        return answer
    candidates = [
        (found, judge(found, entries, places, today_year))
        for entries in _same_parts(forms)
        if (found := scan(source, entries[0])) is not None
    ]
    if not candidates:
        return _no_form(text, source, forms)
    found, judged = min(candidates, key=lambda pair: len(pair[0].issues) + len(pair[1].issues))
    readings = _readings(found, forms, places, today_year, national)
    return _assemble(text, found, judged, readings, national)


def _same_parts(forms: Sequence[NumberForm]) -> list[list[NumberForm]]:
    """Forms that look alike and differ only in time, oldest first."""
    groups: dict[object, list[NumberForm]] = {}
    for form in sorted(forms, key=lambda form: form.effective.from_ or ""):
        groups.setdefault((form.form, form.act, form.national, form.parts), []).append(form)
    return list(groups.values())


def _readings(
    found: Scan,
    forms: Sequence[NumberForm],
    places: Sequence[Place],
    today_year: int | None,
    national: Text,
) -> tuple[DecodedNumber, ...]:
    """The number with every look-alike taken for what it looks like, if that makes a valid one."""
    if not found.meant:
        return ()
    other = decode_number(
        found.source.replaced(found.meant),
        forms,
        places,
        today_year=today_year,
        national=national,
    )
    return (other,) if other.valid else ()


def _assemble(
    text: str,
    found: Scan,
    judged: Judgement,
    readings: tuple[DecodedNumber, ...],
    national: Text,
) -> DecodedNumber:
    kind, form = judged.kind, judged.form
    issues = sorted((*found.issues, *judged.issues), key=lambda issue: issue.position or 0)
    return DecodedNumber(
        text=text,
        normalised=found.source.text,
        errors=tuple(issues),
        form=form.form,
        act=form.act,
        route=judged.route,
        import_origin=judged.import_origin,
        device_class=judged.device_class,
        authority=_authority(kind, judged.place, judged.city, national) if kind else None,
        province=judged.place.province if judged.place else None,
        city=judged.city,
        year=judged.year,
        catalogue=found.values.get("catalogue"),
        serial=found.values.get("serial"),
        number_form=kind.number_form if kind else None,
        law=tuple(entry.id for entry in judged.covering),
        product_kind_hint=judged.product_kind_hint,
        citations=tuple(cited for entry in judged.covering for cited in entry.citations),
        notes=tuple(judged.remarks),
        readings=readings,
    )


def _authority(
    kind: Kind, place: Place | None, city: str | None, national: Text
) -> NumberAuthority | None:
    if kind.level == "national":
        return NumberAuthority("nmpa", "national", national)
    if place is None:
        return None
    if kind.level == "municipal":
        return _city_authority(place, city)
    if place.drug_administration is None:
        return None
    return NumberAuthority(
        f"{place.province}-drug-administration", "provincial", place.drug_administration
    )


def _city_authority(place: Place, city: str | None) -> NumberAuthority:
    """The body in charge of devices in a city, by a general name: which city is not mapped."""
    en, zh = (f" (short name {city})", f"（简称“{city}”）") if city else ("", "")
    return NumberAuthority(
        f"{place.province}-municipal-drug-regulator",
        "municipal",
        Text(
            f"City-level drug authority in {place.name.en}{en}",
            f"{place.name.zh}设区的市级负责药品监督管理的部门{zh}",
        ),
    )


def _not_decoded(text: str, source: CleanText) -> DecodedNumber | None:
    """The answer where there is nothing that could be a number of a product."""
    if not source.text:
        return _unread(text, source, "empty", "No number is given.", "未给出编号。")
    if len(source.text) > LONGEST:
        return _unread(
            text,
            source,
            "too_long",
            f"A number has at most {LONGEST} characters.",
            f"编号不超过{LONGEST}个字符。",
        )
    for pattern, en, zh in _OTHER_NUMBERS:
        if pattern.search(source.text):
            return _unread(text, source, "other_number", en, zh)
    return None


def _no_form(text: str, source: CleanText, forms: Sequence[NumberForm]) -> DecodedNumber:
    marks = list(dict.fromkeys(form.anchor() for form in forms))
    return _unread(
        text,
        source,
        "no_form",
        f"None of the words that mark a number stands here: {', '.join(marks)}.",
        f"未见编号的标志字样：{'、'.join(marks)}。",
    )


def _unread(text: str, source: CleanText, code: str, en: str, zh: str) -> DecodedNumber:
    return DecodedNumber(text=text, normalised=source.text, errors=(Issue(code, en, zh),))


def _citation_json(citation: Citation) -> dict[str, str]:
    return {
        "instrument": citation.instrument,
        "article": citation.article,
        "grade": citation.grade,
    }
