"""What people are told about this node and its partners; never what a message said."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Role, list_agencies, list_people, system_actor, when_forgotten
from minassa.desk import Urgency, notice_kind, notify_all

_TOPIC: Final = _("The node itself")
_WATCHERS: Final = frozenset({Role.SUPERVISOR, Role.SECRETARIAT, Role.NODE_ADMINISTRATOR})
_SENDERS: Final = frozenset({Role.SUPERVISOR, Role.SECRETARIAT, Role.LIAISON_OFFICER})

CUT: Final = notice_kind(
    "ledger-cut",
    _(
        "Lines of this node's ledger are missing, and a partner has seen them: what they removed or revoked may be back. "
        "Ask whoever runs the node to restore with the newest copy of the folder `ledger`. If there is none, repeat each "
        "withdrawal and revocation."
    ),
    topic=_TOPIC,
    urgency=Urgency.URGENT,
)
LOST: Final = notice_kind(
    "partner-lost-messages",
    _(
        "%(agency)s restored its node from a backup and lost messages that you sent: %(count)s. They are kept here only as a "
        "hash and cannot be sent again. Ask what is missing, and send it anew."
    ),
    topic=_TOPIC,
    addressed=True,
)


def tell_cut() -> None:
    """Tell those who answer for this node that its ledger was cut."""
    _tell(_WATCHERS, kind=CUT, about="partners:ledger")


@when_forgotten
def tell_lost(agency: UUID, lost: Mapping[UUID, int]) -> None:
    """Tell each owner's people how many of their messages an agency lost for good."""
    name = next((one.name for one in list_agencies(system_actor("exchange")) if one.id == agency), str(agency))
    for owner, count in lost.items():
        _tell(_SENDERS, owner, kind=LOST, params={"agency": name, "count": str(count)})


def _tell(
    roles: frozenset[Role],
    owner: UUID | None = None,
    *,
    kind: str,
    about: str = "",
    params: Mapping[str, str] | None = None,
) -> None:
    """Tell whoever has one of these roles: in one agency, or in all of this node."""
    exchange, persons = system_actor("exchange"), dict[UUID, list[UUID]]()
    for one in list_people(exchange, agency=owner):
        if one.is_active and roles & set(one.roles):
            persons.setdefault(one.agency, []).append(one.id)
    for agency, some in persons.items():
        notify_all(exchange, persons=some, agency=agency, kind=kind, about=about, params=params)
