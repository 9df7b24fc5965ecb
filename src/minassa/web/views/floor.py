"""A session as it goes on: speakers, papers, statements, the record; and the proceedings of an edition."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Conflict, Invalid, NotFound
from minassa.desk import Language, thing_label
from minassa.meetings import SPOKEN_NAMES, FloorView, StatementState, TurnState
from minassa.meetings.acts import (
    FLOOR_ASK,
    FLOOR_KEEP,
    FLOOR_READ,
    MINUTES_KEEP,
    PAPER_KEEP,
    PROCEEDINGS_PRINT,
    STATEMENT_WRITE,
)
from minassa.programmes import ANSWERS
from minassa.web.attachments import attached_to
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.floor import PaperForm, RecordForm, StatementForm, initial_of_record, initial_of_statement
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.meetings import in_words, session_line, way_of

_BOTH = ("GET", "HEAD", "POST")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(FLOOR_READ)
def session(request: Call, session_id: UUID) -> HttpResponse:
    """One session with all that goes on in it."""
    found = meetings.read_floor(request.actor, session=session_id)
    context = _context(found) | {
        "turns": [{"one": one, "minutes_left": _minutes(one.left)} for one in found.turns],
        "waits": any(one.mine and one.state is not TurnState.SPOKEN for one in found.turns),
        "statements": [_statement(one) for one in found.statements],
        "papers": [{"one": one, "language": SPOKEN_NAMES[one.language]} for one in found.papers],
        "needs": [{"one": one, "language": SPOKEN_NAMES[one.language]} for one in found.needs],
        "listeners": [{"who": one, "language": SPOKEN_NAMES.get(one.language, "—")} for one in found.listeners],
        "spoken": _spoken(found),
        "summary": in_words(found.record.recording.summary) if found.record else "",
        "answers": _answers(found),
    }
    return render(request, "web/meetings/floor.html", context)


def _answers(found: FloorView) -> list[dict[str, Any]]:
    """What was decided about the recommendations that the session takes up."""
    points = {one.id: one for one in found.session.points}
    decided = found.record.recording.answers if found.record else ()
    return [
        {"one": points[one.recommendation], "state": ANSWERS[one.state], "text": one.text}
        for one in decided
        if one.recommendation in points
    ]


def _context(found: FloorView, *way: Crumb) -> dict[str, Any]:
    title = in_words(found.session.plan.title)
    here = reverse("web:session", args=(found.session.id,)) if way else ""
    agenda = Crumb(_("Agenda"), reverse("web:agenda", args=(found.edition.id,)))
    return {
        "found": found,
        "session": session_line(found.session),
        "title": title,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found.edition), agenda, Crumb(title, here), *way),
    }


def _spoken(found: FloorView) -> list[tuple[str, object, int]]:
    """The languages to choose from with the session's channel of each, or 0."""
    numbers = {code: number for number, code in enumerate(found.session.plan.channels, 1)}
    return [(code, name, numbers.get(code, 0)) for code, name in SPOKEN_NAMES.items()]


