"""What people are told about evaluations; never what one says."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import list_people, system_actor
from minassa.desk import notice_kind, notify
from minassa.programmes.acts import LEADERS
from minassa.programmes.models import Evaluation

_TOPIC: Final = _("Evaluations of programmes")
ASKED: Final = notice_kind(
    "evaluation.asked",
    _("An evaluation of your agency's programme waits for your reply: you have twenty-one days."),
    topic=_TOPIC,
    addressed=True,
)
REPLIED: Final = notice_kind(
    "evaluation.replied", _("An agency has replied to an evaluation of its programme."), topic=_TOPIC
)
FINISHED: Final = notice_kind(
    "evaluation.finished", _("An evaluation of your agency's programme is final."), topic=_TOPIC
)


def asked(row: Evaluation) -> None:
    """Tell the programme's agency that its reply is asked for."""
    _tell(row.programme.owner, ASKED, row.id)


def replied(row: Evaluation) -> None:
    """Tell the authors that there is a reply."""
    _tell(row.owner, REPLIED, row.id)


def finished(row: Evaluation) -> None:
    """Tell the programme's agency that its evaluation is final."""
    _tell(row.programme.owner, FINISHED, row.id)


def _tell(agency: UUID, kind: str, evaluation: UUID) -> None:
    people = list_people(system_actor("programmes"), agency=agency)
    for one in people:
        if one.is_active and LEADERS & set(one.roles):
            notify(
                system_actor("programmes"), person=one.id, agency=agency, kind=kind, about=f"evaluation:{evaluation}"
            )
