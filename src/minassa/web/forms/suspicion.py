"""A suspicious-transaction report as it is written: its head, a party, a transaction."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.suspicions import (
    PARTS,
    PARTY_KINDS,
    REPORT_KINDS,
    Head,
    PartyKind,
    ReportKind,
    ReportParty,
    ReportTransaction,
)
from minassa.web.forms.sheet import Sheet

_LINE = 255
_TEXT = 8_000


def _line(label: Any, *, needed: bool = False, help_text: Any = "", length: int = _LINE) -> forms.CharField:  # noqa: ANN401 - texts of the moment
    return forms.CharField(label=label, max_length=length, required=needed, help_text=help_text)


def _word(part: str) -> Any:  # noqa: ANN401 - Django's types of texts that are translated later
    """What a part of the report is called, in the language of the moment."""
    return PARTS[part]


def _day(label: Any, *, needed: bool = False) -> forms.DateField:  # noqa: ANN401 - the same
    return forms.DateField(
        label=label, required=needed, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class HeadForm(Sheet):
    """Who reports what to whom, and why."""

    kind = forms.ChoiceField(label=_("Kind"))
    fiu = _line(PARTS["fiu"])
    entity = _line(PARTS["entity"])
    branch = _line(PARTS["branch"])
    reference = _line(PARTS["reference"])
    currency = _line(PARTS["currency"], length=3, help_text=_("Its code of three letters (ISO 4217), such as XOF."))
    city = _line(PARTS["city"])
    country = _line(PARTS["country"], length=2, help_text=_("Its code of two letters (ISO 3166), such as ML."))
    first_name = _line(PARTS["first_name"])
    last_name = _line(PARTS["last_name"])
    occupation = _line(PARTS["occupation"])
    reason = forms.CharField(
        label=_word("reason"), max_length=_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    action = forms.CharField(
        label=_word("action"), max_length=_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    indicators = _line(
        PARTS["indicators"], length=4_000, help_text=_("Codes of the receiving FIU, with spaces between them.")
    )
    left_to_right = frozenset({"entity", "reference", "currency", "country", "indicators"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one.value, word) for one, word in REPORT_KINDS.items()]

    def head(self) -> Head:
        """What a valid form says."""
        given = self.cleaned_data
        return Head(**{**given, "kind": ReportKind(given["kind"]), "indicators": tuple(given["indicators"].split())})


def initial_of_head(head: Head) -> dict[str, Any]:
    """The fields of the form as the report stands."""
    return {**asdict(head), "kind": head.kind.value, "indicators": " ".join(head.indicators)}


class PartyForm(Sheet):
    """A person, an organisation or an account in the report."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = _line(
        _("Name"), needed=True, help_text=_("Of a person the family name; of an account its holder or its number.")
    )
    first_name = _line(_("First name"))
    birth_date = _day(_("Date of birth"))
    number = _line(_("Number"), help_text=_("Of an identity paper, of registration, or of the account."))
    country = _line(_("Country"), length=2, help_text=_("Its code of two letters (ISO 3166), such as ML."))
    institution = _line(_("Institution"))
    why = _line(_("Why"), length=4_000)
    left_to_right = frozenset({"number", "country"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one.value, word) for one, word in PARTY_KINDS.items()]

    def party(self) -> ReportParty:
        """What a valid form says."""
        given = self.cleaned_data
        birth = given["birth_date"].isoformat() if given["birth_date"] else ""
        return ReportParty(**{**given, "kind": PartyKind(given["kind"]), "birth_date": birth})


class TransactionForm(Sheet):
    """One transaction of the report, with both its sides."""

    number = _line(_("Number"), needed=True)
    on = _day(_("Day"), needed=True)
    amount = _line(_("Amount"), needed=True, length=24, help_text=_("Without spaces, with a point: 9900.50"))
    currency = _line(_("Currency"), needed=True, length=3)
    local_amount = _line(
        PARTS["local_amount"], length=24, help_text=_("Where it was in another currency: no rate is guessed.")
    )
    mode = _line(_("Manner"), help_text=_("The FIU’s code for cash, transfer, phone money …"))
    from_name = _line(_("From: name"))
    from_account = _line(_("From: account"))
    from_institution = _line(_("From: institution"))
    from_country = _line(_("From: country"), length=2)
    to_name = _line(_("To: name"))
    to_account = _line(_("To: account"))
    to_institution = _line(_("To: institution"))
    to_country = _line(_("To: country"), length=2)
    description = _line(_("Description"), length=4_000)
    left_to_right = frozenset(
        {"number", "amount", "currency", "local_amount", "from_account", "from_country", "to_account", "to_country"}
    )

    def transaction(self) -> ReportTransaction:
        """What a valid form says."""
        return ReportTransaction(**{**self.cleaned_data, "on": self.cleaned_data["on"].isoformat()})
