"""The inbox's pages, the pulse by which open pages learn of news, and My work."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from minassa.access import Role, system_actor
from minassa.access.models import LoginSession, User
from minassa.audit.models import LineRow
from minassa.base import now
from minassa.base.settings import Mail
from minassa.desk import Urgency, acknowledge_notice, list_notices, mark_all_read, notice_kind, notify
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db

NEWS = notice_kind("web-news", "EXERCISE <b>news</b> %(number)s", topic="EXERCISE web news")
QUIET = notice_kind("web-quiet", "EXERCISE quiet %(number)s", topic="EXERCISE web quiet", urgency=Urgency.QUIET)
ALARM = notice_kind("web-alarm", "EXERCISE alarm %(number)s", topic="EXERCISE web alarm", urgency=Urgency.URGENT)


@pytest.fixture
def reader() -> User:
    return make_user(username="reader")


@pytest.fixture
def client(reader: User) -> Client:
    return entered(reader)


def entered(user: User) -> Client:
    found = browser()
    log_in(found, user)
    found.cookies["language"] = "en"
    mark_all_read(actor_for(user), until=now())  # that somebody logged in on a new device
    return found


def tell(user: User, kind: str = NEWS, number: int = 1, about: str = "") -> None:
    given: dict[str, Any] = {"kind": kind, "about": about, "params": {"number": number}}
    notify(system_actor("notices"), person=user.id, agency=user.agency_id, **given)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def mark_of(page: str) -> str:
    """The mark that a page shows of the inbox's state, as htmx will send it."""
    found = re.search(r'hx-headers=\'{"If-None-Match": "\\"(\w+)\\""}\'', page)
    assert found is not None
    return f'"{found[1]}"'


def test_the_pulse_answers_304_until_something_has_changed(reader: User, client: Client) -> None:
    mark = mark_of(text_of(client.get("/")))
    calm = client.get("/inbox/pulse/", headers={"If-None-Match": mark})
    assert (calm.status_code, calm.content) == (304, b"")
    tell(reader, ALARM)
    loud = client.get("/inbox/pulse/", headers={"If-None-Match": mark})
    assert loud.status_code == 200
    assert "EXERCISE alarm 1" in text_of(loud)
    assert 'hx-swap-oob="true"' in text_of(loud)
    assert mark_of(text_of(loud)) == loud["ETag"] != mark
    assert client.get("/inbox/pulse/", headers={"If-None-Match": loud["ETag"]}).status_code == 304
    assert client.get("/inbox/pulse/", headers={"If-None-Match": f"W/{loud['ETag']}"}).status_code == 304
    acknowledge_notice(actor_for(reader), id=list_notices(actor_for(reader))[0].id)
    assert client.get("/inbox/pulse/", headers={"If-None-Match": loud["ETag"]}).status_code == 200


def test_the_pulse_is_kept_nowhere_and_costs_few_questions_and_no_audit_line(client: Client) -> None:
    mark = mark_of(text_of(client.get("/")))
    lines = LineRow.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/inbox/pulse/", headers={"If-None-Match": mark})
    assert answer.status_code == 304
    assert answer["Cache-Control"] == "no-store"
    assert len(asked.captured_queries) <= 14
    assert LineRow.objects.count() == lines


def test_another_persons_notice_does_not_move_my_pulse(reader: User, client: Client) -> None:
    mark = mark_of(text_of(client.get("/")))
    tell(make_user(reader.agency, (Role.SUPERVISOR,)), ALARM)
    assert client.get("/inbox/pulse/", headers={"If-None-Match": mark}).status_code == 304


