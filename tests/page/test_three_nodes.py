"""The story of three nodes, clicked in a browser: Mali's people read French, Morocco's Arabic, the secretariat's English.

docs/federation.md walks through it. With MINASSA_SHOTS=folder every step leaves pictures there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.exchange.peers.plants import folder_holds
from tests.page.federation import Place, Seat, demonstrated, seated
from tests.page.test_pages import is_quiet

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]

CANARY = "Zerzoura"
NAME = f"EXERCISE {CANARY} Ould Khayal"
PASSPORTS = ("EX900100", "EX900200")
SAID = {"name": [NAME], "nationality": ["ml"]}
ALERT = f"EXERCISE convoi menacé au puits de {CANARY}"
QUESTION = f"EXERCISE le camion du puits de {CANARY}"
ANSWER = f"تمرين: الشاحنة مستأجرة، {CANARY}"


@dataclass
class Federation:
    """The three nodes, and whoever has sat down at one of them."""

    chromium: Any
    mali: Place
    maroc: Place
    secretariat: Place

    def _sit(self, place: Place, username: str, language: str) -> Seat:
        return seated(self.chromium, place, username, language)

    @cached_property
    def analyst(self) -> Seat:
        return self._sit(self.mali, "analyst", "fr")

    @cached_property
    def officer(self) -> Seat:
        return self._sit(self.mali, "liaison-officer", "fr")

    @cached_property
    def chief(self) -> Seat:
        return self._sit(self.mali, "supervisor", "fr")

    @cached_property
    def second(self) -> Seat:
        return self._sit(self.mali, "second-supervisor", "fr")

    @cached_property
    def theirs(self) -> Seat:
        return self._sit(self.maroc, "liaison-officer", "ar")

    @cached_property
    def their_analyst(self) -> Seat:
        return self._sit(self.maroc, "analyst", "ar")

    @cached_property
    def third(self) -> Seat:
        return self._sit(self.secretariat, "analyst", "en")

    @property
    def all(self) -> tuple[Seat, ...]:
        return self.analyst, self.officer, self.chief, self.second, self.theirs, self.their_analyst, self.third


@pytest.fixture
def federation(chromium: Any, tmp_path: Path) -> Iterator[Federation]:
    with demonstrated(tmp_path) as places:
        yield Federation(chromium, *places)


def test_what_agencies_do_with_each_other_from_release_to_withdrawal(federation: Federation) -> None:
    third = federation.third
    before = count_of(third)
    record = add_a_record(federation.analyst)
    release_to_maroc(federation, record)
    issue_an_alert(federation.chief)
    sees_it(federation.their_analyst, record)
    reaches_all_three(federation)
    finds_nothing(third, record, before)
    correct_it(federation.analyst, record)
    ask_maroc(federation.officer)
    acknowledges_and_answers(federation.theirs)
    knows_what_became_of_it(federation, record)
    withdraw_it(federation.chief, record)
    is_gone_and_does_not_come_back(federation, record)
    finds_nothing(third, record, before)
    # Its own analyst has asked for the name; of what the others wrote there is no byte.
    assert folder_holds(federation.maroc.home, ANSWER)
    for said in (*PASSPORTS, QUESTION, ANSWER):
        assert not folder_holds(federation.secretariat.home, said)
    assert all(is_quiet(one.watched) for one in federation.all)


def add_a_record(seat: Seat) -> str:
    """Mali's analyst writes down a person; the path of its page."""
    seat.go("/records/")
    seat.press("New record")
    seat.click(seat.page.locator("main a[href$='/records/new/Person/']").first)
    unfold(seat)
    seat.fill(p__name=NAME, p__nationality="ml", p__passportNumber=PASSPORTS[0], legal_basis="EXERCISE loi, article 1")
    seat.page.select_option("#id_tlp", "amber")
    seat.tick("handling", "H0")
    seat.page.select_option("#id_purpose", "counter-terrorism")
    seat.press("Keep the record")
    seat.succeed()
    return seat.path


def unfold(seat: Seat) -> None:
    """Open the fields that a record seldom has."""
    fold = seat.page.locator("main form details.card")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def release_to_maroc(all_: Federation, record: str) -> None:
    """A supervisor sees exactly what leaves and asks a second one; the second agrees, the first carries it out."""
    chief, second = all_.chief, all_.second
    chief.go(record)
    chief.press("Release it")
    chief.page.get_by_label("Maroc").check()
    chief.page.wait_for_selector("#preview .facts")
    assert NAME in chief.page.inner_text("#preview")
    assert "loi, article 1" not in chief.page.inner_text("#preview")
    chief.fill(reason="EXERCISE enquête commune")
    chief.shoot("01-release-preview.fr")
    chief.press("Release it")
    chief.page.wait_for_url("**/approvals/*/")
    chief.shoot("02-release-waits-for-a-second-person.fr")
    second.go("/")
    second.click(second.page.locator("section[aria-labelledby=tasks-mine] a[href*='/approvals/']"))
    second.shoot("03-second-person-agrees.fr")
    second.press("Agree")
    second.succeed()
    chief.page.reload()
    chief.press("Carry it out")
    chief.succeed()
    chief.shoot("04-released.fr")


