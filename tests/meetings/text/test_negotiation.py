import pytest

from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.meetings import (
    Agreement,
    ParagraphKind,
    Position,
    ProposalKind,
    ProposalState,
    TextState,
    Wish,
    agree_paragraph,
    close_proposal,
    digest_of,
    keep_proposal,
    list_drafts_of_text,
    make_clean,
    read_paragraph,
    read_proposal,
    read_pulse,
    read_text,
    reopen_paragraph,
    settle_proposal,
    sponsor_proposal,
    table_proposal,
    take_amendment,
    take_position,
    withdraw_proposal,
    write_paragraph,
)
from tests.meetings.text.scene import Meeting, a_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def test_rival_edits_of_one_paragraph_both_survive_with_their_authors(meeting: Meeting) -> None:
    first = meeting.wish(1, "Decide to train 2,000 officers before 2028.")
    second = meeting.wish(1, "Decide to train 1,500 officers, half of them women, before 2028.")
    meeting.tabled(meeting.kenya, first)
    meeting.tabled(meeting.ghana, second)
    seen = read_paragraph(meeting.mali, id=meeting.text, key=meeting.keys[1]).paragraph
    assert [(one.delegation, one.text) for one in seen.rivals] == [("Kenya", first.text), ("Ghana", second.text)]
    assert seen.text_in("en") == "Decide to train 1,500 officers before 2028."


def test_a_draft_is_seen_by_its_own_delegation_alone(meeting: Meeting) -> None:
    secret = keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, "A red line of Kenya."))
    assert [one.id for one in list_drafts_of_text(meeting.kenya, id=meeting.text)] == [secret]
    for other in (meeting.ghana, meeting.secretary, meeting.observer):
        assert list_drafts_of_text(other, id=meeting.text) == ()
        assert read_text(other, id=meeting.text).drafts == 0
        assert "red line" not in repr(read_paragraph(other, id=meeting.text, key=meeting.keys[1]))
        with pytest.raises(NotFound):
            read_proposal(other, id=secret)
        with pytest.raises((NotFound, Refused)):
            table_proposal(other, id=secret)


def test_whoever_is_not_of_the_meeting_does_not_see_the_text(meeting: Meeting) -> None:
    for read in (read_text, read_pulse):
        with pytest.raises(NotFound):
            read(meeting.stranger, id=meeting.text)
    with pytest.raises(NotFound):
        keep_proposal(meeting.stranger, declaration=meeting.text, wish=meeting.wish(1, "Something else."))


def test_another_delegations_draft_does_not_move_the_pulse(meeting: Meeting) -> None:
    before = read_pulse(meeting.ghana, id=meeting.text)
    made = keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, "A red line of Kenya."))
    assert read_pulse(meeting.ghana, id=meeting.text) == before
    table_proposal(meeting.kenya, id=made)
    arrived = read_pulse(meeting.ghana, id=meeting.text)
    assert arrived != before
    take_position(meeting.mali, id=made, position=Position.OPPOSE)
    assert read_pulse(meeting.ghana, id=meeting.text) != arrived


def test_observers_read_and_do_not_propose(meeting: Meeting) -> None:
    assert len(read_text(meeting.observer, id=meeting.text).paragraphs) == 3
    with pytest.raises(Refused) as refused:
        keep_proposal(meeting.observer, declaration=meeting.text, wish=meeting.wish(1, "Something else."))
    assert refused.value.code == "text.no-delegation"


def test_observers_propose_where_the_edition_lets_them() -> None:
    meeting = a_meeting(observers_propose=True)
    made = meeting.tabled(meeting.observer, meeting.wish(1, "Something else."))
    assert read_proposal(meeting.kenya, id=made).delegation == "observer"


def test_a_proposal_against_words_that_changed_is_told_and_never_overwrites(meeting: Meeting) -> None:
    stale = keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, "Decide to train nobody."))
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.ghana, meeting.wish(1, "Decide to train everybody.")))
    with pytest.raises(Conflict) as told:
        table_proposal(meeting.kenya, id=stale)
    assert told.value.code == "text.changed"
    mine = list_drafts_of_text(meeting.kenya, id=meeting.text)[0]
    assert (mine.text, mine.is_outdated) == ("Decide to train nobody.", True)


