"""The public page of an edition: its frame and the communique, published by the secretariat, read by everybody.

Nothing of the edition's own rows is public by that: what is published is a row of its own under TLP:CLEAR. The editions that were held
are public from the beginning, since only published facts are kept of them.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, Tlp, door, system_actor
from minassa.base import NotFound
from minassa.meetings import faults, labels, rows
from minassa.meetings.acts import EDITION_PUBLIC, EDITION_PUBLISH
from minassa.meetings.editions.rules import EditionState
from minassa.meetings.editions.types import FactView, PublicEdition
from minassa.meetings.models import Edition, Fact, Publication
from minassa.meetings.texts import Text, passages

_FRAME: Final = ("names", "theme", "city", "country", "zone", "number", "state")


def publish_edition(actor: Actor, *, edition: UUID, communique: Text) -> None:
    """Publish the edition's frame as it stands, and the communique in the languages in which it is written; or publish it anew.

    Needs a fresh factor: what everybody has read is not taken back. Raises Invalid, NotFound, Refused.
    """
    with door(actor, EDITION_PUBLISH, subject=f"edition:{edition}") as opened:
        row = rows.kept_edition(opened, edition)
        found = Publication.objects.filter(edition=row).first() or Publication(edition=row)
        found.label_id = opened.intern(labels.public(row.owner, exercise=opened.label_of(row.label_id).exercise))
        found.content = {name: getattr(row, name) for name in _FRAME} | {
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
        }
        found.communique = passages(communique, needed=False)
        found.published = opened.context.at
        found.save()
        opened.note(languages=len(found.communique))


def unpublish_edition(actor: Actor, *, edition: UUID) -> None:
    """Take the public page of an edition down. Raises NotFound where there is none."""
    with door(actor, EDITION_PUBLISH, subject=f"edition:{edition}") as opened:
        row = Publication.objects.filter(edition=rows.kept_edition(opened, edition)).first()
        if row is None:
            raise NotFound(faults.NOT_PUBLIC)
        row.delete()


def read_communique(actor: Actor, *, edition: UUID) -> Text | None:
    """The communique as it was published, for the form that publishes it anew; None while nothing is public. Raises Refused."""
    with door(actor, EDITION_PUBLISH, subject=f"edition:{edition}") as opened:
        row = Publication.objects.filter(edition=rows.kept_edition(opened, edition)).first()
        return row.communique if row is not None else None


def list_public_editions() -> tuple[PublicEdition, ...]:
    """Every edition with a public page, the latest first. For whoever comes without a login."""
    with door(system_actor("meetings"), EDITION_PUBLIC) as opened:
        found = [_held(one) for one in Edition.objects.all() if _is_clear(opened, one.label_id)]
        found += [_published(one) for one in Publication.objects.all() if _is_clear(opened, one.label_id)]
        return tuple(sorted(found, key=lambda one: (one.start, one.number), reverse=True))


def read_public_edition(*, id: UUID) -> PublicEdition:  # noqa: A002 - the word that every room uses
    """What is public of one edition. Raises NotFound for an absent one and for one of which nothing is published alike."""
    with door(system_actor("meetings"), EDITION_PUBLIC) as opened:
        row = Edition.objects.filter(id=id).first()
        if row is not None and _is_clear(opened, row.label_id):
            return _held(row)
        published = Publication.objects.filter(edition_id=id).first()
        if published is None or not _is_clear(opened, published.label_id):
            raise NotFound(faults.NOT_PUBLIC)
        return _published(published)


def _is_clear(opened: Opened, label_id: int) -> bool:
    """The node itself sees every row; to everybody it shows only what is for everybody."""
    return opened.label_of(label_id).tlp is Tlp.CLEAR


def _held(row: Edition) -> PublicEdition:
    facts = Fact.objects.filter(edition=row).order_by("position", "id")
    return PublicEdition(
        id=row.id,
        number=row.number,
        state=EditionState(row.state),
        names=row.names,
        theme=row.theme,
        city=row.city,
        country=row.country,
        start=row.start,
        end=row.end,
        communique={},
        facts=tuple(FactView(one.topic, one.said, tuple(one.sources), one.confidence, one.conflicts) for one in facts),
        published=row.modified,
    )


def _published(row: Publication) -> PublicEdition:
    said = row.content
    at: datetime = row.published
    return PublicEdition(
        id=row.edition_id,
        number=said["number"],
        state=EditionState(said["state"]),
        names=said["names"],
        theme=said["theme"],
        city=said["city"],
        country=said["country"],
        start=date.fromisoformat(said["start"]),
        end=date.fromisoformat(said["end"]),
        communique=row.communique,
        facts=(),
        published=at,
    )
