"""Good practices and lessons learned: drafted in the agency, released by a supervisor, corrected and taken back everywhere."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa import desk, liaison
from minassa.access import (
    Handling,
    Parcel,
    ReceiptState,
    Role,
    Step,
    Tlp,
    list_received,
    set_members,
    system_actor,
    take_in,
)
from minassa.access.models import Agency
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, new_id, now
from minassa.liaison import Field, Lesson, PracticeFilter, PracticeKind, PracticeState, Writing
from minassa.liaison.practices.content import lesson_from_json, lesson_to_json, told_to_json
from tests.factories import a_label, actor_for, make_agency, make_community, make_user
from tests.liaison.scene import CANARY, People, people

store = pytest.mark.store

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=80)
CODES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=2)
LESSONS = st.builds(
    Lesson,
    kind=st.sampled_from(PracticeKind),
    title=TEXTS,
    text=TEXTS,
    field=st.sampled_from(Field),
    countries=st.lists(CODES, max_size=10, unique=True).map(tuple),
)


@given(LESSONS)
def test_a_document_travels_without_loss(lesson: Lesson) -> None:
    assert lesson_from_json(lesson_to_json(lesson)) == lesson


def a_lesson(**given: Any) -> Lesson:
    plain = Lesson(
        PracticeKind.GOOD_PRACTICE,
        "EXERCISE elders at the table",
        "EXERCISE they were heard.",
        Field.PREVENTION,
        ("ml",),
    )
    return replace(plain, **given)


@pytest.mark.parametrize(
    "spoil",
    [
        {"kind": "rumour"},
        {"kind": []},
        {"field": "astrology"},
        {"title": ""},
        {"title": None},
        {"title": "\u202eeltit"},
        {"text": ""},
        {"text": "x" * 50_001},
        {"countries": "ml"},
        {"countries": ["Mali"]},
        {"countries": [3]},
        {"more": 1},
    ],
)
def test_what_is_no_document_is_refused(spoil: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        lesson_from_json(lesson_to_json(a_lesson()) | spoil)


@pytest.fixture
def mali(db: None) -> People:
    return people("Mali")


@pytest.fixture
def niger(db: None) -> People:
    return people("Niger")


@pytest.fixture
def chad(db: None) -> People:
    return people("Chad")


def a_writing(*to: Agency, **given: Any) -> Writing:
    return Writing(a_lesson(**given), tuple(f"agency:{one.id}" for one in to))


def kept(by: People, *to: Agency, **given: Any) -> UUID:
    return liaison.keep_practice(by.analyst, writing=a_writing(*to, **given), exercise=True)


def released(by: People, *to: Agency, **given: Any) -> UUID:
    practice = kept(by, *to, **given)
    liaison.release_practice(by.chief, id=practice)
    return practice


@store
def test_a_document_is_the_agencys_own_until_a_supervisor_releases_it(
    mali: People, niger: People, chad: People
) -> None:
    practice = kept(mali, niger.agency, text=CANARY)
    own = liaison.read_practice(mali.officer, id=practice)
    assert (own.row.state, own.meant, own.can) == (PracticeState.DRAFT, (niger.agency.id,), ("edit", "discard"))
    assert (own.leaves, own.row.marks) == (("TLP:AMBER", "H0", "EXERCISE"), ("TLP:AMBER+STRICT", "H0", "EXERCISE"))
    for other in (niger.analyst, chad.analyst):
        with pytest.raises(NotFound):
            liaison.read_practice(other, id=practice)
    for actor, code in (
        (mali.analyst, "access.not-allowed"),
        (mali.officer, "access.not-allowed"),
        (actor_for(make_user(mali.agency, (Role.SUPERVISOR,))), "access.step-up-needed"),
    ):
        with pytest.raises(Refused) as fault:
            liaison.release_practice(actor, id=practice)
        assert fault.value.code == code
    liaison.release_practice(mali.chief, id=practice)
    seen = liaison.read_practice(niger.analyst, id=practice)
    assert (seen.row.version, seen.row.lesson.text, seen.draft, seen.meant, seen.can) == (1, CANARY, None, (), ())
    assert (seen.row.marks, seen.leaves) == (own.leaves, ())
    assert [one.kind for one in desk.list_notices(niger.analyst)] == ["practice.released"]
    with pytest.raises(NotFound):
        liaison.read_practice(chad.analyst, id=practice)
    for wanted in (PracticeFilter(), PracticeFilter(country="ml"), PracticeFilter(field=Field.PREVENTION)):
        assert liaison.list_practices(chad.chief, wanted=wanted).rows == ()
    assert desk.list_notices(chad.analyst) == ()


@store
def test_the_list_is_narrowed_by_kind_field_and_country_page_by_page(mali: People, niger: People) -> None:
    first = released(mali, niger.agency)
    second = released(mali, niger.agency, kind=PracticeKind.LESSON, countries=("ne", "ml"))
    third = released(mali, niger.agency, field=Field.BORDER, countries=())
    for wanted, expected in (
        (PracticeFilter(), [third, second, first]),
        (PracticeFilter(kind=PracticeKind.LESSON), [second]),
        (PracticeFilter(field=Field.PREVENTION), [second, first]),
        (PracticeFilter(country="ml"), [second, first]),
        (PracticeFilter(country="ne"), [second]),
        (PracticeFilter(kind=PracticeKind.LESSON, field=Field.BORDER), []),
        (PracticeFilter(country="%"), []),
    ):
        read: list[UUID] = []
        page = liaison.list_practices(niger.analyst, wanted=wanted, size=1)
        read += [one.id for one in page.rows]
        while page.next:
            page = liaison.list_practices(niger.analyst, wanted=wanted, size=1, before=page.next)
            read += [one.id for one in page.rows]
        assert read == expected, wanted


@store
def test_a_correction_reaches_those_who_have_it_and_a_withdrawal_takes_it_from_them(
    mali: People, niger: People, chad: People
) -> None:
    practice = released(mali, niger.agency)
    wider = a_writing(niger.agency, chad.agency, text="EXERCISE they were heard twice.")
    liaison.correct_practice(mali.chief, id=practice, writing=wider, change="EXERCISE a second meeting")
    seen = liaison.read_practice(niger.analyst, id=practice)
    assert (seen.row.version, seen.row.lesson.text, seen.change) == (
        2,
        "EXERCISE they were heard twice.",
        "EXERCISE a second meeting",
    )
    assert "practice.corrected" in [one.kind for one in desk.list_notices(niger.analyst)]
    with pytest.raises(NotFound):  # the recipients stay
        liaison.read_practice(chad.analyst, id=practice)
    liaison.withdraw_practice(mali.chief, id=practice, change="EXERCISE a name was in it")
    with pytest.raises(NotFound):
        liaison.read_practice(niger.analyst, id=practice)
    own = liaison.read_practice(mali.analyst, id=practice)
    assert (own.row.state, own.can) == (PracticeState.WITHDRAWN, ())
    with pytest.raises(Conflict):
        liaison.correct_practice(mali.chief, id=practice, writing=wider, change="EXERCISE again")
    with pytest.raises(Conflict):
        liaison.release_practice(mali.chief, id=practice)


@store
def test_only_its_agency_changes_a_document(mali: People, niger: People) -> None:
    practice = released(mali, niger.agency)
    for change in (
        lambda: liaison.correct_practice(niger.chief, id=practice, writing=a_writing(mali.agency), change="x"),
        lambda: liaison.withdraw_practice(niger.chief, id=practice, change="x"),
        lambda: liaison.discard_practice(niger.analyst, id=practice),
        lambda: liaison.keep_practice(niger.analyst, writing=a_writing(), exercise=True, id=practice),
    ):
        with pytest.raises(Refused) as fault:
            change()
        assert fault.value.code == "liaison.not-your-practice"
    assert liaison.read_practice(mali.analyst, id=practice).row.lesson == a_lesson()


@store
def test_whoever_leaves_the_community_sees_it_no_more(mali: People, niger: People, chad: People) -> None:
    community = make_community(mali.agency, niger.agency, chad.agency)
    writing = replace(a_writing(text=CANARY), to=(f"community:{community.id}",))
    practice = liaison.keep_practice(mali.analyst, writing=writing, exercise=True)
    liaison.release_practice(mali.chief, id=practice)
    for member in (niger, chad):
        assert liaison.read_practice(member.analyst, id=practice).row.lesson.text == CANARY
    keeper = actor_for(make_user(mali.agency, (Role.NODE_ADMINISTRATOR,)), stepped_up=True)
    set_members(keeper, community=community.id, agencies=[mali.agency.id, chad.agency.id])
    # Their rights have changed: everybody comes in again.
    gone, stays = (actor_for(make_user(one.agency, (Role.ANALYST,))) for one in (niger, chad))
    assert liaison.list_practices(gone).rows == ()
    assert liaison.read_practice(stays, id=practice).row.lesson.text == CANARY


def test_what_could_not_be_released_is_not_kept(mali: People, niger: People) -> None:
    for spoilt in (
        replace(a_writing(niger.agency), tlp=Tlp.RED),
        replace(a_writing(niger.agency), tlp=Tlp.CLEAR),
        replace(a_writing(niger.agency), handling=frozenset()),
        replace(a_writing(), to=(f"agency:{new_id()}",)),
        a_writing(niger.agency, title=" "),
    ):
        with pytest.raises(Invalid):
            liaison.keep_practice(mali.analyst, writing=spoilt, exercise=True)
    nobody = kept(mali)
    assert "release" not in liaison.read_practice(mali.chief, id=nobody).can
    with pytest.raises(Invalid):
        liaison.release_practice(mali.chief, id=nobody)
    liaison.discard_practice(mali.analyst, id=nobody)
    assert liaison.list_practices(mali.analyst).rows == ()


def test_a_draft_waits_for_the_supervisor(mali: People, niger: People) -> None:
    practice = kept(mali, niger.agency)
    assert f"practice:{practice}" in [one.about for one in desk.waiting_on(mali.chief).waiting_on_me]
    assert f"practice:{practice}" not in [one.about for one in desk.waiting_on(mali.analyst).waiting_on_me]
    assert f"practice:{practice}" not in [one.about for one in desk.waiting_on(niger.chief).waiting_on_me]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER])
def test_roles_without_this_work_see_no_document(mali: People, role: Role) -> None:
    practice, outside = kept(mali), actor_for(make_user(mali.agency, (role,)))
    with pytest.raises(Fault):
        liaison.list_practices(outside)
    with pytest.raises(Fault):
        liaison.read_practice(outside, id=practice)


@pytest.fixture
def peer(db: None) -> Agency:
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def parcel(by: Agency, to: People, one: UUID, version: int, step: Step, **given: Any) -> Parcel:
    label = given.pop("label", None) or a_label(by, audience=(to.agency,), handling=(Handling.H0,))
    body = told_to_json(a_lesson(), "") | given
    return Parcel(new_id(), "practice", f"practice:{one}", version, step, by.id, label, body, now(), 0)


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


@store
def test_documents_of_another_node_come_change_and_go(mali: People, niger: People, peer: Agency) -> None:
    one = new_id()
    assert hand_in(parcel(peer, mali, one, 1, Step.SHARE)) == ""
    assert hand_in(parcel(peer, mali, one, 2, Step.CORRECT, title="EXERCISE new", change="EXERCISE title")) == ""
    seen = liaison.read_practice(mali.analyst, id=one)
    assert (seen.row.lesson.title, seen.change, seen.row.version) == ("EXERCISE new", "EXERCISE title", 2)
    assert liaison.list_practices(niger.analyst).rows == ()
    assert [each.about for each in list_received(mali.chief, owed=True)] == [one]  # a correction is acknowledged
    assert hand_in(parcel(peer, mali, one, 2, Step.CORRECT)) == "parcel.older"
    assert hand_in(parcel(peer, mali, one, 3, Step.WITHDRAW)) == ""
    assert liaison.list_practices(mali.analyst).rows == ()
    assert hand_in(parcel(peer, mali, one, 4, Step.SHARE)) != ""  # it does not come back
    assert liaison.list_practices(mali.analyst).rows == ()


@store
def test_a_peer_does_not_touch_the_documents_of_others(mali: People, niger: People, peer: Agency) -> None:
    practice = released(mali, niger.agency)
    for step in (Step.CORRECT, Step.WITHDRAW, Step.MESSAGE):
        assert hand_in(parcel(peer, niger, practice, 1, step, title=CANARY)) != ""
    assert liaison.read_practice(niger.analyst, id=practice).row.lesson == a_lesson()
    wide = a_label(peer, Tlp.CLEAR, audience=(mali.agency,), handling=(Handling.H0,))
    assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, label=wide)) == "liaison.request-tlp"
    for spoilt in ({"kind": "rumour"}, {"change": None}, {"text": "\u202etxet"}):
        assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, **spoilt)).startswith("liaison.")
    assert [one.id for one in liaison.list_practices(mali.analyst).rows] == [practice]
