"""The form of a record: what it says, on what ground it is held, and who may see it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Tlp, list_agencies, list_communities, list_people
from minassa.base import Invalid
from minassa.records import SCHEMES, Grading, Ground, Property, RecordView, Schema, Scheme, ValueType, latest_review
from minassa.web.forms.sheet import Lines, Sheet
from minassa.web.wording import TLP_LEVELS, handling_meanings, purposes

Choices = list[tuple[Any, Any]]
PREFIX: Final = "p-"
_MANY_LINES: Final = frozenset({ValueType.TEXT})
_LEFT_TO_RIGHT: Final = frozenset(
    {
        ValueType.CHECKSUM,
        ValueType.DATE,
        ValueType.EMAIL,
        ValueType.IDENTIFIER,
        ValueType.IP,
        ValueType.NUMBER,
        ValueType.PHONE,
        ValueType.REFERENCE,
        ValueType.URL,
    }
)


class HeldForm(Sheet):
    """The part of a form that says on what ground something is held, and who may see it."""

    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)
    audience = forms.MultipleChoiceField(
        label=_("Audience"),
        required=False,
        help_text=_(
            "Who may see it beside your agency. For TLP:RED: the persons. Empty for TLP:GREEN means all members."
        ),
    )
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=500, help_text=_("The law or decision on which your agency holds it.")
    )
    review_on = forms.DateField(
        label=_("Review on"),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        help_text=_("At most five years from now."),
    )
    source_grade = forms.ChoiceField(label=_("Source"), required=False)
    information_grade = forms.ChoiceField(label=_("Information"), required=False)

    left_to_right = frozenset({"review_on"})

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.actor = actor
        super().__init__(*args, **kwargs)
        self._fill_choices()

    def _fill_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["tlp"].choices = [("", _("Choose")), *((level.value, TLP_LEVELS[level]) for level in Tlp)]
        fields["handling"].choices = handling_meanings()
        fields["audience"].choices = _audience(self.actor)
        fields["audience"].widget.attrs["size"] = 6
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]
        fields["source_grade"].choices = _grades("source")
        fields["information_grade"].choices = _grades("information")

    def clean(self) -> dict[str, Any]:
        """Both grades are of one scheme."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        source, information = cleaned.get("source_grade", ""), cleaned.get("information_grade", "")
        if source.partition(":")[0] != information.partition(":")[0]:
            raise ValidationError(
                _("Grade the source and the information in the same scheme, or neither."), code="grade"
            )
        return cleaned

    def label(self, *, exercise: bool) -> Label:
        """The label that a valid form asks for. Raises Invalid for one that cannot be enforced."""
        if self.actor.agency is None:
            raise TypeError("whoever fills a form belongs to an agency")
        given = self.cleaned_data
        return Label(
            owner=self.actor.agency,
            tlp=Tlp(given["tlp"]),
            audience=frozenset(given["audience"]),
            handling=frozenset(map(Handling, given["handling"])),
            exercise=exercise,
        )

    def ground(self) -> Ground:
        """The ground of a valid form."""
        given = self.cleaned_data
        return Ground(given["legal_basis"], given["purpose"], given["review_on"], self._grading())

    def _grading(self) -> Grading | None:
        scheme, colon, source = self.cleaned_data["source_grade"].partition(":")
        information = self.cleaned_data["information_grade"].partition(":")[2]
        return Grading(Scheme(scheme), source, information) if colon else None


