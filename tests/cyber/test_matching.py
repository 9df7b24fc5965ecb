"""The check: known and unknown, in force or not, seen or not, and what it leaves in the log."""

from datetime import timedelta

import pytest

from minassa.access import Handling, Purpose, Role, Tlp
from minassa.audit.models import LineRow
from minassa.base import Fault, held_at, now
from minassa.cyber import MOST_FOUND, Kind, Observable, check_observables
from tests.cyber.made import CASE, PURPOSE, ask, bring_in, indicator, known, last_line, of, own_label, stix_time
from tests.factories import an_actor, make_agency

pytestmark = pytest.mark.django_db


def test_each_kind_of_observable_is_found_however_it_is_written() -> None:
    actor = an_actor()
    bring_in(
        actor,
        "[domain-name:value = 'EVIL.example.com']",
        "[url:value = 'http://evil.example.com:80/a?b=1']",
        "[ipv4-addr:value = '198.51.100.7']",
        "[ipv6-addr:value = '2001:0DB8::1']",
        "[file:hashes.MD5 = 'D41D8CD98F00B204E9800998ECF8427E']",
        "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']",
        "[email-addr:value = 'Someone@mail.example']",
        "[email-message:from_ref.value = 'other@mail.example']",
        "[user-account:account_type = 'telegram' AND user-account:account_login = 'Some_Channel']",
        "[cryptocurrency-wallet:address = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']",
    )
    asked = (
        "evil[.]example[.]com", "hxxp://EVIL.example.com/a?b=1", "198.51.100[.]7", "2001:db8:0::1",
        "d41d8cd98f00b204e9800998ecf8427e", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "someone[at]mail.example", "other@mail.example", "telegram:@some_channel", "@some_channel", "https://t.me/some_channel",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    )  # fmt: skip
    assert known(actor, *asked) == [True] * len(asked)
    assert known(actor, "www.evil.example.com", "198.51.100.8", "twitter:@some_channel") == [False] * 3


def test_a_match_says_who_states_it_since_when_and_how_it_must_be_handled() -> None:
    agency = make_agency()
    actor, other = an_actor(agency=agency), an_actor()
    bring_in(
        actor,
        indicator("[ipv4-addr:value = '198.51.100.7']", name="EXERCISE server", confidence=80),
        label=own_label(actor, Tlp.GREEN, handling=(Handling.H1,)),
        source="EXERCISE CERT",
    )
    match = ask(other, "198.51.100.7")[0].matches[0]
    assert (match.name, match.source, match.owner) == ("EXERCISE server", "EXERCISE CERT", agency.id)
    assert (match.marks, match.confidence, match.alone) == (("TLP:GREEN", "H1", "EXERCISE"), 80, True)
    assert "verify-with-owner-before-acting" in match.obligations
    assert "no-judicial-proceedings-without-permission" in match.obligations
    assert timedelta(days=29) < now() - match.valid_from < timedelta(days=31)


def test_what_is_expired_revoked_or_not_yet_valid_is_unknown() -> None:
    actor = an_actor()
    bring_in(
        actor,
        indicator("[domain-name:value = 'expired.example.com']", valid_until=stix_time(-1)),
        indicator("[domain-name:value = 'revoked.example.com']", revoked=True),
        indicator("[domain-name:value = 'later.example.com']", valid_from=stix_time(2)),
        indicator("[domain-name:value = 'valid.example.com']", valid_until=stix_time(1)),
    )
    names = ("expired.example.com", "revoked.example.com", "later.example.com", "valid.example.com")
    assert known(actor, *names) == [False, False, False, True]
    with held_at(now() + timedelta(days=3)):
        assert known(actor, *names) == [False, False, True, False]


def test_an_address_is_known_by_the_network_in_which_it_lies() -> None:
    actor = an_actor()
    bring_in(actor, "[ipv4-addr:value = '198.51.100.0/24']", "[ipv6-addr:value = '2001:db8::/32']")
    answers = ask(actor, "198.51.100.7", "198.51.101.7", "2001:db8::5", "198.51.100.0/24", "198.51.100.0/25")
    assert [one.is_known for one in answers] == [True, False, True, True, True]
    assert [one.matches[0].through for one in answers if one.matches] == [
        "198.51.100.0/24", "2001:db8::/32", "", "198.51.100.0/24",
    ]  # fmt: skip


