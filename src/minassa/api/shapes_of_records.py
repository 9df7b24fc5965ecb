"""What programs send and read of records: labels, grounds, gradings, records and their histories."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from minassa.access import Actor, Handling, Label, Tlp
from minassa.access import Purpose as PurposeName
from minassa.api.limits import LONGEST_TEXT
from minassa.api.shapes import Asked, Case, Choice, Day, Moment, Number, Told, exampled
from minassa.records import Grading, Ground, Scheme

LONGEST_BASIS = 500
MOST_TOKENS = 200

SchemaField = Annotated[str, StringConstraints(max_length=64)]
Value = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Token = Annotated[str, StringConstraints(max_length=60)]
Cursor = Annotated[str, StringConstraints(max_length=80)]


class LabelAsked(Asked):
    """Handling marks; the owner is the caller's agency. TLP:RED names the persons who may read it."""

    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4, examples=[["H0"]])
    audience: list[Token] = Field(
        [], max_length=MOST_TOKENS, description="agency:<uuid>, community:<uuid>, user:<uuid>"
    )
    purposes: list[PurposeName] = Field([], max_length=len(PurposeName), description="Empty: any purpose.")
    exercise: Choice = False
    opens: Moment | None = Field(None, description="Others than the owner see it from then on.")
    closes: Moment | None = Field(None, description="Others than the owner see it until then.")

    def label(self, actor: Actor) -> Label:
        """The label, owned by the caller's agency. Raises Invalid."""
        return Label(
            owner=agency_of(actor),
            tlp=self.tlp,
            audience=frozenset(self.audience),
            handling=frozenset(self.handling),
            purposes=frozenset(one.value for one in self.purposes),
            exercise=self.exercise,
            opens=self.opens,
            closes=self.closes,
        )


def agency_of(actor: Actor) -> UUID:
    """The agency for which a person or token acts; peers and system actors do not come to the API."""
    if actor.agency is None:
        raise TypeError("whoever asks the API belongs to an agency")
    return actor.agency


class GradingShape(Asked):
    """A grade as its scheme writes it, source and information apart; never converted."""

    scheme: Scheme
    source: Annotated[str, StringConstraints(max_length=2)] = Field(examples=["B"])
    information: Annotated[str, StringConstraints(max_length=2)] = Field(examples=["2"])
    third: Annotated[str, StringConstraints(max_length=2)] = ""


class GroundAsked(Asked):
    """Why the agency may hold a record (R01). Without a day of review it is five years from now."""

    legal_basis: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_BASIS)] = Field(
        examples=["EXERCISE Act 2020-1, article 3"]
    )
    purpose: PurposeName
    review_on: Day | None = None
    grading: GradingShape | None = None

    def ground(self) -> Ground:
        """The ground. Raises Invalid for a grade that its scheme does not have."""
        grading = Grading(**self.grading.dict()) if self.grading else None
        return Ground(self.legal_basis, self.purpose.value, self.review_on, grading)


class RecordAsked(Asked):
    """A record to add. `origin` is the agency's own reference for it."""

    model_config = exampled(
        {
            "schema": "Person",
            "properties": {"name": ["EXERCISE Awa Diallo", "عوا ديالو"], "birthDate": ["1976-08-14"]},
            "label": {"tlp": "amber", "handling": ["H1"], "exercise": True},
            "ground": {"legal_basis": "EXERCISE Act 1, article 1", "purpose": "counter-terrorism"},
        }
    )

    schema_name: SchemaField = Field(alias="schema", examples=["Person"])
    properties: dict[SchemaField, list[Value]] = Field(examples=[{"name": ["EXERCISE Awa Diallo"]}])
    label: LabelAsked
    ground: GroundAsked
    origin: Annotated[str, StringConstraints(max_length=255)] = ""
    case: Case = ""


class ChangeAsked(Asked):
    """What changes of a record; what is not given stays. `version` is the one that the change is based on."""

    model_config = exampled({"version": 1, "properties": {"name": ["EXERCISE Awa Sow"]}})

    version: Number = Field(ge=1, le=2**31 - 1)
    schema_name: SchemaField = Field("", alias="schema")
    properties: dict[SchemaField, list[Value]] | None = None
    label: LabelAsked | None = None
    ground: GroundAsked | None = None
    case: Case = ""
    approval: UUID | None = Field(None, description="A second person's agreement, where the new label opens it wider.")


class LabelTold(Told):
    """Handling marks as they stand."""

    owner: UUID
    tlp: str = Field(examples=["amber"])
    handling: list[str]
    audience: list[str]
    purposes: list[str]
    exercise: bool
    opens: datetime | None
    closes: datetime | None


class DoubtTold(Told):
    """A value that was kept although it cannot be what its property says."""

    property: str
    value: str


class RecordTold(Told):
    """One record as the caller may see it: of another agency's, guarded properties and the legal basis are left out."""

    id: UUID
    schema_name: str = Field(alias="schema", examples=["Person"])
    caption: str
    properties: Mapping[str, list[str]]
    label: LabelTold
    marks: list[str] = Field(examples=[["TLP:AMBER", "H1"]])
    obligations: list[str]
    owner: UUID
    mine: bool
    origin: str
    grading: GradingShape | None
    legal_basis: str
    purpose: str
    review_on: date
    version: int
    created: datetime
    modified: datetime
    doubts: list[DoubtTold]
    extra: Mapping[str, Any] = Field(description="What the record's source said beside.")


class RowTold(Told):
    """One line of a list."""

    id: UUID
    schema_name: str = Field(alias="schema")
    caption: str
    featured: Mapping[str, str]
    marks: list[str]
    owner: UUID
    mine: bool
    modified: datetime
    review_on: date


class PageTold(Told):
    """A page of records, newest first. `next` continues it; `count` is exact up to 1000, then "1000+"."""

    rows: list[RowTold]
    next: str
    count: str = Field(examples=["12", "1000+"])


class VersionTold(Told):
    """A past state of a record."""

    number: int
    schema_name: str = Field(alias="schema")
    caption: str
    properties: Mapping[str, list[str]]
    legal_basis: str
    modified: datetime
    changed_by: str


class EndTold(Told):
    """The other end of a link; without a record where it is absent or hidden, which look the same."""

    origin: str
    record: RowTold | None


class LinkTold(Told):
    """One link of a record. `words` stand between the two captions."""

    via: str
    words: str
    outgoing: bool
    other: EndTold
    link: RowTold | None


class RefusedTold(Told):
    """A row that an import did not take."""

    number: int
    code: str
    reason: str


class ImportTold(Told):
    """What an import did; `refused` holds the first rows refused, `refused_count` counts all."""

    added: int
    amended: int
    unchanged: int
    refused_count: int
    refused: list[RefusedTold]
