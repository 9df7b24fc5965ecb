"""Reports: written by whoever works with content, released, corrected and taken back by a supervisor."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Opened,
    Parcel,
    Recipients,
    Step,
    door,
    holders,
    marks,
    next_version,
    recipients,
    release,
)
from minassa.base import Invalid, new_id
from minassa.desk import FileChoice, FileReason, choices, follow_marks, remove_attachments, take_back_files
from minassa.liaison import faults
from minassa.liaison.acts import REPORT_DRAFT, REPORT_PREVIEW, REPORT_RELEASE
from minassa.liaison.attached import send_chosen
from minassa.liaison.models import Report, ReportBook
from minassa.liaison.own import agency_of
from minassa.liaison.reports import content, rows, sources
from minassa.liaison.reports.figures import refuse_wider
from minassa.liaison.reports.rules import ReportState
from minassa.liaison.reports.types import Reporting, ReportPreview, Said
from minassa.liaison.texts import text_of

KIND: Final = "report"


def keep_report(actor: Actor, *, reporting: Reporting, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a draft in the agency, a new one or over an old one, under the marks of its strictest source. Gives its id.

    Raises Invalid for what a report cannot say, and for a source that the author may not see.
    """
    with door(actor, REPORT_DRAFT) as opened:
        row = rows.own(opened, id, ReportState.DRAFT) if id else Report(id=new_id(), owner=agency_of(actor))
        reporting = _with_figures(row, reporting) if id else reporting
        said = content.said_of(reporting, whole=reporting.figures is None)
        label = sources.bound_label(actor, reporting, sources.labels_of(actor, said.records), exercise=exercise)
        if reporting.to:
            recipients(reporting.to, owner=agency_of(actor))
        label = sources.draft_label(label)
        row.label_id = opened.intern(label)
        row.state, row.title, row.content = ReportState.DRAFT.value, said.title, content.packed_said(said)
        row.modified = opened.context.at
        row.save()
        opened.note(subject=f"report:{row.id}", owner=row.owner, sources=len(said.records))
        ReportBook.objects.filter(report=row).delete()
        ReportBook.objects.create(
            label_id=row.label_id, report=row, draft=content.packed(reporting), author=actor.user_id
        )
        return row.id


