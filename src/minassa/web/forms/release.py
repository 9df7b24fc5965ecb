"""Releasing a record, taking it back, proposing a change to another agency's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Tlp, list_agencies, list_communities, list_people
from minassa.base import now
from minassa.records import CHOSEN_REASONS, REASON_NAMES, RecordView, Schema, WithdrawReason
from minassa.web.forms.sheet import Lines, Sheet
from minassa.web.wording import TLP_LEVELS, handling_meanings, purposes

Choices = list[tuple[Any, Any]]
LONGEST_DEADLINE: Final = 336


class ReleaseForm(Sheet):
    """To whom a record is released, and under which marks it leaves."""

    to = forms.MultipleChoiceField(
        label=_("Agencies and communities"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=_("A community means the agencies that are in it now."),
    )
    tlp = forms.ChoiceField(label=_("Traffic light"))
    persons = forms.MultipleChoiceField(
        label=_("Persons"), required=False, help_text=_("For TLP:RED: who may read it, you included.")
    )
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)
    purposes = forms.MultipleChoiceField(
        label=_("Only for these purposes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for any purpose of the platform."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed where a second person must agree. The second person reads it."),
    )

    def __init__(self, *args: Any, actor: Actor, exercise: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.actor, self.exercise = actor, exercise
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].choices = _recipients(actor)
        fields["tlp"].choices = [(level.value, TLP_LEVELS[level]) for level in Tlp]
        fields["persons"].choices = _people(actor)
        fields["persons"].widget.attrs["size"] = 4
        fields["handling"].choices = handling_meanings()
        fields["purposes"].choices = purposes()

    @property
    def is_limited(self) -> bool:
        """Whether persons or purposes are chosen, or must be: then they are not folded away."""
        chosen = [one for name in ("persons", "purposes") for one in self[name].value() or ()]
        return bool(chosen) or self["tlp"].value() == Tlp.RED or bool(self["persons"].errors)

    def label(self) -> Label:
        """The label that a valid form asks for; its audience follows from the recipients. Raises Invalid."""
        if self.actor.agency is None:
            raise TypeError("whoever fills a form belongs to an agency")
        given = self.cleaned_data
        return Label(
            owner=self.actor.agency,
            tlp=Tlp(given["tlp"]),
            audience=frozenset(given["persons"] if given["tlp"] == Tlp.RED else ()),
            handling=frozenset(map(Handling, given["handling"])),
            purposes=frozenset(given["purposes"]),
            exercise=self.exercise,
        )


def marks_of(found: RecordView) -> dict[str, Any]:
    """What the form of a release begins with: the record's own marks, and nobody."""
    return {
        "tlp": found.label.tlp.value,
        "handling": [code.value for code in sorted(found.label.handling)],
        "purposes": sorted(found.label.purposes),
        "persons": sorted(one for one in found.label.audience if one.startswith("user:")),
    }


class WithdrawForm(Sheet):
    """From whom a record is withdrawn, why, and whether at once."""

    agencies = forms.MultipleChoiceField(label=_("From"), widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label=_("Reason"), required=False, help_text=_("The recipients are told it."))
    urgent = forms.BooleanField(
        label=_("Recall at once: it was disclosed by mistake"),
        required=False,
        help_text=_("An urgent notice stands on every page of the recipients' contacts until it is acknowledged."),
    )
    hours = forms.IntegerField(
        label=_("To be acknowledged within how many hours"),
        required=False,
        min_value=1,
        max_value=LONGEST_DEADLINE,
        help_text=_("For a recall. Without a number: 24."),
    )

    left_to_right = frozenset({"hours"})

    def __init__(self, *args: Any, holders: Choices, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agencies"].choices = holders
        fields["reason"].choices = [(one.value, REASON_NAMES[one]) for one in CHOSEN_REASONS]

    @property
    def chosen(self) -> frozenset[UUID]:
        """The agencies of a valid form."""
        return frozenset(UUID(one) for one in self.cleaned_data["agencies"])

    @property
    def why(self) -> WithdrawReason:
        """The reason of a valid form."""
        return WithdrawReason(self.cleaned_data["reason"] or WithdrawReason.INACCURATE)

    @property
    def due(self) -> datetime:
        """The deadline of a recall."""
        return now() + timedelta(hours=self.cleaned_data["hours"] or 24)


class ProposalForm(Sheet):
    """What should change in another agency's record, and why."""

    text = forms.CharField(
        label=_("What should change, and why"),
        max_length=2000,
        widget=Lines(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The owner agency reads it."),
    )
    property = forms.ChoiceField(
        label=_("Property"), required=False, help_text=_("Where you have the right values of one.")
    )
    values = forms.CharField(
        label=_("Its values"),
        required=False,
        max_length=8000,
        widget=Lines(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("One value a line. They take the place of those that are there."),
    )

    def __init__(self, *args: Any, schema: Schema, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        open_ = [(one.name, str(one.label)) for one in schema.properties.values() if not one.guarded]
        fields: dict[str, Any] = self.fields
        fields["property"].choices = [("", _("None: in words only")), *open_]

    def properties(self) -> dict[str, list[str]]:
        """The proposed values of a valid form, by property."""
        name = self.cleaned_data["property"]
        lines = [line.strip() for line in self.cleaned_data["values"].splitlines()]
        return {name: [line for line in lines if line]} if name else {}


def holder_choices(agencies: Iterable[UUID], names: dict[UUID, str]) -> Choices:
    """Agencies that have a record, by name."""
    return sorted(((str(one), names.get(one, str(one))) for one in agencies), key=lambda pair: pair[1])


def _recipients(actor: Actor) -> Choices:
    agencies = [
        (f"agency:{one.id}", one.name) for one in list_agencies(actor) if one.id != actor.agency and one.is_active
    ]
    communities = [(f"community:{one.id}", one.name) for one in list_communities(actor)]
    groups = ((_("Agencies"), agencies), (_("Communities"), communities))
    return [(str(title), found) for title, found in groups if found]


def _people(actor: Actor) -> Choices:
    return [(f"user:{one.id}", f"{one.name} ({one.agency_name})") for one in list_people(actor) if one.is_active]
