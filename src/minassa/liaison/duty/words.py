"""The words of duty contacts in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.duty.types import ChannelKind

CHANNELS: Final[Mapping[ChannelKind, Promise]] = {
    ChannelKind.PHONE: _("Phone"),
    ChannelKind.SECURE_MAIL: _("Secure mail"),
    ChannelKind.EMAIL: _("E-mail"),
    ChannelKind.RADIO: _("Radio"),
    ChannelKind.OTHER: _("Other"),
}
