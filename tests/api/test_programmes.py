"""Programmes for programs: read, reported about, judged, and as files for registers of aid; nothing that is not shared."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from minassa import programmes
from minassa.access import Actor, Tlp
from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.programmes import Pillar, Sharing, StrategyPlan
from tests.api.conftest import Program, a_token, client_of
from tests.programmes.files import NEW
from tests.programmes.iati import PUBLICATION
from tests.programmes.scene import BEGINS, CANARY, ENDS, PLATFORM, House, committed, house, running
from tests.programmes.test_reporting import IN_TIME, first_period

WORDS = {"done": "EXERCISE done", "failed": "EXERCISE failed"}
JSON = "application/json"


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def mali(db: None) -> House:
    return house("Mali")


def client(actor: Actor) -> Client:
    return client_of(a_token(User.objects.get(id=str(actor.user_id)), "programmes:read", "programmes:write"))


def test_a_program_reads_what_its_person_sees_and_nothing_else(mali: House, program: Program) -> None:
    strategy = programmes.keep_strategy(
        mali.officer, plan=StrategyPlan("EXERCISE", BEGINS, ENDS, {Pillar.SOCIAL: "x"}), exercise=True
    )
    programmes.adopt_strategy(mali.chief, id=strategy, sharing=PLATFORM)
    seen = [running(mali, sharing=PLATFORM, strategy=strategy, reference=f"EX-{number}") for number in range(3)]
    running(mali, title=CANARY, strategy=strategy)
    (commitment,) = committed(mali)
    reader = program("programmes:read")
    first = reader.get("/api/v1/programmes?size=2&pillar=social").json()
    second = reader.get(f"/api/v1/programmes?size=2&pillar=social&before={first['next']}").json()
    assert [one["id"] for one in (*first["rows"], *second["rows"])] == [str(one.id) for one in reversed(seen)]
    assert second["next"] == ""
    assert first["rows"][0]["scores"]["results"]["score"] is None
    assert reader.get("/api/v1/programmes?pillar=justice").json() == {"rows": [], "next": ""}
    told = reader.get(f"/api/v1/programmes/{seen[0].id}").json()
    assert [one["value"] for one in told["results"][0]["indicators"][0]["targets"]] == ["50", "60"]
    assert told["money"][0]["amount"] == "1000000.5"
    assert reader.get(f"/api/v1/programmes/strategies/{strategy}").json()["pillars"][0]["programmes"] == 3
    assert [one["id"] for one in reader.get("/api/v1/programmes/commitments").json()] == [str(commitment)]
    everything = [
        reader.get(f"/api/v1/programmes{path}") for path in ("", "/strategies", "/evaluations", "/recommendations")
    ]
    assert [one.status_code for one in everything] == [200] * 4
    assert CANARY not in "".join(one.content.decode() for one in everything)


def test_a_report_is_written_submitted_returned_and_accepted(mali: House) -> None:
    made = running(mali, sharing=Sharing())
    period = first_period(mali, made)
    officer, chief = client(mali.officer), client(mali.chief)
    address = f"/api/v1/programmes/periods/{period}/report"
    value: dict[str, Any] = {"indicator": str(made.trust), "numerator": "44", "denominator": "100"}
    value |= {"measured_on": "2025-06-30", "evidence": "documented"}
    value["cells"] = [
        {"sex": "f", "numerator": "30", "denominator": "60"},
        {"sex": "m", "numerator": "14", "denominator": "40"},
    ]
    kept = officer.put(address, WORDS | {"values": [value]}, content_type=JSON)
    assert kept.status_code == 200, kept.content
    given = {one["indicator"]: one for one in kept.json()["values"]}
    assert given[str(made.trust)]["numerator"] == "44"
    assert [one["sex"] for one in given[str(made.trust)]["cells"]] == ["f", "m"]
    assert given[str(made.teachers)]["value"] is None  # a blank stays blank
    assert (
        officer.put(address, WORDS | {"values": [value | {"numerator": "4.4e1"}]}, content_type=JSON).status_code == 422
    )
    report = officer.post(f"{address}/submit", {}, content_type=JSON).json()["id"]
    assert officer.put(address, WORDS, content_type=JSON).status_code == 409
    judged = f"/api/v1/programmes/reports/{report}"
    assert officer.post(f"{judged}/accept", {}, content_type=JSON).status_code == 403
    assert chief.post(f"{judged}/return", {"note": "EXERCISE mend"}, content_type=JSON).json() == {"returned": report}
    assert officer.get(address).json()["note"] == "EXERCISE mend"
    officer.post(f"{address}/submit", {}, content_type=JSON)
    assert chief.post(f"{judged}/accept", {}, content_type=JSON).json()["state"] == "accepted"
    (outcome, _output) = chief.get(f"/api/v1/programmes/{made.id}").json()["results"]
    assert outcome["indicators"][0]["actuals"][0]["value"] == "44"


def test_a_program_sees_what_would_leave_and_only_a_person_takes_the_file(mali: House) -> None:
    made = running(mali, sharing=Sharing(Tlp.CLEAR), summary="EXERCISE")
    programmes.keep_publication(mali.officer, programme=made.id, publication=PUBLICATION)
    wanted = f"programme={made.id}"
    told = client(mali.chief).get(f"/api/v1/programmes/iati/preview?{wanted}").json()
    assert told["programmes"][0]["identifier"] == "XX-EX-0001-EX-P-01"
    assert told["programmes"][0]["left_out"] == [{"what": "milestones", "count": 1}, {"what": "budgets", "count": 1}]
    assert client(mali.chief).get(f"/api/v1/programmes/iati/export?{wanted}").status_code == 403


def test_a_program_reads_what_partners_do_where(mali: House, program: Program) -> None:
    for number, sharing in ((1, PLATFORM), (2, Sharing())):
        file = io.BytesIO(NEW.format(number=number, status="2", more="").encode())
        programmes.import_activities(mali.officer, file=file, name="EXERCISE", sharing=sharing, exercise=True)
    reader = program("programmes:read")
    (row,) = reader.get("/api/v1/programmes/activities?country=ml&sector=152&target=16.a&status=2").json()["rows"]
    assert (row["identifier"], row["amounts"][0]["total"], row["doubts"][0]) == ("XX-EX-1-1", "1000.15", "sectors")
    assert row["countries"][0] == {"vocabulary": "1", "code": "ML", "percent": "60", "name": ""}
    assert reader.get(f"/api/v1/programmes/activities/{row['id']}").json() == row
    assert reader.get("/api/v1/programmes/activities?country=td").json() == {"rows": [], "next": ""}
