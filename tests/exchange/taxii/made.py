"""Objects, envelopes and collections for tests. Everything says EXERCISE."""

import json
import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from minassa import exchange
from minassa.access import Actor, Label, Role, Tlp
from minassa.access.models import Agency, User
from minassa.exchange import CollectionView, Page, Question, StatusView
from minassa.stix import Markings, marking_definitions, marking_refs
from tests.factories import a_label, actor_for, make_agency, make_user

TAXII = "application/taxii+json;version=2.1"
LATER = "2026-02-01T00:00:00.000Z"


def indicator(
    name: str = "EXERCISE", *, id_: str = "", modified: str = "2026-01-01T00:00:00.000Z", **more: Any
) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": id_ or f"indicator--{uuid.uuid4()}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": modified,
        "name": name,
        "pattern": "[domain-name:value = 'exercise.example.org']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
        **more,
    }


def marked(one: dict[str, Any], markings: Markings) -> dict[str, Any]:
    return {**one, "object_marking_refs": marking_refs(markings)}


def definitions(markings: Markings) -> list[dict[str, Any]]:
    return marking_definitions(markings)


def envelope(*objects: dict[str, Any]) -> bytes:
    return json.dumps({"objects": list(objects)}, ensure_ascii=False).encode()


def a_keeper(agency: Agency | None = None) -> Actor:
    """Somebody who may make collections, with a fresh factor."""
    return actor_for(make_user(agency, (Role.LIAISON_OFFICER,)), stepped_up=True)


def a_collection(
    keeper: Actor, label: Label | None = None, *, is_open: bool = False, title: str = "EXERCISE indicators"
) -> CollectionView:
    return exchange.add_collection(keeper, title=title, label=label or a_label(keeper, Tlp.GREEN), is_open=is_open)


def add(actor: Actor, collection: UUID, *objects: dict[str, Any]) -> StatusView:
    return exchange.add_objects(actor, collection=collection, body=envelope(*objects))


def read(actor: Actor, collection: UUID, **asked: Any) -> Page:
    return exchange.read_objects(actor, collection=collection, asked=Question(**asked))


def names(page: Page) -> list[str]:
    return [json.loads(one.raw)["name"] for one in page.found]


def pull(actor: Actor, collection: UUID, limit: int, **asked: Any) -> Iterable[Page]:
    """Every page of a pull, as a client follows it."""
    page = read(actor, collection, limit=limit, **asked)
    yield page
    while page.next:
        cursor = exchange.cursor_from(page.next)
        page = read(actor, collection, limit=limit, **{**asked, "after": cursor.after, "until": cursor.until})
        yield page


def two_agencies() -> tuple[User, User]:
    """A liaison officer each of two agencies."""
    officers = [make_user(make_agency(), (Role.LIAISON_OFFICER,)) for _ in range(2)]
    return officers[0], officers[1]
