"""Sanctions lists: what is in force, what changed with each version, and one subject with its history."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Query, Router
from pydantic import Field, StringConstraints

from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, Told
from minassa.screening import (
    Change,
    ListedSubject,
    ListStatus,
    SubjectPage,
    VersionView,
    delta,
    read_subject,
    status,
    versions,
)

LIST_READ = act_named("list.read")
HIGHEST_NUMBER = 2**31 - 1
router = Router(tags=["lists"])

SourceName = Annotated[str, StringConstraints(max_length=40), Field(examples=["un-sc"])]
Ref = Annotated[str, StringConstraints(max_length=200), Field(examples=["QDi.012"])]


class Version(Told):
    """One import of a list, with how much it changed. `why` tells why a quarantined one is not in force."""

    number: int
    state: str = Field(examples=["in-force"])
    digest: str = Field(description="SHA-256 of what was read.")
    published: str = Field(description="The publisher's day, or empty.", examples=["2026-02-27"])
    subjects: int
    added: int
    amended: int
    removed: int
    made_at: datetime
    made_by: str
    accepted_at: datetime | None
    accepted_by: str
    why: str


class ListTold(Told):
    """A list: its version in force and the one that waits in quarantine."""

    source: str = Field(examples=["un-sc"])
    title: str
    publisher: str
    in_force: Version | None
    waiting: Version | None
    checked_at: datetime | None = Field(description="When the publisher was last asked.")


class ListWithVersions(ListTold):
    """A list with all its versions, newest first."""

    versions: list[Version]


class Birth(Told):
    """A date of birth as stated, with the days between which it lies (empty where it cannot be read)."""

    raw: str
    precision: str = Field(examples=["exact"])
    first: str
    last: str


class Identifier(Told):
    """A number or address that names its holder."""

    kind: str = Field(examples=["passport"])
    value: str
    country: str
    note: str


class Fact(Told):
    """One more thing that the source says."""

    kind: str
    text: str


class Subject(Told):
    """A listed subject as its source states it."""

    ref: str = Field(examples=["QDi.012"])
    kind: str = Field(examples=["person"])
    names: list[str]
    weak_names: list[str] = Field(description="Names that the publisher itself calls weak.")
    original_names: list[str] = Field(description="Names in the original script.")
    births: list[Birth]
    birth_places: list[str]
    countries: list[str]
    residences: list[str]
    identifiers: list[Identifier]
    programmes: list[str]
    addresses: list[str]
    facts: list[Fact]
    listed_on: str
    amended_on: str
    source_url: str


class ChangeTold(Told):
    """What one version did to one subject. `fields` are those that an amendment changed."""

    what: str = Field(examples=["amended"])
    ref: str
    caption: str
    fields: list[str]
    before: Subject | None
    after: Subject | None


class VersionWithDelta(Told):
    """A version with its difference from the one before, in the order of references."""

    version: Version
    changes: list[ChangeTold]
    next: str = Field(description="Pass it as `before` for the rest; empty at the end.")


class Statement(Told):
    """What one version of the list said of a subject."""

    version: Version
    subject: Subject


class SubjectTold(Told):
    """A subject as it stands, or last stood; `removed_in` is the version that took it off the list."""

    source: str
    is_listed: bool
    subject: Subject
    fingerprint: str
    version: Version
    removed_in: Version | None
    history: list[Statement]


@router.get("/lists", **declared(LIST_READ, list[ListTold]))
def list_sources(request: Call) -> list[ListStatus]:
    """Every list with its version in force and the one in quarantine."""
    return list(status(request.auth))


@router.get("/lists/{source}", **declared(LIST_READ, ListWithVersions, refusals=(404,)))
def read_list(request: Call, source: Path[SourceName]) -> dict[str, Any]:
    """One list with its versions, newest first."""
    found = versions(request.auth, source=source)
    one = next(one for one in status(request.auth) if one.source == source)
    return {**{name: getattr(one, name) for name in ListTold.model_fields}, "versions": found}


@router.get("/lists/{source}/versions/{int:number}", **declared(LIST_READ, VersionWithDelta, refusals=(404,)))
def read_version(
    request: Call,
    source: Path[SourceName],
    number: Annotated[int, Path(ge=0, le=HIGHEST_NUMBER)],
    before: Annotated[str, Query(max_length=200)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """What a version added, amended and removed, page by page."""
    changes = delta(request.auth, source=source, version=number)
    view = next(one for one in versions(request.auth, source=source) if one.number == number)
    shown, following = page_of(changes, before, size)
    return {"version": view, "changes": shown, "next": following}


def page_of(changes: tuple[Change, ...], before: str, size: int) -> tuple[list[Change], str]:
    """The changes whose reference comes after `before`, and the reference with which to go on."""
    rest = [one for one in changes if one.ref > before]
    return rest[:size], rest[size - 1].ref if len(rest) > size else ""


@router.get("/lists/{source}/subjects/{path:ref}", **declared(LIST_READ, SubjectTold, refusals=(404,)))
def read_listed_subject(request: Call, source: Path[SourceName], ref: Path[Ref]) -> dict[str, Any]:
    """A listed subject, by the list's own reference, with all that the list said of it before."""
    return _told(read_subject(request.auth, source=source, ref=ref))


def _told(page: SubjectPage) -> dict[str, Any]:
    history: tuple[tuple[VersionView, ListedSubject], ...] = page.history
    stated = [{"version": version, "subject": subject} for version, subject in history]
    plain = ("source", "is_listed", "subject", "fingerprint", "version", "removed_in")
    return {**{name: getattr(page, name) for name in plain}, "history": stated}
