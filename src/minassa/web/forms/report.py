"""A report: its parts after the template, its key judgements, what it draws from, to whom it is meant."""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.liaison import (
    CONFIDENCES,
    LIKELIHOODS,
    NEEDED,
    SECTIONS,
    Confidence,
    Judgement,
    Likelihood,
    Reporting,
    Section,
    range_of,
)
from minassa.web.forms.recipients import BUT_RED, offer_recipients
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries

SEVERAL: Final = frozenset({"to", "handling", "countries"})
"""Fields of which a draft keeps every value."""
JUDGEMENTS: Final = 6
"""Lines for key judgements: as many as a report has at most."""
_DAY: Final = {"type": "date"}


class ReportForm(Sheet):
    """A report as it is written; a correction has no recipients of its own, but says what is new."""

    left_to_right = frozenset({"records", "first_day", "last_day"})

    to = forms.MultipleChoiceField(label=_("Recipients"), widget=forms.CheckboxSelectMultiple, required=False)
    title = forms.CharField(label=_("Heading"), max_length=200)
    change = forms.CharField(
        label=_("What is new"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    first_day = forms.DateField(
        label=_("First day covered"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day covered"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    records = forms.CharField(
        label=_("Records that it draws from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their references, with blanks between. Their marks bind the report."),
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
        offer_recipients(fields, agencies, communities, levels=BUT_RED)
        fields["countries"].choices = countries()
        fields["countries"].widget.attrs["size"] = 6
        for section, words in SECTIONS.items():
            fields[f"section-{section.value}"] = _section(words, needed=section in NEEDED)
        for number in range(1, JUDGEMENTS + 1):
            fields |= _judgement(number)
        for name, field in self.fields.items():
            self.dress(name, field.widget)

    @property
    def sections(self) -> list[forms.BoundField]:
        """The parts of the template, in their order."""
        return [self[f"section-{one.value}"] for one in Section]

    @property
    def judgements(self) -> list[tuple[forms.BoundField, ...]]:
        """The lines for key judgements: text, likelihood, confidence."""
        return [
            (self[f"judgement-{number}"], self[f"likelihood-{number}"], self[f"confidence-{number}"])
            for number in range(1, JUDGEMENTS + 1)
        ]

    def clean_records(self) -> tuple[UUID, ...]:
        """The references, each once."""
        try:
            return tuple(dict.fromkeys(map(UUID, self.cleaned_data["records"].split())))
        except ValueError:
            raise ValidationError(_("One of these is not a record's reference."), code="records") from None

    def clean(self) -> dict[str, Any]:
        """A correction says what is new; both days or none; a judgement says how likely and how sure."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_correction and not cleaned.get("change", "").strip():
            self.add_error("change", ValidationError(_("Say what is new."), code="change"))
        if bool(cleaned.get("first_day")) != bool(cleaned.get("last_day")):
            missing = "last_day" if cleaned.get("first_day") else "first_day"
            self.add_error(missing, ValidationError(_("Give both days, or none."), code="period"))
        for number in range(1, JUDGEMENTS + 1):
            if cleaned.get(f"judgement-{number}"):
                self._refuse_half(cleaned, number)
        return cleaned

    def _refuse_half(self, cleaned: dict[str, Any], number: int) -> None:
        for name in (f"likelihood-{number}", f"confidence-{number}"):
            if not cleaned.get(name):
                self.add_error(name, ValidationError(_("Choose one for this judgement."), code="judgement"))

    def reporting(self) -> Reporting:
        """What a valid form says."""
        given = self.cleaned_data
        return Reporting(
            title=given["title"],
            sections={one: given[f"section-{one.value}"] for one in Section if given[f"section-{one.value}"]},
            judgements=tuple(self._judged()),
            countries=tuple(given["countries"]),
            period=(given["first_day"], given["last_day"]) if given["first_day"] else None,
            records=given["records"],
            to=tuple(given["to"]),
            tlp=Tlp(given["tlp"]),
            handling=frozenset(map(Handling, given["handling"])),
        )

    def _judged(self) -> Iterator[Judgement]:
        given = self.cleaned_data
        for number in range(1, JUDGEMENTS + 1):
            if given[f"judgement-{number}"]:
                yield Judgement(
                    given[f"judgement-{number}"],
                    Likelihood(given[f"likelihood-{number}"]),
                    Confidence(given[f"confidence-{number}"]),
                )


def _section(name: Any, *, needed: bool) -> forms.CharField:  # noqa: ANN401 - a lazily translated text
    return forms.CharField(
        label=name, required=needed, max_length=50_000, widget=forms.Textarea(attrs={"rows": 8 if needed else 4})
    )


def _judgement(number: int) -> dict[str, forms.Field]:
    likelihoods = [("", "—"), *((one.value, f"{text} ({range_of(one)})") for one, text in LIKELIHOODS.items())]
    confidences = [("", "—"), *((one.value, text) for one, text in CONFIDENCES.items())]
    return {
        f"judgement-{number}": forms.CharField(
            label=_("Key judgement"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
        ),
        f"likelihood-{number}": forms.ChoiceField(label=_("Likelihood"), required=False, choices=likelihoods),
        f"confidence-{number}": forms.ChoiceField(label=_("Confidence"), required=False, choices=confidences),
    }


def initial_of_report(reporting: Reporting) -> dict[str, Any]:
    """The fields of the form as the report stands."""
    first, last = reporting.period or (None, None)
    fields: dict[str, Any] = {
        "to": list(reporting.to),
        "title": reporting.title,
        "countries": list(reporting.countries),
        "first_day": first,
        "last_day": last,
        "records": " ".join(map(str, reporting.records)),
        "tlp": reporting.tlp.value,
        "handling": sorted(reporting.handling),
    }
    fields |= {f"section-{one.value}": text for one, text in reporting.sections.items()}
    for number, one in enumerate(reporting.judgements, 1):
        fields[f"judgement-{number}"] = one.text
        fields[f"likelihood-{number}"] = one.likelihood.value
        fields[f"confidence-{number}"] = one.confidence.value
    return fields
