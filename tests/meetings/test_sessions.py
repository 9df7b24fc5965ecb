"""Per session: who listens to which channel, and who was there, by badge and by list; and the letter that accredits a delegation."""

from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from minassa import access, desk, meetings
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at
from minassa.meetings import Decision, LetterState, Recording
from minassa.meetings.acts import DOOR_LIST
from minassa.meetings.delegations.accrediting import code_of
from minassa.meetings.floor.rules import Need, listens_in
from minassa.meetings.models import Accreditation
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared

DAY = datetime(2027, 2, 20, 9, tzinfo=UTC)


@pytest.fixture
def who(db: None) -> People:
    return people()


def accredited(who: People, delegation: UUID, *, by: str = "mali", **given: object) -> UUID:
    person = nominated(who, delegation, by=by, **given)
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    return person


@pytest.mark.parametrize(
    ("chosen", "usual", "speaks", "expected"),
    [
        (None, "", (), ""),
        (None, "", ("sw", "fr"), "fr"),
        (None, "", ("sw", "es"), "sw"),
        (None, "pt", ("fr",), "pt"),
        ("ar", "pt", ("fr",), "ar"),
        ("", "pt", ("fr",), ""),
    ],
)
def test_a_language_is_chosen_for_the_session_or_follows_from_the_persons_own(
    chosen: str | None, usual: str, speaks: tuple[str, ...], expected: str
) -> None:
    assert listens_in(chosen, usual, speaks, ("ar", "fr")) == expected


