"""`ftm`: a list as FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes.

Passports, addresses and designations are entities of their own that point at their holder and stand anywhere in the
file, so a first pass gathers them. Entities that are on no list themselves (relatives, owners) are left out where the
file tells the two apart.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from minassa.base import Invalid
from minassa.screening import faults
from minassa.screening.births import read_birth, read_day
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import lines
from minassa.screening.texts import name, script, text
from minassa.screening.types import Draft, Fact, Identifier, Kind, ListedSubject, Reading

_KINDS: Final = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANISATION,
    "Company": Kind.ORGANISATION,
    "LegalEntity": Kind.ORGANISATION,
    "PublicBody": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
    "Airplane": Kind.AIRCRAFT,
    "CryptoWallet": Kind.OTHER,
    "Security": Kind.OTHER,
}
_HOLDERS: Final = {"Passport": "holder", "Identification": "holder", "Sanction": "entity"}
_NUMBERS: Final = {
    "passportNumber": "passport",
    "idNumber": "national-id",
    "socialSecurityNumber": "national-id",
    "taxNumber": "tax-id",
    "innCode": "tax-id",
    "vatCode": "tax-id",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "dunsCode": "registration",
    "leiCode": "registration",
    "phone": "phone",
    "email": "email",
    "website": "website",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call-sign",
    "publicKey": "wallet",
}
_FACTS: Final = {"position": "position", "title": "title", "gender": "gender", "notes": "remark", "summary": "remark"}
_LONGEST_LINE: Final = 4 * 1024**2
_MOST_ATTACHED: Final = 2_000_000

Properties = dict[str, list[str]]
Attached = dict[str, list[tuple[str, Properties]]]


def read(batch: Batch) -> Reading:
    """Read the entities in two passes: what belongs to a holder, then the subjects."""
    path = batch.only(".json")
    attached = _attached(path)
    return Reading("", _subjects(path, attached))


def _entities(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entities with their line numbers; a line that is not one raises Invalid."""
    for number, line in enumerate(lines(path), start=1):
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            raise Invalid(faults.JSON_BROKEN, line=number)
        try:
            entity = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Invalid(faults.JSON_BROKEN, line=number) from error
        if not _is_entity(entity):
            raise Invalid(faults.JSON_BROKEN, line=number)
        yield number, entity


def _is_entity(entity: object) -> bool:
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        return False
    lists = all(isinstance(values, list) for values in entity["properties"].values())
    return lists and isinstance(entity.get("id"), str) and isinstance(entity.get("schema"), str)


def _properties(entity: dict[str, Any], where: object) -> Properties:
    """The texts of an entity by property; values that are no texts (nested entities) are left out."""
    found: Properties = {}
    for key, values in entity["properties"].items():
        found[key] = [tidy for one in values if isinstance(one, str) and (tidy := text(one, where))]
    return found


def _attached(path: Path) -> Attached:
    """Documents and designations by the id of whom they belong to, addresses by their own id."""
    found: Attached = defaultdict(list)
    for count, (key, schema, properties) in enumerate(_belongings(path)):
        if count >= _MOST_ATTACHED:
            raise Invalid(faults.TOO_MANY, limit=_MOST_ATTACHED)
        found[key].append((schema, properties))
    return found


def _belongings(path: Path) -> Iterator[tuple[str, str, Properties]]:
    for number, entity in _entities(path):
        schema = entity["schema"]
        if schema == "Address":
            yield entity["id"], schema, _properties(entity, number)
        elif schema in _HOLDERS:
            properties = _properties(entity, number)
            for owner in properties.get(_HOLDERS[schema], []):
                yield owner, schema, properties


def _subjects(path: Path, attached: Attached) -> Iterator[ListedSubject]:
    for _number, entity in _entities(path):
        kind = _KINDS.get(entity["schema"])
        if kind and _is_listed(entity):
            yield _subject(entity, kind, attached)


def _is_listed(entity: dict[str, Any]) -> bool:
    """Whether the entity is itself listed: by its topics, else by the `target` mark, else because nothing says otherwise."""
    topics = entity["properties"].get("topics")
    if topics:
        return any(topic in {"sanction", "sanction.counter", "debarment", "crime.terror", "wanted"} for topic in topics)
    return bool(entity.get("target", True))


def _subject(entity: dict[str, Any], kind: Kind, attached: Attached) -> ListedSubject:
    ref = text(entity["id"], "id")
    properties = _properties(entity, ref)
    draft = Draft(ref, kind)
    _add_names(draft, entity, properties)
    draft.births += [read_birth(one) for one in properties.get("birthDate", [])]
    draft.birth_places += properties.get("birthPlace", [])
    for key in ("nationality", "citizenship", "flag", "jurisdiction"):
        draft.countries += properties.get(key, [])
    draft.residences += properties.get("country", []) + properties.get("birthCountry", [])
    draft.addresses += properties.get("address", [])
    draft.programmes += properties.get("program", []) + properties.get("programId", [])
    draft.source_url = next(iter(properties.get("sourceUrl", [])), "")
    draft.amended_on = max(map(read_day, properties.get("modifiedAt", [])), default="")
    _add_numbers(draft, properties)
    draft.facts += [Fact(fact, one) for key, fact in _FACTS.items() for one in properties.get(key, [])]
    for schema, other in (*attached.get(entity["id"], ()), *_addresses(properties, attached)):
        _attach(draft, schema, other)
    return draft.finished()


def _addresses(properties: Properties, attached: Attached) -> Iterator[tuple[str, Properties]]:
    for one in properties.get("addressEntity", []):
        yield from (found for found in attached.get(one, ()) if found[0] == "Address")


def _add_names(draft: Draft, entity: dict[str, Any], properties: Properties) -> None:
    caption = entity.get("caption")
    known = [name(one, draft.ref) for one in properties.get("name", []) + properties.get("alias", [])]
    if isinstance(caption, str) and name(caption, draft.ref) in known:
        draft.names.append(name(caption, draft.ref))
    main = script(draft.names[0] if draft.names else next(iter(known), ""))
    for one in (*known, *(name(other, draft.ref) for other in properties.get("previousName", []))):
        (draft.names if script(one) == main else draft.original_names).append(one)
    draft.weak_names += [name(one, draft.ref) for one in properties.get("weakAlias", [])]
    draft.names[:] = [one for one in draft.names if one]


def _add_numbers(draft: Draft, properties: Properties) -> None:
    for key, kind in _NUMBERS.items():
        draft.identifiers += [Identifier(kind, one) for one in properties.get(key, [])]


def _attach(draft: Draft, schema: str, other: Properties) -> None:
    """Add a document, address or designation that belongs to the subject."""
    country = next(iter(other.get("country", [])), "")
    if schema == "Sanction":
        draft.programmes += other.get("program", []) + other.get("programId", [])
        days = sorted(filter(None, map(read_day, other.get("listingDate", []) + other.get("startDate", []))))
        draft.listed_on = draft.listed_on or next(iter(days), "")
        draft.source_url = draft.source_url or next(iter(other.get("sourceUrl", [])), "")
    elif schema == "Address":
        draft.addresses += other.get("full", [])
        draft.residences += [country] if country else []
    else:
        kind = "passport" if schema == "Passport" else "national-id"
        draft.identifiers += [Identifier(kind, one, country) for one in other.get("number", [])]
