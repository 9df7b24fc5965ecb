"""What goes with a text: languages and their alignment, silences and objections, statements, signatures; and the published text."""

from collections import defaultdict
from uuid import UUID

import orjson

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import LANGUAGES, NotFound
from minassa.meetings.models import (
    Authentic,
    Declaration,
    Delegation,
    Objection,
    Paragraph,
    Signature,
    Silence,
    TextPublication,
    TextStatement,
)
from minassa.meetings.text import faults, rows
from minassa.meetings.text.acts import HEADS, KEEPERS, TEXT_PUBLIC, TEXT_READ
from minassa.meetings.text.authentic import challenge
from minassa.meetings.text.keys import passkeys_of
from minassa.meetings.text.proofs import ProofKind
from minassa.meetings.text.reads.text import frame
from minassa.meetings.text.rules import (
    Doing,
    ParagraphKind,
    StatementKind,
    Step,
    TextState,
    is_allowed,
    refuse_unless,
)
from minassa.meetings.text.service.proving import counts, digests_of, is_sound, message_of
from minassa.meetings.text.service.signing import compared, signatories
from minassa.meetings.text.types import (
    LanguagesView,
    ObjectionView,
    Published,
    SignatureView,
    SigningView,
    SilenceView,
    StatementView,
    TextRecord,
)


def read_languages(actor: Actor, *, id: UUID) -> LanguagesView:  # noqa: A002 - the word that every room uses
    """How far the languages are aligned, and whether they say the same figures."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        fixed = Authentic.objects.filter(declaration=row, version=row.version + 1).exists()
        return LanguagesView(frame(opened, row), rows.hindering(row), compared(row), fixed)


def read_record(actor: Actor, *, id: UUID) -> TextRecord:  # noqa: A002 - the word that every room uses
    """Silences, statements, digests of the authentic texts, and signatures, each checked against the texts just now."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        numbers = dict(Paragraph.objects.filter(declaration=row).values_list("key", "number"))
        version = row.version + 1 if row.state == TextState.CONCORDANCE.value else row.version
        digests = dict(Authentic.objects.filter(declaration=row, version=version).values_list("language", "digest"))
        signatures = list(
            Signature.objects.filter(declaration=row, version=version).select_related("delegation").order_by("at")
        )
        signed = {one.agency for one in signatures}
        return TextRecord(
            text=frame(opened, row),
            silences=_silences(row, numbers),
            statements=_statements(row, numbers),
            digests=digests,
            signatures=tuple(_signature(row, one) for one in signatures),
            unsigned=tuple(one.name for one in signatories(row) if one.agency not in signed) if digests else (),
            can=_can(opened, row, has_texts=bool(digests), signed=signed),
        )


def _signature(row: Declaration, one: Signature) -> SignatureView:
    return SignatureView(
        delegation=one.delegation.name,
        agency=one.agency,
        kind=ProofKind(one.kind),
        key=one.key,
        signature=one.signature,
        at=one.at,
        is_sound=is_sound(row, one),
        fingerprint=str(one.more.get("fingerprint", "")),
        is_confirmed=counts(one),
    )


