"""Evaluations as they are written: the text, the criteria, the recommendations."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.programmes import (
    ANSWERS,
    CRITERIA,
    DECISIONS,
    Answered,
    Assessment,
    Criterion,
    Decision,
    EvaluationText,
    EvaluationView,
    Recommended,
)
from minassa.web.forms.programme import Day, choices
from minassa.web.forms.sheet import Sheet

LINES: Final = 6
"""Lines for new recommendations; a kept form offers as many again."""
_SCORES: Final = [("", "–"), *((str(one), str(one)) for one in (1, 2, 3, 4))]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BeginForm(Sheet):
    """Up to which day an evaluation counts."""

    cutoff = Day(label=_("Counted up to"))

    def day(self) -> date:
        """What a valid form says."""
        chosen: date = self.cleaned_data["cutoff"]
        return chosen


class EvaluationForm(Sheet):
    """What is written around the figures."""

    scope = forms.CharField(label=_("Scope and cut-off"), max_length=20_000, required=False, widget=_area(4))
    summary = forms.CharField(label=_("Summary"), max_length=20_000, required=False, widget=_area(4))
    failed = forms.CharField(label=_("What failed, and why"), max_length=20_000, required=False, widget=_area(6))
    limits = forms.CharField(label=_("Limits of attribution"), max_length=20_000, required=False, widget=_area(4))

    def __init__(self, *args: Any, recommendations: int = 0, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.count = recommendations + LINES
        for one, name in CRITERIA.items():
            self._add(f"score-{one.value}", forms.ChoiceField(label=str(name), choices=_SCORES, required=False))
            self._add(
                f"why-{one.value}",
                forms.CharField(label=_("Justification"), max_length=4_000, required=False, widget=_area(2)),
            )
        for line in range(self.count):
            self._add(
                f"text-{line}",
                forms.CharField(label=_("Recommendation"), max_length=4_000, required=False, widget=_area(2)),
            )
            offered = [("", "–"), *choices(DECISIONS)]
            self._add(
                f"decision-{line}",
                forms.ChoiceField(label=_("Decision about the programme"), choices=offered, required=False),
            )

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.dress(name, field.widget)

    def criteria(self) -> list[Any]:
        """The fields of each criterion, for the template."""
        return [(self[f"score-{one.value}"], self[f"why-{one.value}"]) for one in Criterion]

    def lines(self) -> list[Any]:
        """The fields of each recommendation, for the template."""
        return [(self[f"text-{line}"], self[f"decision-{line}"]) for line in range(self.count)]

    def text(self) -> EvaluationText:
        """What a valid form says."""
        given = self.cleaned_data
        criteria = {
            one: Assessment(int(score) if (score := given[f"score-{one.value}"]) else None, given[f"why-{one.value}"])
            for one in Criterion
        }
        return EvaluationText(given["scope"], given["summary"], given["failed"], given["limits"], criteria)

    def recommendations(self) -> list[Recommended]:
        """The recommendations that were written."""
        given = self.cleaned_data
        written = [(given[f"text-{line}"], given[f"decision-{line}"]) for line in range(self.count)]
        return [
            Recommended(text, Decision(decision) if decision else None) for text, decision in written if text.strip()
        ]


def initial_of_evaluation(found: EvaluationView) -> dict[str, Any]:
    """The fields as the evaluation was written."""
    text = found.text
    initial: dict[str, Any] = {name: getattr(text, name) for name in ("scope", "summary", "failed", "limits")}
    for one, assessed in text.criteria.items():
        initial |= {f"score-{one.value}": assessed.score or "", f"why-{one.value}": assessed.why}
    for line, each in enumerate(found.recommendations):
        initial |= {f"text-{line}": each.text, f"decision-{line}": each.decision.value if each.decision else ""}
    return initial


class ResponseForm(Sheet):
    """An answer to a recommendation."""

    state = forms.ChoiceField(
        label=_("Answer"), choices=[one for one in choices(ANSWERS) if one[0] != Answered.OPEN.value]
    )
    text = forms.CharField(label=_("In words"), max_length=4_000, widget=_area(2))
