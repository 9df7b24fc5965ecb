"""Keeping, sharing and bringing in diagrams."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.web.forms.recipients import offer_recipients
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import purposes


class WhyForm(Sheet):
    """For which purpose and case a diagram is opened: the records on it are read for it."""

    left_to_right = frozenset({"case"})

    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def why(self) -> dict[str, Any]:
        """The purpose and the case."""
        return {"purpose": self.cleaned_data["purpose"], "case": self.cleaned_data["case"]}


class KeepForm(Sheet):
    """A diagram's words; `diagram` and `version` name the one from which one went on."""

    title = forms.CharField(label=_("Title of the diagram"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    only_me = forms.BooleanField(label=_("For me alone; otherwise for my agency"), required=False)
    diagram = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ShareForm(Sheet):
    """Who may open a diagram, under which marks. Each sees of it what they may see anyway."""

    to = forms.MultipleChoiceField(
        label=_("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen under TLP:GREEN: all members."),
    )
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        agencies: Iterable[AgencyView],
        communities: Iterable[CommunityView],
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_recipients(self.fields, agencies, communities)

    def sharing(self) -> dict[str, Any]:
        """What a valid form says."""
        given = self.cleaned_data
        return {"tlp": Tlp(given["tlp"]), "to": given["to"], "handling": frozenset(map(Handling, given["handling"]))}


class DiagramFileForm(Sheet):
    """A diagram in our own form."""

    file = forms.FileField(label=_("File (JSON)"))
    only_me = forms.BooleanField(label=_("For me alone; otherwise for my agency"), required=False)
