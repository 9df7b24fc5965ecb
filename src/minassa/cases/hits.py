"""From a hit to its evidence: what the source says of the subject, line by line, so that a change can be told in words."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from minassa import screening
from minassa.access import Actor
from minassa.base import NotFound
from minassa.cases import faults
from minassa.cases.opening import open_case
from minassa.cases.rows import LONGEST_LINE, LONGEST_TITLE, MOST_LINES
from minassa.cases.types import Evidence, EvidenceLine, Origin, OriginKind
from minassa.check import Hit, Place, Question, check


def open_case_of_hit(  # noqa: PLR0913 - a check's parts and the hit's name
    actor: Actor,
    *,
    question: Question,
    source: str,
    ref: str,
    purpose: str,
    reference: str = "",
    note: str = "",
    assignee: UUID | None = None,
    due: datetime | None = None,
) -> UUID:
    """Open a case of a hit: the question is asked again, so that the case holds what stands now.

    Raises NotFound where the question does not find this subject any more; else as `open_case` and `check`.
    """
    answer = check(actor, question=question, purpose=purpose, case=reference)
    hit = next((one for one in (*answer.hits, *answer.dismissed) if (one.source, one.ref) == (source, ref)), None)
    if hit is None:
        raise NotFound(faults.HIT_GONE)
    return open_case(
        actor,
        origin=origin_of_hit(actor, question=question, hit=hit),
        subject=(question.name or question.identifier)[:LONGEST_TITLE],
        purpose=purpose,
        reference=reference,
        note=note,
        assignee=assignee,
        due=due,
    )


def origin_of_hit(actor: Actor, *, question: Question, hit: Hit, kind: OriginKind = OriginKind.CHECK) -> Origin:
    """A hit as the origin of a case; `kind` says what asked (a check, a file, a watch)."""
    piece = evidence_of_hit(actor, question=question, hit=hit)
    title = (question.name or question.identifier)[:LONGEST_TITLE]
    return Origin(kind, f"{hit.source}:{hit.ref}", title, (piece,))


def evidence_of_hit(actor: Actor, *, question: Question, hit: Hit) -> Evidence:
    """A hit as evidence: of a listed subject what its list says; of a record only how it was found, since the record itself is linked."""
    is_listed = hit.place is Place.LISTS
    lines = [*_found(hit), *(_listed(actor, hit) if is_listed else ())]
    cut = (EvidenceLine(one.kind, one.text[:LONGEST_LINE]) for one in lines[:MOST_LINES])
    return Evidence(
        title=hit.caption[:600],
        lines=tuple(cut),
        source=hit.source,
        ref=hit.ref,
        fingerprint=hit.fingerprint,
        question=question,
        about="" if is_listed else f"record:{hit.ref}",
    )


def _found(hit: Hit) -> Iterator[EvidenceLine]:
    yield EvidenceLine("matched-name", hit.matched_name or hit.caption)
    yield EvidenceLine("kind", hit.kind)
    yield EvidenceLine("score", f"{hit.score:.2f}")
    if hit.why:
        yield EvidenceLine("why", hit.why)
    if hit.as_of is not None:
        yield EvidenceLine("as-of", hit.as_of.isoformat())


def _listed(actor: Actor, hit: Hit) -> Iterator[EvidenceLine]:
    """What the list says of a subject, a line for each name, birth, country, number, programme and remark."""
    subject = screening.read_subject(actor, source=hit.source, ref=hit.ref).subject
    yield from (EvidenceLine("name", one) for one in (*subject.names, *subject.original_names))
    yield from (EvidenceLine("alias", one) for one in subject.weak_names)
    yield from (EvidenceLine("birth", one.raw) for one in subject.births)
    yield from (EvidenceLine("birth-place", one) for one in subject.birth_places)
    yield from (EvidenceLine("country", one) for one in (*subject.countries, *subject.residences))
    yield from (
        EvidenceLine("identifier", " ".join(filter(None, (one.value, one.country)))) for one in subject.identifiers
    )
    yield from (EvidenceLine("address", one) for one in subject.addresses)
    yield from (EvidenceLine("programme", one) for one in subject.programmes)
    yield from (EvidenceLine("fact", one.text) for one in subject.facts)
    if subject.listed_on:
        yield EvidenceLine("listed-on", subject.listed_on)
