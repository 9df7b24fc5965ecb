"""Keeping a record longer, and deleting it."""

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


class DeletionForm(Sheet):
    """Why a record shall be deleted for good."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The second person reads it."))
