"""Files that travel, on the pages: chosen in the release, followed, withdrawn, replaced, deleted by whoever was sent them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from minassa import liaison
from minassa.access import list_approvals
from minassa.desk import AttachmentView, attach, thing_label
from tests.desk import files
from tests.liaison.test_lookouts import sought
from tests.liaison.test_practices import a_writing
from tests.web.test_attachments import own_shelf  # noqa: F401 - a fixture that each test here needs
from tests.web.test_releases import Side, keep, make_side, section, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(db: None) -> Side:
    return make_side("A")


@pytest.fixture
def b(db: None) -> Side:
    return make_side("B")


def put(side: Side, about: str, name: str, content: bytes, **given: Any) -> AttachmentView:
    actor = side.actor("analyst")
    return attach(actor, about=about, label=thing_label(actor, about=about), name=name, content=content, **given)


def released(a: Side, b: Side, record: UUID, *chosen: UUID) -> None:
    """As two supervisors do it through the pages."""
    to = [f"agency:{b.agency.id}"]
    send(a.supervisor, record, to=to, reason="EXERCISE joint case", files=list(map(str, chosen)))
    (approval,) = [one for one in list_approvals(a.actor("second")) if one.act == "record.release-beyond"]
    shown = text_of(a.second.get(f"/approvals/{approval.id}/"))
    assert "photo.jpg" in shown
    a.second.post(f"/approvals/{approval.id}/decide/", {"decision": "grant"})
    assert a.supervisor.post(f"/approvals/{approval.id}/carry-out/").status_code == 302


def test_a_file_is_chosen_released_followed_and_withdrawn(a: Side, b: Side) -> None:
    record = keep(a)
    about = f"record:{record.id}"
    photo = put(a, about, "photo.jpg", files.picture())
    put(a, about, "other.txt", b"EXERCISE other")
    put(a, about, "source.txt", b"EXERCISE source", stays=True)
    form = text_of(a.supervisor.get(f"/records/{record.id}/release/"))
    offered = section(form, "files")
    assert "checked" not in offered
    assert "Stays here: it can tell who a source is" in offered
    assert "A form without metadata" in offered
    page = text_of(send(a.supervisor, record.id, "preview", to=[f"agency:{b.agency.id}"], files=[str(photo.id)]))
    assert f'value="{photo.id}" checked' in section(page, "files")
    assert "EXERCISE agency B" in section(page, "files")
    released(a, b, record.id, photo.id)
    theirs = text_of(b.analyst.get(f"/records/{record.id}/"))
    assert "photo.jpg" in theirs
    assert "other.txt" not in theirs
    assert "EXERCISE agency A" in section(theirs, "attached")
    content = b.analyst.get(f"/attachments/{photo.id}/file/").content
    assert files.CANARY.encode() not in content
    ours = text_of(a.supervisor.get(f"/attachments/{photo.id}/"))
    assert "EXERCISE agency B" in section(ours, "copies")
    assert "1 of 1 piece has arrived" in section(ours, "copies")
    faulty = a.supervisor.post(f"/attachments/{photo.id}/withdraw/", {"withdraw-reason": "rights"})
    assert faulty.status_code == 422
    sent = {"withdraw-agencies": [str(b.agency.id)], "withdraw-reason": "rights"}
    assert a.analyst.post(f"/attachments/{photo.id}/withdraw/", sent).status_code == 403
    assert a.liaison.post(f"/attachments/{photo.id}/withdraw/", sent).status_code == 302
    assert "Deleted there, as you asked" in text_of(a.analyst.get(f"/attachments/{photo.id}/"))
    assert "photo.jpg" not in text_of(b.analyst.get(f"/records/{record.id}/"))
    assert b.analyst.get(f"/attachments/{photo.id}/").status_code == 404
    assert "withdrew a file" in text_of(b.liaison.get("/inbox/"))
    assert "A person&#x27;s rights require it" in text_of(b.liaison.get("/records/received/?owed=1"))


def test_a_file_is_replaced_and_deleted_by_whoever_was_sent_it(a: Side, b: Side) -> None:
    record = keep(a)
    about = f"record:{record.id}"
    photo = put(a, about, "photo.jpg", files.picture())
    released(a, b, record.id, photo.id)
    better = put(a, about, "better.txt", b"EXERCISE better")
    done = a.supervisor.post(f"/attachments/{photo.id}/replace/", {"replace-by": str(better.id)})
    assert done["Location"] == f"/attachments/{better.id}/"
    theirs = text_of(b.analyst.get(f"/records/{record.id}/"))
    assert "better.txt" in theirs
    assert "photo.jpg" not in theirs
    shown = text_of(b.analyst.get(f"/attachments/{better.id}/"))
    assert "Delete it for my agency" in shown
    assert "Delete it for my agency" not in text_of(a.analyst.get(f"/attachments/{better.id}/"))
    assert b.analyst.post(f"/attachments/{better.id}/discard/", {"discard-reason": "deleted"}).status_code == 422
    assert b.analyst.post(f"/attachments/{better.id}/discard/", {"discard-reason": "no-ground"}).status_code == 302
    assert "better.txt" not in text_of(b.analyst.get(f"/records/{record.id}/"))
    ours = section(text_of(a.supervisor.get(f"/attachments/{better.id}/")), "copies")
    assert "Deleted by the recipient" in ours
    assert "There is no legal basis for it any more" in ours


def test_alerts_and_reports_take_the_chosen_files_with_them(a: Side, b: Side) -> None:
    to = {"to": [f"agency:{b.agency.id}"], "tlp": "amber", "handling": ["H0"], "title": "EXERCISE"}
    alert = a.analyst.post("/alerts/new/", {**to, "text": "EXERCISE", "gravity": "warning"})["Location"]
    about = alert.strip("/").replace("alerts/", "alert:")
    chosen, _other = put(a, about, "lorry.jpg", files.picture()), put(a, about, "other.txt", b"EXERCISE")
    page = text_of(a.supervisor.get(alert))
    assert page.count('name="files"') == 2
    assert 'name="files"' not in text_of(a.analyst.get(alert))
    assert a.supervisor.post(f"{alert}issue/", {"files": [str(chosen.id)]}).status_code == 302
    theirs = text_of(b.analyst.get(alert))
    assert "lorry.jpg" in theirs
    assert "other.txt" not in theirs
    assert a.supervisor.post(f"{alert}files/", {"files": [str(_other.id)]}).status_code == 302
    assert "other.txt" in text_of(b.analyst.get(alert))


def test_lookouts_and_practices_offer_their_files_to_whoever_releases_them(a: Side, b: Side) -> None:
    to = (f"agency:{b.agency.id}",)
    analyst = a.actor("analyst")
    lookout = liaison.keep_lookout(analyst, sought=replace(sought(b.agency), to=to), exercise=True)
    practice = liaison.keep_practice(analyst, writing=a_writing(b.agency), exercise=True)
    for path, about, word in (
        (f"/lookouts/{lookout}/", f"lookout:{lookout}", "issue"),
        (f"/practices/{practice}/", f"practice:{practice}", "release"),
    ):
        photo, other = put(a, about, "lorry.jpg", files.picture()), put(a, about, "other.txt", b"EXERCISE")
        assert text_of(a.supervisor.get(path)).count('name="files"') == 2
        assert 'name="files"' not in text_of(a.analyst.get(path))
        assert a.supervisor.post(f"{path}{word}/", {"files": [str(photo.id)]}).status_code == 302
        theirs = text_of(b.analyst.get(path))
        assert ("lorry.jpg" in theirs, "other.txt" in theirs, "Attach a file" in theirs) == (True, False, False)
        assert a.analyst.post(f"{path}files/", {"files": [str(other.id)]}).status_code == 403
        assert a.supervisor.post(f"{path}files/", {"files": [str(other.id)]}).status_code == 302
        assert "other.txt" in text_of(b.analyst.get(path))
