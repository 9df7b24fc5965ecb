"""The pages of indicators: what is listed, asked, downloaded and exported. Data are planted that must not show."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa.access import Handling, Role, Tlp
from minassa.access.models import LoginSession, User
from minassa.base import now
from minassa.cyber import import_content, list_content, list_indicators, list_sightings, list_threats
from minassa.cyber.content.index import forget_index
from tests.cyber.made import bring_in, bundle, indicator, last_line, own_label, relation, stix_time, technique, thing
from tests.cyber.misp_made import attribute, event, feed
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db
ASKED = {"purpose": "cyber", "case": "EX-2026-1"}


@pytest.fixture
def user() -> User:
    return make_user(make_agency("EXERCISE agency of the reader"), (Role.CERT_ANALYST,))


@pytest.fixture
def client(user: User) -> Client:
    entered = browser()
    log_in(entered, user)
    return entered


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_list_shows_the_newest_and_its_filters_stand_in_the_address(client: Client, user: User) -> None:
    actor = actor_for(user)
    bring_in(actor, indicator("[domain-name:value = 'a.example.com']", name="EXERCISE one"))
    bring_in(actor, indicator("[ipv4-addr:value = '198.51.100.7']", name="EXERCISE two", valid_until=stix_time(-1)))
    shown = text_of(client.get("/cyber/"))
    assert shown.index("EXERCISE two") < shown.index("EXERCISE one")
    assert "EXERCISE two" not in text_of(client.get("/cyber/?kind=domain"))
    assert "EXERCISE one" not in text_of(client.get("/cyber/?state=expired"))
    assert client.get("/cyber/?kind=nonsense&state=nonsense").status_code == 200
    assert client.get("/cyber/?before=nonsense").status_code == 422


def test_the_page_of_an_indicator_has_its_authors_own_words(client: Client, user: User) -> None:
    actor = actor_for(user)
    bring_in(
        actor,
        indicator("[domain-name:value = 'a.example.com']", name="<b>EXERCISE</b>", description="EXERCISE of a drop"),
    )
    row = list_indicators(actor).rows[0]
    shown = text_of(client.get(f"/cyber/indicators/{row.id}/"))
    assert "&lt;b&gt;EXERCISE&lt;/b&gt;" in shown
    assert "<b>EXERCISE" not in shown
    assert "EXERCISE of a drop" in shown
    assert "a.example.com" in shown


def test_a_hidden_indicator_is_on_no_page(client: Client) -> None:
    other = an_actor()
    bring_in(
        other, indicator("[domain-name:value = 'canary.example.com']", name="CANARY"), label=own_label(other, Tlp.AMBER)
    )
    hidden = list_indicators(other).rows[0].id
    assert "CANARY" not in text_of(client.get("/cyber/"))
    assert client.get(f"/cyber/indicators/{hidden}/").status_code == 404
    for path in ("/cyber/check/answer/", "/check/answer/"):
        shown = text_of(client.post(path, {"text": "canary.example.com", "name": "canary.example.com", **ASKED}))
        assert "CANARY" not in shown
    assert (
        "CANARY"
        not in body_of(
            client.post("/cyber/check/answer/", {"text": "canary.example.com", "as": "table", **ASKED})
        ).decode()
    )


def test_a_pasted_list_is_answered_with_counts_and_what_could_not_be_read(client: Client, user: User) -> None:
    bring_in(actor_for(user), indicator("[domain-name:value = 'a.example.com']", name="EXERCISE drop"))
    text = "hxxp://a[.]example[.]com/x\na[.]example[.]com\n198.51.100.7\nnothing at all\n"
    shown = text_of(client.post("/cyber/check/answer/", {"text": text, **ASKED}))
    assert "1 known, 2 not known." in shown
    assert "1 line holds nothing that can be checked." in shown
    assert "EXERCISE drop" in shown
    line, details = last_line("observable.check")
    assert (line.purpose, line.case, details["asked"], details["known"]) == ("cyber", "EX-2026-1", 3, 1)


def test_a_file_is_answered_as_a_table(client: Client, user: User) -> None:
    bring_in(actor_for(user), indicator("[domain-name:value = 'a.example.com']", name="=EXERCISE"))
    file = SimpleUploadedFile("list.csv", b"\xef\xbb\xbfvalue,kind\na.example.com,domain\nb.example.com,domain\n")
    answer = client.post("/cyber/check/answer/", {"file": file, "as": "table", **ASKED})
    assert answer["Content-Disposition"] == 'attachment; filename="observables.csv"'
    rows = list(csv.DictReader(io.StringIO(body_of(answer).decode(), newline="")))
    assert [(one["value"], one["known"], one["indicator"]) for one in rows] == [
        ("a.example.com", "yes", "'=EXERCISE"),
        ("b.example.com", "no", ""),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "No value was read."),
        ({"text": "nothing"}, "No value was read."),
        ({"text": "a.example.com", "purpose": ""}, "id_purpose"),
        ({"text": "a.example.com", "case": ""}, "id_case"),
        ({"file": SimpleUploadedFile("x.bin", b"\xff\xfe\x00")}, "The file is not text in UTF-8."),
        (
            {"text": "\n".join(f"h{number}.example.com" for number in range(10_001))},
            "These are more than 10000 values.",
        ),
    ],
)
def test_a_list_that_cannot_be_asked_is_sent_back_with_the_reason(
    client: Client, given: dict[str, Any], said: str
) -> None:
    answer = client.post("/cyber/check/answer/", {**ASKED, **given})
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_one_value_in_the_search_box_is_answered_by_indicators_too(client: Client, user: User) -> None:
    bring_in(actor_for(user), indicator("[email-addr:value = 'someone@mail.example']", name="EXERCISE sender"))
    client.post("/check/answer/", {"name": "EXERCISE", **ASKED})
    shown = text_of(client.post("/ask/", {"name": "someone[at]mail[.]example"}))
    assert "EXERCISE sender" in shown
    assert "1 match." in shown


def test_other_agencies_indicators_come_with_their_owner_and_obligations(client: Client) -> None:
    other = an_actor(agency=make_agency("EXERCISE other agency"))
    label = own_label(other, Tlp.GREEN, handling=(Handling.H1,), exercise=False)
    bring_in(other, "[domain-name:value = 'a.example.com']", label=label)
    shown = text_of(client.post("/cyber/check/answer/", {"text": "a.example.com", **ASKED}))
    assert "EXERCISE other agency" in shown
    assert "Not in judicial proceedings without the provider" in shown
    assert 'title="For the community, not for publication."' in shown


@pytest.mark.parametrize(("format_", "kind", "name"), [
    ("list", "domain", "domain.txt"), ("csv", "", "indicators.csv"), ("stix", "", "indicators.json"), ("misp", "", "misp-feed.zip"),
])  # fmt: skip
def test_an_export_asks_for_a_fresh_factor_and_is_a_file(
    client: Client, user: User, format_: str, kind: str, name: str
) -> None:
    bring_in(actor_for(user), "[domain-name:value = 'a.example.com']", label=own_label(actor_for(user), Tlp.GREEN))
    wanted = {"format": format_, "kind": kind, **ASKED}
    LoginSession.objects.filter(user=user).update(stepped_up_at=None)
    refused = client.post("/cyber/export/", wanted)
    assert refused.status_code in {302, 403}
    assert "a.example.com" not in text_of(refused)
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    answer = client.post("/cyber/export/", wanted)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    content = body_of(answer)
    if format_ == "misp":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert "manifest.json" in archive.namelist()
            content = b"".join(archive.read(one) for one in archive.namelist())
    assert b"a.example.com" in content


def test_a_plain_list_needs_its_kind(client: Client) -> None:
    answer = client.post("/cyber/export/", {"format": "list", **ASKED})
    assert answer.status_code == 422
    assert "a plain list holds one" in text_of(answer)


def test_a_threat_leads_to_what_it_has_to_do_with_and_a_technique_stands_under_its_tactic(
    client: Client, user: User
) -> None:
    phishing = technique("EXERCISE Phishing", "T1566", "initial-access", "unheard-of")
    campaign = thing("campaign", "EXERCISE campaign", description="EXERCISE text", aliases=["EXERCISE alias"])
    drop = indicator("[domain-name:value = 'a.example.com']", name="EXERCISE drop")
    bring_in(
        actor_for(user),
        phishing,
        campaign,
        drop,
        relation(campaign, "uses", phishing),
        relation(drop, "indicates", phishing),
    )
    listed = text_of(client.get("/cyber/threats/?kind=campaign"))
    assert "EXERCISE campaign" in listed
    assert "EXERCISE Phishing" not in listed
    row = list_threats(actor_for(user), kind="campaign").rows[0]
    shown = text_of(client.get(f"/cyber/threats/{row.id}/"))
    for text in ("EXERCISE text", "EXERCISE alias", "EXERCISE Phishing", "uses"):
        assert text in shown
    techniques = text_of(client.get("/cyber/techniques/"))
    assert techniques.index("Initial access") < techniques.index("EXERCISE Phishing") < techniques.index("unheard-of")


def test_hidden_threats_are_on_no_page(client: Client) -> None:
    other = an_actor()
    canary, phishing = thing("malware", "CANARY loader"), technique("CANARY technique", "T9999", "impact")
    bring_in(other, canary, phishing, relation(canary, "uses", phishing), label=own_label(other, Tlp.AMBER))
    for path in ("/cyber/threats/", "/cyber/techniques/"):
        assert "CANARY" not in text_of(client.get(path))
    hidden = list_threats(other).rows[0].id
    assert client.get(f"/cyber/threats/{hidden}/").status_code == 404


def test_a_sighting_is_told_from_the_page_of_the_indicator(client: Client, user: User) -> None:
    owner = an_actor()
    bring_in(owner, "[domain-name:value = 'a.example.com']", label=own_label(owner, Tlp.GREEN))
    path = f"/cyber/indicators/{list_indicators(owner).rows[0].id}/"
    answer = client.post(
        f"{path}sighted/", {"count": 7, "first_seen": "2026-01-01", "last_seen": "2026-01-03"}, follow=True
    )
    shown = text_of(answer)
    assert "The indicator&#x27;s owner is told" in shown
    assert "2026-01-03" in shown
    assert [one.count for one in list_sightings(owner).rows] == [7]
    faulty = client.post(f"{path}sighted/", {"count": 0, "first_seen": "2026-01-03", "last_seen": "2026-01-01"})
    assert faulty.status_code == 422
    assert "id_count" in text_of(faulty)
    assert len(list_sightings(owner).rows) == 1


def test_known_content_is_listed_asked_taken_off_and_exported_without_any_content(client: Client, user: User) -> None:
    forget_index()
    actor, other = actor_for(user), an_actor()
    mine = io.BytesIO(f"pdq,category,reference\n{'a' * 64},attack,EX-1\n".encode())
    import_content(actor, file=mine, label=own_label(actor, Tlp.GREEN), source="EXERCISE list")
    theirs = io.BytesIO(f"pdq,reference\n{'a' * 64},CANARY\n".encode())
    import_content(other, file=theirs, label=own_label(other, Tlp.AMBER), source="CANARY list")
    asked = text_of(client.post("/cyber/content/answer/", {"hashes": "A" * 64 + "\n" + "0" * 64, **ASKED}))
    assert "Footage of an attack" in asked
    assert "0 of 256 bits differ" in asked
    assert "No entry that you may see is the same or near." in asked
    assert "CANARY" not in asked + text_of(client.get("/cyber/content/"))
    assert client.post("/cyber/content/answer/", {"hashes": "nothing", **ASKED}).status_code == 422
    LoginSession.objects.filter(user=user).update(stepped_up_at=now())
    table = body_of(client.post("/cyber/content/export/"))
    assert b"EX-1" in table
    assert b"CANARY" not in table
    row = list_content(actor).rows[0]
    assert client.post(f"/cyber/content/{list_content(other).rows[0].id}/remove/").status_code == 404
    assert "The hash is taken off the list." in text_of(client.post(f"/cyber/content/{row.id}/remove/", follow=True))
    assert "EX-1" not in text_of(client.get("/cyber/content/"))
    forget_index()


def test_a_file_of_either_standard_comes_in_by_the_page_and_what_became_nothing_can_be_downloaded(
    client: Client, user: User
) -> None:
    rows = [attribute("domain", "a.example.com"), attribute("passport-number", "EX-1"), attribute("ip-dst", "no")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in feed(event("e", *rows)).items():
            archive.writestr(name, content)
    marks = {"tlp": "green", "handling": ["H0"]}
    file = SimpleUploadedFile("feed.zip", packed.getvalue())
    shown = text_of(client.post("/cyber/import/", {"file": file, "source": "EXERCISE feed", **marks}))
    assert "EX-1" in shown
    link = "/cyber/import/unmapped/?source=EXERCISE%20feed"
    assert link in shown
    table = list(csv.DictReader(io.StringIO(body_of(client.get(link)).decode(), newline="")))
    assert sorted(one["value"] for one in table) == ["EX-1", "no"]
    bundled = SimpleUploadedFile(
        "b.json", bundle(indicator("[domain-name:value = 'b.example.com']", name="EXERCISE b"))
    )
    client.post("/cyber/import/", {"file": bundled, **marks})
    assert {row.name for row in list_indicators(actor_for(user)).rows} == {"a.example.com", "EXERCISE b"}


@pytest.mark.parametrize("content", [b"nothing", b'{"Event": 1}', b"PK\x03\x04 broken"])
def test_a_file_that_is_neither_is_told_at_its_field_and_changes_nothing(
    client: Client, user: User, content: bytes
) -> None:
    file = SimpleUploadedFile("x.json", content)
    answer = client.post("/cyber/import/", {"file": file, "tlp": "green", "handling": ["H0"]})
    assert answer.status_code == 422
    assert "field-error" in text_of(answer)
    assert list_indicators(actor_for(user)).rows == ()
