"""`minassa keys rotate` by the real command: the node's keys and the one that seals attachments, both said, nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_people import minassa, told
from tests.migrated import lay_database

# Each node here is of its own, on SQLite: on PostgreSQL they would say nothing new.
pytestmark = [pytest.mark.store, pytest.mark.sqlite]
CANARY = "EXERCISE canary in a file"

_SCRIPT = """
import json, sys
import django
django.setup()
from minassa import access, desk, records
from minassa.access import walls
from minassa.access.models import User
from minassa.desk.models import Attachment
from tests.factories import actor_for
"""
_ATTACH = """
with walls.upkeep():
    actor = actor_for(User.objects.get(username="amina"))
label = access.Label(actor.agency, access.Tlp.AMBER, handling=frozenset({access.Handling.H0}), exercise=True)
ground = records.Ground("EXERCISE law", "counter-terrorism")
record = records.add_record(
    actor, schema="Person", properties={"name": ["EXERCISE Salem"]}, label=label, ground=ground
)
made = desk.attach(actor, about=f"record:{record.id}", label=label, name="note.txt", content=sys.argv[1].encode())
print(json.dumps(str(made.id)))
"""
_STATE = """
from uuid import UUID
with walls.upkeep():
    actor = actor_for(User.objects.get(username="amina"))
    key = Attachment.objects.get(id=UUID(sys.argv[1])).key_id
print(json.dumps([key, desk.read_attachment(actor, id=UUID(sys.argv[1])).content.decode()]))
"""


def asked(home: Path, script: str, argument: str) -> Any:
    env = {**os.environ, "MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}
    command = [sys.executable, "-c", _SCRIPT + script, argument]
    return json.loads(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node") / "home"
    lay_database(folder / "minassa.sqlite3")
    minassa(folder, "init", "--agency", "EXERCISE Agency one")
    minassa(
        folder,
        "user",
        "add",
        "amina",
        "--name",
        "EXERCISE Amina",
        "--role",
        "analyst",
        "--agency",
        "EXERCISE Agency one",
    )
    return folder


def key_lines(home: Path) -> list[str]:
    return (home / "secrets" / "attachments").read_text().split()


def test_keys_rotate_wraps_the_attachments_keys_anew_and_says_so(home: Path) -> None:
    file = asked(home, _ATTACH, CANARY)
    before, content = asked(home, _STATE, file)
    assert content == CANARY
    first = key_lines(home)
    done = told(home, "keys", "rotate")
    after, content = asked(home, _STATE, file)
    assert content == CANARY
    assert done["attachments"] == {"key": after, "rewrapped": 1, "let_go": 0}
    assert after != before
    assert key_lines(home)[1:] == first
    said = minassa(home, "keys", "rotate").stdout
    assert "New keys are made." in said
    assert "Wrapped anew: 1; old keys let go: 1." in said
    assert first[0] not in key_lines(home)
    assert asked(home, _STATE, file)[1] == CANARY


def test_without_the_attachments_key_it_is_said_what_was_done_and_what_to_do(home: Path) -> None:
    secret = home / "secrets" / "attachments"
    kept = secret.read_bytes()
    secret.unlink()
    failed = minassa(home, "keys", "rotate", "--revoke", code=1)
    assert "New keys are made." in failed.stdout
    assert "The old ones are deleted." in failed.stdout
    assert "'secrets'" in failed.stderr  # in the node's language: restore that folder
    assert "Traceback" not in failed.stderr
    secret.write_bytes(kept)
    assert "new key" in minassa(home, "keys", "rotate").stdout
