"""Suspicious-transaction reports: drafted from a case, reviewed by a second person, sent, followed; and who knows of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from minassa import audit, cases, suspicions
from minassa.access import Actor, Handling, Role, Tlp
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.cases import EvidenceLine
from minassa.desk import list_notices, waiting_on
from minassa.suspicions import (
    Head,
    PartyKind,
    ReplyKind,
    ReportContent,
    ReportKind,
    ReportParty,
    ReportTransaction,
    SuspicionState,
)
from minassa.suspicions.content import amount_of, clean_head, clean_party, clean_transaction, lacking
from minassa.suspicions.xml import report_xml
from tests.cases.made import PURPOSE, QUESTION, Unit, a_unit, origin, piece
from tests.factories import a_label, an_actor, make_agency

HEAD = Head(
    fiu="EXERCISE FIU of Mali",
    entity="EX-77",
    reference="EX-STR-1",
    currency="XOF",
    last_name="EXERCISE Traoré",
    reason="EXERCISE CANARY many small deposits <&>",
    indicators=("TF-01", "TF-09"),
)
PERSON = ReportParty(
    PartyKind.PERSON, "EXERCISE Ould Zarqoun", "عبد الرحمن", "1976-08-14", "EX0005522", "ML", why="EXERCISE he paid in"
)
SHOP = ReportParty(PartyKind.ENTITY, "EXERCISE charity", number="RC-9")
MOVE = ReportTransaction(
    "T-1",
    "2026-03-01",
    "9900.50",
    "XOF",
    from_name=PERSON.name,
    to_account="ML0011",
    to_institution="EXERCISE bank",
    to_country="ML",
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_xml_has_the_shape_that_the_docs_print() -> None:
    content = ReportContent(
        HEAD, (PERSON, SHOP), (MOVE, replace(MOVE, number="T-2", currency="EUR", amount="15", local_amount="9839.36"))
    )
    root = fromstring(report_xml(content, submitted=NOON))
    assert [one.tag for one in root] == [
        *("rentity_id", "submission_code", "report_code", "entity_reference", "submission_date", "currency_code_local"),
        *("reporting_person", "reason", "transaction", "transaction", "report_indicators"),
    ]
    assert root.findtext("reason") == f"{HEAD.reason}\n{SHOP.name}, RC-9"  # who stands on no side is named there
    first, second = root.findall("transaction")
    assert first.findtext("amount_local") == "9900.50"
    assert first.findtext("t_from/from_person/first_name") == "عبد الرحمن"
    assert first.findtext("t_from/from_person/birthdate") == "1976-08-14T00:00:00"
    assert first.findtext("t_to/to_account/account") == "ML0011"
    assert first.find("t_to/to_foreign_currency") is None
    assert second.findtext("amount_local") == "9839.36"
    assert second.findtext("t_to/to_foreign_currency/foreign_amount") == "15"
    assert [one.text for one in root.iter("indicator")] == ["TF-01", "TF-09"]
    activity = fromstring(report_xml(replace(content, head=replace(HEAD, kind=ReportKind.ACTIVITY)), submitted=NOON))
    assert activity.find("transaction") is None
    assert [one[0].tag for one in activity.iter("report_party")] == ["person", "entity"]


@examples(max_examples=20)
@given(st.text(max_size=40))
def test_whatever_is_taken_can_be_written_and_read_again(text: str) -> None:
    try:
        head = clean_head(replace(HEAD, reason=text or "-"))
    except Invalid:
        return
    content = ReportContent(head, (), (MOVE,))
    assert ReportContent.from_json(content.to_json()) == content
    read = fromstring(report_xml(content, submitted=NOON)).findtext("reason") or ""
    assert read.splitlines() == head.reason.splitlines()


@pytest.mark.parametrize("amount", ["", "0", "0.00", "-1", "1e9", "NaN", "1,000", "١٢", "1" * 16, "1.123456789", " 1"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(Invalid):
        amount_of(amount)


def test_what_is_not_in_its_form_is_refused_and_what_is_lacking_is_named() -> None:
    for wrong in (
        replace(MOVE, on="2026-02-30"),
        replace(MOVE, currency="francs"),
        replace(MOVE, number=" "),
        replace(MOVE, to_country="Mali"),
    ):
        with pytest.raises(Invalid):
            clean_transaction(wrong)
    for odd in (
        replace(PERSON, name=""),
        replace(PERSON, birth_date="1976"),
        replace(PERSON, why="\x00"),
        replace(PERSON, name="x" * 256),
    ):
        with pytest.raises(Invalid):
            clean_party(odd)
    assert clean_transaction(replace(MOVE, currency="xof")).currency == "XOF"
    assert list(lacking(ReportContent())) == [
        "fiu",
        "entity",
        "reference",
        "currency",
        "reason",
        "last_name",
        "transactions",
    ]
    assert list(lacking(ReportContent(HEAD, (), (replace(MOVE, currency="EUR"),)))) == ["local_amount"]
    assert list(lacking(ReportContent(HEAD, (), (MOVE,)))) == []


def drafted(unit: Unit, **given: Any) -> UUID:
    lines = (*piece().lines, EvidenceLine("score", "0.99"))
    asked: dict[str, Any] = {"lines": lines, "question": QUESTION, "source": "un-sc", "ref": str(uuid4())}
    case = cases.open_case(
        unit.analyst,
        origin=origin(piece(**asked | given), ref=f"finding:{uuid4()}"),
        subject="EXERCISE CANARY shop",
        purpose=PURPOSE,
        reference="EX-1",
    )
    return suspicions.draft_report(unit.analyst, case=case)


def filled(unit: Unit, report: UUID) -> int:
    """Fill a draft in, and give its version."""
    suspicions.change_head(
        unit.analyst, id=report, head=HEAD, version=suspicions.read_report(unit.analyst, id=report).version
    )
    suspicions.add_transaction(unit.analyst, id=report, transaction=MOVE)
    return suspicions.read_report(unit.analyst, id=report).version


@pytest.mark.django_db
def test_a_report_goes_from_a_case_to_the_fiu_and_back() -> None:
    unit = a_unit()
    report = drafted(unit)
    begun = suspicions.read_report(unit.second, id=report)
    assert [(one.kind, one.name) for one in begun.content.parties] == [
        (PartyKind.PERSON, QUESTION.name),
        (PartyKind.ACCOUNT, "EXERCISE-1"),
    ]
    assert "EXERCISE 9900 XOF" in begun.content.head.reason
    assert "0.99" not in begun.content.head.reason  # how alike names are is no reason
    with pytest.raises(Conflict):
        suspicions.submit_report(unit.analyst, id=report, version=begun.version)
    with pytest.raises(Conflict):
        suspicions.change_head(unit.analyst, id=report, head=HEAD, version=begun.version - 1)
    version = filled(unit, report)
    suspicions.drop_part(unit.analyst, id=report, part="parties", place=1, version=version)
    version += 1
    suspicions.submit_report(unit.analyst, id=report, version=version)
    assert f"suspicion:{report}" in [one.about for one in waiting_on(unit.chief).waiting_on_me]
    assert f"suspicion:{report}" in [one.about for one in waiting_on(unit.analyst).waiting_on_others]
    with pytest.raises(Refused):
        suspicions.review_report(unit.analyst, id=report, agree=True, version=version + 1)
    with pytest.raises(Conflict):
        suspicions.export_xml(unit.chief, id=report)
    assert suspicions.review_report(unit.chief, id=report, agree=True, version=version + 1) is SuspicionState.APPROVED
    with pytest.raises(Conflict):
        suspicions.add_party(unit.analyst, id=report, party=PERSON)  # what was agreed to is not changed
    assert fromstring(suspicions.export_xml(unit.chief, id=report)).findtext("entity_reference") == "EX-STR-1"
    suspicions.mark_sent(unit.chief, id=report, reference="FIU-2026-9")
    due = now() + timedelta(days=2)
    reply = suspicions.note_reply(
        unit.analyst, id=report, kind=ReplyKind.QUESTION, text="EXERCISE which bank?", due=due
    )
    with pytest.raises(Conflict):
        suspicions.close_report(unit.analyst, id=report, reason="EXERCISE")
    with held_at(due):
        assert f"suspicion:{report}" in [one.about for one in waiting_on(unit.analyst).overdue]
    suspicions.answer_reply(unit.analyst, id=report, reply=reply, answer="EXERCISE bank")
    with pytest.raises(Conflict):
        suspicions.answer_reply(unit.analyst, id=report, reply=reply, answer="EXERCISE again")
    suspicions.close_report(unit.analyst, id=report, reason="EXERCISE done")
    suspicions.note_reply(unit.analyst, id=report, kind=ReplyKind.FEEDBACK, text="EXERCISE of use")
    view = suspicions.read_report(unit.analyst, id=report)
    assert view.row.state is SuspicionState.SENT  # what comes later opens it again
    assert [one.what.value for one in view.steps] == [
        *("drafted", "submitted", "approved", "sent", "replied", "answered", "closed", "replied")
    ]
    lines = audit.lines(audit.Filters(subject=f"suspicion:{report}"), limit=100)
    assert {"suspicion.draft", "suspicion.review", "suspicion.send", "suspicion.follow", "suspicion.export"} <= {
        one.action for one in lines
    }
    assert "CANARY" not in str(lines) + str(list_notices(unit.analyst))
    assert "suspicion.reviewed" in [one.kind for one in list_notices(unit.analyst)]


@pytest.mark.django_db
def test_a_report_is_known_to_nobody_who_may_not_see_its_case_and_bound_codes_need_permission() -> None:
    unit, stranger = a_unit(), an_actor(Role.SUPERVISOR)
    report = drafted(unit)
    narrow = drafted(unit, label=a_label(unit.agency, Tlp.RED, audience=[f"user:{unit.analyst.user_id}"]))
    for who, hidden in ((stranger, report), (stranger, narrow), (unit.chief, narrow)):
        _knows_nothing(who, hidden)
    assert suspicions.list_reports(stranger).rows == ()
    assert [one.id for one in suspicions.list_reports(unit.chief).rows] == [report]
    assert waiting_on(stranger).waiting_on_me == ()
    with pytest.raises(NotFound):
        suspicions.draft_report(unit.chief, case=suspicions.read_report(unit.analyst, id=narrow).row.case)
    foreign = a_label(make_agency(), Tlp.AMBER, audience=[unit.agency], handling=[Handling.H0])
    bound = drafted(unit, label=foreign)
    assert suspicions.read_report(unit.analyst, id=bound).needs_permission
    suspicions.submit_report(unit.analyst, id=bound, version=filled(unit, bound))
    version = suspicions.read_report(unit.chief, id=bound).version
    with pytest.raises(Invalid):
        suspicions.review_report(unit.chief, id=bound, agree=True, version=version)
    suspicions.review_report(unit.chief, id=bound, agree=True, version=version, reason="EXERCISE letter of 3 March")


def _knows_nothing(who: Actor, report: UUID) -> None:
    for key in (report, uuid4()):
        for act in (
            lambda key=key: suspicions.read_report(who, id=key),
            lambda key=key: suspicions.export_xml(who, id=key),
            lambda key=key: suspicions.print_report(who, id=key, language="en", sentences={}),
            lambda key=key: suspicions.add_party(who, id=key, party=PERSON),
            lambda key=key: suspicions.note_reply(who, id=key, kind=ReplyKind.RECEIPT, text="EXERCISE"),
        ):
            with pytest.raises(NotFound) as told:
                act()
            assert "CANARY" not in str(told.value)
