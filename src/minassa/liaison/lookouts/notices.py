"""What people are told about lookouts; never whom they look for."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind
from minassa.liaison import telling
from minassa.liaison.models import Lookout

_TOPIC: Final = _("Lookouts")
ISSUED: Final = notice_kind(
    "lookout.issued", _("%(agency)s asks your agency to look out."), topic=_TOPIC, addressed=True
)
CHANGED: Final = notice_kind("lookout.renewed", _("%(agency)s has renewed a lookout."), topic=_TOPIC)
ANSWERED: Final = notice_kind("lookout.answered", _("%(agency)s has answered your agency's lookout."), topic=_TOPIC)
MET: Final = notice_kind(
    "lookout.met",
    _("%(agency)s has met what your agency looks out for."),
    topic=_("Lookouts that were met"),
    urgency=Urgency.URGENT,
)
MET_HERE: Final = notice_kind(
    "lookout.met-here", _("A check of your agency met a lookout of %(agency)s, who was told."), topic=_TOPIC
)


def arrived(row: Lookout, agency: UUID) -> None:
    """Tell the officers of an agency that they are asked to look out."""
    _tell(row, agency, ISSUED if row.version == 1 else CHANGED, named=row.owner)


def answered(row: Lookout, agency: UUID) -> None:
    """Tell the owner's officers that an agency accepts, or does not."""
    _tell(row, row.owner, ANSWERED, named=agency)


def met(row: Lookout, agency: UUID) -> None:
    """Tell the owner's officers and supervisors that a check of an agency met it."""
    _tell(row, row.owner, MET, named=agency, chiefs=True)


def met_here(row: Lookout, agency: UUID) -> None:
    """Tell the officers of the agency that checked."""
    _tell(row, agency, MET_HERE, named=row.owner)


def _tell(row: Lookout, agency: UUID, kind: str, *, named: UUID, chiefs: bool = False) -> None:
    params = {"agency": telling.name_of(named)}
    persons = telling.officers(agency, chiefs=chiefs)
    telling.tell(persons, agency=agency, kind=kind, about=f"lookout:{row.id}", params=params)
