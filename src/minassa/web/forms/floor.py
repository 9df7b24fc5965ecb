"""A statement, a paper, and the record of a session, as they are written."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minassa.meetings import Action, PointAnswer, Recording, RecordView, StatementView
from minassa.programmes import ANSWERS, Answered, FinalRecommendation
from minassa.web.forms.meeting import LANGUAGE_NAMES, TextsForm
from minassa.web.forms.sheet import Sheet


class StatementForm(TextsForm):
    """A statement of a head of delegation in its original and in translations."""

    texts = {"text": (_("Statement"), 8)}

    speaker = forms.CharField(label=_("Speaker"), max_length=200)
    original = forms.ChoiceField(label=_("Spoken in"), choices=list(LANGUAGE_NAMES.items()))


def initial_of_statement(found: StatementView) -> dict[str, Any]:
    """The fields of the form as the statement stands."""
    texts = {f"text-{language}": said for language, said in found.texts.items()}
    return texts | {"speaker": found.speaker, "original": found.original}


class PaperForm(Sheet):
    """A paper of a session in one language; the embargo is by the clock of the meeting's place."""

    work = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))
    members_only = forms.BooleanField(
        label=_("For members only"),
        required=False,
        help_text=_("Observers do not see it, though the session is open to them."),
    )
    opens = forms.DateTimeField(
        label=_("Embargo until"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("By the clock of the meeting's place. Before it nobody but the secretariat sees the paper."),
    )

    def opens_at(self, zone: str) -> dt.datetime | None:
        """The embargo of a valid form as a moment."""
        given: dt.datetime | None = self.cleaned_data["opens"]
        return given.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) if given else None


class RecordForm(TextsForm):
    """The record of a session: a summary, decisions and action points, one a line."""

    texts = {"summary": (_("Summary"), 3)}

    decisions = forms.CharField(
        label=_("Decisions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One decision a line."),
    )
    actions = forms.CharField(
        label=_("Action points"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: what is to be done; who does it; until when, such as 2027-03-31."),
    )

    def __init__(self, *args: Any, points: Sequence[FinalRecommendation] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.points = points
        for one in points:
            about = {"programme": one.programme_title, "number": one.number, "text": one.text[:200]}
            state = forms.ChoiceField(
                label=_("%(programme)s, recommendation %(number)s: %(text)s") % about,
                choices=[("", _("Nothing was decided")), *_answers()],
                required=False,
            )
            said = forms.CharField(
                label=_("The decision in words (recommendation %(number)s)") % about,
                max_length=4_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            for name, field in ((f"answer-{one.id}", state), (f"words-{one.id}", said)):
                self.fields[name] = field
                self.dress(name, field.widget)

    def clean(self) -> dict[str, Any]:
        """A decision needs its words."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.points:
            if given.get(f"answer-{one.id}") and not given.get(f"words-{one.id}", "").strip():
                self.add_error(f"words-{one.id}", _("Say in words what was decided."))
        return given

    def clean_actions(self) -> list[Action]:
        """The action points."""
        return [_action(line) for line in _lines(self.cleaned_data["actions"])]

    def recording(self) -> Recording:
        """The record of a valid form."""
        given = self.cleaned_data
        answers = tuple(
            PointAnswer(one.id, Answered(state), given[f"words-{one.id}"])
            for one in self.points
            if (state := given[f"answer-{one.id}"])
        )
        return Recording(self.written("summary"), tuple(_lines(given["decisions"])), tuple(given["actions"]), answers)


def _answers() -> list[tuple[str, Any]]:
    """What can become of a recommendation."""
    return [(one.value, word) for one, word in ANSWERS.items() if one is not Answered.OPEN]


def _lines(text: str) -> Iterable[str]:
    return filter(None, map(str.strip, text.splitlines()))


def _action(line: str) -> Action:
    what, who, due, *more = [*map(str.strip, line.replace("؛", ";").split(";")), "", ""]
    try:
        return Action(what, who, dt.date.fromisoformat(due) if due else None)
    except ValueError:
        del more
        raise ValidationError(_("This line cannot be read: %(line)s"), code="action", params={"line": line}) from None


def initial_of_record(found: RecordView | None) -> dict[str, Any]:
    """The fields of the form as the record stands."""
    if found is None:
        return {}
    said = found.recording
    actions = ("; ".join(filter(None, (one.what, one.who, str(one.due or "")))) for one in said.actions)
    texts = {f"summary-{language}": text for language, text in said.summary.items()}
    answers = {f"answer-{one.recommendation}": one.state.value for one in said.answers}
    words = {f"words-{one.recommendation}": one.text for one in said.answers}
    plain = {"decisions": "\n".join(said.decisions), "actions": "\n".join(actions)}
    return texts | plain | answers | words
