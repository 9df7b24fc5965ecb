"""What is kept of a stopped payment and its hits, as JSON, and read again. Of a record only its id is kept, never its name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from minassa import records
from minassa.access import Opened
from minassa.check import Finding, Hit, Judged, Kind, NameReason, Place, Question
from minassa.payments.asking import card_digest
from minassa.payments.messages import Number, NumberKind, Transaction
from minassa.payments.types import Found, NumberShown, PartyShown

Json = Any
RECORDS: Final = "records"


def kept_payment(one: Transaction) -> dict[str, Json]:
    """A transaction as it is kept: everything that was read of it, cards shortened."""
    return {
        "references": dict(one.references),
        "day": one.day,
        "parties": [
            {
                "role": party.role.value,
                "path": party.path,
                "name": party.name,
                "country": party.country,
                "birth_date": party.birth_date,
                "address": list(party.address),
                "numbers": [_kept_number(number) for number in party.numbers],
            }
            for party in one.parties
        ],
        "texts": [[text.text, text.path] for text in one.texts],
    }


def _kept_number(number: Number) -> dict[str, str]:
    kept = {"kind": number.kind.value, "shown": number.shown}
    if number.kind is NumberKind.CARD:
        kept["digest"] = card_digest(number.value)
    return kept


def parties_of(content: Mapping[str, Json]) -> tuple[PartyShown, ...]:
    """The parties of a payment that was kept."""
    return tuple(
        PartyShown(
            role=one["role"],
            path=one["path"],
            name=one["name"],
            country=one["country"],
            birth_date=one["birth_date"],
            address=tuple(one["address"]),
            numbers=tuple(NumberShown(n["kind"], n["shown"], n.get("digest", "")) for n in one["numbers"]),
        )
        for one in content["parties"]
    )


def kept_found(one: Found) -> dict[str, Json]:
    """A hit as it is kept. What a record says stays in the record: here are its id, and what it was asked."""
    hit = one.hit
    if hit is None:
        raise ValueError("what is not seen cannot be kept")
    question = one.question
    kept: dict[str, Json] = {
        "what": one.what,
        "role": one.role,
        "path": one.path,
        "words": one.words,
        "asked": [
            question.name, question.birth_date, question.country, question.identifier,
            question.kind.value if question.kind else "", question.stands_for,
        ],
        "source": hit.source,
        "ref": hit.ref,
        "score": hit.score,
        "name_score": hit.name_score,
        "kind": hit.kind,
        "fingerprint": hit.fingerprint,
        "as_of": hit.as_of.isoformat() if hit.as_of else "",
        "judged": [hit.judged.verdict, hit.judged.reason, hit.judged.at.isoformat()] if hit.judged else None,
    }  # fmt: skip
    if hit.source != RECORDS:
        kept |= {
            "caption": hit.caption,
            "matched": hit.matched_name,
            "weak": hit.weak_alias,
            "reasons": [[reason.code, reason.query, reason.name] for reason in hit.reasons],
            "findings": [[finding.code, finding.asked, finding.held, finding.effect] for finding in hit.findings],
            "why": hit.why,
            "marks": list(hit.marks),
        }
    return kept


def found_again(opened: Opened, kept: Iterable[Mapping[str, Json]]) -> tuple[Found, ...]:
    """Hits that were kept, records as this reader sees them now: None in the place of one that they may not see."""
    kept = list(kept)
    ids = [UUID(one["ref"]) for one in kept if one["source"] == RECORDS]
    captions = records.captions_of(opened, ids) if ids else {}
    return tuple(_found(one, captions) for one in kept)


def _found(kept: Mapping[str, Json], captions: Mapping[UUID, tuple[str, tuple[str, ...]]]) -> Found:
    name, birth_date, country, identifier, kind, stands_for = kept["asked"]
    question = Question(name, birth_date, country, identifier, Kind(kind) if kind else None, stands_for)
    is_hidden = kept["source"] == RECORDS and UUID(kept["ref"]) not in captions
    hit = None if is_hidden else _hit(kept, captions)
    return Found(kept["what"], kept["role"], kept["path"], kept["words"], question, hit)


def _hit(kept: Mapping[str, Json], captions: Mapping[UUID, tuple[str, tuple[str, ...]]]) -> Hit:
    is_record = kept["source"] == RECORDS
    caption, marks = captions[UUID(kept["ref"])] if is_record else (kept["caption"], tuple(kept["marks"]))
    judged = kept["judged"]
    return Hit(
        place=Place.RECORDS if is_record else Place.LISTS,
        source=kept["source"],
        ref=kept["ref"],
        caption=caption,
        kind=kept["kind"],
        score=kept["score"],
        name_score=kept["name_score"],
        matched_name=kept.get("matched", caption),
        weak_alias=kept.get("weak", False),
        reasons=tuple(NameReason(*one) for one in kept.get("reasons", ())),
        findings=tuple(Finding(*one) for one in kept.get("findings", ())),
        why=kept.get("why", ""),
        marks=marks,
        as_of=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        judged=Judged(judged[0], judged[1], datetime.fromisoformat(judged[2])) if judged else None,
        fingerprint=kept["fingerprint"],
    )
