"""Requests, alerts, lookouts and duty contacts between real nodes on loopback: they arrive where they should, and nowhere else."""

import io
import tarfile
from typing import Any

import pyrage
import pytest

from tests.exchange.peers.nodes import Federation, Node, served
from tests.exchange.peers.plants import holds

pytestmark = [pytest.mark.wire, pytest.mark.sqlite]
CANARY = "EXERCISE canary Abderrahmane ould Sealed"

PEOPLE = """
from dataclasses import replace
from datetime import timedelta
from uuid import UUID
from minassa import desk, liaison
from minassa.access.models import User
Role = access.Role
actor = access.cli_actor()
if not User.objects.filter(username="chief").exists():
    access.add_user(
        access.system_actor("setup"), agency=actor.agency, username="chief", name="EXERCISE chief",
        roles=[Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR], password="exercise horse battery staple",
    )
chief = replace(access.actor_of_user(User.objects.get(username="chief")), stepped_up_at=now())
canary = sys.argv[1]
care = liaison.Care(dict.fromkeys(liaison.Concern, liaison.Risk.NONE), neutral=True)
"""
ASK = """
to = UUID(sys.argv[2])
asking = liaison.Asking(
    to=(to,), title=canary, text=canary, urgency=liaison.Urgency.URGENT, purpose="counter-terrorism",
    legal_basis="EXERCISE law", marks=liaison.Marks(), care=care,
)
liaison.send_request(chief, id=liaison.keep_request(chief, asking=asking, exercise=True))
alert = liaison.Alerting(to=(f"agency:{to}",), title=canary, text=canary, gravity=liaison.Gravity.IMMEDIATE)
liaison.issue_alert(chief, id=liaison.keep_alert(chief, alerting=alert, exercise=True))
sought = liaison.Sought(
    to=(f"agency:{to}",), kind=liaison.LookoutKind.PERSON, title=canary, names=(canary,), numbers=(), why=canary,
    purpose="counter-terrorism", legal_basis="EXERCISE law", expires=now() + timedelta(days=30), care=care,
)
def put(kind, id):
    about = f"{kind}:{id}"
    label = desk.thing_label(chief, about=about)
    return desk.attach(chief, about=about, label=label, name=f"{kind}.txt", content=canary.encode()).id
lookout = liaison.keep_lookout(chief, sought=sought, exercise=True)
liaison.issue_lookout(chief, id=lookout, files=[put("lookout", lookout)])
lesson = liaison.Lesson(liaison.PracticeKind.LESSON, canary, canary, liaison.Field.FORENSICS)
practice = liaison.keep_practice(chief, writing=liaison.Writing(lesson, (f"agency:{to}",)), exercise=True)
liaison.release_practice(chief, id=practice, files=[put("practice", practice)])
phone = liaison.Channel(liaison.ChannelKind.PHONE, "+223 20 00 00 00")
contact = liaison.Contact(canary, "", ("fr",), (phone,), liaison.Hours("Africa/Bamako"))
sharing = liaison.Sharing(False, (f"agency:{to}",), access.Tlp.AMBER)
liaison.keep_contact(chief, contact=contact, sharing=sharing, exercise=True)
"""
ANSWER = """
from minassa.check import Question, check
request = liaison.list_requests(chief).rows[0]
reply = liaison.Reply(liaison.Event.FULL, canary + " answered", liaison.Marks(), care=care)
liaison.answer_request(chief, id=request.id, reply=reply)
liaison.acknowledge_alert(chief, id=liaison.list_alerts(chief).rows[0].id)
liaison.accept_lookout(chief, id=liaison.list_lookouts(chief)[0][0].id)
check(chief, question=Question(canary), purpose="counter-terrorism", case="EX-1")
"""
SEEN = """
requests = liaison.list_requests(chief).rows
alerts = liaison.list_alerts(chief).rows
lookouts = liaison.list_lookouts(chief)[0]
print(json.dumps({
    "requests": [str(one.state.value) for one in requests],
    "texts": [one.text for row in requests for one in liaison.read_request(chief, id=row.id).messages],
    "alerts": [[one.waits, one.missing] for one in alerts],
    "lookouts": [[one.answer, one.met] for one in lookouts],
    "replies": [one.accepted for row in lookouts for one in liaison.read_lookout(chief, id=row.id).replies],
    "files": [
        file.name
        for about in (*(f"lookout:{one.id}" for one in lookouts), *(f"practice:{one.id}" for one in liaison.list_practices(chief).rows))
        for file in desk.list_attachments(chief, about=about) if desk.read_attachment(chief, id=file.id).content
    ],
    "duty": [one.contact.name for one in liaison.list_contacts(chief)],
}))
"""
WITHDRAW = """
liaison.withdraw_request(chief, id=liaison.list_requests(chief).rows[0].id, text="", marks=liaison.Marks())
"""


