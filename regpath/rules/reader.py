"""What a reading of the pathway needs at hand: citations with names, reasons, labels, bodies."""

from __future__ import annotations

from collections.abc import Iterable

from regpath.model.answers import UNKNOWN, Answer, Answers
from regpath.model.condition import Condition
from regpath.model.law import Authority, Citation, Province
from regpath.model.pathway import Body, CitedArticle, Reason, Region
from regpath.model.rulebook import Fact, Row, Rule, Version
from regpath.model.text import Text
from regpath.rules.calendar import Calendar, calendar_of
from regpath.rules.situation import Situation

UNKNOWN_LABEL = Text("not known", "不详")
YES_NO_LABELS = {"yes": Text("yes", "是"), "no": Text("no", "否")}
GENERIC_PROVINCIAL = "provincial-drug-administration"
GENERIC_REVIEWER = "provincial-review-body"
GENERIC_MUNICIPAL = "municipal-drug-regulator"


class Reader:
    """Turns entries of the rulebook into the words of a pathway, for one situation."""

    def __init__(self, situation: Situation, day: str) -> None:
        self.situation = situation
        self.logic = situation.logic
        self.rulebook = situation.logic.rulebook
        self.answers = situation.answers
        self.day = day
        self._cited: dict[int, CitedArticle] = {}

    def in_place(self, fact: str, place: Province) -> Reader:
        """The same case with a list of provinces cut to one of them; citations are shared."""
        values = {**self.answers.values, fact: (place.id,)}
        answers = Answers(values, self.answers.as_of, found=self.answers.found)
        local = Reader(Situation(self.logic, answers), self.day)
        local._cited = self._cited
        return local

    def cite(self, citation: Citation) -> CitedArticle:
        """A citation with the title and dates of its instrument; equal ones are one object."""
        article = self.logic.articles.get(id(citation))
        if article is None:
            article = self._article(citation)
            article = self.logic.equal_articles.setdefault(article, article)
            self.logic.articles[id(citation)] = article
        self._cited[id(article)] = article
        return article

    def _article(self, citation: Citation) -> CitedArticle:
        instrument = self.rulebook.instruments[citation.instrument]
        return CitedArticle(
            instrument.id,
            citation.article,
            citation.paragraph,
            instrument.title.en,
            instrument.title.zh,
            instrument.number.en if instrument.number else None,
            instrument.number.zh if instrument.number else None,
            instrument.effective,
            citation.grade,
        )

    def cite_all(self, citations: Iterable[Citation]) -> tuple[CitedArticle, ...]:
        """Citations with names, each once, in the order given; those of the product's kind."""
        given = tuple(citations)
        fitting = [c for c in given if self._fits(c)] or given
        return tuple({id(article): article for article in map(self.cite, fitting)}.values())

    def _fits(self, citation: Citation) -> bool:
        wanted = self.rulebook.instruments[citation.instrument].product_kind
        kind = self.answers.word("product_kind")
        return wanted is None or kind is None or wanted == kind

    def cited(self) -> tuple[CitedArticle, ...]:
        """Everything cited so far, in order of instrument and article."""
        return tuple(sorted(self._cited.values(), key=_citation_order))

    def reason(self, rule_id: str, text: Text, diagram: int) -> Reason:
        """Why something is so, with the smallest set of answers that settles it."""
        facts = {f: self._plain(self.answers.known(f)) for f in self.told(diagram)}
        return Reason(rule_id, text.en, text.zh, facts)

    def told(self, diagram: int) -> Iterable[str]:
        """The answers that settle a diagram; for what was found, those by which it was found."""
        for fact in self.situation.grounds(diagram):
            found = self.answers.found.get(fact)
            yield from found.behind if found is not None else (fact,)

    def rule_reason(self, rule: Rule) -> Reason:
        """Why a rule applies or not."""
        return self.reason(rule.id, rule.says, self.logic.rule(rule))

    def row_reason(self, row: Row, diagram: int) -> Reason:
        """Why a row of a table is hit."""
        return self.reason(row.id, row.because, diagram)

    @staticmethod
    def _plain(value: Answer | None) -> object:
        return list(value) if isinstance(value, tuple) else value

    def may_hold(self, condition: Condition | None) -> bool:
        """Whether a condition holds or may still hold; one that is not written always does."""
        if condition is None:
            return True
        return self.situation.holds(self.logic.truth(condition)) is not False

    @property
    def calendar(self) -> Calendar:
        """The working days of the rulebook."""
        return calendar_of(self.rulebook)

    def version(self, parameter: str) -> Version | None:
        """The value of a parameter on the day; `None` where no window covers it."""
        versions = self.rulebook.parameters[parameter].versions
        return next((v for v in versions if v.effective.covers(self.day)), None)

    def label(self, fact: Fact, value: Answer) -> Text:
        """A value of a fact in words."""
        if value == UNKNOWN:
            return UNKNOWN_LABEL
        words = value if isinstance(value, tuple) else (str(value),)
        labels = [self._word_label(fact, word) for word in words]
        return Text(", ".join(label.en for label in labels), "、".join(t.zh for t in labels))

    def _word_label(self, fact: Fact, word: str) -> Text:
        if fact.type == "yes_no":
            return YES_NO_LABELS[word]
        if fact.type in ("province", "province_list"):
            return self.rulebook.provinces[word].name
        found = next((c.label for c in fact.choices if c.id == word), None)
        return found or Text(word, word)

    def province(self, fact: str) -> Province | None:
        """The province that answers a fact; `None` where the fact does not apply."""
        word = self.applying_word(fact)
        return self.rulebook.provinces.get(word) if word else None

    def maker_province(self) -> Province | None:
        """Where the product is made: the contract maker's, the other site's, or the applicant's."""
        for fact, mode in (("contract_province", "contract"), ("site_province", "own_site")):
            if self.applying_word("production_mode") == mode and (found := self.province(fact)):
                return found
        mode_known = self.applying_word("production_mode") == "own_site"
        return self.province("province") if mode_known else None

    def applying_word(self, fact: str) -> str | None:
        """An answer in one word, unless the fact certainly does not apply."""
        known = fact in self.rulebook.facts
        if not known or self.situation.is_relevant(fact) is False:
            return None
        return self.answers.word(fact)

    def authority(self, authority_id: str) -> Body:
        """An authority of the rulebook."""
        versions = self.rulebook.authorities[authority_id]
        in_force = (a for a in versions if a.effective.covers(self.day))
        newest = _newest(versions)
        authority = next(in_force, newest)
        name, present = authority.name, newest.name
        renamed = present if present != name else None
        return Body(authority.id, authority.level, name.en, name.zh, renamed)

    def provincial(self, province: Province | None) -> Body:
        """The drug administration of a province; in general words where its name is not known.

        Provinces are named as they are today: on a day on which the general name was another, the
        general name of that day stands with the province.
        """
        general = self.authority(GENERIC_PROVINCIAL)
        if province is None:
            return general
        newest = _newest(self.rulebook.authorities[GENERIC_PROVINCIAL]).name
        if province.drug_administration is None or general.name_en != newest.en:
            return Body(
                f"{province.id}-drug-administration",
                general.level,
                f"{general.name_en} ({province.name.en})",
                f"{general.name_zh}（{province.name.zh}）",
            )
        name = province.drug_administration
        return Body(f"{province.id}-drug-administration", "provincial", name.en, name.zh)

    def municipal(self, province: Province | None, city: str | None) -> Body:
        """The drug regulator of a city, named as far as the place is known."""
        general = self.authority(GENERIC_MUNICIPAL)
        if province is None:
            return general
        place_en = f"{city}, {province.name.en}" if city else province.name.en
        place_zh = f"{province.name.zh}{city or ''}"
        return Body(
            f"{province.id}-{GENERIC_MUNICIPAL}",
            "municipal",
            f"{general.name_en} ({place_en})",
            f"{place_zh}{general.name_zh}",
        )

    def insurance_bureau(self, province: Province | None) -> Body | None:
        """The healthcare security bureau of a province, where its name is known."""
        if province is None or province.insurance_bureau is None:
            return None
        name = province.insurance_bureau
        return Body(f"{province.id}-healthcare-security", "provincial", name.en, name.zh)

    def region(self, province: Province) -> Region:
        """A province as the place of a step."""
        return Region(province.id, province.name.en, province.name.zh)


def _newest(versions: tuple[Authority, ...]) -> Authority:
    return max(versions, key=lambda version: version.effective.from_ or "")


def _citation_order(article: CitedArticle) -> tuple[str, int, str, str, str]:
    digits = "".join(c for c in article.article.split("(")[0] if c.isdigit())
    return (
        article.instrument,
        int(digits) if digits else 0,
        article.article,
        article.paragraph or "",
        article.grade,
    )
