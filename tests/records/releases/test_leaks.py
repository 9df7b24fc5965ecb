"""The leak matrix: whatever the label and whoever the reader, the bytes that cross the wire hold exactly what they may.

Canaries stand wherever something could leak from: guarded properties, internal notes, the source's own fields, the reference
under which the owner keeps a record, the legal basis, who wrote it, earlier versions, other records and other labels. The
same record is released to an agency elsewhere, whose bytes are searched, and to one of this node, whose pages must agree.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from minassa.access import (
    Actor,
    Context,
    Handling,
    Label,
    Role,
    Tlp,
    acknowledge,
    decide,
    list_received,
    parcel_from_json,
)
from minassa.access.labels import forget_labels
from minassa.access.models import Agency
from minassa.base import NotFound, Refused, now
from minassa.records import (
    Ground,
    RecordView,
    WithdrawReason,
    amend_record,
    import_records,
    list_records,
    propose_change,
    read_record,
    search_records,
    withdraw_record,
)
from minassa.records.acts import RECORD_READ
from tests.factories import actor_for, make_agency, make_community, make_remote_agency, make_user
from tests.records.made import PURPOSE, add, own_label
from tests.records.releases.made import Desk, become_node_of, canaries_in, captured, hand_in, let_out, make_desk

OPEN = "EXERCISE OPENCANARY"
SECRET = {
    "notes": "NOTESCANARY",
    "source link": "https://source.example/LINKCANARY",
    "source document": "DOCUMENTCANARY",
    "reference": "REFERENCECANARY",
    "source's own field": "EXTRACANARY",
    "legal basis": "BASISCANARY",
    "earlier version": "EARLIERCANARY",
    "other record": "OTHERCANARY",
    "hidden end": "HIDDENCANARY",
    "answer": "ANSWERCANARY",
}


@dataclass(frozen=True, slots=True)
class Case:
    tlp: Tlp
    handling: tuple[Handling, ...]
    purposes: tuple[str, ...]
    by: str

    def __str__(self) -> str:
        return "-".join([self.tlp.value, *self.handling, *self.purposes, self.by])


MATRIX = [
    Case(tlp, handling, purposes, by)
    for tlp, handling, purposes, by in product(
        Tlp,
        [(Handling.H0,), (Handling.H1, Handling.H2, Handling.H3)],
        [(), ("border",)],
        ["agency", "community"],
    )
]
PAIRS = [
    MATRIX[8 * row + column]
    for row, columns in enumerate(((0, 7), (1, 6), (2, 5), (3, 4), (0, 7)))
    for column in columns
]
"""Of the matrix as much as holds each two properties together: the walls of PostgreSQL are asked this, SQLite's everything."""
CASES = PAIRS if settings.MINASSA.database.engine == "postgresql" else MATRIX


@dataclass
class Field:
    a: Desk
    away: Desk
    here: Desk
    outsider: Desk
    record: RecordView
    label: Label
    to: frozenset[str]
    raw: bytes = b""


def planted(a: Desk) -> RecordView:
    """One record with a canary in every place that could leak, and an earlier version with another."""
    line = {
        "id": SECRET["reference"],
        "schema": "Person",
        "first_seen": SECRET["source's own field"],
        "datasets": [SECRET["source's own field"]],
        "properties": {
            "name": [SECRET["earlier version"]],
            "notes": [SECRET["notes"]],
            "sourceUrl": [SECRET["source link"]],
            "proof": [SECRET["source document"]],
            "riskSource": [SECRET["other record"], SECRET["hidden end"]],
        },
    }
    ground = Ground(SECRET["legal basis"], PURPOSE)
    file = BytesIO(json.dumps(line).encode())
    assert import_records(a.analyst, file=file, format="ftm", label=own_label(a.analyst), ground=ground).added == 1
    add(a.analyst, f"EXERCISE {SECRET['other record']}", origin=SECRET["other record"], ground=ground)
    made = next(one for one in list_records(a.analyst).rows if one.caption == SECRET["earlier version"])
    whole = {**read_record(a.analyst, id=made.id).properties, "name": [OPEN], "birthDate": ["1984"]}
    return amend_record(a.analyst, id=made.id, version=1, properties=whole)


