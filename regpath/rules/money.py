"""The official fee of an act on a day: exact, free, waived, expired or unknown; never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from regpath.model.law import FeeConflict, Province, ProvinceFee
from regpath.model.pathway import Fee, FeeReadings, FeeStatus, LastKnown, to_json
from regpath.rules.derive import citations_for, reasons_for
from regpath.rules.reader import Reader

PROVINCIAL = {
    "provincial_initial": "initial",
    "provincial_change": "change",
    "provincial_renewal": "renewal",
}


def fee_of(reader: Reader) -> Fee:
    """The fee of the act: the tariff, unless the answers settle a relief."""
    tariff = tariff_of(reader)
    if tariff.status != "free" and _is_relieved(reader):
        cited = citations_for(reader, "fee_relief", "waived")
        return _fee(reader, tariff.basis, "waived", 0, extra=cited)
    return tariff


def tariff_of(reader: Reader) -> Fee:
    """The fee of the act without any relief, from the derived fact `fee_basis`."""
    basis = reader.situation.value("fee_basis")
    if basis is None:
        return _fee(reader, None, "unknown")
    if basis == "free":
        return _fee(reader, basis, "free", 0)
    if basis in PROVINCIAL:
        return _provincial(reader, basis)
    return _national(reader, basis)


def _is_relieved(reader: Reader) -> bool:
    """Whether the relief is sure; while it is possible, the tariff holds and a rule says so."""
    return reader.situation.value("fee_relief") == "waived"


def _rules(reader: Reader) -> Iterable[dict[str, object]]:
    for rule in reader.rulebook.fee_rules.values():
        if rule.effective.covers(reader.day):
            if reader.situation.holds(reader.logic.truth(rule.when)) is False:
                continue
            citations = to_json(reader.cite_all(rule.citations))
            yield {
                "id": rule.id,
                "when": rule.event.to_json(),
                "effect": rule.effect.to_json(),
                "citations": citations,
            }


def _fee(
    reader: Reader,
    basis: str | None,
    status: FeeStatus,
    amount: int | float | None = None,
    last: LastKnown | None = None,
    conflict: tuple[FeeReadings, ...] = (),
    extra: Iterable[object] = (),
) -> Fee:
    units = reader.answers.known("registration_units")
    count = units if isinstance(units, int) else None
    total = None if amount is None or (count is None and amount) else amount * (count or 1)
    citations = citations_for(reader, "fee_basis", basis) if basis else ()
    return Fee(
        amount,
        total,
        basis,
        status,
        "registration_unit",
        last,
        conflict,
        reasons_for(reader, "fee_basis", basis) if basis else (),
        tuple(_rules(reader)) if basis not in (None, "free") else (),
        tuple(dict.fromkeys((*citations, *extra))),  # type: ignore[arg-type]
    )


def _national(reader: Reader, basis: str) -> Fee:
    parameter = reader.rulebook.parameters[basis.replace("_", "-")]
    version = reader.version(parameter.id)
    if version is not None:
        cited = reader.cite_all(version.citations)
        return _fee(reader, basis, "exact", version.value, extra=cited)
    past = [v for v in parameter.versions if (v.effective.to or "9999") < reader.day]
    if not past:
        return _fee(reader, basis, "unknown")
    last = max(past, key=lambda v: v.effective.to or "")
    known = LastKnown(last.value, last.effective.from_, last.effective.to)
    return _fee(reader, basis, "expired_rate", last=known, extra=reader.cite_all(last.citations))


def _provincial(reader: Reader, basis: str) -> Fee:
    province = reader.province("province")
    if province is None:
        return _fee(reader, basis, "unknown")
    application = PROVINCIAL[basis]
    readings = _readings(reader, province, application)
    started = [
        fee
        for fee in province.class_ii_fees
        if fee.application == application and (fee.effective.from_ or "") <= reader.day
    ]
    if not started:
        return _fee(reader, basis, "unknown", conflict=readings)
    rate = max(started, key=lambda f: f.effective.from_ or "")
    return _from_rate(reader, basis, rate, readings)


def _readings(reader: Reader, province: Province, application: str) -> tuple[FeeReadings, ...]:
    conflict = _conflict(province, application, reader.day)
    if conflict is None:
        return ()
    return tuple(
        FeeReadings(reading.amount, reader.cite_all(reading.citations))
        for reading in conflict.amounts
    )


def _conflict(province: Province, application: str, day: str) -> FeeConflict | None:
    return next(
        (
            conflict
            for conflict in province.fee_conflicts
            if conflict.application == application and conflict.effective.covers(day)
        ),
        None,
    )


def _from_rate(
    reader: Reader, basis: str, rate: ProvinceFee, readings: tuple[FeeReadings, ...]
) -> Fee:
    cited = reader.cite_all(rate.citations)
    end = rate.effective.to if rate.end == "dated" else None
    last = LastKnown(rate.amount, rate.effective.from_, end)
    if rate.effective.to is not None and rate.effective.to < reader.day:
        return _fee(reader, basis, "expired_rate", last=last, conflict=readings, extra=cited)
    if rate.end == "unknown" or readings:
        return _fee(reader, basis, "unknown", last=last, conflict=readings, extra=cited)
    status: FeeStatus = "exact" if rate.amount else "free"
    return _fee(reader, basis, status, rate.amount, extra=cited)
