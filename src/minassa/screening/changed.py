"""What a version of a list added or amended, to be searched as the lists themselves are: by name and by number."""

from collections.abc import Iterable
from typing import Final, Literal

from minassa.names import NameIndex
from minassa.screening.identifiers import normalised, query_keys
from minassa.screening.index import Place, add_subject, source_and_ref
from minassa.screening.search import hit_of
from minassa.screening.types import Change, Kind, ListedSubject, ListHit

_MOST_HITS: Final = 50
SearchKind = Literal["person", "organisation"]


class ChangedSubjects:
    """The added and amended subjects of one version. Scores are those of a search of the whole list: names weigh the same in both."""

    def __init__(self, source: str, changed: Iterable[Change], *, version: int = 0, day: str = "") -> None:
        """Index the subjects as they are after the change."""
        self.source = source
        self.subjects = {one.ref: one.after for one in changed if one.after is not None}
        self._place = Place(version, "", day)
        self._names = NameIndex()
        self._numbers: dict[str, set[str]] = {}
        self._prints: dict[str, str] = {}
        for ref, subject in self.subjects.items():
            add_subject(self._names, source, subject)
            for key in numbers_of(subject):
                self._numbers.setdefault(key, set()).add(ref)

    def found(
        self, *, name: str, identifier: str = "", kind: SearchKind | None = None, least: float
    ) -> dict[str, ListHit]:
        """The subjects, by reference, with a name at least so much alike or this very number."""
        hits = self._names.search(name, kind=kind, limit=_MOST_HITS, least=least) if name.strip() else []
        alike = {source_and_ref(hit.id)[1]: hit for hit in hits}
        same = {ref: key for key in query_keys(identifier) for ref in self._numbers.get(key, ())} if identifier else {}
        return {
            ref: hit_of(
                self.source, self.subjects[ref], self._print(ref), self._place, hit=alike.get(ref), same=same.get(ref)
            )
            for ref in sorted(alike.keys() | same.keys())
        }

    def _print(self, ref: str) -> str:
        if ref not in self._prints:
            self._prints[ref] = self.subjects[ref].fingerprint()
        return self._prints[ref]


def numbers_of(subject: ListedSubject) -> frozenset[str]:
    """The spellings by which a subject's numbers are compared."""
    return frozenset(filter(None, (normalised(one.kind, one.value)[:200] for one in subject.identifiers)))


def kind_of(subject: ListedSubject) -> SearchKind:
    """Under which kind of names a subject is searched."""
    return "person" if subject.kind is Kind.PERSON else "organisation"


def names_of(subject: ListedSubject) -> tuple[str, ...]:
    """All names of a subject, each once, the weak ones last."""
    return tuple(dict.fromkeys((*subject.names, *subject.original_names, *subject.weak_names)))
