"""Notices belong to one person; others, the same agency's supervisor included, find nothing."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, Role, system_actor
from minassa.access.models import User
from minassa.base import Fault, new_id
from minassa.desk import count_unread, list_notices, mark_read, notice_kind, notify, notify_all
from tests.factories import an_actor, make_agency

pytestmark = pytest.mark.django_db

KIND = notice_kind("test-only", "EXERCISE %(what)s has changed")


def told(actor: Actor, what: str = "something") -> None:
    assert actor.user_id is not None
    assert actor.agency is not None
    notify(system_actor("notices"), person=actor.user_id, agency=actor.agency, kind=KIND, params={"what": what})


def test_a_person_reads_their_notices_the_latest_first() -> None:
    reader = an_actor(Role.ANALYST)
    told(reader, "one")
    told(reader, "two")
    assert [one.text for one in list_notices(reader)] == ["EXERCISE two has changed", "EXERCISE one has changed"]
    assert count_unread(reader) == 2
    read = mark_read(reader, id=list_notices(reader)[0].id)
    assert read.read_at is not None
    assert [one.text for one in list_notices(reader, unread_only=True)] == ["EXERCISE one has changed"]
    assert count_unread(reader) == 1


def test_nobody_else_finds_a_notice() -> None:
    agency = make_agency()
    reader = an_actor(Role.ANALYST, agency=agency)
    told(reader)
    planted = list_notices(reader)[0]
    others = [
        an_actor(Role.ANALYST, agency=agency),
        an_actor(Role.SUPERVISOR, agency=agency),
        an_actor(Role.INSPECTOR),
        an_actor(Role.SECRETARIAT),
    ]
    for other in others:
        told(other, "their own")
        assert [one.text for one in list_notices(other)] in ([], ["EXERCISE their own has changed"])
        with pytest.raises(Fault) as caught:
            mark_read(other, id=planted.id)
        assert caught.value.code == "access.not-found"
    assert list_notices(reader)[0].read_at is None


def test_only_the_nodes_own_actors_give_notices() -> None:
    reader = an_actor(Role.SUPERVISOR)
    user = User.objects.get(agency=reader.agency)
    with pytest.raises(Fault):
        notify(reader, person=user.id, agency=user.agency_id, kind=KIND, params={"what": "x"})
    with pytest.raises(KeyError):
        notify(system_actor("notices"), person=user.id, agency=user.agency_id, kind="unknown")
    assert list_notices(reader) == ()


def test_a_notice_that_lacks_a_part_of_its_sentence_is_not_given() -> None:
    reader = an_actor(Role.ANALYST)
    assert reader.user_id
    assert reader.agency
    with pytest.raises(KeyError):
        notify(system_actor("notices"), person=reader.user_id, agency=reader.agency, kind=KIND, params={})
    assert list_notices(reader) == ()


def test_hundreds_are_told_in_a_dozen_statements() -> None:
    agency = make_agency()
    persons = [new_id() for _ in range(300)]

    def statements(many: list[UUID]) -> int:
        with CaptureQueriesContext(connection) as captured:
            notify_all(system_actor("notices"), persons=many, agency=agency.id, kind=KIND, params={"what": "x"})
        return len(captured)

    statements(persons)  # their labels are made
    assert statements(persons) <= 12  # rows go in batches; one at a time it was five statements a person
