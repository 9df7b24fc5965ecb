"""Asking for a list of observables, pasted or as a file; bringing indicators in, and exporting them for defenders."""

import re
from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Handling, Label, Tlp
from minassa.base import today
from minassa.cyber import MOST_ASKED, MOST_FOUND, Format, Kind, Recognised, recognise
from minassa.web.forms.sheet import Lines, Sheet, plain_number
from minassa.web.wording import OBSERVABLE_KINDS, TLP_LEVELS, handling_meanings, purposes

LONGEST_TEXT: Final = 1_000_000
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
FORMATS: Final = (
    (Format.LIST.value, _("Plain list of one kind, for firewalls and mail gateways")),
    (Format.CSV.value, _("Table (CSV)")),
    (Format.STIX.value, _("STIX 2.1 bundle")),
    (Format.MISP.value, _("Feed in MISP's format (ZIP)")),
)


class ObservablesForm(Sheet):
    """Values of any kind, defanged or not, with the purpose and the case for which they are asked."""

    left_to_right = frozenset({"text", "case"})

    text = forms.CharField(
        label=_("Values"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=Lines(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Domains, addresses, URLs, hashes, wallets, accounts; one a line or as they stand in a report."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Text or CSV in UTF-8, at most one megabyte.")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Searches for people are logged with their purpose."))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def clean_file(self) -> str:
        """The text of the file, empty where there is none."""
        given: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if given is None:
            return ""
        if (given.size or 0) > LONGEST_TEXT:
            raise ValidationError(_("The file is too large. Divide it and check the parts one after the other."))
        try:
            text: str = given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not text in UTF-8. Save it as CSV UTF-8 and repeat.")) from None
        return text

    def clean(self) -> dict[str, Any]:
        """Something must be in the text or in the file, and not too much."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        read = recognise(f"{cleaned.get('text', '')}\n{cleaned.get('file', '')}")
        if not read.found:
            self.add_error("text", _("No value was read. Write one a line, such as evil[.]example or 198.51.100.7."))
        if read.is_cut:
            most = {"most": MOST_FOUND}
            self.add_error("text", _("These are more than %(most)s values. Divide them.") % most)
        cleaned["read"] = read
        return cleaned

    def read(self) -> Recognised:
        """What a valid form asks."""
        found: Recognised = self.cleaned_data["read"]
        return found


class ImportForm(Sheet):
    """A file of indicators, and under which marks it is kept; its own marks narrow them."""

    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ".json,.zip,.stix"}),
        help_text=_("A STIX bundle, an event of MISP in JSON, or the ZIP archive of a feed in MISP's format."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        required=False,
        help_text=_(
            "Where it comes from; empty: the file's name. The same source again brings what it says up to date."
        ),
    )
    tlp = forms.ChoiceField(
        label=_("Traffic light"), help_text=_("For what bears no mark of its own. A mark can narrow it.")
    )
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["tlp"].choices = [(level.value, TLP_LEVELS[level]) for level in Tlp if level is not Tlp.RED]
        fields["handling"].choices = handling_meanings()

    def label(self, actor: Actor, *, exercise: bool) -> Label:
        """The label that a valid form asks for, of the actor's agency."""
        if actor.agency is None:
            raise TypeError("whoever fills a form belongs to an agency")
        given = self.cleaned_data
        handling = frozenset(map(Handling, given["handling"]))
        return Label(actor.agency, Tlp(given["tlp"]), handling=handling, exercise=exercise)


class SightingForm(Sheet):
    """How often one's agency has met what an indicator names, and on which days."""

    count = forms.IntegerField(label=_("How often"), min_value=1, max_value=999_999_999, initial=1)
    first_seen = forms.DateField(
        label=_("First on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_seen = forms.DateField(
        label=_("Last on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """The first day is not behind the last, and neither is to come."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_seen"), cleaned.get("last_seen")
        if any(day is not None and day > today() for day in (first, last)):
            self.add_error("last_seen", _("This day is still to come."))
        elif first is not None and last is not None and last < first:
            self.add_error("last_seen", _("The last day is before the first."))
        return cleaned

    def times(self) -> tuple[datetime | None, datetime | None]:
        """The two days as moments, each at its beginning in UTC."""
        first, last = (self.cleaned_data[name] for name in ("first_seen", "last_seen"))
        return _beginning(first), _beginning(last)


def _beginning(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


class ExportForm(Sheet):
    """In what form indicators are exported, and why."""

    left_to_right = frozenset({"case"})

    format = forms.ChoiceField(label=_("Form"), choices=FORMATS)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("All")), *((one.value, OBSERVABLE_KINDS[one.value]) for one in Kind)]
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def clean(self) -> dict[str, Any]:
        """A plain list is of one kind."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("format") == Format.LIST.value and not cleaned.get("kind"):
            self.add_error("kind", _("Choose a kind: a plain list holds one."))
        return cleaned


class HashesForm(Sheet):
    """Hashes of files or pictures, with the purpose and the case for which they are asked."""

    left_to_right = frozenset({"hashes", "case"})

    hashes = forms.CharField(
        label=_("Hashes"),
        max_length=MOST_ASKED * 70,
        widget=Lines(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("SHA-256 of the file or PDQ of the picture, 64 hexadecimal digits each, one a line."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Searches for people are logged with their purpose."))
    case = forms.CharField(label=_("Case reference"), max_length=80, validators=[plain_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices = [("", _("Choose a purpose")), *purposes()]

    def clean_hashes(self) -> list[str]:
        """The hashes, one a line or parted by blanks."""
        found: list[str] = self.cleaned_data["hashes"].split()
        if any(not _HASH.fullmatch(one) for one in found):
            raise ValidationError(_("One of these is no hash of 64 hexadecimal digits."))
        if len(found) > MOST_ASKED:
            raise ValidationError(_("Ask for at most %(most)s hashes at a time.") % {"most": MOST_ASKED})
        return found
