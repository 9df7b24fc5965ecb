"""What people are told, inside the node, about their own login (S10)."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import system_actor
from minassa.desk import notice_kind, notify

NEW_DEVICE: Final = notice_kind(
    "login.new-device",
    _(
        "Somebody logged in with your name on a new device, from the address %(source)s. Was it not you? Change the password."
    ),
    topic=_("Login on a new device"),
    addressed=True,
)
FAILED_BURST: Final = notice_kind(
    "login.failed-burst",
    _("%(count)s attempts to log in with your name failed, the last one from the address %(source)s."),
    topic=_("Failed attempts to log in"),
    addressed=True,
)
FACTOR_ADDED: Final = notice_kind(
    "factor.added", _("A second factor was added to your account."), topic=_("Second factor added"), addressed=True
)
FACTOR_REMOVED: Final = notice_kind(
    "factor.removed",
    _("A second factor was removed from your account."),
    topic=_("Second factor removed"),
    addressed=True,
)
FACTORS_GONE: Final = notice_kind(
    "factor.all-removed",
    _("Two persons of your agency removed your second factors. Set up a new one."),
    topic=_("All second factors removed"),
    addressed=True,
)
PASSWORD_CHANGED: Final = notice_kind(
    "password.changed", _("Your password was changed."), topic=_("Password changed"), addressed=True
)


def give(kind: str, *, person: UUID, agency: UUID, **params: str | int) -> None:
    """Put a notice into a person's inbox."""
    notify(system_actor("notices"), person=person, agency=agency, kind=kind, about=f"user:{person}", params=params)