def test_settling_makes_the_other_languages_stale_until_somebody_renders_them(meeting: Meeting) -> None:
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train 2 officers.")))
    seen = read_text(meeting.mali, id=meeting.text).paragraphs[1]
    assert (seen.stale, seen.text_in("en"), seen.language) == (("ar", "fr", "pt"), "Decide to train 2 officers.", "en")
    with pytest.raises(Conflict):
        write_paragraph(
            meeting.secretary,
            declaration=meeting.text,
            key=meeting.keys[1],
            language="fr",
            text="Décidons de former 2 agents.",
            revision=1,
        )
    write_paragraph(
        meeting.secretary,
        declaration=meeting.text,
        key=meeting.keys[1],
        language="fr",
        text="Décidons de former 2 agents.",
        revision=seen.revision,
    )
    assert read_text(meeting.mali, id=meeting.text).paragraphs[1].stale == ("ar", "pt")


def test_rivals_stay_on_the_table_when_one_is_settled_unless_the_chair_closes_them(meeting: Meeting) -> None:
    kept = meeting.tabled(meeting.ghana, meeting.wish(1, "Ghana's words."))
    behind = Wish(ProposalKind.ADD, meeting.keys[1], "en", text="Ghana's paragraph.")
    addition = meeting.tabled(meeting.ghana, behind)
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, meeting.wish(1, "Kenya's words.")))
    rival = read_proposal(meeting.mali, id=kept)
    assert (rival.state, rival.is_outdated, rival.text) == (ProposalState.TABLED, True, "Ghana's words.")
    closing = meeting.tabled(meeting.mali, meeting.wish(1, "Mali's words."))
    settle_proposal(meeting.secretary, id=closing, reason="agreed in the room", close_rivals=True)
    assert read_proposal(meeting.mali, id=kept).state is ProposalState.NOT_RETAINED
    assert read_proposal(meeting.mali, id=addition).state is ProposalState.TABLED


def test_an_added_paragraph_is_numbered_bis_and_all_others_keep_their_numbers(meeting: Meeting) -> None:
    wish = Wish(ProposalKind.ADD, meeting.keys[1], "fr", text="Remercions le Maroc.", new_kind=ParagraphKind.OPERATIVE)
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, wish))
    assert [one.number for one in read_text(meeting.mali, id=meeting.text).paragraphs] == ["PP1", "1", "1 bis", "2"]


def test_deleting_and_moving_keep_keys(meeting: Meeting) -> None:
    base = digest_of(read_text(meeting.kenya, id=meeting.text).paragraphs[1].text_in("en"))
    gone = meeting.tabled(meeting.kenya, Wish(ProposalKind.DELETE, meeting.keys[1], "en", base=base))
    rival = meeting.tabled(meeting.mali, meeting.wish(1, "Keep it, shorter."))
    with pytest.raises(Conflict) as told:
        settle_proposal(meeting.secretary, id=gone)
    assert told.value.code == "text.in-brackets"
    close_proposal(meeting.secretary, id=rival, reason="withdrawn in the room")
    settle_proposal(meeting.secretary, id=gone)
    last = digest_of(read_text(meeting.kenya, id=meeting.text).paragraphs[1].text_in("en"))
    move = Wish(ProposalKind.MOVE, meeting.keys[2], "en", base=last, behind=meeting.keys[0])
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.ghana, move))
    assert [one.key for one in read_text(meeting.mali, id=meeting.text).paragraphs] == [
        meeting.keys[0],
        meeting.keys[2],
    ]


def test_a_sub_amendment_is_taken_by_the_sponsor_or_settled_by_the_chair(meeting: Meeting) -> None:
    parent = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers."))
    against = digest_of("Decide to train officers.")
    friendly = Wish(
        ProposalKind.REPLACE, meeting.keys[1], "en", text="Decide to train all officers.", base=against, parent=parent
    )
    made = meeting.tabled(meeting.ghana, friendly)
    assert [one.id for one in read_proposal(meeting.mali, id=parent).amendments] == [made]
    with pytest.raises(Refused):
        take_amendment(meeting.mali, id=made)
    take_amendment(meeting.kenya, id=made)
    assert read_proposal(meeting.mali, id=parent).text == "Decide to train all officers."
    assert read_proposal(meeting.mali, id=made).state is ProposalState.ACCEPTED
    with pytest.raises(Conflict):
        keep_proposal(meeting.mali, declaration=meeting.text, wish=friendly)
    withdraw_proposal(meeting.kenya, id=parent)
    assert read_text(meeting.mali, id=meeting.text).tabled == 0


def test_sub_amendments_fall_with_their_proposal(meeting: Meeting) -> None:
    parent = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers."))
    wish = Wish(
        ProposalKind.REPLACE,
        meeting.keys[1],
        "en",
        text="Decide.",
        base=digest_of("Decide to train officers."),
        parent=parent,
    )
    made = meeting.tabled(meeting.ghana, wish)
    withdraw_proposal(meeting.kenya, id=parent)
    assert read_proposal(meeting.mali, id=made).state is ProposalState.NOT_RETAINED


