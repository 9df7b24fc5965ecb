"""The inbox under attack: replays, reorderings, gaps, liars, altered labels, receivers that fail, two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from minassa import audit
from minassa.access import (
    Act,
    Parcel,
    Receipt,
    ReceiptState,
    Role,
    Step,
    Tlp,
    door,
    is_withdrawn,
    list_received,
    next_version,
    system_actor,
    take_in,
)
from minassa.access.acts import RELEASE_HOLDERS
from minassa.access.models import Held, Inbound, LabelRow, Stream
from minassa.base import Refused, Unavailable
from tests.access.releases.made import CARRIER, Remote, held_parcels, release_plant
from tests.factories import a_label, actor_for, make_agency, make_remote_agency, make_user
from tests.plants.acts import PLANT_LIST, PLANT_WRITE
from tests.plants.models import Plant

TAKEN, HELD = Receipt(ReceiptState.TAKEN), Receipt(ReceiptState.HELD)


def refused(code: str) -> Receipt:
    return Receipt(ReceiptState.REFUSED, code)


def names_seen(remote: Remote) -> list[str]:
    """What a person of the recipient agency sees, in the order in which it was taken in."""
    with door(actor_for(make_user(remote.here)), PLANT_LIST):
        return list(Plant.objects.order_by("id").values_list("name", flat=True))


pytestmark = pytest.mark.django_db


def test_what_is_taken_in_is_seen_by_those_addressed_and_nobody_else() -> None:
    remote, other = Remote(), make_agency()
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    assert names_seen(remote) == ["EXERCISE 1"]
    with door(actor_for(make_user(other, [Role.SUPERVISOR])), PLANT_LIST):
        assert Plant.objects.count() == 0
    assert list_received(actor_for(make_user(other))) == ()
    (line,) = list_received(actor_for(make_user(remote.here)))
    assert (line.owner, line.version, line.step, line.marks) == (remote.sender, 1, Step.SHARE, "TLP:AMBER EXERCISE")


def test_a_replayed_parcel_gives_the_same_receipt_and_changes_nothing() -> None:
    remote = Remote()
    parcel = remote.parcel(1)
    assert [remote.hand_in(parcel) for _ in range(3)] == [TAKEN] * 3
    assert names_seen(remote) == ["EXERCISE 1"]
    assert len(list_received(actor_for(make_user(remote.here)))) == 1


@pytest.mark.parametrize("order", list(permutations([1, 2, 3, 4])))
def test_whatever_the_order_of_arrival_they_are_taken_in_by_version(order: tuple[int, ...]) -> None:
    remote = Remote()
    parcels = {version: remote.parcel(version) for version in order}
    receipts = [remote.hand_in(parcels[version]) for version in order]
    assert names_seen(remote) == [f"EXERCISE {version}" for version in (1, 2, 3, 4)]
    assert held_parcels() == 0
    for version, receipt in zip(order, receipts, strict=True):
        before = set(order[: order.index(version)])
        assert receipt == (TAKEN if before >= set(range(1, version)) else HELD)


def test_behind_a_gap_nothing_is_shown_until_it_is_filled() -> None:
    remote = Remote()
    late = remote.parcel(2)
    assert remote.hand_in(remote.parcel(3)) == HELD
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    assert names_seen(remote) == ["EXERCISE 1"]
    assert remote.hand_in(late) == TAKEN
    assert names_seen(remote) == ["EXERCISE 1", "EXERCISE 2", "EXERCISE 3"]


def test_a_recipient_who_joins_a_stream_later_misses_nothing() -> None:
    remote = Remote()
    assert remote.hand_in(remote.parcel(7, Step.SHARE, follows=0)) == TAKEN
    assert remote.hand_in(remote.parcel(12, follows=7)) == TAKEN
    assert names_seen(remote) == ["EXERCISE 7", "EXERCISE 12"]


def test_a_held_parcel_offered_again_may_follow_another_one() -> None:
    remote = Remote()
    parcel = remote.parcel(3)
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    assert remote.hand_in(parcel) == HELD
    assert remote.hand_in(replace(parcel, follows=1)) == TAKEN  # the sender heard that version 2 was refused
    assert held_parcels() == 0


def test_nobody_hands_in_what_another_agency_owns() -> None:
    remote, liar = Remote(), make_remote_agency()
    assert remote.hand_in(remote.parcel(1), sender=liar.id) == refused("parcel.not-owner")
    assert names_seen(remote) == []
    assert not Stream.objects.exists()


def test_nobody_versions_the_stream_of_another_agency() -> None:
    remote, liar = Remote(), make_remote_agency()
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    for step in (Step.SHARE, Step.CORRECT, Step.WITHDRAW):
        forged = remote.parcel(2, step, owner=liar.id, label=a_label(liar, audience=[remote.here]), follows=0)
        assert remote.hand_in(forged, sender=liar.id) == refused("parcel.not-owner")
    assert names_seen(remote) == ["EXERCISE 1"]


def test_nobody_speaks_as_an_agency_of_this_node() -> None:
    remote, other = Remote(), make_agency()
    forged = remote.parcel(1, owner=other.id, label=a_label(other, audience=[remote.here]))
    assert remote.hand_in(forged, sender=other.id) == refused("parcel.not-owner")


def test_nobody_begins_a_stream_that_an_agency_of_this_node_has_released() -> None:
    remote = Remote()
    officer = actor_for(make_user(remote.here))
    release_plant(officer, [f"agency:{make_remote_agency().id}"], about=remote.about)
    assert remote.hand_in(remote.parcel(1)) == refused("parcel.not-owner")


def test_others_may_speak_on_a_stream_that_they_do_not_own() -> None:
    remote, other = Remote(), make_remote_agency()
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    said = remote.parcel(1, Step.MESSAGE, owner=other.id, label=a_label(other, audience=[remote.here]))
    assert remote.hand_in(said, sender=other.id) == TAKEN


def test_the_same_number_with_another_label_or_content_is_refused() -> None:
    remote, other = Remote(), make_agency()
    parcel = remote.parcel(1)
    wider = replace(parcel, label=remote.label(Tlp.GREEN, audience=[remote.here, other]))
    assert remote.hand_in(parcel) == TAKEN
    assert remote.hand_in(wider) == refused("parcel.altered")
    assert remote.hand_in(replace(parcel, content={"name": "CANARY"})) == refused("parcel.altered")
    with door(actor_for(make_user(other)), PLANT_LIST):
        assert Plant.objects.count() == 0


def test_nobody_takes_up_the_numbers_of_another_agencys_parcels() -> None:
    remote, liar = Remote(), Remote()
    liar.here = remote.here
    first, second = remote.parcel(1), remote.parcel(2)
    assert liar.hand_in(liar.parcel(1, id=first.id)) == TAKEN
    assert liar.hand_in(liar.parcel(3, id=second.id)) == HELD
    assert [remote.hand_in(second), remote.hand_in(first)] == [HELD, TAKEN]
    assert held_parcels() == 1  # the liar's own


def test_an_altered_copy_of_a_held_parcel_is_refused_and_the_held_one_stays() -> None:
    remote = Remote()
    parcel = remote.parcel(2)
    assert remote.hand_in(parcel) == HELD
    assert remote.hand_in(replace(parcel, content={"name": "CANARY"})) == refused("parcel.altered")
    assert remote.hand_in(parcel, sender=make_remote_agency().id) == refused("parcel.not-owner")
    assert held_parcels() == 1
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    assert names_seen(remote) == ["EXERCISE 1", "EXERCISE 2"]


def test_an_older_version_does_not_come_back() -> None:
    remote = Remote()
    for version in (1, 2):
        assert remote.hand_in(remote.parcel(version)) == TAKEN
    for version in (1, 2):
        assert remote.hand_in(remote.parcel(version, content={"name": "CANARY"})) == refused("parcel.older")
    assert names_seen(remote) == ["EXERCISE 1", "EXERCISE 2"]


@pytest.mark.parametrize("tlp", list(Tlp))
def test_what_addresses_nobody_here_is_refused(tlp: Tlp) -> None:
    remote, elsewhere = Remote(), make_remote_agency()
    audience: list[Any] = [elsewhere] if tlp is not Tlp.RED else [elsewhere, f"user:{uuid4()}"]
    parcel = remote.parcel(1, label=remote.label(tlp, audience=audience))
    assert remote.hand_in(parcel) == refused("parcel.not-addressed")
    assert not LabelRow.objects.exists()


def test_red_is_taken_in_for_the_persons_it_names() -> None:
    remote = Remote()
    named, colleague = make_user(remote.here), make_user(remote.here)
    parcel = remote.parcel(1, label=remote.label(Tlp.RED, audience=[remote.here, named]))
    assert remote.hand_in(parcel) == TAKEN
    for person, seen in ((named, 1), (colleague, 0)):
        with door(actor_for(person), PLANT_LIST):
            assert Plant.objects.count() == seen
        assert len(list_received(actor_for(person))) == seen


def test_what_was_withdrawn_does_not_come_back_by_any_version() -> None:
    remote = Remote()
    first = remote.parcel(1)
    assert remote.hand_in(first) == TAKEN
    assert remote.hand_in(remote.parcel(4)) == HELD
    assert remote.hand_in(remote.parcel(2, Step.WITHDRAW)) == TAKEN
    assert names_seen(remote) == []
    assert held_parcels() == 0
    assert is_withdrawn(f"plant:{remote.about}", remote.sender)
    for version, step in ((1, Step.SHARE), (3, Step.SHARE), (3, Step.CORRECT), (9, Step.SHARE), (3, Step.MESSAGE)):
        again = remote.parcel(version, step, follows=version - 1)
        assert remote.hand_in(again) == refused("parcel.withdrawn")
    assert remote.hand_in(first) == TAKEN  # a replay: it was taken in once, and still nothing is shown
    assert names_seen(remote) == []


def test_a_withdrawal_that_overtakes_what_it_withdraws_stops_it() -> None:
    remote = Remote()
    assert remote.hand_in(remote.parcel(2, Step.WITHDRAW, follows=0)) == TAKEN
    assert remote.hand_in(remote.parcel(1)) == refused("parcel.withdrawn")


def test_a_kind_that_this_node_does_not_know_is_refused() -> None:
    remote = Remote()
    strange = remote.parcel(1, kind="spell", stream=f"spell:{remote.about}")
    assert remote.hand_in(strange) == refused("parcel.unknown-kind")


def test_a_receiver_that_refuses_halfway_leaves_nothing() -> None:
    remote = Remote()
    bad = remote.parcel(1, content={"name": "CANARY", "fails": "fault"})
    assert remote.hand_in(bad) == refused("access.name-missing")
    assert names_seen(remote) == []
    assert list_received(actor_for(make_user(remote.here))) == ()
    with door(CARRIER, _take_in()):
        assert Inbound.objects.count() == 0
    assert remote.hand_in(replace(bad, content={"name": "EXERCISE mended"})) == TAKEN
    assert names_seen(remote) == ["EXERCISE mended"]


def test_a_receiver_that_breaks_halfway_leaves_nothing_and_can_be_tried_again() -> None:
    remote = Remote()
    with pytest.raises(RuntimeError):
        remote.hand_in(remote.parcel(1, content={"name": "CANARY", "fails": "error"}))
    assert names_seen(remote) == []
    assert remote.hand_in(remote.parcel(1)) == TAKEN


def test_a_held_parcel_that_its_receiver_refuses_does_not_sink_the_one_before() -> None:
    remote = Remote()
    bad = remote.parcel(2, content={"name": "CANARY", "fails": "fault"})
    assert remote.hand_in(bad) == HELD
    assert remote.hand_in(remote.parcel(3)) == HELD
    assert remote.hand_in(remote.parcel(1)) == TAKEN
    assert names_seen(remote) == ["EXERCISE 1"]
    assert remote.hand_in(bad) == refused("access.name-missing")


def test_a_flood_of_parcels_behind_a_gap_is_stemmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minassa.access.releases.inbox.MOST_HELD", 2)
    remote = Remote()
    assert [remote.hand_in(remote.parcel(version)) for version in (3, 4)] == [HELD, HELD]
    with pytest.raises(Unavailable):
        remote.hand_in(remote.parcel(5))
    assert held_parcels() == 2


def test_only_the_carrier_takes_in() -> None:
    remote = Remote()
    for actor in (actor_for(make_user(remote.here, [Role.SUPERVISOR])), system_actor("releases")):
        with pytest.raises(Refused):
            take_in(actor, remote.parcel(1), sender=remote.sender)


def test_each_parcel_is_in_the_audit_log_with_what_became_of_it() -> None:
    remote = Remote()
    remote.hand_in(remote.parcel(2))
    remote.hand_in(remote.parcel(1), sender=make_remote_agency().id)
    lines = [line for line in audit.lines(limit=10) if line.action == "parcel.take-in"]
    assert {(line.outcome, line.reason, line.details.get("state")) for line in lines} == {
        ("done", "", "held"),
        ("refused", "parcel.not-owner", None),
    }
    assert all(line.owner == remote.sender for line in lines)


def _take_in() -> Act:
    from minassa.access.acts import PARCEL_TAKE_IN  # noqa: PLC0415 - it is not part of the room's face

    return PARCEL_TAKE_IN


def _at_once(work: list[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(work))

    def one(each: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return each()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def _until_free(remote: Remote, parcel: Parcel) -> Receipt:
    """As a carrier does: a busy node is asked again."""
    for _ in range(20):
        try:
            return remote.hand_in(parcel)
        except Unavailable:
            continue
    raise AssertionError("never free")


@pytest.mark.django_db(transaction=True)
def test_the_same_parcel_handed_in_by_four_at_once_is_taken_in_once() -> None:
    remote = Remote()
    parcel = remote.parcel(1)
    assert _at_once([lambda: _until_free(remote, parcel)] * 4) == [TAKEN] * 4
    assert names_seen(remote) == ["EXERCISE 1"]


@pytest.mark.django_db(transaction=True)
def test_versions_handed_in_at_once_are_taken_in_by_version() -> None:
    remote = Remote()
    parcels = [remote.parcel(version) for version in (4, 3, 2, 1)]
    receipts = _at_once([lambda each=each: _until_free(remote, each) for each in parcels])  # type: ignore[misc] # the default binds the loop's value
    assert set(receipts) <= {TAKEN, HELD}
    for parcel in reversed(parcels):
        assert _until_free(remote, parcel) == TAKEN
    assert names_seen(remote) == [f"EXERCISE {version}" for version in (1, 2, 3, 4)]
    assert held_parcels() == 0


@pytest.mark.django_db(transaction=True)
def test_two_streams_taken_in_at_once_do_not_meet() -> None:
    first, second = Remote(), Remote()
    assert _at_once([lambda: _until_free(first, first.parcel(1)), lambda: _until_free(second, second.parcel(1))]) == [
        TAKEN,
        TAKEN,
    ]


def test_versions_of_an_own_stream_count_up() -> None:
    officer, about = actor_for(make_user()), uuid4()
    to = [f"agency:{make_remote_agency().id}"]
    with door(officer, PLANT_WRITE):
        assert next_version(f"plant:{about}", UUID(str(officer.agency))) == 1
    release_plant(officer, to, about=about, version=1)
    with door(officer, PLANT_WRITE):
        assert next_version(f"plant:{about}", UUID(str(officer.agency))) == 2


def test_what_is_held_back_is_sealed_until_its_turn() -> None:
    remote = Remote()
    first, second = remote.parcel(1), remote.parcel(2, content={"name": "EXERCISE HELDCANARY"})
    assert remote.hand_in(second).state is ReceiptState.HELD
    with door(system_actor("releases"), RELEASE_HOLDERS):
        (row,) = Held.objects.all()
        assert "HELDCANARY" not in row.parcel
        assert "stream" not in row.parcel
    assert remote.hand_in(first).state is ReceiptState.TAKEN
    assert held_parcels() == 0
    assert remote.hand_in(second).state is ReceiptState.TAKEN
