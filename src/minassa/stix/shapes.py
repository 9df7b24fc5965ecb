"""How each type of STIX object is filled from a record: only what STIX has a property for (STIX 2.1, chapters 4 to 6)."""

from typing import Final

from minassa.stix.ids import record_id
from minassa.stix.musts import instant
from minassa.stix.row import Row
from minassa.stix.said import Said
from minassa.stix.types import Json, Stix

_ALIASES: Final = ("alias", "weakAlias", "previousName", "abbreviation")
_HASHES: Final = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}
_TERROR: Final = "crime.terror"


def _filled(**values: Json) -> Stix:
    """The values that are not empty: STIX knows neither empty lists nor null (2.1, 3.1)."""
    return {name: value for name, value in values.items() if value not in ("", None) and value != []}


def identity(row: Row, said: Said) -> Stix:
    """A person or organisation; ways to reach them are one text in STIX."""
    contact = ", ".join(said.all("email", "phone", "website"))
    return _filled(
        name=said.caption(row.named_by),
        description=said.description(row.lines),
        contact_information=contact,
        **row.fixed,
    )


def group(row: Row, said: Said) -> Stix:
    """An armed group. It is called terrorist only where the record's own topic says so."""
    types = ["terrorist"] if _TERROR in said.all("topics") else []
    return _filled(
        name=said.caption(row.named_by),
        description=said.description(row.lines),
        aliases=said.all(*_ALIASES),
        threat_actor_types=types,
    )


def infrastructure(row: Row, said: Said) -> Stix:
    """A thing that somebody owns or uses. Its type is unknown in STIX's vocabulary, which is about computers."""
    return _filled(
        name=said.caption(row.named_by), description=said.description(row.lines), aliases=said.all("alias"), **row.fixed
    )


def account(row: Row, said: Said) -> Stix:
    """An account. `user_id` is its number; `account_type` has no word for banks, telephones or wallets, so it is absent."""
    return _filled(user_id=said.first(*row.named_by) or said.id, display_name=said.first("name"))


def link(row: Row, said: Said) -> Stix | None:
    """A link between two records: the first pair of its ends; `pairs` has the others."""
    pairs = said.ends(*row.ends)
    if not pairs:
        return None
    start, stop = said.time("startDate", "date"), said.time("endDate")
    in_order = instant(start) < instant(stop) if start and stop else True
    return _filled(
        **row.fixed,
        source_ref=pairs[0][0],
        target_ref=pairs[0][1],
        description="\n".join((row.words, said.description(row.lines))).strip(),
        start_time=start,
        stop_time=stop if in_order else "",
    )


def note(row: Row, said: Said) -> Stix:
    """What has no object of its own in STIX: a note about those whom it concerns."""
    name = said.caption(row.named_by)
    text = said.description(row.lines)
    return _filled(
        abstract=f"{said.record['schema']}: {name}",
        content=text or name,
        authors=said.all("author"),
        object_refs=said.about(*row.about, *filter(None, row.ends)),
    )


def incident(row: Row, said: Said) -> Stix:
    """Something that happened: the stub of STIX 2.1 has a name and a description."""
    return _filled(name=said.caption(row.named_by), description=said.description(row.lines))


_RADIUS_M: Final = {
    "exact": 0.0, "near": 25_000.0, "exact_or_near": 25_000.0, "district": 50_000.0, "line": 100_000.0, "region": 150_000.0,
}  # fmt: skip
"""How far off a place may be, in metres, by the word for it; of the others no point is told."""


def place_of_incident(said: Said) -> list[Stix]:
    """Where an incident happened, as its detail tells: a location as precise as that, and the relationship to it."""
    detail = said.record["detail"]
    there = _point(detail)
    country = str(detail.get("country") or "").upper()
    name = str(detail.get("place") or "")
    if not there and not country:
        return []
    place = record_id("location", f"{said.id} place", owner=said.owner)
    bound = record_id("relationship", f"{said.id} place", owner=said.owner)
    return [
        {"type": "location", "id": place, **_filled(name=name, country=country), **there},
        {
            "type": "relationship",
            "id": bound,
            "relationship_type": "related-to",
            "description": "happened at",
            "source_ref": record_id("incident", said.id, owner=said.owner),
            "target_ref": place,
        },
    ]


