"""The restore drill (S40), by the real commands: what was backed up stands again, on the engine of this run."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import on_postgresql
from tests.node.backups.conftest import Databases, Node, environment, minassa, run, told

pytestmark = pytest.mark.store


def restore(node: Node, path: Path, home: Path, database: str, *words: str | Path, code: int = 0) -> str:
    named = ("--database", database) if on_postgresql() else ()
    ledger = () if "--ledger" in words or "--replace" in words else ("--without-ledger",)
    return minassa(home, "restore", path, "--identity", node.key, *named, *ledger, *words, code=code).stderr


def exported(home: Path) -> list[str]:
    """Every record with all it says, as the node itself gives it out."""
    return sorted(minassa(home, "records", "export").stdout.splitlines())


OPEN_SOME = """
import django
django.setup()
from datetime import timedelta
from minassa.access.models import Approval, LoginSession, User
from minassa.base import now
user = User.objects.order_by("created").first()
LoginSession.objects.create(user=user, key_digest="x" * 64)
Approval.objects.create(act="record.delete", subject="record:x", reason="EXERCISE", agency=user.agency, asked_by=user,
    expires=now() + timedelta(days=1))
"""

WRITER = """
import django, sys
django.setup()
from minassa import audit
from minassa.base import new_id
print("begun", flush=True)
n = 0
while True:
    audit.append(audit.Line("record.read", "done", f"user:{new_id()}", details={"n": n}))
    n += 1
    if n % 50 == 0:
        audit.seal()
"""


@pytest.fixture(scope="module")
def backup(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup made while another process writes and seals the log, of a node with a session and a request open."""
    path = tmp_path_factory.mktemp("kept") / "b.age"
    run(node.home, OPEN_SOME)
    words = [sys.executable, "-c", WRITER]
    with subprocess.Popen(words, env=environment(node.home), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline()
        try:
            node.backup(path)
        finally:
            writer.kill()
    return path


@pytest.fixture(scope="module")
def restored(node: Node, backup: Path, tmp_path_factory: pytest.TempPathFactory, new_database: Databases) -> Path:
    home = tmp_path_factory.mktemp("restored") / "new"
    restore(node, backup, home, new_database())
    assert [path.name for path in home.parent.iterdir()] == ["new"]
    return home


def test_a_node_is_restored_with_all_that_it_held(node: Node, restored: Path) -> None:
    assert len(exported(node.home)) == len(node.records)
    assert exported(restored) == exported(node.home)
    for name in ("attachments/aa/one", "secrets/django", "secrets/audit-signing", "audit/log.vkey"):
        assert (restored / name).read_bytes() == (node.home / name).read_bytes()
        assert (restored / name).stat().st_mode & 0o077 == 0
    assert not (restored / "index" / "records" / "CANARY").exists()
    assert told(restored, "doctor") == []


def test_a_backup_made_while_others_write_is_of_one_moment_and_its_log_holds(
    node: Node, backup: Path, restored: Path
) -> None:
    found = told(node.home, "backup", backup, "--verify", "--identity", node.key)
    (restored.parent / "kept.note").write_text(found["checkpoint"])
    assert told(restored, "audit", "verify", "--checkpoint", restored.parent / "kept.note")["ok"]


def test_the_log_tells_of_backup_and_restore(node: Node, backup: Path, restored: Path) -> None:
    assert '"action":"node.backup"' in minassa(node.home, "audit", "export").stdout
    lines = [json.loads(line) for line in minassa(restored, "audit", "export").stdout.splitlines()]
    (told_of,) = [one["line"] for one in lines if one.get("line", {}).get("action") == "node.restore"]
    assert (told_of["actor"], told_of["outcome"], told_of["details"]["log"]) == ("system:keeper", "done", "holds")


STATE = """
import django, json
django.setup()
import minassa.node.notices
from minassa.access import actor_of_user
from minassa.access.models import Approval, Invitation, LoginSession, User
from minassa.base import now
from minassa.desk import list_notices
people = User.objects.select_related("agency")
print(json.dumps({
    "sessions": LoginSession.objects.filter(ended=None).count(),
    "invitations": Invitation.objects.filter(used=None).count(),
    "approvals": Approval.objects.filter(expires__gt=now()).count(),
    "notices": {user.username: len(list_notices(actor_of_user(user))) for user in people},
}))
"""


def test_what_was_open_is_not_open_again_and_supervisors_are_told(node: Node, restored: Path) -> None:
    before, after = json.loads(run(node.home, STATE)), json.loads(run(restored, STATE))
    names = ("sessions", "invitations", "approvals")
    assert [before[name] for name in names] == [1, 4, 1]
    assert [after[name] for name in names] == [0, 0, 0]
    assert set(before["notices"].values()) == {0}
    assert {name for name, count in after["notices"].items() if count} == {"supervisor", "second-supervisor"}


def test_a_restored_node_goes_on_working(node: Node, restored: Path, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(
        json.dumps({"id": "ex-new", "schema": "Person", "properties": {"name": ["EXERCISE Newcomer"]}})
    )
    minassa(restored, "records", "import", tmp_path / "one.json")
    minassa(restored, "work", "--once")
    (hit, *_rest) = told(restored, "check", "Exercise Newcomer")["hits"]
    assert hit["name"] == "EXERCISE Newcomer"
    minassa(restored, "backup", tmp_path / "again.age", "--recipient", node.recipient)
    assert told(restored, "audit", "verify")["ok"]


@pytest.mark.sqlite
def test_what_stood_in_its_place_is_kept_beside(node: Node, backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(node.home, home)
    (home / "CANARY").write_text("mine")
    before = sorted(path.name for path in home.iterdir())
    assert "--replace" in restore(node, backup, home, "", code=1)
    assert sorted(path.name for path in home.iterdir()) == before
    restore(node, backup, home, "", "--replace")
    assert not (home / "CANARY").exists()
    (kept,) = tmp_path.glob("home.before-*")
    assert (kept / "CANARY").read_text() == "mine"
    assert (home / "audit" / "checkpoints.before-restore.jsonl").is_file()
    assert told(home, "audit", "verify")["ok"]


@pytest.mark.postgres
def test_a_database_that_holds_anything_is_never_written_over(
    node: Node, backup: Path, restored: Path, tmp_path: Path
) -> None:
    used = next(line for line in (restored / "node.toml").read_text().splitlines() if line.startswith('name = "drill'))
    database = used.split('"')[1]
    assert database in restore(node, backup, tmp_path / "two", database, code=1)
    assert list(tmp_path.iterdir()) == []
    assert told(restored, "doctor") == []


def test_the_timer_uses_what_the_settings_name(node: Node, tmp_path: Path) -> None:
    text = (node.home / "node.toml").read_text()
    try:
        (node.home / "node.toml").write_text(f'{text}[backup]\nrecipients = ["{node.recipient}"]\n')
        minassa(node.home, "backup", tmp_path / "b.age")
    finally:
        (node.home / "node.toml").write_text(text)
    minassa(node.home, "backup", tmp_path / "b.age", "--verify", "--identity", node.key)
    assert "--recipient" in minassa(node.home, "backup", tmp_path / "c.age", code=1).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["b.age"]
