"""The words for the parts of a report, by the names of its fields: what forms, papers and faults call them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: Final[Mapping[str, Promise]] = {
    "fiu": _("Receiving FIU"),
    "entity": _("Number of the reporting entity at the FIU"),
    "branch": _("Branch"),
    "reference": _("Own reference of the report"),
    "currency": _("Local currency"),
    "country": _("Country"),
    "city": _("City"),
    "first_name": _("First name of the reporting person"),
    "last_name": _("Last name of the reporting person"),
    "occupation": _("Position of the reporting person"),
    "reason": _("Reason for suspicion"),
    "action": _("Action taken"),
    "indicators": _("Indicators of the FIU’s list"),
    "transactions": _("Transactions"),
    "parties": _("Parties"),
    "local_amount": _("Amount in the local currency"),
    "name": _("Name"),
    "birth_date": _("Date of birth"),
    "number": _("Number"),
    "institution": _("Institution"),
    "why": _("Why"),
    "on": _("Day"),
    "amount": _("Amount"),
    "mode": _("Manner"),
    "description": _("Description"),
    "from_name": _("From: name"),
    "from_account": _("From: account"),
    "from_institution": _("From: institution"),
    "from_country": _("From: country"),
    "to_name": _("To: name"),
    "to_account": _("To: account"),
    "to_institution": _("To: institution"),
    "to_country": _("To: country"),
    "text": _("Text"),
}
