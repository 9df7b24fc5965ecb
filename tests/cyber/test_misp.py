"""Events of MISP come in: what each row becomes, what marks them, what is gone, and that nothing is lost on the way out and in again."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import Actor, Handling, Role, Tlp
from minassa.base import Fault, Invalid, held_at, now
from minassa.cyber import (
    Imported,
    State,
    export_indicators,
    import_misp,
    list_indicators,
    origin_of,
    read_indicator,
    techniques_seen,
    unmapped_table,
)
from minassa.cyber.misp.patterns import pattern_of
from minassa.cyber.misp.reading import events_in
from minassa.cyber.misp.tags import markings_said
from minassa.cyber.misp.types import Why
from minassa.cyber.observables import asked_keys, held_keys, networks_around
from minassa.cyber.patterns import named_in
from tests.cyber.made import PURPOSE, bring_in, indicator, known, of, own_label, stix_time, technique
from tests.cyber.misp_made import START, attribute, event, feed, tagged, uid, written
from tests.cyber.misp_made import technique as galaxy
from tests.factories import an_actor, make_agency

pytestmark = pytest.mark.django_db

SHA256 = "a" * 64


def take(
    actor: Actor, files: Mapping[str, bytes], *, tlp: Tlp = Tlp.GREEN, source: str = "EXERCISE feed", **given: Any
) -> Imported:
    label = own_label(actor, tlp, exercise=False, **given)
    return import_misp(
        actor,
        files={name: partial(bytes, content) for name, content in files.items()},
        label=label,
        source=source,
    )


def one(actor: Actor, *attributes: dict[str, Any], **given: Any) -> Imported:
    return take(actor, {"event.json": written(event("e", *attributes, **given))})


MAPPED = [
    ("domain", "evil.example.com", "evil.example.com", True),
    ("hostname", "www.evil.example.com", "www.evil.example.com", True),
    ("url", "https://evil.example.com/a?b=1", "https://evil.example.com/a?b=1", True),
    ("ip-dst", "198.51.100.7", "198.51.100.7", True),
    ("ip-src", "2001:db8::7", "2001:db8::7", True),
    ("ip-dst", "198.51.100.0/24", "198.51.100.9", True),
    ("ip-dst|port", "198.51.100.8|443", "198.51.100.8", False),
    ("domain|ip", "two.example.com|198.51.100.3", "two.example.com", False),
    ("md5", "b" * 32, "b" * 32, True),
    ("sha256", SHA256, SHA256, True),
    ("filename|sha256", f"invoice|1.exe|{'c' * 64}", "c" * 64, True),
    ("malware-sample", f"evil.bin|{'d' * 32}", "d" * 32, True),
    ("email-src", "a@mail.example.com", "a@mail.example.com", True),
    ("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
    ("twitter-id", "@exercise_bot", "twitter:@exercise_bot", True),
    ("other", "telegram:exercise_bot", "telegram:@exercise_bot", True),
    ("stix2-pattern", "[domain-name:value = 'p.example.com']", "p.example.com", True),
]


@pytest.mark.parametrize(("type_", "value", "asked", "alone"), MAPPED)
def test_a_type_with_a_counterpart_becomes_an_indicator_that_is_found(
    type_: str, value: str, asked: str, *, alone: bool
) -> None:
    made = pattern_of(type_, value)
    assert not isinstance(made, Why)
    named = named_in(made[1])
    sought = {of(asked), *networks_around(of(asked), [24])}
    keys = {key for each in sought for key in asked_keys(each)}
    assert any(held_keys(each.observable) & keys and each.alone is alone for each in named)


def the_unmapped(actor: Actor, source: str = "EXERCISE feed") -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(b"".join(unmapped_table(actor, origin=origin_of(source))).decode(), newline=""))
    )


def test_what_cannot_be_mapped_is_counted_and_can_be_downloaded() -> None:
    actor = an_actor()
    done = one(
        actor,
        attribute("domain", "evil.example.com"),
        attribute("ip-dst", "not an address"),
        attribute("passport-number", "EX000"),
        attribute("domain", "context.example.com", to_ids=False),
        attribute("text", "=1+1"),
        attribute("domain", "red.example.com", to_ids=False, Tag=tagged("tlp:red")),
        {"uuid": "no uuid", "type": "domain", "value": "x"},
    )
    assert (done.events, done.taken.added, done.context, done.unmapped) == (1, 1, 2, 4)
    rows = sorted((row["type"], row["value"], row["why"]) for row in the_unmapped(actor))
    assert rows == [
        ("", "", "unreadable"),
        ("domain", "", "context"),
        ("domain", "context.example.com", "context"),
        ("ip-dst", "not an address", "value"),
        ("passport-number", "EX000", "type"),
        ("text", "'=1+1", "type"),
    ]
    assert known(actor, "evil.example.com", "context.example.com", "red.example.com") == [True, False, False]
    assert len(the_unmapped(an_actor())) == 0, "another agency sees nothing of it"
    with pytest.raises(Fault):
        the_unmapped(an_actor(Role.OBSERVER))


LEVELS = [
    (("tlp:white",), Tlp.GREEN, "TLP:GREEN"),
    (("tlp:clear",), Tlp.AMBER, "TLP:AMBER"),
    (("tlp:amber",), Tlp.GREEN, "TLP:AMBER"),
    (("TLP:AMBER+STRICT", "tlp:green"), Tlp.GREEN, "TLP:AMBER+STRICT"),
    (("tlp:ex:chr", "tlp:unclear"), Tlp.GREEN, "TLP:GREEN"),
    ((), Tlp.AMBER, "TLP:AMBER"),
]


@pytest.mark.parametrize(("tags", "default", "mark"), LEVELS)
def test_a_tlp_tag_narrows_the_default_and_never_widens_it(tags: tuple[str, ...], default: Tlp, mark: str) -> None:
    actor = an_actor()
    take(actor, {"e.json": written(event("e", attribute("domain", "evil.example.com"), tags=tags))}, tlp=default)
    assert list_indicators(actor).rows[0].marks[0] == mark


def test_an_attributes_own_tag_and_the_distribution_narrow_it_alone() -> None:
    actor, other = an_actor(), an_actor()
    one(
        actor,
        attribute("domain", "wide.example.com"),
        attribute("domain", "red.example.com", Tag=tagged("tlp:red")),
        attribute("domain", "group.example.com", distribution="4"),
        attribute("domain", "quiet.example.com", Tag=tagged("PAP:RED")),
        tags=("tlp:green",),
    )
    marks = {row.name: row.marks for row in list_indicators(actor).rows}
    assert marks == {
        "wide.example.com": ("TLP:GREEN",),
        "red.example.com": ("TLP:RED",),
        "group.example.com": ("TLP:AMBER+STRICT",),
        "quiet.example.com": ("TLP:GREEN", "H3"),
    }
    assert [row.name for row in list_indicators(other).rows] == ["quiet.example.com", "wide.example.com"]


@given(
    st.lists(st.sampled_from(["tlp:red", "tlp:amber", "tlp:green", "tlp:clear", "tlp:white", "x", "TLP:RED", "tlp:"]))
)
def test_of_several_levels_the_narrowest_counts(tags: list[str]) -> None:
    said = markings_said(tags).tlp
    lowered = [tag.lower() for tag in tags]
    order = ["tlp:red", "tlp:amber", "tlp:green", "tlp:clear", "tlp:white"]
    expected = next((level for level in order if level in lowered), "tlp:")
    assert said == expected[4:].replace("white", "clear")


def test_a_deleted_attribute_is_revoked_and_comes_back_when_it_is_restored() -> None:
    actor = an_actor()
    gone, stays = attribute("domain", "gone.example.com"), attribute("domain", "stays.example.com")
    one(actor, gone, stays)
    done = one(actor, {**gone, "deleted": True, "timestamp": str(START + 5)}, stays, stamp=START + 5)
    assert (done.withdrawn, done.taken.added, done.taken.amended) == (1, 0, 0)
    assert known(actor, "gone.example.com", "stays.example.com") == [False, True]
    states = {row.name: row.state for row in list_indicators(actor).rows}
    assert states["gone.example.com"] is State.REVOKED
    one(actor, {**gone, "timestamp": str(START + 9)}, stays, stamp=START + 9)
    assert known(actor, "gone.example.com", "stays.example.com") == [True, True]


def test_an_attribute_that_is_no_longer_there_is_revoked_and_one_that_moved_is_not() -> None:
    actor = an_actor()
    moves, goes = attribute("domain", "moves.example.com"), attribute("domain", "goes.example.com")
    stays = attribute("domain", "stays.example.com")
    take(actor, feed(event("a", moves, goes), event("b", stays)))
    done = take(actor, feed(event("a", stamp=START + 1), event("b", stays, moves, stamp=START + 2)))
    assert done.withdrawn == 1
    assert known(actor, "moves.example.com", "goes.example.com", "stays.example.com") == [True, False, True]


def test_an_event_that_the_manifest_no_longer_names_is_revoked_whole() -> None:
    actor = an_actor()
    a, b = event("a", attribute("domain", "a.example.com")), event("b", attribute("domain", "b.example.com"))
    take(actor, feed(a, b))
    done = take(actor, feed(b))
    assert (done.events, done.unchanged, done.withdrawn) == (0, 1, 1)
    assert known(actor, "a.example.com", "b.example.com") == [False, True]
    again = take(actor, feed(a, b))
    assert (again.events, known(actor, "a.example.com")) == (1, [True])


def test_an_empty_manifest_takes_nothing_away() -> None:
    actor = an_actor()
    take(actor, feed(event("a", attribute("domain", "a.example.com"))))
    with pytest.raises(Invalid) as refused:
        take(actor, {"manifest.json": b"{}"})
    assert refused.value.code == "cyber.not-a-manifest"
    assert known(actor, "a.example.com") == [True]


def test_what_did_not_change_gets_no_new_version() -> None:
    actor = an_actor()
    same, other = attribute("domain", "same.example.com"), attribute("domain", "other.example.com")
    one(actor, same, other)
    before = {row.name: row.modified for row in list_indicators(actor).rows}
    done = one(actor, same, {**other, "comment": "EXERCISE seen again", "timestamp": str(START + 60)}, stamp=START + 60)
    assert (done.taken.added, done.taken.amended, done.withdrawn) == (0, 1, 0)
    after = {row.name: row.modified for row in list_indicators(actor).rows}
    assert after["same.example.com"] == before["same.example.com"]
    assert after["other.example.com"] > before["other.example.com"]


def test_an_entry_of_attack_becomes_a_technique_seen_by_galaxy_or_by_name_and_joins_the_catalogues_own() -> None:
    actor = an_actor()
    catalogue = technique("EXERCISE phishing", "T1566", "initial-access")
    bring_in(actor, catalogue, label=own_label(actor, Tlp.CLEAR))
    one(
        actor,
        attribute(
            "domain", "a.example.com", Galaxy=[galaxy("EXERCISE drive-by", "T1189", uid("drive"), "initial-access")]
        ),
        attribute("domain", "b.example.com"),
        tags=('misp-galaxy:mitre-attack-pattern="EXERCISE phishing - T1566"', "EXERCISE free tag"),
    )
    seen = {each.threat.mark: each for tactic in techniques_seen(actor) for each in tactic.techniques}
    assert {mark: each.indicators for mark, each in seen.items()} == {"T1566": 2, "T1189": 1}
    assert seen["T1566"].threat.stix_id == catalogue["id"]
    assert seen["T1189"].threat.stix_id == f"attack-pattern--{uid('drive')}"
    view = read_indicator(actor, id=list_indicators(actor).rows[0].id)
    assert json.loads(view.content)["labels"] == ["EXERCISE free tag"]


def test_a_tag_that_is_taken_off_takes_its_technique_with_it() -> None:
    actor = an_actor()
    tag = 'misp-galaxy:mitre-attack-pattern="EXERCISE phishing - T1566"'
    one(actor, attribute("domain", "a.example.com"), tags=(tag,))
    one(actor, attribute("domain", "a.example.com"), stamp=START + 1)
    assert techniques_seen(actor) == ()
    assert known(actor, "a.example.com") == [True]


def test_nothing_is_lost_when_our_own_feed_comes_in_again() -> None:
    giver, taker = an_actor(agency=make_agency("EXERCISE CERT")), an_actor()
    objects = [
        indicator("[domain-name:value = 'a.example.com']", name="EXERCISE one", confidence=80, description="é"),
        indicator("[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]", valid_until=stix_time(9)),
        indicator("[cryptocurrency-wallet:value = '0x52908400098527886E0F7030069857D2E4169EE7']"),
        indicator("[user-account:account_type = 'telegram' AND user-account:account_login = 'exercise_bot']"),
        indicator("[process:command_line MATCHES 'evil.*']"),
        indicator("rule EXERCISE { condition: false }", pattern_type="yara", name="EXERCISE rule"),
    ]
    bring_in(giver, *objects, label=own_label(giver, Tlp.GREEN, handling=(Handling.H1,)))
    found = export_indicators(replace(giver, stepped_up_at=now()), format="misp", purpose=PURPOSE, case="EX-1")
    files = {name: b"".join(lines) for name, lines in found.files}
    done = take(taker, files, tlp=Tlp.CLEAR)
    assert (done.taken.added, done.unmapped, done.taken.refused_count) == (len(objects), 0, 0)
    ours = {row.id: row for row in list_indicators(taker).rows if row.mine}
    assert {row.marks for row in ours.values()} == {("TLP:GREEN", "H1", "EXERCISE")}
    taken = [read_indicator(taker, id=id_) for id_ in ours]
    contents = {one.stix_id: json.loads(one.content) for one in taken}
    assert {id_: {**one, "object_marking_refs": None} for id_, one in contents.items()} == {
        one["id"]: {**one, "object_marking_refs": None} for one in objects
    }


def test_what_dropped_out_of_our_feed_is_withdrawn_where_the_feed_is_followed() -> None:
    giver, taker = an_actor(), an_actor()
    label = own_label(giver, Tlp.GREEN, exercise=False)
    bring_in(
        giver,
        indicator("[domain-name:value = 'a.example.com']", valid_until=stix_time(1)),
        "[domain-name:value = 'b.example.com']",
        label=label,
    )

    def exported() -> dict[str, bytes]:
        found = export_indicators(replace(giver, stepped_up_at=now()), format="misp", purpose=PURPOSE, case="EX-1")
        return {name: b"".join(lines) for name, lines in found.files}

    take(taker, exported(), tlp=Tlp.AMBER)
    with held_at(now() + timedelta(days=2)):
        done = take(taker, exported(), tlp=Tlp.AMBER)
        assert done.withdrawn == 1


REFUSED = [
    b"",
    b"[]",
    b"{}",
    b'{"Event": []}',
    b'{"Event": {"uuid": "x", "timestamp": "1"}}',
    b'{"Event": {"uuid": "7f3a7f3a-7f3a-4f3a-8f3a-7f3a7f3a7f3a", "timestamp": "later"}}',
    b'{"Event": {"uuid": "7f3a7f3a-7f3a-4f3a-8f3a-7f3a7f3a7f3a", "timestamp": "99999999999999999999"}}',
    b'{"type": "bundle", "id": "bundle--1"}',
]


@pytest.mark.parametrize("content", REFUSED)
def test_what_is_no_event_is_refused_and_changes_nothing(content: bytes) -> None:
    actor = an_actor()
    with pytest.raises(Invalid) as refused:
        take(actor, {"event.json": content})
    assert refused.value.code == "cyber.not-misp"
    assert list_indicators(actor).rows == ()


def test_in_a_feed_one_file_that_is_no_event_is_told_and_leaves_the_others_be() -> None:
    actor = an_actor()
    files = feed(event("a", attribute("domain", "a.example.com")), event("b"), event("c"))
    files[f"{uid('b')}.json"] = b"{broken"
    del files[f"{uid('c')}.json"]
    done = take(actor, files)
    assert (done.events, done.taken.refused_count) == (1, 2)
    assert known(actor, "a.example.com") == [True]
    again = take(actor, feed(event("a"), event("b", attribute("domain", "b.example.com"))))
    assert known(actor, "b.example.com") == [True], "it was not noted as taken"
    assert again.events == 1


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from([uid("j"), "1760000000", "domain"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Event",
                    "Attribute",
                    "Tag",
                    "Galaxy",
                    "GalaxyCluster",
                    "uuid",
                    "value",
                    "type",
                    "timestamp",
                    "name",
                    "meta",
                    "Object",
                    "x_minassa",
                    "objects",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JUNK)
def test_whatever_stands_in_an_event_is_read_or_refused(inside: Any) -> None:
    base = {"uuid": uid("e"), "timestamp": "1760000000", "info": "EXERCISE"}
    made = (
        {**inside, **base}
        if isinstance(inside, dict)
        else {**base, "Attribute": inside, "Tag": inside, "Galaxy": inside}
    )
    assert len(events_in(json.dumps({"Event": made}).encode())) == 1


def test_an_import_is_of_ones_own_agency_and_needs_the_role() -> None:
    actor = an_actor()
    other = own_label(an_actor())
    with pytest.raises(Invalid):
        import_misp(actor, files={"e.json": lambda: written(event("e"))}, label=other, source="x")
    observer = an_actor(Role.OBSERVER)
    with pytest.raises(Fault) as refused:
        one(observer, attribute("domain", "a.example.com"))
    assert refused.value.status == 403
