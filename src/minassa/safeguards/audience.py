"""Who may know: rows of this room name their readers, and are for nobody else.

Of an agency they are its supervisors and node administrators, and the node's inspectors; never whom it is about. Where an agency
has nobody else, the node's administrators stand in. People come and go: the clock renews the names.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings

from minassa.access import Label, PersonView, Role, Tlp, list_people, system_actor
from minassa.safeguards.acts import KEEPERS


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose people decide, who they are, and who else may know."""

    owner: UUID
    keepers: frozenset[UUID]
    others: frozenset[UUID]

    @property
    def label(self) -> Label:
        """The label of what this circle alone sees."""
        return Label(
            owner=self.owner,
            tlp=Tlp.RED,
            audience=frozenset(f"user:{one}" for one in self.keepers | self.others),
            exercise=bool(settings.MINASSA.node.exercise),
        )

    def with_readers(self, readers: Iterable[UUID]) -> "Circle":
        """The same circle, known to these persons too."""
        return replace(self, others=self.others | frozenset(readers))


def people() -> tuple[PersonView, ...]:
    """Everybody of the node who can log in."""
    return tuple(one for one in list_people(system_actor("safeguards")) if one.is_active)


def circle_of(everybody: Iterable[PersonView], agency: UUID | None, apart: Collection[UUID] = ()) -> Circle | None:
    """Who may know of what concerns an agency (None: the node), without these persons; None where the node has nobody."""
    known = [one for one in everybody if one.id not in apart]
    keepers = [one for one in known if one.agency == agency and KEEPERS & set(one.roles)]
    if not keepers:
        administrators = [one for one in known if Role.NODE_ADMINISTRATOR in one.roles]
        keepers = [one for one in administrators if one.agency == administrators[0].agency]
    if not keepers:
        return None
    inspectors = frozenset(one.id for one in known if Role.INSPECTOR in one.roles)
    return Circle(keepers[0].agency, frozenset(one.id for one in keepers), inspectors)


def agencies_of(everybody: Iterable[PersonView]) -> dict[UUID, UUID]:
    """Everybody's agency."""
    return {one.id: one.agency for one in everybody}
