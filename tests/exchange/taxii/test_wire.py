"""TAXII on the wire: OASIS' own client and STIX library against our server on loopback."""

import pytest
import requests
import stix2
from pytest_django.live_server_helper import LiveServer
from taxii2client.common import TokenAuth  # type: ignore[import-untyped] # it has no types
from taxii2client.exceptions import TAXIIServiceException  # type: ignore[import-untyped] # it has no types
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages  # type: ignore[import-untyped] # it has no types

from minassa.access import Role
from minassa.access.models import User
from minassa.exchange import CollectionView
from tests.api.conftest import a_token
from tests.exchange.taxii.http import BOTH
from tests.exchange.taxii.made import a_collection, a_keeper, indicator
from tests.factories import make_agency, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::DeprecationWarning:stix2")]


@pytest.fixture
def officer(transactional_db: None) -> User:
    return make_user(make_agency(), (Role.LIAISON_OFFICER,))


@pytest.fixture
def here(officer: User) -> CollectionView:
    return a_collection(a_keeper(officer.agency), is_open=True)


def test_the_oasis_client_finds_adds_and_pulls(live_server: LiveServer, officer: User, here: CollectionView) -> None:
    server = Server(f"{live_server.url}/taxii2/", user="anybody", password=a_token(officer, *BOTH))
    (root,) = server.api_roots
    (collection,) = root.collections
    assert (collection.id, collection.title, collection.can_write) == (str(here.id), here.title, True)
    sent = [indicator(f"n{number}") for number in range(25)]
    status = collection.add_objects({"objects": sent})
    assert (status.status, status.success_count, status.failure_count) == ("complete", 25, 0)
    again = root.get_status(status.id)
    assert again.success_count == 25
    pulled = [one for page in as_pages(collection.get_objects, per_request=10) for one in page["objects"]]
    assert pulled == sent
    listed = [one for page in as_pages(collection.get_manifest, per_request=7) for one in page["objects"]]
    assert [one["id"] for one in listed] == [one["id"] for one in sent]
    after = collection.get_objects(added_after=listed[19]["date_added"])
    assert after["objects"] == sent[20:]
    assert collection.get_object(sent[3]["id"])["objects"] == [sent[3]]
    assert collection.object_versions(sent[3]["id"])["versions"] == [sent[3]["modified"]]
    assert collection.get_objects(type=["malware", "tool"]) == {}
    collection.delete_object(sent[3]["id"])
    with pytest.raises(requests.HTTPError) as gone:
        collection.get_object(sent[3]["id"])
    assert gone.value.response is not None
    assert gone.value.response.status_code == 404


def test_the_oasis_client_shows_a_token_too(live_server: LiveServer, officer: User, here: CollectionView) -> None:
    url = f"{live_server.url}/taxii2/node/"
    root = ApiRoot(url, auth=TokenAuth(a_token(officer, *BOTH)))
    assert [one.id for one in root.collections] == [str(here.id)]
    bearer = {"Authorization": f"Bearer {a_token(officer, *BOTH)}", "Accept": "application/taxii+json;version=2.1"}
    answer = requests.get(f"{url}collections/", headers=bearer, timeout=60)
    assert [one["id"] for one in answer.json()["collections"]] == [str(here.id)]


def test_the_stix_library_reads_and_writes_a_collection(
    live_server: LiveServer, officer: User, here: CollectionView
) -> None:
    url = f"{live_server.url}/taxii2/node/collections/{here.id}/"
    collection = Collection(url, user="anybody", password=a_token(officer, *BOTH))
    sink, source = stix2.TAXIICollectionSink(collection), stix2.TAXIICollectionSource(collection)
    malware = stix2.Malware(name="EXERCISE", is_family=False)
    sink.add(malware)
    assert source.get(malware.id).serialize() == malware.serialize()
    found = source.query([stix2.Filter("type", "=", "malware")])
    assert [one.id for one in found] == [malware.id]


def test_the_oasis_client_is_told_what_was_refused(
    live_server: LiveServer, officer: User, here: CollectionView
) -> None:
    url = f"{live_server.url}/taxii2/node/collections/{here.id}/"
    collection = Collection(url, user="anybody", password=a_token(officer, *BOTH))
    status = collection.add_objects({"objects": [indicator("good"), {"type": "indicator", "id": "indicator--1"}]})
    assert (status.success_count, status.failure_count) == (1, 1)
    assert status.failures[0]["message"]
    closed = Collection(url, user="anybody", password="minassa_t_wrong")
    with pytest.raises((TAXIIServiceException, requests.HTTPError)):
        closed.get_objects()
