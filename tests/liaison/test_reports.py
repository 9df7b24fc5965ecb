"""Reports: bound by the strictest source, released as previewed, corrected and taken back everywhere; nothing for anybody else."""

import io
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from minassa import desk, liaison
from minassa.access import Actor, Handling, Label, Parcel, ReceiptState, Role, Step, Tlp, system_actor, take_in
from minassa.access.models import Agency
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, now
from minassa.liaison import Confidence, Judgement, Likelihood, Reporting, ReportState, Section
from minassa.liaison.reports import content
from minassa.liaison.reports.rules import RANGES
from tests.factories import a_label, actor_for, make_agency, make_community, make_user
from tests.liaison.scene import CANARY, People, people
from tests.records.made import add

store = pytest.mark.django_db


@pytest.fixture
def mali() -> People:
    return people("Mali")


@pytest.fixture
def niger() -> People:
    return people("Niger")


@pytest.fixture
def chad() -> People:
    return people("Chad")


def reporting(*to: Agency | str, **changes: Any) -> Reporting:
    plain = Reporting(
        title="EXERCISE movements in the north",
        sections={Section.SITUATION: "EXERCISE two convoys were seen", Section.GAPS: "EXERCISE who leads them"},
        judgements=(Judgement("EXERCISE they move again", Likelihood.LIKELY, Confidence.LOW),),
        countries=("ml", "ne"),
        period=(date(2026, 1, 1), date(2026, 3, 31)),
        to=tuple(one if isinstance(one, str) else f"agency:{one.id}" for one in to),
    )
    return replace(plain, **changes)


def kept(by: People, *to: Agency | str, **changes: Any) -> UUID:
    return liaison.keep_report(by.analyst, reporting=reporting(*to, **changes), exercise=True)


def released(by: People, *to: Agency | str, **changes: Any) -> UUID:
    report = kept(by, *to, **changes)
    liaison.release_report(by.chief, id=report)
    return report


def code_of(fault: Any) -> str:
    return str(fault.value.code)


def a_record(by: People, tlp: Tlp = Tlp.AMBER, **label: Any) -> UUID:
    return add(by.analyst, label=a_label(by.agency, tlp, **({"handling": {Handling.H0}} | label))).id


@store
def test_a_report_is_the_agencys_own_until_a_supervisor_releases_it(mali: People, niger: People, chad: People) -> None:
    report = kept(mali, niger.agency)
    assert liaison.read_report(mali.officer, id=report).row.state is ReportState.DRAFT
    for other in (niger.analyst, chad.analyst):
        with pytest.raises(NotFound):
            liaison.read_report(other, id=report)
    for actor, code in (
        (mali.analyst, "access.not-allowed"),
        (mali.officer, "access.not-allowed"),
        (actor_for(make_user(mali.agency, (Role.SUPERVISOR,))), "access.step-up-needed"),
    ):
        with pytest.raises(Refused) as fault:
            liaison.release_report(actor, id=report)
        assert code_of(fault) == code
    liaison.release_report(mali.chief, id=report)
    seen = liaison.read_report(niger.analyst, id=report)
    assert (seen.row.version, seen.said.title, seen.draft, seen.holders) == (
        1,
        "EXERCISE movements in the north",
        None,
        (),
    )
    assert "report.released" in [one.kind for one in desk.list_notices(niger.analyst)]
    with pytest.raises(NotFound):
        liaison.read_report(chad.analyst, id=report)
    assert liaison.list_reports(chad.chief).rows == ()


@store
def test_what_leaves_is_what_the_preview_shows(mali: People, niger: People) -> None:
    shared = a_record(mali, Tlp.GREEN)
    hidden = a_record(mali, Tlp.AMBER)
    report = kept(mali, niger.agency, records=(shared, hidden))
    before = liaison.preview_report(mali.chief, id=report)
    assert (before.agencies, before.said.records, before.left_out) == ((niger.agency.id,), (shared,), 1)
    liaison.release_report(mali.chief, id=report)
    seen = liaison.read_report(niger.analyst, id=report)
    assert (seen.said, seen.row.marks) == (before.said, before.marks)
    assert liaison.read_report(mali.analyst, id=report).draft is not None
    own = liaison.read_report(mali.analyst, id=report).draft
    assert own is not None
    assert set(own.records) == {shared, hidden}


@store
@pytest.mark.parametrize(
    ("source", "handling", "expected"),
    [
        (Tlp.AMBER_STRICT, frozenset({Handling.H1}), ("TLP:AMBER+STRICT", "H0", "H1", "EXERCISE")),
        (Tlp.GREEN, frozenset({Handling.H0}), ("TLP:AMBER", "H0", "EXERCISE")),
    ],
)
def test_the_strictest_source_binds_a_report(
    mali: People, niger: People, source: Tlp, handling: frozenset[Handling], expected: tuple[str, ...]
) -> None:
    record = a_record(mali, source, handling=handling)
    report = released(mali, niger.agency, records=(record,), tlp=Tlp.AMBER)
    assert liaison.read_report(niger.analyst, id=report).row.marks == expected
    assert liaison.read_report(mali.analyst, id=report).row.marks == expected


