"""Mail about new notices: where to, and how often."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.desk import Every, MailView
from minassa.web.forms.sheet import Sheet

OFTEN: Final[Mapping[Every, Promise]] = {
    Every.QUARTER: _("At most every quarter of an hour"),
    Every.HOUR: _("At most once an hour"),
    Every.HALF_DAY: _("At most twice a day"),
    Every.DAY: _("At most once a day"),
}


class MailForm(Sheet):
    """An address of one's own, and an interval."""

    left_to_right = frozenset({"address"})

    address = forms.CharField(
        label=_("E-mail address"), max_length=254, widget=forms.TextInput(attrs={"inputmode": "email", "dir": "ltr"})
    )
    every = forms.TypedChoiceField(
        label=_("How often"),
        coerce=lambda value: Every(int(value)),
        choices=[(one.value, text) for one, text in OFTEN.items()],
        help_text=_("What is urgent is told within minutes all the same."),
    )


def initial_of_mail(chosen: MailView | None) -> dict[str, Any]:
    """The fields as the person has chosen."""
    if chosen is None:
        return {"every": Every.HOUR.value}
    return {"address": chosen.address, "every": chosen.every.value}
