"""A parcel as bytes and back: nothing is lost, nothing else is taken."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import (
    Handling,
    Label,
    Parcel,
    Purpose,
    Step,
    Tlp,
    digest_of_parcel,
    parcel_from_json,
    parcel_to_json,
)
from minassa.base import Invalid

_uuids = st.uuids(version=4)
_moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31))  # noqa: DTZ001 - the strategy adds the zone
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_scalars = (
    st.none()
    | st.booleans()
    | _texts
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
_json = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4), max_leaves=20
)


@st.composite
def labels(draw: st.DrawFn, owner: UUID) -> Label:
    tlp = draw(st.sampled_from(Tlp))
    tokens = draw(
        st.frozensets(st.builds("{}:{}".format, st.sampled_from(["agency", "community", "user"]), _uuids), max_size=4)
    )
    persons = {f"user:{draw(_uuids)}"} if tlp is Tlp.RED else set()
    return Label(
        owner=owner,
        tlp=tlp,
        audience=tokens | persons,
        handling=draw(st.frozensets(st.sampled_from(Handling))),
        purposes=draw(st.frozensets(st.sampled_from([one.value for one in Purpose]))),
        exercise=draw(st.booleans()),
        opens=draw(st.none() | _moments),
        closes=draw(st.none() | _moments),
    )


@st.composite
def parcels(draw: st.DrawFn) -> Parcel:
    owner = draw(_uuids)
    kind = draw(st.from_regex(r"\A[a-z][a-z-]{0,31}\Z"))
    version = draw(st.integers(1, 2**31 - 1))
    return Parcel(
        id=draw(_uuids),
        kind=kind,
        stream=f"{kind}:{draw(_uuids)}",
        version=version,
        step=draw(st.sampled_from(Step)),
        owner=owner,
        label=draw(labels(owner)),
        content=draw(st.dictionaries(_texts, _json, max_size=5)),
        at=draw(_moments),
        follows=draw(st.integers(0, version - 1)),
    )


@given(parcels())
def test_a_parcel_comes_back_equal_and_in_the_same_bytes(parcel: Parcel) -> None:
    raw = parcel_to_json(parcel)
    back = parcel_from_json(raw)
    assert back == parcel
    assert parcel_to_json(back) == raw


@given(parcels(), st.integers(0, 2**31 - 2))
def test_the_digest_is_the_same_for_every_recipient_and_for_nothing_else(parcel: Parcel, other: int) -> None:
    again = parcel_from_json(parcel_to_json(parcel))
    moved = Parcel(**{**_parts(again), "follows": other % parcel.version})
    altered = Parcel(**{**_parts(again), "content": {**again.content, "canary": 1}})
    assert digest_of_parcel(moved) == digest_of_parcel(parcel) != digest_of_parcel(altered)


def _parts(parcel: Parcel) -> dict[str, Any]:
    return {name: getattr(parcel, name) for name in Parcel.__dataclass_fields__}


OWNER = UUID("0198f0c0-0000-7000-8000-000000000001")
ABOUT = UUID("0198f0c0-0000-7000-8000-000000000002")


def a_parcel(**changes: Any) -> Parcel:
    whole: dict[str, Any] = {
        "id": UUID("0198f0c0-0000-7000-8000-000000000003"),
        "kind": "plant",
        "stream": f"plant:{ABOUT}",
        "version": 2,
        "step": Step.CORRECT,
        "owner": OWNER,
        "label": Label(OWNER, Tlp.AMBER),
        "content": {"name": "EXERCISE"},
        "at": datetime(2026, 11, 26, 12, tzinfo=UTC),
    }
    return Parcel(**{**whole, **changes})


def test_a_parcel_follows_the_version_before_where_nothing_else_is_said() -> None:
    assert a_parcel().follows == 1
    assert a_parcel(version=1).follows == 0


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("stream", "plant"),
        ("stream", f"record:{ABOUT}"),
        ("stream", f"plant:{str(ABOUT).upper()}"),
        ("kind", "Plant"),
        ("version", 0),
        ("version", 2**31),
        ("follows", 2),
        ("label", Label(ABOUT, Tlp.AMBER)),
        ("at", datetime(2026, 11, 26, 12)),  # noqa: DTZ001 - the naive moment is what is refused
    ],
)
def test_what_is_no_parcel_cannot_be_made(part: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        a_parcel(**{part: value})
    assert refused.value.code == "parcel.invalid"


def _edited(**changes: Any) -> bytes:
    body = json.loads(parcel_to_json(a_parcel()))
    body.update(changes)
    return json.dumps(body, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


GOOD = parcel_to_json(a_parcel())
BAD = {
    "empty": b"",
    "no JSON": b"\x00\xff",
    "not UTF-8": GOOD.replace(b"EXERCISE", b"\xff\xfe"),
    "a list": b"[]",
    "cut short": GOOD[:-1],
    "more behind": GOOD + b" ",
    "spaced": GOOD.replace(b",", b", "),
    "a name twice": GOOD[:-1] + b',"version":2}',
    "an unknown field": _edited(forged=1),
    "a missing field": GOOD.replace(b'"at":"2026-11-26T12:00:00+00:00",', b""),
    "a float as version": GOOD.replace(b'"version":2', b'"version":2.0'),
    "a true version": _edited(version=True),
    "a text as version": _edited(version="2"),
    "a negative follows": _edited(follows=-1),
    "content that is a list": _edited(content=[]),
    "NaN": GOOD.replace(b'"EXERCISE"', b"NaN"),
    "a step that is none": _edited(step="steal"),
    "an upper-case id": _edited(id=str(ABOUT).upper()),
    "an owner that is no id": _edited(owner="me"),
    "a moment without a zone": _edited(at="2026-11-26T12:00:00"),
    "a moment in another zone": _edited(at="2026-11-26T13:00:00+01:00"),
    "no label": _edited(label=None),
    "a label of another owner": _edited(label={**json.loads(GOOD)["label"], "owner": str(ABOUT)}),
    "a label with an unknown level": _edited(label={**json.loads(GOOD)["label"], "tlp": "white"}),
    "a label with an unknown purpose": _edited(label={**json.loads(GOOD)["label"], "purposes": ["revenge"]}),
    "a label with an audience of letters": _edited(label={**json.loads(GOOD)["label"], "audience": "all"}),
    "a label with one field more": _edited(label={**json.loads(GOOD)["label"], "super": True}),
    "an exercise that is a text": _edited(label={**json.loads(GOOD)["label"], "exercise": "no"}),
    "too deep": GOOD.replace(b'"EXERCISE"', b"[" * 40 + b"]" * 40),
    "as deep as to overflow": GOOD.replace(b'"EXERCISE"', b"[" * 200_000 + b"]" * 200_000),
    "too large": GOOD.replace(b"EXERCISE", b"x" * 4_000_001),
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
def test_other_bytes_are_refused_as_a_whole(raw: bytes) -> None:
    with pytest.raises(Invalid):
        parcel_from_json(raw)


@given(st.binary(max_size=200))
def test_garbage_is_refused_and_never_breaks_anything(raw: bytes) -> None:
    with pytest.raises(Invalid):
        parcel_from_json(raw)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_one_changed_byte_is_refused_or_read_as_it_stands(place: int, byte: int) -> None:
    raw = GOOD[:place] + bytes([byte]) + GOOD[place + 1 :]
    try:
        parcel = parcel_from_json(raw)
    except Invalid:
        return
    assert parcel_to_json(parcel) == raw


@pytest.mark.parametrize("content", [{"n": 2**53}, {"n": float("nan")}, {"n": object()}, {"n": "\ud800"}])
def test_content_that_is_no_json_is_not_written(content: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        parcel_to_json(a_parcel(content=content))
