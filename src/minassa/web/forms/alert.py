"""An alert: what is threatened, for whom, how grave."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.liaison import GRAVITIES, Alerting, Gravity, Growth
from minassa.web.forms.recipients import BUT_RED, offer_recipients
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries

SEVERAL: Final = frozenset({"to", "handling", "countries"})
"""Fields of which a draft keeps every value."""


class AlertForm(Sheet):
    """An alert as it is written. An update says what is new, and may name further recipients."""

    left_to_right = frozenset({"valid_until", "records"})

    to = forms.MultipleChoiceField(
        label=_("Recipients"), widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}), required=False
    )
    announced = forms.BooleanField(
        label=_("Tell those who have it already who gets it now"),
        required=False,
        help_text=_("Who gets it now sees the whole alert with its earlier versions."),
    )
    title = forms.CharField(label=_("Heading"), max_length=200)
    text = forms.CharField(
        label=_("What is threatened, and what to do"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    change = forms.CharField(
        label=_("What is new"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    gravity = forms.ChoiceField(label=_("Gravity"), widget=forms.RadioSelect)
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    valid_until = forms.DateTimeField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In UTC. Empty: until it is stood down."),
    )
    records = forms.CharField(
        label=_("Records it refers to"),
        required=False,
        help_text=_("Their references, with blanks between. Recipients learn only of those that all of them may see."),
    )
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        agencies: Iterable[AgencyView],
        communities: Iterable[CommunityView],
        is_update: bool = False,
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_update = is_update
        fields: dict[str, Any] = self.fields
        offer_recipients(fields, agencies, communities, levels=BUT_RED)
        fields["to"].required, fields["change"].required = not is_update, is_update
        fields["to"].error_messages["required"] = _("Choose at least one agency or community.")
        fields["change"].error_messages["required"] = _("Say what is new.")
        if is_update:
            fields["to"].label = _("Further recipients")
        fields["gravity"].choices = [(one.value, text) for one, text in GRAVITIES.items()]
        fields["countries"].choices = countries()
        fields["countries"].widget.attrs["size"] = 6

    def clean_records(self) -> tuple[UUID, ...]:
        """The references, each once."""
        try:
            return tuple(dict.fromkeys(map(UUID, self.cleaned_data["records"].split())))
        except ValueError:
            raise ValidationError(_("One of these is not a record's reference."), code="records") from None

    def growth(self) -> Growth | None:
        """The further recipients that a valid update names."""
        given = self.cleaned_data
        return Growth(tuple(given["to"]), announced=given["announced"]) if given["to"] else None

    def alerting(self) -> Alerting:
        """What a valid form says."""
        given = self.cleaned_data
        until = given["valid_until"]
        return Alerting(
            to=tuple(given["to"]),
            title=given["title"],
            text=given["text"],
            gravity=Gravity(given["gravity"]),
            tlp=Tlp(given["tlp"]),
            handling=frozenset(map(Handling, given["handling"])),
            countries=tuple(given["countries"]),
            valid_until=until.replace(tzinfo=UTC) if until else None,
            records=given["records"],
        )


def initial_of_alert(alerting: Alerting) -> dict[str, Any]:
    """The fields of the form as the alert stands."""
    return {
        "to": list(alerting.to),
        "title": alerting.title,
        "text": alerting.text,
        "gravity": alerting.gravity.value,
        "countries": list(alerting.countries),
        "valid_until": alerting.valid_until and alerting.valid_until.astimezone(UTC).replace(tzinfo=None),
        "records": " ".join(map(str, alerting.records)),
        "tlp": alerting.tlp.value,
        "handling": sorted(alerting.handling),
    }
