"""The register on paper: one incident as PDF for an inspector or an authority, and the register's lines as a table."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, door, list_agencies, list_people, newest, system_actor
from minassa.base.cells import guarded
from minassa.desk import Block, Document, Facts, Heading, Language, Paragraph, Table, pdf
from minassa.safeguards.acts import BREACH_PRINT
from minassa.safeguards.breaches import rows
from minassa.safeguards.breaches.reads import row_of, view_of
from minassa.safeguards.breaches.types import BreachRow, BreachView
from minassa.safeguards.breaches.words import (
    BREACH_KINDS,
    BREACH_STATES,
    PARTIES,
    RIGHTS_RISKS,
    SEVERITIES,
    STEPS,
    TOLD_WORDS,
)
from minassa.safeguards.models import Breach

MOST_LINES: Final = 10_000
HEAD: Final = (
    "id", "marks", "kind", "title", "noticed", "severity", "risk_to_rights", "persons", "state", "authority", "authority_due",
    "authority_at", "persons_told", "persons_due", "persons_at", "late", "closed",
)  # fmt: skip


def print_breach(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    sentences: Mapping[str, str],
) -> bytes:
    """One incident as PDF, for this reader; the act is audited. ``sentences``: the obligations' sentences in this language.

    Raises NotFound, Unavailable where this node makes no PDF.
    """
    with door(actor, BREACH_PRINT, subject=f"breach:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner, language=language)
        found = view_of(row, opened)
        names = _Names()
        with override(language):
            document = Document(
                title=found.row.said.title,
                language=language,
                marks=found.row.marks,
                blocks=tuple(_blocks(found, names)),
                reader=", ".join(filter(None, (actor.name, names.agency(actor.agency)))),
                printed_at=opened.context.at,
                issued_by=names.agency(found.row.owner),
                reference=f"breach:{found.row.id}",
                obligations=tuple(sentences[one] for one in found.row.obligations if one in sentences),
            )
        return pdf(document)


def register_table(actor: Actor) -> Iterator[bytes]:
    """The register as lines of CSV, its head first: the incidents that name this reader, each with its marks."""
    with door(actor, BREACH_PRINT) as opened:
        lines = [row_of(row, opened) for row in newest(Breach, MOST_LINES)]
        opened.note(count=len(lines), format="csv")
    yield _csv_line(HEAD)
    yield from (_csv_line(_cells(line)) for line in lines)


def _csv_line(cells: Iterable[str]) -> bytes:
    text = StringIO()
    csv.writer(text).writerow(map(guarded, cells))
    return text.getvalue().encode()


def _cells(row: BreachRow) -> Iterator[str]:
    said = row.said
    yield str(row.id)
    yield " ".join(row.marks)
    yield said.kind.value
    yield said.title
    yield said.noticed.isoformat()
    yield said.severity.value
    yield said.risk.value
    yield "" if said.persons is None else str(said.persons)
    yield row.state.value
    for clock in row.clocks:
        yield clock.told.value
        yield clock.due.isoformat()
        yield clock.at.isoformat() if clock.at else ""
    yield " ".join(row.late)
    yield row.closed_at.isoformat() if row.closed_at else ""


class _Names:
    """Names of agencies and people, for a reader who may know of the incident."""

    def __init__(self) -> None:
        node = system_actor("safeguards")
        self._agencies = {one.id: one.name for one in list_agencies(node)}
        self._people = {one.id: one.username for one in list_people(node)}

    def agency(self, key: UUID | None) -> str:
        return self._agencies.get(key, "") if key else ""

    def login(self, key: UUID | None) -> str:
        return self._people.get(key, str(key)) if key else ""


def _blocks(found: BreachView, names: _Names) -> Iterator[Block]:
    yield Facts(tuple(_facts(found, names)))
    yield Heading(_("What happened"))
    yield Paragraph(found.row.said.what)
    yield Heading(_("Who is to be told"))
    yield Table(
        (_("Who"), _("Decision"), _("Deadline"), _("When"), _("Reference or reason")),
        tuple(
            (str(PARTIES[one.party]), str(TOLD_WORDS[one.told]), _moment(one.due), _moment(one.at), one.note)
            for one in found.row.clocks
        ),
    )
    if found.recalls:
        yield Heading(_("Recalls"))
        yield Table(
            (_("Record"), _("Agency"), _("Deadline"), _("Acknowledged")),
            tuple(
                (f"record:{one.record}", names.agency(one.agency), _moment(one.due), _moment(one.acknowledged_at))
                for one in found.recalls
            ),
        )
    yield Heading(_("Steps"))
    yield Table(
        (_("When"), _("What"), _("Who"), _("Words")),
        tuple(
            (_moment(one.at), str(STEPS[one.what]), names.login(one.by), one.text or one.about) for one in found.steps
        ),
    )
    if found.lessons:
        yield Heading(_("What was learnt"))
        yield Paragraph(found.lessons)


def _facts(found: BreachView, names: _Names) -> Iterator[tuple[str, str]]:
    said = found.row.said
    yield _("Kind"), str(BREACH_KINDS[said.kind])
    yield _("State"), str(BREACH_STATES[found.row.state])
    yield _("Noticed"), _moment(said.noticed)
    yield _("Severity"), str(SEVERITIES[said.severity])
    yield _("Risk to rights"), str(RIGHTS_RISKS[said.risk])
    if said.persons is not None:
        yield _("Number of persons concerned"), str(said.persons)
    if found.reported_by:
        yield _("Entered by"), names.login(found.reported_by)
    if said.concerns:
        yield _("Concerns"), ", ".join(said.concerns)


def _moment(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
