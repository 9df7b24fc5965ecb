"""Threat reports with figures: made from what every reader may see and from nothing else, released as reports are, begun by a schedule."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import docx as word_files
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from minassa import briefings, desk, liaison
from minassa.access import (
    Handling,
    Label,
    Parcel,
    ReceiptState,
    Role,
    Step,
    Tlp,
    decide_approval,
    feeds,
    system_actor,
    take_in,
)
from minassa.base import Invalid, NotFound, canonical_json, new_id, now
from minassa.base.clock import held_at
from minassa.briefings import Briefing, Every, Plan
from minassa.briefings.asking import _claimed, make_asked
from minassa.briefings.scheduling import make_due
from minassa.liaison import ReportState, Section, figure_blocks
from minassa.records import ask_to_delete, delete_record
from minassa.threats import list_incidents, month_number, overview_from_json
from tests.factories import a_label, actor_for, make_agency, make_user
from tests.liaison.scene import CANARY, People, people
from tests.threats.made import bring, bring_ged, handled, own_row

pytestmark = pytest.mark.django_db
FIRST, LAST = month_number(2026, 2), month_number(2026, 4)
HIDDEN = "EXERCISE HIDDENPLACE"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def a_briefing(*to: People, **changes: Any) -> Briefing:
    plain = Briefing("EXERCISE the Sahel", FIRST, LAST, to=tuple(f"agency:{one.agency.id}" for one in to))
    return replace(plain, **changes)


@pytest.fixture
def mali() -> People:
    """Three incidents for the platform; one of one's own, one of another kind of marks, and a hidden report of an open incident."""
    mali = people("Mali")
    green, own = handled(mali.analyst, Tlp.GREEN), handled(mali.analyst)
    bring(mali.analyst, [own_row(number, place=f"EXERCISE Open {number}") for number in range(3)], label=green)
    hidden = {
        "country": "TD",
        "longitude": "18.5",
        "place": HIDDEN,
        "actors": "EXERCISE HIDDENACTOR",
        "deaths_high": "7777777",
    }
    bring(mali.analyst, [own_row(7, **hidden)], label=own)
    bring(mali.analyst, [own_row(8, **hidden)], label=replace(green, handling=frozenset({Handling.H2})))
    bring_ged(
        mali.analyst,
        "901,2026,3,1,Niger,State-based violence,EXERCISE,EXERCISE Front,EXERCISE Army,12.0,2.5,1,3,8888888",
        label=own,
    )
    return mali


@pytest.fixture
def niger() -> People:
    return people("Niger")


def made(by: People, briefing: Briefing) -> UUID:
    return briefings.make_briefing(by.analyst, briefing=briefing, exercise=True)


def written(by: People, report: UUID, **changes: Any) -> None:
    """What the analyst adds to the draft; the figures stay."""
    draft = liaison.read_report(by.analyst, id=report).draft
    assert draft is not None
    parts = {Section.SITUATION: "EXERCISE three attacks", Section.GAPS: "EXERCISE who leads them"}
    liaison.keep_report(
        by.analyst, reporting=replace(draft, sections=parts, figures=None, **changes), exercise=True, id=report
    )


def printed(by: People, report: UUID, form: Any, language: Any = "en") -> bytes:
    return liaison.print_report(by.analyst, id=report, language=language, sentences={}, countries={}, form=form)


def code_of(fault: Any) -> str:
    return str(fault.value.code)


def test_hidden_incidents_leave_no_trace(mali: People, niger: People) -> None:
    report = made(mali, a_briefing(niger))
    with pytest.raises(Invalid) as fault:
        liaison.release_report(mali.chief, id=report)
    assert code_of(fault) == "liaison.report-parts"
    written(mali, report)
    liaison.release_report(mali.chief, id=report)

    figures = liaison.read_report(niger.analyst, id=report).said.figures
    assert figures is not None
    found = overview_from_json(figures.body)
    assert (found.incidents, found.used, found.low, found.high) == (3, 3, 3, 15)
    assert [(one.key, one.incidents) for one in found.by_country] == [("ne", 3)]
    assert [one.key for one in found.sources] == ["own"]
    assert {one.key for one in found.groups} == {"EXERCISE Front", "EXERCISE Army"}
    assert all(one.west < 10 for one in found.cells)
    with override("fr"):
        words = "".join(one.svg if isinstance(one, desk.Drawing) else repr(one) for one in figure_blocks(figures))
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed(niger, report, "pdf"))).pages)
    word = word_files.Document(io.BytesIO(printed(niger, report, "docx", "ar")))
    cells = "".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert len(word.inline_shapes) == 2
    assert "EXERCISE three attacks" in pdf
    said = canonical_json(figures.body).decode() + words + pdf + cells
    for trace in ("HIDDEN", "7777777", "8888888", "Chad", "Tchad", "UCDP"):
        assert trace not in said
    making = briefings.read_making(mali.analyst, report=report)
    assert making is not None
    assert (making.incidents, making.left_out) == (3, 2)
    assert briefings.read_making(niger.analyst, report=report) is None


