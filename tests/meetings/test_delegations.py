"""Delegations: invited, named by their own focal point, accredited by the secretariat, checked in at the door."""

import io
import re
from datetime import UTC, datetime, time
from typing import Any

import pypdf
import pytest

from minassa import desk, meetings
from minassa.access import Role
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id
from minassa.meetings import Decision, DelegateState, DelegationKind, Inviting, Nominee
from minassa.meetings.delegations.accrediting import code_of
from minassa.meetings.models import Accreditation
from tests.factories import an_actor, make_agency, make_user
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared

pytestmark = pytest.mark.django_db
OPEN_DAY = datetime(2027, 2, 20, 8, tzinfo=UTC)


@pytest.fixture
def who() -> People:
    return people()


def codes(who: People, edition: Any) -> dict[str, str]:
    """The code on each badge by the name on it, as a scanner at the door would read it."""
    from minassa.access import door  # noqa: PLC0415 - reaches behind the room as an attacker may
    from minassa.meetings.acts import DOOR_LIST  # noqa: PLC0415 - the same

    with door(who.keeper, DOOR_LIST):
        found = Accreditation.objects.select_related("delegate").filter(delegation__edition_id=edition)
        return {one.delegate.name: code_of(one.id) for one in found}


def test_whoever_is_invited_sees_the_edition_and_nobody_else_does(who: People) -> None:
    made = prepared(who)
    for actor in (who.mali, who.delegate, who.observer, who.analyst):
        assert meetings.list_editions(actor) == ()
        with pytest.raises(NotFound):
            meetings.read_edition(actor, id=made)
    invited(who, made)
    for actor in (who.mali, who.delegate, who.head, who.observer, who.analyst):
        assert [one.id for one in meetings.list_editions(actor)] == [made]
    stranger = an_actor(Role.SUPERVISOR)
    assert meetings.list_editions(stranger) == ()
    for call in (
        lambda: meetings.read_edition(stranger, id=made),
        lambda: meetings.read_agenda(stranger, edition=made),
        lambda: meetings.list_delegations(stranger, edition=made),
        lambda: meetings.edition_calendar(stranger, edition=made, language="en"),
    ):
        with pytest.raises(NotFound):
            call()
    notices = desk.list_notices(who.mali)
    assert [one.kind for one in notices] == ["meeting.invited"]


def test_an_invitation_is_for_its_delegation_alone_and_can_be_written_anew(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    rows = {one.name: one for one in meetings.list_delegations(who.mali, edition=made)}
    assert len(rows) == 3
    own = next(one for one in rows.values() if one.mine)
    assert own.invitation is not None
    assert own.invitation.word == f"{CANARY} for mali"
    assert all(one.invitation is None and one.nominated is None for one in rows.values() if not one.mine)
    again = [Inviting(who.agencies["mali"].id, DelegationKind.AGENCY, quota=1, word="EXERCISE one")]
    assert meetings.invite_delegations(who.keeper, edition=made, inviting=again) == (ids["mali"],)
    assert meetings.read_delegation(who.mali, id=ids["mali"]).row.invitation == meetings.InvitationView(
        1, None, "EXERCISE one"
    )
    assert len(meetings.list_delegations(who.keeper, edition=made)) == 3
    with pytest.raises(Conflict, match="another kind"):
        meetings.invite_delegations(
            who.keeper, edition=made, inviting=[Inviting(who.agencies["org"].id, DelegationKind.AGENCY)]
        )
    for wrong in (Inviting(new_id(), DelegationKind.AGENCY), Inviting(make_agency().id, DelegationKind.STATE, quota=0)):
        with pytest.raises(Invalid):
            meetings.invite_delegations(who.keeper, edition=made, inviting=[wrong])
    with pytest.raises(Refused):
        meetings.invite_delegations(who.mali, edition=made, inviting=again)


def test_a_draft_is_for_the_own_delegation_and_a_nomination_for_the_secretariat_too(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    kept = meetings.keep_delegate(
        who.mali,
        delegation=ids["mali"],
        nominee=Nominee(f"{CANARY} person", "EXERCISE director", is_head=True, needs=f"{CANARY} need"),
    )
    assert [one.id for one in meetings.read_delegation(who.mali, id=ids["mali"]).delegates] == [kept]
    assert meetings.read_delegation(who.keeper, id=ids["mali"]).delegates == ()
    assert meetings.nominate_delegates(who.mali, delegation=ids["mali"]) == 1
    seen = meetings.read_delegation(who.keeper, id=ids["mali"])
    assert [(one.nominee.needs, one.state) for one in seen.delegates] == [(f"{CANARY} need", DelegateState.NOMINATED)]
    for other in (who.niger, who.org, who.observer, who.analyst):
        with pytest.raises(NotFound):
            meetings.read_delegation(other, id=ids["mali"])
        rows = meetings.list_delegations(other, edition=made)
        assert CANARY not in repr([one for one in rows if not one.mine])
    assert [one.kind for one in desk.list_notices(who.keeper)] == ["meeting.nominated"]
    with pytest.raises(Conflict, match="Nobody waits"):
        meetings.nominate_delegates(who.mali, delegation=ids["mali"])


def test_each_delegation_names_its_own_people_only(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    person = nominated(who, ids["mali"])
    for other in (who.niger, who.org, who.keeper):
        with pytest.raises(Refused):
            meetings.keep_delegate(other, delegation=ids["mali"], nominee=Nominee("EXERCISE intruder"))
        with pytest.raises(Refused):
            meetings.nominate_delegates(other, delegation=ids["mali"])
        with pytest.raises(Refused):
            meetings.withdraw_delegate(other, delegation=ids["mali"], id=person)
    with pytest.raises(NotFound):  # another delegation's person under the own delegation's name
        meetings.withdraw_delegate(who.niger, delegation=ids["niger"], id=person)
    with pytest.raises(Refused):  # a delegate is no focal point
        meetings.keep_delegate(who.delegate, delegation=ids["mali"], nominee=Nominee("EXERCISE"))
    with pytest.raises(Refused):
        meetings.decide_accreditation(who.mali, delegate=person, decision=Decision.ACCREDITED)
    stranger = make_user(make_agency())
    with pytest.raises(Invalid):
        meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=Nominee("EXERCISE", user=stranger.id))
    with pytest.raises(Invalid):
        meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=Nominee("EXERCISE", listens="xx"))


def test_places_and_heads_are_counted(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made, quota=2)
    nominated(who, ids["mali"], is_head=True)
    second = meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=Nominee("EXERCISE two", is_head=True))
    with pytest.raises(Conflict, match="one head"):
        meetings.nominate_delegates(who.mali, delegation=ids["mali"])
    meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=Nominee("EXERCISE two"), id=second)
    third = meetings.keep_delegate(who.head, delegation=ids["mali"], nominee=Nominee("EXERCISE three"))
    with pytest.raises(Conflict, match="2 places"):
        meetings.nominate_delegates(who.mali, delegation=ids["mali"])
    meetings.withdraw_delegate(who.mali, delegation=ids["mali"], id=third)
    assert meetings.nominate_delegates(who.mali, delegation=ids["mali"]) == 1


