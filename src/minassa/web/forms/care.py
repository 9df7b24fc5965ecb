"""Keeping a record longer, deleting it, and keeping it from deletion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.web.forms.sheet import Sheet


class KeepingForm(Sheet):
    """Until when a record is kept, and why it is still needed."""

    left_to_right = frozenset({"until"})

    until = forms.DateField(
        label=_("Next review on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most five years from now."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Why the record is still needed."))


class HoldForm(Sheet):
    """Until when a record is kept from deletion, and by whose order."""

    left_to_right = frozenset({"until"})

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("That day included; at most one year from now. A hold can be placed anew before it ends."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The order of a court or the inquiry that needs the record.")
    )


class LiftForm(Sheet):
    """Why a legal hold shall end before its day."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The second person reads it."))


class DeletionForm(Sheet):
    """Why a record shall be deleted for good."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The second person reads it."))
