"""What was removed, corrected or revoked after a backup does not come back with it (S40), by the real commands."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from minassa.access import BrokenLedgerError, read_lines
from tests.conftest import on_postgresql
from tests.node.backups.conftest import Databases, Node, minassa, run, told

pytestmark = pytest.mark.store

SOME = """
import django, json
django.setup()
from dataclasses import replace
from datetime import timedelta
from minassa import access, records
from minassa.access import Handling, Label, Role, Tlp, actor_of_user, system_actor
from minassa.access.models import Agency, User
from minassa.base import now, today

def actor(username):
    found = actor_of_user(User.objects.select_related("agency").get(username=username))
    return replace(found, stepped_up_at=now())

analyst, first, second = (actor(name) for name in ("analyst", "supervisor", "second-supervisor"))
ids = json.loads('@ids@')
"""

BEFORE = (
    SOME
    + """
setup = system_actor("setup")
green = Label(analyst.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
ground = records.Ground("EXERCISE Act 1", "counter-terrorism")
shared = records.add_record(analyst, schema="Person", properties={"name": ["EXERCISE Shared"]}, label=green, ground=ground)
token = access.add_token(analyst, name="program", scopes=["check"])
gone = access.invite(setup, agency=analyst.agency, username="leaver", name="EXERCISE Leaver", roles=[Role.ANALYST])
more = access.invite(setup, agency=analyst.agency, username="riser", name="EXERCISE Riser", roles=[Role.ANALYST])
known = access.invite(setup, agency=analyst.agency, username="known", name="EXERCISE Known", roles=[Role.ANALYST])
access.accept_invitation(secret=known.secret, password="EXERCISE horse battery staple")
other = access.add_agency(setup, name="EXERCISE Partner @n@", kind=access.AgencyKind.PARTNER)
group = access.add_community(replace(analyst, roles=frozenset({Role.NODE_ADMINISTRATOR})), name="EXERCISE group @n@")
access.set_members(setup, community=group.id, agencies=[analyst.agency, other.id])
print(json.dumps({"shared": str(shared.id), "token": str(token.id), "group": str(group.id), "other": str(other.id)}))
"""
)

AFTER = (
    SOME
    + """
setup = system_actor("setup")
made = json.loads('@made@')
from uuid import UUID
asked = records.ask_to_delete(first, id=UUID(ids[0]), reason="EXERCISE wrong person")
access.decide_approval(second, approval=asked.id, grant=True)
records.delete_record(first, id=UUID(ids[0]), approval=asked.id)
records.amend_record(analyst, id=UUID(ids[1]), version=1, properties={"name": ["EXERCISE Corrected"]})
records.keep_record(analyst, id=UUID(ids[2]), until=today() + timedelta(days=400), reason="EXERCISE still needed")
amber = Label(analyst.agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=True)
records.amend_record(analyst, id=UUID(made["shared"]), version=1, label=amber)
access.revoke_token(analyst, token=UUID(made["token"]))
access.disable_user(setup, person=User.objects.get(username="leaver").id)
access.set_roles(setup, person=User.objects.get(username="riser").id, roles=[Role.OBSERVER])
access.set_members(setup, community=UUID(made["group"]), agencies=[analyst.agency])
known = access.start_reset(setup, person=User.objects.get(username="known").id)
access.accept_invitation(secret=known.secret, password="EXERCISE another battery staple")
late = records.add_record(analyst, schema="Person", properties={"name": ["EXERCISE Late"]}, label=amber,
    ground=records.Ground("EXERCISE Act 1", "counter-terrorism"))
records.amend_record(analyst, id=late.id, version=1, properties={"name": ["EXERCISE Later"]})
access.set_roles(setup, person=first.user_id, roles=[Role.SUPERVISOR, Role.ANALYST])
"""
)

STATE = (
    SOME
    + """
from minassa.access.models import CommunityMember, Token
from minassa.records import list_records, read_history, search_records
from uuid import UUID
made = json.loads('@made@')
rows = {row.caption: row for row in list_records(analyst, size=200).rows}
def tell(id):
    try:
        found = records.read_record(analyst, id=UUID(id))
    except Exception as fault:
        return type(fault).__name__
    past = [one.caption for one in read_history(analyst, id=UUID(id))]
    return [found.caption, found.version, found.label.tlp.value, str(found.review_on), past]
print(json.dumps({
    "deleted": tell(ids[0]), "corrected": tell(ids[1]), "kept": tell(ids[2]), "shared": tell(made["shared"]),
    "found": [len(search_records(analyst, query=word, purpose="counter-terrorism").rows) for word in ("corrected", "late")],
    "token": Token.objects.get(id=made["token"]).revoked is not None,
    "people": {one.username: [one.is_active, one.roles] for one in User.objects.all()},
    "password": User.objects.get(username="known").has_usable_password(),
    "members": sorted(str(one) for one in CommunityMember.objects.filter(community=made["group"]).values_list("agency", flat=True)),
}))
"""
)


def script(text: str, node: Node, made: Any = None) -> str:
    filled = text.replace("@ids@", json.dumps(list(node.records))).replace("@made@", json.dumps(made or {}))
    return filled.replace("@n@", node.home.parent.name)


def state(home: Path, node: Node, made: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(home, script(STATE, node, made)))
    return found


def restore(node: Node, path: Path, home: Path, database: str, *words: str | Path) -> Any:
    named = ("--database", database) if on_postgresql() else ()
    return told(home, "restore", path, "--identity", node.key, *named, *words)


def test_what_was_taken_away_after_the_backup_stays_away(node: Node, tmp_path: Path, new_database: Databases) -> None:
    made = json.loads(run(node.home, script(BEFORE, node)))
    node.backup(tmp_path / "b.age")
    then = state(node.home, node, made)
    run(node.home, script(AFTER, node, made))
    now = state(node.home, node, made)
    shutil.copytree(node.home / "ledger", tmp_path / "ledger")

    done = restore(node, tmp_path / "b.age", tmp_path / "bare", new_database(), "--without-ledger")
    assert (done["done_again"], done["held_already"], done["could_not"]) == (0, 0, 0)
    bare = state(tmp_path / "bare", node, made)
    assert bare == then, "without a ledger the backup is what it was: what follows is the ledger's doing"

    done = restore(node, tmp_path / "b.age", tmp_path / "new", new_database(), "--ledger", tmp_path / "ledger")
    assert done["done_again"] >= 9
    assert done["could_not"] == 0
    again = state(tmp_path / "new", node, made)
    assert again["deleted"] == now["deleted"] == "NotFound"
    assert again["corrected"] == now["corrected"]
    assert again["corrected"][:2] == ["EXERCISE Corrected", 2]
    assert again["kept"] == now["kept"]
    assert again["shared"][2] == "amber_strict"
    assert again["found"] == [1, 0]
    assert again["token"] is True
    assert again["people"] == now["people"]
    assert again["people"]["leaver"][0] is False
    assert again["people"]["riser"][1] == ["observer"]
    assert (then["password"], again["password"]) == (True, False)
    assert again["members"] == now["members"] != then["members"]
    assert told(tmp_path / "new", "audit", "verify")["ok"]
    lines = [
        json.loads(line).get("line", {}) for line in minassa(tmp_path / "new", "audit", "export").stdout.splitlines()
    ]
    repeated = {one["details"]["what"] for one in lines if one.get("action") == "lasting.again"}
    assert {"record.deleted", "record.changed", "token.revoked", "person.rights", "community.members"} <= repeated

    # The restored node has that ledger: restoring the same backup once more comes to the same.
    done = restore(node, tmp_path / "b.age", tmp_path / "once", new_database(), "--ledger", tmp_path / "new" / "ledger")
    assert state(tmp_path / "once", node, made) == again


def test_an_altered_ledger_is_not_used_and_nothing_stays(node: Node, tmp_path: Path) -> None:
    node.backup(tmp_path / "b.age")
    run(
        node.home,
        script(
            SOME + "access.disable_user(system_actor('setup'), person=first.user_id)\n"
            "access.enable_user(system_actor('setup'), person=first.user_id)\n"
            "access.disable_user(system_actor('setup'), person=second.user_id)\n"
            "access.enable_user(system_actor('setup'), person=second.user_id)\n",
            node,
        ),
    )
    shutil.copytree(node.home / "ledger", tmp_path / "ledger")
    (path,) = (tmp_path / "ledger").iterdir()
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) > 3, "what is taken off the end is not found out by the file alone"
    middle = len(lines[1]) // 2
    altered = {
        "changed": [lines[0], lines[1][:middle] + bytes([lines[1][middle] ^ 1]) + lines[1][middle + 1 :], *lines[2:]],
        "taken away": [lines[0], *lines[2:]],
        "turned": [lines[1], lines[0], *lines[2:]],
        "no line": [*lines, b"nonsense\n"],
    }
    since = datetime(2020, 1, 1, tzinfo=UTC)
    assert list(read_lines(tmp_path / "ledger", home=node.home, since=since))
    for content in altered.values():
        path.write_bytes(b"".join(content))
        with pytest.raises(BrokenLedgerError):
            list(read_lines(tmp_path / "ledger", home=node.home, since=since))
    database = ("--database", "never_reached") if on_postgresql() else ()
    words = ("restore", tmp_path / "b.age", "--identity", node.key, "--ledger", tmp_path / "ledger", *database)
    assert "ledger" in minassa(tmp_path / "new", *words, code=1).stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.sqlite
def test_the_ledger_of_the_node_that_is_replaced_is_used_of_itself(node: Node, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(node.home, home)
    minassa(home, "backup", tmp_path / "b.age", "--recipient", node.recipient)
    minassa(home, "user", "disable", "second-supervisor")
    assert (
        "--without-ledger"
        in minassa(tmp_path / "new", "restore", tmp_path / "b.age", "--identity", node.key, code=1).stderr
    )
    assert told(home, "restore", tmp_path / "b.age", "--identity", node.key, "--replace")["done_again"] >= 1
    people = {one["username"]: one["state"] for one in told(home, "user", "list")}
    assert people["second-supervisor"] == "disabled"


def test_content_in_the_ledger_is_sealed(node: Node) -> None:
    canary = "EXERCISE Canary of the ledger"
    run(
        node.home,
        script(
            SOME
            + f"""
from uuid import UUID
records.amend_record(analyst, id=UUID(ids[3]), version=1, properties={{"name": ["{canary}"]}})
""",
            node,
        ),
    )
    (path,) = (node.home / "ledger").iterdir()
    raw = path.read_bytes()
    assert f"record:{node.records[3]}".encode() in raw
    assert canary.encode() not in raw
    assert path.stat().st_mode & 0o077 == 0
