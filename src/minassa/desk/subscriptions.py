"""Subscriptions: how a person wants to be told of each kind of notice. What asks something of them cannot be switched off."""

from collections.abc import Sequence
from dataclasses import dataclass

from minassa.access import Actor, door
from minassa.base import Invalid, Refused
from minassa.desk import faults
from minassa.desk.acts import NOTICE_READ, NOTICE_SUBSCRIBE
from minassa.desk.kinds import Delivery, NoticeKind, notice_kinds
from minassa.desk.models import Subscription
from minassa.desk.own import own_label, own_label_id


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A kind of notice, what it is called and what it says in the reader's language, and how the person has it."""

    kind: str
    topic: str
    outline: str
    delivery: Delivery
    can_be_switched: bool


def list_subscriptions(actor: Actor) -> tuple[SubscriptionView, ...]:
    """All kinds of notices with how this person has each, by topic."""
    with door(actor, NOTICE_READ) as opened:
        rows = Subscription.objects.filter(label_id=own_label_id(opened)).values_list("kind", "delivery")
        chosen = {kind: Delivery(delivery) for kind, delivery in rows}
    found = (_view(one, _of(one, chosen.get(one.kind))) for one in notice_kinds().values())
    return tuple(sorted(found, key=lambda one: (one.topic, one.kind)))


def subscribe(actor: Actor, *, kind: str, delivery: Delivery) -> SubscriptionView:
    """Choose how to be told of a kind from now on. Raises Invalid for an unknown kind, or one that cannot be switched."""
    told, own = notice_kinds().get(kind), own_label(actor)
    if told is None:
        raise Invalid(faults.KIND_UNKNOWN)
    if own is None:
        raise Refused(faults.NO_PERSON)
    if not told.can_be_switched and delivery is not Delivery.EACH:
        raise Invalid(faults.KIND_FIXED)
    with door(actor, NOTICE_SUBSCRIBE, subject=f"notice-kind:{kind}") as opened:
        label_id = opened.intern(own)
        opened.note(delivery=delivery.value)
        row = Subscription.objects.filter(kind=kind, label_id=label_id).first()
        row = row or Subscription(kind=kind, label_id=label_id)
        row.delivery = delivery.value
        row.save()
    return _view(told, delivery)


def deliveries_to(labels: Sequence[int], told: NoticeKind) -> dict[int, Delivery]:
    """How the persons with these labels have a kind; asked inside the door that gives notices."""
    if not told.can_be_switched:
        return dict.fromkeys(labels, Delivery.EACH)
    rows = Subscription.objects.filter(kind=told.kind, label_id__in=labels).values_list("label_id", "delivery")
    chosen = {label: Delivery(delivery) for label, delivery in rows}
    return {one: _of(told, chosen.get(one)) for one in labels}


def _view(told: NoticeKind, delivery: Delivery) -> SubscriptionView:
    return SubscriptionView(told.kind, str(told.topic), told.outline, delivery, told.can_be_switched)


def _of(told: NoticeKind, chosen: Delivery | None) -> Delivery:
    return chosen if chosen is not None and told.can_be_switched else told.first_delivery
