"""Writing a backup.

The database as of one moment and the node's files are locked, read back and compared, and only then renamed.

The files of the folder are taken before the database: what the audit log leaves there must be found in the later database.
"""

import fcntl
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from minassa import __version__, audit
from minassa.access import carry_lasting, door, ledger_end, system_actor
from minassa.base import Conflict, Fault, Settings, now
from minassa.node.backups import faults, folder, postgres
from minassa.node.backups.acts import NODE_BACKUP
from minassa.node.backups.archive import Source, write_manifest, write_parts
from minassa.node.backups.locks import Lock
from minassa.node.backups.manifest import Manifest, signed_manifest
from minassa.node.backups.pipes import piped
from minassa.node.backups.reading import Count, Progress, Verified, unwatched, verify_backup
from minassa.node.backups.sql import copy_sqlite, refuse_unsound

PART: Final = ".part"


def write_backup(path: Path, *, lock: Lock, progress: Progress = unwatched) -> Verified:
    """Back up this node into a new file.

    Written beside it under a temporary name, read back and compared, and only then renamed: a file of this name is whole.
    Raises Conflict where the file exists or another backup runs; Unavailable and Invalid for what else can go wrong.
    """
    try:
        written = _written(path.absolute(), lock, progress)
    except Fault as fault:
        with suppress(DatabaseError, OSError):  # a full disk may take the log's line too
            audit.append(audit.Line(NODE_BACKUP.name, "failed", "system:keeper", reason=fault.code))
        raise
    with door(system_actor("keeper"), NODE_BACKUP) as opened_door:
        opened_door.note(parts=len(written.manifest.parts), bytes=written.size, persons=written.persons)
    return written


def _written(path: Path, lock: Lock, progress: Progress) -> Verified:
    node: Settings = settings.MINASSA
    if path.exists():
        raise Conflict(faults.FILE_EXISTS, path=path)
    part = path.with_name(path.name + PART)
    with folder.disk_faults(path), folder.working_folder(node.home) as working, _new_file(part) as file:
        head = _head(node)
        # The list is made, and small files are read, before the database is copied; see above.
        sources = _set_aside(working, folder.files(node.home, database=_live(node)), leave_out={path, part})
        copied = _copied_database(node, working, progress)
        count = Count("writing", sum(one.size for one in sources) + copied.size, progress)
        with piped(lambda writer: _archive(writer, chain(sources, [copied]), head, count)) as inside:
            lock.close(inside, file)
        file.flush()
        os.fsync(file.fileno())
        verified = verify_backup(part, keys=lock.keys, progress=progress)
        part.rename(path)
        folder.settle(path.parent)
    return replace(verified, persons=2 if lock.second else 1)


@contextmanager
def _new_file(part: Path) -> Iterator[BinaryIO]:
    """A file that this process alone writes; gone where the block fails. One that a killed backup left is written over."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as file:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(faults.RUNNING) from error
        try:
            file.truncate()
            yield file
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _head(node: Settings) -> Manifest:
    checkpoint = audit.seal()
    carry_lasting()  # what was done before this moment is in the ledger that the manifest names the end of
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return Manifest(
        minassa=__version__,
        at=now(),
        engine=node.database.engine,
        database=_stored(node),
        checkpoint=checkpoint.note,
        ledger=ledger_end(),
        migrations=dict(applied),  # the last of each room stays
    )


def _live(node: Settings) -> str:
    return f"{node.database.name}.sqlite3" if node.database.engine == "sqlite" else ""


def _stored(node: Settings) -> str:
    """The database's name in the backup."""
    return _live(node) or folder.DUMP


def _set_aside(working: Path, sources: Iterator[Source], leave_out: set[Path]) -> list[Source]:
    """Copies of the files that change while a node runs, as they are now; others, which are only ever added, are read later."""
    kept = []
    for source in sources:
        if source.path in leave_out:
            continue
        if source.name.startswith("audit/"):
            with suppress(FileNotFoundError):  # a list of waiting lines that was let go
                copy = working / source.name.replace("/", "-")
                copy.write_bytes(source.path.read_bytes())
                kept.append(replace(source, path=copy, size=copy.stat().st_size))
        else:
            kept.append(source)
    return kept


def _copied_database(node: Settings, working: Path, progress: Progress) -> Source:
    target = working / _stored(node)
    target.touch(mode=0o600)
    if node.database.engine == "sqlite":
        copy_sqlite(node.home / _live(node), target, lambda left, every: progress("database", every - left, every))
        refuse_unsound(target, thorough=False)
    else:
        done = Count("database", 0, progress)
        postgres.dump(node, target, done)
    return Source(_stored(node), target, target.stat().st_size)


def _archive(writer: BinaryIO, sources: Iterator[Source], head: Manifest, told: Callable[[int], None]) -> None:
    with tarfile.open(fileobj=writer, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        parts = write_parts(tar, sources, told)
        write_manifest(tar, signed_manifest(replace(head, parts=parts)))
