"""Smuggling routes by form: the route with its stops in order, a further leg, a seizure."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.records import (
    COMMODITIES,
    CONFIDENCES,
    PRECISIONS,
    LegGiven,
    PlaceGiven,
    PlaceSeen,
    RouteGiven,
    SeizureGiven,
)
from minassa.web.forms.grounded import GroundedForm
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.route_words import COMMODITY_NAMES, CONFIDENCE_NAMES, PRECISION_NAMES

STOPS: Final = 8
_PLACE: Final = ("name", "latitude", "longitude", "metres")
_LEG: Final = ("confidence", "mode")


def place_fields(prefix: str, *, label: str | Promise, required: bool) -> dict[str, forms.Field]:
    """The fields of a place: its name, and where it is, as exactly as is known."""
    return {
        f"{prefix}-name": forms.CharField(label=str(label), max_length=200, required=required),
        f"{prefix}-latitude": _degrees(_("Latitude"), 90),
        f"{prefix}-longitude": _degrees(_("Longitude"), 180),
        f"{prefix}-metres": forms.TypedChoiceField(
            label=_("How exact"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("Choose")), *((one, PRECISION_NAMES[one]) for one in PRECISIONS)],
        ),
    }


def _degrees(label: Any, most: int) -> forms.DecimalField:  # noqa: ANN401 - a lazy text
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=-most,
        max_value=most,
        max_digits=10,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )


class _PlacedForm(Sheet):
    """A form some of whose fields are places."""

    def _add(self, found: dict[str, Any]) -> None:
        for name, field in found.items():
            self.fields[name] = field
            self.dress(name, field.widget)

    def _check_place(self, prefix: str, cleaned: dict[str, Any]) -> None:
        """Coordinates come in pairs, with their precision, and belong to a named place."""
        latitude, longitude, metres = (cleaned.get(f"{prefix}-{name}") for name in _PLACE[1:])
        if (latitude is None) != (longitude is None):
            self.add_error(f"{prefix}-latitude", ValidationError(_("Give both latitude and longitude, or neither.")))
        elif latitude is not None and metres is None and f"{prefix}-metres" not in self.errors:
            self.add_error(f"{prefix}-metres", ValidationError(_("Say how exact the place is.")))
        if latitude is not None and not cleaned.get(f"{prefix}-name"):
            self.add_error(f"{prefix}-name", ValidationError(_("Name the place.")))

    def _place(self, prefix: str) -> PlaceGiven:
        given = self.cleaned_data
        latitude, longitude = given[f"{prefix}-latitude"], given[f"{prefix}-longitude"]
        metres = given[f"{prefix}-metres"] if latitude is not None else None
        return PlaceGiven(given[f"{prefix}-name"], latitude, longitude, metres)


def _leg_fields(prefix: str) -> dict[str, forms.Field]:
    return {
        f"{prefix}-confidence": forms.ChoiceField(
            label=_("How sure is the way there"),
            required=False,
            choices=[("", _("Choose")), *((one, CONFIDENCE_NAMES[one]) for one in CONFIDENCES)],
        ),
        f"{prefix}-mode": forms.CharField(label=_("Means of transport"), max_length=120, required=False),
    }


class RouteForm(GroundedForm, _PlacedForm):
    """A route: its stops in their order are its legs."""

    name = forms.CharField(label=_("Name"), max_length=200)
    commodity = forms.ChoiceField(label=_("Goods"))
    mode = forms.CharField(label=_("Means of transport"), max_length=120, required=False)
    summary = forms.CharField(
        label=_("Summary"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["commodity"].choices = [("", _("Choose")), *((one, COMMODITY_NAMES[one]) for one in COMMODITIES)]
        for number in range(STOPS):
            self._add(place_fields(f"s{number}", label=_("Place"), required=number < 2))
            if number:
                self._add(_leg_fields(f"s{number}"))

    @property
    def stops(self) -> list[list[forms.BoundField]]:
        """The fields of each stop."""
        names = [[*_PLACE, *(_LEG if number else ())] for number in range(STOPS)]
        return [[self[f"s{number}-{name}"] for name in each] for number, each in enumerate(names)]

    @property
    def has_many(self) -> bool:
        """Whether more than three stops are filled in, or one of the further ones is faulty."""
        further = [field for stop in self.stops[3:] for field in stop]
        return any(field.value() or field.errors for field in further)

    def clean(self) -> dict[str, Any]:
        """Stops follow one another without a gap, and each says how sure the way to it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(STOPS):
            self._check_place(f"s{number}", cleaned)
            if number and cleaned.get(f"s{number}-name"):
                if not cleaned.get(f"s{number}-confidence"):
                    self.add_error(f"s{number}-confidence", ValidationError(_("Say how sure the way there is.")))
                if number > 1 and not cleaned.get(f"s{number - 1}-name"):
                    self.add_error(f"s{number - 1}-name", ValidationError(_("Name the place before the next one.")))
        return cleaned

    def given(self) -> RouteGiven:
        """The route of a valid form."""
        said = self.cleaned_data
        stops = [number for number in range(STOPS) if said[f"s{number}-name"]]
        legs = tuple(
            LegGiven(
                self._place(f"s{number - 1}"),
                self._place(f"s{number}"),
                said[f"s{number}-confidence"],
                said[f"s{number}-mode"],
            )
            for number in stops[1:]
        )
        return RouteGiven(said["name"], said["commodity"], legs, said["mode"], summary=said["summary"])


