"""The outbox: who gets what, what is carried and tried again, what is acknowledged, what stops when an agency leaves."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from minassa import audit
from minassa.access import (
    Act,
    Actor,
    DeliveryState,
    Label,
    Parcel,
    Receipt,
    ReceiptState,
    Recipients,
    Role,
    Step,
    Tlp,
    Waiting,
    WallError,
    acknowledge,
    addressed,
    agencies_waited_for,
    chase,
    deliveries_waiting,
    door,
    holders,
    list_deliveries,
    list_received,
    mark_acknowledged,
    mark_answered,
    mark_failed,
    mark_sent,
    parcel_to_json,
    recipients,
    release,
    retry_delivery,
    set_members,
    system_actor,
    take_in,
)
from minassa.access.models import Agency, Delivery, Release
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id, now
from tests.access.releases.made import CARRIER, Remote, delivery_states, release_plant
from tests.factories import a_label, actor_for, make_agency, make_community, make_remote_agency, make_user
from tests.plants import parcels as plants
from tests.plants.acts import PLANT_LIST, PLANT_READ, PLANT_WRITE

pytestmark = pytest.mark.django_db

TAKEN = Receipt(ReceiptState.TAKEN)


@pytest.fixture(autouse=True)
def nothing_told() -> Iterator[None]:
    plants.TOLD.clear()
    plants.NARROWED.clear()
    yield
    plants.TOLD.clear()
    plants.NARROWED.clear()


@pytest.fixture
def officer(db: None) -> Actor:
    return actor_for(make_user(make_agency(), [Role.LIAISON_OFFICER]))


def agency_of(actor: Actor) -> UUID:
    assert actor.agency is not None
    return actor.agency


def token(agency: Agency) -> str:
    return f"agency:{agency.id}"


def waiting(agency: Agency | None = None) -> list[Waiting]:
    return list(deliveries_waiting(CARRIER, agency=agency.id if agency else None))


def answer(one: Waiting, receipt: Receipt = TAKEN) -> None:
    mark_answered(CARRIER, delivery=one.id, receipt=receipt)


def test_one_release_waits_for_each_recipient_with_the_same_parcel(officer: Actor) -> None:
    first, second = make_remote_agency(), make_remote_agency()
    parcel = release_plant(officer, [token(first), token(second)], about=uuid4())
    assert {one.agency for one in waiting()} == {first.id, second.id} == set(agencies_waited_for(CARRIER))
    assert {parcel_to_json(one.parcel) for one in waiting()} == {parcel_to_json(parcel)}
    assert [one.agency for one in waiting(first)] == [first.id]


def test_a_release_is_written_with_what_the_room_writes_or_not_at_all(officer: Actor) -> None:
    parcel = Remote().parcel(1, owner=agency_of(officer), label=a_label(officer, audience=[make_remote_agency()]))

    def write_and_fail() -> None:
        with door(officer, PLANT_WRITE) as opened:
            release(opened, parcel, to=parcel.label.audience)
            raise Conflict("access.changed-meanwhile")

    with pytest.raises(Conflict):
        write_and_fail()
    assert waiting() == []


def test_agencies_of_this_node_have_it_at_once_and_their_room_is_told(officer: Actor) -> None:
    here, away = make_agency(), make_remote_agency()
    parcel = release_plant(officer, [token(here), token(away)], about=uuid4())
    assert delivery_states(parcel.stream) == {(here.id, 1): "received", (away.id, 1): "waiting"}
    assert [(parcel.id, here.id)] == plants.TOLD
    assert [one.parcel for one in list_received(actor_for(make_user(here)))] == [parcel.id]


def test_the_books_are_for_the_owners_people_alone(officer: Actor) -> None:
    here, other = make_agency(), make_agency()
    parcel = release_plant(officer, [token(here), token(make_remote_agency())], about=uuid4())
    colleague = actor_for(make_user(Agency.objects.get(id=agency_of(officer))))
    assert len(list_deliveries(colleague)) == len(list_deliveries(colleague, stream=parcel.stream)) == 2
    for agency in (here, other):
        outsider = actor_for(make_user(agency, [Role.SUPERVISOR]))
        assert list_deliveries(outsider) == list_deliveries(outsider, stream=parcel.stream) == ()
        with door(outsider, PLANT_LIST):
            assert not Delivery.objects.exists()
            assert not Release.objects.exists()
    assert list_received(actor_for(make_user(other))) == ()


def test_the_books_of_red_are_for_the_persons_it_names() -> None:
    agency, away = make_agency(), make_remote_agency()
    named, colleague = make_user(agency), make_user(agency, [Role.SUPERVISOR])
    label = a_label(agency, Tlp.RED, audience=[named, f"user:{uuid4()}"])
    release_plant(actor_for(named), [token(away)], about=uuid4(), label=label)
    assert len(list_deliveries(actor_for(named))) == 1
    assert list_deliveries(actor_for(colleague)) == ()


def test_a_community_means_its_agencies_of_this_moment(officer: Actor) -> None:
    member, person, outside = make_remote_agency(), make_user(), make_remote_agency()
    closed = make_remote_agency()
    Agency.objects.filter(id=closed.id).update(is_active=False)
    own = Agency.objects.get(id=agency_of(officer))
    community = make_community(member, person, closed, own)
    with door(officer, PLANT_READ):
        found = recipients([f"community:{community.id}", token(outside)], owner=own.id)
    assert found.through == {member.id: community.id, person.agency_id: community.id, outside.id: None}
    assert addressed(a_label(officer), found).audience == found.tokens


@pytest.mark.parametrize(
    "wrong", ["agency:me", "community:all", "user:", "agency:" + str(uuid4()), "community:" + str(uuid4())]
)
def test_recipients_that_are_not_known_are_refused(officer: Actor, wrong: str) -> None:
    with door(officer, PLANT_READ), pytest.raises(Invalid):
        recipients([wrong], owner=agency_of(officer))


def test_nothing_is_released_to_nobody_or_to_oneself(officer: Actor) -> None:
    for to in ([], [f"agency:{officer.agency}"], [f"community:{make_community().id}"]):
        with pytest.raises(Invalid) as refused:
            release_plant(officer, to, about=uuid4())
        assert refused.value.code == "release.no-recipient"


def test_nobody_gets_what_the_label_does_not_let_them_read(officer: Actor) -> None:
    named, other = make_remote_agency(), make_remote_agency()
    with pytest.raises(Invalid) as refused:
        release_plant(officer, [token(named), token(other)], about=uuid4(), label=a_label(officer, audience=[named]))
    assert refused.value.code == "release.not-addressed"
    assert waiting() == []


def test_nobody_releases_what_another_agency_owns(officer: Actor) -> None:
    other, away = make_agency(), make_remote_agency()
    parcel = Remote().parcel(1, owner=other.id, label=a_label(other, audience=[away]))
    with pytest.raises(Refused), door(officer, PLANT_WRITE) as opened:
        release(opened, parcel, to=[token(away)])
    with pytest.raises(Refused), door(system_actor("releases"), _leave()) as opened:
        release(opened, Remote().parcel(1), to=[token(away)])
    assert waiting() == []


def test_a_door_that_only_reads_releases_nothing(officer: Actor) -> None:
    parcel = Remote().parcel(1, owner=agency_of(officer), label=a_label(officer, audience=[make_remote_agency()]))
    with pytest.raises(WallError), door(officer, PLANT_READ) as opened:
        release(opened, parcel, to=parcel.label.audience)


def test_a_version_is_used_once(officer: Actor) -> None:
    away, about = make_remote_agency(), uuid4()
    release_plant(officer, [token(away)], about=about, version=3)
    for version in (1, 3):
        with pytest.raises(Conflict):
            release_plant(officer, [token(away)], about=about, version=version)


def test_each_recipient_is_told_what_its_parcel_follows(officer: Actor) -> None:
    first, later, about = make_remote_agency(), make_remote_agency(), uuid4()
    release_plant(officer, [token(first)], about=about, version=1)
    release_plant(officer, [token(first)], about=about, version=2)
    release_plant(officer, [token(first), token(later)], about=about, version=5, step=Step.SHARE)
    release_plant(officer, [token(later)], about=about, version=6)
    chain = {(one.agency, one.parcel.version): one.parcel.follows for one in waiting()}
    assert chain == {(first.id, 1): 0, (first.id, 2): 1, (first.id, 5): 2, (later.id, 5): 0, (later.id, 6): 5}


def test_what_was_refused_is_not_waited_for(officer: Actor) -> None:
    away, about = make_remote_agency(), uuid4()
    for version in (1, 2, 3):
        release_plant(officer, [token(away)], about=about, version=version)
    first, second, third = waiting()
    answer(first)
    assert third.parcel.follows == 2
    answer(second, Receipt(ReceiptState.REFUSED, "plant.bad"))
    assert [one.parcel.follows for one in waiting()] == [1]
    (shown,) = [one for one in list_deliveries(officer) if one.version == 2]
    assert (shown.state, shown.code, shown.is_settled) == (DeliveryState.REFUSED, "plant.bad", True)


def test_what_got_no_answer_is_offered_again(officer: Actor) -> None:
    away = make_remote_agency()
    release_plant(officer, [token(away)], about=uuid4())
    (one,) = waiting()
    mark_sent(CARRIER, delivery=one.id)
    assert waiting() == []
    with held_at(now() + timedelta(minutes=11)):
        assert [each.id for each in waiting()] == [one.id]
        answer(one)
        assert waiting() == []


def test_what_was_held_back_is_offered_again(officer: Actor) -> None:
    release_plant(officer, [token(make_remote_agency())], about=uuid4())
    (one,) = waiting()
    answer(one, Receipt(ReceiptState.HELD))
    assert waiting() == []
    with held_at(now() + timedelta(minutes=1)):
        assert [each.id for each in waiting()] == [one.id]


def test_a_node_that_is_down_for_a_week_catches_up_and_one_for_a_month_is_given_up(officer: Actor) -> None:
    away = make_remote_agency()
    parcel = release_plant(officer, [token(away)], about=uuid4())
    (one,) = waiting()
    began = now()
    for hours in range(1, 24 * 7):
        with held_at(began + timedelta(hours=hours)):
            mark_failed(CARRIER, delivery=one.id, code="unreachable")
    with held_at(began + timedelta(days=7, hours=2)):
        assert [each.id for each in waiting()] == [one.id]
    with held_at(began + timedelta(days=15)):
        mark_failed(CARRIER, delivery=one.id, code="unreachable")
        assert waiting() == []
    assert delivery_states(parcel.stream) == {(away.id, 1): "dead"}


def test_a_supervisor_of_the_owner_revives_a_dead_letter(officer: Actor) -> None:
    parcel = release_plant(officer, [token(make_remote_agency())], about=uuid4())
    (one,) = waiting()
    with pytest.raises(Refused):
        retry_delivery(officer, delivery=one.id)
    supervisor = actor_for(make_user(Agency.objects.get(id=agency_of(officer)), [Role.SUPERVISOR]))
    with pytest.raises(Conflict):
        retry_delivery(supervisor, delivery=one.id)
    with held_at(now() + timedelta(days=15)):
        mark_failed(CARRIER, delivery=one.id, code="unreachable")
        mark_failed(CARRIER, delivery=one.id, code="unreachable")
        assert list(delivery_states(parcel.stream).values()) == ["dead"]
        with pytest.raises(NotFound):
            retry_delivery(actor_for(make_user(make_agency(), [Role.SUPERVISOR])), delivery=one.id)
        retry_delivery(supervisor, delivery=one.id)
        assert [each.id for each in waiting()] == [one.id]


def test_a_late_answer_does_not_undo_an_earlier_one(officer: Actor) -> None:
    parcel = release_plant(officer, [token(make_remote_agency())], about=uuid4())
    (one,) = waiting()
    answer(one)
    answer(one, Receipt(ReceiptState.REFUSED, "plant.bad"))
    mark_failed(CARRIER, delivery=one.id, code="timeout")
    mark_sent(CARRIER, delivery=one.id)
    assert list(delivery_states(parcel.stream).values()) == ["received"]
    mark_acknowledged(CARRIER, delivery=one.id)
    assert list(delivery_states(parcel.stream).values()) == ["acknowledged"]


def test_people_neither_carry_nor_mark(officer: Actor) -> None:
    release_plant(officer, [token(make_remote_agency())], about=uuid4())
    (one,) = waiting()
    for attempt in (
        lambda: deliveries_waiting(officer),
        lambda: mark_sent(officer, delivery=one.id),
        lambda: mark_answered(officer, delivery=one.id, receipt=TAKEN),
        lambda: mark_acknowledged(officer, delivery=one.id),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a_withdrawal_stops_what_still_waits_and_buries_it_for_agencies_of_this_node(officer: Actor) -> None:
    here, away, about = make_agency(), make_remote_agency(), uuid4()
    both = [token(here), token(away)]
    first = release_plant(officer, both, about=about)
    release_plant(officer, both, about=about, version=2, step=Step.WITHDRAW)
    assert delivery_states(first.stream) == {
        (here.id, 1): "received",
        (away.id, 1): "stopped",
        (here.id, 2): "received",
        (away.id, 2): "waiting",
    }
    assert [(one.parcel.step, one.parcel.follows) for one in waiting()] == [(Step.WITHDRAW, 0)]
    for one in (here, away):
        with pytest.raises(Conflict) as refused:
            release_plant(officer, [token(one)], about=about, version=3, step=Step.SHARE)
        assert refused.value.code == "release.gone-from-there"
    assert holders(first.stream, agency_of(officer)) == Recipients({})


def test_a_correction_is_owed_an_acknowledgement_which_reaches_the_owner_of_this_node(officer: Actor) -> None:
    here, about = make_agency(), uuid4()
    release_plant(officer, [token(here)], about=about)
    release_plant(officer, [token(here)], about=about, version=2)
    analyst = actor_for(make_user(here))
    share, correction = sorted(list_received(analyst), key=lambda one: one.version)
    assert not share.waits
    assert correction.waits
    assert [one.id for one in list_received(analyst, owed=True)] == [correction.id]
    assert [one.version for one in list_deliveries(officer, owed=True)] == [2]
    with pytest.raises(Conflict):
        acknowledge(analyst, arrival=share.id)
    with pytest.raises(NotFound):
        acknowledge(actor_for(make_user(make_agency())), arrival=correction.id)
    assert acknowledge(analyst, arrival=correction.id).acknowledged_at is not None
    with pytest.raises(Conflict):
        acknowledge(actor_for(make_user(here)), arrival=correction.id)
    assert list_received(analyst, owed=True) == ()
    assert list_deliveries(officer, owed=True) == ()
    assert delivery_states(f"plant:{about}")[here.id, 2] == "acknowledged"


def test_an_acknowledgement_travels_as_a_parcel_to_the_owners_node() -> None:
    remote = Remote()
    analyst = actor_for(make_user(remote.here))
    take_in(CARRIER, remote.parcel(1), sender=remote.sender)
    take_in(CARRIER, correction := remote.parcel(2), sender=remote.sender)
    (owed,) = list_received(analyst, owed=True)
    acknowledge(analyst, arrival=owed.id)
    (one,) = waiting()
    assert (one.agency, one.parcel.kind, one.parcel.step) == (remote.sender, "receipt", Step.MESSAGE)
    assert one.parcel.content == {"parcel": str(correction.id)}
    assert one.parcel.label.audience == {f"agency:{remote.sender}"}
    assert list_deliveries(analyst) == ()  # it is nothing that people released


def _receipt(owner: Agency, recipient: UUID, parcel: UUID) -> Parcel:
    return Parcel(
        id=new_id(),
        kind="receipt",
        stream=f"receipt:{parcel}",
        version=1,
        step=Step.MESSAGE,
        owner=owner.id,
        label=a_label(owner, Tlp.AMBER_STRICT, audience=[f"agency:{recipient}"]),
        content={"parcel": str(parcel)},
        at=now(),
    )


def test_a_receipt_from_the_recipient_settles_the_delivery_and_one_from_others_does_not(officer: Actor) -> None:
    away, liar = make_remote_agency(), make_remote_agency()
    parcel = release_plant(officer, [token(away)], about=uuid4(), step=Step.CORRECT)
    forged = take_in(CARRIER, _receipt(liar, agency_of(officer), parcel.id), sender=liar.id)
    assert forged == Receipt(ReceiptState.REFUSED, "parcel.invalid")
    assert delivery_states(parcel.stream) == {(away.id, 1): "waiting"}
    assert take_in(CARRIER, _receipt(away, agency_of(officer), parcel.id), sender=away.id) == TAKEN
    assert delivery_states(parcel.stream) == {(away.id, 1): "acknowledged"}
    assert waiting() == []


def test_an_overdue_acknowledgement_is_chased_once(officer: Actor) -> None:
    away, about = make_remote_agency(), uuid4()
    release_plant(officer, [token(away)], about=about)
    release_plant(officer, [token(away)], about=about, version=2)
    assert chase() == ()
    with held_at(now() + timedelta(days=8)):
        (late,) = chase()
        assert (late.agency, late.version, late.is_overdue) == (away.id, 2, True)
        assert chase() == ()
        assert [one.is_overdue for one in list_deliveries(officer, owed=True)] == [True]


def test_a_room_says_itself_by_when_it_wants_an_answer(officer: Actor) -> None:
    due = now() + timedelta(hours=2)
    release_plant(officer, [token(make_remote_agency())], about=uuid4(), content={"name": "x", "due": due.isoformat()})
    assert [one.due for one in list_deliveries(officer)] == [due]
    with held_at(due):
        assert len(chase()) == 1


def test_leaving_a_community_stops_the_flow_and_asks_for_what_is_held(officer: Actor) -> None:
    leaver, stays, about = make_remote_agency(), make_remote_agency(), uuid4()
    community = make_community(leaver, stays)
    to = [f"community:{community.id}"]
    label = a_label(officer, audience=[leaver, stays])
    release_plant(officer, to, about=about, label=label)
    for one in waiting():
        answer(one)
    release_plant(officer, to, about=about, version=2, label=label)
    keeper = actor_for(make_user(make_agency(), [Role.NODE_ADMINISTRATOR]), stepped_up=True)
    set_members(keeper, community=community.id, agencies=[stays.id])
    (asked,) = waiting(leaver)
    assert (asked.parcel.step, asked.parcel.content, asked.parcel.follows) == (
        Step.WITHDRAW,
        {"reason": "left-community"},
        1,
    )
    assert asked.parcel.label.audience == {token(leaver)}
    assert [one.parcel.version for one in waiting(stays)] == [2]
    assert holders(f"plant:{about}", agency_of(officer)).agencies == {stays.id}
    assert {line.details.get("streams") for line in audit.lines(limit=20) if line.action == "release.leave"} == {1}


def test_an_agency_that_was_named_itself_keeps_what_it_has(officer: Actor) -> None:
    leaver, about = make_remote_agency(), uuid4()
    community = make_community(leaver)
    release_plant(officer, [f"community:{community.id}", token(leaver)], about=about)
    keeper = actor_for(make_user(make_agency(), [Role.NODE_ADMINISTRATOR]), stepped_up=True)
    set_members(keeper, community=community.id, agencies=[])
    assert [one.parcel.step for one in waiting(leaver)] == [Step.SHARE]


def test_an_agency_of_this_node_that_leaves_is_taken_out_of_the_rooms_own_row(officer: Actor) -> None:
    here, about = make_agency(), uuid4()
    community = make_community(make_user(here))
    release_plant(officer, [f"community:{community.id}"], about=about, label=a_label(officer, audience=[here]))
    keeper = actor_for(make_user(make_agency(), [Role.NODE_ADMINISTRATOR]), stepped_up=True)
    set_members(keeper, community=community.id)
    assert [(f"plant:{about}", here.id)] == plants.NARROWED
    (asked,) = [one for one in list_received(actor_for(make_user(here))) if one.waits]
    assert asked.step is Step.WITHDRAW


def test_each_release_is_in_the_audit_log(officer: Actor) -> None:
    parcel = release_plant(officer, [token(make_remote_agency())], about=uuid4())
    (line,) = [line for line in audit.lines(limit=10) if line.action == "release.write"]
    assert line.subject == parcel.stream
    assert line.owner == officer.agency
    assert line.details == {"agencies": 1, "parcel": str(parcel.id), "step": "share", "version": 1}


def _leave() -> Act:
    from minassa.access.acts import RELEASE_LEAVE  # noqa: PLC0415 - it is not part of the room's face

    return RELEASE_LEAVE


def test_red_is_not_released_by_somebody_it_does_not_name(officer: Actor) -> None:
    away = make_remote_agency()
    label = Label(agency_of(officer), Tlp.RED, frozenset({f"user:{uuid4()}"}))
    with pytest.raises(Refused):
        release_plant(officer, [token(away)], about=uuid4(), label=label)
