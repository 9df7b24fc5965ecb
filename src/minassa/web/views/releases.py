"""What leaves and what arrives: releasing a record with its preview, taking it back, the books of both directions."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minassa.access import (
    Actor,
    Step,
    acknowledge,
    list_deliveries,
    list_received,
    read_received,
    retry_delivery,
)
from minassa.access.acts import PARCEL_ACKNOWLEDGE, PARCEL_LIST, RELEASE_LIST, RELEASE_RETRY
from minassa.base import Conflict, Invalid, NotFound, cursor_from, cursor_text
from minassa.desk import list_choices
from minassa.records import (
    RecordView,
    ReleasePreview,
    answer_proposal,
    ask_to_release,
    preview_release,
    propose_change,
    read_record,
    recall_record,
    release_record,
    schema,
    stream_of,
    withdraw_record,
)
from minassa.records.acts import RECORD_ANSWER, RECORD_PREVIEW, RECORD_PROPOSE, RECORD_RELEASE, RECORD_WITHDRAW
from minassa.web import release_lines, wording
from minassa.web.asked import asked_for
from minassa.web.attachments import choices_of, chosen_files
from minassa.web.forms.release import ProposalForm, ReleaseForm, WithdrawForm, holder_choices, marks_of
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import WAY, agency_names, facts
from minassa.web.wording import caption

KIND: Final = "record"
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50


@page(RECORD_RELEASE, methods=_BOTH)
def release(request: Call, record: UUID) -> HttpResponse:
    """The form of a release with its preview. Sent with `do=release` it releases, or asks a second person."""
    found = read_record(request.actor, id=record)
    form = _release_form(request, found)
    shown, status = None, 200
    if request.method == "POST":
        shown = _previewed(request, form, record)
        if shown is not None and request.POST.get("do") == "release" and (away := _released(request, form, shown)):
            return HttpResponseRedirect(away)
        status = 422 if form.errors else 200
    context = {
        "record": found,
        "form": form,
        "version": request.POST.get("version") or found.version,
        **_preview_context(request, record, shown),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*_way_to(found), Crumb(_("Release"))),
    }
    return render(request, "web/releases/release.html", context, status=status)


@page(RECORD_PREVIEW, methods=("POST",))
def preview(request: Call, record: UUID) -> HttpResponse:
    """The preview alone, while the form is filled."""
    found = read_record(request.actor, id=record)
    form = _release_form(request, found)
    shown = _previewed(request, form, record)
    context = {"form": form, **_preview_context(request, record, shown)}
    return render(request, "web/releases/preview.html", context)


@page(RECORD_WITHDRAW, methods=_BOTH)
def withdraw(request: Call, record: UUID) -> HttpResponse:
    """Withdraw a record from those who have it, or recall it at once."""
    found = read_record(request.actor, id=record)
    names = agency_names(request.actor)
    choices = holder_choices(_holding(request.actor, record), names)
    form = WithdrawForm(request.POST or None, holders=choices, initial={"agencies": [key for key, _name in choices]})
    if request.method == "POST" and form.is_valid():
        try:
            count = _taken_back(request.actor, record, form)
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            said = ngettext("Withdrawn from %(count)s agency.", "Withdrawn from %(count)s agencies.", count)
            messages.success(request, said % {"count": count})
            return HttpResponseRedirect(reverse("web:record-releases", args=(record,)))
    context = {
        "record": found,
        "form": form,
        "nobody": not choices,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*_way_to(found), Crumb(_("Withdraw"))),
    }
    return render(request, "web/releases/withdraw.html", context, status=422 if form.errors else 200)


@page(RELEASE_LIST)
def of_record(request: Call, record: UUID) -> HttpResponse:
    """All that was released of one record, and what became of it."""
    try:
        found: RecordView | None = read_record(request.actor, id=record)
    except NotFound:
        found = None  # it was deleted; the books of who had it stay
    lines = release_lines.sent(request.actor, list_deliveries(request.actor, stream=stream_of(record)))
    if found is None and not lines:
        return HttpResponseRedirect(reverse("web:released"))
    context = {
        "record": found,
        "lines": lines,
        "handling": handled([(found.marks, found.obligations)]) if found else None,
        "crumbs": (*(_way_to(found) if found else WAY), Crumb(_("Releases"))),
    }
    return render(request, "web/releases/of_record.html", context)


@page(RELEASE_LIST)
def released(request: Call) -> HttpResponse:
    """What the agency released, newest first; `owed` shows what is not acknowledged yet."""
    owed = bool(request.GET.get("owed"))
    place = cursor_from(request.GET.get("before", ""))
    found = list_deliveries(request.actor, owed=owed, before=place, size=_PAGE + 1)
    rows = found[:_PAGE]
    following = cursor_text(rows[-1].created, rows[-1].id) if len(found) > _PAGE and not owed else ""
    context = {
        "lines": release_lines.sent(request.actor, rows),
        "owed": owed,
        "next": following,
        "first": "before" in request.GET,
        "crumbs": (*WAY, Crumb(_("What we released"))),
    }
    return render(request, "web/releases/released.html", context)


@page(PARCEL_LIST)
def received(request: Call) -> HttpResponse:
    """What the agency received, newest first; `owed` shows what it has yet to acknowledge."""
    owed = bool(request.GET.get("owed"))
    place = cursor_from(request.GET.get("before", ""))
    found = list_received(request.actor, owed=owed, before=place, size=_PAGE + 1)
    rows = found[:_PAGE]
    following = cursor_text(rows[-1].received_at, rows[-1].id) if len(found) > _PAGE and not owed else ""
    lines = release_lines.received(request.actor, rows, purpose=_purpose(request))
    context = {
        "lines": lines,
        "owed": owed,
        "next": following,
        "first": "before" in request.GET,
        "may_acknowledge": may(request.actor, PARCEL_ACKNOWLEDGE),
        "handling": handled((one.marks, ()) for one in lines),
        "crumbs": (*WAY, Crumb(_("What we received"))),
    }
    return render(request, "web/releases/received.html", context)


@page(PARCEL_LIST)
def received_item(request: Call, arrival: UUID) -> HttpResponse:
    """One thing that was received: from whom, what it means, and whether it is acknowledged."""
    (line,) = release_lines.received(
        request.actor, [read_received(request.actor, arrival=arrival)], purpose=_purpose(request)
    )
    context = {
        "line": line,
        "may_acknowledge": may(request.actor, PARCEL_ACKNOWLEDGE),
        "handling": handled([(line.marks, ())]),
        "crumbs": (*WAY, Crumb(_("What we received"), reverse("web:received")), Crumb(line.step)),
    }
    return render(request, "web/releases/received_item.html", context)


@page(PARCEL_ACKNOWLEDGE, methods=("POST",))
def acknowledge_received(request: Call, arrival: UUID) -> HttpResponse:
    """Acknowledge for the agency what it received."""
    try:
        acknowledge(request.actor, arrival=arrival)
    except Conflict as fault:
        messages.info(request, str(fault))
    else:
        messages.success(request, _("Acknowledged. The owner agency is told."))
    return HttpResponseRedirect(reverse("web:received-item", args=(arrival,)))


@page(RELEASE_RETRY, methods=("POST",))
def retry(request: Call, delivery: UUID) -> HttpResponse:
    """Try a release again that was given up."""
    retry_delivery(request.actor, delivery=delivery)
    messages.success(request, _("It is tried again from now on."))
    return HttpResponseRedirect(reverse("web:released"))


@page(RECORD_PROPOSE, methods=_BOTH)
def propose(request: Call, record: UUID) -> HttpResponse:
    """Propose a change to another agency's record."""
    asked = asked_for(request)
    found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    form = ProposalForm(request.POST or None, schema=schema(found.schema))
    if request.method == "POST" and form.is_valid():
        try:
            propose_change(
                request.actor,
                record=record,
                text=form.cleaned_data["text"],
                properties=form.properties(),
                purpose=asked.get("purpose", ""),
                case=asked.get("case", ""),
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Sent to the owner agency. Its answer comes into your inbox."))
            return HttpResponseRedirect(reverse("web:record", args=(record,)))
    context = {
        "record": found,
        "form": form,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*_way_to(found), Crumb(_("Propose a change"))),
    }
    return render(request, "web/releases/propose.html", context, status=422 if form.errors else 200)


