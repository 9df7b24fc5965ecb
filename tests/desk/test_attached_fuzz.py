"""Whatever comes in is taken or refused with a reason, never a bug; what is taken gives a shared form that is taken again."""

import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image

from minassa.base import Invalid
from minassa.desk.attachments.archives import Budget, unpacked
from minassa.desk.attachments.formats import Format, format_of
from minassa.desk.attachments.names import checked_name, is_misleading
from minassa.desk.attachments.pictures import check_picture, cleaned
from minassa.desk.attachments.sealing import Damaged, new_key, opened, sealed
from minassa.desk.attachments.stripping import shared_form
from tests.desk.files import CANARY, GOOD, everything_in

# As the node itself has it (minassa.desk.attachments.pictures): a camera's faulty EXIF is left behind without a word.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
LITTLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = sorted(GOOD)


def flipped(content: bytes, places: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, value in places:
        changed[place % len(changed)] = value
    return bytes(changed)


PLACES = some.lists(some.tuples(some.integers(0, 1_000_000), some.integers(0, 255)), min_size=1, max_size=12)


@LITTLE
@given(name=some.sampled_from(NAMES), places=PLACES)
def test_a_file_with_changed_bytes_is_taken_or_refused(name: str, places: list[tuple[int, int]]) -> None:
    content = flipped(GOOD[name], places)
    try:
        form = shared_form(format_of(name), content)
    except Invalid:
        return
    if form.content is not None and name.endswith(("docx", "xlsx", "odt", "ods")) and not form.left:
        # The canary itself may be among the changed bytes; whole, it must be gone.
        assert CANARY.encode() not in everything_in(form.content)


@LITTLE
@given(kind=some.sampled_from(list(Format)), content=some.binary(max_size=4000))
def test_noise_is_refused_or_is_a_text(kind: Format, content: bytes) -> None:
    try:
        shared_form(kind, content)
    except Invalid:
        return
    assert kind in {Format.CSV, Format.TXT, Format.JSON}


@LITTLE
@given(
    head=some.sampled_from([b"PK\x03\x04", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"]),
    tail=some.binary(max_size=2000),
)
def test_noise_behind_a_right_beginning_is_refused(head: bytes, tail: bytes) -> None:
    kinds = {b"PK": Format.ZIP, b"%P": Format.PDF, b"\x89P": Format.PNG, b"\xff\xd8": Format.JPEG, b"RI": Format.WEBP}
    with pytest.raises(Invalid):
        shared_form(kinds[head[:2]], head + tail)


@LITTLE
@given(content=some.binary(max_size=3000), places=PLACES)
def test_no_archive_unpacks_past_its_budget(content: bytes, places: list[tuple[int, int]]) -> None:
    budget = Budget(bytes=50_000, files=20)
    try:
        found = unpacked(flipped(GOOD["all.zip"], places) if content else content, budget)
    except Invalid:
        return
    assert sum(map(len, found.values())) <= 50_000
    assert len(found) <= 20


@LITTLE
@given(name=some.text(max_size=200))
def test_a_name_is_refused_or_kept_as_people_see_it(name: str) -> None:
    try:
        kept = checked_name(name)
    except Invalid:
        return
    assert not is_misleading(kept)
    assert "/" not in kept
    assert "\\" not in kept
    assert checked_name(kept) == kept


@LITTLE
@given(
    mode=some.sampled_from(["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "I", "F"]),
    size=some.tuples(some.integers(1, 40), some.integers(1, 40)),
    kind=some.sampled_from(["PNG", "JPEG", "WEBP"]),
)
def test_pictures_of_every_kind_come_out_as_pictures_of_the_same_size(
    mode: str, size: tuple[int, int], kind: str
) -> None:
    out = io.BytesIO()
    try:
        Image.frombytes("L", size, random.Random(3).randbytes(size[0] * size[1])).convert(mode).save(out, format=kind)
    except (OSError, ValueError):
        return  # Pillow writes no such picture
    made = cleaned(out.getvalue(), kind)
    check_picture(made, kind)
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == size


@LITTLE
@given(
    content=some.binary(min_size=1, max_size=300_000), place=some.integers(0, 1_000_000), value=some.integers(1, 255)
)
def test_what_was_sealed_opens_as_it_was_or_not_at_all(content: bytes, place: int, value: int) -> None:
    key = new_key()
    whole = b"".join(sealed(content, key, "a" * 32))
    assert b"".join(opened(io.BytesIO(whole), key, "a" * 32)) == content
    changed = bytearray(whole)
    changed[place % len(changed)] ^= value
    for wrong in (bytes(changed), whole[:-1], whole[: place % len(whole)], whole + b"x"):
        with pytest.raises(Damaged):
            b"".join(opened(io.BytesIO(wrong), key, "a" * 32))
    with pytest.raises(Damaged):
        b"".join(opened(io.BytesIO(whole), key, "b" * 32))
