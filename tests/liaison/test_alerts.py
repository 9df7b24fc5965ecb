"""Alerts: to chosen agencies or communities, acknowledged by each, updated, stood down; nothing for anybody else."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from minassa import desk, liaison, records
from minassa.access import (
    Actor,
    AgencyKind,
    Handling,
    Label,
    Parcel,
    ReceiptState,
    Role,
    Step,
    Tlp,
    door,
    set_members,
    system_actor,
    take_in,
)
from minassa.access.acts import RELEASE_HOLDERS
from minassa.access.models import Agency, Release
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, held_at, new_id, now
from minassa.liaison import Alerting, AlertState, Gravity
from minassa.liaison.jobs import watch_alerts
from tests.factories import a_label, actor_for, make_agency, make_community, make_user
from tests.liaison.scene import CANARY, People, people
from tests.records.made import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


@pytest.fixture
def chad() -> People:
    return people("Chad")


def alerting(*to: Agency | str, **given: Any) -> Alerting:
    plain = Alerting(
        to=tuple(one if isinstance(one, str) else f"agency:{one.id}" for one in to),
        title="EXERCISE convoy threatened",
        text="EXERCISE do not use the northern road",
        gravity=Gravity.IMMEDIATE,
        countries=("ml", "ne"),
    )
    return replace(plain, **given)


def issued(by: People, *to: Agency | str, **given: Any) -> UUID:
    kept = liaison.keep_alert(by.analyst, alerting=alerting(*to, **given), exercise=True)
    liaison.issue_alert(by.chief, id=kept)
    return kept


def code_of(fault: Any) -> str:
    return str(fault.value.code)


def told(to: Actor) -> list[str]:
    return [one.kind for one in reversed(desk.list_notices(to))]


def test_an_alert_is_urgent_news_for_its_recipients_until_each_has_acknowledged(
    mali: People, niger: People, chad: People
) -> None:
    alert = issued(mali, niger.agency, chad.agency)
    for side in (niger, chad):
        assert [one.kind for one in desk.pulse(side.analyst).urgent] == ["alert.issued"]
        assert liaison.list_alerts(side.analyst).rows[0].waits
    liaison.acknowledge_alert(niger.analyst, id=alert)
    assert desk.pulse(niger.analyst).urgent == ()
    assert not liaison.list_alerts(niger.officer).rows[0].waits
    view = liaison.read_alert(mali.analyst, id=alert)
    assert {one.agency: one.acknowledged_at is not None for one in view.recipients} == {
        niger.agency.id: True,
        chad.agency.id: False,
    }
    assert view.row.missing == 1
    with pytest.raises(Conflict) as fault:
        liaison.acknowledge_alert(niger.officer, id=alert)
    assert code_of(fault) == "liaison.nothing-owed"


def test_recipients_do_not_see_who_has_acknowledged(mali: People, niger: People, chad: People) -> None:
    alert = issued(mali, niger.agency, chad.agency)
    liaison.acknowledge_alert(chad.analyst, id=alert)
    view = liaison.read_alert(niger.chief, id=alert)
    assert (view.recipients, view.draft, view.row.missing) == ((), None, 0)


def test_whoever_issues_is_a_supervisor_with_a_fresh_factor(mali: People, niger: People) -> None:
    kept = liaison.keep_alert(mali.analyst, alerting=alerting(niger.agency), exercise=True)
    for actor, code in (
        (mali.analyst, "access.not-allowed"),
        (mali.officer, "access.not-allowed"),
        (actor_for(make_user(mali.agency, (Role.SUPERVISOR,))), "access.step-up-needed"),
    ):
        with pytest.raises(Refused) as fault:
            liaison.issue_alert(actor, id=kept)
        assert code_of(fault) == code
    assert liaison.list_alerts(niger.analyst).rows == ()
    with pytest.raises(NotFound):
        liaison.read_alert(niger.analyst, id=kept)


def test_an_update_is_acknowledged_anew_and_a_stand_down_ends_it(mali: People, niger: People) -> None:
    alert = issued(mali, niger.agency)
    liaison.acknowledge_alert(niger.analyst, id=alert)
    news = alerting(niger.agency, text="EXERCISE the southern road too", gravity=Gravity.SERIOUS)
    liaison.update_alert(mali.chief, id=alert, alerting=news, change="EXERCISE a second road")
    seen = liaison.read_alert(niger.analyst, id=alert)
    assert (seen.row.version, seen.text, seen.can) == (2, "EXERCISE the southern road too", ("acknowledge",))
    assert [one.change for one in seen.versions] == ["EXERCISE a second road", ""]
    liaison.acknowledge_alert(niger.officer, id=alert)
    liaison.stand_down_alert(mali.chief, id=alert, change="EXERCISE the road is safe")
    over = liaison.read_alert(niger.analyst, id=alert)
    assert (over.row.state, over.row.version) == (AlertState.STOOD_DOWN, 3)
    lates: tuple[Callable[[], object], ...] = (
        lambda: liaison.update_alert(mali.chief, id=alert, alerting=news, change="EXERCISE"),
        lambda: liaison.stand_down_alert(mali.chief, id=alert, change="EXERCISE"),
        lambda: liaison.issue_alert(mali.chief, id=alert),
        lambda: liaison.discard_alert(mali.chief, id=alert),
    )
    for late in lates:
        with pytest.raises(Conflict) as fault:
            late()
        assert code_of(fault) == "liaison.alert-over"
    assert told(niger.analyst) == ["alert.issued", "alert.updated", "alert.stood-down"]


def test_nobody_changes_the_alert_of_another_agency(mali: People, niger: People) -> None:
    alert = issued(mali, niger.agency)
    changes: tuple[Callable[[], object], ...] = (
        lambda: liaison.update_alert(niger.chief, id=alert, alerting=alerting(mali.agency), change="EXERCISE"),
        lambda: liaison.stand_down_alert(niger.chief, id=alert, change="EXERCISE"),
    )
    for change in changes:
        with pytest.raises(Refused) as fault:
            change()
        assert code_of(fault) == "liaison.not-your-alert"


def test_silence_is_told_to_both_sides_once_for_each_version(mali: People, niger: People, chad: People) -> None:
    start = now()
    with held_at(start):
        alert = issued(mali, niger.agency, chad.agency)
        liaison.acknowledge_alert(chad.analyst, id=alert)
        watch_alerts()
    for minutes in (61, 62):
        with held_at(start + timedelta(minutes=minutes)):
            watch_alerts()
            assert [one.overdue for one in liaison.read_alert(mali.chief, id=alert).recipients].count(True) == 1
    assert told(mali.officer) == ["alert.silent"]
    assert told(niger.chief) == ["alert.issued", "alert.overdue"]
    assert told(chad.chief) == ["alert.issued"]
    with held_at(start + timedelta(hours=2)):
        news = alerting(text="EXERCISE more")
        liaison.update_alert(replace(mali.chief, stepped_up_at=now()), id=alert, alerting=news, change="EXERCISE")
    with held_at(start + timedelta(hours=4)):
        watch_alerts()
    assert told(mali.officer) == ["alert.silent"] * 3
    with held_at(start + timedelta(hours=5)):
        liaison.acknowledge_alert(niger.analyst, id=alert)
        assert [one.overdue for one in liaison.read_alert(mali.chief, id=alert).recipients].count(True) == 1


def test_a_community_is_its_members_and_whoever_leaves_it_sees_the_alert_no_more(
    mali: People, niger: People, chad: People
) -> None:
    community = make_community(mali.agency, niger.agency, chad.agency)
    alert = issued(mali, f"community:{community.id}", text=CANARY)
    for side in (niger, chad):
        assert liaison.read_alert(side.analyst, id=alert).text == CANARY
    set_members(system_actor("setup"), community=community.id, agencies=[mali.agency.id, niger.agency.id])
    gone = actor_for(make_user(chad.agency, (Role.ANALYST,)))
    with pytest.raises(NotFound):
        liaison.read_alert(gone, id=alert)
    assert CANARY not in str(liaison.list_alerts(gone))
    there = actor_for(make_user(niger.agency, (Role.ANALYST,)))
    assert liaison.read_alert(there, id=alert).text == CANARY


@pytest.mark.parametrize("tlp", [Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN])
def test_a_third_agency_and_the_secretariat_find_nothing(mali: People, niger: People, tlp: Tlp) -> None:
    alert = issued(mali, niger.agency, title=CANARY, text=CANARY, tlp=tlp)
    liaison.update_alert(mali.chief, id=alert, alerting=alerting(title=CANARY, text=CANARY, tlp=tlp), change=CANARY)
    for outsider in (people("Chad"), people("secretariat", kind=AgencyKind.SECRETARIAT)):
        page = liaison.list_alerts(outsider.analyst)
        assert (page.rows, page.count_text) == ((), "0")
        with pytest.raises(NotFound):
            liaison.read_alert(outsider.analyst, id=alert)
        with pytest.raises(NotFound):
            liaison.acknowledge_alert(outsider.analyst, id=alert)
        assert desk.pulse(outsider.analyst).unread == 0
        work = desk.waiting_on(outsider.analyst)
        assert work.waiting_on_me == work.waiting_on_others == ()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER])
def test_roles_without_this_work_see_no_alert(mali: People, niger: People, role: Role) -> None:
    alert = issued(mali, niger.agency)
    outsider = actor_for(make_user(niger.agency, (role,)), stepped_up=True)
    with pytest.raises(Fault):
        liaison.list_alerts(outsider)
    with pytest.raises(Fault):
        liaison.read_alert(outsider, id=alert)


def test_records_are_named_only_where_every_recipient_may_see_them(mali: People, niger: People, chad: People) -> None:
    both = a_label(mali.agency, audience=(niger.agency, chad.agency), handling=(Handling.H0,))
    one = a_label(mali.agency, audience=(niger.agency,), handling=(Handling.H0,))
    seen, hidden, own = (
        add(mali.analyst, "EXERCISE", label=label)
        for label in (both, one, a_label(mali.agency, handling=(Handling.H0,)))
    )
    foreign = add(niger.analyst, "EXERCISE", label=a_label(niger.agency, Tlp.GREEN, handling=(Handling.H0,)))
    wanted = (seen.id, hidden.id, own.id, foreign.id, new_id())
    alert = issued(mali, niger.agency, chad.agency, records=wanted)
    assert liaison.read_alert(chad.analyst, id=alert).records == (seen.id,)
    assert records.read_record(chad.analyst, id=seen.id).id == seen.id


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ({"tlp": Tlp.RED}, "liaison.alert-tlp"),
        ({"handling": frozenset()}, "liaison.handling"),
        ({"title": " "}, "liaison.text"),
        ({"text": "a\u202eb"}, "liaison.text"),
        ({"countries": ("xyz",)}, "liaison.countries"),
        ({"valid_until": now() - timedelta(hours=1)}, "liaison.valid-until"),
        ({"to": ()}, "release.no-recipient"),
        ({"to": (f"agency:{new_id()}",)}, "release.unknown-recipient"),
    ],
)
def test_what_cannot_be_issued_is_not_kept(mali: People, niger: People, spoil: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as fault:
        liaison.keep_alert(mali.analyst, alerting=alerting(niger.agency, **spoil), exercise=True)
    assert code_of(fault) == code
    assert liaison.list_alerts(mali.analyst).rows == ()


def test_an_alert_grows_and_whoever_gets_it_later_has_the_whole_of_it(
    mali: People, niger: People, chad: People
) -> None:
    alert = issued(mali, niger.agency)
    liaison.acknowledge_alert(niger.analyst, id=alert)
    growth = liaison.Growth((f"agency:{chad.agency.id}", f"agency:{niger.agency.id}"))
    news = alerting(text="EXERCISE both roads")
    liaison.update_alert(mali.chief, id=alert, alerting=news, change="EXERCISE Chad too", growth=growth)
    late = liaison.read_alert(chad.analyst, id=alert)
    assert [(one.number, one.text) for one in late.versions] == [
        (2, "EXERCISE both roads"),
        (1, "EXERCISE do not use the northern road"),
    ]
    assert told(chad.analyst) == ["alert.issued"]
    assert told(niger.analyst) == ["alert.issued", "alert.updated"]
    both = {niger.agency.id, chad.agency.id}
    for side in (niger, chad):
        assert set(liaison.read_alert(side.analyst, id=alert).audience) == both
        liaison.acknowledge_alert(side.analyst, id=alert)
    assert {one.agency for one in liaison.read_alert(mali.chief, id=alert).recipients if one.acknowledged_at} == both
    liaison.stand_down_alert(mali.chief, id=alert, change="EXERCISE over")
    assert liaison.read_alert(chad.analyst, id=alert).row.version == 3


def test_an_alert_that_grows_in_silence_does_not_tell_the_others_who_has_it(
    mali: People, niger: People, chad: People
) -> None:
    alert = issued(mali, niger.agency)
    growth = liaison.Growth((f"agency:{chad.agency.id}",), announced=False)
    liaison.update_alert(mali.chief, id=alert, alerting=alerting(), change="EXERCISE", growth=growth)
    liaison.update_alert(mali.chief, id=alert, alerting=alerting(), change="EXERCISE again")
    assert liaison.read_alert(niger.chief, id=alert).audience == (niger.agency.id,)
    assert set(liaison.read_alert(chad.chief, id=alert).audience) == {niger.agency.id, chad.agency.id}
    assert set(liaison.read_alert(mali.chief, id=alert).audience) == {niger.agency.id, chad.agency.id}
    with door(system_actor("releases"), RELEASE_HOLDERS):
        sent = [one.parcel for one in Release.objects.filter(stream=f"alert:{alert}", step="correct")]
    assert len(sent) == 3
    to_niger = [one for one in sent if str(niger.agency.id) in str(json.loads(one)["label"])]
    assert len(to_niger) == 2
    assert not any(str(chad.agency.id) in one for one in to_niger)


# What another node sends.


@pytest.fixture
def peer() -> Agency:
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def parcel(by: Agency, to: People, alert: UUID, version: int, step: Step, **given: Any) -> Parcel:
    label = given.pop("label", None) or a_label(by, audience=(to.agency,), handling=(Handling.H0,))
    body = {
        "number": version,
        "title": "EXERCISE alert",
        "text": "EXERCISE text",
        "gravity": "serious",
        "state": "active",
        "countries": ["ml"],
        "valid_until": None,
        "records": [],
        "change": "",
        "due": (now() + timedelta(hours=4)).isoformat(),
        "recipients": [],
        "history": [],
        **given,
    }
    return Parcel(new_id(), "alert", f"alert:{alert}", version, step, by.id, label, body, now())


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


def test_an_alert_from_another_node_arrives_is_updated_and_acknowledged(mali: People, peer: Agency) -> None:
    alert = new_id()
    assert hand_in(parcel(peer, mali, alert, 1, Step.SHARE)) == ""
    assert [one.kind for one in desk.pulse(mali.analyst).urgent] == ["alert.issued"]
    assert hand_in(parcel(peer, mali, alert, 2, Step.CORRECT, text="EXERCISE news", change="EXERCISE")) == ""
    liaison.acknowledge_alert(mali.analyst, id=alert)
    assert liaison.read_alert(mali.analyst, id=alert).text == "EXERCISE news"
    assert hand_in(parcel(peer, mali, alert, 1, Step.SHARE, text="EXERCISE old")) == "parcel.older"
    assert hand_in(parcel(peer, mali, alert, 3, Step.CORRECT, state="stood-down")) == ""
    assert hand_in(parcel(peer, mali, alert, 4, Step.CORRECT)) == "liaison.alert-over"
    assert liaison.read_alert(mali.analyst, id=alert).row.state is AlertState.STOOD_DOWN


def test_what_grew_arrives_whole_at_another_node_and_joins_what_is_there(
    mali: People, niger: People, peer: Agency
) -> None:
    alert = new_id()
    past = {"number": 1, "title": "EXERCISE", "text": "EXERCISE first", "gravity": "serious", "state": "active"}
    history = [{**past, "change": "", "at": now().isoformat()}]
    told_of = [str(niger.agency.id)]
    assert hand_in(parcel(peer, mali, alert, 1, Step.SHARE)) == ""
    later = replace(parcel(peer, niger, alert, 3, Step.SHARE, number=2, history=history, recipients=told_of), follows=0)
    assert hand_in(parcel(peer, mali, alert, 2, Step.CORRECT, number=2)) == ""
    assert hand_in(later) == ""
    for side in (mali, niger):
        assert [one.number for one in liaison.read_alert(side.analyst, id=alert).versions] == [2, 1]
    assert told(niger.analyst) == ["alert.issued"]
    assert told(mali.analyst) == ["alert.issued", "alert.updated"]
    assert hand_in(replace(parcel(peer, mali, alert, 4, Step.CORRECT, number=1), follows=0)) == "liaison.message-wrong"


def test_a_stranger_does_not_touch_an_alert_here(mali: People, niger: People, peer: Agency) -> None:
    alert = issued(mali, niger.agency)
    for version, step in ((1, Step.SHARE), (2, Step.CORRECT), (2, Step.WITHDRAW), (1, Step.MESSAGE)):
        forged = replace(parcel(peer, niger, alert, version, step, text=CANARY), follows=0)
        assert hand_in(forged) in {"parcel.not-owner", "liaison.alert-unknown"}
    assert CANARY not in str(liaison.read_alert(niger.analyst, id=alert))
    assert hand_in(replace(parcel(peer, niger, new_id(), 1, Step.CORRECT), follows=0)) == "liaison.alert-unknown"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda one: replace(one, handling=frozenset()), "liaison.handling"),
        (lambda one: replace(one, purposes=frozenset({"cyber"})), "liaison.message-wrong"),
        (lambda one: replace(one, closes=now() + timedelta(days=1)), "liaison.message-wrong"),
    ],
)
def test_a_label_that_no_alert_bears_is_refused(
    mali: People, peer: Agency, spoil: Callable[[Label], Label], code: str
) -> None:
    label = spoil(a_label(peer, audience=(mali.agency,), handling=(Handling.H0,)))
    assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, label=label)) == code
    assert liaison.list_alerts(mali.analyst).rows == ()


@pytest.mark.parametrize(
    "spoil",
    [
        {"gravity": "enormous"},
        {"state": "draft"},
        {"state": 3},
        {"countries": "ml"},
        {"countries": ["Mali"]},
        {"records": ["x"]},
        {"due": "soon"},
        {"due": "2026-01-01"},
        {"valid_until": 4},
        {"title": ""},
        {"text": "x" * 10_001},
        {"more": 1},
        {"number": 0},
        {"number": True},
        {"recipients": ["Mali"]},
        {"history": [{"number": 1}]},
        {"history": "none"},
    ],
)
def test_content_that_is_no_alert_is_refused(mali: People, peer: Agency, spoil: dict[str, Any]) -> None:
    assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, **spoil)).startswith("liaison.")
    assert liaison.list_alerts(mali.analyst).rows == ()


def test_an_alert_that_its_owner_takes_back_is_gone_and_does_not_come_again(mali: People, peer: Agency) -> None:
    alert = new_id()
    assert hand_in(parcel(peer, mali, alert, 1, Step.SHARE, text=CANARY)) == ""
    assert hand_in(parcel(peer, mali, alert, 2, Step.WITHDRAW)) == ""
    with pytest.raises(NotFound):
        liaison.read_alert(mali.analyst, id=alert)
    assert hand_in(parcel(peer, mali, alert, 3, Step.SHARE, text=CANARY)) == "parcel.withdrawn"
