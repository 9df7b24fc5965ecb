"""The check: one question, asked of the lists in force, and of the records and indicators that the actor may see."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa import audit, cyber, liaison, records, screening
from minassa.access import Actor, Opened, door
from minassa.base import Invalid, fault_code, now
from minassa.base.countries import country_code
from minassa.check import memory
from minassa.check.acts import CHECK, SCREEN
from minassa.check.evidence import Known, birth_span, score_with, weigh
from minassa.check.texts import TEXT_FLOOR, texts_in_parts, words_that_matched
from minassa.check.types import LIMIT, Answer, Finding, Hit, Kind, NameReason, Place, Question, Span
from minassa.names import Reason

FLOOR: Final = 0.76
"""Names less alike than this are not shown; below it nearly everything is chance (docs/benchmarks.md has the curve)."""
LONGEST_NAME: Final = 600
LONGEST_NUMBER: Final = 200
BATCH: Final = 100
_COUNTRIES: Final = ("nationality", "citizenship", "country", "jurisdiction", "birthCountry")

NOTHING_ASKED: Final = fault_code(
    "check.nothing-asked", _("Neither a name nor a number was given."), _("Write the name or the number to check.")
)
NO_TEXT: Final = fault_code(
    "check.no-text",
    _("The name or the number holds characters that are no text."),
    _("Type it anew, or copy it from another place."),
)
TOO_LONG: Final = fault_code(
    "check.too-long", _("The name or the number is too long."), _("Write one name of at most 600 characters.")
)


def check(actor: Actor, *, question: Question, purpose: str, case: str = "", limit: int = LIMIT) -> Answer:
    """Ask who this is. Raises Invalid for a question that cannot be asked, Refused without a purpose.

    A name that is a domain, an address, a hash, an address of mail, a wallet or an account is also asked of the indicators, and as
    a number of the lists and records. The audit line holds a keyed digest of the name, the purpose and the case, and how
    many hits there were.
    """
    refuse_unaskable(question)
    observable = cyber.observable_of(question.name or question.identifier)
    with door(actor, CHECK, purpose=purpose, case=case) as opened:
        lists, found_records = _find(opened, _numbered(question) if observable else question, limit)
        answer = memory.with_judgements(actor, _answer(question, lists, found_records))
        memory.keep(actor, answer, purpose=purpose, case=case)
        asked = audit.keyed_digest(question.name or question.identifier)
        opened.note(asked=asked, lists=len(answer.lists), records=len(answer.records))
        answer = replace(answer, lookouts=_lookouts(actor, question, purpose, case))
        opened.note(lookouts=len(answer.lookouts))
        if observable is None:
            return answer
        known = cyber.match_observable(actor, observable=observable, purpose=purpose, case=case)
        opened.note(indicators=len(known.matches))
        return replace(answer, observable=known)


def _lookouts(actor: Actor, question: Question, purpose: str, case: str) -> tuple[liaison.Met, ...]:
    """The lookouts that the question meets; what is typed as a name may be a plate or a document's number."""
    name = "" if question.kind is Kind.ORGANISATION else question.name
    number = _numbered(question).identifier
    return liaison.lookouts_met(actor, name=name, identifier=number, purpose=purpose, case=case)


def _numbered(question: Question) -> Question:
    """The question with its name also as the number, where no number was given: wallets and mail are numbers in lists and records."""
    fits = len(question.name) <= LONGEST_NUMBER
    return question if question.identifier.strip() or not fits else replace(question, identifier=question.name)


def screen(actor: Actor, *, questions: Iterable[Question], purpose: str, case: str = "") -> Iterator[tuple[Hit, ...]]:
    """Ask one question after another, with one audit line for each hundred (BATCH); the hits of each question, best first.

    A question that cannot be asked gives no hits: whoever reads a file tells its faulty rows apart beforehand.
    """
    waiting = iter(questions)
    while batch := list(islice(waiting, BATCH)):
        with door(actor, SCREEN, purpose=purpose, case=case) as opened:
            plain = [_answer(one, *_find(opened, one, LIMIT)) for one in batch]
            answers = [memory.with_judgements(actor, one) for one in plain]
            opened.note(asked=len(batch), hits=sum(len(answer.hits) for answer in answers))
        yield from (answer.hits for answer in answers)


