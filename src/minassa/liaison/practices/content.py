"""A document as JSON, both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import orjson

from minassa.access import Handling, Tlp
from minassa.base import Invalid, canonical_json
from minassa.liaison import faults
from minassa.liaison.alerts.content import countries_of
from minassa.liaison.expertise.rules import Field
from minassa.liaison.practices.rules import PracticeKind
from minassa.liaison.practices.types import Lesson, Writing
from minassa.liaison.texts import line_of, text_of

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 50_000
LONGEST_CHANGE: Final = 1_000
_FIELDS: Final = frozenset({"kind", "title", "text", "field", "countries"})


def lesson_to_json(lesson: Lesson) -> dict[str, Any]:
    """What a document says, as JSON."""
    return {
        "kind": lesson.kind.value,
        "title": lesson.title,
        "text": lesson.text,
        "field": lesson.field.value,
        "countries": list(lesson.countries),
    }


def lesson_from_json(body: Mapping[str, Any]) -> Lesson:
    """What a document says, whole and plain. Raises Invalid for anything else."""
    if set(body) != _FIELDS or not isinstance(body["countries"], list):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        kind, field = PracticeKind(body["kind"]), Field(body["field"])
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return checked(Lesson(kind, body["title"], body["text"], field, tuple(body["countries"])))


def told_to_json(lesson: Lesson, change: str) -> dict[str, Any]:
    """A document as it travels."""
    return lesson_to_json(lesson) | {"change": change}


def told_from_json(body: Mapping[str, Any]) -> tuple[Lesson, str]:
    """What a document that came says, and what is new in it. Raises Invalid."""
    lesson = lesson_from_json({name: value for name, value in body.items() if name != "change"})
    return lesson, text_of(body.get("change"), LONGEST_CHANGE, needed=False)


def checked(lesson: Lesson) -> Lesson:
    """The same with its texts trimmed. Raises Invalid for what a document cannot say."""
    return replace(
        lesson,
        title=line_of(lesson.title, LONGEST_TITLE),
        text=text_of(lesson.text, LONGEST_TEXT),
        countries=countries_of(lesson.countries),
    )


def packed_lesson(lesson: Lesson) -> str:
    """What a row keeps."""
    return canonical_json(lesson_to_json(lesson)).decode()


def unpacked_lesson(content: str) -> Lesson:
    """What `packed_lesson` wrote."""
    return lesson_from_json(orjson.loads(content))


def packed(writing: Writing) -> str:
    """What the author's book keeps."""
    body: dict[str, Any] = {
        "lesson": lesson_to_json(writing.lesson),
        "to": list(writing.to),
        "tlp": writing.tlp.value,
        "handling": sorted(writing.handling),
    }
    return canonical_json(body).decode()


def unpacked(draft: str) -> Writing:
    """What `packed` wrote."""
    body: dict[str, Any] = orjson.loads(draft)
    handling = frozenset(map(Handling, body["handling"]))
    return Writing(lesson_from_json(body["lesson"]), tuple(body["to"]), Tlp(body["tlp"]), handling)
