"""Files of transactions and what their columns hold; searches and the parameters of their rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.transactions import (
    COLUMN_WORDS,
    ENCODING_WORDS,
    METHODS,
    PARAMETER_WORDS,
    RULE_WORDS,
    FileOptions,
    FileView,
    Parameter,
    Rules,
    explained,
)
from minassa.web.forms.grounded import GroundedForm
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import purposes

PREFIX: Final = "c-"
_NEEDED: Final = frozenset({"date", "payer", "amount"})
_MOST_TEXT: Final = 200_000


class FileForm(GroundedForm):
    """A file, and under which marks and on what ground it is held."""

    left_to_right = frozenset({"review_on", "case"})

    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_(
            "A table (CSV) or an Excel workbook, as a bank or an operator gave it; its first row names the columns."
        ),
    )
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])


class FileColumnsForm(Sheet):
    """Which column of a file holds what, and how the file is written."""

    left_to_right = frozenset({"currency", "first_day"})

    encoding = forms.ChoiceField(label=_("Encoding of the text"), choices=list(ENCODING_WORDS.items()))
    order = forms.ChoiceField(
        label=_("How days are written"),
        required=False,
        choices=[
            ("", _("In one way only, such as 2026-03-09")),
            ("dmy", _("Day, month, year: 09/03/2026")),
            ("mdy", _("Month, day, year: 03/09/2026")),
        ],
    )
    currency = forms.CharField(
        label=_("Currency where a row names none"), max_length=5, required=False, validators=[plain_number]
    )
    first_day = forms.DateField(
        label=_("Day from which numbered days count"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        help_text=_("Only for files whose dates are plain numbers of days."),
    )

    def __init__(self, *args: Any, table: FileView, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        known = table.options or FileOptions()
        initial = {
            "encoding": known.encoding,
            "order": known.order,
            "currency": known.currency,
            "first_day": known.first_day,
        }
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", _("Not in the file")), *((str(n), head or "–") for n, head in enumerate(table.heads))]
        for name, words in COLUMN_WORDS.items():
            place = (table.proposed or {}).get(name)
            field = forms.ChoiceField(
                label=str(words), required=name in _NEEDED, choices=choices, initial="" if place is None else str(place)
            )
            self.fields[PREFIX + name] = field
            self.dress(PREFIX + name, field.widget)

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column holds what."""
        return [self[PREFIX + name] for name in COLUMN_WORDS]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """How the file is written."""
        return [self[name] for name in ("encoding", "order", "currency", "first_day")]

    def columns(self) -> dict[str, int]:
        """For each column that the file has, its place."""
        given = {name: self.cleaned_data[PREFIX + name] for name in COLUMN_WORDS}
        return {name: int(place) for name, place in given.items() if place}

    def options(self) -> FileOptions:
        """How the file is written."""
        given = self.cleaned_data
        first_day: date | None = given["first_day"]
        return FileOptions(given["encoding"], given["order"], given["currency"].strip().upper(), first_day)


class AccountForm(Sheet):
    """An account whose money is to be seen; it goes by POST, so that its number stands in no address."""

    left_to_right = frozenset({"account"})

    account = forms.CharField(label=_("Account number"), max_length=64, validators=[plain_number])


class SearchForm(Sheet):
    """Which files are searched, why, and with which rules and parameters."""

    left_to_right = frozenset({"case", "thresholds", "left_out"})

    searched = forms.MultipleChoiceField(label=_("Files"), widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])
    thresholds = forms.CharField(
        label=_("Reporting thresholds by currency"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line: a currency and the amount from which a transaction must be reported, such as XOF 5000000."
        ),
    )
    left_out = forms.CharField(
        label=_("Accounts that are passed over"),
        required=False,
        max_length=_MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line: accounts that your agency knows to be ordinary, such as registered agents, payrolls and tax offices."
        ),
    )

    def __init__(self, *args: Any, files: list[FileView], rules: Rules, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["searched"].choices = [(str(one.id), one.name) for one in files]
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]
        self.initial.setdefault("searched", [str(files[0].id)] if files else [])
        self.initial.setdefault(
            "thresholds", "\n".join(f"{code} {amount:.15g}" for code, amount in sorted(rules.threshold.items()))
        )
        self.initial.setdefault("left_out", "\n".join(rules.left_out))
        self.rules = rules
        for rule in rules.rules:
            self._add(
                f"on-{rule.name}", forms.BooleanField(label=_("Search for this"), required=False, initial=rule.is_on)
            )
            for one in METHODS[rule.method]:
                value = rule.values[one.name]
                self._add(f"p-{rule.name}-{one.name}", _field(one, value))

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.dress(name, field.widget)

    @property
    def rule_fields(self) -> list[dict[str, Any]]:
        """Each rule with its words, its sources and the fields of its parameters."""
        return [
            {
                "rule": one,
                "title": RULE_WORDS[one.method][0] if one.name == one.method else one.name,
                "words": explained(one.method, one.values),
                "on": self[f"on-{one.name}"],
                "fields": [self[f"p-{one.name}-{each.name}"] for each in METHODS[one.method]],
            }
            for one in self.rules.rules
        ]

    @property
    def ground_fields(self) -> list[forms.BoundField]:
        """The fields before those of the rules, but for the files."""
        return [self[name] for name in ("purpose", "case", "thresholds", "left_out")]

    def clean_thresholds(self) -> dict[str, float]:
        """The thresholds by currency."""
        found = {}
        for line in self.cleaned_data["thresholds"].splitlines():
            if not line.strip():
                continue
            code, _space, amount = line.strip().partition(" ")
            try:
                found[code.upper()] = float(amount.replace(" ", "").replace("\u00a0", ""))
            except ValueError as error:
                raise ValidationError(
                    _("This line is not a currency and an amount: %(line)s"), params={"line": line[:40]}
                ) from error
        return found

    def table(self) -> dict[str, Any]:
        """The rules that a valid form asks for, as a table that changes the shipped ones."""
        given = self.cleaned_data
        rules = []
        for one in self.rules.rules:
            values = {each.name: given[f"p-{one.name}-{each.name}"] for each in METHODS[one.method]}
            sources = [{"publisher": each.publisher, "title": each.title, "year": each.year} for each in one.sources]
            rules.append(
                {"name": one.name, "method": one.method, "is_on": given[f"on-{one.name}"], "source": sources, **values}
            )
        accounts = [line.strip() for line in given["left_out"].splitlines() if line.strip()]
        return {"rule": rules, "threshold": given["thresholds"], "unit": dict(self.rules.unit), "left_out": accounts}


class _Corridors(forms.CharField):
    """Corridors as one text, blanks or commas between them."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """The corridors as a list; what is none is refused by the rules."""
        return super().clean(value).upper().replace(",", " ").split()


def _field(of: Parameter, value: object) -> forms.Field:
    words = str(PARAMETER_WORDS[of.name])
    if of.is_list:
        initial = " ".join(value) if isinstance(value, tuple) else ""
        return _Corridors(
            label=words, required=False, max_length=2_000, initial=initial, widget=forms.TextInput(attrs={"dir": "ltr"})
        )
    attrs = {"dir": "ltr", "step": "1" if of.is_whole else "any"}
    bounds: Mapping[str, Any] = {"min_value": of.least, "max_value": of.most}
    made = forms.IntegerField if of.is_whole else forms.FloatField
    return made(label=words, initial=value, widget=forms.NumberInput(attrs=attrs), **bounds)
