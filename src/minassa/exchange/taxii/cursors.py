"""`next`: where a page ends and up to where the whole pull goes. The server remembers nothing (TAXII 2.1, section 3.5).

Both are moments of objects that the reader has seen or may see, so that the token says nothing about hidden ones. The bound
makes a repeated page the same one, whatever was added since; a client finds what is newer at its next poll.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from typing import Final

_SHAPE: Final = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The page begins after `after` and the pull ends with `until`, in microseconds since 1970."""

    after: int
    until: int

    def text(self) -> str:
        """As it stands in `next`."""
        return base64.urlsafe_b64encode(_SHAPE.pack(self.after, self.until)).rstrip(b"=").decode("ascii")


def cursor_from(text: str) -> Cursor:
    """The cursor that `text` wrote. Raises ValueError."""
    try:
        packed = base64.b64decode(text + "==", altchars=b"-_", validate=True)
        after, until = _SHAPE.unpack(packed)
    except (binascii.Error, struct.error, UnicodeEncodeError) as error:
        raise ValueError("not a cursor of ours") from error
    if max(after, until) >= 1 << 63:
        raise ValueError("not a moment")
    return Cursor(after, until)
