"""What this platform publishes of itself in every bundle: the identity of the agency, and the definition of its extension."""

from datetime import datetime
from typing import Final

from minassa.stix.ids import own_id, record_id
from minassa.stix.moments import timestamp
from minassa.stix.types import Stix

PUBLISHED_ON: Final = "2026-11-01T00:00:00.000Z"
"""When the definitions that never change were made; a definition that changes gets a new version and a new time."""

EXTENSION: Final = own_id("extension-definition", "extension:record")
"""The one property extension, which carries a whole record or the meaning of a marking."""

PUBLISHER: Final[Stix] = {
    "type": "identity",
    "spec_version": "2.1",
    "id": own_id("identity", "publisher"),
    "created": PUBLISHED_ON,
    "modified": PUBLISHED_ON,
    "name": "Minassa",
    "description": "The software that agencies use to coordinate. It speaks for none of them.",
    "identity_class": "system",
}

_SCHEMA: Final = (
    "On an object, `record` holds the record that the object stands for: `id` and `schema` are FollowTheMoney's, `properties` is a list of "
    "properties with `name` and `values`, `owner` is the UUID of the agency that owns it, `created` and `modified` are there where the "
    "object's own type has no such property, `grading` holds the source's grading as it was given (`scheme`, `source`, `information`, `third`). `part_of` "
    "names the record that an object only completes. On a marking definition, `marking` holds `kind` (handling, purpose, "
    "obligation, exercise) and `value`."
)

EXTENSION_DEFINITION: Final[Stix] = {
    "type": "extension-definition",
    "spec_version": "2.1",
    "id": EXTENSION,
    "created_by_ref": PUBLISHER["id"],
    "created": PUBLISHED_ON,
    "modified": PUBLISHED_ON,
    "name": "Minassa record",
    "description": "Carries a record of an agency in FollowTheMoney's vocabulary beside what STIX can say of it.",
    "schema": _SCHEMA,
    "version": "1.0.0",
    "extension_types": ["property-extension"],
}


def agency_id(agency: str) -> str:
    """The STIX id of an agency, by its UUID: what `created_by_ref` holds for its records."""
    return record_id("identity", "agency", owner=agency)


def agency_identity(agency: str, name: str, *, named: datetime | None = None) -> Stix:
    """The agency as an identity. It says no more than the name.

    `named` is when it took this name (UTC): an agency that changes its name publishes a newer version of its identity.
    """
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": agency_id(agency),
        "created": PUBLISHED_ON,
        "modified": max(timestamp(named), PUBLISHED_ON) if named else PUBLISHED_ON,
        "name": name,
        "identity_class": "organization",
    }