def read_signing(actor: Actor, *, id: UUID) -> SigningView:  # noqa: A002 - the word that every room uses
    """What this person signs for their agency, and with what. Raises NotFound, Refused for an observer's, Conflict before the texts are fixed."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        refuse_unless(Doing.SIGN, rows.state_of(row))
        delegation = rows.taking_part(opened, row)
        message = message_of(row, delegation.agency)
        version = row.version + 1
        return SigningView(
            text=frame(opened, row),
            delegation=delegation.name,
            message=message,
            challenge=challenge(message),
            passkeys=tuple(passkeys_of(actor.user_id)) if actor.user_id else (),
            digests=digests_of(row, version),
            has_signed=Signature.objects.filter(declaration=row, version=version, agency=delegation.agency).exists(),
        )


def _silences(row: Declaration, numbers: dict[str, str]) -> tuple[SilenceView, ...]:
    said: dict[UUID, list[ObjectionView]] = defaultdict(list)
    for one in Objection.objects.filter(silence__declaration=row).select_related("delegation").order_by("at"):
        said[one.silence_id].append(ObjectionView(one.delegation.name, numbers.get(one.key, ""), one.reason, one.at))
    return tuple(
        SilenceView(one.reading, one.began, one.ends, one.state, tuple(said[one.id]))
        for one in Silence.objects.filter(declaration=row).order_by("-began")
    )


def _statements(row: Declaration, numbers: dict[str, str]) -> tuple[StatementView, ...]:
    found = TextStatement.objects.filter(declaration=row).select_related("delegation").order_by("at")
    return tuple(
        StatementView(
            one.id,
            one.delegation.name,
            StatementKind(one.kind),
            numbers.get(one.key, ""),
            one.language,
            one.text,
            one.at,
        )
        for one in found
    )


def _can(opened: Opened, row: Declaration, *, has_texts: bool, signed: set[UUID]) -> tuple[str, ...]:
    actor, state = opened.actor, rows.state_of(row)
    mine = (
        Delegation.objects.filter(edition_id=row.edition_id, agency=rows.agency_of(actor))
        .exclude(kind=rows.OBSERVER)
        .first()
    )
    found = []
    if mine is not None and HEADS & actor.roles:
        is_quiet = row.quiet_until is not None and opened.context.at < row.quiet_until
        found += ["object"] if state is TextState.SILENCE and is_quiet else []
        found += ["state"] if is_allowed(Doing.MAKE_STATEMENT, state) else []
        may_sign = is_allowed(Doing.SIGN, state) and has_texts and mine.agency not in signed
        found += ["sign"] if may_sign else []
    if KEEPERS & actor.roles and row.owner == actor.agency:
        found += _can_keep(opened, row, has_texts=has_texts, is_signed=bool(signed))
        found += ["undertake"] if row.adopted is not None else []
    return tuple(found)


def _can_keep(opened: Opened, row: Declaration, *, has_texts: bool, is_signed: bool) -> list[str]:
    """The secretariat's next steps with the text as a whole."""
    state = rows.state_of(row)
    if state is TextState.SILENCE:
        is_over = row.quiet_until is not None and opened.context.at >= row.quiet_until
        return [Step.ADOPT.value] if is_over else []
    if state is TextState.CONCORDANCE:
        if not has_texts:
            return ["fix"]
        return ["close-signing", "confirm"] if is_signed else ["release"]
    return {
        TextState.CLEAN: [Step.START_SILENCE.value],
        TextState.ADOPTED: [Step.ALIGN.value],
        TextState.CORRIGENDUM: [Step.ALIGN.value],
        TextState.SIGNED: [Step.PUBLISH.value],
        TextState.PUBLISHED: [Step.CORRECT.value],
    }.get(state, [])


def published_text(*, declaration: UUID, language: str) -> Published:
    """The newest publication of a declaration in one language, for everybody, without a login. Raises NotFound for what is not published."""
    if language not in LANGUAGES:
        raise NotFound(faults.NO_TEXT)
    with door(system_actor("meetings"), TEXT_PUBLIC) as opened:
        row = TextPublication.objects.filter(declaration_id=declaration).order_by("-version").first()
        if row is None:
            raise NotFound(faults.NO_TEXT)
        return _published(row, language, exercise=opened.label_of(row.label_id).exercise)


def published_of(*, edition: UUID) -> tuple[UUID, ...]:
    """The ids of an edition's declarations that are published, for its public page."""
    with door(system_actor("meetings"), TEXT_PUBLIC):
        found = TextPublication.objects.filter(declaration__edition_id=edition).order_by("at")
        return tuple(dict.fromkeys(found.values_list("declaration_id", flat=True)))


def _published(row: TextPublication, language: str, *, exercise: bool) -> Published:
    content = row.content
    text = orjson.loads(content["texts"][language]["content"])
    return Published(
        declaration=row.declaration_id,
        version=row.version,
        language=language,
        title=text["title"],
        paragraphs=tuple(
            (ParagraphKind(one["kind"]), one["number"], one["key"], one["text"]) for one in text["paragraphs"]
        ),
        digest=content["texts"][language]["digest"],
        digests={one: found["digest"] for one, found in content["texts"].items()},
        contents={one: found["content"] for one, found in content["texts"].items()},
        adopted=content["adopted"],
        is_sample=content["sample"],
        exercise=exercise,
        at=row.at,
        signatures=tuple(content["signatures"]),
        statements=tuple(content["statements"]),
        corrections=tuple(content["corrections"]),
    )
