"""EXERCISE data: complete, the same at every run, marked everywhere, and nowhere else."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from minassa import access, cyber, exchange, liaison, meetings, programmes, records, screening, threats
from minassa.access import Role
from minassa.base import Refused, Settings, now, today
from minassa.base.settings import Node
from minassa.desk import list_attachments, list_drafts, read_attachment
from minassa.node.exercise import cast_of, fill, logins
from minassa.node.exercise.adopted import REHEARSAL
from minassa.node.exercise.flowing import CALLS, PAYMENTS, ROUTE_RECORDS
from minassa.node.exercise.invented import invent
from minassa.node.exercise.people import WRITERS, actor_of, id_of
from minassa.node.exercise.threatened import lines_of
from minassa.node.exercise.violence import GROUPS
from minassa.programmes import EvaluationState, Status
from minassa.records.items import Item, checked

PURPOSE = "counter-terrorism"


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[object, ...]]:
    """What filling the node tells, once for all tests that read the filled node.

    They run inside its transaction, so they stand last in this file: no other test may see what it holds.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        exchange.make_node_keys(settings.MINASSA.home, at=now())
        yield tuple(fill())
        transaction.set_rollback(True)


def texts(country: str) -> list[tuple[str, str, str]]:
    return [
        (str(line["schema"]), name, value)
        for line in invent(country, count=250).lines
        for name, values in line["properties"].items()  # type: ignore[attr-defined] # lines are JSON
        for value in values
    ]


@pytest.mark.parametrize("country", sorted(WRITERS))
def test_invented_records_are_valid_the_same_each_time_and_say_exercise(country: str) -> None:
    made = invent(country, count=250)
    assert made.lines == invent(country, count=250).lines
    assert len(made.lines) == 250
    for line in made.lines:
        item = checked(Item(str(line["id"]), str(line["schema"]), line["properties"]))  # type: ignore[arg-type] # lines are JSON
        assert "EXERCISE" in item.properties["summary"][0]
    assert len({line["id"] for line in made.lines}) == 250


@pytest.mark.parametrize("country", sorted(WRITERS))
def test_numbers_belong_to_nobody(country: str) -> None:
    for schema, name, value in texts(country):
        if name == "phone":
            assert value.startswith("+999 ")
        if name in {"passportNumber", "accountNumber", "publicKey", "registrationNumber"}:
            assert value.startswith("EX"), (schema, name)
        if schema != "Person" and name == "name":
            assert "EXERCISE" in value or "تمرين" in value


def test_links_point_to_records_that_exist() -> None:
    made = invent("ml", count=250)
    known = {line["id"] for line in made.lines}
    for line in made.lines:
        of = records.schema(str(line["schema"]))
        for name, values in line["properties"].items():  # type: ignore[attr-defined] # lines are JSON
            if of.properties[name].type is records.ValueType.REFERENCE:
                assert set(values) <= known


@pytest.mark.django_db
def test_only_an_exercise_node_is_filled(settings: object) -> None:
    real = Settings(settings.MINASSA.home, node=Node(exercise=False))  # type: ignore[attr-defined] # pytest-django's settings
    settings.MINASSA = real  # type: ignore[attr-defined] # pytest-django's settings
    with pytest.raises(Refused):
        fill()
    assert get_user_model().objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "records_made"), [("ma", 250), ("sec", 0)])
def test_a_node_of_one_agency_alone_has_its_people_and_records_and_knows_the_others_by_number(
    code: str, records_made: int
) -> None:
    cast = cast_of(code)
    made = fill(cast)
    assert fill(cast) == made
    (agency,) = access.list_agencies(access.system_actor("setup"))
    assert agency.id == id_of(code)
    assert {one.agency for one in made} == {agency.name}
    roles = {one.role for one in made}
    assert {"analyst", "supervisor", "liaison_officer", "node_administrator"} <= roles
    assert sum(one.role == "supervisor" for one in made) == 2
    own = records.list_records(actor_of("analyst"), purpose=PURPOSE, size=200)
    assert (len(own.rows) == 200) is (records_made == 250)
    assert len({id_of(one) for one in ("ml", "ma", "sec")}) == 3


