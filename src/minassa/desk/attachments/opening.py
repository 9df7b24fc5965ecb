"""Office files that other rooms take apart without keeping them: the same refusals as for attachments, but for a virus scanner. Pure."""

from typing import Final

from minassa.base import Invalid
from minassa.desk.attachments import faults, office
from minassa.desk.attachments.archives import Budget, unpacked
from minassa.desk.attachments.formats import Format

MOST_BYTES: Final = 10_000_000


def open_document(content: bytes, kind: Format) -> dict[str, bytes]:
    """The parts of a DOCX or XLSX by name, tracked changes with their authors left in it.

    Raises Invalid for what is none, is broken or too large, or runs, hides or fetches something (S31, S32).
    """
    if len(content) > MOST_BYTES:
        raise Invalid(faults.SIZE, most=MOST_BYTES // 1_000_000)
    parts = unpacked(content, Budget())
    office.check(kind, parts)
    return parts
