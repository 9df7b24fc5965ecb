"""TAXII 2.1 over HTTP, address by address (OASIS Standard, 10 June 2021)."""

import base64
import gzip
import json
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minassa.access import Role, Tlp
from minassa.access.models import Token, User
from minassa.api.taxii.endpoint import PACE
from minassa.api.taxii.media import accepts, is_envelope
from minassa.base import now
from minassa.exchange import CollectionView
from tests.exchange.taxii.http import ROOT, Program, body_of, manifest, objects, program
from tests.exchange.taxii.made import LATER, TAXII, a_collection, a_keeper, envelope, indicator
from tests.factories import a_label, make_agency, make_user

pytestmark = pytest.mark.django_db
ERROR_FIELDS = {"title", "description", "error_code", "http_status", "details"}


@pytest.fixture
def officer(db: None) -> User:
    return make_user(make_agency(), (Role.LIAISON_OFFICER,))


@pytest.fixture
def client_(officer: User) -> Program:
    return program(officer)


@pytest.fixture
def here(officer: User) -> CollectionView:
    return a_collection(a_keeper(officer.agency), is_open=True)


def refused(answer: Any, status: int, code: str = "") -> dict[str, Any]:
    """The error message of an answer, which has the standard's shape (section 3.6)."""
    assert (answer.status_code, answer["Content-Type"]) == (status, TAXII), answer.content
    body = body_of(answer)
    assert set(body) == ERROR_FIELDS
    assert body["http_status"] == str(status)
    assert not code or body["error_code"] == code
    return body


def test_discovery_and_api_root(client_: Program) -> None:
    found = body_of(client_.get("/taxii2/"))
    assert found["api_roots"] == [found["default"]] == [f"http://testserver{ROOT}"]
    root = client_.get(ROOT)
    assert root["Content-Type"] == TAXII
    assert body_of(root)["versions"] == [TAXII]
    assert body_of(root)["max_content_length"] == 20_000_000


def test_collections_are_listed_and_read_one_by_one(client_: Program, here: CollectionView) -> None:
    found = body_of(client_.get(f"{ROOT}collections/"))["collections"]
    assert found == [
        {
            "id": str(here.id),
            "title": here.title,
            "can_read": True,
            "can_write": True,
            "media_types": ["application/stix+json;version=2.1"],
            "x_minassa_marks": ["TLP:GREEN", "EXERCISE"],
        }
    ]
    assert body_of(client_.get(f"{ROOT}collections/{here.id}/")) == found[0]
    reader = program(make_user(roles=(Role.OBSERVER,)))
    assert body_of(reader.get(f"{ROOT}collections/")) == {}


def test_an_envelope_is_added_and_its_status_read(client_: Program, here: CollectionView) -> None:
    bad = {"type": "indicator", "id": "indicator--x"}
    answer = client_.post(here.id, envelope(indicator("one"), bad))
    assert answer.status_code == 202
    status = body_of(answer)
    assert {key: value for key, value in status.items() if key.endswith("count") or key == "status"} == {
        "status": "complete",
        "total_count": 2,
        "success_count": 1,
        "failure_count": 1,
        "pending_count": 0,
    }
    assert [one["id"] for one in status["failures"]] == ["indicator--x"]
    assert body_of(client_.get(f"{ROOT}status/{status['id']}/")) == status


