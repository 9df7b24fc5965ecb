"""Files: attaching, downloading, confirming that one may leave as it is, taking back, asking for deletion."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from minassa.access import list_people
from minassa.access.acts import RELEASE_LIST
from minassa.base import Conflict, Invalid
from minassa.desk import (
    AttachmentView,
    Scan,
    ask_to_delete_attachment,
    attach,
    confirm_attachment,
    delete_attachment,
    discard_file,
    file_copies,
    list_choices,
    read_attachment,
    replace_file,
    thing_label,
    view_attachment,
    withdraw_file,
)
from minassa.desk.acts import (
    ATTACHMENT_ADD,
    ATTACHMENT_CONFIRM,
    ATTACHMENT_DELETE,
    ATTACHMENT_DISCARD,
    ATTACHMENT_LIST,
    ATTACHMENT_READ,
    ATTACHMENT_REPLACE,
    ATTACHMENT_TAKE_BACK,
    ATTACHMENT_WITHDRAW,
)
from minassa.web.asked import asked_for
from minassa.web.attachments import line_of
from minassa.web.faults import CUT_OFF
from minassa.web.forms.attachment import (
    AttachmentDeletionForm,
    AttachmentForm,
    FileDiscardForm,
    FileReplacementForm,
    FileWithdrawalForm,
)
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import agency_names
from minassa.web.ways import way_back, way_to
from minassa.web.wording import LEFT_IN, delivery_state, withdrawal_reason

_WAY: Final = (Crumb(gettext_lazy("My work"), "/"),)
# A download is nothing that a browser shows: no type to guess, no origin to run in.
_SANDBOX: Final = "default-src 'none'; sandbox"


@page(ATTACHMENT_ADD, methods=("POST",))
def add(request: Call) -> HttpResponse:
    """Attach a file, and go back to the page of the thing. The form's last field shows that all before it has arrived."""
    about = request.POST.get("about", "")
    purpose = asked_for(request).get("purpose", "")
    of = thing_label(request.actor, about=about, purpose=purpose)
    if request.POST.get("whole") != "1":
        raise Invalid(CUT_OFF)
    form = AttachmentForm(request.POST, request.FILES, of=of)
    if form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            made = _attach(request, about, form, file, purpose)
        except (Invalid, Conflict) as fault:
            form.add_error("file", str(fault))
        else:
            messages.success(request, _said(made))
            return HttpResponseRedirect(way_back(request, otherwise=way_to(about) or reverse("web:home")))
    context = {"about": about, "form": form, "back": way_to(about), "crumbs": (*_WAY, Crumb(_("Attach a file")))}
    return render(request, "web/attachments/add.html", context, status=422)


def _attach(request: Call, about: str, form: AttachmentForm, file: UploadedFile[Any], purpose: str) -> AttachmentView:
    return attach(
        request.actor,
        about=about,
        label=form.label(request.actor),
        name=file.name or "",
        content=file.read(),
        stays=form.cleaned_data["stays"],
        purpose=purpose,
        case=asked_for(request).get("case", ""),
    )


def _said(made: AttachmentView) -> str:
    if made.scan is Scan.WAITING:
        return _("The file is attached. It waits in quarantine until the virus scanner has looked at it.")
    if made.left:
        return _("The file is attached. Others do not see it before somebody has confirmed that it may leave as it is.")
    return _("The file is attached.")


@page(ATTACHMENT_LIST)
def attachment(request: Call, attachment: UUID) -> HttpResponse:
    """One file: what it is about, under which marks, what others get of it."""
    return _page(request, attachment, {})


def _page(request: Call, attachment: UUID, sent: Mapping[str, Form]) -> HttpResponse:
    """The page; `sent` are the forms that came back with something wrong in them."""
    found = view_attachment(request.actor, id=attachment, purpose=asked_for(request).get("purpose", ""))
    names = {one.id: one.name for one in list_people(request.actor)} if found.mine else {}
    agencies = agency_names(request.actor)
    form = sent.get("delete", AttachmentDeletionForm())
    context: dict[str, Any] = {
        **_travelling(request, found, agencies, sent),
        "line": line_of(
            found, names.get(found.added_by, "") if found.added_by else "", agencies.get(found.label.owner, "")
        ),
        "left": [LEFT_IN[word] for word in found.left if word in LEFT_IN],
        "about": way_to(found.about),
        "form": form,
        "may_confirm": found.mine and may(request.actor, ATTACHMENT_CONFIRM),
        "may_take_back": found.added_by == request.actor.user_id and may(request.actor, ATTACHMENT_TAKE_BACK),
        "may_delete": found.mine and may(request.actor, ATTACHMENT_DELETE),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*_WAY, Crumb(_("What it is about"), way_to(found.about)), Crumb(found.name)),
    }
    status = 422 if any(one.errors for one in sent.values()) else 200
    return render(request, "web/attachments/attachment.html", context, status=status)


