"""What other nodes ask over HTTP: who they are is shown first; whatever is wrong is refused with its code and written down."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from minassa import access, audit
from minassa.access import Step
from minassa.access.acts import RELEASE_HOLDERS
from minassa.api.peers import frame
from minassa.base import held_at, now
from minassa.exchange.models import PeerState, RelayedEnvelope, SeenNonce
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import NodeKey, Use
from minassa.exchange.peers.keeping import forget_old_traffic
from minassa.exchange.peers.publishing import publish_directory
from minassa.exchange.peers.signatures import SKEW
from tests.exchange.peers.world import (
    KEEPER,
    Other,
    World,
    a_parcel,
    code_of,
    envelope_of,
    is_answer_of,
    post,
    receipts_in,
    signed_headers,
)
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db

ENVELOPES = "/peer/v1/envelopes"
WAITING = "/peer/v1/waiting"
QUESTION = b'{"version":0,"fetched":[]}'


def refusals() -> list[tuple[str, str]]:
    found = audit.lines(filters=audit.Filters(action="peer.refuse"), limit=50)
    return [(line.actor, line.reason) for line in found]


def plants() -> list[str]:
    """All planted rows, whoever may see them."""
    with access.door(access.system_actor("releases"), RELEASE_HOLDERS):
        return sorted(Plant.objects.values_list("name", flat=True))


def states(answer: Any, reader: Other) -> list[str]:
    return [f"{one.state.value}:{one.code}".rstrip(":") for one in receipts_in(answer, reader)]


def test_a_parcel_of_another_node_is_taken_in_and_answered(world: World, client: Client) -> None:
    world.join()
    parcel = a_parcel(world.b.agency, world.agency.id)
    body = envelope_of(world, world.b, [parcel]).as_json()
    headers = signed_headers(ENVELOPES, body, by=world.b)
    answer = post(client, ENVELOPES, body, by=world.b, headers=headers)
    assert answer.status_code == 200
    assert is_answer_of(world, answer, headers)
    assert states(answer, world.b) == ["taken"]
    again = post(client, ENVELOPES, envelope_of(world, world.b, [parcel]).as_json(), by=world.b)
    assert states(again, world.b) == ["taken"]
    done = {line.action for line in audit.lines(filters=audit.Filters(outcome="done"), limit=50)}
    assert {"peer.take", "parcel.take-in"} <= done


def test_the_same_request_is_refused_the_second_time(world: World, client: Client) -> None:
    world.join()
    headers = signed_headers(WAITING, QUESTION, by=world.b)
    assert post(client, WAITING, QUESTION, by=world.b, headers=headers).status_code == 200
    answer = post(client, WAITING, QUESTION, by=world.b, headers=headers)
    assert (answer.status_code, code_of(answer)) == (403, faults.REPLAYED)
    assert is_answer_of(world, answer, headers)
    assert ("system:peers", faults.REPLAYED) in refusals()


def test_a_copy_is_refused_as_long_as_its_signature_could_be_taken_for_new(world: World, client: Client) -> None:
    world.join()
    ahead = now() + SKEW - timedelta(seconds=1)
    headers = signed_headers(WAITING, QUESTION, by=world.b, at=ahead)
    assert post(client, WAITING, QUESTION, by=world.b, headers=headers).status_code == 200
    for later in (timedelta(0), SKEW, 2 * SKEW - timedelta(seconds=4)):
        with held_at(now() + later):
            forget_old_traffic()
            assert code_of(post(client, WAITING, QUESTION, by=world.b, headers=headers)) == faults.REPLAYED
    with held_at(now() + 3 * SKEW + timedelta(minutes=2)):
        forget_old_traffic()
        assert SeenNonce.objects.count() == 0
        assert code_of(post(client, WAITING, QUESTION, by=world.b, headers=headers)) == faults.CLOCK


@pytest.mark.parametrize("away", [SKEW + timedelta(seconds=5), -SKEW - timedelta(seconds=5), timedelta(days=400)])
def test_a_clock_that_is_wrong_is_told(world: World, client: Client, away: timedelta) -> None:
    world.join()
    answer = post(client, WAITING, QUESTION, by=world.b, at=now() + away)
    assert code_of(answer) == faults.CLOCK
    assert "5 minutes" in json.loads(answer.content)["detail"]


def test_what_was_signed_for_another_node_is_refused(world: World, client: Client) -> None:
    world.join()
    answer = post(client, WAITING, QUESTION, by=world.b, address="https://b.example")
    assert code_of(answer) == faults.SIGNATURE_WRONG


def test_a_stranger_is_refused_whatever_it_says_it_is(world: World, client: Client) -> None:
    world.join()
    assert code_of(post(client, WAITING, QUESTION, by=Other("stranger"))) == faults.KEY_UNKNOWN
    liar = Other("b", id=world.b.id, agency=world.b.agency)
    assert code_of(post(client, WAITING, QUESTION, by=liar)) == faults.KEY_UNKNOWN
    assert code_of(client.post(WAITING, data=QUESTION, content_type="application/json", SERVER_NAME="localhost")) == (
        faults.NOT_SIGNED
    )
    assert plants() == []


def test_a_key_whose_time_is_over_is_refused(world: World, client: Client) -> None:
    world.b.until = (now() + timedelta(minutes=1)).replace(microsecond=0)
    world.join()
    assert post(client, WAITING, QUESTION, by=world.b).status_code == 200
    with held_at(now() + timedelta(minutes=2)):
        assert code_of(post(client, WAITING, QUESTION, by=world.b)) == faults.KEY_UNKNOWN


def test_before_the_node_has_joined_nobody_is_known(world: World, client: Client) -> None:
    answer = post(client, WAITING, QUESTION, by=world.b)
    assert (answer.status_code, code_of(answer)) == (503, faults.NOT_JOINED)


def test_nobody_speaks_for_another_node(world: World, client: Client) -> None:
    """C hands in what it says is B's: an envelope that it copied, and one that it made."""
    world.join()
    parcel = a_parcel(world.b.agency, world.agency.id)
    copied = envelope_of(world, world.b, [parcel]).as_json()
    assert code_of(post(client, ENVELOPES, copied, by=world.c)) == faults.SENDER_FALSE
    made = envelope_of(world, world.c, [parcel], in_the_name_of=world.b.id).as_json()
    assert code_of(post(client, ENVELOPES, made, by=world.c)) == faults.SENDER_FALSE
    assert code_of(post(client, ENVELOPES, made, by=world.b)) == faults.SENDER_FALSE
    assert plants() == []
    assert (f"peer:{world.c.id}", faults.SENDER_FALSE) in refusals()
    assert PeerState.objects.get(node=world.c.id).refused == 2