class RecordForm(HeldForm):
    """One record of one schema. A property's field holds one value a line, except long texts."""

    widening = False
    """Whether the label sent would open the record to more people, so that a reason for the second person is asked."""

    def __init__(self, *args: Any, schema: Schema, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.schema = schema
        super().__init__(*args, **kwargs)
        for one in schema.properties.values():
            field = self.fields[PREFIX + one.name] = _field(one)
            self.dress(PREFIX + one.name, field.widget)

    @property
    def featured(self) -> list[forms.BoundField]:
        """The fields that most records of this kind fill, in the schema's order."""
        return [self[PREFIX + name] for name in self._first()]

    @property
    def others(self) -> list[forms.BoundField]:
        """All other fields."""
        return [self[PREFIX + name] for name in self.schema.properties if name not in self._first()]

    @property
    def others_open(self) -> bool:
        """Whether one of the other fields holds something, or is faulty."""
        return any(field.value() or field.errors for field in self.others)

    def _first(self) -> list[str]:
        named = dict.fromkeys((*self.schema.required, *self.schema.featured, *self.schema.caption[:1]))
        return [name for name in named if name in self.schema.properties]

    def properties(self) -> dict[str, tuple[str, ...]]:
        """The values of a valid form by property."""
        found = {}
        for name, one in self.schema.properties.items():
            text: str = self.cleaned_data.get(PREFIX + name, "")
            values = (text.strip(),) if one.type in _MANY_LINES else tuple(line.strip() for line in text.splitlines())
            if kept := tuple(value for value in values if value):
                found[name] = kept
        return found

    def take_problems(self, problems: Iterable[tuple[str, Invalid]]) -> None:
        """Put the faults of single properties beside their fields."""
        for where, fault in problems:
            field = PREFIX + where
            self.add_error(field if field in self.fields else None, str(fault))


def initial_of(found: RecordView) -> dict[str, Any]:
    """The fields of a record's form as the record stands."""
    texts = {PREFIX + name: "\n".join(values) for name, values in found.properties.items()}
    grading = found.grading
    return texts | {
        "tlp": found.label.tlp.value,
        "handling": [code.value for code in sorted(found.label.handling)],
        "audience": sorted(found.label.audience),
        "purpose": found.purpose,
        "legal_basis": found.legal_basis,
        "review_on": found.review_on,
        "source_grade": f"{grading.scheme.value}:{grading.source}" if grading else "",
        "information_grade": f"{grading.scheme.value}:{grading.information}" if grading else "",
    }


def initial_of_draft(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The fields of a record's form as they were typed last."""
    several = {"handling", "audience"}
    return {name: values if name in several else (values or [""])[-1] for name, values in fields.items()}


def first_initial(purpose: str) -> dict[str, Any]:
    """What a new record's form begins with: the narrow side."""
    return {"tlp": Tlp.AMBER.value, "handling": [Handling.H0.value], "purpose": purpose, "review_on": latest_review()}


def _field(one: Property) -> forms.CharField:
    """The field of a property; its label is read now, in the language of the page."""
    return forms.CharField(
        label=str(one.label),
        required=False,
        strip=False,
        widget=_lines(4 if one.type in _MANY_LINES else 1, ltr=one.type in _LEFT_TO_RIGHT),
        help_text=_help(one),
    )


def _lines(rows: int, *, ltr: bool) -> Lines:
    return Lines(attrs={"rows": rows, "dir": "ltr" if ltr else "auto"})


def _help(one: Property) -> Any:  # noqa: ANN401 - a lazy text or none
    if one.guarded:
        return _("Seen by your own agency only.")
    if one.type is ValueType.COUNTRY:
        return _("Two letters such as ML, or the country's name.")
    return _("1976, 1976-08 or 1976-08-14") if one.type is ValueType.DATE else ""


def _audience(actor: Actor) -> Choices:
    """Agencies, communities and persons whom a label can address."""
    agencies = [(f"agency:{one.id}", one.name) for one in list_agencies(actor) if one.id != actor.agency]
    communities = [(f"community:{one.id}", one.name) for one in list_communities(actor)]
    people = [(f"user:{one.id}", f"{one.name} ({one.agency_name})") for one in list_people(actor) if one.is_active]
    groups = ((_("Agencies"), agencies), (_("Communities"), communities), (_("People"), people))
    return [(str(title), found) for title, found in groups if found]


def _grades(part: str) -> Choices:
    """The grades of every scheme, each group under its scheme's name; schemes are never mixed (R03)."""
    groups: Choices = [("", _("Not graded"))]
    for scheme, words in SCHEMES.items():
        grades: Mapping[str, Any] = getattr(words, part)
        groups.append(
            (words.name, [(f"{scheme.value}:{grade}", f"{grade} – {text}") for grade, text in grades.items()])
        )
    return groups
