import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minassa import audit
from minassa.access import Role
from minassa.access.models import User
from tests.api.conftest import Program, a_token, client_of
from tests.factories import make_user

URL = "/api/v1/records"
WHY = {"purpose": "counter-terrorism", "case": "EX-2026-014"}
PERSON: dict[str, Any] = {
    "schema": "Person",
    "properties": {"name": ["EXERCISE Awa Diallo", "عوا ديالو"], "birthDate": ["1976-08-14"]},
    "label": {"tlp": "amber", "handling": ["H1"], "exercise": True},
    "ground": {
        "legal_basis": "EXERCISE Act 1, article 1",
        "purpose": "counter-terrorism",
        "grading": {"scheme": "admiralty", "source": "B", "information": "2"},
    },
}


def sent(client: Client, method: str, address: str, body: object) -> tuple[int, Any]:
    response = getattr(client, method)(address, json.dumps(body), content_type="application/json")
    return response.status_code, response.json()


@pytest.fixture
def writer(program: Program) -> Client:
    cache.clear()
    return program("records:read", "records:write")


@pytest.fixture
def record(writer: Client) -> dict[str, Any]:
    status, told = sent(writer, "post", URL, PERSON)
    assert status == 201, told
    assert isinstance(told, dict)
    return told


@pytest.fixture
def stranger(db: None) -> Client:
    """An analyst of another agency."""
    return client_of(a_token(make_user(roles=(Role.ANALYST,)), "records:read", "records:write"))


def test_a_record_comes_back_as_it_was_sent(record: dict[str, Any], writer: Client, analyst: User) -> None:
    told = writer.get(f"{URL}/{record['id']}", WHY).json()
    assert told == record
    assert (told["schema"], told["properties"]) == ("Person", PERSON["properties"])
    assert told["label"]["owner"] == str(analyst.agency_id)
    assert told["marks"] == ["TLP:AMBER", "H1", "EXERCISE"]
    assert told["grading"] == {"scheme": "admiralty", "source": "B", "information": "2", "third": ""}
    line = audit.lines(audit.Filters(action="record.read"))[0]
    assert (line.purpose, line.case, line.subject) == (WHY["purpose"], WHY["case"], f"record:{record['id']}")


def test_hidden_and_absent_records_look_the_same(record: dict[str, Any], stranger: Client) -> None:
    absent = record["id"][:-1] + ("0" if record["id"][-1] != "0" else "1")
    for tail in ("", "/history", "/links"):
        hidden_answer = stranger.get(f"{URL}/{record['id']}{tail}", WHY)
        absent_answer = stranger.get(f"{URL}/{absent}{tail}", WHY)
        assert hidden_answer.status_code == 404
        assert hidden_answer.content == absent_answer.content
    change = {"version": 1, "properties": {"name": ["EXERCISE Other"]}}
    hidden = sent(stranger, "patch", f"{URL}/{record['id']}", change)
    assert hidden == sent(stranger, "patch", f"{URL}/{absent}", change)
    assert hidden[0] == 404


def test_nothing_of_a_hidden_record_is_in_lists_counts_or_searches(record: dict[str, Any], stranger: Client) -> None:
    assert stranger.get(URL).json() == {"rows": [], "next": "", "count": "0"}
    assert sent(stranger, "post", f"{URL}/search", {"query": "diallo", **WHY})[1]["rows"] == []


def test_a_search_finds_across_scripts_and_leaves_no_name_in_the_log(record: dict[str, Any], writer: Client) -> None:
    for query in ("diallo awa", "ديالو", "DIAL"):
        assert [row["id"] for row in sent(writer, "post", f"{URL}/search", {"query": query, **WHY})[1]["rows"]] == [
            record["id"]
        ]
    line = audit.lines(audit.Filters(action="record.search"))[0]
    assert "dial" not in str(line).lower()
    assert line.case == WHY["case"]


def test_a_list_goes_on_where_the_page_before_ended(writer: Client) -> None:
    ids = [sent(writer, "post", URL, PERSON)[1]["id"] for _ in range(5)]
    seen, before = [], ""
    while True:
        page = writer.get(f"{URL}?size=2&schema=Person&before={before}").json()
        seen += [row["id"] for row in page["rows"]]
        before = page["next"]
        if not before:
            break
    assert seen == ids[::-1]
    assert page["count"] == "5"


