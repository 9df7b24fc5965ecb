"""Many rows at once pass the same wall as one."""

import pytest

from minassa.access import Actor, WallError, door, insert_rows
from minassa.base import new_id
from minassa.records.acts import RECORD_ADD, RECORD_LIST
from minassa.records.models import RecordKey
from tests.factories import an_actor
from tests.records.made import add, own_label

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "label_id", "record_id", "property", "key")


def keys_of(actor: Actor) -> list[str]:
    with door(actor, RECORD_LIST):
        return list(RecordKey.objects.values_list("key", flat=True).order_by("key"))


def test_rows_go_in_under_a_writable_label() -> None:
    actor = an_actor()
    made = add(actor)
    with door(actor, RECORD_ADD) as opened:
        label_id = opened.intern(own_label(actor))
        insert_rows(RecordKey, COLUMNS, [(new_id(), label_id, made.id, "x", f"K{number}") for number in range(3)])
    assert keys_of(actor) == ["K0", "K1", "K2"]


def test_another_agencys_label_is_refused_among_many() -> None:
    actor, other = an_actor(), an_actor()
    mine, theirs = add(actor), add(other)
    with door(other, RECORD_ADD) as opened:
        foreign = opened.intern(own_label(other))
    with door(actor, RECORD_ADD) as opened:
        own = opened.intern(own_label(actor))
        rows = [(new_id(), own, mine.id, "x", "K1"), (new_id(), foreign, theirs.id, "x", "K2")]
        with pytest.raises(WallError):
            insert_rows(RecordKey, COLUMNS, rows)
    assert keys_of(actor) == []
    assert keys_of(other) == []


def test_outside_a_door_and_with_columns_missing_it_refuses() -> None:
    actor = an_actor()
    made = add(actor)
    with door(actor, RECORD_ADD) as opened:
        label_id = opened.intern(own_label(actor))
        with pytest.raises(WallError):
            insert_rows(RecordKey, COLUMNS[1:], [(label_id, made.id, "x", "K")])
    with pytest.raises(WallError):
        insert_rows(RecordKey, COLUMNS, [(new_id(), label_id, made.id, "x", "K")])
