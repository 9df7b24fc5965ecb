"""A restored node asks again: it gets what was its own anyway, once, in order, and nothing that was withdrawn meanwhile."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from minassa.access import (
    Actor,
    Parcel,
    Receipt,
    ReceiptState,
    Role,
    Step,
    Tlp,
    Waiting,
    ask_again,
    deliveries_waiting,
    door,
    list_deliveries,
    mark_all_answered,
    mark_failed,
    system_actor,
    take_in,
)
from minassa.access.acts import RELEASE_HOLDERS
from minassa.access.models import Agency, Release
from minassa.base import held_at, new_id, now
from minassa.desk import list_notices
from tests.access.releases.made import CARRIER, release_plant
from tests.factories import a_label, actor_for, make_agency, make_remote_agency, make_user

pytestmark = pytest.mark.django_db

TAKEN = Receipt(ReceiptState.TAKEN)
KEEPER = system_actor("keeper")


@pytest.fixture
def officer(db: None) -> Actor:
    return actor_for(make_user(make_agency(), [Role.LIAISON_OFFICER]))


def carried(agency: Agency, receipt: Receipt = TAKEN) -> list[Parcel]:
    """What waits for an agency, as if its node had answered so."""
    batch = deliveries_waiting(CARRIER, agency=agency.id)
    mark_all_answered(CARRIER, subject="node:EXERCISE", answers={one.id: receipt for one in batch})
    return [one.parcel for one in batch]


def question(asking: UUID, asked: UUID, since: object, **changes: object) -> Parcel:
    content = {"since": since.isoformat()} if hasattr(since, "isoformat") else since
    label = a_label(asking, Tlp.AMBER_STRICT, audience=[f"agency:{asked}"])
    whole = {
        "id": new_id(),
        "kind": "again",
        "stream": f"again:{uuid4()}",
        "version": 1,
        "step": Step.MESSAGE,
        "owner": asking,
        "label": label,
        "content": content,
        "at": now(),
    }
    return Parcel(**{**whole, **changes})  # type: ignore[arg-type] # each is given its own kind above


def asked(officer: Actor, by: Agency, since: object) -> Receipt:
    assert officer.agency is not None
    return take_in(CARRIER, question(by.id, officer.agency, since), sender=by.id)


def named(parcels: list[Parcel]) -> list[tuple[str, int, int, str]]:
    return [(str(one.about), one.follows, one.version, one.step.value) for one in parcels]


def test_what_arrived_since_is_sent_once_more_in_its_order_and_nothing_from_before(officer: Actor) -> None:
    there, before, after = make_remote_agency(), uuid4(), uuid4()
    start = now()
    with held_at(start - timedelta(days=3)):
        release_plant(officer, [f"agency:{there.id}"], about=before)
        carried(there)
    release_plant(officer, [f"agency:{there.id}"], about=before, version=2)
    release_plant(officer, [f"agency:{there.id}"], about=after)
    carried(there)
    assert carried(there) == []
    assert asked(officer, there, start - timedelta(days=1)) == TAKEN
    assert named(carried(there)) == [(str(before), 1, 2, "correct"), (str(after), 0, 1, "share")]
    assert {one.state.value for one in list_deliveries(officer)} == {"received"}


def test_who_asks_gets_what_was_sent_to_them_and_nobody_elses(officer: Actor) -> None:
    there, other = make_remote_agency(), make_remote_agency()
    release_plant(officer, [f"agency:{other.id}"], about=uuid4())
    carried(other)
    assert asked(officer, there, now() - timedelta(days=9)) == TAKEN
    assert deliveries_waiting(CARRIER) == ()
    colleague = actor_for(make_user(make_agency(), [Role.LIAISON_OFFICER]))
    release_plant(colleague, [f"agency:{there.id}"], about=uuid4())
    carried(there)
    asked(officer, there, now() - timedelta(days=9))
    assert deliveries_waiting(CARRIER) == (), "the agency that was asked has sent nothing; another one of its node has"


def test_what_was_withdrawn_meanwhile_is_not_sent_again_and_its_withdrawal_is(officer: Actor) -> None:
    there, about = make_remote_agency(), uuid4()
    release_plant(officer, [f"agency:{there.id}"], about=about)
    release_plant(officer, [f"agency:{there.id}"], about=about, version=2)
    carried(there)
    release_plant(
        officer, [f"agency:{there.id}"], about=about, version=3, step=Step.WITHDRAW, content={"reason": "error"}
    )
    carried(there)
    asked(officer, there, now() - timedelta(hours=1))
    again = carried(there)
    assert named(again) == [(str(about), 0, 3, "withdraw")]
    assert again[0].content == {"reason": "error"}


def test_what_was_given_up_is_tried_again_and_what_is_forgotten_holds_nothing_back(officer: Actor) -> None:
    there, lost, about = make_remote_agency(), uuid4(), uuid4()
    start = now()
    with held_at(start - timedelta(days=20)):
        release_plant(officer, [f"agency:{there.id}"], about=lost)
    for _ in range(2):
        for one in deliveries_waiting(CARRIER, agency=there.id):
            mark_failed(CARRIER, delivery=one.id, code="fetch.unreachable")
        start += timedelta(hours=2)
    release_plant(officer, [f"agency:{there.id}"], about=about, step=Step.MESSAGE)
    release_plant(officer, [f"agency:{there.id}"], about=about, version=2, step=Step.MESSAGE)
    with held_at(start):
        waiting: tuple[Waiting, ...] = deliveries_waiting(CARRIER, agency=there.id)
        for one in waiting:
            if one.parcel.about == lost:
                mark_failed(CARRIER, delivery=one.id, code="fetch.unreachable")
        assert [one.state.value for one in list_deliveries(officer) if one.about == lost] == ["dead"]
        carried(there)
    with door(system_actor("releases"), RELEASE_HOLDERS):
        first = Release.objects.get(stream=f"plant:{about}", version=1).id
    forget(first)
    with held_at(start + timedelta(hours=1)):
        asked(officer, there, start - timedelta(days=1))
        assert named(carried(there)) == [(str(lost), 0, 1, "share"), (str(about), 0, 2, "message")]
        told = [one.params["count"] for one in list_notices(officer) if one.kind == "partner-lost-messages"]
        assert told == ["1"], "who sent it is told that it has to be sent anew"
        asked(officer, there, start - timedelta(days=1))
        assert len(list_notices(officer)) == 1, "once"


def forget(release: UUID) -> None:
    from minassa.access.acts import RELEASE_TIDY  # noqa: PLC0415 - it is not part of the room's face

    with door(system_actor("releases"), RELEASE_TIDY):
        Release.objects.filter(id=release).update(is_forgotten=True)


def test_what_the_other_side_calls_older_or_withdrawn_stays_received_in_our_books(officer: Actor) -> None:
    there = make_remote_agency()
    release_plant(officer, [f"agency:{there.id}"], about=uuid4())
    carried(there)
    for answer in (Receipt(ReceiptState.REFUSED, "release.older"), TAKEN):
        asked(officer, there, now() - timedelta(hours=1))
        assert len(carried(there, answer)) == 1
        assert [one.state.value for one in list_deliveries(officer)] == ["received"]


@pytest.mark.parametrize(
    "since", [{}, {"since": "yesterday"}, {"since": "2026-11-26T10:00:00"}, {"since": 4}, {"since": "x", "more": 1}]
)
def test_a_question_that_is_none_is_refused(officer: Actor, since: object) -> None:
    there = make_remote_agency()
    assert asked(officer, there, since) == Receipt(ReceiptState.REFUSED, "parcel.invalid")


def test_every_agency_here_asks_every_agency_elsewhere_and_only_a_system_actor_starts_it(officer: Actor) -> None:
    first, second = make_remote_agency(), make_remote_agency()
    make_agency()
    since = now() - timedelta(days=1)
    elsewhere = ask_again(KEEPER, since=since, exercise=True)
    assert elsewhere >= 2
    for there in (first, second):
        sent = carried(there)
        assert len({one.owner for one in sent}) == len(sent) >= 2
        assert {one.content["since"] for one in sent} == {(since - timedelta(hours=1)).isoformat()}
        assert all(one.label.audience == frozenset({f"agency:{there.id}"}) for one in sent)
    assert list_deliveries(officer) == (), "machines ask each other: it stands in nobody's books"
