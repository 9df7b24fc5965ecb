"""Past checks: what was asked in the last 90 days is asked again when a list changes, and whoever asked is told."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Opened, Tlp, door, system_actor
from minassa.base import Refused, now
from minassa.desk import notice_kind, notify
from minassa.screening import faults
from minassa.screening.acts import CHECK_PAST, CHECK_RECHECK, CHECK_REMEMBER
from minassa.screening.changed import ChangedSubjects
from minassa.screening.models import ListedRow, ListVersion, PastCheck
from minassa.screening.reads import changes
from minassa.screening.types import Asked, Change, PastCheckView, PastHit

KEPT: Final = timedelta(days=90)
FLOOR: Final = 0.85
"""Names of changed subjects less alike than this are not worth a notice: clearly worth showing begins here."""

_WERE_IN_FORCE: Final = (ListVersion.IN_FORCE, ListVersion.SUPERSEDED)
_MOST_LISTED: Final = 200
_MOST_HITS: Final = 50
_CHUNK: Final = 200
_LONGEST_CASE: Final = 100

ANSWER_CHANGED: Final = notice_kind(
    "check-changed",
    _(
        "The answer to your check of “%(name)s” (case %(case)s) has changed with version %(version)s of %(source)s: "
        "%(added)s added, %(amended)s amended, %(removed)s removed. Ask again before you rely on it."
    ),
    topic=_("Changed answers to your checks"),
)

StoredHit = list[str]
_KINDS: Final[dict[str, Literal["person", "organisation"]]] = {"person": "person", "organisation": "organisation"}


def remember_check(
    actor: Actor, *, asked: Asked, purpose: str, case: str, hits: Iterable[tuple[str, str, str, str]]
) -> UUID:
    """Keep a question with its hits on the lists for 90 days; the same question again replaces its earlier answer.

    `hits` are `(source, ref, fingerprint, name)`.
    """
    if actor.agency is None or actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    answer = [list(hit) for hit in islice(hits, _MOST_HITS)]
    case = case[:_LONGEST_CASE]
    with door(actor, CHECK_REMEMBER) as opened:
        label_id = opened.intern(_own(actor.agency, actor.user_id))
        question = asked.digest()
        row = PastCheck.objects.filter(question=question, label_id=label_id, case=case).first()
        row = row or PastCheck(
            question=question, label_id=label_id, case=case, asked_by=actor.user_id, agency=actor.agency
        )
        row.name, row.birth_date, row.country = asked.name, asked.birth_date, asked.country[:60]
        row.identifier, row.kind, row.purpose = asked.identifier, asked.kind, purpose
        row.asked_at, row.answer, row.rechecked = now(), answer, {}
        row.save()
        return row.id


def past_checks(actor: Actor, *, limit: int = _MOST_LISTED) -> tuple[PastCheckView, ...]:
    """The person's checks of the last 90 days, the latest first, each hit with what has become of it."""
    with door(actor, CHECK_PAST) as opened:
        rows = PastCheck.objects.filter(label_id=_own_id(opened), asked_at__gte=now() - KEPT)
        found = list(rows.order_by("-asked_at", "-id")[: min(limit, _MOST_LISTED)])
        standing = _standing({(hit[0], hit[1]) for row in found for hit in row.answer})
        return tuple(_view(row, standing) for row in found)


def recheck_changed() -> int:
    """Ask past checks again for every version that came in force since the last time; give how many notices were given."""
    told = 0
    for row in ListVersion.objects.filter(rechecked_at=None, state__in=_WERE_IN_FORCE).order_by("id"):
        told += recheck(row.source, row.number)
        ListVersion.objects.filter(pk=row.pk).update(rechecked_at=now())
    return told


def recheck(source: str, version: int) -> int:
    """Ask the checks of the last 90 days again about what a version changed; give how many notices were given.

    Works through chunks of 200, each in a transaction of its own; one that was done is not done twice.
    """
    changed = {change.ref: change for change in changes(source, version)}
    if not changed:
        return 0
    fresh = ChangedSubjects(source, changed.values())
    actor = system_actor("lists-recheck")
    told, last = 0, None
    while True:
        with door(actor, CHECK_RECHECK, subject=f"list:{source}") as opened:
            some = _next_chunk(last)
            told_here = sum(_recheck_one(row, source, version, changed, fresh) for row in some)
            opened.note(version=version, checked=len(some), told=told_here)
        told += told_here
        if len(some) < _CHUNK:
            return told
        last = some[-1].id


