"""A lookout: what is looked for, of whom it is asked, and what was considered."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, Handling, Tlp
from minassa.liaison import LOOKOUT_KINDS, REFUSAL_REASONS, TELLS, WISHES, LookoutKind, Sought, Tell, Wish
from minassa.web.forms.request import CarefulForm, initial_of_care
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import purposes


class LookoutForm(CarefulForm):
    """A lookout as it is written."""

    left_to_right = frozenset({"numbers", "expires"})

    to = forms.MultipleChoiceField(label=_("Recipients"), widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}))
    kind = forms.ChoiceField(label=_("What is looked for"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Heading"), max_length=200, help_text=_("In a few words, for the list."))
    names = forms.CharField(
        label=_("Names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, of a person."),
    )
    numbers = forms.CharField(
        label=_("Numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: passport, plate, document."),
    )
    why = forms.CharField(
        label=_("Why, and what to look for"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    wish = forms.ChoiceField(label=_("What we ask of you"), widget=forms.RadioSelect)
    tell = forms.ChoiceField(label=_("Who is told when it is met"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=500)
    expires = forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year from now."),
    )

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [(f"agency:{one.id}", one.name) for one in agencies]
        fields["kind"].choices = [(one.value, text) for one, text in LOOKOUT_KINDS.items()]
        fields["wish"].choices = [(one.value, text) for one, text in WISHES.items()]
        fields["tell"].choices = [(one.value, text) for one, text in TELLS.items()]
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def sought(self) -> Sought:
        """What a valid form looks for."""
        given = self.cleaned_data
        return Sought(
            to=tuple(given["to"]),
            kind=LookoutKind(given["kind"]),
            title=given["title"],
            names=tuple(filter(None, map(str.strip, given["names"].splitlines()))),
            numbers=tuple(filter(None, map(str.strip, given["numbers"].splitlines()))),
            why=given["why"],
            purpose=given["purpose"],
            legal_basis=given["legal_basis"],
            expires=end_of(given["expires"]),
            wish=Wish(given["wish"]),
            tell=Tell(given["tell"]),
            tlp=Tlp(given["tlp"]),
            handling=frozenset(map(Handling, given["handling"])),
            care=self.care(),
        )


class RenewalForm(Sheet):
    """Until when a lookout lives, and why it is still needed."""

    left_to_right = frozenset({"until"})

    until = forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year from now."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1_000)


class DeclineForm(Sheet):
    """Why an agency does not look out."""

    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].choices = [
            ("", _("Choose a reason")),
            *((one.value, text) for one, text in REFUSAL_REASONS.items()),
        ]


def end_of(day: date) -> datetime:
    """The last minute of a day, in UTC."""
    return datetime.combine(day, time(23, 59), tzinfo=UTC)


def initial_of_lookout(sought: Sought) -> dict[str, Any]:
    """The fields of the form as the lookout stands."""
    return initial_of_care(sought.care) | {
        "to": list(sought.to),
        "kind": sought.kind.value,
        "title": sought.title,
        "names": "\n".join(sought.names),
        "numbers": "\n".join(sought.numbers),
        "why": sought.why,
        "wish": sought.wish.value,
        "tell": sought.tell.value,
        "purpose": sought.purpose,
        "legal_basis": sought.legal_basis,
        "expires": sought.expires.date(),
        "tlp": sought.tlp.value,
        "handling": sorted(sought.handling),
    }


SEVERAL: Final = frozenset({"to", "handling"})
TICKED: Final = frozenset({"neutral"})
"""Fields of which a draft keeps every value, and boxes."""
