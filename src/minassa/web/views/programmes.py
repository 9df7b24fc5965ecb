"""Programmes: the list, one of them with its framework and charts, planning it part by part, adopting and sharing it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import programmes as room
from minassa.access import list_agencies, list_communities
from minassa.base import Invalid, NotFound
from minassa.programmes import (
    CoursePart,
    IndicatorPart,
    IndicatorView,
    MilestonePart,
    MoneyPart,
    PartnerPart,
    Pillar,
    PlanPart,
    ProgrammeRow,
    ProgrammeState,
    ProgrammeView,
    ResultPart,
    RiskPart,
    Rollup,
    Scores,
    Status,
    shown,
)
from minassa.programmes.acts import (
    EVALUATION_WRITE,
    PROGRAMME_ADOPT,
    PROGRAMME_LIST,
    PROGRAMME_PLAN,
    PROGRAMME_PUBLISH,
    PROGRAMME_READ,
    PROGRAMME_RETARGET,
    PROGRAMME_SHARE,
)
from minassa.web import charts, wording
from minassa.web.forms.programme import PARTS, PartForm, ProgrammeForm, SharingForm, TargetForm, initial_of
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Programmes"), "/programmes/"))
BOTH: Final = ("GET", "HEAD", "POST")


def percent(value: Any) -> str:  # noqa: ANN401 - a decimal or None
    """A share in whole percent, as 47%; a dash for what is not known."""
    found = shown(value, 2)
    return "–" if found is None else f"{found * 100:.0f}%"


def score(found: Rollup) -> dict[str, Any]:
    """A roll-up as the pages show it: a number only where enough is known, always with its coverage and bounds."""
    return {
        "text": percent(found.score) if found.publishable else _("Insufficient data"),
        "coverage": percent(found.coverage),
        "low": percent(found.low),
        "high": percent(found.high),
        "chart": charts.score_bar(found),
    }


def standing(found: Scores) -> dict[str, Any]:
    """Both scores and the counts, each word with its number, grey among them."""
    counts = [(one, room.STATUS_NAMES[one], found.counts.get(one, 0)) for one in Status]
    return {
        "implementation": score(found.implementation),
        "results": score(found.results),
        "counts": [one for one in counts if one[2]],
        "chart": charts.status_bar(found.counts) if found.counts else None,
    }


def line_of(row: ProgrammeRow, names: Mapping[UUID, str]) -> dict[str, Any]:
    """One line of a list of programmes."""
    return {
        "row": row,
        "owner": names.get(row.owner, ""),
        "pillar": room.PILLARS[row.pillar],
        "state": room.PROGRAMME_STATES[row.state],
        "standing": standing(row.scores),
    }


@page(PROGRAMME_LIST)
def programmes(request: Call) -> HttpResponse:
    """The programmes that one may see, by pillar; `pillar` and `state` in the address narrow them."""
    pillar, state = request.GET.get("pillar", ""), request.GET.get("state", "")
    found = room.list_programmes(
        request.actor,
        pillar=Pillar(pillar) if pillar in set(Pillar) else None,
        state=ProgrammeState(state) if state in set(ProgrammeState) else None,
    )
    names = agency_names(request.actor)
    context = {
        "rows": [line_of(row, names) for row in found],
        "pillars": room.PILLARS.items(),
        "states": room.PROGRAMME_STATES.items(),
        "pillar": pillar,
        "state": state,
        "narrowed": bool(pillar or state),
        "may_plan": may(request.actor, PROGRAMME_PLAN),
        "handling": handled((row.marks, row.obligations) for row in found),
        "crumbs": (WAY[0], Crumb(_("Programmes"))),
    }
    return render(request, "web/programmes/programmes.html", context)


@page(PROGRAMME_READ)
def programme(request: Call, programme_id: UUID) -> HttpResponse:
    """One programme: how it stands, its framework, its time, its money, what it risks, and its reports."""
    found = room.read_programme(request.actor, id=programme_id)
    names = agency_names(request.actor)
    activities = [one for one in found.results if one.part.begins and one.part.ends]
    context = {
        "found": found,
        "line": line_of(found.row, names),
        "results": [_result(one, found) for one in found.results],
        "changed": [one for one in found.indicators if one.was_changed],
        "gantt": charts.gantt(found.results, found.milestones, found.plan.begins, found.plan.ends, found.on),
        "activities": activities,
        "activity_count": len(activities),
        "budget": charts.budget(found.money),
        "countries": [wording.country_name(code) for code in found.plan.countries],
        "beside": [(code, wording.country_name(code)) for code in found.plan.countries],
        "frequency": room.FREQUENCIES[found.plan.reports],
        "periods": [(one, room.PERIOD_STATES[one.state], _reported(one)) for one in found.periods],
        "risks": [(one, room.GRADES[one.likelihood], room.GRADES[one.gravity]) for _id, one in found.risks],
        "partners": [(one, room.PARTNER_PARTS[one.part]) for _id, one in found.partners],
        "courses": [one for _id, one in found.courses],
        "evaluations": [
            (one, room.EVALUATION_STATES[one.state])
            for one in room.list_evaluations(request.actor, programme=programme_id)
        ],
        "may_publish": found.row.mine and may(request.actor, PROGRAMME_PUBLISH),
        "may_evaluate": found.adopted is not None and may(request.actor, EVALUATION_WRITE),
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(found.plan.title)),
    }
    return render(request, "web/programmes/programme.html", context)


def _reported(one: room.PeriodView) -> str:
    return str(room.PROGRESS_REPORT_STATES[one.report_state]) if one.report_state else ""


def _result(one: room.ResultView, of: ProgrammeView) -> dict[str, Any]:
    return {
        "part": one.part,
        "level": room.LEVEL_NAMES[one.part.level],
        "indicators": [indicator_line(each, of) for each in one.indicators],
    }


def indicator_line(one: IndicatorView, of: ProgrammeView) -> dict[str, Any]:
    """One indicator as the framework's table shows it."""
    latest = one.latest
    return {
        "one": one,
        "status": room.STATUS_NAMES[one.standing.status],
        "look": one.standing.status.value,
        "share": percent(one.standing.share),
        "expected": percent(one.standing.expected),
        "baseline": number(one.part.baseline),
        "target": number(one.final.value if one.final else None),
        "actual": number(latest.value if latest else None),
        "evidence": room.EVIDENCES[latest.evidence] if latest else "",
        "bullet": charts.bullet(one),
        "trend": charts.trend(one, of.on),
        "targets": [
            (each.due, number(each.value), [(number(old.value), old.changed, old.reason) for old in each.before])
            for each in one.targets
        ],
        "actuals": [
            (
                each.measured_on,
                number(each.value),
                number(each.numerator),
                number(each.denominator),
                room.EVIDENCES[each.evidence],
                each.source,
            )
            for each in one.actuals
        ],
        "direction": room.DIRECTIONS[one.part.direction],
    }


