"""Files that go with an alert, a report, a lookout or a good practice: none but those chosen; under its marks; taken back with it."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from minassa import liaison
from minassa.access import Actor, Receipt, ReceiptState, Tlp, deliveries_waiting, mark_answered, system_actor
from minassa.access.models import Agency
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused
from minassa.desk import (
    AttachmentView,
    FileReason,
    attach,
    list_attachments,
    read_attachment,
    thing_label,
    withdraw_file,
)
from minassa.liaison import Gravity
from tests.desk import files
from tests.desk.files import CANARY
from tests.factories import make_remote_agency
from tests.liaison.scene import People, people
from tests.liaison.test_lookouts import sought
from tests.liaison.test_practices import a_writing
from tests.liaison.test_reports import reporting

pytestmark = pytest.mark.django_db
CARRIER = system_actor("exchange")


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    """A shelf of the test's own, with the keys of this run."""
    for name in ("secrets", "audit"):
        (tmp_path / name).symlink_to(settings.MINASSA.home / name, target_is_directory=True)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


def put(actor: Actor, about: str, name: str, content: bytes) -> AttachmentView:
    return attach(actor, about=about, label=thing_label(actor, about=about), name=name, content=content)


def names(actor: Actor, about: str) -> list[str]:
    return sorted(one.name for one in list_attachments(actor, about=about))


def an_alert(by: People, *to: Agency, tlp: Tlp = Tlp.AMBER) -> UUID:
    written = liaison.Alerting(
        to=tuple(f"agency:{one.id}" for one in to), title="EXERCISE", text="EXERCISE", gravity=Gravity.SERIOUS, tlp=tlp
    )
    return liaison.keep_alert(by.analyst, alerting=written, exercise=True)


def carried(agency: Agency) -> list[dict[str, Any]]:
    found = []
    for one in deliveries_waiting(CARRIER, agency=agency.id, limit=100):
        found.append({**one.parcel.content, "kind": one.parcel.kind, "step": one.parcel.step.value})
        mark_answered(CARRIER, delivery=one.id, receipt=Receipt(ReceiptState.TAKEN))
    return found


def test_an_alert_takes_the_chosen_file_with_it_and_no_other(mali: People, niger: People) -> None:
    away, alert = make_remote_agency(), an_alert(mali, niger.agency)
    about = f"alert:{alert}"
    liaison.keep_alert(
        mali.analyst,
        alerting=liaison.Alerting(
            to=(f"agency:{niger.agency.id}", f"agency:{away.id}"), title="E", text="E", gravity=Gravity.SERIOUS
        ),
        exercise=True,
        id=alert,
    )
    chosen, _other = (
        put(mali.analyst, about, "lorry.jpg", files.picture()),
        put(mali.analyst, about, "b.txt", b"EXERCISE"),
    )
    assert {one.name: one.fresh for one in liaison.alert_files(mali.chief, id=alert)} == {
        "lorry.jpg": {niger.agency.id, away.id},
        "b.txt": {niger.agency.id, away.id},
    }
    liaison.issue_alert(mali.chief, id=alert, files=[chosen.id])
    sent = carried(away)
    assert [one["kind"] for one in sent] == ["alert", "file"]
    assert sent[1]["about"] == about
    assert CANARY not in json.dumps(sent)
    assert names(niger.analyst, about) == ["lorry.jpg"]
    assert CANARY.encode() not in read_attachment(niger.analyst, id=chosen.id).content
    with pytest.raises(NotFound):
        names(people("Chad").analyst, about)


def test_a_file_of_an_alert_tells_no_recipient_of_another(mali: People) -> None:
    one, two = make_remote_agency(), make_remote_agency()
    alert = an_alert(mali, one, two)
    file = put(mali.analyst, f"alert:{alert}", "b.txt", b"EXERCISE")
    liaison.issue_alert(mali.chief, id=alert, files=[file.id])
    withdraw_file(mali.officer, id=file.id, reason=FileReason.INACCURATE, agencies=[two.id])
    for agency in (one, two):
        sent = [each.parcel for each in deliveries_waiting(CARRIER, agency=agency.id) if each.parcel.kind == "file"]
        assert len(sent) == 1
        assert {each.label.audience for each in sent} == {frozenset({f"agency:{agency.id}"})}


def test_a_file_follows_an_alert_and_is_withdrawn_alone(mali: People, niger: People) -> None:
    alert = an_alert(mali, niger.agency)
    about = f"alert:{alert}"
    liaison.issue_alert(mali.chief, id=alert)
    assert names(niger.analyst, about) == []
    file = put(mali.analyst, about, "later.txt", b"EXERCISE later")
    assert liaison.send_alert_files(mali.chief, id=alert, files=[file.id]) == 1
    assert names(niger.analyst, about) == ["later.txt"]
    with pytest.raises(Refused):
        put(niger.analyst, about, "theirs.txt", b"EXERCISE")
    withdraw_file(mali.officer, id=file.id, reason=FileReason.INACCURATE)
    assert names(niger.analyst, about) == []
    assert liaison.read_alert(niger.analyst, id=alert).row.title == "EXERCISE"


def test_what_cannot_leave_keeps_the_alert_back_and_a_discarded_draft_keeps_no_file(
    mali: People, niger: People
) -> None:
    alert = an_alert(mali, niger.agency)
    about = f"alert:{alert}"
    unproven = put(mali.analyst, about, "page.pdf", files.pdf())
    with pytest.raises(Invalid):
        liaison.issue_alert(mali.chief, id=alert, files=[unproven.id])
    with pytest.raises(NotFound):
        liaison.read_alert(niger.analyst, id=alert)
    liaison.discard_alert(mali.analyst, id=alert)
    with pytest.raises(Fault):
        read_attachment(mali.analyst, id=unproven.id)