def test_s07_the_pulse_does_not_keep_a_session_open(reader: User, client: Client) -> None:
    long_ago = now() - timedelta(minutes=20)
    LoginSession.objects.filter(user=reader).update(seen=long_ago)
    client.get("/inbox/pulse/")
    assert LoginSession.objects.get(user=reader).seen == long_ago
    client.get("/inbox/")
    assert LoginSession.objects.get(user=reader).seen > long_ago
    LoginSession.objects.filter(user=reader).update(seen=now() - timedelta(minutes=31))
    asked = {"HX-Request": "true", "HX-Current-URL": "http://localhost/records/new/Person/"}
    over = client.get("/inbox/pulse/", headers=asked)
    assert over["HX-Redirect"].endswith("?next=/records/new/Person/"), "back to the page, not to a piece of one"


def test_an_urgent_notice_is_on_every_page_until_it_is_acknowledged(reader: User, client: Client) -> None:
    tell(reader, ALARM)
    notice = list_notices(actor_for(reader))[0]
    for path in ("/", "/records/", "/lists/", "/account/", "/inbox/"):
        assert "EXERCISE alarm 1" in text_of(client.get(path)), path
    client.post(f"/inbox/{notice.id}/mark/", {"read": "1"})
    assert 'class="alarm"' in text_of(client.get("/records/"))
    back = client.post(f"/inbox/{notice.id}/acknowledge/", {"next": "/records/"})
    assert back["Location"] == "/records/"
    assert 'class="alarm"' not in text_of(client.get("/records/"))


def test_acknowledging_by_htmx_gives_the_next_urgent_notice(reader: User, client: Client) -> None:
    tell(reader, ALARM, 1)
    tell(reader, ALARM, 2)
    newest = list_notices(actor_for(reader))[0]
    shown = text_of(client.post(f"/inbox/{newest.id}/acknowledge/", headers={"HX-Request": "true"}))
    assert "EXERCISE alarm 1" in shown
    assert "<html" not in shown


def test_the_inbox_shows_texts_as_texts_and_filters_by_address(reader: User, client: Client) -> None:
    tell(reader, NEWS)
    tell(reader, QUIET, 7)
    shown = text_of(client.get("/inbox/"))
    assert "EXERCISE &lt;b&gt;news&lt;/b&gt; 1" in shown
    assert "EXERCISE quiet 7" not in shown
    digest = re.search(r'href="(/inbox/\?kind=web-quiet&amp;day=[\d-]+)"', shown)
    assert digest is not None
    one_day = text_of(client.get(digest[1].replace("&amp;", "&")))
    assert "EXERCISE quiet 7" in one_day
    assert "news&lt;/b&gt; 1" not in one_day
    assert client.get("/inbox/?kind=none").status_code == 422
    assert client.get("/inbox/?day=2026-13-45").status_code == 422
    assert client.get("/inbox/?before=x").status_code == 422


def test_pages_of_the_inbox_lead_to_each_other(reader: User, client: Client) -> None:
    for number in range(35):
        tell(reader, NEWS, number)
    first = text_of(client.get("/inbox/?kind=web-news"))
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = text_of(client.get("/inbox/" + older[1].replace("&amp;", "&")))
    assert first.count("news&lt;/b&gt;") == 30
    assert second.count("news&lt;/b&gt;") == 5


def test_all_are_marked_read_and_the_mistake_is_undone(reader: User, client: Client) -> None:
    for number in range(3):
        tell(reader, NEWS, number)
    page = text_of(client.get("/inbox/?kind=web-news"))
    until = re.findall(r'name="until" value="([^"]+)"', page)[-1]
    tell(reader, NEWS, 99)
    done = client.post("/inbox/read-all/", {"until": until, "kind": NEWS}, follow=True)
    assert "3 notices marked as read." in text_of(done)
    at = re.search(r'name="at" value="([^"]+)"', text_of(done))
    assert at is not None
    undone = client.post("/inbox/undo/", {"at": at[1].replace("&#x2B;", "+"), "kind": NEWS}, follow=True)
    assert "3 notices are unread again." in text_of(undone)
    assert sum(one.read_at is None for one in list_notices(actor_for(reader)) if one.kind == NEWS) == 4