def forget_old_checks() -> int:
    """Delete the checks that are older than 90 days."""
    with door(system_actor("lists-recheck"), CHECK_RECHECK) as opened:
        gone, _models = PastCheck.objects.filter(asked_at__lt=now() - KEPT).delete()
        opened.note(deleted=gone)
        return gone


def _found_by(row: PastCheck, fresh: ChangedSubjects) -> set[str]:
    """The references of the changed subjects that the question finds now."""
    kind = _KINDS.get(row.kind)
    return set(fresh.found(name=row.name, identifier=row.identifier, kind=kind, least=FLOOR))


def _next_chunk(after: UUID | None) -> list[PastCheck]:
    rows = PastCheck.objects.filter(asked_at__gte=now() - KEPT).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows[:_CHUNK])


def _recheck_one(row: PastCheck, source: str, version: int, changed: dict[str, Change], fresh: ChangedSubjects) -> bool:
    """Ask one check again; tell whoever asked if its answer changed, and keep the new answer."""
    if int(row.rechecked.get(source, 0)) >= version:
        return False
    had = {hit[1]: hit for hit in row.answer if hit[0] == source}
    touched = sorted((had.keys() & changed.keys()) | _found_by(row, fresh))
    different = [changed[ref] for ref in touched if _is_news(changed[ref], had.get(ref))]
    row.rechecked = {**row.rechecked, source: version}
    if different:
        refs = {change.ref for change in different}
        kept = [hit for hit in row.answer if hit[0] != source or hit[1] not in refs]
        row.answer = kept + list(_new_hits(source, different))
        _tell(row, source, version, different)
    row.save(update_fields=["answer", "rechecked"])
    return bool(different)


def _is_news(change: Change, had: StoredHit | None) -> bool:
    """Whether the asker has not seen this statement on the subject (they may have asked after the change)."""
    if change.after is None:
        return had is not None
    return had is None or had[2] != change.after.fingerprint()


def _new_hits(source: str, different: Iterable[Change]) -> Iterator[StoredHit]:
    for change in different:
        if change.after is not None:
            yield [source, change.ref, change.after.fingerprint(), change.caption]


def _tell(row: PastCheck, source: str, version: int, different: list[Change]) -> None:
    notify(
        system_actor("lists-recheck"),
        person=row.asked_by,
        agency=row.agency,
        kind=ANSWER_CHANGED,
        about=f"check:{row.id}",
        params={
            "name": row.name or row.identifier,
            "case": row.case or "–",
            "version": version,
            "source": source,
            **{what: sum(one.what == what for one in different) for what in ("added", "amended", "removed")},
            "refs": [[one.what, one.ref, one.caption] for one in different[:_MOST_HITS]],
        },
    )


def _own(agency: UUID, person: UUID) -> Label:
    return Label(owner=agency, tlp=Tlp.RED, audience=frozenset({f"user:{person}"}), handling=frozenset({Handling.H0}))


def _own_id(opened: Opened) -> int:
    actor = opened.actor
    if actor.agency is None or actor.user_id is None:
        return 0
    own = _own(actor.agency, actor.user_id)
    return next((one for one in opened.visible if opened.label_of(one) == own), 0)


def _standing(keys: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The present fingerprint of each subject that is still listed."""
    wanted = Q(pk__in=[])
    for source in {source for source, _ref in keys}:
        wanted |= Q(source=source, ref__in=[ref for one, ref in keys if one == source])
    rows = ListedRow.objects.filter(wanted, until=None).values_list("source", "ref", "fingerprint")
    return {(source, ref): fingerprint for source, ref, fingerprint in rows}


def _view(row: PastCheck, standing: dict[tuple[str, str], str]) -> PastCheckView:
    hits = tuple(
        PastHit(source, ref, name, _state(standing.get((source, ref)), fingerprint))
        for source, ref, fingerprint, name in row.answer
    )
    asked = Asked(row.name, row.birth_date, row.country, row.identifier, row.kind)
    return PastCheckView(row.id, asked, row.purpose, row.case, row.asked_at, hits)


def _state(present: str | None, then: str) -> str:
    if present is None:
        return "removed"
    return "listed" if present == then else "amended"