def test_positions_and_sponsors_bear_the_names_of_delegations(meeting: Meeting) -> None:
    made = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers."))
    sponsor_proposal(meeting.ghana, id=made)
    take_position(meeting.mali, id=made, position=Position.RESERVE, note="capital is asked")
    take_position(meeting.mali, id=made, position=Position.CAN_LIVE_WITH)
    seen = read_proposal(meeting.kenya, id=made)
    assert seen.names == ("Kenya", "Ghana")
    assert {(one.delegation, one.position) for one in seen.stances} == {
        ("Ghana", Position.SUPPORT),
        ("Mali", Position.CAN_LIVE_WITH),
    }
    with pytest.raises(Refused):
        take_position(meeting.observer, id=made, position=Position.SUPPORT)


def test_only_its_own_delegation_takes_a_proposal_back_and_only_the_secretariat_settles(meeting: Meeting) -> None:
    made = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers."))
    with pytest.raises(Refused):
        withdraw_proposal(meeting.ghana, id=made)
    for other in (meeting.kenya, meeting.observer):
        with pytest.raises(Refused):
            settle_proposal(other, id=made)


def test_a_paragraph_in_brackets_is_not_agreed_and_an_agreed_one_is_reopened_with_a_reason(meeting: Meeting) -> None:
    def agree(how: Agreement) -> None:
        agree_paragraph(meeting.secretary, declaration=meeting.text, key=meeting.keys[1], agreement=how, revision=1)

    made = meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers."))
    with pytest.raises(Conflict) as told:
        agree(Agreement.AGREED)
    assert told.value.code == "text.in-brackets"
    withdraw_proposal(meeting.kenya, id=made)
    agree(Agreement.AD_REFERENDUM)
    agree(Agreement.AGREED)
    late = keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, "One more word."))
    with pytest.raises(Conflict):
        table_proposal(meeting.kenya, id=late)
    with pytest.raises(Invalid):
        reopen_paragraph(meeting.secretary, declaration=meeting.text, key=meeting.keys[1], reason=" ")
    reopen_paragraph(meeting.secretary, declaration=meeting.text, key=meeting.keys[1], reason="a word was forgotten")
    table_proposal(meeting.kenya, id=late)
    seen = read_paragraph(meeting.mali, id=meeting.text, key=meeting.keys[1])
    assert [one.reason for one in seen.events if one.what == "reopened"] == ["a word was forgotten"]


def test_a_clean_text_has_neither_brackets_nor_open_paragraphs_and_is_numbered_anew(meeting: Meeting) -> None:
    wish = Wish(ProposalKind.ADD, meeting.keys[1], "en", text="Thank Morocco.")
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, wish))
    with pytest.raises(Conflict) as told:
        make_clean(meeting.secretary, declaration=meeting.text)
    assert "1 bis" in str(told.value)
    meeting.agree_all()
    first = meeting.tabled(
        meeting.kenya, Wish(ProposalKind.ADD, "", "en", text="Before all.", new_kind=ParagraphKind.PREAMBULAR)
    )
    with pytest.raises(Conflict):
        make_clean(meeting.secretary, declaration=meeting.text)
    close_proposal(meeting.secretary, id=first, reason="not retained")
    make_clean(meeting.secretary, declaration=meeting.text)
    seen = read_text(meeting.mali, id=meeting.text)
    assert (seen.row.state, [one.number for one in seen.paragraphs]) == (TextState.CLEAN, ["PP1", "1", "2", "3"])


def test_words_that_steer_the_direction_of_writing_are_no_wording(meeting: Meeting) -> None:
    for text in ("safe\u202etxt", "", "x" * 8_001, "a\x00b"):
        with pytest.raises(Invalid):
            keep_proposal(meeting.kenya, declaration=meeting.text, wish=meeting.wish(1, text))


def test_a_paragraph_before_the_first_can_be_proposed_and_settled(meeting: Meeting) -> None:
    wish = Wish(ProposalKind.ADD, "", "en", text="Before all,", new_kind=ParagraphKind.PREAMBULAR)
    made = meeting.tabled(meeting.kenya, wish)
    assert [one.id for one in read_text(meeting.mali, id=meeting.text).beginning] == [made]
    settle_proposal(meeting.secretary, id=made)
    assert read_text(meeting.mali, id=meeting.text).paragraphs[0].text_in("en") == "Before all,"
