"""A restored node is made ready in its folder beside the old one: its database, its log, and what must not come back.

Runs with Django set up for the folder in which the backup was unpacked; nothing of the node that stands in its place is touched.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from minassa import audit
from minassa.access import (
    BrokenLedgerError,
    DoneAgain,
    LastingAct,
    LedgerEnd,
    Role,
    ask_again,
    do_again,
    door,
    end_what_was_open,
    ledger_files,
    ledger_holds,
    list_people,
    read_lines,
    system_actor,
)
from minassa.base import Conflict, Invalid, Refused, Settings
from minassa.desk import notify
from minassa.node.backups import faults, folder, postgres
from minassa.node.backups.acts import NODE_RESTORE
from minassa.node.backups.reading import Progress, Verified
from minassa.node.backups.sql import refuse_unsound
from minassa.node.founding import bring_up_to_date
from minassa.node.notices import RESTORED, RESTORED_ALONE

BEFORE: Final = timedelta(minutes=10)
"""Acts of so long before the backup are done again too: their transactions may have ended after it."""
_TOLD: Final = frozenset({Role.SUPERVISOR, Role.SECRETARIAT})
"""Inspectors and administrators see no content, notices included; the log has the line for them."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a restore did: lines of the log that were verified, what was ended or removed again, and how many agencies are asked to send again."""

    lines: int
    sessions: int
    log_held: bool
    again: DoneAgain
    asked: int


def settle(found: Verified, *, ledger: Path | None, alone: bool, despite_log: bool, progress: Progress) -> Settled:
    """Bring the unpacked node up to date, verify its log, and do again what was done after the backup, as the ledger tells.

    Raises Refused where one person restores alone without saying so, Invalid and Conflict for what does not fit.
    """
    node: Settings = settings.MINASSA
    is_alone = found.persons < 2 and not node.node.exercise
    if is_alone and not alone:
        raise Refused(faults.ONE_PERSON)
    _refuse_newer(found)
    acts = _acts_of(node, found, ledger)
    _place_database(node, found, progress)
    progress("preparing", 0, 0)
    bring_up_to_date()
    verdict = _verified_log(found, despite_log=despite_log, progress=progress)
    progress("done again", 0, 0)
    again = do_again(acts)
    asked = ask_again(system_actor("keeper"), since=found.manifest.at, exercise=node.node.exercise)
    with door(system_actor("keeper"), NODE_RESTORE) as opened:
        ended = end_what_was_open(opened)
        opened.note(
            persons=found.persons,
            backup_at=found.manifest.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            lines=verdict.size,
            log=verdict.code or "holds",
            sessions=ended.sessions,
            again=again.done,
            held=again.held,
            failed=again.failed,
            asked=asked,
            ledger="used" if ledger else "none",
        )
        _tell_people(found, alone=is_alone)
    audit.seal()
    connection.close()
    return Settled(verdict.size, ended.sessions, verdict.ok, again, asked)


def _refuse_newer(found: Verified) -> None:
    """A migration that this version does not know was made by a later one."""
    known = MigrationLoader(None).disk_migrations
    ours = {room for room, _name in known}
    for room, name in found.manifest.migrations.items():
        if room in ours and (room, name) not in known:
            raise Invalid(faults.NEWER, version=found.manifest.minassa)


def _place_database(node: Settings, found: Verified, progress: Progress) -> None:
    engine, stored = found.manifest.engine, node.home / found.manifest.database
    if engine != node.database.engine:
        raise Invalid(faults.OTHER_ENGINE, engine=engine)
    progress("database", 0, 0)
    if engine == "sqlite":
        live = node.home / f"{node.database.name}.sqlite3"
        stored.rename(live)
        refuse_unsound(live, thorough=True)
        return
    postgres.refuse_used(node)
    with folder.disk_faults(stored):
        postgres.load(node, stored)
        stored.unlink()


def _verified_log(found: Verified, *, despite_log: bool, progress: Progress) -> audit.Verification:
    audit.mend_copies()
    read = 0

    def step(count: int) -> None:
        nonlocal read
        read += count
        progress("audit log", read, 0)

    verdict = audit.verify(against=found.manifest.checkpoint, progress=step)
    if not verdict.ok and not despite_log:
        raise Conflict(faults.LOG_BROKEN, fault=verdict.first_fault)
    return verdict


def _acts_of(node: Settings, found: Verified, ledger: Path | None) -> list[LastingAct]:
    """The lasting acts to do again, from a ledger that is then the restored node's own. All of it is verified first."""
    if ledger is None:
        return []
    since = found.manifest.at - BEFORE
    if found.manifest.ledger is not None and not _holds(ledger, found.manifest.ledger):
        raise Conflict(faults.LEDGER_SHORT)
    try:
        acts = list(read_lines(ledger, home=node.home, since=since))
    except BrokenLedgerError as error:
        raise Conflict(faults.LEDGER_BROKEN, entry=error.number) from error
    own = node.home / "ledger"
    own.mkdir(mode=0o700, exist_ok=True)
    with folder.disk_faults(own):
        for path in ledger_files(ledger):
            (own / path.name).touch(mode=0o600)
            (own / path.name).write_bytes(path.read_bytes())
    return acts


def _holds(ledger: Path, end: LedgerEnd) -> bool:
    try:
        return ledger_holds(end, ledger)
    except ValueError:  # a line that is none: what is wrong, and where, is told when all of it is read
        return True


def _tell_people(found: Verified, *, alone: bool) -> None:
    keeper, params = system_actor("keeper"), {"at": f"{found.manifest.at:%Y-%m-%d %H:%M} UTC"}
    for person in list_people(keeper):
        if person.is_active and _TOLD & set(person.roles):
            kind = RESTORED_ALONE if alone else RESTORED
            notify(keeper, person=person.id, agency=person.agency, kind=kind, params=params)


def keep_lost_checkpoints(place: Path, replaced: Path | None) -> None:
    """Beside the restored log's checkpoints, keep those of the log that is replaced: they tell how far it had come."""
    copies = replaced / "audit" / "checkpoints.jsonl" if replaced else None
    if copies is not None and copies.is_file():
        target = place / "audit" / "checkpoints.before-restore.jsonl"
        target.touch(mode=0o600)
        with target.open("ab") as file:
            file.write(copies.read_bytes())
