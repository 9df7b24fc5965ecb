"""The rules in words: what each looks for, with the numbers it goes by, and what its parameters and a file's columns are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Text

RULE_WORDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "structuring": (
        _("Structuring below the threshold"),
        _(
            "At least %(least_count)s transactions of one account within %(days)s days, each between %(near)s of the reporting threshold and"
            " the threshold, that reach it together and are at least %(least_share)s of what the account does on that side in that time."
        ),
    ),
    "funnel": (
        _("Funnel account"),
        _(
            "At least %(sources)s different payers or cash deposits within %(days)s days, and at least %(passed)s of what they paid leaves in"
            " the same days for at most %(destinations)s accounts or as cash. From %(least)s on."
        ),
    ),
    "rapid": (
        _("Rapid in and out"),
        _(
            "At least %(passed)s of what comes in goes out again within %(hours)s hours, at least %(times)s times in %(days)s days."
            " Counted are incoming amounts from %(least)s on."
        ),
    ),
    "circular": (
        _("Circular flow"),
        _(
            "Money that comes back to its first account over at most %(longest)s accounts within %(days)s days, each time at least %(kept)s of"
            " the amount before. From %(least)s on; accounts with more than %(busiest)s such transactions are passed over."
        ),
    ),
    "collection": (
        _("Collection from many"),
        _(
            "At least %(payers)s different payers of amounts of at most %(small)s within %(days)s days, and at least %(passed)s of it soon"
            " leaves as cash or for another country, to at most %(destinations)s accounts. From %(least)s on."
        ),
    ),
    "corridor": (
        _("High-risk corridor"),
        _(
            "At least %(least_count)s transactions within %(days)s days, together from %(least)s on, along one of the corridors that your agency"
            " lists: %(corridors)s."
        ),
    ),
    "dormant": (
        _("Dormant, then active"),
        _(
            "An account without any movement for %(quiet_days)s days, then at least %(least_count)s transactions within %(days)s days, of which"
            " at least %(passed)s of what came in leaves again. From %(least)s on."
        ),
    ),
    "netting": (
        _("Netting as in hawala"),
        _(
            "At least %(partners)s payers and %(partners)s others who are paid within %(days)s days, in amounts of at most %(small)s, and the"
            " account ends even to within %(apart)s. From %(least)s on. Registered agents of mobile money look like this: leave them out by number."
        ),
    ),
}
"""For each method: its name, and what it looks for."""

PARAMETER_WORDS: Final[Mapping[str, Text]] = {
    "near": _("Near the threshold: at least this share of it"),
    "days": _("Within how many days"),
    "least_count": _("At least how many transactions"),
    "least_share": _("At least this share of what the account does"),
    "sources": _("At least how many payers or cash deposits"),
    "destinations": _("At most how many accounts that are paid"),
    "passed": _("At least this share goes on"),
    "least": _("From which amount, in thousands of US dollars or the like of it"),
    "hours": _("Within how many hours"),
    "times": _("At least how many times"),
    "longest": _("Over at most how many accounts"),
    "kept": _("At least this share of the amount before"),
    "busiest": _("Passed over: accounts with more transactions than"),
    "payers": _("At least how many payers"),
    "small": _("Small amounts: at most, in thousands of US dollars or the like of it"),
    "corridors": _("Corridors, such as ML-AE, or *-IR for all that goes there"),
    "quiet_days": _("Without movement for how many days"),
    "partners": _("At least how many on each side"),
    "apart": _("Ends even to within this share"),
}

COLUMN_WORDS: Final[Mapping[str, Text]] = {
    "date": _("Date"),
    "time": _("Time"),
    "payer": _("Payer's account, or the account"),
    "payee": _("Beneficiary's account, or the counterparty's"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "direction": _("Whether money came in or went out"),
    "channel": _("Means of payment"),
    "payer_name": _("Payer's name"),
    "payee_name": _("Beneficiary's name"),
    "payer_country": _("Payer's country"),
    "payee_country": _("Beneficiary's country"),
    "reference": _("Reference in the source"),
    "purpose": _("Purpose of the payment"),
}

ENCODING_WORDS: Final[Mapping[str, Text]] = {
    "utf-8": _("UTF-8"),
    "cp1252": _("Windows, Western languages (1252)"),
    "cp1256": _("Windows, Arabic (1256)"),
    "utf-16": _("UTF-16"),
}

_SHARES: Final = frozenset({"near", "least_share", "passed", "kept", "apart"})
_AMOUNTS: Final = frozenset({"least", "small"})


def explained(method: str, values: Mapping[str, object]) -> str:
    """What a rule looks for, in a sentence with the numbers it goes by."""
    return str(RULE_WORDS[method][1]) % {name: _said(name, value) for name, value in values.items()}


def _said(name: str, value: object) -> str:
    """A value in the reader's way of writing; numbers keep their own direction in a sentence of another."""
    if isinstance(value, list | tuple):
        return ", ".join(f"\u2066{one}\u2069" for one in value) or "–"
    if name in _SHARES:
        return f"\u2066{number_format(round(float(str(value)) * 100, 1), decimal_pos=None)}\u00a0%\u2069"
    if name in _AMOUNTS:
        return str(_("about %(amount)s US dollars")) % {
            "amount": f"\u2066{number_format(round(float(str(value)) * 1_000), force_grouping=True)}\u2069"
        }
    return f"\u2066{value}\u2069"
