"""Files of either standard, told apart by what is in them: a STIX bundle, an event of MISP, a feed in MISP's format as ZIP or folder."""

from functools import partial
from pathlib import Path
from typing import Final

from minassa.access import Actor, Label
from minassa.cyber.intake import import_indicators
from minassa.cyber.misp import Imported, import_misp, is_misp
from minassa.cyber.misp.reading import MOST_EVENTS
from minassa.desk import Budget, is_archive, unpacked

MOST_UNPACKED: Final = 256 << 20


def import_file(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, name: str, content: bytes, label: Label, source: str, purpose: str = "", case: str = ""
) -> Imported:
    """Bring in a file as the actor's agency's own, whatever of the three it is; `name` is what the file is called.

    Raises Invalid where it is none of them, or an archive that is not safe to unpack (S31).
    """
    if is_archive(content):
        inside = unpacked(content, Budget(bytes=MOST_UNPACKED, files=MOST_EVENTS + 2))
        files = {one: partial(bytes, data) for one, data in inside.items()}
        return import_misp(actor, files=files, label=label, source=source, purpose=purpose, case=case)
    if is_misp(content):
        files = {f"{name.removesuffix('.json')}.json": partial(bytes, content)}
        return import_misp(actor, files=files, label=label, source=source, purpose=purpose, case=case)
    taken = import_indicators(actor, content=content, label=label, source=source, purpose=purpose, case=case)
    return Imported(taken=taken)


def import_folder(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, folder: Path, label: Label, source: str, purpose: str = "", case: str = ""
) -> Imported:
    """Bring in a folder in which a feed in MISP's format lies, or events of MISP. Files are read one after the other."""
    files = {one.name: one.read_bytes for one in sorted(folder.iterdir()) if one.is_file() and one.suffix == ".json"}
    return import_misp(actor, files=files, label=label, source=source, purpose=purpose, case=case)
