"""Exploring links: for which purpose and case, narrowed to which kinds and days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.records import Wanted, kinds_of_ties
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import purposes


class NexusForm(Sheet):
    """What stands in the address of the page: no name, and nothing that tells whom it is about."""

    left_to_right = frozenset({"case"})

    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])
    kind = forms.ChoiceField(label=_("Kind of link"), required=False)
    since = forms.DateField(
        label=_("Held on or after"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Held on or before"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]
        fields["kind"].choices = [("", _("All kinds")), *sorted(kinds_of_ties().items(), key=lambda one: one[1])]

    def wanted(self) -> Wanted:
        """What the search is narrowed to."""
        given = self.cleaned_data
        return Wanted(frozenset({given["kind"]} if given["kind"] else ()), given["since"], given["until"])

    def why(self) -> dict[str, Any]:
        """The purpose and the case for which it is asked."""
        return {"purpose": self.cleaned_data["purpose"], "case": self.cleaned_data["case"]}
