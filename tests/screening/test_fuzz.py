"""Whatever bytes come: a list is read or refused with a fault, never anything else."""

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.base import Fault
from tests.screening.samples import SAMPLES, read_whole

PLAIN = {source: path.read_bytes() for source, path in SAMPLES.items() if path.is_file()}
PLAIN |= {f"ofac-sdn:{one.name}": one.read_bytes() for one in SAMPLES["ofac-sdn"].iterdir()}
ODD = [
    b"\x00",
    b"\xff\xfe",
    b'"',
    b";",
    b",",
    b"\n",
    b"<",
    b"&",
    b"]]>",
    b"<!DOCTYPE x>",
    "\u202e".encode(),
    b"{",
    b"\\ud800",
]

edits = st.lists(
    st.tuples(
        st.sampled_from(["cut", "drop", "put", "double"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 80),
        st.sampled_from(ODD) | st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def edited(content: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    for what, where, length, odd in changes:
        at = int(where * len(content))
        if what == "cut":
            content = content[: max(at, 1)]
        elif what == "drop":
            content = content[:at] + content[at + length :]
        elif what == "put":
            content = content[:at] + odd + content[at:]
        else:
            content = content[: at + length] + content[at:]
    return content


def survives(source: str, path: Path) -> None:
    with contextlib.suppress(Fault):
        for one in read_whole(source, path)[1]:
            assert one.names
            assert one.ref
            assert one.fingerprint()


@pytest.mark.parametrize("place", sorted(PLAIN))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
def test_altered_files_are_read_or_refused(place: str, changes: list[tuple[str, float, int, bytes]]) -> None:
    source, _colon, part = place.partition(":")
    with TemporaryDirectory() as name:
        folder = Path(name)
        if part:
            for other in SAMPLES[source].iterdir():
                (folder / other.name).write_bytes(other.read_bytes())
        target = folder / (part or f"list{SAMPLES[source].suffix}")
        target.write_bytes(edited(PLAIN[place], changes))
        survives(source, folder if part else target)


@pytest.mark.parametrize("source", sorted(SAMPLES))
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused(source: str, content: bytes) -> None:
    with TemporaryDirectory() as name:
        target = Path(name) / "any"
        target.write_bytes(content)
        survives(source, target)
