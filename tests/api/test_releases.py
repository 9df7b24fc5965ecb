"""Programs that look after releases: previews, books, acknowledgements, withdrawals, proposals."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minassa.access import Role, Tlp
from minassa.access.models import User
from tests.api.conftest import a_token, client_of
from tests.api.test_records import sent
from tests.factories import make_remote_agency
from tests.records.made import add, own_label
from tests.records.releases.made import Desk, label_for, let_out, make_desk

URL = "/api/v1"
pytestmark = pytest.mark.django_db


def program(desk: Desk, role: Role, *scopes: str) -> Client:
    cache.clear()
    user = next(one for one in User.objects.filter(agency=desk.agency) if role.value in one.roles)
    return client_of(a_token(user, *scopes))


@pytest.fixture
def a(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def b(db: None) -> Desk:
    return make_desk()


def test_a_preview_says_what_would_leave_and_changes_nothing(a: Desk, b: Desk) -> None:
    made = add(a.analyst, notes="NOTESCANARY", origin="REFERENCECANARY")
    asked = {"to": [b.token], "label": {"tlp": "amber", "handling": ["H0"], "exercise": True}}
    client = program(a, Role.ANALYST, "records:read")
    status, told = sent(client, "post", f"{URL}/records/{made.id}/release/preview", asked)
    assert (status, told["needs_approval"], told["recipients"], told["fresh"]) == (
        200,
        True,
        [str(b.agency.id)],
        [str(b.agency.id)],
    )
    assert told["content"]["properties"] == {"name": ["EXERCISE Awa Diallo"]}
    assert told["left_out"] == [{"property": "notes", "why": "owners-only"}]
    assert "CANARY" not in str(told)
    assert client_books(a) == []
    status, told = sent(
        program(b, Role.ANALYST, "records:read"), "post", f"{URL}/records/{made.id}/release/preview", asked
    )
    assert status == 404


def client_books(desk: Desk) -> list[dict[str, Any]]:
    told = program(desk, Role.SUPERVISOR, "releases:read").get(f"{URL}/releases").json()
    rows: list[dict[str, Any]] = told["rows"]
    return rows


def test_the_books_are_read_page_by_page_by_their_own_agency(a: Desk, b: Desk) -> None:
    made = add(a.analyst, label=own_label(a.analyst, Tlp.GREEN))
    away = [make_remote_agency() for _ in range(3)]
    let_out(a, made, [f"agency:{one.id}" for one in away], label_for(a, Tlp.GREEN))
    client = program(a, Role.ANALYST, "releases:read")
    first = client.get(f"{URL}/releases?size=2").json()
    second = client.get(f"{URL}/releases", {"size": "2", "before": first["next"]}).json()
    assert {one["agency"] for one in (*first["rows"], *second["rows"])} == {str(one.id) for one in away}
    assert second["next"] == ""
    assert len(client.get(f"{URL}/records/{made.id}/releases").json()) == 3
    other = program(b, Role.SUPERVISOR, "releases:read")
    assert other.get(f"{URL}/records/{made.id}/releases").json() == other.get(f"{URL}/releases").json()["rows"] == []


def test_a_withdrawal_is_acknowledged_by_a_program(a: Desk, b: Desk) -> None:
    made = add(a.analyst)
    let_out(a, made, [b.token])
    status, told = sent(
        program(a, Role.LIAISON_OFFICER, "releases:write"),
        "post",
        f"{URL}/records/{made.id}/withdraw",
        {"recall": True},
    )
    assert (status, told) == (200, {"agencies": 1})
    client = program(b, Role.LIAISON_OFFICER, "releases:read", "releases:write")
    (owed,) = client.get(f"{URL}/received?owed=true").json()["rows"]
    assert (owed["step"], owed["reason"], owed["marks"]) == (
        "withdraw",
        "mis-disclosed",
        ["TLP:AMBER", "H0", "EXERCISE"],
    )
    assert client.post(f"{URL}/received/{owed['id']}/acknowledge", content_type="application/json").json()[
        "acknowledged_at"
    ]
    assert client.post(f"{URL}/received/{owed['id']}/acknowledge", content_type="application/json").status_code == 409
    assert (
        program(a, Role.LIAISON_OFFICER, "releases:write")
        .post(f"{URL}/received/{owed['id']}/acknowledge", content_type="application/json")
        .status_code
        == 404
    )
    status, told = sent(
        program(a, Role.LIAISON_OFFICER, "releases:write"), "post", f"{URL}/records/{made.id}/withdraw", {}
    )
    assert (status, told["type"]) == (422, "urn:minassa:fault:records.not-released")


def test_a_proposal_is_made_and_answered(a: Desk, b: Desk) -> None:
    made = add(a.analyst, birthDate="1984")
    let_out(a, made, [b.token])
    asked = {"text": "EXERCISE", "properties": {"birthDate": ["1985"]}}
    status, proposal = sent(
        program(b, Role.ANALYST, "releases:write"), "post", f"{URL}/records/{made.id}/proposals", asked
    )
    assert (status, proposal["state"], proposal["mine"]) == (201, "waiting", True)
    owner = program(a, Role.ANALYST, "releases:write", "releases:read", "records:write")
    assert [one["id"] for one in owner.get(f"{URL}/records/{made.id}/proposals").json()] == [proposal["id"]]
    status, told = sent(owner, "post", f"{URL}/proposals/{proposal['id']}/answer", {"accept": False})
    assert (status, told["type"]) == (422, "urn:minassa:fault:records.answer-reason")
    status, told = sent(owner, "post", f"{URL}/proposals/{proposal['id']}/answer", {"accept": True})
    assert (status, told["state"]) == (200, "accepted")
    seen = program(b, Role.ANALYST, "records:read").get(f"{URL}/records/{made.id}").json()
    assert seen["properties"]["birthDate"] == ["1985"]


def test_no_token_releases_anything() -> None:
    from minassa.records.acts import RECORD_RELEASE, RECORD_RELEASE_BEYOND  # noqa: PLC0415 - this test alone looks at acts

    assert RECORD_RELEASE.scope == RECORD_RELEASE_BEYOND.scope == ""
