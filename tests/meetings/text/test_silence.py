from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.base import Conflict, Fault, Invalid, Refused, held_at, now
from minassa.meetings import (
    Agreement,
    ProposalKind,
    StatementKind,
    TextState,
    Wish,
    adopt_text,
    agree_paragraph,
    begin_reading,
    close_proposal,
    confirm_paragraph,
    keep_proposal,
    make_clean,
    make_statement,
    make_undertakings,
    object_to_text,
    read_languages,
    read_record,
    read_text,
    reopen_paragraph,
    settle_proposal,
    start_silence,
    table_proposal,
    withdraw_proposal,
    write_paragraph,
)
from minassa.meetings.jobs import watch_texts
from minassa.meetings.text.rules import (
    WAYS,
    Hindrance,
    ParagraphKind,
    Rendering,
    Standing,
    Step,
    hindrances,
    number_between,
    numbers,
)
from minassa.programmes import Pillar, Undertaking, list_commitments
from tests.meetings.text.scene import Meeting, a_meeting, fresh


@pytest.fixture
def meeting(db: None) -> Meeting:
    return a_meeting()


def test_silence_lasts_72_hours_or_more_and_is_refused_while_a_language_is_missing(db: None) -> None:
    meeting = a_meeting(translated=False)
    meeting.to_clean()
    with pytest.raises(Conflict) as told:
        start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    assert told.value.code == "text.no-silence"
    found = read_languages(meeting.kenya, id=meeting.text).hindrances
    assert {one.what for one in found} == {Hindrance.MISSING}
    assert {one.language for one in found} == {"ar", "fr", "pt"}


def test_nothing_shorter_than_72_hours_is_silence(meeting: Meeting) -> None:
    meeting.to_clean()
    for hours in (71, 0, -1, 721):
        with pytest.raises(Invalid):
            start_silence(meeting.secretary, declaration=meeting.text, hours=hours)
    ends = start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    assert timedelta(hours=71, minutes=59) < ends - now() <= timedelta(hours=72)


def test_a_stale_language_keeps_the_text_from_silence_until_it_is_rendered_or_confirmed(meeting: Meeting) -> None:
    settle_proposal(meeting.secretary, id=meeting.tabled(meeting.kenya, meeting.wish(1, "Decide to train officers.")))
    meeting.to_clean()
    with pytest.raises(Conflict):
        start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    for language in ("ar", "fr", "pt"):
        confirm_paragraph(
            meeting.secretary, declaration=meeting.text, key=meeting.keys[1], language=language, revision=2
        )
    start_silence(meeting.secretary, declaration=meeting.text, hours=72)


def test_a_bracket_left_in_the_words_of_any_language_keeps_the_text_from_silence(meeting: Meeting) -> None:
    write_paragraph(
        meeting.secretary,
        declaration=meeting.text,
        key=meeting.keys[1],
        language="ar",
        text="نقرر تدريب [1500] ضابط قبل عام 2028.",
        revision=1,
    )
    with pytest.raises(Conflict) as told:
        meeting.to_clean()
    assert told.value.code == "text.in-brackets"


def test_any_objection_breaks_the_silence_and_the_text_is_negotiated_again(meeting: Meeting) -> None:
    meeting.to_clean()
    start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    for other in (meeting.observer, meeting.stranger):
        with pytest.raises(Fault):
            object_to_text(other, declaration=meeting.text, reason="no")
    object_to_text(meeting.mali, declaration=meeting.text, key=meeting.keys[1], reason="the figure is not agreed")
    seen = read_text(meeting.kenya, id=meeting.text)
    assert (seen.row.state, seen.row.reading, seen.quiet_until) == (TextState.NEGOTIATING, 2, None)
    assert [one.agreement for one in seen.paragraphs][1] is Agreement.OPEN
    silence = read_record(meeting.kenya, id=meeting.text).silences[0]
    assert (silence.state, [(one.delegation, one.number) for one in silence.objections]) == ("broken", [("Mali", "1")])
    with held_at(now() + timedelta(hours=73)):
        watch_texts()
    assert read_text(meeting.kenya, id=meeting.text).row.state is TextState.NEGOTIATING


