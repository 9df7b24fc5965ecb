"""Searching the lists: by name across scripts and spellings, and by identifiers letter for letter."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final, Literal

from django.db.models import Q

from minassa.access import Actor, door
from minassa.names import Hit, fold
from minassa.screening.acts import LIST_SEARCH
from minassa.screening.identifiers import normalised, query_keys
from minassa.screening.index import Place, current_index, source_and_ref
from minassa.screening.models import ListedIdentifier, ListedRow
from minassa.screening.publishers import source_named
from minassa.screening.types import Identifier, ListedSubject, ListHit

SearchKind = Literal["person", "organisation"]
LIMIT: Final = 20


def search_lists(  # noqa: PLR0913 - what is known of whom one searches, each named by the caller
    actor: Actor,
    *,
    name: str = "",
    kind: SearchKind | None = None,
    identifier: str = "",
    sources: Iterable[str] | None = None,
    least: float = 0.0,
    limit: int = LIMIT,
    within: bool = False,
) -> tuple[ListHit, ...]:
    """Listed subjects whose name is like this one, or who have this very identifier; best first.

    Subjects found by their identifier come first, with the score of their name (0 where no name was given). `sources`
    narrows the search; None searches all lists in force. Names with a score below `least` are left out. `within`: the name
    is a text of some words in which names may stand.
    """
    keys = None if sources is None else tuple(source_named(one).key for one in sources)
    with door(actor, LIST_SEARCH):
        return find(name=name, kind=kind, identifier=identifier, sources=keys, least=least, limit=limit, within=within)


def find(  # noqa: PLR0913 - as `search_lists`
    *,
    name: str = "",
    kind: SearchKind | None = None,
    identifier: str = "",
    sources: tuple[str, ...] | None = None,
    least: float = 0.0,
    limit: int = LIMIT,
    within: bool = False,
) -> tuple[ListHit, ...]:
    """`search_lists` for callers that stand behind a door already."""
    index, places = current_index()
    groups = None if sources is None else [source_named(one).number for one in sources]
    found = (
        index.search(name, groups=groups, kind=kind, limit=limit, least=least, within=within) if name.strip() else []
    )
    by_name = {source_and_ref(hit.id): hit for hit in found if hit.score >= least}
    same = _with_identifier(identifier, sources) if identifier.strip() else {}
    rows = _standing(by_name.keys() | same.keys())
    hits = [
        hit_of(
            row.source,
            ListedSubject.from_json(row.content),
            row.fingerprint,
            places[row.source],
            hit=by_name.get(key),
            same=same.get(key),
        )
        for key, row in rows.items()
        if row.source in places
    ]
    hits.sort(key=lambda hit: (hit.by_identifier is None, -hit.score, hit.source, hit.ref))
    return tuple(hits[:limit])


def _with_identifier(typed: str, sources: tuple[str, ...] | None) -> dict[tuple[str, str], str]:
    """The standing subjects that have an identifier, with its stored spelling."""
    rows = ListedIdentifier.objects.filter(value__in=query_keys(typed), listed__until=None)
    if sources is not None:
        rows = rows.filter(listed__source__in=sources)
    return {(source, ref): value for source, ref, value in rows.values_list("listed__source", "listed__ref", "value")}


def _standing(keys: AbstractSet[tuple[str, str]]) -> dict[tuple[str, str], ListedRow]:
    """The present rows of these subjects; those that were removed are left out."""
    if not keys:
        return {}
    by_source: dict[str, list[str]] = {}
    for source, ref in keys:
        by_source.setdefault(source, []).append(ref)
    wanted = Q(pk__in=[])
    for source, refs in by_source.items():
        wanted |= Q(source=source, ref__in=refs)
    return {(row.source, row.ref): row for row in ListedRow.objects.filter(wanted, until=None)}


def hit_of(  # noqa: PLR0913 - what makes a hit, each part named
    source: str, subject: ListedSubject, fingerprint: str, place: Place, *, hit: Hit | None, same: str | None
) -> ListHit:
    """A listed subject as a hit: by its name, by its number (the spelling `same`), or by both."""
    equal = [one for one in subject.identifiers if same and normalised(one.kind, one.value)[:200] == same]
    return ListHit(
        source=source,
        ref=subject.ref,
        kind=subject.kind,
        name=subject.caption,
        score=hit.score if hit else 0.0,
        matched_name=hit.name if hit else "",
        why=hit.why if hit else (),
        weak=bool(hit) and is_weak(subject, hit.name if hit else ""),
        version=place.number,
        published=place.day,
        listed_on=subject.listed_on,
        births=subject.births,
        countries=subject.country_codes,
        residences=subject.residence_codes,
        identifiers=subject.identifiers,
        programmes=subject.programmes,
        fingerprint=fingerprint,
        by_identifier=_as_identifier(equal),
    )


def _as_identifier(equal: list[Identifier]) -> Identifier | None:
    return equal[0] if equal else None


def is_weak(subject: ListedSubject, matched: str) -> bool:
    """Whether a name that matched is one of the weak aliases, and no strong name is written alike."""
    alike = fold(matched)
    strong = {fold(one) for one in (*subject.names, *subject.original_names)}
    return alike not in strong and alike in {fold(one) for one in subject.weak_names}
