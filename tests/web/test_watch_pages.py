"""Subjects under watch by page: from a check, a record, a form and a file; what is another agency's answers as if it were absent."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa.access import Actor, Role
from minassa.access.models import User
from minassa.base import today
from minassa.screening import import_list
from minassa.screening.index import forget_index
from minassa.watch import files, list_watches
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import add
from tests.screening.samples import SAMPLES
from tests.watch.scene import begin_anew, turn
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

WHY = {"purpose": "counter-terrorism", "case": "EX-1"}


def entered(name: str) -> tuple[Actor, Client]:
    user = make_user(make_agency(), (Role.ANALYST,), username=name)
    client = browser()
    log_in(client, User.objects.get(id=user.id))
    return actor_for(user), client


def token_in(page: str) -> str:
    form = page.split('action="/watch/from-check/"')[1]
    return form.split('name="token" value="')[1].split('"')[0]


def test_from_a_check_a_record_and_a_file_and_decided_on_its_page() -> None:
    forget_index()
    begin_anew()
    actor, client = entered("analyst")
    _other, elsewhere = entered("stranger")
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    turn()
    answer = client.post("/check/answer/", {"name": "Ibrahim Danjumarewa", **WHY}).content.decode()
    token = token_in(answer)
    begun = client.post("/watch/from-check/", {"token": token}).content.decode()
    assert 'value="Ibrahim Danjumarewa"' in begun
    term = {**WHY, "until": _later(), "reason": "EXERCISE courier"}
    made = client.post("/watch/from-check/", {"token": token, "name": "Ibrahim Danjumarewa", **term})
    assert made.status_code == 302, made.content.decode()
    assert client.post("/watch/from-check/", {"token": token + "x"}).status_code == 422
    assert client.post("/watch/new/", {"name": "EXERCISE Zeinab", **WHY}).status_code == 422
    fresh = client.post("/watch/new/", {"name": "يوسف بن صالح المصباحي", **term})
    record = add(actor, "EXERCISE Zoulikha Bensaadallah")
    assert client.post(f"/watch/record/{record.id}/", term).status_code == 302
    assert elsewhere.get(f"/watch/record/{record.id}/").status_code == 404
    turn()
    page = client.get(fresh["Location"]).content.decode()
    assert "EXi.005" in page
    address = next(part.split('"')[0] for part in page.split('action="') if "/judge/" in part.split('"')[0])
    assert client.post(address, {"verdict": "dismissed", "reason": "EXERCISE"}, follow=True).status_code == 200
    assert client.post(address, {"verdict": "maybe", "reason": "EXERCISE"}).status_code == 422
    listed = client.get("/watch/").content.decode()
    assert listed.count('class="title"') >= 3
    for one in list_watches(actor).rows:
        for way in ("", "stop/", "extend/"):
            ask = elsewhere.post if way else elsewhere.get
            assert ask(f"/watch/{one.id}/{way}", {"until": _later(), "reason": "x"}).status_code == 404
    assert "Danjumarewa" not in elsewhere.get("/watch/").content.decode()
    assert elsewhere.post(address, {"verdict": "dismissed", "reason": "EXERCISE"}).status_code == 404
    assert client.post(f"{made['Location']}extend/", {"until": "2020-01-01", "reason": "x"}).status_code == 422
    assert client.post(f"{made['Location']}stop/", follow=True).status_code == 200
    assert "Danjumarewa" in client.get("/watch/?state=stopped").content.decode()
    assert client.get("/watch/?state=x").status_code == 404


def _later() -> str:
    return (today() + timedelta(days=90)).isoformat()


def test_a_file_by_page_with_its_refused_rows() -> None:
    _actor, client = entered("analyst2")
    _other, elsewhere = entered("stranger2")
    table = SimpleUploadedFile("s.csv", b"name\nEXERCISE One Two\n\n;\nEXERCISE Three\n", "text/csv")
    term = {**WHY, "until": _later(), "reason": "EXERCISE clients"}
    assert (
        client.post("/watch/files/", {**term, "file": SimpleUploadedFile("s.csv", b"x\n1\n", "text/csv")}).status_code
        == 422
    )
    sent = client.post("/watch/files/", {**term, "file": table})
    assert sent.status_code == 302, sent.content.decode()
    assert "hx-get" in client.get(sent["Location"]).content.decode()
    assert client.post(f"{sent['Location']}drop/", follow=True).status_code == 200
    files.take_waiting()
    assert "hx-get" not in client.get(f"{sent['Location']}state/").content.decode()
    refused = b"".join(client.get(f"{sent['Location']}refused/"))
    assert refused.startswith("\ufeffrow,name,reason".encode())
    for way in ("", "state/", "refused/"):
        assert elsewhere.get(f"{sent['Location']}{way}").status_code == 404
    assert client.post(f"{sent['Location']}drop/", follow=True).status_code == 200
