"""A duty contact as JSON, both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from minassa.access import Handling, Tlp
from minassa.base import Invalid
from minassa.liaison import faults
from minassa.liaison.duty.rules import MOST_SHIFTS, MOST_TURNS, Hours, Shift, Turn, checked_hours
from minassa.liaison.duty.types import Channel, ChannelKind, Contact, Sharing
from minassa.liaison.texts import line_of, text_of

LONGEST_NAME: Final = 120
LONGEST_ABOUT: Final = 1_000
LONGEST_VALUE: Final = 200
MOST_CHANNELS: Final = 20
MOST_LANGUAGES: Final = 12
_FIELDS: Final = frozenset({"name", "about", "languages", "channels", "zone", "always", "shifts", "roster"})


def contact_to_json(contact: Contact) -> dict[str, Any]:
    """A contact as it travels."""
    return {
        "name": contact.name,
        "about": contact.about,
        "languages": list(contact.languages),
        "channels": [[one.kind.value, one.value] for one in contact.channels],
        "zone": contact.hours.zone,
        "always": contact.hours.always,
        "shifts": [[one.day, f"{one.begins:%H:%M}", f"{one.ends:%H:%M}"] for one in contact.hours.shifts],
        "roster": [[one.name, one.begins.isoformat(), one.ends.isoformat()] for one in contact.roster],
    }


def contact_from_json(body: Mapping[str, Any]) -> Contact:
    """A contact that came or was kept, whole and plain. Raises Invalid for anything else."""
    if set(body) != _FIELDS or type(body["always"]) is not bool or not isinstance(body["zone"], str):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        contact = Contact(
            name=body["name"],
            about=body["about"],
            languages=tuple(_list(body["languages"], MOST_LANGUAGES)),
            channels=tuple(Channel(ChannelKind(kind), value) for kind, value in _list(body["channels"], MOST_CHANNELS)),
            hours=Hours(body["zone"], body["always"], tuple(map(_shift, _list(body["shifts"], MOST_SHIFTS)))),
            roster=tuple(map(_turn, _list(body["roster"], MOST_TURNS))),
        )
    except (ValueError, TypeError) as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return checked(contact)


def checked(contact: Contact) -> Contact:
    """A contact that can be kept, its texts trimmed. Raises Invalid."""
    if not contact.channels or len(contact.channels) > MOST_CHANNELS:
        raise Invalid(faults.CHANNELS)
    if not contact.languages or len(contact.languages) > MOST_LANGUAGES or not all(map(_is_code, contact.languages)):
        raise Invalid(faults.LANGUAGES)
    if len(contact.roster) > MOST_TURNS or any(one.begins >= one.ends for one in contact.roster):
        raise Invalid(faults.ROSTER)
    turns = (Turn(line_of(one.name, LONGEST_NAME), one.begins, one.ends) for one in contact.roster)
    return Contact(
        name=line_of(contact.name, LONGEST_NAME),
        about=text_of(contact.about, LONGEST_ABOUT, needed=False),
        languages=tuple(dict.fromkeys(contact.languages)),
        channels=tuple(Channel(one.kind, line_of(one.value, LONGEST_VALUE)) for one in contact.channels),
        hours=checked_hours(contact.hours),
        roster=tuple(sorted(turns, key=lambda one: (one.begins, one.name))),
    )


def sharing_to_json(sharing: Sharing) -> dict[str, Any]:
    """With whom a contact is shared, as its owner's row keeps it."""
    return {
        "everyone": sharing.everyone,
        "to": list(sharing.to),
        "tlp": sharing.tlp.value,
        "handling": sorted(sharing.handling),
    }


def sharing_from_json(body: Mapping[str, Any]) -> Sharing:
    """What `sharing_to_json` wrote."""
    handling = frozenset(map(Handling, body["handling"]))
    return Sharing(body["everyone"], tuple(body["to"]), Tlp(body["tlp"]), handling)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha() and code.islower()


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _shift(value: Any) -> Shift:  # noqa: ANN401 - what a peer sent
    day, begins, ends = value
    if type(day) is not int:
        raise Invalid(faults.MESSAGE_WRONG)
    return Shift(day, _hour(begins), _hour(ends))


def _hour(text: str) -> time:
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - an hour of the wall clock has no zone


def _turn(value: Any) -> Turn:  # noqa: ANN401 - what a peer sent
    name, begins, ends = value
    return Turn(name, _moment(begins), _moment(ends))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
