"""What people are told about reports: that one is due, waits for a review, or was judged. Never what one says."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyKind, Role, list_agencies, list_people, system_actor
from minassa.desk import notice_kind, notify
from minassa.programmes.acts import LEADERS, PLANNERS
from minassa.programmes.models import Programme

_TOPIC: Final = _("Programmes and reports on them")
OPENED: Final = notice_kind(
    "progress-report.due", _("A reporting period of a programme is open until %(closes)s."), topic=_TOPIC
)
CLOSING: Final = notice_kind(
    "progress-report.closing", _("A reporting period closes on %(closes)s and nothing is submitted yet."), topic=_TOPIC
)
OVERDUE: Final = notice_kind(
    "progress-report.overdue",
    _("A reporting period closed on %(closes)s without a report: it is shown as missing."),
    topic=_TOPIC,
)
SUBMITTED: Final = notice_kind("progress-report.submitted", _("A progress report waits for a review."), topic=_TOPIC)
RETURNED: Final = notice_kind(
    "progress-report.returned", _("A progress report was returned with a note that says what to mend."), topic=_TOPIC
)
ACCEPTED: Final = notice_kind(
    "progress-report.accepted", _("A progress report was accepted and now counts."), topic=_TOPIC
)


def tell_planners(row: Programme, kind: str, about: str, **params: str) -> None:
    """Tell the programme officers of a programme's agency; its leaders where it has none."""
    people = [one for one in list_people(system_actor("programmes"), agency=row.owner) if one.is_active]
    officers = [one.id for one in people if Role.PROGRAMME_OFFICER in one.roles]
    _tell(officers or [one.id for one in people if PLANNERS & set(one.roles)], row.owner, kind, about, params)


def tell_reviewers(row: Programme, about: str, *, without: UUID | None, seen_by_secretariat: bool) -> None:
    """Tell who may judge a report: leaders of its agency other than who submitted it, and the secretariat where it sees it."""
    agencies = [row.owner]
    if seen_by_secretariat:
        known = list_agencies(system_actor("programmes"))
        agencies += [one.id for one in known if one.kind is AgencyKind.SECRETARIAT and one.id != row.owner]
    for agency in agencies:
        people = list_people(system_actor("programmes"), agency=agency)
        leaders = [one.id for one in people if one.is_active and LEADERS & set(one.roles) and one.id != without]
        _tell(leaders, agency, SUBMITTED, about, {})


def _tell(persons: Iterable[UUID], agency: UUID, kind: str, about: str, params: dict[str, str]) -> None:
    for person in dict.fromkeys(persons):
        notify(system_actor("programmes"), person=person, agency=agency, kind=kind, about=about, params=params)
