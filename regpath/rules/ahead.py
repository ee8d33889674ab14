"""What changes after the day asked for: law enacted with a later date, and law to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regpath.model.condition import Condition
from regpath.model.law import Citation, Window
from regpath.model.pathway import ChangeAhead, Step
from regpath.model.rulebook import Rule, Rulebook
from regpath.model.text import Text
from regpath.rules.cells import next_day
from regpath.rules.clocks import statutory_days
from regpath.rules.diagrams import FALSE
from regpath.rules.money import fee_of
from regpath.rules.reader import Reader
from regpath.rules.situation import Situation
from regpath.rules.steps import Findings, StepFinding, find_steps
from regpath.rules.summary import FIELD_OF_OUTPUT, VALIDITY_PARAMETER, act_authority, reviewer
from regpath.rules.timeline import logic_on, turning_days

YEARS_AHEAD = 5
"""How far enacted law is looked ahead: the life of a certificate."""

ENACTED = Text("enacted", "已公布")
UNDETERMINED = Text("not determined", "未定")
NOTHING = Text("none", "无")
FOREVER = "9999-12-31"

FIELD_TITLES = {
    "device_class": Text("Class", "管理类别"),
    "act": Text("Act", "办理事项"),
    "authority": Text("Authority", "主管部门"),
    "reviewer": Text("Reviewer", "审评机构"),
    "number": Text("Form of the number", "编号形式"),
    "validity_years": Text("Validity", "有效期"),
    "agent_required": Text("Agent in China", "境内代理人"),
    "home_market_proof": Text("Proof of the home market", "境外上市证明"),
    "clinical": Text("Clinical route", "临床路径"),
    "fee_cny": Text("Official fee", "注册费"),
    "statutory_working_days": Text("Statutory time", "法定时限"),
    "udi": Text("Unique device identification", "唯一标识"),
}
UNIT_WORDS = {
    "working_days": Text("working days", "个工作日"),
    "calendar_days": Text("days", "日"),
    "hours": Text("hours", "小时"),
    "months": Text("months", "个月"),
    "years": Text("years", "年"),
    "cny": Text("yuan", "元"),
    "count": Text("", ""),
}


@dataclass(frozen=True, slots=True)
class _Turn:
    """What begins or ends at one boundary of time, as far as conditions can tell who is met."""

    begins: tuple[Condition, ...]
    ends: tuple[Condition, ...]
    parameters: frozenset[str]
    unconditional: bool
    provinces: frozenset[str]


_turns: dict[str, Mapping[str, _Turn]] = {}


def changes_ahead(
    reader: Reader, findings: Findings, steps: Sequence[Step]
) -> tuple[ChangeAhead, ...]:
    """Every change of this pathway that is enacted for a later day, and the law to come.

    Enacted changes are looked for over `YEARS_AHEAD` years, at the boundaries at which a rule, row
    or figure that may concern this product begins or ends.
    """
    plain = {step.id.split("@")[0]: step for step in steps}
    return (*_enacted(_Law(reader, findings), plain), *_pending(reader, plain))


def _enacted(today: _Law, steps: Mapping[str, Step]) -> Iterator[ChangeAhead]:
    """What differs at each boundary that may matter; between two of these the law is the same."""
    reader = today.reader
    horizon = f"{int(reader.day[:4]) + YEARS_AHEAD:04}{reader.day[4:]}"
    before = today
    for day, turn in _turns_of(reader.rulebook).items():
        if not reader.day < day <= horizon:
            continue
        later = _reader_on(reader, day)
        if _may_matter(turn, before.reader, later, steps):
            after = _Law(later, find_steps(later))
            yield from _differences(day, before, after, steps)
            before = after


def _reader_on(reader: Reader, day: str) -> Reader:
    return Reader(Situation(logic_on(reader.rulebook, day), reader.answers), day)


def _may_matter(turn: _Turn, before: Reader, after: Reader, steps: Mapping[str, Step]) -> bool:
    """Whether anything at a boundary can concern the product."""
    if turn.unconditional or turn.provinces & {before.answers.word("province")}:
        return True
    if turn.parameters & _parameters_of(before, steps):
        return True
    pairs = ((after, turn.begins), (before, turn.ends))
    return any(
        reader.situation.plain(reader.logic.truth(condition)) != FALSE
        for reader, conditions in pairs
        for condition in conditions
    )


def _parameters_of(reader: Reader, steps: Mapping[str, Step]) -> set[str]:
    """The parameters that steps, clock, fee and validity of this pathway rest on."""
    rulebook = reader.rulebook
    found = {VALIDITY_PARAMETER.get(reader.situation.value("validity") or "", "")}
    for key in steps:
        step = rulebook.steps[key]
        found |= {p.parameter for p in step.statutory if p.parameter is not None}
        found |= {name for name in (step.valid_for, step.fee) if name is not None}
    for output in ("clock", "fee_basis"):
        for value in reader.situation.candidates(output):
            name = value.replace("_", "-")
            found.add(name)
            for clock in rulebook.clocks.get(name, ()):
                found |= {source for source in clock.stages.values() if isinstance(source, str)}
    return found


def _turns_of(rulebook: Rulebook) -> Mapping[str, _Turn]:
    """The boundaries of time with what begins and ends at them; found once for each rulebook."""
    if rulebook.digest not in _turns:
        _turns.clear()
        _turns[rulebook.digest] = _find_turns(rulebook)
    return _turns[rulebook.digest]


def _find_turns(rulebook: Rulebook) -> dict[str, _Turn]:
    begins: dict[str, list[Condition]] = defaultdict(list)
    ends: dict[str, list[Condition]] = defaultdict(list)
    parameters: dict[str, set[str]] = defaultdict(set)
    provinces: dict[str, set[str]] = defaultdict(set)
    rows = [(r.effective, r.when) for table in rulebook.tables.values() for r in table.rows]
    rules = [(r.effective, r.when) for r in rulebook.rules.values()]
    fee_rules = [(r.effective, r.when) for r in rulebook.fee_rules.values()]
    for window, condition in (*rows, *rules, *fee_rules):
        if window.from_ is not None:
            begins[window.from_].append(condition)
        if window.to is not None:
            ends[next_day(window.to)].append(condition)
    for parameter in rulebook.parameters.values():
        for day in _days(version.effective for version in parameter.versions):
            parameters[day].add(parameter.id)
    for province in rulebook.provinces.values():
        for day in _days(fee.effective for fee in province.class_ii_fees):
            provinces[day].add(province.id)
    bodies = (a.effective for versions in rulebook.authorities.values() for a in versions)
    clocks = (c.effective for versions in rulebook.clocks.values() for c in versions)
    unconditional = {*_days(bodies), *_days(clocks)}
    return {
        day: _Turn(
            tuple(begins[day]),
            tuple(ends[day]),
            frozenset(parameters[day]),
            day in unconditional,
            frozenset(provinces[day]),
        )
        for day in sorted({*begins, *ends, *parameters, *provinces, *unconditional})
    }


def _days(windows: Iterable[Window]) -> Iterator[str]:
    return (day for window in windows for day in turning_days(window))


class _Law:
    """What the law of one day says of a product: steps, fields of the summary, figures."""

    def __init__(self, reader: Reader, findings: Findings) -> None:
        self.reader = reader
        self.steps: dict[str, StepFinding] = {}
        for finding in findings.values():
            if finding.status is not None:
                self.steps.setdefault(finding.definition.id, finding)

    def fields(self) -> dict[str, Text]:
        """The fields of the summary in words."""
        outputs = {field: output for output, field in FIELD_OF_OUTPUT.items()}
        found = {field: self._words_of(output) for field, output in outputs.items()}
        return {**found, **dict(self._named())}

    def _words_of(self, output: str) -> Text:
        """The value of a derived fact in words."""
        if output not in self.reader.logic.outputs:
            return NOTHING
        value = self.reader.situation.value(output)
        if value is None:
            return UNDETERMINED if self.reader.situation.candidates(output) else NOTHING
        choices = self.reader.logic.outputs[output][1].choices
        return next(choice.label for choice in choices if choice.id == value)

    def _named(self) -> Iterator[tuple[str, Text]]:
        """Fields that are more than the value of a derived fact: bodies, amounts, days."""
        for field, body in (("authority", act_authority), ("reviewer", reviewer)):
            found = body(self.reader)
            if found is not None:
                yield field, Text(found.name_en, found.name_zh)
        fee = fee_of(self.reader)
        if fee.amount is not None:
            yield "fee_cny", Text(f"{fee.amount:,} yuan", f"{fee.amount:,}元")
        days = statutory_days(self.reader)
        if days is not None:
            total = days.total_without_supplement
            yield "statutory_working_days", Text(f"{total} working days", f"{total}个工作日")


def _differences(
    day: str, before: _Law, after: _Law, steps: Mapping[str, Step]
) -> Iterator[ChangeAhead]:
    successors = _successors(before, after)
    for key in dict.fromkeys((*before.steps, *after.steps)):
        if key in successors.values():
            continue
        found = _step_change(day, before, after, key, successors.get(key, key))
        if found is not None:
            yield _placed(found, day, steps.get(key))
    old, new = before.fields(), after.fields()
    for field in old:
        if old[field] != new[field]:
            title = FIELD_TITLES[field]
            change = _change(after.reader, day, "value", title, (old[field], new[field]), ())
            yield replace(change, id=f"{day}-{field.replace('_', '-')}", fields=(field,))


def _placed(change: ChangeAhead, day: str, step: Step | None) -> ChangeAhead:
    """A change of a step, and whether the step lies after it."""
    if step is None or step.projected is None:
        return replace(change, meets="possible")
    return replace(change, meets="certain" if step.projected.begins >= day else "possible")


def _successors(before: _Law, after: _Law) -> dict[str, str]:
    """Steps that end, with the only new step of their kind: the same thing under another law."""
    gone = _alone_in_kind(before, after)
    come = _alone_in_kind(after, before)
    return {gone[kind]: come[kind] for kind in gone if kind in come}


def _alone_in_kind(one: _Law, other: _Law) -> dict[str, str]:
    """The steps that only one law has, by kind, where it has one of the kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, finding in one.steps.items():
        if key not in other.steps:
            found[finding.definition.kind].append(key)
    return {kind: keys[0] for kind, keys in found.items() if len(keys) == 1}


