"""A threat report to be begun with figures, once or by a schedule: what it covers, for whom, under which marks."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.base import today
from minassa.briefings import Briefing, Every, Plan
from minassa.threats import month_of, month_text
from minassa.web.forms.recipients import BUT_RED, offer_recipients
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries

YEARS: Final = 10
EVERY: Final = {
    Every.MONTH: _("Every month, for the month before"),
    Every.QUARTER: _("Every quarter, for the quarter before"),
}


class _Common(Sheet):
    """What both ask."""

    title = forms.CharField(label=_("Heading"), max_length=170)
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False, help_text=_("None chosen: all."))
    to = forms.MultipleChoiceField(
        label=_("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The figures hold only what each of them may see; without any the report is for your own agency."),
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
        fields: dict[str, Any] = self.fields
        offer_recipients(fields, agencies, communities, levels=BUT_RED)
        fields["countries"].choices = countries()
        fields["countries"].widget.attrs["size"] = 8

    def shared(self) -> dict[str, Any]:
        """What both say."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "countries": tuple(given["countries"]),
            "to": tuple(given["to"]),
            "tlp": Tlp(given["tlp"]),
            "handling": frozenset(map(Handling, given["handling"])),
        }


class BriefingForm(_Common):
    """One report, now."""

    first = forms.TypedChoiceField(label=_("First month"), coerce=int)
    last = forms.TypedChoiceField(label=_("Last month"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        current = month_of(today())
        months = [(number, month_text(number)) for number in range(current - 1, current - 12 * YEARS - 1, -1)]
        for name in ("first", "last"):
            field: Any = self.fields[name]
            field.choices = months

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("first", 0) > cleaned.get("last", cleaned.get("first", 0)):
            self.add_error("last", ValidationError(_("The period ends before it begins."), code="period"))
        return cleaned

    def briefing(self) -> Briefing:
        """What a valid form says."""
        return Briefing(first=self.cleaned_data["first"], last=self.cleaned_data["last"], **self.shared())


class ScheduleForm(_Common):
    """A report each month or quarter."""

    every = forms.ChoiceField(label=_("How often"), choices=[(one.value, words) for one, words in EVERY.items()])

    def plan(self) -> Plan:
        """What a valid form says."""
        return Plan(every=Every(self.cleaned_data["every"]), **self.shared())
