"""What a message of a request carries between agencies: its JSON, both ways. Whatever a peer sends is read here or nowhere.

    {"event": "ask", "thread": uuid, "to": uuid, "title": ..., "text": ..., "urgency": ..., "purpose": ...,
     "legal_basis": ..., "case": ..., "about": uuid or null, "care": {...}}
    {"event": "refuse", "thread": uuid, "to": uuid, "text": ..., "reason": "legal-bar"}

A request for assistance and a training have two fields more, "kind" and "terms"; what follows is in `requests/terms.py`:

    {"event": "offer", …, "text": ..., "care": {...} or null, "tender": {...}}
    {"event": "nominate", …, "text": ..., "care": {...} or null, "nominees": [{"function": ..., "name": ...}, …]}
    {"event": "confirm" or "attend", …, "text": ..., "chosen": [1, 3]}
    {"event": "rate" or "rerate", …, "text": ..., "stars": 4}
    {"event": "retract", …, "text": ..., "reason": "no-capacity"}

With an answer, a question, a clarification or a remark go files: "files": [{"name": ..., "content": base64}, ...]. In the outbox they are
named alone, [{"name": ..., "attachment": uuid, "size": ..., "sha256": ...}, ...]: `filled_in` puts their content there when they leave.
Fields that nobody knows are refused: a newer node's words are not lost in silence.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from minassa.access import Purpose
from minassa.base import Invalid
from minassa.desk import Enclosed
from minassa.liaison import faults
from minassa.liaison.requests import terms
from minassa.liaison.requests.care import Care, care_from_json, care_to_json
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.rules import Event, RequestKind
from minassa.liaison.requests.terms import Nominee, Tender
from minassa.liaison.requests.types import Asking, Marks, Reason
from minassa.liaison.texts import line_of, text_of

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_BASIS: Final = 500
LONGEST_CASE: Final = 80
MOST_QUESTIONS: Final = 1_000
MEGABYTE: Final = 1_000_000
MOST_FILES: Final = 10
MOST_FILE_BYTES: Final = 2 * MEGABYTE
"""Of all files of a message: in base64 they fit into a parcel (`access.releases.wire`) with the rest of it."""

_PLAIN: Final = frozenset({"event", "thread", "to"})
_ASK: Final = _PLAIN | {"title", "text", "urgency", "purpose", "legal_basis", "case", "about", "care"}
_ASK_MORE: Final = _ASK | {"kind", "terms"}
_FIELDS: Final[Mapping[Event, frozenset[str]]] = {
    Event.ASK: _ASK,
    Event.RECEIPT: _PLAIN,
    Event.TAKE: _PLAIN,
    Event.QUESTION: _PLAIN | {"text"},
    Event.CLARIFY: _PLAIN | {"text", "question"},
    Event.PART: _PLAIN | {"text", "reason", "care"},
    Event.FULL: _PLAIN | {"text", "care"},
    Event.REFUSE: _PLAIN | {"text", "reason"},
    Event.INTEREST: _PLAIN | {"text"},
    Event.OFFER: _PLAIN | {"text", "care", "tender"},
    Event.NOMINATE: _PLAIN | {"text", "care", "nominees"},
    Event.RETRACT: _PLAIN | {"text", "reason"},
    Event.ACCEPT: _PLAIN | {"text"},
    Event.CONFIRM: _PLAIN | {"text", "chosen"},
    Event.ATTEND: _PLAIN | {"text", "chosen"},
    Event.RATE: _PLAIN | {"text", "stars"},
    Event.RERATE: _PLAIN | {"text", "stars"},
    Event.CLOSE: _PLAIN | {"text"},
    Event.WITHDRAW: _PLAIN | {"text"},
    Event.REMARK: _PLAIN | {"text"},
}
WITH_FILES: Final = frozenset(
    {Event.QUESTION, Event.CLARIFY, Event.PART, Event.FULL, Event.OFFER, Event.NOMINATE, Event.REMARK}
)
_FILE: Final = frozenset({"name", "content"})
TEXT_NEEDED: Final = frozenset(
    {
        Event.ASK,
        Event.QUESTION,
        Event.CLARIFY,
        Event.PART,
        Event.FULL,
        Event.OFFER,
        Event.REMARK,
        Event.RATE,
        Event.RERATE,
    }
)
REASONED: Final = frozenset({Event.PART, Event.REFUSE, Event.RETRACT})
_CAREFUL: Final = frozenset({Event.PART, Event.FULL})
_MAYBE_CAREFUL: Final = frozenset({Event.OFFER, Event.NOMINATE})
CAREFUL: Final = _CAREFUL | _MAYBE_CAREFUL
"""What leaves with an answer to the human-rights questions: always, or where the request leads to more than advice."""

One = TypeVar("One", Urgency, Reason, Event, RequestKind)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a message, without metadata."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was read: who is addressed, in which talk, and its parts. `asking` belongs to an ASK alone.

    `enclosed` are the files of what is said here, `files` those of what was heard.
    """

    event: Event
    thread: UUID
    to: UUID
    text: str = ""
    reason: Reason | None = None
    care: Care | None = None
    question: int = 0
    asking: Asking | None = None
    files: tuple[Enclosure, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    tender: Tender | None = None
    nominees: tuple[Nominee, ...] = ()
    chosen: tuple[int, ...] = ()
    stars: int = 0


def said_to_json(said: Said) -> dict[str, Any]:
    """A message as it travels."""
    body: dict[str, Any] = {"event": said.event.value, "thread": str(said.thread), "to": str(said.to)}
    if said.asking is not None:
        return body | asking_to_json(said.asking)
    known = _FIELDS[said.event]
    body |= {"text": said.text} if "text" in known else {}
    body |= {"question": said.question} if "question" in known else {}
    body |= {"reason": said.reason.value} if said.reason else {}
    body |= {"files": [_file_named(one) for one in said.enclosed]} if said.enclosed else {}
    body |= {"care": care_to_json(said.care) if said.care else None} if said.event in _MAYBE_CAREFUL else {}
    return body | ({"care": care_to_json(said.care)} if said.care else {}) | _parts_to_json(said)


def _parts_to_json(said: Said) -> dict[str, Any]:
    """What is said about assistance and training alone."""
    known = _FIELDS[said.event]
    body: dict[str, Any] = {"tender": terms.tender_to_json(said.tender)} if said.tender else {}
    body |= {"nominees": terms.nominees_to_json(said.nominees)} if said.nominees else {}
    body |= {"chosen": list(said.chosen)} if "chosen" in known else {}
    return body | ({"stars": said.stars} if "stars" in known else {})


def _file_named(one: Enclosed) -> dict[str, str | int]:
    return {"name": one.name, "attachment": str(one.id), "size": one.size, "sha256": one.sha256}


def filled_in(body: Mapping[str, Any], read: Callable[[Enclosed], bytes]) -> dict[str, Any]:
    """A message as it leaves: with what the files are that it names."""
    files = [_file_filled(one, read) for one in body.get("files", ())]
    return {**body, "files": files} if files else dict(body)


def _file_filled(one: Mapping[str, Any], read: Callable[[Enclosed], bytes]) -> Mapping[str, str]:
    """A file that is named, read; one that an earlier version of the platform put there stays."""
    if "content" in one:
        return one
    named = Enclosed(UUID(one["attachment"]), one["name"], one["size"], one["sha256"])
    return {"name": named.name, "content": base64.b64encode(read(named)).decode()}


def kept_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What stays written of a message that has arrived: the hash and the size of each of its files."""
    files = [{name: one[name] for name in ("sha256", "size") if name in one} for one in body.get("files", ())]
    return {"files": files} if files else {}


def asking_to_json(asking: Asking) -> dict[str, Any]:
    """What is asked, without whom and how it is handled: these travel as address and label."""
    more = {"kind": asking.kind.value, "terms": terms.terms_to_json(asking.terms)} if asking.terms else {}
    return more | {
        "title": asking.title,
        "text": asking.text,
        "urgency": asking.urgency.value,
        "purpose": asking.purpose,
        "legal_basis": asking.legal_basis,
        "case": asking.case,
        "about": str(asking.about) if asking.about else None,
        "care": care_to_json(asking.care) if asking.care else None,
    }


def said_from_json(body: Mapping[str, Any]) -> Said:
    """A message that came, whole and plain. Raises Invalid for anything else."""
    event = _one_of(Event, body.get("event"))
    with_files = event in WITH_FILES and "files" in body
    expected = _ASK_MORE if event is Event.ASK and "kind" in body else _FIELDS[event]
    if set(body) != expected | ({"files"} if with_files else set()):
        raise Invalid(faults.MESSAGE_WRONG)
    thread, to = _uuid(body["thread"]), _uuid(body["to"])
    if event is Event.ASK:
        return Said(event, thread, to, asking=_asking(body, to))
    needed = event in TEXT_NEEDED
    is_careful = event in _CAREFUL or (event in _MAYBE_CAREFUL and body["care"] is not None)
    return Said(
        event,
        thread,
        to,
        text=text_of(body["text"], LONGEST_TEXT, needed=needed) if "text" in body else "",
        reason=_one_of(Reason, body["reason"]) if event in REASONED else None,
        care=care_from_json(body["care"]) if is_careful else None,
        question=_number(body["question"]) if event is Event.CLARIFY else 0,
        files=_files(body["files"]) if with_files else (),
        tender=terms.tender_from_json(body["tender"]) if "tender" in body else None,
        nominees=terms.nominees_from_json(body["nominees"]) if "nominees" in body else (),
        chosen=terms.chosen_from_json(body["chosen"]) if "chosen" in body else (),
        stars=terms.stars_of(body["stars"]) if "stars" in body else 0,
    )


def _files(value: object) -> tuple[Enclosure, ...]:
    """The files of a message: one at least, none written in two ways. What is in them is checked where they are kept."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_FILES:
        raise Invalid(faults.MESSAGE_WRONG)
    found = tuple(map(_file, value))
    if sum(len(one.content) for one in found) > MOST_FILE_BYTES:
        raise Invalid(faults.MESSAGE_WRONG)
    return found


def _file(value: object) -> Enclosure:
    if not isinstance(value, dict) or value.keys() != _FILE:
        raise Invalid(faults.MESSAGE_WRONG)
    name, text = value["name"], value["content"]
    if not isinstance(name, str) or not isinstance(text, str):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    if base64.b64encode(content).decode() != text:
        raise Invalid(faults.MESSAGE_WRONG)
    return Enclosure(name, content)


def _asking(body: Mapping[str, Any], to: UUID) -> Asking:
    kind = _one_of(RequestKind, body.get("kind", RequestKind.INFORMATION.value))
    if ("kind" in body) is (kind is RequestKind.INFORMATION):  # written in one way only
        raise Invalid(faults.MESSAGE_WRONG)
    found = terms.terms_from_json(body["terms"], kind) if "kind" in body else None
    needed = terms.needs_care(kind, found)
    return Asking(
        to=(to,),
        title=line_of(body["title"], LONGEST_TITLE),
        text=text_of(body["text"], LONGEST_TEXT),
        urgency=_one_of(Urgency, body["urgency"]),
        purpose=purpose_of(body["purpose"]),
        legal_basis=line_of(body["legal_basis"], LONGEST_BASIS),
        marks=Marks(),
        care=care_from_json(body["care"]) if needed or body["care"] is not None else None,
        case=line_of(body["case"], LONGEST_CASE, needed=False),
        about=_uuid(body["about"]) if body["about"] is not None else None,
        kind=kind,
        terms=found,
    )


def purpose_of(value: object) -> str:
    """One of the platform's purposes. Raises Invalid."""
    if not isinstance(value, str) or value not in {one.value for one in Purpose}:
        raise Invalid(faults.PURPOSE)
    return value


def _one_of(kind: type[One], value: object) -> One:
    if not isinstance(value, str):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        return kind(value)
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error


def _uuid(value: object) -> UUID:
    if not isinstance(value, str):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_QUESTIONS:
        raise Invalid(faults.MESSAGE_WRONG)
    return value
