"""The threshold: what is checked of every request before an operation sees it, and mended of every answer afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import unquote_to_bytes

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed

from minassa.api import faults
from minassa.api.policy import PUBLIC
from minassa.api.problems import problem
from minassa.base import Fault, NotFound

View = Callable[..., HttpResponseBase]
JSON: Final = "application/json"


def over_threshold(view: View, media_types: tuple[str, ...], most: int) -> View:
    """A view of ninja's behind our checks: its body is of one of these types and has at most so many bytes.

    It stays exempt from Django's form token, because `entrances.Session` asks for it.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            _refuse_unreadable(request, media_types, most)
            response = view(request, *args, **kwargs)
        except Fault as fault:
            response = problem(fault)
        except Http404:
            response = problem(NotFound(faults.NO_ADDRESS))
        return _mended(request, response)

    cast("Any", checked).csrf_exempt = True
    # A session that lacks a factor is sent to a page elsewhere; here it has no actor, and is told 401.
    cast("Any", checked).policy = PUBLIC
    return checked


def _refuse_unreadable(request: HttpRequest, media_types: tuple[str, ...], most: int) -> None:
    if b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")) or "\0" in request.path:
        raise faults.Unread(faults.CONTROL_CHARACTER)
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise faults.LengthNeeded(faults.NO_LENGTH)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > most:
        raise faults.TooLarge(faults.TOO_LARGE, most=most)
    if int(length) and request.content_type not in media_types:
        raise faults.WrongType(faults.WRONG_TYPE, expected=" / ".join(media_types))


def _mended(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponseNotAllowed):
        allowed = response.headers["Allow"]
        response = problem(faults.WrongMethod(faults.NO_METHOD, method=request.method, allowed=allowed))
        response.headers["Allow"] = allowed
    response.headers["Cache-Control"] = "no-store"
    return response


def no_address(request: HttpRequest) -> HttpResponse:
    """404 for every other address below the API's."""
    del request
    response = problem(NotFound(faults.NO_ADDRESS))
    response.headers["Cache-Control"] = "no-store"
    return response


cast("Any", no_address).csrf_exempt = True
cast("Any", no_address).policy = PUBLIC
