"""Meetings for programs: the same agenda as on the pages, and nothing that is not for the token's person."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest

from minassa import meetings
from minassa.access import Role
from minassa.access.models import User
from minassa.base import held_at
from tests.api.conftest import Program, a_token, client_of
from tests.factories import make_user
from tests.meetings.scene import CANARY, People, invited, people, planned, prepared


@pytest.fixture
def who(db: None) -> People:
    return people()


def test_a_program_reads_editions_and_the_agenda_that_its_person_sees(
    who: People, analyst: User, program: Program
) -> None:
    made = prepared(who)
    opening = planned(who, made)
    closed = planned(who, made, begins=time(11), ends=time(12), title={"en": CANARY}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="EXERCISE")
    client = program("meetings:read")
    assert client.get(f"/api/v1/meetings/{made}").status_code == 404
    assert client.get("/api/v1/meetings").json() == []
    kind = meetings.DelegationKind.OBSERVER
    meetings.invite_delegations(who.keeper, edition=made, inviting=[meetings.Inviting(analyst.agency_id, kind)])
    invited(who, made)
    assert [one["number"] for one in client.get("/api/v1/meetings").json()] == [5]
    assert client.get(f"/api/v1/meetings/{made}").json()["agenda"] == 1
    told = client.get(f"/api/v1/meetings/{made}/agenda")
    assert [one["id"] for one in told.json()["sessions"]] == [str(opening)]
    assert told.json()["sessions"][0]["begins"].startswith("2027-02-20T09:00:00")
    assert CANARY not in told.content.decode()
    assert str(closed) not in told.content.decode()
    rows = client.get(f"/api/v1/meetings/{made}/delegations").json()
    assert [one["nominated"] for one in rows if not one["mine"]] == [None] * 3
    assert client.get(f"/api/v1/meetings/{made}/plan").status_code == 403
    assert client.get(f"/api/v1/meetings/{made}/agenda?version=9").status_code == 404


def test_the_secretariats_program_moves_and_releases(who: People) -> None:
    made = prepared(who)
    first, second = planned(who, made), planned(who, made, begins=time(11), ends=time(12), room="B")
    keeper = make_user(who.agencies["sec"], (Role.SECRETARIAT,))
    client = client_of(a_token(keeper, "meetings:read", "meetings:write"))
    address = f"/api/v1/meetings/{made}/plan"
    moved = client.post(
        f"{address}/{second}/move", {"day": "2027-02-20", "before": str(first)}, content_type="application/json"
    )
    assert [one["id"] for one in moved.json()["sessions"]] == [str(second), str(first)]
    assert (
        client.post(f"{address}/{second}/move", {"day": "2027-05-20"}, content_type="application/json").status_code
        == 422
    )
    assert client.post(f"{address}/release", {"change": "EXERCISE"}, content_type="application/json").json() == {
        "version": 1
    }
    assert client.get(address).json()["differences"] == []


def test_a_program_prepares_an_edition_and_a_delegations_program_names_its_people(who: People) -> None:
    json: dict[str, Any] = {"content_type": "application/json"}
    keeper = client_of(a_token(who.users["keeper"], "meetings:read", "meetings:write"))
    mali = client_of(a_token(who.users["mali"], "meetings:read", "meetings:write"))
    plan = {"number": 7, "names": {"en": "EXERCISE 7th"}, "city": "EXERCISE City", "country": "ma"}
    plan |= {"zone": "Africa/Casablanca", "start": "2027-02-19", "end": "2027-02-20"}
    assert mali.post("/api/v1/meetings", plan, **json).status_code == 403
    for wrong in (
        {"zone": "Nowhere/None"},
        {"start": "0001-01-01", "end": "0001-01-02"},
        {"names": {"xx": "EXERCISE"}},
    ):
        assert keeper.post("/api/v1/meetings", plan | wrong, **json).status_code == 422
    made = keeper.post("/api/v1/meetings", plan, **json)
    assert made.status_code == 201
    assert keeper.post("/api/v1/meetings", plan, **json).status_code == 409
    address = f"/api/v1/meetings/{made.json()['id']}"
    changed = keeper.put(address, plan | {"city": "EXERCISE Town", "state": "running"}, **json).json()["edition"]
    assert (changed["city"], changed["state"]) == ("EXERCISE Town", "running")
    session = {"date": "2027-02-20", "kind": "opening", "begins": "09:00", "ends": "10:00", "title": {"en": "EXERCISE"}}
    one = keeper.post(f"{address}/plan/sessions", session, **json).json()["id"]
    assert keeper.post(f"{address}/plan/sessions", session | {"begins": "11:00"}, **json).status_code == 422
    again = keeper.put(f"{address}/plan/sessions/{one}", session | {"is_open": True, "channels": ["ar"]}, **json)
    assert [(each["id"], each["channels"]) for each in again.json()["sessions"]] == [(one, ["ar"])]
    two = keeper.post(f"{address}/plan/sessions", session | {"begins": "09:30"}, **json).json()["id"]
    assert keeper.delete(f"{address}/plan/sessions/{two}").status_code == 204
    keeper.post(f"{address}/plan/days", {"day": "2027-02-20", "title": {"en": "EXERCISE day"}}, **json)
    keeper.post(f"{address}/plan/release", {}, **json)
    invitation = {"agency": str(who.agencies["mali"].id), "kind": "agency", "quota": 1}
    assert mali.get(address).status_code == 404
    (row,) = keeper.post(f"{address}/delegations", {"invitations": [invitation]}, **json).json()
    place = f"/api/v1/meetings/delegations/{row['id']}"
    said = {"name": "EXERCISE Awa", "speaks": ["fr"], "needs": f"{CANARY} need"}
    person = mali.post(f"{place}/people", said, **json).json()["id"]
    assert keeper.post(f"{place}/people", said, **json).status_code == 403
    assert CANARY not in keeper.get(place).content.decode(), "a draft is its delegation's alone"
    assert mali.put(f"{place}/people/{person}", said | {"is_head": True}, **json).json()["people"][0]["is_head"]
    assert mali.post(f"{place}/nominate", {}, **json).json() == {"nominated": 1}
    decision = f"/api/v1/meetings/people/{person}/accreditation"
    assert keeper.post(decision, {"decision": "refused"}, **json).status_code == 422
    assert mali.post(decision, {"decision": "accredited"}, **json).status_code == 403
    assert keeper.post(decision, {"decision": "accredited"}, **json).status_code == 204
    listen = f"/api/v1/meetings/sessions/{one}/interpretation/{person}"
    assert mali.put(listen, {"language": "ar"}, **json).status_code == 204
    needs = keeper.get(f"{address}/interpretation").json()
    assert needs == [{"session": one, "needs": [{"language": "ar", "people": 1, "channel": 1}]}]
    there = f"/api/v1/meetings/sessions/{one}/attendance"
    assert mali.get(there).status_code == 403
    with held_at(datetime(2027, 2, 20, 9, tzinfo=UTC)):
        meetings.attend(who.keeper, session=UUID(one), delegate=UUID(person))
    assert keeper.post(there, {"code": "EXERCISE"}, **json).status_code in {404, 409}
    assert [each["arrival"] is not None for each in keeper.get(there).json()] == [True]
    assert keeper.delete(f"{there}/{person}").status_code == 204
    assert mali.delete(f"{place}/people/{person}").status_code == 204
    assert mali.get(place).json()["people"][0]["state"] == "withdrawn"
    assert client_of(a_token(who.users["niger"], "meetings:read")).get(place).status_code == 404
