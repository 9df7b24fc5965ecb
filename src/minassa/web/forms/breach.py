"""An incident of security as it is entered and changed."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.safeguards import (
    BREACH_KINDS,
    RIGHTS_RISKS,
    SEVERITIES,
    BreachKind,
    Entering,
    RightsRisk,
    Severity,
)
from minassa.web.forms.sheet import Sheet

_PLACES: Final = {
    "alerts": "alert",
    "attachments": "attachment",
    "lookouts": "lookout",
    "people": "user",
    "practices": "practice",
    "records": "record",
    "reports": "report",
    "requests": "request",
    "scraping": "scraping",
}
_PAGE: Final = re.compile(r"/([a-z]+)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


class BreachForm(Sheet):
    """What happened, when it was noticed, how bad it is, and what it concerns; a change says why."""

    kind = forms.ChoiceField(label=_("What happened, in a word"))
    title = forms.CharField(label=_("Heading"), max_length=200)
    what = forms.CharField(
        label=_("What happened"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what is known, and what was done at once. Do not repeat the data that were disclosed."),
    )
    noticed = forms.DateTimeField(
        label=_("Noticed"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The clocks run from then."),
    )
    severity = forms.ChoiceField(label=_("Severity"))
    risk = forms.ChoiceField(label=_("Risk to rights"))
    persons = forms.IntegerField(
        label=_("Number of persons concerned"), required=False, min_value=0, max_value=1_000_000_000
    )
    concerns = forms.CharField(
        label=_("Concerns"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Addresses of pages, or references such as record:… , one a line."),
    )
    reason = forms.CharField(label=_("Why it is changed"), required=False, max_length=1_000)
    left_to_right = frozenset({"concerns"})

    def __init__(self, *args: Any, is_change: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one.value, text) for one, text in BREACH_KINDS.items()]
        fields["severity"].choices = [(one.value, text) for one, text in SEVERITIES.items()]
        fields["risk"].choices = [(one.value, text) for one, text in RIGHTS_RISKS.items()]
        fields["reason"].required = is_change

    def said(self) -> Entering:
        """What a valid form says."""
        given = self.cleaned_data
        return Entering(
            kind=BreachKind(given["kind"]),
            title=given["title"],
            what=given["what"],
            noticed=given["noticed"],
            severity=Severity(given["severity"]),
            risk=RightsRisk(given["risk"]),
            persons=given["persons"],
            concerns=tuple(map(reference, given["concerns"].split())),
        )


def reference(written: str) -> str:
    """A reference, also where the address of the thing's page was copied."""
    match = _PAGE.search(written)
    return f"{_PLACES[match[1]]}:{match[2]}" if match and match[1] in _PLACES else written


def initial_of(said: Entering) -> dict[str, Any]:
    """The fields of the form as the incident stands."""
    return {
        "kind": said.kind.value,
        "title": said.title,
        "what": said.what,
        "noticed": said.noticed,
        "severity": said.severity.value,
        "risk": said.risk.value,
        "persons": said.persons,
        "concerns": "\n".join(said.concerns),
    }
