"""The question "who is this?", and the decision on a hit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.base import Fault
from minassa.check import Kind, Question, birth_span
from minassa.web.forms.sheet import LongSelect, Sheet, plain_number
from minassa.web.wording import KINDS, countries, purposes

LONGEST_NAME = 300


class QuestionForm(Sheet):
    """A name and what else is known of its bearer, with the purpose and the case for which it is asked."""

    left_to_right = frozenset({"birth_date", "identifier", "case"})

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("In any script or spelling."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    birth_date = forms.CharField(
        label=_("Date of birth"),
        max_length=10,
        required=False,
        help_text=_("A year, a month or a day: 1976, 1976-08 or 1976-08-14."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False, widget=LongSelect)
    identifier = forms.CharField(
        label=_("Number"),
        max_length=100,
        required=False,
        validators=[plain_number],
        help_text=_("Passport, identity card, phone, account or wallet."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Searches for people are logged with their purpose."))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("Any kind")), *((one.value, KINDS[one.value]) for one in Kind)]
        fields["country"].choices = [("", _("Not known")), *countries()]
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def clean_birth_date(self) -> str:
        """Refuse what is no date with the sentence of the check itself."""
        written: str = self.cleaned_data["birth_date"]
        try:
            birth_span(written)
        except Fault as fault:
            raise ValidationError(str(fault), code=fault.code) from None
        return written

    def clean(self) -> dict[str, Any]:
        """A name or a number is needed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("identifier") and not self.errors:
            self.add_error("name", _("Write a name or a number."))
        return cleaned

    def question(self) -> Question:
        """The question that a valid form asks."""
        given = self.cleaned_data
        return Question(
            name=given["name"],
            birth_date=given["birth_date"],
            country=given["country"],
            identifier=given["identifier"],
            kind=Kind(given["kind"]) if given["kind"] else None,
        )
