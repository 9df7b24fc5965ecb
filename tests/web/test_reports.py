"""Reports on the pages: written, previewed, released, corrected, taken back, printed; hidden from others."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from minassa.access.models import Agency
from minassa.desk import rendering_fault
from tests.web.test_requests import Side2, text_of

pytestmark = pytest.mark.django_db


def written(*to: Agency, **given: Any) -> dict[str, Any]:
    return {
        "to": [f"agency:{one.id}" for one in to],
        "title": "EXERCISE assessment",
        "section-situation": "EXERCISE-CANARY two convoys",
        "section-gaps": "EXERCISE who leads them",
        "judgement-1": "EXERCISE they move again",
        "likelihood-1": "likely",
        "confidence-1": "low",
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


def test_a_report_goes_from_page_to_page_until_it_is_taken_back(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/reports/new/", written(niger.agency))["Location"]
    preview = text_of(mali.analyst.get(f"{page}preview/"))
    assert "EXERCISE Niger" in preview
    assert "A supervisor releases it." in preview
    assert niger.analyst.get(page).status_code == 404
    assert mali.analyst.post(f"{page}release/").status_code == 403
    assert "Release the report" in text_of(mali.chief.get(f"{page}preview/"))
    assert mali.chief.post(f"{page}release/").status_code == 302
    shown = text_of(niger.analyst.get(page))
    for piece in ("EXERCISE-CANARY two convoys", "55–75 %", "low confidence", "Verify with the owner before acting:"):
        assert piece in shown
    assert "EXERCISE Mali has released a report to your agency." in text_of(niger.analyst.get("/inbox/"))
    half = mali.chief.post(f"{page}correct/", written(niger.agency))
    assert half.status_code == 422
    assert 'href="#id_change"' in text_of(half)
    assert mali.chief.post(f"{page}correct/", written(change="EXERCISE one convoy only")).status_code == 302
    assert "EXERCISE one convoy only" in text_of(niger.officer.get(page))
    assert mali.chief.post(f"{page}withdraw/", {"change": "EXERCISE wrong"}).status_code == 302
    assert niger.analyst.get(page).status_code == 404
    assert "Taken back" in text_of(mali.analyst.get(page))


def test_a_third_agency_finds_no_report(mali: Side2, niger: Side2) -> None:
    chad = Side2("Chad")
    page = mali.analyst.post("/reports/new/", written(niger.agency, title="EXERCISE-CANARY"))["Location"]
    mali.chief.post(f"{page}release/")
    for client in (chad.analyst, chad.officer, chad.chief):
        for way in ("", "pdf/", "preview/", "edit/", "correct/"):
            assert client.get(f"{page}{way}").status_code in {403, 404}
        for path in ("/", "/reports/", "/inbox/"):
            assert "EXERCISE-CANARY" not in text_of(client.get(path))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"section-gaps": ""}, "id_section-gaps"),
        ({"likelihood-1": ""}, "id_likelihood-1"),
        ({"first_day": "2026-01-01"}, "id_last_day"),
        ({"records": "nonsense"}, "id_records"),
        ({"handling": []}, "id_handling"),
    ],
)
def test_what_is_missing_is_said_at_its_field(mali: Side2, niger: Side2, given: dict[str, Any], field: str) -> None:
    answer = mali.analyst.post("/reports/new/", written(niger.agency, **given))
    assert answer.status_code == 422
    assert field in text_of(answer)
    assert "EXERCISE-CANARY two convoys" in text_of(answer)  # nothing that was typed is lost


def test_what_is_typed_is_kept_for_its_author_alone(mali: Side2, niger: Side2) -> None:
    typed = {"form": "report", "about_draft": "", **written(niger.agency, title="EXERCISE half a report")}
    assert mali.analyst.post("/reports/draft/", typed).status_code == 204
    assert "EXERCISE half a report" in text_of(mali.analyst.get("/reports/new/"))
    assert "EXERCISE half a report" in text_of(mali.analyst.get("/"))
    assert "EXERCISE half a report" not in text_of(mali.officer.get("/reports/new/"))
    for form, about in (("report", "x"), ("other", "")):
        assert mali.analyst.post("/reports/draft/", {"form": form, "about_draft": about}).status_code == 422


@pytest.mark.skipif(bool(rendering_fault()), reason=rendering_fault() or "PDF can be made")
def test_the_pdf_is_in_the_readers_language_and_a_download(mali: Side2, niger: Side2) -> None:
    page = mali.analyst.post("/reports/new/", written(niger.agency))["Location"]
    mali.chief.post(f"{page}release/")
    niger.analyst.cookies["language"] = "fr"
    answer = niger.analyst.get(f"{page}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "Jugements clés" in text
    assert str(reader.root_object["/Lang"]) == "fr"
