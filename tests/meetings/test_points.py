"""What an evaluation recommends goes to the next agenda, is found again from the evaluation, and is answered by the session's record."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from uuid import UUID, uuid4

import pytest
from docx import Document

from minassa import meetings, programmes
from minassa.access import Role, Tlp
from minassa.access.models import Agency
from minassa.base import Invalid
from minassa.base.clock import held_at
from minassa.meetings import PointAnswer, Recording
from minassa.programmes import Answered, FinalRecommendation, Sharing
from tests.factories import actor_for, make_user
from tests.meetings.scene import CANARY, OPENING, People, invited, people, planned, prepared
from tests.programmes.scene import PLATFORM, House, running
from tests.programmes.test_evaluations import final
from tests.programmes.test_reporting import IN_TIME, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


def house_of(agency: Agency, leader: Role) -> House:
    roles = (Role.PROGRAMME_OFFICER, leader, leader, Role.OBSERVER)
    return House(agency, *(actor_for(make_user(agency, (role,)), stepped_up=True) for role in roles))


def recommended(who: People, sharing: Sharing) -> tuple[FinalRecommendation, ...]:
    """What a final evaluation of Mali's programme recommends: to mend the road, and to go on."""
    mali = house_of(who.agencies["mali"], Role.SUPERVISOR)
    secretariat = house_of(who.agencies["sec"], Role.SECRETARIAT)
    made = running(mali, sharing=sharing)
    programmes.accept_report(secretariat.chief, id=submitted(mali, made))
    final(secretariat, mali, made)
    return programmes.open_recommendations(who.keeper)


def between(who: People) -> Sharing:
    """For Mali and the secretariat alone."""
    return Sharing(Tlp.AMBER, (f"agency:{who.agencies['sec'].id}",))


def taking_up(who: People, edition: UUID, *points: FinalRecommendation) -> UUID:
    return planned(who, edition, takes_up=tuple(one.id for one in points))


def test_an_open_recommendation_is_offered_taken_up_decided_and_tracked_back() -> None:
    who = people()
    edition = prepared(who)
    invited(who, edition)
    road, _go_on = points = recommended(who, PLATFORM)
    offered = meetings.read_plan(who.keeper, edition=edition).offered
    assert [(one.recommendation, one.sessions) for one in offered] == [(one, ()) for one in points]
    session = taking_up(who, edition, road)
    assert [one.sessions for one in meetings.read_plan(who.keeper, edition=edition).offered] == [(session,), ()]
    assert meetings.sessions_taking_up(who.niger, recommendations=[road.id]) == {road.id: ()}
    meetings.release_agenda(who.keeper, edition=edition, change="")
    for reader in (who.niger, who.mali, who.keeper):
        (taking,) = meetings.sessions_taking_up(reader, recommendations=[road.id])[road.id]
        assert (taking.session, taking.edition) == (session, edition)
        (day,) = [one for one in meetings.read_agenda(reader, edition=edition).days if one.sessions]
        assert day.sessions[0].points == (road,)
    decided = Recording(
        {"en": "EXERCISE"}, answers=(PointAnswer(road.id, Answered.DONE, "EXERCISE the road is mended"),)
    )
    meetings.keep_record(who.keeper, session=session, recording=decided)
    assert programmes.open_recommendations(who.keeper) == points  # a draft decides nothing
    for _again in range(2):
        meetings.release_record(who.keeper, session=session)
    (left,) = programmes.open_recommendations(who.niger)
    assert left.number == 2
    answered = programmes.read_evaluation(who.niger, id=road.evaluation).recommendations[0]
    assert [(one.owner, one.state, one.text) for one in answered.responses] == [
        (who.agencies["sec"].id, Answered.DONE, "EXERCISE the road is mended")
    ]
    record = meetings.read_floor(who.niger, session=session).record
    assert record is not None
    assert record.recording.answers == decided.answers
    written = meetings.write_proceedings(who.niger, edition=edition, language="en")
    assert "the road is mended" in " ".join(lines_of(written))


def lines_of(document: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(document)).paragraphs]


def test_an_agenda_says_nothing_of_recommendations_that_its_reader_does_not_see() -> None:
    who = people()
    edition = prepared(who)
    invited(who, edition)
    road, go_on = recommended(who, between(who))
    session = planned(who, edition)
    meetings.release_agenda(who.keeper, edition=edition, change="")
    plan = replace(OPENING, takes_up=(road.id, go_on.id))
    meetings.keep_session(who.keeper, edition=edition, plan=plan, session=session)
    meetings.release_agenda(who.keeper, edition=edition, change="")
    answer = PointAnswer(road.id, Answered.REJECTED, f"{CANARY} not now")
    meetings.keep_record(who.keeper, session=session, recording=Recording({"en": "EXERCISE"}, answers=(answer,)))
    meetings.release_record(who.keeper, session=session)
    seen = meetings.read_agenda(who.mali, edition=edition, against=1)
    assert [one.fields for one in seen.differences] == [("takes_up",)]
    for stranger in (who.niger, who.org, who.head):
        agenda = meetings.read_agenda(stranger, edition=edition, against=1)
        (opening,) = [one for day in agenda.days for one in day.sessions]
        assert (opening.points, opening.plan.takes_up, agenda.differences) == ((), (), ())
        floor = meetings.read_floor(stranger, session=session)
        assert floor.session.points == ()
        assert floor.record is not None
        assert floor.record.recording.answers == ()
        assert CANARY not in " ".join(lines_of(meetings.write_proceedings(stranger, edition=edition, language="en")))
        assert programmes.read_recommendations(stranger, ids=[road.id]) == ()


def test_a_session_takes_up_only_what_its_keeper_is_offered() -> None:
    who = people()
    edition = prepared(who)
    road, _go_on = recommended(who, PLATFORM)
    for wrong in ((uuid4(),), (road.id,) * 51):
        with pytest.raises(Invalid) as error:
            planned(who, edition, takes_up=wrong)
        assert error.value.code == "meetings.recommendations"
    session = planned(who, edition, begins=time(11), ends=time(12))
    meetings.release_agenda(who.keeper, edition=edition, change="")
    other = Recording({"en": "EXERCISE"}, answers=(PointAnswer(road.id, Answered.DONE, "EXERCISE"),))
    with pytest.raises(Invalid) as error:
        meetings.keep_record(who.keeper, session=session, recording=other)
    assert error.value.code == "meetings.other-recommendation"
