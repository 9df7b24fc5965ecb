"""Payments by page: a file is sent, followed, answered; a stopped one is decided, becomes a case, and is nobody else's."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from minassa.access import Role
from minassa.payments.jobs import screen_files
from minassa.screening import import_list
from tests.factories import actor_for, make_agency, make_user
from tests.payments.made import LISTED, Pay, pain001
from tests.screening.samples import SAMPLES
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db


def test_a_file_is_sent_followed_and_decided_and_another_agency_finds_nothing() -> None:
    cache.clear()
    user, client = make_user(make_agency(), (Role.FIU_ANALYST,)), browser()
    import_list(actor_for(user), source="un-sc", path=SAMPLES["un-sc"])
    log_in(client, user)
    bad = client.post("/payments/", {"file": SimpleUploadedFile("x.xml", b"<a/>"), "purpose": "counter-terrorism"})
    assert bad.status_code == 422
    content = pain001([Pay(), Pay(creditor=f"{LISTED}"), Pay(amount="-1")], count="9").encode()
    file = SimpleUploadedFile("EXERCISE <b>pay.xml", content)
    sent = client.post("/payments/", {"file": file, "purpose": "counter-terrorism", "case": "EX-1"})
    assert sent.status_code == 302, sent.content.decode()
    address = str(sent["Location"])
    assert "hx-get" in client.get(address).content.decode()
    screen_files()
    page = client.get(address).content.decode()
    assert "hx-get" not in client.get(f"{address}progress/").content.decode()
    assert "<b>pay" not in page
    for form, start in (("csv", b"number,"), ("json", b'{"number"'), ("status", b"<?xml")):
        whole = b"".join(client.get(f"{address}answer/{form}/").streaming_content).removeprefix("\ufeff".encode())  # type: ignore[attr-defined] # a file is streamed
        assert whole.startswith(start)
    assert client.get(f"{address}answer/exe/").status_code == 404
    assert b"-1" in b"".join(client.get(f"{address}bad/").streaming_content)  # type: ignore[attr-defined] # the same
    (stopped,) = set(re.findall(r"/payments/stopped/[0-9a-f-]{36}/", page))
    assert LISTED in client.get("/payments/stopped/").content.decode()
    shown = client.get(stopped).content.decode()
    assert LISTED in shown
    assert "EXi.005" in shown
    case = client.post(f"{stopped}case/")
    assert case.status_code == 302
    assert LISTED in client.get(str(case["Location"])).content.decode()
    assert client.post(f"{stopped}decide/", {"verdict": "released"}).status_code == 422
    other = browser()
    log_in(other, make_user(make_agency(), (Role.FIU_ANALYST, Role.SUPERVISOR)))
    for place in (address, f"{address}progress/", f"{address}answer/csv/", f"{address}bad/", stopped):
        assert other.get(place).status_code == 404
    assert other.post(f"{stopped}decide/", {"verdict": "released", "reason": "x"}).status_code == 404
    assert LISTED not in other.get("/payments/stopped/?state=all").content.decode()
    done = client.post(f"{stopped}decide/", {"verdict": "released", "reason": "EXERCISE born elsewhere"}, follow=True)
    assert "EXERCISE born elsewhere" in done.content.decode()
    assert LISTED not in client.get("/payments/stopped/").content.decode()