def test_a_reports_files_follow_its_marks_and_are_taken_back_with_it(mali: People, niger: People) -> None:
    away = make_remote_agency()
    to = (f"agency:{niger.agency.id}", f"agency:{away.id}")
    written = replace(reporting(niger.agency), to=to)
    report = liaison.keep_report(mali.analyst, reporting=written, exercise=True)
    about = f"report:{report}"
    one, two = (
        put(mali.analyst, about, "one.txt", b"EXERCISE one"),
        put(mali.analyst, about, "two.txt", b"EXERCISE two"),
    )
    shown = liaison.preview_report(mali.chief, id=report)
    assert {file.name for file in shown.files} == {"one.txt", "two.txt"}
    liaison.release_report(mali.chief, id=report, files=[one.id])
    assert [file["kind"] for file in carried(away)] == ["report", "file"]
    assert names(niger.analyst, about) == ["one.txt"]
    liaison.send_report_files(mali.chief, id=report, files=[two.id])
    assert names(niger.analyst, about) == ["one.txt", "two.txt"]
    carried(away)
    liaison.correct_report(
        mali.chief, id=report, reporting=replace(written, tlp=Tlp.AMBER_STRICT), change="EXERCISE narrower"
    )
    assert [(file["kind"], file["step"]) for file in carried(away)][-2:] == [("file", "correct"), ("report", "correct")]
    assert {file.marks[0] for file in list_attachments(niger.analyst, about=about)} == {"TLP:AMBER+STRICT"}
    liaison.withdraw_report(mali.chief, id=report, change="EXERCISE wrong")
    assert sorted((file["kind"], file["step"]) for file in carried(away)) == [
        ("file", "withdraw"),
        ("file", "withdraw"),
        ("report", "withdraw"),
    ]
    with pytest.raises(NotFound):
        read_attachment(niger.analyst, id=one.id)


def a_lookout(by: People, *to: Agency) -> UUID:
    return liaison.keep_lookout(by.analyst, sought=sought(*to), exercise=True)


def a_practice(by: People, *to: Agency) -> UUID:
    return liaison.keep_practice(by.analyst, writing=a_writing(*to), exercise=True)


KINDS: dict[str, tuple[Callable[..., UUID], Callable[..., None], Callable[..., int], Callable[..., None]]] = {
    "lookout": (a_lookout, liaison.issue_lookout, liaison.send_lookout_files, liaison.withdraw_lookout),
    "practice": (
        a_practice,
        liaison.release_practice,
        liaison.send_practice_files,
        partial(liaison.withdraw_practice, change="EXERCISE"),
    ),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_lookouts_and_practices_take_the_chosen_files_and_take_them_back(
    kind: str, mali: People, niger: People
) -> None:
    keep, release, follow, withdraw = KINDS[kind]
    away = make_remote_agency()
    thing = keep(mali, niger.agency, away)
    about, offered = f"{kind}:{thing}", liaison.lookout_files if kind == "lookout" else liaison.practice_files
    photo = put(mali.analyst, about, "lorry.jpg", files.picture())
    later = put(mali.analyst, about, "later.txt", b"EXERCISE later")
    unproven = put(mali.analyst, about, "page.pdf", files.pdf())
    with pytest.raises(Invalid):
        release(mali.chief, id=thing, files=[unproven.id])
    with pytest.raises(NotFound):
        names(niger.analyst, about)
    assert {one.name: one.fresh for one in offered(mali.chief, id=thing)}["lorry.jpg"] == {niger.agency.id, away.id}
    release(mali.chief, id=thing, files=[photo.id])
    assert names(niger.analyst, about) == ["lorry.jpg"]
    assert CANARY.encode() not in read_attachment(niger.analyst, id=photo.id).content
    assert follow(mali.chief, id=thing, files=[later.id]) == 1
    assert names(niger.analyst, about) == ["later.txt", "lorry.jpg"]
    assert offered(niger.chief, id=thing) == ()
    for by, fault in ((niger.analyst, Refused), (people("Chad").analyst, NotFound)):
        with pytest.raises(fault):
            put(by, about, "theirs.txt", b"EXERCISE")
    sent = carried(away)
    assert [one["kind"] for one in sent] == [kind, "file", "file"]
    assert {one["about"] for one in sent[1:]} == {about}
    withdraw(mali.chief, id=thing)
    with pytest.raises(NotFound):
        names(niger.analyst, about)
    assert [(one["kind"], one["step"]) for one in carried(away)] == [
        ("file", "withdraw"),
        ("file", "withdraw"),
        (kind, "withdraw"),
    ]
    assert len(names(mali.analyst, about)) == 3  # the owner keeps its own
    with pytest.raises(Conflict):
        put(mali.analyst, about, "late.txt", b"EXERCISE")


def test_a_draft_of_a_lookout_or_a_practice_that_is_thrown_away_keeps_no_file(mali: People, niger: People) -> None:
    for kind, discard in (("lookout", liaison.discard_lookout), ("practice", liaison.discard_practice)):
        thing = KINDS[kind][0](mali, niger.agency)
        file = put(mali.analyst, f"{kind}:{thing}", "b.txt", b"EXERCISE")
        discard(mali.analyst, id=thing)
        with pytest.raises(NotFound):
            read_attachment(mali.analyst, id=file.id)
