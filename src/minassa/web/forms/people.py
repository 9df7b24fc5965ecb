"""Inviting people, asking for roles, adding agencies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import ROLE_NAMES, AgencyKind, AgencyView, Role
from minassa.web.forms.sheet import LongSelect, Sheet
from minassa.web.wording import AGENCY_KINDS, countries

# Power over others is given afterwards, by two persons.
FIRST_ROLES = tuple(
    role for role in Role if role not in {Role.SUPERVISOR, Role.SECRETARIAT, Role.INSPECTOR, Role.NODE_ADMINISTRATOR}
)


def _choices(roles: Iterable[Role]) -> list[tuple[str, object]]:
    return [(role.value, ROLE_NAMES[role]) for role in roles]


class InvitationForm(Sheet):
    """A new person: who they are, where, and what they do."""

    left_to_right = frozenset({"username", "email"})

    name = forms.CharField(label=_("Name"), max_length=200)
    username = forms.CharField(
        label=_("Login name"),
        max_length=64,
        help_text=_("3 to 64 small letters, digits, dots, hyphens or underscores."),
    )
    agency = forms.ChoiceField(label=_("Agency"))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Never used to log in."))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Supervisors, inspectors and administrators are appointed afterwards, by two persons."),
    )

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [(str(one.id), one.name) for one in agencies if one.is_active]
        fields["roles"].choices = _choices(FIRST_ROLES)


class RolesForm(Sheet):
    """The roles that a person shall have, and why."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), widget=forms.CheckboxSelectMultiple, choices=_choices(Role), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The second person reads it."))

    def wanted(self) -> frozenset[Role]:
        """The roles chosen in a valid form."""
        return frozenset(map(Role, self.cleaned_data["roles"]))


class AgencyForm(Sheet):
    """A new agency or partner organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, AGENCY_KINDS[kind]) for kind in AgencyKind])
    country = forms.ChoiceField(label=_("Country"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = [("", _("None")), *countries()]