def test_each_session_has_its_own_channels_and_listeners(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    opening = planned(who, made, channels=("ar", "fr"))
    closed = planned(who, made, begins=time(11), ends=time(12), is_open=False, channels=("fr",))
    meetings.release_agenda(who.keeper, edition=made, change="")
    first = accredited(who, ids["mali"], name="EXERCISE one", speaks=("sw", "fr"), listens="")
    accredited(who, ids["org"], by="org", name="EXERCISE observer", speaks=("pt",), listens="")
    meetings.choose_interpretation(who.mali, session=closed, delegate=first, language="ar")
    told = {one.session.id: one for one in meetings.list_interpretation(who.keeper, edition=made)}
    assert told[opening].needs == (Need("pt", 1, 0), Need("fr", 1, 2))
    assert told[closed].needs == (Need("ar", 1, 0),)
    assert [(one.name, one.language, one.is_chosen) for one in told[closed].listeners] == [("EXERCISE one", "ar", True)]
    assert meetings.read_floor(who.keeper, session=closed).needs == (Need("ar", 1, 0),)
    assert meetings.read_floor(who.keeper, session=opening).listeners == ()
    for language, expected in (("", ""), (None, "fr")):
        meetings.choose_interpretation(who.mali, session=closed, delegate=first, language=language)
        (own,) = meetings.read_floor(who.mali, session=closed).listeners
        assert (own.language, own.is_chosen) == (expected, language is not None)
    assert meetings.read_delegation(who.mali, id=ids["mali"]).row.accredited == 1, "a language is no new nomination"


def test_people_choose_for_themselves_and_focal_points_for_their_own_delegation(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    session = planned(who, made)
    meetings.release_agenda(who.keeper, edition=made, change="")
    other = nominated(who, ids["mali"], name=CANARY)
    own = nominated(who, ids["mali"], user=who.users["delegate"].id)
    meetings.choose_interpretation(who.delegate, session=session, delegate=own, language="ar")
    assert [one.delegate for one in meetings.read_floor(who.delegate, session=session).listeners] == [own]
    assert len(meetings.read_floor(who.head, session=session).listeners) == 2
    for actor in (who.delegate, who.niger, who.keeper, who.org):
        with pytest.raises((Refused, NotFound)):
            meetings.choose_interpretation(actor, session=session, delegate=other, language="fr")
    with pytest.raises(Invalid):
        meetings.choose_interpretation(who.mali, session=session, delegate=other, language="xx")
    for actor in (who.mali, who.observer):
        with pytest.raises(Refused):
            meetings.list_interpretation(actor, edition=made)


def test_attendance_is_put_down_by_badge_on_the_day_and_by_the_list_from_then_on(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    session = planned(who, made)
    closed = planned(who, made, begins=time(11), ends=time(12), is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="")
    person, second = (accredited(who, ids["mali"], name=f"EXERCISE {one}") for one in ("one", "two"))
    observer = accredited(who, ids["org"], by="org")
    code = _code(who, person)
    for call in ({"code": code}, {"delegate": person}):
        with held_at(datetime(2027, 2, 19, 9, tzinfo=UTC)), pytest.raises(Conflict):
            meetings.attend(who.keeper, session=session, **call)
    with held_at(DAY):
        assert not meetings.attend(who.keeper, session=session, code=code).again
        assert meetings.attend(who.keeper, session=session, delegate=person).again
        assert [one.delegate for one in meetings.door_list(who.keeper, edition=made) if one.arrival] == [person]
        meetings.attend(who.keeper, session=session, delegate=observer)
        with pytest.raises(Conflict, match="observers"):
            meetings.attend(who.keeper, session=closed, delegate=observer)
        with pytest.raises(NotFound):
            meetings.attend(who.keeper, session=session, code=code + "x")
        with pytest.raises(Refused):
            meetings.attend(who.mali, session=session, delegate=person)
    with held_at(datetime(2027, 2, 23, 9, tzinfo=UTC)):
        with pytest.raises(Conflict):
            meetings.attend(who.keeper, session=session, code=code)
        meetings.attend(who.keeper, session=session, delegate=second)
        meetings.keep_record(who.keeper, session=session, recording=Recording({"en": "EXERCISE"}))
        meetings.strike_attendance(who.keeper, session=session, delegate=second)
        meetings.release_record(who.keeper, session=session)
    assert [one.delegate for one in meetings.list_attendance(who.keeper, session=closed)] == [person, second]
    record = meetings.read_floor(who.observer, session=session).record
    assert record is not None
    assert record.attended == (("EXERCISE Mali", 1), ("EXERCISE Organisation", 1)), "counts, never names"
    with pytest.raises(Refused):
        meetings.list_attendance(who.mali, session=session)


def _code(who: People, person: UUID) -> str:
    with access.door(who.keeper, DOOR_LIST):
        return code_of(Accreditation.objects.get(delegate_id=person).id)


def a_letter(who: People, delegation: UUID) -> str:
    letter = meetings.begin_letter(who.mali, delegation=delegation)
    assert meetings.begin_letter(who.head, delegation=delegation) == letter
    return f"credential:{letter}"


def attach(who: People, about: str, name: str) -> UUID:
    label = desk.thing_label(who.mali, about=about)
    return desk.attach(who.mali, about=about, label=label, name=name, content=CANARY.encode()).id


def test_a_letter_is_attached_sent_returned_with_a_reason_sent_again_and_accepted(who: People) -> None:
    made = prepared(who)
    delegation = invited(who, made)["mali"]
    with pytest.raises(Invalid):
        meetings.send_letter(who.mali, delegation=delegation)
    about = a_letter(who, delegation)
    with pytest.raises(Invalid):
        meetings.send_letter(who.mali, delegation=delegation)
    file = attach(who, about, "letter.txt")
    with pytest.raises(Conflict):
        meetings.decide_letter(who.keeper, delegation=delegation, accepted=True)
    meetings.send_letter(who.mali, delegation=delegation)
    with pytest.raises(Conflict):
        desk.thing_label(who.mali, about=about)
    with pytest.raises(Conflict):
        meetings.send_letter(who.mali, delegation=delegation)
    assert desk.read_attachment(who.keeper, id=file).content == CANARY.encode()
    with pytest.raises(Invalid):
        meetings.decide_letter(who.keeper, delegation=delegation, accepted=False)
    meetings.decide_letter(who.keeper, delegation=delegation, accepted=False, reason="EXERCISE not signed")
    letter = meetings.read_delegation(who.mali, id=delegation).letter
    assert letter is not None
    assert (letter.state, letter.reason) == (LetterState.RETURNED, "EXERCISE not signed")
    second = attach(who, about, "signed.txt")
    meetings.send_letter(who.head, delegation=delegation)
    meetings.decide_letter(who.keeper, delegation=delegation, accepted=True)
    states = {one.id: one.letter for one in meetings.list_delegations(who.keeper, edition=made)}
    assert [states[delegation], *{states[one] for one in states if one != delegation}] == [LetterState.ACCEPTED, None]
    desk.delete_attachment(who.mali, id=second)
    letter = meetings.read_delegation(who.keeper, id=delegation).letter
    assert letter is not None
    assert letter.state is LetterState.DRAFT, "what was accepted is gone"


def test_a_letter_is_its_delegations_and_the_secretariats_alone(who: People) -> None:
    made = prepared(who)
    delegation = invited(who, made)["mali"]
    about = a_letter(who, delegation)
    file = attach(who, about, "letter.txt")
    meetings.send_letter(who.mali, delegation=delegation)
    for actor in (who.niger, who.org, who.observer):
        with pytest.raises(NotFound):
            desk.view_attachment(actor, id=file)
        with pytest.raises((NotFound, Refused)):
            desk.thing_label(actor, about=about)
        with pytest.raises((NotFound, Refused)):
            meetings.decide_letter(actor, delegation=delegation, accepted=True)
        assert {one.letter for one in meetings.list_delegations(actor, edition=made)} == {None}
    with pytest.raises(Refused):
        meetings.send_letter(who.niger, delegation=delegation)
    with pytest.raises(Refused):
        desk.thing_label(who.keeper, about=about)
