"""Good practices and lessons on the pages."""

from typing import Any

import pytest

from minassa.access import Role
from tests.factories import make_agency, make_user
from tests.web.test_requests import Side2, entered, text_of

pytestmark = pytest.mark.django_db


def written(*to: Any, **given: Any) -> dict[str, Any]:
    return {
        "to": [f"agency:{one.id}" for one in to],
        "kind": "lesson",
        "title": "EXERCISE elders at the table",
        "field": "prevention",
        "countries": ["ml"],
        "text": "EXERCISE they were heard.",
        "tlp": "amber",
        "handling": ["H0"],
        **given,
    }


@pytest.fixture
def mali() -> Side2:
    return Side2("Mali")


@pytest.fixture
def niger() -> Side2:
    return Side2("Niger")


def test_a_lesson_is_written_released_read_corrected_and_taken_back(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/practices/new/", written(niger.agency))["Location"]
    draft = text_of(mali.analyst.get(page))
    assert "A supervisor releases it." in draft
    assert "EXERCISE Niger" in draft
    assert "Would leave under" in draft
    assert niger.analyst.get(page).status_code == 404
    assert "EXERCISE elders at the table" in text_of(mali.chief.get("/"))
    assert "Release it" in text_of(mali.chief.get(page))
    assert mali.chief.post(f"{page}release/").status_code == 302
    shown = text_of(niger.analyst.get(page))
    assert "EXERCISE they were heard." in shown
    assert "Take back" not in shown
    assert mali.chief.post(f"{page}correct/", written(text="EXERCISE twice.")).status_code == 422  # what is new?
    assert (
        mali.chief.post(f"{page}correct/", written(text="EXERCISE twice.", change="EXERCISE more")).status_code == 302
    )
    assert "EXERCISE twice." in text_of(niger.analyst.get(page))
    assert niger.chief.post(f"{page}withdraw/", {"change": "x"}).status_code == 403
    assert mali.chief.post(f"{page}withdraw/", {"change": "EXERCISE a name was in it"}).status_code == 302
    assert niger.analyst.get(page).status_code == 404
    assert "Taken back" in text_of(mali.analyst.get(page))


def test_a_draft_is_changed_and_thrown_away(mali: Side2) -> None:
    page = mali.analyst.post("/practices/new/", written())["Location"]
    assert "It names no recipients yet." in text_of(mali.chief.get(page))
    assert 'value="EXERCISE elders at the table"' in text_of(mali.analyst.get(f"{page}edit/"))
    assert mali.analyst.post(f"{page}edit/", written(title="EXERCISE other")).status_code == 302
    assert "EXERCISE other" in text_of(mali.analyst.get("/practices/"))
    assert mali.chief.get(f"{page}correct/").status_code == 404  # only what was released is corrected
    assert mali.analyst.post(f"{page}discard/").status_code == 302
    assert mali.analyst.get(page).status_code == 404


def test_the_address_narrows_the_list(mali: Side2) -> None:
    mali.analyst.post("/practices/new/", written())
    mali.analyst.post(
        "/practices/new/", written(kind="good-practice", field="border", title="EXERCISE lanes", countries=[])
    )
    for query, found, missing in (
        ("kind=lesson", "EXERCISE elders", "EXERCISE lanes"),
        ("field=border", "EXERCISE lanes", "EXERCISE elders"),
        ("country=ml", "EXERCISE elders", "EXERCISE lanes"),
        ("kind=rumour", "EXERCISE lanes", "Show all"),
        ("country=%25", "Nothing is written about this", "EXERCISE lanes"),
    ):
        shown = text_of(mali.analyst.get(f"/practices/?{query}"))
        assert found in shown, query
        assert missing not in shown, query


@pytest.mark.parametrize(
    ("spoil", "field"),
    [({"title": ""}, "id_title"), ({"text": ""}, "id_text"), ({"field": "x"}, "id_field"), ({"tlp": "red"}, "id_tlp")],
)
def test_a_faulty_form_says_what_to_mend(mali: Side2, spoil: dict[str, str], field: str) -> None:
    answer = mali.analyst.post("/practices/new/", written(**spoil))
    assert answer.status_code == 422
    assert f'href="#{field}"' in text_of(answer)


def test_a_lesson_for_one_agency_is_seen_by_no_other(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/practices/new/", written(niger.agency, title="EXERCISE-CANARY"))["Location"]
    mali.chief.post(f"{page}release/")
    assert "EXERCISE-CANARY" in text_of(niger.analyst.get("/practices/"))
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.SUPERVISOR,)))
    for path in ("/practices/", "/practices/?field=prevention", "/practices/?country=ml", "/", "/inbox/"):
        assert "EXERCISE-CANARY" not in text_of(outsider.get(path))
    assert outsider.get(page).status_code == outsider.get(f"{page}correct/").status_code == 404
    for act in ("release", "withdraw", "discard"):
        assert outsider.post(f"{page}{act}/", {"change": "x"}).status_code == 404
