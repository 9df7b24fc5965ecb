"""What leaves for defenders and what never does, in every form. Canaries are planted under every label."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from minassa.access import Actor, Handling, Purpose, Role, Tlp
from minassa.base import Fault, held_at, now
from minassa.cyber import FORMATS, Exported, answer_table, check_observables, export_indicators, import_indicators
from minassa.stix import Checked, markings_of, read_bundle
from tests.cyber.made import PURPOSE, bring_in, indicator, last_line, of, own_label, stix_time
from tests.factories import an_actor, make_agency

pytestmark = pytest.mark.django_db


def proven(actor: Actor) -> Actor:
    """The actor as if they had just shown a factor."""
    return replace(actor, stepped_up_at=now())


def exported(actor: Actor, format_: str, kind: str = "", purpose: str = PURPOSE) -> tuple[Exported, dict[str, bytes]]:
    found = export_indicators(proven(actor), format=format_, kind=kind, purpose=purpose, case="EX-1")
    return found, {name: b"".join(lines) for name, lines in found.files}


def everything(actor: Actor, purpose: str = PURPOSE) -> bytes:
    """All that leaves in all forms, in one text to be searched."""
    whole = b""
    for format_ in FORMATS:
        found, files = exported(actor, format_, "domain", purpose)
        whole += repr(found).encode() + b"".join(name.encode() + content for name, content in files.items())
    return whole


LEAVES = [
    (Tlp.CLEAR, {}, True, True),
    (Tlp.GREEN, {}, True, True),
    (Tlp.AMBER, {}, True, False),
    (Tlp.AMBER_STRICT, {}, True, False),
    (Tlp.RED, {}, False, False),
    (Tlp.GREEN, {"handling": (Handling.H1,)}, True, True),
    (Tlp.GREEN, {"handling": (Handling.H2,)}, False, False),
    (Tlp.CLEAR, {"handling": (Handling.H3,)}, False, False),
    (Tlp.GREEN, {"purposes": (Purpose.BORDER.value,)}, True, False),
]


@pytest.mark.parametrize(("tlp", "given", "from_owner", "from_other"), LEAVES)
def test_what_may_not_leave_is_in_no_form_of_export(
    tlp: Tlp, given: dict[str, Any], *, from_owner: bool, from_other: bool
) -> None:
    owner, other = an_actor(), an_actor()
    audience = (f"user:{owner.user_id}",) if tlp is Tlp.RED else ()
    label = own_label(owner, tlp, audience=audience, exercise=False, **given)
    one = indicator("[domain-name:value = 'canary.example.com']", name="CANARY name", description="CANARY text")
    bring_in(owner, one, label=label, source="CANARY source")
    for actor, leaves in ((owner, from_owner), (other, from_other)):
        whole = everything(actor).lower()
        assert (b"canary" in whole) is leaves
        assert (b"tlp:red" in whole) is False


def test_what_is_not_in_force_leaves_in_no_form() -> None:
    actor = an_actor()
    bring_in(
        actor,
        indicator("[domain-name:value = 'canary1.example.com']", valid_until=stix_time(-1)),
        indicator("[domain-name:value = 'canary2.example.com']", revoked=True),
        indicator("[domain-name:value = 'canary3.example.com']", valid_from=stix_time(2)),
        indicator("[domain-name:value = 'good.example.com']", valid_until=stix_time(1)),
        label=own_label(actor, Tlp.GREEN),
    )
    assert b"canary" not in everything(actor)
    assert b"good.example.com" in everything(actor)
    with held_at(now() + timedelta(days=3)):
        assert b"good.example.com" not in everything(actor)


def test_a_plain_list_has_one_value_a_line_and_says_how_it_must_be_handled() -> None:
    actor = an_actor()
    bring_in(
        actor,
        "[domain-name:value = 'B.example.com']",
        "[domain-name:value = 'a.example.com' OR domain-name:value = 'b.example.com']",
        "[domain-name:value = 'part.example.com' AND network-traffic:dst_port = 443]",
        "[ipv4-addr:value = '198.51.100.7']",
        label=own_label(actor, Tlp.GREEN, handling=(Handling.H1,), exercise=False),
    )
    found, files = exported(actor, "list", "domain")
    lines = files["domain.txt"].decode().splitlines()
    assert lines[0].startswith("# domain; made ")
    assert lines[0].endswith("H1, TLP:GREEN")
    assert set(lines[1:3]) == {"# community-only", "# no-judicial-proceedings-without-permission"}
    assert lines[3:] == ["b.example.com", "a.example.com"]
    assert (found.count, found.held_back, found.marks) == (4, 0, ("H1", "TLP:GREEN"))


def test_what_stays_because_of_its_handling_is_counted_for_its_owner_alone() -> None:
    agency = make_agency()
    actor, other = an_actor(agency=agency), an_actor()
    bring_in(actor, "[domain-name:value = 'a.example.com']", label=own_label(actor, Tlp.GREEN))
    bring_in(actor, "[domain-name:value = 'b.example.com']", label=own_label(actor, Tlp.AMBER, handling=(Handling.H2,)))
    found, _files = exported(actor, "csv")
    assert (found.count, found.held_back) == (1, 1)
    assert last_line("indicator.export")[1] == {"format": "csv", "kind": "all", "count": 1, "held_back": 1}
    found, _files = exported(other, "csv")
    assert (found.count, found.held_back) == (1, 0)


def test_a_table_holds_no_formula() -> None:
    actor = an_actor()
    bring_in(actor, indicator("[domain-name:value = 'a.example.com']", name="=HYPERLINK(1)"), source="@source")
    rows = list(csv.DictReader(io.StringIO(exported(actor, "csv")[1]["indicators.csv"].decode(), newline="")))
    assert [(one["value"], one["name"], one["source"]) for one in rows] == [
        ("a.example.com", "'=HYPERLINK(1)", "'@source")
    ]
    answer = check_observables(actor, observables=[of("a.example.com"), of("b.example.com")], purpose=PURPOSE)
    told = list(csv.DictReader(io.StringIO(b"".join(answer_table(answer)).decode(), newline="")))
    assert [(one["value"], one["known"], one["indicator"]) for one in told] == [
        ("a.example.com", "yes", "'=HYPERLINK(1)"),
        ("b.example.com", "no", ""),
    ]


def test_a_bundle_can_be_read_again_and_carries_our_marks() -> None:
    actor = an_actor()
    plain = indicator("[domain-name:value = 'a.example.com']", name="one")
    bring_in(actor, plain, label=own_label(actor, Tlp.AMBER, handling=(Handling.H1,)))
    content = exported(actor, "stix")[1]["indicators.json"]
    read = list(read_bundle(content))
    assert all(isinstance(one, Checked) for one in read)
    definitions = {one.id: one.object for one in read if isinstance(one, Checked) and one.type == "marking-definition"}
    taken = next(one for one in read if isinstance(one, Checked) and one.type == "indicator")
    said = markings_of(taken.object, definitions)
    assert (said.tlp, said.handling, said.exercise) == ("amber", frozenset({"H1"}), True)
    assert {**taken.object, "object_marking_refs": None} == {**plain, "object_marking_refs": None}
    other = an_actor()
    import_indicators(other, content=content, label=own_label(other, Tlp.CLEAR), source="EXERCISE copy")
    again = exported(other, "stix")[1]["indicators.json"]
    assert taken.raw in again, "what carries its marks already leaves byte for byte"


def test_an_empty_bundle_is_a_bundle() -> None:
    content = exported(an_actor(), "stix")[1]["indicators.json"]
    assert list(json.loads(content)) == ["type", "id"]


def test_a_misp_feed_has_the_files_and_fields_that_misp_reads() -> None:
    agency = make_agency("EXERCISE CERT")
    actor = an_actor(agency=agency)
    green, amber = (
        own_label(actor, Tlp.GREEN, exercise=False),
        own_label(actor, Tlp.AMBER_STRICT, handling=(Handling.H1,)),
    )
    bring_in(
        actor,
        indicator("[domain-name:value = 'a.example.com']", name="EXERCISE drop"),
        "[cryptocurrency-wallet:address = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']",
        "[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]",
        label=green,
    )
    bring_in(actor, "[email-addr:value = 'a@mail.example']", label=amber, source="EXERCISE other")
    _found, files = exported(actor, "misp")
    manifest = json.loads(files["manifest.json"])
    assert len(manifest) == 2
    events = {uuid: json.loads(files[f"{uuid}.json"])["Event"] for uuid in manifest}
    by_tags = {tuple(tag["name"] for tag in one["Tag"]): one for one in events.values()}
    assert set(by_tags) == {("tlp:green",), ("tlp:amber+strict", 'minassa:handling="H1"', "exercise")}
    one = by_tags["tlp:green",]
    assert one["Orgc"] == {"uuid": str(agency.id), "name": "EXERCISE CERT"}
    assert {name: one[name] for name in manifest[one["uuid"]]} == manifest[one["uuid"]]
    assert sorted((each["type"], each["category"], each["value"], each["to_ids"]) for each in one["Attribute"]) == [
        ("btc", "Financial fraud", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
        ("domain", "Network activity", "a.example.com", True),
        ("ip-dst", "Network activity", "198.51.100.7", False),
    ]
    assert f"{hashlib.md5(b'a.example.com').hexdigest()},{one['uuid']}" in files["hashes.csv"].decode().splitlines()
    again = exported(actor, "misp")[1]
    assert set(again) == set(files), "the next feed updates the same events"


def test_a_misp_feed_is_divided_into_events_of_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    from minassa.cyber.exports import misp  # noqa: PLC0415 - its bound is made small

    monkeypatch.setattr(misp, "MOST_ATTRIBUTES", 3)
    actor = an_actor()
    bring_in(actor, *[f"[domain-name:value = 'h{number}.example.com']" for number in range(7)])
    _found, files = exported(actor, "misp")
    sizes = [len(json.loads(content)["Event"]["Attribute"]) for name, content in files.items() if name[0] not in "mh"]
    assert sorted(sizes) == [1, 3, 3]


def test_more_than_a_chunk_leaves_whole() -> None:
    actor = an_actor()
    bring_in(actor, *[f"[domain-name:value = 'h{number}.example.com']" for number in range(1_205)])
    assert len(exported(actor, "list", "domain")[1]["domain.txt"].splitlines()) == 1_205 + 1 + 2


def test_an_export_needs_a_fresh_factor_and_a_role() -> None:
    actor = an_actor()
    with pytest.raises(Fault) as refused:
        export_indicators(actor, format="csv")
    assert refused.value.code == "access.step-up-needed"
    with pytest.raises(Fault) as refused:
        export_indicators(proven(an_actor(Role.OBSERVER)), format="csv")
    assert refused.value.status == 403


@pytest.mark.parametrize(("format_", "kind", "code"), [
    ("xml", "", "cyber.no-such-format"), ("list", "", "cyber.list-of-one-kind"), ("csv", "phone", "cyber.no-such-kind"),
])  # fmt: skip
def test_a_question_that_cannot_be_answered_says_what_can(format_: str, kind: str, code: str) -> None:
    with pytest.raises(Fault) as refused:
        export_indicators(proven(an_actor()), format=format_, kind=kind)
    assert refused.value.code == code
