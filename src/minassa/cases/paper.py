"""A case on paper: the whole case as PDF, with the lines that the audit log holds about it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa import audit
from minassa.access import Actor, door, list_agencies, list_people, system_actor
from minassa.cases import rows
from minassa.cases.acts import CASE_PRINT
from minassa.cases.reads import view_of
from minassa.cases.types import CaseStepView, CaseView, Changes, EvidenceLine, EvidenceView
from minassa.cases.words import CASE_STATES, CASE_STEPS, ORIGINS, line_word
from minassa.desk import Block, Bullets, Document, Facts, Heading, Language, Paragraph, Table, list_attachments, pdf

MOST_AUDIT: Final = 500


def print_case(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    sentences: Mapping[str, str],
) -> bytes:
    """One case as PDF, for this reader: what they see of it. ``sentences``: the obligations' sentences in this language.

    Raises NotFound, Unavailable where this node makes no PDF.
    """
    with door(actor, CASE_PRINT, subject=f"case:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner, language=language)
        found, names = view_of(row, opened), _Names()
        lines = audit.lines(audit.Filters(subject=f"case:{id}", owner=row.owner), limit=MOST_AUDIT)
        files = tuple(one.name for one in list_attachments(actor, about=f"case:{id}"))
        bound = tuple(
            dict.fromkeys((*found.row.obligations, *(word for one in found.evidence for word in one.obligations)))
        )
        with override(language):
            document = Document(
                title=found.row.title,
                language=language,
                marks=found.row.marks,
                blocks=(*_blocks(found, names), *_files(files), *_audited(lines, names)),
                reader=", ".join(filter(None, (actor.name, names.agency(actor.agency)))),
                printed_at=opened.context.at,
                issued_by=names.agency(row.owner),
                reference=f"case:{row.id}",
                obligations=tuple(sentences[one] for one in bound if one in sentences),
            )
        return pdf(document)


class _Names:
    """Names of agencies and logins of people, for a reader of the case."""

    def __init__(self) -> None:
        node = system_actor("cases")
        self._agencies = {one.id: one.name for one in list_agencies(node)}
        self._people = {one.id: one.username for one in list_people(node)}

    def agency(self, key: UUID | None) -> str:
        return self._agencies.get(key, "") if key else ""

    def login(self, key: UUID | None) -> str:
        return self._people.get(key, str(key)) if key else ""

    def actor(self, named: str) -> str:
        """Who stands in a line of the log: a person's login, or what the log says."""
        kind, _colon, key = named.partition(":")
        try:
            return self._people.get(UUID(key), named) if kind == "user" else named
        except ValueError:
            return named


def _blocks(found: CaseView, names: _Names) -> Iterator[Block]:
    yield Facts(tuple(_facts(found, names)))
    yield Heading(_("Evidence"))
    for one in found.evidence:
        yield from _piece(one)
    if found.links:
        yield Heading(_("Links"))
        yield Bullets(found.links)
    yield Heading(_("Steps"))
    yield Table(
        (_("When"), _("What"), _("Who"), _("Words")),
        tuple((_moment(one.at), str(CASE_STEPS[one.what]), names.login(one.by), _said(one)) for one in found.steps),
    )


def _facts(found: CaseView, names: _Names) -> Iterator[tuple[str, str]]:
    row = found.row
    yield _("State"), str(CASE_STATES[row.state])
    yield _("Came from"), f"{ORIGINS[row.origin]}: {row.origin_title}"
    yield _("Opened"), f"{_moment(row.opened_at)}, {names.login(row.opened_by)}"
    if row.assignee:
        yield _("Assigned to"), names.login(row.assignee)
    if row.due:
        yield _("Deadline"), _moment(row.due)
    if found.reference:
        yield _("Case reference"), found.reference
    if row.decided_at:
        yield _("Decided"), f"{_moment(row.decided_at)}, {names.login(found.decided_by)}"
    if found.reason:
        yield _("Reason"), found.reason
    if found.into:
        yield _("Merged into another case"), f"case:{found.into}"
    if found.came_from:
        yield _("Split from another case"), f"case:{found.came_from}"


def _piece(one: EvidenceView) -> Iterator[Block]:
    title = one.title if one.is_here else _("What this was taken from is no longer here")
    yield Heading(f"{title} ({_('set aside')})" if one.is_set_aside else title, level=3)
    place = ":".join(filter(None, (one.source, one.ref)))
    told = [(line_word(line.kind), line.text) for line in one.lines]
    yield Facts((*((((_("Reference")), place),) if place else ()), (_("Added"), _moment(one.added_at)), *told))
    if one.marks:
        yield Paragraph(" ".join(one.marks))


def _said(step: CaseStepView) -> str:
    return "\n".join(filter(None, (step.text or step.about, *_told(step.changes))))


def _told(changes: Changes) -> Iterator[str]:
    yield from (f"− {_line(one)}" for one in changes.gone)
    yield from (f"+ {_line(one)}" for one in changes.come)


def _line(one: EvidenceLine) -> str:
    return f"{line_word(one.kind)}: {one.text}"


def _files(files: tuple[str, ...]) -> Iterator[Block]:
    if files:
        yield Heading(_("Files"))
        yield Bullets(files)


def _audited(lines: Iterable[audit.LineView], names: _Names) -> Iterator[Block]:
    told = sorted(lines, key=lambda one: (one.at, one.id))
    yield Heading(_("Lines of the audit log"))
    if len(told) == MOST_AUDIT:
        yield Paragraph(_("Only the latest %(count)s lines are printed.") % {"count": MOST_AUDIT})
    yield Table(
        (_("When"), _("Act"), _("Outcome"), _("Who"), _("Place in the log")),
        tuple(
            (
                _moment(one.at),
                one.action,
                one.outcome,
                names.actor(one.actor),
                "" if one.position is None else str(one.position + 1),
            )
            for one in told
        ),
    )


def _moment(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
