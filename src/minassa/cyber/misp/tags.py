"""What tags say: TLP and handling as markings, ATT&CK as threats; all others stay as labels. Pure.

A mark can only narrow what whoever takes the event in has decided. "No TLP" and a TLP that nobody knows leave that decision.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from minassa.cyber.misp.types import Cluster
from minassa.stix import HANDLING, TLP_LEVELS, Markings

_TLP: Final = {f"tlp:{level.replace('_', '+')}": level for level in TLP_LEVELS} | {"tlp:white": "clear"}
_HANDLING: Final = re.compile(r'minassa:handling="(H[0-3])"')
_CAREFUL: Final = frozenset({"pap:red", "pap:amber"})
"""The Permissible Actions Protocol: no action that the other side could notice. A block list is one, so this stands for H3."""
_GALAXY: Final = re.compile(r'misp-galaxy:([a-z0-9-]+)="(.{1,200})"')
_NUMBERED: Final = re.compile(r"(.{1,200}) - ([TGS]\d{4}(?:\.\d{3})?)")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PHASE: Final = re.compile(r"mitre-[a-z-]*:([a-z-]{3,60})")
_KINDS: Final = {
    "attack-pattern": "attack-pattern",
    "intrusion-set": "intrusion-set",
    "malware": "malware",
    "tool": "tool",
}
_MATRICES: Final = ("mitre-", "mitre-enterprise-attack-", "mitre-mobile-attack-", "mitre-pre-attack-")
_GALAXIES: Final = {f"{matrix}{kind}": type_ for matrix in _MATRICES for kind, type_ in _KINDS.items()} | {
    "mitre-ics-techniques": "attack-pattern",
    "mitre-ics-groups": "intrusion-set",
    "mitre-ics-software": "malware",
}
"""The galaxies of ATT&CK, by the names under which MISP has had them."""


def markings_said(tags: Iterable[str], *, is_kept_close: bool = False) -> Markings:
    """The markings that tags stand for; of several levels the narrowest. `is_kept_close` is at most AMBER+STRICT."""
    names = [one.strip() for one in tags]
    levels = {_TLP[one.lower()] for one in names if one.lower() in _TLP} | (
        {"amber_strict"} if is_kept_close else set()
    )
    codes = {found[1] for one in names if (found := _HANDLING.fullmatch(one)) and found[1] in HANDLING}
    if any(one.lower() in _CAREFUL for one in names):
        codes.add("H3")
    return Markings(
        tlp=next((level for level in TLP_LEVELS if level in levels), ""),
        handling=frozenset(codes),
        exercise=any(one.lower() == "exercise" or one.lower().startswith("exercise:") for one in names),
    )


def other_tags(tags: Iterable[str]) -> list[str]:
    """The tags that are neither a mark nor an entry of ATT&CK, each once."""
    return [one for one in dict.fromkeys(tags) if not _is_mark(one) and _named(one) is None]


def _is_mark(tag: str) -> bool:
    return tag.strip().lower() in _TLP or bool(_HANDLING.fullmatch(tag.strip())) or tag.lower() == "exercise"


def clusters_in(one: Mapping[str, Any], tags: Iterable[str]) -> tuple[Cluster, ...]:
    """The entries of ATT&CK with which an event or attribute is tagged: by its galaxies where they are there, else by name."""
    found = {(each.type, each.mark): each for each in map(_named, tags) if each is not None}
    for each in _clusters(one):
        found[each.type, each.mark] = each
    return tuple(found.values())


def _named(tag: str) -> Cluster | None:
    """The entry that a tag of MISP's galaxies names: `misp-galaxy:mitre-attack-pattern="Phishing - T1566"`."""
    whole = _GALAXY.fullmatch(tag.strip())
    type_ = _GALAXIES.get(whole[1]) if whole else None
    inside = _NUMBERED.fullmatch(whole[2]) if whole else None
    return Cluster(type_, inside[1], inside[2]) if type_ and inside else None


def _clusters(one: Mapping[str, Any]) -> Iterator[Cluster]:
    for galaxy in _dicts(one.get("Galaxy")):
        for each in _dicts(galaxy.get("GalaxyCluster")):
            type_, name = _GALAXIES.get(str(each.get("type"))), _NUMBERED.fullmatch(str(each.get("value")))
            if type_ and name and each.get("deleted") not in {True, "1"}:
                uuid, meta = str(each.get("uuid")).lower(), each.get("meta")
                yield Cluster(type_, name[1], name[2], uuid if _UUID.fullmatch(uuid) else "", _phases(meta))


def _phases(meta: object) -> tuple[str, ...]:
    said = meta.get("kill_chain") if isinstance(meta, dict) else None
    found = (_PHASE.fullmatch(one) for one in said if isinstance(one, str)) if isinstance(said, list) else ()
    return tuple(one[1] for one in found if one)


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
