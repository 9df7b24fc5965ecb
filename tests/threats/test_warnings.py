"""Warnings: what each kind of rule finds, that it is told once and to its keeper alone, and from what that person may see."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from minassa import records
from minassa.access import Actor, Role, Tlp, door
from minassa.access.models import User
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.base.clock import held_at
from minassa.threats import (
    RuleDraft,
    add_rule,
    change_rule,
    decide_warning,
    delete_rule,
    list_rules,
    list_warnings,
    pause_rule,
    read_warning,
    take_rule,
)
from minassa.threats.acts import WARNING_LIST
from minassa.threats.cells import Cell
from minassa.threats.models import Warned
from minassa.threats.warnings.finding import Seen, Wanted, find
from minassa.threats.warnings.looking import look
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import GROUND, bring, handled, own_row
from tests.threats.test_picture import NOW, history

TODAY = date(2026, 3, 10)
HOME, AWAY = Cell(12.0, 2.5), Cell(13.0, 3.0)


def seen(days_ago: int, *, country: str = "ne", kind: str = "explosion", cell: Cell = HOME, group: str = "") -> Seen:
    groups = frozenset({group} if group else ())
    return Seen(uuid4(), TODAY - timedelta(days=days_ago), country, kind, cell, groups)


QUIET = [seen(days) for days in range(35, 1_500, 30)]


@pytest.mark.parametrize(
    ("wanted", "late", "facts"),
    [
        (Wanted("rise", least=3), [seen(3), seen(4), seen(5)], {"country": "ne", "count": 3, "high": 1.0}),
        (Wanted("rise", least=4), [seen(3), seen(4), seen(5)], None),
        (Wanted("rise", country="ml"), [seen(3), seen(4), seen(5)], None),
        (Wanted("new_cell"), [seen(3, cell=AWAY), seen(2, cell=AWAY)], {"cell": "13,3", "count": 2}),
        (Wanted("new_cell"), [seen(3, cell=AWAY), seen(200, cell=AWAY)], None),
        (Wanted("new_cell", months=6), [seen(3, cell=AWAY), seen(200, cell=AWAY)], {"cell": "13,3", "count": 1}),
        (Wanted("new_cell", days=31), [seen(3), seen(40, cell=AWAY)], None),
        (Wanted("new_tactic"), [seen(3, kind="abduction")], {"country": "ne", "kind": "abduction", "count": 1}),
        (Wanted("new_tactic", least=2), [seen(3, kind="abduction")], None),
        (
            Wanted("new_country"),
            [seen(90, group="g"), seen(3, country="bj", group="g")],
            {"group": "g", "country": "bj"},
        ),
        (Wanted("new_country", group="h"), [seen(3, country="bj", group="g")], None),
    ],
)
def test_each_kind_of_rule_finds_what_it_is_for_and_nothing_else(
    wanted: Wanted, late: list[Seen], facts: dict[str, object] | None
) -> None:
    found = find(wanted, [*QUIET, *late], TODAY)
    if facts is None:
        assert found == []
        return
    (one,) = found
    assert {name: one.facts[name] for name in facts} == facts
    assert set(one.incidents) <= {each.id for each in late}
    assert find(wanted, late[:1], TODAY) == [], "nothing is new where less than that is known"
    assert len({each.key for each in find(wanted, [*QUIET, *late, *late], TODAY)}) == 1


@pytest.fixture
def people() -> Iterator[tuple[Actor, Actor, Actor]]:
    """Who brings in, a colleague, and somebody elsewhere."""
    agency = make_agency()
    with held_at(NOW):
        yield an_actor(agency=agency), actor_for(make_user(agency)), an_actor()


AREAS = RuleDraft("EXERCISE new areas", "new_cell")


@pytest.mark.django_db
@pytest.mark.store
def test_a_happening_is_told_once_to_the_rules_keeper_and_from_what_they_see(
    people: tuple[Actor, Actor, Actor],
) -> None:
    actor, colleague, other = people
    bring(actor, history(30))
    rules = [add_rule(one, draft=AREAS) for one in people]
    assert look() == 0
    bring(actor, [own_row(900, latitude="13.2", longitude="3.1", date="2026-03-08")])
    bring(actor, [own_row(901, latitude="15.2", longitude="4.1", date="2026-03-08")], label=handled(actor, Tlp.RED))
    assert look() == 3
    assert look() == 0
    (told,) = list_warnings(colleague).rows
    assert (told.facts["cell"], told.facts["count"], told.rule) == ("13,3", 1, rules[1])
    assert {one.facts["cell"] for one in list_warnings(actor).rows} == {"13,3", "15,4"}
    assert not list_warnings(other).rows
    assert [one.place for one in read_warning(colleague, id=told.id).incidents] == ["EXERCISE place 900"]
    with door(colleague, WARNING_LIST):
        assert [one.id for one in Warned.objects.all()] == [told.id]
    theirs = list_warnings(actor).rows[0].id
    with pytest.raises(NotFound):
        read_warning(colleague, id=theirs)
    with pytest.raises(NotFound):
        decide_warning(colleague, id=theirs, state="dismissed")
    decide_warning(colleague, id=told.id, state="acknowledged")
    with pytest.raises(Conflict):
        decide_warning(colleague, id=told.id, state="dismissed")
    bring(actor, [own_row(902, latitude="13.3", longitude="3.2", date="2026-03-09")])
    assert look() == 0
    assert not list_warnings(colleague).rows
    assert len(list_warnings(colleague, state="acknowledged").rows) == 1


@pytest.mark.django_db
@pytest.mark.store
def test_rules_are_the_agencys_to_set_pause_take_over_and_delete(people: tuple[Actor, Actor, Actor]) -> None:
    actor, colleague, other = people
    bring(actor, history(30))
    rule = add_rule(actor, draft=AREAS)
    assert [one.mine for one in (*list_rules(actor), *list_rules(colleague), *list_rules(other))] == [True, False]
    for bad in (
        RuleDraft(" ", "new_cell"),
        RuleDraft("EXERCISE", "rise", country="zz"),
        RuleDraft("EXERCISE", "rise", group=uuid4()),
        RuleDraft("EXERCISE", "rise", months=0),
    ):
        with pytest.raises(Invalid):
            change_rule(colleague, id=rule, draft=bad)
    acts = (partial(change_rule, draft=AREAS), partial(pause_rule, paused=True), take_rule, delete_rule)
    for act in acts:
        with pytest.raises(NotFound):
            act(other, id=rule)
    pause_rule(colleague, id=rule, paused=True)
    bring(actor, [own_row(900, latitude="13.2", longitude="3.1", date="2026-03-08")])
    assert look() == 0
    pause_rule(colleague, id=rule, paused=False)
    User.objects.filter(id=actor.user_id or UUID(int=0)).update(is_active=False)
    assert look() == 0
    assert list_rules(colleague)[0].stopped == "access.rights-changed"
    take_rule(colleague, id=rule)
    assert look() == 1
    delete_rule(colleague, id=rule)
    assert list_rules(colleague) == ()
    assert len(list_warnings(colleague).rows) == 1
    with pytest.raises(Refused):
        add_rule(an_actor(Role.OBSERVER), draft=AREAS)


@pytest.mark.django_db
@pytest.mark.store
def test_a_group_is_followed_by_all_its_names_into_a_new_country(people: tuple[Actor, Actor, Actor]) -> None:
    actor = people[0]
    names = {"name": ["EXERCISE Front of the Dunes"], "alias": ["EXERCISE FDD"]}
    group = records.add_record(actor, schema="ArmedGroup", properties=names, label=handled(actor), ground=GROUND)
    bring(actor, history(30, actors="EXERCISE Front of the Dunes"))
    add_rule(actor, draft=RuleDraft("EXERCISE group", "new_country", group=group.id))
    bring(actor, [own_row(900, country="BJ", latitude="11.3", date="2026-03-08", actors="exercise fdd")])
    assert look() == 1
    (told,) = list_warnings(actor).rows
    assert (told.facts["country"], told.facts["group"]) == ("bj", str(group.id))
