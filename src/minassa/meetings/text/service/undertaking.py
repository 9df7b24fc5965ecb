"""From an adopted paragraph to what is done about it: commitments, made where programmes are kept, and never without their paragraph."""

from collections.abc import Iterable
from uuid import UUID

from minassa.access import Actor, door
from minassa.base import Conflict
from minassa.meetings import labels
from minassa.meetings.text import faults, rows
from minassa.meetings.text.acts import TEXT_KEEP
from minassa.meetings.text.rules import ParagraphKind, TextState
from minassa.programmes import ParagraphRef, Undertaking, make_commitments

_ADOPTED = frozenset(
    {TextState.ADOPTED, TextState.CONCORDANCE, TextState.SIGNED, TextState.PUBLISHED, TextState.CORRIGENDUM}
)


def make_undertakings(
    actor: Actor, *, declaration: UUID, key: str, undertakings: Iterable[Undertaking]
) -> tuple[UUID, ...]:
    """Make commitments of an operative paragraph of an adopted text: none, one or several. Gives their ids.

    Raises Conflict before adoption, and for a paragraph of the preamble, which decides nothing.
    """
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        one = rows.standing_paragraph(row, key)
        if rows.state_of(row) not in _ADOPTED or rows.kind_of(one) is not ParagraphKind.OPERATIVE:
            raise Conflict(faults.OTHER_STATE)
        text = {language: rendering.text for language, rendering in rows.renderings(one).items()}
        reference = ParagraphRef(row.edition_id, row.id, one.key, one.number, text)
        label = labels.for_participants(opened, row.edition)
        return make_commitments(opened, paragraph=reference, label=label, undertakings=undertakings)