def test_a_change_is_a_new_version_and_two_at_once_conflict(record: dict[str, Any], writer: Client) -> None:
    address = f"{URL}/{record['id']}"
    change = {"version": record["version"], "properties": {"name": ["EXERCISE Awa Sow"]}}
    status, told = sent(writer, "patch", address, change)
    assert (status, told["version"], told["caption"]) == (200, record["version"] + 1, "EXERCISE Awa Sow")
    assert sent(writer, "patch", address, change)[0] == 409
    history = writer.get(f"{address}/history").json()
    assert [one["caption"] for one in history] == [record["caption"]]


def test_two_past_states_are_two_rows(record: dict[str, Any], writer: Client) -> None:
    address = f"{URL}/{record['id']}"
    for version in (1, 2):
        change = {"version": version, "properties": {"name": [f"EXERCISE Awa {version}"]}}
        assert sent(writer, "patch", address, change)[0] == 200
    assert [one["number"] for one in writer.get(f"{address}/history").json()] == [2, 1]


def test_a_wider_label_needs_a_second_person(record: dict[str, Any], writer: Client) -> None:
    wider = {"version": record["version"], "label": {"tlp": "clear", "handling": ["H0"]}}
    status, told = sent(writer, "patch", f"{URL}/{record['id']}", wider)
    assert status == 403
    assert told["type"] in {"urn:minassa:fault:access.step-up-needed", "urn:minassa:fault:access.approval-needed"}
    assert writer.get(f"{URL}/{record['id']}").json()["label"]["tlp"] == "amber"


def test_every_wrong_property_is_named(writer: Client) -> None:
    wrong = {**PERSON, "properties": {"name": ["EXERCISE"], "favouriteColour": ["green"], "shoeSize": ["42"]}}
    status, told = sent(writer, "post", URL, wrong)
    assert status == 422
    assert {one["field"] for one in told["fields"]} == {"body.properties.favouriteColour", "body.properties.shoeSize"}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("label", {"tlp": "red", "handling": ["H0"]}),
        ("label", {"tlp": "amber", "handling": []}),
        ("label", {"tlp": "amber", "handling": ["H0"], "audience": ["agency:nobody"]}),
        ("ground", {"legal_basis": " ", "purpose": "counter-terrorism"}),
        ("ground", {**PERSON["ground"], "grading": {"scheme": "admiralty", "source": "Z", "information": "9"}}),
        ("schema", "Spy"),
    ],
)
def test_what_a_record_must_state_is_refused_otherwise(writer: Client, part: str, value: object) -> None:
    status, told = sent(writer, "post", URL, {**PERSON, part: value})
    assert (status, bool(told["next_step"])) == (422, True)


def test_schemata_are_told_in_the_readers_language(program: Program) -> None:
    client = program()
    french = client.get("/api/v1/schemata/Person", headers={"accept-language": "fr"}).json()
    english = client.get("/api/v1/schemata/Person", headers={"accept-language": "en"}).json()
    assert (english["kind"], english["label"]) == ("person", "Person")
    assert [one["name"] for one in french["properties"]] == [one["name"] for one in english["properties"]]
    assert "Person" in {one["name"] for one in client.get("/api/v1/schemata").json()}
    assert client.get("/api/v1/schemata/Spy").status_code == 404


def test_links_are_explored_and_nobody_else_gets_further(
    record: dict[str, Any], writer: Client, stranger: Client
) -> None:
    phone = sent(writer, "post", URL, {**PERSON, "schema": "PhoneLine", "properties": {"name": ["+226 70 00 00 01"]}})[
        1
    ]
    ends = {"subject": [record["origin"]], "object": [phone["origin"]]}
    link = sent(writer, "post", URL, {**PERSON, "schema": "UnknownLink", "properties": ends})[1]
    status, found = sent(writer, "post", f"{URL}/explore", {"ids": [record["id"]], **WHY})
    assert (status, [one["id"] for one in found["subjects"]]) == (200, [record["id"], phone["id"]])
    assert [one["record"]["id"] for one in found["ties"]] == [link["id"]]
    status, ways = sent(writer, "post", f"{URL}/ways", {"start": record["id"], "end": phone["id"], **WHY})
    assert (status, [len(one["steps"]) for one in ways["ways"]], ways["is_whole"]) == (200, [1], True)
    both = {"ids": [record["id"], phone["id"]], **WHY}
    assert sent(writer, "post", f"{URL}/common", both) == (200, [])
    for where, body in (
        ("explore", both),
        ("common", both),
        ("ways", {"start": phone["id"], "end": phone["id"], **WHY}),
    ):
        assert sent(stranger, "post", f"{URL}/{where}", body)[0] == 404
    assert sent(writer, "post", f"{URL}/explore", {**both, "kinds": ["Nothing"]})[0] == 422
