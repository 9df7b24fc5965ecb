import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client

from minassa import audit
from minassa.access import Role
from minassa.access.models import LoginSession, User
from minassa.base import now
from minassa.records import export_records
from tests.api.conftest import Program, a_token, client_of
from tests.factories import actor_for, make_user
from tests.records.made import add
from tests.web.entering import browser, log_in

URL = "/api/v1/records/import"
STATED = {
    "tlp": "amber",
    "handling": "H0",
    "exercise": "true",
    "legal_basis": "EXERCISE Act 1, article 1",
    "purpose": "counter-terrorism",
    "case": "EX-2026-014",
}
LINES = "\n".join(
    json.dumps({"id": f"ex-{n}", "schema": "Person", "properties": {"name": [f"EXERCISE Awa {n}"]}}) for n in range(3)
)
EXPORT = "/api/v1/records/export"
WHY = {"purpose": "counter-terrorism", "case": "EX-2026-014"}


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def imported(client: Client, body: str, media_type: str = "application/x-ndjson", **more: str) -> tuple[int, Any]:
    address = f"{URL}?{urlencode({**STATED, **more}, doseq=True)}"
    response = client.post(address, body.encode(), content_type=media_type)
    return response.status_code, response.json()


def test_json_lines_are_taken_in_and_twice_changes_nothing(program: Program) -> None:
    client = program("records:write")
    first = imported(client, LINES)
    assert first == (200, {"added": 3, "amended": 0, "unchanged": 0, "refused_count": 0, "refused": []})
    assert imported(client, LINES)[1] == {"added": 0, "amended": 0, "unchanged": 3, "refused_count": 0, "refused": []}


def test_a_table_is_told_apart_by_its_type(program: Program) -> None:
    client = program("records:write", "records:read")
    status, told = imported(client, "name,birthDate\nEXERCISE Awa,1976\n", "text/csv", kind="Person")
    assert (status, told["added"]) == (200, 1)
    row = client.get("/api/v1/records").json()["rows"][0]
    assert (row["schema"], row["marks"]) == ("Person", ["TLP:AMBER", "H0", "EXERCISE"])


def test_refused_rows_come_back_with_their_number_and_reason(program: Program) -> None:
    bad = '{"id": "ex-9", "schema": "Spy", "properties": {}}'
    _status, told = imported(program("records:write"), f"{LINES}\nno json\n{bad}\n")
    assert (told["added"], told["refused_count"]) == (3, 2)
    assert [one["number"] for one in told["refused"]] == [4, 5]
    assert all(one["reason"] for one in told["refused"])


@pytest.mark.parametrize(
    ("body", "media_type", "more", "status"),
    [
        (LINES, "application/json", {}, 415),
        (LINES, "application/x-ndjson", {"tlp": "violet"}, 422),
        (LINES, "application/x-ndjson", {"handling": ""}, 422),
        ("name\nEXERCISE", "text/csv", {}, 422),
    ],
)
def test_what_cannot_be_imported_changes_nothing(
    program: Program, body: str, media_type: str, more: dict[str, str], status: int
) -> None:
    client = program("records:write", "records:read")
    assert imported(client, body, media_type, **more)[0] == status
    assert client.get("/api/v1/records").json()["count"] == "0"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(program: Program) -> None:
    response = program("records:write").post(
        f"{URL}?{urlencode(STATED)}", b"", content_type="application/x-ndjson", headers={"content-length": "50000001"}
    )
    assert (response.status_code, response.json()["type"]) == (413, "urn:minassa:fault:api.too-large")


def test_a_body_in_chunks_is_refused_and_not_lost_in_silence(program: Program) -> None:
    response = program("records:write").post(
        f"{URL}?{urlencode(STATED)}",
        LINES.encode(),
        content_type="application/x-ndjson",
        headers={"transfer-encoding": "chunked"},
    )
    assert (response.status_code, response.json()["type"]) == (411, "urn:minassa:fault:api.no-length")


def person_with_records() -> tuple[User, Client]:
    user = make_user(roles=(Role.ANALYST,))
    actor = actor_for(user)
    for number in range(3):
        add(actor, f"EXERCISE Awa {number}")
    client = browser()
    assert log_in(client, user).status_code == 302
    return user, client


def test_an_export_needs_a_fresh_factor_and_is_logged() -> None:
    user, client = person_with_records()
    add(actor_for(make_user()), "EXERCISE Planted of another agency")
    assert client.get(EXPORT, WHY).json()["type"] == "urn:minassa:fault:access.step-up-needed"
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    response = client.get(EXPORT, WHY)
    whole = response.getvalue()
    lines = [json.loads(line) for line in whole.splitlines()]
    assert response["Content-Length"] == str(len(whole))
    assert response["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert [one["properties"]["name"] for one in lines] == [[f"EXERCISE Awa {n}"] for n in range(3)]
    assert [one.outcome for one in audit.lines(audit.Filters(action="record.export"))] == ["done", "refused"]
    actor = actor_for(user, stepped_up=True)
    again = [json.loads(line) for line in export_records(actor, format="ftm", purpose=WHY["purpose"])]
    assert again == lines


def test_a_table_of_an_export_is_a_file_to_keep() -> None:
    user, client = person_with_records()
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    response = client.get(EXPORT, {"format": "csv", "kind": "Person", **WHY})
    assert response["Content-Disposition"] == 'attachment; filename="records.csv"'
    assert len(response.getvalue().decode().splitlines()) == 4
    assert client.get(EXPORT, {"format": "csv", **WHY}).status_code == 422


def test_an_export_whose_right_ends_midway_is_a_problem_and_not_half_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    user, client = person_with_records()
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())

    def ending(*args: Any, **kwargs: Any) -> Iterator[bytes]:
        lines = export_records(*args, **kwargs)
        yield next(lines)
        User.objects.filter(pk=user.pk).update(rights_version=99)
        yield from lines

    monkeypatch.setattr("minassa.records.exports.CHUNK", 1)
    monkeypatch.setattr("minassa.api.operations.transfers.room.export_records", ending)
    response = client.get(EXPORT, WHY)
    assert (response.status_code, response.json()["type"]) == (403, "urn:minassa:fault:access.rights-changed")


def test_a_token_cannot_export(program: Program) -> None:
    response = program("records:read", "records:write").get(EXPORT, WHY)
    assert response.status_code == 403


def test_exports_are_paced_and_say_when_to_come_back() -> None:
    client = client_of(a_token(make_user(roles=(Role.ANALYST,)), "records:read"))
    answers = [client.get(EXPORT, WHY) for _ in range(11)]
    assert [one.status_code for one in answers] == [403] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
