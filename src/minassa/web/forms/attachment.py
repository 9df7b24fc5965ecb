"""Attaching a file: which, and under which handling marks."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Tlp
from minassa.desk import DISCARDED_FOR, ENDINGS, TAKEN_BACK_FOR, FileReason
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import FILE_REASONS, TLP_LEVELS, handling_meanings

ACCEPTED: Final = ",".join(f".{one}" for one in sorted(ENDINGS))


class AttachmentForm(Sheet):
    """A file under the marks of what it is attached to, or narrower ones; wider ones would open nothing."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        max_length=500,
        help_text=_("PDF, pictures, Office and OpenDocument files, CSV, text, JSON, or a ZIP of these."),
    )
    tlp = forms.ChoiceField(label=_("Traffic light"))
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)
    stays = forms.BooleanField(
        label=_("It can tell who a source is"),
        required=False,
        help_text=_("Such a file is read by your own agency alone, and never leaves."),
    )

    def __init__(self, *args: Any, of: Label, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.of = of
        kwargs.setdefault("initial", {"tlp": of.tlp.value, "handling": [one.value for one in sorted(of.handling)]})
        kwargs.setdefault("prefix", "attach")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["tlp"].choices = [(one.value, TLP_LEVELS[one]) for one in Tlp if self._fits(one)]
        fields["handling"].choices = handling_meanings()

    def _fits(self, level: Tlp) -> bool:
        """Not wider than the thing itself; RED only where it names persons."""
        names_persons = any(token.startswith("user:") for token in self.of.audience)
        return level.width <= self.of.tlp.width and (level is not Tlp.RED or names_persons)

    def label(self, actor: Actor) -> Label:
        """The label that a valid form asks for: that of the thing, owned by whoever attaches, with the marks chosen."""
        if actor.agency is None:
            raise TypeError("whoever fills a form belongs to an agency")
        given = self.cleaned_data
        handling = frozenset(map(Handling, given["handling"]))
        return replace(self.of, owner=actor.agency, tlp=Tlp(given["tlp"]), handling=handling)


class AttachmentDeletionForm(Sheet):
    """Why a file shall be deleted for good."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The second person reads it."))


class FileWithdrawalForm(Sheet):
    """From whom a file is withdrawn, and why."""

    agencies = forms.MultipleChoiceField(label=_("From"), widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label=_("Reason"), help_text=_("The recipients are told it."))

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("prefix", "withdraw")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agencies"].choices = holders
        fields["reason"].choices = [(one.value, FILE_REASONS[one]) for one in TAKEN_BACK_FOR]

    @property
    def chosen(self) -> frozenset[UUID]:
        """The agencies of a valid form."""
        return frozenset(map(UUID, self.cleaned_data["agencies"]))

    @property
    def why(self) -> FileReason:
        """The reason of a valid form."""
        return FileReason(self.cleaned_data["reason"])


class FileReplacementForm(Sheet):
    """Which file of the same thing takes the place of one that others have."""

    by = forms.ChoiceField(label=_("The file that takes its place"), help_text=_("All who have this one get it."))

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("prefix", "replace")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["by"].choices = files

    @property
    def file(self) -> UUID:
        """The file of a valid form."""
        return UUID(self.cleaned_data["by"])


class FileDiscardForm(Sheet):
    """Why an agency deletes a file that it was sent."""

    reason = forms.ChoiceField(label=_("Reason"), help_text=_("The owner agency is told it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("prefix", "discard")
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].choices = [(one.value, FILE_REASONS[one]) for one in DISCARDED_FOR]

    @property
    def why(self) -> FileReason:
        """The reason of a valid form."""
        return FileReason(self.cleaned_data["reason"])