def discard_report(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away. Raises Conflict for a report that was released: it is taken back."""
    with door(actor, REPORT_DRAFT, subject=f"report:{id}") as opened:
        rows.own(opened, id, ReportState.DRAFT).delete()
        remove_attachments(f"report:{id}")


def preview_report(actor: Actor, *, id: UUID) -> ReportPreview:  # noqa: A002 - the word that every room uses
    """Exactly what would leave if the report were released now, and who would get it. Raises as `release_report` does."""
    with door(actor, REPORT_PREVIEW, subject=f"report:{id}") as opened:
        row = rows.found(id)
        book = ReportBook.objects.filter(report=row).first()
        if book is None:
            raise Invalid(faults.NOT_YOUR_REPORT)
        said, label, to, known = _leaving(opened, row, content.unpacked(book.draft))
        chosen = content.unpacked(book.draft)
        narrowing = tuple(
            one
            for one, source in known.items()
            if source.tlp.width < chosen.tlp.width or not source.handling <= chosen.handling
        )
        left_out = len(known) - len(said.records)
        files = choices(opened, f"report:{row.id}", to=to, under=label)
        return ReportPreview(said, tuple(sorted(to.agencies)), marks(label), left_out, narrowing, files)


def release_report(actor: Actor, *, id: UUID, files: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Release a draft to the agencies and communities that it names. Needs a supervisor and a fresh factor (S07).

    Of the files about it only those named here go with it. Raises Invalid for one that cannot leave; nothing is released then.
    """
    with door(actor, REPORT_RELEASE, subject=f"report:{id}") as opened:
        row = rows.own(opened, id, ReportState.DRAFT)
        said, label, to, _known = _leaving(opened, row, content.unpacked(rows.book_of(row).draft))
        _say(opened, row, said, label, to, step=Step.SHARE)
        send_chosen(opened, f"report:{row.id}", files, to=to, under=label)


def send_report_files(actor: Actor, *, id: UUID, files: Iterable[UUID]) -> int:  # noqa: A002 - the word that every room uses
    """Let files about a report follow it, to all who have it and lack them; how many."""
    with door(actor, REPORT_RELEASE, subject=f"report:{id}") as opened:
        row = rows.own(opened, id, ReportState.RELEASED)
        to = holders(_stream(row.id), row.owner)
        return send_chosen(opened, f"report:{row.id}", files, to=to, under=opened.label_of(row.label_id))


def report_files(actor: Actor, *, id: UUID) -> tuple[FileChoice, ...]:  # noqa: A002 - the word that every room uses
    """The files of the own agency about a released report, each with whether it can go to those who have the report."""
    with door(actor, REPORT_PREVIEW, subject=f"report:{id}") as opened:
        row = rows.found(id)
        if row.owner != actor.agency:
            return ()
        to = holders(_stream(row.id), row.owner)
        return choices(opened, f"report:{row.id}", to=to, under=opened.label_of(row.label_id))


def correct_report(actor: Actor, *, id: UUID, reporting: Reporting, change: str) -> None:  # noqa: A002 - the word that every room uses
    """Let a report say something else, to all who have it; `change` says what is new. Each recipient acknowledges (R06).

    The recipients stay: who else shall have it gets a report of its own.
    """
    with door(actor, REPORT_RELEASE, subject=f"report:{id}") as opened:
        row = rows.own(opened, id, ReportState.RELEASED)
        words = text_of(change, content.LONGEST_CHANGE)
        book = rows.book_of(row)
        to = holders(_stream(row.id), row.owner)
        reporting = _with_figures(row, reporting)
        said, label, _to, _known = _leaving(opened, row, reporting, to=to)
        book.draft = content.packed(reporting)
        book.save(update_fields=["draft"])
        _say(opened, row, said, label, to, step=Step.CORRECT, change=words)


def withdraw_report(actor: Actor, *, id: UUID, change: str) -> None:  # noqa: A002 - the word that every room uses
    """Take a report back from all who have it; their copies go, and it does not come back. It stays here, marked so."""
    with door(actor, REPORT_RELEASE, subject=f"report:{id}") as opened:
        row = rows.own(opened, id, ReportState.RELEASED)
        words = text_of(change, content.LONGEST_CHANGE)
        to = holders(_stream(row.id), row.owner)
        label = opened.label_of(row.label_id)
        if to.agencies:
            take_back_files(f"report:{row.id}", to, FileReason.WITHDRAWN)
            _release(opened, row, label, to, step=Step.WITHDRAW, body={})
        row.state, row.modified = ReportState.WITHDRAWN.value, opened.context.at
        book = rows.book_of(row)
        row.label_id = book.label_id
        row.save()
        row.versions.update(label_id=book.label_id)
        opened.note(agencies=len(to.agencies), said=bool(words))


def _with_figures(row: Report, reporting: Reporting) -> Reporting:
    """The report as it is written, with the figures that it has where no others are given."""
    if reporting.figures is not None:
        return reporting
    return replace(reporting, figures=content.unpacked(rows.book_of(row).draft).figures)


def _leaving(
    opened: Opened, row: Report, reporting: Reporting, *, to: Recipients | None = None
) -> tuple[Said, Label, Recipients, dict[UUID, Label]]:
    """What leaves, under which label, to whom; and the labels of all its sources."""
    actor, said = opened.actor, content.said_of(reporting)
    reached = to if to is not None else recipients(reporting.to, owner=row.owner)
    known = dict(sources.labels_of(actor, said.records))
    exercise = opened.label_of(row.label_id).exercise
    label = sources.released_label(sources.bound_label(actor, reporting, known, exercise=exercise), known, reached)
    refuse_wider(actor, reporting, label, reached, is_first=to is None)
    leaving = replace(said, records=sources.seen_by_all(known, reached))
    return leaving, label, reached, known


def _say(  # noqa: PLR0913 - a report's parts
    opened: Opened, row: Report, said: Said, label: Label, to: Recipients, *, step: Step, change: str = ""
) -> None:
    version = next_version(_stream(row.id), row.owner)
    rows.put(row, said, version=version, label_id=opened.intern(label), at=opened.context.at, change=change)
    if step is Step.CORRECT:
        follow_marks(f"report:{row.id}", label)
    _release(opened, row, label, to, step=step, body=content.told_to_json(said, change))


def _release(  # noqa: PLR0913 - a parcel's parts
    opened: Opened, row: Report, label: Label, to: Recipients, *, step: Step, body: dict[str, object]
) -> None:
    version = next_version(_stream(row.id), row.owner)
    opened.note(owner=row.owner, version=version, step=step.value, agencies=len(to.agencies))
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=_stream(row.id),
        version=version,
        step=step,
        owner=row.owner,
        label=label,
        content=body,
        at=opened.context.at,
    )
    release(opened, parcel, to=to)


def _stream(report: UUID) -> str:
    return f"{KIND}:{report}"
