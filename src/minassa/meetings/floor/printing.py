"""Proceedings of an edition: its sessions with their statements, decisions and action points, as PDF and as DOCX.

What is in them is what the reader sees: another reader's copy may hold fewer sessions. Arabic runs from right to left in both.
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, Opened, door, list_agencies, marks
from minassa.base import NotFound
from minassa.desk import Block, Bullets, Document, Facts, Heading, Language, Paragraph, Table, docx, pdf
from minassa.meetings import faults
from minassa.meetings import rows as room
from minassa.meetings.acts import PROCEEDINGS_PRINT
from minassa.meetings.editions import content, points
from minassa.meetings.floor.recording import view_of
from minassa.meetings.floor.rules import StatementState
from minassa.meetings.models import AgendaItem, AgendaVersion, Edition, Minutes, Statement
from minassa.meetings.texts import told
from minassa.programmes import ANSWERS


def print_proceedings(actor: Actor, *, edition: UUID, language: Language) -> bytes:
    """The proceedings as PDF for this reader. The act is audited. Raises NotFound while no agenda is released."""
    with door(actor, PROCEEDINGS_PRINT, subject=f"edition:{edition}") as opened:
        return pdf(_document(opened, actor, edition, language))


def write_proceedings(actor: Actor, *, edition: UUID, language: Language) -> bytes:
    """The same as a DOCX file, for whoever works on with it."""
    with door(actor, PROCEEDINGS_PRINT, subject=f"edition:{edition}") as opened:
        return docx(_document(opened, actor, edition, language))


def _document(opened: Opened, actor: Actor, id: UUID, language: Language) -> Document:  # noqa: A002 - the word that every room uses
    row = room.edition(id)
    opened.note(owner=row.owner, language=language)
    names = {one.id: one.name for one in list_agencies(actor)}
    with override(language):
        return Document(
            title=f"{_('Proceedings')}: {told(row.names, language)}",
            language=language,
            marks=marks(opened.label_of(row.label_id)),
            blocks=tuple(_blocks(actor, row, language)),
            reader=", ".join(filter(None, (actor.name, names.get(actor.agency, "") if actor.agency else ""))),
            printed_at=opened.context.at,
            issued_by=names.get(row.owner, ""),
            reference=f"edition:{row.id}",
        )


def _blocks(actor: Actor, row: Edition, language: str) -> Iterator[Block]:
    version = AgendaVersion.objects.filter(edition=row).order_by("-number").first()
    if version is None:
        raise NotFound(faults.NO_VERSION)
    yield Facts(((_("Place"), f"{row.city}"), (_("Days"), f"{row.start.isoformat()} – {row.end.isoformat()}")))
    for item in AgendaItem.objects.filter(version=version).order_by("place"):
        yield from _session(item, points.known_points(actor, [item.content]), language)


def _session(item: AgendaItem, known: points.Known, language: str) -> Iterator[Block]:
    plan = content.session_from_json(item.content)
    yield Heading(told(plan.title, language))
    yield Facts(((_("Session"), f"{plan.date.isoformat()} {plan.begins:%H:%M}–{plan.ends:%H:%M}"),))
    delivered = Statement.objects.select_related("delegation").filter(
        session=item.session, state=StatementState.DELIVERED.value
    )
    for one in delivered.order_by("delivered"):
        yield Heading(f"{one.delegation.name}: {one.speaker}", level=3)
        yield Paragraph(one.texts.get(language) or one.texts[one.original])
    record = Minutes.objects.filter(session=item.session, is_released=True).first()
    if record is not None:
        yield from _record(record, known, language)


def _record(row: Minutes, known: points.Known, language: str) -> Iterator[Block]:
    found = view_of(row, known)
    if summary := told(found.recording.summary, language):
        yield Paragraph(summary)
    if found.recording.decisions:
        yield Heading(_("Decisions"), level=3)
        yield Bullets(found.recording.decisions, ordered=True)
    if found.recording.answers:
        yield Heading(_("Recommendations taken up"), level=3)
        yield Bullets(
            tuple(
                f"{known[one.recommendation].programme_title}, {known[one.recommendation].number}: {ANSWERS[one.state]}. {one.text}"
                for one in found.recording.answers
            )
        )
    if found.recording.actions:
        head = (_("Action point"), _("Who"), _("Due"))
        lines = tuple((one.what, one.who, one.due.isoformat() if one.due else "") for one in found.recording.actions)
        yield Table(head, lines, _("Action points"))
    if found.attended:
        yield Table(
            (_("Delegation"), _("People")), tuple((name, str(n)) for name, n in found.attended), _("Attendance")
        )
