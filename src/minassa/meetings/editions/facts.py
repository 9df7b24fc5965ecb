"""What is publicly known of the editions that were held, as the platform brings it: facts with their sources, and no more.

No agenda, list of participants or declaration of these editions has been published, so none is here.
"""

from datetime import date
from importlib import resources
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Actor, Opened, door
from minassa.meetings import labels
from minassa.meetings.acts import EDITION_KEEP
from minassa.meetings.editions.rules import EditionState
from minassa.meetings.models import Edition, Fact
from minassa.meetings.own import agency_of

FILE: Final = "editions.json"


def known_editions() -> dict[str, Any]:
    """The file of facts as it is."""
    data: dict[str, Any] = orjson.loads(resources.files("minassa.meetings").joinpath("data", FILE).read_bytes())
    return data


def bring_in_editions(actor: Actor) -> tuple[UUID, ...]:
    """Put the editions that were held into the list, for everybody to read; those whose number is taken stay as they are.

    Gives the ids of those that are new.
    """
    data = known_editions()
    with door(actor, EDITION_KEEP) as opened:
        taken = set(Edition.objects.filter(owner=agency_of(actor)).values_list("number", flat=True))
        made = tuple(_bring_in(opened, one, data["sources"]) for one in data["editions"] if one["number"] not in taken)
        opened.note(editions=len(made))
        return made


def _bring_in(opened: Opened, known: dict[str, Any], sources: dict[str, str]) -> UUID:
    owner = agency_of(opened.actor)
    label_id = opened.intern(labels.public(owner, exercise=False))
    row = Edition.objects.create(
        owner=owner,
        number=known["number"],
        state=EditionState.HELD.value,
        names=known["names"],
        theme=known["theme"],
        city=known["city"],
        country=known["country"],
        zone=known["zone"],
        start=date.fromisoformat(known["start"]),
        end=date.fromisoformat(known["end"]),
        modified=opened.context.at,
        label_id=label_id,
    )
    for position, fact in enumerate(known["facts"]):
        Fact.objects.create(
            edition=row,
            position=position,
            topic=fact["topic"],
            said=fact["said"],
            sources=[sources[one] for one in fact["sources"]],
            confidence=fact["confidence"],
            conflicts=fact.get("conflicts", False),
            label_id=label_id,
        )
    return row.id
