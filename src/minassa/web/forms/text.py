"""A declaration, a proposal to it, and what else is written about a text."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.base import LANGUAGES
from minassa.meetings import PARAGRAPH_KINDS, PROPOSAL_KINDS, ParagraphKind, ProposalKind, ProposalView, Wish
from minassa.web.forms.meeting import LANGUAGE_NAMES
from minassa.web.forms.sheet import Sheet

_LANGUAGES = [(one, LANGUAGE_NAMES[one]) for one in LANGUAGES]


class DeclarationForm(Sheet):
    """A new declaration: its title in each language, and the language that the others are compared with."""

    reference = forms.ChoiceField(label=_("Language of reference"), choices=_LANGUAGES)
    may_observers_propose = forms.BooleanField(label=_("Observers may propose"), required=False)
    is_sample = forms.BooleanField(label=_("SAMPLE: made for training"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            name = f"title-{language}"
            field = forms.CharField(
                label=_("Title (%(language)s)") % {"language": LANGUAGE_NAMES[language]}, max_length=200
            )
            field.widget.attrs["lang"] = language
            self.fields[name] = field
            self.dress(name, field.widget)

    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {language: self.cleaned_data[f"title-{language}"] for language in LANGUAGES}


class ProposalForm(Sheet):
    """A proposal to one paragraph. `base` is the hash of the words against which it is written, as the page showed them."""

    kind = forms.ChoiceField(
        label=_("What is proposed"), choices=[(one.value, PROPOSAL_KINDS[one]) for one in ProposalKind]
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES)
    text = forms.CharField(
        label=_("Wording"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    new_kind = forms.ChoiceField(
        label=_("A new paragraph belongs to"), choices=[(one.value, PARAGRAPH_KINDS[one]) for one in ParagraphKind]
    )
    behind = forms.ChoiceField(label=_("Its other place is behind"), required=False)
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["behind"].choices = [("", _("the beginning")), *places]

    def wish(self, key: str) -> Wish:
        """What is proposed to the paragraph with this key."""
        said = self.cleaned_data
        kind = ProposalKind(said["kind"])
        return Wish(
            kind=kind,
            key=key,
            language=said["language"],
            text=said["text"],
            base="" if kind is ProposalKind.ADD else said["base"],
            reason=said["reason"],
            parent=said["parent"],
            behind=said["behind"],
            new_kind=ParagraphKind(said["new_kind"]),
        )


class BeginningForm(ProposalForm):
    """A new paragraph before the first one, or other words for one that somebody proposed there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, places=(), **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].widget = forms.HiddenInput()
        fields["kind"].choices = [(one.value, "") for one in (ProposalKind.ADD, ProposalKind.REPLACE)]


def initial_of_proposal(one: ProposalView, parent: UUID | None = None) -> dict[str, Any]:
    """A draft as the form shows it."""
    return {
        "kind": one.kind.value,
        "language": one.language,
        "text": one.text,
        "reason": one.reason,
        "new_kind": (one.new_kind or ParagraphKind.OPERATIVE).value,
        "parent": parent or one.parent,
    }
