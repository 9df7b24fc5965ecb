"""Outgoing mail: the second way out of a node, beside `fetch`. It goes to the one relay that `node.toml` names, and only there.

Python's own SMTP client is used directly: Django's backend greets the relay with the machine's name, which is nobody's
business, and has no way to say that a certificate is checked. What is sent is plain text without any content of the node's.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.clock import now
from minassa.base.errors import PeerFault, Unavailable, fault_code
from minassa.base.ids import new_id
from minassa.base.settings import Mail

SECONDS: Final = 30

UNREACHABLE: Final = fault_code(
    "mail.unreachable",
    _("The mail relay could not be reached, or said no to this node."),
    _("Check [mail] in node.toml with whoever runs the relay; what waits is tried again."),
)
REFUSED: Final = fault_code(
    "mail.refused",
    _("The mail relay does not take mail for this address."),
    _("Check the address under “What you are told”."),
)


@dataclass(frozen=True, slots=True)
class Post:
    """An open connection to the relay."""

    relay: smtplib.SMTP
    sender: str

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Hand one message over. Raises PeerFault for an address that the relay refuses for good, else Unavailable."""
        message = _message(self.sender, to, subject, text)
        try:
            self.relay.send_message(message, from_addr=self.sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _said in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise PeerFault(REFUSED) from error
            raise Unavailable(UNREACHABLE) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(UNREACHABLE) from error


@contextmanager
def post_office(settings: Mail, *, password: str) -> Iterator[Post]:
    """A connection to the relay of the settings, encrypted and checked as they say. Raises Unavailable."""
    try:
        relay = _connected(settings, password)
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(UNREACHABLE) from error
    try:
        yield Post(relay, settings.sender)
    finally:
        _leave(relay)


def _connected(settings: Mail, password: str) -> smtplib.SMTP:
    named = Address(addr_spec=settings.sender).domain
    context = ssl.create_default_context()
    if settings.security == "tls":
        relay: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, local_hostname=named, timeout=SECONDS, context=context
        )
    else:
        relay = smtplib.SMTP(settings.host, settings.port, local_hostname=named, timeout=SECONDS)
    try:
        if settings.security == "starttls":
            relay.starttls(context=context)
        if settings.user:
            relay.login(settings.user, password)
    except BaseException:
        relay.close()
        raise
    return relay


def _leave(relay: smtplib.SMTP) -> None:
    try:
        relay.quit()
    except (smtplib.SMTPException, OSError):
        relay.close()


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A message that says of its machine nothing, and of itself that no person wrote it (RFC 3834)."""
    message = EmailMessage()
    message["From"] = Address("Minassa", addr_spec=sender)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{new_id()}@{Address(addr_spec=sender).domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
