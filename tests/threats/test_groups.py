"""Groups: what their incidents come to, names that may be theirs, decisions that are undone. Hidden rows are planted that must not count."""

import orjson
import pytest

from minassa.access import Actor, Tlp
from minassa.base import Conflict, NotFound
from minassa.exchange import record_bundle
from minassa.records import RecordView, add_record
from minassa.threats import (
    Filters,
    count_incidents,
    count_waiting,
    decide_doubt,
    decide_name,
    list_doubts,
    list_groups,
    list_incidents,
    list_names,
    monthly_deaths,
    read_group,
    seek_names,
    undo_decision,
    undo_name,
)
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import GROUND, bring, bring_ged, handled, own_row

pytestmark = pytest.mark.django_db
NAMES = ["EXERCISE Front of the Dunes", "جبهة الكثبان (تمرين)"]


def a_group(actor: Actor, *names: str, tlp: Tlp = Tlp.AMBER) -> RecordView:
    given = {"name": list(names[:1] or NAMES[:1]), "alias": list(names[1:] or NAMES[1:]), "country": ["ne"]}
    return add_record(actor, schema="ArmedGroup", properties=given, label=handled(actor, tlp), ground=GROUND)


def test_a_groups_incidents_are_counted_once_by_all_its_names_and_hidden_ones_nowhere() -> None:
    home = make_agency()
    actor, colleague = (actor_for(make_user(home)) for _ in range(2))
    group = a_group(actor)
    bring(
        actor,
        [
            own_row(n, actors=NAMES[n % 2], country="NE" if n < 3 else "ML", longitude="-1" if n > 2 else "2.5")
            for n in range(4)
        ],
    )
    bring(actor, [own_row(9, actors="EXERCISE other")])
    bring(
        colleague,
        [own_row(7, actors=NAMES[0], country="BF", longitude="-1", deaths_high="900")],
        label=handled(colleague, Tlp.RED),
    )
    found = read_group(actor, id=group.id)
    assert (found.totals.incidents, found.totals.deaths.high) == (4, 20)
    assert found.reach == {2026: {"ne": 3, "ml": 1}}
    assert found.kinds == {"explosion": 4}
    assert len(found.latest) == 4
    (row,) = list_groups(actor).rows
    assert (row.incidents, row.countries) == (4, ("ne", "ml"))
    assert count_incidents(actor, filters=Filters(group=group.id)).incidents == 4
    assert "bf" not in monthly_deaths(actor).places
    assert read_group(colleague, id=group.id).totals.incidents == 5
    stranger = an_actor()
    with pytest.raises(NotFound):
        read_group(stranger, id=group.id)
    assert list_groups(stranger).rows == ()
    with pytest.raises(NotFound):
        read_group(actor, id=list_incidents(actor).rows[0].record)


def test_a_name_like_a_groups_is_proposed_decided_counts_and_is_undone() -> None:
    actor, other = an_actor(), an_actor()
    group = a_group(actor)
    bring(
        actor,
        [
            own_row(1, actors="EXERCISE Dunes Front"),
            own_row(2, actors="EXERCISE Fishers"),
            own_row(3, actors=NAMES[0]),
        ],
    )
    (asked,) = list_names(actor).rows
    assert (asked.written, asked.group, asked.incidents) == ("EXERCISE Dunes Front", group.id, 1)
    assert list_names(other).rows == ()
    assert count_waiting(actor).names.number == 1
    with pytest.raises(NotFound):
        decide_name(other, id=asked.id, is_same=True)
    decide_name(actor, id=asked.id, is_same=True)
    with pytest.raises(Conflict):
        decide_name(actor, id=asked.id, is_same=False)
    found = read_group(actor, id=group.id)
    assert (found.totals.incidents, found.other_names) == (2, ("EXERCISE Dunes Front",))
    assert seek_names(actor) == 0
    undo_name(actor, id=asked.id)
    assert read_group(actor, id=group.id).totals.incidents == 1
    assert count_waiting(actor).names.number == 1


def doubtful(actor: Actor) -> None:
    bring(actor, [own_row(1, id=f"EX-{number}", latitude=f"12.25{number}") for number in range(6)])
    bring_ged(actor, "9001,2026,3,2,Niger,1,EXERCISE,EXERCISE Front,EXERCISE Army,12.2525,2.51,2,4,9")


@pytest.mark.parametrize("is_same", [True, False])
def test_a_decision_is_undone_and_leaves_nothing_behind(is_same: bool) -> None:
    actor = an_actor()
    doubtful(actor)
    before = count_incidents(actor)
    (asked,) = list_doubts(actor).rows
    assert count_waiting(actor).reports.number == 1
    decide_doubt(actor, id=asked.id, is_same=is_same)
    assert [one.id for one in list_doubts(actor, decision="same" if is_same else "other").rows] == [asked.id]
    undo_decision(actor, id=asked.id)
    assert count_incidents(actor) == before
    assert [one.id for one in list_doubts(actor).rows] == [asked.id]
    with pytest.raises(Conflict):
        undo_decision(actor, id=asked.id)
    with pytest.raises(NotFound):
        undo_decision(an_actor(), id=asked.id)
    made = decide_doubt(actor, id=asked.id, is_same=False)
    bring(actor, [own_row(2, id="EX-late", latitude="12.2525", longitude="2.51", date="2026-03-02")])
    record = next(one.record for one in list_incidents(actor).rows if one.id == made)
    add_record(
        actor,
        schema="UnknownLink",
        properties={"subject": [str(record)], "object": [a_group(actor).origin]},
        label=handled(actor),
        ground=GROUND,
    )
    with pytest.raises(Conflict):
        undo_decision(actor, id=asked.id)
    assert made in {one.id for one in list_incidents(actor).rows}


def test_a_group_is_given_as_stix_with_its_links_and_nothing_that_may_not_be_passed_on() -> None:
    home = make_agency()
    actor = actor_for(make_user(home), stepped_up=True)
    colleague = actor_for(make_user(home), stepped_up=True)
    group = a_group(actor)
    larger = a_group(actor, "EXERCISE Alliance")
    for label in (handled(actor), handled(colleague, Tlp.RED)):
        who = actor if label.tlp is Tlp.AMBER else colleague
        role = "affiliated" if label.tlp is Tlp.AMBER else "CANARY"
        given = {
            "member": [group.origin],
            "organization": [larger.origin],
            "role": [role],
            "startDate": ["2024-01"],
        }
        add_record(who, schema="Membership", properties=given, label=label, ground=GROUND)
    bundle = orjson.loads(record_bundle(actor, id=group.id))
    kinds = sorted(one["type"] for one in bundle["objects"] if one["type"] != "marking-definition")
    assert kinds == ["extension-definition", "identity", "identity", "relationship", "threat-actor", "threat-actor"]
    assert b"CANARY" not in orjson.dumps(bundle)
    actors = {one["id"] for one in bundle["objects"] if one["type"] == "threat-actor"}
    (bond,) = [one for one in bundle["objects"] if one["type"] == "relationship"]
    assert {bond["source_ref"], bond["target_ref"]} == actors
    with pytest.raises(NotFound):
        record_bundle(actor_for(make_user(make_agency()), stepped_up=True), id=group.id)
