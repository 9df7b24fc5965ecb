"""Sightings: told to the indicator's owner and to nobody else, here and on another node, each once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from minassa.access import (
    Actor,
    Parcel,
    Receipt,
    ReceiptState,
    Role,
    Step,
    Tlp,
    deliveries_waiting,
    parcel_from_json,
    parcel_to_json,
    system_actor,
    take_in,
)
from minassa.access.models import Agency
from minassa.audit.models import LineRow
from minassa.base import Fault, new_id, now
from minassa.cyber import SightingView, add_sighting, list_indicators, list_sightings, read_indicator
from tests.cyber.made import bring_in, indicator, last_line, own_label, stix_time, thing
from tests.factories import an_actor, make_agency, make_remote_agency

pytestmark = pytest.mark.django_db

DROP = indicator("[domain-name:value = 'evil.example.com']", name="EXERCISE drop")


def held(actor: Actor, tlp: Tlp = Tlp.GREEN, **given: Any) -> UUID:
    """An indicator of the actor's agency; its id."""
    bring_in(actor, DROP, label=own_label(actor, tlp, **given))
    return list_indicators(actor).rows[0].id


def released() -> int:
    """How often something was written into the outbox."""
    return LineRow.objects.filter(action="release.write").count()


def seen_by(actor: Actor) -> list[tuple[UUID, int]]:
    return [(one.agency, one.count) for one in list_sightings(actor).rows]


def test_the_owner_of_an_indicator_hears_who_met_it_how_often_and_when() -> None:
    owner, other, third = an_actor(), an_actor(), an_actor()
    one = held(owner)
    first, last = now() - timedelta(days=2), now() - timedelta(days=1)
    made = add_sighting(other, indicator=one, count=12, first_seen=first, last_seen=last)
    assert (made.mine, made.count, made.marks) == (True, 12, ("TLP:AMBER+STRICT", "H0", "EXERCISE"))
    view = read_indicator(owner, id=one)
    assert [(each.agency, each.count, each.first_seen, each.last_seen) for each in view.sightings] == [
        (other.agency, 12, first, last)
    ]
    assert view.sightings_text == "1"
    assert seen_by(owner) == seen_by(other) == [(other.agency, 12)]
    assert seen_by(third) == []
    hidden = read_indicator(third, id=one)
    assert (hidden.sightings, hidden.sightings_text) == ((), "0")


def test_a_sighting_of_ones_own_indicator_stays_at_home() -> None:
    owner, other = an_actor(), an_actor()
    add_sighting(owner, indicator=held(owner))
    assert seen_by(owner) == [(owner.agency, 1)]
    assert seen_by(other) == []
    assert released() == 0


def test_the_stream_goes_on_where_it_ended() -> None:
    owner, other = an_actor(), an_actor()
    one = held(owner)
    for count in (1, 2, 3):
        add_sighting(other, indicator=one, count=count)
    first = list_sightings(owner, size=2)
    assert [each.count for each in first.rows] == [1, 2]
    second = list_sightings(owner, after=first.next)
    assert [each.count for each in second.rows] == [3]
    assert list_sightings(owner, after=second.next) == replace(second, rows=())
    add_sighting(other, indicator=one, count=4)
    assert [each.count for each in list_sightings(owner, after=second.next).rows] == [4]


def test_sightings_of_a_bundle_are_kept_too() -> None:
    actor = an_actor()
    sighting = {
        key: value
        for key, value in thing("sighting", "one", sighting_of_ref=DROP["id"], count=7, last_seen=stix_time(-2)).items()
        if key != "name"
    }
    assert bring_in(actor, DROP, sighting).added == 2
    assert bring_in(actor, sighting).unchanged == 1
    assert seen_by(actor) == [(actor.agency, 7)]


