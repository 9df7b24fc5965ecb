"""Strategies with their pillar tables, and commitments with the paragraphs from which they follow."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa import programmes as room
from minassa.access import list_agencies
from minassa.base import Invalid, NotFound
from minassa.meetings import TextRow, list_texts
from minassa.programmes import CommitmentView, StrategyView
from minassa.programmes.acts import (
    COMMITMENT_KEEP,
    COMMITMENT_LIST,
    COMMITMENT_SETTLE,
    STRATEGY_ADOPT,
    STRATEGY_KEEP,
    STRATEGY_LIST,
    STRATEGY_READ,
)
from minassa.web.forms.programme import CommitmentForm, SettleForm, StrategyForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.programmes import BOTH, WAY, line_of, sharing_form, standing
from minassa.web.views.records import agency_names


@page(STRATEGY_LIST)
def strategies(request: Call) -> HttpResponse:
    """The strategies that one may see."""
    found, names = room.list_strategies(request.actor), agency_names(request.actor)
    context = {
        "rows": [(one, names.get(one.owner, ""), room.STRATEGY_STATES[one.state]) for one in found],
        "may_write": may(request.actor, STRATEGY_KEEP),
        "handling": handled((one.marks, one.obligations) for one in found),
        "crumbs": (*WAY, Crumb(_("Strategies"))),
    }
    return render(request, "web/programmes/strategies.html", context)


@page(STRATEGY_READ)
def strategy(request: Call, strategy_id: UUID) -> HttpResponse:
    """A strategy with its pillar table and its programmes."""
    found, names = room.read_strategy(request.actor, id=strategy_id), agency_names(request.actor)
    context = {
        "found": found,
        "owner": names.get(found.owner, ""),
        "state": room.STRATEGY_STATES[found.state],
        "lines": [(room.PILLARS[one.pillar], one, standing(one.scores)) for one in found.lines],
        "rows": [line_of(one, names) for one in found.programmes],
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(_("Strategies"), reverse("web:strategies")), Crumb(found.plan.title)),
    }
    return render(request, "web/programmes/strategy.html", context)


@page(STRATEGY_KEEP, methods=BOTH)
def new_strategy(request: Call) -> HttpResponse:
    """A new strategy."""
    return _written(request, None)


@page(STRATEGY_KEEP, methods=BOTH)
def edit_strategy(request: Call, strategy_id: UUID) -> HttpResponse:
    """Change a strategy that is being written."""
    return _written(request, _able(request, strategy_id, "edit"))


def _able(request: Call, strategy: UUID, what: str) -> StrategyView:
    found = room.read_strategy(request.actor, id=strategy)
    if what not in found.can:
        raise NotFound("programmes.no-strategy")
    return found


def _written(request: Call, found: StrategyView | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if found:
        plan = found.plan
        initial = {name: getattr(plan, name) for name in ("title", "summary", "begins", "ends")}
        initial |= {f"pillar-{pillar.value}": aim for pillar, aim in plan.pillars.items()}
    form = StrategyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            exercise = settings.MINASSA.node.exercise
            kept = room.keep_strategy(
                request.actor, plan=form.plan(), exercise=exercise, id=found.id if found else None
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The strategy is kept in your agency."))
            return HttpResponseRedirect(reverse("web:strategy", args=(kept,)))
    title = _("Change the strategy") if found else _("New strategy")
    return _form(request, form, found, title=title, button=_("Keep it"))


def _form(request: Call, form: Any, found: StrategyView | None, *, title: str, button: str) -> HttpResponse:  # noqa: ANN401 - any form
    back = reverse("web:strategy", args=(found.id,)) if found else reverse("web:strategies")
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "handling": handled([(found.marks, found.obligations)]) if found else None,
        "crumbs": (*WAY, Crumb(_("Strategies"), reverse("web:strategies")), Crumb(title)),
    }
    return render(request, "web/programmes/form.html", context, status=422 if form.errors else 200)


@page(STRATEGY_ADOPT, methods=BOTH)
def adopt_strategy(request: Call, strategy_id: UUID) -> HttpResponse:
    """Adopt a strategy and choose who sees it."""
    found = _able(request, strategy_id, "adopt")
    form = sharing_form(request, found.sharing)
    if request.method == "POST" and form.is_valid():
        try:
            room.adopt_strategy(request.actor, id=strategy_id, sharing=form.sharing())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The strategy is adopted and shared."))
            return HttpResponseRedirect(reverse("web:strategy", args=(strategy_id,)))
    return _form(request, form, found, title=_("Adopt the strategy"), button=_("Adopt it"))


@page(STRATEGY_ADOPT, methods=("POST",))
def close_strategy(request: Call, strategy_id: UUID) -> HttpResponse:
    """Say that a strategy is at its end."""
    room.close_strategy(request.actor, id=strategy_id)
    messages.success(request, _("The strategy is at its end."))
    return HttpResponseRedirect(reverse("web:strategy", args=(strategy_id,)))


@page(COMMITMENT_LIST)
def commitments(request: Call) -> HttpResponse:
    """The commitments that one may see, in the order of their paragraphs."""
    found, names = room.list_commitments(request.actor), agency_names(request.actor)
    context = {
        "rows": [_commitment(one, names) for one in found],
        "handling": handled((one.marks, one.obligations) for one in found),
        "crumbs": (*WAY, Crumb(_("Commitments"))),
    }
    return render(request, "web/programmes/commitments.html", context)


def _commitment(one: CommitmentView, names: dict[UUID, str]) -> dict[str, Any]:
    given, texts = one.undertaking, one.paragraph.text
    language = (get_language() or "en")[:2]
    return {
        "one": one,
        "text": texts.get(language) or texts.get("en") or next(iter(texts.values())),
        "pillar": room.PILLARS[given.pillar],
        "state": room.COMMITMENT_STATES[one.state],
        "lead": names.get(given.lead, "") if given.lead else "",
        "partners": [names[each] for each in given.partners if each in names],
    }


@page(COMMITMENT_LIST)
def commitment(request: Call, commitment_id: UUID) -> HttpResponse:
    """One commitment with its paragraph, who leads it, and the programmes that carry it out."""
    return _commitment_page(request, commitment_id, None, None)


def _commitment_page(
    request: Call, commitment: UUID, keeping: CommitmentForm | None, settling: SettleForm | None
) -> HttpResponse:
    found, names = room.read_commitment(request.actor, id=commitment), agency_names(request.actor)
    given = found.undertaking
    initial = {
        "pillar": given.pillar.value,
        "lead": str(given.lead or ""),
        "partners": [str(each) for each in given.partners],
        "due": given.due,
        "known_by": given.known_by,
    }
    form = keeping or CommitmentForm(agencies=list_agencies(request.actor), initial=initial)
    settle = settling or SettleForm(initial={"state": found.state.value, "outcome": found.outcome}, prefix="settle")
    context = {
        "found": found,
        "line": _commitment(found, names),
        "texts": found.paragraph.text.items(),
        "text_row": _declaration(request, found),
        "form": form,
        "settle": settle,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(_("Commitments"), reverse("web:commitments")), Crumb(found.paragraph.number)),
    }
    status = 422 if form.errors or settle.errors else 200
    return render(request, "web/programmes/commitment.html", context, status=status)


def _declaration(request: Call, found: CommitmentView) -> TextRow | None:
    """The declaration that the commitment follows from; none where this reader does not see it."""
    texts = list_texts(request.actor, edition=found.paragraph.edition)
    return next((one for one in texts if one.id == found.paragraph.declaration), None)


@page(COMMITMENT_KEEP, methods=("POST",))
def keep_commitment(request: Call, commitment_id: UUID) -> HttpResponse:
    """Say who leads a commitment, with whom, by when and how it will be known."""
    form = CommitmentForm(request.POST, agencies=list_agencies(request.actor))
    if form.is_valid():
        try:
            room.keep_commitment(request.actor, id=commitment_id, undertaking=form.undertaking())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is kept."))
            return HttpResponseRedirect(reverse("web:commitment", args=(commitment_id,)))
    return _commitment_page(request, commitment_id, form, None)


@page(COMMITMENT_SETTLE, methods=("POST",))
def settle_commitment(request: Call, commitment_id: UUID) -> HttpResponse:
    """Say what became of a commitment, and why."""
    form = SettleForm(request.POST, prefix="settle")
    if form.is_valid():
        state, outcome = form.settled()
        try:
            room.settle_commitment(request.actor, id=commitment_id, state=state, outcome=outcome)
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is kept."))
            return HttpResponseRedirect(reverse("web:commitment", args=(commitment_id,)))
    return _commitment_page(request, commitment_id, None, form)
