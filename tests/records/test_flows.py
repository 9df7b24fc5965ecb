"""Tables of calls, payments and journeys: what becomes of each row, that half of one is none, and what the graph sums up of them."""

import io
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest

from minassa.access import Actor, Tlp
from minassa.base import Invalid
from minassa.base.amounts import amount_of
from minassa.records import (
    DayOrder,
    FlowOptions,
    FlowsImported,
    Nexus,
    Wanted,
    explore,
    import_flows,
    list_records,
    read_record,
)
from minassa.records.flows.cells import moment_of, seconds_of
from minassa.records.nexus import flows, held
from minassa.records.nexus.spans import spans_of
from tests.factories import an_actor
from tests.records.made import GROUND, PURPOSE, add, own_label

CALLS = """Calling Number;Called Number;Date;Hour;Durée;Nature
70 00 00 01;+226 70 00 00 02;2026-03-02;14:05;0:02:31;voice
+226 70 00 00 02;0022670000001;2026-03-03;;12;sms
70000001;70000002;2026-04-09;08:00;;
70000001;70000002;2026-04-09;08:00;;
70000001;nobody;2026-04-09;;;
70000001;70000002;03/04/2026;;;
70000001;70000001;2026-04-09;;;
"""
PAYMENTS = """from account,sender,to account,receiver,amount,ccy,date,ref
EXERCISE-0001,EXERCISE Awa,EXERCISE-0002,EXERCISE Kofi,"1 250 000,50",xof,2026-03-02,A1
EXERCISE-0001,EXERCISE Awa,EXERCISE-0002,EXERCISE Kofi,0.10,XOF,2026-03-05,A2
EXERCISE-0001,EXERCISE Awa,EXERCISE-0002,EXERCISE Kofi,0.20,XOF,2026-03-06,A3
EXERCISE-0002,EXERCISE Kofi,+226 70 00 00 01,,40.00,EUR,2026-03-07,A4
EXERCISE-0002,EXERCISE Kofi,EXERCISE-0001,,"1,250",EUR,2026-03-07,A5
"""
TRAVEL = """passport,name,from,to,departure date,flight
EX 000 001,EXERCISE Awa,EXERCISE Port,EXERCISE Oasis,2026-03-01,EX 12
EX000002,,EXERCISE Port,EXERCISE Oasis,2026-03-01,EX 12
EX000003,EXERCISE Zeinab,EXERCISE Port,EXERCISE Oasis,2026-03-01,EX 12
"""
IN_MALI = FlowOptions(region="bf", source="EXERCISE Telecom")


