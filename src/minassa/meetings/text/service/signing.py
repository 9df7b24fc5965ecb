"""From adoption to the published text: concordance, authentic texts fixed byte for byte, publication, corrigendum."""

from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import LANGUAGES, Conflict
from minassa.meetings import labels
from minassa.meetings.models import (
    Authentic,
    Correction,
    Declaration,
    Delegation,
    Signature,
    TextPublication,
    TextStatement,
)
from minassa.meetings.text import authentic, faults, notices, rows
from minassa.meetings.text.acts import TEXT_MOVE_ON
from minassa.meetings.text.authentic import AuthenticParagraph, AuthenticText
from minassa.meetings.text.concordance import Finding, Line, discords
from minassa.meetings.text.rules import Doing, Step, after, refuse_silence, refuse_unless
from minassa.meetings.text.service.proving import counts, is_sound


def begin_concordance(actor: Actor, *, declaration: UUID) -> None:
    """Begin to bring the languages of an adopted or corrected text into line."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        _step(opened, rows.kept(opened, declaration), Step.ALIGN)


def compared(row: Declaration) -> tuple[Finding, ...]:
    """Where the languages of a text differ in numbers, keys, figures, dates and years."""
    lines = {language: _lines(row, language) for language in LANGUAGES}
    return discords(lines, row.reference)


def _lines(row: Declaration, language: str) -> list[Line]:
    return [Line(one.key, one.number, rows.words_in(one, language)) for one in rows.paragraphs(row)]


def fix_texts(actor: Actor, *, declaration: UUID) -> None:
    """Fix the authentic texts for signature, byte for byte. Raises Conflict where a language is missing, stale or out of line."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.FIX, rows.state_of(row))
        refuse_silence(rows.hindering(row))
        if compared(row):
            raise Conflict(faults.DISCORD)
        version = row.version + 1
        if Authentic.objects.filter(declaration=row, version=version).exists():
            raise Conflict(faults.OTHER_STATE)
        for language in LANGUAGES:
            content = authentic.authentic_bytes(_text(row, version, language))
            Authentic.objects.create(
                label_id=row.label_id,
                declaration=row,
                version=version,
                language=language,
                content=content.decode(),
                digest=authentic.digest(content),
                fixed=opened.context.at,
            )
        row.modified = opened.context.at
        row.save(update_fields=["modified"])
        opened.note(version=version)
        notices.to_sign(row)


def _text(row: Declaration, version: int, language: str) -> AuthenticText:
    found = [
        AuthenticParagraph(one.key, rows.kind_of(one), one.number, rows.words_in(one, language))
        for one in rows.paragraphs(row)
    ]
    return AuthenticText(row.id, version, language, row.titles[language], authentic.ordered(found))


def release_texts(actor: Actor, *, declaration: UUID) -> None:
    """Take the fixed texts back to mend a language. Raises Conflict where somebody has signed them."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.FIX, rows.state_of(row))
        fixed = Authentic.objects.filter(declaration=row, version=row.version + 1)
        if not fixed.exists() or Signature.objects.filter(declaration=row, version=row.version + 1).exists():
            raise Conflict(faults.NOT_FIXED)
        fixed.delete()
        row.modified = opened.context.at
        row.save(update_fields=["modified"])


def close_signing(actor: Actor, *, declaration: UUID) -> None:
    """Close the signing. Raises Conflict while nobody has signed, or where a signature does not fit the texts."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        after(rows.state_of(row), Step.SIGN)
        signatures = list(Signature.objects.filter(declaration=row, version=row.version + 1))
        if not signatures or not all(is_sound(row, one) for one in signatures):
            raise Conflict(faults.NOT_FIXED)
        if not all(map(counts, signatures)):
            raise Conflict(faults.UNCONFIRMED)
        row.version += 1
        row.save(update_fields=["version"])
        _step(opened, row, Step.SIGN)


def publish_text(actor: Actor, *, declaration: UUID) -> None:
    """Publish the signed text with its signatures, statements and corrections: everybody may read it from now on."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        _step(opened, row, Step.PUBLISH)
        exercise = opened.label_of(row.label_id).exercise
        TextPublication.objects.create(
            label_id=opened.intern(labels.public(row.owner, exercise=exercise)),
            declaration=row,
            version=row.version,
            content=_published(row),
            at=opened.context.at,
        )


def _published(row: Declaration) -> dict[str, object]:
    """The publication as JSON: what the public page, and programs, read."""
    texts = Authentic.objects.filter(declaration=row, version=row.version)
    numbers = {one.key: one.number for one in rows.paragraphs(row)}
    return {
        "declaration": str(row.id),
        "edition": str(row.edition_id),
        "version": row.version,
        "reference": row.reference,
        "sample": row.is_sample,
        "adopted": row.adopted.isoformat() if row.adopted else "",
        "texts": {one.language: {"content": one.content, "digest": one.digest} for one in texts},
        "signatures": [_signature(one) for one in _with_names(Signature, row).filter(version=row.version)],
        "statements": [
            {
                "delegation": one.delegation.name,
                "kind": one.kind,
                "number": numbers.get(one.key, ""),
                "language": one.language,
                "text": one.text,
            }
            for one in _with_names(TextStatement, row)
        ],
        "corrections": [
            {
                "version": one.version,
                "number": numbers.get(one.key, ""),
                "language": one.language,
                "was": one.was,
                "is": one.now_is,
                "reason": one.reason,
            }
            for one in Correction.objects.filter(declaration=row).order_by("at")
        ],
    }


def _with_names(model: type[Signature] | type[TextStatement], row: Declaration):  # type: ignore[no-untyped-def] # noqa: ANN202 - a queryset of either
    return model.objects.filter(declaration=row).select_related("delegation").order_by("at")


def _signature(one: Signature) -> dict[str, object]:
    return {
        "delegation": one.delegation.name,
        "agency": str(one.agency),
        "kind": one.kind,
        "key": one.key,
        "signature": one.signature,
        "more": one.more,
        "at": one.at.isoformat(),
    }


def begin_corrigendum(actor: Actor, *, declaration: UUID) -> None:
    """Open a published text to mend words of it; it goes through concordance and signature again, as the next version."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        _step(opened, rows.kept(opened, declaration), Step.CORRECT)


def signatories(row: Declaration) -> list[Delegation]:
    """The delegations that may sign."""
    return list(Delegation.objects.filter(edition_id=row.edition_id).exclude(kind=rows.OBSERVER).order_by("name"))


def _step(opened: Opened, row: Declaration, step: Step) -> None:
    row.state, row.modified = after(rows.state_of(row), step).value, opened.context.at
    row.save(update_fields=["state", "modified"])
    opened.note(state=row.state)
