"""Signing the authentic texts: with this node's key, with one's passkey, or with a key that is kept elsewhere; and what is public of it."""

from base64 import b64decode, urlsafe_b64encode
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import LANGUAGES, Conflict, Invalid
from minassa.meetings import SigningView, Site
from minassa.meetings.acts import TEXT_MOVE_ON, TEXT_READ, TEXT_SIGN
from minassa.web.faults import BAD_REQUEST
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import PUBLIC, Ask, Call, page
from minassa.web.views.texts.shown import NAMES, text_context, way_to_text
from minassa.web.views.texts.writing import done

LARGEST: Final = 16_384
"""Bytes of a signature, or of a certificate."""
_WAIT_MS: Final = 120_000


@page(TEXT_READ)
def signing(request: Call, text_id: UUID) -> HttpResponse:
    """What is signed, and three ways to sign it."""
    found = meetings.read_signing(request.actor, id=text_id)
    context = text_context(request, found.text) | {
        "found": found,
        "digests": [(code, NAMES[code], found.digests[code]) for code in LANGUAGES],
        "options": _options(request, found),
        "handling": handled([(found.text.marks, found.text.obligations)]),
        "crumbs": way_to_text(found.text, last=Crumb(_("Signature"))),
    }
    return render(request, "web/texts/signing.html", context)


def _options(request: HttpRequest, found: SigningView) -> dict[str, Any]:
    """What the page asks of the browser: an answer of one of these passkeys to the digest of what is signed."""
    known = [{"type": "public-key", "id": _base64(one)} for one in found.passkeys]
    asked = {
        "challenge": _base64(found.challenge),
        "rpId": site_of(request).host,
        "allowCredentials": known,
        "userVerification": "required",
        "timeout": _WAIT_MS,
    }
    return {"request_options": {"publicKey": asked}}


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def site_of(request: HttpRequest) -> Site:
    """Where this node is asked: its host without the port, as passkeys know it, and the page's origin."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return Site(urlsplit(origin).hostname or "", origin)


@page(TEXT_READ)
def message(request: Call, text_id: UUID) -> HttpResponse:
    """The exact bytes that one's agency signs, as a file."""
    content = meetings.read_message(request.actor, declaration=text_id)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="to-sign.bin") or ""
    return answer


@page(TEXT_SIGN, methods=("POST",))
def sign(request: Call, text_id: UUID) -> HttpResponse:
    """Sign the authentic texts for one's agency with this node's key, after a fresh second factor."""
    return _signed(request, text_id, lambda: meetings.sign_text(request.actor, declaration=text_id))


@page(TEXT_SIGN, methods=("POST",))
def sign_by_passkey(request: Call, text_id: UUID) -> HttpResponse:
    """Sign with the answer that one's passkey gave on the page."""
    try:
        assertion = meetings.assertion_of(request.POST.get("credential", ""))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    return _signed(
        request,
        text_id,
        lambda: meetings.sign_by_passkey(
            request.actor, declaration=text_id, assertion=assertion, site=site_of(request)
        ),
    )


@page(TEXT_SIGN, methods=("POST",))
def sign_elsewhere(request: Call, text_id: UUID) -> HttpResponse:
    """Take a signature that was made elsewhere, with its certificate, or without one where the directory has the agency's key."""
    signature, certificate = (_sent(request, one) for one in ("signature", "certificate"))
    if not signature:
        messages.error(request, _("Choose the file with the signature."))
        return HttpResponseRedirect(reverse("web:text-signing", args=(text_id,)))
    made = _plain(signature)
    if certificate:
        return _signed(
            request,
            text_id,
            lambda: meetings.sign_elsewhere(
                request.actor, declaration=text_id, signature=made, certificate=certificate
            ),
        )
    return _signed(request, text_id, lambda: meetings.sign_text(request.actor, declaration=text_id, signature=made))


def _sent(request: Call, name: str) -> bytes:
    """A small file of the form; empty where none was chosen. Raises Invalid for a large one."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        return b""
    if (sent.size or 0) > LARGEST:
        raise Invalid(BAD_REQUEST)
    return bytes(sent.read(LARGEST))


def _plain(signature: bytes) -> bytes:
    """A signature's bytes, also where a program wrote them as base64."""
    try:
        return b64decode(b"".join(signature.split()), validate=True)
    except ValueError:
        return signature


def _signed(request: Call, text_id: UUID, act: Any) -> HttpResponse:  # noqa: ANN401 - whichever way of signing
    """Sign and say so on the page of signatures; what went wrong is said where one signs."""
    try:
        act()
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("web:text-signing", args=(text_id,)))
    messages.success(request, _("Your agency has signed."))
    return HttpResponseRedirect(reverse("web:text-record", args=(text_id,)))


@page(TEXT_MOVE_ON, methods=("POST",))
def confirm(request: Call, text_id: UUID) -> HttpResponse:
    """Say that a certificate is the agency's own, or take the signature away."""
    is_theirs = request.POST.get("do") == "confirm"
    try:
        agency = UUID(request.POST.get("agency", ""))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    said = _("The certificate is confirmed.") if is_theirs else _("The signature is taken away.")
    return done(
        request,
        text_id,
        lambda: meetings.confirm_signature(request.actor, declaration=text_id, agency=agency, is_theirs=is_theirs),
        said,
    )


@page(PUBLIC)
def proof(_request: Ask, text_id: UUID) -> HttpResponse:
    """Everything that it takes to verify the published signatures, as JSON: authentic texts, digests, signatures with their proofs."""
    return HttpResponse(proof_of(text_id), content_type="application/json")


def proof_of(declaration: UUID) -> bytes:
    """The same, as bytes."""
    one = meetings.published_text(declaration=declaration, language="en")
    content = {
        "declaration": str(one.declaration),
        "version": one.version,
        "exercise": one.exercise,
        "sample": one.is_sample,
        "texts": one.contents,
        "digests": one.digests,
        "signatures": one.signatures,
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)
