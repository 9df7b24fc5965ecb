"""Evaluations: begun, written around what was counted, sent for reply, made final, printed, answered."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from minassa import programmes as room
from minassa.base import Conflict, Invalid, NotFound, Unavailable
from minassa.meetings import sessions_taking_up
from minassa.programmes import Answered, Criterion, EvaluationView, Evidence, Status
from minassa.programmes.acts import (
    EVALUATION_FINISH,
    EVALUATION_PRINT,
    EVALUATION_READ,
    EVALUATION_REPLY,
    EVALUATION_WRITE,
    RECOMMENDATION_RESPOND,
)
from minassa.web import charts, wording
from minassa.web.forms.evaluation import BeginForm, EvaluationForm, ResponseForm, initial_of_evaluation
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.views.meetings import in_words
from minassa.web.views.programmes import BOTH, WAY, form_page, number, percent
from minassa.web.views.records import agency_names

_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page(EVALUATION_WRITE, methods=BOTH)
def begin(request: Call, programme_id: UUID) -> HttpResponse:
    """Begin an evaluation of a programme."""
    found = room.read_programme(request.actor, id=programme_id)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = room.begin_evaluation(request.actor, programme=programme_id, cutoff=form.day())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The figures are counted; write the evaluation around them."))
            return HttpResponseRedirect(reverse("web:evaluation-edit", args=(made,)))
    return form_page(request, form, title=_("New evaluation"), found=found, button=_("Count and begin"))


@page(EVALUATION_READ)
def evaluation(request: Call, evaluation_id: UUID) -> HttpResponse:
    """One evaluation with its figures, text, recommendations and the reply."""
    found = room.read_evaluation(request.actor, id=evaluation_id)
    context = _context(request, found) | {"form": ResponseForm()}
    return render(request, "web/programmes/evaluation.html", context)


def _context(request: Call, found: EvaluationView) -> dict[str, Any]:
    names, figures = agency_names(request.actor), found.figures
    taking = sessions_taking_up(request.actor, recommendations=[one.id for one in found.recommendations])
    return {
        "found": found,
        "state": room.EVALUATION_STATES[found.row.state],
        "owner": names.get(found.row.owner, ""),
        "subject": names.get(found.subject, ""),
        "scores": [
            (_("Results (what comes of it)"), room.score_text(figures.results), charts.score_bar(figures.results)),
            (
                _("Implementation (what is done)"),
                room.score_text(figures.implementation),
                charts.score_bar(figures.implementation),
            ),
        ],
        "standing": charts.status_bar(figures.counts) if sum(figures.counts.values()) else None,
        "money": charts.spent_bar(figures.budget, figures.spent),
        "counts": [(one, room.STATUS_NAMES[one], figures.counts.get(one, 0)) for one in Status],
        "evidence": [(room.EVIDENCES[one], figures.evidence.get(one, 0)) for one in Evidence],
        "changed": [
            (one, number(one.first), number(one.now), percent(one.share), percent(one.first_share))
            for one in figures.changed
        ],
        "criteria": [(room.CRITERIA[one], found.text.criteria.get(one)) for one in Criterion],
        "recommendations": [
            (
                one,
                room.ANSWERS[one.state],
                room.DECISIONS[one.decision] if one.decision else "",
                [(each, names.get(each.owner, ""), room.ANSWERS[each.state]) for each in one.responses],
                [(each, in_words(each.title)) for each in taking.get(one.id, ())],
            )
            for one in found.recommendations
        ],
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (
            *WAY,
            Crumb(found.row.title, reverse("web:programme", args=(found.row.programme,))),
            Crumb(_("Evaluation")),
        ),
    }


@page(EVALUATION_WRITE, methods=BOTH)
def edit(request: Call, evaluation_id: UUID) -> HttpResponse:
    """Write an evaluation."""
    found = room.read_evaluation(request.actor, id=evaluation_id)
    if "write" not in found.can:
        raise NotFound("programmes.no-evaluation")
    count = len(found.recommendations)
    form = EvaluationForm(request.POST or None, recommendations=count, initial=initial_of_evaluation(found))
    if request.method == "POST" and form.is_valid():
        try:
            room.keep_evaluation(
                request.actor, id=evaluation_id, text=form.text(), recommendations=form.recommendations()
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The evaluation is kept in your agency."))
            return HttpResponseRedirect(reverse("web:evaluation", args=(evaluation_id,)))
    context = _context(request, found) | {"form": form}
    return render(request, "web/programmes/evaluation_form.html", context, status=422 if form.errors else 200)


def _done(request: Call, evaluation: UUID, words: str, call: Callable[[], object]) -> HttpResponse:
    return done(request, call, words, reverse("web:evaluation", args=(evaluation,)))


@page(EVALUATION_FINISH, methods=("POST",))
def ask(request: Call, evaluation_id: UUID) -> HttpResponse:
    """Send an evaluation to the programme's agency for its reply."""
    return _done(
        request,
        evaluation_id,
        _("The agency is asked for its reply."),
        lambda: room.ask_reply(request.actor, id=evaluation_id),
    )


@page(EVALUATION_FINISH, methods=("POST",))
def finish(request: Call, evaluation_id: UUID) -> HttpResponse:
    """Make an evaluation final."""
    return _done(
        request,
        evaluation_id,
        _("The evaluation is final."),
        lambda: room.finish_evaluation(request.actor, id=evaluation_id),
    )


@page(EVALUATION_REPLY, methods=("POST",))
def reply(request: Call, evaluation_id: UUID) -> HttpResponse:
    """Use the right of reply."""
    words = request.POST.get("reply", "")
    return _done(
        request,
        evaluation_id,
        _("Your reply is annexed."),
        lambda: room.reply_evaluation(request.actor, id=evaluation_id, reply=words),
    )


@page(RECOMMENDATION_RESPOND, methods=("POST",))
def respond(request: Call, evaluation_id: UUID, recommendation_id: UUID) -> HttpResponse:
    """Answer a recommendation."""
    form = ResponseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose an answer and say it in words."))
        return HttpResponseRedirect(reverse("web:evaluation", args=(evaluation_id,)))
    given = form.cleaned_data
    state = Answered(given["state"])
    return _done(
        request,
        evaluation_id,
        _("Your answer is kept."),
        lambda: room.respond(request.actor, recommendation=recommendation_id, state=state, text=given["text"]),
    )


@page(EVALUATION_PRINT)
def printed(request: Call, evaluation_id: UUID, form: str) -> HttpResponse:
    """An evaluation as a file in the page's language, or in the one that the address names."""
    language = request.GET.get("language", (get_language() or "en")[:2])
    if form not in _TYPES or language not in {"ar", "fr", "en", "pt"}:
        raise NotFound("programmes.no-evaluation")
    found = room.read_evaluation(request.actor, id=evaluation_id)
    with override(language):
        sentences = {one: str(wording.OBLIGATIONS[one]) for one in found.row.obligations if one in wording.OBLIGATIONS}
    try:
        file = room.print_evaluation(
            request.actor,
            id=evaluation_id,
            language=language,  # type: ignore[arg-type] # one of the four, by the line above
            form=form,  # type: ignore[arg-type] # one of the two, by the same
            sentences=sentences,
        )
    except Unavailable as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("web:evaluation", args=(evaluation_id,)))
    name = f'attachment; filename="evaluation-{evaluation_id}-{language}.{form}"'
    return HttpResponse(file, content_type=_TYPES[form], headers={"Content-Disposition": name})
