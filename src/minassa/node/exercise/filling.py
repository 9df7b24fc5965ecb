"""Filling the EXERCISE node: people, records under labels of many kinds, a list, and work that waits."""

import io
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Final
from uuid import UUID

import orjson
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minassa import desk, records, screening
from minassa.access import Actor, Handling, Label, Tlp
from minassa.base import Refused, fault_code, today
from minassa.node.exercise.adopted import adopt_a_sample
from minassa.node.exercise.declarations import draw_up_texts
from minassa.node.exercise.flowing import leave_flows
from minassa.node.exercise.gatherings import hold_meetings
from minassa.node.exercise.help import leave_help
from minassa.node.exercise.invented import Invented, Person, invent
from minassa.node.exercise.lists import write_list
from minassa.node.exercise.people import EVERYBODY, WRITERS, Cast, Login, actor_of, logins, make_people
from minassa.node.exercise.plans import leave_programmes
from minassa.node.exercise.safeguarded import leave_a_breach
from minassa.node.exercise.talks import leave_talks
from minassa.node.exercise.threatened import leave_incidents
from minassa.records import Grading, Ground, Scheme

RECORDS: Final = 2_000
PURPOSE: Final = "counter-terrorism"

NOT_EXERCISE: Final = fault_code(
    "node.not-exercise",
    _("This node is not an EXERCISE node, so it is not filled with invented data."),
    _("Make a new node with `minassa demo`, in a folder of its own."),
)

# Each grading scheme in use somewhere, with grades that can and cannot be judged.
_GRADINGS: Final = (
    Grading(Scheme.ADMIRALTY, "B", "2"),
    Grading(Scheme.ADMIRALTY, "F", "6"),
    Grading(Scheme.FOUR_BY_FOUR, "A", "1"),
    Grading(Scheme.FOUR_BY_FOUR, "X", "4"),
    Grading(Scheme.FIVE_BY_FIVE, "B", "2", "1"),
    Grading(Scheme.THREE_BY_FIVE, "2", "C", "P"),
    None,
)


def fill(cast: Cast = EVERYBODY) -> tuple[Login, ...]:
    """Make what is missing: agencies, logins, 2,000 records, a list, incidents, a draft, what agencies said to each other.

    The list has 200 subjects. `cast` is for a node of one agency alone: its 250 records, its incidents, and the same list. Gives the
    logins. Raises Refused on a node that is not an EXERCISE node.
    """
    if not settings.MINASSA.node.exercise:
        raise Refused(NOT_EXERCISE)
    agencies = make_people(cast)
    people: list[Person] = []
    for code in WRITERS:
        made = invent(code, count=RECORDS // len(WRITERS))
        people += made.people
        if username := cast.writers.get(code):
            _bring_in(actor_of(username), made, agencies)
    leave_incidents(cast, agencies)
    if cast == EVERYBODY:
        leave_flows(actor_of("analyst"), agencies)
    _put_list_in_force(people)
    _leave_a_draft()
    if cast == EVERYBODY:
        adopt_a_sample(agencies)
        leave_programmes(agencies)
        leave_talks(agencies)
        leave_help(agencies)
        leave_a_breach()
        hold_meetings(agencies)
        draw_up_texts()
    records.refresh_index()
    return logins(cast)


def _bring_in(actor: Actor, made: Invented, agencies: dict[str, UUID]) -> None:
    """Import an agency's records, spread over labels. The last portion comes up for review soon: it tells a full agency."""
    if records.due_reviews(actor):
        return
    labels = _labels(actor, made.country, agencies)
    portions: list[list[dict[str, object]]] = [[] for _label in labels]
    for line, portion in zip(made.lines, cycle(range(len(labels) * 2)), strict=False):
        portions[_PLACES[portion]].append(line)
    for number, (label, lines) in enumerate(zip(labels, portions, strict=True)):
        review_on = today() + timedelta(days=60) if number == len(labels) - 1 else None
        records.import_records(
            actor,
            file=io.BytesIO(b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)),
            format="ftm",
            label=label,
            ground=Ground("EXERCISE Act, article 1", PURPOSE, review_on, _GRADINGS[number % len(_GRADINGS)]),
            case="EXERCISE",
        )


# Twice as many places as labels: the agency's own AMBER and the platform's GREEN get most records.
_PLACES: Final = (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6)


def _labels(actor: Actor, code: str, agencies: dict[str, UUID]) -> tuple[Label, ...]:
    """The labels that an agency uses: own, the platform's, two neighbours', restricted, for one person, for everybody."""
    own = agencies[code]
    members = list(WRITERS)
    near = frozenset(f"agency:{agencies[members[(members.index(code) + step) % len(members)]]}" for step in (1, 2))
    h0, h1, h2 = frozenset({Handling.H0}), frozenset({Handling.H1}), frozenset({Handling.H2})
    return (
        Label(own, Tlp.AMBER, handling=h0, exercise=True),
        Label(own, Tlp.GREEN, handling=h0, exercise=True),
        Label(own, Tlp.AMBER, near, h1, exercise=True),
        Label(own, Tlp.AMBER_STRICT, handling=h2, exercise=True),
        Label(own, Tlp.CLEAR, handling=h0, exercise=True),
        Label(own, Tlp.RED, frozenset({f"user:{actor.user_id}"}), h2, exercise=True),
        Label(own, Tlp.GREEN, handling=h1, purposes=frozenset({PURPOSE}), exercise=True),
    )


def _put_list_in_force(people: list[Person]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exercise.ftm.json"
        write_list(people, path)
        screening.import_list(actor_of("analyst"), source="ftm", path=path)


def _leave_a_draft() -> None:
    actor = actor_of("analyst")
    if not desk.list_drafts(actor):
        fields = {"p-name": ["EXERCISE unfinished"], "p-notes": ["EXERCISE: begun, not yet sent"]}
        desk.keep_draft(actor, form="record:Person", fields=fields)


def example_names() -> Iterator[str]:
    """A few names that the list answers, for the text printed by `minassa demo`."""
    for one in invent("ml", count=RECORDS // len(WRITERS)).people[:3]:
        yield one.written(0)
