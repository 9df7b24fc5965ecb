"""What every TAXII address shares: who calls, in what form, how often, and how faults are told."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from minassa.access import Act, Actor, actor_of_token
from minassa.api import faults
from minassa.api.pace import Pace, keep
from minassa.api.taxii.errors import NO_ADDRESS, NOT_ACCEPTABLE, NotAcceptable, told, told_bug
from minassa.api.taxii.media import TAXII, accepts, is_envelope
from minassa.api.watch import note_wrong_token
from minassa.base import Fault, NotFound, Refused
from minassa.safeguards import hold_back

PACE: Final = Pace("taxii", person=600, agency=3000)
LARGEST_BODY: Final = 20_000_000
PURPOSE_HEADER: Final = "X-Minassa-Purpose"
_READS: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, through what request, and for what purpose: the header's, else that which the node is set up for."""

    request: HttpRequest
    actor: Actor
    purpose: str


Handler: TypeAlias = Callable[..., HttpResponse]


def endpoint(policy: Act, **handlers: Handler) -> Callable[..., HttpResponseBase]:
    """The view of one address: a handler for each method, `GET=...`; without any, it says that there is no such address.

    A handler takes the Caller and the address's own parts. The act's service decides; the policy here is what the tests and
    the documents read.
    """

    def view(request: HttpRequest, **parts: object) -> HttpResponse:
        try:
            return _answered(request, handlers, parts)
        except Fault as fault:
            response = told(fault)
            if isinstance(fault, faults.WrongMethod):
                response.headers["Allow"] = ", ".join(sorted(handlers))
            return response
        except Exception as error:  # noqa: BLE001 - a bug is told in TAXII's shape too, and logged with its trace
            return told_bug(error)

    cast("Any", view).policy = policy
    cast("Any", view).csrf_exempt = True  # tokens only: a browser's session counts for nothing here
    return view


def _answered(request: HttpRequest, handlers: dict[str, Handler], parts: dict[str, object]) -> HttpResponse:
    _refuse_unreadable(request)
    caller = Caller(request, _actor(request), request.headers.get(PURPOSE_HEADER, "") or _node_purpose())
    keep(PACE, caller.actor)
    hold_back(caller.actor)
    if not handlers:
        raise NotFound(NO_ADDRESS)
    handler = handlers.get("GET" if request.method == "HEAD" else request.method or "")
    if handler is None:
        raise faults.WrongMethod(faults.NO_METHOD, method=request.method, allowed=", ".join(sorted(handlers)))
    if not accepts(request.headers.get("Accept", "")):
        raise NotAcceptable(NOT_ACCEPTABLE)
    if request.method == "POST":
        _refuse_body(request)
    return handler(caller, **parts)


def _node_purpose() -> str:
    return str(settings.MINASSA.node.purpose)


def _refuse_unreadable(request: HttpRequest) -> None:
    if b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")) or "\0" in request.path:
        raise faults.Unread(faults.CONTROL_CHARACTER)


def _actor(request: HttpRequest) -> Actor:
    """The actor of the token in the request: `Bearer`, `Token` as OASIS' client has it, or the password of `Basic`.

    The name of `Basic` does not matter. A token is looked up by its digest; there is no password to hash.
    """
    token = _token(request.headers.get("Authorization", ""))
    if not token:
        raise faults.LoginNeeded(faults.LOGIN_NEEDED)
    try:
        return actor_of_token(token)
    except Refused as refused:
        note_wrong_token(request, refused.code)
        raise faults.LoginNeeded(refused.code, **refused.params) from None


def _token(header: str) -> str:
    scheme, _space, given = header.partition(" ")
    if scheme.lower() in {"bearer", "token"}:
        return given.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        pair = base64.b64decode(given.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return pair.partition(":")[2]


def _refuse_body(request: HttpRequest) -> None:
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise faults.LengthNeeded(faults.NO_LENGTH)
    if not is_envelope(request.headers.get("Content-Type", "")):
        raise faults.WrongType(faults.WRONG_TYPE, expected=TAXII)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise faults.TooLarge(faults.TOO_LARGE, most=LARGEST_BODY)
