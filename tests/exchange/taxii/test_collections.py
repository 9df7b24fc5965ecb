"""What a collection holds, for whom, in which order; through the services alone."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from minassa import audit, exchange
from minassa.access import Handling, Label, Role, Tlp, door, system_actor
from minassa.base import Fault, Invalid, NotFound, Refused, held_at
from minassa.exchange import ALL, FIRST, LAST, Question
from minassa.exchange.acts import FEED_DUE
from minassa.exchange.jobs import forget_statuses
from minassa.exchange.models import StoredObject
from minassa.exchange.taxii import adding
from minassa.stix import Markings
from tests.exchange.taxii.made import (
    LATER,
    a_collection,
    a_keeper,
    add,
    definitions,
    envelope,
    indicator,
    marked,
    names,
    pull,
    read,
    two_agencies,
)
from tests.factories import a_label, actor_for, an_actor, make_agency, make_community, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def code_of(error: pytest.ExceptionInfo[Fault]) -> str:
    return error.value.code


def test_the_bytes_that_come_out_are_those_that_went_in() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    odd = b'{ "id":"%s","type" : "indicator",  "spec_version":"2.1","created":"2026-01-01T00:00:00.000Z", "modified":"2026-01-01T00:00:00.000Z","pattern":"[a:b = \'\\u0661\']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z","name":"EXERCISE \xd9\x85\xd9\x86\xd8\xb5\xd8\xa9", "x_n": 1.50 }'
    odd %= f"indicator--{uuid.uuid4()}".encode()
    status = exchange.add_objects(keeper, collection=here.id, body=b' {"objects" : [ %b ]}\n' % odd)
    assert (status.total, status.success, status.failures) == (1, 1, ())
    assert [one.raw for one in read(keeper, here.id).found] == [odd]


def test_moments_are_unique_and_grow_even_where_the_clock_stands_still_or_goes_back() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    with held_at(NOON):
        add(keeper, here.id, *(indicator() for _ in range(3)))
        add(keeper, here.id, indicator())
    with held_at(datetime(2025, 1, 1, tzinfo=UTC)):
        add(keeper, here.id, indicator())
    moments = [one.added for one in read(keeper, here.id).found]
    assert moments == list(range(moments[0], moments[0] + 5))
    assert exchange.moment_written(moments[0]) == "2026-03-01T12:00:00.000000Z"


def test_what_is_sent_again_counts_as_a_success_and_is_not_doubled() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    one, other = indicator("one"), indicator("other")
    add(keeper, here.id, one, one)
    again = add(keeper, here.id, one, other)
    assert (again.total, again.success) == (2, 2)
    assert names(read(keeper, here.id)) == ["one", "other"]


def test_a_bad_object_is_told_with_its_reason_and_the_others_go_in() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    bad = {key: value for key, value in indicator("bad").items() if key != "pattern"}
    status = add(keeper, here.id, indicator("good"), bad, {"type": "indicator"})
    assert (status.total, status.success) == (3, 1)
    assert [one.id for one in status.failures] == [bad["id"], ""]
    assert "schema" in status.failures[0].message
    assert names(read(keeper, here.id)) == ["good"]
    assert exchange.read_status(keeper, id=status.id) == status


@pytest.mark.parametrize("body", [b"", b"[]", b'{"objects":', b'{"things":[]}', b'{"objects":[]}', b"\xff\xfe"])
def test_what_is_no_envelope_is_refused_whole(body: bytes) -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    with pytest.raises(Invalid) as refused:
        exchange.add_objects(keeper, collection=here.id, body=body)
    assert code_of(refused) == "taxii.not-an-envelope"
    assert read(keeper, here.id).found == ()


def test_too_many_objects_are_refused_before_anything_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "LIMITS", replace(adding.LIMITS, objects=100))
    keeper = a_keeper()
    here = a_collection(keeper)
    small = json.dumps({"type": "x-exercise", "id": "x"})
    with pytest.raises(Fault) as refused:
        exchange.add_objects(keeper, collection=here.id, body=b'{"objects":[%b]}' % b",".join([small.encode()] * 101))
    assert (code_of(refused), refused.value.status) == ("taxii.too-many", 413)


def test_versions_last_first_all_and_by_name() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    id_ = f"indicator--{uuid.uuid4()}"
    for number in (2, 1, 3):
        add(keeper, here.id, indicator(f"v{number}", id_=id_, modified=f"2026-0{number}-01T00:00:00.000Z"))
    add(keeper, here.id, indicator("other"))
    assert names(read(keeper, here.id)) == ["v3", "other"]
    assert names(read(keeper, here.id, versions=(FIRST,))) == ["v1", "other"]
    assert names(read(keeper, here.id, versions=(ALL,))) == ["v2", "v1", "v3", "other"]
    assert names(read(keeper, here.id, versions=("2026-02-01T00:00:00.000",))) == ["v2"]
    assert names(read(keeper, here.id, versions=(FIRST, "2026-02-01T00:00:00.000"))) == ["v2", "v1", "other"]
    of_one = exchange.read_versions(keeper, collection=here.id, stix_id=id_, asked=Question(versions=(ALL,)))
    assert [one.version[:7] for one in of_one.found] == ["2026-02", "2026-01", "2026-03"]
    assert names(exchange.read_object(keeper, collection=here.id, stix_id=id_, asked=Question())) == ["v3"]


def test_an_object_without_times_is_one_version_however_often_it_comes() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    address = {"type": "ipv4-addr", "spec_version": "2.1", "id": f"ipv4-addr--{uuid.uuid4()}", "value": "192.0.2.1"}
    add(keeper, here.id, address)
    assert add(keeper, here.id, address).success == 1
    found = exchange.read_manifest(keeper, collection=here.id, asked=Question()).found
    assert [(one.stix_id, one.version) for one in found] == [(address["id"], "")]


def test_filters_by_type_id_moment_and_specification() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    one = indicator("one")
    identity = {**indicator("who"), "type": "identity", "id": f"identity--{uuid.uuid4()}", "identity_class": "group"}
    identity = {key: value for key, value in identity.items() if not key.startswith(("pattern", "valid"))}
    add(keeper, here.id, one, identity, indicator("other"))
    assert names(read(keeper, here.id, types=("identity",))) == ["who"]
    assert names(read(keeper, here.id, types=("identity", "indicator"))) == ["one", "who", "other"]
    assert names(read(keeper, here.id, ids=(one["id"],))) == ["one"]
    assert names(read(keeper, here.id, spec_versions=("2.0",))) == []
    assert names(read(keeper, here.id, spec_versions=("2.0", "2.1"))) == ["one", "who", "other"]
    moments = [each.added for each in read(keeper, here.id).found]
    assert names(read(keeper, here.id, after=moments[0])) == ["who", "other"]
    assert names(read(keeper, here.id, after=moments[2])) == []


def test_a_pull_meets_every_object_once_while_others_are_added_and_changed() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    objects = [indicator(f"n{number}") for number in range(25)]
    add(keeper, here.id, *objects)
    seen: list[str] = []
    for number, page in enumerate(pull(keeper, here.id, 10)):
        seen += names(page)
        changed = {**objects[24 - number], "name": f"changed {number}", "modified": LATER}
        add(keeper, here.id, changed, indicator(f"new {number}"))
    assert seen == [f"n{number}" for number in range(25)]
    last = read(keeper, here.id, ids=(objects[0]["id"],)).found[0].added + 24
    assert names(read(keeper, here.id, after=last)) == [
        "changed 0",
        "new 0",
        "changed 1",
        "new 1",
        "changed 2",
        "new 2",
    ]


def test_a_page_that_is_asked_for_again_is_the_same() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    objects = [indicator(f"n{number}") for number in range(9)]
    add(keeper, here.id, *objects)
    first = read(keeper, here.id, limit=3)
    cursor = exchange.cursor_from(first.next)
    page = read(keeper, here.id, limit=3, after=cursor.after, until=cursor.until)
    add(keeper, here.id, *({**one, "modified": LATER} for one in objects), indicator("new"))
    assert read(keeper, here.id, limit=3, after=cursor.after, until=cursor.until) == page


def test_pages_are_bounded_in_number_and_in_bytes() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    add(keeper, here.id, *(indicator(f"n{number}", description="x" * 400_000) for number in range(25)))
    pages = list(pull(keeper, here.id, 1_000))
    assert [len(page.found) for page in pages] == [19, 6]
    assert [name for page in pages for name in names(page)] == [f"n{number}" for number in range(25)]


def test_objects_of_several_labels_come_in_one_order() -> None:
    keeper, other = map(actor_for, two_agencies())
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    for number in range(12):
        sender = (keeper, other)[number % 2]
        one = indicator(f"n{number}")
        if number % 3 == 0:
            one = marked(one, Markings(tlp="green", handling=frozenset({"H1"})))
        add(sender, here.id, one)
    assert len(set(names(read(keeper, here.id)))) == 12
    seen = [name for page in pull(keeper, here.id, 5) for name in names(page)]
    assert seen == [f"n{number}" for number in range(12)]


def test_a_caller_finds_their_own_collections_and_no_others() -> None:
    a, b = two_agencies()
    keeper = a_keeper(a.agency)
    own = a_collection(keeper, a_label(keeper, Tlp.AMBER), title="own")
    shared = a_collection(keeper, a_label(keeper, Tlp.AMBER, audience=[b.agency]), title="shared")
    for_all = a_collection(keeper, title="for all")
    assert [one.title for one in exchange.list_collections(actor_for(a))] == ["for all", "shared", "own"]
    assert [one.title for one in exchange.list_collections(actor_for(b))] == ["for all", "shared"]
    assert exchange.read_collection(actor_for(b), id=shared.id).may_add is False
    with pytest.raises(NotFound) as hidden:
        exchange.read_collection(actor_for(b), id=own.id)
    with pytest.raises(NotFound) as absent:
        exchange.read_collection(actor_for(b), id=uuid.uuid4())
    assert str(hidden.value) == str(absent.value)
    assert for_all.may_add


def test_only_the_keeper_adds_unless_the_collection_is_open() -> None:
    a, b = map(actor_for, two_agencies())
    keeper = a_keeper()
    closed = a_collection(keeper)
    opened = a_collection(keeper, is_open=True)
    with pytest.raises(Refused) as refused:
        add(a, closed.id, indicator())
    assert code_of(refused) == "taxii.not-open"
    assert add(a, opened.id, indicator("from a")).success == 1
    assert names(read(b, opened.id)) == ["from a"]
    observer = an_actor(Role.OBSERVER)
    with pytest.raises(Refused):
        add(observer, opened.id, indicator())


def test_what_is_marked_narrower_is_seen_by_fewer() -> None:
    a, b = two_agencies()
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    amber = marked(indicator("for us and the keeper"), Markings(tlp="amber"))
    add(actor_for(a), here.id, amber, indicator("for all"), marked(indicator("wide"), Markings(tlp="clear")))
    assert names(read(actor_for(a), here.id)) == ["for us and the keeper", "for all", "wide"]
    assert names(read(keeper, here.id)) == ["for us and the keeper", "for all", "wide"]
    assert names(read(actor_for(b), here.id)) == ["for all", "wide"]


def test_our_handling_codes_and_markings_that_nobody_explains_stay_with_the_object() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    told = Markings(tlp="green", handling=frozenset({"H1"}))
    puzzling = {**indicator("?"), "object_marking_refs": [f"marking-definition--{uuid.uuid4()}"]}
    add(keeper, here.id, *definitions(told), marked(indicator("told"), told), puzzling)
    assert labels_of(here.id, "indicator") == [{Handling.H1}, {Handling.H3}]


def labels_of(collection: uuid.UUID, type_: str) -> list[set[Handling]]:
    with door(system_actor("feeds"), FEED_DUE) as opened:
        rows = StoredObject.objects.filter(collection=collection, type=type_).order_by("added")
        return [set(opened.label_of(row.label_id).handling) for row in rows]


def test_what_is_for_named_persons_is_refused_with_its_reason() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    status = add(keeper, here.id, marked(indicator(), Markings(tlp="red")), indicator("good"))
    assert [one.message for one in status.failures] == [str(Invalid("taxii.too-narrow"))]
    assert names(read(keeper, here.id)) == ["good"]


def test_nobody_changes_another_agencys_object() -> None:
    a, b = map(actor_for, two_agencies())
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    one = indicator("of a")
    add(a, here.id, one)
    status = add(b, here.id, {**one, "name": "of b", "modified": LATER})
    assert [(each.id, each.message) for each in status.failures] == [(one["id"], str(Refused("taxii.not-owner")))]
    assert names(read(b, here.id)) == ["of a"]
    assert add(b, here.id, one).success == 1
    assert names(read(b, here.id, versions=(ALL,))) == ["of a"]


def test_a_later_version_that_is_hidden_neither_shows_nor_hides_the_earlier_one() -> None:
    a, b = two_agencies()
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    one = indicator("v1")
    add(actor_for(a), here.id, one)
    add(actor_for(a), here.id, marked({**one, "name": "v2", "modified": LATER}, Markings(tlp="amber")))
    assert names(read(actor_for(a), here.id)) == ["v2"]
    assert names(read(actor_for(b), here.id)) == ["v1"]
    assert names(read(actor_for(b), here.id, versions=(ALL,))) == ["v1"]


def test_a_hidden_object_of_the_same_id_changes_nothing_for_whoever_does_not_see_it() -> None:
    """Somebody who guesses an id learns nothing from sending it, and takes nothing over."""
    a, b = two_agencies()
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    one = indicator("of a")
    add(actor_for(a), here.id, marked(one, Markings(tlp="amber")))
    for name, modified in (("same version", one["modified"]), ("later", LATER)):
        status = add(actor_for(b), here.id, {**one, "name": name, "modified": modified})
        assert (status.success, status.failures) == (1, ())
    assert names(read(actor_for(b), here.id, versions=(ALL,))) == ["same version", "later"]
    assert names(read(actor_for(a), here.id)) == ["of a", "later"]


def test_an_object_is_deleted_by_its_owner_alone() -> None:
    a, b = map(actor_for, two_agencies())
    keeper = a_keeper()
    here = a_collection(keeper, is_open=True)
    one = indicator("v1")
    add(a, here.id, one, {**one, "name": "v2", "modified": LATER})
    asked = Question(versions=(ALL,))
    with pytest.raises(Refused) as refused:
        exchange.delete_object(b, collection=here.id, stix_id=one["id"], asked=asked)
    assert code_of(refused) == "taxii.not-owner"
    assert exchange.delete_object(a, collection=here.id, stix_id=one["id"], asked=Question(versions=(LAST,))) == 1
    assert names(read(a, here.id)) == ["v1"]
    assert exchange.delete_object(a, collection=here.id, stix_id=one["id"], asked=asked) == 1
    with pytest.raises(NotFound) as gone:
        exchange.delete_object(a, collection=here.id, stix_id=one["id"], asked=asked)
    assert code_of(gone) == "taxii.no-objects"


def test_a_status_is_its_senders_alone() -> None:
    a, b = two_agencies()
    keeper = a_keeper(a.agency)
    here = a_collection(keeper, is_open=True)
    status = add(actor_for(a), here.id, indicator())
    assert exchange.read_status(actor_for(a), id=status.id).success == 1
    for other in (actor_for(b), keeper):
        with pytest.raises(NotFound) as hidden:
            exchange.read_status(other, id=status.id)
        with pytest.raises(NotFound) as absent:
            exchange.read_status(other, id=uuid.uuid4())
        assert str(hidden.value) == str(absent.value)


def test_statuses_are_forgotten_after_some_days() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    with held_at(NOON):
        status = add(keeper, here.id, indicator())
        assert exchange.read_status(keeper, id=status.id) == status
    forget_statuses()
    with pytest.raises(NotFound):
        exchange.read_status(keeper, id=status.id)


def test_a_collection_for_a_purpose_is_read_for_that_purpose() -> None:
    a, b = two_agencies()
    keeper = a_keeper(a.agency)
    here = a_collection(keeper, a_label(keeper, Tlp.GREEN, purposes=["cyber"]))
    add(keeper, here.id, indicator("for cyber"))
    with pytest.raises(NotFound):
        read(actor_for(b), here.id)
    found = exchange.read_objects(actor_for(b), collection=here.id, asked=Question(), purpose="cyber")
    assert names(found) == ["for cyber"]


def test_a_community_reads_what_is_addressed_to_it_until_it_leaves() -> None:
    a, b = two_agencies()
    keeper = a_keeper(a.agency)
    community = make_community(b.agency)
    here = a_collection(keeper, a_label(keeper, Tlp.AMBER, audience=[community]))
    add(keeper, here.id, indicator("for the community"))
    assert names(read(actor_for(b), here.id)) == ["for the community"]
    stranger = actor_for(make_user(make_agency(), (Role.LIAISON_OFFICER,)))
    with pytest.raises(NotFound):
        read(stranger, here.id)
    community.members.all().delete()
    with pytest.raises(NotFound):
        read(actor_for(b), here.id)


def test_what_was_read_and_added_stands_in_the_audit_log_without_content() -> None:
    keeper = a_keeper()
    here = a_collection(keeper)
    add(keeper, here.id, indicator("CANARY"), {"type": "bad"})
    read(keeper, here.id)
    lines = audit.lines(audit.Filters(subject=f"collection:{here.id}"))
    assert [(one.action, one.outcome, one.details) for one in lines] == [
        ("taxii.read", "done", {"objects": 1}),
        ("taxii.add", "done", {"known": 0, "refused": 1, "stored": 1}),
        ("collection.add", "done", {"open": 0, "releases": 0}),
    ]


def test_a_collection_needs_a_title_and_a_label_of_its_own_agency() -> None:
    keeper = a_keeper()
    for title in ("", "  ", "x" * 201):
        with pytest.raises(Invalid):
            a_collection(keeper, title=title)
    with pytest.raises(Refused):
        a_collection(keeper, Label(make_agency().id, Tlp.GREEN))
    assert exchange.list_collections(keeper) == ()
    assert envelope() == b'{"objects": []}'
