"""S11 for the API: every operation declares its policy, and the document says so."""

import json
from collections.abc import Iterator
from typing import Any, get_origin, get_type_hints

import pytest
from django.core.cache import cache
from django.test import Client
from ninja import Schema

from minassa.access import act_named, all_acts, scopes
from minassa.api.document import METHODS, described
from minassa.api.policy import FAULTS_FIELD, POLICY_FIELD, SCOPE_FIELD
from minassa.api.urls import api
from tests.api.conftest import Program

NO_ID = "0199aa00-0000-7000-8000-000000000000"
FILLED = {
    "source": "un-sc",
    "number": "1",
    "ref": "QDi.012",
    "id": NO_ID,
    "name": "Person",
    "session": NO_ID,
    "person": NO_ID,
    "key": "p1",
}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    document = described(api)
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_every_operation_of_the_api_declares_its_policy() -> None:
    bound = [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert len(bound) > 15
    undeclared = [one.view_func.__name__ for one in bound if POLICY_FIELD not in (one.openapi_extra or {})]
    assert undeclared == []
    known = {one.name for one in all_acts()} | {"public", "login"}
    assert {one.openapi_extra[POLICY_FIELD] for one in bound if one.openapi_extra} <= known
    public = [one.view_func.__name__ for one in bound if not one.auth_callbacks]
    assert public == ["health"]


def test_no_operation_returns_a_tuple() -> None:
    """ninja takes a tuple of two for a status and a body: a list of two rows would become a fault."""
    views = [
        operation.view_func
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert [one.__name__ for one in views if get_origin(get_type_hints(one)["return"]) is tuple] == []


def test_no_two_shapes_share_a_name() -> None:
    """The document names a shape by its class: a second one of the same name would take the place of the first."""
    places: dict[str, set[str]] = {}
    for shape in every_shape(Schema):
        places.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def every_shape(of: type[Schema]) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        if one.__module__.startswith("minassa."):
            yield one
        yield from every_shape(one)


def test_the_document_is_whole() -> None:
    document = described(api)
    assert document["openapi"].startswith("3.1")
    ids = [operation["operationId"] for _method, _path, operation in operations()]
    assert len(ids) == len(set(ids))
    for _method, _path, operation in operations():
        assert operation["summary"]
        assert FAULTS_FIELD not in operation
        assert {"400", "500", "503"} <= set(operation["responses"])
        content = [one["content"] for status, one in operation["responses"].items() if int(status) >= 400]
        assert all(list(one) == ["application/problem+json"] for one in content)


def test_the_document_needs_a_login(db: None, program: Program) -> None:
    assert Client().get("/api/v1/openapi.json").status_code == 401
    assert program().get("/api/v1/openapi.json").json()["info"]["title"] == "Minassa"
    assert Client().get("/api/v1/docs").status_code == 404


@pytest.mark.django_db
def test_no_operation_answers_who_is_not_logged_in() -> None:
    for method, path, operation in operations():
        response = asked(Client(), method, path)
        assert response.status_code == (200 if operation[POLICY_FIELD] == "public" else 401), path


@pytest.mark.django_db
@pytest.mark.both_engines
def test_a_token_without_scope_can_do_nothing_with_content(program: Program) -> None:
    """Whatever an operation declares, its service refuses: with the scope it would pass, so the scope is what refuses."""
    client = program()
    for method, path, operation in operations():
        if SCOPE_FIELD not in operation:
            continue
        cache.clear()
        response = asked(client, method, path)
        assert response.status_code == 403, (path, response.content)
        assert response.json()["type"] in {
            "urn:minassa:fault:access.token-scope",
            "urn:minassa:fault:access.not-allowed",  # an analyst does not read the audit log at all
        }, path
        assert act_named(operation[POLICY_FIELD]).scope == operation[SCOPE_FIELD]


LINE = '{"id": "ex-1", "schema": "Person", "properties": {"name": ["EXERCISE"]}}'
ATTACHED = f"?about=record:{NO_ID}&name=x.txt&tlp=amber&handling=H0"
NEEDED = {"/attachments": f"?about=record:{NO_ID}", "/programmes/iati/": f"?programme={NO_ID}"}
FIGURES = b"area,indicator,year,value,unit,source\nML,EXERCISE schooling,2020,41.5,%,EXERCISE office\n"
STATED = "?tlp=amber&handling=H0&legal_basis=EXERCISE&purpose=counter-terrorism"


def example(path: str, method: str) -> Any:
    """The whole example that the document gives for a body."""
    document = described(api)
    reference = document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return document["components"]["schemas"][reference.rsplit("/", 1)[1]]["examples"][0]


def asked(client: Client, method: str, path: str) -> Any:
    """The answer to a request with which nothing but the right is missing."""
    address = path.format(**FILLED)
    if method == "get":
        needed = next((query for end, query in NEEDED.items() if end in path), "")
        return client.get(address + (needed if path.endswith(("/attachments", "/export", "/preview")) else ""))
    if path.endswith("/records/import"):
        return client.post(address + STATED, LINE, content_type="application/x-ndjson")
    if path.endswith("/roots/import"):
        return client.post(f"{address}?tlp=amber&handling=H0", FIGURES, content_type="text/csv")
    if path.endswith("/attachments"):
        return client.post(address + ATTACHED, b"EXERCISE", content_type="application/octet-stream")
    if method == "delete":
        return client.delete(address)
    return getattr(client, method)(address, json.dumps(example(path, method)), content_type="application/json")


OFFICERS_SAY = (
    *("send", "assign", "answer", "question", "clarify", "remark", "close", "withdraw"),
    *("accept", "confirm", "attend", "rate", "rerate", "retract"),
)


@pytest.mark.django_db
@pytest.mark.both_engines
def test_every_example_is_taken_by_whom_may(program: Program) -> None:
    client = program(*scopes())
    found = {}
    for method, path, _operation in operations():
        if method != "get":
            cache.clear()
            found[path.removeprefix("/api/v1")] = asked(client, method, path).status_code
    assert found == {
        "/check": 200,
        "/check/judgements": 201,
        "/payments/screen": 200,
        "/payments/stopped/{id}/decide": 404,
        "/payments/stopped/{id}/confirm": 404,
        "/check/observables": 200,
        "/check/content": 200,
        "/indicators/{id}/sightings": 404,
        "/records": 201,
        "/records/search": 200,
        "/records/twins/{id}/decide": 404,
        "/records/twins/{id}/undo": 404,
        "/records/import": 200,
        "/incidents/roots/import": 200,
        "/records/explore": 404,  # nothing has this id
        "/records/ways": 404,
        "/records/common": 404,
        "/records/communities": 404,
        "/records/communities/all": 200,
        "/records/bridges/all": 200,
        "/records/bridges": 404,
        "/records/identifiers": 404,
        "/watches": 201,
        "/watches/{id}/extend": 404,  # nothing has this id
        "/watches/{id}/stop": 404,
        "/watches/hits/{id}/judge": 404,
        "/diagrams": 201,
        "/diagrams/{id}": 404,  # nothing has this id
        "/diagrams/{id}/open": 404,
        "/diagrams/{id}/comments": 404,
        "/records/{id}": 404,  # nothing has this id
        "/received/{id}/acknowledge": 404,  # the same
        "/records/{id}/release/preview": 404,  # the same
        "/records/{id}/proposals": 404,  # the same
        "/proposals/{id}/answer": 404,  # the same
        "/records/{id}/withdraw": 403,  # an analyst prepares, an officer withdraws
        "/attachments": 404,  # the same
        "/attachments/{id}": 404,  # the same
        "/attachments/{id}/discard": 404,  # the same
        "/attachments/{id}/withdraw": 403,  # an officer takes back
        "/cases": 404,  # nobody matches
        "/cases/{id}/notes": 404,
        "/cases/{id}/assign": 404,
        "/cases/{id}/decide": 404,
        "/cases/{id}/agree": 404,
        "/safeguards/incidents": 403,  # there is nobody who could keep the register
        "/safeguards/incidents/{id}/notes": 403,  # a keeper of the register's
        "/safeguards/incidents/{id}/told": 403,
        "/safeguards/incidents/{id}/lessons": 403,
        "/safeguards/incidents/{id}/recall": 403,
        "/safeguards/incidents/{id}/close": 403,
        "/safeguards/incidents/{id}/decide": 403,
        "/safeguards/scraping/{id}/decide": 403,  # a supervisor's
        "/safeguards/scraping/{id}/slow": 403,  # the same
        "/incidents": 201,
        "/incidents/reports/{id}": 404,
        "/warnings/rules": 201,
        "/warnings/rules/{id}": 404,
        "/warnings/rules/{id}/pause": 404,
        "/warnings/{id}/decision": 404,
        "/requests": 422,  # there is no such agency to ask
        "/requests/{id}": 422,
        "/requests/{id}/discard": 404,
        "/requests/{id}/notes": 404,
        "/lookouts": 422,  # there is no such agency to ask
        "/lookouts/{id}/accept": 403,  # an officer answers
        "/lookouts/{id}/decline": 403,
        "/lookouts/{id}/withdraw": 403,
        "/duty": 403,  # an officer keeps contacts
        "/duty/{id}": 403,
        "/duty/{id}/confirm": 403,
        "/expertise": 403,  # an officer keeps what is offered
        "/expertise/{id}": 403,
        "/expertise/{id}/confirm": 403,
        "/expertise/{id}/remove": 403,
        "/practices": 201,
        "/practices/{id}": 404,
        "/practices/{id}/discard": 404,
        "/reports": 201,
        "/reports/{id}": 404,
        "/reports/{id}/discard": 404,
        "/alerts": 422,  # there is no such agency to warn
        "/alerts/{id}/update": 403,  # a supervisor issues, with a fresh factor
        "/alerts/{id}/acknowledge": 404,
        "/meetings": 403,  # the secretariat prepares
        "/meetings/{id}": 403,
        "/meetings/{id}/plan/days": 403,
        "/meetings/{id}/plan/sessions": 403,
        "/meetings/{id}/plan/sessions/{session}": 403,
        "/meetings/{id}/plan/release": 403,
        "/meetings/{id}/plan/{session}/move": 403,
        "/meetings/{id}/delegations": 403,
        "/meetings/{id}/door": 403,
        "/meetings/people/{id}/accreditation": 403,
        "/meetings/delegations/{id}/letter": 403,
        "/meetings/delegations/{id}/people": 403,  # focal points name people
        "/meetings/delegations/{id}/people/{person}": 403,
        "/meetings/delegations/{id}/nominate": 403,
        "/meetings/sessions/{id}/interpretation/{person}": 404,  # no session has this id
        "/meetings/sessions/{id}/attendance": 403,
        "/meetings/sessions/{id}/attendance/{person}": 403,
        "/declarations/{id}/proposals": 403,  # delegations propose
        "/declarations/proposals/{id}/table": 403,
        "/declarations/proposals/{id}/position": 403,
        "/programmes/periods/{id}/report": 403,  # a programme officer reports
        "/programmes/periods/{id}/report/submit": 403,
        "/programmes/reports/{id}/return": 403,  # a supervisor judges
        "/programmes/reports/{id}/accept": 403,
        **{f"/requests/{{id}}/{word}": 403 for word in OFFICERS_SAY},  # an analyst prepares, an officer speaks
    }
