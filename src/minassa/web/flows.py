"""Calls, payments and a timeline beside the diagram of links: lines of tables, and the drawing of how much was when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.formats import date_format, number_format

from minassa import records as room
from minassa.web.charts import WIDTH, Bar, Chart, Label

_HIGH: Final = 90
_LOOKS: Final = (("calls", "is-calls"), ("payments", "is-payments"), ("others", "is-others"))


def flow_lines(flows: Sequence[room.Flow], named: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Each flow with the names of its ends and its sums in words."""
    return [
        {
            "flow": one,
            "source": named.get(one.source, ""),
            "target": named.get(one.target, ""),
            "sums": [f"{number_format(total, use_l10n=True, force_grouping=True)} {code}" for code, total in one.sums],
        }
        for one in flows
    ]


def drawn_flows(flows: Iterable[room.Flow]) -> list[tuple[UUID, UUID, str]]:
    """Flows as ties of the diagram: the words with their number."""
    return [(one.source, one.target, f"{one.words} ({one.count})") for one in flows]


def timeline_chart(spans: Sequence[room.Span]) -> Chart | None:
    """How much was on which days, as bars: calls at the bottom, payments above them, all else on top; None where nothing is dated."""
    most = max((one.calls + one.payments + one.others for one in spans), default=0)
    if not most:
        return None
    step, marks = WIDTH / len(spans), []
    for number, one in enumerate(spans):
        below = 0.0
        for name, look in _LOOKS:
            tall = _HIGH * getattr(one, name) / most
            if tall:
                below += tall
                marks.append(Bar(_at(number * step + step * 0.1), _at(_HIGH - below), _at(step * 0.8), _at(tall), look))
    ends = ((0, spans[0].first), (len(spans) - 1, spans[-1].last))
    letters = [
        Label(_at(min(max(place * step + step / 2, 34), WIDTH - 34)), str(_HIGH + 14), _short(day))
        for place, day in ends
    ]
    return Chart(_HIGH + 18, (*marks, *(letters if len(spans) > 1 else letters[:1])))


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _at(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