def test_a_node_sends_only_what_its_own_agencies_own(world: World, client: Client) -> None:
    world.join()
    foreign = a_parcel(world.c.agency, world.agency.id)
    ours = a_parcel(world.agency.id, world.b.agency)
    body = envelope_of(world, world.b, [foreign, ours]).as_json()
    assert states(post(client, ENVELOPES, body, by=world.b), world.b) == ["refused:parcel.not-owner"] * 2
    assert plants() == []


def test_an_envelope_for_somebody_else_is_not_kept_by_a_node_that_is_no_secretariat(
    world: World, client: Client
) -> None:
    world.join()
    body = envelope_of(world, world.b, [], recipient=world.c.id).as_json()
    assert code_of(post(client, ENVELOPES, body, by=world.b)) == faults.NOT_FOR_US
    assert RelayedEnvelope.objects.count() == 0


def test_an_envelope_that_was_sealed_to_another_key_is_told(world: World, client: Client) -> None:
    world.join()
    other = NodeKey(Use.SEALING, X25519PrivateKey.generate().public_key().public_bytes_raw(), now())
    body = envelope_of(world, world.b, [], key=other).as_json()
    assert code_of(post(client, ENVELOPES, body, by=world.b)) == faults.SEALED


def test_one_bad_parcel_does_not_sink_the_rest(world: World, client: Client) -> None:
    world.join()
    good, late = (a_parcel(world.b.agency, world.agency.id, name=name) for name in ("EXERCISE 1", "EXERCISE 2"))
    bad = a_parcel(world.b.agency, world.agency.id, content={"name": "EXERCISE bad", "fails": "fault"})
    unknown = a_parcel(world.b.agency, world.agency.id, kind="secret", stream=f"secret:{uuid4()}")
    body = envelope_of(world, world.b, [good, bad, unknown, late]).as_json()
    assert states(post(client, ENVELOPES, body, by=world.b), world.b) == [
        "taken",
        "refused:access.name-missing",
        "refused:parcel.unknown-kind",
        "taken",
    ]


