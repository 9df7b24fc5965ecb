"""Every table of a declaration's text, a row planted in each: read with no filter at all, changed and deleted through the widest acts."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import F

from minassa import meetings
from minassa.access import Actor, Guarded, Role, door
from minassa.access.walls import WallError
from minassa.base import held_at, now
from minassa.exchange.peers.keys import make_node_keys
from minassa.meetings import Position, StatementKind
from minassa.meetings.acts import TEXT_DRAFT, TEXT_READ
from tests.factories import an_actor
from tests.meetings import test_leaks as others
from tests.meetings.text.scene import Meeting, a_meeting, fresh

pytestmark = pytest.mark.django_db
GUARDED = [one for one in apps.get_app_config("meetings").get_models() if issubclass(one, Guarded)]
TABLES = [one for one in GUARDED if one not in others.TABLES]
"""All that the room's other test of leaks leaves: a new table that is planted in neither fails here."""
EVERYBODYS = {"TextPublication": 1}
PARTICIPANTS = EVERYBODYS | {
    "Declaration": 1,
    "Paragraph": 3,
    "Proposal": 1,
    "Sponsor": 1,
    "Stance": 2,  # whoever sponsors supports
    "Silence": 2,
    "Objection": 1,
    "TextStatement": 1,
    "Authentic": 8,
    "Signature": 2,
    "Correction": 1,
}


@pytest.fixture
def meeting(db: None) -> Meeting:
    """A text that went the whole way, corrigendum included, with a draft that its delegation never tabled."""
    make_node_keys(settings.MINASSA.home, at=now())
    made = a_meeting()
    tabled = made.tabled(made.kenya, made.wish(1, "Decide to train 1,500 officers before 2028, and their chiefs."))
    meetings.sponsor_proposal(made.ghana, id=tabled)
    meetings.take_position(made.mali, id=tabled, position=Position.RESERVE)
    meetings.keep_proposal(made.kenya, declaration=made.text, wish=made.wish(1, "EXERCISE canary"))
    meetings.close_proposal(made.secretary, id=tabled, reason="EXERCISE")
    made.to_clean()
    meetings.start_silence(made.secretary, declaration=made.text, hours=72)
    meetings.object_to_text(made.kenya, declaration=made.text, reason="EXERCISE")
    meetings.make_clean(made.secretary, declaration=made.text)
    meetings.start_silence(made.secretary, declaration=made.text, hours=72)
    with held_at(now() + timedelta(hours=73)):
        meetings.adopt_text(fresh(made.secretary), declaration=made.text)
    meetings.make_statement(
        made.mali, declaration=made.text, kind=StatementKind.RESERVATION, language="en", text="EXERCISE"
    )
    meetings.begin_concordance(made.secretary, declaration=made.text)
    signed(made)
    meetings.publish_text(made.secretary, declaration=made.text)
    meetings.begin_corrigendum(made.secretary, declaration=made.text)
    meetings.correct_paragraph(
        made.secretary,
        declaration=made.text,
        key=made.keys[2],
        language="en",
        text="Ask the secretariat to report every year.",
        reason="EXERCISE",
    )
    meetings.begin_concordance(made.secretary, declaration=made.text)
    signed(made)
    return made


def signed(made: Meeting) -> None:
    meetings.fix_texts(made.secretary, declaration=made.text)
    meetings.sign_text(made.kenya, declaration=made.text)
    meetings.close_signing(made.secretary, declaration=made.text)


def seen(actor: Actor) -> dict[str, int]:
    with door(actor, TEXT_READ):
        return {one.__name__: count for one in TABLES if (count := one.objects.count())}


def test_every_guarded_table_of_meetings_is_behind_the_walls() -> None:
    for one in GUARDED:
        with pytest.raises(WallError):
            one.objects.count()


def test_no_table_of_a_text_shows_a_row_to_whom_it_is_not_for(meeting: Meeting) -> None:
    keeper = seen(meeting.secretary)
    assert set(keeper) == {one.__name__ for one in TABLES}
    events = keeper["ParagraphEvent"]
    assert keeper == PARTICIPANTS | {"ParagraphEvent": events}
    for actor in (meeting.ghana, meeting.mali, meeting.observer):
        assert seen(actor) == keeper
    assert seen(meeting.kenya) == keeper | {"Proposal": 2}
    for stranger in (meeting.stranger, an_actor(Role.OBSERVER), an_actor(Role.SECRETARIAT), an_actor(Role.DELEGATE)):
        assert seen(stranger) == EVERYBODYS


def test_a_stranger_changes_and_deletes_nothing(meeting: Meeting) -> None:
    before = seen(meeting.kenya)
    for table in TABLES:
        with door(meeting.stranger, TEXT_DRAFT):
            assert table.objects.update(id=F("id")) == 0
            assert table.objects.all().delete() == (0, {})
    assert seen(meeting.kenya) == before
