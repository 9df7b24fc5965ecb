"""Subjects under watch: who, why and until when; a file of them; a longer term."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.base import today
from minassa.check import Kind
from minassa.watch import Term
from minassa.web.forms.check import QuestionForm
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import KINDS, purposes

FIRST_TERM: Final = timedelta(days=180)


def _reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Why this is needed, for whoever reviews it. It is shown to your agency only."),
    )


def _until_field() -> forms.DateField:
    return forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        help_text=_("At most a year from now."),
    )


def first_term(asked: dict[str, str]) -> dict[str, Any]:
    """What such a form begins with: the session's purpose and case, half a year."""
    return {
        "purpose": asked.get("purpose", ""),
        "case": asked.get("case", ""),
        "until": today() + FIRST_TERM,
    }


class TermForm(Sheet):
    """Why something is watched, under which case, and until when."""

    left_to_right = frozenset({"until", "case"})

    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])
    reason = _reason_field()
    until = _until_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def term(self) -> Term:
        """The term that a valid form states."""
        given = self.cleaned_data
        return Term(given["purpose"], given["reason"], given["until"], given["case"])


class WatchForm(QuestionForm):
    """A subject to be watched: what a check asks, with a term."""

    left_to_right = QuestionForm.left_to_right | {"until"}

    reason = _reason_field()
    until = _until_field()

    def term(self) -> Term:
        """The term that a valid form states."""
        given = self.cleaned_data
        return Term(given["purpose"], given["reason"], given["until"], given["case"])


class WatchFileForm(TermForm):
    """A file of subjects, all under one term."""

    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_(
            "A table (CSV in UTF-8, or XLSX) whose first row names the columns: name, and perhaps birth_date, country, identifier."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("Any kind")), *((one.value, KINDS[one.value]) for one in Kind)]

    def kind_given(self) -> Kind | None:
        """Of what kind all subjects of the file are."""
        return Kind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


class LongerForm(Sheet):
    """Until when a watch lasts, and why it is still needed."""

    left_to_right = frozenset({"until"})

    until = _until_field()
    reason = _reason_field()
