"""PostgreSQL's own programs: `pg_dump` writes the database, `pg_restore` brings it into a new one, in one transaction.

The dump is made as a role that row-level security does not hold back (`[database] backup`): neither the owner's nor the
application's role could read all rows.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import psycopg

from minassa.base import Conflict, Invalid, Settings, Unavailable
from minassa.node.backups import faults
from minassa.node.backups.sql import holds_tables

_PIECE: Final = 1 << 20
_FORMAT: Final = b"PGDMP"


def program(name: str) -> str:
    """The path of one of PostgreSQL's client programs, the newest installed. Raises Unavailable where there is none."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda one: int(one.parts[-3]) if one.parts[-3].isdigit() else 0, default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise Unavailable(faults.NO_PROGRAM, program=name)
    return found


def dump(node: Settings, target: Path, told: Callable[[int], None]) -> None:
    """Write the whole database, as of one moment, in pg_dump's custom format. Raises Unavailable and OSError."""
    chosen = node.database
    words = [program("pg_dump"), "--format=custom", "--no-password", *_where(node, chosen.backup)]
    environment = _environment(node, chosen.backup_password_file)
    with target.open("wb") as file, _running([*words, chosen.name], environment) as stream:
        while piece := stream.read(_PIECE):
            file.write(piece)
            told(len(piece))


def refuse_used(node: Settings) -> None:
    """Raise Conflict unless the database that a restore would fill is there and empty; Unavailable where it is not there."""
    chosen = node.database
    try:
        with psycopg.connect(
            dbname=chosen.name,
            host=chosen.host or None,
            port=chosen.port,
            user=chosen.owner,
            password=_password(node, chosen.owner_password_file) or None,
        ) as connection:
            if holds_tables(connection):
                raise Conflict(faults.DATABASE_NOT_EMPTY, database=chosen.name, owner=chosen.owner)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1][:300]
        raise Unavailable(faults.PROGRAM_FAILED, program="connection", reason=reason) from error


def load(node: Settings, source: Path) -> None:
    """Fill an empty database from a dump, as the owner's role, all or nothing. Raises Unavailable."""
    chosen = node.database
    if source.open("rb").read(len(_FORMAT)) != _FORMAT:
        raise Invalid(faults.DAMAGED, part=source.name)
    words = [program("pg_restore"), "--exit-on-error", "--single-transaction", "--no-owner", "--no-password"]
    environment = _environment(node, chosen.owner_password_file)
    with _running([*words, *_where(node, chosen.owner), f"--dbname={chosen.name}", str(source)], environment) as stream:
        stream.read()


def _where(node: Settings, user: str) -> list[str]:
    host = [f"--host={node.database.host}"] if node.database.host else []
    return [*host, f"--port={node.database.port}", f"--username={user}"]


def _environment(node: Settings, password_file: str) -> dict[str, str]:
    """The password goes by the environment, which only this account can read; never by the command line."""
    password = _password(node, password_file)
    return {**os.environ, **({"PGPASSWORD": password} if password else {}), "LC_ALL": "C.UTF-8"}


def _password(node: Settings, named: str) -> str:
    path = node.file(named) if named else None
    return path.read_text(encoding="utf-8").strip() if path is not None and path.is_file() else ""


@contextmanager
def _running(words: list[str], environment: dict[str, str]) -> Iterator[IO[bytes]]:
    """What a program writes. It does not outlive the block; where it failed, Unavailable tells its first complaint."""
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 - PostgreSQL's program, and words of ours
            words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
        with child:
            try:
                yield child.stdout  # type: ignore[misc] # a pipe was asked for
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            complaints.seek(0)
            reason = complaints.read(2_000).decode(errors="replace").strip() or f"exit {child.returncode}"
            raise Unavailable(faults.PROGRAM_FAILED, program=Path(words[0]).name, reason=reason.splitlines()[0][:300])