def _minutes(left: Any) -> int | None:  # noqa: ANN401 - a span, or none
    return None if left is None else int(left.total_seconds() // 60)


def _statement(one: meetings.StatementView) -> dict[str, Any]:
    language = get_language() or "en"
    shown = language if language in one.texts else one.original
    return {
        "one": one,
        "text": one.texts[shown],
        "language": shown,
        "is_original": shown == one.original,
        "original": SPOKEN_NAMES[one.original],
        "is_draft": one.state is StatementState.DRAFT,
    }


def _done(request: Call, session_id: UUID, do: Callable[[], object], said: str) -> HttpResponse:
    return done(request, do, said, reverse("web:session", args=(session_id,)))


@page(FLOOR_ASK, methods=("POST",))
def ask(request: Call, session_id: UUID) -> HttpResponse:
    """Ask for the floor for the own delegation."""
    speaker = request.POST.get("speaker", "")
    return _done(
        request,
        session_id,
        lambda: meetings.ask_for_floor(request.actor, session=session_id, speaker=speaker),
        _("Your delegation is on the list of speakers."),
    )


@page(FLOOR_ASK, methods=("POST",))
def leave(request: Call, session_id: UUID, turn: UUID) -> HttpResponse:
    """Leave the list of speakers."""
    do = lambda: meetings.leave_floor(request.actor, turn=turn)  # noqa: E731 - done inside the one place that tells of faults
    return _done(request, session_id, do, _("Your delegation has left the list of speakers."))


@page(FLOOR_KEEP, methods=("POST",))
def keep_turn(request: Call, session_id: UUID, turn: UUID) -> HttpResponse:
    """Keep the list: `earlier`, `later`, `give`, `end`, or `time` with a number of minutes."""
    word, minutes = request.POST.get("word", ""), request.POST.get("minutes", "")
    actor = request.actor
    words: dict[str, Callable[[], object]] = {
        "earlier": lambda: meetings.move_turn(actor, turn=turn, earlier=True),
        "later": lambda: meetings.move_turn(actor, turn=turn, earlier=False),
        "give": lambda: meetings.give_floor(actor, turn=turn),
        "end": lambda: meetings.end_turn(actor, turn=turn),
        "time": lambda: meetings.keep_turn(
            actor, turn=turn, minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 4 else 0
        ),
    }
    if word not in words:
        raise Invalid(BAD_REQUEST)
    return _done(request, session_id, words[word], _("The list of speakers is changed."))


@page(STATEMENT_WRITE, methods=_BOTH)
def statement(request: Call, session_id: UUID, statement_id: UUID | None = None) -> HttpResponse:
    """Write a statement of the own delegation, or add translations to one that was delivered."""
    found = meetings.read_floor(request.actor, session=session_id)
    one = next((each for each in found.statements if each.id == statement_id and each.mine), None)
    if "speak" not in found.can or (statement_id is not None and one is None):
        raise NotFound("meetings.no-statement")
    form = StatementForm(request.POST or None, initial=initial_of_statement(one) if one else {})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            meetings.keep_statement(
                request.actor,
                session=session_id,
                speaker=given["speaker"],
                original=given["original"],
                texts=form.written("text"),
                id=statement_id,
            )
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The statement is kept. Others read it once it is delivered."))
            return HttpResponseRedirect(reverse("web:session", args=(session_id,)))
    return _form_page(request, found, form, _("Statement"))


def _form_page(request: Call, found: FloorView, form: Any, title: str) -> HttpResponse:  # noqa: ANN401 - any of our forms
    context = _context(found, Crumb(title)) | {"form": form, "title": title}
    return render(request, "web/meetings/floor_form.html", context, status=422 if form.errors else 200)


@page(STATEMENT_WRITE, methods=("POST",))
def deliver(request: Call, session_id: UUID, statement_id: UUID) -> HttpResponse:
    """Say that a statement was delivered."""
    do = lambda: meetings.deliver_statement(request.actor, id=statement_id)  # noqa: E731 - done inside the one place that tells of faults
    return _done(request, session_id, do, _("The statement is there for the session's participants."))


@page(PAPER_KEEP, methods=_BOTH)
def add_paper(request: Call, session_id: UUID) -> HttpResponse:
    """Announce a paper, then attach its file."""
    found = meetings.read_floor(request.actor, session=session_id)
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = meetings.add_paper(
                request.actor,
                session=session_id,
                work=given["work"],
                language=given["language"],
                opens=form.opens_at(found.edition.zone),
                members_only=given["members_only"],
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(reverse("web:session-paper", args=(session_id, made)))
    return _form_page(request, found, form, _("New paper"))


@page(PAPER_KEEP)
def paper(request: Call, session_id: UUID, paper_id: UUID) -> HttpResponse:
    """A paper of a session with its file, for the secretariat."""
    found = meetings.read_floor(request.actor, session=session_id)
    one = next((each for each in found.papers if each.id == paper_id), None)
    if one is None:
        raise NotFound("meetings.no-paper")
    about = f"paper:{paper_id}"
    label = thing_label(request.actor, about=about)
    context = _context(found, Crumb(one.work)) | {
        "one": one,
        "language": SPOKEN_NAMES[one.language],
        "attached": attached_to(request.actor, about, label=None if one.attachment else label),
    }
    return render(request, "web/meetings/paper.html", context)


@page(PAPER_KEEP, methods=("POST",))
def remove_paper(request: Call, session_id: UUID, paper_id: UUID) -> HttpResponse:
    """Take a paper back with its file."""
    do = lambda: meetings.remove_paper(request.actor, id=paper_id)  # noqa: E731 - done inside the one place that tells of faults
    return _done(request, session_id, do, _("The paper is taken back."))


@page(MINUTES_KEEP, methods=_BOTH)
def record(request: Call, session_id: UUID) -> HttpResponse:
    """Write down what a session decided."""
    found = meetings.read_floor(request.actor, session=session_id)
    form = RecordForm(request.POST or None, points=found.session.points, initial=initial_of_record(found.record))
    if request.method == "POST" and form.is_valid():
        try:
            meetings.keep_record(request.actor, session=session_id, recording=form.recording())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The record is kept. Participants read it once it is released."))
            return HttpResponseRedirect(reverse("web:session", args=(session_id,)))
    return _form_page(request, found, form, _("Record of the session"))


@page(MINUTES_KEEP, methods=("POST",))
def release_record(request: Call, session_id: UUID) -> HttpResponse:
    """Release the record of a session."""
    do = lambda: meetings.release_record(request.actor, session=session_id)  # noqa: E731 - done inside the one place that tells of faults
    return _done(request, session_id, do, _("The record is released."))


@page(PROCEEDINGS_PRINT)
def proceedings(request: Call, edition_id: UUID, form: str) -> HttpResponse:
    """The proceedings as `pdf` or `docx` in the page's language."""
    language = cast("Language", get_language() or "en")
    if form not in {"pdf", "docx"}:
        raise NotFound("meetings.no-version")
    write = meetings.print_proceedings if form == "pdf" else meetings.write_proceedings
    made = write(request.actor, edition=edition_id, language=language)
    answer = HttpResponse(made, content_type="application/pdf" if form == "pdf" else _DOCX)
    answer["Content-Disposition"] = f'attachment; filename="proceedings-{edition_id}.{form}"'
    return answer
