"""Deaths of each country in each month, from the incidents that the actor may see: what forecasts and trends are made of."""

from collections import defaultdict

from minassa.access import Actor, door
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.forecast import Panel, panel_of
from minassa.threats.models import Report
from minassa.threats.months import month_of

CHUNK = 5_000


def monthly_deaths(actor: Actor, *, purpose: str = "") -> Panel:
    """Deaths by country and month; a month of a country without an incident counts none.

    Of an incident of which several sources tell, the best count of the report that came first is taken. Raises PanelError where there
    is no incident at all.
    """
    with door(actor, INCIDENT_LIST, purpose=purpose):
        return deaths_by_month() or panel_of({})


def deaths_by_month() -> Panel | None:
    """The same of what the open door lets through; None where there is no incident."""
    told = Report.objects.exclude(incident=None).exclude(incident__country="").order_by("-received", "-id")
    columns = told.values_list("incident_id", "incident__country", "incident__start", "deaths_best")
    first = {one[0]: one[1:] for one in columns.iterator(chunk_size=CHUNK)}
    deaths: defaultdict[tuple[str, int], float] = defaultdict(float)
    for country, day, best in first.values():
        deaths[country, month_of(day)] += best or 0
    places, months = {place for place, _month in deaths}, [month for _place, month in deaths]
    if not deaths:
        return None
    return panel_of(
        {(place, month): deaths[place, month] for place in places for month in range(min(months), max(months) + 1)}
    )
