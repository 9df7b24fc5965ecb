"""E-mail about notices: how many are new, and where to read them; never what they say, from whom, or under which marks.

Off until `[mail]` in `node.toml` names a relay, and for each person until they ask for it with an address of their own. A
message goes at most once in the time that the person chose; what is urgent goes with the next minute.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from enum import IntEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from minassa.access import Actor, door, list_people, system_actor
from minassa.base import Fault, Invalid, Refused, now
from minassa.base.mail import Post, post_office
from minassa.base.settings import LANGUAGES, Mail, Settings
from minassa.desk import faults
from minassa.desk.acts import MAIL_CHOOSE, MAIL_DUE, MAIL_SEND, NOTICE_READ
from minassa.desk.models import MailChoice, Notice
from minassa.desk.own import own_label, own_label_id

logger = logging.getLogger(__name__)

RETRY_AFTER: Final = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120))
MOST_AT_ONCE: Final = 200
LONGEST_ADDRESS: Final = 254
_URGENT_FOR: Final = timedelta(days=1)


class Every(IntEnum):
    """How often a message may come, in minutes."""

    QUARTER = 15
    HOUR = 60
    HALF_DAY = 720
    DAY = 1_440


@dataclass(frozen=True, slots=True)
class MailView:
    """A person's choice: to which address, how often, and what the relay last said no with (a fault's code)."""

    address: str
    every: Every
    fault: str


def is_mail_offered() -> bool:
    """Whether this node sends mail at all."""
    return bool(_mail().host)


def mail_choice(actor: Actor) -> MailView | None:
    """This person's choice; None for whoever wants no mail."""
    with door(actor, NOTICE_READ) as opened:
        row = MailChoice.objects.filter(label_id=own_label_id(opened)).first()
        return MailView(row.address, Every(row.every), row.fault) if row else None


def choose_mail(actor: Actor, *, address: str, every: Every, language: str) -> None:
    """Ask for mail about new notices. Raises Invalid for an address that is none, or not of a domain that the node allows."""
    own = own_label(actor)
    if own is None:
        raise Refused(faults.NO_PERSON)
    if not is_mail_offered():
        raise Invalid(faults.MAIL_OFF)
    checked = _checked(address)
    with door(actor, MAIL_CHOOSE) as opened:
        opened.note(every=int(every))
        label_id = opened.intern(own)
        row = MailChoice.objects.filter(label_id=label_id).first() or MailChoice(label_id=label_id)
        row.person, row.address, row.every = own_person(actor), checked, int(every)
        row.language = language if language in LANGUAGES else settings.MINASSA.node.language
        row.told_until = row.next_at = now()
        row.tries, row.fault = 0, ""
        row.save()


def stop_mail(actor: Actor) -> None:
    """Want no mail any more; the address is forgotten."""
    with door(actor, MAIL_CHOOSE) as opened:
        opened.note(every=0)
        MailChoice.objects.filter(label_id=own_label_id(opened)).delete()


def own_person(actor: Actor) -> UUID:
    """The person behind an actor. Raises Refused for a program."""
    if actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    return actor.user_id


def _checked(address: str) -> str:
    plain = address.strip()
    try:
        found = Address(addr_spec=plain)
    except (ValueError, IndexError) as error:
        raise Invalid(faults.MAIL_ADDRESS) from error
    if len(plain) > LONGEST_ADDRESS or not found.username or not found.domain or not plain.isascii():
        raise Invalid(faults.MAIL_ADDRESS)
    allowed = [one.lower() for one in _mail().domains]
    if allowed and found.domain.lower() not in allowed:
        raise Invalid(faults.MAIL_DOMAIN, domains=", ".join(allowed))
    return plain


@dataclass(frozen=True, slots=True)
class _Due:
    """A message that is due, as it goes out: no more than this leaves the door."""

    choice: UUID
    address: str
    language: str
    count: int
    until: datetime


def send_mail() -> int:
    """Send what is due, one after the other, no transaction being open meanwhile; gives how many were handed over.

    What the relay did not take is tried again after one, five, thirty and 120 minutes. A node that is killed between
    sending and noting it sends one message twice.
    """
    node: Settings = settings.MINASSA
    if not node.mail.host:
        return 0
    due = list(_due())
    if not due:
        return 0
    password = node.file(node.mail.password_file).read_text(encoding="utf-8").strip() if node.mail.user else ""
    try:
        with post_office(node.mail, password=password) as post:
            return sum(_sent(post, one) for one in due)
    except Fault as fault:
        for one in due:
            _note(one, fault.code)
        logger.warning("mail: %s", fault.code)
        return 0


def _sent(post: Post, one: _Due) -> bool:
    subject, text = _words(one)
    try:
        post.send(one.address, subject=subject, text=text)
    except Fault as fault:
        _note(one, fault.code)
        return False
    _note(one, "")
    return True


def _words(one: _Due) -> tuple[str, str]:
    """What a message says: a number and where to read. A test holds that nothing else gets in."""
    with override(one.language):
        told = ngettext(
            "You have %(count)s new notice on Minassa.", "You have %(count)s new notices on Minassa.", one.count
        ) % {"count": one.count}
        inbox = f"{settings.MINASSA.node.address}/inbox/"
        more = _("Such a message never says what the notices are about. How often it comes is chosen here:")
        return told, f"{told}\n{inbox}\n\n{more}\n{inbox}subscriptions/\n"


def _due() -> Iterator[_Due]:
    """Messages that are due now: whose time has come, or who has something urgent; of people who still log in."""
    actor, at = system_actor("mail"), now()
    with door(actor, MAIL_DUE):
        urgent = Notice.objects.filter(urgent=True, acknowledged_at=None, created__gt=at - _URGENT_FOR)
        wanted = Q(next_at__lte=at) | Q(tries=0, label_id__in=urgent.values("label_id"))
        rows = list(MailChoice.objects.filter(wanted).order_by("next_at", "id")[:MOST_AT_ONCE])
        active = {one.id for one in list_people(actor) if one.is_active} if rows else set()
        for row in rows:
            unread = Notice.objects.filter(label_id=row.label_id, read_at=None, quiet=False, created__gt=row.told_until)
            count = unread.count()
            is_due = row.next_at <= at or unread.filter(urgent=True).exists()
            if count and is_due and row.person in active:
                yield _Due(row.id, row.address, row.language, count, at)


def _note(one: _Due, fault: str) -> None:
    """Write down that a message went out, or why not and when it is tried again."""
    with door(system_actor("mail"), MAIL_SEND) as opened:
        opened.note(fault=fault, count=one.count)
        row = MailChoice.objects.select_for_update().filter(id=one.choice).first()
        if row is None:  # the person wants no mail any more
            return
        row.fault = fault
        if fault:
            row.next_at = one.until + RETRY_AFTER[min(row.tries, len(RETRY_AFTER) - 1)]
            row.tries += 1
        else:
            row.told_until, row.tries = one.until, 0
            row.next_at = one.until + timedelta(minutes=row.every)
        row.save()


def _mail() -> Mail:
    found: Mail = settings.MINASSA.mail
    return found
