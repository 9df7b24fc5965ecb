"""An edition, a session of its plan, an invitation, and a person of a delegation, as they are written."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, PersonView
from minassa.base import LANGUAGES
from minassa.meetings import (
    DELEGATION_KINDS,
    EDITION_STATES,
    SESSION_KINDS,
    SPOKEN_NAMES,
    DelegationKind,
    EditionPlan,
    EditionState,
    EditionView,
    Inviting,
    Named,
    Nominee,
    SessionKind,
    SessionPlan,
    Text,
    zones,
)
from minassa.web.forms.sheet import LongSelect, Sheet
from minassa.web.wording import countries

LANGUAGE_NAMES: Final[Mapping[str, Any]] = {one: SPOKEN_NAMES[one] for one in LANGUAGES}


def _day(label: Any) -> forms.DateField:  # noqa: ANN401 - a text that is translated when it is shown
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _hour(label: Any) -> forms.TimeField:  # noqa: ANN401 - the same
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class TextsForm(Sheet):
    """A form some of whose texts are written in the platform's four languages, one field each: `names-ar`, `names-fr` ..."""

    texts: Mapping[str, tuple[Any, int]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for name, (label, rows) in self.texts.items():
            for language in LANGUAGES:
                widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
                field = forms.CharField(
                    label=f"{label} ({LANGUAGE_NAMES[language]})", max_length=20_000, required=False, widget=widget
                )
                field.widget.attrs["lang"] = language
                self.fields[f"{name}-{language}"] = field
                self.dress(f"{name}-{language}", field.widget)

    def written(self, name: str) -> dict[str, str]:
        """What was written of one text, by language."""
        return {one: self.cleaned_data[f"{name}-{one}"] for one in LANGUAGES if self.cleaned_data[f"{name}-{one}"]}

    def fields_of(self, name: str) -> list[forms.BoundField]:
        """The fields of one text."""
        return [self[f"{name}-{language}"] for language in LANGUAGES]


def _spread(name: str, text: Text) -> dict[str, str]:
    return {f"{name}-{language}": said for language, said in text.items()}


class EditionForm(TextsForm):
    """What the secretariat says of an edition."""

    texts = {"names": (_("Name"), 1), "theme": (_("Theme"), 2)}

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    city = forms.CharField(label=_("City"), max_length=100)
    country = forms.ChoiceField(label=_("Country"), widget=LongSelect)
    zone = forms.ChoiceField(label=_("Time zone"), widget=LongSelect)
    start = _day(_("First day"))
    end = _day(_("Last day"))
    state = forms.ChoiceField(label=_("State"), choices=[(one.value, text) for one, text in EDITION_STATES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = countries()
        fields["zone"].choices = [(one, one) for one in sorted(zones())]

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of the name."""
        return self.fields_of("names")

    @property
    def themes(self) -> list[forms.BoundField]:
        """The fields of the theme."""
        return self.fields_of("theme")

    def plan(self) -> EditionPlan:
        """The edition of a valid form."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ("number", "city", "country", "zone", "start", "end")}
        return EditionPlan(**plain, names=self.written("names"), theme=self.written("theme"))

    def state_chosen(self) -> EditionState:
        """The state of a valid form."""
        return EditionState(self.cleaned_data["state"])


def initial_of_edition(found: EditionView) -> dict[str, Any]:
    """The fields of the form as the edition stands."""
    row = found.row
    plain = {name: getattr(row, name) for name in ("number", "city", "country", "zone", "start", "end")}
    return plain | {"state": row.state.value} | _spread("names", row.names) | _spread("theme", row.theme)


class CommuniqueForm(TextsForm):
    """What everybody reads about an edition."""

    texts = {"communique": (_("Communique"), 6)}


def initial_of_communique(said: Text) -> dict[str, str]:
    """The fields of the form as the communique was published."""
    return _spread("communique", said)


class SessionForm(TextsForm):
    """A session of the plan; hours are by the clock of the place."""

    texts = {"title": (_("Title"), 1), "theme": (_("Theme"), 2)}

    date = forms.ChoiceField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, text) for one, text in SESSION_KINDS.items()])
    begins = _hour(_("Begins"))
    ends = _hour(_("Ends"))
    room = forms.CharField(label=_("Room"), max_length=100, required=False)
    chairs = forms.CharField(
        label=_("Chairs"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: the name, a semicolon, the function."),
    )
    speakers = forms.CharField(
        label=_("Speakers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the name, a semicolon, the function."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Interpretation"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(SPOKEN_NAMES.items()),
    )
    is_open = forms.BooleanField(label=_("Open to observers"), required=False)
    takes_up = forms.MultipleChoiceField(
        label=_("Recommendations taken up"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        days: Iterable[dt.date],
        points: Iterable[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["date"].choices = [(one.isoformat(), one.isoformat()) for one in days]
        fields["takes_up"].choices = list(points)

    @property
    def titles(self) -> list[forms.BoundField]:
        """The fields of the title."""
        return self.fields_of("title")

    @property
    def themes(self) -> list[forms.BoundField]:
        """The fields of the theme."""
        return self.fields_of("theme")

    def plan(self) -> SessionPlan:
        """The session of a valid form."""
        given = self.cleaned_data
        return SessionPlan(
            date=dt.date.fromisoformat(given["date"]),
            kind=SessionKind(given["kind"]),
            begins=given["begins"],
            ends=given["ends"],
            title=self.written("title"),
            theme=self.written("theme"),
            room=given["room"],
            chairs=tuple(_named(given["chairs"])),
            speakers=tuple(_named(given["speakers"])),
            channels=tuple(given["channels"]),
            is_open=given["is_open"],
            takes_up=tuple(map(UUID, given["takes_up"])),
        )


def _named(text: str) -> Iterable[Named]:
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _semicolon, function = line.replace("؛", ";").partition(";")
        yield Named(name.strip(), function.strip())


def initial_of_session(plan: SessionPlan) -> dict[str, Any]:
    """The fields of the form as the session stands."""
    return {
        "date": plan.date.isoformat(),
        "kind": plan.kind.value,
        "begins": plan.begins,
        "ends": plan.ends,
        "room": plan.room,
        "chairs": "\n".join("; ".join(filter(None, (one.name, one.function))) for one in plan.chairs),
        "speakers": "\n".join("; ".join(filter(None, (one.name, one.function))) for one in plan.speakers),
        "channels": list(plan.channels),
        "is_open": plan.is_open,
        "takes_up": [str(one) for one in plan.takes_up],
        **_spread("title", plan.title),
        **_spread("theme", plan.theme),
    }


class InvitationForm(Sheet):
    """An invitation of one agency, or of several in the same words."""

    agencies = forms.MultipleChoiceField(label=_("Agencies"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(
        label=_("Kind of delegation"), choices=[(one.value, text) for one, text in DELEGATION_KINDS.items()]
    )
    quota = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=50, initial=4)
    answer_by = forms.DateField(
        label=_("To be named until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    word = forms.CharField(
        label=_("A word to them"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agencies"].choices = [(str(one.id), one.name) for one in agencies]

    def inviting(self) -> list[Inviting]:
        """The invitations of a valid form."""
        given = self.cleaned_data
        kind = DelegationKind(given["kind"])
        return [
            Inviting(UUID(one), kind, given["quota"], given["answer_by"], given["word"]) for one in given["agencies"]
        ]


class NomineeForm(Sheet):
    """A person whom a delegation sends."""

    name = forms.CharField(label=_("Name"), max_length=200)
    function = forms.CharField(label=_("Function"), max_length=200, required=False)
    is_head = forms.BooleanField(label=_("Head of delegation"), required=False)
    speaks = forms.MultipleChoiceField(
        label=_("Speaks"), required=False, widget=forms.CheckboxSelectMultiple, choices=list(SPOKEN_NAMES.items())
    )
    listens = forms.ChoiceField(label=_("Listens to interpretation in"), required=False)
    needs = forms.CharField(
        label=_("Needs"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Access, food, health: only your delegation and the secretariat read it."),
    )
    user = forms.ChoiceField(label=_("Login on this node"), required=False)

    def __init__(self, *args: Any, people: Iterable[PersonView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["listens"].choices = [("", "—"), *SPOKEN_NAMES.items()]
        fields["user"].choices = [("", "—"), *((str(one.id), one.name) for one in people)]

    def nominee(self) -> Nominee:
        """The person of a valid form."""
        given = self.cleaned_data
        return Nominee(
            name=given["name"],
            function=given["function"],
            is_head=given["is_head"],
            speaks=tuple(given["speaks"]),
            listens=given["listens"],
            needs=given["needs"],
            user=UUID(given["user"]) if given["user"] else None,
        )


def initial_of_nominee(said: Nominee) -> dict[str, Any]:
    """The fields of the form as the person stands."""
    plain = {name: getattr(said, name) for name in ("name", "function", "is_head", "listens", "needs")}
    return plain | {"speaks": list(said.speaks), "user": str(said.user or "")}
