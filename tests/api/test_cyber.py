"""Observables by the thousand, and indicators, through the API."""

import io
import json
from typing import Any

import pytest
from django.core.cache import cache

from minassa.access import Tlp
from minassa.access.models import User
from minassa.cyber import import_content
from minassa.cyber.content.index import forget_index
from tests.api.conftest import Program
from tests.cyber.made import bring_in, indicator, own_label, relation, technique, thing
from tests.factories import actor_for, an_actor

WHY = {"purpose": "cyber", "case": "EX-2026-014"}
URL = "/api/v1/check/observables"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def asked(program: Program, *values: str) -> dict[str, Any]:
    response = program("check").post(URL, json.dumps({**WHY, "values": values}), content_type="application/json")
    assert response.status_code == 200, response.content
    told: dict[str, Any] = response.json()
    return told


def test_values_are_answered_in_their_order_and_what_is_none_is_said(program: Program, analyst: User) -> None:
    bring_in(actor_for(analyst), indicator("[domain-name:value = 'evil.example.com']", name="EXERCISE drop"))
    told = asked(program, "evil[.]example[.]com", "no value", "198.51.100.7", "EVIL.example.com")
    assert (told["known"], told["unknown"], told["unread"]) == (1, 1, [1])
    assert [one["observable"]["value"] for one in told["answers"]] == ["evil.example.com", "198.51.100.7"]
    match = told["answers"][0]["matches"][0]
    assert (match["name"], match["source"], match["marks"]) == (
        "EXERCISE drop",
        "EXERCISE feed",
        ["TLP:AMBER", "EXERCISE"],
    )


def test_ten_thousand_hashes_fit_into_one_question(program: Program) -> None:
    told = asked(program, *[f"{number:064x}" for number in range(10_000)])
    assert (told["known"], told["unknown"]) == (0, 10_000)


def test_one_observable_in_the_plain_check_is_answered_too(program: Program, analyst: User) -> None:
    bring_in(actor_for(analyst), "[email-addr:value = 'someone@mail.example']")
    response = program("check").post(
        "/api/v1/check", json.dumps({**WHY, "name": "someone[at]mail[.]example"}), content_type="application/json"
    )
    told = response.json()
    assert told["observable"]["observable"] == {"kind": "email", "value": "someone@mail.example", "system": ""}
    assert told["observable"]["known"] is True
    plain = program("check").post(
        "/api/v1/check", json.dumps({**WHY, "name": "EXERCISE"}), content_type="application/json"
    )
    assert plain.json()["observable"] is None


def test_indicators_are_listed_by_kind_and_state_and_read_whole(program: Program, analyst: User) -> None:
    actor = actor_for(analyst)
    bring_in(actor, "[domain-name:value = 'a.example']", "[ipv4-addr:value = '198.51.100.7']")
    bring_in(actor, indicator("[domain-name:value = 'b.example']", revoked=True))
    client = program("cyber:read")

    def names(query: str) -> list[str]:
        return [one["name"] for one in client.get(f"/api/v1/indicators{query}").json()["rows"]]

    assert names("?kind=domain") == ["b.example", "a.example"]
    assert names("?kind=domain&state=valid") == ["a.example"]
    page = client.get("/api/v1/indicators?size=2").json()
    assert (len(page["rows"]), page["count_text"]) == (2, "3")
    assert len(client.get(f"/api/v1/indicators?size=2&before={page['next']}").json()["rows"]) == 1
    whole = client.get(f"/api/v1/indicators/{page['rows'][0]['id']}").json()
    assert json.loads(whole["content"])["pattern"] == whole["pattern"]
    assert client.get("/api/v1/indicators?before=nonsense").status_code == 422


def test_a_hidden_indicator_and_one_that_is_not_look_the_same(program: Program) -> None:
    other = an_actor()
    bring_in(other, "[domain-name:value = 'canary.example.com']", label=own_label(other, Tlp.AMBER))
    client = program("cyber:read", "check")
    from minassa.cyber import list_indicators  # noqa: PLC0415 - the owner's own list, to have the id

    hidden = list_indicators(other).rows[0].id
    absent = "0199aa00-0000-7000-8000-000000000000"
    answers = [client.get(f"/api/v1/indicators/{one}") for one in (hidden, absent)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    listed = client.get("/api/v1/indicators").json()
    assert (listed["rows"], listed["count_text"]) == ([], "0")
    assert asked(program, "canary.example.com")["known"] == 0


def test_sightings_are_told_and_read_as_a_stream(program: Program, analyst: User) -> None:
    owner = an_actor()
    bring_in(owner, "[domain-name:value = 'a.example']", label=own_label(owner, Tlp.GREEN))
    client = program("cyber:read", "cyber:write")
    shown = client.get("/api/v1/indicators").json()["rows"][0]["id"]
    given = {"count": 4, "last_seen": "2026-03-01T12:00:00Z"}
    made = client.post(f"/api/v1/indicators/{shown}/sightings", json.dumps(given), content_type="application/json")
    assert (made.status_code, made.json()["count"]) == (201, 4)
    stream = client.get("/api/v1/sightings").json()
    assert [one["agency"] for one in stream["rows"]] == [str(analyst.agency_id)]
    assert client.get(f"/api/v1/sightings?after={stream['next']}").json() == {"rows": [], "next": stream["next"]}
    assert client.get(f"/api/v1/indicators/{shown}").json()["sightings_text"] == "1"


def test_threats_are_listed_and_read_with_the_techniques_seen(program: Program, analyst: User) -> None:
    phishing, campaign = (
        technique("EXERCISE Phishing", "T1566", "initial-access"),
        thing("campaign", "EXERCISE campaign"),
    )
    bring_in(actor_for(analyst), phishing, campaign, relation(campaign, "uses", phishing))
    client = program("cyber:read")
    rows = client.get("/api/v1/threats?kind=campaign").json()["rows"]
    whole = client.get(f"/api/v1/threats/{rows[0]['id']}").json()
    assert [(one["words"], one["name"]) for one in whole["related"]] == [("uses", "EXERCISE Phishing")]
    tactics = client.get("/api/v1/threats/techniques").json()
    assert [(one["name"], one["techniques"][0]["users"]) for one in tactics] == [("initial-access", 1)]
    assert client.get("/api/v1/threats?kind=phone").status_code == 422


def test_known_content_is_asked_by_its_hash(program: Program, analyst: User) -> None:
    forget_index()
    actor = actor_for(analyst)
    pdq = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
    table = io.BytesIO(f"pdq,quality,category\n{pdq},100,attack\n".encode())
    import_content(actor, file=table, label=own_label(actor), source="EXERCISE list")
    given = {**WHY, "hashes": [f"{int(pdq, 16) ^ 7:064x}", "0" * 64]}
    told = program("check").post("/api/v1/check/content", json.dumps(given), content_type="application/json").json()
    assert [[(one["by"], one["distance"], one["category"]) for one in each["matches"]] for each in told] == [
        [("pdq", 3, "attack")],
        [],
    ]
    forget_index()
    bad = {**WHY, "hashes": ["no hash"]}
    answer = program("check").post("/api/v1/check/content", json.dumps(bad), content_type="application/json")
    assert answer.status_code == 422
