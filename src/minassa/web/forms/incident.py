"""Forms of incidents: one that is entered by hand, and a file of a source that is brought in."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.threats import DATE_PRECISIONS, KINDS, PLACE_PRECISIONS, SOURCES, Entry, InvalidEntry
from minassa.web import wording
from minassa.web.forms.record import HeldForm
from minassa.web.forms.sheet import Lines, LongSelect, Sheet

SEVERAL: Final = frozenset({"groups", "handling", "audience"})
COLUMNS: Final = (
    "date", "date_end", "date_precision", "country", "place", "latitude", "longitude", "place_precision", "kind",
    "deaths_low", "deaths_best", "deaths_high", "text",
)  # fmt: skip
_OFFERED: Final = tuple(one for one in PLACE_PRECISIONS if one != "exact_or_near")


def _day_field(label: Any, **more: Any) -> forms.CharField:  # noqa: ANN401 - Django's own arguments
    """A day as text: which days there are, the room says for forms and files alike."""
    return forms.CharField(
        label=label, max_length=40, widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}), **more
    )


def _count_field(label: Any) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(
        label=label, required=False, max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class EntryForm(Sheet):
    """What happened, when, where, who is named, who died, and who says so."""

    left_to_right = frozenset({"latitude", "longitude", "deaths_low", "deaths_best", "deaths_high"})

    title = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=200,
        help_text=_("In a few words, for the list. Left empty, it is called by its kind and place."),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    date = _day_field(_("Date"))
    date_end = _day_field(
        _("Until"), required=False, help_text=_("Only where it lasted, or only a span of days is known.")
    )
    date_precision = forms.ChoiceField(label=_("Precision of the date"))
    country = forms.ChoiceField(label=_("Country"), required=False, widget=LongSelect)
    place = forms.CharField(label=_("Place"), required=False, max_length=250)
    latitude = forms.CharField(
        label=_("Latitude"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Degrees north with a point, such as 13.51."),
    )
    longitude = forms.CharField(
        label=_("Longitude"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Degrees east with a point, such as 2.11; west is negative."),
    )
    place_precision = forms.ChoiceField(
        label=_("Precision of the place"), help_text=_("On the map it is drawn no more precisely than this.")
    )
    groups = forms.MultipleChoiceField(
        label=_("Armed groups"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    actors = forms.CharField(
        label=_("Other actors"),
        required=False,
        max_length=4_000,
        widget=Lines(attrs={"rows": 3}),
        help_text=_("One a line."),
    )
    deaths_low = _count_field(_("Deaths, lowest estimate"))
    deaths_best = _count_field(_("Deaths, best estimate"))
    deaths_high = _count_field(_("Deaths, highest estimate"))
    text = forms.CharField(label=_("Text"), required=False, max_length=10_000, widget=Lines(attrs={"rows": 6}))
    told_by = forms.CharField(
        label=_("Sources"),
        required=False,
        max_length=8_000,
        widget=Lines(attrs={"rows": 3}),
        help_text=_("Whom you have it from, one a line. Seen by your own agency only; it never leaves with a release."),
    )

    def __init__(self, *args: Any, groups: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("Choose")), *((one, wording.INCIDENT_KINDS[one]) for one in KINDS)]
        fields["date_precision"].choices = [(one, wording.DATE_PRECISIONS[one]) for one in DATE_PRECISIONS]
        fields["place_precision"].choices = [(one, wording.PLACE_PRECISIONS[one]) for one in _OFFERED]
        fields["country"].choices = [("", _("Not known")), *wording.countries()]
        fields["groups"].choices = [(str(one), name) for one, name in groups]
        if not fields["groups"].choices:
            del fields["groups"]

    def entry(self) -> Entry:
        """What a valid form says."""
        given = self.cleaned_data
        return Entry(
            {name: given.get(name, "").strip() for name in COLUMNS},
            title=given["title"],
            groups=tuple(map(UUID, given.get("groups", ()))),
            actors=_lines(given["actors"]),
            told_by=_lines(given["told_by"]),
        )

    def take_fault(self, fault: InvalidEntry) -> None:
        """Put what cannot be kept beside its field."""
        field = {"actor": "actors"}.get(fault.where, fault.where)
        self.add_error(field if field in self.fields else None, str(fault))


class IncidentForm(HeldForm, EntryForm):
    """A new incident: what happened, on what ground it is held, and who may see it."""

    left_to_right = EntryForm.left_to_right | HeldForm.left_to_right

    of = forms.ChoiceField(label=_("Does it tell of one of these?"), required=False, widget=forms.RadioSelect)
    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Whether the incidents nearby were shown."""

    def offer(self, near: Iterable[tuple[str, str]]) -> None:
        """Offer the incidents nearby, of which what is entered may be one more report."""
        fields: dict[str, Any] = self.fields
        fields["of"].choices = [("", _("No, it is another incident")), *near]


def initial_of_entry(entry: Entry, groups: Mapping[str, UUID]) -> dict[str, Any]:
    """The fields of the form as it was entered; actors that are groups by name are chosen among the groups."""
    chosen = [str(groups[one]) for one in entry.actors if one in groups]
    return {
        **entry.columns,
        "title": entry.title,
        "groups": chosen,
        "actors": "\n".join(one for one in entry.actors if one not in groups),
        "told_by": "\n".join(entry.told_by),
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in text.splitlines())))


class ImportForm(HeldForm):
    """A file of a source, on what ground its rows are held, and who may see them."""

    source = forms.ChoiceField(label=_("Source"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV in UTF-8, packed with gzip or not; GTD as XLSX. It is looked at first; nothing is brought in before you say so."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["source"].choices = [(one, wording.INCIDENT_SOURCES[one]) for one in SOURCES]
        for name in ("source_grade", "information_grade"):
            del fields[name]

    def _grading(self) -> None:
        """Each source grades itself."""

    def clean(self) -> dict[str, Any]:
        """Without grades: each source grades itself."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and not file.size:
            self.add_error("file", ValidationError(_("The file is empty."), code="empty"))
        return cleaned
