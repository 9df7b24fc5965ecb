"""Files about alerts, lookouts, practices and reports: whoever sees one sees its files; the owner's people attach them, and they travel when they are chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

from minassa.access import Act, Actor, Label, Opened, Recipients, door, system_actor
from minassa.base import Conflict, NotFound, Refused
from minassa.desk import attachable, planned, send_files
from minassa.liaison import faults
from minassa.liaison.acts import ALERT_LIST, LIAISON_BOOKS, LOOKOUT_LIST, PRACTICE_LIST, REPORT_LIST
from minassa.liaison.alerts.rules import AlertState
from minassa.liaison.lookouts.types import LookoutState
from minassa.liaison.models import Alert, Lookout, Practice, Report
from minassa.liaison.practices.rules import PracticeState
from minassa.liaison.reports.rules import ReportState

Row: TypeAlias = Alert | Lookout | Practice | Report


@dataclass(frozen=True, slots=True)
class _Thing:
    """A kind of thing of this room with files: its rows, who lists it, its faults, and the state in which it takes no more.

    `apart`: its recipients do not learn of each other.
    """

    kind: str
    rows: type[Row]
    lists: Act
    absent: str
    not_own: str
    over: str
    ended: str
    apart: bool = False

    def register(self) -> None:
        """Register it with the desk."""
        attachable(self.kind, reads=self._reads, attaches=self._attaches, owner=self._owner, apart=self.apart)

    def _reads(self, actor: Actor, key: str, _purpose: str) -> Label:
        with door(actor, self.lists) as opened:
            return opened.label_of(self._found(key).label_id)

    def _attaches(self, actor: Actor, key: str, _purpose: str) -> Label:
        with door(actor, self.lists) as opened:
            row = self._found(key)
            if row.owner != actor.agency:
                raise Refused(self.not_own)
            if row.state == self.ended:
                raise Conflict(self.over)
            return opened.label_of(row.label_id)

    def _owner(self, key: str) -> UUID | None:
        with door(system_actor("liaison"), LIAISON_BOOKS):
            row = self.rows.objects.filter(id=UUID(key)).first()
            return row.owner if row else None

    def _found(self, key: str) -> Row:
        try:
            row = self.rows.objects.filter(id=UUID(key)).first()
        except ValueError:
            row = None
        if row is None:
            raise NotFound(self.absent)
        return row


_THINGS: Final = (
    _Thing(
        "alert",
        Alert,
        ALERT_LIST,
        absent=faults.NO_ALERT,
        not_own=faults.NOT_YOUR_ALERT,
        over=faults.ALERT_OVER,
        ended=AlertState.STOOD_DOWN.value,
        apart=True,
    ),
    _Thing(
        "lookout",
        Lookout,
        LOOKOUT_LIST,
        absent=faults.NO_LOOKOUT,
        not_own=faults.NOT_YOUR_LOOKOUT,
        over=faults.LOOKOUT_OVER,
        ended=LookoutState.WITHDRAWN.value,
        apart=True,
    ),
    _Thing(
        "practice",
        Practice,
        PRACTICE_LIST,
        absent=faults.NO_PRACTICE,
        not_own=faults.NOT_YOUR_PRACTICE,
        over=faults.PRACTICE_OTHER_STATE,
        ended=PracticeState.WITHDRAWN.value,
    ),
    _Thing(
        "report",
        Report,
        REPORT_LIST,
        absent=faults.NO_REPORT,
        not_own=faults.NOT_YOUR_REPORT,
        over=faults.REPORT_OTHER_STATE,
        ended=ReportState.WITHDRAWN.value,
    ),
)


def register() -> None:
    """Register the things of this room to which files are attached, once Django has started; requests register themselves."""
    for one in _THINGS:
        one.register()


def send_chosen(opened: Opened, about: str, files: Iterable[UUID], *, to: Recipients, under: Label) -> int:
    """Let these files of a thing go to agencies that have it, or get it now; how many. Raises Invalid for one that cannot leave."""
    count = send_files(opened, planned(opened, about, chosen=files, to=to, under=under))
    opened.note(files=count)
    return count
