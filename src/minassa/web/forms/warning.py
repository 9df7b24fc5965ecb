"""A rule of warnings, as a person sets it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.threats import WARNING_KINDS, RuleDraft
from minassa.web import picture_words as words
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries


class RuleForm(Sheet):
    """Of what to warn, where, and from when on."""

    name = forms.CharField(label=_("Name of the rule"), max_length=120)
    kind = forms.ChoiceField(label=_("Warn of"), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"), required=False)
    group = forms.ChoiceField(label=_("Armed group"), required=False)
    least = forms.IntegerField(label=_("Incidents, at least"), min_value=1, max_value=1_000_000, initial=3)
    months = forms.IntegerField(
        label=_("New is what was not there for (months)"), min_value=1, max_value=120, initial=12,
        help_text=_("Does not count for a rise above the season."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Look at the last (days)"), min_value=1, max_value=366, initial=31,
        help_text=_("Counted back from the last incident that is known. A rise above the season looks at the last two months."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one, words.WARNING_KINDS[one]) for one in WARNING_KINDS]
        fields["country"].choices = [("", _("All")), *countries()]
        fields["group"].choices = [("", _("All")), *((str(own), name) for own, name in groups)]
        if not self.is_bound and "kind" not in self.initial:
            self.initial["kind"] = WARNING_KINDS[0]

    @staticmethod
    def initial_of(draft: RuleDraft) -> dict[str, Any]:
        """What the form shows of a rule."""
        names = ("name", "kind", "country", "least", "months", "days")
        return {**{name: getattr(draft, name) for name in names}, "group": str(draft.group) if draft.group else ""}

    def draft(self) -> RuleDraft:
        """The rule that a valid form sets."""
        given = self.cleaned_data
        return RuleDraft(
            name=given["name"].strip(),
            kind=given["kind"],
            country=given["country"],
            group=UUID(given["group"]) if given["group"] else None,
            least=given["least"],
            months=given["months"],
            days=given["days"],
        )
