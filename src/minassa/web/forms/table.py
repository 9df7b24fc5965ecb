"""Tables of calls, payments and journeys: the file with its ground, and what its columns hold."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.records import SORTS, DayOrder, FlowOptions, TableView
from minassa.web.forms.grounded import GroundedForm
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import countries

PREFIX: Final = "c-"


class TableForm(GroundedForm):
    """A table, what sort it is, and under which marks and on what ground its records are held."""

    left_to_right = frozenset({"review_on", "case"})

    sort = forms.ChoiceField(label=_("What the table holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text=_(
            "A table (CSV) in UTF-8, as an operator, a bank or a carrier gave it; its first row names the columns."
        ),
    )
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["sort"].choices = [(one.name, one.label) for one in SORTS.values()]


class ColumnsForm(Sheet):
    """Which column of a file holds what, and how the file is written."""

    left_to_right = frozenset({"currency"})

    region = forms.ChoiceField(label=_("Country of phone numbers without a prefix"), required=False)
    order = forms.ChoiceField(label=_("How days are written"), required=False)
    currency = forms.CharField(
        label=_("Currency where a row names none"), max_length=12, required=False, validators=[plain_number]
    )
    source = forms.CharField(
        label=_("Who the table is from"),
        max_length=120,
        required=False,
        help_text=_(
            "With it, a reference in the table means the same link the next time, and a corrected row corrects it."
        ),
    )

    def __init__(self, *args: Any, table: TableView, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.sort = SORTS[table.book.sort]
        choices = [("", _("Not in the file")), *((str(n), head or "–") for n, head in enumerate(table.heads))]
        guessed = {meaning: str(table.heads.index(head)) for head, meaning in (table.guessed or {}).items()}
        for one in self.sort.columns:
            field = forms.ChoiceField(
                label=str(one.label), required=one.is_needed, choices=choices, initial=guessed.get(one.name, "")
            )
            self.fields[PREFIX + one.name] = field
            self.dress(PREFIX + one.name, field.widget)
        self.heads = table.heads
        fields: dict[str, Any] = self.fields
        fields["region"].choices = [("", _("None: all numbers have one")), *countries()]
        fields["order"].choices = [
            (DayOrder.CLEAR.value, _("In one way only, such as 2026-03-09")),
            (DayOrder.DAY_FIRST.value, _("Day, month, year: 09/03/2026")),
            (DayOrder.MONTH_FIRST.value, _("Month, day, year: 03/09/2026")),
        ]
        if self.sort.name != "payments":
            del self.fields["currency"]
        if self.sort.name == "travel":
            del self.fields["region"]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column holds what."""
        return [self[PREFIX + one.name] for one in self.sort.columns]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """How the file is written."""
        return [self[name] for name in ("region", "order", "currency", "source") if name in self.fields]

    def columns(self) -> dict[str, str]:
        """For each heading that means something, what its column holds."""
        given = {one.name: self.cleaned_data[PREFIX + one.name] for one in self.sort.columns}
        return {self.heads[int(place)]: name for name, place in given.items() if place}

    def options(self) -> FlowOptions:
        """How the file is written."""
        given = self.cleaned_data
        return FlowOptions(
            given.get("region", ""),
            DayOrder(given["order"]),
            given.get("currency", "").upper(),
            given["source"].strip(),
        )