def test_a_refusal_has_a_reason_and_a_change_needs_a_new_decision(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    person = nominated(who, ids["mali"])
    with pytest.raises(Invalid):
        meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.REFUSED)
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.REFUSED, reason="EXERCISE no form")
    seen = meetings.read_delegation(who.mali, id=ids["mali"]).delegates[0]
    assert (seen.decision, seen.reason, seen.badge) == (Decision.REFUSED, "EXERCISE no form", "")
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    assert meetings.read_delegation(who.mali, id=ids["mali"]).delegates[0].badge == "5-0001"
    meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=Nominee("EXERCISE another one"), id=person)
    with pytest.raises(NotFound):  # a draft again: not the secretariat's to see
        meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    meetings.nominate_delegates(who.mali, delegation=ids["mali"])
    seen = meetings.read_delegation(who.mali, id=ids["mali"]).delegates[0]
    assert (seen.decision, seen.badge) == (None, "")


def test_a_badge_opens_the_door_on_the_days_of_the_edition_once_a_day(who: People) -> None:
    made = prepared(who)
    ids = invited(who, made)
    person = nominated(who, ids["mali"])
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    code = codes(who, made)[f"{CANARY} person"]
    with pytest.raises(Conflict):
        meetings.check_in(who.keeper, edition=made, code=code)
    with held_at(OPEN_DAY):
        came = meetings.check_in(who.keeper, edition=made, code=f" {code}\n")
        assert (came.name, came.badge, came.again) == (f"{CANARY} person", "5-0001", False)
        assert meetings.check_in(who.keeper, edition=made, delegate=person).again
        assert [(one.arrival is not None, one.badge) for one in meetings.door_list(who.keeper, edition=made)] == [
            (True, "5-0001")
        ]
        for wrong in ("", "5-0001", code[:-1] + ("A" if code[-1] != "A" else "B"), f"{new_id().hex}.{code[33:]}"):
            with pytest.raises(NotFound):
                meetings.check_in(who.keeper, edition=made, code=wrong)
        with pytest.raises(Refused):
            meetings.check_in(who.mali, edition=made, code=code)
        meetings.withdraw_delegate(who.mali, delegation=ids["mali"], id=person)
        with pytest.raises(NotFound):
            meetings.check_in(who.keeper, edition=made, code=code)
    assert meetings.read_delegation(who.mali, id=ids["mali"]).delegates[0].came == OPEN_DAY


def test_a_badge_of_another_edition_opens_nothing(who: People) -> None:
    made, other = prepared(who), prepared(who, number=6)
    ids = invited(who, made)
    person = nominated(who, ids["mali"])
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    with held_at(OPEN_DAY), pytest.raises(NotFound):
        meetings.check_in(who.keeper, edition=other, code=codes(who, made)[f"{CANARY} person"])


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_badge_is_one_small_page_with_name_delegation_and_number(who: People, language: Any) -> None:
    made = prepared(who)
    ids = invited(who, made)
    person = nominated(who, ids["mali"], name="EXERCISE Aminata Touré", function="")
    for actor in (who.mali, who.keeper):
        with pytest.raises(NotFound):
            meetings.print_badge(actor, delegate=person, language=language)
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    for other in (who.niger, who.org):
        with pytest.raises(NotFound):
            meetings.print_badge(other, delegate=person, language=language)
    pages = pypdf.PdfReader(io.BytesIO(meetings.print_badge(who.mali, delegate=person, language=language))).pages
    assert len(pages) == 1
    assert round(float(pages[0].mediabox.width) / 72 * 25.4) == 105
    text = " ".join(pages[0].extract_text().split())
    for part in ("Aminata Touré", "EXERCISE Mali", "5-0001"):
        assert part in text
    assert not re.search(r"TLP", text)


def test_observers_see_open_sessions_and_members_all_of_them(who: People) -> None:
    made = prepared(who)
    invited(who, made)
    planned(who, made)
    planned(who, made, begins=time(11), ends=time(12), title={"en": CANARY}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="")
    for actor, count in ((who.mali, 2), (who.delegate, 2), (who.analyst, 2), (who.org, 1), (who.observer, 1)):
        seen = meetings.read_agenda(actor, edition=made)
        assert sum(len(day.sessions) for day in seen.days) == count
        assert (CANARY in repr(seen)) is (count == 2)
