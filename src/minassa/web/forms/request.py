"""Requests for information: what is asked of whom, the answer, and what is said in between."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, Handling, Purpose, Tlp
from minassa.desk import AttachmentView
from minassa.liaison import (
    CONCERNS,
    REFUSAL_REASONS,
    RISKS,
    URGENCIES,
    Asking,
    Care,
    Concern,
    Event,
    Marks,
    Reason,
    Reply,
    Risk,
    Urgency,
)
from minassa.web.forms.recipients import AMONG_AGENCIES
from minassa.web.forms.sheet import Sheet, plain_number
from minassa.web.wording import TLP_LEVELS, handling_meanings, purposes

LONGEST: Final = 20_000
_RISK: Final = "risk-"
SEVERAL: Final = frozenset({"to", "handling", "enclosed"})
"""Fields of which a draft keeps every value."""


class MarkedForm(Sheet):
    """A form whose text goes to another agency under handling marks; no wider than those of the request it belongs to.

    `files` are those of the own agency that can go with it; without any there is nothing to choose.
    """

    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)
    enclosed = forms.MultipleChoiceField(
        label=_("Files that go with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Together at most 2 MB. They go without metadata, under the marks of the message."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        widest: Tlp = Tlp.GREEN,
        files: Iterable[AttachmentView] = (),
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["enclosed"].choices = [(str(one.id), one.name) for one in files]
        if not fields["enclosed"].choices:
            del fields["enclosed"]
        levels = [level for level in AMONG_AGENCIES if level.width <= widest.width]
        fields["tlp"].choices = [(level.value, TLP_LEVELS[level]) for level in levels]
        fields["handling"].choices = handling_meanings()

    def marks(self) -> Marks:
        """The marks of a valid form."""
        given = self.cleaned_data
        return Marks(Tlp(given["tlp"]), frozenset(map(Handling, given["handling"])))

    def enclosing(self) -> tuple[UUID, ...]:
        """The files that go with the text of a valid form."""
        return tuple(map(UUID, self.cleaned_data.get("enclosed", ())))


class CarefulForm(MarkedForm):
    """A form with the human-rights questions (R13), which both sides answer."""

    assurance = forms.CharField(
        label=_("Assurance"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where there is a risk: what is assured, by whom, and how it is kept."),
    )
    neutral = forms.BooleanField(
        label=_("It is not for political, military, religious or racial grounds."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for concern, question in CONCERNS.items():
            self.fields[_RISK + concern.value] = forms.ChoiceField(
                label=str(question),
                required=False,
                choices=[(risk.value, text) for risk, text in RISKS.items()],
                widget=forms.RadioSelect,
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The four questions in their order."""
        return [self[_RISK + concern.value] for concern in Concern]

    def care(self) -> Care | None:
        """The answers of a valid form; None where the first question is not answered yet."""
        given = self.cleaned_data
        found = {concern: given[_RISK + concern.value] for concern in Concern if given[_RISK + concern.value]}
        if not found and not given["neutral"]:
            return None
        risks = {concern: Risk(value) for concern, value in found.items()}
        return Care(risks, given["assurance"], given["neutral"])


class AskingForm(CarefulForm):
    """A request for information."""

    left_to_right = frozenset({"case"})

    to = forms.MultipleChoiceField(
        label=_("Agencies to ask"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is asked alone and does not learn of the others."),
    )
    title = forms.CharField(label=_("About"), max_length=200, help_text=_("In a few words, for the list."))
    text = forms.CharField(label=_("Question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))
    urgency = forms.ChoiceField(label=_("Urgency"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=500, help_text=_("The law or decision that lets your agency ask.")
    )
    case = forms.CharField(label=_("Case reference"), max_length=80, required=False, validators=[plain_number])
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].choices = [(str(one.id), one.name) for one in agencies]
        fields["urgency"].choices = [(one.value, text) for one, text in URGENCIES.items()]
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def asking(self) -> Asking:
        """What a valid form asks."""
        given = self.cleaned_data
        return Asking(
            to=tuple(map(UUID, given["to"])),
            title=given["title"],
            text=given["text"],
            urgency=Urgency(given["urgency"]),
            purpose=Purpose(given["purpose"]).value,
            legal_basis=given["legal_basis"],
            marks=self.marks(),
            care=self.care(),
            case=given["case"],
            about=given["about"],
        )


class ReplyForm(CarefulForm):
    """An answer: in full, in part, or a refusal."""

    event = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, help_text=_("For an answer in part and for a refusal; both are ordinary.")
    )
    why = forms.CharField(
        label=_("Why it should be sent despite the risk"),
        required=False,
        max_length=500,
        help_text=_("Only where a second person must agree, who reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["event"].choices = [
            (Event.FULL.value, _("Answer in full, also if nothing is known")),
            (Event.PART.value, _("Answer in part")),
            (Event.REFUSE.value, _("Refuse")),
        ]
        fields["reason"].choices = [
            ("", _("Choose a reason")),
            *((one.value, text) for one, text in REFUSAL_REASONS.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """A part and a refusal have a reason, what leaves has a text."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        event = cleaned.get("event")
        if event in {Event.PART.value, Event.REFUSE.value} and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Choose the reason that fits best."), code="reason"))
        if event in {Event.FULL.value, Event.PART.value} and not cleaned.get("text", "").strip():
            self.add_error("text", ValidationError(_("Write the answer."), code="text"))
        return cleaned

    def reply(self) -> Reply:
        """What a valid form says."""
        given = self.cleaned_data
        reason = Reason(given["reason"]) if given["reason"] else None
        leaves = given["event"] != Event.REFUSE.value
        care, files = (self.care(), self.enclosing()) if leaves else (None, ())
        return Reply(Event(given["event"]), given["text"], self.marks(), reason, care, files)


class SayingForm(MarkedForm):
    """Something said in a request, or a note that stays in the agency."""

    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def parts(self) -> dict[str, Any]:
        """What is said beside the text and its marks."""
        return {"enclose": self.enclosing()} if "enclosed" in self.fields else {}


def initial_of_asking(asking: Asking) -> dict[str, Any]:
    """The fields of a request's form as its draft stands."""
    return initial_of_care(asking.care) | {
        "to": [str(one) for one in asking.to],
        "title": asking.title,
        "text": asking.text,
        "urgency": asking.urgency.value,
        "purpose": asking.purpose,
        "legal_basis": asking.legal_basis,
        "tlp": asking.marks.tlp.value,
        "handling": sorted(asking.marks.handling),
        "case": asking.case,
        "about": asking.about,
    }


def initial_of_care(care: Care | None) -> dict[str, Any]:
    """The fields of the human-rights questions as they were answered."""
    if care is None:
        return {}
    risks = {_RISK + concern.value: risk.value for concern, risk in care.risks.items()}
    return risks | {"assurance": care.assurance, "neutral": care.neutral}


def initial_of_typed(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The fields of a form as they were typed last."""
    return {name: values if name in SEVERAL else (values or [""])[-1] for name, values in fields.items()}


def first_marks(tlp: Tlp = Tlp.AMBER) -> dict[str, Any]:
    """What a new text begins with: AMBER or narrower, for lawful use against crime."""
    return {"tlp": min((tlp, Tlp.AMBER), key=lambda one: one.width).value, "handling": [Handling.H0.value]}
