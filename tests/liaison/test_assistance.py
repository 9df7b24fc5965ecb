"""Assistance and training on the course of requests: asked of several, offered, accepted, nominated, attended, rated."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa import desk, liaison
from minassa.access import AgencyKind, Label, Parcel, Step, Tlp, decide_approval, system_actor, take_in
from minassa.access.models import Agency
from minassa.audit.models import LineRow
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id, now
from minassa.liaison import (
    Concern,
    Event,
    Field,
    Fit,
    Format,
    Need,
    Nominee,
    Offer,
    Reason,
    Reply,
    RequestKind,
    Risk,
    Sharing,
    Side,
    State,
    Tender,
    Terms,
    Use,
)
from minassa.liaison.jobs import forget_nominees
from minassa.liaison.requests import terms as shapes
from minassa.liaison.requests.content import asking_to_json
from tests.factories import make_agency
from tests.liaison.scene import CANARY, MARKS, NO_RISK, People, asking, people, received, refusal, risky, sent

store = pytest.mark.store
NAMES = (Nominee("EXERCISE head of the laboratory", f"{CANARY} first"), Nominee("EXERCISE trainer", f"{CANARY} second"))

DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))
CODES = st.lists(st.text("abcdefgh", min_size=2, max_size=2), min_size=1, max_size=5, unique=True).map(tuple)
LINES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=30)
TERMS = st.builds(
    Terms,
    field=st.sampled_from(Field),
    languages=CODES,
    place=LINES,
    begins=st.shared(DAYS, key="begins"),
    ends=st.shared(DAYS, key="begins"),
    use=st.sampled_from(Use),
    seats=st.integers(1, 500),
    format=st.sampled_from(Format),
    openly=st.just(True),
    also=st.lists(st.uuids(), max_size=3).map(tuple),
)


def days() -> tuple[date, date]:
    today = now().date()
    return today, today.replace(year=today.year + 1)


TENDER = Tender(("fr",), 3, *days())


def assistance(**given: Any) -> dict[str, Any]:
    begins, ends = days()
    terms = Terms(Field.FORENSICS, ("fr", "ar"), "EXERCISE Bamako", begins, ends)
    return {"kind": RequestKind.ASSISTANCE, "terms": replace(terms, **given), "title": "EXERCISE forensics team"}


def training(seats: int = 2, **given: Any) -> dict[str, Any]:
    begins, ends = days()
    terms = Terms(Field.TRAINING, ("fr",), "EXERCISE Rabat", begins, ends, seats=seats, format=Format.ON_SITE)
    return {"kind": RequestKind.TRAINING, "terms": replace(terms, **given), "title": "EXERCISE course"}


def offer(**given: Any) -> Reply:
    return replace(Reply(Event.OFFER, "EXERCISE three analysts", MARKS, tender=TENDER), **given)


def nominations(*nominees: Nominee, **given: Any) -> Reply:
    return replace(Reply(Event.NOMINATE, "", MARKS, nominees=nominees or NAMES), **given)


def answer(by: People, reply: Reply) -> UUID:
    file = received(by)
    liaison.answer_request(by.officer, id=file, reply=reply)
    return file


def state(by: People, file: UUID) -> State:
    return liaison.read_request(by.officer, id=file).row.state


def done(by: People, file: UUID) -> None:
    liaison.close_request(by.officer, id=file, text="", marks=MARKS)


@pytest.fixture
def mali(db: None) -> People:
    return people("Mali")


@pytest.fixture
def niger(db: None) -> People:
    return people("Niger")


@pytest.fixture
def chad(db: None) -> People:
    return people("Chad")


@settings(max_examples=50, deadline=None)
@given(TERMS)
def test_terms_travel_without_loss(terms: Terms) -> None:
    body = shapes.terms_to_json(terms)
    assert shapes.terms_from_json(body, RequestKind.TRAINING) == terms
    if terms.languages:
        with pytest.raises(Invalid):
            shapes.terms_from_json(body, RequestKind.ASSISTANCE)  # places belong to a training


@pytest.mark.parametrize(
    "spoil",
    [
        {"field": "astrology"},
        {"field": ["forensics"]},
        {"languages": []},
        {"languages": ["french"]},
        {"languages": ["fr", "fr"]},
        {"languages": [["fr"]]},
        {"languages": "fr"},
        {"place": ""},
        {"place": None},
        {"place": "\u202etxet"},
        {"begins": "2027-02-30"},
        {"begins": "20270201"},
        {"begins": 20270201},
        {"ends": "2026-12-31"},
        {"ends": "9999-12-31"},
        {"use": "war"},
        {"seats": 1},
        {"seats": True},
        {"seats": "2"},
        {"format": "online"},
        {"openly": 1},
        {"also": ["0199aa00-0000-7000-8000-000000000000"]},
        {"also": ["x"]},
        {"more": 1},
    ],
)
def test_what_is_no_terms_is_refused(spoil: dict[str, Any]) -> None:
    whole = Terms(Field.FORENSICS, ("fr",), "EXERCISE Bamako", date(2027, 2, 1), date(2027, 2, 14))
    with pytest.raises(Invalid):
        shapes.terms_from_json(shapes.terms_to_json(whole) | spoil, RequestKind.ASSISTANCE)


@store
def test_help_asked_of_two_is_offered_by_one_accepted_done_and_rated_by_both(
    mali: People, niger: People, chad: People
) -> None:
    of_niger, of_chad = sent(mali, niger.agency, chad.agency, **assistance(), care=None)
    theirs = answer(niger, Reply(Event.INTEREST, "", MARKS))
    assert (state(mali, of_niger), state(niger, theirs)) == (State.PARTLY, State.PARTLY)
    liaison.answer_request(niger.officer, id=theirs, reply=offer())
    answer(chad, refusal(Reason.NO_CAPACITY))
    seen = liaison.read_request(mali.analyst, id=of_niger)
    assert (seen.messages[-1].tender, seen.row.kind) == (TENDER, RequestKind.ASSISTANCE)
    assert liaison.read_request(mali.officer, id=of_chad).reason is Reason.NO_CAPACITY
    liaison.accept_offer(mali.officer, id=of_niger, text="EXERCISE thank you", marks=MARKS)
    assert state(niger, theirs) is State.ACCEPTED
    done(mali, of_niger)
    done(mali, of_chad)
    assert (state(niger, theirs), state(mali, of_chad)) == (State.DONE, State.CLOSED)
    liaison.rate_request(mali.officer, id=of_niger, stars=5, text="EXERCISE thorough", marks=MARKS)
    liaison.rate_request(niger.officer, id=theirs, stars=4, text="EXERCISE well prepared", marks=MARKS)
    for by, file in ((mali, of_niger), (niger, theirs)):
        messages = liaison.read_request(by.analyst, id=file).messages
        assert sorted(one.stars or 0 for one in messages if one.event is Event.RATE) == [4, 5]
        with pytest.raises(Conflict):
            liaison.rate_request(by.officer, id=file, stars=1, text="EXERCISE again", marks=MARKS)
    with pytest.raises(Conflict):  # nothing was done there
        liaison.rate_request(mali.officer, id=of_chad, stars=1, text="EXERCISE", marks=MARKS)


@store
@pytest.mark.parametrize("is_accepted", [False, True])
def test_an_offer_is_taken_back_with_a_reason_and_the_asker_is_told(
    is_accepted: bool, mali: People, niger: People, chad: People
) -> None:
    (ours,) = sent(mali, niger.agency, **assistance(), care=None)
    theirs = answer(niger, offer())
    if is_accepted:
        liaison.accept_offer(mali.officer, id=ours, text="", marks=MARKS)
    assert "retract" in liaison.read_request(niger.officer, id=theirs).can
    why: dict[str, Any] = {"id": theirs, "text": "EXERCISE the team is needed here", "marks": MARKS}
    for reason in (None, Reason.ONGOING):  # a reason of information is none here
        with pytest.raises(Invalid):
            liaison.retract_offer(niger.officer, reason=reason, **why)
    with pytest.raises(Refused):  # whose offer it is not
        liaison.retract_offer(mali.officer, reason=Reason.NOT_THEN, **(why | {"id": ours}))
    with pytest.raises(NotFound):
        liaison.retract_offer(chad.officer, reason=Reason.NOT_THEN, **why)
    liaison.retract_offer(niger.officer, reason=Reason.NO_CAPACITY, **why)
    seen = liaison.read_request(mali.analyst, id=ours)
    last = seen.messages[-1]
    assert (seen.row.state, seen.reason, last.text) == (State.RETRACTED, Reason.NO_CAPACITY, why["text"])
    assert _last_notice(mali) == ("request.called-off" if is_accepted else "request.retracted")
    assert [one.side for one in liaison.request_statistics(mali.officer).sides if one.retracted] == [Side.ASKER]
    with pytest.raises(Conflict):
        liaison.answer_request(niger.officer, id=theirs, reply=offer())
    done(mali, ours)
    assert (state(mali, ours), state(niger, theirs)) == (State.CLOSED, State.CLOSED)


@store
def test_a_rating_is_changed_within_thirty_days_and_the_old_one_stays_in_sight(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency, **assistance(), care=None)
    theirs = answer(niger, offer())
    liaison.accept_offer(mali.officer, id=ours, text="", marks=MARKS)
    done(mali, ours)
    given: dict[str, Any] = {"id": theirs, "text": "EXERCISE", "marks": MARKS}
    with pytest.raises(Conflict):  # nothing to change yet
        liaison.change_rating(niger.officer, stars=2, **given)
    liaison.rate_request(niger.officer, stars=2, **given)
    with held_at(now() + timedelta(days=29)):
        assert "rerate" in liaison.read_request(niger.officer, id=theirs).can
        liaison.change_rating(niger.officer, stars=4, **given)
    for by, file in ((mali, ours), (niger, theirs)):
        ratings = [one for one in liaison.read_request(by.analyst, id=file).messages if one.stars]
        assert [(one.stars, one.superseded) for one in ratings] == [(2, True), (4, False)]
    assert _last_notice(mali) == "request.rerated"
    with held_at(now() + timedelta(days=31)):
        assert "rerate" not in liaison.read_request(niger.officer, id=theirs).can
        with pytest.raises(Conflict) as fault:
            liaison.change_rating(niger.officer, stars=5, **given)
    assert fault.value.code == "liaison.rated-long-ago"


@store
def test_names_of_nominees_are_deleted_on_both_sides_ninety_days_after_the_training(
    mali: People, niger: People, chad: People
) -> None:
    begins, ends = now().date(), now().date() + timedelta(days=10)
    files = sent(mali, niger.agency, chad.agency, **training(begins=begins, ends=ends), care=None)
    theirs, of_chad = answer(niger, nominations()), answer(chad, nominations())
    desk.keep_draft(niger.analyst, form="request-answer", about=str(theirs), fields={"nominees": [CANARY]})
    liaison.confirm_nominees(mali.officer, id=files[0], chosen=(2,), text="", marks=MARKS)
    liaison.retract_offer(chad.officer, id=of_chad, reason=Reason.NOT_THEN, text="", marks=MARKS)
    done(mali, files[1])  # came to nothing today: its ninety days begin today
    done(mali, files[0])
    everywhere = ((mali, files[0]), (niger, theirs), (mali, files[1]), (chad, of_chad))
    assert [_until(by, file) for by, file in everywhere] == [ends + timedelta(days=90)] * 2 + [
        begins + timedelta(days=90)
    ] * 2
    for days, left in ((90, 4), (91, 2), (100, 2), (101, 0)):
        with held_at(now() + timedelta(days=days)):
            forget_nominees()
        assert sum(CANARY in str(liaison.read_request(by.officer, id=file)) for by, file in everywhere) == left, days
    assert CANARY not in str(desk.read_draft(niger.analyst, form="request-answer", about=str(theirs)))
    seen = liaison.read_request(mali.officer, id=files[0])
    told = [one for message in seen.messages for one in message.nominees]
    assert (told, seen.names_until) == ([replace(one, name="") for one in NAMES], None)
    lines = LineRow.objects.filter(action="request.forget-names")
    assert sorted((one.subject, json.loads(one.details)["names"]) for one in lines) == sorted(
        (f"request:{file}", 2) for _by, file in everywhere
    )


def _until(by: People, file: UUID) -> date | None:
    return liaison.read_request(by.officer, id=file).names_until


@store
def test_several_offers_can_be_accepted_and_a_program_sees_what_can_be_done(
    mali: People, niger: People, chad: People
) -> None:
    files = sent(mali, niger.agency, chad.agency, **assistance(), care=None)
    for by in (niger, chad):
        answer(by, offer())
    for file in files:
        assert "accept" in liaison.read_request(mali.officer, id=file).can
        liaison.accept_offer(mali.officer, id=file, text="", marks=MARKS)
        assert {"close", "withdraw", "remark"} <= set(liaison.read_request(mali.officer, id=file).can)
    with pytest.raises(Conflict):
        liaison.accept_offer(mali.officer, id=files[0], text="", marks=MARKS)
    with pytest.raises(Refused):
        liaison.accept_offer(niger.officer, id=received(niger), text="", marks=MARKS)


@store
def test_a_training_gives_away_no_more_places_than_it_has(mali: People, niger: People, chad: People) -> None:
    of_niger, of_chad = sent(mali, niger.agency, chad.agency, **training(seats=2), care=None)
    theirs = answer(niger, nominations())
    answer(chad, nominations())
    sent(mali, chad.agency, **training(seats=1), care=None)
    with pytest.raises(Invalid) as fault:
        answer(chad, nominations(*NAMES))
    assert fault.value.code == "liaison.seats"
    for chosen, code in (((), "liaison.chosen"), ((3,), "liaison.chosen"), ((0,), "liaison.chosen")):
        with pytest.raises(Invalid) as fault:
            liaison.confirm_nominees(mali.officer, id=of_niger, chosen=chosen, text="", marks=MARKS)
        assert fault.value.code == code
    liaison.confirm_nominees(mali.officer, id=of_niger, chosen=(2,), text="EXERCISE welcome", marks=MARKS)
    with pytest.raises(Invalid) as fault:
        liaison.confirm_nominees(mali.officer, id=of_chad, chosen=(1, 2), text="", marks=MARKS)
    assert fault.value.code == "liaison.seats"
    liaison.confirm_nominees(mali.officer, id=of_chad, chosen=(1,), text="", marks=MARKS)
    assert liaison.read_request(mali.officer, id=of_niger).seats == 2
    assert liaison.read_request(niger.officer, id=theirs).seats == 0  # how many others come is not theirs to know
    with pytest.raises(Invalid):
        liaison.record_attendance(mali.officer, id=of_niger, attended=(1,), text="", marks=MARKS)
    liaison.record_attendance(mali.officer, id=of_niger, attended=(2,), text="", marks=MARKS)
    assert liaison.read_request(niger.analyst, id=theirs).messages[-1].chosen == (2,)
    done(mali, of_niger)
    assert state(niger, theirs) is State.DONE


@store
@pytest.mark.parametrize("by_organiser", [True, False])
def test_a_place_that_is_called_off_or_taken_back_is_free_again(
    by_organiser: bool, mali: People, niger: People, chad: People
) -> None:
    of_niger, of_chad = sent(mali, niger.agency, chad.agency, **training(seats=1), care=None)
    theirs = answer(niger, nominations(NAMES[0]))
    answer(chad, nominations(NAMES[0]))
    liaison.confirm_nominees(mali.officer, id=of_niger, chosen=(1,), text="", marks=MARKS)
    if by_organiser:
        liaison.withdraw_request(mali.officer, id=of_niger, text="EXERCISE called off", marks=MARKS)
    else:
        liaison.retract_offer(niger.officer, id=theirs, reason=Reason.NOT_THEN, text="", marks=MARKS)
        done(mali, of_niger)
    liaison.confirm_nominees(mali.officer, id=of_chad, chosen=(1,), text="", marks=MARKS)
    assert state(mali, of_chad) is State.ACCEPTED


@store
@pytest.mark.parametrize("make", [assistance, training])
def test_r13_what_leads_to_operations_or_equipment_passes_the_gate_on_both_sides(
    make: Callable[..., dict[str, Any]], mali: People, niger: People
) -> None:
    for use in (Use.OPERATIONS, Use.EQUIPMENT):
        for care, code in (
            (None, "liaison.care-missing"),
            (risky(Concern.TORTURE, Risk.REAL), "liaison.rights-bar"),
        ):
            with pytest.raises((Invalid, Refused)) as fault:
                sent(mali, niger.agency, **make(use=use), care=care)
            assert fault.value.code == code
        sent(mali, niger.agency, **make(use=use))
        reply = offer() if make is assistance else nominations()
        for care, code in (
            (None, "liaison.care-missing"),
            (risky(Concern.REFOULEMENT, Risk.REAL), "liaison.rights-bar"),
            (risky(Concern.DEATH_PENALTY, Risk.REAL), "access.approval-needed"),
        ):
            with pytest.raises((Invalid, Refused)) as fault:
                answer(niger, replace(reply, care=care))
            assert fault.value.code == code
        answer(niger, replace(reply, care=NO_RISK))


@store
def test_an_offer_that_names_a_risk_waits_whole_for_a_second_person(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency, **assistance(use=Use.OPERATIONS))
    theirs = received(niger)
    risk = offer(care=risky(Concern.FAIR_TRIAL, Risk.REAL))
    asked = liaison.ask_to_answer(niger.officer, id=theirs, reply=risk, reason="EXERCISE weighed")

    decide_approval(niger.chief, approval=asked.id, grant=True)
    liaison.send_pending_answer(niger.officer, id=theirs, approval=asked.id)
    assert liaison.read_request(mali.officer, id=ours).messages[-1].tender == risk.tender


@store
def test_each_kind_has_its_own_answers_and_reasons(mali: People, niger: People) -> None:
    sent(mali, niger.agency, **assistance(), care=None)
    file = received(niger)
    for reply in (
        Reply(Event.FULL, "EXERCISE", MARKS, care=NO_RISK),
        nominations(),
        refusal(Reason.ONGOING),
        offer(tender=None),
        offer(text=""),
        offer(tender=replace(TENDER, persons=0)),
        offer(tender=replace(TENDER, languages=("french",))),
    ):
        with pytest.raises(Invalid):
            liaison.answer_request(niger.officer, id=file, reply=reply)
    assert state(niger, file) is State.RECEIVED
    sent(mali, niger.agency)
    for reply in (offer(care=NO_RISK), Reply(Event.INTEREST, "", MARKS), refusal(Reason.NO_FUNDS)):
        with pytest.raises(Invalid):
            liaison.answer_request(niger.officer, id=received(niger), reply=reply)


@store
def test_what_is_over_is_not_sent_and_terms_fit_their_kind(mali: People, niger: People) -> None:
    draft = liaison.keep_request(
        mali.analyst, asking=_asking(niger.agency, assistance(ends=now().date())), exercise=True
    )
    with held_at(now().replace(year=now().year + 1)), pytest.raises(Invalid) as fault:
        liaison.send_request(mali.officer, id=draft)
    assert fault.value.code in {"liaison.days", "access.step-up-needed"}
    for wrong in (
        {"kind": RequestKind.ASSISTANCE, "terms": None},
        {"terms": assistance()["terms"]},
        assistance(seats=1),
        training(seats=0),
        training(format=None),
    ):
        with pytest.raises(Invalid):
            sent(mali, niger.agency, **wrong)


def _asking(to: Agency, given: dict[str, Any]) -> liaison.Asking:

    return asking(to, **given, care=None)


@store
def test_others_who_were_asked_are_named_only_where_the_asker_chose_so(
    mali: People, niger: People, chad: People
) -> None:
    sent(mali, niger.agency, chad.agency, **assistance(), care=None)
    shown = str(liaison.read_request(niger.analyst, id=received(niger)))
    assert str(chad.agency.id) not in shown
    sent(mali, niger.agency, chad.agency, **assistance(openly=True), care=None)
    terms = liaison.read_request(niger.analyst, id=received(niger)).asking.terms
    assert terms is not None
    assert terms.also == (chad.agency.id,)


@store
def test_a_third_agency_sees_nothing_of_ratings_nominations_or_who_was_asked(
    mali: People, niger: People, chad: People
) -> None:
    secretariat = people("secretariat", kind=AgencyKind.SECRETARIAT)
    of_niger, _of_chad = sent(mali, niger.agency, chad.agency, **training(), care=None)
    theirs, of_third = answer(niger, nominations()), received(chad)
    liaison.confirm_nominees(mali.officer, id=of_niger, chosen=(1,), text=CANARY, marks=MARKS)
    liaison.record_attendance(mali.officer, id=of_niger, attended=(1,), text=CANARY, marks=MARKS)
    done(mali, of_niger)
    for by, file in ((mali, of_niger), (niger, theirs)):
        liaison.rate_request(by.officer, id=file, stars=1, text=CANARY, marks=MARKS)
    for outsider in (chad, secretariat):
        for actor in (outsider.analyst, outsider.officer, outsider.chief):
            rows = liaison.list_requests(actor).rows
            texts = [str(liaison.read_request(actor, id=row.id)) for row in rows]
            told = [str(one) for one in desk.list_notices(actor)]
            work = [str(item) for item in desk.waiting_on(actor).waiting_on_me]
            for text in (*texts, *told, *work, str(liaison.request_statistics(actor))):
                assert CANARY not in text
                assert str(niger.agency.id) not in text
                assert niger.agency.name not in text
            for file in (of_niger, theirs):
                with pytest.raises(NotFound):
                    liaison.read_request(actor, id=file)
        with pytest.raises(NotFound):
            liaison.rate_request(outsider.officer, id=of_niger, stars=1, text="EXERCISE", marks=MARKS)
        with pytest.raises(NotFound):
            liaison.confirm_nominees(outsider.officer, id=theirs, chosen=(1,), text="", marks=MARKS)
    assert len(liaison.list_requests(chad.officer, side=Side.ANSWERER, kind=RequestKind.TRAINING).rows) == 1
    assert liaison.read_request(chad.officer, id=of_third).seats == 0


@store
def test_names_of_nominees_stand_in_no_audit_line_notice_or_list(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency, **training(), care=None)
    answer(niger, nominations())
    liaison.confirm_nominees(mali.officer, id=ours, chosen=(1, 2), text="", marks=MARKS)
    assert CANARY in str(liaison.read_request(mali.analyst, id=ours))
    assert CANARY not in str(list(LineRow.objects.values()))
    for by in (mali, niger):
        assert CANARY not in str(desk.list_notices(by.officer))
        assert CANARY not in str(desk.waiting_on(by.officer))
        assert CANARY not in str(liaison.list_requests(by.officer))


@store
def test_people_are_told_and_work_waits_for_them(mali: People, niger: People) -> None:
    (ours,) = sent(mali, niger.agency, **assistance(), care=None)
    assert _last_notice(niger) == "request.arrived-assistance"
    answer(niger, offer())
    assert _last_notice(mali) == "request.offer"
    (item,) = desk.waiting_on(mali.officer).waiting_on_me
    assert item.note == liaison.state_name(RequestKind.ASSISTANCE, Side.ASKER, State.ANSWERED)
    liaison.accept_offer(mali.officer, id=ours, text="", marks=MARKS)
    assert _last_notice(niger) == "request.accepted"
    sent(mali, niger.agency, **training(), care=None)
    assert _last_notice(niger) == "request.arrived-training"


def _last_notice(by: People) -> str:
    return desk.list_notices(by.officer)[0].kind


def _kept(
    by: People, *to: Agency, field: Field = Field.FORENSICS, languages: tuple[str, ...] = ("fr",), **given: Any
) -> UUID:
    entry = Offer(field, languages, f"EXERCISE of {by.agency.name}", "EXERCISE head of the laboratory", **given)
    sharing = Sharing(not to, tuple(f"agency:{one.id}" for one in to), Tlp.AMBER)
    return liaison.keep_expertise(by.officer, offer=entry, sharing=sharing, exercise=True)


@store
def test_agencies_are_suggested_by_skill_and_language_and_it_is_said_why(
    mali: People, niger: People, chad: People
) -> None:
    tomorrow = now().date() + timedelta(days=1)
    skilled = _kept(niger, languages=("ha", "fr"), until=tomorrow)
    whole = _kept(chad, languages=("ar", "fr"))
    _kept(niger, field=Field.CYBER, languages=("fr", "ar"))
    interpreters = _kept(niger, field=Field.LANGUAGES, languages=("ar",))
    own = _kept(mali)
    need = Need(Field.FORENSICS, ("fr", "ar"), tomorrow + timedelta(days=7))
    first, second = liaison.suggest_agencies(mali.analyst, need=need)
    assert [(first.agency, first.fit), (second.agency, second.fit)] == [
        (chad.agency.id, Fit.SKILL_AND_LANGUAGES),
        (niger.agency.id, Fit.SKILL_AND_SOME_LANGUAGES),
    ]
    assert [(one.entry.id, one.languages, one.too_short) for one in (*first.matches, *second.matches)] == [
        (whole, ("fr", "ar"), False),
        (skilled, ("fr",), True),
        (interpreters, ("ar",), False),
    ]
    assert [one.entry.id for one in liaison.own_fitting(mali.analyst, need=need)] == [own]
    assert liaison.suggest_agencies(mali.analyst, need=Need(Field.BORDER)) == ()


@store
def test_what_is_suggested_does_not_depend_on_entries_that_the_reader_may_not_see(
    mali: People, niger: People, chad: People
) -> None:
    need = Need(Field.FORENSICS, ("fr",))
    _kept(chad)
    before = liaison.suggest_agencies(mali.analyst, need=need)
    hidden = _kept(niger, chad.agency, languages=("fr", "ar"))
    assert liaison.suggest_agencies(mali.analyst, need=need) == before
    assert str(hidden) in str(liaison.suggest_agencies(chad.analyst, need=need))
    assert hidden not in [one.entry.id for one in liaison.own_fitting(mali.analyst, need=need)]
    with held_at(now() + timedelta(days=400)):  # nobody confirmed it: said, not hidden
        (one,) = liaison.suggest_agencies(mali.analyst, need=need)
        assert one.matches[0].entry.stale


def far(name: str) -> Agency:
    agency = make_agency(name)
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def said(by: Agency, to: People, thread: UUID, version: int, event: str, **parts: Any) -> str:
    """Hand in what another node says; the code with which it was refused, empty where it was taken."""
    label = Label(by.id, Tlp.AMBER, frozenset({f"agency:{to.agency.id}"}), MARKS.handling, exercise=True)
    body = {"event": event, "thread": str(thread), "to": str(to.agency.id), **parts}
    parcel = Parcel(new_id(), "request", f"request:{thread}", version, Step.MESSAGE, by.id, label, body, now())
    return take_in(system_actor("exchange"), parcel, sender=by.id).code


@store
def test_another_node_is_held_to_what_was_asked_nominated_and_confirmed(mali: People) -> None:
    peer, thread = far("EXERCISE far away"), new_id()
    plain = asking_to_json(asking(mali.agency, **training(seats=2), care=None))
    equipment = asking_to_json(asking(mali.agency, **assistance(use=Use.EQUIPMENT), care=None))
    assert said(peer, mali, new_id(), 1, "ask", **equipment) == "liaison.message-wrong"
    for spoil in ({"kind": "information"}, {"kind": "assistance"}, {"kind": "war"}, {"terms": None}):
        assert said(peer, mali, new_id(), 1, "ask", **(plain | spoil)).startswith("liaison.")
    assert said(peer, mali, thread, 1, "ask", **plain) == ""
    file = received(mali)
    liaison.answer_request(mali.officer, id=file, reply=nominations(NAMES[0]))
    too_early: tuple[tuple[str, dict[str, Any]], ...] = (
        ("accept", {"text": ""}),
        ("confirm", {"text": "", "chosen": [2]}),
        ("confirm", {"text": "", "chosen": []}),
        ("confirm", {"text": "", "chosen": [True]}),
        ("attend", {"text": "", "chosen": [1]}),
        ("rate", {"text": "EXERCISE", "stars": 5}),
    )
    for event, parts in too_early:
        assert said(peer, mali, thread, 2, event, **parts), (event, parts)
    assert state(mali, file) is State.ANSWERED
    in_order: tuple[tuple[str, dict[str, Any]], ...] = (
        ("confirm", {"text": "", "chosen": [1]}),
        ("attend", {"text": "", "chosen": []}),
        ("close", {"text": ""}),
        ("rate", {"text": "EXERCISE", "stars": 2}),
    )
    for version, (event, parts) in enumerate(in_order, start=2):
        assert said(peer, mali, thread, version, event, **parts) == ""
    assert said(peer, mali, thread, 6, "rate", text="EXERCISE", stars=1) == "liaison.never-asked"
    for stars in (0, 6, "5", 2.0, True, None):
        assert said(peer, mali, thread, 6, "rerate", text="EXERCISE", stars=stars)
    assert said(peer, mali, thread, 6, "rerate", text="EXERCISE", stars=1) == ""
    with held_at(now() + timedelta(days=31)):
        assert said(peer, mali, thread, 7, "rerate", text="EXERCISE", stars=5) == "liaison.rated-long-ago"
    assert said(peer, mali, thread, 7, "retract", text="", reason="no-funds") == "liaison.never-asked"
