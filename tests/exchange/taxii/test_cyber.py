"""What comes into a collection about threats is known to checks at once, under its own label."""

from typing import Any
from uuid import UUID

import pytest

from minassa import exchange
from minassa.access import Actor, Tlp
from minassa.base import now
from minassa.cyber import list_indicators
from minassa.cyber.labelling import label_of
from minassa.exchange import ALL, LAST, Question
from minassa.exchange.taxii.rules import Marks, label_within
from minassa.stix import Markings, Stamp, to_stix
from tests.cyber.made import ask, bring_in, indicator, known, stix_time
from tests.exchange.taxii.made import a_collection, a_keeper, add, definitions, envelope, marked
from tests.factories import a_label, an_actor, make_agency

pytestmark = pytest.mark.django_db

DROP = indicator("[domain-name:value = 'evil.example.com']", name="EXERCISE drop")


def test_an_indicator_that_is_added_to_a_collection_is_known_to_checks_at_once() -> None:
    keeper = a_keeper()
    collection = a_collection(keeper, label=a_label(keeper, Tlp.GREEN), title="EXERCISE collection").id
    add(keeper, collection, DROP)
    assert [one.matches[0].source for one in ask(an_actor(), "evil.example.com")] == ["EXERCISE collection"]
    add(keeper, collection, {**DROP, "modified": stix_time(-1), "revoked": True})
    assert known(keeper, "evil.example.com") == [False]


def test_its_own_marks_hide_it_from_checks_as_they_hide_it_in_the_collection() -> None:
    keeper, other = a_keeper(), an_actor()
    collection = a_collection(keeper, label=a_label(keeper, Tlp.GREEN)).id
    amber = Markings(tlp="amber")
    add(keeper, collection, marked(DROP, amber), *definitions(amber))
    assert known(keeper, "evil.example.com") == [True]
    assert known(other, "evil.example.com") == [False]
    assert list_indicators(other).rows == ()


def test_an_object_whose_times_cannot_be_kept_does_not_sink_the_others() -> None:
    keeper = a_keeper()
    collection = a_collection(keeper, label=a_label(keeper, Tlp.GREEN)).id
    leap = indicator("[domain-name:value = 'leap.example.com']", valid_from="2016-12-31T23:59:60Z")
    add(keeper, collection, leap, DROP)
    assert known(keeper, "evil.example.com") == [True]


def delete(keeper: Actor, collection: UUID, one: dict[str, Any], version: str = ALL) -> int:
    return exchange.delete_object(keeper, collection=collection, stix_id=one["id"], asked=Question(versions=(version,)))


def test_what_is_deleted_from_a_collection_is_known_to_checks_no_more() -> None:
    keeper = a_keeper()
    collection = a_collection(keeper).id
    add(keeper, collection, DROP)
    delete(keeper, collection, DROP)
    assert known(keeper, "evil.example.com") == [False]
    assert list_indicators(keeper).rows == ()
    add(keeper, collection, DROP)
    assert known(keeper, "evil.example.com") == [True]


def test_where_only_the_last_version_is_deleted_the_one_before_counts_again() -> None:
    keeper = a_keeper()
    collection = a_collection(keeper).id
    newer = {**DROP, "modified": stix_time(-1), "pattern": "[domain-name:value = 'newer.example.com']"}
    add(keeper, collection, DROP, newer)
    assert known(keeper, "evil.example.com", "newer.example.com") == [False, True]
    delete(keeper, collection, DROP, LAST)
    assert known(keeper, "evil.example.com", "newer.example.com") == [True, False]


def test_what_another_collection_or_a_file_brought_too_stays() -> None:
    keeper = a_keeper()
    one, other = (a_collection(keeper, title=f"EXERCISE {name}").id for name in ("one", "other"))
    add(keeper, one, DROP)
    add(keeper, other, DROP)
    delete(keeper, one, DROP)
    assert [found.matches[0].source for found in ask(keeper, "evil.example.com")] == ["EXERCISE other"]
    by_hand = indicator("[domain-name:value = 'hand.example.com']")
    bring_in(keeper, by_hand, source="EXERCISE file")
    add(keeper, one, by_hand)
    delete(keeper, one, by_hand)
    assert known(keeper, "hand.example.com") == [True]


def test_an_agency_cannot_send_a_record_that_says_to_be_anothers() -> None:
    victim, sender = make_agency(), a_keeper()
    collection = a_collection(a_keeper(), is_open=True).id
    record = {"id": "ex-1", "schema": "Person", "properties": {"name": ["EXERCISE Person"]}}

    def written(owner: UUID | None) -> dict[str, Any]:
        return to_stix(record, Stamp(str(owner), now(), now()))[0]

    status = add(sender, collection, written(victim.id), written(sender.agency))
    assert [one.id for one in status.failures] == [written(victim.id)["id"]]
    assert status.success == 1


PURPOSES = [
    ((), ("nobody-knows",), None),
    (("cyber",), ("nobody-knows",), None),
    ((), ("cyber", "nobody-knows"), {"cyber"}),
    (("border",), ("cyber",), {"rights-review"}),
]


@pytest.mark.parametrize(("ours", "theirs", "kept"), PURPOSES)
def test_purposes_bind_what_comes_by_file_and_by_collection_alike(
    ours: tuple[str, ...], theirs: tuple[str, ...], kept: set[str] | None
) -> None:
    keeper = a_keeper()
    said = Markings(purposes=frozenset(theirs))
    bounds = a_label(keeper, Tlp.GREEN, purposes=ours)
    one, explained = marked(indicator("[domain-name:value = 'a.example.com']"), said), definitions(said)
    if kept is not None:
        by_file = label_of(one, bounds, {each["id"]: each for each in explained}, author=None)
        by_collection = label_within(bounds, owner=bounds.owner, marks=Marks(purposes=said.purposes))
        assert by_file.purposes == by_collection.purposes == kept
    refused = 1 if kept is None else 0
    assert bring_in(keeper, one, *explained, label=bounds).refused_count == refused
    collection = a_collection(keeper, label=bounds).id
    body = envelope(one, *explained)
    status = exchange.add_objects(keeper, collection=collection, body=body, purpose=ours[0] if ours else "")
    assert len(status.failures) == refused