class _OnRouteForm(_PlacedForm):
    """A form that names one of a route's places."""

    known: tuple[PlaceSeen, ...] = ()

    def _known_choices(self, known: Iterable[PlaceSeen]) -> list[tuple[str, str]]:
        self.known = tuple(known)
        return [(str(one.record.id), one.name) for one in self.known]

    def _known_place(self, name: str) -> PlaceGiven:
        one = next(one for one in self.known if str(one.record.id) == self.cleaned_data[name])
        metres = one.metres if one.latitude is not None else None
        return PlaceGiven(one.name, one.latitude, one.longitude, metres)


class LegForm(_OnRouteForm):
    """A further leg of a route: from one of its places onward."""

    start = forms.ChoiceField(label=_("From"))

    def __init__(self, *args: Any, known: Iterable[PlaceSeen], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["start"].choices = self._known_choices(known)
        self._add(place_fields("to", label=_("To"), required=True) | _leg_fields("to"))
        self.fields["to-confidence"].required = True

    def clean(self) -> dict[str, Any]:
        """The place is one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_place("to", cleaned)
        return cleaned

    def given(self) -> LegGiven:
        """The leg of a valid form."""
        said = self.cleaned_data
        return LegGiven(self._known_place("start"), self._place("to"), said["to-confidence"], said["to-mode"])


class SeizureForm(_OnRouteForm):
    """What was seized on a route, at one of its places or at another."""

    left_to_right = frozenset({"quantity"})

    name = forms.CharField(label=_("Name"), max_length=200)
    date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
    )
    goods = forms.CharField(label=_("Goods"), max_length=200)
    quantity = forms.CharField(label=_("Quantity"), max_length=40, required=False, validators=[plain_number])
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    at = forms.ChoiceField(label=_("At a place of the route"), required=False)

    def __init__(self, *args: Any, known: Iterable[PlaceSeen], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["at"].choices = [("", _("Elsewhere, or not known")), *self._known_choices(known)]
        self._add(place_fields("place", label=_("Elsewhere"), required=False))

    def clean(self) -> dict[str, Any]:
        """The place is one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_place("place", cleaned)
        return cleaned

    def given(self) -> SeizureGiven:
        """The seizure of a valid form."""
        said = self.cleaned_data
        elsewhere = self._place("place") if said["place-name"] else None
        return SeizureGiven(
            said["name"],
            said["date"].isoformat(),
            said["goods"],
            said["quantity"],
            said["unit"],
            self._known_place("at") if said["at"] else elsewhere,
        )
