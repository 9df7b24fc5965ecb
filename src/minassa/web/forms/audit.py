"""Narrowing the audit log."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.audit import Filters
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import OUTCOMES


class AuditFilterForm(Sheet):
    """What was done, how it ended, to what, for which case, when."""

    left_to_right = frozenset({"action", "subject", "case", "since", "until"})

    action = forms.CharField(label=_("Act"), max_length=80, required=False, help_text=_("Such as record.read"))
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("All")), *OUTCOMES.items()])
    subject = forms.CharField(label=_("Subject"), max_length=120, required=False, validators=[plain_number])
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def filters(self) -> Filters:
        """The filters of a valid form; whole days in UTC, the last one included."""
        given: dict[str, Any] = self.cleaned_data
        since, until = given["since"], given["until"]
        return Filters(
            action=given["action"],
            outcome=given["outcome"],
            subject=given["subject"],
            case=given["case"],
            since=datetime.combine(since, time(), UTC) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), UTC) if until else None,
        )