def _travelling(
    request: Call, found: AttachmentView, agencies: dict[UUID, str], sent: Mapping[str, Form]
) -> dict[str, Any]:
    """Who has the file, and what this person may do about that."""
    if not found.mine:
        discards = may(request.actor, ATTACHMENT_DISCARD)
        return {"discard_form": sent.get("discard", FileDiscardForm()) if discards else None}
    copies = file_copies(request.actor, id=found.id) if may(request.actor, RELEASE_LIST) else ()
    having = [(str(one.agency), agencies.get(one.agency, "")) for one in copies if one.has_it]
    others = [(str(one.id), one.name) for one in list_choices(request.actor, about=found.about) if one.stays is None]
    others = [one for one in others if one[0] != str(found.id)]
    may_withdraw = bool(having) and may(request.actor, ATTACHMENT_WITHDRAW)
    may_replace = bool(having and others) and may(request.actor, ATTACHMENT_REPLACE)
    initial = {"agencies": [key for key, _name in having]}
    return {
        "copies": [
            (agencies.get(one.agency, ""), one, delivery_state(one.delivery), withdrawal_reason(one.gone_for))
            for one in copies
        ],
        "withdraw_form": sent.get("withdraw", FileWithdrawalForm(holders=having, initial=initial))
        if may_withdraw
        else None,
        "replace_form": sent.get("replace", FileReplacementForm(files=others)) if may_replace else None,
    }


@page(ATTACHMENT_WITHDRAW, methods=("POST",))
def withdraw(request: Call, attachment: UUID) -> HttpResponse:
    """Withdraw a file from agencies that have it."""
    names = agency_names(request.actor)
    having = [(str(one.agency), names.get(one.agency, "")) for one in file_copies(request.actor, id=attachment)]
    form = FileWithdrawalForm(request.POST, holders=having)
    if not form.is_valid():
        return _page(request, attachment, {"withdraw": form})
    try:
        count = withdraw_file(request.actor, id=attachment, reason=form.why, agencies=form.chosen)
    except Invalid as fault:
        form.add_error(None, str(fault))
        return _page(request, attachment, {"withdraw": form})
    said = ngettext("Withdrawn from %(count)s agency.", "Withdrawn from %(count)s agencies.", count)
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("web:attachment", args=(attachment,)))


@page(ATTACHMENT_REPLACE, methods=("POST",))
def replace(request: Call, attachment: UUID) -> HttpResponse:
    """Give all who have a file another one in its place."""
    found = view_attachment(request.actor, id=attachment)
    others = [(str(one.id), one.name) for one in list_choices(request.actor, about=found.about)]
    form = FileReplacementForm(request.POST, files=others)
    if not form.is_valid():
        return _page(request, attachment, {"replace": form})
    try:
        replace_file(request.actor, id=attachment, by=form.file)
    except Invalid as fault:
        form.add_error(None, str(fault))
        return _page(request, attachment, {"replace": form})
    messages.success(request, _("The other file is on its way, and this one is withdrawn."))
    return HttpResponseRedirect(reverse("web:attachment", args=(form.file,)))


@page(ATTACHMENT_DISCARD, methods=("POST",))
def discard(request: Call, attachment: UUID) -> HttpResponse:
    """Delete for the own agency a file that another one sent."""
    asked = asked_for(request)
    about = view_attachment(request.actor, id=attachment, purpose=asked.get("purpose", "")).about
    form = FileDiscardForm(request.POST)
    if not form.is_valid():
        return _page(request, attachment, {"discard": form})
    discard_file(
        request.actor,
        id=attachment,
        reason=form.why,
        purpose=asked.get("purpose", ""),
        case=asked.get("case", ""),
    )
    messages.success(request, _("The file is deleted for your agency. The owner agency is told."))
    return HttpResponseRedirect(way_to(about) or reverse("web:home"))


@page(ATTACHMENT_READ)
def file(request: Call, attachment: UUID) -> HttpResponse:
    """The file as a download, whole or not at all: without metadata, or for the owner's people as it came."""
    asked = asked_for(request)
    found = read_attachment(
        request.actor,
        id=attachment,
        original="original" in request.GET,
        purpose=asked.get("purpose", ""),
        case=asked.get("case", ""),
    )
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.view.name)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page(ATTACHMENT_CONFIRM, methods=("POST",))
def confirm(request: Call, attachment: UUID) -> HttpResponse:
    """Confirm that a file may go to others with what could not be taken out of it."""
    confirm_attachment(request.actor, id=attachment)
    messages.success(request, _("Confirmed. Others whom its marks allow can read it now."))
    return HttpResponseRedirect(reverse("web:attachment", args=(attachment,)))


@page(ATTACHMENT_TAKE_BACK, methods=("POST",))
def take_back(request: Call, attachment: UUID) -> HttpResponse:
    """Delete a file that one has just attached."""
    about = view_attachment(request.actor, id=attachment).about
    delete_attachment(request.actor, id=attachment)
    messages.success(request, _("The file is taken back and deleted."))
    return HttpResponseRedirect(way_to(about) or reverse("web:home"))


@page(ATTACHMENT_DELETE, methods=("POST",))
def ask_to_delete(request: Call, attachment: UUID) -> HttpResponse:
    """Ask a second person to agree that a file is deleted for good (S16)."""
    form = AttachmentDeletionForm(request.POST)
    if not form.is_valid():
        return _page(request, attachment, {"delete": form})
    asked = ask_to_delete_attachment(request.actor, id=attachment, reason=form.cleaned_data["reason"])
    messages.success(request, _("Asked. The file is deleted when a second person has agreed and you carry it out."))
    return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))