def test_a_text_is_adopted_when_its_silence_has_ended_and_not_before(meeting: Meeting) -> None:
    meeting.to_clean()
    start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    watch_texts()
    with pytest.raises(Conflict) as told:
        adopt_text(meeting.secretary, declaration=meeting.text)
    assert told.value.code == "text.silence-runs"
    with pytest.raises(Conflict):
        undertake(meeting, 1)
    with held_at(now() + timedelta(hours=72, seconds=1)):
        with pytest.raises(Conflict):
            object_to_text(meeting.mali, declaration=meeting.text, reason="too late")
        watch_texts()
        watch_texts()
    assert read_text(meeting.kenya, id=meeting.text).row.state is TextState.ADOPTED
    undertake(meeting, 1)
    with pytest.raises(Conflict):  # the preamble decides nothing
        undertake(meeting, 0)
    made = list_commitments(meeting.secretary)
    assert [(one.paragraph.number, one.paragraph.text["fr"][:8]) for one in made] == [("1", "Décidons")]


def undertake(meeting: Meeting, at: int) -> None:
    wanted = [Undertaking(Pillar.SECURITY)]
    make_undertakings(meeting.secretary, declaration=meeting.text, key=meeting.keys[at], undertakings=wanted)


def test_statements_are_put_on_record_by_heads_once_the_text_is_clean(meeting: Meeting) -> None:
    def reserve() -> None:
        make_statement(
            meeting.mali,
            declaration=meeting.text,
            kind=StatementKind.RESERVATION,
            language="fr",
            text="Le Mali réserve sa position.",
            key=meeting.keys[1],
        )

    with pytest.raises(Conflict):
        reserve()
    meeting.to_clean()
    reserve()
    seen = read_record(meeting.observer, id=meeting.text).statements
    assert [(one.delegation, one.number, one.kind) for one in seen] == [("Mali", "1", StatementKind.RESERVATION)]
    with pytest.raises(Refused):
        make_statement(
            meeting.observer,
            declaration=meeting.text,
            kind=StatementKind.EXPLANATION,
            language="en",
            text="We observe.",
        )


ACTIONS = (
    "propose", "add", "settle", "settle-closing", "close", "withdraw", "agree", "finally", "reopen", "clean", "reading",
    "translate", "silence", "object", "bracket",
)  # fmt: skip


@given(history=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5)), min_size=4, max_size=14))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_history_of_acts_reaches_silence_with_a_bracket(meeting: Meeting, history: list[tuple[str, int]]) -> None:
    """Whatever delegations and the chair do in whatever order, silence and adoption are reached without a bracket only."""
    with transaction.atomic():
        place = transaction.savepoint()
        for what, which in [*history, ("translate-all", 0), ("agree-all", 0), ("clean", 0), ("silence", 0)]:
            with suppress(Fault):
                _act(meeting, what, which)
            seen = read_text(meeting.kenya, id=meeting.text)
            if seen.row.state is TextState.SILENCE:
                assert seen.tabled == 0
                assert all(
                    one.agreement is not Agreement.OPEN and not one.stale and not one.missing for one in seen.paragraphs
                )
                assert not any("[" in words.text for one in seen.paragraphs for words in one.words.values())
        transaction.savepoint_rollback(place)


