"""A good practice or a lesson as it is written."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.liaison import FIELDS, PRACTICE_KINDS, Field, Lesson, PracticeKind, Writing
from minassa.web.forms.recipients import offer_recipients
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries


class PracticeForm(Sheet):
    """A document as it is written; a correction has no recipients of its own, but says what is new."""

    to = forms.MultipleChoiceField(label=_("Recipients"), widget=forms.CheckboxSelectMultiple, required=False)
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Heading"), max_length=200)
    change = forms.CharField(
        label=_("What is new"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field = forms.ChoiceField(label=_("Field of expertise"))
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("What was done, what came of it, and what another agency should know before it does the same."),
    )
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        agencies: Iterable[AgencyView],
        communities: Iterable[CommunityView],
        is_correction: bool = False,
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_correction = is_correction
        fields: dict[str, Any] = self.fields
        offer_recipients(fields, agencies, communities)
        fields["kind"].choices = [(one.value, text) for one, text in PRACTICE_KINDS.items()]
        fields["field"].choices = [(one.value, text) for one, text in FIELDS.items()]
        fields["countries"].choices = countries()
        fields["countries"].widget.attrs["size"] = 6

    def clean(self) -> dict[str, Any]:
        """A correction says what is new."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_correction and not cleaned.get("change", "").strip():
            self.add_error("change", ValidationError(_("Say what is new."), code="change"))
        return cleaned

    def writing(self) -> Writing:
        """What a valid form says."""
        given = self.cleaned_data
        lesson = Lesson(
            PracticeKind(given["kind"]), given["title"], given["text"], Field(given["field"]), tuple(given["countries"])
        )
        handling = frozenset(map(Handling, given["handling"]))
        return Writing(lesson, tuple(given["to"]), Tlp(given["tlp"]), handling)


def initial_of_writing(writing: Writing) -> dict[str, Any]:
    """The fields of the form as the document was written."""
    lesson = writing.lesson
    return {
        "to": list(writing.to),
        "kind": lesson.kind.value,
        "title": lesson.title,
        "field": lesson.field.value,
        "countries": list(lesson.countries),
        "text": lesson.text,
        "tlp": writing.tlp.value,
        "handling": sorted(writing.handling),
    }


SEVERAL: Final = frozenset({"to", "countries", "handling"})
"""Fields of which a draft keeps every value."""
