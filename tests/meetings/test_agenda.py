"""Editions and their agenda: kept by the secretariat, released in versions, and shown to those whom each session is for."""

from dataclasses import replace
from datetime import date, time

import pytest

from minassa import meetings
from minassa.access import Role
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.meetings import ChangeKind, EditionState, SessionKind
from minassa.meetings.editions.facts import known_editions
from tests.factories import an_actor
from tests.meetings.scene import CANARY, OPENING, PLAN, People, people, planned, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


def test_the_four_editions_are_brought_in_once_and_conflicting_sources_stand_side_by_side(who: People) -> None:
    assert len(meetings.bring_in_editions(who.keeper)) == 4
    assert meetings.bring_in_editions(who.keeper) == ()
    shown = meetings.list_editions(an_actor(Role.ANALYST))
    assert [(one.number, one.city, one.year, one.state) for one in shown] == [
        (4, "Agadir", 2025, EditionState.HELD),
        (3, "Fez", 2024, EditionState.HELD),
        (2, "Tangier", 2023, EditionState.HELD),
        (1, "Marrakech", 2022, EditionState.HELD),
    ]
    agadir = meetings.read_edition(an_actor(Role.OBSERVER), id=shown[0].id)
    launch = [one for one in agadir.facts if one.topic == "launch"]
    assert [("2022" in one.said["ar"], one.conflicts) for one in launch] == [(True, True), (False, True)]
    assert all(one.sources for one in agadir.facts)
    assert "rassdalmaghrebe.com, June 2025" in launch[1].sources
    assert agadir.can == ()


def test_every_fact_has_its_four_languages_and_known_sources() -> None:
    data = known_editions()
    for edition in data["editions"]:
        assert set(edition["names"]) == {"ar", "fr", "en", "pt"}
        for fact in edition["facts"]:
            assert set(fact["said"]) == {"ar", "fr", "en", "pt"}
            assert fact["sources"]
            assert set(fact["sources"]) <= set(data["sources"])
            assert fact["topic"] in meetings.FACT_TOPICS
            assert fact["confidence"] in meetings.CONFIDENCE_NAMES


def test_an_edition_is_prepared_changed_and_its_days_follow(who: People) -> None:
    made = prepared(who)
    plan = meetings.read_plan(who.keeper, edition=made)
    assert [one.date for one in plan.days] == [date(2027, 2, 19), date(2027, 2, 20)]
    meetings.name_day(who.keeper, edition=made, day=date(2027, 2, 20), title={"en": "EXERCISE second day"})
    planned(who, made)
    with pytest.raises(Conflict, match="lose"):
        meetings.change_edition(who.keeper, id=made, plan=replaced(start=date(2027, 2, 21), end=date(2027, 2, 22)))
    meetings.change_edition(who.keeper, id=made, plan=replaced(start=date(2027, 2, 20)), state=EditionState.RUNNING)
    plan = meetings.read_plan(who.keeper, edition=made)
    assert [(one.date, one.title) for one in plan.days] == [(date(2027, 2, 20), {"en": "EXERCISE second day"})]
    assert plan.edition.state is EditionState.RUNNING
    with pytest.raises(Conflict, match="number 5"):
        prepared(who)


def replaced(**given: object) -> meetings.EditionPlan:
    return replace(PLAN, **given)  # type: ignore[arg-type] # a test's own words


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Africa/Atlantis"},
        {"country": "xyz"},
        {"end": date(2027, 2, 18)},
        {"end": date(2027, 4, 1)},
        {"number": 0},
        {"names": {}},
        {"names": {"xx": "EXERCISE"}},
        {"city": "a\u202eb"},
    ],
)
def test_what_an_edition_cannot_be_is_refused_and_leaves_nothing(who: People, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        meetings.add_edition(who.keeper, plan=replaced(**wrong), exercise=True)
    assert meetings.list_editions(who.keeper) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": date(2027, 2, 21)},
        {"ends": time(8)},
        {"title": {}},
        {"channels": ("ar", "ar")},
        {"channels": ("xx",)},
        {"room": "x" * 101},
        {"speakers": tuple(meetings.Named("EXERCISE") for _number in range(41))},
    ],
)
def test_what_a_session_cannot_be_is_refused(who: People, wrong: dict[str, object]) -> None:
    made = prepared(who)
    with pytest.raises(Invalid):
        planned(who, made, **wrong)
    assert all(not day.sessions for day in meetings.read_plan(who.keeper, edition=made).days)


