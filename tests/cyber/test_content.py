"""Known content: exact and near hashes, labels before ranks, tables in and out. Canaries for two agencies."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.access import Actor, Handling, Role, Tlp
from minassa.base import Fault, now
from minassa.cyber import (
    NEAR,
    ContentTaken,
    check_content,
    export_content,
    import_content,
    list_content,
    remove_content,
)
from minassa.cyber.content.index import forget_index
from minassa.cyber.content.near import NearIndex, words_of
from minassa.cyber.models import KnownContent
from tests.cyber.made import CASE, PURPOSE, last_line, own_label
from tests.factories import an_actor

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine that is busy with other things makes no test fail."""

SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


@pytest.fixture(autouse=True)
def _own_index() -> Iterator[None]:
    """The index of this process belongs to the test before: its database was rolled back."""
    forget_index()
    yield
    forget_index()


def flipped(hexadecimal: str, bits: int) -> str:
    """The hash with its first bits turned."""
    return f"{int(hexadecimal, 16) ^ ((1 << bits) - 1):064x}"


def bring(
    actor: Actor, *rows: str, tlp: Tlp = Tlp.AMBER, header: str = "sha256,pdq,quality,category,reference", **given: Any
) -> ContentTaken:
    file = io.BytesIO("\n".join([header, *rows]).encode())
    return import_content(actor, file=file, label=own_label(actor, tlp, **given), source="EXERCISE list")


def ask(actor: Actor, *hashes: str) -> list[list[tuple[str, int]]]:
    answers = check_content(actor, hashes=hashes, purpose=PURPOSE, case=CASE)
    return [[(one.by, one.distance) for one in each.matches] for each in answers]


@pytest.mark.django_db
def test_the_same_file_and_the_same_picture_are_known_and_others_are_not() -> None:
    actor = an_actor()
    taken = bring(actor, f"{SHA},,,propaganda,EX-1", f",{PDQ},100,attack,EX-2")
    assert (taken.added, taken.refused_count) == (2, 0)
    assert ask(actor, SHA.upper(), PDQ, flipped(PDQ, NEAR), flipped(PDQ, NEAR + 1), flipped(SHA, 1)) == [
        [("sha256", 0)], [("pdq", 0)], [("pdq", NEAR)], [], [],
    ]  # fmt: skip
    match = check_content(actor, hashes=[PDQ], purpose=PURPOSE)[0].matches[0]
    assert (match.category, match.reference, match.quality, match.is_weak, match.marks) == (
        "attack", "EX-2", 100, False, ("TLP:AMBER", "EXERCISE"),
    )  # fmt: skip


@pytest.mark.django_db
def test_a_hash_of_low_quality_says_so() -> None:
    actor = an_actor()
    bring(actor, f",{PDQ},49,other,")
    assert check_content(actor, hashes=[PDQ], purpose=PURPOSE)[0].matches[0].is_weak


@pytest.mark.django_db
def test_the_nearest_come_first_and_the_same_file_before_all() -> None:
    actor = an_actor()
    bring(actor, f",{flipped(PDQ, 9)},90,other,", f",{flipped(PDQ, 3)},90,other,", f"{PDQ},{flipped(PDQ, 5)},90,other,")
    assert ask(actor, PDQ) == [[("sha256", 0), ("pdq", 3), ("pdq", 9)]]


@pytest.mark.django_db
@pytest.mark.parametrize(("tlp", "given", "seen"), [
    (Tlp.AMBER, {}, False), (Tlp.AMBER_STRICT, {}, False), (Tlp.GREEN, {}, True), (Tlp.GREEN, {"purposes": ("border",)}, False),
])  # fmt: skip
def test_what_another_agency_may_not_see_is_neither_found_nor_listed_nor_takes_a_place(
    tlp: Tlp, given: dict[str, Any], *, seen: bool
) -> None:
    owner, other = an_actor(), an_actor()
    bring(
        owner,
        *[f",{flipped(PDQ, bits)},100,attack,CANARY-{bits}" for bits in range(25)],
        f"{SHA},,,attack,CANARY",
        tlp=tlp,
        **given,
    )
    bring(other, f",{flipped(PDQ, 30)},100,other,OWN")
    found = check_content(other, hashes=[PDQ, SHA], purpose=PURPOSE)
    assert ("CANARY" in repr(found)) is seen
    assert ("CANARY" in repr(list_content(other, purpose=PURPOSE))) is seen
    if not seen:
        assert [one.reference for one in found[0].matches] == ["OWN"], (
            "twenty-five nearer ones that are hidden take no place"
        )
        assert list_content(other, purpose=PURPOSE).count_text == "1"
        assert last_line("content.check")[1]["known"] == 1


