"""Answers kept in memory for whoever sees the same rows, while nothing of these rows changes.

The key holds the very set of labels that the reader sees: the walls let exactly the rows of these labels through, so two readers with one
key would have got the same answer, and nobody meets one that was made from a row hidden from them.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from django.db.models import Count, Max

from minassa.access import Opened
from minassa.threats.models import Incident, Report

MOST_KEPT: Final = 128
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands for the state of the incidents and reports that a reader sees: it changes whenever one of them does."""

    incidents: int
    incidents_changed: datetime | None
    reports: int
    reports_laid: int
    reports_changed: datetime | None

    def text(self) -> str:
        """As it is stored."""
        moments = (self.incidents_changed, self.reports_changed)
        told = (one.isoformat() if one else "-" for one in moments)
        return " ".join(map(str, (self.incidents, self.reports, self.reports_laid, *told)))


_answers: Final[OrderedDict[Hashable, Any]] = OrderedDict()
_lock: Final = threading.Lock()


def stamp_of() -> Stamp:
    """The stamp of what the open door lets through."""
    seen = Incident.objects.aggregate(number=Count("id"), last=Max("modified"))
    told = Report.objects.aggregate(number=Count("id"), last=Max("modified"))
    laid = Report.objects.exclude(incident=None).count()
    return Stamp(seen["number"], seen["last"], told["number"], laid, told["last"])


def kept(opened: Opened, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """The answer to a question about what the open door lets through; computed where it is not known yet."""
    key = (opened.visible, stamp_of(), question)
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return cast("Answer", _answers[key])
    made = answer()
    with _lock:
        _answers[key] = made
        while len(_answers) > MOST_KEPT:
            _answers.popitem(last=False)
    return made
