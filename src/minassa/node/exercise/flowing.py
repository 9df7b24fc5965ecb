"""Invented calls, payments and a smuggling route of one agency, so that the pages about them show something."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from minassa import records
from minassa.access import Actor, Handling, Label, Tlp
from minassa.records import Ground, LegGiven, PlaceGiven, RouteGiven, SeizureGiven

CALLS: Final = 24
PAYMENTS: Final = 8
ROUTE_RECORDS: Final = 8
"""A route, its three places, its two legs, and two seizures at one of the places."""
GROUND: Final = Ground("EXERCISE Act, article 1", "counter-terrorism")
NAME: Final = "EXERCISE Fuel to the north"
_FIRST: Final = date(2026, 3, 2)


def leave_flows(actor: Actor, agencies: dict[str, UUID]) -> None:
    """Bring in calls between the agency's own phone lines, payments between its accounts, and a route, once."""
    if any(one.record.caption == NAME for one in records.routes_seen(actor)):
        return
    label = Label(agencies["ml"], Tlp.AMBER, handling=frozenset({Handling.H0}), exercise=True)
    lines, accounts = (_captions(actor, kind) for kind in ("PhoneLine", "BankAccount"))
    calls = ["caller;callee;date;time;duration;kind"]
    for number in range(CALLS):
        day = _FIRST + timedelta(days=number * number // 9)
        one, two = lines[number % 3], lines[3 + number % 2]
        ends = f"{one};{two}" if number % 4 else f"{two};{one}"
        calls.append(f"{ends};{day};{8 + number % 12:02}:{number:02};{20 + number * 7};EXERCISE")
    payments = ["payer_account;payee_account;amount;currency;date;purpose"]
    for number in range(PAYMENTS):
        day = _FIRST + timedelta(days=7 * number)
        payments.append(f"{accounts[0]};{accounts[1 + number % 2]};{150_000 + number * 12_500}.50;XOF;{day};EXERCISE")
    for sort, rows in (("calls", calls), ("payments", payments)):
        file = io.BytesIO("\n".join(rows).encode())
        records.import_flows(actor, file=file, sort=sort, label=label, ground=GROUND, case="EXERCISE")
    _leave_a_route(actor, label)


def _captions(actor: Actor, kind: str) -> list[str]:
    """Six of the agency's own of a kind, in an order that does not depend on random ids."""
    found: list[str] = []
    before = ""
    while True:
        page = records.list_records(actor, schema=kind, before=before, size=200)
        found += [row.caption for row in page.rows if row.mine]
        before = page.next
        if not before:
            return sorted(found)[:6]


def _leave_a_route(actor: Actor, label: Label) -> None:
    port = PlaceGiven("EXERCISE Depot", Decimal("13.9"), Decimal("-6.2"), 1_000)
    oasis = PlaceGiven("EXERCISE Well", Decimal("16.3"), Decimal("-2.1"), 5_000)
    pass_ = PlaceGiven("EXERCISE Pass", Decimal("19.6"), Decimal("1.4"), 100_000)
    legs = (LegGiven(port, oasis, "high", "EXERCISE pick-ups"), LegGiven(oasis, pass_, "low"))
    given = RouteGiven(NAME, "fuel", legs, summary="EXERCISE: invented, seen by nobody.")
    route = records.keep_route(actor, given=given, label=label, ground=GROUND, case="EXERCISE")
    for number, litres in enumerate(("400", "1200")):
        seized = SeizureGiven(
            f"EXERCISE seizure {number + 1}",
            (_FIRST + timedelta(days=40 * number)).isoformat(),
            "EXERCISE fuel",
            litres,
            "l",
            oasis,
        )
        records.add_seizure(actor, route=route, given=seized, case="EXERCISE")