def test_for_the_own_agency_all_that_the_marks_allow_is_in(mali: People) -> None:
    draft = liaison.read_report(mali.analyst, id=made(mali, a_briefing())).draft
    assert draft is not None
    assert draft.figures is not None
    found = overview_from_json(draft.figures.body)
    assert (found.incidents, found.high) == (4, 8888888 + 10 + 7777777)  # not the one that may not be passed on
    with pytest.raises(Invalid) as fault:
        made(mali, a_briefing(countries=("dz",)))
    assert code_of(fault) == "briefings.no-incident"


def test_figures_go_no_further_than_they_were_made_for(mali: People, niger: People) -> None:
    chad = people("Chad")
    report = made(mali, a_briefing(niger))
    for wider in ({"to": (f"agency:{chad.agency.id}",)}, {"tlp": Tlp.CLEAR}):
        written(mali, report, **wider)
        with pytest.raises(Invalid) as fault:
            liaison.release_report(mali.chief, id=report)
        assert code_of(fault) == "liaison.report-figures"
        with pytest.raises(NotFound):
            liaison.read_report(niger.analyst, id=report)  # nor is the draft anybody else's, however wide it is to be
    written(mali, report, to=(f"agency:{chad.agency.id}",), tlp=Tlp.AMBER)
    briefings.renew_figures(mali.analyst, report=report, exercise=True)
    bring(mali.analyst, [own_row(20)], label=handled(mali.analyst, Tlp.GREEN))  # what comes in later does not count
    liaison.release_report(mali.chief, id=report)
    assert liaison.read_report(chad.analyst, id=report).row.state is ReportState.RELEASED


def test_figures_do_not_leave_when_something_under_them_was_taken_away(mali: People, niger: People) -> None:
    report = made(mali, a_briefing(niger))
    written(mali, report)
    (counted, *_) = [one for one in list_incidents(mali.analyst).rows if one.place.startswith("EXERCISE Open")]
    asked = ask_to_delete(mali.chief, id=counted.record, reason="EXERCISE")
    second = actor_for(make_user(mali.agency, (Role.SUPERVISOR,)), stepped_up=True)
    delete_record(mali.chief, id=counted.record, approval=decide_approval(second, approval=asked.id, grant=True).id)
    with pytest.raises(Invalid) as fault:
        liaison.release_report(mali.chief, id=report)
    assert code_of(fault) == "liaison.report-figures"


def test_a_schedule_begins_a_report_for_its_person(mali: People, niger: People) -> None:
    with held_at(datetime(2026, 2, 10, tzinfo=UTC)):
        plan = Plan("EXERCISE Sahel", Every.QUARTER, to=(f"agency:{niger.agency.id}",))
        briefings.keep_schedule(mali.analyst, plan=plan, exercise=True)
        assert make_due() == 0
    with held_at(datetime(2026, 4, 1, 3, tzinfo=UTC)):
        assert make_due() == 1
        assert make_due() == 0
        (item,) = desk.waiting_on(mali.analyst).drafts
        report = UUID(item.about.removeprefix("report:"))
        found = liaison.read_report(mali.analyst, id=report)
        assert (found.row.title, found.row.state) == ("EXERCISE Sahel, 2026-01 – 2026-03", ReportState.DRAFT)
        assert found.draft is not None
        assert found.draft.period == (date(2026, 1, 1), date(2026, 3, 31))
        assert desk.waiting_on(mali.officer).drafts == ()
        assert "briefing.made" in [one.kind for one in desk.list_notices(mali.analyst)]
    with held_at(datetime(2026, 7, 1, 3, tzinfo=UTC)):
        assert make_due() == 0  # nothing happened in that quarter: said, and tried again after the next
        assert "briefing.failed" in [one.kind for one in desk.list_notices(mali.analyst)]
        (schedule,) = briefings.list_schedules(mali.officer)
        assert (schedule.mine, schedule.fault, str(schedule.next_on)) == (False, "briefings.no-incident", "2026-10-01")
        assert briefings.list_schedules(niger.chief) == ()
        for stranger in (niger.chief, mali.officer):
            with pytest.raises(NotFound):
                briefings.stop_schedule(stranger, id=schedule.id)
        briefings.stop_schedule(mali.analyst, id=schedule.id)
        assert briefings.list_schedules(mali.analyst) == ()