def test_parcels_in_the_wrong_order_are_held_back_and_each_is_taken_once(world: World, client: Client) -> None:
    world.join()
    about = uuid4()
    versions = [a_parcel(world.b.agency, world.agency.id, version=number, about=about) for number in (1, 2, 3)]
    for order, expected in (((2,), ["held"]), ((1,), ["held"]), ((0,), ["taken"]), ((2, 1, 0), ["taken"] * 3)):
        body = envelope_of(world, world.b, [versions[number] for number in order]).as_json()
        assert states(post(client, ENVELOPES, body, by=world.b), world.b) == expected
    assert len(plants()) == 3


def test_what_was_withdrawn_is_not_taken_in_again(world: World, client: Client) -> None:
    world.join()
    about = uuid4()
    share = a_parcel(world.b.agency, world.agency.id, about=about)
    gone = a_parcel(world.b.agency, world.agency.id, version=2, about=about, step=Step.WITHDRAW)
    body = envelope_of(world, world.b, [share, gone]).as_json()
    assert states(post(client, ENVELOPES, body, by=world.b), world.b) == ["taken", "taken"]
    again = a_parcel(world.b.agency, world.agency.id, version=3, about=about)
    body = envelope_of(world, world.b, [again]).as_json()
    assert states(post(client, ENVELOPES, body, by=world.b), world.b) == ["refused:parcel.withdrawn"]


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"\xff\xfe", b'{"version": -1, "fetched": []}', b'{"version": 1, "fetched": ["x"]}']
)
def test_garbage_of_a_known_node_is_told_and_counted(world: World, client: Client, raw: bytes) -> None:
    world.join()
    for path in (ENVELOPES, WAITING):
        answer = post(client, path, raw, by=world.b)
        assert answer.status_code in {411, 422}, path
    assert PeerState.objects.get(node=world.b.id).refused or raw == b""


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(raw=st.binary(min_size=1, max_size=300))
def test_no_bytes_of_a_known_node_are_more_than_a_refusal(world: World, client: Client, raw: bytes) -> None:
    if not SeenNonce.objects.exists():
        world.join()
    for path in (ENVELOPES, WAITING, "/peer/v1/card"):
        assert 400 <= post(client, path, raw, by=world.c).status_code < 500


def test_other_methods_and_too_much_are_told(world: World, client: Client) -> None:
    world.join()
    assert client.get(WAITING, SERVER_NAME="localhost").status_code == 405
    length = {"Content-Length": str(frame.MOST_BYTES + 1)}
    answer = client.post(WAITING, data=b"x", content_type="application/json", headers=length, SERVER_NAME="localhost")
    assert answer.status_code == 413
    answer = client.post(
        WAITING,
        data=b"x",
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
        SERVER_NAME="localhost",
    )
    assert answer.status_code == 411


