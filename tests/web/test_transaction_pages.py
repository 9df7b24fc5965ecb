"""Transactions by page: a file and its columns, a search with other parameters, a finding decided and made a case, the flow of money."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa.access import Actor, Role
from minassa.access.models import User
from minassa.cases import list_cases
from minassa.transactions import list_files, list_findings
from minassa.transactions.searching import run_waiting
from minassa.transactions.taking import take_waiting
from tests.factories import actor_for, make_agency, make_user
from tests.transactions.made import FUNNEL, table
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

GROUND = {
    "tlp": "amber",
    "handling": ["H0"],
    "purpose": "terrorism-financing",
    "legal_basis": "EXERCISE Act 1",
    "review_on": "2028-01-31",
    "case": "EX-1",
}


def entered(name: str) -> tuple[Actor, Client]:
    user = make_user(make_agency(), (Role.FIU_ANALYST,), username=name)
    client = browser()
    log_in(client, User.objects.get(id=user.id))
    return actor_for(user), client


def _fields(text: str) -> dict[str, str]:
    """What the form of a search holds when it is opened."""
    found = dict(re.findall(r'<input type="(?:number|text)" name="([\w-]+)" value="([^"]*)"', text))
    found |= dict.fromkeys(re.findall(r'<input type="checkbox" name="(on-[\w-]+)"[^>]* checked', text), "on")
    return found


def test_from_a_file_to_a_case_by_page() -> None:  # noqa: PLR0915 - one story, which costs a login and a file once
    actor, client = entered("fiu")
    assert client.get("/transactions/").status_code == 200
    assert "/transactions/files/" in client.get("/transactions/searches/").content.decode()
    sent = SimpleUploadedFile("mars.csv", table([*FUNNEL, "nonsense"]), "text/csv")
    answer = client.post("/transactions/files/", {**GROUND, "file": sent})
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    asked = client.get(address).content.decode()
    assert "EXFUNNEL" in asked
    assert client.post(address, {"c-date": "0", "encoding": "utf-8"}).status_code == 422
    columns = {
        f"c-{name}": str(place)
        for place, name in enumerate(("date", "payer", "payee", "amount", "currency", "reference"))
    }
    assert client.post(address, {**columns, "encoding": "utf-8", "order": ""}).status_code == 302
    assert "hx-get" in client.get(address).content.decode()
    assert take_waiting()
    (file,) = list_files(actor)
    assert "nonsense" in b"".join(client.get(f"{address}refused/")).decode()
    page = client.get("/transactions/searches/").content.decode()
    given = {
        **_fields(page),
        "searched": [str(file.id)],
        "purpose": "terrorism-financing",
        "thresholds": "XOF 5000000",
        "left_out": "",
    }
    assert client.post("/transactions/searches/", {**given, "p-funnel-days": "0"}).status_code == 422
    assert client.post("/transactions/searches/", {**given, "thresholds": "XOF five"}).status_code == 422
    assert client.post("/transactions/searches/", {**given, "p-corridor-corridors": "nowhere"}).status_code == 422
    begun = client.post("/transactions/searches/", {**given, "p-funnel-sources": "6"})
    assert begun.status_code == 302
    assert run_waiting()
    assert client.get(begun["Location"]).status_code == 200
    assert not list_findings(actor, rule="funnel").rows, "six payers were asked for, and there are five"
    assert client.post("/transactions/searches/", given).status_code == 302
    assert run_waiting()
    (found,) = list_findings(actor, rule="funnel").rows
    listed = client.get("/transactions/?rule=funnel").content.decode()
    assert f"/transactions/findings/{found.id}/" in listed
    page = client.get(f"/transactions/findings/{found.id}/").content.decode()
    assert "FATF, Guidance for Financial Institutions" in page
    assert "<svg" in page
    assert "EXFUNNEL" in b"".join(client.get(f"/transactions/findings/{found.id}/table/")).decode()
    account = next(iter(re.findall(r"/transactions/files/[^\"]+/money/\w+/", page)))
    assert "EXFUNNEL" not in account
    assert "EXFUNNEL" in client.get(account).content.decode()
    around = client.post(f"{address}money/", {"account": "EXP1"})
    assert "EXP1" in client.get(around["Location"]).content.decode()
    assert client.post(f"{address}money/", {"account": "EXNONE"}, follow=True).status_code == 200
    version = re.search(r'name="version" value="([^"]+)"', page)
    assert version is not None
    decision = {"version": version[1], "state": "dismissed", "reason": "EXERCISE tontine"}
    assert (
        "EXERCISE tontine"
        in client.post(f"/transactions/findings/{found.id}/decide/", decision, follow=True).content.decode()
    )
    made = client.post(f"/transactions/findings/{found.id}/case/")
    assert made["Location"].startswith("/cases/")
    assert "EXFUNNEL" in client.get(made["Location"]).content.decode()
    assert len(list_cases(actor).rows) == 1
    _other, stranger = entered("stranger")
    for hidden in (address, f"{address}refused/", account, begun["Location"], f"/transactions/findings/{found.id}/"):
        assert stranger.get(hidden).status_code == 404
    for hidden in (f"{address}drop/", f"{address}money/", f"/transactions/findings/{found.id}/case/"):
        assert stranger.post(hidden, {"account": "EXP1"}).status_code in {302, 404}
    assert "mars.csv" not in stranger.get("/transactions/files/").content.decode()
    assert client.post(f"{address}drop/").status_code == 302
    assert not list_files(actor)