def test_the_answers_stand_in_the_order_of_the_question() -> None:
    actor = an_actor()
    bring_in(actor, *[f"[domain-name:value = 'h{number}.example.com']" for number in range(0, 40, 2)])
    asked = [of(f"h{number}.example.com") for number in range(40)]
    answer = check_observables(actor, observables=[*asked, asked[0]], purpose=PURPOSE)
    assert [one.observable for one in answer.answers] == [*asked, asked[0]]
    assert [one.is_known for one in answer.answers[:4]] == [True, False, True, False]
    assert (answer.known, answer.unknown) == (21, 20)


def test_many_indicators_of_one_observable_are_cut_and_said_to_be() -> None:
    actor = an_actor()
    bring_in(actor, *[indicator("[domain-name:value = 'evil.example.com']", name=f"n{number}") for number in range(14)])
    answer = ask(actor, "evil.example.com")[0]
    assert (len(answer.matches), answer.more) == (10, 4)


CANARY = "canary.example.com"


@pytest.mark.parametrize(
    ("tlp", "given", "seen"),
    [
        (Tlp.RED, {}, False),
        (Tlp.AMBER_STRICT, {}, False),
        (Tlp.AMBER, {}, False),
        (Tlp.GREEN, {}, True),
        (Tlp.CLEAR, {}, True),
        (Tlp.GREEN, {"purposes": {Purpose.BORDER.value}}, False),
        (Tlp.GREEN, {"purposes": {Purpose.CYBER.value}}, True),
        (Tlp.GREEN, {"opens": timedelta(days=1)}, False),
        (Tlp.GREEN, {"closes": timedelta(days=-1)}, False),
    ],
)
def test_what_another_agency_may_not_see_is_neither_answered_nor_counted(
    tlp: Tlp, given: dict[str, object], *, seen: bool
) -> None:
    owner, other = an_actor(), an_actor()
    times = {name: now() + one for name, one in given.items() if isinstance(one, timedelta)}
    audience = (f"user:{owner.user_id}",) if tlp is Tlp.RED else ()
    label = own_label(owner, tlp, audience=audience, purposes=given.get("purposes", ()), **times)
    bring_in(owner, f"[domain-name:value = '{CANARY}']", "[ipv4-addr:value = '203.0.113.0/24']", label=label)
    values = [of(CANARY), of("203.0.113.9"), of("unrelated.example.com")]
    assert check_observables(owner, observables=values, purpose=PURPOSE).known == 2
    answer = check_observables(other, observables=values, purpose=PURPOSE)
    assert (answer.known, answer.unknown) == ((2, 1) if seen else (0, 3))
    assert last_line("observable.check")[1]["known"] == (2 if seen else 0)


def test_two_agencies_answers_never_mix() -> None:
    first, second = an_actor(), an_actor()
    pattern = "[domain-name:value = 'shared.example.com']"
    bring_in(first, indicator(pattern, name="canary of the first"), source="canary source one")
    bring_in(second, indicator(pattern, name="canary of the second"), source="canary source two")
    for actor, own in ((first, "first"), (second, "second")):
        answer = ask(actor, "shared.example.com")[0]
        assert [one.name for one in answer.matches] == [f"canary of the {own}"]
        assert answer.more == 0


def test_a_purpose_is_needed_and_must_be_one_of_the_platforms() -> None:
    for purpose in ("", "curiosity"):
        with pytest.raises(Fault) as refused:
            check_observables(an_actor(), observables=[of("evil.example.com")], purpose=purpose)
        assert refused.value.status == 403


def test_the_audit_line_holds_a_digest_and_counts_but_no_value() -> None:
    actor = an_actor()
    ask(actor, "someone@mail.example", "telegram:@some_channel")
    line, details = last_line("observable.check")
    assert (line.purpose, line.case, details["asked"], details["known"]) == (PURPOSE, CASE, 2, 0)
    assert "someone" not in line.details
    assert "some_channel" not in line.details
    ask(actor, "telegram:@some_channel", "someone@mail.example")
    assert last_line("observable.check")[1]["digest"] == details["digest"]


def test_nothing_and_too_much_are_refused_before_anything_is_asked() -> None:
    actor = an_actor()
    many = [Observable(Kind.DOMAIN, f"h{number}.example.com") for number in range(MOST_FOUND + 1)]
    for observables, code in (((), "cyber.nothing-read"), (many, "cyber.too-many")):
        with pytest.raises(Fault) as refused:
            check_observables(actor, observables=observables, purpose=PURPOSE)
        assert refused.value.code == code
    assert not LineRow.objects.filter(action="observable.check").exists()


def test_who_reads_no_content_cannot_ask() -> None:
    for role in (Role.INSPECTOR, Role.NODE_ADMINISTRATOR):
        with pytest.raises(Fault) as refused:
            ask(an_actor(role), "evil.example.com")
        assert refused.value.status == 403
