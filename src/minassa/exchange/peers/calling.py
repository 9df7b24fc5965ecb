"""Speaking to another node: one signed request, one signed answer that belongs to it."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from django.conf import settings

from minassa.base import Fault, PeerFault, now
from minassa.base.fetch import Answer, send
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import NodeEntry, Use
from minassa.exchange.peers.membership import joined_directory, own_keys, usable_key
from minassa.exchange.peers.signatures import check_answer, sign_request
from minassa.exchange.peers.standing import note_reached

ENVELOPES: Final = "/peer/v1/envelopes"
WAITING: Final = "/peer/v1/waiting"
CARD: Final = "/peer/v1/card"
HEAD: Final = "/peer/v1/head"
JSON: Final = "application/json"
ANSWER_WITHIN: Final = 40
MOST_ANSWER_MEGABYTES: Final = 32


def call(node: NodeEntry, path: str, body: bytes) -> Answer:
    """Post to a node and give its answer, once it is known to be its own. Raises PeerFault, also for a refusal."""
    if not node.address:
        raise PeerFault(faults.NO_WAY)
    url = node.address + path
    headers = _signed(url, body)
    answer = send("POST", url, body=body, headers=headers, limits=_limits(), hosts=[urlsplit(url).netloc])
    _refuse_strangers(node, answer, headers["Signature"])
    if answer.status >= 400:
        raise PeerFault(faults.ANSWERED, answer=_code_of(answer))
    note_reached(node.id)
    return answer


def _signed(url: str, body: bytes) -> dict[str, str]:
    own, at = own_keys(), now()
    # A key that the directory does not list yet is refused by the others, with a code that says so.
    key = usable_key(joined_directory().directory, own, at) or own.newest(Use.SIGNING)
    content = {"Content-Type": JSON}
    return sign_request(method="POST", url=url, body=body, headers=content, key=own.signing(key), at=at)


def _limits() -> Any:  # noqa: ANN401 - the settings' own section
    return replace(settings.MINASSA.fetch, seconds=ANSWER_WITHIN, megabytes=MOST_ANSWER_MEGABYTES)


def _refuse_strangers(node: NodeEntry, answer: Answer, request_signature: str) -> None:
    at = now()
    keys = {one.id: one.public for one in node.keys_at(Use.SIGNING, at)}
    try:
        check_answer(
            status=answer.status,
            body=answer.body,
            headers=answer.headers,
            request_signature=request_signature,
            key_of=keys.get,
            at=at,
        )
    except Fault as fault:
        if fault.code == faults.CLOCK:  # whichever of the two clocks is wrong, this says what to do
            raise PeerFault(faults.CLOCK, **fault.params) from fault
        raise PeerFault(faults.ANSWER_WRONG) from fault


def _code_of(answer: Answer) -> str:
    """The code of a refusal, as far as it is one of ours."""
    try:
        told = str(orjson.loads(answer.body)["type"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status)
    code = told.removeprefix("urn:minassa:fault:")
    return code if code.replace(".", "").replace("-", "").isalnum() and len(code) <= 60 and code.isascii() else "?"
