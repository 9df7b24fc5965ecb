"""Duty contacts on the pages and over the API."""

import json
from typing import Any

import pytest

from minassa.access import Role
from tests.api.conftest import a_token, client_of
from tests.factories import make_agency, make_user
from tests.web.test_requests import Side2, entered, text_of

pytestmark = pytest.mark.django_db


def written(**given: Any) -> dict[str, Any]:
    return {
        "name": "EXERCISE operations room",
        "about": "",
        "languages": "fr, ar",
        "zone": "Africa/Bamako",
        "always": "on",
        "by-phone": "+223 20 00 00 00\n+223 20 00 00 01",
        "by-secure-mail": "EXERCISE box",
        "everyone": "on",
        "tlp": "green",
        "handling": ["H0"],
        **given,
    }


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def test_a_contact_is_kept_shown_changed_confirmed_and_removed(mali: Side2, niger: Side2) -> None:
    roster = "2020-01-01 08:00 - 2099-01-01 08:00 EXERCISE Lt. Keita"
    page = mali.officer.post("/duty/new/", written(roster=roster))["Location"]
    shown = text_of(niger.analyst.get("/duty/"))
    assert "EXERCISE operations room" in shown
    assert "On duty now" in shown
    assert "EXERCISE Lt. Keita" in shown
    assert 'href="tel:+22320000000"' in shown
    assert "French" in shown
    assert "It is still right" not in text_of(niger.officer.get(page))
    form = text_of(mali.officer.get(f"{page}edit/"))
    assert "2020-01-01 08:00 - 2099-01-01 08:00 EXERCISE Lt. Keita" in form
    days = {"begins-0": "08:00", "ends-0": "17:00", "always": ""}
    assert mali.officer.post(f"{page}edit/", written(**days)).status_code == 302
    assert "08:00–17:00" in text_of(niger.analyst.get(page))
    assert mali.officer.post(f"{page}confirm/").status_code == 302
    assert mali.officer.post(f"{page}remove/").status_code == 302
    assert niger.analyst.get(page).status_code == 404


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        ({"roster": "tomorrow Keita"}, "id_roster"),
        ({"begins-3": "08:00"}, "id_begins-3"),
        ({"zone": "Mars"}, "id_zone"),
        ({"name": ""}, "id_name"),
    ],
)
def test_a_faulty_form_says_what_to_mend(mali: Side2, spoil: dict[str, str], field: str) -> None:
    answer = mali.officer.post("/duty/new/", written(**spoil))
    assert answer.status_code == 422
    assert f'href="#{field}"' in text_of(answer)


def test_what_could_not_be_used_at_night_is_not_kept(mali: Side2) -> None:
    for spoil in ({"by-phone": "", "by-secure-mail": ""}, {"always": ""}, {"languages": "french"}):
        assert mali.officer.post("/duty/new/", written(**spoil)).status_code == 422
    assert mali.analyst.post("/duty/new/", written()).status_code == 403
    assert "EXERCISE operations room" not in text_of(mali.officer.get("/duty/"))


def test_a_contact_for_one_agency_is_seen_by_no_other(mali: Side2, niger: Side2) -> None:
    only = {"everyone": "", "to": [f"agency:{niger.agency.id}"], "name": "EXERCISE-CANARY", "tlp": "amber"}
    page = mali.officer.post("/duty/new/", written(**only))["Location"]
    assert "EXERCISE-CANARY" in text_of(niger.analyst.get("/duty/"))
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.ANALYST, Role.LIAISON_OFFICER)))
    for path in ("/duty/", f"/duty/?agency={mali.agency.id}", "/", "/inbox/"):
        assert "EXERCISE-CANARY" not in text_of(outsider.get(path))
    assert outsider.get(page).status_code == outsider.get(f"{page}edit/").status_code == 404
    assert outsider.post(f"{page}confirm/").status_code == outsider.post(f"{page}remove/").status_code == 404


def test_programs_keep_and_read_contacts(mali: Side2, niger: Side2) -> None:
    ours = client_of(a_token(mali.users[Role.LIAISON_OFFICER], "duty:read", "duty:write"))
    theirs = client_of(a_token(niger.users[Role.ANALYST], "duty:read"))
    body = {
        "name": "EXERCISE desk",
        "languages": ["fr"],
        "channels": [{"kind": "phone", "value": "+223 20 00 00 00"}],
        "zone": "Africa/Bamako",
        "always": False,
        "shifts": [{"day": 6, "begins": "22:00", "ends": "06:00"}],
        "tlp": "green",
        "handling": ["H0"],
    }
    kept = ours.post("/api/v1/duty", json.dumps(body), content_type="application/json")
    assert kept.status_code == 201
    (told,) = theirs.get("/api/v1/duty").json()
    assert (told["name"], told["shifts"]) == ("EXERCISE desk", body["shifts"])
    assert told["mine"] is False
    refused = ours.post("/api/v1/duty", json.dumps({**body, "zone": "Mars"}), content_type="application/json")
    assert refused.json()["type"] == "urn:minassa:fault:liaison.zone"
    path = f"/api/v1/duty/{told['id']}"
    changed = ours.put(path, json.dumps({**body, "always": True, "shifts": []}), content_type="application/json")
    assert changed.json()["on_duty"] is True
    assert theirs.put(path, json.dumps(body), content_type="application/json").status_code == 403
