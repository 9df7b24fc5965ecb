"""Drafts: kept as typed, given back after a new login, and nobody else's."""

import pytest

from minassa.access import Role
from minassa.base import Invalid, Refused
from minassa.desk import drop_draft, keep_draft, list_drafts, read_draft
from tests.factories import actor_for, an_actor, make_agency, make_user

pytestmark = pytest.mark.django_db


def test_a_draft_comes_back_as_it_was_typed() -> None:
    user = make_user()
    keep_draft(actor_for(user), form="record", fields={"name": ["عبد الرحمن", ""], "notes": ["half a sen"]})
    keep_draft(actor_for(user), form="record", fields={"name": ["عبد الرحمن"], "notes": ["half a sentence"]})
    found = read_draft(actor_for(user), form="record")
    assert found is not None
    assert found.fields == {"name": ["عبد الرحمن"], "notes": ["half a sentence"]}
    assert len(list_drafts(actor_for(user))) == 1


def test_drafts_about_different_records_stand_apart_and_can_be_dropped() -> None:
    actor = an_actor()
    keep_draft(actor, form="record", about="a", fields={"x": ["1"]})
    keep_draft(actor, form="record", about="b", fields={"x": ["2"]})
    assert drop_draft(actor, form="record", about="a")
    assert not drop_draft(actor, form="record", about="a")
    assert [one.about for one in list_drafts(actor)] == ["b"]


def test_nobody_else_finds_a_draft_not_even_the_supervisor_of_the_agency() -> None:
    agency = make_agency()
    mine = an_actor(agency=agency)
    keep_draft(mine, form="record", fields={"name": ["planted"]})
    assert read_draft(mine, form="record") is not None
    for other in (an_actor(Role.SUPERVISOR, agency=agency), an_actor()):
        assert read_draft(other, form="record") is None
        assert list_drafts(other) == ()
        assert not drop_draft(other, form="record")
    assert read_draft(mine, form="record") is not None


def test_limits() -> None:
    with pytest.raises(Invalid):
        keep_draft(an_actor(), form="record", fields={"x": ["y" * 600_000]})
    with pytest.raises(Refused):
        keep_draft(an_actor(Role.NODE_ADMINISTRATOR), form="record", fields={})


def test_odd_characters_are_kept_in_fields_and_dropped_from_names() -> None:
    actor = an_actor()
    keep_draft(actor, form="rec\x00ord", about="\x00", fields={"x": ["a\x00b\ud800"]})
    found = read_draft(actor, form="record")
    assert found is not None
    assert found.fields == {"x": ["a\x00b\ud800"]}
