"""Databases with all tables and nothing in them, made once for all runs: to migrate takes seconds, to copy none.

What is kept lies in `.pytest_cache`, under a name that changes with any line of what a migration reads and any locked package.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from minassa.node.founding import lay_folder

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
_MIGRATE = """
import django
django.setup()
from django.db import connections
from minassa.node.migrating import migrate
migrate()
connections.close_all()
"""
_SETTINGS = {"node": "minassa.node.settings", "plants": "tests.exchange.peers.node_settings"}
"""A real node's tables; and the same with those of `tests.plants`, which come on top of the first."""


def lay_database(path: Path, kind: str = "node") -> None:
    """Put a new database there, as `minassa init` makes it before it knows anybody."""
    with _alone():
        kept = KEPT / _key()
        if not kept.is_dir():
            _make(kept)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(kept / kind, path)


@contextmanager
def _alone() -> Iterator[None]:
    """Several runs ask at once: the first one makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(kept: Path) -> None:
    for old in KEPT.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        home, done = Path(folder) / "home", Path(folder) / "done"
        lay_folder(home, name="EXERCISE", language="en", exercise=True)
        done.mkdir()
        for kind, settings in _SETTINGS.items():
            migrate(settings, {"MINASSA_HOME": str(home)})
            shutil.copyfile(home / "minassa.sqlite3", done / kind)
        done.rename(kept)


def migrate(settings: str, environment: dict[str, str]) -> None:
    """Bring the database of the node that this environment names up to date, as its owner, in a process of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    as_owner = {
        **plain,
        **environment,
        "DJANGO_SETTINGS_MODULE": settings,
        "MINASSA_DATABASE_OWNER": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    subprocess.run([sys.executable, "-c", _MIGRATE], env=as_owner, cwd=ROOT, check=True)


_READ_BY_MIGRATIONS = ("access", "audit", "base", "node", "programmes/models")
"""Rooms, and parts of them, whose code migrations import beside their own."""


@lru_cache(maxsize=1)
def _key() -> str:
    known = hashlib.sha256(sys.version.encode())
    rooms = ROOT / "src" / "minassa"
    sources = [*(one for name in _READ_BY_MIGRATIONS for one in (rooms / name).rglob("*.py"))]
    sources += [*rooms.glob("**/migrations/*.py"), *(ROOT / "tests" / "plants").rglob("*.py")]
    for path in sorted([*sources, *(ROOT / "requirements").glob("*.lock"), Path(__file__)]):
        known.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return known.hexdigest()[:32]