def seen(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = node.python(PEOPLE + SEEN, CANARY)
    return found


def do(node: Node, what: str, *words: str) -> None:
    node.python(PEOPLE + what, CANARY, *words)


def test_all_that_a_says_to_b_arrives_and_comes_back_and_nobody_else_learns_of_it(federation: Federation) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    do(a, ASK, b.agency())
    with served(*federation.all()):
        a.sync("--at-once")
        arrived = seen(b)
        assert (arrived["requests"], arrived["alerts"], arrived["duty"]) == (["received"], [[True, 0]], [CANARY])
        assert arrived["files"] == ["lookout.txt", "practice.txt"]
        do(b, ANSWER)
        b.sync("--at-once")
        c.sync("--at-once")
        federation.secretariat.sync("--at-once")
    told = seen(a)
    assert told["requests"] == ["answered"]
    assert f"{CANARY} answered" in told["texts"]
    assert told["alerts"] == [[False, 0]]
    assert (told["replies"], told["lookouts"]) == ([True], [[None, 1]])
    for outsider in (c, federation.secretariat):
        assert not holds(outsider, CANARY)
    assert seen(c) == {key: [] for key in told}


def test_a_request_that_crosses_its_own_withdrawal_ends_the_same_on_both_nodes(federation: Federation) -> None:
    a, b = federation["a"], federation["b"]
    do(a, ASK, b.agency())
    with served(*federation.all()):
        a.sync("--at-once")
        do(b, ANSWER)
        do(a, WITHDRAW)  # A has heard nothing of B yet
        a.sync("--at-once")
        b.sync("--at-once")
        a.sync("--at-once")
    assert seen(a)["requests"] == seen(b)["requests"] == ["withdrawn"]
    assert f"{CANARY} answered" in seen(a)["texts"]


ENCLOSE = """
import os
from minassa import desk
request = liaison.list_requests(chief).rows[0]
about = f"request:{request.id}"
label = desk.thing_label(chief, about=about)
photo = os.urandom(950_000).hex().encode()
files = [
    desk.attach(chief, about=about, label=label, name=name, content=content).id
    for name, content in (("list.txt", canary.encode()), ("long.txt", photo))
]
liaison.remark(chief, id=request.id, text=canary, marks=liaison.Marks(), enclose=files)
"""
FILES = """
from minassa import desk
print(json.dumps([
    [one.name, one.size, one.mine, desk.read_attachment(chief, id=one.id).content[:60].decode()]
    for row in liaison.list_requests(chief).rows
    for one in desk.list_attachments(chief, about=f"request:{row.id}")
]))
"""


def test_files_of_almost_two_megabytes_reach_the_other_node_and_no_third(federation: Federation) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    do(a, ASK, b.agency())
    with served(*federation.all()):
        a.sync("--at-once")
        do(a, ENCLOSE)
        a.sync("--at-once")
        b.sync("--at-once")
        c.sync("--at-once")
        federation.secretariat.sync("--at-once")
    arrived = {name: (size, mine, start) for name, size, mine, start in b.python(PEOPLE + FILES, CANARY)}
    assert arrived["list.txt"] == (len(CANARY), False, CANARY)
    assert arrived["long.txt"][:2] == (1_900_000, False)
    for outsider in (c, federation.secretariat):
        assert not holds(outsider, CANARY)
        assert not [one for one in (outsider.home / "attachments").rglob("*") if one.is_file()]


HELP = """
from datetime import timedelta
to, third = UUID(sys.argv[2]), UUID(sys.argv[3])
today = now().date()
terms = liaison.Terms(
    liaison.Field.TRAINING, ("fr",), "EXERCISE Rabat", today, today + timedelta(days=5), seats=2, format=liaison.Format.ON_SITE,
)
asking = liaison.Asking(
    to=(to, third), title="EXERCISE course", text="EXERCISE course", urgency=liaison.Urgency.ROUTINE,
    purpose="counter-terrorism", legal_basis="EXERCISE law", marks=liaison.Marks(),
    kind=liaison.RequestKind.TRAINING, terms=terms,
)
liaison.send_request(chief, id=liaison.keep_request(chief, asking=asking, exercise=True))
"""
NOMINATE = """
people = (liaison.Nominee("EXERCISE trainer", canary), liaison.Nominee("EXERCISE officer", canary + " two"))
reply = liaison.Reply(liaison.Event.NOMINATE, "", liaison.Marks(), nominees=people)
liaison.answer_request(chief, id=liaison.list_requests(chief).rows[0].id, reply=reply)
"""
DECLINE = """
reply = liaison.Reply(liaison.Event.REFUSE, "", liaison.Marks(), liaison.Reason.NOT_THEN)
liaison.answer_request(chief, id=liaison.list_requests(chief).rows[0].id, reply=reply)
"""
HOLD = """
held = next(one for one in liaison.list_requests(chief).rows if one.state is liaison.State.ANSWERED)
words = {"id": held.id, "marks": liaison.Marks()}
liaison.confirm_nominees(chief, chosen=(1,), text=canary, **words)
liaison.record_attendance(chief, attended=(1,), text=canary, **words)
liaison.close_request(chief, text="", **words)
liaison.rate_request(chief, stars=5, text=canary, **words)
"""
RATE = """
liaison.rate_request(chief, id=liaison.list_requests(chief).rows[0].id, stars=4, text=canary, marks=liaison.Marks())
"""
COURSE = """
print(json.dumps([
    [row.state.value, row.kind.value, sorted(one.stars for one in liaison.read_request(chief, id=row.id).messages if one.stars)]
    for row in sorted(liaison.list_requests(chief).rows, key=lambda row: row.state.value)
]))
"""
TOLD = """
print(json.dumps(str([liaison.read_request(chief, id=row.id) for row in liaison.list_requests(chief).rows])))
"""


def test_a_training_is_offered_to_two_nodes_nominated_held_and_rated_and_the_other_learns_of_none_of_it(
    federation: Federation,
) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    do(a, HELP, b.agency(), c.agency())
    with served(*federation.all()):
        a.sync("--at-once")
        do(b, NOMINATE)
        do(c, DECLINE)
        for node in (b, c):
            node.sync("--at-once")
        do(a, HOLD)
        a.sync("--at-once")
        do(b, RATE)
        b.sync("--at-once")
        federation.secretariat.sync("--at-once")
    assert a.python(PEOPLE + COURSE, CANARY) == [["done", "training", [4, 5]], ["refused", "training", []]]
    assert b.python(PEOPLE + COURSE, CANARY) == [["done", "training", [4, 5]]]
    assert c.python(PEOPLE + COURSE, CANARY) == [["refused", "training", []]]
    for outsider in (c, federation.secretariat):
        assert not holds(outsider, CANARY)
    told = c.python(PEOPLE + TOLD, CANARY)
    assert (a.agency() in told, b.agency() in told) == (True, False)


RELEASE = """
import random
from minassa import desk, records
to = [f"agency:{sys.argv[2]}"]
label = access.Label(actor.agency, access.Tlp.AMBER, frozenset(to), frozenset({access.Handling.H0}), exercise=True)
made = records.add_record(
    chief, schema="Person", properties={"name": ["EXERCISE"]}, label=label,
    ground=records.Ground("EXERCISE law", "counter-terrorism"),
)
content = (canary + random.Random(1).randbytes(800_000).hex()).encode()
chosen, stays = (
    desk.attach(chief, about=f"record:{made.id}", label=label, name=name, content=content + name.encode())
    for name in ("chosen.txt", "stays.txt")
)
shown = records.preview_release(chief, id=made.id, to=to, label=label, files=[chosen.id])
records.release_record(chief, id=made.id, version=shown.version, to=to, label=label, files=[chosen.id])
print(json.dumps([str(made.id), str(chosen.id)]))
"""
HERE = """
from minassa import desk
from minassa.base import Fault
def read(one):
    return [one.name, one.mine, len(desk.read_attachment(chief, id=one.id).content)]
try:
    print(json.dumps([read(one) for one in desk.list_attachments(chief, about=f"record:{sys.argv[2]}")]))
except Fault as fault:
    print(json.dumps(fault.code))
"""
TAKE_BACK = """
from minassa import desk
desk.withdraw_file(chief, id=UUID(sys.argv[2]), reason=desk.FileReason.RIGHTS)
"""
COPIES = """
from minassa import desk
print(json.dumps([[one.pieces, one.arrived, one.has_it, one.gone_for] for one in desk.file_copies(chief, id=UUID(sys.argv[2]))]))
"""


def plain_in_backup(node: Node) -> bytes:
    """All that a backup of a node holds, opened by whoever has the key."""
    identity = pyrage.x25519.Identity.generate()
    made = node.home.parent / f"{node.name}.backup"
    node.run("backup", str(made), "--recipient", str(identity.to_public()))
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(made.read_bytes(), [identity]))) as parts:
        found = [parts.extractfile(one) for one in parts.getmembers() if one.isfile()]
        return b"".join(one.read() for one in found if one is not None)