@store
def test_another_agencys_record_is_not_passed_on_by_a_report(mali: People, niger: People, chad: People) -> None:
    foreign = add(
        chad.analyst,
        label=a_label(chad.agency, Tlp.AMBER, audience={f"agency:{mali.agency.id}"}, handling={Handling.H0}),
    ).id
    report = kept(mali, niger.agency, records=(foreign,))
    with pytest.raises(Refused) as fault:
        liaison.release_report(mali.chief, id=report)
    assert code_of(fault) == "liaison.report-foreign"
    assert liaison.list_reports(niger.analyst).rows == ()


@store
def test_a_source_that_the_author_may_not_see_or_that_names_persons_is_refused(mali: People, niger: People) -> None:
    named = add(
        mali.analyst,
        label=a_label(mali.agency, Tlp.RED, audience={f"user:{mali.analyst.user_id}"}, handling={Handling.H0}),
    ).id
    for record, code in (
        (new_id(), "liaison.report-source"),
        (a_record(niger), "liaison.report-source"),
        (named, "liaison.report-tlp"),
    ):
        with pytest.raises(Invalid) as fault:
            kept(mali, niger.agency, records=(record,))
        assert code_of(fault) == code


@store
def test_a_correction_reaches_all_who_have_it_and_is_owed_an_acknowledgement(mali: People, niger: People) -> None:
    report = released(mali, niger.agency)
    news = reporting(niger.agency, sections={Section.SITUATION: "EXERCISE one convoy", Section.GAPS: "EXERCISE none"})
    liaison.correct_report(mali.chief, id=report, reporting=news, change="EXERCISE one of the two was a mistake")
    seen = liaison.read_report(niger.analyst, id=report)
    assert seen.said.sections[Section.SITUATION] == "EXERCISE one convoy"
    assert [one.change for one in seen.versions] == ["EXERCISE one of the two was a mistake", ""]
    assert "report.corrected" in [one.kind for one in desk.list_notices(niger.analyst)]


@store
def test_what_is_taken_back_is_gone_for_others_and_stays_marked_for_its_author(mali: People, niger: People) -> None:
    report = released(mali, niger.agency)
    liaison.withdraw_report(mali.chief, id=report, change="EXERCISE wrong")
    with pytest.raises(NotFound):
        liaison.read_report(niger.analyst, id=report)
    assert liaison.list_reports(niger.chief).rows == ()
    own = liaison.read_report(mali.analyst, id=report)
    assert (own.row.state, own.can) == (ReportState.WITHDRAWN, ())
    lates: tuple[Callable[[], object], ...] = (
        lambda: liaison.correct_report(mali.chief, id=report, reporting=reporting(niger.agency), change="EXERCISE"),
        lambda: liaison.withdraw_report(mali.chief, id=report, change="EXERCISE"),
        lambda: liaison.release_report(mali.chief, id=report),
        lambda: liaison.discard_report(mali.chief, id=report),
    )
    for late in lates:
        with pytest.raises(Conflict) as fault:
            late()
        assert code_of(fault) == "liaison.report-other-state"


@store
def test_a_community_is_reached_and_others_are_not(mali: People, niger: People, chad: People) -> None:
    community = make_community(mali.agency, niger.agency)
    report = released(mali, f"community:{community.id}")
    assert liaison.read_report(niger.analyst, id=report).row.version == 1
    with pytest.raises(NotFound):
        liaison.read_report(chad.analyst, id=report)


@store
def test_only_the_author_changes_a_report(mali: People, niger: People) -> None:
    report = released(mali, niger.agency)
    with pytest.raises(Refused) as fault:
        liaison.correct_report(niger.chief, id=report, reporting=reporting(mali.agency), change="EXERCISE")
    assert code_of(fault) == "liaison.not-your-report"
    with pytest.raises(Invalid):
        liaison.preview_report(niger.chief, id=report)
    assert liaison.read_report(niger.chief, id=report).can == ()


# --- from another node --------------------------------------------------------------------------------------------------


def a_parcel(
    owner: Agency, to: Agency, *, version: int = 1, step: Step = Step.SHARE, stream: UUID | None = None, **changes: Any
) -> Parcel:
    said = content.said_of(reporting(title=f"EXERCISE {CANARY}"))
    parts: dict[str, Any] = {
        "id": new_id(),
        "kind": "report",
        "stream": f"report:{stream or new_id()}",
        "version": version,
        "step": step,
        "owner": owner.id,
        "label": Label(owner.id, Tlp.AMBER, frozenset({f"agency:{to.id}"}), frozenset({Handling.H0}), exercise=True),
        "content": content.told_to_json(said, ""),
        "at": now(),
    }
    return Parcel(**(parts | changes))