@pytest.mark.parametrize("at", ["", "x", "2026-11-26", "2026-11-26T10:00:00", "9999-99-99T10:00:00Z"])
def test_a_forged_moment_is_refused(client: Client, at: str) -> None:
    assert client.post("/inbox/undo/", {"at": at}).status_code == 422
    assert client.post("/inbox/read-all/", {"until": at}).status_code == 422


def test_opening_a_notice_marks_it_and_leads_to_what_it_is_about(reader: User, client: Client) -> None:
    record = "01a20955-bc6f-76ae-a5bc-6646cec41074"
    tell(reader, about=f"record:{record}")
    tell(reader, about="no-such-kind:1")
    nowhere, somewhere = list_notices(actor_for(reader))[:2]
    assert client.post(f"/inbox/{somewhere.id}/open/")["Location"] == f"/records/{record}/"
    assert client.post(f"/inbox/{nowhere.id}/open/")["Location"] == "/inbox/"
    assert f"/inbox/{nowhere.id}/open/" not in text_of(client.get("/inbox/")), "no button that leads nowhere"
    assert client.get(f"/inbox/{nowhere.id}/open/").status_code == 405


def test_another_persons_notice_looks_absent(reader: User, client: Client) -> None:
    other = make_user()
    tell(other, ALARM)
    hidden = list_notices(actor_for(other))[0].id
    for act in ("open", "mark", "acknowledge"):
        assert client.post(f"/inbox/{hidden}/{act}/", {"read": "1"}).status_code == 404
        assert client.post(f"/inbox/01a20955-bc6f-76ae-a5bc-6646cec41074/{act}/").status_code == 404
    assert list_notices(actor_for(other))[0].acknowledged_at is None


def test_a_person_chooses_what_they_are_told(reader: User, client: Client) -> None:
    shown = text_of(client.get("/inbox/subscriptions/"))
    assert 'name="web-alarm"' not in shown
    assert "Always, each one at once" in shown
    kept = client.post("/inbox/subscriptions/", {NEWS: "off"}, follow=True)
    assert "Your choice is kept." in text_of(kept)
    tell(reader, NEWS)
    assert all(one.kind != NEWS for one in list_notices(actor_for(reader)))
    assert client.post("/inbox/subscriptions/", {ALARM: "off"}).status_code == 422
    again = client.post("/inbox/subscriptions/", {NEWS: "off", QUIET: "nonsense"}, follow=True)
    assert "Nothing was changed" in text_of(again)


def test_an_administrator_is_told_of_a_login_too() -> None:
    """S10: a role that sees no content still reads what concerns its own login."""
    admin = make_user(make_agency(), (Role.NODE_ADMINISTRATOR,))
    client = browser()
    log_in(client, admin)
    client.cookies["language"] = "en"
    assert "Login on a new device" in text_of(client.get("/inbox/"))


def test_mail_is_offered_where_the_node_sends_it_and_stopped_with_one_click(client: Client, settings: Settings) -> None:
    assert "By e-mail" not in text_of(client.get("/inbox/subscriptions/"))
    settings.MINASSA = replace(settings.MINASSA, mail=Mail(host="127.0.0.1", sender="minassa@node.example"))
    assert "By e-mail" in text_of(client.get("/inbox/subscriptions/"))
    assert "never what" in text_of(client.get("/inbox/"))
    faulty = client.post("/inbox/mail/", {"address": "nobody", "every": "60", "do": "keep"})
    assert faulty.status_code == 422
    assert "This is not an e-mail address." in text_of(faulty)
    kept = client.post("/inbox/mail/", {"address": "a@agency.example", "every": "60", "do": "keep"}, follow=True)
    assert 'value="a@agency.example"' in text_of(kept)
    stopped = client.post("/inbox/mail/", {"do": "stop"}, follow=True)
    assert "a@agency.example" not in text_of(stopped)
