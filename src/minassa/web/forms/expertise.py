"""An entry of the directory of expertise: in which field, in which languages, what is offered, whom to ask."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, Handling, Tlp
from minassa.liaison import FIELDS, Field, Offer, Sharing
from minassa.web.forms.recipients import offer_recipients
from minassa.web.forms.sheet import Sheet


class OfferForm(Sheet):
    """What an agency offers in one field, and who sees it."""

    left_to_right = frozenset({"languages"})

    field = forms.ChoiceField(label=_("Field of expertise"))
    languages = forms.CharField(
        label=_("Languages"), max_length=60, help_text=_("Two-letter codes, the best spoken first, such as fr ar.")
    )
    offered = forms.CharField(label=_("What is offered"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}))
    contact = forms.CharField(
        label=_("Whom to ask"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A post rather than a person: who holds it changes."),
    )
    until = forms.DateField(
        label=_("Offered until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day. Empty: as long as it is confirmed."),
    )
    everyone = forms.BooleanField(label=_("Share with all agencies of the platform"), required=False)
    to = forms.MultipleChoiceField(label=_("Or only with these"), required=False, widget=forms.CheckboxSelectMultiple)
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["field"].choices = [(one.value, text) for one, text in FIELDS.items()]
        offer_recipients(fields, agencies)

    def offer(self) -> Offer:
        """What a valid form offers."""
        given = self.cleaned_data
        languages = tuple(given["languages"].replace(",", " ").split())
        return Offer(Field(given["field"]), languages, given["offered"], given["contact"], given["until"])

    def sharing(self) -> Sharing:
        """With whom the entry of a valid form is shared."""
        given = self.cleaned_data
        handling = frozenset(map(Handling, given["handling"]))
        return Sharing(given["everyone"], tuple(given["to"]), Tlp(given["tlp"]), handling)


def initial_of_offer(offer: Offer, sharing: Sharing) -> dict[str, Any]:
    """The fields of the form as the entry stands."""
    return {
        "field": offer.field.value,
        "languages": " ".join(offer.languages),
        "offered": offer.offered,
        "contact": offer.contact,
        "until": offer.until,
        "everyone": sharing.everyone,
        "to": list(sharing.to),
        "tlp": sharing.tlp.value,
        "handling": sorted(sharing.handling),
    }


SEVERAL: Final = frozenset({"to", "handling"})
TICKED: Final = frozenset({"everyone"})
"""Fields of which a draft keeps every value, and boxes."""
