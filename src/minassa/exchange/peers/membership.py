"""Trusting a secretariat, and following its directory from version to version.

The first directory is trusted by a person, who compares the fingerprint of the secretariat's key by another way. Afterwards each
version must continue the one before and be signed with a key which that one lists for the secretariat; everything else (a
step back, a second history, a gap, another key) is refused and changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

import orjson
from django.conf import settings

from minassa import access
from minassa.access import Actor, door
from minassa.base import Conflict, Invalid, Refused, Unavailable, now
from minassa.exchange.acts import DIRECTORY_FOLLOW, DIRECTORY_TRUST
from minassa.exchange.models import PeerState, PinnedDirectory
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import (
    MOST_BYTES,
    AgencyEntry,
    CommunityEntry,
    Directory,
    NodeKey,
    SignedDirectory,
    Use,
    fingerprint,
    read_signed,
)
from minassa.exchange.peers.keys import OwnKeys, read_keys
from minassa.exchange.peers.wire import Wrong

RIPE_AFTER: Final = timedelta(hours=1)


def own_keys() -> OwnKeys:
    """This node's keys. Unavailable where they are missing."""
    return read_keys(settings.MINASSA.home)


def pinned_directory() -> SignedDirectory | None:
    """The newest directory that this node has verified; None before it joined."""
    row = PinnedDirectory.objects.order_by("-version").first()
    return _from_row(row) if row else None


def joined_directory() -> SignedDirectory:
    """The newest directory. Unavailable where the node has not joined."""
    found = pinned_directory()
    if found is None:
        raise Unavailable(faults.NOT_JOINED)
    return found


def versions_after(version: int, *, most: int = 20) -> tuple[SignedDirectory, ...]:
    """The versions that follow one, oldest first."""
    rows = PinnedDirectory.objects.filter(version__gt=version).order_by("version")[:most]
    return tuple(map(_from_row, rows))


def _from_row(row: PinnedDirectory) -> SignedDirectory:
    return _read(row.content)


@lru_cache(maxsize=8)
def _read(content: str) -> SignedDirectory:
    """Every request asks for the directory; it is the same until the next version."""
    return read_signed(orjson.loads(content))


def read_signed_directory(raw: bytes) -> SignedDirectory:
    """A signed directory from a file or an answer. Raises Invalid with the part at fault."""
    if len(raw) > MOST_BYTES:
        raise Invalid(faults.DIRECTORY_UNREADABLE, part="size")
    try:
        return read_signed(orjson.loads(raw))
    except Wrong as wrong:
        raise Invalid(faults.DIRECTORY_UNREADABLE, part=wrong.part) from wrong
    except orjson.JSONDecodeError as error:
        raise Invalid(faults.DIRECTORY_UNREADABLE, part="form") from error


def signing_key_of(offered: SignedDirectory) -> NodeKey | None:
    """The key of the directory's own secretariat which signed it: what a person compares before the first trust."""
    node = offered.directory.node(offered.directory.secretariat)
    keys = node.keys_at(Use.SIGNING, offered.directory.at) if node else ()
    return next((one for one in keys if one.id == offered.by and offered.is_signed_by([one.public])), None)


def trust_directory(actor: Actor, *, raw: bytes, expected: str = "", replace: bool = False) -> Directory:
    """Trust the secretariat of this directory, or follow it by hand where it is trusted already.

    `expected` is the fingerprint that the secretariat told by another way. `replace` gives up the secretariat trusted so far,
    and needs the fingerprint. Raises Invalid for what is no directory, Refused for one that must not be trusted.
    """
    offered = read_signed_directory(raw)
    with door(actor, DIRECTORY_TRUST, subject=f"node:{offered.directory.secretariat}") as opened:
        key = signing_key_of(offered)
        if key is None:
            raise Refused(faults.DIRECTORY_SIGNATURE)
        if (expected or replace) and _plain(expected) != key.id:
            raise Refused(faults.DIRECTORY_FINGERPRINT, found=fingerprint(key))
        before = pinned_directory()
        opened.note(version=offered.directory.version, key=key.id)
        if before is None or replace:
            begin_again(actor, offered, before)
        elif before.directory.secretariat != offered.directory.secretariat:
            raise Refused(faults.DIRECTORY_OTHER)
        else:
            follow_from(actor, before, [offered])
        return offered.directory


def _plain(written: str) -> str:
    return written.replace("-", "").replace(" ", "").lower()


def follow_directory(actor: Actor, *, offered: Iterable[SignedDirectory]) -> Directory:
    """Take newer versions of the directory of the secretariat that is trusted; the newest that counts now.

    Raises Refused where one of them does not follow; then none is taken.
    """
    with door(actor, DIRECTORY_FOLLOW) as opened:
        found = follow_from(actor, joined_directory(), offered)
        opened.note(version=found.version)
        return found


def follow_from(actor: Actor, before: SignedDirectory, offered: Iterable[SignedDirectory]) -> Directory:
    """Take versions that follow the pinned one, and apply the last. Within its caller's door."""
    first = before.directory
    for one in offered:
        _refuse_stranger(before, one)
        if one.directory.version > before.directory.version:
            _keep(one)
            before = one
    if before.directory.version > first.version:
        _apply(actor, before.directory, first)
    return before.directory


