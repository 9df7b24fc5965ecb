"""What people are told about requests. Never what a request says: a notice bears no marks but its reader's."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency as Loud
from minassa.desk import notice_kind
from minassa.liaison import telling
from minassa.liaison.models import Request
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.rules import Event, RequestKind

_NEWS: Final = _("Requests for information")
_CLOCK: Final = _("Reply times of requests")

ARRIVED: Final = notice_kind("request.arrived", _("%(agency)s asks your agency for information."), topic=_NEWS)
URGENT: Final = notice_kind(
    "request.arrived-urgent",
    _("Urgent: %(agency)s asks your agency for information."),
    topic=_("Urgent requests"),
    urgency=Loud.URGENT,
)
HELP: Final = notice_kind("request.arrived-assistance", _("%(agency)s asks your agency for help."), topic=_NEWS)
URGENT_HELP: Final = notice_kind(
    "request.arrived-urgent-assistance",
    _("Urgent: %(agency)s asks your agency for help."),
    topic=_("Urgent requests"),
    urgency=Loud.URGENT,
)
TRAINING: Final = notice_kind(
    "request.arrived-training", _("%(agency)s offers your agency places in a training."), topic=_NEWS
)
_ARRIVING: Final[Mapping[RequestKind, tuple[str, str]]] = {
    RequestKind.INFORMATION: (ARRIVED, URGENT),
    RequestKind.ASSISTANCE: (HELP, URGENT_HELP),
    RequestKind.TRAINING: (TRAINING, TRAINING),
}
ASSIGNED: Final = notice_kind(
    "request.assigned",
    _("A request of %(agency)s was given to you."),
    topic=_("Requests given to me"),
    addressed=True,
)
DUE_SOON: Final = notice_kind(
    "request.due-soon", _("The answer to a request of %(agency)s is due soon."), topic=_CLOCK, addressed=True
)
OVERDUE: Final = notice_kind(
    "request.overdue", _("The answer to a request of %(agency)s is overdue."), topic=_CLOCK, addressed=True
)
LATE: Final = notice_kind("request.late", _("%(agency)s has not answered your agency's request in time."), topic=_CLOCK)
HEARD: Final[Mapping[Event, str]] = {
    event: notice_kind(f"request.{kind}", sentence, topic=_NEWS)
    for event, kind, sentence in (
        (Event.QUESTION, "question", _("%(agency)s asks back about your agency's request.")),
        (Event.CLARIFY, "clarified", _("%(agency)s has clarified its request; the clock runs again.")),
        (Event.PART, "part", _("%(agency)s has answered a part of your agency's request.")),
        (Event.FULL, "full", _("%(agency)s has answered your agency's request.")),
        (Event.REFUSE, "refused", _("%(agency)s does not answer your agency's request, and says why.")),
        (Event.INTEREST, "interest", _("%(agency)s is interested in what your agency asks for or offers.")),
        (Event.OFFER, "offer", _("%(agency)s offers the help that your agency asked for.")),
        (Event.NOMINATE, "nominated", _("%(agency)s nominates people for your agency's training.")),
        (Event.ACCEPT, "accepted", _("%(agency)s accepts the help that your agency offered.")),
        (Event.CONFIRM, "confirmed", _("%(agency)s has confirmed places in its training.")),
        (Event.ATTEND, "attended", _("%(agency)s has recorded who came to its training.")),
        (Event.RETRACT, "retracted", _("%(agency)s takes back what it had offered or whom it had nominated.")),
        (Event.RERATE, "rerated", _("%(agency)s has changed its rating of what your agencies did together.")),
        (Event.RATE, "rated", _("%(agency)s has rated what your agencies did together.")),
        (Event.CLOSE, "closed", _("%(agency)s has closed its request.")),
        (Event.WITHDRAW, "withdrawn", _("%(agency)s has withdrawn its request.")),
        (Event.REMARK, "remark", _("%(agency)s has written about a request.")),
    )
}
"""What the other side says and people are told of; a receipt, or that somebody took it, shows on the page alone."""


CALLED_OFF: Final = notice_kind(
    "request.called-off",
    _("%(agency)s takes back what your agency had accepted."),
    topic=_("Accepted help that is taken back"),
    urgency=Loud.URGENT,
)


def arrived(row: Request) -> None:
    """Tell the officers of a new request; of an urgent one the supervisors too."""
    is_urgent = row.urgency == Urgency.URGENT.value
    plain, urgent = _ARRIVING[RequestKind(row.kind)]
    _tell(row, urgent if is_urgent else plain, chiefs=is_urgent)


def heard(row: Request, event: Event, *, was_agreed: bool) -> None:
    """Tell whoever works on the request, and the officers, what the other side said; what was agreed on is taken back urgently."""
    if event is Event.RETRACT and was_agreed:
        _tell(row, CALLED_OFF, chiefs=True)
    elif event in HEARD:
        _tell(row, HEARD[event])


def assigned(row: Request, *, by: object) -> None:
    """Tell the person to whom a request was given, unless they took it themselves."""
    if row.assignee is not None and row.assignee != by:
        params = {"agency": telling.name_of(row.partner)}
        telling.tell([row.assignee], agency=row.holder, kind=ASSIGNED, about=f"request:{row.id}", params=params)


def due_soon(row: Request) -> None:
    """Remind whoever has to answer."""
    _tell(row, DUE_SOON)


def overdue(row: Request) -> None:
    """Tell the answerer's people that they are late, its supervisors among them."""
    _tell(row, OVERDUE, chiefs=True)


def late(row: Request) -> None:
    """Tell the asker's people that the answer is late."""
    _tell(row, LATE)


def _tell(row: Request, kind: str, *, chiefs: bool = False) -> None:
    """Officers hear of every request of their agency; others of what they wrote or work on."""
    persons = (
        *telling.officers(row.holder, chiefs=chiefs),
        *telling.working(row.holder, (row.assignee, row.author)),
    )
    params = {"agency": telling.name_of(row.partner)}
    telling.tell(persons, agency=row.holder, kind=kind, about=f"request:{row.id}", params=params)