@pytest.mark.django_db
def test_a_hash_that_was_put_there_by_mistake_is_taken_off_by_its_owner_alone() -> None:
    owner, other = an_actor(), an_actor()
    bring(owner, f",{PDQ},100,attack,EX-1", tlp=Tlp.GREEN)
    row = list_content(owner).rows[0]
    assert ask(other, PDQ) == [[("pdq", 0)]]
    with pytest.raises(Fault) as refused:
        remove_content(other, id=row.id)
    assert refused.value.code == "cyber.content-not-found"
    remove_content(owner, id=row.id)
    assert ask(owner, PDQ) == ask(other, PDQ) == [[]]
    assert list_content(owner).rows == ()
    bring(owner, f",{PDQ},100,attack,EX-1")
    assert ask(owner, PDQ) == [[("pdq", 0)]]


@pytest.mark.django_db
def test_the_same_table_twice_changes_nothing() -> None:
    actor = an_actor()
    rows = [f"{SHA},,,other,", f",{PDQ},100,other,", f"{SHA},{PDQ},100,other,"]
    assert bring(actor, *rows, rows[0]).added == 3
    again = bring(actor, *rows)
    assert (again.added, again.unchanged) == (0, 3)


@pytest.mark.django_db
def test_a_faulty_line_is_refused_with_its_number_and_the_rest_is_taken() -> None:
    actor = an_actor()
    taken = bring(
        actor, f"{SHA},,,other,", "short,,,other,", ",,,other,", f",{PDQ},101,other,", f"{SHA},,50,other,", f",{PDQ},x,other,",
        f",{PDQ},1,unheard-of,", f",{PDQ},1,other,https://evil.example/video", f"{flipped(SHA, 1)},,,,'-EX",
    )  # fmt: skip
    assert (taken.added, taken.refused_count) == (2, 7)
    assert [one.line for one in taken.refused] == [3, 4, 5, 6, 7, 8, 9]
    assert all(one.reason for one in taken.refused)


@pytest.mark.django_db
@pytest.mark.parametrize(("header", "code"), [
    ("sha256,content", "cyber.no-hash-column"), ("sha256,url", "cyber.no-hash-column"), ("category", "cyber.no-hash-column"),
    ("", "cyber.no-hash-column"), ("sha256,sha256", "cyber.no-hash-column"),
])  # fmt: skip
def test_a_table_with_a_place_for_content_is_not_taken_at_all(header: str, code: str) -> None:
    actor = an_actor()
    with pytest.raises(Fault) as refused:
        bring(actor, SHA, header=header)
    assert refused.value.code == code
    assert list_content(actor).rows == ()


@pytest.mark.django_db
def test_a_table_that_breaks_off_leaves_nothing_half_done() -> None:
    actor = an_actor()
    file = io.BytesIO(f"sha256\n{SHA}\n".encode() + b"\xff\xfe\n")
    with pytest.raises(Fault) as refused:
        import_content(actor, file=file, label=own_label(actor), source="EXERCISE")
    assert refused.value.code == "cyber.not-a-table"
    assert list_content(actor).rows == ()


