"""Files on the pages: attached without scripts, served as downloads only, hidden from whoever may not see them."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from minassa import records
from minassa.access import Actor, Handling, Label, Role, Tlp
from minassa.access.models import Agency, LoginSession, User
from minassa.base import Invalid, now
from minassa.desk import AttachmentView, attach, list_attachments
from minassa.desk.attachments import shelf
from minassa.web.uploads import InMemory
from tests.desk import files
from tests.desk.files import CANARY
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def agency() -> Agency:
    return make_agency("EXERCISE agency of files")


@pytest.fixture
def analyst(agency: Agency) -> User:
    return make_user(agency, (Role.ANALYST,))


@pytest.fixture
def client(analyst: User) -> Client:
    return entered(analyst)


def entered(user: User, *, proven: bool = False) -> Client:
    found = browser()
    log_in(found, user)
    found.cookies["language"] = "en"
    if proven:
        LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    return found


def a_record(actor: Actor, tlp: Tlp = Tlp.AMBER, *audience: str) -> str:
    assert actor.agency is not None
    label = Label(actor.agency, tlp, frozenset(audience), frozenset({Handling.H0}), exercise=True)
    ground = records.Ground("EXERCISE law", "counter-terrorism")
    name = {"name": ["EXERCISE Salem"]}
    return str(records.add_record(actor, schema="Person", properties=name, label=label, ground=ground).id)


def put(actor: Actor, record: str, *audience: str, **given: Any) -> AttachmentView:
    assert actor.agency is not None
    label = Label(actor.agency, Tlp.AMBER, frozenset(audience), frozenset({Handling.H0}), exercise=True)
    name, content = given.get("name", "photo.jpg"), given.get("content", files.picture())
    return attach(actor, about=f"record:{record}", label=label, name=name, content=content)


def form(record: str, name: str = "photo.jpg", content: bytes = b"", *, tlp: str = "amber") -> dict[str, Any]:
    return {
        "about": f"record:{record}",
        "attach-file": SimpleUploadedFile(name, content or files.picture()),
        "attach-tlp": tlp,
        "attach-handling": ["H0"],
        "whole": "1",
    }


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def on_the_shelf() -> list[Path]:
    return [one for one in shelf.folder().rglob("*") if one.is_file()]


def test_a_file_is_attached_on_the_record_and_downloaded(analyst: User, client: Client) -> None:
    record = a_record(actor_for(analyst))
    page = text_of(client.get(f"/records/{record}/"))
    assert 'enctype="multipart/form-data"' in page
    done = client.post("/attachments/add/", form(record, "تقرير.jpg"), follow=True)
    shown = text_of(done)
    assert "The file is attached." in shown
    assert "<bdi>تقرير.jpg</bdi>" in shown
    address = re.search(r"/attachments/[\w-]+/file/", shown)
    assert address is not None
    got = client.get(address[0])
    assert CANARY.encode() not in got.content
    assert got["Content-Disposition"] == "attachment; filename*=utf-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.jpg"
    assert client.get(address[0] + "?original=1").content == files.picture()


def test_s30_a_file_is_never_shown_inline(analyst: User, client: Client) -> None:
    actor = actor_for(analyst)
    made = put(actor, a_record(actor), name="note; x=y.txt", content=b"EXERCISE <b>text</b>")
    answer = client.get(f"/attachments/{made.id}/file/")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_s14_another_agencys_file_and_an_absent_one_look_the_same(client: Client) -> None:
    owner = actor_for(make_user())
    record = a_record(owner)
    hidden = put(owner, record).id
    absent = "01a20955-bc6f-76ae-a5bc-6646cec41074"
    for below in ("", "file/", "file/?original=1"):
        pages = [text_of(client.get(f"/attachments/{one}/{below}")) for one in (hidden, absent)]
        kept = [
            re.sub(rf"{hidden}|{absent}|csrf\w*. value=.\w+|X-CSRFToken[^}}]+|· \w+</bdi>", "", one) for one in pages
        ]
        assert kept[0] == kept[1]
        assert client.get(f"/attachments/{hidden}/{below}").status_code == 404
    for act in ("confirm", "take-back", "delete"):
        for one in (hidden, absent):
            assert client.post(f"/attachments/{one}/{act}/", {"reason": "EXERCISE"}).status_code in {403, 404}
    assert len(list_attachments(owner, about=f"record:{record}")) == 1


def test_a_faulty_file_is_told_beside_its_field_and_nothing_is_kept(analyst: User, client: Client) -> None:
    record = a_record(actor_for(analyst))
    for name, content, said in (
        ("drawing.svg", b"<svg/>", "Taken are:"),
        ("page.pdf", b"<html>", "is not what its name says"),
        ("bomb.zip", files.bomb(), "cannot be opened safely"),
        ("letter.exe.pdf", files.pdf(), "name cannot be used"),
    ):
        answer = client.post("/attachments/add/", form(record, name, content))
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert 'href="#id_attach-file"' in text_of(answer)
    missing = client.post("/attachments/add/", {**form(record), "attach-file": ""})
    assert missing.status_code == 422
    assert on_the_shelf() == []


def test_a_file_over_the_limit_is_thrown_away_as_it_comes(analyst: User, client: Client, settings: Settings) -> None:
    limits = replace(settings.MINASSA.attachments, megabytes=1)
    settings.MINASSA = replace(settings.MINASSA, attachments=limits)
    answer = client.post("/attachments/add/", form(a_record(actor_for(analyst)), "x.txt", b"E" * 3_000_000))
    assert answer.status_code == 422
    assert "larger than 1 MB" in text_of(answer)


def test_no_other_page_takes_a_file_that_was_thrown_away_for_an_empty_one(settings: Settings, client: Client) -> None:
    limits = replace(settings.MINASSA.attachments, megabytes=1)
    settings.MINASSA = replace(settings.MINASSA, attachments=limits)
    handler = InMemory(SimpleNamespace(actor=object()))  # type: ignore[arg-type] # what a logged-in request has
    handler.new_file("file", "x.txt", "text/plain", 0)
    for _ in range(3):
        handler.receive_data_chunk(b"E" * 500_000, 0)
    file = handler.file_complete(1_500_000)
    for read in (file.read, file.readline, file.readlines, lambda: list(file), lambda: list(file.chunks())):
        with pytest.raises(Invalid):
            read()


def cut(body: bytes, boundary: str, at: int) -> dict[str, Any]:
    return {"data": body[:at], "content_type": f"multipart/form-data; boundary={boundary}"}


def test_half_an_upload_is_no_upload(analyst: User, client: Client) -> None:
    """The line breaks off anywhere within a text file, of which every half is a text file too."""
    record = a_record(actor_for(analyst))
    fields = {"about": f"record:{record}", "attach-tlp": "amber", "attach-handling": "H0"}
    parts = [
        f'--EX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = "".join(parts) + '--EX\r\nContent-Disposition: form-data; name="attach-file"; filename="x.txt"\r\n\r\n'
    whole = f'{head}{"EXERCISE " * 5000}\r\n--EX\r\nContent-Disposition: form-data; name="whole"\r\n\r\n1\r\n--EX--\r\n'
    body = whole.encode()
    for at in (len(head) + 10, len(head) + 9000, len(head) + 45_000, len(body) - 70, len(body) - 12):
        answer = client.generic("POST", "/attachments/add/", **cut(body, "EX", at))
        assert answer.status_code in {400, 422}, at
    assert on_the_shelf() == []
    assert client.generic("POST", "/attachments/add/", **cut(body, "EX", len(body))).status_code == 302
    assert len(on_the_shelf()) == 1


def test_a_name_of_ten_megabytes_is_refused(analyst: User, client: Client) -> None:
    record = a_record(actor_for(analyst))
    name = "x" * 10_000_000
    body = (
        f'--EX\r\nContent-Disposition: form-data; name="about"\r\n\r\nrecord:{record}\r\n--EX\r\nContent-Disposition: form-data; '
        f'name="attach-file"; filename="{name}.txt"\r\n\r\nEXERCISE\r\n--EX--\r\n'
    ).encode()
    answer = client.generic("POST", "/attachments/add/", **cut(body, "EX", len(body)))
    assert answer.status_code in {400, 422}
    assert on_the_shelf() == []


def test_a_visitors_file_is_not_even_held() -> None:
    answer = browser().post("/attachments/add/", form("01a20955-bc6f-76ae-a5bc-6646cec41074"))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert on_the_shelf() == []


def test_only_marks_that_are_not_wider_are_offered(analyst: User, client: Client) -> None:
    record = a_record(actor_for(analyst), Tlp.AMBER_STRICT)
    page = text_of(client.get(f"/records/{record}/"))
    offered = re.search(r'<select name="attach-tlp".*?</select>', page, re.DOTALL)
    assert offered is not None
    assert re.findall(r'value="(\w+)"', offered[0]) == ["amber_strict"]
    assert client.post("/attachments/add/", form(record, tlp="green")).status_code == 422


def test_the_band_shows_the_strictest_mark_of_the_files_too(analyst: User, client: Client) -> None:
    actor = actor_for(analyst)
    record = a_record(actor, Tlp.GREEN)
    put(actor, record)
    band = re.search(r'<p class="handling".*?</p>', text_of(client.get(f"/records/{record}/")), re.DOTALL)
    assert band is not None
    assert "TLP:AMBER" in band[0]


def test_others_see_a_pdf_when_somebody_has_confirmed(analyst: User, client: Client) -> None:
    reader = make_user()
    actor, addressed = actor_for(analyst), f"agency:{reader.agency_id}"
    record = a_record(actor, Tlp.AMBER, addressed)
    made = put(actor, record, addressed, name="report.pdf", content=files.pdf())
    other = entered(reader)
    assert "report.pdf" not in text_of(other.get(f"/records/{record}/"))
    assert other.get(f"/attachments/{made.id}/").status_code == 404
    page = text_of(client.get(f"/attachments/{made.id}/"))
    assert "earlier versions" in page
    assert f"/attachments/{made.id}/confirm/" in page
    client.post(f"/attachments/{made.id}/confirm/")
    seen = text_of(other.get(f"/records/{record}/"))
    assert "report.pdf" in seen
    assert 'enctype="multipart/form-data"' not in seen, "who may not attach finds no form"
    theirs = text_of(other.get(f"/attachments/{made.id}/"))
    for hidden in ("original=1", "SHA-256", "take-back", "/confirm/", analyst.name):
        assert hidden not in theirs
    assert other.get(f"/attachments/{made.id}/file/").content == files.pdf()


def test_a_file_is_taken_back(analyst: User, client: Client) -> None:
    actor = actor_for(analyst)
    record = a_record(actor)
    made = put(actor, record)
    assert f"/attachments/{made.id}/take-back/" in text_of(client.get(f"/attachments/{made.id}/"))
    done = client.post(f"/attachments/{made.id}/take-back/", follow=True)
    assert "The file is taken back and deleted." in text_of(done)
    assert client.get(f"/attachments/{made.id}/").status_code == 404


def test_a_file_is_deleted_by_two_persons_on_the_pages(agency: Agency, analyst: User) -> None:
    actor = actor_for(analyst)
    record = a_record(actor)
    made = put(actor, record)
    first, second = (entered(make_user(agency, (Role.SUPERVISOR,)), proven=True) for _ in range(2))
    assert first.post(f"/attachments/{made.id}/delete/", {"reason": " "}).status_code == 422
    asked = first.post(f"/attachments/{made.id}/delete/", {"reason": "EXERCISE wrong file"})["Location"]
    assert "photo.jpg" in text_of(second.get(asked))
    second.post(f"{asked}decide/", {"decision": "grant"})
    assert first.post(f"{asked}carry-out/")["Location"] == f"/records/{record}/"
    assert list_attachments(actor, about=f"record:{record}") == ()


@pytest.fixture
def scanner_away(settings: Settings, tmp_path: Path) -> None:
    away = replace(settings.MINASSA.attachments, scanner=f"unix:{tmp_path}/nobody")
    settings.MINASSA = replace(settings.MINASSA, attachments=away)


def test_quarantine_is_said_and_offers_no_download(analyst: User, client: Client, scanner_away: None) -> None:
    record = a_record(actor_for(analyst))
    shown = text_of(client.post("/attachments/add/", form(record), follow=True))
    assert "It waits in quarantine" in shown
    assert "/file/" not in shown
    made = list_attachments(actor_for(analyst), about=f"record:{record}")[0]
    assert client.get(f"/attachments/{made.id}/file/").status_code == 409
    assert "/file/" not in text_of(client.get(f"/attachments/{made.id}/"))