def test_a_file_of_a_record_is_plain_nowhere_on_its_way_and_goes_when_it_is_withdrawn(federation: Federation) -> None:
    a, b, c = federation["a"], federation["b"], federation["c"]
    record, file = a.python(PEOPLE + RELEASE, CANARY, b.agency())
    assert not holds(a, CANARY)  # while it waits
    with served(federation.secretariat, a, c):
        a.sync("--at-once", check=False)  # B is down
    with served(*federation.all()):
        a.sync("--at-once")
        b.sync("--at-once")
        c.sync("--at-once")
        federation.secretariat.sync("--at-once")
        size = len(CANARY) + 1_600_000 + len("chosen.txt")
        assert b.python(PEOPLE + HERE, CANARY, record) == [["chosen.txt", False, size]]
        assert a.python(PEOPLE + COPIES, CANARY, file) == [[3, 3, True, ""]]
        for node in federation.all():
            assert not holds(node, CANARY)
        for node in (a, b):
            assert CANARY.encode() not in plain_in_backup(node)
        do(a, TAKE_BACK, file)
        a.sync("--at-once")
        b.sync("--at-once")
    assert b.python(PEOPLE + HERE, CANARY, record) == []
    assert [one[2:] for one in a.python(PEOPLE + COPIES, CANARY, file)] == [[False, "withdrawn"]]
    assert not [one for one in (b.home / "attachments").rglob("*") if one.is_file()]
