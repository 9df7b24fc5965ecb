from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from minassa.access import door
from minassa.access.models import User
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.exchange.peers.keys import make_node_keys
from minassa.meetings import (
    ProofKind,
    Site,
    TextState,
    adopt_text,
    adopted_akn,
    assertion_of,
    begin_concordance,
    begin_corrigendum,
    close_signing,
    confirm_signature,
    correct_paragraph,
    fix_texts,
    publish_text,
    published_text,
    read_languages,
    read_message,
    read_record,
    read_signing,
    read_text,
    release_texts,
    sign_by_passkey,
    sign_elsewhere,
    sign_text,
    start_silence,
    write_paragraph,
)
from minassa.meetings.acts import TEXT_KEEP
from minassa.meetings.models import Authentic
from tests.meetings.text.scene import Meeting, a_meeting, fresh
from tests.passkeys import PRESENT, SoftKey


@pytest.fixture
def adopted(db: None) -> Meeting:
    make_node_keys(settings.MINASSA.home, at=now())
    meeting = a_meeting()
    meeting.to_clean()
    start_silence(meeting.secretary, declaration=meeting.text, hours=72)
    with held_at(now().replace(year=now().year + 1)):
        adopt_text(fresh(meeting.secretary), declaration=meeting.text)
    begin_concordance(meeting.secretary, declaration=meeting.text)
    return meeting


def test_a_figure_that_differs_in_one_language_keeps_the_texts_from_being_fixed(adopted: Meeting) -> None:
    def write(text: str) -> None:
        write_paragraph(
            adopted.secretary, declaration=adopted.text, key=adopted.keys[1], language="fr", text=text, revision=1
        )

    write("Décidons de former 1 600 agents avant 2028.")
    found = read_languages(adopted.kenya, id=adopted.text).discords
    assert [(one.language, one.key, one.lacking, one.extra) for one in found] == [
        ("fr", adopted.keys[1], ("1500",), ("1600",))
    ]
    with pytest.raises(Conflict) as told:
        fix_texts(adopted.secretary, declaration=adopted.text)
    assert told.value.code == "text.discord"
    write("Décidons de former 1 500 agents avant 2028.")
    fix_texts(adopted.secretary, declaration=adopted.text)
    with pytest.raises(Conflict):
        write("Décidons de former 1 500 agentes avant 2028.")


def test_the_language_in_which_a_paragraph_was_agreed_is_not_written_over_after_adoption(adopted: Meeting) -> None:
    with pytest.raises(Conflict):
        write_paragraph(
            adopted.secretary, declaration=adopted.text, key=adopted.keys[1], language="en", text="Other.", revision=1
        )


def test_heads_sign_and_one_changed_byte_breaks_every_signature(adopted: Meeting) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    with pytest.raises(Conflict):
        close_signing(adopted.secretary, declaration=adopted.text)
    for other in (adopted.observer, adopted.secretary):
        with pytest.raises(Refused):
            sign_text(other, declaration=adopted.text)
    sign_text(adopted.kenya, declaration=adopted.text)
    sign_text(adopted.mali, declaration=adopted.text)
    with pytest.raises(Conflict):
        sign_text(adopted.kenya, declaration=adopted.text)
    with pytest.raises(Conflict):
        release_texts(adopted.secretary, declaration=adopted.text)
    seen = read_record(adopted.ghana, id=adopted.text)
    assert [(one.delegation, one.is_sound) for one in seen.signatures] == [("Kenya", True), ("Mali", True)]
    assert seen.unsigned == ("Ghana",)
    with door(adopted.secretary, TEXT_KEEP):
        text = Authentic.objects.get(declaration_id=adopted.text, language="pt")
        text.content = text.content.replace("1.500", "1.501")
        text.save()
    assert [one.is_sound for one in read_record(adopted.ghana, id=adopted.text).signatures] == [False, False]
    with pytest.raises(Conflict):
        close_signing(adopted.secretary, declaration=adopted.text)