def abroad() -> Agency:
    agency = make_agency("EXERCISE Abroad")
    agency.is_local = False
    agency.save(update_fields=["is_local"])
    return agency


def taken(parcel: Parcel) -> tuple[ReceiptState, str]:
    receipt = take_in(system_actor("exchange"), parcel, sender=parcel.owner)
    return receipt.state, receipt.code


@store
def test_a_report_from_another_node_is_seen_by_those_whom_it_names(niger: People, chad: People) -> None:
    sender = abroad()
    parcel = a_parcel(sender, niger.agency)
    assert taken(parcel) == (ReceiptState.TAKEN, "")
    assert liaison.read_report(niger.analyst, id=parcel.about).said.title == f"EXERCISE {CANARY}"
    assert liaison.list_reports(chad.chief).rows == ()
    back = a_parcel(sender, niger.agency, version=2, step=Step.WITHDRAW, stream=parcel.about, content={})
    assert taken(back) == (ReceiptState.TAKEN, "")
    assert liaison.list_reports(niger.chief).rows == ()
    again = a_parcel(sender, niger.agency, version=3, stream=parcel.about)
    assert taken(again)[0] is ReceiptState.REFUSED


@store
@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 201},
        {"title": "EXERCISE \u202e reversed"},
        {"sections": {"situation": "only this"}},
        {"sections": {"situation": "x", "gaps": "y", "secret": "z"}},
        {"judgements": [{"text": "x", "likelihood": "certain", "confidence": "low"}]},
        {"judgements": [{"text": "x", "likelihood": "likely", "confidence": "low"}] * 7},
        {"period": ["2026-03-01", "2026-01-01"]},
        {"period": ["2026-03-01"]},
        {"records": ["not-an-id"]},
        {"countries": ["Mali"]},
        {"extra": 1},
    ],
)
def test_what_is_no_report_is_refused_whole(niger: People, change: dict[str, Any]) -> None:
    sender = abroad()
    parcel = a_parcel(sender, niger.agency)
    wrong = replace(parcel, content={**parcel.content, **change})
    assert taken(wrong)[0] is ReceiptState.REFUSED
    assert liaison.list_reports(niger.chief).rows == ()


@store
def test_labels_that_a_report_cannot_bear_are_refused(niger: People) -> None:
    sender = abroad()
    narrow = Label(
        sender.id, Tlp.RED, frozenset({f"user:{niger.analyst.user_id}"}), frozenset({Handling.H0}), exercise=True
    )
    unmarked = Label(sender.id, Tlp.AMBER, frozenset({f"agency:{niger.agency.id}"}), exercise=True)
    for label in (narrow, unmarked):
        assert taken(a_parcel(sender, niger.agency, label=label))[0] is ReceiptState.REFUSED


# --- pure and printed -----------------------------------------------------------------------------------------------------


def test_the_ranges_of_likelihood_rise_and_never_touch() -> None:
    ranges = [RANGES[one] for one in Likelihood]
    assert all(low < high for low, high in ranges)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ranges))


_texts = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(
    lambda one: one.strip() == one
)


@settings(deadline=None, max_examples=60)
@given(
    title=_texts.filter(lambda one: " ".join(one.split()) == one),
    texts=st.dictionaries(st.sampled_from(Section), _texts),
    judgements=st.lists(
        st.builds(Judgement, _texts, st.sampled_from(Likelihood), st.sampled_from(Confidence)), max_size=4
    ),
    days=st.none() | st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair))),
)
def test_a_report_comes_back_from_its_json_as_it_went(
    title: str, texts: dict[Section, str], judgements: list[Judgement], days: tuple[date, date] | None
) -> None:
    whole = {Section.SITUATION: "x", Section.GAPS: "y"} | texts
    made = content.said_of(Reporting(title, whole, tuple(judgements), ("ml",), days, (new_id(),)))
    assert content.unpacked_said(content.packed_said(made)) == made


@store
@pytest.mark.skipif(bool(desk.rendering_fault()), reason=desk.rendering_fault() or "PDF can be made")
def test_a_report_is_printed_for_its_reader_with_its_marks(mali: People, niger: People, chad: People) -> None:
    report = released(mali, niger.agency)
    sentences = {"verify-with-owner-before-acting": "EXERCISE verify first"}
    made = liaison.print_report(niger.analyst, id=report, language="en", sentences=sentences, countries={"ml": "Mali"})
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for piece in (
        "TLP:AMBER",
        "EXERCISE two convoys",
        "likely, 55–75 %",
        "low confidence",
        "EXERCISE verify first",
        "Mali",
        "EXERCISE Niger",
    ):
        assert piece in text, piece
    with pytest.raises(NotFound):
        liaison.print_report(chad.analyst, id=report, language="en", sentences={}, countries={})


@store
def test_an_observer_reads_no_reports(mali: People, niger: People) -> None:
    released(mali, niger.agency)
    observer: Actor = actor_for(make_user(niger.agency, (Role.OBSERVER,)))
    with pytest.raises(Refused):
        liaison.list_reports(observer)