def _point(detail: Json) -> Stix:
    """Coordinates with their precision, where the precision allows a point at all."""
    if not isinstance(detail, dict) or detail.get("place_precision") not in _RADIUS_M:
        return {}
    try:
        latitude, longitude = float(str(detail.get("latitude"))), float(str(detail.get("longitude")))
    except ValueError:
        return {}
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return {}
    precision = _RADIUS_M[str(detail["place_precision"])]
    return {"latitude": latitude, "longitude": longitude, **({"precision": precision} if precision else {})}


def grouping(row: Row, said: Said) -> Stix:
    """Things that belong together: a journey with its places, a route with those who use it."""
    return _filled(
        name=said.caption(row.named_by),
        description=said.description(row.lines),
        context="unspecified",
        object_refs=said.about(*row.about),
    )


def location(row: Row, said: Said) -> Stix | None:
    """A place. STIX demands a country or coordinates."""
    latitude, longitude = said.number("latitude", -90, 90), said.number("longitude", -180, 180)
    there = latitude is not None and longitude is not None
    country = said.country("country")
    if not (there or country):
        return None
    return _filled(
        name=said.caption(row.named_by),
        description=said.description(row.lines),
        latitude=latitude if there else None,
        longitude=longitude if there else None,
        precision=said.number("precision", 0, 40_075_017) if there else None,
        country=country,
        administrative_area=said.first("state", "region"),
        city=said.first("city"),
        street_address=", ".join(said.all("street", "street2")),
        postal_code=said.first("postalCode"),
    )


def report(row: Row, said: Said) -> Stix:
    """A paper, with its checksum where that is one that STIX names."""
    return _filled(
        name=said.caption(row.named_by),
        description=said.description(row.lines),
        published=said.time("publishedAt", "authoredAt", "date") or said.created,
        object_refs=said.about(*row.about),
        external_references=_references(said),
    )


def _references(said: Said) -> list[Stix]:
    hashes: dict[str, str] = {}
    for value in said.all("contentHash"):
        name = _HASHES.get(len(value))
        if name and all(digit in "0123456789abcdefABCDEF" for digit in value):
            hashes.setdefault(name, value.lower())
    source = said.first("publisher") or "document"
    about = said.first("fileName", "title") or said.caption()
    return [{"source_name": source, "description": about, "hashes": hashes}] if hashes else []


def email(row: Row, said: Said) -> Stix:
    """A message as sent; who sent it to whom is in the extension, as texts that need not be addresses."""
    return _filled(
        is_multipart=False,
        date=said.time("date", "authoredAt"),
        subject=said.caption(row.named_by),
        body=said.first("bodyText"),
        message_id=said.first("messageId"),
    )


def call(_row: Row, said: Said) -> Stix | None:
    """A call: two numbers that were observed together. `ends_of_call` has the numbers."""
    ends = ends_of_call(said)
    start = said.time("startDate", "date")
    if not ends or not start:
        return None
    stop = said.time("endDate")
    return _filled(
        first_observed=start,
        last_observed=stop if stop and instant(stop) > instant(start) else start,
        number_observed=1,
        object_refs=[one["id"] for one in ends],
    )


def ends_of_call(said: Said) -> list[Stix]:
    """The numbers of a call as accounts. They are this record's own: their markings are those of the call."""
    numbers = said.all("callerNumber", "receiverNumber")
    return [
        {
            "type": "user-account",
            "id": record_id("user-account", f"{said.id} {number}", owner=said.owner),
            "user_id": number,
        }
        for number in numbers
    ]


def pairs(row: Row, said: Said, first: Stix) -> list[Stix]:
    """The further relationships of a link that joins more than two: the first one's properties between other ends."""
    return [
        {
            **first,
            "id": record_id("relationship", f"{said.id} {source} {target}", owner=said.owner),
            "source_ref": source,
            "target_ref": target,
        }
        for source, target in said.ends(*row.ends)[1:]
    ]
