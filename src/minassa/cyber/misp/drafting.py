"""From an event to STIX objects that have no version yet: indicators, the entries of ATT&CK, and what points to them. Pure.

Ids follow MISP's own way to STIX (`indicator--` and the attribute's UUID), so that an event which comes both ways is not held twice.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from minassa.cyber.misp.patterns import pattern_of
from minassa.cyber.misp.tags import markings_said, other_tags
from minassa.cyber.misp.types import Attribute, Cluster, Draft, Event, Translated, Unmapped, Why
from minassa.stix import Checked, Markings, check_object, marking_refs, object_bytes, own_id, timestamp

MOST_RELATIONS: Final = 20_000
_LONGEST_NAME: Final = 250
_MOST_LABELS: Final = 50
_MADE_ON: Final = "1970-01-01T00:00:00.000Z"
"""The version of an entry of ATT&CK that only a tag names: any version of the catalogue's own is newer."""

Known = Callable[[Cluster], str]
"""Gives the STIX id under which an entry of ATT&CK is held already, or an empty text."""


def translated(event: Event, known: Known) -> Translated:
    """What this event becomes."""
    return _Drafting(event, known).done()


class _Drafting:
    """One event under way."""

    def __init__(self, event: Event, known: Known) -> None:
        self.event = event
        self.known = known
        self.unmapped: list[Unmapped] = []
        self.relations = 0
        self.entries: dict[str, Draft] = {}

    def done(self) -> Translated:
        """Everything the event says, each object once."""
        own = {one.id: one for one in self._own()}
        drafts: dict[str, Draft] = dict(own)
        deleted: list[str] = []
        for one in self.event.attributes:
            if one.deleted:
                deleted.append(one.told_by or _indicator_id(one))
            elif one.told_by not in own:
                drafts |= {each.id: each for each in self._of(one)}
        if self.event.unread:
            self.unmapped += [Unmapped(self.event.uuid, "", "", "", Why.UNREADABLE)] * self.event.unread
        gone = tuple(one for one in deleted if one not in drafts)
        return Translated((*self.entries.values(), *drafts.values()), tuple(self.unmapped), gone)

    def _own(self) -> Iterator[Draft]:
        """The objects that a node like this one put in: kept as they are, if they are sound."""
        for raw in self.event.objects:
            found = check_object(raw)
            if isinstance(found, Checked):
                yield Draft(found.object, self.event.timestamp, fixed=found.raw)
            else:
                self._leave("", "stix", "", Why.REFUSED)

    def _of(self, one: Attribute) -> Iterator[Draft]:
        """The indicator of an attribute, and its relations to ATT&CK."""
        marked = markings_said(
            (*self.event.tags, *one.tags), is_kept_close=self.event.is_kept_close or one.is_kept_close
        )
        made = pattern_of(one.type, one.value) if one.to_ids else Why.CONTEXT
        if isinstance(made, Why):
            self._leave(one.uuid, one.type, "" if marked.tlp == "red" else one.value, made)
            return
        indicator = self._indicator(one, made, marked)
        if not isinstance(check_object(_dated(indicator)), Checked):
            self._leave(one.uuid, one.type, "" if marked.tlp == "red" else one.value, Why.VALUE)
            return
        yield Draft(indicator, one.timestamp)
        for each in dict.fromkeys((*self.event.clusters, *one.clusters)):
            if self.relations >= MOST_RELATIONS:
                self._leave(one.uuid, one.type, each.mark, Why.TECHNIQUES)
                return
            self.relations += 1
            yield Draft(self._relation(indicator, self._entry(each)), one.timestamp)

    def _leave(self, attribute: str, type_: str, value: str, why: Why) -> None:
        self.unmapped.append(Unmapped(self.event.uuid, attribute, type_, value, why))

    def _indicator(self, one: Attribute, made: tuple[str, str], marked: Markings) -> dict[str, Any]:
        said = " ".join(filter(None, (one.comment, self.event.info)))
        labels = other_tags((*self.event.tags, *one.tags))[:_MOST_LABELS]
        return {
            "type": "indicator",
            "spec_version": "2.1",
            "id": _indicator_id(one),
            "name": (one.value if made[0] == "stix" else one.comment or one.type)[:_LONGEST_NAME],
            **({"description": said} if said else {}),
            "pattern": made[1],
            "pattern_type": made[0],
            "valid_from": timestamp(one.first_seen or one.timestamp),
            **({"labels": labels} if labels else {}),
            "external_references": [self._reference()],
            **_marked(marked),
        }

    def _reference(self) -> dict[str, str]:
        said = ": ".join(filter(None, (self.event.author, self.event.info)))
        return {"source_name": "MISP", "external_id": self.event.uuid, **({"description": said} if said else {})}

    def _entry(self, one: Cluster) -> str:
        """The id of an entry of ATT&CK: as it is held here, else as MITRE has it; a short one is made where it is not held."""
        held = self.known(one)
        if held:
            return held
        id_ = f"{one.type}--{one.uuid}" if one.uuid else own_id(one.type, f"attack:{one.mark}")
        if id_ not in self.entries:
            said = _entry(one, id_)
            self.entries[id_] = Draft(said, self.event.timestamp, fixed=object_bytes(said))
        return id_

    def _relation(self, indicator: dict[str, Any], target: str) -> dict[str, Any]:
        marks = {name: value for name, value in indicator.items() if name == "object_marking_refs"}
        return {
            "type": "relationship",
            "spec_version": "2.1",
            "id": own_id("relationship", f"{indicator['id']} indicates {target}"),
            "relationship_type": "indicates",
            "source_ref": indicator["id"],
            "target_ref": target,
            **marks,
        }


def _indicator_id(one: Attribute) -> str:
    return f"indicator--{one.uuid}"


def _marked(said: Markings) -> dict[str, list[str]]:
    refs = marking_refs(said)
    return {"object_marking_refs": refs} if refs else {}


def _entry(one: Cluster, id_: str) -> dict[str, Any]:
    """An entry of ATT&CK as far as a tag tells it."""
    phases = [{"kill_chain_name": "mitre-attack", "phase_name": phase} for phase in one.phases]
    return {
        "type": one.type,
        "spec_version": "2.1",
        "id": id_,
        "created": _MADE_ON,
        "modified": _MADE_ON,
        "name": one.name,
        **({"is_family": True} if one.type == "malware" else {}),
        "external_references": [{"source_name": "mitre-attack", "external_id": one.mark}],
        **({"kill_chain_phases": phases} if phases and one.type != "intrusion-set" else {}),
    }


def _dated(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "created": _MADE_ON, "modified": _MADE_ON}


def whole(said: dict[str, Any], *, created: str, modified: str) -> dict[str, Any]:
    """A draft with its version, in the order in which STIX is read."""
    head = ("type", "spec_version", "id")
    return {
        **{name: said[name] for name in head},
        "created": created,
        "modified": modified,
        **{name: value for name, value in said.items() if name not in head},
    }
