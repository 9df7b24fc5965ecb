"""Tables of calls and payments by page: their columns are named, the node reads them as whoever brought them, and refused rows come back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa.access import Actor, Role, system_actor
from minassa.access.doorway import door
from minassa.access.models import User
from minassa.desk import run_intakes
from minassa.desk.acts import INTAKE_RUN
from minassa.desk.models import Intake
from minassa.records import list_records, list_tables
from minassa.records.nexus import held
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

ROWS = "Von;An;Am;x\n+22670000001;+22670000002;2026-03-02;a\n+22670000001;+22670000003;03/04/2026;b\nnobody;+2267;2026-03-02;c\n"
GROUND = {
    "tlp": "amber",
    "handling": ["H0"],
    "purpose": "counter-terrorism",
    "legal_basis": "EXERCISE Act 1",
    "review_on": "2028-01-31",
    "case": "EX-1",
}


@pytest.fixture(autouse=True)
def no_graph_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun."""
    monkeypatch.setattr(held, "_held", None)


def entered(name: str) -> tuple[Actor, Client]:
    user = make_user(make_agency(), (Role.ANALYST,), username=name)
    client = browser()
    log_in(client, User.objects.get(id=user.id))
    return actor_for(user), client


def brought(client: Client, text: str = ROWS) -> str:
    file = SimpleUploadedFile("calls.csv", text.encode(), "text/csv")
    answer = client.post("/records/tables/", {**GROUND, "sort": "calls", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_table_comes_in_by_page_with_its_columns_named() -> None:
    actor, client = entered("analyst")
    address = brought(client)
    asked = client.get(address).content.decode()
    assert "+22670000003" in asked
    lacking = client.post(address, {"c-caller": "0", "c-callee": "", "c-date": "2", "order": ""})
    assert lacking.status_code == 422
    told = {"c-caller": "0", "c-callee": "1", "c-date": "2", "order": "dmy", "source": "EXERCISE Telecom"}
    assert client.post(address, told).status_code == 302
    assert "hx-get" in client.get(address).content.decode()
    assert client.post(f"{address}drop/", follow=True).status_code == 200
    assert list_tables(actor)[0].book.state == "waiting"
    run_intakes(None)
    ended = client.get(address).content.decode()
    assert f"{address}failed/" in ended
    refused = b"".join(client.get(f"{address}failed/")).decode()
    assert "records.no-line" in refused
    assert "nobody" in refused
    assert {row.caption for row in list_records(actor, schema="Call").rows} == {"+22670000001"}
    (table,) = list_tables(actor)
    assert (table.book.state, table.book.read, table.book.counts) == (
        "done",
        3,
        {"added": 2, "amended": 0, "unchanged": 0, "made": 3, "refused": 1},
    )
    page = client.get(
        f"/records/{list_records(actor, schema='PhoneLine').rows[-1].id}/nexus/?{_why()}"
    ).content.decode()
    assert 'id="flows"' in page
    assert 'id="timeline"' in page
    assert "since=2026-04-03" in page
    assert client.post(f"{address}drop/").status_code == 302
    assert list_tables(actor) == ()


def test_anothers_table_is_not_there_and_one_that_breaks_is_given_up() -> None:
    actor, client = entered("analyst")
    _other, stranger = entered("stranger")
    address = brought(client)
    for path in ("", "progress/", "failed/"):
        assert stranger.get(f"{address}{path}").status_code == 404
    assert stranger.post(f"{address}drop/").status_code == 404
    assert "calls.csv" not in stranger.get("/records/tables/").content.decode()
    empty = client.post("/records/tables/", {**GROUND, "sort": "calls", "file": SimpleUploadedFile("x.csv", b"a;b\n")})
    assert empty.status_code == 422
    client.post(address, {"c-caller": "0", "c-callee": "1", "c-date": "2", "order": ""})
    with door(system_actor("imports"), INTAKE_RUN):
        Intake.objects.update(tries=3)
    run_intakes(None)
    (table,) = list_tables(actor)
    assert table.book.state == "failed"
    assert "administrator" in client.get(address).content.decode()


def _why() -> str:
    return "purpose=counter-terrorism&case=EX-1"
