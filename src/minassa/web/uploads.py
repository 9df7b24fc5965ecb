"""Files on their way in: held in memory within the node's limit, and never plain on the disk.

What is sent to be brought in may be larger: it is packed as it comes, so that memory holds some tenth of it.
"""

import zlib
from io import BytesIO
from typing import Any, Final, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from minassa.base import Invalid
from minassa.web.faults import FILE_TOO_LARGE

_MEGABYTE: Final = 1_000_000
_PACKED: Final = (b"\x1f\x8b", b"PK")
"""How files begin that are packed already: gzip, and workbooks."""
IMPORTS: Final = frozenset({"link-tables", "incident-imports"})


class _ThrownAway(BytesIO):
    """What came of a file that is too large was not kept: whoever reads it is told so, whatever page it is."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def read(self, _size: int | None = -1) -> NoReturn:
        """Raise Invalid."""
        raise Invalid(FILE_TOO_LARGE, most=self._most)

    readline = readlines = read1 = getvalue = __iter__ = read


class InMemory(FileUploadHandler):
    """Keeps what somebody who is logged in sends, up to the largest file that is taken; more is thrown away as it comes."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Begin with nothing; a visitor's file is skipped."""
        super().new_file(*args, **kwargs)
        if getattr(self.request, "actor", None) is None:
            raise SkipFile
        self._parts: list[bytes] = []
        self._held = 0
        self._is_import = getattr(getattr(self.request, "resolver_match", None), "url_name", "") in IMPORTS
        of = settings.MINASSA.imports if self._is_import else settings.MINASSA.attachments
        self._most: int = of.megabytes
        self._packer: Any = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's own signature
        """Keep a part while the whole is within the limit."""
        if not self._held and self._is_import and not raw_data.startswith(_PACKED):
            self._packer = zlib.compressobj(1, wbits=31)
        self._held += len(raw_data)
        if self._is_too_large():
            self._parts.clear()
        else:
            self._parts.append(self._packer.compress(raw_data) if self._packer else raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file for the view."""
        if self._packer and not self._is_too_large():
            self._parts.append(self._packer.flush())
        content = _ThrownAway(self._most) if self._is_too_large() else BytesIO(b"".join(self._parts))
        name, kind = self.file_name or "", self.content_type or ""
        return InMemoryUploadedFile(content, self.field_name, name, kind, file_size, self.charset)

    def _is_too_large(self) -> bool:
        return self._held > self._most * _MEGABYTE