def number(value: Any) -> str:  # noqa: ANN401 - a decimal or None
    """A number as it was given, at most four places; a dash for none."""
    if value is None:
        return "–"
    return f"{round(value, 4):f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


@page(PROGRAMME_PLAN, methods=BOTH)
def new(request: Call) -> HttpResponse:
    """A new programme."""
    return _written(request, {"reports": "half_yearly"}, None)


@page(PROGRAMME_PLAN, methods=BOTH)
def edit(request: Call, programme_id: UUID) -> HttpResponse:
    """Change what is said of a planned programme as a whole."""
    found = _planned(request, programme_id, "plan")
    return _written(request, initial_of(found.plan), found)


def _planned(request: Call, programme: UUID, what: str) -> ProgrammeView:
    found = room.read_programme(request.actor, id=programme)
    if what not in found.can:
        raise NotFound("programmes.no-programme")
    return found


def _written(request: Call, initial: dict[str, Any], found: ProgrammeView | None) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, strategies=room.list_strategies(request.actor), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = room.keep_programme(
                request.actor,
                plan=form.plan(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The programme is kept in your agency."))
            return HttpResponseRedirect(reverse("web:programme-plan", args=(kept,)))
    title = _("Change the programme") if found else _("New programme")
    return form_page(request, form, title=title, found=found, button=_("Keep it"))


def form_page(request: Call, form: Any, *, title: str, found: ProgrammeView | None, button: str) -> HttpResponse:  # noqa: ANN401 - any form
    """A form about a programme, with the way back to its page."""
    back = reverse("web:programmes")
    if found is not None:
        view = "web:programme-plan" if "carry-on" in found.can else "web:programme"
        back = reverse(view, args=(found.row.id,))
    way = [Crumb(found.plan.title, reverse("web:programme", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "handling": handled([(found.row.marks, found.row.obligations)]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/programmes/form.html", context, status=422 if form.errors else 200)


@page(PROGRAMME_PLAN)
def plan(request: Call, programme_id: UUID) -> HttpResponse:
    """All parts of a programme with what can be done with each, and what can be added."""
    found = _planned(request, programme_id, "carry-on")
    is_fixed = found.row.state is not ProgrammeState.DRAFT
    context = {
        "found": found,
        "line": line_of(found.row, agency_names(request.actor)),
        "kinds": [(kind, title) for kind, (_form, title) in PARTS.items() if not (is_fixed and kind in _FIXED)],
        "parts": list(_parts(found)),
        "commitments": [(one, one.id in dict(found.commitments)) for one in room.list_commitments(request.actor)],
        "is_fixed": is_fixed,
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(found.plan.title, reverse("web:programme", args=(found.row.id,))), Crumb(_("Plan"))),
    }
    return render(request, "web/programmes/plan.html", context)


_FIXED: Final = frozenset({"result", "indicator", "target"})


def _parts(found: ProgrammeView) -> Any:  # noqa: ANN401 - kind, title, id, text and whether it can change
    is_fixed = found.row.state is not ProgrammeState.DRAFT
    kinds = {form.makes: (kind, title) for kind, (form, title) in PARTS.items()}
    for part, one, text in _all_parts(found):
        kind, title = kinds[part]
        yield kind, title, one, text, not (is_fixed and kind in _FIXED)


def _all_parts(found: ProgrammeView) -> Any:  # noqa: ANN401 - kind of part, id, text
    for result in found.results:
        yield ResultPart, result.id, f"{result.part.number} {result.part.title}"
        for one in result.indicators:
            targets = ", ".join(f"{each.due}: {number(each.value)}" for each in one.targets)
            yield IndicatorPart, one.id, f"{one.part.name} ({targets or '–'})"
    yield from ((MilestonePart, one.id, f"{one.part.title} ({one.part.due})") for one in found.milestones)
    for each in found.money:
        words = f"{room.MONEY_KINDS[each.part.kind]}: {number(each.part.amount)} {found.plan.currency}"
        yield MoneyPart, each.id, f"{words} ({each.part.begins} – {each.part.ends})"
    yield from ((RiskPart, one, risk.text) for one, risk in found.risks)
    yield from ((PartnerPart, one, partner.name) for one, partner in found.partners)
    yield from ((CoursePart, one, course.title) for one, course in found.courses)


@page(PROGRAMME_PLAN, methods=BOTH)
def add_part(request: Call, programme_id: UUID, kind: str) -> HttpResponse:
    """Add a part to a programme."""
    return _part(request, programme_id, kind, None)


@page(PROGRAMME_PLAN, methods=BOTH)
def edit_part(request: Call, programme_id: UUID, kind: str, part_id: UUID) -> HttpResponse:
    """Change a part of a programme."""
    return _part(request, programme_id, kind, part_id)


def _part(request: Call, programme: UUID, kind: str, part: UUID | None) -> HttpResponse:
    found = _planned(request, programme, "carry-on")
    if kind not in PARTS:
        raise NotFound("programmes.no-part")
    make, title = PARTS[kind]
    form: PartForm = make(request.POST or None, of=found, initial=_initial(found, part, request))
    if request.method == "POST" and form.is_valid():
        try:
            room.keep_part(request.actor, programme=programme, part=form.part(), id=part)
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is kept."))
            return HttpResponseRedirect(reverse("web:programme-plan", args=(programme,)))
    return form_page(request, form, title=str(title), found=found, button=_("Keep it"))


def _initial(found: ProgrammeView, part: UUID | None, request: Call) -> dict[str, Any]:
    """What a part says now; for a new one, what the address names and the programme's first day."""
    if part is None:
        named = {name: request.GET[name] for name in ("result", "parent", "indicator") if name in request.GET}
        return {"baseline_on": found.plan.begins, "begins": None, **named}
    known: dict[UUID, PlanPart] = dict((*found.risks, *found.partners, *found.courses))
    known |= {one.id: one.part for one in found.results} | {one.id: one.part for one in found.indicators}
    known |= {one.id: one.part for one in found.milestones} | {one.id: one.part for one in found.money}
    if part not in known:
        raise NotFound("programmes.no-part")
    return initial_of(known[part])


@page(PROGRAMME_PLAN, methods=("POST",))
def remove_part(request: Call, programme_id: UUID, kind: str, part_id: UUID) -> HttpResponse:
    """Remove a part of a programme."""
    if kind not in PARTS:
        raise NotFound("programmes.no-part")
    room.remove_part(request.actor, programme=programme_id, kind=PARTS[kind][0].makes, id=part_id)
    messages.success(request, _("It is removed."))
    return HttpResponseRedirect(reverse("web:programme-plan", args=(programme_id,)))


@page(PROGRAMME_PLAN, methods=("POST",))
def answer(request: Call, programme_id: UUID) -> HttpResponse:
    """Say which commitments a programme carries out."""
    try:
        chosen = frozenset(UUID(one) for one in request.POST.getlist("commitment"))
    except ValueError as error:
        raise NotFound("programmes.no-commitment") from error
    room.answer_commitments(request.actor, programme=programme_id, commitments=chosen)
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(reverse("web:programme-plan", args=(programme_id,)))


@page(PROGRAMME_ADOPT, methods=("POST",))
def adopt(request: Call, programme_id: UUID) -> HttpResponse:
    """Adopt a programme."""
    words = _("The programme is adopted: its framework is fixed and its reporting periods are made.")
    back = reverse("web:programme", args=(programme_id,))
    return done(request, lambda: room.adopt_programme(request.actor, id=programme_id), words, back)


@page(PROGRAMME_ADOPT, methods=("POST",))
def close(request: Call, programme_id: UUID) -> HttpResponse:
    """Close a programme."""
    return done(
        request,
        lambda: room.close_programme(request.actor, id=programme_id),
        _("The programme is closed."),
        reverse("web:programme", args=(programme_id,)),
    )


@page(PROGRAMME_PLAN, methods=("POST",))
def discard(request: Call, programme_id: UUID) -> HttpResponse:
    """Throw a planned programme away."""
    room.discard_programme(request.actor, id=programme_id)
    messages.success(request, _("The programme is thrown away."))
    return HttpResponseRedirect(reverse("web:programmes"))


@page(PROGRAMME_RETARGET, methods=BOTH)
def retarget(request: Call, programme_id: UUID) -> HttpResponse:
    """Change a target of an adopted programme, with a reason."""
    found = _planned(request, programme_id, "retarget")
    form = TargetForm(request.POST or None, of=found, initial=_initial(found, None, request))
    if request.method == "POST" and form.is_valid():
        try:
            room.retarget(request.actor, programme=programme_id, part=form.part())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The target is changed; the old one stays visible."))
            return HttpResponseRedirect(reverse("web:programme", args=(programme_id,)))
    return form_page(request, form, title=_("Change a target"), found=found, button=_("Change it"))


def sharing_form(request: Call, sharing: room.Sharing) -> SharingForm:
    """The form that says who sees something, as it is now."""
    own = request.actor.agency
    initial = {"tlp": sharing.tlp.value, "to": list(sharing.to), "handling": sorted(sharing.handling)}
    return SharingForm(
        request.POST or None,
        agencies=[one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        communities=list_communities(request.actor),
        initial=initial,
    )


@page(PROGRAMME_SHARE, methods=BOTH)
def share(request: Call, programme_id: UUID) -> HttpResponse:
    """Choose who sees a programme."""
    found = _planned(request, programme_id, "share")
    form = sharing_form(request, found.sharing)
    if request.method == "POST" and form.is_valid():
        try:
            room.share_programme(request.actor, id=programme_id, sharing=form.sharing())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Who sees the programme is changed."))
            return HttpResponseRedirect(reverse("web:programme", args=(programme_id,)))
    return form_page(request, form, title=_("Who sees the programme"), found=found, button=_("Share it so"))
