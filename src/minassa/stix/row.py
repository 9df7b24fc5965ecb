"""What the codec's table says of one kind of record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from minassa.stix.said import Said
from minassa.stix.types import Stix


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of record. `named_by` and `lines` name properties; `about` those that point to what the object is about.

    `shape` writes the properties that STIX has for it; it gives None where they would not suffice. `words` and `ends` are
    for links: what stands between the two ends, and the properties that hold them.
    """

    type: str
    shape: "Shape"
    named_by: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    words: str = ""
    ends: tuple[str, str] = ("", "")
    fixed: Mapping[str, object] = field(default_factory=dict)


Shape = Callable[[Row, Said], Stix | None]
