"""The agenda as it is released: whole, numbered, with what changed; the newest one is in force."""

from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Invalid
from minassa.meetings import faults, labels, rows
from minassa.meetings.acts import AGENDA_RELEASE
from minassa.meetings.editions import content
from minassa.meetings.editions.rules import refuse_overlap
from minassa.meetings.models import AgendaItem, AgendaVersion, Day, Edition, Session
from minassa.meetings.texts import passage

LONGEST_CHANGE = 2_000


def release_agenda(actor: Actor, *, edition: UUID, change: str) -> int:
    """Release the plan as it stands to the delegations, with a word on what is new. Gives the number of the version.

    Each session goes under the label of those whom it is for; observers never see that there are others. Raises Invalid for a
    plan without sessions, or with two sessions in one room at once.
    """
    with door(actor, AGENDA_RELEASE, subject=f"edition:{edition}") as opened:
        row = rows.kept_edition(opened, edition)
        planned = list(Session.objects.filter(edition=row).order_by("date", "position"))
        if not planned:
            raise Invalid(faults.AGENDA_EMPTY)
        refuse_overlap((one.date, one.room, one.begins, one.ends) for one in planned)
        version = AgendaVersion.objects.create(
            edition=row,
            number=AgendaVersion.objects.filter(edition=row).count() + 1,
            change=passage(change, longest=LONGEST_CHANGE, needed=False),
            days={one.date.isoformat(): one.title for one in Day.objects.filter(edition=row)},
            released=opened.context.at,
            label_id=opened.intern(labels.for_participants(opened, row)),
        )
        _put_down(opened, row, version, planned)
        opened.note(version=version.number, sessions=len(planned))
        return version.number


def _put_down(opened: Opened, row: Edition, version: AgendaVersion, planned: list[Session]) -> None:
    ids = {open_: opened.intern(labels.for_participants(opened, row, observers=open_)) for open_ in (True, False)}
    for place, one in enumerate(planned):
        AgendaItem.objects.create(
            version=version,
            edition=row,
            session=one.id,
            place=place,
            content=content.session_to_json(content.plan_of(one)),
            label_id=ids[one.is_open],
        )