def test_pages_bear_the_moments_of_their_first_and_last_object(client_: Program, here: CollectionView) -> None:
    client_.post(here.id, envelope(*(indicator(f"n{number}") for number in range(5))))
    first = client_.get(objects(here.id), limit="2")
    page = body_of(first)
    assert [one["name"] for one in page["objects"]] == ["n0", "n1"]
    assert page["more"] is True
    listed = body_of(client_.get(manifest(here.id)))["objects"]
    assert first["X-TAXII-Date-Added-First"] == listed[0]["date_added"]
    assert first["X-TAXII-Date-Added-Last"] == listed[1]["date_added"]
    second = body_of(client_.get(objects(here.id), limit="2", next=page["next"]))
    assert [one["name"] for one in second["objects"]] == ["n2", "n3"]
    last = client_.get(objects(here.id), limit="2", next=second["next"])
    assert [one["name"] for one in body_of(last)["objects"]] == ["n4"]
    assert body_of(last)["more"] is False
    nothing = client_.get(objects(here.id), added_after=last["X-TAXII-Date-Added-Last"])
    assert (nothing.status_code, body_of(nothing)) == (200, {})
    assert "X-TAXII-Date-Added-Last" not in nothing
    some = client_.get(objects(here.id), added_after=listed[2]["date_added"])
    assert [one["name"] for one in body_of(some)["objects"]] == ["n3", "n4"]


def test_the_manifest_tells_ids_versions_and_moments(client_: Program, here: CollectionView) -> None:
    one = indicator("one")
    address = {"type": "ipv4-addr", "spec_version": "2.1", "id": f"ipv4-addr--{uuid.uuid4()}", "value": "192.0.2.1"}
    client_.post(here.id, envelope(one, address))
    first, second = body_of(client_.get(manifest(here.id)))["objects"]
    assert first["id"] == one["id"]
    assert first["version"] == one["modified"]
    assert first["media_type"] == "application/stix+json;version=2.1"
    assert second["version"] == second["date_added"]


def test_one_object_its_versions_and_its_end(client_: Program, here: CollectionView) -> None:
    one = indicator("v1")
    client_.post(here.id, envelope(one, {**one, "name": "v2", "modified": LATER}))
    at = f"{objects(here.id)}{one['id']}/"
    assert [each["name"] for each in body_of(client_.get(at))["objects"]] == ["v2"]
    everything = body_of(client_.get(at, **{"match[version]": "all"}))
    assert [each["name"] for each in everything["objects"]] == ["v1", "v2"]
    assert body_of(client_.get(f"{at}versions/")) == {"more": False, "versions": [one["modified"], LATER]}
    gone = client_.delete(at, f"?match[version]={LATER}")
    assert (gone.status_code, gone["Content-Type"]) == (200, TAXII)
    assert body_of(client_.get(f"{at}versions/"))["versions"] == [one["modified"]]
    assert client_.delete(at).status_code == 200
    refused(client_.get(at), 404, "taxii.no-objects")
    refused(client_.get(f"{at}versions/"), 404, "taxii.no-objects")
    refused(client_.delete(at), 404, "taxii.no-objects")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"match[type]": "indicator"}, ["one", "two"]),
        ({"match[type]": "malware,indicator"}, ["one", "two"]),
        ({"match[type]": "malware"}, []),
        ({"match[spec_version]": "2.1"}, ["one", "two"]),
        ({"match[spec_version]": "2.0"}, []),
        ({"match[version]": "all"}, ["one", "one again", "two"]),
        ({"match[version]": "first"}, ["one", "two"]),
        ({"match[version]": f"first,{LATER}"}, ["one", "one again", "two"]),
        ({"match[version]": LATER}, ["one again"]),
        ({"limit": "1"}, ["one again"]),
        ({"added_after": "2020-01-01T00:00:00Z"}, ["one again", "two"]),
        ({"added_after": "2999-01-01T00:00:00Z"}, []),
        ({"passed": "over"}, ["one again", "two"]),
    ],
)
def test_filters(client_: Program, here: CollectionView, query: dict[str, str], found: list[str]) -> None:
    one = indicator("one")
    client_.post(here.id, envelope(one, {**one, "name": "one again", "modified": LATER}, indicator("two")))
    answer = client_.get(objects(here.id), **query)
    expected = [{"one": "one again"}.get(name, name) for name in found] if "match[version]" not in query else found
    assert [each["name"] for each in body_of(answer).get("objects", [])] == expected
    entries = body_of(client_.get(manifest(here.id), **query)).get("objects", [])
    assert len(entries) == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        {"added_after": "yesterday"},
        {"added_after": ""},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "many"},
        {"limit": "9" * 30},
        {"next": "made-up"},
        {"next": "A" * 23},
        {"match[version]": "newest"},
        {"match[type]": ""},
        {"match[id]": "a,,b"},
        {"match[id]": ",".join(["x"] * 101)},
        {"match[id]": "x" * 301},
        {"match[colour]": "red"},
        {"limit": ["1", "2"]},
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    client_: Program, here: CollectionView, query: dict[str, Any]
) -> None:
    refused(client_.get(objects(here.id), **query), 400)


