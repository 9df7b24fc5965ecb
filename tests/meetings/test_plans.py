"""Query plans: what every page of a meeting and every pulse of a text asks goes through its index on both engines."""

from collections.abc import Callable
from datetime import time

import pytest

from minassa import meetings
from minassa.access import Actor
from tests.meetings.scene import People, invited, nominated, people, planned, prepared
from tests.meetings.text.scene import Meeting, a_meeting
from tests.records.test_plans import plans_of

pytestmark = pytest.mark.django_db


def refuse_scans(table: str, plans: list[str]) -> None:
    for plan in plans:
        assert f"Seq Scan on {table} " not in plan, plan
        assert f"SCAN {table}" not in plan.replace(f"SCAN {table} USING", ""), plan


def test_the_lists_of_a_meeting_use_their_indexes(db: None) -> None:
    who: People = people()
    made, other = (prepared(who, number=number) for number in (5, 6))
    for edition in (made, other):
        planned(who, edition)
        planned(who, edition, begins=time(11), ends=time(12), room="B")
        meetings.release_agenda(who.keeper, edition=edition, change="EXERCISE")
    own = invited(who, made)["mali"]
    invited(who, other)
    nominated(who, own)
    keeper: Actor = who.keeper
    asked: dict[str, Callable[[], object]] = {
        "meetings_session": lambda: meetings.read_plan(keeper, edition=made),
        "meetings_agendaitem": lambda: meetings.read_agenda(keeper, edition=made),
        "meetings_delegation": lambda: meetings.list_delegations(keeper, edition=made),
        "meetings_delegate": lambda: meetings.read_delegation(keeper, id=own),
    }
    for table, ask in asked.items():
        refuse_scans(table, plans_of(keeper, ask, f'FROM "{table}"'))


def test_a_text_and_its_pulse_use_their_indexes(db: None) -> None:
    meeting: Meeting = a_meeting()
    keeper: Actor = meeting.secretary
    key = meeting.keys[0]
    for number in range(3):
        meeting.tabled(meeting.kenya, meeting.wish(0, f"EXERCISE {number}"))
    asked: dict[str, Callable[[], object]] = {
        "meetings_paragraph": lambda: meetings.read_text(keeper, id=meeting.text),
        "meetings_proposal": lambda: meetings.read_text(keeper, id=meeting.text),
        "meetings_stance": lambda: meetings.read_paragraph(keeper, id=meeting.text, key=key),
        "meetings_paragraphevent": lambda: meetings.read_paragraph(keeper, id=meeting.text, key=key),
    }
    for table, ask in asked.items():
        refuse_scans(table, plans_of(keeper, ask, f'FROM "{table}"'))
    pulse = plans_of(keeper, lambda: meetings.read_pulse(keeper, id=meeting.text), 'FROM "meetings_proposal"')
    # Each begins with the declaration; which one is best depends on what there is.
    by_text = ("proposal_arrived", "proposal_standing", "meetings_proposal_declaration")
    assert any(index in plan for plan in pulse for index in by_text), pulse
