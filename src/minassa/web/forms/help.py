"""Assistance that is asked for, trainings that are offered, and what is answered to them and said afterwards."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.liaison import (
    DECLINE_REASONS,
    FIELDS,
    FORMATS,
    USES,
    Asking,
    Event,
    Field,
    Format,
    Nominee,
    Reason,
    Reply,
    RequestKind,
    Tender,
    Terms,
    Use,
)
from minassa.web.forms.request import AskingForm, ReplyForm, SayingForm

BETWEEN: Final = ";"
"""Stands between the function and the name of somebody who is nominated."""


def day_field(label: Any) -> forms.DateField:  # noqa: ANN401 - a text that is translated later
    """A day, as the browser's own calendar writes it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def codes_field() -> forms.CharField:
    """Languages as two-letter codes."""
    return forms.CharField(
        label=_("Languages"), max_length=60, help_text=_("Two-letter codes, the most needed first, such as fr ar.")
    )


def codes_of(written: str) -> tuple[str, ...]:
    """The codes of such a field, each once."""
    return tuple(dict.fromkeys(written.replace(",", " ").lower().split()))


class HelpForm(AskingForm):
    """A request for assistance."""

    kind = RequestKind.ASSISTANCE
    left_to_right = AskingForm.left_to_right | {"languages"}

    field = forms.ChoiceField(label=_("Field of expertise"))
    languages = codes_field()
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    begins = day_field(_("First day"))
    ends = day_field(_("Last day"))
    use = forms.ChoiceField(
        label=_("What it leads to"),
        widget=forms.RadioSelect,
        help_text=_("Where it leads to operations or equipment, both sides answer the human-rights questions."),
    )
    openly = forms.BooleanField(label=_("Each agency may see which others are asked"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["field"].choices = [("", _("Choose a field")), *((one.value, text) for one, text in FIELDS.items())]
        fields["use"].choices = [(one.value, text) for one, text in USES.items()]
        fields["to"].help_text = _("Each answers for itself.")
        fields["text"].label = _("What is needed")

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        _refuse_backwards(self, cleaned)
        return cleaned

    def asking(self) -> Asking:
        """What a valid form asks."""
        given, plain = self.cleaned_data, super().asking()
        return Asking(
            **{name: getattr(plain, name) for name in plain.__slots__ if name not in {"kind", "terms"}},
            kind=self.kind,
            terms=Terms(
                field=Field(given["field"]),
                languages=codes_of(given["languages"]),
                place=given["place"],
                begins=given["begins"],
                ends=given["ends"],
                use=Use(given["use"]),
                openly=given["openly"],
                **self.held(),
            ),
        )

    def held(self) -> dict[str, Any]:
        """What a training has beyond that."""
        return {}


class TrainingForm(HelpForm):
    """An offer of places in a training."""

    kind = RequestKind.TRAINING

    seats = forms.IntegerField(label=_("Places offered"), min_value=1, max_value=500)
    format = forms.ChoiceField(label=_("How the training is held"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["seats"].help_text = _("With all agencies together; no more nominees are confirmed.")
        fields["format"].choices = [(one.value, text) for one, text in FORMATS.items()]
        fields["to"].label = _("Agencies to invite")
        fields["text"].label = _("What is taught, and to whom")

    def held(self) -> dict[str, Any]:
        """The places and the format."""
        return {"seats": self.cleaned_data["seats"], "format": Format(self.cleaned_data["format"])}


FORMS: Final[dict[RequestKind, type[AskingForm]]] = {
    RequestKind.INFORMATION: AskingForm,
    RequestKind.ASSISTANCE: HelpForm,
    RequestKind.TRAINING: TrainingForm,
}


class HelpReplyForm(ReplyForm):
    """An answer to a request for assistance: interest, an offer, or why not."""

    whole = Event.OFFER
    left_to_right = ReplyForm.left_to_right | {"languages"}

    persons = forms.IntegerField(label=_("How many persons"), required=False, min_value=1, max_value=1_000)
    languages = codes_field()
    begins = day_field(_("First day"))
    ends = day_field(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["event"].choices = self.choices()
        fields["reason"].choices = [
            ("", _("Choose a reason")),
            *((one.value, text) for one, text in DECLINE_REASONS.items()),
        ]
        fields["reason"].help_text = _("Only where you decline; it is an ordinary outcome.")
        for name in self.parts:
            fields[name].required = False

    parts: tuple[str, ...] = ("persons", "languages", "begins", "ends")

    def choices(self) -> list[tuple[str, Any]]:
        """What can be answered."""
        return [
            (Event.INTEREST.value, _("We are interested; an offer follows")),
            (Event.OFFER.value, _("We offer help")),
            (Event.REFUSE.value, _("We decline")),
        ]

    def clean(self) -> dict[str, Any]:
        """An offer has all of its parts."""
        cleaned = super().clean()
        if cleaned.get("event") == self.whole.value:
            for name in self.parts:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("This belongs to it."), code="required"))
            if self.whole is Event.OFFER and not cleaned.get("text", "").strip():
                self.add_error("text", ValidationError(_("Write what you offer."), code="text"))
            _refuse_backwards(self, cleaned)
        return cleaned

    def reply(self) -> Reply:
        """What a valid form says."""
        given = self.cleaned_data
        plain = super().reply()
        is_whole = plain.event is self.whole
        return Reply(
            plain.event,
            plain.text,
            plain.marks,
            plain.reason if plain.event is Event.REFUSE else None,
            plain.care if is_whole else None,
            plain.files if is_whole else (),
            **(self.offered(given) if is_whole else {}),
        )

    def offered(self, given: dict[str, Any]) -> dict[str, Any]:
        """What an offer is made of."""
        return {"tender": Tender(codes_of(given["languages"]), given["persons"], given["begins"], given["ends"])}


class NominationForm(HelpReplyForm):
    """An answer to an offer of training: interest, nominations, or why not."""

    whole = Event.NOMINATE
    parts = ("nominees",)

    nominees = forms.CharField(
        label=_("Who is nominated"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One person a line: function; name. Only the organiser's agency sees the names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for name in HelpReplyForm.parts:
            del self.fields[name]

    def choices(self) -> list[tuple[str, Any]]:
        """What can be answered."""
        return [
            (Event.INTEREST.value, _("We are interested; names follow")),
            (Event.NOMINATE.value, _("We nominate people")),
            (Event.REFUSE.value, _("We decline")),
        ]

    def clean_nominees(self) -> tuple[Nominee, ...]:
        """The people of the lines; each has a function and a name."""
        found = []
        for line in filter(str.strip, self.cleaned_data["nominees"].splitlines()):
            function, _between, name = (part.strip() for part in line.partition(BETWEEN))
            if not function or not name:
                raise ValidationError(_("Write the function, a semicolon and the name in each line."), code="line")
            found.append(Nominee(function, name))
        return tuple(found)

    def offered(self, given: dict[str, Any]) -> dict[str, Any]:
        """Who is nominated."""
        return {"nominees": given["nominees"]}


REPLIES: Final[dict[RequestKind, type[ReplyForm]]] = {
    RequestKind.INFORMATION: ReplyForm,
    RequestKind.ASSISTANCE: HelpReplyForm,
    RequestKind.TRAINING: NominationForm,
}


class ChoosingForm(SayingForm):
    """Which of the nominees are meant: who is confirmed, or who came."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Persons"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, nominees: Iterable[tuple[int, str]], word: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.word = word
        fields: dict[str, Any] = self.fields
        fields["chosen"].choices = [(str(place), text) for place, text in nominees]

    def parts(self) -> dict[str, Any]:
        """Who was chosen."""
        return {self.word: tuple(self.cleaned_data["chosen"])}


class RatingForm(SayingForm):
    """How it went, from 1 to 5 and in words."""

    stars = forms.TypedChoiceField(
        label=_("Rating"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(5, _("5 – very good")), (4, "4"), (3, "3"), (2, "2"), (1, _("1 – very poor"))],
    )

    def parts(self) -> dict[str, Any]:
        """How many stars."""
        return {"stars": self.cleaned_data["stars"]}


class RetractingForm(SayingForm):
    """Why what was offered is taken back."""

    reason = forms.TypedChoiceField(label=_("Reason"), coerce=Reason)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].choices = [
            ("", _("Choose a reason")),
            *((one.value, text) for one, text in DECLINE_REASONS.items()),
        ]

    def parts(self) -> dict[str, Any]:
        """The reason."""
        return {"reason": self.cleaned_data["reason"]}


def initial_of_terms(terms: Terms | None) -> dict[str, Any]:
    """The fields of a form of help or training as its draft stands."""
    if terms is None:
        return {}
    return {
        "field": terms.field.value,
        "languages": " ".join(terms.languages),
        "place": terms.place,
        "begins": terms.begins,
        "ends": terms.ends,
        "use": terms.use.value,
        "openly": terms.openly,
        "seats": terms.seats or None,
        "format": terms.format.value if terms.format else "",
    }


def initial_of_offer(terms: Terms | None) -> dict[str, Any]:
    """What an offer begins with: the days and languages that were asked for."""
    if terms is None:
        return {}
    return {"languages": " ".join(terms.languages), "begins": terms.begins, "ends": terms.ends}


def _refuse_backwards(form: forms.Form, given: dict[str, Any]) -> None:
    begins, ends = given.get("begins"), given.get("ends")
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        form.add_error("ends", ValidationError(_("The last day is before the first."), code="days"))
