"""Judgements on hits: confirmed or dismissed with a reason, remembered for the agency, until the evidence changes."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from minassa.access import Actor, Handling, Label, Tlp, door
from minassa.base import Invalid, Refused
from minassa.screening import faults
from minassa.screening.acts import HIT_JUDGE, HIT_JUDGEMENTS
from minassa.screening.models import Judgement, ListedRow
from minassa.screening.publishers import source_named
from minassa.screening.reads import subject_of
from minassa.screening.types import Asked, FieldChange, JudgementView, Verdict, what_changed

LONGEST_REASON: Final = 4_000
RECORDS: Final = "records"
"""What stands in the place of a list's key for hits among records."""

Judgements = Mapping[tuple[str, str], JudgementView]


def remember_judgement(  # noqa: PLR0913 - a judgement's parts, each named by the caller
    actor: Actor,
    *,
    asked: Asked,
    source: str,
    ref: str,
    verdict: Verdict,
    reason: str,
    fingerprint: str,
    case: str = "",
    exercise: bool = False,
) -> JudgementView:
    """Remember what the actor's agency decides of a hit, with the evidence as it is (`fingerprint` of the hit).

    Raises Invalid without a reason, NotFound for a list that there is not. `source` is a list's key, or `records` with
    the record's id as `ref`.
    """
    if source != RECORDS:
        source_named(source)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(faults.REASON_MISSING, limit=LONGEST_REASON)
    if actor.agency is None or actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    label = Label(owner=actor.agency, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)
    with door(actor, HIT_JUDGE, case=case, subject=f"hit:{source}") as opened:
        row = Judgement.objects.create(
            question=asked.digest(),
            source=source,
            ref=ref,
            verdict=verdict.value,
            reason=reason.strip(),
            evidence=_evidence(fingerprint),
            judged_by=actor.user_id,
            case=case[:100],
            label_id=opened.intern(label),
        )
        opened.note(subject=f"judgement:{row.id}", verdict=verdict.value, source=source)
        return _view(row, fingerprint)


def judgements(actor: Actor, *, asked: Asked, hits: Iterable[tuple[str, str, str]]) -> Judgements:
    """What the actor's agency decided of these hits of this question before: `(source, ref)` -> the latest judgement.

    `hits` are `(source, ref, fingerprint)` as they are now; a judgement whose evidence differs is told not to stand.
    """
    now = {(source, ref): fingerprint for source, ref, fingerprint in hits}
    with door(actor, HIT_JUDGEMENTS) as opened:
        own = [one for one in opened.visible if opened.label_of(one).owner == actor.agency]
        rows = Judgement.objects.filter(question=asked.digest(), label_id__in=own).order_by("judged_at", "id")
        return {
            (row.source, row.ref): _view(row, now[row.source, row.ref]) for row in rows if (row.source, row.ref) in now
        }


def _evidence(fingerprint: str) -> str:
    return sha256(fingerprint.encode()).hexdigest()


def _changed(row: Judgement) -> tuple[FieldChange, ...]:
    """How a listed subject differs from what was judged; nothing for records, and for one that is not listed any more."""
    if row.source == RECORDS:
        return ()
    rows = list(ListedRow.objects.filter(source=row.source, ref=row.ref).order_by("first"))
    before = next((one for one in rows if _evidence(one.fingerprint) == row.evidence), None)
    after = next((one for one in rows if one.until is None), None)
    return what_changed(subject_of(before), subject_of(after)) if before and after else ()


def _view(row: Judgement, fingerprint: str) -> JudgementView:
    stands = row.evidence == _evidence(fingerprint)
    return JudgementView(
        id=row.id,
        source=row.source,
        ref=row.ref,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        judged_by=row.judged_by,
        judged_at=row.judged_at,
        case=row.case,
        stands=stands,
        changed=() if stands else _changed(row),
    )
