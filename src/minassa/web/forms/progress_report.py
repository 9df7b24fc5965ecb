"""A report on a period as it is written: a line for each indicator, blank where a value is not known."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.programmes import (
    EVIDENCES,
    SPLITS,
    By,
    Cell,
    Evidence,
    IndicatorView,
    Measure,
    ProgressReportView,
    Reported,
    ValueGiven,
)
from minassa.web.forms.programme import Day, Number
from minassa.web.forms.sheet import Sheet

_LONGEST: Final = 20_000
_SPARE: Final = 3
_CELL_FIELDS: Final = {f"part-{one}": one for one in ("sex", "age", "place", "value", "numerator", "denominator")}
_CLAIMED: Final = [(one.value, EVIDENCES[one]) for one in (Evidence.DOCUMENTED, Evidence.SELF_REPORTED, Evidence.NONE)]


class ProgressReportForm(Sheet):
    """The report of one period, with the parts of its values by sex, age and place: as many rows as there are, and some more."""

    done = forms.CharField(
        label=_("What was done"), max_length=_LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    failed = forms.CharField(
        label=_("What failed, and why"), max_length=_LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    following = forms.CharField(
        label=_("What comes next"), max_length=_LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, of: ProgressReportView, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.of = of
        for one in of.indicators:
            for name, field in (*_fields(one), *self._parts(one)):
                self.fields[f"{name}-{one.id}"] = field
                self.dress(f"{name}-{one.id}", field.widget)

    def _rows(self, one: IndicatorView) -> range:
        """The rows for its parts: none where it is not split by anything."""
        known = next((len(each.cells) for each in self.of.reported.values if each.indicator == one.id), 0)
        return range(known + _SPARE if one.part.by else 0)

    def _parts(self, one: IndicatorView) -> list[tuple[str, forms.Field]]:
        return [(f"{name}-{row}", field) for row in self._rows(one) for name, field in _part_fields(one)]

    def lines(self) -> list[dict[str, Any]]:
        """Each indicator with its fields, for the template."""
        given = {one.indicator: one for one in self.of.reported.values}
        return [
            {
                "one": one,
                "target": next((each for each in one.targets if each.due >= self.of.period.ends), one.final),
                "fields": [self[f"{name}-{one.id}"] for name, _field in _fields(one)],
                "parts": [
                    [self[f"{name}-{row}-{one.id}"] for name, _field in _part_fields(one)] for row in self._rows(one)
                ],
                "filled": bool(given[one.id].cells) if one.id in given else False,
            }
            for one in self.of.indicators
        ]

    def reported(self) -> Reported:
        """What a valid form says."""
        said = self.cleaned_data

        def of(name: str, indicator: UUID) -> Any:  # noqa: ANN401 - a field's value
            return said.get(f"{name}-{indicator}")

        values = tuple(
            ValueGiven(
                indicator=one.id,
                value=of("value", one.id),
                numerator=of("numerator", one.id),
                denominator=of("denominator", one.id),
                measured_on=of("on", one.id),
                evidence=Evidence(of("evidence", one.id) or Evidence.NONE.value),
                source=of("source", one.id) or "",
                cells=self._cells(one),
            )
            for one in self.of.indicators
        )
        return Reported(values, said["done"], said["failed"], said["following"])

    def _cells(self, one: IndicatorView) -> tuple[Cell, ...]:
        """The rows that say something. A part without a number is known to be there, and not how much it is."""
        names = [name for name, _field in _part_fields(one)]

        def row(number: int) -> dict[str, Any]:
            found = {_CELL_FIELDS[name]: self.cleaned_data.get(f"{name}-{number}-{one.id}") for name in names}
            return {name: value for name, value in found.items() if value not in {None, ""}}

        return tuple(Cell(**filled) for filled in map(row, self._rows(one)) if filled)


def _numbers(one: IndicatorView) -> list[tuple[str, forms.Field]]:
    if one.part.measure is Measure.PERCENT:
        return [
            ("numerator", Number(label=_("Numerator"), required=False)),
            ("denominator", Number(label=_("Denominator"), required=False)),
        ]
    return [("value", Number(label=_("Value"), required=False))]


def _part_fields(one: IndicatorView) -> list[tuple[str, forms.Field]]:
    """What a row for a part asks: which part it is, of what the indicator is split by, and its number."""
    split = [
        (f"part-{by.value}", forms.CharField(label=str(SPLITS[by]), max_length=60, required=False))
        for by in By
        if by in one.part.by
    ]
    return [*split, *((f"part-{name}", field) for name, field in _numbers(one))]


def _fields(one: IndicatorView) -> list[tuple[str, forms.Field]]:
    return [
        *_numbers(one),
        ("on", Day(label=_("Measured on"), required=False)),
        ("evidence", forms.ChoiceField(label=_("Evidence"), choices=_CLAIMED, required=False)),
        ("source", forms.CharField(label=_("Source"), max_length=2_000, required=False)),
    ]


def initial_of_report(found: ProgressReportView) -> dict[str, Any]:
    """The fields as the report was written; a value without evidence yet is self-reported until somebody says more."""
    said = found.reported
    initial: dict[str, Any] = {"done": said.done, "failed": said.failed, "following": said.following}
    for one in said.values:
        initial |= {
            f"value-{one.indicator}": one.value,
            f"numerator-{one.indicator}": one.numerator,
            f"denominator-{one.indicator}": one.denominator,
            f"on-{one.indicator}": one.measured_on,
            f"evidence-{one.indicator}": one.evidence.value,
            f"source-{one.indicator}": one.source,
        }
        for row, cell in enumerate(one.cells):
            initial |= {f"{name}-{row}-{one.indicator}": getattr(cell, of) for name, of in _CELL_FIELDS.items()}
    return initial


class SheetForm(Sheet):
    """A filled-in workbook that is brought back."""

    file = forms.FileField(label=_("Filled-in workbook (XLSX)"))