def test_a_signature_by_another_key_or_over_other_bytes_is_refused(adopted: Meeting) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    message = read_message(adopted.kenya, declaration=adopted.text)
    assert message.startswith(b"minassa declaration v1\n")
    stranger = Ed25519PrivateKey.generate()
    for signature in (stranger.sign(message), b"", bytes(64)):
        with pytest.raises(Invalid) as told:
            sign_text(adopted.kenya, declaration=adopted.text, signature=signature)
        assert told.value.code == "text.signature"
    from minassa.exchange.peers.agency_keys import sign_for  # noqa: PLC0415 - the node's own signer

    assert adopted.mali.agency is not None
    made = sign_for(adopted.mali.agency, read_message(adopted.mali, declaration=adopted.text))
    assert made is not None
    with pytest.raises(Invalid):  # a signature for Mali is none for Kenya
        sign_text(adopted.kenya, declaration=adopted.text, signature=made[1])
    sign_text(adopted.mali, declaration=adopted.text, signature=made[1])


def test_the_published_text_is_for_everybody_and_a_corrigendum_is_signed_again(adopted: Meeting) -> None:
    with pytest.raises(NotFound):
        published_text(declaration=adopted.text, language="ar")
    with pytest.raises(Conflict):
        adopted_akn(adopted.kenya, declaration=adopted.text, language="ar")

    def sign_and_publish() -> None:
        fix_texts(adopted.secretary, declaration=adopted.text)
        sign_text(adopted.kenya, declaration=adopted.text)
        close_signing(adopted.secretary, declaration=adopted.text)
        publish_text(adopted.secretary, declaration=adopted.text)

    sign_and_publish()
    seen = published_text(declaration=adopted.text, language="ar")
    assert (seen.version, seen.is_sample, [one["delegation"] for one in seen.signatures]) == (1, True, ["Kenya"])
    assert [one[1] for one in seen.paragraphs] == ["PP1", "1", "2"]
    begin_corrigendum(adopted.secretary, declaration=adopted.text)
    assert read_text(adopted.kenya, id=adopted.text).row.state is TextState.CORRIGENDUM
    correct_paragraph(
        adopted.secretary,
        declaration=adopted.text,
        key=adopted.keys[2],
        language="fr",
        text="Prions le secrétariat de faire rapport tous les ans.",
        reason="grammar",
    )
    assert published_text(declaration=adopted.text, language="fr").version == 1
    begin_concordance(adopted.secretary, declaration=adopted.text)
    sign_and_publish()
    mended = published_text(declaration=adopted.text, language="fr")
    assert (mended.version, mended.paragraphs[2][3][-11:], mended.corrections[0]["reason"]) == (
        2,
        "us les ans.",
        "grammar",
    )
    assert mended.digest != seen.digest


def the_site(origin: str = "http://testserver") -> Site:
    return Site("testserver", origin)


def test_a_passkey_of_the_head_is_the_signature_itself_and_one_changed_byte_breaks_it(adopted: Meeting) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    device = SoftKey()
    device.register(User.objects.get(id=str(adopted.kenya.user_id)))
    asked = read_signing(adopted.kenya, id=adopted.text)
    assert asked.challenge == sha256(asked.message).digest()
    assert asked.passkeys == (device.id,)
    answer = assertion_of(device.answer(asked.challenge))
    sign_by_passkey(adopted.kenya, declaration=adopted.text, assertion=answer, site=the_site())
    (seen,) = read_record(adopted.ghana, id=adopted.text).signatures
    assert (seen.kind, seen.is_sound, seen.is_confirmed) == (ProofKind.PASSKEY, True, True)
    with door(adopted.secretary, TEXT_KEEP):
        Authentic.objects.filter(declaration_id=adopted.text, language="ar").update(digest="0" * 64)
    assert not read_record(adopted.ghana, id=adopted.text).signatures[0].is_sound


