"""Delegations that write at the same time: all proposals survive, each with its author; numbers stay unique; no words are lost."""

from collections.abc import Callable

import pytest

from minassa.access import Actor
from minassa.base import Conflict, Unavailable
from minassa.meetings import (
    ProposalKind,
    Wish,
    keep_proposal,
    list_drafts_of_text,
    read_paragraph,
    read_text,
    settle_proposal,
    table_proposal,
)
from tests.meetings.text.scene import Meeting, a_meeting
from tests.records.test_writers import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 20


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def patiently(act: Callable[[], object]) -> Callable[[], object]:
    """An act that waits its turn where the engine has one writer at a time, as a person sends a page again."""

    def done() -> object:
        for _ in range(TRIES):
            try:
                return act()
            except Unavailable:
                continue
        return act()

    return done


def tabling(meeting: Meeting, actor: Actor, wish: Wish) -> Callable[[], object]:
    made = keep_proposal(actor, declaration=meeting.text, wish=wish)
    return patiently(lambda: table_proposal(actor, id=made))


def test_what_three_delegations_table_at_once_all_stands_with_its_author(meeting: Meeting) -> None:
    key, heads = meeting.keys[1], {"Kenya": meeting.kenya, "Ghana": meeting.ghana, "Mali": meeting.mali}
    calls = []
    for name, actor in heads.items():
        calls.append(tabling(meeting, actor, meeting.wish(1, f"Words of {name}.")))
        wish = Wish(ProposalKind.ADD, key, "en", text=f"New of {name}.")
        calls.append(tabling(meeting, actor, wish))
    assert at_once(*calls) == [None] * 6
    found = read_paragraph(meeting.secretary, id=meeting.text, key=key).paragraph
    for proposals, words in ((found.rivals, "Words"), (found.added, "New")):
        assert {one.delegation: one.text for one in proposals} == {name: f"{words} of {name}." for name in heads}
    assert found.text_in("en") == "Decide to train 1,500 officers before 2028."
    chair = [patiently(lambda one=one: settle_proposal(meeting.secretary, id=one.id)) for one in found.added]  # type: ignore[misc] # bound now
    assert at_once(*chair) == [None] * 3
    numbers = [one.number for one in read_text(meeting.secretary, id=meeting.text).paragraphs]
    assert sorted(numbers) == sorted(["PP1", "1", "1 bis", "1 ter", "1 quater", "2"])


def test_words_that_come_while_the_chair_settles_are_on_the_table_or_still_a_draft(meeting: Meeting) -> None:
    first = meeting.tabled(meeting.kenya, meeting.wish(1, "Words of Kenya."))
    late = tabling(meeting, meeting.ghana, meeting.wish(1, "Words of Ghana."))
    faults = at_once(patiently(lambda: settle_proposal(meeting.secretary, id=first)), late)
    assert faults[0] is None
    assert faults[1] is None or isinstance(faults[1], Conflict)
    found = read_paragraph(meeting.ghana, id=meeting.text, key=meeting.keys[1])
    assert found.paragraph.text_in("en") == "Words of Kenya."
    kept = found.paragraph.rivals if faults[1] is None else list_drafts_of_text(meeting.ghana, id=meeting.text)
    assert [(one.text, one.delegation, one.is_outdated) for one in kept] == [("Words of Ghana.", "Ghana", True)]
