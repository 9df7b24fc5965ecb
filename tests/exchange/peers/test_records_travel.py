"""A record's whole way between real nodes: released to B and not to C, corrected, acknowledged, withdrawn, not brought back."""

from typing import Any

import pytest

from tests.exchange.peers.line import line_to
from tests.exchange.peers.nodes import Federation, Node, served
from tests.exchange.peers.plants import holds

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]

NAME = "EXERCISE Aminata Ould Canary"
_PEOPLE = """
from dataclasses import replace
from uuid import UUID
from minassa import records
from minassa.access import Handling, Label, Tlp
from minassa.access.actors import actor_of_user
from minassa.access.models import User
from minassa.records import Grading, Ground, Scheme
def person(name):
    user = User.objects.select_related("agency").get(username=name)
    return replace(actor_of_user(user), stepped_up_at=now())
analyst, supervisor = person("analyst"), person("supervisor")
WHY = {"purpose": "counter-terrorism", "case": "EX-1"}
"""
ADD = (
    _PEOPLE
    + """
to = frozenset({f"agency:{sys.argv[1]}"})
label = Label(analyst.agency, Tlp.AMBER, to, frozenset({Handling.H1}), exercise=True)
made = records.add_record(
    analyst, schema="Person", properties={"name": (sys.argv[2],), "birthDate": ("1984-02-01",)}, label=label,
    ground=Ground("EXERCISE Act 1, article 1", "counter-terrorism"), origin=sys.argv[3],
)
shown = records.preview_release(supervisor, id=made.id, to=to, label=label)
records.release_record(supervisor, id=made.id, version=shown.version, to=to, label=label)
print(json.dumps(str(made.id)))
"""
)
AMEND = (
    _PEOPLE
    + """
before = records.read_record(analyst, id=UUID(sys.argv[1]), **WHY)
records.amend_record(analyst, id=before.id, version=before.version, properties={"name": (sys.argv[2],), "birthDate": ("1984-02-01",)})
"""
)
WITHDRAW = (
    _PEOPLE
    + """
print(json.dumps(records.withdraw_record(supervisor, id=UUID(sys.argv[1]), reason=records.WithdrawReason.INACCURATE)))
"""
)
LOOK = (
    _PEOPLE
    + """
from django.test import Client
found = {}
found["search"] = len(records.search_records(analyst, query="Aminata", **WHY).rows)
found["list"] = len(records.list_records(analyst, purpose="counter-terrorism").rows)
records.refresh_index()
found["match"] = [one.matched_name for one in records.match_names(analyst, name=sys.argv[1], purpose="counter-terrorism", limit=5)]
found["export"] = b"".join(records.export_records(analyst, format="ftm", **WHY)).decode()
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(username="analyst"))
answers = [
    client.get("/records/"),
    client.post("/records/search/", {"query": "Aminata", "purpose": "counter-terrorism", "case": "EX-1"}),
    client.get("/"),
]
found["pages"] = [sys.argv[1] in one.content.decode() for one in answers]
print(json.dumps(found))
"""
)
BOOKS = (
    _PEOPLE
    + """
print(json.dumps([f"{one.step.value} {one.state.value}" for one in access.list_deliveries(supervisor)][::-1]))
"""
)
ACKNOWLEDGE = (
    _PEOPLE
    + """
owed = [one for one in access.list_received(analyst) if one.waits]
for one in owed:
    access.acknowledge(analyst, arrival=one.id)
print(json.dumps(len(owed)))
"""
)
BRING_BACK = (
    _PEOPLE
    + """
from minassa.base import Fault
label = Label(analyst.agency, Tlp.AMBER, frozenset(), frozenset({Handling.H0}), exercise=True)
try:
    records.add_record(
        analyst, schema="Person", properties={"name": (sys.argv[1],), "birthDate": ("1984-02-01",)}, label=label,
        ground=Ground("EXERCISE Act 1, article 1", "counter-terrorism"), origin=sys.argv[2],
    )
    print(json.dumps("taken"))
except Fault as fault:
    print(json.dumps(fault.code))
"""
)


def look(node: Node, name: str = NAME) -> Any:
    return node.python(LOOK, name)


def nothing_at(node: Node) -> bool:
    found = look(node)
    return not any((found["search"], found["list"], found["match"], any(found["pages"]), NAME in found["export"]))


def test_a_record_is_released_corrected_acknowledged_withdrawn_and_not_brought_back(federation: Federation) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    with line_to(b) as line, served(*federation.all()):
        record = a.python(ADD, b.agency(), NAME, "ex-1")
        a.sync("--at-once")
        for node in (b, c, federation.secretariat):
            node.sync("--at-once", check=False)

        at_b = look(b)
        assert (at_b["search"], at_b["list"], at_b["match"][0]) == (1, 1, NAME)
        assert at_b["pages"][:2] == [True, True]
        assert NAME not in at_b["export"]  # B exports what is its own
        assert nothing_at(c)
        assert not holds(c, NAME)
        assert not holds(federation.secretariat, NAME)

        better = "EXERCISE Aminata Ould Canary-Diallo"
        a.python(AMEND, record, better)
        a.sync("--at-once")
        assert look(b, better)["match"][0] == better
        assert b.python(ACKNOWLEDGE) == 1
        b.sync("--at-once")
        assert a.python(BOOKS) == ["share received", "correct acknowledged"]

        assert a.python(WITHDRAW, record) == 1
        a.sync("--at-once")
        assert nothing_at(b)
        assert look(b, better)["match"] == []
        assert b.python(ACKNOWLEDGE) == 1
        b.sync("--at-once")
        assert a.python(BOOKS)[-1] == "withdraw acknowledged"
        assert b.python(BRING_BACK, better, "ex-9") == "records.withdrawn"
        assert b.python(BRING_BACK, "EXERCISE by its number", record) == "records.withdrawn"
        assert nothing_at(c)

    carried = b"".join(line.seen)
    assert len(carried) > 3_000
    assert not any(word in carried for word in (b"Aminata", b"Canary", b"1984-02-01", record.encode()))
    assert not holds(federation.secretariat, "Aminata")
    assert not holds(c, "Aminata")
