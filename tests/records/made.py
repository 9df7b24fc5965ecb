"""Records for tests, each with one call."""

from typing import Any

from minassa.access import Actor, Handling, Label, Tlp
from minassa.records import Ground, RecordView, add_record
from tests.factories import a_label

PURPOSE = "counter-terrorism"
GROUND = Ground("EXERCISE Act 1, article 1", PURPOSE)


def own_label(actor: Actor, tlp: Tlp = Tlp.AMBER, **given: Any) -> Label:
    return a_label(actor, tlp, handling=given.pop("handling", (Handling.H0,)), **given)


def add(actor: Actor, name: str = "EXERCISE Awa Diallo", *, schema: str = "Person", **properties: Any) -> RecordView:
    label = properties.pop("label", None) or own_label(actor)
    origin = properties.pop("origin", "")
    ground = properties.pop("ground", GROUND)
    values = {key: (value,) if isinstance(value, str) else value for key, value in properties.items()}
    given = {"name": (name,), **values} if name else values
    return add_record(actor, schema=schema, properties=given, label=label, ground=ground, origin=origin)
