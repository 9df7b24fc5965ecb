"""What an agency releases, in its collections: for the readers of both, corrected, and gone when it is withdrawn."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from minassa import exchange
from minassa.access import Handling, Label, Tlp
from minassa.base import Invalid, NotFound, Refused, held_at, now
from minassa.exchange import ALL, CollectionView, Question
from minassa.exchange.jobs import update_collections
from minassa.exchange.taxii.publishing import label_in, revoked
from minassa.records import RecordView, WithdrawReason, amend_record, withdraw_record
from minassa.stix import Checked, check_object, from_stix
from tests.exchange.taxii.made import indicator
from tests.factories import a_label, make_agency
from tests.records.made import add as add_record
from tests.records.releases.made import Desk, label_for, let_out, make_desk

pytestmark = pytest.mark.django_db
CANARY = "EXERCISE Canary Bird"


def a_shop_window(desk: Desk, *audience: str, tlp: Tlp = Tlp.AMBER) -> CollectionView:
    label = label_for(desk, tlp, audience=frozenset(audience))
    return exchange.add_collection(desk.liaison, title="EXERCISE", label=label, takes_releases=True)


def objects_in(desk: Desk, here: CollectionView, **asked: Any) -> list[dict[str, Any]]:
    page = exchange.read_objects(desk.liaison, collection=here.id, asked=Question(**asked))
    beside = {"marking-definition", "extension-definition"}
    found = [json.loads(one.raw) for one in page.found]
    return [
        one for one in found if one["type"] not in beside and one.get("identity_class", "individual") == "individual"
    ]


def released(desk: Desk, *to: Desk, name: str = CANARY) -> RecordView:
    record = add_record(desk.analyst, name)
    let_out(desk, record, [one.token for one in to], label_for(desk, audience=frozenset(one.token for one in to)))
    return record


def test_a_released_record_is_put_in_for_its_recipients_and_comes_back_whole() -> None:
    a, b, c = make_desk(), make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    record = released(a, b)
    add_record(a.analyst, "EXERCISE not released")
    assert exchange.update_collection(a.liaison, id=here.id).published == 1
    (one,) = objects_in(b, here)
    assert one["name"] == CANARY
    (decoded,) = from_stix([one]).records
    assert decoded.record["id"] == str(record.id)
    assert decoded.owner == str(a.agency.id)
    with pytest.raises(NotFound):
        objects_in(c, here)


def test_what_was_put_in_is_sound_stix_with_all_that_it_refers_to() -> None:
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    released(a, b)
    update_collections()
    page = exchange.read_objects(b.liaison, collection=here.id, asked=Question())
    everything = [json.loads(one.raw) for one in page.found]
    assert all(isinstance(check_object(one), Checked) for one in everything)
    ids = {one["id"] for one in everything}
    for one in everything:
        refs = {*one.get("object_marking_refs", ()), *(one[key] for key in one if key.endswith("_ref"))}
        assert refs <= ids, one["type"]


def test_nothing_is_put_in_twice() -> None:
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    released(a, b)
    update_collections()
    update_collections()
    assert exchange.update_collection(a.liaison, id=here.id).published == 0
    assert len(objects_in(b, here, versions=(ALL,))) == 1


def test_what_was_released_to_others_is_not_put_in() -> None:
    a, b, c = make_desk(), make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    released(a, c)
    assert exchange.update_collection(a.liaison, id=here.id).published == 0
    assert objects_in(a, here, versions=(ALL,)) == []


def test_of_two_readers_of_a_collection_only_the_recipient_sees_it() -> None:
    a, b, c = make_desk(), make_desk(), make_desk()
    here = a_shop_window(a, b.token, c.token)
    released(a, b)
    update_collections()
    assert [one["name"] for one in objects_in(b, here)] == [CANARY]
    assert objects_in(c, here) == []


def test_a_correction_is_a_new_version() -> None:
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    record = released(a, b)
    update_collections()
    corrected(a, record, "EXERCISE Corrected")
    update_collections()
    assert [one["name"] for one in objects_in(b, here)] == ["EXERCISE Corrected"]
    versions = objects_in(b, here, versions=(ALL,))
    assert len({one["id"] for one in versions}) == 1
    assert len({one["created"] for one in versions}) == 1
    assert [one["name"] for one in versions] == [CANARY, "EXERCISE Corrected"]


def corrected(desk: Desk, record: RecordView, name: str) -> None:
    from minassa.records import read_record  # noqa: PLC0415 - used once

    version = read_record(desk.analyst, id=record.id).version
    with held_at(now() + timedelta(minutes=1)):
        amend_record(desk.analyst, id=record.id, version=version, properties={"name": [name]})


def test_what_was_withdrawn_is_revoked_and_says_nothing_any_more() -> None:
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    record = released(a, b)
    update_collections()
    corrected(a, record, f"{CANARY} again")
    update_collections()
    withdraw_record(a.supervisor, id=record.id, reason=WithdrawReason.INACCURATE)
    assert exchange.update_collection(a.liaison, id=here.id).revoked == 1
    (one,) = objects_in(b, here, versions=(ALL,))
    assert one["revoked"] is True
    assert CANARY not in json.dumps(one)
    assert str(record.id) not in json.dumps(one.get("extensions", {}))


def test_what_was_withdrawn_before_it_was_put_in_is_never_put_in_for_long() -> None:
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    record = released(a, b)
    withdraw_record(a.supervisor, id=record.id, reason=WithdrawReason.INACCURATE)
    update_collections()
    assert CANARY not in json.dumps(objects_in(b, here, versions=(ALL,)))


def test_only_a_collection_that_takes_releases_gets_them_and_only_its_keepers_ask() -> None:
    a, b = make_desk(), make_desk()
    plain = exchange.add_collection(a.liaison, title="EXERCISE", label=label_for(a, audience=frozenset({b.token})))
    here = a_shop_window(a, b.token)
    released(a, b)
    update_collections()
    assert objects_in(b, plain) == []
    with pytest.raises(Invalid):
        exchange.update_collection(a.liaison, id=plain.id)
    with pytest.raises(Refused):
        exchange.update_collection(b.liaison, id=here.id)
    with pytest.raises(NotFound):
        exchange.update_collection(make_desk().liaison, id=here.id)


def test_many_releases_come_part_after_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minassa.exchange.taxii.publishing.AT_ONCE", 2)
    a, b = make_desk(), make_desk()
    here = a_shop_window(a, b.token)
    for number in range(5):
        released(a, b, name=f"EXERCISE {number}")
    assert exchange.update_collection(a.liaison, id=here.id).published == 5
    assert len(objects_in(b, here)) == 5


@pytest.mark.parametrize(
    ("sent", "bounds", "expected"),
    [
        (("amber", "xy"), ("amber", "x"), ("amber", "x")),
        (("amber", "xy"), ("green", ""), ("amber", "xy")),
        (("green", ""), ("amber", "x"), ("amber", "x")),
        (("green", ""), ("green", ""), ("green", "")),
        (("clear", ""), ("green", ""), ("green", "")),
        (("clear", ""), ("clear", ""), ("clear", "")),
        (("green", "x"), ("green", ""), ("green", "x")),
        (("amber", "x"), ("amber", "y"), None),
        (("amber", ""), ("green", ""), None),
        (("amber", ""), ("amber", "x"), None),
    ],
)
def test_the_label_in_a_collection_is_for_the_readers_of_both(
    sent: tuple[str, str], bounds: tuple[str, str], expected: tuple[str, str] | None
) -> None:
    owner = make_agency()
    others = {"x": make_agency(), "y": make_agency()}

    def label(said: tuple[str, str], handling: Handling) -> Label:
        return a_label(owner, Tlp(said[0]), audience=[others[one] for one in said[1]], handling=[handling])

    found = label_in(label(sent, Handling.H1), label(bounds, Handling.H2))
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert found.tlp == Tlp(expected[0])
    assert found.audience == {f"agency:{others[one].id}" for one in expected[1]}
    assert found.handling == {Handling.H1, Handling.H2}


def test_a_revoked_object_keeps_nothing_but_what_stix_requires() -> None:
    extension = f"extension-definition--{uuid.uuid4()}"
    one = indicator(CANARY, description=CANARY, extensions={extension: {"x": CANARY}})
    left = revoked(one, now())
    assert left is not None
    assert left["revoked"] is True
    assert CANARY not in json.dumps(left)
    assert isinstance(check_object(left), Checked)
    assert left["modified"] > one["modified"]


def test_what_cannot_be_revoked_is_taken_out_instead() -> None:
    assert revoked({"type": "ipv4-addr", "id": f"ipv4-addr--{uuid.uuid4()}", "value": "192.0.2.1"}, now()) is None
    assert revoked({**indicator(CANARY), "valid_from": "broken"}, now()) is None
