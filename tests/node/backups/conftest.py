"""A node of its own, made and filled by the real commands, on SQLite or on the PostgreSQL of this run."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forks
from tests.conftest import on_postgresql
from tests.migrated import lay_database
from tests.postgres import APP, MIGRATED, OWNER, superuser

COMMAND = [sys.executable, "-c", "from minassa.cli import main; main()"]
BACKUP_ROLE = "minassa_backup"

FILL = """
import django, json
django.setup()
from minassa import access, audit, records
from minassa.access import Handling, Label, Tlp, actor_of_user
actor = access.cli_actor()
label = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H0}), exercise=True)
ground = records.Ground("EXERCISE Act 1", "counter-terrorism")
made = [
    records.add_record(actor, schema="Person", properties={"name": [f"EXERCISE Person {n}"]}, label=label, ground=ground)
    for n in range(@count@)
]
audit.seal()
print(json.dumps([str(one.id) for one in made]))
"""


def environment(home: Path | None = None) -> dict[str, str]:
    left_out = {"MINASSA_HOME", "DJANGO_SETTINGS_MODULE", "MINASSA_TOKEN", "MINASSA_DATABASE_OWNER"}
    found = {name: value for name, value in os.environ.items() if name not in left_out}
    if home is not None:
        found |= {"MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}
    return found


def minassa(home: Path, *words: str | Path, code: int = 0, room: int = 0) -> "subprocess.CompletedProcess[str]":
    """A command on a node's folder; fails the test where its exit code is another, or where it fails without a sentence."""
    done = forks.minassa(home, *words, room=room)
    assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    assert not code or done.stderr.strip()
    return done


def told(home: Path, *words: str | Path) -> Any:
    return json.loads(minassa(home, *words, "--json").stdout)


def run(home: Path, script: str) -> str:
    """A script within a node, as its own processes run."""
    done = forks.python(home, script)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Node:
    home: Path
    records: tuple[str, ...]
    key: Path
    recipient: str

    def backup(self, to: Path, *words: str | Path, code: int = 0, room: int = 0) -> "subprocess.CompletedProcess[str]":
        return minassa(self.home, "backup", to, "--recipient", self.recipient, *words, code=code, room=room)


Databases = Callable[..., str]


@pytest.fixture(scope="session")
def new_database() -> Iterator[Databases]:
    """Names of new databases that the owner role owns, empty or `migrated`; on SQLite a name is enough."""
    made: list[str] = []

    def make(*, migrated: bool = False) -> str:
        if not on_postgresql():
            return "minassa"
        made.append(f"drill_{len(made)}")
        with superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [BACKUP_ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {BACKUP_ROLE} LOGIN BYPASSRLS")
                connection.execute(f"GRANT pg_read_all_data TO {BACKUP_ROLE}")
            like = f"TEMPLATE {MIGRATED}" if migrated else ""
            connection.execute(f"CREATE DATABASE {made[-1]} OWNER {OWNER} {like}")
        return made[-1]

    yield make
    if made:
        with superuser() as connection:
            for name in made:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def lay(home: Path, database: str) -> None:
    """What `minassa init` begins from: an EXERCISE node of this run's engine."""
    home.mkdir(mode=0o700, parents=True)
    if not on_postgresql():
        lay_database(home / "minassa.sqlite3")
    text = '[node]\nname = "EXERCISE node"\nexercise = true\nlanguage = "en"\n[database]\n'
    if on_postgresql():
        from django.conf import settings  # noqa: PLC0415 - the run's own

        port = settings.MINASSA.database.port
        text += f'engine = "postgresql"\nhost = "127.0.0.1"\nport = {port}\nuser = "{APP}"\nowner = "{OWNER}"\n'
    (home / "node.toml").write_text(f'{text}name = "{database}"\n')


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, new_database: Databases) -> Node:
    """A node with twenty records, a file of an attachment, and a key to lock its backups with."""
    folder = tmp_path_factory.mktemp("drill")
    home = folder / "home"
    lay(home, new_database(migrated=True))
    minassa(home, "init", "--agency", "EXERCISE Agency", "--language", "en")
    made = json.loads(run(home, FILL.replace("@count@", "20")))
    (home / "attachments" / "aa").mkdir(parents=True)
    (home / "attachments" / "aa" / "one").write_bytes(os.urandom(200_000))
    (home / "index" / "records").mkdir(parents=True, exist_ok=True)
    (home / "index" / "records" / "CANARY").write_text("derived")
    recipient = minassa(home, "backup", folder / "key", "--new-key").stdout.strip()
    return Node(home, tuple(made), folder / "key", recipient)