def answer_all(
    actor: Actor, *, questions: Iterable[Question], texts: Iterable[str] = (), purpose: str, case: str = ""
) -> tuple[tuple[Answer, ...], tuple[tuple[Answer, ...], ...]]:
    """Ask all these questions, and which names stand in these texts, with one audit line; what was dismissed before stands apart.

    A question that cannot be asked has no hits. A text's answers each name the words that matched: `minassa.check.texts`.
    """
    asked, written = tuple(questions), tuple(texts)
    with door(actor, SCREEN, purpose=purpose, case=case) as opened:
        answers = tuple(memory.with_judgements(actor, _answer(one, *_find(opened, one, LIMIT))) for one in asked)
        found = tuple(tuple(memory.with_judgements(actor, one) for one in _in_text(opened, text)) for text in written)
        hits = sum(len(one.hits) for one in (*answers, *(each for some in found for each in some)))
        opened.note(asked=len(asked), texts=len(written), hits=hits)
    return answers, found


def _in_text(opened: Opened, text: str) -> Iterator[Answer]:
    """The answers of a text, one for each few words that are a name like one of a list or record."""
    purpose, case = opened.context.purpose, opened.context.case
    found: dict[str, dict[tuple[str, str], Hit]] = {}
    for part in texts_in_parts(text):
        question = Question(part)
        listed = screening.search_lists(opened.actor, name=part, least=TEXT_FLOOR, limit=LIMIT, within=True)
        held = records.match_names(opened.actor, name=part, purpose=purpose, case=case, limit=LIMIT, within=True)
        hits = [*(of_list(question, one) for one in listed), *(of_record(question, one, "") for one in held)]
        for hit in hits:
            if words := words_that_matched(hit):
                found.setdefault(words, {}).setdefault((hit.source, hit.ref), hit)
    for words, some in found.items():
        lists = [one for one in some.values() if one.place is Place.LISTS]
        yield _answer(Question(words), lists, [one for one in some.values() if one.place is Place.RECORDS])


def refuse_unaskable(question: Question) -> None:
    """Raise Invalid for a question that cannot be asked: empty, too long, no text, or with a birth date that is none."""
    if not question.name.strip() and not question.identifier.strip():
        raise Invalid(NOTHING_ASKED)
    if len(question.name) > LONGEST_NAME or len(question.identifier) > LONGEST_NUMBER:
        raise Invalid(TOO_LONG)
    if any(_is_no_text(written) for written in (question.name, question.identifier)):
        raise Invalid(NO_TEXT)
    birth_span(question.birth_date)


def _is_no_text(written: str) -> bool:
    """Whether a NUL or half a surrogate pair is in it: no database and no digest can hold these."""
    return "\0" in written or any("\ud800" <= letter <= "\udfff" for letter in written)


def _find(opened: Opened, question: Question, limit: int) -> tuple[list[Hit], list[Hit]]:
    """The hits on the lists and among the records, best first, those beneath the floor left out."""
    on_lists = screening.search_lists(
        opened.actor,
        name=question.name,
        kind=_kind(question),
        identifier=question.identifier,
        least=FLOOR,
        limit=2 * limit,
    )
    return (
        best([of_list(question, hit) for hit in on_lists], limit),
        best([of_record(question, hit, same) for hit, same in _in_records(opened, question, 2 * limit)], limit),
    )


def _in_records(opened: Opened, question: Question, limit: int) -> Iterator[tuple[records.RecordHit, str]]:
    """Visible records with a name alike or the same number, each once, with the number that is the same."""
    purpose, case = opened.context.purpose, opened.context.case
    named: Iterable[records.RecordHit] = ()
    if question.name.strip():
        named = records.match_names(
            opened.actor, name=question.name, purpose=purpose, case=case, kind=_kind(question), limit=limit
        )
    return numbered_records(opened.actor, question, named, purpose=purpose, case=case, limit=limit)


