"""The frame of every request of another node: its size, who it is, its pace, faults as problems, and the answer's signature."""

import logging
import math
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from minassa import exchange
from minassa.access import database_faults
from minassa.api import faults
from minassa.api.policy import PUBLIC
from minassa.api.problems import problem
from minassa.api.watch import source_of
from minassa.base import Fault, Unavailable, now
from minassa.safeguards import hold_back_who

log = logging.getLogger(__name__)

MOST_BYTES: Final = 24_000_000
MINUTE: Final = 60
MOST_A_MINUTE: Final = 240
MOST_BYTES_A_MINUTE: Final = 120_000_000
MOST_STRANGERS_A_MINUTE: Final = 60
"""Requests from one address whose sender could not be shown: beyond that nothing more of it is verified."""

Work = Callable[[bytes, exchange.PeerCaller], tuple[int, bytes]]


def for_nodes(work: Work) -> Callable[[HttpRequest], HttpResponse]:
    """A view for other nodes: `work` gets the body and its sender, and gives a status and the body of the answer."""

    @wraps(work)
    def view(request: HttpRequest) -> HttpResponse:
        node: UUID | None = None
        try:
            body = _read(request)
            with database_faults():
                caller = _heard(request, body)
                node = caller.node.id
                _keep_pace(node, len(body))
                hold_back_who(f"peer:{node}")
                response = _plain(*work(body, caller))
        except Fault as fault:
            _note(fault, request, node)
            response = problem(fault)
        except Exception as bug:
            reference = secrets.token_hex(4)
            log.exception("bug %s", reference, exc_info=bug)
            response = problem(faults.OurFault(faults.OUR_FAULT), reference=reference)
        return _signed(request, response)

    marked = cast("Any", view)
    marked.csrf_exempt = True  # there is no session that somebody else's page could ride on
    marked.policy = PUBLIC
    return view


def _note(fault: Fault, request: HttpRequest, node: UUID | None) -> None:
    """Write a refusal down; that this node is not ready is not the other one's doing, and there may be no room to write it."""
    if isinstance(fault, Unavailable):
        log.warning("a node's request cannot be taken now: %s", fault.code)
        return
    exchange.note_peer_refusal(code=fault.code, source=source_of(request), node=node)


def _plain(status: int, body: bytes) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")


def _read(request: HttpRequest) -> bytes:
    """The body, which says how long it is, within the limit; Django's own limit is for forms."""
    if request.method != "POST":
        raise faults.WrongMethod(faults.NO_METHOD, method=request.method, allowed="POST")
    length = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META or not length.isdigit():
        raise faults.LengthNeeded(faults.NO_LENGTH)
    if int(length) > MOST_BYTES:
        raise faults.TooLarge(faults.TOO_LARGE, most=MOST_BYTES)
    _refuse_insistent_strangers(request)
    return request.read(int(length))


def _heard(request: HttpRequest, body: bytes) -> exchange.PeerCaller:
    headers = {name: request.headers[name] for name in exchange.SIGNED_FIELDS if name in request.headers}
    path = request.path + (f"?{query}" if (query := request.META.get("QUERY_STRING")) else "")
    try:
        return exchange.hear_peer(method="POST", path=path, body=body, headers=headers)
    except exchange.UnknownPeer:
        _count(f"stranger:{source_of(request)}", 1)
        raise


def _refuse_insistent_strangers(request: HttpRequest) -> None:
    if cache.get(_key(f"stranger:{source_of(request)}"), 0) >= MOST_STRANGERS_A_MINUTE:
        raise faults.TooMany(faults.TOO_MANY, seconds=MINUTE)


def _keep_pace(node: UUID, size: int) -> None:
    count, total = _count(f"count:{node}", 1), _count(f"bytes:{node}", size)
    if count > MOST_A_MINUTE or total > MOST_BYTES_A_MINUTE:
        raise faults.TooMany(faults.TOO_MANY, seconds=MINUTE)


def _count(what: str, more: int) -> int:
    key = _key(what)
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return int(cache.incr(key, more))
    except ValueError:  # it expired in between
        return more


def _key(what: str) -> str:
    return f"peers:{what}:{math.floor(now().timestamp() / MINUTE)}"


def _signed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Sign the answer to a request that bears a signature; to a stranger's there is nothing to bind it to."""
    response.headers["Cache-Control"] = "no-store"
    given = request.headers.get("Signature", "")
    for name, value in exchange.sign_answer_to(given, status=response.status_code, body=response.content).items():
        response.headers[name] = value
    return response