@pytest.mark.parametrize(
    ("device", "origin"),
    [
        (SoftKey(flags=PRESENT), "http://testserver"),
        (SoftKey(host="elsewhere.example"), "http://testserver"),
        (SoftKey(origin="http://elsewhere.example"), "http://testserver"),
        (SoftKey(), "https://testserver"),
        (SoftKey(kind="webauthn.create"), "http://testserver"),
    ],
    ids=["no PIN", "another host", "another page", "another scheme", "another act"],
)
def test_a_passkeys_answer_from_anywhere_else_is_no_signature(adopted: Meeting, device: SoftKey, origin: str) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    device.register(User.objects.get(id=str(adopted.kenya.user_id)))
    answer = assertion_of(device.answer(read_signing(adopted.kenya, id=adopted.text).challenge))
    with pytest.raises(Invalid) as told:
        sign_by_passkey(adopted.kenya, declaration=adopted.text, assertion=answer, site=the_site(origin))
    assert told.value.code == "text.passkey"
    assert read_record(adopted.kenya, id=adopted.text).signatures == ()


def test_only_ones_own_passkey_signs_and_only_for_ones_own_agency(adopted: Meeting) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    device = SoftKey()
    device.register(User.objects.get(id=str(adopted.ghana.user_id)))
    for actor, other in ((adopted.kenya, adopted.kenya), (adopted.ghana, adopted.kenya)):
        asked = read_signing(other, id=adopted.text)
        answer = assertion_of(device.answer(asked.challenge))
        with pytest.raises(Invalid):  # a stranger's device, then an answer to another agency's question
            sign_by_passkey(actor, declaration=adopted.text, assertion=answer, site=the_site())
    with pytest.raises(ValueError, match="no passkey"):
        assertion_of('{"response": 1}')


def a_certificate(key: Any, *, days: int = 30) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "EXERCISE agency")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now() - timedelta(1), now() + timedelta(days))
    algorithm = None if isinstance(key, Ed25519PrivateKey) else SHA256()
    return made.sign(key, algorithm).public_bytes(Encoding.PEM)


def test_a_signature_made_elsewhere_counts_when_its_certificate_is_confirmed(adopted: Meeting) -> None:
    fix_texts(adopted.secretary, declaration=adopted.text)
    message = read_message(adopted.kenya, declaration=adopted.text)
    key = ec.generate_private_key(ec.SECP384R1())
    made = key.sign(message, ec.ECDSA(SHA256()))
    other = a_certificate(Ed25519PrivateKey.generate())
    for signature, certificate in (
        (made, other),
        (made[:-1], a_certificate(key)),
        (made, b"none"),
        (made, b"-----BEGIN"),
    ):
        with pytest.raises(Invalid):
            sign_elsewhere(adopted.kenya, declaration=adopted.text, signature=signature, certificate=certificate)
    over = a_certificate(key)
    with held_at(now() + timedelta(days=60)), pytest.raises(Invalid) as told:
        sign_elsewhere(fresh(adopted.kenya), declaration=adopted.text, signature=made, certificate=over)
    assert told.value.code == "text.certificate"
    sign_elsewhere(adopted.kenya, declaration=adopted.text, signature=made, certificate=a_certificate(key))
    (waits,) = read_record(adopted.secretary, id=adopted.text).signatures
    assert (waits.is_sound, waits.is_confirmed, len(waits.fingerprint)) == (True, False, 64)
    with pytest.raises(Conflict) as told_too:
        close_signing(adopted.secretary, declaration=adopted.text)
    assert told_too.value.code == "text.unconfirmed"
    assert adopted.kenya.agency is not None
    with pytest.raises(Refused):
        confirm_signature(adopted.kenya, declaration=adopted.text, agency=adopted.kenya.agency, is_theirs=True)
    confirm_signature(adopted.secretary, declaration=adopted.text, agency=adopted.kenya.agency, is_theirs=False)
    assert read_record(adopted.secretary, id=adopted.text).signatures == ()
    sign_elsewhere(adopted.kenya, declaration=adopted.text, signature=made, certificate=a_certificate(key))
    confirm_signature(adopted.secretary, declaration=adopted.text, agency=adopted.kenya.agency, is_theirs=True)
    with pytest.raises(NotFound):
        confirm_signature(adopted.secretary, declaration=adopted.text, agency=adopted.kenya.agency, is_theirs=False)
    close_signing(adopted.secretary, declaration=adopted.text)
