"""A witness for the end of this node's ledger: cutting lines off it is found out although the file alone does not tell.

The ledger is a chain: each line holds the hash of the line before. A node shows its last line's hash to the secretariat's node
whenever it has changed (the secretariat to the first node that has an address). The witness keeps one end for each node, and
replaces it only for who names the one that it keeps:

    we ask      {"head": the end now, "before": the end that the witness has confirmed}
    it answers  {"held": what it keeps now}

In all other cases (its answer was lost, or we were restored) the answer is an end that we did not name. A line of our ledger must
have what the witness confirmed and what it answers. If none has, lines were taken off; nothing more is shown, and the witness goes
on keeping that end, until the lines are there again or people have said what happened.

An end is shown with a keyed digest that only this node can make: a witness learns when the ledger changes and nothing
else, and cannot make up an end that would raise an alarm.
"""

import logging
from typing import Final

import orjson
from django.db import DatabaseError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from minassa import access
from minassa.access import Actor, LedgerEnd, door
from minassa.base import Invalid, now
from minassa.exchange.acts import LEDGER_ACCEPT, LEDGER_CUT, PEER_WITNESS
from minassa.exchange.models import PeerState
from minassa.exchange.peers import calling, faults
from minassa.exchange.peers.directory import Directory, NodeEntry
from minassa.exchange.peers.membership import own_keys
from minassa.exchange.peers.notices import tell_cut
from minassa.exchange.peers.wire import mapping, text

log = logging.getLogger(__name__)

_SALT: Final = "minassa end of the ledger"


def witness_of(directory: Directory) -> NodeEntry | None:
    """The node that keeps the end of this node's ledger."""
    own = own_keys().node
    if directory.secretariat != own:
        return directory.node(directory.secretariat)
    others = sorted((one for one in directory.nodes if one.id != own and one.address), key=lambda one: one.id)
    return others[0] if others else None


def show_end(actor: Actor, directory: Directory) -> None:
    """Show the end of the ledger where it has changed, and compare what the witness keeps. Raises Fault where it is not reached."""
    witness, end = witness_of(directory), access.ledger_end()
    row = PeerState.objects.filter(node=witness.id).first() if witness else None
    head, confirmed = _sealed(end), row.shown if row else ""
    if witness is None or (head == confirmed and not (row and row.cut)):
        return
    is_given_up = row is not None and row.cut is None and row.shown == row.cut_head
    if row is not None and not is_given_up and _is_lost(row.shown):
        _tell_cut(actor, witness, row.shown)  # not asked: the witness would believe us
        return
    question = orjson.dumps({"head": head, "before": confirmed})
    held = _read(calling.call(witness, calling.HEAD, question).body, {"held"})["held"]
    if _is_lost(held):
        _tell_cut(actor, witness, held)
    else:
        PeerState.objects.filter(node=witness.id).update(shown=held, cut=None, cut_head="")


def _is_lost(head: str) -> bool:
    """Whether we made this end and our ledger does not have it any more."""
    hash_, _dot, digest = head.partition(".")
    is_ours = constant_time_compare(digest, _digest(hash_))
    return is_ours and not access.ledger_holds(LedgerEnd(0, hash_))


def _tell_cut(actor: Actor, witness: NodeEntry, head: str) -> None:
    """Once, to people's inboxes; then it stands on the page of the partners and in `doctor`."""
    if PeerState.objects.filter(node=witness.id, cut__isnull=False).exists():
        return
    with door(actor, LEDGER_CUT, subject=f"node:{witness.id}") as opened:
        PeerState.objects.filter(node=witness.id).update(cut=opened.context.at, cut_head=head)
        tell_cut()
    log.error("lines were taken off the end of the ledger: %s", faults.LEDGER_CUT)


def keep_end(actor: Actor, *, caller: NodeEntry, raw: bytes) -> bytes:
    """As the witness of another node: keep the end that it shows, if it names the one before; what is kept now. Raises Invalid."""
    asked = _read(raw, {"head", "before"})
    with door(actor, PEER_WITNESS, subject=f"node:{caller.id}"), transaction.atomic():
        PeerState.objects.get_or_create(node=caller.id)
        row = PeerState.objects.select_for_update().get(node=caller.id)
        if asked["head"] and constant_time_compare(row.head, asked["before"]):
            row.head = asked["head"]
            row.save(update_fields=["head"])
        return orjson.dumps({"held": row.head})


def accept_end(actor: Actor) -> int:
    """Take the ledger as it is now for the whole one, although a witness knows of more. Gives how many witnesses did.

    The end that is given up stays in `cut_head` until another one is confirmed in its place.
    """
    with door(actor, LEDGER_ACCEPT) as opened:
        rows = PeerState.objects.filter(cut__isnull=False)
        for row in rows:
            opened.note(since=row.cut.isoformat() if row.cut else "", at=now().isoformat())
            row.shown, row.cut = row.cut_head, None
            row.save(update_fields=["shown", "cut"])
        return len(rows)


def ledger_fault() -> str:
    """What a witness knows of the ledger that this node does not have, in a sentence; empty where there is nothing to say."""
    try:
        is_cut = PeerState.objects.filter(cut__isnull=False).exists()
    except DatabaseError:  # whoever asks has told already that the database is not there
        return ""
    return "a partner has seen lines of it that are not in it any more" if is_cut else ""


def _sealed(end: LedgerEnd) -> str:
    return f"{end.hash}.{_digest(end.hash)}" if end.hash else ""


def _digest(hash_: str) -> str:
    return salted_hmac(_SALT, hash_, algorithm="sha256").hexdigest()


def _read(raw: bytes, names: set[str]) -> dict[str, str]:
    try:
        whole = mapping(orjson.loads(raw), "form", names)
        return {name: text(whole[name], name) for name in names}
    except ValueError as error:  # Wrong, and what is no JSON
        raise Invalid(faults.UNREADABLE) from error
