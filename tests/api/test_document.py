"""S11 for the API: every operation declares its policy, and the document says so."""

import json
from typing import Any, get_origin, get_type_hints

import pytest
from django.core.cache import cache
from django.test import Client

from minassa.access import act_named, all_acts, scopes
from minassa.api.document import METHODS, described
from minassa.api.policy import FAULTS_FIELD, POLICY_FIELD, SCOPE_FIELD
from minassa.api.urls import api
from tests.api.conftest import Program

NO_ID = "0199aa00-0000-7000-8000-000000000000"
FILLED = {"source": "un-sc", "number": "1", "ref": "QDi.012", "id": NO_ID, "name": "Person"}


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
        return client.get(address)
    if path.endswith("/records/import"):
        return client.post(address + STATED, LINE, content_type="application/x-ndjson")
    return getattr(client, method)(address, json.dumps(example(path, method)), content_type="application/json")


@pytest.mark.django_db
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
        "/records": 201,
        "/records/search": 200,
        "/records/import": 200,
        "/records/{id}": 404,  # nothing has this id
    }
