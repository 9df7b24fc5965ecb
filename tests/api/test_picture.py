"""The threat picture through the API: what the asker sees, and nothing else."""

import json
from collections.abc import Iterator

import pytest

from minassa.access import Role
from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.threats import import_figures
from minassa.threats.picture.outlook import make_outlooks
from minassa.threats.warnings.looking import look
from tests.api.conftest import Program
from tests.factories import actor_for, an_actor
from tests.threats.made import bring, handled, own_row
from tests.threats.test_picture import NOW, history

URL = "/api/v1/incidents"


@pytest.fixture(autouse=True)
def _known(analyst: User) -> Iterator[None]:
    with held_at(NOW):
        bring(actor_for(analyst), history(30))
        bring(an_actor(), history(30, first=3_000, country="BF", longitude="-1.3"))
        yield


def test_trends_spread_and_forecasts_are_told_with_the_marks_of_what_they_rest_on(program: Program) -> None:
    asker = program("records:read")
    trends = asker.get(f"{URL}/trends?measure=deaths&first=2026-01-01").json()
    assert [(one["month"], one["count"]) for one in trends["months"]] == [("2026-01", 6), ("2026-02", 6)]
    assert [one["key"] for one in trends["places"]] == ["ne"]
    assert trends["marks"] == ["EXERCISE", "H0", "TLP:AMBER"]
    spread = asker.get(f"{URL}/spread?most=1").json()
    assert (spread["until"], spread["month"]) == ("2026-02", "2026-03")
    assert [(one["south"], one["west"], one["countries"]) for one in spread["continues"]] == [(12.0, 2.5, ["ne"])]
    assert asker.get(f"{URL}/forecast").json()["state"] == "waiting"
    assert make_outlooks() == 1
    told = asker.get(f"{URL}/forecast").json()
    assert (told["state"], told["last"]) == ("ready", "2026-02")
    assert [[each["country"] for each in one["countries"]] for one in told["horizons"]] == [["ne"]] * 3
    assert asker.get(f"{URL}/trends?kind=x").status_code == 422
    assert program("records:write").get(f"{URL}/trends").status_code == 403


def test_figures_come_in_and_are_told_beside_incidents_with_their_sources(program: Program) -> None:
    asker = program("records:read", "records:write")
    table = "area,indicator,year,value,unit,source\nNE,EXERCISE schooling,2026,41.50,%,EXERCISE office\nXX,EXERCISE,2026,1,,EXERCISE\n"
    stated = "tlp=amber&handling=H0&exercise=true"
    done = asker.post(f"{URL}/roots/import?{stated}", table, content_type="text/csv").json()
    assert (done["added"], done["failed"], done["bad"][0]["row"], done["bad"][0]["why"]) == (1, 1, 3, "area")
    hidden = table.replace("41.50", "99").replace("schooling", "canary")
    stranger = an_actor(Role.ANALYST)
    import_figures(stranger, content=hidden.encode(), label=handled(stranger))
    told = asker.get(f"{URL}/roots?area=NER").json()
    assert (told["area"], told["areas"], told["years"][-1], told["incidents"][-1]) == ("ne", ["ne"], 2026, 4)
    (line,) = told["lines"]
    assert (line["indicator"], line["values"]) == (
        "EXERCISE schooling",
        [{"year": 2026, "value": "41.5", "source": "EXERCISE office"}],
    )
    assert told["marks"] == ["EXERCISE", "H0", "TLP:AMBER"]
    assert asker.post(f"{URL}/roots/import?{stated}", "area\n", content_type="text/csv").status_code == 422
    assert (
        program("records:read").post(f"{URL}/roots/import?{stated}", table, content_type="text/csv").status_code == 403
    )


def test_rules_are_set_and_warnings_told_and_decided_upon(program: Program, analyst: User) -> None:
    asker = program("records:read", "records:write")
    rule = {"name": "EXERCISE new areas", "kind": "new_cell"}
    made = asker.post("/api/v1/warnings/rules", json.dumps(rule), content_type="application/json")
    assert made.status_code == 201
    bring(actor_for(analyst), [own_row(900, latitude="13.2", longitude="3.1", date="2026-03-08")])
    assert look() == 1
    (one,) = asker.get("/api/v1/warnings").json()["rows"]
    assert (one["facts"]["cell"], one["facts"]["count"], one["name"]) == ("13,3", 1, rule["name"])
    assert len(asker.get(f"/api/v1/warnings/{one['id']}").json()["incidents"]) == 1
    decision = json.dumps({"state": "dismissed"})
    for status in (200, 409):
        answer = asker.post(f"/api/v1/warnings/{one['id']}/decision", decision, content_type="application/json")
        assert answer.status_code == status
    (rested,) = asker.get("/api/v1/warnings/rules").json()
    pause = asker.post(
        f"/api/v1/warnings/rules/{rested['id']}/pause", json.dumps({"paused": True}), content_type="application/json"
    )
    assert pause.json()["paused"] is True
    assert asker.delete(f"/api/v1/warnings/rules/{rested['id']}").status_code == 204
    assert asker.get("/api/v1/warnings/rules").json() == []
