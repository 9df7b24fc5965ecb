"""Under which marks stands what is derived from incidents: those of every label that took part."""

from django.db.models import QuerySet

from minassa.access import Opened, marks
from minassa.threats.models import Incident, Report
from minassa.threats.picture.types import Handling


def handling_of(opened: Opened, found: "QuerySet[Incident]") -> Handling:
    """The marks of these incidents and of the reports laid to them, which the open door lets through."""
    ids = set(found.order_by().values_list("label_id", flat=True).distinct())
    told = Report.objects.exclude(incident=None).order_by()
    ids |= set(told.values_list("label_id", flat=True).distinct()) if ids else set()
    return tuple(sorted({(marks(opened.label_of(one)), opened.obligations(one)) for one in ids}))
