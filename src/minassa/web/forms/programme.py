"""Programmes, strategies and their parts as they are written. Each form gives the value that its service takes."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minassa.access import AgencyView, CommunityView, Handling, Tlp
from minassa.programmes import (
    COMMITMENT_STATES,
    DIRECTIONS,
    FREQUENCIES,
    GRADES,
    LEVEL_NAMES,
    MEASURES,
    MONEY_KINDS,
    PARTNER_PARTS,
    PILLARS,
    SPLITS,
    By,
    CommitmentState,
    CoursePart,
    Direction,
    Frequency,
    Grade,
    IndicatorPart,
    Level,
    Measure,
    MilestonePart,
    MoneyKind,
    MoneyPart,
    Part,
    PartnerPart,
    Pillar,
    Places,
    PlanPart,
    ProgrammePlan,
    ProgrammeView,
    ResultPart,
    RiskPart,
    Sharing,
    StrategyPlan,
    StrategyView,
    TargetPart,
    Undertaking,
    templates,
)
from minassa.web.forms.recipients import BUT_RED, offer_recipients
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries


def choices(names: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """The choices of a field from the words of an enumeration."""
    return [(one.value, text) for one, text in names.items()]


class Day(forms.DateField):
    """A day, chosen or typed as 2026-11-23."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class Number(forms.DecimalField):
    """A number of at most fifteen digits, typed with a point."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - Django's own signature
        widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
        super().__init__(widget=widget, max_digits=15, decimal_places=9, **given)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """A comma before the decimals is read too."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProgrammeForm(Sheet):
    """What is said of a programme as a whole."""

    left_to_right = frozenset({"reference", "currency"})
    title = forms.CharField(label=_("What it is called"), max_length=300)
    reference = forms.CharField(label=_("Reference"), max_length=40)
    pillar = forms.ChoiceField(label=_("Pillar"), choices=choices(PILLARS))
    strategy = forms.ChoiceField(label=_("Strategy"), required=False)
    summary = forms.CharField(label=_("What it is about"), max_length=20_000, required=False, widget=_area(5))
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    begins = Day(label=_("Begins"))
    ends = Day(label=_("Ends"))
    currency = forms.CharField(label=_("Currency (three letters)"), min_length=3, max_length=3)
    reports = forms.ChoiceField(label=_("Reports"), choices=choices(FREQUENCIES))

    def __init__(self, *args: Any, strategies: Iterable[StrategyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = self.fields
        given["strategy"].choices = [("", "–"), *((str(one.id), one.plan.title) for one in strategies)]
        given["countries"].choices = countries()
        given["countries"].widget.attrs["size"] = 6

    def plan(self) -> ProgrammePlan:
        """What a valid form says."""
        given = self.cleaned_data
        return ProgrammePlan(
            **{name: given[name] for name in ("title", "reference", "summary", "begins", "ends")},
            pillar=Pillar(given["pillar"]),
            currency=given["currency"].upper(),
            strategy=_uuid_or_none(given["strategy"]),
            countries=tuple(given["countries"]),
            reports=Frequency(given["reports"]),
        )


class StrategyForm(Sheet):
    """A strategy: a pillar belongs to it when its aim is written."""

    title = forms.CharField(label=_("What it is called"), max_length=300)
    begins = Day(label=_("Begins"))
    ends = Day(label=_("Ends"))
    summary = forms.CharField(label=_("What it is about"), max_length=20_000, required=False, widget=_area(5))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for pillar, name in PILLARS.items():
            field = forms.CharField(label=str(name), max_length=4_000, required=False, widget=_area(2))
            self.fields[f"pillar-{pillar.value}"] = field
            self.dress(f"pillar-{pillar.value}", field.widget)

    def plan(self) -> StrategyPlan:
        """What a valid form says."""
        given = self.cleaned_data
        aims = {one: given[f"pillar-{one.value}"] for one in Pillar if given[f"pillar-{one.value}"].strip()}
        return StrategyPlan(given["title"], given["begins"], given["ends"], aims, given["summary"])


class SharingForm(Sheet):
    """Who sees something."""

    tlp = forms.ChoiceField(label=_("Traffic light"), widget=forms.RadioSelect)
    to = forms.MultipleChoiceField(
        label=_("Recipients"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For TLP:AMBER only: GREEN is for the whole platform, CLEAR for everybody."),
    )
    handling = forms.MultipleChoiceField(label=_("Handling codes"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        agencies: Iterable[AgencyView],
        communities: Iterable[CommunityView],
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_recipients(self.fields, agencies, communities, levels=BUT_RED)

    def sharing(self) -> Sharing:
        """What a valid form says."""
        given = self.cleaned_data
        return Sharing(Tlp(given["tlp"]), tuple(given["to"]), frozenset(map(Handling, given["handling"])))


class PartForm(Sheet):
    """A part of a programme, of the kind that it `makes`; `of` is the programme's page."""

    makes: ClassVar[type[PlanPart]]

    def __init__(self, *args: Any, of: ProgrammeView, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.of = of
        self.offer(self.fields)

    def offer(self, given: dict[str, Any]) -> None:
        """Fill the choices that depend on the programme."""

    def said(self) -> dict[str, Any]:
        """What a valid form says, by the names of the part's fields."""
        return dict(self.cleaned_data)

    def part(self) -> PlanPart:
        """The part that a valid form says."""
        return self.makes(**self.said())


def _results(of: ProgrammeView) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.part.number} {one.part.title}"[:120]) for one in of.results]


def _indicators(of: ProgrammeView) -> list[tuple[str, str]]:
    return [(str(one.id), one.part.name[:120]) for one in of.indicators]


def _uuid(text: str) -> UUID:
    """An id that was chosen from a list."""
    return UUID(text)


def _uuid_or_none(text: str) -> UUID | None:
    return UUID(text) if text else None


class ResultForm(PartForm):
    """A line of the results framework."""

    makes = ResultPart

    level = forms.ChoiceField(label=_("Level"), choices=choices(LEVEL_NAMES))
    parent = forms.ChoiceField(label=_("Under"), required=False)
    title = forms.CharField(label=_("What shall come of it"), max_length=1_000, widget=_area(2))
    begins = Day(label=_("Begins (activities)"), required=False)
    ends = Day(label=_("Ends (activities)"), required=False)

    def offer(self, given: dict[str, Any]) -> None:
        """Any result may be the one above."""
        given["parent"].choices = [("", "–"), *_results(self.of)]

    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        given = super().said()
        return given | {"level": Level(given["level"]), "parent": _uuid_or_none(given["parent"])}


class IndicatorForm(PartForm):
    """What is measured; one that is made from a template takes its name, unit and direction where they are left empty."""

    makes = IndicatorPart

    result = forms.ChoiceField(label=_("Result"))
    template = forms.ChoiceField(label=_("Template"), required=False)
    name = forms.CharField(label=_("What is measured"), max_length=1_000, required=False, widget=_area(2))
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    measure = forms.ChoiceField(label=_("Kind of number"), choices=choices(MEASURES))
    direction = forms.ChoiceField(label=_("Direction"), choices=choices(DIRECTIONS))
    baseline = Number(label=_("Baseline"), required=False)
    baseline_on = Day(label=_("Baseline measured on"))
    every = forms.ChoiceField(label=_("Measured"), choices=choices(FREQUENCIES))
    weight = Number(label=_("Weight"), initial=1)
    by = forms.MultipleChoiceField(
        label=_("Split by"), choices=choices(SPLITS), widget=forms.CheckboxSelectMultiple, required=False
    )
    means = forms.CharField(label=_("Means of verification"), max_length=2_000, required=False, widget=_area(2))
    is_context = forms.BooleanField(label=_("Context only, never a result"), required=False)

    def offer(self, given: dict[str, Any]) -> None:
        """Results of the programme, templates in the reader's language."""
        language = (get_language() or "en")[:2]
        given["result"].choices = _results(self.of)
        given["template"].choices = [
            ("", "–"),
            *((one.code, f"{one.code} {one.name.get(language, one.name['en'])}") for one in templates()),
        ]

    def clean(self) -> dict[str, Any]:
        """A name and a unit come from the template, or are typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = next((one for one in templates() if one.code == cleaned.get("template")), None)
        language = (get_language() or "en")[:2]
        if chosen is not None:
            cleaned["name"] = cleaned.get("name") or chosen.name.get(language, chosen.name["en"])
            cleaned["unit"] = cleaned.get("unit") or chosen.unit
        for name in ("name", "unit"):
            if not cleaned.get(name):
                self.add_error(name, forms.Field.default_error_messages["required"])
        return cleaned

    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        given = super().said()
        return given | {
            "result": _uuid(given["result"]),
            "direction": Direction(given["direction"]),
            "measure": Measure(given["measure"]),
            "every": Frequency(given["every"]),
            "by": tuple(map(By, given["by"])),
        }


class TargetForm(PartForm):
    """A target on the way or at the end."""

    makes = TargetPart

    indicator = forms.ChoiceField(label=_("Indicator"))
    due = Day(label=_("By"))
    value = Number(label=_("Target"))
    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=1_000,
        required=False,
        widget=_area(2),
        help_text=_(
            "Needed once the programme is adopted: everybody who reads it sees the old target and this reason."
        ),
    )

    def offer(self, given: dict[str, Any]) -> None:
        """Indicators of the programme."""
        given["indicator"].choices = _indicators(self.of)

    def part(self) -> TargetPart:
        """What a valid form says."""
        given = self.said()
        return TargetPart(**given | {"indicator": _uuid(given["indicator"])})


class MilestoneForm(PartForm):
    """A milestone."""

    makes = MilestonePart

    title = forms.CharField(label=_("What is done by then"), max_length=300)
    due = Day(label=_("By"))
    done_on = Day(label=_("Done on"), required=False)


class MoneyForm(PartForm):
    """An amount."""

    makes = MoneyPart

    kind = forms.ChoiceField(label=_("Kind"), choices=choices(MONEY_KINDS))
    amount = Number(label=_("Amount"))
    begins = Day(label=_("From"))
    ends = Day(label=_("To"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        given = super().said()
        return given | {"kind": MoneyKind(given["kind"])}


class RiskForm(PartForm):
    """A risk."""

    makes = RiskPart

    text = forms.CharField(label=_("What could go wrong"), max_length=20_000, widget=_area(2))
    likelihood = forms.ChoiceField(label=_("How likely"), choices=choices(GRADES))
    gravity = forms.ChoiceField(label=_("How grave"), choices=choices(GRADES))
    answer = forms.CharField(label=_("What is done about it"), max_length=20_000, required=False, widget=_area(2))
    closed_on = Day(label=_("Past since"), required=False)

    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        given = super().said()
        return given | {name: Grade(given[name]) for name in ("likelihood", "gravity")}


class PartnerForm(PartForm):
    """A partner."""

    makes = PartnerPart

    left_to_right = frozenset({"reference"})
    name = forms.CharField(label=_("Organisation"), max_length=300)
    part_of = forms.ChoiceField(label=_("Its part"), choices=choices(PARTNER_PARTS))
    reference = forms.CharField(label=_("Its reference in public registers"), max_length=100, required=False)

    def said(self) -> dict[str, Any]:
        """What a valid form says."""
        given = super().said()
        return {"name": given["name"], "part": Part(given["part_of"]), "reference": given["reference"]}


class CourseForm(PartForm):
    """Training and its evaluation; participants are one line for each agency: name; women; men."""

    makes = CoursePart

    title = forms.CharField(label=_("Course"), max_length=300)
    begins = Day(label=_("Begins"))
    ends = Day(label=_("Ends"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    places = forms.CharField(
        label=_("Participants"),
        max_length=20_000,
        required=False,
        widget=_area(4),
        help_text=_("One line for each agency: its name; women; men. For example: Customs; 4; 11"),
    )
    before = Number(label=_("Test before, mean in percent"), required=False)
    after = Number(label=_("Test after, mean in percent"), required=False)
    applied = Number(label=_("Apply it six months later, in percent"), required=False)
    lesson = forms.CharField(label=_("What was learned from it"), max_length=20_000, required=False, widget=_area(2))

    def clean_places(self) -> tuple[Places, ...]:
        """The lines as numbers."""
        found = []
        for line in self.cleaned_data["places"].splitlines():
            if line.strip():
                agency, women, men = (*line.replace("؛", ";").split(";"), "", "")[:3]
                if not (women.strip().isdigit() and men.strip().isdigit()):
                    raise forms.ValidationError(_("Write each line as: name; women; men."), code="places")
                found.append(Places(agency.strip(), int(women), int(men)))
        return tuple(found)


PARTS: Final[Mapping[str, tuple[type[PartForm], Any]]] = {
    "result": (ResultForm, _("A result")),
    "indicator": (IndicatorForm, _("An indicator")),
    "target": (TargetForm, _("A target")),
    "milestone": (MilestoneForm, _("A milestone")),
    "money": (MoneyForm, _("An amount")),
    "risk": (RiskForm, _("A risk")),
    "partner": (PartnerForm, _("A partner")),
    "course": (CourseForm, _("A course")),
}


def initial_of(part: PlanPart | ProgrammePlan) -> dict[str, Any]:
    """The fields of a form as a part says them."""
    found: dict[str, Any] = {one.name: _shown(getattr(part, one.name)) for one in fields(part)}
    if isinstance(part, CoursePart):
        found["places"] = "\n".join(f"{one.agency}; {one.women}; {one.men}" for one in part.places)
    if isinstance(part, PartnerPart):
        found["part_of"] = part.part.value
    return found


def _shown(value: Any) -> Any:  # noqa: ANN401 - a field's value
    if isinstance(value, StrEnum):
        return value.value
    return [_shown(one) for one in value] if isinstance(value, tuple) else value


class CommitmentForm(Sheet):
    """Who leads, with whom, by when, and how it will be known."""

    pillar = forms.ChoiceField(label=_("Pillar"), choices=choices(PILLARS))
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    partners = forms.MultipleChoiceField(label=_("Partners"), widget=forms.CheckboxSelectMultiple, required=False)
    due = Day(label=_("By"), required=False)
    known_by = forms.CharField(label=_("How it will be known"), max_length=2_000, required=False, widget=_area(3))

    def __init__(self, *args: Any, agencies: Iterable[AgencyView], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = self.fields
        named = [(str(one.id), one.name) for one in agencies]
        given["lead"].choices, given["partners"].choices = [("", "–"), *named], named

    def undertaking(self) -> Undertaking:
        """What a valid form says."""
        given = self.cleaned_data
        partners = tuple(_uuid(one) for one in given["partners"])
        lead = _uuid_or_none(given["lead"])
        return Undertaking(Pillar(given["pillar"]), lead, partners, given["due"], given["known_by"])


class SettleForm(Sheet):
    """What became of a commitment."""

    state = forms.ChoiceField(label=_("What became of it"), choices=choices(COMMITMENT_STATES))
    outcome = forms.CharField(label=_("Why"), max_length=4_000, widget=_area(3))

    def settled(self) -> tuple[CommitmentState, str]:
        """What a valid form says."""
        return CommitmentState(self.cleaned_data["state"]), self.cleaned_data["outcome"]
