"""The part of a page that shows what is attached to a thing, and lets its owner's people attach more.

A page puts `attached_to(...)` into its context as `attached` and includes "web/parts/attachments.html".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from minassa.access import Actor, Label, list_agencies, list_people
from minassa.base import Invalid
from minassa.desk import AttachmentView, FileChoice, Scan, Sharing, list_attachments
from minassa.desk.acts import ATTACHMENT_ADD
from minassa.web.forms.attachment import AttachmentForm
from minassa.web.rights import may
from minassa.web.wording import LEFT_IN, SCANS, SHARINGS, STAYS


@dataclass(frozen=True, slots=True)
class Line:
    """One file with the words about it: who attached it (own agency's), whose it is (others'), whether it was scanned and stripped."""

    file: AttachmentView
    who: str
    scan: str
    sharing: str
    waits: bool
    unproven: bool
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a thing, the form to attach more where this person may, and who reads what is attached."""

    about: str
    lines: tuple[Line, ...]
    form: AttachmentForm | None
    hint: str = ""


def attached_to(actor: Actor, about: str, *, label: Label | None, purpose: str = "", hint: str = "") -> Attached:
    """What is attached to the thing that `about` names; `label` is its label where this person may attach more to it."""
    found = list_attachments(actor, about=about, purpose=purpose)
    names = {one.id: one.name for one in list_people(actor)} if any(one.mine for one in found) else {}
    owners = {one.id: one.name for one in list_agencies(actor)} if not all(one.mine for one in found) else {}
    lines = tuple(
        line_of(one, names.get(one.added_by, "") if one.added_by else "", owners.get(one.label.owner, ""))
        for one in found
    )
    form = AttachmentForm(of=label) if label is not None and may(actor, ATTACHMENT_ADD) else None
    return Attached(about, lines, form, hint)


def line_of(one: AttachmentView, who: str = "", owner: str = "") -> Line:
    """A file with the words about it."""
    unproven = one.sharing is Sharing.UNPROVEN
    shown = "" if one.mine else owner
    return Line(one, who, str(SCANS[one.scan]), str(SHARINGS[one.sharing]), one.scan is Scan.WAITING, unproven, shown)


@dataclass(frozen=True, slots=True)
class Choice:
    """A file that can be chosen for a release: what others get of it, to whom it is new, or why it stays."""

    file: FileChoice
    sharing: str
    left: tuple[str, ...]
    fresh: tuple[str, ...]
    stays: str
    chosen: bool


def choices_of(files: Iterable[FileChoice], names: dict[UUID, str], chosen: Iterable[UUID] = ()) -> list[Choice]:
    """Files as a form offers them: none is chosen that was not."""
    wanted = frozenset(chosen)
    return [
        Choice(
            one,
            str(SHARINGS[one.sharing]),
            tuple(str(LEFT_IN[word]) for word in one.left if word in LEFT_IN),
            tuple(sorted(names.get(agency, "") for agency in one.fresh)),
            str(STAYS[one.stays]) if one.stays else "",
            one.stays is None and (one.chosen or one.id in wanted),
        )
        for one in files
    ]


def files_sent(request: HttpRequest, send: Callable[..., int]) -> None:
    """Let the chosen files follow what others have already, and say how it went."""
    try:
        count = send(files=chosen_files(request))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        said = ngettext("%(count)s file is on its way.", "%(count)s files are on their way.", count)
        messages.success(request, said % {"count": count})


def chosen_files(request: HttpRequest) -> tuple[UUID, ...]:
    """The files that a form names; what is no id is left out, what is no file of the thing is refused by the service."""
    found = []
    for one in request.POST.getlist("files"):
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return tuple(found)