@pytest.fixture(scope="module", params=CASES, ids=str)
def shared(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """A record that was released as this case says, and the bytes that left: made once for all that is asked of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = _field(request.param)
        let_out(made.a, made.record, made.to, made.label)
        (raw,) = captured(made.away.agency)
        yield replace(made, raw=raw)
        transaction.set_rollback(True)


@pytest.fixture
def field(shared: Field, django_db_blocker: Any) -> Iterator[Field]:
    """The same for each test: what one of them did is gone before the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_labels()
        yield shared
        transaction.set_rollback(True)
    forget_labels()


def _field(case: Case) -> Field:
    a, away, here, outsider = make_desk(), make_desk(), make_desk(), make_desk()
    Agency.objects.filter(id=away.agency.id).update(is_local=False)
    named = [f"user:{one.user_id}" for one in (a.supervisor, a.analyst, away.liaison, here.liaison)]
    label = own_label(
        a.analyst,
        case.tlp,
        audience=named if case.tlp is Tlp.RED else (),
        handling=case.handling,
        purposes=case.purposes,
    )
    community = make_community(away.agency, here.agency)
    to = {away.token, here.token} if case.by == "agency" else {f"community:{community.id}"}
    return Field(a, away, here, outsider, planted(a), label, frozenset(to))


def people_of(*desks: Desk) -> Iterable[Actor]:
    for desk in desks:
        yield from (desk.analyst, desk.liaison, desk.supervisor)
        yield actor_for(make_user(desk.agency, [Role.OBSERVER]))
        yield actor_for(make_user(desk.agency, [Role.INSPECTOR]))


def seen_by(actor: Actor, record: RecordView, purpose: str) -> RecordView | None:
    try:
        return read_record(actor, id=record.id, purpose=purpose)
    except (NotFound, Refused):
        return None


def test_the_bytes_on_the_wire_hold_exactly_what_may_leave(field: Field) -> None:
    elsewhere = make_remote_agency()
    let_out(field.a, add(field.a.analyst, f"EXERCISE {SECRET['other record']}"), [f"agency:{elsewhere.id}"])
    raw = field.raw
    assert canaries_in(raw, SECRET.values()) == set()
    parcel = parcel_from_json(raw)
    assert parcel.content["properties"] == {"name": [OPEN], "birthDate": ["1984"]}
    assert set(parcel.content) == {"schema", "properties", "grading", "purpose", "review_on", "modified"}
    wanted = {field.away.token, field.here.token} | {one for one in field.label.audience if one.startswith("user:")}
    assert parcel.label.audience == wanted
    assert (parcel.label.handling, parcel.label.purposes) == (field.label.handling, field.label.purposes)
    for stranger in (field.outsider, elsewhere):
        agency = stranger.agency if isinstance(stranger, Desk) else stranger
        assert canaries_in(raw, [str(agency.id), agency.name]) == set()
    own = {str(one.user_id) for one in (field.a.second, field.a.liaison)} | {field.a.agency.name}
    assert canaries_in(raw, own) == set()


def test_on_the_recipients_node_exactly_those_see_it_whom_the_decision_allows(field: Field) -> None:
    sent = parcel_from_json(field.raw)
    become_node_of(field.away.agency, field.a.agency)
    hand_in(field.raw)
    for actor, purpose in product(people_of(field.away, field.outsider), ("", "border", "cyber")):
        allowed = decide(actor, RECORD_READ, sent.label, Context(now(), purpose)).allowed
        seen = seen_by(actor, field.record, purpose)
        assert (seen is not None) is allowed, (actor.roles, purpose)
        if seen is not None:
            assert {name: list(values) for name, values in seen.properties.items()} == sent.content["properties"]
            assert seen.label == sent.label
            assert canaries_in(repr(seen).encode(), SECRET.values()) == set()
        if Role.INSPECTOR not in actor.roles:
            assert bool(list_records(actor, purpose=purpose).rows) is allowed
    outsider = field.outsider.analyst
    assert bool(_found(outsider)) is decide(outsider, RECORD_READ, sent.label, Context(now(), PURPOSE)).allowed


def test_on_the_owners_node_the_other_agency_sees_the_same_as_crosses_the_wire(field: Field) -> None:
    sent = parcel_from_json(field.raw)
    now_borne = read_record(field.a.supervisor, id=field.record.id).label
    for actor, purpose in product(people_of(field.here, field.outsider), ("", "border", "cyber")):
        allowed = decide(actor, RECORD_READ, now_borne, Context(now(), purpose)).allowed
        seen = seen_by(actor, field.record, purpose)
        assert (seen is not None) is allowed, (actor.roles, purpose)
        if seen is not None:
            assert {name: list(values) for name, values in seen.properties.items()} == sent.content["properties"]
            assert canaries_in(repr(seen).encode(), SECRET.values()) == set()
            found: Any = search_records(actor, query="OPENCANARY", purpose=purpose) if purpose else None
            assert canaries_in(repr(found).encode(), SECRET.values()) == set()


def test_corrections_withdrawals_and_acknowledgements_hold_no_more(field: Field) -> None:
    before = read_record(field.a.supervisor, id=field.record.id)
    whole = {**before.properties, "birthDate": ["1985"], "notes": [f"{SECRET['notes']} again"]}
    amend_record(field.a.supervisor, id=before.id, version=before.version, properties=whole)
    share, correction = captured(field.away.agency)
    assert share == field.raw
    withdraw_record(field.a.supervisor, id=before.id, reason=WithdrawReason.RIGHTS)
    (withdrawal,) = captured(field.away.agency)
    for raw in (share, correction, withdrawal):
        assert canaries_in(raw, SECRET.values()) == set()
        assert canaries_in(raw, [str(field.outsider.agency.id)]) == set()
    assert parcel_from_json(correction).content["properties"] == {"name": [OPEN], "birthDate": ["1985"]}
    assert parcel_from_json(withdrawal).content == {"reason": "rights"}
    become_node_of(field.away.agency, field.a.agency)
    for raw in (share, correction, withdrawal):
        hand_in(raw)
    for owed in list_received(field.away.liaison, owed=True):
        acknowledge(field.away.liaison, arrival=owed.id)
    answers = captured(field.a.agency)
    assert answers
    for raw in answers:
        assert set(parcel_from_json(raw).content) == {"parcel"}
        assert parcel_from_json(raw).label.audience == {field.a.token}
        assert canaries_in(raw, [OPEN, *SECRET.values(), str(field.away.liaison.user_id)]) == set()
    for actor, purpose in product(people_of(field.away, field.outsider), ("", "border")):
        assert seen_by(actor, field.record, purpose) is None


@pytest.mark.django_db
def test_a_proposal_goes_to_the_owner_and_to_nobody_else() -> None:
    a, b = make_desk(), make_desk()
    Agency.objects.filter(id=b.agency.id).update(is_local=False)
    third = make_agency()
    made = add(a.analyst)
    let_out(a, made, [b.token, f"agency:{third.id}"])
    (share,) = captured(b.agency)
    become_node_of(b.agency, a.agency)
    hand_in(share)
    propose_change(b.analyst, record=made.id, text="EXERCISE ANSWERCANARY")
    (said,) = captured()
    assert parcel_from_json(said).label.audience == {a.token}
    assert canaries_in(said, [str(third.id), str(b.analyst.user_id)]) == set()


def _found(actor: Actor) -> set[str]:
    return {one.caption for one in search_records(actor, query="OPENCANARY", purpose=PURPOSE).rows}
