"""What IATI asks of a programme beyond its plan, and which programmes leave in a file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minassa.programmes import (
    DOCUMENT_KINDS,
    ORGANISATION_KINDS,
    OUTLETS,
    DocumentLink,
    Outlet,
    ProgrammeRow,
    Publication,
    Share,
    codes,
    name_of,
)
from minassa.web.forms.programme import Number
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries, language_name

_SPARE: Final = 2
_LEAST: Final = 4
_LANGUAGES: Final = ("ar", "fr", "en", "pt")


def isolated(code: str) -> str:
    """A code that reads from left to right in the choices of a page that reads from right to left."""
    return f"\u2066{code}\u2069"


def _coded(names: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    return [("", "–"), *((code, f"{isolated(code)} {name_of(names, code, language)}") for code in names)]


def _places() -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    regions = codes().regions
    named = ((code.upper(), name) for code, name in countries())
    return [("", "–"), *((code, name_of(regions, code, language)) for code in regions), *named]


class PublicationForm(Sheet):
    """A programme's publication: rows of sectors, places and documents, as many as there are and two more."""

    left_to_right = frozenset({"organisation"})
    organisation = forms.CharField(
        label=_("Identifier of the reporting organisation"),
        max_length=80,
        help_text=_("As in public registers, for example XM-DAC-41122."),
    )
    organisation_type = forms.ChoiceField(
        label=_("Kind of organisation"), choices=list(ORGANISATION_KINDS.items()), initial="10"
    )
    language = forms.ChoiceField(label=_("Language of the programme's texts"))
    targets = forms.MultipleChoiceField(
        label=_("Targets of the Sustainable Development Goals"), widget=forms.CheckboxSelectMultiple, required=False
    )
    is_humanitarian = forms.BooleanField(label=_("Humanitarian"), required=False)

    def __init__(self, *args: Any, of: Publication | None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, initial=_initial(of), **kwargs)
        given: dict[str, Any] = self.fields
        given["language"].choices = [(one, language_name(one)) for one in _LANGUAGES]
        given["targets"].choices = _coded(codes().targets)[1:]
        self.rows = {
            "sector": self._shares("sector", len(of.sectors) if of else 0, _coded(codes().sectors)),
            "place": self._shares("place", len(of.places) if of else 0, _places()),
            "link": self._links(len(of.links) if of else 0),
        }

    def _shares(self, kind: str, known: int, choices: list[tuple[str, str]]) -> int:
        count = max(_LEAST, known + _SPARE)
        label = _("Sector") if kind == "sector" else _("Country or region")
        for number in range(count):
            self._add(f"{kind}-{number}", forms.ChoiceField(label=label, choices=choices, required=False))
            self._add(f"{kind}-percent-{number}", Number(label=_("Percent"), required=False))
        return count

    def _links(self, known: int) -> int:
        count = known + _SPARE
        for number in range(count):
            self._add(f"url-{number}", forms.CharField(label=_("Address on the web"), max_length=500, required=False))
            self._add(f"name-{number}", forms.CharField(label=_("What it is called"), max_length=300, required=False))
            kinds = list(DOCUMENT_KINDS.items())
            self._add(f"kind-{number}", forms.ChoiceField(label=_("Kind"), choices=kinds, required=False))
        return count

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.dress(name, field.widget)
        if name.startswith("url-"):
            field.widget.attrs["dir"] = "ltr"

    def groups(self) -> list[tuple[Any, str, list[list[Any]]]]:
        """Each group of rows with its title, its hint and its fields, for the template."""
        share = _("The percentages sum to exactly 100.")
        return [
            (_("Sectors"), str(share), self._rows("sector", ("sector-{}", "sector-percent-{}"))),
            (_("Where"), str(share), self._rows("place", ("place-{}", "place-percent-{}"))),
            (_("Public documents"), "", self._rows("link", ("url-{}", "name-{}", "kind-{}"))),
        ]

    def _rows(self, kind: str, names: tuple[str, ...]) -> list[list[Any]]:
        return [[self[name.format(number)] for name in names] for number in range(self.rows[kind])]

    def publication(self) -> Publication:
        """What a valid form says."""
        given = self.cleaned_data
        return Publication(
            organisation=given["organisation"],
            organisation_type=given["organisation_type"],
            language=given["language"],
            sectors=tuple(self._said("sector")),
            places=tuple(self._said("place")),
            targets=tuple(given["targets"]),
            is_humanitarian=given["is_humanitarian"],
            links=tuple(
                DocumentLink(given[f"url-{number}"], given[f"name-{number}"], given[f"kind-{number}"])
                for number in range(self.rows["link"])
                if given[f"url-{number}"]
            ),
        )

    def _said(self, kind: str) -> Iterable[Share]:
        for number in range(self.rows[kind]):
            code, percent = self.cleaned_data[f"{kind}-{number}"], self.cleaned_data[f"{kind}-percent-{number}"]
            if code or percent is not None:
                yield Share(code, percent if percent is not None else Decimal(0))


def _initial(of: Publication | None) -> dict[str, Any]:
    if of is None:
        return {"language": (get_language() or "en")[:2], "organisation_type": "10"}
    found: dict[str, Any] = {
        name: getattr(of, name) for name in ("organisation", "organisation_type", "language", "is_humanitarian")
    }
    found["targets"] = list(of.targets)
    for kind, shares in (("sector", of.sectors), ("place", of.places)):
        for number, one in enumerate(shares):
            found |= {f"{kind}-{number}": one.code, f"{kind}-percent-{number}": one.percent}
    for number, link in enumerate(of.links):
        found |= {f"url-{number}": link.url, f"name-{number}": link.title, f"kind-{number}": link.category}
    return found


class IatiForm(Sheet):
    """Which programmes leave, for whom."""

    programme = forms.MultipleChoiceField(label=_("Programmes"), widget=forms.CheckboxSelectMultiple)
    outlet = forms.ChoiceField(
        label=_("For whom"), choices=[(one.value, text) for one, text in OUTLETS.items()], widget=forms.RadioSelect
    )
    partners = forms.BooleanField(
        label=_("Partners too that are in no public register"),
        required=False,
        help_text=_("They may be persons, or must not be known: look at each name first."),
    )

    def __init__(self, *args: Any, rows: Iterable[ProgrammeRow], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = self.fields
        given["programme"].choices = [(str(one.id), f"{one.reference} · {one.title}") for one in rows]
        given["outlet"].initial = Outlet.PUBLIC.value

    def wanted(self) -> dict[str, Any]:
        """What a valid form asks of the services."""
        given = self.cleaned_data
        return {
            "programmes": [forms.UUIDField().clean(one) for one in given["programme"]],
            "outlet": Outlet(given["outlet"]),
            "with_partners": given["partners"],
        }
