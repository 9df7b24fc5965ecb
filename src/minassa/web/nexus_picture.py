"""What the pages on links share: the drawing of a part of the graph, with the tables that say the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from minassa import records as room
from minassa.web import diagram
from minassa.web.flows import drawn_flows
from minassa.web.nexus_state import Place
from minassa.web.pieces import Handled, handled
from minassa.web.wording import caption

Groups = Mapping[UUID, tuple[str, frozenset[UUID]]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its nodes and lines, and the size of its sheet."""

    nodes: list[diagram.Node]
    lines: list[diagram.Tie]
    sheet: tuple[int, int]

    def places(self) -> dict[UUID, Place]:
        """Where each node stands."""
        return {one.id: (one.x, one.y) for one in self.nodes}


def picture(  # noqa: PLR0913 - what is drawn, and what the reader did with it
    subjects: Iterable[room.RecordRow],
    ties: Iterable[room.Tie],
    *,
    more: Mapping[UUID, int],
    opened: Iterable[UUID],
    pins: Mapping[UUID, Place],
    groups: Groups,
    flows: Iterable[room.Flow] = (),
) -> Picture:
    """These subjects and ties as they are drawn."""
    points = [
        diagram.Subject(row.id, caption(row.schema, row.caption), room.schema(row.schema).kind, more.get(row.id, 0))
        for row in subjects
    ]
    told = [*((tie.source, tie.target, tie.words) for tie in ties), *drawn_flows(flows)]
    shown, lines = diagram.grouped(points, told, groups)
    nodes, drawn = diagram.drawn(shown, lines, opened, pins)
    high = max([diagram.height(len(nodes)), *(one.y + diagram.FOOT for one in nodes)])
    return Picture(nodes, drawn, (diagram.WIDTH, min(high, diagram.HIGHEST + diagram.FOOT)))


def named_groups(groups: Iterable[frozenset[UUID]], there: Iterable[UUID]) -> dict[UUID, tuple[str, frozenset[UUID]]]:
    """Groups with their numbers as names, each known by the lowest of its members, without those who are not there."""
    shown = frozenset(there)
    kept = [left for one in groups if len(left := one & shown) > 1]
    return {
        min(members): (_("Group %(number)s (%(count)s)") % {"number": number, "count": len(members)}, members)
        for number, members in enumerate(kept, 1)
    }


def told_ties(ties: Iterable[room.Tie], subjects: Iterable[room.RecordRow]) -> list[tuple[room.Tie, str, str]]:
    """Ties with the names of their ends."""
    named = {row.id: caption(row.schema, row.caption) for row in subjects}
    return [(tie, named.get(tie.source, ""), named.get(tie.target, "")) for tie in ties]


def band(*rows: room.RecordRow) -> Handled | None:
    """The handling band of a page that shows these records."""
    return handled([(row.marks, ()) for row in rows])


def further_by_kind(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Further links by their kinds with words, the most first."""
    words = room.words_of_ties()
    return sorted(
        ((kind, words.get(kind, kind), count) for kind, count in counts.items()), key=lambda one: (-one[2], one[1])
    )


def as_fields(values: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - Django's QueryDict
    """What stands in an address as hidden fields of a form."""
    return [(name, value) for name, found in values.lists() for value in found]
