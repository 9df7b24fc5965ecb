"""A case as a person opens it themselves, and a piece of evidence that they add."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import PersonView
from minassa.base import new_id
from minassa.cases import Evidence, EvidenceLine, Origin, OriginKind
from minassa.web.forms.breach import reference
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import purposes


class EvidenceForm(Sheet):
    """A piece of evidence: what it is, what it says, and to what it links."""

    piece = forms.CharField(label=_("Heading of the evidence"), max_length=200)
    says = forms.CharField(
        label=_("What it says"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One line for each fact; a word and a colon in front are shown as its kind, as in “Amount: 9,900 XOF”."
        ),
    )
    about = forms.CharField(
        label=_("The page it is about"),
        required=False,
        max_length=200,
        help_text=_("The address of a record, request, alert or report, or a reference such as record:… ."),
    )
    left_to_right = frozenset({"about"})

    def evidence(self) -> Evidence:
        """The evidence of a valid form."""
        given = self.cleaned_data
        return Evidence(
            given["piece"],
            tuple(map(_line, filter(None, map(str.strip, given["says"].splitlines())))),
            about=given["about"],
        )

    def clean_about(self) -> str:
        """A reference, also where the address of a page was copied."""
        return reference(self.cleaned_data["about"].strip())


def _line(written: str) -> EvidenceLine:
    kind, colon, text = written.partition(":")
    return (
        EvidenceLine(kind.strip(), text.strip())
        if colon and text.strip() and len(kind) <= 60
        else EvidenceLine("", written)
    )


class CaseForm(EvidenceForm):
    """A case that a person opens: its heading, its first evidence, why the data may be used, whose it is."""

    title = forms.CharField(label=_("Heading"), max_length=200)
    purpose = forms.ChoiceField(label=_("Purpose"))
    reference = forms.CharField(label=_("Case reference"), required=False, max_length=100, validators=[plain_number])
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)
    due = forms.DateTimeField(
        label=_("Deadline"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(
        label=_("First note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    left_to_right = frozenset({"about", "reference"})

    def __init__(self, *args: Any, people: Iterable[PersonView] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = purposes()
        fields["assignee"].choices = [("", "—"), *((str(one.id), one.name) for one in people)]

    def clean_assignee(self) -> UUID | None:
        """The person's id."""
        chosen = self.cleaned_data["assignee"]
        return UUID(chosen) if chosen else None

    def origin(self) -> Origin:
        """What the case came from: the person who opens it."""
        piece = self.evidence()
        if not piece.lines:
            raise ValidationError(_("Write what the evidence says."))
        return Origin(OriginKind.OWN, f"own:{new_id()}", self.cleaned_data["title"], (piece,))