def usable_key(directory: Directory, own: OwnKeys, at: datetime) -> NodeKey | None:
    """The signing key of this node that others know: the newest that the directory lists and that is an hour old.

    Others hear of a new key when they next ask for the directory; until then the one before it, which still counts, is used.
    None where the directory lists none that counts.
    """
    listed = directory.node(own.node)
    known = {one.id for one in listed.keys_at(Use.SIGNING, at)} if listed else set()
    usable = [one for one in own.entry.keys_at(Use.SIGNING, at) if one.id in known]
    ripe = [one for one in usable if one.since + RIPE_AFTER <= at]
    return next(iter(ripe), usable[-1] if usable else None)


def _refuse_stranger(before: SignedDirectory, offered: SignedDirectory) -> None:
    """What is offered is the pinned version itself or the next one, by the secretariat's key of the pinned one."""
    here, there = offered.directory, before.directory
    if not offered.is_signed_by(_secretariats_keys(before, offered)):
        raise Refused(faults.DIRECTORY_SIGNATURE)
    if here.version < there.version:
        raise Refused(faults.DIRECTORY_ROLLED_BACK, offered=here.version, pinned=there.version)
    if here.version == there.version and offered.digest != before.digest:
        raise Refused(faults.DIRECTORY_FORKED, version=here.version)
    if here.version > there.version + 1:
        raise Refused(faults.DIRECTORY_GAP, offered=here.version, pinned=there.version)
    if here.version > there.version and (not offered.is_follower_of(before) or here.secretariat != there.secretariat):
        raise Refused(faults.DIRECTORY_FORKED, version=there.version)


def _secretariats_keys(before: SignedDirectory, offered: SignedDirectory) -> list[bytes]:
    node = before.directory.node(before.directory.secretariat)
    return [one.public for one in node.keys_at(Use.SIGNING, offered.directory.at)] if node else []


def begin_again(actor: Actor, offered: SignedDirectory, before: SignedDirectory | None) -> None:
    """Pin a directory that continues nothing: the first one, or that of another secretariat. Within its caller's door."""
    PinnedDirectory.objects.all().delete()
    _keep(offered)
    _apply(actor, offered.directory, before.directory if before else None)


def _keep(one: SignedDirectory) -> None:
    PinnedDirectory.objects.create(version=one.directory.version, content=one.text().decode(), digest=one.digest)


def _apply(actor: Actor, directory: Directory, before: Directory | None) -> None:
    """Bring this node's agencies, communities and peers to what the directory says."""
    own = own_keys().node
    try:
        _apply_agencies(actor, directory, before, own)
        _apply_communities(actor, directory, before)
    except Conflict as conflict:
        raise Conflict(faults.NAME_TAKEN) from conflict
    for node in directory.nodes:
        if node.id != own:
            # A new address or key is tried at once.
            PeerState.objects.update_or_create(node=node.id, defaults={"next_try": now(), "failures": 0, "fault": ""})


def _apply_agencies(actor: Actor, directory: Directory, before: Directory | None, own: UUID) -> None:
    theirs = {one.id for one in before.agencies if one.node != own} if before else set()
    _free_names(actor, directory, access.list_agencies(actor))
    known = {one.id: one for one in access.list_agencies(actor)}
    for entry in directory.agencies:
        if entry.node == own:
            continue
        if entry.id in known and known[entry.id].is_local:
            # The secretariat cannot give an agency of this node, and what others send it, to another node.
            raise Refused(faults.CARD_OTHER, part="agency")
        _apply_agency(actor, entry, known.get(entry.id))
    for gone in theirs - {one.id for one in directory.agencies}:
        access.change_agency(actor, agency=gone, is_active=False)


def _free_names(actor: Actor, directory: Directory, known: Iterable[access.AgencyView]) -> None:
    """Where an agency of another node has the name of another one now, it gives it up; the next step names it rightly.

    So it is when an agency sets up a new node: the old one is closed, and keeps its name with a mark.
    """
    wanted = {one.name: one.id for one in directory.agencies}
    for one in known:
        if not one.is_local and wanted.get(one.name, one.id) != one.id:
            access.change_agency(actor, agency=one.id, name=f"{one.name[:180]} · {str(one.id)[:8]}")


def _apply_agency(actor: Actor, entry: AgencyEntry, known: access.AgencyView | None) -> None:
    if known is None:
        access.add_agency(actor, name=entry.name, kind=entry.kind, country=entry.country, id=entry.id, is_local=False)
    elif (known.name, known.kind, known.country, known.is_active) != (entry.name, entry.kind, entry.country, True):
        access.change_agency(
            actor, agency=entry.id, name=entry.name, kind=entry.kind, country=entry.country, is_active=True
        )


def _apply_communities(actor: Actor, directory: Directory, before: Directory | None) -> None:
    """Members by agency are the directory's; persons whom this node put into a community stay."""
    known = {one.id: one for one in access.list_communities(actor)}
    for entry in directory.communities:
        _apply_community(actor, entry, known.get(entry.id))
    gone = {one.id for one in before.communities} if before else set()
    for one in gone - {entry.id for entry in directory.communities}:
        access.set_members(actor, community=one, people=known[one].people if one in known else ())


def _apply_community(actor: Actor, entry: CommunityEntry, known: access.CommunityView | None) -> None:
    if known is None:
        known = access.add_community(actor, name=entry.name, id=entry.id)
    if known.name != entry.name:
        access.rename_community(actor, community=entry.id, name=entry.name)
    if set(known.agencies) != set(entry.members):
        access.set_members(actor, community=entry.id, agencies=entry.members, people=known.people)


def own_agencies(actor: Actor) -> tuple[access.AgencyView, ...]:
    """The agencies whose people work on this node."""
    return tuple(one for one in access.list_agencies(actor) if one.is_local and one.is_active)
