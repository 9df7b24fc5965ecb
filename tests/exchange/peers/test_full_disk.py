"""PostgreSQL's disk is full: what has no room is left out whole, the sender hears why, and all of it comes once when there is room.

Beside `test_lines.py`, where real files may not grow. A server's disk cannot be filled without being root, so its tables answer as they
do when it is: with the error class `disk_full` (53100).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from minassa import audit
from tests.exchange.peers.test_requests import ENVELOPES, plants, states
from tests.exchange.peers.world import World, a_parcel, code_of, envelope_of, post
from tests.postgres import superuser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

_FULL = """
    CREATE FUNCTION exercise_full() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        IF (SELECT count(*) FROM plants_plant) > 0 THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
        END IF;
        RETURN NEW;
    END $$
"""


@contextmanager
def no_room_in(*tables: str) -> Iterator[None]:
    """From the second plant on, nothing can be added to these tables."""
    with superuser() as connection:
        connection.execute(_FULL)
        for table in tables:
            connection.execute(
                f"CREATE TRIGGER exercise_full BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION exercise_full()"
            )
        try:
            yield
        finally:
            connection.execute("DROP FUNCTION exercise_full() CASCADE")


def test_a_full_server_leaves_out_whole_what_has_no_room_and_takes_it_once_afterwards(
    world: World, client: Client
) -> None:
    world.join()
    parcels = [a_parcel(world.b.agency, world.agency.id, name=f"EXERCISE {place}") for place in range(3)]
    envelope = envelope_of(world, world.b, parcels).as_json()
    with no_room_in("plants_plant"):
        answer = post(client, ENVELOPES, envelope, by=world.b)
        assert states(answer, world.b) == ["taken"], "the others have no receipt, so they are sent again"
    assert plants() == ["EXERCISE 0"]
    failed = audit.lines(filters=audit.Filters(action="parcel.take-in", outcome="failed"), limit=9)
    assert [line.reason for line in failed] == ["access.no-room", "access.no-room"]
    with no_room_in("plants_plant", "audit_line"):
        told = post(client, ENVELOPES, envelope, by=world.b)
        assert (told.status_code, code_of(told)) == (503, "access.no-room")
    assert plants() == ["EXERCISE 0"]
    answer = post(client, ENVELOPES, envelope, by=world.b)
    assert states(answer, world.b) == ["taken"] * 3
    assert plants() == ["EXERCISE 0", "EXERCISE 1", "EXERCISE 2"]
    audit.seal()
    assert audit.verify().ok
