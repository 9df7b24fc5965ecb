"""The register of incidents of security and mis-disclosures: its clocks, its recalls, and who knows of it (R16)."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from minassa import audit, safeguards
from minassa.access import Actor, Role, acknowledge, list_received
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.base.settings import Breaches
from minassa.desk import list_notices, waiting_on
from minassa.safeguards import (
    BreachKind,
    BreachState,
    Clock,
    Entering,
    Party,
    RightsRisk,
    Severity,
    Span,
    Told,
    needs_second,
)
from minassa.safeguards.breaches.rules import deadlines, lacking, reminders
from minassa.safeguards.breaches.watch import watch_clocks
from minassa.safeguards.scraping.watch import watch
from tests.factories import actor_for, make_user
from tests.records.made import add
from tests.records.releases.made import Desk, let_out, make_desk
from tests.safeguards.scene import a_scene, acting, read

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = Breaches()


def said(**given: Any) -> Entering:
    plain = Entering(
        BreachKind.WRONG_RECIPIENT,
        title="EXERCISE CANARY sent to the wrong agency",
        what="EXERCISE a record about a witness went to an agency that was not meant.",
        noticed=now() - timedelta(hours=1),
        severity=Severity.HIGH,
        risk=RightsRisk.LIKELY,
        persons=1,
    )
    return replace(plain, **given)


def kinds_told(actor: Actor) -> list[str]:
    return [one.kind for one in list_notices(actor) if one.kind.startswith("breach.")]


def test_the_clocks_the_reminders_and_what_closing_needs() -> None:
    due = deadlines(NOON, LIMITS)
    assert (due[Party.AUTHORITY] - NOON, due[Party.PERSONS] - NOON) == (timedelta(hours=72), timedelta(days=7))
    clocks = (Clock(Party.AUTHORITY, Told.WAITING, due[Party.AUTHORITY]), Clock(Party.PERSONS, Told.TOLD, NOON, NOON))
    assert list(reminders(clocks, NOON + timedelta(hours=59), LIMITS)) == []
    assert [late for _mark, _party, late in reminders(clocks, NOON + timedelta(hours=60), LIMITS)] == [False]
    assert [late for _mark, _party, late in reminders(clocks, NOON + timedelta(hours=72), LIMITS)] == [True]
    assert lacking({Party.AUTHORITY: Told.WAITING, Party.PERSONS: Told.NOT_NEEDED}, "") == ("authority", "lessons")
    assert needs_second(Severity.LOW, RightsRisk.LIKELY)
    assert needs_second(Severity.CRITICAL, RightsRisk.UNLIKELY)
    assert not needs_second(Severity.MEDIUM, RightsRisk.UNLIKELY)


@pytest.mark.django_db
def test_a_mis_disclosure_goes_through_the_register_from_its_entry_to_its_closing() -> None:
    mine, other, inspector = make_desk(), make_desk(), acting(make_user(roles=(Role.INSPECTOR,)))
    keeper = actor_for(make_user(mine.agency, (Role.NODE_ADMINISTRATOR,)), stepped_up=True)
    record = add(mine.analyst)
    let_out(mine, record, [other.token])
    for wrong in (said(noticed=now() + timedelta(hours=1)), said(concerns=("path:../x",)), said(title=" ")):
        with pytest.raises(Invalid):
            safeguards.enter_breach(mine.liaison, said=wrong)
    about = f"record:{record.id}"
    key = safeguards.enter_breach(mine.liaison, said=said(concerns=(about,)))
    for who in (mine.supervisor, mine.second, keeper, inspector):
        assert kinds_told(who) == ["breach.entered"]
    assert safeguards.read_breach(mine.liaison, id=key).can == ()  # who entered it follows it
    _nobody_else_knows(key, mine.analyst, other.supervisor, other.analyst)
    _reminded_in_time_and_late(key, mine, inspector)
    with pytest.raises(Refused):
        safeguards.start_recall(keeper, id=key, record=record.id)
    assert safeguards.start_recall(mine.supervisor, id=key, record=record.id) == 1
    (owed,) = list_received(other.liaison, owed=True)
    assert safeguards.read_breach(inspector, id=key).recalls[0].acknowledged_at is None
    acknowledge(other.liaison, arrival=owed.id)
    (recall,) = safeguards.read_breach(inspector, id=key).recalls
    assert (recall.record, recall.agency, recall.acknowledged_at is not None) == (record.id, other.agency.id, True)
    with pytest.raises(Conflict):
        safeguards.ask_to_close(mine.supervisor, id=key, reason="EXERCISE too early")
    safeguards.settle_clock(keeper, id=key, party=Party.AUTHORITY, told=True, note="EXERCISE DPA-2026-7")
    safeguards.settle_clock(
        mine.second, id=key, party=Party.PERSONS, told=False, note="EXERCISE it would endanger them"
    )
    safeguards.write_lessons(mine.second, id=key, text="EXERCISE the list of recipients is read aloud")
    _closed_by_a_second_person(key, mine)
    view = safeguards.read_breach(inspector, id=key)
    assert sorted(one.what.value for one in view.steps) == sorted(
        (
            *("entered", "reminded", "late", "recalled", "authority", "persons", "learnt"),
            *("closing", "kept-open", "closing", "closed"),
        )
    )
    assert waiting_on(mine.supervisor).overdue == ()
    lines = audit.lines(audit.Filters(subject=f"breach:{key}"), limit=500)
    assert {"breach.enter", "breach.file", "breach.keep", "breach.recall", "breach.close"} <= {
        one.action for one in lines
    }
    assert "CANARY" not in str(lines) + str(list_notices(inspector))
    assert [one.case for one in audit.lines(audit.Filters(action="record.withdraw"))] == [f"breach:{key}"]


def _nobody_else_knows(key: Any, *strangers: Actor) -> None:
    for stranger in strangers:
        assert safeguards.list_breaches(stranger).rows == ()
        assert kinds_told(stranger) == []
        for hidden_or_absent in (key, uuid4()):
            with pytest.raises(NotFound):
                safeguards.read_breach(stranger, id=hidden_or_absent)
        if Role.SUPERVISOR in stranger.roles:
            with pytest.raises(NotFound):
                safeguards.note_step(stranger, id=key, text="EXERCISE")
            assert list(safeguards.register_table(stranger))[1:] == []


def _reminded_in_time_and_late(key: Any, mine: Desk, inspector: Actor) -> None:
    (row,) = safeguards.list_breaches(mine.supervisor).rows
    due = row.clocks[0].due
    assert [one.due for one in waiting_on(mine.supervisor).waiting_on_me if one.about == f"breach:{key}"] == [due]
    for moment, new in ((due - timedelta(hours=13), 0), (due - timedelta(hours=11), 1), (due, 1)):
        with held_at(moment):
            assert (watch_clocks(), watch_clocks()) == (new, 0)
    assert kinds_told(mine.supervisor)[:2] == ["breach.authority-late", "breach.authority-soon"]
    assert kinds_told(inspector) == ["breach.authority-late", "breach.entered"]
    with held_at(due):
        assert [one.about for one in waiting_on(mine.second).overdue] == [f"breach:{key}"]


def _closed_by_a_second_person(key: Any, mine: Desk) -> None:
    assert safeguards.ask_to_close(mine.supervisor, id=key, reason="EXERCISE done") is BreachState.CLOSING
    assert "breach.closing" in kinds_told(mine.second)
    with pytest.raises(Refused):
        safeguards.decide_closing(mine.supervisor, id=key, agree=True)
    assert [one.about for one in waiting_on(mine.supervisor).waiting_on_others] == [f"breach:{key}"]
    assert safeguards.decide_closing(mine.second, id=key, agree=False, reason="EXERCISE ask B") is BreachState.OPEN
    safeguards.ask_to_close(mine.second, id=key, reason="EXERCISE B was asked")
    assert safeguards.decide_closing(mine.supervisor, id=key, agree=True) is BreachState.CLOSED
    with pytest.raises(Conflict):
        safeguards.note_step(mine.supervisor, id=key, text="EXERCISE too late")


@pytest.mark.django_db
def test_an_alert_on_reading_and_a_log_that_does_not_hold_are_entered() -> None:
    scene = a_scene()
    read(f"user:{scene.deputy.id}", scene.agency.id, 160)
    watch(Span.HOUR)
    (alert,) = safeguards.list_scraping(acting(scene.chief)).rows
    key = safeguards.enter_for_scraping(acting(scene.chief), alert=alert.id, reason="EXERCISE the whole register")
    found = safeguards.read_breach(acting(scene.inspector), id=key)
    assert found.row.said.concerns == (f"scraping:{alert.id}", f"user:{scene.deputy.id}")
    assert safeguards.read_scraping(acting(scene.inspector), id=alert.id).state.value == "upheld"
    with pytest.raises(NotFound):
        safeguards.read_breach(acting(scene.deputy), id=key)  # a supervisor too, and it is about them
    watch_clocks()
    with pytest.raises(NotFound):
        safeguards.read_breach(acting(scene.deputy), id=key)
    broken = safeguards.enter_broken_log(code="altered", line=7)
    assert broken is not None
    assert safeguards.enter_broken_log(code="altered", line=7) is None
    assert safeguards.read_breach(acting(scene.administrator), id=broken).row.said.severity is Severity.CRITICAL


@pytest.mark.django_db
def test_the_register_leaves_as_a_table_and_a_paper_with_their_marks() -> None:
    scene = a_scene()
    title = "=EXERCISE title"
    key = safeguards.enter_breach(acting(scene.analyst), said=said(title=title, severity=Severity.LOW))
    written = b"".join(safeguards.register_table(acting(scene.inspector))).decode()
    line = dict(zip(*csv.reader(StringIO(written)), strict=True))
    assert (line["id"], line["marks"], line["title"]) == (str(key), "TLP:RED EXERCISE", f"'{title}")
    with pytest.raises(Refused):
        list(safeguards.register_table(acting(scene.analyst)))
    with pytest.raises(NotFound):
        safeguards.print_breach(acting(scene.stranger), id=key, language="fr", sentences={})
    paper = safeguards.print_breach(acting(scene.inspector), id=key, language="ar", sentences={})
    assert paper.startswith(b"%PDF")
    assert settings.MINASSA.node.exercise