@pytest.mark.parametrize("given", [
    {"count": 0}, {"count": 1_000_000_000}, {"first_seen": timedelta(days=-1), "last_seen": timedelta(days=-2)},
    {"last_seen": timedelta(days=1)},
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_left(given: dict[str, Any]) -> None:
    owner, other = an_actor(), an_actor()
    one = held(owner)
    times: dict[str, Any] = {
        name: now() + each if isinstance(each, timedelta) else each for name, each in given.items()
    }
    with pytest.raises(Fault) as refused:
        add_sighting(other, indicator=one, **times)
    assert refused.value.code == "cyber.sighting-invalid"
    assert seen_by(owner) == []
    assert released() == 0


def test_who_does_not_see_an_indicator_or_may_not_write_tells_nothing() -> None:
    owner = an_actor()
    one = held(owner, Tlp.AMBER)
    with pytest.raises(Fault) as refused:
        add_sighting(an_actor(), indicator=one)
    assert refused.value.status == 404
    with pytest.raises(Fault) as refused:
        add_sighting(an_actor(Role.OBSERVER), indicator=one)
    assert refused.value.status == 403
    assert seen_by(owner) == []


def test_the_audit_line_says_what_was_met_and_whose_it_is() -> None:
    owner, other = an_actor(), an_actor()
    one = held(owner)
    add_sighting(other, indicator=one, count=3)
    line, details = last_line("sighting.add")
    assert (line.subject, line.owner, details["count"]) == (f"indicator:{one}", owner.agency, 3)


def taken_in(parcel: Parcel, sender: UUID) -> Receipt:
    return take_in(system_actor("exchange"), parcel, sender=sender)


def test_an_agency_of_another_node_is_told_by_a_parcel() -> None:
    away = make_agency()
    owner = an_actor(agency=away)
    one = held(owner)
    Agency.objects.filter(id=away.id).update(is_local=False)
    other = an_actor()
    add_sighting(other, indicator=one, count=5)
    (waiting,) = deliveries_waiting(system_actor("exchange"))
    parcel = waiting.parcel
    assert waiting.agency == away.id
    assert (parcel.kind, parcel.step, parcel.owner, parcel.version) == ("sighting", Step.MESSAGE, other.agency, 1)
    assert set(parcel.content) == {"indicator", "count", "first_seen", "last_seen"}


def arriving(owner: Actor, **changed: Any) -> tuple[Parcel, Agency]:
    """What another node's agency tells of an indicator of the owner's, perhaps with changed content."""
    speaker = make_remote_agency()
    assert owner.agency is not None
    label = replace(
        own_label(owner, Tlp.AMBER_STRICT), owner=speaker.id, audience=frozenset({f"agency:{owner.agency}"})
    )
    content = {"indicator": DROP["id"], "count": 9, "first_seen": None, "last_seen": None} | changed
    stream = f"sighting:{DROP['id'].rpartition('--')[2]}"
    parcel = Parcel(new_id(), "sighting", stream, 1, Step.MESSAGE, speaker.id, label, content, now())
    return parcel_from_json(parcel_to_json(parcel)), speaker


def test_what_another_nodes_agency_met_arrives_once() -> None:
    owner, third = an_actor(), an_actor()
    held(owner)
    parcel, speaker = arriving(owner)
    assert taken_in(parcel, speaker.id).state is ReceiptState.TAKEN
    assert taken_in(parcel, speaker.id).state is ReceiptState.TAKEN
    assert seen_by(owner) == [(speaker.id, 9)]
    assert seen_by(third) == []


@pytest.mark.parametrize("changed", [
    {"count": 0}, {"count": "9"}, {"count": True}, {"indicator": 7}, {"first_seen": "yesterday"}, {"first_seen": "2026-01-01T00:00:00"},
    {"indicator": "indicator--5d0092c5-5f74-4287-9642-33f4c354e56d"},
])  # fmt: skip
def test_a_parcel_that_is_no_sighting_of_what_is_held_here_is_refused(changed: dict[str, Any]) -> None:
    owner = an_actor()
    held(owner)
    parcel, speaker = arriving(owner, **changed)
    receipt = taken_in(parcel, speaker.id)
    assert receipt.state is ReceiptState.REFUSED
    assert receipt.code in {"cyber.sighting-invalid", "cyber.sighting-unknown"}
    assert seen_by(owner) == []


def test_a_sighting_of_an_indicator_that_the_addressee_does_not_own_is_refused() -> None:
    owner, other = an_actor(), an_actor()
    held(owner)
    parcel, speaker = arriving(other)
    assert taken_in(parcel, speaker.id) == Receipt(ReceiptState.REFUSED, "cyber.sighting-unknown")
    assert seen_by(other) == []


def test_a_view_tells_where_it_stands_in_the_stream() -> None:
    owner = an_actor()
    made: SightingView = add_sighting(owner, indicator=held(owner))
    assert list_sightings(owner, after=made.place).rows == ()
