"""What other agencies ask and tell: lookouts and alerts that are new, changed or newly accepted, brought to the watches of whoever sees them.

A lookout is met as by a check: its owner is told as they chose, and only what that agency has accepted counts. An alert is free text; it
is met where a watched name stands in it word for word, or a watched number: nothing fuzzier, because a text holds many words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from minassa.access import Actor, door, system_actor
from minassa.base import now
from minassa.check import Hit, Place
from minassa.liaison import (
    AlertView,
    LookoutRow,
    LookoutState,
    Met,
    list_alerts,
    list_lookouts,
    lookouts_met,
    read_alert,
    read_lookout,
)
from minassa.names import tokens
from minassa.screening import query_keys
from minassa.watch import held, index, rows
from minassa.watch.acts import WATCH_FIND, WATCH_WORK
from minassa.watch.finding import LEAST, Ask, Find, Group, ask_each, groups_of, keeper_of
from minassa.watch.models import Watch, WatchHit, WatchKey, WatchPlace
from minassa.watch.rows import pieces

LONGEST_NAME: Final = 8
"""Words of a name that is looked for in a text."""
_NUMBERS: Final = re.compile(r"[+\w][\w+./-]{3,40}")
_PAGE: Final = 200


def hear() -> int:
    """Bring lookouts and alerts to the watches of the agencies that see them; how many were new."""
    return sum(_hear(actor) for actor in _one_of_each_agency())


def _one_of_each_agency() -> Iterator[Actor]:
    """For each agency that watches anybody, one keeper as whom its lookouts and alerts are read."""
    with door(system_actor("watch"), WATCH_FIND):
        keepers = list(rows.keepers())
    seen: set[UUID] = set()
    for keeper in keepers:
        actor = keeper_of(Group(keeper, "", "", ()))
        if actor is not None and actor.agency is not None and actor.agency not in seen:
            seen.add(actor.agency)
            yield actor


def _hear(actor: Actor) -> int:
    done = 0
    for row in list_lookouts(actor, size=_PAGE)[0]:
        sort, number = f"lookout:{actor.agency}:{row.id}", int(row.modified.timestamp() * 1000)
        if _is_met(row) and _is_new(sort, number):
            _bring_lookout(actor, row)
            _keep(sort, number)
            done += 1
    for alert in list_alerts(actor, size=_PAGE).rows:
        sort = f"alert:{actor.agency}:{alert.id}"
        if _is_new(sort, alert.version):
            _bring_alert(actor, alert.id)
            _keep(sort, alert.version)
            done += 1
    _forget(actor, Place.LOOKOUTS, _standing_lookouts(actor))
    _forget(actor, Place.ALERTS, _standing_alerts(actor))
    return done


def _is_met(row: LookoutRow) -> bool:
    """Whether a lookout is in force and the agency's own, or one that it has accepted."""
    return row.state is LookoutState.ACTIVE and not row.expired and (row.mine or bool(row.answer))


def _standing_lookouts(actor: Actor) -> Iterator[str]:
    before = ""
    while True:
        found, before, _count = list_lookouts(actor, before=before, size=_PAGE)
        yield from (str(row.id) for row in found if _is_met(row))
        if not before:
            return


def _standing_alerts(actor: Actor) -> Iterator[str]:
    before = ""
    while True:
        found = list_alerts(actor, before=before, size=_PAGE)
        yield from (str(row.id) for row in found.rows)
        before = found.next
        if not before:
            return


def _forget(actor: Actor, place: Place, standing: Iterator[str]) -> None:
    """Forget an agency's hits on what was withdrawn or is over; what stands is read only as far as it is asked for, the newest first."""
    with door(system_actor("watch"), WATCH_WORK) as opened:
        hits = WatchHit.objects.filter(source=place.value).values_list("id", "ref", "label_id")
        refs = {ref for _id, ref, label in hits if opened.label_of(label).owner == actor.agency}
    missing = set(refs)
    for one in standing if missing else ():
        missing.discard(one)
        if not missing:
            return
    with door(system_actor("watch"), WATCH_WORK) as opened:
        for one, label in WatchHit.objects.filter(source=place.value, ref__in=missing).values_list("id", "label_id"):
            if opened.label_of(label).owner == actor.agency:
                WatchHit.objects.filter(id=one).delete()


def _is_new(sort: str, number: int) -> bool:
    place = WatchPlace.objects.filter(sort=sort).first()
    return place is None or place.number < number


