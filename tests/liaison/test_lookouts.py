"""Lookouts: accepted by each agency, expiring, renewed, withdrawn everywhere; a check that meets one tells as its owner chose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from minassa import desk, liaison
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
    system_actor,
    take_in,
)
from minassa.access.models import Agency
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id, now
from minassa.check import Question, check
from minassa.liaison import Concern, LookoutKind, LookoutState, Reason, Risk, Sought, Tell
from tests.factories import a_label, actor_for, make_agency, make_user
from tests.liaison.scene import CANARY, NO_RISK, People, people, risky

pytestmark = pytest.mark.django_db


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def sought(*to: Agency, **given: Any) -> Sought:
    plain = Sought(
        to=tuple(f"agency:{one.id}" for one in to),
        kind=LookoutKind.PERSON,
        title="EXERCISE the courier",
        names=("EXERCISE Abderrahmane Ould Salem",),
        numbers=("EX-445-566",),
        why="EXERCISE carries money",
        purpose="counter-terrorism",
        legal_basis="EXERCISE law",
        expires=now() + timedelta(days=30),
        care=NO_RISK,
    )
    return replace(plain, **given)


def issued(by: People, *to: Agency, **given: Any) -> UUID:
    kept = liaison.keep_lookout(by.analyst, sought=sought(*to, **given), exercise=True)
    liaison.issue_lookout(by.chief, id=kept)
    return kept


def asked(by: Actor, name: str = "عبد الرحمن ولد سالم", **given: Any) -> tuple[liaison.Met, ...]:
    return check(by, question=Question(name, **given), purpose="counter-terrorism", case="EX-1").lookouts


def told(to: Actor) -> list[str]:
    return [one.kind for one in reversed(desk.list_notices(to))]


def code_of(fault: Any) -> str:
    return str(fault.value.code)


def test_a_check_meets_an_accepted_lookout_and_both_sides_are_told(mali: People, niger: People) -> None:
    lookout = issued(mali, niger.agency)
    assert asked(niger.analyst) == ()  # nobody has accepted it yet
    liaison.accept_lookout(niger.officer, id=lookout)
    (met,) = asked(niger.analyst)
    assert (met.id, met.owner, met.exact) == (lookout, mali.agency.id, False)
    assert met.score >= 0.85
    assert "verify-with-owner-before-acting" in met.obligations
    assert told(mali.officer) == ["lookout.answered", "lookout.met"]
    assert [one.kind for one in desk.pulse(mali.chief).urgent] == ["lookout.met"]
    assert told(niger.officer) == ["lookout.issued", "lookout.met-here"]
    seen = liaison.read_lookout(mali.analyst, id=lookout)
    assert [(one.agency, one.accepted) for one in seen.replies] == [(niger.agency.id, True)]
    assert [(one.agency, one.exact) for one in seen.meetings] == [(niger.agency.id, False)]
    assert str(niger.analyst.user_id) not in str(seen)


@pytest.mark.parametrize("typed", ["EX445566", "ex 445 566", "EX-445-566"])
def test_a_number_is_met_however_it_is_typed(mali: People, niger: People, typed: str) -> None:
    lookout = issued(mali, niger.agency, kind=LookoutKind.VEHICLE, names=())
    liaison.accept_lookout(niger.officer, id=lookout)
    assert [one.exact for one in asked(niger.analyst, typed)] == [True]
    assert [one.exact for one in asked(niger.analyst, "EXERCISE nobody", identifier=typed)] == [True]
    assert asked(niger.analyst, "EX445567") == ()


def test_another_name_meets_nothing(mali: People, niger: People) -> None:
    liaison.accept_lookout(niger.officer, id=issued(mali, niger.agency))
    assert asked(niger.analyst, "EXERCISE Ibrahim Ag Mohamed") == ()
    assert told(mali.officer) == ["lookout.answered"]


def test_an_owner_who_is_told_alone_shows_nothing_to_whoever_asked(mali: People, niger: People) -> None:
    lookout = issued(mali, niger.agency, tell=Tell.OWNER)
    liaison.accept_lookout(niger.officer, id=lookout)
    assert asked(niger.analyst) == ()
    assert told(mali.officer) == ["lookout.answered", "lookout.met"]
    assert told(niger.officer) == ["lookout.issued", "lookout.met-here"]
    assert liaison.read_lookout(niger.analyst, id=lookout).meetings == ()
    assert len(liaison.read_lookout(niger.officer, id=lookout).meetings) == 1


def test_the_own_lookout_is_met_by_the_own_check_and_nobody_is_told(mali: People, niger: People) -> None:
    issued(mali, niger.agency)
    assert [one.mine for one in asked(mali.analyst)] == [True]
    assert told(mali.officer) == []


def test_an_owner_is_told_once_an_hour(mali: People, niger: People) -> None:
    start = now()
    with held_at(start):
        lookout = issued(mali, niger.agency)
        liaison.accept_lookout(niger.officer, id=lookout)
    for minutes in (1, 2, 30, 70):
        with held_at(start + timedelta(minutes=minutes)):
            assert len(asked(niger.analyst)) == 1
    assert told(mali.officer).count("lookout.met") == 2


def test_declining_is_ordinary_and_stops_the_telling(mali: People, niger: People) -> None:
    lookout = issued(mali, niger.agency)
    liaison.accept_lookout(niger.officer, id=lookout)
    liaison.decline_lookout(niger.officer, id=lookout, reason=Reason.DISPROPORTIONATE)
    assert asked(niger.analyst) == ()
    seen = liaison.read_lookout(mali.analyst, id=lookout)
    assert [(one.accepted, one.reason) for one in seen.replies] == [(False, Reason.DISPROPORTIONATE)]
    assert "lookout.met" not in told(mali.officer)


def test_what_has_expired_meets_nothing_until_it_is_renewed_with_a_reason(mali: People, niger: People) -> None:
    start = now()
    lookout = issued(mali, niger.agency)
    liaison.accept_lookout(niger.officer, id=lookout)
    with held_at(start + timedelta(days=31)):
        chief = replace(mali.chief, stepped_up_at=now())
        assert asked(niger.analyst) == ()
        assert liaison.list_lookouts(niger.analyst)[0][0].expired
        for until, code in ((now() + timedelta(days=366), "liaison.expiry"), (now(), "liaison.expiry")):
            with pytest.raises(Invalid) as fault:
                liaison.renew_lookout(chief, id=lookout, until=until, reason="EXERCISE")
            assert code_of(fault) == code
        with pytest.raises(Invalid):
            liaison.renew_lookout(chief, id=lookout, until=now() + timedelta(days=9), reason=" ")
        liaison.renew_lookout(chief, id=lookout, until=now() + timedelta(days=9), reason="EXERCISE still sought")
        assert len(asked(niger.analyst)) == 1


def test_a_withdrawn_lookout_is_gone_everywhere_at_once(mali: People, niger: People) -> None:
    lookout = issued(mali, niger.agency)
    liaison.accept_lookout(niger.officer, id=lookout)
    liaison.withdraw_lookout(mali.officer, id=lookout)
    assert asked(niger.analyst) == asked(mali.analyst) == ()
    assert liaison.list_lookouts(niger.officer)[0] == ()
    with pytest.raises(NotFound):
        liaison.read_lookout(niger.officer, id=lookout)
    assert liaison.read_lookout(mali.analyst, id=lookout).row.state is LookoutState.WITHDRAWN
    with pytest.raises(Conflict):
        liaison.withdraw_lookout(mali.officer, id=lookout)


def test_a_third_agency_and_the_secretariat_find_nothing_and_meet_nothing(mali: People, niger: People) -> None:
    lookout = issued(mali, niger.agency, title=CANARY, why=CANARY)
    liaison.accept_lookout(niger.officer, id=lookout)
    asked(niger.analyst)
    for outsider in (people("Chad"), people("secretariat", kind=AgencyKind.SECRETARIAT)):
        assert asked(outsider.analyst) == ()
        assert liaison.list_lookouts(outsider.officer) == ((), "", "0")
        for read in (liaison.read_lookout, liaison.accept_lookout, liaison.withdraw_lookout):
            with pytest.raises(NotFound):
                read(outsider.officer, id=lookout)
        assert desk.pulse(outsider.officer).unread == 0
        assert CANARY not in str(desk.waiting_on(outsider.officer))
    assert told(mali.officer).count("lookout.met") == 1


def test_r13_a_risk_bars_or_needs_another_person_than_the_writer(mali: People, niger: People) -> None:
    barred = liaison.keep_lookout(
        mali.analyst, sought=sought(niger.agency, care=risky(Concern.TORTURE, Risk.REAL)), exercise=True
    )
    with pytest.raises(Refused) as fault:
        liaison.issue_lookout(mali.chief, id=barred)
    assert code_of(fault) == "liaison.rights-bar"
    weighed = sought(niger.agency, care=risky(Concern.FAIR_TRIAL, Risk.REAL))
    alone = liaison.keep_lookout(mali.chief, sought=weighed, exercise=True)
    with pytest.raises(Refused) as fault:
        liaison.issue_lookout(mali.chief, id=alone)
    assert code_of(fault) == "liaison.second-person"
    liaison.issue_lookout(mali.chief, id=liaison.keep_lookout(mali.analyst, sought=weighed, exercise=True))
    unanswered = liaison.keep_lookout(mali.analyst, sought=sought(niger.agency, care=None), exercise=True)
    with pytest.raises(Invalid) as missing:
        liaison.issue_lookout(mali.chief, id=unanswered)
    assert code_of(missing) == "liaison.care-missing"


def test_who_may_do_what(mali: People, niger: People) -> None:
    kept = liaison.keep_lookout(mali.analyst, sought=sought(niger.agency), exercise=True)
    for actor in (mali.analyst, mali.officer, actor_for(make_user(mali.agency, (Role.SUPERVISOR,)))):
        with pytest.raises(Refused):
            liaison.issue_lookout(actor, id=kept)
    liaison.issue_lookout(mali.chief, id=kept)
    with pytest.raises(Refused):
        liaison.accept_lookout(niger.analyst, id=kept)
    with pytest.raises(Refused) as fault:
        liaison.accept_lookout(mali.officer, id=kept)
    assert code_of(fault) == "liaison.own-lookout"
    with pytest.raises(Refused) as fault:
        liaison.withdraw_lookout(niger.officer, id=kept)
    assert code_of(fault) == "liaison.not-your-lookout"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ({"names": (), "numbers": ()}, "liaison.nothing-sought"),
        ({"kind": LookoutKind.VEHICLE, "numbers": ()}, "liaison.nothing-sought"),
        ({"numbers": ("A-1",)}, "liaison.nothing-sought"),
        ({"tlp": Tlp.CLEAR}, "liaison.request-tlp"),
        ({"handling": frozenset()}, "liaison.handling"),
        ({"expires": now() - timedelta(days=1)}, "liaison.expiry"),
        ({"expires": now() + timedelta(days=400)}, "liaison.expiry"),
        ({"purpose": "curiosity"}, "liaison.purpose"),
        ({"to": (f"community:{new_id()}",)}, "liaison.recipients"),
        ({"to": ()}, "release.no-recipient"),
    ],
)
def test_what_cannot_be_issued_is_not_kept(mali: People, niger: People, spoil: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as fault:
        liaison.keep_lookout(mali.analyst, sought=sought(niger.agency, **spoil), exercise=True)
    assert code_of(fault) == code
    assert liaison.list_lookouts(mali.analyst)[0] == ()


# What another node sends.


@pytest.fixture
def peer() -> Agency:
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def parcel(by: Agency, to: Agency, one: UUID, version: int, step: Step, **given: Any) -> Parcel:
    from minassa.liaison.lookouts.content import sought_to_json  # noqa: PLC0415 - it needs the models

    tlp = Tlp.AMBER_STRICT if step is Step.MESSAGE else Tlp.AMBER
    label = given.pop("label", None) or a_label(by, tlp, audience=(to,), handling=(Handling.H0,))
    body = given.pop("body", None) or sought_to_json(sought()) | given
    return Parcel(new_id(), "lookout", f"lookout:{one}", version, step, by.id, label, body, now(), 0)


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


def test_a_lookout_of_another_node_is_accepted_met_and_withdrawn(mali: People, peer: Agency) -> None:
    one = new_id()
    assert hand_in(parcel(peer, mali.agency, one, 1, Step.SHARE)) == ""
    liaison.accept_lookout(mali.officer, id=one)
    assert [met.id for met in asked(mali.analyst)] == [one]
    assert hand_in(parcel(peer, mali.agency, one, 2, Step.WITHDRAW)) == ""
    assert asked(mali.analyst) == ()
    assert hand_in(parcel(peer, mali.agency, one, 3, Step.SHARE)) == "parcel.withdrawn"


def test_only_who_was_asked_answers_a_lookout(mali: People, niger: People, peer: Agency) -> None:
    ours = issued(mali, niger.agency)
    for body in ({"event": "accept"}, {"event": "met", "score": 99, "exact": True}):
        assert hand_in(parcel(peer, mali.agency, ours, 1, Step.MESSAGE, body=body)) == "liaison.not-asked"
    assert hand_in(parcel(peer, mali.agency, new_id(), 1, Step.MESSAGE, body={"event": "accept"})) == (
        "liaison.lookout-unknown"
    )
    for step in (Step.SHARE, Step.CORRECT, Step.WITHDRAW):
        code = hand_in(parcel(peer, niger.agency, ours, 1, step, title=CANARY))
        assert code in {"parcel.not-owner", "liaison.lookout-unknown"}
    assert told(mali.officer) == []
    assert CANARY not in str(liaison.read_lookout(niger.analyst, id=ours))


def test_a_node_that_tells_too_often_only_tells_once(mali: People, peer: Agency) -> None:
    ours = issued(mali, peer)
    for version in range(1, 6):
        body = {"event": "met", "score": 99, "exact": True}
        assert hand_in(parcel(peer, mali.agency, ours, version, Step.MESSAGE, body=body)) == ""
    assert told(mali.officer) == ["lookout.met"]
    assert len(liaison.read_lookout(mali.analyst, id=ours).meetings) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"event": "met", "score": 101, "exact": True},
        {"event": "met", "score": "9", "exact": True},
        {"event": "met", "score": 9},
        {"event": "decline"},
        {"event": "decline", "reason": "mood"},
        {"event": "accept", "more": 1},
        {"event": ["accept"]},
        {"x": 1},
    ],
)
def test_words_that_are_none_are_refused(mali: People, peer: Agency, body: dict[str, Any]) -> None:
    ours = issued(mali, peer)
    assert hand_in(parcel(peer, mali.agency, ours, 1, Step.MESSAGE, body=body)) == "liaison.message-wrong"
    assert hand_in(parcel(peer, mali.agency, ours, 1, Step.MESSAGE, body={"event": "accept"})) == ""
    assert liaison.read_lookout(mali.analyst, id=ours).replies[0].accepted


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda one: replace(one, tlp=Tlp.CLEAR), "liaison.request-tlp"),
        (lambda one: replace(one, tlp=Tlp.GREEN, audience=frozenset()), "liaison.request-tlp"),
        (lambda one: replace(one, handling=frozenset()), "liaison.handling"),
        (lambda one: replace(one, purposes=frozenset({"cyber"})), "liaison.message-wrong"),
    ],
)
def test_a_label_that_no_lookout_bears_is_refused(
    mali: People, peer: Agency, spoil: Callable[[Label], Label], code: str
) -> None:
    label = spoil(a_label(peer, audience=(mali.agency,), handling=(Handling.H0,)))
    assert hand_in(parcel(peer, mali.agency, new_id(), 1, Step.SHARE, label=label)) == code
    assert liaison.list_lookouts(mali.analyst)[0] == ()
