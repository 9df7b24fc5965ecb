"""Reading groups: the list with what each did last, and one with all that its incidents come to."""

from collections import defaultdict
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet

from minassa.access import Actor, door
from minassa.base import NotFound
from minassa.records import RecordRow, list_records, read_record
from minassa.threats import faults
from minassa.threats.acts import GROUP_LIST, GROUP_READ
from minassa.threats.groups.keys import GROUP, SAME, keys_of_groups
from minassa.threats.groups.types import GroupPage, GroupRow, GroupView
from minassa.threats.models import ActorName, Incident
from minassa.threats.reads import filtered, incident_rows, totals_of
from minassa.threats.types import Filters

PAGE: Final = 20
MOST_LATEST: Final = 10
MOST_COUNTRIES: Final = 6
_NAMES: Final = ("name", "alias", "weakAlias", "previousName", "abbreviation")


def list_groups(actor: Actor, *, before: str = "", size: int = PAGE, purpose: str = "") -> GroupPage:
    """Groups, the newest record first, each with how many incidents name it, where, and when the last was."""
    page = list_records(actor, schema=GROUP, before=before, size=min(size, 50), purpose=purpose)
    with door(actor, GROUP_LIST, purpose=purpose):
        return GroupPage(tuple(_row(one) for one in page.rows), page.next, page.count_text)


def _row(record: RecordRow) -> GroupRow:
    found = filtered(Filters(group=record.id))
    by_country = list(found.values("country").annotate(n=Count("id"), last=Max("start")).order_by("-n", "country"))
    return GroupRow(
        record,
        sum(one["n"] for one in by_country),
        max((one["last"] for one in by_country), default=None),
        tuple(one["country"] for one in by_country if one["country"])[:MOST_COUNTRIES],
    )


def read_group(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> GroupView:  # noqa: A002 - the word that every room uses
    """One group with its incidents. Raises NotFound where it is absent, hidden, or no group: the three look the same."""
    with door(actor, GROUP_READ, purpose=purpose, case=case, subject=f"group:{id}") as opened:
        if id not in keys_of_groups([id]):
            raise NotFound(faults.NO_GROUP)
        record = read_record(actor, id=id, purpose=purpose, case=case)
        opened.note(owner=record.owner)
        found = filtered(Filters(group=id))
        ends = found.aggregate(first=Min("start"), last=Max("start"))
        kinds = found.values("kind").annotate(n=Count("id")).order_by("-n", "kind")
        decided = ActorName.objects.filter(group_id=id, decision=SAME).order_by("written")
        return GroupView(
            record=record,
            names=tuple(one for name in _NAMES for one in record.properties.get(name, ())),
            other_names=tuple(dict.fromkeys(decided.values_list("written", flat=True)[:50])),
            totals=totals_of(found),
            first=ends["first"],
            last=ends["last"],
            reach=_reach(found),
            kinds={one["kind"]: one["n"] for one in kinds},
            latest=incident_rows(list(found.order_by("-at", "-id")[:MOST_LATEST]), opened),
        )


def _reach(found: QuerySet[Incident]) -> dict[int, dict[str, int]]:
    counted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows: Any = found.exclude(country="").values("start__year", "country").annotate(n=Count("id"))
    for one in rows.order_by("-start__year", "-n", "country"):
        counted[one["start__year"]][one["country"]] = one["n"]
    return dict(counted)
