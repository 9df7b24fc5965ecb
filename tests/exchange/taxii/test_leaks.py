"""Two agencies, canaries planted in what one of them may not see, and every address searched for them."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from minassa.access import Tlp
from minassa.access.models import User
from minassa.exchange import CollectionView
from minassa.stix import Markings
from tests.exchange.taxii.http import ROOT, Program, body_of, manifest, objects, program
from tests.exchange.taxii.made import (
    LATER,
    a_collection,
    a_keeper,
    envelope,
    indicator,
    marked,
    two_agencies,
)
from tests.factories import a_label

pytestmark = pytest.mark.django_db

CANARY = "CANARY-7f3a"
CANARY_ID = "indicator--7f3a7f3a-7f3a-4f3a-8f3a-7f3a7f3a7f3a"
CANARY_TYPE = "x-canary-7f3a"


class Planted:
    """What agency A keeps from agency B: a collection, and objects in a collection that both read."""

    def __init__(self) -> None:
        a, b = two_agencies()
        keeper = a_keeper(a.agency)
        self.a, self.b = program(a), program(b)
        self.hidden = a_collection(keeper, a_label(keeper, Tlp.AMBER), title=CANARY)
        self.shared = a_collection(keeper, is_open=True, title="shared")
        amber = Markings(tlp="amber_strict")
        seen = indicator("seen by both")
        self.seen = str(seen["id"])
        secret = marked(indicator(CANARY, id_=CANARY_ID), amber)
        other_type = {
            "type": CANARY_TYPE,
            "spec_version": "2.1",
            "id": f"{CANARY_TYPE}--{uuid.uuid4()}",
            "created": LATER,
            "modified": LATER,
            "name": CANARY,
        }
        hidden_version = marked({**seen, "name": CANARY, "modified": LATER}, amber)
        status: dict[str, Any] = {}
        for collection, sent in (
            (self.hidden, (secret,)),
            (self.shared, (seen, secret, marked(other_type, amber), hidden_version, indicator("also seen"))),
        ):
            status = body_of(self.a.post(collection.id, envelope(*sent)))
            assert status["failure_count"] == 0, status
        self.status = str(status["id"])
        listed = body_of(self.a.get(manifest(self.shared.id), **{"match[version]": "all"}))["objects"]
        self.moments = [one["date_added"] for one in listed]
        self.hidden_moments = [self.moments[place] for place in (1, 2, 3)]


@pytest.fixture
def planted(db: None) -> Planted:
    return Planted()


QUERIES: list[dict[str, str]] = [
    {},
    {"limit": "1"},
    {"limit": "2"},
    {"match[version]": "all"},
    {"match[version]": "first"},
    {"match[version]": f"last,{LATER}"},
    {"match[version]": LATER},
    {"match[id]": CANARY_ID},
    {"match[type]": CANARY_TYPE},
    {"match[type]": f"{CANARY_TYPE},indicator"},
    {"added_after": "2020-01-01T00:00:00Z"},
]


def everything(asker: Program, planted: Planted) -> Iterator[tuple[str, Any]]:
    """The answer of every address to every question, followed over all pages."""
    for path in ("/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}status/{planted.status}/"):
        yield path, asker.get(path)
    for collection in (planted.hidden.id, planted.shared.id):
        yield f"{collection}", asker.get(f"{ROOT}collections/{collection}/")
        for below in (objects(collection), manifest(collection)):
            for query in (*QUERIES, *({"added_after": one} for one in planted.moments)):
                for number, answer in enumerate(pages(asker, below, query)):
                    yield f"{below} {query} {number}", answer
        for stix_id in (CANARY_ID, planted.seen):
            at = f"{objects(collection)}{stix_id}/"
            for query in ({}, {"match[version]": "all"}, {"match[version]": LATER}, {"limit": "1"}):
                yield f"{at} {query}", asker.get(at, **query)
            yield f"{at}versions/", asker.get(f"{at}versions/")


def pages(asker: Program, path: str, query: dict[str, str]) -> Iterator[Any]:
    answer = asker.get(path, **query)
    yield answer
    while (found := body_of(answer)).get("next"):
        answer = asker.get(path, **query, next=found["next"])
        yield answer


def said(answer: Any) -> bytes:
    return bytes(answer.content) + "".join(f"{name}: {value}\n" for name, value in answer.items()).encode()


def test_whoever_sees_everything_meets_the_canaries(planted: Planted) -> None:
    """The search below can find what it looks for."""
    met = b"".join(said(answer) for _what, answer in everything(planted.a, planted))
    marks = (CANARY, CANARY_ID, CANARY_TYPE, LATER, *planted.hidden_moments, str(planted.hidden.id))
    assert [one for one in marks if one.encode() not in met] == []


def test_no_address_tells_the_other_agency_anything_of_what_is_hidden(planted: Planted) -> None:
    marks = [one.encode() for one in (CANARY, CANARY_TYPE, *planted.hidden_moments)]
    for what, answer in everything(planted.b, planted):
        found = said(answer)
        assert [one for one in marks if one in found] == [], what
        if answer.status_code == 200:
            assert CANARY_ID.encode() not in found, what
            assert LATER.encode() not in found, what
            assert str(planted.hidden.id).encode() not in found, what


def test_counts_and_ends_of_pages_are_those_of_what_is_seen(planted: Planted) -> None:
    """Two objects are seen, so two pages of one: no third one that is empty, no "more" before nothing."""
    for below in (objects(planted.shared.id), manifest(planted.shared.id)):
        found = [body_of(one) for one in pages(planted.b, below, {"limit": "1"})]
        assert [len(one["objects"]) for one in found] == [1, 1]
        assert [one["more"] for one in found] == [True, False]
    versions = body_of(planted.b.get(f"{objects(planted.shared.id)}{planted.seen}/versions/"))["versions"]
    assert len(versions) == 1


def test_next_says_nothing_of_what_is_hidden(planted: Planted) -> None:
    """What stands in `next` are moments: those of objects that the reader sees."""
    from minassa.exchange import cursor_from, moment_written  # noqa: PLC0415 - to read what a client should not read

    found = body_of(planted.b.get(objects(planted.shared.id), limit="1"))
    cursor = cursor_from(found["next"])
    seen = [one["date_added"] for one in body_of(planted.b.get(manifest(planted.shared.id)))["objects"]]
    assert [moment_written(one) for one in (cursor.after, cursor.until)] == seen


def test_what_is_sent_against_a_hidden_object_tells_nothing(planted: Planted) -> None:
    mine, free = indicator("mine", id_=CANARY_ID), indicator("mine")
    answers = [body_of(planted.b.post(planted.shared.id, envelope(one))) for one in (mine, free)]
    told = [{key: value for key, value in one.items() if key not in {"id", "request_timestamp"}} for one in answers]
    assert told[0] == told[1]
    gone = [planted.b.delete(f"{objects(planted.shared.id)}{one}/") for one in (CANARY_ID, free["id"])]
    assert [one.status_code for one in gone] == [200, 200]
    again = [
        planted.b.delete(f"{objects(planted.shared.id)}{one}/") for one in (CANARY_ID, f"indicator--{uuid.uuid4()}")
    ]
    assert [(one.status_code, one.content) for one in again] == [(404, again[0].content)] * 2
    still = body_of(planted.a.get(f"{objects(planted.shared.id)}{CANARY_ID}/"))["objects"]
    assert [one["name"] for one in still] == [CANARY]


def test_what_is_sent_to_a_hidden_collection_tells_nothing(planted: Planted) -> None:
    for one in (planted.hidden.id, uuid.uuid4()):
        answers = [
            planted.b.post(one, envelope(indicator())),
            planted.b.post(one, b"broken"),
            planted.b.delete(f"{objects(one)}{CANARY_ID}/"),
        ]
        assert [each.status_code for each in answers] == [404, 404, 404]
        assert {json.loads(each.content)["error_code"] for each in answers} == {"taxii.no-collection"}


def test_another_persons_token_of_the_same_agency_sees_what_the_agency_sees(planted: Planted) -> None:
    colleague = program(colleague_of(planted.hidden))
    names = [one["name"] for one in body_of(colleague.get(objects(planted.hidden.id)))["objects"]]
    assert names == [CANARY]


def colleague_of(one: CollectionView) -> User:
    from minassa.access.models import Agency  # noqa: PLC0415 - used once
    from tests.factories import make_user  # noqa: PLC0415 - used once

    return make_user(Agency.objects.get(id=one.label.owner))