def _step_change(
    day: str, before: _Law, after: _Law, old_key: str, new_key: str
) -> ChangeAhead | None:
    """How one step is another from a day on; `None` where it is the same."""
    old, new = before.steps.get(old_key), after.steps.get(new_key)
    finding = new or old
    if finding is None:
        return None
    gone = _only_in(old, new)
    come = _only_in(new, old)
    change = _kind_of_change(old, new, bool(gone or come))
    texts = (_says(gone), _says(come)) if gone or come else (_all_of(old), _all_of(new))
    cited = tuple(citation for rule in come or gone for citation in rule.citations)
    if change is None:
        change = "figure"
        figures = list(_figures(finding, before.reader, after.reader))
        texts = Text.joined(f[0] for f in figures), Text.joined(f[1] for f in figures)
        cited = tuple(citation for figure in figures for citation in figure[2])
        if not figures:
            return None
    title = finding.definition.title
    found = _change(after.reader, day, change, title, texts, cited)
    statuses = (old.status if old else None, new.status if new else None)
    changed = statuses if statuses[0] != statuses[1] else None
    keys = tuple(dict.fromkeys((old_key, new_key)))
    return replace(found, id=f"{day}-{new_key}", steps=keys, statuses=changed)


def _kind_of_change(
    old: StepFinding | None, new: StepFinding | None, rules_differ: bool
) -> str | None:
    if old is None or new is None:
        return "appears" if old is None else "disappears"
    if old.definition is not new.definition:
        return "replaced"
    if old.status != new.status:
        return "status"
    return "rule" if rules_differ else None