def _keep(sort: str, number: int) -> None:
    WatchPlace.objects.update_or_create(sort=sort, defaults={"number": number, "at": now()})


def _of_agency(ids: set[UUID], actor: Actor) -> list[Group]:
    found = []
    for group in groups_of(ids):
        keeper = keeper_of(group)
        if keeper is not None and keeper.agency == actor.agency:
            found.append(group)
    return found


def _bring_lookout(actor: Actor, row: LookoutRow) -> None:
    sought = read_lookout(actor, id=row.id).sought
    ids = {one for name in sought.names for one in index.concerned(name, kind="person", least=LEAST)}
    ids |= _with_keys("number", {key for number in sought.numbers for key in query_keys(number)})
    for group in _of_agency(ids, actor):
        ask_each(group, _asked_of_lookout(group, row))


def _asked_of_lookout(group: Group, row: LookoutRow) -> Ask:
    def ask(actor: Actor, watches: Sequence[Watch]) -> Mapping[UUID, Sequence[Find]]:
        return {
            one.id: [find for find in lookouts_of(actor, group, one) if find.hit.ref == str(row.id)] for one in watches
        }

    return ask


def lookouts_of(actor: Actor, group: Group, watch: Watch) -> Iterator[Find]:
    """The lookouts that a watch meets and that its keeper may know of, each once; their owners are told as by a check."""
    met: dict[UUID, Met] = {}
    for question in rows.questions_of(watch):
        for one in lookouts_met(
            actor, name=question.name, identifier=question.identifier, purpose=group.purpose, case=group.case
        ):
            met.setdefault(one.id, one)
    for one in met.values():
        fingerprint = f"{one.id}:{one.expires.isoformat()}"
        hit = _hit(Place.LOOKOUTS, one.id, one.matched, score=one.score, fingerprint=fingerprint, marks=one.marks)
        yield Find(hit, held.of_text(one.expires.isoformat()), one.label)


def _bring_alert(actor: Actor, alert: UUID) -> None:
    found = read_alert(actor, id=alert)
    written = f"{found.row.title}\n{found.text}"
    runs = _runs(written)
    numbers = {key: number for number in _NUMBERS.findall(written) for key in query_keys(number) if _has_digit(key)}
    ids = _with_keys("words", set(runs)) | _with_keys("number", set(numbers))
    for group in _of_agency(ids, actor):
        ask_each(group, lambda _by, watches: {one.id: list(_named(one, found, runs, numbers)) for one in watches})


def _named(watch: Watch, alert: AlertView, runs: Mapping[str, str], numbers: Mapping[str, str]) -> Iterator[Find]:
    keys = list(WatchKey.objects.filter(watch=watch).values_list("kind", "key"))
    met = next((runs[key] for kind, key in keys if kind == "words" and key in runs), "")
    met = met or next((numbers[key] for kind, key in keys if kind == "number" and key in numbers), "")
    if met:
        row = alert.row
        hit = _hit(Place.ALERTS, row.id, met, score=1.0, fingerprint=f"{row.id}:{row.version}", marks=row.marks)
        yield Find(hit, held.of_text(str(row.version)), alert.label)


def _runs(text: str) -> dict[str, str]:
    """Every run of two to eight words that follow each other, folded."""
    found: dict[str, str] = {}
    words = tokens(text)
    for length in range(rows.FEWEST_WORDS, LONGEST_NAME + 1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            found.setdefault(run[: rows.LONGEST_KEY], run)
    return found


def _has_digit(key: str) -> bool:
    return any(letter.isdigit() for letter in key)


def _with_keys(kind: str, keys: set[str]) -> set[UUID]:
    found: set[UUID] = set()
    with door(system_actor("watch"), WATCH_FIND):
        for some in pieces(sorted(keys), 500):
            found.update(WatchKey.objects.filter(kind=kind, key__in=some).values_list("watch_id", flat=True))
    return found


def _hit(  # noqa: PLR0913 - a hit's parts, each named by its place
    place: Place, ref: UUID, matched: str, *, score: float, fingerprint: str, marks: tuple[str, ...]
) -> Hit:
    return Hit(
        place=place,
        source=place.value,
        ref=str(ref),
        caption=matched,
        kind="",
        score=score,
        name_score=score,
        matched_name=matched,
        weak_alias=False,
        reasons=(),
        findings=(),
        why=f"the {place.value[:-1]} names {matched}",
        marks=marks,
        fingerprint=fingerprint[:200],
    )