def test_filters_are_those_of_their_address(client_: Program, here: CollectionView) -> None:
    one = indicator("one")
    client_.post(here.id, envelope(one))
    at = f"{objects(here.id)}{one['id']}/"
    refused(client_.get(at, **{"match[type]": "indicator"}), 400, "taxii.filter-unknown")
    refused(client_.get(f"{at}versions/", **{"match[version]": "all"}), 400, "taxii.filter-unknown")


def test_a_token_opens_as_bearer_and_as_the_password_of_basic(officer: User, here: CollectionView) -> None:
    raw = program(officer).token
    client = Client()
    pair = base64.b64encode(f"anybody:{raw}".encode()).decode()
    for credentials in (f"Bearer {raw}", f"bearer {raw}", f"Basic {pair}", f"BASIC {pair}"):
        assert client.get("/taxii2/", headers={"authorization": credentials}).status_code == 200, credentials


@pytest.mark.parametrize(
    "credentials",
    ["", "Bearer", "Bearer wrong", "Token wrong", "Basic", "Basic ???", "Basic " + base64.b64encode(b"no colon").decode(),
     "Basic " + base64.b64encode(b"name:wrong").decode(), "Basic " + base64.b64encode(b"\xff:\xff").decode(), "Digest x"],
)  # fmt: skip
def test_whoever_shows_no_token_is_asked_for_one(credentials: str, db: None) -> None:
    for path in ("/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}no/such/address/"):
        answer = Client().get(path, headers={"authorization": credentials})
        refused(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Basic realm=")


def test_a_revoked_token_opens_nothing_at_once(officer: User, here: CollectionView) -> None:
    one = program(officer)
    assert one.get(f"{ROOT}collections/").status_code == 200
    Token.objects.update(revoked=now())
    refused(one.get(f"{ROOT}collections/"), 401)


def test_a_person_whose_rights_changed_has_their_new_ones_at_once(officer: User, here: CollectionView) -> None:
    one = program(officer)
    assert one.post(here.id, envelope(indicator())).status_code == 202
    User.objects.filter(id=officer.id).update(roles=["observer"], rights_version=2)
    refused(one.post(here.id, envelope(indicator())), 403)
    User.objects.filter(id=officer.id).update(is_active=False)
    refused(one.get(f"{ROOT}collections/"), 401)


def test_a_session_of_the_pages_opens_nothing(officer: User, db: None) -> None:
    client = Client()
    client.force_login(officer)
    refused(client.get("/taxii2/"), 401)


def test_scopes_bound_a_token(officer: User, here: CollectionView) -> None:
    reader, writer = program(officer, "taxii.read"), program(officer, "taxii.write")
    refused(reader.post(here.id, envelope(indicator())), 403, "access.token-scope")
    status = body_of(writer.post(here.id, envelope(indicator())))
    assert writer.get(f"{ROOT}status/{status['id']}/").status_code == 200
    refused(writer.get(objects(here.id)), 403, "access.token-scope")
    refused(writer.get("/taxii2/"), 403, "access.token-scope")
    assert body_of(reader.get(f"{ROOT}collections/{here.id}/"))["can_write"] is False
    refused(reader.delete(f"{objects(here.id)}indicator--x/"), 403, "access.token-scope")
    other = program(officer, "records:read")
    refused(other.get(objects(here.id)), 403, "access.token-scope")


@pytest.mark.parametrize(
    ("header", "is_good"),
    [
        ("", True),
        (TAXII, True),
        ("application/taxii+json; version=2.1", True),
        ('application/taxii+json;version="2.1"', True),
        ("application/taxii+json", True),
        ("*/*", True),
        ("application/*;q=0.5", True),
        ("text/html, application/taxii+json;version=2.1;q=0.1", True),
        ("application/taxii+json;version=2.0", False),
        ("application/taxii+json;version=2.1;q=0", False),
        ("application/vnd.oasis.taxii+json", False),
        ("application/json", False),
        ("text/html", False),
    ],
)
def test_the_form_of_the_answer_is_negotiated(header: str, *, is_good: bool) -> None:
    assert accepts(header) is is_good


def test_other_forms_are_not_answered(client_: Program, here: CollectionView) -> None:
    headers = {**client_.headers(), "accept": "application/json"}
    refused(client_.client.get(objects(here.id), headers=headers), 406, "taxii.not-acceptable")
    refused(client_.client.post(objects(here.id), b"{}", content_type=TAXII, headers=headers), 406)


@pytest.mark.parametrize("type_", ["application/json", "application/taxii+json;version=2.0", "text/plain", "*/*"])
def test_other_forms_are_not_taken(client_: Program, here: CollectionView, type_: str) -> None:
    assert not is_envelope(type_)
    answer = client_.client.post(objects(here.id), envelope(indicator()), content_type=type_, headers=client_.headers())
    refused(answer, 415)
    assert body_of(client_.get(objects(here.id))) == {}


def test_a_body_that_is_too_large_or_of_unknown_length_is_refused(client_: Program, here: CollectionView) -> None:
    large = client_.client.post(
        objects(here.id), b"{}", content_type=TAXII, headers=client_.headers(), CONTENT_LENGTH="20000001"
    )
    refused(large, 413)
    refused(client_.post(here.id, b"{}", **{"transfer-encoding": "chunked"}), 411)
    refused(client_.post(here.id, b"{"), 422, "taxii.not-an-envelope")


def test_methods_that_an_address_does_not_take(client_: Program, here: CollectionView) -> None:
    answer = client_.client.put(objects(here.id), b"{}", headers=client_.headers())
    refused(answer, 405)
    assert answer["Allow"] == "GET, POST"
    head = client_.client.head(objects(here.id), headers=client_.headers())
    assert (head.status_code, head.content) == (200, b"")


def test_what_is_hidden_and_what_is_absent_give_the_same_answer(client_: Program) -> None:
    stranger = a_keeper()
    hidden = a_collection(stranger, a_label(stranger, Tlp.AMBER), title="CANARY")
    for below in ("", "objects/", "manifest/", "objects/indicator--x/", "objects/indicator--x/versions/"):
        answers = [client_.get(f"{ROOT}collections/{one}/{below}") for one in (hidden.id, uuid.uuid4())]
        assert refused(answers[0], 404) == refused(answers[1], 404)
    posts = [client_.post(one, envelope(indicator())) for one in (hidden.id, uuid.uuid4())]
    assert refused(posts[0], 404) == refused(posts[1], 404)
    statuses = [client_.get(f"{ROOT}status/{uuid.uuid4()}/")]
    refused(statuses[0], 404, "taxii.no-status")


@pytest.mark.parametrize("path", ["x/", "node", "node/collections", "node/collections/x/", "other/collections/"])
def test_every_other_address_says_so_in_the_same_form(client_: Program, path: str) -> None:
    answer = client_.get(f"/taxii2/{path}")
    if answer.status_code == 301:  # Django leads on to the address with its closing slash
        assert answer["Location"].endswith("/")
        return
    refused(answer, 404, "taxii.no-address")


def test_a_nul_is_refused_wherever_it_stands(client_: Program, here: CollectionView) -> None:
    refused(client_.get(objects(here.id), **{"match[id]": "a\0b"}), 400)
    refused(client_.get(f"{objects(here.id)}a%00b/"), 400)


def test_large_pages_are_compressed_for_whoever_takes_it(client_: Program, here: CollectionView) -> None:
    client_.post(here.id, envelope(*(indicator(f"n{number}") for number in range(50))))
    plain = client_.get(objects(here.id))
    assert "Content-Encoding" not in plain
    packed = client_.client.get(objects(here.id), headers={**client_.headers(), "accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content


def test_errors_are_told_in_the_language_of_the_caller(client_: Program) -> None:
    headers = {**client_.headers(), "accept-language": "pt"}
    body = refused(client_.client.get(f"{ROOT}collections/{uuid.uuid4()}/", headers=headers), 404)
    assert "coleção" in body["description"]


def test_whoever_asks_too_often_is_told_when_to_come_back(client_: Program, here: CollectionView) -> None:
    from minassa.access import actor_of_token  # noqa: PLC0415 - the same
    from minassa.api.pace import keep  # noqa: PLC0415 - the pace is spent without asking six hundred times over HTTP

    actor = actor_of_token(client_.token)
    for _ in range(PACE.person):
        keep(PACE, actor)
    answer = client_.get(objects(here.id))
    refused(answer, 429)
    assert int(answer["Retry-After"]) >= 1
    cache.clear()


def test_a_bug_is_told_without_its_reason(
    client_: Program, here: CollectionView, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from minassa import exchange  # noqa: PLC0415 - what is broken for this test

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("CANARY")

    monkeypatch.setattr(exchange, "read_objects", broken, raising=False)
    answer = client_.get(objects(here.id))
    assert answer.status_code == 500
    assert b"CANARY" not in answer.content
    assert body_of(answer)["error_id"] in caplog.text
    assert json.loads(answer.content)["http_status"] == "500"


def test_misp_finds_the_root_and_the_collections_and_pushes_as_its_source_has_it(
    officer: User, here: CollectionView
) -> None:
    """The requests of MISP 2.4 (app/Model/TaxiiServer.php, app/files/scripts/taxii/taxii_push.py), made here by hand."""
    base, key = "/taxii2", base64.b64encode(f"any:{program(officer).token}".encode()).decode()
    headers = {"authorization": f"basic {key}", "accept": TAXII, "content-type": TAXII}
    client = Client()
    root = body_of(client.get(f"{base}/taxii2/", headers=headers))["api_roots"][0].strip("/").rpartition("/")[2]
    found = body_of(client.get(f"{base}/{root}/collections/", headers=headers))["collections"]
    assert [(one["id"], one["can_write"]) for one in found] == [(str(here.id), True)]
    at = f"{base}/{root}/collections/{here.id}/objects/"
    body = envelope(indicator("pushed"))
    assert client.post(at, body, content_type=TAXII, headers=headers).status_code == 202
    listed = body_of(client.get(at, {"limit": "50"}, headers=headers))
    assert [one["name"] for one in listed["objects"]] == ["pushed"]
    assert client.get(f"{at}{listed['objects'][0]['id']}/", headers=headers).status_code == 200


def test_a_client_that_keeps_its_next_for_another_pull_misses_nothing(client_: Program, here: CollectionView) -> None:
    """OpenCTI's connector sends the `next` of its last pull with the `added_after` of the new one."""
    at = objects(here.id)
    client_.post(here.id, envelope(*(indicator(f"old{number}") for number in range(3))))
    stale = body_of(client_.get(at, limit=2))["next"]
    later = now()
    client_.post(here.id, envelope(indicator("new")))
    asked = later.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    found = body_of(client_.get(at, next=stale, added_after=asked))
    assert [one["name"] for one in found["objects"]] == ["new"]
