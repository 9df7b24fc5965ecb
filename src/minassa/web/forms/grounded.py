"""What several records that come in together state: their marks, purpose, legal basis and day of review."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Tlp
from minassa.records import Ground, latest_review
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import TLP_LEVELS, handling_meanings, purposes

GROUND_FIELDS: Final = ("tlp", "purpose", "legal_basis", "review_on")


class GroundedForm(Sheet):
    """Marks and ground, for the own agency's people first: who else gets it is decided by a release."""

    left_to_right = frozenset({"review_on"})

    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=500, help_text=_("The law or decision on which your agency holds it.")
    )
    review_on = forms.DateField(
        label=_("Review on"),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        help_text=_("At most five years from now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["tlp"].choices = [(level.value, TLP_LEVELS[level]) for level in Tlp if level is not Tlp.RED]
        fields["handling"].choices = handling_meanings()
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    @property
    def ground_fields(self) -> list[forms.BoundField]:
        """The fields of marks and ground but for the handling codes, which are wide."""
        return [self[name] for name in GROUND_FIELDS]

    def label(self, actor: Actor, *, exercise: bool) -> Label:
        """The label that a valid form asks for, of the actor's agency."""
        if actor.agency is None:
            raise TypeError("whoever fills a form belongs to an agency")
        given = self.cleaned_data
        codes = frozenset(map(Handling, given["handling"]))
        return Label(actor.agency, Tlp(given["tlp"]), handling=codes, exercise=exercise)

    def ground(self) -> Ground:
        """The ground that a valid form states."""
        given = self.cleaned_data
        return Ground(given["legal_basis"], given["purpose"], given["review_on"])


def first_ground(purpose: str) -> dict[str, Any]:
    """What such a form begins with: the narrow side."""
    return {"tlp": Tlp.AMBER.value, "handling": [Handling.H0.value], "purpose": purpose, "review_on": latest_review()}
