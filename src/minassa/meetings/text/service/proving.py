"""Signatures: what an agency signs, and each way to sign it - this node's key, the head's passkey, a key that is kept elsewhere."""

from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import LANGUAGES, Conflict, Invalid, NotFound
from minassa.meetings.models import Authentic, Declaration, Delegation, Signature
from minassa.meetings.text import authentic, faults, keys, notices, proofs, rows
from minassa.meetings.text.acts import TEXT_MOVE_ON, TEXT_READ, TEXT_SIGN
from minassa.meetings.text.proofs import Assertion, Proof, ProofKind, Site
from minassa.meetings.text.rules import Doing, refuse_unless


def digests_of(row: Declaration, version: int) -> dict[str, str]:
    """The digests of the authentic texts of a version, by language. Raises Conflict where they are not fixed."""
    found = dict(
        Authentic.objects.filter(declaration=row, version=version).values_list("language", "digest").order_by()
    )
    if set(found) != set(LANGUAGES):
        raise Conflict(faults.NOT_FIXED)
    return found


def read_message(actor: Actor, *, declaration: UUID) -> bytes:
    """The bytes that this actor's agency signs: fetched by whoever signs with its key elsewhere."""
    with door(actor, TEXT_READ, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        delegation = rows.taking_part(opened, row)
        return message_of(row, delegation.agency)


def message_of(row: Declaration, agency: UUID) -> bytes:
    """What an agency signs of the next version. Raises Conflict where its texts are not fixed."""
    version = row.version + 1
    return authentic.message(row.id, version, digests_of(row, version), agency)


def sign_text(actor: Actor, *, declaration: UUID, signature: bytes | None = None) -> None:
    """Sign the authentic texts for one's agency with its key, after a fresh second factor.

    Without `signature` this node signs with its own key, which counts for its own agencies; an agency of another node signs the bytes of
    `read_message` there and brings the 64 bytes. Raises Invalid for a signature that does not fit.
    """
    with door(actor, TEXT_SIGN, subject=f"text:{declaration}") as opened:
        row, delegation = _signing(opened, declaration)
        message = message_of(row, delegation.agency)
        public, made = keys.signed_here(delegation.agency, message) if signature is None else (b"", signature)
        key = _fitting(delegation.agency, public, made, message)
        _keep(opened, row, delegation, Proof(ProofKind.KEY, key.hex(), made.hex()))


def sign_by_passkey(actor: Actor, *, declaration: UUID, assertion: Assertion, site: Site) -> None:
    """Sign for one's agency with one's own passkey, which answered the SHA-256 of the message. `site` is where this node is asked.

    Raises Invalid for an answer of another passkey than the person's own on file, to another question, from another page, or
    without the person's PIN or fingerprint.
    """
    with door(actor, TEXT_SIGN, subject=f"text:{declaration}") as opened:
        row, delegation = _signing(opened, declaration)
        known = keys.passkeys_of(actor.user_id) if actor.user_id else {}
        public = known.get(assertion.credential)
        if public is None:
            raise Invalid(faults.PASSKEY)
        made = proofs.of_passkey(public, site, assertion)
        if not proofs.holds(made, message_of(row, delegation.agency)):
            raise Invalid(faults.PASSKEY)
        _keep(opened, row, delegation, made)


def sign_elsewhere(actor: Actor, *, declaration: UUID, signature: bytes, certificate: bytes) -> None:
    """Bring a signature over the bytes of `read_message` that was made outside this node, with the certificate of its key.

    It counts when the secretariat has confirmed the certificate's fingerprint, asked for by another way. Raises Invalid for a certificate that
    cannot be read or is not valid now, and for a signature that does not fit it.
    """
    with door(actor, TEXT_SIGN, subject=f"text:{declaration}") as opened:
        row, delegation = _signing(opened, declaration)
        try:
            found = proofs.certificate_of(certificate, opened.context.at)
        except ValueError as error:
            raise Invalid(faults.CERTIFICATE) from error
        made = proofs.of_certificate(found, signature)
        if not proofs.holds(made, message_of(row, delegation.agency)):
            raise Invalid(faults.SIGNATURE)
        _keep(opened, row, delegation, made)
        notices.to_confirm(row, delegation.name)


def confirm_signature(actor: Actor, *, declaration: UUID, agency: UUID, is_theirs: bool) -> None:
    """Say that a certificate is the agency's own, after comparing its fingerprint by another way; or that it is not: the signature goes.

    Raises NotFound where no signature of this agency waits.
    """
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.SIGN, rows.state_of(row))
        signed = Signature.objects.filter(declaration=row, version=row.version + 1, agency=agency).first()
        if signed is None or counts(signed):
            raise NotFound(faults.NO_TEXT)
        opened.note(agency=agency, confirmed=is_theirs)
        notices.confirm(signed.id, opened.context.at, is_theirs=is_theirs)
        row.modified = opened.context.at
        row.save(update_fields=["modified"])


def _signing(opened: Opened, declaration: UUID) -> tuple[Declaration, Delegation]:
    """The text, held, and the delegation that signs now. Raises Conflict where it has signed already."""
    row = rows.held(declaration)
    refuse_unless(Doing.SIGN, rows.state_of(row))
    delegation = rows.taking_part(opened, row)
    if Signature.objects.filter(declaration=row, version=row.version + 1, agency=delegation.agency).exists():
        raise Conflict(faults.OTHER_STATE)
    return row, delegation


def _keep(opened: Opened, row: Declaration, delegation: Delegation, proof: Proof) -> None:
    Signature.objects.create(
        label_id=rows.tabled_label(opened, row, delegation.agency),
        declaration=row,
        delegation=delegation,
        agency=delegation.agency,
        version=row.version + 1,
        kind=proof.kind.value,
        key=proof.key,
        signature=proof.signature,
        more=dict(proof.more),
        signer=opened.actor.user_id,
        at=opened.context.at,
    )
    opened.note(owner=delegation.agency, version=row.version + 1, kind=proof.kind.value)


def _fitting(agency: UUID, public: bytes, signature: bytes, message: bytes) -> bytes:
    """The agency's key that a signature fits. Raises Invalid for none: the key counts now, not the one that came with it."""
    known = keys.publics_of(agency)
    tried = [one for one in known if not public or one == public]
    found = next((one for one in tried if authentic.is_signed(one, signature, message)), None)
    if found is None:
        raise Invalid(faults.SIGNATURE)
    return found


def is_sound(row: Declaration, one: Signature) -> bool:
    """Whether a signature still fits the texts as they lie in the database, byte for byte."""
    texts = list(Authentic.objects.filter(declaration=row, version=one.version))
    contents = {text.language: text.content.encode() for text in texts}
    digests = {text.language: text.digest for text in texts}
    if set(digests) != set(LANGUAGES) or not authentic.matches(contents, digests):
        return False
    message = authentic.message(row.id, one.version, digests, one.agency)
    return proofs.holds(Proof(ProofKind(one.kind), one.key, one.signature, one.more), message)


def counts(one: Signature) -> bool:
    """Whether nothing more has to be said about whose key it is."""
    return one.kind != ProofKind.CERTIFICATE.value or one.confirmed is not None