def titles(view: meetings.AgendaView) -> list[list[str]]:
    return [[one.plan.title["en"] for one in day.sessions] for day in view.days]


def test_sessions_move_within_a_day_and_to_another_one_and_the_hours_follow(who: People) -> None:
    made = prepared(who)
    first = planned(who, made)
    second = planned(who, made, begins=time(10, 30), ends=time(12), title={"en": "EXERCISE threat"})
    meetings.move_session(who.keeper, edition=made, session=second, before=first)
    plan = meetings.read_plan(who.keeper, edition=made)
    assert [(str(one.plan.begins), str(one.plan.ends)) for one in plan.days[1].sessions] == [
        ("09:00:00", "10:30:00"),
        ("11:00:00", "12:00:00"),
    ]
    assert titles(plan) == [[], ["EXERCISE threat", "EXERCISE opening"]]
    meetings.move_session(who.keeper, edition=made, session=second, day=date(2027, 2, 19))
    assert titles(meetings.read_plan(who.keeper, edition=made)) == [["EXERCISE threat"], ["EXERCISE opening"]]
    with pytest.raises(Invalid):
        meetings.move_session(who.keeper, edition=made, session=second, before=first)
    with pytest.raises(Invalid):
        meetings.move_session(who.keeper, edition=made, session=second, day=date(2027, 3, 1))
    meetings.remove_session(who.keeper, edition=made, session=second)
    assert titles(meetings.read_plan(who.keeper, edition=made)) == [[], ["EXERCISE opening"]]
    with pytest.raises(NotFound):
        meetings.remove_session(who.keeper, edition=made, session=second)


def test_an_agenda_is_released_in_versions_whose_difference_is_seen(who: People) -> None:
    made = prepared(who)
    with pytest.raises(Invalid, match="no session"):
        meetings.release_agenda(who.keeper, edition=made, change="")
    first = planned(who, made)
    assert meetings.release_agenda(who.keeper, edition=made, change="EXERCISE first") == 1
    meetings.keep_session(who.keeper, edition=made, session=first, plan=OPENING)
    assert meetings.read_plan(who.keeper, edition=made).differences == ()
    second = planned(who, made, begins=time(11), ends=time(12), kind=SessionKind.WORKING, title={"en": CANARY})
    waiting = meetings.read_plan(who.keeper, edition=made)
    assert [(one.kind, one.session) for one in waiting.differences] == [(ChangeKind.ADDED, second)]
    assert titles(meetings.read_agenda(who.keeper, edition=made)) == [[], ["EXERCISE opening"]]
    assert meetings.release_agenda(who.keeper, edition=made, change="EXERCISE more") == 2
    now = meetings.read_agenda(who.keeper, edition=made, against=1)
    assert [(one.kind, one.session) for one in now.differences] == [(ChangeKind.ADDED, second)]
    assert [(one.number, one.change) for one in now.versions] == [(2, "EXERCISE more"), (1, "EXERCISE first")]
    assert titles(meetings.read_agenda(who.keeper, edition=made, number=1)) == [[], ["EXERCISE opening"]]
    with pytest.raises(NotFound):
        meetings.read_agenda(who.keeper, edition=made, number=3)


def test_a_released_agenda_stays_as_it_was_when_a_session_goes(who: People) -> None:
    made = prepared(who)
    first = planned(who, made)
    meetings.release_agenda(who.keeper, edition=made, change="")
    meetings.remove_session(who.keeper, edition=made, session=first)
    assert titles(meetings.read_agenda(who.keeper, edition=made)) == [[], ["EXERCISE opening"]]


def test_two_sessions_in_one_room_at_once_are_not_released(who: People) -> None:
    made = prepared(who)
    planned(who, made)
    planned(who, made, begins=time(9, 30))
    with pytest.raises(Invalid, match="Hall A at 09:30"):
        meetings.release_agenda(who.keeper, edition=made, change="")


def test_nobody_but_the_own_secretariat_plans(who: People) -> None:
    made = prepared(who)
    other = people("EXERCISE other")
    for actor in (who.mali, who.head, who.observer):
        with pytest.raises(Refused):
            meetings.read_plan(actor, edition=made)
        with pytest.raises(Refused):
            meetings.add_edition(actor, plan=PLAN, exercise=True)
    with pytest.raises(NotFound):
        meetings.keep_session(other.keeper, edition=made, plan=OPENING)
