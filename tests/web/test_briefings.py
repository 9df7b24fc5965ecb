"""Threat reports with figures on the pages: begun, written, released, made as Word; schedules kept and ended; hidden from others."""

import io
from typing import Any

import docx as word_files
import pytest

from minassa.access import Role, Tlp
from minassa.threats import month_number
from tests.factories import actor_for
from tests.threats.made import bring, handled, own_row
from tests.web.test_requests import Side2, text_of

pytestmark = pytest.mark.django_db
FIRST, LAST = month_number(2026, 2), month_number(2026, 4)
CANARY = "EXERCISE-CANARY"


def asked(*to: Side2, **given: Any) -> dict[str, Any]:
    plain = {
        "title": "EXERCISE Sahel",
        "to": [f"agency:{one.agency.id}" for one in to],
        "tlp": "amber",
        "handling": ["H0"],
    }
    return plain | given


def test_from_the_form_to_the_paper() -> None:
    mali, niger = Side2("Mali"), Side2("Niger")
    writer = actor_for(mali.users[Role.ANALYST])
    bring(
        writer,
        [own_row(number, place=f"EXERCISE Open {number}") for number in range(3)],
        label=handled(writer, Tlp.GREEN),
    )
    bring(writer, [own_row(9, place=CANARY, actors=CANARY)])
    late = mali.analyst.post("/reports/figures/", asked(niger, first=LAST, last=FIRST))
    assert late.status_code == 422
    assert 'href="#id_last"' in text_of(late)
    empty = text_of(mali.analyst.post("/reports/figures/", asked(niger, first=FIRST, last=LAST, countries=["dz"])))
    assert "Not one incident of this period and area" in empty
    page = mali.analyst.post("/reports/figures/", asked(niger, first=FIRST, last=LAST))["Location"]
    own = text_of(mali.analyst.get(page))
    for piece in (
        "The figures count 3 incidents",
        "1 that you see is left out",
        'class="threat-map"',
        "EXERCISE Front",
    ):
        assert piece in own
    assert CANARY not in own
    assert "A report needs at least the situation" in text_of(mali.chief.get(f"{page}preview/"))
    parts = {"section-situation": "EXERCISE three attacks", "section-gaps": "EXERCISE who leads them"}
    assert mali.analyst.post(f"{page}edit/", asked(niger) | parts).status_code == 302
    assert mali.analyst.post(f"{page}figures/").status_code == 302
    assert mali.chief.post(f"{page}release/").status_code == 302
    shown = text_of(niger.analyst.get(page))
    assert 'class="threat-map"' in shown
    assert "EXERCISE three attacks" in shown
    assert "left out" not in shown
    word = word_files.Document(io.BytesIO(niger.analyst.get(f"{page}docx/").content))
    assert len(word.inline_shapes) == 2


def test_schedules_are_kept_and_ended() -> None:
    mali, niger = Side2("Mali"), Side2("Niger")
    assert mali.analyst.post("/reports/schedules/keep/", asked(niger, every="never")).status_code == 422
    assert mali.analyst.post("/reports/schedules/keep/", asked(niger, every="quarter")).status_code == 302
    shown = text_of(mali.analyst.get("/reports/schedules/"))
    assert "Every quarter, for the quarter before" in shown
    way = shown.split('action="')[1:]
    stop = next(one.split('"')[0] for one in way if one.split('"')[0].endswith("/stop/"))
    assert "EXERCISE Sahel" not in text_of(niger.analyst.get("/reports/schedules/"))
    assert niger.analyst.post(stop).status_code == 404
    assert mali.analyst.post(stop).status_code == 302
    assert "No schedules yet." in text_of(mali.analyst.get("/reports/schedules/"))