def _act(meeting: Meeting, what: str, which: int) -> None:  # noqa: C901, PLR0912 - one branch for each act
    seen = read_text(meeting.secretary, id=meeting.text)
    one = seen.paragraphs[which % len(seen.paragraphs)]
    tabled = [p for paragraph in seen.paragraphs for p in (*paragraph.rivals, *paragraph.added)] + list(seen.beginning)
    chosen = tabled[which % len(tabled)].id if tabled else meeting.text
    who = (meeting.kenya, meeting.ghana, meeting.mali)[which % 3]
    chair, text = fresh(meeting.secretary), meeting.text
    if what in {"propose", "bracket"}:
        words = f"Decide {which}, [perhaps]." if what == "bracket" else f"Decide {which}."
        meeting.keys[0] = one.key
        meeting.tabled(who, meeting.wish(0, words))
    elif what == "add":
        made = keep_proposal(
            who, declaration=text, wish=Wish(ProposalKind.ADD, one.key if which else "", "fr", text="Un.")
        )
        table_proposal(who, id=made)
    elif what in {"settle", "settle-closing"}:
        settle_proposal(chair, id=chosen, close_rivals=what == "settle-closing")
    elif what == "close":
        close_proposal(chair, id=chosen, reason="no")
    elif what == "withdraw":
        withdraw_proposal(who, id=chosen)
    elif what in {"agree", "finally"}:
        wanted = Agreement.AD_REFERENDUM if what == "agree" else Agreement.AGREED
        agree_paragraph(chair, declaration=text, key=one.key, agreement=wanted, revision=one.revision)
    elif what == "agree-all":
        meeting.agree_all()
    elif what == "reopen":
        reopen_paragraph(chair, declaration=text, key=one.key, reason="again")
    elif what == "clean":
        make_clean(chair, declaration=text)
    elif what == "reading":
        begin_reading(chair, declaration=text)
    elif what == "translate":
        for language in (*one.stale, *one.missing):
            write_paragraph(chair, declaration=text, key=one.key, language=language, text="Ok.", revision=one.revision)
    elif what == "translate-all":
        for place in range(len(seen.paragraphs)):
            _act(meeting, "translate", place)
    elif what == "silence":
        start_silence(chair, declaration=text, hours=72)
    elif what == "object":
        object_to_text(who, declaration=text, key=one.key, reason="no")


standing = st.builds(
    Standing,
    key=st.just("pabc"),
    number=st.just("1"),
    agreement=st.sampled_from(Agreement),
    revision=st.integers(1, 3),
    words=st.dictionaries(
        st.sampled_from(["ar", "fr", "en", "pt"]),
        st.builds(Rendering, st.sampled_from(["a", "[a]", " "]), st.integers(1, 3)),
    ),
    tabled=st.integers(0, 2),
)


@given(st.lists(standing, max_size=3), st.integers(0, 1))
@settings(max_examples=50, deadline=None)
def test_a_text_without_hindrance_has_all_its_words_and_nothing_open(paragraphs: list[Standing], at_start: int) -> None:
    clear = not hindrances(paragraphs, at_start=at_start)
    sound = (
        bool(paragraphs)
        and not at_start
        and all(
            not one.tabled
            and one.agreement is not Agreement.OPEN
            and set(one.words) == {"ar", "fr", "en", "pt"}
            and all(words.text == "a" and words.revision >= one.revision for words in one.words.values())
            for one in paragraphs
        )
    )
    assert clear == sound


def test_only_objection_and_adoption_lead_out_of_silence_and_only_a_clean_text_into_it() -> None:
    assert {step for state, step in WAYS if state is TextState.SILENCE} == {Step.OBJECT, Step.ADOPT}
    assert {state for (state, _step), to in WAYS.items() if to is TextState.SILENCE} == {TextState.CLEAN}
    assert {state for (state, _step), to in WAYS.items() if to is TextState.ADOPTED} == {TextState.SILENCE}


def test_numbers_between_are_latin_and_never_taken_twice() -> None:
    op, pp = ParagraphKind.OPERATIVE, ParagraphKind.PREAMBULAR
    assert numbers([pp, op, pp, op]) == ["PP1", "1", "PP2", "2"]
    assert number_between("3", op, ["3"]) == "3 bis"
    assert number_between("3 bis", op, ["3", "3 bis"]) == "3 ter"
    assert number_between("PP2", op, []) == "0 bis"
    taken: list[str] = []
    for _ in range(30):
        taken.append(number_between("1", op, taken))
    assert len(set(taken)) == 30