@page(RECORD_ANSWER, methods=("POST",))
def answer(request: Call, record: UUID, proposal: UUID) -> HttpResponse:
    """Accept or refuse what another agency proposes."""
    accept = request.POST.get("decision") == "accept"
    asked = asked_for(request)
    try:
        answer_proposal(
            request.actor,
            proposal=proposal,
            accept=accept,
            answer=request.POST.get("answer", ""),
            purpose=asked.get("purpose", ""),
        )
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(
            request, _("Accepted, and told to who proposed it.") if accept else _("Refused, with the reason.")
        )
    return HttpResponseRedirect(reverse("web:record", args=(record,)))


def _purpose(request: Call) -> str:
    return asked_for(request).get("purpose", "")


def _release_form(request: Call, found: RecordView) -> ReleaseForm:
    return ReleaseForm(
        request.POST or None,
        actor=request.actor,
        exercise=found.label.exercise or settings.MINASSA.node.exercise,
        initial=marks_of(found),
    )


def _previewed(request: Call, form: ReleaseForm, record: UUID) -> ReleasePreview | None:
    if not form.is_valid():
        return None
    try:
        return preview_release(
            request.actor, id=record, to=form.cleaned_data["to"], label=form.label(), files=chosen_files(request)
        )
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return None


def _released(request: Call, form: ReleaseForm, shown: ReleasePreview) -> str:
    """Release, or ask a second person; where to go then, or nothing where the form must be mended."""
    to, label, reason = form.cleaned_data["to"], form.label(), form.cleaned_data["reason"].strip()
    files = chosen_files(request)
    version = request.POST.get("version", "")
    if version != str(shown.version):
        form.add_error(None, _("Somebody changed the record meanwhile. Look at the preview again."))
        return ""
    if shown.needs_approval:
        if not reason:
            form.add_error("reason", _("A second person must agree. Write why they should."))
            return ""
        asked = ask_to_release(request.actor, id=shown.record, to=to, label=label, files=files, reason=reason)
        messages.success(request, _("Asked. The record leaves when a second person has agreed and you carry it out."))
        return reverse("web:approval", args=(asked.id,))
    done = release_record(request.actor, id=shown.record, version=shown.version, to=to, label=label, files=files)
    said = ngettext("Released to %(count)s agency.", "Released to %(count)s agencies.", done.agencies)
    if not done.agencies and done.files:
        said = ngettext("%(files)s file follows the record.", "%(files)s files follow the record.", done.files)
    messages.success(request, said % {"count": done.agencies, "files": done.files})
    return reverse("web:record-releases", args=(shown.record,))