def _only_in(one: StepFinding | None, other: StepFinding | None) -> tuple[Rule, ...]:
    """The rules behind a finding that are not behind the other."""
    known = other.rules if other is not None else ()
    return tuple(rule for rule in one.rules if rule not in known) if one is not None else ()


def _figures(
    finding: StepFinding, before: Reader, after: Reader
) -> Iterator[tuple[Text | None, Text | None, tuple[Citation, ...]]]:
    """The time limits, fee and validity of a step that differ, in words, with the newer law."""
    step, parameters = finding.definition, before.rulebook.parameters
    named = (*(part.parameter for part in step.statutory), step.valid_for, step.fee)
    for name in named:
        if name is None or name not in parameters:
            continue
        old, new = before.version(name), after.version(name)
        values = tuple(version.value if version is not None else None for version in (old, new))
        newest = new or old
        if values[0] != values[1] and newest is not None:
            title, unit = parameters[name].title, parameters[name].unit
            texts = (None if v is None else _figure(title, v, unit) for v in values)
            yield (*texts, newest.citations)  # type: ignore[misc]


def _figure(title: Text, value: int | float, unit: str) -> Text:
    return Text(
        f"{title.en}: {value} {UNIT_WORDS[unit].en}.", f"{title.zh}：{value}{UNIT_WORDS[unit].zh}。"
    )


def _all_of(finding: StepFinding | None) -> Text | None:
    return _says(finding.rules) if finding is not None else None


def _says(rules: Iterable[Rule]) -> Text | None:
    return Text.joined(rule.says for rule in rules)


def _change(
    reader: Reader,
    day: str,
    change: str,
    title: Text,
    texts: tuple[Text | None, Text | None],
    cited: Iterable[Citation],
) -> ChangeAhead:
    return ChangeAhead(
        id=day,
        kind="enacted",
        from_=day,
        change=change,
        steps=(),
        fields=(),
        title=title,
        before=texts[0],
        after=texts[1],
        statuses=None,
        meets=None,
        status=ENACTED,
        status_on=reader.rulebook.head.known_to,
        citations=reader.cite_all(cited),
    )


def _pending(reader: Reader, steps: Mapping[str, Step]) -> Iterator[ChangeAhead]:
    """Law to come that was known on the day asked for and has not begun by then."""
    for entry in reader.rulebook.pending.values():
        if not entry.announced <= reader.day < (entry.change_over_by or entry.begins or FOREVER):
            continue
        if reader.may_hold(entry.when):
            yield ChangeAhead(
                id=entry.id,
                kind=entry.stage,
                from_=entry.begins,
                change="pending",
                steps=tuple(step for step in entry.steps if step in steps),
                fields=(),
                title=entry.text,
                before=None,
                after=entry.effect,
                statuses=None,
                meets=None,
                status=entry.status,
                status_on=entry.status_on,
                citations=reader.cite_all(entry.citations),
            )