@pytest.mark.django_db
def test_a_filled_node_has_everything_and_a_second_filling_changes_nothing(filled: tuple[object, ...]) -> None:
    first = filled
    users = get_user_model().objects.count()
    assert tuple(fill()) == first
    assert get_user_model().objects.count() == users == len(first)
    assert {role for one in logins() for role in one.role.split(", ")} == {role.value for role in Role}
    total = 0
    for username in WRITERS.values():
        actor = actor_of(username)
        before, own = "", 0
        while True:
            page = records.list_records(actor, purpose=PURPOSE, before=before, size=200)
            own += sum(row.mine for row in page.rows)
            assert all("EXERCISE" in row.marks for row in page.rows)
            before = page.next
            if not before:
                break
        total += own
    watched = [one for code in GROUPS for one in incidents_of(actor_of(WRITERS[code]), id_of(code))]
    assert total == 2_000 + CALLS + PAYMENTS + ROUTE_RECORDS + len(watched) + sum(
        len(list(lines_of(code, today()))) for code in GROUPS
    )
    (listed,) = [one for one in screening.status(actor_of("analyst")) if one.source == "ftm"]
    assert listed.in_force is not None
    assert listed.in_force.subjects == 200
    assert len(list_drafts(actor_of("analyst"))) == 1
    assert records.due_reviews(actor_of("analyst"))
    officer, partner = actor_of("liaison-officer"), actor_of("liaison-officer-ma")
    for side in (officer, partner):
        of_kind = [len(liaison.list_requests(side, kind=kind).rows) for kind in liaison.RequestKind]
        assert of_kind[0] == 2
        assert all(of_kind)
        assert len(liaison.list_expertise(side)) == 4
        assert liaison.list_practices(side).rows
        assert len(liaison.list_reports(side).rows) == 1
        assert len(liaison.list_alerts(side).rows) == 1
        assert len(cyber.list_indicators(side).rows) == 5  # of another agency, for the whole platform
        assert len(liaison.list_lookouts(side)[0]) == 1
        assert attached_there(side) == ["avant-un-controle.docx", "movements.csv", "plaque.png", "plaque.png"]
    assert liaison.list_alerts(officer).rows[0].waits
    assert len(liaison.list_contacts(officer)) == 1
    assert liaison.list_requests(actor_of("analyst-tn")).rows == ()


def incidents_of(actor: access.Actor, own: object) -> list[threats.IncidentRow]:
    """All incidents of an agency."""
    found, before = [], ""
    while True:
        page = threats.list_incidents(actor, before=before, size=200)
        found += [one for one in page.rows if one.owner == own]
        if not (before := page.next):
            return found


@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
def test_some_hundred_incidents_of_three_years_are_told_by_two_sources_with_doubts_and_all_say_exercise() -> None:
    actor = actor_of("analyst")
    rows = incidents_of(actor, id_of("ml"))
    assert len(rows) > 200
    assert all("EXERCISE" in one.marks and "EXERCISE" in one.place + "".join(one.actors) for one in rows)
    assert {("own",), ("own", "ucdp-ged"), ("ucdp-ged",)} == {one.sources for one in rows}
    assert (rows[0].start - rows[-1].start).days > 900
    assert {"bj", "bf", "gh", "ml", "ne", "tg"} <= {one.country for one in rows}
    assert len(threats.list_doubts(actor, size=200).rows) >= 5
    named = records.list_records(actor, schema="ArmedGroup", purpose=PURPOSE, size=200).rows
    assert {one.names[0] for group in GROUPS.values() for one in group} <= {one.caption for one in named}


def attached_there(actor: access.Actor) -> list[str]:
    """The files that a side reads: about what it asked and was asked, a lookout, a report, a good practice."""
    things = [
        *(f"request:{one.id}" for one in liaison.list_requests(actor, kind=liaison.RequestKind.INFORMATION).rows),
        *(f"lookout:{one.id}" for one in liaison.list_lookouts(actor)[0]),
        *(f"report:{one.id}" for one in liaison.list_reports(actor).rows),
        *(f"practice:{one.id}" for one in liaison.list_practices(actor).rows),
    ]
    found = [one for about in things for one in list_attachments(actor, about=about)]
    assert all(read_attachment(actor, id=one.id).content for one in found)
    return sorted(one.name for one in found)


@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
def test_listed_people_are_found_among_the_records_in_other_spellings() -> None:
    actor = actor_of("analyst")
    hits = records.match_names(actor, name="عبد الرحمن التمريني", purpose=PURPOSE, limit=5)
    assert hits
    assert re.search("Tamri|تمري", hits[0].matched_name)


@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
def test_logins_work_and_their_passwords_differ() -> None:
    for one in logins():
        user = get_user_model().objects.get(username=one.username)
        assert user.check_password(one.password)
    assert len({one.password for one in logins()}) == len(logins())


