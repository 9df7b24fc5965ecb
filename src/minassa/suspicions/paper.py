"""A report as it leaves: as PDF in four languages, and as XML. Before a second person has agreed the PDF says that it is a draft."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, Opened, door, list_agencies, list_people, system_actor
from minassa.base import Conflict
from minassa.desk import Block, Document, Facts, Heading, Language, Paragraph, Table, pdf
from minassa.suspicions import faults, rows
from minassa.suspicions.acts import SUSPICION_EXPORT
from minassa.suspicions.content import Head, ReportContent
from minassa.suspicions.models import Suspicion
from minassa.suspicions.parts import PARTS
from minassa.suspicions.types import SuspicionState
from minassa.suspicions.words import PARTY_KINDS, REPORT_KINDS, SUSPICION_STATES
from minassa.suspicions.xml import report_xml

_LEAVES = frozenset({SuspicionState.APPROVED.value, SuspicionState.SENT.value, SuspicionState.CLOSED.value})
_HEAD = ("fiu", "entity", "branch", "reference", "currency", "city", "country", "first_name", "last_name", "occupation")


def print_report(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    sentences: Mapping[str, str],
) -> bytes:
    """The report as PDF in this language. ``sentences``: the obligations' sentences in it.

    Raises NotFound where it is absent, hidden, or may not be passed on; Unavailable where this node makes no PDF.
    """
    with door(actor, SUSPICION_EXPORT, subject=f"suspicion:{id}") as opened:
        row = _leaving(opened, id, form="pdf")
        view = rows.view_of(row, opened)
        node = system_actor("cases")
        agencies = {one.id: one.name for one in list_agencies(node)}
        people = {one.id: one.name for one in list_people(node)}
        with override(language):
            document = Document(
                title=_("Suspicious-transaction report"),
                language=language,
                marks=view.row.marks,
                blocks=tuple(_blocks(view.content, row, people.get(row.reviewed_by, "") if row.reviewed_by else "")),
                reader=", ".join(filter(None, (actor.name, agencies.get(actor.agency, "") if actor.agency else ""))),
                printed_at=opened.context.at,
                issued_by=agencies.get(row.owner, ""),
                reference=view.content.head.reference or f"suspicion:{row.id}",
                obligations=tuple(sentences[one] for one in view.row.obligations if one in sentences),
            )
        return pdf(document)


def export_xml(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002 - the same
    """The report as XML. Raises Conflict before a second person has agreed, NotFound."""
    with door(actor, SUSPICION_EXPORT, subject=f"suspicion:{id}") as opened:
        row = _leaving(opened, id, form="xml")
        if row.state not in _LEAVES:
            raise Conflict(faults.STATE)
        submitted = row.sent_at or row.reviewed_at or opened.context.at
        return report_xml(rows.content_of(row), submitted=submitted, fiu_reference=row.sent_reference)


def _leaving(opened: Opened, report: UUID, *, form: str) -> Suspicion:
    row = rows.found(report)
    opened.note(owner=row.owner, format=form, version=row.version)
    return row


def _blocks(content: ReportContent, row: Suspicion, reviewer: str) -> Iterator[Block]:
    if row.state not in _LEAVES:
        yield Paragraph(_("This is a draft: no second person has agreed to it."))
    yield Facts(tuple(_facts(content.head, row, reviewer)))
    yield Heading(str(PARTS["reason"]))
    yield Paragraph(content.head.reason or "–")
    if content.head.action:
        yield Heading(str(PARTS["action"]))
        yield Paragraph(content.head.action)
    if content.parties:
        yield Heading(str(PARTS["parties"]))
        yield Table(
            (
                _("Kind"),
                _("Name"),
                _("First name"),
                _("Date of birth"),
                _("Number"),
                _("Country"),
                _("Institution"),
                _("Why"),
            ),
            tuple(
                (
                    str(PARTY_KINDS[one.kind]),
                    one.name,
                    one.first_name,
                    one.birth_date,
                    one.number,
                    one.country,
                    one.institution,
                    one.why,
                )
                for one in content.parties
            ),
        )
    if content.transactions:
        yield Heading(str(PARTS["transactions"]))
        yield Table(
            (_("Number"), _("Day"), _("Amount"), _("From"), _("To"), _("Description")),
            tuple(
                (
                    one.number,
                    one.on,
                    f"{one.amount} {one.currency}",
                    _side(one.from_name, one.from_account, one.from_institution, one.from_country),
                    _side(one.to_name, one.to_account, one.to_institution, one.to_country),
                    "\n".join(filter(None, (one.mode, one.description))),
                )
                for one in content.transactions
            ),
        )


def _side(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _facts(head: Head, row: Suspicion, reviewer: str) -> Iterator[tuple[str, str]]:
    yield _("Kind"), str(REPORT_KINDS[head.kind])
    yield _("State"), str(SUSPICION_STATES[SuspicionState(row.state)])
    for name in _HEAD:
        if value := getattr(head, name):
            yield str(PARTS[name]), value
    if head.indicators:
        yield str(PARTS["indicators"]), ", ".join(head.indicators)
    if reviewer:
        yield _("Agreed to by"), reviewer
    if row.sent_reference:
        yield _("The FIU’s reference"), row.sent_reference