def numbered_records(  # noqa: PLR0913 - a search on a person states purpose and case beside what is asked
    actor: Actor,
    question: Question,
    named: Iterable[records.RecordHit],
    *,
    purpose: str,
    case: str,
    limit: int = 2 * LIMIT,
) -> Iterator[tuple[records.RecordHit, str]]:
    """The records that were found by their name, and those with the question's number, each once, with the number that is the same."""
    by_name = {hit.id: hit for hit in named}
    by_number: dict[UUID, records.RecordHit] = {}
    if question.identifier.strip():
        same = records.match_identifier(actor, identifier=question.identifier, limit=limit, purpose=purpose, case=case)
        by_number = {hit.id: hit for hit in same}
    for key, hit in (by_number | by_name).items():
        number = by_number[key].matched_name if key in by_number else ""
        yield hit if key in by_name else replace(hit, score=0.0, matched_name=""), number


def _kind(question: Question) -> Literal["person", "organisation"] | None:
    return question.kind.value if question.kind else None


def best(hits: list[Hit], limit: int) -> list[Hit]:
    """The hits worth showing, best first."""
    standing = [hit for hit in hits if hit.name_score >= FLOOR or hit.score == 1.0]
    return sorted(standing, key=lambda hit: (-hit.score, hit.source, hit.ref))[:limit]


def _answer(question: Question, lists: list[Hit], found_records: list[Hit]) -> Answer:
    return Answer(question, now(), tuple(lists), tuple(found_records))


def of_list(question: Question, hit: screening.ListHit) -> Hit:
    """A listed subject as a hit of a question, with the evidence beside its name."""
    births = tuple(Span(date.fromisoformat(one.first), date.fromisoformat(one.last)) for one in hit.births if one.first)
    known = Known(births, hit.countries | hit.residences, hit.by_identifier.value if hit.by_identifier else "")
    findings = weigh(question, known)
    reasons = tuple(NameReason(one.code, one.query, one.name) for one in hit.why)
    return Hit(
        place=Place.LISTS,
        source=hit.source,
        ref=hit.ref,
        caption=hit.name,
        kind=hit.kind.value,
        score=score_with(hit.score, findings),
        name_score=hit.score,
        matched_name=hit.matched_name,
        weak_alias=hit.weak,
        reasons=reasons,
        findings=findings,
        why=_why([one.sentence() for one in hit.why], findings),
        marks=("TLP:CLEAR",),
        as_of=date.fromisoformat(hit.published) if hit.published else None,
        fingerprint=hit.fingerprint,
    )


def of_record(question: Question, hit: records.RecordHit, number: str) -> Hit:
    """A record as a hit of a question, with the evidence beside its name; `number` is that of it which is the same."""
    findings = weigh(question, Known(_births(hit.properties), _countries(hit.properties), number))
    reasons = tuple(reason for reason in hit.why if isinstance(reason, Reason))
    return Hit(
        place=Place.RECORDS,
        source="records",
        ref=str(hit.id),
        caption=hit.caption,
        kind=hit.kind,
        score=score_with(hit.score, findings),
        name_score=hit.score,
        matched_name=hit.matched_name,
        weak_alias=hit.weak,
        reasons=tuple(NameReason(one.code, one.query, one.name) for one in reasons),
        findings=findings,
        why=_why([one.sentence() for one in reasons], findings),
        marks=hit.marks,
        obligations=hit.obligations,
        as_of=hit.modified.date(),
        fingerprint=f"{hit.id}:{hit.modified.isoformat()}",
        owner=hit.owner,
    )


def _births(properties: records.Properties) -> tuple[Span, ...]:
    """The births that a record states and that can be read as dates."""
    found = []
    for written in properties.get("birthDate", ()):
        with suppress(Invalid):
            found.append(birth_span(written))
    return tuple(span for span in found if span is not None)


def _countries(properties: records.Properties) -> frozenset[str]:
    stated = (written for name in _COUNTRIES for written in properties.get(name, ()))
    return frozenset(country_code(written) or written.lower() for written in stated)


def _why(names: list[str], findings: Iterable[Finding]) -> str:
    return "; ".join([*names, *(one.sentence() for one in findings)])
