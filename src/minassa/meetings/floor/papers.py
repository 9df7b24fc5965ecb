"""Papers of a session: language versions of one work, each with its file, under the session's label and an embargo if there is one."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from minassa.access import Actor, Label, door
from minassa.base import LANGUAGES, Invalid, NotFound, Refused
from minassa.desk import attachable, remove_attachments
from minassa.meetings import faults, labels
from minassa.meetings.acts import AGENDA_READ, KEEPERS, PAPER_KEEP
from minassa.meetings.floor import rows
from minassa.meetings.models import Paper
from minassa.meetings.texts import line

KIND = "paper"


def add_paper(  # noqa: PLR0913 - what a paper is, each part named
    actor: Actor,
    *,
    session: UUID,
    work: str,
    language: str,
    opens: datetime | None = None,
    members_only: bool = False,
) -> UUID:
    """Announce a paper of a session in one language; its file is attached to it (`paper:<id>`). Gives its id.

    Until `opens` nobody but the secretariat sees that there is one; with `members_only` no observer ever does, though the session is
    open to them. Raises Invalid for an unknown language, NotFound, Refused.
    """
    with door(actor, PAPER_KEEP, subject=f"session:{session}") as opened:
        edition, item = rows.kept_session(opened, session)
        if language not in LANGUAGES:
            raise Invalid(faults.LANGUAGES)
        members = labels.for_participants(opened, edition, observers=False)
        label = replace(members if members_only else opened.label_of(item.label_id), opens=opens)
        row = Paper.objects.create(
            edition=edition,
            session=session,
            work=line(work, longest=200),
            language=language,
            added=opened.context.at,
            label_id=opened.intern(label),
        )
        opened.note(paper=row.id, embargo=opens.isoformat() if opens else "", members_only=members_only)
        return row.id


def remove_paper(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take a paper back with its file. Raises NotFound, Refused."""
    with door(actor, PAPER_KEEP, subject=f"paper:{id}") as opened:
        row = _found(str(id))
        rows.kept_session(opened, row.session)
        remove_attachments(about(row.id))
        row.delete()


def about(paper: UUID) -> str:
    """The word by which attachments name a paper."""
    return f"{KIND}:{paper}"


def register() -> None:
    """Register papers as things to which files are attached, once Django has started: no file is wider than its paper."""
    attachable(KIND, reads=_as_reader, attaches=_as_keeper, bounded=True)


def _as_reader(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, AGENDA_READ) as opened:
        return opened.label_of(_found(key).label_id)


def _as_keeper(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, AGENDA_READ) as opened:
        label = opened.label_of(_found(key).label_id)
        if label.owner != actor.agency or not actor.roles & KEEPERS:
            raise Refused(faults.NOT_YOUR_EDITION)
        return label


def _found(key: str) -> Paper:
    try:
        row = Paper.objects.filter(id=UUID(key)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(faults.NO_PAPER)
    return row
