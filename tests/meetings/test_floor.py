"""A session as it goes on: speakers, papers under embargo, statements, the record and the proceedings."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa import desk, meetings
from minassa.access import Role
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.meetings import Action, Decision, Recording, StatementState, TurnState
from minassa.meetings.floor.rules import Need, needs, place_for
from tests.factories import an_actor
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared


@settings(max_examples=50)
@given(st.lists(st.booleans(), max_size=8))
def test_observers_speak_after_all_members_and_each_group_in_the_order_of_asking(asked: list[bool]) -> None:
    order: list[tuple[int, bool]] = []
    for number, observes in enumerate(asked):
        place = place_for([(position, one) for position, (_n, one) in enumerate(order)], observes=observes)
        order.insert(place, (number, observes))
    assert order == sorted(order, key=lambda one: (one[1], one[0]))


def test_needs_for_interpretation_name_the_languages_without_a_channel_first() -> None:
    found = needs(["ar", "ar", "pt", "", "fr"], ["fr", "ar"])
    assert found == (Need("pt", 1, 0), Need("ar", 2, 2), Need("fr", 1, 1))


@pytest.fixture
def who(db: None) -> People:
    return people()


def opened_session(who: People, **given: Any) -> tuple[UUID, UUID, dict[str, UUID]]:
    """An edition, a session of its released agenda, and the delegations."""
    made = prepared(who)
    ids = invited(who, made)
    session = planned(who, made, **given)
    meetings.release_agenda(who.keeper, edition=made, change="")
    return made, session, ids


def speakers(who: People, session: UUID) -> list[tuple[str, TurnState]]:
    return [(one.delegation, one.state) for one in meetings.read_floor(who.keeper, session=session).turns]


def test_delegations_ask_and_the_secretariat_keeps_order_and_time(who: People) -> None:
    _made, session, _ids = opened_session(who)
    observer = meetings.ask_for_floor(who.org, session=session, speaker="EXERCISE Observer")
    mali = meetings.ask_for_floor(who.head, session=session, speaker="EXERCISE Head")
    niger = meetings.ask_for_floor(who.niger, session=session, speaker="EXERCISE Niger")
    assert [name for name, _state in speakers(who, session)] == [
        "EXERCISE Mali",
        "EXERCISE Niger",
        "EXERCISE Organisation",
    ]
    with pytest.raises(Conflict, match="already"):
        meetings.ask_for_floor(who.mali, session=session, speaker="EXERCISE Head again")
    meetings.move_turn(who.keeper, turn=niger, earlier=True)
    meetings.keep_turn(who.keeper, turn=niger, minutes=3)
    at = datetime(2027, 2, 20, 9, tzinfo=UTC)
    with held_at(at):
        meetings.give_floor(who.keeper, turn=niger)
    with held_at(at + timedelta(minutes=4)):
        (turn, *_others) = meetings.read_floor(who.delegate, session=session).turns
        assert (turn.delegation, turn.state, turn.left) == ("EXERCISE Niger", TurnState.SPEAKING, timedelta(minutes=-1))
        meetings.give_floor(who.keeper, turn=mali)
    assert speakers(who, session) == [
        ("EXERCISE Mali", TurnState.SPEAKING),
        ("EXERCISE Organisation", TurnState.WAITING),
        ("EXERCISE Niger", TurnState.SPOKEN),
    ]
    meetings.end_turn(who.keeper, turn=mali)
    with pytest.raises(Conflict):
        meetings.end_turn(who.keeper, turn=mali)
    with pytest.raises(Invalid):
        meetings.keep_turn(who.keeper, turn=observer, minutes=61)
    meetings.leave_floor(who.org, turn=observer)
    assert "EXERCISE Organisation" not in dict(speakers(who, session))


def test_nobody_speaks_for_another_nor_keeps_the_list_but_the_secretariat(who: People) -> None:
    _made, session, _ids = opened_session(who)
    mali = meetings.ask_for_floor(who.mali, session=session, speaker="EXERCISE Head")
    for call in (
        lambda: meetings.leave_floor(who.niger, turn=mali),
        lambda: meetings.move_turn(who.mali, turn=mali, earlier=True),
        lambda: meetings.give_floor(who.mali, turn=mali),
        lambda: meetings.keep_turn(who.niger, turn=mali, minutes=60),
        lambda: meetings.ask_for_floor(who.delegate, session=session, speaker="EXERCISE"),
        lambda: meetings.ask_for_floor(who.keeper, session=session, speaker="EXERCISE"),
    ):
        with pytest.raises(Refused):
            call()
    with pytest.raises(NotFound):
        meetings.ask_for_floor(an_actor(Role.SUPERVISOR), session=session, speaker="EXERCISE")


def test_what_happens_in_a_closed_session_is_not_there_for_observers(who: People) -> None:
    made, session, _ids = opened_session(who, is_open=False, title={"en": CANARY})
    turn = meetings.ask_for_floor(who.mali, session=session, speaker=CANARY)
    said = meetings.keep_statement(who.head, session=session, speaker=CANARY, original="fr", texts={"fr": CANARY})
    meetings.deliver_statement(who.head, id=said)
    meetings.add_paper(who.keeper, session=session, work=CANARY, language="fr")
    meetings.keep_record(who.keeper, session=session, recording=Recording({"en": CANARY}))
    meetings.release_record(who.keeper, session=session)
    assert len(meetings.read_floor(who.delegate, session=session).statements) == 1
    for actor in (who.org, who.observer, an_actor(Role.SUPERVISOR)):
        for call in (
            lambda actor=actor: meetings.read_floor(actor, session=session),
            lambda actor=actor: meetings.ask_for_floor(actor, session=session, speaker="EXERCISE"),
            lambda actor=actor: meetings.leave_floor(actor, turn=turn),
            lambda actor=actor: meetings.deliver_statement(actor, id=said),
        ):
            with pytest.raises((NotFound, Refused)):
                call()
    assert CANARY.encode() not in zipfile.ZipFile(
        io.BytesIO(meetings.write_proceedings(who.observer, edition=made, language="en"))
    ).read("word/document.xml")


def test_a_statement_is_the_delegations_own_until_it_is_delivered_and_then_stays_as_spoken(who: People) -> None:
    _made, session, _ids = opened_session(who)
    with pytest.raises(Invalid):
        meetings.keep_statement(who.head, session=session, speaker="EXERCISE", original="ar", texts={"fr": CANARY})
    said = meetings.keep_statement(who.head, session=session, speaker="EXERCISE", original="fr", texts={"fr": CANARY})
    for other in (who.keeper, who.niger, who.org, who.observer):
        assert meetings.read_floor(other, session=session).statements == ()
        with pytest.raises((NotFound, Refused)):
            meetings.deliver_statement(other, id=said)
    with pytest.raises(NotFound):
        meetings.keep_statement(
            who.niger, session=session, speaker="EXERCISE", original="fr", texts={"fr": "EXERCISE"}, id=said
        )
    meetings.deliver_statement(who.head, id=said)
    for other in (who.keeper, who.niger, who.observer):
        (seen,) = meetings.read_floor(other, session=session).statements
        assert (seen.state, seen.texts, seen.mine) == (StatementState.DELIVERED, {"fr": CANARY}, False)
    texts = {"fr": CANARY, "ar": "تمرين"}
    meetings.keep_statement(who.head, session=session, speaker="EXERCISE", original="fr", texts=texts, id=said)
    (seen,) = meetings.read_floor(who.observer, session=session).statements
    assert dict(seen.texts) == {"ar": "تمرين", "fr": CANARY}
    for wrong in ({"fr": "EXERCISE other words"}, {"ar": "تمرين"}):
        with pytest.raises((Conflict, Invalid)):
            meetings.keep_statement(
                who.head, session=session, speaker="EXERCISE", original=next(iter(wrong)), texts=wrong, id=said
            )


def test_a_paper_under_embargo_is_not_there_before_its_hour(who: People) -> None:
    _made, session, _ids = opened_session(who)
    opens = now() + timedelta(hours=2)
    paper = meetings.add_paper(who.keeper, session=session, work=f"{CANARY} paper", language="fr", opens=opens)
    about = f"paper:{paper}"
    label = desk.thing_label(who.keeper, about=about)
    kept = desk.attach(who.keeper, about=about, label=label, name="paper.txt", content=CANARY.encode())
    for other in (who.delegate, who.mali, who.observer):
        assert meetings.read_floor(other, session=session).papers == ()
        with pytest.raises(NotFound):
            desk.list_attachments(other, about=about)
        with pytest.raises(NotFound):
            desk.view_attachment(other, id=kept.id)
        with pytest.raises((NotFound, Refused)):
            desk.thing_label(other, about=about)
    (shown,) = meetings.read_floor(who.keeper, session=session).papers
    assert (shown.opens, shown.name) == (opens, "paper.txt")
    with held_at(opens + timedelta(seconds=1)):
        (shown,) = meetings.read_floor(who.mali, session=session).papers
        assert (shown.opens, shown.attachment, shown.language) == (None, kept.id, "fr")
        for other in (who.mali, who.org):
            with pytest.raises(Refused):
                desk.thing_label(other, about=about)
            with pytest.raises(Refused):
                meetings.remove_paper(other, id=paper)
    meetings.remove_paper(who.keeper, id=paper)
    assert meetings.read_floor(who.keeper, session=session).papers == ()
    with pytest.raises(NotFound):
        desk.view_attachment(who.keeper, id=kept.id)


def test_a_paper_for_members_only_is_not_there_for_observers_of_an_open_session(who: People) -> None:
    _made, session, _ids = opened_session(who)
    for members_only in (True, False):
        work = CANARY if members_only else "EXERCISE for all"
        meetings.add_paper(who.keeper, session=session, work=work, language="fr", members_only=members_only)
    assert [one.members_only for one in meetings.read_floor(who.mali, session=session).papers] == [True, False]
    for actor in (who.org, who.observer):
        assert [one.work for one in meetings.read_floor(actor, session=session).papers] == ["EXERCISE for all"]


def test_the_record_is_the_secretariats_until_it_is_released(who: People) -> None:
    made, session, ids = opened_session(who)
    person = nominated(who, ids["mali"])
    meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    with held_at(datetime(2027, 2, 20, 8, tzinfo=UTC)):
        meetings.check_in(who.keeper, edition=made, delegate=person)
        meetings.attend(who.keeper, session=session, delegate=person)
    with pytest.raises(NotFound):
        meetings.release_record(who.keeper, session=session)
    said = Recording(
        {"en": f"{CANARY} summary"}, (f"{CANARY} decision",), (Action(f"{CANARY} action", "EXERCISE who"),)
    )
    meetings.keep_record(who.keeper, session=session, recording=said)
    for other in (who.delegate, who.mali, who.observer):
        assert meetings.read_floor(other, session=session).record is None
        with pytest.raises(Refused):
            meetings.keep_record(other, session=session, recording=said)
    meetings.release_record(who.keeper, session=session)
    seen = meetings.read_floor(who.observer, session=session).record
    assert seen is not None
    assert (seen.recording, seen.attended, seen.is_released) == (said, (("EXERCISE Mali", 1),), True)
    meetings.keep_record(who.keeper, session=session, recording=said)
    assert meetings.read_floor(who.observer, session=session).record is None


@pytest.mark.parametrize("language", ["ar", "pt"])
def test_proceedings_hold_statements_decisions_and_attendance_and_arabic_runs_from_right_to_left(
    who: People, language: Any
) -> None:
    made, session, _ids = opened_session(who, title={"en": "EXERCISE opening", "ar": "تمرين الافتتاح"})
    texts = {"fr": "EXERCISE nous agissons", "ar": "تمرين نحن نعمل معا"}
    said = meetings.keep_statement(who.head, session=session, speaker="EXERCISE Head", original="fr", texts=texts)
    meetings.deliver_statement(who.head, id=said)
    meetings.keep_statement(who.niger, session=session, speaker=CANARY, original="fr", texts={"fr": CANARY})
    actions = (Action("EXERCISE action", "EXERCISE who"),)
    meetings.keep_record(who.keeper, session=session, recording=Recording({}, ("EXERCISE decision",), actions))
    meetings.release_record(who.keeper, session=session)
    expected = texts["ar"] if language == "ar" else texts["fr"]
    made_docx = meetings.write_proceedings(who.delegate, edition=made, language=language)
    word = docx.Document(io.BytesIO(made_docx))
    written = "\n".join([*(one.text for one in word.paragraphs), *_cells(word)])
    for part in (expected, "EXERCISE decision", "EXERCISE action", "EXERCISE who"):
        assert part in written
    assert CANARY not in written
    xml = zipfile.ZipFile(io.BytesIO(made_docx)).read("word/document.xml").decode()
    assert (xml.count("<w:bidi/>") >= 5 and "<w:rtl/>" in xml) is (language == "ar")
    text = "".join(
        one.extract_text()
        for one in pypdf.PdfReader(
            io.BytesIO(meetings.print_proceedings(who.delegate, edition=made, language=language))
        ).pages
    )
    assert "decision" in text
    assert CANARY not in text


def _cells(word: Any) -> list[str]:
    return [cell.text for table in word.tables for row in table.rows for cell in row.cells]


def test_proceedings_wait_for_an_agenda(who: People) -> None:
    made = prepared(who)
    with pytest.raises(NotFound):
        meetings.print_proceedings(who.keeper, edition=made, language="en")


def test_the_secretariat_sees_who_needs_which_interpretation(who: People) -> None:
    _made, session, ids = opened_session(who, channels=("fr",))
    for name, language in (("EXERCISE one", "fr"), ("EXERCISE two", "pt")):
        person = nominated(who, ids["mali"], name=name, listens=language)
        meetings.decide_accreditation(who.keeper, delegate=person, decision=Decision.ACCREDITED)
    assert meetings.read_floor(who.keeper, session=session).needs == (Need("pt", 1, 0), Need("fr", 1, 1))
    assert meetings.read_floor(who.mali, session=session).needs == ()