@pytest.mark.django_db
def test_a_table_that_left_comes_in_elsewhere_and_what_may_not_leave_is_not_in_it() -> None:
    owner, other = an_actor(), an_actor()
    bring(owner, f"{SHA},{PDQ},77,attack,EX-1", tlp=Tlp.GREEN, exercise=False)
    bring(owner, f",{flipped(PDQ, 99)},100,attack,CANARY-1", tlp=Tlp.GREEN, handling=(Handling.H2,))
    bring(owner, f",{flipped(PDQ, 98)},100,attack,CANARY-2", tlp=Tlp.RED, audience=(f"user:{owner.user_id}",))
    bring(owner, f",{flipped(PDQ, 97)},100,attack,AMBER", tlp=Tlp.AMBER)
    mine, theirs = (b"".join(export_content(replace(one, stepped_up_at=now()))) for one in (owner, other))
    assert b"CANARY" not in mine
    assert b"AMBER" in mine
    assert b"AMBER" not in theirs
    rows = list(csv.DictReader(io.StringIO(theirs.decode(), newline="")))
    assert [(one["sha256"], one["quality"], one["marks"], one["owner"]) for one in rows] == [
        (SHA, "77", "TLP:GREEN", str(owner.agency))
    ]
    columns = io.StringIO(newline="")
    writer = csv.DictWriter(columns, ["sha256", "pdq", "quality", "category", "reference"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    file = io.BytesIO(columns.getvalue().encode())
    third = an_actor()
    assert import_content(third, file=file, label=own_label(third), source="EXERCISE").added == 1


@pytest.mark.django_db
def test_acts_ask_for_purpose_role_and_a_fresh_factor() -> None:
    actor = an_actor()
    for call, status in (
        (lambda: check_content(actor, hashes=[SHA], purpose=""), 403),
        (lambda: export_content(actor), 403),
        (lambda: bring(an_actor(Role.OBSERVER), f"{SHA},,,other,"), 403),
        (lambda: check_content(an_actor(Role.INSPECTOR), hashes=[SHA], purpose=PURPOSE), 403),
        (lambda: check_content(actor, hashes=[], purpose=PURPOSE), 422),
        (lambda: check_content(actor, hashes=[SHA] * 101, purpose=PURPOSE), 422),
        (lambda: check_content(actor, hashes=["x"], purpose=PURPOSE), 422),
    ):
        with pytest.raises(Fault) as refused:
            call()
        assert refused.value.status == status


@pytest.mark.django_db
def test_the_audit_line_holds_counts_and_a_digest_and_no_hash() -> None:
    actor = an_actor()
    bring(actor, f"{SHA},,,attack,EX-1")
    ask(actor, SHA, PDQ)
    line, details = last_line("content.check")
    assert (line.purpose, details["asked"], details["known"]) == (PURPOSE, 2, 1)
    assert SHA not in line.details


def test_there_is_no_place_for_content() -> None:
    from minassa.cyber import models  # noqa: PLC0415 - its fields are listed

    fields = {one.name for one in models.KnownContent._meta.local_concrete_fields}
    assert fields == {
        "id", "label", "sha256", "pdq", "quality", "category", "reference", "source", "batch", "received",
    }  # fmt: skip


_HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@UNHURRIED
@given(
    _HASHES,
    st.lists(st.tuples(_HASHES, st.integers(1, 4)), max_size=15),
    st.frozensets(st.integers(1, 4)),
    st.integers(0, 256),
)
def test_the_index_finds_exactly_what_is_near_and_may_be_seen(
    asked: str, rows: list[tuple[str, int]], labels: frozenset[int], within: int
) -> None:
    index = NearIndex()
    held = [(uuid4(), label, text) for text, label in rows]
    index.add(held[::2])
    index.add(held)
    wanted = sorted(
        ((int(asked, 16) ^ int(text, 16)).bit_count(), own)
        for own, label, text in held
        if label in labels and (int(asked, 16) ^ int(text, 16)).bit_count() <= within
    )
    assert index.near(words_of(asked), labels=labels, within=within, most=100) == wanted
    for own, _label, _text in held[:3]:
        index.remove(own)
    gone = {own for own, _label, _text in held[:3]}
    left = [pair for pair in wanted if pair[1] not in gone]
    assert index.near(words_of(asked), labels=labels, within=within, most=100) == left


def test_the_index_grows_past_its_room_and_its_parts() -> None:
    chance = random.Random(1)
    index = NearIndex()
    rows = [(UUID(int=number + 1), 1, f"{chance.getrandbits(256):064x}") for number in range(140_000)]
    for start in range(0, len(rows), 30_000):
        index.add(rows[start : start + 30_000])
    assert len(index) == 140_000
    for number in (0, 65_535, 65_536, 139_999):
        asked = flipped(rows[number][2], 20)
        assert index.near(words_of(asked), labels=frozenset({1}), within=NEAR, most=5) == [(20, rows[number][0])]


@pytest.mark.django_db
def test_a_batch_that_is_longer_than_one_statement_comes_in_whole() -> None:
    actor = an_actor()
    chance = random.Random(2)
    hashes = [f"{chance.getrandbits(256):064x}" for _ in range(5_100)]
    assert bring(actor, *[f",{one},100,other," for one in hashes]).added == 5_100
    assert ask(actor, hashes[0], hashes[-1]) == [[("pdq", 0)], [("pdq", 0)]]
    assert bring(actor, *[f",{one},100,other," for one in hashes]).unchanged == 5_100
    from minassa.access import door  # noqa: PLC0415 - to count the rows
    from minassa.cyber.acts import CONTENT_LIST  # noqa: PLC0415 - the same

    with door(actor, CONTENT_LIST):
        assert KnownContent.objects.count() == 5_100
