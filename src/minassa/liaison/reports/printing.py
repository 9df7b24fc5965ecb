"""A report on paper: a PDF in the reader's language, for this reader, with the marks and obligations of the report."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, Opened, door, list_agencies
from minassa.desk import Block, Bullets, Document, Facts, Heading, Language, Paragraph, docx, pdf
from minassa.liaison.acts import REPORT_PRINT
from minassa.liaison.reports import rows
from minassa.liaison.reports.figures import figure_blocks
from minassa.liaison.reports.reads import view_of
from minassa.liaison.reports.types import ReportView, Said
from minassa.liaison.reports.words import CONFIDENCES, LIKELIHOODS, SECTIONS, range_of
from minassa.records import captions_of

Sentences = Mapping[str, str]
Form = Literal["pdf", "docx"]
MORE: Final = " · "


def print_report(  # noqa: PLR0913 - what a print must state, each part named
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    sentences: Sentences,
    countries: Mapping[str, str],
    form: Form = "pdf",
) -> bytes:
    """A report as PDF or as a Word file, made for this actor; the act is audited (S20).

    ``sentences``: the obligations' sentences, ``countries``: the countries' names, both in this language. Raises NotFound,
    Unavailable where this node makes no PDF.
    """
    with door(actor, REPORT_PRINT, subject=f"report:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner, version=row.version, language=language, form=form)
        found = view_of(opened, row)
        names = {one.id: one.name for one in list_agencies(actor)}
        with override(language):
            document = Document(
                title=found.said.title,
                language=language,
                marks=found.row.marks,
                blocks=tuple(_blocks(found, countries, _captions(opened, found.said.records))),
                reader=", ".join(filter(None, (actor.name, names.get(actor.agency, "") if actor.agency else ""))),
                printed_at=opened.context.at,
                issued_by=names.get(found.row.owner, ""),
                reference=f"report:{found.row.id} v{found.row.version}",
                obligations=tuple(sentences[one] for one in found.obligations if one in sentences),
            )
        return docx(document) if form == "docx" else pdf(document)


def _captions(opened: Opened, records: Iterable[UUID]) -> dict[UUID, str]:
    return {own: caption for own, (caption, _marks) in captions_of(opened, records).items()}


def _blocks(found: ReportView, countries: Mapping[str, str], captions: Mapping[UUID, str]) -> Iterator[Block]:
    said = found.said
    facts = tuple(_facts(said, countries))
    if facts:
        yield Facts(facts)
    if said.judgements:
        yield Heading(_("Key judgements"))
        yield Bullets(
            tuple(
                f"{one.text} ({LIKELIHOODS[one.likelihood]}, {range_of(one.likelihood)}{MORE}{CONFIDENCES[one.confidence]})"
                for one in said.judgements
            ),
            ordered=True,
        )
    for section, text in said.sections.items():
        yield Heading(str(SECTIONS[section]))
        yield Paragraph(text)
    yield from figure_blocks(said.figures)
    # What this reader may not see is not named, nor counted: it looks as if it were not there.
    if drawn := [one for one in said.records if one in captions]:
        yield Heading(_("Records that it draws from"))
        yield Bullets(tuple(f"{captions[one]}{MORE}record:{one}" for one in drawn))


def _facts(said: Said, countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if said.period:
        yield _("Period"), " – ".join(day.isoformat() for day in said.period)
    if said.countries:
        yield _("Countries"), MORE.join(countries.get(one, one.upper()) for one in said.countries)
