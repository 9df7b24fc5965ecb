"""What these tests are made of: objects and records that are invented, and OASIS's own tools as judges."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import stix2
from stix2validator import ValidationOptions, validate_string

from minassa.stix import Checked, Problem, Stix, check_object

OWNER = "0198b6a0-0000-7000-8000-00000000000a"
OTHER = "0198b6a0-0000-7000-8000-00000000000b"
MADE = datetime(2026, 3, 1, 8, 0, 0, 123_456, tzinfo=UTC)
CHANGED = datetime(2026, 3, 2, 9, 30, 0, 999_999, tzinfo=UTC)
UUID_A = "0a1b2c3d-0000-4000-8000-000000000001"
UUID_B = "0a1b2c3d-0000-4000-8000-000000000002"


def indicator(**changes: Any) -> Stix:
    """A valid indicator with some of its properties changed; None takes one away."""
    one = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{UUID_A}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": "EXERCISE address",
        "pattern": "[ipv4-addr:value = '198.51.100.1']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
        **changes,
    }
    return {name: value for name, value in one.items() if value is not None}


def envelope(*objects: object) -> bytes:
    """An envelope around these values."""
    return json.dumps({"objects": objects}).encode()


def judged_here(objects: Iterable[Stix]) -> None:
    """Our own check and the stix2 library agree that these objects are STIX 2.1 without anything custom."""
    for one in objects:
        found = check_object(one)
        assert isinstance(found, Checked), found
        stix2.parse(one, allow_custom=False, version="2.1")


def judged(objects: Iterable[Stix]) -> None:
    """The same, and OASIS's validator with every recommendation made a rule."""
    listed = list(objects)
    judged_here(listed)
    bundle = json.dumps({"type": "bundle", "id": f"bundle--{UUID_A}", "objects": listed})
    results = validate_string(bundle, ValidationOptions(strict=True, version="2.1"))
    assert results.is_valid, [str(error) for error in results.errors]


def problem(found: Checked | Problem) -> Problem:
    """The problem that was found; a test that expects one fails where there is none."""
    assert isinstance(found, Problem), found
    return found


def checked(found: Checked | Problem) -> Checked:
    """The object that passed."""
    assert isinstance(found, Checked), found
    return found
