"""Every table of meetings, read with no filter at all through the widest act: only the label stands between a row and its reader."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from minassa import desk, meetings
from minassa.access import Actor, Role, door
from minassa.base import held_at, now
from minassa.meetings import models
from minassa.meetings.acts import EDITION_LIST
from tests.factories import an_actor
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared

pytestmark = pytest.mark.django_db

# What each may see of a meeting in which everything happened: how many rows of each table.
PARTICIPANT = {"Edition": 1, "AgendaVersion": 1, "Delegation": 3, "Publication": 1}
MEMBER = PARTICIPANT | {"AgendaItem": 2, "Turn": 1, "Paper": 1, "Statement": 1, "Minutes": 1, "Invitation": 1}
MALI = MEMBER | {"Delegate": 2, "Accreditation": 1, "Arrival": 1, "Attendance": 1, "Statement": 2}
MALI |= {"Credential": 1, "CredentialReview": 1}
HEAD = MALI | {"CalendarLink": 1}
OBSERVER = PARTICIPANT | {"AgendaItem": 1, "Invitation": 1}
STRANGER = {"Publication": 1}


def everything(who: People) -> None:
    """An edition with a row in every table: a draft beside each thing that is released, a closed session beside an open one."""
    made = prepared(who)
    ids = invited(who, made)
    planned(who, made)
    closed = planned(who, made, begins=time(11), ends=time(12), title={"en": CANARY}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="EXERCISE")
    planned(who, made, begins=time(14), ends=time(15), title={"en": f"{CANARY} not released"})
    person = nominated(who, ids["mali"])
    meetings.keep_delegate(who.mali, delegation=ids["mali"], nominee=meetings.Nominee(f"{CANARY} draft"))
    meetings.decide_accreditation(who.keeper, delegate=person, decision=meetings.Decision.ACCREDITED)
    with held_at(datetime(2027, 2, 20, 9, tzinfo=UTC)):
        meetings.check_in(who.keeper, edition=made, delegate=person)
        meetings.attend(who.keeper, session=closed, delegate=person)
    letter = meetings.begin_letter(who.mali, delegation=ids["mali"])
    about = f"credential:{letter}"
    label = desk.thing_label(who.mali, about=about)
    desk.attach(who.mali, about=about, label=label, name="letter.txt", content=CANARY.encode())
    meetings.send_letter(who.mali, delegation=ids["mali"])
    meetings.decide_letter(who.keeper, delegation=ids["mali"], accepted=False, reason=CANARY)
    meetings.add_calendar_link(who.head, language="fr", exercise=True)
    meetings.ask_for_floor(who.mali, session=closed, speaker=CANARY)
    for delivered in (True, False):
        said = meetings.keep_statement(
            who.mali, session=closed, speaker=CANARY, original="fr", texts={"fr": f"{CANARY} {delivered}"}
        )
        if delivered:
            meetings.deliver_statement(who.mali, id=said)
    for opens in (None, now() + timedelta(days=1)):
        meetings.add_paper(who.keeper, session=closed, work=CANARY, language="fr", opens=opens)
    meetings.keep_record(who.keeper, session=closed, recording=meetings.Recording({"en": CANARY}))
    meetings.release_record(who.keeper, session=closed)
    meetings.publish_edition(who.keeper, edition=made, communique={"en": "EXERCISE"})


TABLES: tuple[Any, ...] = (
    models.Edition,
    models.Fact,
    models.Publication,
    models.Day,
    models.Session,
    models.AgendaVersion,
    models.AgendaItem,
    models.Delegation,
    models.Invitation,
    models.Delegate,
    models.Accreditation,
    models.Arrival,
    models.Attendance,
    models.CalendarLink,
    models.Credential,
    models.CredentialReview,
    models.Turn,
    models.Paper,
    models.Statement,
    models.Minutes,
)


def seen(actor: Actor) -> dict[str, int]:
    with door(actor, EDITION_LIST):
        counts = {table.__name__: len(list(table.objects.all())) for table in TABLES}
    return {name: count for name, count in counts.items() if count}


def test_no_table_shows_a_row_to_whom_it_is_not_for() -> None:
    who = people()
    everything(who)
    assert seen(who.mali) == MALI
    assert seen(who.head) == HEAD
    assert seen(who.delegate) == MALI
    for actor in (who.niger, who.analyst):
        assert seen(actor) == MEMBER
    for actor in (who.org, who.observer):
        assert seen(actor) == OBSERVER
    for actor in (an_actor(Role.SUPERVISOR), an_actor(Role.OBSERVER), an_actor(Role.HEAD_OF_DELEGATION)):
        assert seen(actor) == STRANGER
    keeper = seen(who.keeper)
    assert (keeper["Session"], keeper["Day"], keeper["Paper"], keeper["Delegate"], keeper["Statement"]) == (
        3,
        2,
        2,
        1,
        1,
    )
    assert set(keeper) == {table.__name__ for table in TABLES} - {"Fact", "CalendarLink"}
