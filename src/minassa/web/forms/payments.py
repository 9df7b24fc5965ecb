"""A file of payments to be screened, and the decision on a stopped one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.payments import State
from minassa.web.forms.sheet import Lines, Sheet, plain_number
from minassa.web.wording import purposes


class PaymentFileForm(Sheet):
    """A file, why it is screened, and for which case."""

    left_to_right = frozenset({"case"})

    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.fin,.mt103,.swift"}),
        help_text=_(
            "pain.001, pacs.008, pacs.009 or camt.053 (XML), or MT103 messages, as the bank's system wrote them."
        ),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Searches for people are logged with their purpose."))
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]


class PaymentDecisionForm(Sheet):
    """What is decided of a stopped payment, and why."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (State.RELEASED.value, _("Release it: the hits are not these people")),
            (State.CONFIRMED.value, _("Keep it stopped: it is who was found")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=Lines(attrs={"rows": 3}),
        help_text=_(
            "Say what tells the two apart, or why they are the same. It is kept and remembered for the next payment."
        ),
    )
