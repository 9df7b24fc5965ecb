"""Writing lasting acts down, carrying them into the ledger, and doing them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from minassa.access.acts import LASTING_AGAIN
from minassa.access.doorway import door
from minassa.access.lasting import book
from minassa.access.lasting.models import Lasting
from minassa.access.lasting.types import LastingAct, again_of
from minassa.access.system import system_actor
from minassa.base import Fault, now, today

BATCH: Final = 500
_LOOKED_AT: Final = 8
"""How many callbacks are looked through for one that carries already: once too often does no harm."""


def outlast(kind: str, *, subject: str, facts: Mapping[str, Any] | None = None, content: bytes | None = None) -> None:
    """Write down, in the caller's transaction, that this was done and must hold after any restore.

    `facts` are ids and short values, readable in the ledger; `content` is sealed. KeyError for a kind that nobody registered.
    """
    if again_of(kind) is None:
        raise KeyError(kind)
    sealed = book.seal(content) if content is not None else ""
    Lasting.objects.create(kind=kind, subject=subject, facts=dict(facts or {}), sealed=sealed, at=now())
    waiting = connection.run_on_commit[-_LOOKED_AT:]
    if not any(one[1] is _carry for one in waiting):
        transaction.on_commit(_carry, robust=True)


def _carry() -> None:
    carry_lasting()


def carry_lasting() -> int:
    """Carry the acts that are in the database only into the ledger; how many. Runs after each commit, and by the clock."""
    carried = 0
    while True:
        with transaction.atomic():
            rows = list(Lasting.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
            if not rows:
                return carried
            book.write_lines([_line(row) for row in rows])
            # Should the commit fail now, they are written twice: doing an act again twice changes nothing.
            Lasting.objects.filter(id__in=[row.id for row in rows]).delete()
        carried += len(rows)


def _line(row: Lasting) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "at": row.at.isoformat(),
        "kind": row.kind,
        "subject": row.subject,
        "facts": row.facts,
        "sealed": row.sealed,
    }


def tidy_ledger() -> None:
    """Carry what is left, and forget what is older than any backup that somebody would restore."""
    carry_lasting()
    book.forget_old_files(today().isoformat())


@dataclass(frozen=True, slots=True)
class DoneAgain:
    """How many lasting acts were done again, held already, and could not be done."""

    done: int = 0
    held: int = 0
    failed: int = 0


def do_again(acts: Iterable[LastingAct]) -> DoneAgain:
    """Do lasting acts again, in their order, each in a transaction and with an audit line of its own.

    One that cannot be done, such as a correction of what was entered after the backup, does not keep the others back.
    """
    done = held = failed = 0
    for act in acts:
        try:
            with door(system_actor("keeper"), LASTING_AGAIN, subject=act.subject) as opened:
                again = again_of(act.kind)
                changed = again is not None and again(opened, act)
                opened.note(what=act.kind, changed=changed)
        except Fault:
            failed += 1
            continue
        done, held = done + changed, held + (not changed)
    return DoneAgain(done, held, failed)
