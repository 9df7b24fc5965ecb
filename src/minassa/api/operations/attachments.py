"""Files: what is attached to a thing, one file as a download, attaching one, taking one back; who has it, withdrawing it, deleting one that was sent."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router, Schema
from pydantic import Field

from minassa import desk as room
from minassa.access import Handling, Tlp, act_named
from minassa.api import faults
from minassa.api.entrances import Call
from minassa.api.pace import TRANSFERS
from minassa.api.policy import declared
from minassa.api.shapes import PLAIN, WHY_CASE, WHY_PURPOSE, Asked, Case, Purpose, Told, exampled
from minassa.api.shapes_of_records import MOST_TOKENS, LabelAsked, Token

ATTACHMENT_LIST = act_named("attachment.list")
ATTACHMENT_READ = act_named("attachment.read")
ATTACHMENT_ADD = act_named("attachment.add")
ATTACHMENT_TAKE_BACK = act_named("attachment.take-back")
ATTACHMENT_WITHDRAW = act_named("attachment.withdraw")
ATTACHMENT_DISCARD = act_named("attachment.discard")
RELEASE_LIST = act_named("release.list")
router = Router(tags=["attachments"])

BYTES: Final = "application/octet-stream"
MOST_BYTES: Final = 50_000_000
"""What the largest setting allows; the node's own limit is asked by the service."""
SANDBOX: Final = "default-src 'none'; sandbox"

_TAKEN_BACK_FOR: Final = ", ".join(one.value for one in room.TAKEN_BACK_FOR)
_DISCARDED_FOR: Final = ", ".join(one.value for one in room.DISCARDED_FOR)

About = Annotated[
    str,
    Query(
        max_length=120,
        pattern=PLAIN,
        description="What the file is about, as kind:key.",
        examples=["record:0199aa00-0000-7000-8000-000000000000"],
    ),
]
StatedPurpose = Annotated[str, Query(max_length=40, description=WHY_PURPOSE, examples=["counter-terrorism"])]
StatedCase = Annotated[str, Query(max_length=80, pattern=PLAIN, description=WHY_CASE, examples=["EX-2026-014"])]


class AttachmentTold(Told):
    """A file without its content. What only the owner agency sees is empty for others."""

    id: UUID
    about: str
    name: str
    format: str = Field(examples=["pdf"])
    size: int
    marks: list[str] = Field(examples=[["TLP:AMBER", "H1"]])
    obligations: list[str]
    mine: bool
    added: datetime
    scan: str = Field(description="none, waiting (quarantine), clean.", examples=["clean"])
    sharing: str = Field(description="plain, stripped, unproven (others do not see it), confirmed.")
    digest: str = Field(description="SHA-256 of the original, for the owner agency.")
    left: list[str] = Field(description="What could not be taken out of the form for others.")
    stays: bool = Field(description="It can tell who a source is, and never leaves its agency.")


class AttachAsked(Schema):
    """About what, under which name and marks."""

    about: str = Field(max_length=120, pattern=PLAIN, examples=["record:0199aa00-0000-7000-8000-000000000000"])
    name: str = Field(min_length=1, max_length=150, pattern=PLAIN, examples=["report.pdf"])
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)
    audience: list[Token] = Field(
        [], max_length=MOST_TOKENS, description="agency:<uuid>, community:<uuid>, user:<uuid>"
    )
    exercise: bool = False
    stays: bool = Field(False, description="It can tell who a source is: nobody but your agency ever reads it.")
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)
    case: str = Field("", max_length=80, pattern=PLAIN, description=WHY_CASE)


class CopyTold(Told):
    """Where a file of your agency stands with one agency to which it was released."""

    agency: UUID
    pieces: int
    arrived: int = Field(description="How many of its pieces have arrived there.")
    released: datetime
    has_it: bool = Field(description="False once it was withdrawn from there.")
    gone_at: datetime | None = Field(description="When the copy there was deleted.")
    gone_for: str = Field(description="Why: withdrawn, or the recipient's reason.")


class FileWithdrawAsked(Asked):
    """From whom a file is withdrawn, and why."""

    model_config = exampled({"reason": "inaccurate"})

    reason: room.FileReason = Field(description=f"One of {_TAKEN_BACK_FOR}.")
    agencies: list[UUID] = Field([], max_length=MOST_TOKENS, description="Empty: all that have it.")
    case: Case = ""


class FileWithdrawnTold(Told):
    """From how many agencies it was withdrawn."""

    agencies: int


class FileDiscardAsked(Asked):
    """Why your agency deletes a file that it was sent; the owner is told."""

    model_config = exampled({"reason": "not-needed"})

    reason: room.FileReason = Field(description=f"One of {_DISCARDED_FOR}.")
    purpose: Purpose = ""
    case: Case = ""


