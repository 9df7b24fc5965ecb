"""The peer that the shared screening harness runs: ``screen_eval.py --peers benchmarks.names.peer:Minassa`` from the root of the repository."""

from typing import Any

from minassa.names import NameIndex
from minassa.names.words import ORGANISATION, PERSON, Kind

Entity = dict[str, Any]


class Minassa:
    """``index(entities)``, then ``search(query, limit) -> [(id, score)]`` best first."""

    def index(self, entities: list[Entity]) -> None:
        self.names = NameIndex()
        self.kind: Kind = PERSON if entities[0]["kind"] == "person" else ORGANISATION
        for entity in entities:
            names = [name["name"] for name in entity["names"]]
            if names:
                self.names.add(entity["id"], names, self.kind)
        self.names.search("a first search settles the index")

    def search(self, query: str, limit: int = 10) -> list[tuple[str, float]]:
        return [(hit.id, hit.score) for hit in self.names.search(query, kind=self.kind, limit=limit)]
