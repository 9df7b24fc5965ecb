"""What a report is drawn from binds it: its marks are never wider than those of any source (R04)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from minassa.access import Actor, Handling, Label, Recipients, Tlp, addressed, strictest
from minassa.base import Invalid, NotFound, Refused
from minassa.liaison import faults
from minassa.liaison.own import agency_of
from minassa.liaison.reports.types import Reporting
from minassa.records import read_record


def labels_of(actor: Actor, records: Iterable[UUID]) -> Mapping[UUID, Label]:
    """The labels of the records that this actor may see. Raises Invalid for one that they may not, or that is not there."""
    found: dict[UUID, Label] = {}
    for one in records:
        try:
            found[one] = read_record(actor, id=one).label
        except (NotFound, Refused) as error:
            raise Invalid(faults.REPORT_SOURCE) from error
    return found


def bound_label(actor: Actor, reporting: Reporting, sources: Mapping[UUID, Label], *, exercise: bool) -> Label:
    """The label of a report: what its author chose, narrowed by every source. Raises Invalid for one nobody could read."""
    if reporting.tlp is Tlp.RED:
        raise Invalid(faults.REPORT_TLP)
    if not reporting.handling:
        raise Invalid(faults.HANDLING)
    plain = Label(agency_of(actor), reporting.tlp, handling=reporting.handling, exercise=exercise)
    label = strictest((plain, *sources.values()), author=actor.user_id)
    if label.tlp is Tlp.RED:
        raise Invalid(faults.REPORT_TLP)
    return label


def draft_label(label: Label) -> Label:
    """The label of a draft: for the author's agency alone, however wide the report is to be once it is released."""
    return replace(label, tlp=min(label.tlp, Tlp.AMBER, key=lambda level: level.width), audience=frozenset())


def released_label(label: Label, sources: Mapping[UUID, Label], to: Recipients) -> Label:
    """The label under which a report leaves. Raises Refused where a source is another agency's and not for everybody."""
    for source in sources.values():
        is_open = source.tlp in {Tlp.GREEN, Tlp.CLEAR} and not source.handling & {Handling.H2, Handling.H3}
        if source.owner != label.owner and not is_open:
            raise Refused(faults.REPORT_FOREIGN)
    if label.purposes or label.opens or label.closes:
        raise Refused(faults.REPORT_BOUND)
    return addressed(label, to)


def seen_by_all(sources: Mapping[UUID, Label], to: Recipients) -> tuple[UUID, ...]:
    """The sources that every recipient may see: nobody learns the number of a record that they may not."""
    return tuple(one for one, label in sources.items() if _is_seen(label, to))


def _is_seen(label: Label, to: Recipients) -> bool:
    if label.purposes or label.opens or label.closes or label.tlp is Tlp.RED:
        return False
    is_for_all = label.tlp is Tlp.CLEAR or (label.tlp is Tlp.GREEN and not label.audience)
    return is_for_all or to.tokens <= label.audience