@pytest.fixture(autouse=True)
def no_graph_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun."""
    monkeypatch.setattr(held, "_held", None)


def bring(actor: Actor, sort: str, text: str, tlp: Tlp = Tlp.AMBER, **given: object) -> FlowsImported:
    label = own_label(actor, tlp)
    options = given.pop("options", IN_MALI)
    file = io.BytesIO(text.encode())
    return import_flows(actor, file=file, sort=sort, label=label, ground=GROUND, options=options, **given)  # type: ignore[arg-type] # as the test gives it


def around(actor: Actor, one: UUID, **given: object) -> Nexus:
    return explore(actor, ids=[one], purpose=PURPOSE, wanted=Wanted(**given))  # type: ignore[arg-type] # as the test gives it


def test_cells_are_read_in_one_way_or_not_at_all() -> None:
    amounts = {"1 250,50": "1250.50", "1,250.50": "1250.50", "1.250.000": "1250000", "٣٫٥": "3.5", "0.125": "0.125"}
    assert {text: str(amount_of(text)) for text in amounts} == amounts
    assert [amount_of(text) for text in ("1,250", "1.250", "", "12 F", "1e5", "--1")] == [None] * 6
    assert moment_of("2026-03-02 14:05:09", "", DayOrder.CLEAR) == "2026-03-02T14:05:09"
    assert moment_of("03/04/2026", "8:05", DayOrder.DAY_FIRST) == "2026-04-03T08:05"
    assert moment_of("03/04/2026", "", DayOrder.MONTH_FIRST) == "2026-03-04"
    assert [moment_of(day, clock, DayOrder.CLEAR) for day, clock in (("03/04/2026", ""), ("2026-03-02", "25:00"))] == [
        "",
        "",
    ]
    assert [seconds_of(one) for one in ("61", "1:01", "1:00:01", "1:x", "")] == ["61", "61", "3601", "", ""]


def test_spans_cover_all_days_and_one_slip_of_the_pen_draws_no_empty_years() -> None:
    near = spans_of([0, 2], ["Call", "Payment"])
    assert [(one.calls, one.payments) for one in near] == [(1, 0), (0, 0), (0, 1)]
    far = spans_of([0, 400, 401, -700_000], ["Call", "Call", "Family", "Call"])
    assert sum(one.calls + one.others for one in far) == 3
    assert all(first.last < second.first for first, second in pairwise(far))
    assert len(spans_of([0, 20_000], ["Call", "Call"])) < 70


@pytest.mark.django_db
def test_calls_become_links_between_lines_that_are_found_or_made() -> None:
    actor = an_actor()
    known = add(actor, "", schema="PhoneLine", phone="+226 70 00 00 02")
    user = add(actor, phone="+226 70 00 00 01")
    done = bring(actor, "calls", CALLS)
    assert (done.added, done.made, done.refused_count) == (3, 2, 4)  # the new line, and who has its number
    codes = [one.code for one in done.refused]
    assert codes == ["records.twice", "records.no-line", "records.no-moment", "records.same-ends"]
    again = bring(actor, "calls", CALLS)
    assert (again.added, again.made, again.unchanged, again.refused_count) == (0, 0, 3, 4)
    (flow_out, flow_in) = sorted(around(actor, known.id).flows, key=lambda one: one.count)
    assert (flow_out.source, flow_out.count, flow_out.first) == (known.id, 1, date(2026, 3, 3))
    assert (flow_in.target, flow_in.count, flow_in.first, flow_in.last) == (
        known.id,
        2,
        date(2026, 3, 2),
        date(2026, 4, 9),
    )
    assert [tie.kind for tie in around(actor, user.id).ties] == ["UnknownLink"]
    (call,) = [one for one in around(actor, known.id).timeline.moments if one.at == "2026-03-02T14:05"]
    assert call.facts == ("voice", "151 s")
    told = read_record(actor, id=call.record.id)
    assert told.properties["callerNumber"] == ("+22670000001",)
    assert told.extra["as_written"] == {"callerNumber": "70 00 00 01", "receiverNumber": "+226 70 00 00 02"}
    assert around(actor, known.id, since=date(2026, 4, 1)).timeline.count == 1


@pytest.mark.django_db
def test_payments_are_summed_exactly_by_direction_and_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    done = bring(actor, "payments", PAYMENTS)
    assert (done.added, done.refused_count, done.refused[0].code) == (4, 1, "records.no-amount")
    first = next(row for row in list_records(actor, schema="BankAccount").rows if row.caption == "EXERCISE-0001")
    (flow,) = around(actor, first.id).flows
    assert (flow.source, flow.count, flow.sums) == (first.id, 3, (("XOF", Decimal("1250000.80")),))
    assert {tie.kind for tie in around(actor, first.id).ties} == {"Ownership"}
    monkeypatch.setattr(flows, "MOST_SUMMED", 2)
    (flow,) = around(actor, first.id).flows
    assert (flow.count, flow.sums, flow.is_summed) == (3, (), False)


@pytest.mark.django_db
def test_journeys_find_people_by_their_papers_and_one_without_name_and_record_is_refused() -> None:
    actor = an_actor()
    awa = add(actor, passportNumber="EX-000-001")
    holder = add(actor, "EXERCISE Kofi Mfano", origin="kofi")
    add(actor, "", schema="Passport", holder="kofi", number="EX000009")
    done = bring(actor, "travel", TRAVEL.replace("EX000003", "EX000009"))
    assert (done.added, [one.code for one in done.refused]) == (2, ["records.no-traveller"])
    (trip,) = [row for row in around(actor, awa.id).subjects if row.schema == "Trip"]
    assert around(actor, holder.id).timeline.moments[0].at == "2026-03-01"
    kinds = {tie.kind for tie in around(actor, trip.id).ties}
    assert kinds == {"involved", "startLocation", "endLocation", "vehicle"}


@pytest.mark.django_db
def test_half_an_import_is_none_and_a_table_without_the_columns_is_said_so() -> None:
    actor = an_actor()
    for broken, code in (
        (CALLS + '"no end', "records.bad-table"),
        ("a;b\n1;2\n", "records.columns-missing"),
        (CALLS.encode("utf-16").decode("latin-1"), ""),
    ):
        with pytest.raises(Invalid) as caught:
            bring(actor, "calls", broken)
        assert code in {caught.value.code, ""}
    with pytest.raises(Invalid):
        bring(actor, "letters", CALLS)
    assert list_records(actor).rows == ()
    columns = {"x": "caller", "y": "callee", "z": "date"}
    assert bring(actor, "calls", "x,y,z\n+22670000001,+22670000002,2026-03-02\n", columns=columns).added == 1


@pytest.mark.django_db
def test_hidden_calls_and_payments_are_in_no_sum_no_count_and_on_no_timeline() -> None:
    """Planted: calls and payments of the same lines under a label that the reader does not see, and a hidden line."""
    reader, other = an_actor(), an_actor()
    green = own_label(other, Tlp.GREEN)
    line = add(other, "", schema="PhoneLine", phone="+226 70 00 00 01", label=green)
    add(other, "", schema="PhoneLine", phone="+226 70 00 00 02", label=green)
    bring(other, "calls", CALLS.splitlines()[0] + "\n" + CALLS.splitlines()[1] + "\n", Tlp.GREEN)
    bring(other, "calls", CALLS)
    bring(other, "calls", CALLS.replace("70000002", "70000003"))
    bring(other, "payments", "payer,payee,amount,ccy,date\n+22670000001,+22670000002,5,XOF,2026-03-01\n", Tlp.GREEN)
    bring(other, "payments", "payer,payee,amount,ccy,date\n+22670000001,+22670000002,900,XOF,2026-03-09\n")
    seen = around(reader, line.id)
    assert {(one.kind, one.count, one.sums, one.last) for one in seen.flows} == {
        ("Call", 1, (), date(2026, 3, 2)),
        ("Payment", 1, (("XOF", Decimal(5)),), date(2026, 3, 1)),
    }
    assert (seen.timeline.count, len(seen.timeline.moments), seen.more) == (2, 2, {})
    assert sum(one.calls + one.payments + one.others for one in seen.timeline.spans) == 2
    assert around(other, line.id).timeline.count > 5