def _preview_context(request: Call, record: UUID, shown: ReleasePreview | None) -> dict[str, Any]:
    names = agency_names(request.actor)
    files = shown.files if shown else list_choices(request.actor, about=f"record:{record}")
    choices = choices_of(files, names, chosen_files(request))
    if shown is None:
        return {"shown": None, "files": choices}
    of = schema(shown.schema)
    return {
        "shown": shown,
        "files": choices,
        "schema": of,
        "facts": facts(of, shown.properties),
        "left_out": [
            (str(of.properties[one.property].label), wording.LEFT_OUT_REASONS[one.why]) for one in shown.left_out
        ],
        "narratives": [str(of.properties[one].label) for one in shown.narratives],
        "fresh": sorted(names.get(one, "") for one in shown.fresh),
        "told": sorted(names.get(one, "") for one in shown.holders),
        "purpose": wording.purpose_name(str(shown.content["purpose"])),
        "duties": wording.obligations(shown.obligations),
    }


def _taken_back(actor: Actor, record: UUID, form: WithdrawForm) -> int:
    if form.cleaned_data["urgent"]:
        return recall_record(actor, id=record, agencies=form.chosen, due=form.due)
    return withdraw_record(actor, id=record, reason=form.why, agencies=form.chosen)


def _holding(actor: Actor, record: UUID) -> list[UUID]:
    """The agencies whose latest line is no withdrawal."""
    latest: dict[UUID, Step] = {}
    for one in list_deliveries(actor, stream=stream_of(record)):
        if one.step is not Step.MESSAGE:
            latest.setdefault(one.agency, one.step)
    return [agency for agency, step in latest.items() if step is not Step.WITHDRAW]


def _way_to(found: RecordView) -> tuple[Crumb, ...]:
    return (*WAY, Crumb(caption(found.schema, found.caption), reverse("web:record", args=(found.id,))))
