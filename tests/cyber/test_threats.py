"""Threats as thin nodes, what they have to do with each other, and the techniques seen. Hidden ones leave no trace."""

import json
import lzma

import pytest

from minassa.access import Tlp
from minassa.base import Fault
from minassa.cyber import import_indicators, list_indicators, list_threats, read_indicator, read_threat, techniques_seen
from tests.cyber.made import bring_in, indicator, own_label, relation, stix_time, technique, thing
from tests.data import shared_data
from tests.factories import an_actor

pytestmark = pytest.mark.django_db

PHISHING = technique("EXERCISE Phishing", "T1566", "initial-access")
SHELL = technique("EXERCISE Shell", "T1059", "execution", "persistence")
CAMPAIGN = thing("campaign", "EXERCISE campaign", aliases=["EXERCISE alias"], description="EXERCISE text")
LOADER = thing("malware", "EXERCISE loader")
DROP = indicator("[domain-name:value = 'evil.example.com']", name="EXERCISE drop")


def test_threats_are_listed_by_kind_and_read_with_what_they_have_to_do_with_others() -> None:
    actor = an_actor()
    taken = bring_in(
        actor, PHISHING, CAMPAIGN, LOADER, DROP,
        relation(CAMPAIGN, "uses", PHISHING), relation(CAMPAIGN, "uses", LOADER), relation(DROP, "indicates", LOADER),
    )  # fmt: skip
    assert (taken.added, taken.passed_over) == (7, 0)
    assert {one.type for one in list_threats(actor).rows} == {"attack-pattern", "campaign", "malware"}
    row = list_threats(actor, kind="campaign").rows[0]
    view = read_threat(actor, id=row.id)
    assert (view.row.name, view.aliases, view.description) == (
        "EXERCISE campaign",
        ("EXERCISE alias",),
        "EXERCISE text",
    )
    assert json.loads(view.content) == CAMPAIGN
    assert {(one.words, one.outgoing, one.name, one.type) for one in view.related} == {
        ("uses", True, "EXERCISE Phishing", "attack-pattern"),
        ("uses", True, "EXERCISE loader", "malware"),
    }
    drop = read_indicator(actor, id=list_indicators(actor).rows[0].id)
    assert [(one.words, one.outgoing, one.name) for one in drop.related] == [("indicates", True, "EXERCISE loader")]
    loader = read_threat(actor, id=list_threats(actor, kind="malware").rows[0].id)
    assert {(one.words, one.outgoing, one.place) for one in loader.related} == {
        ("uses", False, "threat"), ("indicates", False, "indicator"),
    }  # fmt: skip


def test_a_new_version_of_a_threat_takes_the_place_of_the_old_one() -> None:
    actor = an_actor()
    bring_in(actor, CAMPAIGN)
    assert bring_in(actor, {**CAMPAIGN, "modified": stix_time(-1), "aliases": ["EXERCISE other"]}).amended == 1
    assert bring_in(actor, CAMPAIGN).unchanged == 1
    row = list_threats(actor).rows[0]
    assert read_threat(actor, id=row.id).aliases == ("EXERCISE other",)


def test_techniques_seen_stand_in_the_order_of_an_attack_with_how_often_they_were_seen() -> None:
    actor = an_actor()
    other = thing("campaign", "EXERCISE other")
    bring_in(
        actor, SHELL, PHISHING, technique("EXERCISE unseen", "T1000", "impact"), CAMPAIGN, other, DROP,
        relation(CAMPAIGN, "uses", PHISHING), relation(other, "uses", PHISHING), relation(DROP, "indicates", PHISHING),
        relation(DROP, "indicates", SHELL),
    )  # fmt: skip
    assert [
        (tactic.name, [(one.threat.mark, one.indicators, one.users) for one in tactic.techniques])
        for tactic in techniques_seen(actor)
    ] == [("initial-access", [("T1566", 1, 2)]), ("execution", [("T1059", 1, 0)]), ("persistence", [("T1059", 1, 0)])]


def test_what_a_catalogue_says_of_itself_is_no_sighting() -> None:
    actor = an_actor()
    group = thing("intrusion-set", "EXERCISE group")
    bring_in(actor, PHISHING, group, relation(group, "uses", PHISHING, x_mitre_attack_spec_version="3.2.0"))
    assert techniques_seen(actor) == ()
    assert len(read_threat(actor, id=list_threats(actor, kind="intrusion-set").rows[0].id).related) == 1


def test_a_revoked_relation_is_gone() -> None:
    actor = an_actor()
    bring_in(actor, PHISHING, CAMPAIGN, relation(CAMPAIGN, "uses", PHISHING, revoked=True))
    assert techniques_seen(actor) == ()


def test_another_agencys_knowledge_is_in_no_list_name_or_count() -> None:
    owner, other = an_actor(), an_actor()
    canary = thing("malware", "CANARY loader")
    bring_in(owner, PHISHING, CAMPAIGN, label=own_label(owner, Tlp.GREEN))
    bring_in(
        owner, canary, DROP, relation(CAMPAIGN, "uses", canary), relation(DROP, "indicates", PHISHING),
        label=own_label(owner, Tlp.AMBER),
    )  # fmt: skip
    bring_in(owner, relation(PHISHING, "delivers", canary), label=own_label(owner, Tlp.GREEN))
    seen = repr((list_threats(other), techniques_seen(other)))
    for row in list_threats(other).rows:
        seen += repr(read_threat(other, id=row.id))
    assert "CANARY" not in seen
    assert "evil.example.com" not in seen
    assert list_threats(other).count_text == "2"
    assert techniques_seen(other) == ()
    hidden = list_threats(owner, kind="malware").rows[0].id
    with pytest.raises(Fault) as refused:
        read_threat(other, id=hidden)
    assert refused.value.status == 404


def test_an_open_relation_to_something_hidden_names_its_kind_only() -> None:
    owner, other = an_actor(), an_actor()
    canary = thing("malware", "CANARY loader")
    bring_in(owner, canary, label=own_label(owner, Tlp.AMBER))
    bring_in(owner, CAMPAIGN, relation(CAMPAIGN, "uses", canary), label=own_label(owner, Tlp.GREEN))
    view = read_threat(other, id=list_threats(other).rows[0].id)
    assert [(one.id, one.name, one.type) for one in view.related] == [(None, "", "malware")]


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Fault) as refused:
        list_threats(an_actor(), kind="phone")
    assert "campaign" in str(refused.value)


def test_the_whole_of_attck_for_industrial_systems_is_taken_in() -> None:
    path = shared_data("stix/attack_ics_18.1.stix21.json.xz")
    content = lzma.decompress(path.read_bytes())
    actor = an_actor()
    taken = import_indicators(actor, content=content, label=own_label(actor, Tlp.CLEAR), source="ATT&CK for ICS")
    assert taken.refused == ()
    assert taken.added > 1_500
    assert list_threats(actor, kind="attack-pattern").rows[0].mark.startswith("T")
    assert techniques_seen(actor) == ()
    again = import_indicators(actor, content=content, label=own_label(actor, Tlp.CLEAR), source="ATT&CK for ICS")
    assert (again.added, again.amended) == (0, 0)
