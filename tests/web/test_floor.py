"""A session on its page: the floor is asked for and given, a statement delivered, a paper attached, the record released."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa import desk, meetings
from minassa.base import held_at, now
from tests.meetings.scene import CANARY, People, invited, nominated, people, planned, prepared
from tests.web.test_meetings import client
from tests.web.test_requests import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> People:
    return people()


@pytest.fixture
def edition(who: People) -> UUID:
    made = prepared(who)
    invited(who, made)
    return made


@pytest.fixture
def page(who: People, edition: UUID) -> str:
    session = planned(who, edition)
    meetings.release_agenda(who.keeper, edition=edition, change="")
    return f"/meetings/sessions/{session}/"


def test_the_floor_is_asked_for_given_timed_and_taken_back(who: People, page: str) -> None:
    mali, keeper = client(who, "mali"), client(who, "keeper")
    assert "Ask for the floor" in text_of(mali.get(page))
    assert "Ask for the floor" not in text_of(client(who, "delegate").get(page))
    assert mali.post(f"{page}ask/", {"speaker": "EXERCISE Head"}).status_code == 302
    assert "already" in text_of(mali.post(f"{page}ask/", {"speaker": "EXERCISE Head"}, follow=True))
    turn = re.search(rf"{page}turns/([0-9a-f-]+)/keep/", text_of(keeper.get(page)))
    assert turn is not None
    keep = f"{page}turns/{turn[1]}/keep/"
    assert keeper.post(keep, {"word": "time", "minutes": "7"}).status_code == 302
    assert "from one to 60 minutes" in text_of(keeper.post(keep, {"word": "time", "minutes": "x"}, follow=True))
    assert keeper.post(keep, {"word": "never"}).status_code == 422
    assert keeper.post(keep, {"word": "give"}).status_code == 302
    assert "Minutes left: " in text_of(client(who, "observer").get(page))
    assert mali.post(keep, {"word": "end"}).status_code == 403
    assert keeper.post(keep, {"word": "end"}).status_code == 302
    assert "Has spoken" in text_of(mali.get(page))


def test_a_statement_is_written_delivered_and_translated(who: People, page: str) -> None:
    head, observer = client(who, "head"), client(who, "observer")
    said = {"speaker": "EXERCISE Head", "original": "fr", "text-fr": f"{CANARY} nous agissons"}
    assert head.post(f"{page}statements/", said | {"original": "ar"}).status_code == 422
    assert head.post(f"{page}statements/", said).status_code == 302
    assert CANARY not in text_of(observer.get(page))
    one = re.search(rf"{page}statements/([0-9a-f-]+)/deliver/", text_of(head.get(page)))
    assert one is not None
    address = f"{page}statements/{one[1]}/"
    assert client(who, "niger").get(address).status_code == 404
    assert head.post(f"{address}deliver/").status_code == 302
    assert CANARY in text_of(observer.get(page))
    assert head.post(address, said | {"text-fr": "EXERCISE other"}).status_code == 422
    assert head.post(address, said | {"text-ar": "تمرين نحن نعمل"}).status_code == 302
    assert "تمرين نحن نعمل" in text_of(observer.get(page, headers={"accept-language": "ar"}))


def test_a_paper_is_attached_and_read_after_its_embargo_only(who: People, page: str) -> None:
    keeper, mali = client(who, "keeper"), client(who, "mali")
    given = {"work": f"{CANARY} paper", "language": "fr", "opens": "2999-01-01T09:00"}
    assert keeper.post(f"{page}papers/", given | {"opens": "soon"}).status_code == 422
    paper = keeper.post(f"{page}papers/", given)["Location"]
    key = paper.rstrip("/").rpartition("/")[2]
    file = SimpleUploadedFile("paper.txt", CANARY.encode())
    sent = {"about": f"paper:{key}", "next": paper, "attach-file": file, "attach-tlp": "green", "attach-handling": "H0"}
    assert keeper.post("/attachments/add/", sent | {"whole": "1"})["Location"] == paper
    assert "Embargo until" in text_of(keeper.get(page))
    assert CANARY not in text_of(mali.get(page))
    assert mali.get(paper).status_code == 404
    open_now = keeper.post(f"{page}papers/", given | {"opens": "", "work": "EXERCISE free paper"})["Location"]
    assert "EXERCISE free paper" in text_of(mali.get(page))
    assert keeper.post(f"{open_now}remove/").status_code == 302
    assert "EXERCISE free paper" not in text_of(mali.get(page))


def test_no_page_answer_search_calendar_or_paper_tells_of_an_embargo_before_its_hour(
    who: People, edition: UUID, page: str
) -> None:
    opens = now() + timedelta(hours=2)
    session = UUID(page.split("/")[3])
    paper = meetings.add_paper(who.keeper, session=session, work=f"{CANARY} work", language="fr", opens=opens)
    about = f"paper:{paper}"
    label = desk.thing_label(who.keeper, about=about)
    file = desk.attach(who.keeper, about=about, label=label, name=f"{CANARY}.txt", content=CANARY.encode())
    secret = meetings.add_calendar_link(who.mali, language="fr", exercise=True).secret
    pages = (
        *("/", "/inbox/", "/meetings/", f"/meetings/{edition}/", f"/meetings/{edition}/agenda/", page),
        *(f"/meetings/{edition}/calendar.ics", f"/meetings/{edition}/calendar/{session}.ics", "/meetings/calendar.ics"),
        *(f"/meetings/{edition}/delegations/", f"/calendars/{secret}.ics", f"/records/?q={CANARY}"),
        *(f"/attachments/{file.id}/", f"/attachments/{file.id}/file/", f"{page}papers/{paper}/"),
        *(
            f"/public/meetings/fr/{edition}/",
            f"/api/v1/attachments?about={about}",
            f"/api/v1/attachments/{file.id}/file",
        ),
        *(f"/api/v1/meetings/{edition}/agenda", f"/api/v1/meetings/{edition}"),
    )
    for name in ("mali", "observer", "niger"):
        reader = client(who, name)
        for one in pages:
            answer = reader.get(one, follow=True)
            assert CANARY.encode() not in _content(answer), (name, one)
            told = {str(paper), str(file.id)} & _words(_content(answer))
            assert told <= _words(one.encode()), (name, one)  # a page that is not there repeats the address asked for
        proceedings = reader.get(f"/meetings/{edition}/proceedings.docx").content
        assert CANARY.encode() not in zipfile.ZipFile(io.BytesIO(proceedings)).read("word/document.xml")
    assert CANARY in text_of(client(who, "keeper").get(page)), "the canary is there"
    with held_at(opens + timedelta(seconds=1)):
        assert meetings.read_floor(who.observer, session=session).papers[0].work == f"{CANARY} work"


def _content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _words(content: bytes) -> set[str]:
    return set(re.findall(r"[0-9a-f-]{36}", content.decode(errors="replace")))


def test_the_record_is_written_released_and_printed_in_the_proceedings(who: People, page: str, edition: UUID) -> None:
    keeper, observer = client(who, "keeper"), client(who, "observer")
    said = {"summary-en": f"{CANARY} summary", "decisions": "EXERCISE one\nEXERCISE two"}
    assert keeper.post(f"{page}record/", said | {"actions": "EXERCISE; who; never"}).status_code == 422
    assert (
        keeper.post(f"{page}record/", said | {"actions": "EXERCISE act; EXERCISE who; 2027-03-31"}).status_code == 302
    )
    assert "EXERCISE act; EXERCISE who; 2027-03-31" in text_of(keeper.get(f"{page}record/"))
    assert CANARY not in text_of(observer.get(page))
    assert keeper.post(f"{page}record/release/").status_code == 302
    assert CANARY in text_of(observer.get(page))
    printed = observer.get(f"/meetings/{edition}/proceedings.docx")
    cells = [
        cell.text
        for table in docx.Document(io.BytesIO(printed.content)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert {"EXERCISE act", "EXERCISE who", "2027-03-31"} <= set(cells)
    assert observer.get(f"/meetings/{edition}/proceedings.pdf").content.startswith(b"%PDF")
    assert observer.get(f"/meetings/{edition}/proceedings.exe").status_code == 404


def test_interpretation_is_chosen_and_counted_and_attendance_put_down_per_session(
    who: People, edition: UUID, page: str
) -> None:
    keeper, mali, delegate = (client(who, name) for name in ("keeper", "mali", "delegate"))
    (delegation,) = [one.id for one in meetings.list_delegations(who.mali, edition=edition) if one.mine]
    person = nominated(who, delegation, name="EXERCISE Awa", user=who.users["delegate"].id)
    meetings.decide_accreditation(who.keeper, delegate=person, decision=meetings.Decision.ACCREDITED)
    listen = f"{page}listen/{person}/"
    assert listen in text_of(delegate.get(page))
    assert delegate.post(listen, {"language": "pt"}).status_code == 302
    assert client(who, "niger").post(listen, {"language": "pt"}).status_code == 404
    list_ = text_of(keeper.get(f"/meetings/{edition}/interpretation/"))
    assert all(part in list_ for part in ("Portuguese", "No channel", "EXERCISE Awa", "Chosen for this session"))
    assert mali.post(listen, {"language": "usual"}).status_code == 302
    assert "Chosen for this session" not in text_of(keeper.get(f"/meetings/{edition}/interpretation/"))
    assert mali.get(f"/meetings/{edition}/interpretation/").status_code == 403
    put = f"{page}attendance/put/"
    assert "on that day only" in text_of(keeper.post(put, {"delegate": str(person)}, follow=True))
    with held_at(datetime(2027, 2, 20, 9, tzinfo=UTC)):
        meetings.attend(who.keeper, session=UUID(page.split("/")[3]), delegate=person)
    assert "1 of 1 are in" in text_of(keeper.get(f"{page}attendance/"))
    assert keeper.post(put, {"strike": str(person)}).status_code == 302
    assert "0 of 1 are in" in text_of(keeper.get(f"{page}attendance/"))
    assert mali.get(f"{page}attendance/").status_code == 403


def test_a_letter_is_sent_returned_and_accepted_on_the_delegations_page(who: People, edition: UUID) -> None:
    mali, keeper = client(who, "mali"), client(who, "keeper")
    (delegation,) = [one.id for one in meetings.list_delegations(who.mali, edition=edition) if one.mine]
    page = f"/meetings/delegations/{delegation}/"
    assert mali.post(f"{page}letter/").status_code == 302
    letter = meetings.read_delegation(who.mali, id=delegation).letter
    assert letter is not None
    about = f"credential:{letter.id}"
    desk.attach(who.mali, about=about, label=desk.thing_label(who.mali, about=about), name="l.txt", content=b"EXERCISE")
    assert mali.post(f"{page}letter/send/").status_code == 302
    assert keeper.post(f"{page}letter/decide/", {"decision": "maybe"}).status_code == 422
    assert keeper.post(f"{page}letter/decide/", {"decision": "return", "reason": f"{CANARY} seal"}).status_code == 302
    assert f"{CANARY} seal" in text_of(mali.get(page))
    assert mali.post(f"{page}letter/send/").status_code == 302
    assert keeper.post(f"{page}letter/decide/", {"decision": "accept"}).status_code == 302
    assert "Letter accepted" in text_of(keeper.get(f"/meetings/{edition}/delegations/"))
    assert CANARY not in text_of(client(who, "niger").get(f"/meetings/{edition}/delegations/"))


def test_a_calendar_link_is_made_shown_once_and_ended(who: People, edition: UUID, page: str) -> None:
    head, session = client(who, "head"), page.split("/")[3]
    assert session in text_of(head.get(f"/meetings/calendar/?session={session}"))
    made = text_of(head.post("/meetings/calendar/add/", {"edition": str(edition), "session": session}))
    address = re.search(r"http[^<\s]*(/calendars/minassa_c_[\w-]+\.ics)", made)
    assert address is not None
    assert b"EXERCISE" in Client().get(address[1]).content
    assert head.post("/meetings/calendar/add/", {"edition": "x"}).status_code == 422
    again = text_of(head.get("/meetings/calendar/"))
    assert "minassa_c_" not in again
    end = re.search(r"/meetings/calendar/[0-9a-f-]+/end/", again)
    assert end is not None
    assert client(who, "mali").post(end[0]).status_code == 404
    assert head.post(end[0]).status_code == 302
    assert Client().get(address[1]).status_code == 404
