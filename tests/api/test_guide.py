"""docs/api.md is held to the API: its addresses, scopes, limits and examples."""

import json
import re
from pathlib import Path

from django.test import Client

from minassa.access.models import User
from minassa.api import limits, pace
from minassa.api.document import described
from minassa.api.operations import attachments, transfers
from minassa.api.policy import SCOPE_FIELD
from minassa.api.urls import api
from tests.api.conftest import a_token, client_of

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_scope_of_an_operation_is_in_the_guide() -> None:
    found = {one.get(SCOPE_FIELD) for path in described(api)["paths"].values() for one in path.values()} - {None, ""}
    assert found == set(re.findall(r"^\| `([a-z:]+)` \|", GUIDE, re.MULTILINE))


def test_every_address_of_the_guide_is_one_of_the_api() -> None:
    known = {
        (path.removeprefix("/api/v1"), method.upper())
        for path, ways in described(api)["paths"].items()
        for method in ways
    }
    named = {(path, method) for method, path in re.findall(r"`(GET|POST|PATCH|DELETE) (/[^`?]*)`", GUIDE)}
    assert len(named) > 8
    assert named <= known


def test_the_limits_of_the_guide_are_those_of_the_code() -> None:
    for kind in (pace.CHECKS, pace.SEARCHES, pace.TRANSFERS):
        assert re.search(rf"\| {kind.person} \| {kind.agency} \|", GUIDE)
    assert (limits.BODY_BYTES, transfers.IMPORT_BYTES, attachments.MOST_BYTES) == (1_000_000, 50_000_000, 50_000_000)
    assert (f"{limits.LONGEST_TEXT:,}" in GUIDE, f"{limits.MOST_VALUES:,}" in GUIDE) == (True, True)


def test_the_examples_that_send_something_are_taken(analyst: User) -> None:
    client = client_of(a_token(analyst, "check", "records:read", "records:write"))
    sent = re.findall(r"\$MINASSA(/[a-z/]+) (?:(?!curl).)*?-d '(\{.*?\})'", GUIDE, re.DOTALL)
    assert [address for address, _body in sent] == ["/check", "/check/judgements", "/records", "/records/search"]
    assert [_status(client, address, body) for address, body in sent] == [200, 201, 201, 200]


def _status(client: Client, address: str, body: str) -> int:
    json.loads(body)
    return client.post(f"/api/v1{address}", body, content_type="application/json").status_code