def test_four_editions_are_facts_and_the_fifth_is_invented_and_in_preparation(filled: tuple[object, ...]) -> None:
    shown = {one.number: one for one in meetings.list_editions(actor_of("analyst"))}
    assert sorted(shown) == [1, 2, 3, 4, 5, REHEARSAL]
    assert [one.state for one in shown.values() if one.number < 5] == [meetings.EditionState.HELD] * 4
    fifth = meetings.read_agenda(actor_of("head-of-delegation"), edition=shown[5].id, against=1)
    assert "EXERCISE" in fifth.edition.names["en"]
    assert [one.number for one in fifth.versions] == [2, 1]
    assert fifth.differences
    open_to_observers = meetings.read_agenda(actor_of("observer"), edition=shown[5].id)
    counts = [sum(len(day.sessions) for day in one.days) for one in (fifth, open_to_observers)]
    assert counts == [5, 3]
    delegations = meetings.list_delegations(actor_of("secretariat"), edition=shown[5].id)
    assert len(delegations) == 8
    assert sum(one.nominated or 0 for one in delegations) == 4
    review = next(one.id for day in fifth.days for one in day.sessions if one.plan.kind is meetings.SessionKind.PLENARY)
    papers = {name: meetings.read_floor(actor_of(name), session=review).papers for name in ("secretariat", "observer")}
    assert [(len(found), sum(one.opens is not None for one in found)) for found in papers.values()] == [(8, 4), (4, 0)]


def test_the_rehearsals_sessions_were_held_heard_attended_and_recorded(filled: tuple[object, ...]) -> None:
    observer, secretary = actor_of("observer"), actor_of("secretariat")
    edition = next(one for one in meetings.list_editions(secretary) if one.number == REHEARSAL)
    agenda = meetings.read_agenda(secretary, edition=edition.id)
    opening, reading, closing = (one.id for day in agenda.days for one in day.sessions)
    floor = meetings.read_floor(observer, session=opening)
    assert [(one.original, sorted(one.texts), one.state) for one in floor.statements] == [
        ("fr", ["ar", "en", "fr", "pt"], meetings.StatementState.DELIVERED),
        ("ar", ["ar", "fr"], meetings.StatementState.DELIVERED),
    ]
    assert floor.record is not None
    assert [people for _name, people in floor.record.attended] == [1, 2, 1]
    assert len(meetings.read_floor(secretary, session=reading).papers) == 4
    needs = {one.session.id: one.needs for one in meetings.list_interpretation(secretary, edition=edition.id)}
    assert {one.language: one.people for one in needs[opening]} == {"ar": 1, "en": 1, "fr": 1, "pt": 1}
    assert {one.language: one.people for one in needs[closing]} == {"ar": 1, "en": 2, "pt": 1}
    letters = {one.letter for one in meetings.list_delegations(secretary, edition=edition.id)}
    assert letters == {None, meetings.LetterState.ACCEPTED, meetings.LetterState.RETURNED}
    assert "SAMPLE" in meetings.read_public_edition(id=edition.id).communique["fr"]


def test_a_sample_was_adopted_signed_and_published_and_its_paragraphs_made_the_commitments(
    filled: tuple[object, ...],
) -> None:
    secretary = actor_of("secretariat")
    edition = next(one for one in meetings.list_editions(secretary) if one.number == REHEARSAL)
    (row,) = meetings.list_texts(secretary, edition=edition.id)
    assert (row.state, row.version, row.is_sample) == (meetings.TextState.PUBLISHED, 1, True)
    record = meetings.read_record(actor_of("observer"), id=row.id)
    assert [one.is_sound for one in record.signatures] == [True, True]
    assert record.text.adopted is not None
    assert edition.start <= record.text.adopted.date() < edition.start.replace(year=edition.start.year + 1)
    made = programmes.list_commitments(actor_of("analyst"), declaration=row.id)
    assert [one.paragraph.number for one in made] == ["1", "2", "2"]
    public = meetings.published_text(declaration=row.id, language="ar")
    adopted = {key: words for _kind, _number, key, words in public.paragraphs}
    assert all(adopted[one.paragraph.key] == one.paragraph.text["ar"] for one in made)
    assert made[0].programmes
    assert len(programmes.list_commitments(secretary)) == len(made)


def test_a_dozen_programmes_show_honest_progress(filled: object) -> None:
    actor = actor_of("secretariat")
    found = programmes.list_programmes(actor)
    assert len(found) == 12
    assert all("EXERCISE" in one.title and "EXERCISE" in one.marks for one in found)
    counts = sum((Counter(one.scores.counts) for one in found), Counter())
    assert {Status.NO_DATA, Status.REGRESSING, Status.ACHIEVED} <= set(counts)
    (strategy,) = programmes.list_strategies(actor)
    assert {line.programmes for line in strategy.lines} == {2, 3}
    assert all("SAMPLE" in text for one in programmes.list_commitments(actor) for text in one.paragraph.text.values())
    (evaluation,) = programmes.list_evaluations(actor)
    assert evaluation.state is EvaluationState.FINAL
    assert len(programmes.open_recommendations(actor)) == 2