_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "The file as it is; at most what the node's settings allow (20 MB by default).",
        "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILE: Final = {
    "responses": {
        "200": {
            "description": "The file.",
            "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("/attachments", **declared(ATTACHMENT_LIST, list[AttachmentTold], refusals=(404,)))
def list_attachments(request: Call, about: About, purpose: StatedPurpose = "") -> list[dict[str, Any]]:
    """The files about a thing that you may see, the latest first."""
    return [told(one) for one in room.list_attachments(request.auth, about=about, purpose=purpose)]


@router.post(
    "/attachments",
    **declared(ATTACHMENT_ADD, AttachmentTold, status=201, refusals=(404,), pace=TRANSFERS, extra=_BODY),
)
def add_attachment(request: Call, stated: Query[AttachAsked]) -> dict[str, Any]:
    """Attach a file of your agency. It is checked whole; nothing is kept of one that is refused or did not arrive whole."""
    content = _whole(request)
    given = stated.dict()
    label = LabelAsked(**{name: given[name] for name in ("tlp", "handling", "audience", "exercise")})
    made = room.attach(
        request.auth,
        about=stated.about,
        label=label.label(request.auth),
        name=stated.name,
        content=content,
        stays=stated.stays,
        purpose=stated.purpose,
        case=stated.case,
    )
    return told(made)


def _whole(request: HttpRequest) -> bytes:
    """The whole body. A server hands a body that was cut off on as if it were complete."""
    content = request.read()
    if len(content) != int(request.META.get("CONTENT_LENGTH") or 0):
        raise faults.Unread(faults.CUT_OFF)
    return content


@router.get("/attachments/{uuid:id}/file", **declared(ATTACHMENT_READ, None, refusals=(404, 409), extra=_FILE))
def read_attachment(
    request: Call,
    id: UUID,  # noqa: A002 - the word that every room uses
    original: bool = False,  # noqa: FBT001, FBT002 - a word of the address
    purpose: StatedPurpose = "",
    case: StatedCase = "",
) -> HttpResponse:
    """One file as a download: without metadata, or for its owner agency as it came (`original`)."""
    found = room.read_attachment(request.auth, id=id, original=original, purpose=purpose, case=case)
    response = HttpResponse(found.content, content_type=BYTES)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.view.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@router.delete("/attachments/{uuid:id}", **declared(ATTACHMENT_TAKE_BACK, None, status=204, refusals=(404,)))
def take_back_attachment(request: Call, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Delete a file that you have attached within the last day. Later it needs a second person, on the pages."""
    room.delete_attachment(request.auth, id=id)


@router.get("/attachments/{uuid:id}/copies", **declared(RELEASE_LIST, list[CopyTold], refusals=(404,)))
def list_copies(request: Call, id: UUID) -> list[dict[str, Any]]:  # noqa: A002 - the word that every room uses
    """The agencies to which a file of your agency was released, each with where it stands."""
    names = ("agency", "pieces", "arrived", "released", "has_it", "gone_at", "gone_for")
    return [{name: getattr(one, name) for name in names} for one in room.file_copies(request.auth, id=id)]


@router.post("/attachments/{uuid:id}/withdraw", **declared(ATTACHMENT_WITHDRAW, FileWithdrawnTold, refusals=(404, 409)))
def withdraw_file(request: Call, id: UUID, asked: FileWithdrawAsked) -> dict[str, int]:  # noqa: A002 - the word that every room uses
    """Withdraw a file of your agency from those who have it. The file itself, and what it is attached to, stay."""
    whom = asked.agencies or None
    return {"agencies": room.withdraw_file(request.auth, id=id, reason=asked.reason, agencies=whom, case=asked.case)}


@router.post("/attachments/{uuid:id}/discard", **declared(ATTACHMENT_DISCARD, None, status=204, refusals=(404, 409)))
def discard_file(request: Call, id: UUID, asked: FileDiscardAsked) -> None:  # noqa: A002 - the word that every room uses
    """Delete, for your agency, a file that another agency sent."""
    room.discard_file(request.auth, id=id, reason=asked.reason, purpose=asked.purpose, case=asked.case)


def told(view: room.AttachmentView) -> dict[str, Any]:
    """A file as the API tells it."""
    plain = ("id", "about", "name", "size", "obligations", "mine", "added", "digest", "left", "stays")
    return {
        **{name: getattr(view, name) for name in plain},
        "marks": list(view.marks),
        "format": view.format.value,
        "scan": view.scan.value,
        "sharing": view.sharing.value,
    }
