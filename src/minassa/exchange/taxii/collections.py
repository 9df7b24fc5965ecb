"""Collections: made by an agency for an audience; a caller finds those whose label they may see."""

from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Label, Opened, decide, door, marks, newest
from minassa.base import Invalid, NotFound, Refused, Settings
from minassa.exchange import faults
from minassa.exchange.acts import COLLECTION_ADD, COLLECTION_LIST, TAXII_ADD
from minassa.exchange.models.taxii import LONGEST_TITLE, Collection, CollectionClock
from minassa.exchange.taxii.types import CollectionView

MOST_LISTED: Final = 500
LONGEST_DESCRIPTION: Final = 1000


def add_collection(  # noqa: PLR0913 - what a collection is, each part named
    actor: Actor,
    *,
    title: str,
    label: Label,
    description: str = "",
    is_open: bool = False,
    takes_releases: bool = False,
) -> CollectionView:
    """Make a collection of the actor's agency for the audience of its label.

    `is_open`: who sees it may add to it. `takes_releases`: what the agency releases to the same readers is put into it.
    """
    title, description = " ".join(title.split()), description.strip()
    if not title or len(title) > LONGEST_TITLE or len(description) > LONGEST_DESCRIPTION:
        raise Invalid(faults.TITLE_MISSING, most=LONGEST_TITLE)
    with door(actor, COLLECTION_ADD) as opened:
        row = Collection.objects.create(
            title=title,
            description=description,
            is_open=is_open,
            takes_releases=takes_releases,
            label_id=opened.intern(label),
        )
        CollectionClock.objects.create(collection=row.id)
        opened.note(subject=f"collection:{row.id}", owner=label.owner, open=int(is_open), releases=int(takes_releases))
        return collection_view(row, opened)


def list_collections(actor: Actor, *, purpose: str = "") -> tuple[CollectionView, ...]:
    """The collections that this actor may see, the newest first."""
    with door(actor, COLLECTION_LIST, purpose=purpose) as opened:
        return tuple(collection_view(row, opened) for row in newest(Collection, MOST_LISTED, by="created"))


def read_collection(actor: Actor, *, id: UUID, purpose: str = "") -> CollectionView:  # noqa: A002 - the word that every room uses
    """One collection. Raises NotFound for one that this actor may not see."""
    with door(actor, COLLECTION_LIST, purpose=purpose) as opened:
        return collection_view(collection_row(id), opened)


def node_title(actor: Actor) -> str:
    """What this node calls itself, to whoever may ask for its collections."""
    with door(actor, COLLECTION_LIST):
        node: Settings = settings.MINASSA
        return node.node.name


def collection_row(collection: UUID) -> Collection:
    """The row of a collection that the open door lets through. Raises NotFound."""
    row = Collection.objects.filter(id=collection).first()
    if row is None:
        raise NotFound(faults.NO_COLLECTION)
    return row


def collection_view(row: Collection, opened: Opened) -> CollectionView:
    """A collection as the actor of this door sees it."""
    label = opened.label_of(row.label_id)
    return CollectionView(
        id=row.id,
        title=row.title,
        description=row.description,
        label=label,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        is_open=row.is_open,
        takes_releases=row.takes_releases,
        may_add=_takes_from(row, label, opened),
        created=row.created,
    )


def _takes_from(row: Collection, label: Label, opened: Opened) -> bool:
    is_ours = opened.actor.agency == label.owner
    return (is_ours or row.is_open) and decide(opened.actor, TAXII_ADD, None, opened.context).allowed


def refuse_closed(row: Collection, label: Label, agency: UUID | None) -> None:
    """Raise Refused where a collection takes nothing from this agency."""
    if agency is None or (agency != label.owner and not row.is_open):
        raise Refused(faults.NOT_OPEN)
