"""A duty contact: how it is reached, in which languages, when, and who has the duty."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, Handling, Tlp
from minassa.liaison import CHANNELS, Channel, ChannelKind, Contact, Hours, Sharing, Shift, Turn, zones
from minassa.web.forms.recipients import offer_recipients
from minassa.web.forms.sheet import LongSelect, Sheet

_TURN: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)\s*[-–—]\s*(\d{4}-\d\d-\d\d \d\d:\d\d)\s+(\S.*)")


class ContactForm(Sheet):
    """One contact point. Hours and roster are by the clock of its own time zone."""

    left_to_right = frozenset({"languages", "roster", *(f"by-{kind.value}" for kind in ChannelKind)})

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("What it is for"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    languages = forms.CharField(
        label=_("Languages"), max_length=60, help_text=_("Two-letter codes, the best spoken first, such as fr ar.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), widget=LongSelect)
    always = forms.BooleanField(label=_("Round the clock"), required=False)
    roster = forms.CharField(
        label=_("Roster"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One turn a line: 2026-11-26 08:00 - 2026-11-27 08:00 and the name."),
    )
    everyone = forms.BooleanField(label=_("Share with all agencies of the platform"), required=False)
    to = forms.MultipleChoiceField(label=_("Or only with these"), required=False, widget=forms.CheckboxSelectMultiple)
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["zone"].choices = [(one, one) for one in sorted(zones())]
        offer_recipients(fields, agencies)
        for kind, text in CHANNELS.items():
            self._add(
                f"by-{kind.value}",
                forms.CharField(label=str(text), required=False, widget=forms.Textarea(attrs={"rows": 1})),
            )
        for day in range(7):
            for end, text in (("begins", _("From")), ("ends", _("Until"))):
                widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                label = f"{WEEKDAYS[day]}: {text}"
                self._add(f"{end}-{day}", forms.TimeField(label=label, required=False, widget=widget))

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.dress(name, field.widget)

    @property
    def channels(self) -> list[forms.BoundField]:
        """The fields of the ways to be reached."""
        return [self[f"by-{kind.value}"] for kind in ChannelKind]

    @property
    def days(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each weekday with its two fields."""
        return [(WEEKDAYS[day], self[f"begins-{day}"], self[f"ends-{day}"]) for day in range(7)]

    def clean(self) -> dict[str, Any]:
        """A day has a beginning and an end, or neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for day in range(7):
            if (cleaned.get(f"begins-{day}") is None) is not (cleaned.get(f"ends-{day}") is None):
                self.add_error(
                    f"begins-{day}", ValidationError(_("Give both hours of the day, or none."), code="hours")
                )
        return cleaned

    def clean_roster(self) -> list[tuple[str, str, str]]:
        """The turns as (from, until, name)."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["roster"].splitlines())):
            read = _TURN.fullmatch(line)
            try:
                for part in read.groups()[:2] if read else ("",):
                    datetime.strptime(part, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - its zone is a field of its own
            except ValueError:
                raise ValidationError(
                    _("This line cannot be read: %(line)s"), code="roster", params={"line": line}
                ) from None
            if read:
                found.append((read[1], read[2], read[3]))
        return found

    def contact(self) -> Contact:
        """The contact of a valid form."""
        given = self.cleaned_data
        zone = ZoneInfo(given["zone"])
        channels = [
            Channel(kind, line.strip())
            for kind in ChannelKind
            for line in given[f"by-{kind.value}"].splitlines()
            if line.strip()
        ]
        shifts = [Shift(day, begins, ends) for day, begins, ends in self._shifts()]
        return Contact(
            name=given["name"],
            about=given["about"],
            languages=tuple(given["languages"].replace(",", " ").split()),
            channels=tuple(channels),
            hours=Hours(given["zone"], given["always"], tuple(shifts)),
            roster=tuple(Turn(name, _in_utc(one, zone), _in_utc(other, zone)) for one, other, name in given["roster"]),
        )

    def _shifts(self) -> Iterable[tuple[int, time, time]]:
        for day in range(7):
            if (begins := self.cleaned_data.get(f"begins-{day}")) is not None:
                yield day, begins, self.cleaned_data[f"ends-{day}"]

    def sharing(self) -> Sharing:
        """With whom the contact of a valid form is shared."""
        given = self.cleaned_data
        handling = frozenset(map(Handling, given["handling"]))
        return Sharing(given["everyone"], tuple(given["to"]), Tlp(given["tlp"]), handling)


def _in_utc(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)


def initial_of_contact(contact: Contact, sharing: Sharing) -> dict[str, Any]:
    """The fields of the form as the contact stands; of several shifts on one day, the first."""
    zone = ZoneInfo(contact.hours.zone)
    by: dict[str, list[str]] = {}
    for one in contact.channels:
        by.setdefault(f"by-{one.kind.value}", []).append(one.value)
    hours: dict[str, Any] = {}
    for shift in contact.hours.shifts:
        hours.setdefault(f"begins-{shift.day}", shift.begins)
        hours.setdefault(f"ends-{shift.day}", shift.ends)
    turns = (
        f"{one.begins.astimezone(zone):%Y-%m-%d %H:%M} - {one.ends.astimezone(zone):%Y-%m-%d %H:%M} {one.name}"
        for one in contact.roster
    )
    return {
        "name": contact.name,
        "about": contact.about,
        "languages": " ".join(contact.languages),
        "zone": contact.hours.zone,
        "always": contact.hours.always,
        "roster": "\n".join(turns),
        "everyone": sharing.everyone,
        "to": list(sharing.to),
        "tlp": sharing.tlp.value,
        "handling": sorted(sharing.handling),
        **{name: "\n".join(values) for name, values in by.items()},
        **hours,
    }


SEVERAL: Final = frozenset({"to", "handling"})
TICKED: Final = frozenset({"everyone", "always"})
"""Fields of which a draft keeps every value, and boxes."""
