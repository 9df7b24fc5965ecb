"""What is asked of a payment, and its outcome: names with what else is known of their bearers, numbers exactly, and names in free text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minassa.access import Actor
from minassa.audit import keyed_digest
from minassa.base import Fault
from minassa.base.identifiers import SHORTEST, plain_key
from minassa.check import Answer, Finding, Hit, Kind, Question, answer_all, birth_span
from minassa.payments.messages import Number, NumberKind, Party, Transaction, masked
from minassa.payments.types import Cause, Found, Outcome

NOBODY: Final = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "UNKNOWN", "N/A", "NA", "NONE", "-"})
"""What stands in the place of a name that is not known (EPC's and SWIFT's usage): nobody is called so."""
_LONGEST_NAME: Final = 300
_LONGEST_TEXT: Final = 1_500
_LONGEST_NUMBER: Final = 100
_BESIDE_NAME: Final = (
    NumberKind.IBAN,
    NumberKind.ACCOUNT,
    NumberKind.PHONE,
    NumberKind.WALLET,
    NumberKind.DOCUMENT,
    NumberKind.EMAIL,
)
"""Numbers that stand beside a name in one question, the likeliest first: a judgement is then on this bearer, and on nobody of the same name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payment that is asked: a question, or a text in which names may stand."""

    what: str
    role: str
    path: str
    words: str
    question: Question | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A payment with its outcome, and what was found: hits that stop it, else those that were dismissed before."""

    transaction: Transaction
    outcome: Outcome
    why: Cause
    found: tuple[Found, ...]


def screen_all(
    actor: Actor, transactions: Sequence[Transaction], *, purpose: str, case: str, stop_from: int
) -> Iterator[Judged]:
    """The outcome of each of these payments. What stands in several of them is asked once."""
    parts = [tuple(parts_of(one)) if not one.problems else () for one in transactions]
    questions = dict.fromkeys(part.question for some in parts for part in some if part.question is not None)
    texts = dict.fromkeys(part.text for some in parts for part in some if part.text)
    answers, in_texts = answer_all(actor, questions=questions, texts=texts, purpose=purpose, case=case)
    of_question = dict(zip(questions, answers, strict=True))
    of_text = dict(zip(texts, in_texts, strict=True))
    for transaction, some in zip(transactions, parts, strict=True):
        if transaction.problems:
            yield Judged(transaction, Outcome.BAD, Cause.NOT_READ, ())
            continue
        standing: list[Found] = []
        dismissed: list[Found] = []
        for part in some:
            for answer in of_text[part.text] if part.question is None else (of_question[part.question],):
                standing += _found(part, answer, _stopping(part, answer.hits, stop_from / 100))
                dismissed += _found(part, answer, _stopping(part, answer.dismissed, stop_from / 100))
        yield _judged(transaction, _each_once(standing), _each_once(dismissed))


def _judged(transaction: Transaction, standing: tuple[Found, ...], dismissed: tuple[Found, ...]) -> Judged:
    if standing:
        return Judged(transaction, Outcome.STOP, Cause.HIT, standing)
    if dismissed:
        return Judged(transaction, Outcome.PASS, Cause.KNOWN, dismissed)
    return Judged(transaction, Outcome.PASS, Cause.NO_HIT, ())


def _stopping(part: Part, hits: Iterable[Hit], least: float) -> list[Hit]:
    """The hits that stop a payment: names from the likeness that was chosen on; the check has its own bound for texts."""
    return [hit for hit in hits if part.what != "name" or hit.score >= least]


def _found(part: Part, answer: Answer, hits: Iterable[Hit]) -> list[Found]:
    shown = _without_number(answer.question) if part.what == "number" else answer.question
    words = answer.question.name if part.what == "text" else part.words
    return [Found(part.what, part.role, part.path, words, shown, _without_card(hit, shown)) for hit in hits]


def _each_once(found: list[Found]) -> tuple[Found, ...]:
    """Each thing found once for each role and kind of part, the best first."""
    best: dict[tuple[str, str, str, str], Found] = {}
    for one in sorted(found, key=lambda one: -(one.hit.score if one.hit else 0)):
        if one.hit is not None:
            best.setdefault((one.role, one.what, one.hit.source, one.hit.ref), one)
    return tuple(best.values())


def parts_of(transaction: Transaction) -> Iterator[Part]:
    """Everything of a payment that is asked."""
    seen: set[Question | str] = set()
    for part in (*_of_parties(transaction.parties), *_of_texts(transaction)):
        key = part.question if part.question is not None else part.text
        if key not in seen:
            seen.add(key)
            yield part


def _of_parties(parties: Iterable[Party]) -> Iterator[Part]:
    for party in parties:
        rest = list(party.numbers)
        if any(map(str.isalnum, party.name)) and party.name.strip().upper() not in NOBODY:
            beside = _beside(rest) if party.kind != "organisation" or not _is_bank(rest) else None
            if beside is not None:
                rest.remove(beside)
            yield Part("name", party.role, party.path, party.name, _of_name(party, beside))
        for number in (one for one in rest if len(plain_key(one.value)) >= SHORTEST):
            yield Part("number", number.role, number.path, number.shown, _of_number(number))
    for party in parties:
        address = ", ".join(party.address)
        if any(map(str.isalpha, address)):
            yield Part("text", party.role, f"{party.path}/PstlAdr", address, None, address[:_LONGEST_TEXT])


def _of_texts(transaction: Transaction) -> Iterator[Part]:
    for one in transaction.texts:
        if any(map(str.isalpha, one.text)):
            yield Part("text", "", one.path, one.text, None, one.text[:_LONGEST_TEXT])


def _is_bank(numbers: Iterable[Number]) -> bool:
    return any(one.kind is NumberKind.BIC for one in numbers)


def _beside(numbers: Sequence[Number]) -> Number | None:
    for kind in _BESIDE_NAME:
        for one in numbers:
            if one.kind is kind and SHORTEST <= len(plain_key(one.value)) <= len(one.value) <= _LONGEST_NUMBER:
                return one
    return None


def _of_name(party: Party, beside: Number | None) -> Question:
    return Question(
        name=_plain(party.name)[:_LONGEST_NAME],
        birth_date=_birth(party.birth_date),
        country=party.country[:2],
        identifier=beside.value if beside else "",
        kind=Kind(party.kind) if party.kind else None,
    )


def _birth(written: str) -> str:
    try:
        birth_span(written)
    except Fault:
        return ""
    return written


def _of_number(number: Number) -> Question:
    """A number alone. A card is asked whole in memory, and remembered by its keyed digest."""
    value = _plain(number.value)[:_LONGEST_NUMBER]
    if number.kind is NumberKind.CARD:
        return Question("", identifier=value, stands_for=f"card:{card_digest(value)}")
    return Question("", identifier=value)


def card_digest(digits: str) -> str:
    """What a card's number is remembered by: a digest that only this node can make."""
    return keyed_digest(f"payment card {digits}")


def _without_number(question: Question) -> Question:
    """A question as it may be kept: a card's number is shortened."""
    return replace(question, identifier=masked(question.identifier)) if question.stands_for else question


def _without_card(hit: Hit, question: Question) -> Hit:
    """A hit by a card's number as it may be kept."""
    if not question.stands_for:
        return hit
    shown = question.identifier
    findings = tuple(Finding(one.code, shown, shown, one.effect) for one in hit.findings)
    return replace(hit, findings=findings, why="; ".join(one.sentence() for one in findings), matched_name="")


def _plain(text: str) -> str:
    return text.replace("\0", " ")
