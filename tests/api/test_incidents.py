"""Incidents and groups through the API. A hidden incident is planted that must not count."""

import json

import pytest
from django.core.cache import cache

from minassa.access import Tlp
from minassa.access.models import User
from minassa.records import add_record
from tests.api.conftest import Program
from tests.factories import actor_for, make_user
from tests.threats.made import GROUND, bring, handled, own_row

ENTRY = {
    "date": "2026-03-02", "country": "ne", "latitude": "12.25", "longitude": "2.5", "kind": "explosion", "deaths_best": "3",
}  # fmt: skip
LABEL = {"tlp": "amber", "handling": ["H0"], "exercise": True}
BASIS = {"legal_basis": "EXERCISE order 1", "purpose": "counter-terrorism"}
CANARY = "EXERCISE canary"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def test_an_incident_is_entered_changed_and_counted_with_its_group(program: Program, analyst: User) -> None:
    actor, colleague = actor_for(analyst), actor_for(make_user(analyst.agency))
    given = {"name": ["EXERCISE Front"]}
    group = add_record(actor, schema="ArmedGroup", properties=given, label=handled(actor), ground=GROUND)
    hidden = own_row(1, actors="EXERCISE Front", place=CANARY, country="ML", longitude="-1")
    bring(colleague, [hidden], label=handled(colleague, Tlp.RED))
    writes, reads = program("records:write"), program("records:read")
    body = {"entry": {**ENTRY, "groups": [str(group.id)]}, "label": LABEL, "ground": BASIS}
    kept = writes.post("/api/v1/incidents", json.dumps(body), content_type="application/json")
    assert kept.status_code == 201, kept.content
    own = kept.json()["id"]
    wrong = {**body, "entry": {**ENTRY, "date": "2026-02-30"}}
    refused = writes.post("/api/v1/incidents", json.dumps(wrong), content_type="application/json")
    assert refused.status_code == 422
    assert "threats.row-bad-date" in refused.content.decode()
    whole = reads.get(f"/api/v1/incidents/{own}").json()
    assert whole["incident"]["latitude"] == "12.25"
    report = whole["reports"][0]["id"]
    change = {"version": 1, "entry": {**ENTRY, "deaths_best": "5", "groups": [str(group.id)]}}
    answer = writes.patch(f"/api/v1/incidents/reports/{report}", json.dumps(change), content_type="application/json")
    assert answer.json() == {"id": own}
    told = reads.get("/api/v1/incidents").content.decode()
    assert CANARY not in told
    found = reads.get(f"/api/v1/groups/{group.id}").json()
    assert (found["incidents"], found["reach"], found["deaths"]) == (1, {"2026": {"ne": 1}}, {"low": 5, "high": 5})
    (row,) = reads.get("/api/v1/groups").json()["rows"]
    assert (row["incidents"], row["countries"]) == (1, ["ne"])
    assert reads.post("/api/v1/incidents", json.dumps(body), content_type="application/json").status_code == 403
