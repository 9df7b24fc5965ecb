from pathlib import Path

import pytest

from minassa.access.models import User
from minassa.screening import import_list
from tests.api.conftest import Program
from tests.factories import actor_for

SAMPLES = Path(__file__).parents[2] / "src" / "minassa" / "screening" / "samples"


@pytest.fixture
def un_list(analyst: User) -> str:
    """The invented EXERCISE list in the form of the Security Council's, in force."""
    import_list(actor_for(analyst), source="un-sc", path=SAMPLES / "un-sc.xml")
    return "un-sc"


def test_lists_tell_what_is_in_force(un_list: str, program: Program) -> None:
    told = {one["source"]: one for one in program("lists:read").get("/api/v1/lists").json()}
    assert told["un-sc"]["in_force"]["subjects"] > 0
    assert told["ofac-sdn"]["in_force"] is None


def test_a_list_tells_its_versions(un_list: str, program: Program) -> None:
    told = program("lists:read").get("/api/v1/lists/un-sc").json()
    assert [one["number"] for one in told["versions"]] == [told["in_force"]["number"]]


def test_the_delta_comes_in_pages_that_leave_out_nothing(un_list: str, program: Program) -> None:
    client = program("lists:read")
    first = client.get("/api/v1/lists/un-sc").json()["in_force"]
    address = f"/api/v1/lists/un-sc/versions/{first['number']}"
    whole = client.get(address, {"size": 100}).json()
    refs, before = [], ""
    while True:
        page = client.get(f"{address}?size=2&before={before}").json()
        refs += [one["ref"] for one in page["changes"]]
        before = page["next"]
        if not before:
            break
    assert refs == [one["ref"] for one in whole["changes"]]
    assert len(refs) == first["added"]
    assert {one["what"] for one in whole["changes"]} == {"added"}


def test_a_subject_is_read_by_the_lists_own_reference(un_list: str, program: Program) -> None:
    client = program("lists:read")
    number = client.get("/api/v1/lists/un-sc").json()["in_force"]["number"]
    known = client.get(f"/api/v1/lists/un-sc/versions/{number}").json()["changes"][0]
    told = client.get(f"/api/v1/lists/un-sc/subjects/{known['ref']}").json()
    assert told["is_listed"] is True
    assert told["subject"] == known["after"]
    assert [one["subject"] for one in told["history"]] == [known["after"]]


@pytest.mark.parametrize(
    "address", ["no-such-list", "un-sc/versions/99", "un-sc/subjects/QDi.999", "no-such-list/subjects/QDi.999"]
)
def test_what_is_not_there_is_a_problem(un_list: str, program: Program, address: str) -> None:
    response = program("lists:read").get(f"/api/v1/lists/{address}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_token_without_the_scope_is_told_which_one(un_list: str, program: Program) -> None:
    response = program("check").get("/api/v1/lists")
    assert response.status_code == 403
    assert "lists:read" in response.json()["next_step"]