def test_a_node_that_floods_is_slowed_and_shown(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    world.join()
    monkeypatch.setattr(frame, "MOST_A_MINUTE", 5)
    with held_at(now()):
        found = [post(client, WAITING, QUESTION, by=world.b).status_code for _ in range(8)]
        assert found == [200] * 5 + [429] * 3
        assert post(client, WAITING, QUESTION, by=world.c).status_code == 200
    state = PeerState.objects.get(node=world.b.id)
    assert (state.refused, state.refused_code) == (3, "api.too-many")
    assert len([one for one in refusals() if one[0] == f"peer:{world.b.id}"]) == 1  # the log is not flooded


def test_strangers_who_insist_are_not_even_verified(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.join()
    monkeypatch.setattr(frame, "MOST_STRANGERS_A_MINUTE", 3)
    with held_at(now()):
        found = [post(client, WAITING, QUESTION, by=Other("stranger")).status_code for _ in range(6)]
    assert found == [403, 403, 403, 429, 429, 429]


def test_the_secretariat_hands_over_what_waits_and_lets_go_what_was_fetched(world: World, client: Client) -> None:
    as_secretariat(world)
    sent = [envelope_of(world, world.b, [], recipient=world.c.id) for _ in range(3)]
    for one in sent:
        assert post(client, ENVELOPES, one.as_json(), by=world.b).status_code == 202
    answer = orjson.loads(post(client, WAITING, QUESTION, by=world.c).content)
    assert [UUID(one["id"]) for one in answer["envelopes"]] == [one.id for one in sent]
    assert [one["directory"]["version"] for one in answer["directories"]] == [1]
    assert orjson.loads(post(client, WAITING, QUESTION, by=world.b).content)["envelopes"] == []
    fetched = orjson.dumps({"version": 1, "fetched": [str(sent[0].id), str(sent[1].id)]})
    answer = orjson.loads(post(client, WAITING, fetched, by=world.c).content)
    assert [UUID(one["id"]) for one in answer["envelopes"]] == [sent[2].id]
    assert answer["directories"] == []
    # Nobody lets go what is another's.
    post(client, WAITING, orjson.dumps({"version": 1, "fetched": [str(sent[2].id)]}), by=world.b)
    assert RelayedEnvelope.objects.count() == 1


def test_the_letter_box_has_an_end(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from minassa.exchange.peers import relay  # noqa: PLC0415 - its limit is changed here

    as_secretariat(world)
    monkeypatch.setattr(relay, "MOST_COUNT", 2)
    one, two, three = (envelope_of(world, world.b, [], recipient=world.c.id).as_json() for _ in range(3))
    assert post(client, ENVELOPES, one, by=world.b).status_code == 202
    assert post(client, ENVELOPES, one, by=world.b).status_code == 202  # the same again takes its own place
    assert post(client, ENVELOPES, two, by=world.b).status_code == 202
    assert code_of(post(client, ENVELOPES, three, by=world.b)) == faults.RELAY_FULL
    stranger = envelope_of(world, world.b, [], recipient=uuid4()).as_json()
    assert code_of(post(client, ENVELOPES, stranger, by=world.b)) == faults.NOT_FOR_US
    with held_at(now() + timedelta(days=15)):
        forget_old_traffic()
        assert RelayedEnvelope.objects.count() == 0


def test_one_node_cannot_replace_what_waits_of_another(world: World, client: Client) -> None:
    as_secretariat(world)
    first = envelope_of(world, world.b, [], recipient=world.c.id)
    assert post(client, ENVELOPES, first.as_json(), by=world.b).status_code == 202
    forged = envelope_of(world, world.c, [], recipient=world.c.id, id=first.id)
    assert post(client, ENVELOPES, forged.as_json(), by=world.c).status_code in {409, 403}
    assert bytes(RelayedEnvelope.objects.get().content) == first.as_json()


def as_secretariat(world: World) -> None:
    """Make the node under test the secretariat, with B and C as its members."""
    from minassa.access import AgencyKind, add_agency  # noqa: PLC0415 - the models must be loaded first
    from minassa.exchange.models import NodeCard  # noqa: PLC0415 - the same
    from tests.exchange.peers.cards import card_of  # noqa: PLC0415 - the same

    add_agency(access.system_actor("setup"), name="EXERCISE office", kind=AgencyKind.SECRETARIAT)
    for one in (world.b, world.c):
        NodeCard.objects.create(node=one.id, content=card_of(one).text().decode())
    publish_directory(KEEPER)
