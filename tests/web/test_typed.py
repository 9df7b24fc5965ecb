"""What is typed into the forms of lookouts, duty contacts, expertise and good practices comes back, to its author alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from minassa.access import Role
from tests.factories import make_agency, make_user
from tests.web.test_requests import entered, text_of

pytestmark = pytest.mark.django_db
CANARY = "EXERCISE half a thought"
MARKS = {"tlp": "amber", "handling": ["H1"]}
FORMS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "lookout": ("/lookouts/", {"title": CANARY, "kind": "vehicle", **MARKS}),
    "duty": ("/duty/", {"name": CANARY, "always": "on", **MARKS}),
    "expertise": ("/expertise/", {"offered": CANARY, "field": "border", **MARKS}),
    "practice": ("/practices/", {"title": CANARY, "kind": "lesson", "countries": ["ml", "ne"], **MARKS}),
}
WHOLE: Mapping[str, dict[str, Any]] = {
    "lookout": {"names": "EXERCISE", "why": "EXERCISE", "wish": "report", "tell": "both", "legal_basis": "EXERCISE"}
    | {"purpose": "counter-terrorism", "expires": "2099-01-01"},
    "duty": {"languages": "fr", "by-phone": "+999 20", "zone": "Africa/Bamako"},
    "expertise": {"languages": "fr", "contact": "EXERCISE"},
    "practice": {"text": "EXERCISE", "field": "border"},
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_comes_back_to_its_author_until_it_is_kept_or_thrown_away(form: str) -> None:
    agency = make_agency("EXERCISE Mali")
    roles = (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)
    author, other = (entered(make_user(agency, roles)) for _one in range(2))
    path, fields = FORMS[form]
    typed = {"form": form, "about_draft": "", **fields}
    assert f'hx-post="/typed/{form}/"' in text_of(author.get(f"{path}new/"))
    assert author.post(f"/typed/{form}/", typed).status_code == 204
    page = text_of(author.get(f"{path}new/"))
    assert (CANARY in page, "This is what you typed last:" in page) == (True, True)
    assert 'value="H1"' in page
    assert 'name="everyone" checked' not in page.replace('id="id_everyone" ', "")  # it was not ticked any more
    assert CANARY not in text_of(other.get(f"{path}new/"))
    assert f'href="{path}new/"' in text_of(author.get("/"))
    assert author.post(f"/typed/{form}/drop/", {"form": form, "about_draft": ""}).status_code == 302
    assert CANARY not in text_of(author.get(f"{path}new/"))
    author.post(f"/typed/{form}/", typed)
    if form != "lookout":  # a lookout needs somebody to whom it goes
        assert author.post(f"{path}new/", fields | WHOLE[form]).status_code == 302
        assert "This is what you typed last:" not in text_of(author.get(f"{path}new/"))


def test_only_the_forms_that_there_are_keep_what_is_typed() -> None:
    author = entered(make_user(make_agency("EXERCISE Mali"), (Role.LIAISON_OFFICER,)))
    assert author.post("/typed/war/", {"form": "war", "about_draft": ""}).status_code == 404
    assert author.post("/typed/duty/", {"form": "expertise", "about_draft": ""}).status_code == 422
    assert author.post("/typed/duty/", {"form": "duty", "about_draft": "x"}).status_code == 422
    assert author.get("/typed/duty/").status_code == 405
