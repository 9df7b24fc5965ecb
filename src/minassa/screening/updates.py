"""Updating lists from their publishers: conditional requests, each part into a folder of our own, then an import."""

import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from minassa.access import Actor, door
from minassa.base import Settings, now
from minassa.base.fetch import Conditions, Received, fetch
from minassa.screening.acts import LIST_CHECKED, LIST_UPDATE
from minassa.screening.models import Fetched, ListVersion
from minassa.screening.publishers import Source, source_named
from minassa.screening.reads import version_view
from minassa.screening.service import import_list
from minassa.screening.types import VersionView

# Where publishers' own addresses lead on to.
_LEADS_TO: Final = {"ofac-sdn": ("sanctionslistservice.ofac.treas.gov", "www.treasury.gov")}


def update_list(actor: Actor, *, source: str) -> VersionView:
    """Fetch a list from its publisher and import it; the version in force comes back where nothing has changed.

    Raises the faults of `fetch` and of `import_list`; the version in force stays on each of them.
    """
    kind = source_named(source)
    # Whoever may not update a list does not make the node connect anywhere; that it does is on record before it does.
    with door(actor, LIST_UPDATE, subject=f"list:{kind.key}"):
        pass
    with tempfile.TemporaryDirectory(prefix="minassa-fetch-") as name:
        folder = Path(name)
        received = _fetch_all(kind, folder)
        if received is None:
            _remember(actor, kind, {})
            return version_view(_in_force(kind), is_new=False)
        version = import_list(actor, source=source, path=folder)
    _remember(actor, kind, received)
    return version


def addresses(source: Source) -> tuple[tuple[str, str], ...]:
    """The parts of a source with their addresses: those in the settings where they name one, else the publisher's.

    For a source of several parts the setting is the folder's address; a part's name is put behind it.
    """
    node: Settings = settings.MINASSA
    stated = node.lists.addresses.get(source.key, "")
    if not stated:
        return source.addresses
    if len(source.addresses) == 1:
        return ((source.addresses[0][0], stated),)
    return tuple((part, f"{stated.rstrip('/')}/{part}") for part, _url in source.addresses)


def _fetch_all(source: Source, folder: Path) -> dict[str, Received] | None:
    """Fetch the parts; None where none has changed. If some have, the others are fetched whole: a set is one."""
    known = {row.part: row for row in Fetched.objects.filter(source=source.key)}
    has_version = ListVersion.objects.filter(source=source.key, state=ListVersion.IN_FORCE).exists()
    parts = addresses(source)
    received: dict[str, Received] = {}
    for part, url in parts:
        row = known.get(part)
        is_known = has_version and row is not None and row.url == url
        conditions = Conditions(row.etag, row.last_modified) if is_known and row else Conditions()
        received[part] = _fetch_part(source, part, url, folder, conditions)
    if not any(one.changed for one in received.values()):
        return None
    for part, url in parts:
        if not received[part].changed:
            received[part] = _fetch_part(source, part, url, folder, Conditions())
    return received


def _fetch_part(source: Source, part: str, url: str, folder: Path, conditions: Conditions) -> Received:
    node: Settings = settings.MINASSA
    official = {urlsplit(one).hostname or "" for _part, one in source.addresses}
    hosts = (*official, *_LEADS_TO.get(source.key, ()))
    return fetch(url, folder / part, limits=node.fetch, hosts=hosts, conditions=conditions)


def _in_force(source: Source) -> ListVersion:
    return ListVersion.objects.get(source=source.key, state=ListVersion.IN_FORCE)


def _remember(actor: Actor, source: Source, received: dict[str, Received]) -> None:
    """Keep what the servers said. Only after a successful import: a list in quarantine is fetched again."""
    with door(actor, LIST_CHECKED):
        Fetched.objects.filter(source=source.key).update(checked_at=now())
        for part, url in addresses(source) if received else ():
            one = received[part]
            values = {"url": url, "etag": one.etag, "last_modified": one.last_modified, "checked_at": now()}
            Fetched.objects.update_or_create(source=source.key, part=part, defaults=values)
