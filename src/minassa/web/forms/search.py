"""Searching records by their words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import purposes


class SearchForm(Sheet):
    """Words that a record must hold, with the purpose and the case for which one looks."""

    left_to_right = frozenset({"case"})

    query = forms.CharField(
        label=_("Words"),
        max_length=300,
        help_text=_("All of them must be in the record; the last one may be unfinished."),
    )
    schema = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]
