"""Storing segments: one file, a JSON header and aligned arrays, mapped back without being read."""

import json
import os
import tempfile
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np

from minassa.names.segment import ARRAYS, Segment
from minassa.names.words import ORGANISATION, PERSON, Kind

MAGIC: Final = b"minassa names 3\n"
_ALIGN: Final = 64
_LONGEST_HEADER: Final = 1 << 20


def write(path: str | PathLike[str], segments: Mapping[Kind, Segment]) -> None:
    """Write segments beside ``path`` and move the finished, synced file into place."""
    target = Path(path)
    header: dict[str, dict[str, list[Any]]] = {}
    offset = 0
    for kind, segment in segments.items():
        header[kind] = {}
        for name in ARRAYS:
            array: np.ndarray[Any, np.dtype[Any]] = getattr(segment, name)
            header[kind][name] = [array.dtype.str, list(array.shape), offset]
            offset += -(-array.nbytes // _ALIGN) * _ALIGN
    text = json.dumps({"length": offset, "segments": header}).encode()
    head = MAGIC + len(text).to_bytes(8, "little") + text
    handle, temporary = tempfile.mkstemp(prefix=target.name, suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head + b"\0" * (-len(head) % _ALIGN))
            for segment in segments.values():
                for name in ARRAYS:
                    array = np.ascontiguousarray(getattr(segment, name))
                    file.write(array.tobytes() + b"\0" * (-array.nbytes % _ALIGN))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(path: str | PathLike[str]) -> dict[Kind, Segment]:
    """Map a stored file. Raises ValueError when it is not a whole file of this version."""
    if not Path(path).stat().st_size:  # nothing cannot be mapped
        raise ValueError("this saved index of names is empty; build it again")
    return read_over(np.memmap(path, dtype=np.uint8, mode="r"))


def read_over(mapped: np.ndarray[Any, np.dtype[np.uint8]]) -> dict[Kind, Segment]:
    """The segments in the bytes of a stored file, which are not copied. Raises ValueError as `read`."""
    start = len(MAGIC)
    if bytes(mapped[:start]) != MAGIC:
        raise ValueError("this file is not a saved index of names of this version; build it again")
    size = int.from_bytes(bytes(mapped[start : start + 8]), "little")
    try:
        header = json.loads(bytes(mapped[start + 8 : start + 8 + min(size, _LONGEST_HEADER)]))
    except ValueError:
        raise ValueError("this saved index of names is damaged; build it again") from None
    begin = -(-(len(MAGIC) + 8 + size) // _ALIGN) * _ALIGN
    if len(mapped) != begin + header["length"]:
        raise ValueError("this saved index of names is cut short; build it again")
    return {kind: _segment(mapped, begin, header["segments"][kind]) for kind in (PERSON, ORGANISATION)}


def _segment(mapped: np.ndarray[Any, np.dtype[np.uint8]], begin: int, header: dict[str, list[Any]]) -> Segment:
    arrays = {}
    for name in ARRAYS:
        kind, shape, offset = header[name]
        length = int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))
        raw = np.asarray(mapped[begin + offset : begin + offset + length])
        arrays[name] = raw.view(kind).reshape(shape)
    return Segment(**arrays)
