"""The label of an object that comes in: the importer's, narrowed by what the object's own markings say.

A marking can only narrow: what calls itself wider than the importer decided stays as the importer decided. A marking that
nobody can explain counts as H3, "other restrictions apply": then nothing is passed on before somebody asked.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias
from uuid import UUID

from minassa.access import Handling, Label, Tlp, purposes_within
from minassa.stix import Checked, markings_of, read_bundle

Definitions: TypeAlias = Mapping[str, dict[str, Any]]
_TYPE: Final = "marking-definition"


def definitions_in(content: bytes) -> Definitions:
    """The marking definitions of a bundle by id; read first, since they may stand behind what they mark."""
    if f'"{_TYPE}"'.encode() not in content:
        return {}
    return {one.id: one.object for one in read_bundle(content) if isinstance(one, Checked) and one.type == _TYPE}


def label_of(one: Mapping[str, Any], given: Label, definitions: Definitions, *, author: UUID | None) -> Label:
    """The label of an object under `given`. `author` is whoever takes it in: TLP:RED is for them alone.

    Raises Invalid where nobody could read it, or where it is for purposes of which this platform knows none.
    """
    said = markings_of(one, definitions)
    tlp = min(given.tlp, Tlp(said.tlp), key=lambda level: level.width) if said.tlp else given.tlp
    codes = given.handling | {Handling(code) for code in said.handling}
    return replace(
        given,
        tlp=tlp,
        audience=_named(author) if tlp is Tlp.RED and given.tlp is not Tlp.RED else given.audience,
        handling=codes | {Handling.H3} if said.unknown else codes,
        purposes=purposes_within(given.purposes, said.purposes),
        exercise=given.exercise or said.exercise,
    )


def _named(author: UUID | None) -> frozenset[str]:
    return frozenset({f"user:{author}"} if author else ())
