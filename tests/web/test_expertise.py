"""The directory of expertise on the pages."""

from typing import Any

import pytest

from minassa.access import Role
from tests.factories import make_agency, make_user
from tests.web.test_requests import Side2, entered, text_of

pytestmark = pytest.mark.django_db


def written(**given: Any) -> dict[str, Any]:
    return {
        "field": "forensics",
        "languages": "fr, ar",
        "offered": "EXERCISE a laboratory for traces",
        "contact": "EXERCISE head of the laboratory",
        "until": "",
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


def test_an_entry_is_kept_found_changed_confirmed_and_removed(mali: Side2, niger: Side2) -> None:
    page = mali.officer.post("/expertise/new/", written(until="2099-01-31"))["Location"]
    shown = text_of(niger.analyst.get("/expertise/"))
    assert "EXERCISE a laboratory for traces" in shown
    assert "2099-01-31" in shown
    assert "EXERCISE head of the laboratory" in text_of(niger.analyst.get(page))
    assert "It is still right" not in text_of(niger.officer.get(page))
    assert 'value="2099-01-31"' in text_of(mali.officer.get(f"{page}edit/"))
    assert mali.officer.post(f"{page}edit/", written(field="training", offered="EXERCISE lessons")).status_code == 302
    assert "EXERCISE lessons" in text_of(niger.analyst.get(page))
    assert mali.officer.post(f"{page}confirm/").status_code == 302
    assert mali.officer.post(f"{page}remove/").status_code == 302
    assert niger.analyst.get(page).status_code == 404


def test_the_address_narrows_the_directory_and_offers_only_what_is_there(mali: Side2, niger: Side2) -> None:
    mali.officer.post("/expertise/new/", written())
    mali.officer.post("/expertise/new/", written(field="training", languages="ha", offered="EXERCISE lessons"))
    for query, found, missing in (
        ("field=training", "EXERCISE lessons", "EXERCISE a laboratory"),
        ("language=ar", "EXERCISE a laboratory", "EXERCISE lessons"),
        ("field=astrology", "EXERCISE lessons", "Show all"),
        ("country=td", "Nobody offers this", "EXERCISE lessons"),
        ("language=%25", "Nobody offers this", "EXERCISE lessons"),
    ):
        shown = text_of(niger.analyst.get(f"/expertise/?{query}"))
        assert found in shown, query
        assert missing not in shown, query
    shown = text_of(niger.analyst.get("/expertise/?field=training"))
    assert '<option value="training" selected>' in shown
    assert '<option value="ar">' in shown
    assert '<option value="cyber"' not in shown


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        ({"field": "astrology"}, "id_field"),
        ({"until": "tomorrow"}, "id_until"),
        ({"offered": ""}, "id_offered"),
        ({"contact": ""}, "id_contact"),
    ],
)
def test_a_faulty_form_says_what_to_mend(mali: Side2, spoil: dict[str, str], field: str) -> None:
    answer = mali.officer.post("/expertise/new/", written(**spoil))
    assert answer.status_code == 422
    assert f'href="#{field}"' in text_of(answer)


def test_what_says_nothing_or_is_over_is_not_kept(mali: Side2) -> None:
    for spoil in ({"languages": "french"}, {"until": "2020-01-01"}):
        assert mali.officer.post("/expertise/new/", written(**spoil)).status_code == 422
    assert mali.analyst.post("/expertise/new/", written()).status_code == 403
    assert "EXERCISE a laboratory" not in text_of(mali.officer.get("/expertise/"))


def test_an_entry_for_one_agency_is_seen_by_no_other(mali: Side2, niger: Side2) -> None:
    only = {"everyone": "", "to": [f"agency:{niger.agency.id}"], "offered": "EXERCISE-CANARY", "tlp": "amber"}
    page = mali.officer.post("/expertise/new/", written(**only, languages="zu"))["Location"]
    assert "EXERCISE-CANARY" in text_of(niger.analyst.get("/expertise/"))
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.ANALYST, Role.LIAISON_OFFICER)))
    for path in ("/expertise/", "/expertise/?field=forensics", "/expertise/?language=zu", "/", "/inbox/"):
        shown = text_of(outsider.get(path))
        assert "EXERCISE-CANARY" not in shown
        assert '<option value="zu"' not in shown  # not even that somebody offers it
        assert '<option value="forensics"' not in shown
    assert outsider.get(page).status_code == outsider.get(f"{page}edit/").status_code == 404
    assert outsider.post(f"{page}confirm/").status_code == outsider.post(f"{page}remove/").status_code == 404
