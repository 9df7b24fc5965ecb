"""The directory of expertise: found by field, language and country; kept by its agency, seen by those with whom it is shared."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa import desk, liaison
from minassa.access import AgencyKind, Handling, Parcel, ReceiptState, Role, Step, Tlp, system_actor, take_in
from minassa.access.models import Agency
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, held_at, new_id, now
from minassa.liaison import Field, Offer, Sharing, Wanted
from minassa.liaison.expertise.content import offer_from_json, offer_to_json
from minassa.liaison.jobs import watch_expertise
from tests.factories import a_label, actor_for, make_agency, make_user
from tests.liaison.scene import CANARY, People, people

store = pytest.mark.store

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=80)
CODES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=2)
OFFERS = st.builds(
    Offer,
    field=st.sampled_from(Field),
    languages=st.lists(CODES, min_size=1, max_size=12, unique=True).map(tuple),
    offered=TEXTS,
    contact=TEXTS,
    until=st.none() | st.dates(),
)


@given(OFFERS)
def test_an_entry_travels_without_loss(offer: Offer) -> None:
    assert offer_from_json(offer_to_json(offer)) == offer


def an_offer(**given: Any) -> Offer:
    plain = Offer(Field.FORENSICS, ("fr", "ar"), "EXERCISE a laboratory for traces", "EXERCISE head of the laboratory")
    return replace(plain, **given)


@pytest.mark.parametrize(
    "spoil",
    [
        {"field": "astrology"},
        {"field": 3},
        {"field": []},
        {"languages": []},
        {"languages": ["french"]},
        {"languages": "fr"},
        {"languages": [["fr"]]},
        {"languages": ["aa", "ab", "ac", "ad", "ae", "af", "ag", "ah", "ai", "aj", "ak", "al", "am"]},
        {"offered": ""},
        {"offered": "\u202etxet"},
        {"offered": "x" * 4_001},
        {"contact": None},
        {"contact": "x" * 501},
        {"until": "tomorrow"},
        {"until": 20261126},
        {"more": 1},
    ],
)
def test_what_is_no_entry_is_refused(spoil: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        offer_from_json(offer_to_json(an_offer()) | spoil)


@pytest.fixture
def mali(db: None) -> People:
    return in_country(people("Mali"), "ml")


@pytest.fixture
def niger(db: None) -> People:
    return in_country(people("Niger"), "ne")


def in_country(who: People, country: str) -> People:
    Agency.objects.filter(id=who.agency.id).update(country=country)
    return who


def kept(by: People, *to: Agency, **given: Any) -> UUID:
    sharing = Sharing(not to, tuple(f"agency:{one.id}" for one in to), Tlp.AMBER)
    return liaison.keep_expertise(by.officer, offer=an_offer(**given), sharing=sharing, exercise=True)


@store
def test_expertise_is_found_by_field_language_and_country(mali: People, niger: People) -> None:
    traces = kept(mali)
    lessons = kept(mali, field=Field.TRAINING, languages=("fr", "ha"))
    border = kept(niger, field=Field.BORDER, languages=("ha",))
    for wanted, expected in (
        (Wanted(), [border, traces, lessons]),
        (Wanted(field=Field.TRAINING), [lessons]),
        (Wanted(language="ar"), [traces]),
        (Wanted(language="ha"), [border, lessons]),
        (Wanted(language="ha", country="ml"), [lessons]),
        (Wanted(country="ne"), [border]),
        (Wanted(field=Field.CYBER), []),
        (Wanted(country="td"), []),
        (Wanted(language="%"), []),
        (Wanted(language=" f"), []),
        (Wanted(language="f"), []),
    ):
        assert [one.id for one in liaison.list_expertise(niger.analyst, wanted=wanted)] == expected, wanted
    seen = liaison.read_expertise(niger.analyst, id=traces)
    assert (seen.mine, seen.offer, seen.sharing) == (False, an_offer(), None)
    assert liaison.read_expertise(mali.analyst, id=traces).sharing is not None


@store
def test_only_officers_of_the_agency_keep_what_it_offers(mali: People, niger: People) -> None:
    found = kept(mali)
    with pytest.raises(Refused):
        liaison.confirm_expertise(mali.analyst, id=found)
    for change in (
        lambda: liaison.confirm_expertise(niger.officer, id=found),
        lambda: liaison.remove_expertise(niger.officer, id=found),
        lambda: liaison.keep_expertise(niger.officer, offer=an_offer(), sharing=Sharing(), exercise=True, id=found),
    ):
        with pytest.raises(Refused) as fault:
            change()
        assert fault.value.code == "liaison.not-your-expertise"


@store
def test_a_third_agency_and_the_secretariat_see_nothing_of_an_entry_for_one(mali: People, niger: People) -> None:
    found = kept(mali, niger.agency, offered=CANARY)
    assert [one.offer.offered for one in liaison.list_expertise(niger.analyst)] == [CANARY]
    for outsider in (people("Chad"), people("secretariat", kind=AgencyKind.SECRETARIAT)):
        for wanted in (Wanted(), Wanted(field=Field.FORENSICS), Wanted(language="fr"), Wanted(country="ml")):
            assert liaison.list_expertise(outsider.analyst, wanted=wanted) == ()
        for touch in (liaison.read_expertise, liaison.confirm_expertise, liaison.remove_expertise):
            with pytest.raises(NotFound):
                touch(outsider.officer, id=found)


@store
def test_whoever_is_left_out_later_sees_it_no_more_and_whoever_joins_gets_it(mali: People, niger: People) -> None:
    chad = people("Chad")
    found = kept(mali, niger.agency)
    sharing = Sharing(everyone=False, to=(f"agency:{chad.agency.id}",), tlp=Tlp.AMBER)
    liaison.keep_expertise(mali.officer, offer=an_offer(), sharing=sharing, exercise=True, id=found)
    assert liaison.list_expertise(niger.analyst) == ()
    assert len(liaison.list_expertise(chad.analyst)) == 1
    liaison.remove_expertise(mali.officer, id=found)
    assert liaison.list_expertise(chad.analyst) == liaison.list_expertise(mali.analyst) == ()


@pytest.mark.parametrize("tlp", [Tlp.RED, Tlp.CLEAR])
def test_what_is_for_persons_or_for_the_public_is_not_shared_so(mali: People, niger: People, tlp: Tlp) -> None:
    with pytest.raises(Invalid):
        liaison.keep_expertise(mali.officer, offer=an_offer(), sharing=Sharing(tlp=tlp), exercise=True)
    with pytest.raises(Invalid):
        liaison.keep_expertise(mali.officer, offer=an_offer(), sharing=Sharing(handling=frozenset()), exercise=True)
    assert liaison.list_expertise(mali.analyst) == ()


@store
def test_what_nobody_confirms_for_180_days_is_marked_and_its_agency_asked(mali: People, niger: People) -> None:
    start = now()
    with held_at(start):
        found = kept(mali)
        kept(mali, until=(start + timedelta(days=30)).date())  # over before anybody need be asked
    with held_at(start + timedelta(days=180)):
        watch_expertise()
        assert not liaison.read_expertise(niger.analyst, id=found).stale
    for day in (181, 182, 195):
        with held_at(start + timedelta(days=day)):
            watch_expertise()
            assert liaison.read_expertise(niger.analyst, id=found).stale
    told = desk.list_notices(mali.officer)
    assert [(one.kind, one.about) for one in told] == [("expertise.confirm", f"expertise:{found}")] * 2
    assert desk.list_notices(niger.officer) == ()
    with held_at(start + timedelta(days=200)):
        liaison.confirm_expertise(mali.officer, id=found)
        watch_expertise()
        assert not liaison.read_expertise(niger.analyst, id=found).stale
    assert len(desk.list_notices(mali.officer)) == 2


@store
def test_an_offer_whose_last_day_has_passed_is_found_by_nobody_but_its_agency(mali: People, niger: People) -> None:
    start = now()
    last = (start + timedelta(days=10)).date()
    with held_at(start):
        found = kept(mali, until=last)
    with held_at(start + timedelta(days=10)):
        assert len(liaison.list_expertise(niger.analyst)) == 1
    with held_at(start + timedelta(days=11)):
        assert liaison.list_expertise(niger.analyst) == ()
        (own,) = liaison.list_expertise(mali.analyst)
        assert own.over
        with pytest.raises(Conflict):
            liaison.confirm_expertise(mali.officer, id=found)
        with pytest.raises(Invalid):
            kept(mali, until=last)
        liaison.keep_expertise(mali.officer, offer=an_offer(), sharing=Sharing(), exercise=True, id=found)
        assert len(liaison.list_expertise(niger.analyst)) == 1


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER])
def test_roles_without_this_work_see_no_entry(mali: People, role: Role) -> None:
    kept(mali)
    with pytest.raises(Fault):
        liaison.list_expertise(actor_for(make_user(mali.agency, (role,))))


@pytest.fixture
def peer(db: None) -> Agency:
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def parcel(by: Agency, to: People, one: UUID, version: int, step: Step, **given: Any) -> Parcel:
    label = given.pop("label", None) or a_label(by, audience=(to.agency,), handling=(Handling.H0,))
    body = offer_to_json(an_offer()) | given
    return Parcel(new_id(), "expertise", f"expertise:{one}", version, step, by.id, label, body, now(), 0)


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


@store
def test_entries_of_another_node_come_change_and_go(mali: People, niger: People, peer: Agency) -> None:
    one = new_id()
    assert hand_in(parcel(peer, mali, one, 3, Step.CORRECT)) == ""  # this node joined late
    assert hand_in(parcel(peer, mali, one, 4, Step.CORRECT, field="cyber", until="2099-01-01")) == ""
    (found,) = liaison.list_expertise(mali.analyst, wanted=Wanted(field=Field.CYBER))
    assert (found.id, found.owner, found.offer.until) == (one, peer.id, date(2099, 1, 1))
    assert liaison.list_expertise(niger.analyst) == ()
    assert hand_in(parcel(peer, mali, one, 4, Step.CORRECT)) == "parcel.older"
    assert hand_in(parcel(peer, mali, one, 5, Step.WITHDRAW)) == ""
    assert liaison.list_expertise(mali.analyst) == ()


@store
def test_a_peer_does_not_touch_the_entries_of_others(mali: People, niger: People, peer: Agency) -> None:
    found = kept(mali, niger.agency)
    for step in (Step.CORRECT, Step.WITHDRAW, Step.MESSAGE):
        assert hand_in(parcel(peer, niger, found, 1, step, offered=CANARY)) in {
            "parcel.not-owner",
            "liaison.not-your-expertise",
        }
    assert liaison.read_expertise(niger.analyst, id=found).offer == an_offer()
    wide = a_label(peer, Tlp.CLEAR, audience=(mali.agency,), handling=(Handling.H0,))
    assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, label=wide)) == "liaison.request-tlp"
    assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, field="astrology")) == "liaison.message-wrong"
    assert [one.id for one in liaison.list_expertise(mali.analyst)] == [found]
