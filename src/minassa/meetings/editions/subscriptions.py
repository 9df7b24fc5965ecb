"""Links that calendar programs poll: of all meetings of a person, of an edition, or of a session.

The link's secret stands in its address, since calendar programs log in nowhere. So it opens the calendar and nothing else, shows what its
person may see at that moment and no more, expires, and ends when it is revoked or its person loses their rights.
"""

import hashlib
from collections.abc import Collection
from typing import Final
from uuid import UUID

from minassa.access import Actor, actor_of_link, add_link, door, list_tokens, revoke_token
from minassa.base import LANGUAGES, NotFound, Refused, now
from minassa.meetings import faults, labels, rows
from minassa.meetings.acts import CALENDAR_FOLLOW, CALENDAR_LINK, CALENDAR_LINKS, CALENDAR_POLL
from minassa.meetings.editions.calendars import written_of, written_of_all
from minassa.meetings.editions.types import CalendarLinkView, Followed
from minassa.meetings.models import CalendarLink
from minassa.meetings.own import agency_of

LIVES_DAYS: Final = 366


def add_calendar_link(
    actor: Actor, *, language: str, exercise: bool, edition: UUID | None = None, session: UUID | None = None
) -> CalendarLinkView:
    """Make a link to what this person may attend, to one edition, or to one of its sessions; its secret is in this answer only.

    Needs a fresh factor, as every token does. Raises NotFound for what this person does not see, Refused.
    """
    with door(actor, CALENDAR_LINK, subject=f"edition:{edition}" if edition else "") as opened:
        if edition is not None:
            written_of(opened, rows.edition(edition), "en", session)
        made = add_link(actor, name="calendar", days=LIVES_DAYS)
        label = labels.personal(_person(actor), agency_of(actor), exercise=exercise)
        row = CalendarLink.objects.create(
            token=made.id,
            edition=edition,
            session=session,
            language=language if language in LANGUAGES else "en",
            made=opened.context.at,
            label_id=opened.intern(label),
        )
        opened.note(link=row.id, session=session)
        return CalendarLinkView(row.id, edition, session, row.language, row.made, made.expires, None, made.secret)


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Refused(faults.NOT_YOUR_EDITION)
    return actor.user_id


def list_calendar_links(actor: Actor) -> tuple[CalendarLinkView, ...]:
    """The person's links that still work, the latest first, without their secrets."""
    good = {one.id: one for one in list_tokens(actor) if not one.is_revoked and one.expires > now()}
    with door(actor, CALENDAR_LINKS):
        found = CalendarLink.objects.filter(token__in=list(good)).order_by("-made", "-id")
        return tuple(
            CalendarLinkView(
                one.id, one.edition, one.session, one.language, one.made, good[one.token].expires, good[one.token].used
            )
            for one in found
        )


def revoke_calendar_link(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """End an own link at once. Raises NotFound for an absent one and for another person's alike."""
    with door(actor, CALENDAR_LINK) as opened:
        row = CalendarLink.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_LINK)
        opened.note(link=row.id)
        revoke_token(actor, token=row.token)
        row.delete()


def follow_calendar(*, secret: str, known: Collection[str] = ()) -> Followed:
    """What the link with this secret shows now; without its content where the program knows it by its tag already.

    What leaves is logged, a poll that brings nothing new is not. Raises NotFound for a link that is unknown, ended or expired, and for one
    whose edition or session its person does not see any more: all look the same.
    """
    try:
        actor = actor_of_link(secret)
    except Refused:
        raise NotFound(faults.NO_LINK) from None
    with door(actor, CALENDAR_POLL) as opened:
        row = CalendarLink.objects.filter(token=UUID(actor.id)).first()
        if row is None:
            raise NotFound(faults.NO_LINK)
        if row.edition is None:
            made = written_of_all(opened, row.language)
        else:
            made = written_of(opened, rows.edition(row.edition), row.language, row.session)
        tag = hashlib.sha256(made).hexdigest()
        if tag in known:
            return Followed(tag, None)
        with door(actor, CALENDAR_FOLLOW, subject=f"edition:{row.edition}" if row.edition else "") as leaving:
            leaving.note(link=row.id, session=row.session)
            return Followed(tag, made)