def test_long_figures_are_made_by_the_clock_for_whoever_asked(mali: People, niger: People) -> None:
    with held_at(NOON):
        assert not briefings.is_long(mali.analyst, briefing=a_briefing())
        asked = briefings.ask_briefing(mali.analyst, briefing=a_briefing(niger), exercise=True)
        none = briefings.ask_briefing(niger.analyst, briefing=a_briefing(countries=("za",)), exercise=True)
        assert [(one.id, one.state) for one in briefings.list_asked(mali.analyst)] == [(asked, "waiting")]
        for other in (mali.chief, niger.analyst):
            assert asked not in {one.id for one in briefings.list_asked(other)}
            with pytest.raises(NotFound):
                briefings.read_asked(other, id=asked)
        assert (make_asked(), make_asked()) == (2, 0)
        found = briefings.read_asked(mali.analyst, id=asked)
        assert (found.state, found.goes_on, found.title) == ("done", False, "EXERCISE the Sahel")
        assert found.report is not None
        draft = liaison.read_report(mali.analyst, id=found.report).draft
        assert draft is not None
        assert draft.figures is not None
        assert overview_from_json(draft.figures.body).incidents == 3
        assert "briefing.ready" in [one.kind for one in desk.list_notices(mali.analyst)]
        failed = briefings.read_asked(niger.analyst, id=none)
        assert (failed.state, failed.report, failed.fault) == ("failed", None, "briefings.no-incident")
        assert "briefing.not-ready" in [one.kind for one in desk.list_notices(niger.analyst)]


def test_figures_whose_making_was_cut_off_are_taken_up_once_more(mali: People) -> None:
    with held_at(NOON):
        asked = briefings.ask_briefing(mali.analyst, briefing=a_briefing(), exercise=True)
    for hours in (0, 1):
        with held_at(NOON + timedelta(hours=hours)):
            taken = _claimed()
            assert taken is not None
            assert (taken[0], _claimed()) == (asked, None)
    with held_at(NOON + timedelta(hours=2)):
        assert make_asked() == 0
        assert briefings.read_asked(mali.analyst, id=asked).fault == "briefings.cut-off"


def test_figures_from_another_node_are_read_strictly(mali: People, niger: People) -> None:
    report = made(mali, a_briefing(niger))
    draft = liaison.read_report(mali.analyst, id=report).draft
    assert draft is not None
    assert draft.figures is not None
    sender = make_agency("EXERCISE Abroad")
    sender.is_local = False
    sender.save(update_fields=["is_local"])
    label = Label(
        sender.id, Tlp.AMBER, frozenset({f"agency:{niger.agency.id}"}), frozenset({Handling.H0}), exercise=True
    )
    told: dict[str, Any] = {
        "title": f"EXERCISE {CANARY}",
        "sections": {"situation": "x", "gaps": "y"},
        "judgements": [],
        "countries": [],
        "period": None,
        "records": [],
        "change": "",
    }

    def taken(figures: Any) -> ReceiptState:
        parcel = Parcel(
            id=new_id(), kind="report", stream=f"report:{new_id()}", version=1, step=Step.SHARE, owner=sender.id, label=label,
            content=told | {"figures": figures}, at=now(),
        )  # fmt: skip
        return take_in(system_actor("exchange"), parcel, sender=sender.id).state

    body = dict(draft.figures.body)
    for wrong in (
        None,
        {},
        {"kind": "other", "body": body},
        {"kind": "threat-overview", "body": {}},
        {"kind": 1, "body": body},
    ):
        assert taken(wrong) is ReceiptState.REFUSED
    assert (
        taken({"kind": "threat-overview", "body": body | {"overview": [*body["overview"], 1]}}) is ReceiptState.REFUSED
    )
    assert taken({"kind": "threat-overview", "body": body}) is ReceiptState.TAKEN


def test_which_sources_feed_a_product(mali: People, niger: People) -> None:
    own, other, reader = mali.agency, niger.agency, make_agency("EXERCISE Reader")
    product = a_label(own, Tlp.AMBER, audience=[reader], handling=[Handling.H0])
    fitting = [
        a_label(own, Tlp.AMBER, audience=[reader], handling=[Handling.H0]),
        a_label(own, Tlp.GREEN),
        a_label(other, Tlp.CLEAR),
        a_label(other, Tlp.GREEN, audience=[own, reader]),
    ]
    others = [
        a_label(own, Tlp.AMBER),
        a_label(own, Tlp.AMBER_STRICT, audience=[reader]),
        a_label(own, Tlp.RED, audience=[f"user:{mali.analyst.user_id}"]),
        a_label(own, Tlp.AMBER, audience=[reader], handling=[Handling.H1]),
        a_label(own, Tlp.GREEN, purposes=["counter-terrorism"]),
        a_label(own, Tlp.GREEN, opens=now()),
        a_label(own, Tlp.GREEN, exercise=False),
        a_label(other, Tlp.AMBER, audience=[own, reader]),
        a_label(other, Tlp.GREEN, handling=[Handling.H2]),
        a_label(other, Tlp.GREEN, audience=[own]),
    ]
    assert [feeds(one, product) for one in (*fitting, *others)] == [True] * len(fitting) + [False] * len(others)
    assert not feeds(a_label(own, Tlp.GREEN), product, partners=True)
    assert feeds(a_label(own, Tlp.AMBER), replace(product, audience=frozenset()))