def issue_an_alert(chief: Seat) -> None:
    """To Morocco and to the secretariat, so that all three have it."""
    chief.go("/alerts/")
    chief.press("New alert")
    chief.page.get_by_label("Maroc").check()
    chief.page.get_by_label("Secretariat").check()
    chief.fill(title=ALERT, text="EXERCISE évitez la piste du nord")
    chief.tick("gravity", "immediate")
    chief.shoot("05-new-alert.fr")
    chief.press("Keep as a draft of the agency")
    chief.succeed()
    chief.press("Issue the alert")
    chief.succeed()
    chief.shoot("06-alert-issued.fr")


def sees_it(seat: Seat, record: str) -> None:
    """Morocco's analyst is told of it, finds it by a word of its name, and reads whose it is."""
    seat.until(record, ".verify")
    seat.shoot("07-received-record.ar")
    assert NAME in seat.page.inner_text("h1")
    assert found_by_words(seat) == 1
    seat.shoot("08-found-by-search.ar")


def reaches_all_three(all_: Federation) -> None:
    """Nobody reloads: the bar comes to open pages by itself. Each agency acknowledges; the issuer sees who has."""
    for seat, language in ((all_.theirs, "ar"), (all_.third, "en")):
        seat.go("/")
        seat.page.wait_for_selector("#pulse .alarm", timeout=120_000)
        seat.shoot(f"09-alert-arrives.{language}")
        seat.page.click("#pulse .alarm a.btn")
        assert ALERT in seat.page.inner_text("h1")
        seat.shoot(f"10-alert.{language}")
        seat.press("Acknowledge for my agency")
        seat.succeed()
    chief = all_.chief
    chief.until("/alerts/", f"tr:has-text('{CANARY}'):not(:has(.badge-warn))")
    chief.click(chief.page.get_by_role("link", name=ALERT))
    assert chief.page.locator("section[aria-labelledby=acks] .badge-good").count() == 2
    chief.shoot("11-alert-acknowledged-by-both.fr")


def correct_it(analyst: Seat, record: str) -> None:
    analyst.go(record)
    analyst.press("Change")
    unfold(analyst)
    analyst.fill(p__passportNumber=PASSPORTS[1])
    analyst.press("Keep the change")
    analyst.succeed()


def ask_maroc(officer: Seat) -> None:
    """Mali asks Morocco about something else; the clock of three days begins."""
    officer.go("/requests/")
    officer.press("New request")
    officer.page.get_by_label("Maroc").check()
    officer.fill(title=QUESTION, text="EXERCISE à qui est ce camion ?", legal_basis="EXERCISE loi, article 2")
    officer.tick("urgency", "priority")
    officer.page.select_option("#id_purpose", "counter-terrorism")
    answer_the_questions(officer)
    officer.shoot("12-new-request.fr")
    officer.press("Send the request")
    officer.succeed()
    officer.shoot("13-request-sent.fr")


def answer_the_questions(seat: Seat) -> None:
    """No risk to anybody, and no political ground."""
    for one in seat.page.locator("input[type=radio][name^='risk-'][value='none']").all():
        one.check()
    seat.page.check("#id_neutral")


def acknowledges_and_answers(theirs: Seat) -> None:
    """What waits stands under "My work": the correction to be acknowledged, and the question."""
    theirs.until("/", f"section[aria-labelledby=tasks-mine] a:has-text('{QUESTION}')")
    theirs.until("/", "section[aria-labelledby=tasks-mine] a[href*='/records/received/']")
    theirs.shoot("14-my-work.ar")
    theirs.click(theirs.page.locator("section[aria-labelledby=tasks-mine] a[href*='/records/received/']").first)
    theirs.shoot("15-correction-to-acknowledge.ar")
    theirs.press("Acknowledge")
    theirs.succeed()
    theirs.go("/")
    theirs.click(theirs.page.locator("section[aria-labelledby=tasks-mine]").get_by_role("link", name=QUESTION))
    theirs.shoot("16-question-received.ar")
    theirs.press("Answer")
    theirs.tick("event", "full")
    theirs.fill(text=ANSWER)
    answer_the_questions(theirs)
    theirs.shoot("17-answering.ar")
    theirs.press("Send the answer")
    theirs.succeed()
    theirs.shoot("18-answered.ar")


