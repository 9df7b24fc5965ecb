"""E-mail about notices: a number and a link, to whoever asked for it, through the relay that node.toml names; nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from minassa.access import Actor, Role, disable_user, system_actor
from minassa.base import Fault, Invalid, held_at, now
from minassa.base.settings import Mail, Node, read_settings
from minassa.desk import (
    Every,
    Urgency,
    choose_mail,
    list_notices,
    mail_choice,
    mark_read,
    notice_kind,
    notify,
    stop_mail,
)
from minassa.desk.jobs import send_mail
from tests.desk.relay import Relay, running_relay
from tests.factories import an_actor

pytestmark = [pytest.mark.django_db, pytest.mark.wire]

CANARY = "EXERCISE-ONLY-ON-THE-NODE"
ADDRESS = "aissata@agency.example"
TOLD = notice_kind("test-mail", "%(what)s was released to your agency", topic=CANARY)
URGENT = notice_kind("test-mail-urgent", "%(what)s is urgent", urgency=Urgency.URGENT)


@pytest.fixture
def relay(settings: Settings) -> Iterator[Relay]:
    with running_relay() as found:
        mail = Mail(host="127.0.0.1", port=found.port, security="none", sender="minassa@node.example")
        node = replace(settings.MINASSA.node, address="https://node.example")
        settings.MINASSA = replace(settings.MINASSA, mail=mail, node=node)
        yield found


@pytest.fixture
def reader() -> Actor:
    return an_actor(Role.ANALYST)


def tell(reader: Actor, kind: str = TOLD) -> None:
    assert reader.user_id is not None
    assert reader.agency is not None
    notify(
        system_actor("notices"),
        person=reader.user_id,
        agency=reader.agency,
        kind=kind,
        about=f"record:{CANARY}",
        params={"what": CANARY},
    )


def choose(reader: Actor, every: Every = Every.HOUR, **given: str) -> None:
    choose_mail(reader, **{"address": ADDRESS, "language": "fr", **given}, every=every)


def test_a_message_says_how_many_and_where_and_nothing_else(relay: Relay, reader: Actor) -> None:
    choose(reader)
    tell(reader)
    tell(reader)
    with held_at(now() + timedelta(seconds=1)):
        send_mail()
    ((to, message),) = relay.taken
    body = message.get_content()
    assert to == ADDRESS
    assert message["Subject"] == "Vous avez 2 nouveaux avis sur Minassa."
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://node.example/inbox/" in body.splitlines()
    assert CANARY not in message.as_string()
    for word in (reader.name, "EXERCISE", "TLP", "released", "record"):
        assert word not in message.as_string()
    assert relay.said[0] == "ehlo node.example", "the machine's name is not told"


def test_nobody_gets_mail_who_did_not_ask_or_wants_none_any_more_or_may_not_log_in(relay: Relay, reader: Actor) -> None:
    tell(reader)
    send_mail()
    choose(reader)
    stop_mail(reader)
    assert mail_choice(reader) is None
    tell(reader)
    choose(reader)
    tell(reader)
    assert reader.user_id is not None
    disable_user(system_actor("setup"), person=reader.user_id)
    with held_at(now() + timedelta(days=1)):
        send_mail()
    assert relay.taken == []


def test_what_was_told_is_not_told_again_and_the_interval_is_kept(relay: Relay, reader: Actor) -> None:
    start = now()
    with held_at(start):
        choose(reader)
    for minutes, expected in ((1, 1), (30, 1), (61, 2), (200, 2)):
        with held_at(start + timedelta(minutes=minutes)):
            if minutes < 200:
                tell(reader)
        with held_at(start + timedelta(minutes=minutes, seconds=1)):
            send_mail()
            assert len(relay.taken) == expected
    assert "2 nouveaux" in relay.taken[1][1]["Subject"]


def test_what_is_urgent_does_not_wait_and_what_is_read_is_not_counted(relay: Relay, reader: Actor) -> None:
    start = now()
    with held_at(start):
        choose(reader, Every.DAY)
    with held_at(start + timedelta(minutes=1)):
        tell(reader)
        mark_read(reader, id=list_notices(reader)[0].id)
        send_mail()
    assert relay.taken == []
    with held_at(start + timedelta(minutes=2)):
        tell(reader)
    with held_at(start + timedelta(minutes=3)):
        send_mail()
    with held_at(start + timedelta(minutes=4)):
        tell(reader, URGENT)
    with held_at(start + timedelta(minutes=5)):
        send_mail()
        send_mail()
    assert [one["Subject"] for _to, one in relay.taken] == ["Vous avez 1 nouvel avis sur Minassa."] * 2
    assert not any("urgent" in one.as_string() for _to, one in relay.taken)


def test_a_relay_that_is_down_is_tried_again_and_loses_nothing(relay: Relay, reader: Actor) -> None:
    start = now()
    with held_at(start):
        choose(reader)
        relay.closed = True
    with held_at(start + timedelta(minutes=1)):
        tell(reader)
    with held_at(start + timedelta(minutes=2)):
        send_mail()
        assert (found := mail_choice(reader)) is not None
        assert found.fault == "mail.unreachable"
        relay.closed = False
        send_mail()
        assert relay.taken == [], "not at once"
    with held_at(start + timedelta(minutes=4)):
        send_mail()
        assert len(relay.taken) == 1
        assert (found := mail_choice(reader)) is not None
        assert found.fault == ""


def test_one_address_that_is_refused_does_not_hold_up_the_others(relay: Relay, reader: Actor) -> None:
    other = an_actor(Role.ANALYST)
    relay.refused = {"gone@agency.example": 550}
    choose(reader, address="gone@agency.example")
    choose(other)
    for one in (reader, other):
        tell(one)
    with held_at(now() + timedelta(seconds=1)):
        send_mail()
    assert [to for to, _message in relay.taken] == [ADDRESS]
    assert (found := mail_choice(reader)) is not None
    assert found.fault == "mail.refused"


def test_a_relay_that_will_not_encrypt_gets_nothing(relay: Relay, reader: Actor, settings: Settings) -> None:
    settings.MINASSA = replace(settings.MINASSA, mail=replace(settings.MINASSA.mail, security="starttls"))
    choose(reader)
    tell(reader)
    for offers in ((), ("STARTTLS",)):
        relay.offers = offers
        with held_at(now() + timedelta(days=len(offers) + 1)):
            send_mail()
    assert not any(line.startswith(("mail", "rcpt", "MAIL")) for line in relay.said)
    assert relay.taken == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("nobody", "desk.mail-address"),
        ("a@b\r\nBcc: c@d", "desk.mail-address"),
        ("a@b c", "desk.mail-address"),
        ("", "desk.mail-address"),
        ("é@agency.example", "desk.mail-address"),
        (f"{'a' * 250}@x.example", "desk.mail-address"),
        ("aissata@elsewhere.example", "desk.mail-domain"),
    ],
)
def test_an_address_that_is_none_or_elsewhere_is_refused(
    relay: Relay, reader: Actor, settings: Settings, address: str, code: str
) -> None:
    settings.MINASSA = replace(settings.MINASSA, mail=replace(settings.MINASSA.mail, domains=("agency.example",)))
    with pytest.raises(Invalid) as fault:
        choose(reader, address=address)
    assert fault.value.code == code
    assert mail_choice(reader) is None


def test_nobody_else_finds_a_choice_and_a_node_without_a_relay_takes_none(
    relay: Relay, reader: Actor, settings: Settings
) -> None:
    choose(reader)
    for role in (Role.SUPERVISOR, Role.NODE_ADMINISTRATOR, Role.INSPECTOR):
        assert mail_choice(an_actor(role)) is None
    settings.MINASSA = replace(settings.MINASSA, mail=Mail())
    with pytest.raises(Fault) as fault:
        choose(an_actor(Role.ANALYST))
    assert fault.value.code == "desk.mail-off"


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ('security = "plain"', "[mail] security"),
        ('security = "none"', "[mail] security"),
        ('user = "minassa"', "[mail] password_file"),
        ('sender = "nobody"', "[mail] sender"),
        ("port = 0", "[mail] port"),
    ],
)
def test_settings_that_would_leak_or_fail_are_named(tmp_path: Any, lines: str, where: str) -> None:
    given = {"host": '"relay.example"', "sender": '"minassa@node.example"'}
    key, _is, value = lines.partition(" = ")
    given[key] = value
    (tmp_path / "node.toml").write_text("[mail]\n" + "".join(f"{name} = {one}\n" for name, one in given.items()))
    found = [one.where for one in read_settings(tmp_path)[1]]
    assert where in found
    assert "[node] address" in found
    assert Node().address == ""
