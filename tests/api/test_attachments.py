"""Files through the API: sent as they are, read back whole, and the same refusals as on the pages."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from minassa.access.models import User
from minassa.desk.attachments import shelf
from tests.api.conftest import Program, a_token, client_of
from tests.desk import files
from tests.desk.files import CANARY
from tests.factories import actor_for, make_user
from tests.records.made import add
from tests.records.releases.made import let_out, make_desk

pytestmark = pytest.mark.django_db
SCOPES = ("records:read", "attachments:read", "attachments:write")


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def about(analyst: User) -> str:
    return f"record:{add(actor_for(analyst)).id}"


def send(client: Client, about: str, name: str = "photo.jpg", content: bytes = b"", **more: Any) -> Any:
    stated = {"about": about, "name": name, "tlp": "amber", "handling": "H0", "exercise": "true"}
    query = "&".join(f"{key}={value}" for key, value in (stated | more).items())
    address = f"/api/v1/attachments?{query}"
    return client.post(address, content or files.picture(), content_type="application/octet-stream")


def test_a_file_is_sent_listed_read_and_taken_back(program: Program, about: str) -> None:
    client = program(*SCOPES)
    made = send(client, about)
    assert made.status_code == 201, made.content
    listed = client.get(f"/api/v1/attachments?about={about}").json()
    assert [(one["id"], one["marks"], one["sharing"]) for one in listed] == [
        (made.json()["id"], ["TLP:AMBER", "H0", "EXERCISE"], "stripped")
    ]
    address = f"/api/v1/attachments/{made.json()['id']}"
    shared = client.get(f"{address}/file")
    assert CANARY.encode() not in shared.content
    assert shared["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert shared["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shared["X-Content-Type-Options"] == "nosniff"
    assert shared["Cache-Control"] == "no-store"
    assert client.get(f"{address}/file?original=true").content == files.picture()
    assert client.delete(address).status_code == 204
    assert client.get(f"{address}/file").status_code == 404


def test_another_agency_finds_nothing(about: str, program: Program) -> None:
    made = send(program(*SCOPES), about).json()["id"]
    other = client_of(a_token(make_user(), *SCOPES))
    assert other.get(f"/api/v1/attachments?about={about}").status_code == 404
    for one in (made, "0199aa00-0000-7000-8000-000000000000"):
        answers = [other.get(f"/api/v1/attachments/{one}/file"), other.delete(f"/api/v1/attachments/{one}")]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert send(other, about).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.svg", b"<svg/>", "kind"),
        ("x.pdf", b"<html>", "content"),
        ("x.zip", files.bomb(), "archive"),
        ("..%2Fx.pdf", files.pdf(), "name"),
        ("x.exe.pdf", files.pdf(), "name"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(
    program: Program, about: str, name: str, content: bytes, code: str
) -> None:
    answer = send(program(*SCOPES), about, name, content)
    assert answer.status_code == 422
    assert answer.json()["type"] == f"urn:minassa:fault:desk.attachment-{code}"
    assert not any(shelf.folder().rglob("*"))


@pytest.mark.parametrize("name", ["x%00.pdf", "x%E2%80%AEfdp.pdf", "x%0A.pdf", ""])
def test_names_with_hidden_signs_are_refused_before_anything_is_read(program: Program, about: str, name: str) -> None:
    assert send(program(*SCOPES), about, name, files.pdf()).status_code in {400, 422}


def test_a_body_that_was_cut_off_is_refused(program: Program, about: str) -> None:
    address = f"/api/v1/attachments?about={about}&name=x.txt&tlp=amber&handling=H0"
    kind = "application/octet-stream"
    short: dict[str, Any] = {"wsgi.input": BytesIO(b"EXERCISE"), "CONTENT_LENGTH": "900", "CONTENT_TYPE": kind}
    answer = program(*SCOPES).generic("POST", address, **short)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:minassa:fault:api.cut-off"


def test_a_file_over_the_limit_and_one_of_another_type_are_refused(program: Program, about: str) -> None:
    client = program(*SCOPES)
    assert send(client, about, "x.txt", b"E" * 20_000_001).status_code == 422
    too_long = client.generic(
        "POST", "/api/v1/attachments", b"E", content_type="application/octet-stream", CONTENT_LENGTH="50000001"
    )
    assert too_long.status_code == 413
    assert client.post("/api/v1/attachments", {"a": "b"}).status_code == 415


@pytest.mark.parametrize("missing", SCOPES)
def test_each_scope_is_needed(analyst: User, about: str, missing: str) -> None:
    made = send(client_of(a_token(analyst, *SCOPES)), about).json()["id"]
    client = client_of(a_token(analyst, *(one for one in SCOPES if one != missing)))
    tries: dict[str, Callable[[], Any]] = {
        "records:read": lambda: send(client, about),
        "attachments:read": lambda: client.get(f"/api/v1/attachments/{made}/file"),
        "attachments:write": lambda: client.delete(f"/api/v1/attachments/{made}"),
    }
    assert tries[missing]().status_code == 403


def test_a_file_that_left_is_followed_withdrawn_and_deleted_by_its_recipient() -> None:
    a, b = make_desk(), make_desk()
    record = add(a.analyst)
    ours, theirs = (
        client_of(a_token(User.objects.get(id=one.user_id or ""), *SCOPES, "releases:read", "releases:write"))
        for one in (a.liaison, b.analyst)
    )
    about = f"record:{record.id}"
    made = [send(ours, about, name, b"EXERCISE " + name.encode()).json()["id"] for name in ("one.txt", "two.txt")]
    stays = send(ours, about, "source.txt", b"EXERCISE source", stays="true").json()
    assert stays["stays"] is True
    asked = {"to": [b.token], "label": {"tlp": "amber", "handling": ["H0"], "exercise": True}, "files": made[:1]}
    shown = ours.post(f"/api/v1/records/{record.id}/release/preview", asked, content_type="application/json").json()
    assert {one["name"]: (one["chosen"], one["stays"]) for one in shown["files"]} == {
        "one.txt": (True, ""),
        "two.txt": (False, ""),
        "source.txt": (False, "source"),
    }
    let_out(a, record, [b.token], files=map(UUID, made))
    (copy,) = ours.get(f"/api/v1/attachments/{made[0]}/copies").json()
    assert (copy["agency"], copy["arrived"], copy["has_it"]) == (str(b.agency.id), 1, True)
    assert theirs.get(f"/api/v1/attachments/{made[0]}/copies").status_code == 404
    why = {"reason": "rights"}
    address = f"/api/v1/attachments/{made[0]}/withdraw"
    assert theirs.post(address, why, content_type="application/json").status_code == 403
    assert ours.post(address, why, content_type="application/json").json() == {"agencies": 1}
    assert ours.post(address, why, content_type="application/json").status_code == 422
    assert theirs.get(f"/api/v1/attachments/{made[0]}/file").status_code == 404
    address = f"/api/v1/attachments/{made[1]}/discard"
    assert ours.post(address, {"reason": "not-needed"}, content_type="application/json").status_code == 403
    assert theirs.post(address, {"reason": "deleted"}, content_type="application/json").status_code == 422
    assert theirs.post(address, {"reason": "not-needed"}, content_type="application/json").status_code == 204
    assert ours.get(f"/api/v1/attachments/{made[1]}/copies").json()[0]["gone_for"] == "not-needed"