def knows_what_became_of_it(all_: Federation, record: str) -> None:
    """Mali sees the acknowledgement in its books, the answer in its thread, and the time in its figures."""
    chief, officer = all_.chief, all_.officer
    chief.until(f"{record}releases/", ".badge-good")
    chief.shoot("19-books-of-the-release.fr")
    officer.go("/requests/")
    officer.click(officer.page.get_by_role("link", name=QUESTION))
    officer.until(officer.path, f"main li:has-text('{ANSWER}')")
    assert ANSWER in officer.page.inner_text("main")
    officer.shoot("20-answer-arrived.fr")
    officer.go("/requests/statistics/")
    in_time = officer.page.locator(f"dt:text-is('{officer.word('In time')}') + dd")
    assert in_time.first.inner_text() == "1"
    officer.shoot("21-reply-times.fr")


def withdraw_it(chief: Seat, record: str) -> None:
    chief.go(record)
    chief.press("Withdraw")
    chief.shoot("22-withdraw.fr")
    chief.click(chief.page.locator("main form button.btn-danger"))
    chief.succeed()


def is_gone_and_does_not_come_back(all_: Federation, record: str) -> None:
    """Not through a form, not through a file; and the withdrawal waits to be acknowledged."""
    theirs, analyst = all_.theirs, all_.their_analyst
    theirs.until("/records/received/?owed=1", "main table a.title")
    analyst.go(record)
    assert "/records/received/" in analyst.path, "an old link leads to what became of it"
    assert NAME not in analyst.page.inner_text("main")
    assert found_by_words(analyst) == 0
    theirs.shoot("23-withdrawal-to-acknowledge.ar")
    analyst.go("/records/new/Person/")
    analyst.press("Throw the draft away")  # that which every demonstration begins with
    analyst.go("/records/new/Person/")
    unfold(analyst)
    analyst.fill(p__name=NAME, p__nationality="ml", p__passportNumber=PASSPORTS[1], legal_basis="EXERCISE")
    analyst.page.select_option("#id_tlp", "amber")
    analyst.tick("handling", "H0")
    analyst.page.select_option("#id_purpose", "counter-terrorism")
    analyst.press("Keep the record")
    analyst.page.wait_for_selector(".error-summary")
    analyst.watched.complaints[:] = [one for one in analyst.watched.complaints if "status of 422" not in one]
    analyst.shoot("24-cannot-be-entered-again.ar")
    again = all_.maroc.home.parent / "again.ftm.json"
    lines = [
        {"id": record.rstrip("/").rpartition("/")[2], "schema": "Person", "properties": SAID},
        {"id": "EX-AGAIN", "schema": "Person", "properties": {**SAID, "passportNumber": [PASSPORTS[1]]}},
    ]
    again.write_text("\n".join(map(json.dumps, lines)))
    told = all_.maroc.run("records", "import", str(again), "--json", check=False)
    assert "records.withdrawn" in told
    assert found_by_words(analyst) == 0


def finds_nothing(third: Seat, record: str, before: str) -> None:
    """The third node has the same list, count, search, check, export and TAXII as before: nothing of it, anywhere."""
    assert third.go(record).status == 404
    assert count_of(third) == before
    assert CANARY not in third.page.inner_text("main")
    assert found_by_words(third) == 0
    third.go("/check/")
    third.fill(name=NAME, case="EX-1")
    third.page.select_option("#id_purpose", "counter-terrorism")
    third.page.click("main form button.btn-primary")
    third.page.wait_for_selector(".answer-head, .nothing, .hit")
    assert not third.page.locator(f".hit:has-text('{CANARY}')").count()
    assert CANARY not in third.place.run("records", "export")
    assert CANARY not in taxii_of(third.place)


def count_of(seat: Seat) -> str:
    """What the list of records says of how many there are."""
    seat.go("/records/")
    counts = seat.page.locator(".pages-count")
    return str(counts.first.inner_text()) if counts.count() else "none"


def found_by_words(seat: Seat) -> int:
    """How many lines the search by words gives for the canary."""
    seat.go("/records/search/")
    seat.page.locator("details.search-fold").evaluate("one => { one.open = true }")
    seat.fill(query=CANARY)
    seat.page.select_option("#id_purpose", "counter-terrorism")
    seat.page.fill("#id_case", "EX-1")
    seat.click(seat.page.locator("details.search-fold button.btn-primary"))
    return int(seat.page.locator("main table tbody tr").count())


def taxii_of(place: Place) -> str:
    """All that a program of this node's people is given over TAXII."""
    secret = place.run("token", "add", "--scope", "taxii.read", "--json")
    token = json.loads(secret.splitlines()[0])["token"]
    said = ""
    root = f"{place.url}/taxii2/node/collections/"
    listed = json.loads(_get(root, token))
    for one in listed.get("collections", ()):
        said += _get(f"{root}{one['id']}/objects/", token) + _get(f"{root}{one['id']}/manifest/", token)
    return said


def _get(url: str, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/taxii+json;version=2.1"}
    with urlopen(Request(url, headers=headers)) as answer:
        return str(answer.read().decode())
