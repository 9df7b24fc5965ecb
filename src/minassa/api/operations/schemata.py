"""The vocabulary of records: which kinds there are, and what each may say."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import Field, StringConstraints

from minassa.api import faults
from minassa.api.policy import LOGIN, declared
from minassa.api.shapes import Told
from minassa.base import NotFound
from minassa.records import Property, Schema, schemata

router = Router(tags=["records"])

SchemaName = Annotated[str, StringConstraints(max_length=64), Field(examples=["Person"])]


class SchemaRow(Told):
    """A kind of record. An abstract one is only extended by others. `kind` is what the check calls it."""

    name: str = Field(examples=["Person"])
    label: str
    plural: str
    abstract: bool
    kind: str


class PropertyTold(Told):
    """A property: `range` names the kind that a reference points to; a guarded one is shown to the owner's people only."""

    name: str = Field(examples=["birthDate"])
    label: str
    type: str = Field(examples=["date"])
    format: str
    range: str
    guarded: bool


class EdgeTold(Told):
    """How a record of this kind links two others: the properties that hold its ends."""

    source: str
    target: str
    words: str


class SchemaTold(SchemaRow):
    """A kind of record with all that it inherits."""

    ancestors: list[str]
    featured: list[str]
    required: list[str]
    edge: EdgeTold | None
    properties: list[PropertyTold]


@router.get("/schemata", **declared(LOGIN, list[SchemaRow]))
def list_schemata(request: HttpRequest) -> list[dict[str, Any]]:
    """All kinds of records, in FollowTheMoney's names with our additions; labels in the language asked for."""
    del request
    return [_row(one) for one in schemata().values()]


@router.get("/schemata/{name}", **declared(LOGIN, SchemaTold, refusals=(404,)))
def read_schema(request: HttpRequest, name: Path[SchemaName]) -> dict[str, Any]:
    """One kind of record with its properties."""
    del request
    one = schemata().get(name)
    if one is None:
        raise NotFound(faults.NO_SCHEMA)
    return {
        **_row(one),
        "ancestors": one.ancestors,
        "featured": one.featured,
        "required": one.required,
        "edge": one.edge and {"source": one.edge.source, "target": one.edge.target, "words": str(one.edge.words)},
        "properties": [_property(each) for each in one.properties.values()],
    }


def _row(one: Schema) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": str(one.label),
        "plural": str(one.plural),
        "abstract": one.abstract,
        "kind": one.kind,
    }


def _property(one: Property) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": str(one.label),
        "type": one.type.value,
        "format": one.format,
        "range": one.range,
        "guarded": one.guarded,
    }
