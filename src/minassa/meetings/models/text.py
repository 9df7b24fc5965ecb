"""The declaration's text: its paragraphs as they stand and as they stood, what is proposed and said, silence, and what is signed.

What the secretariat keeps is its own under the label of the edition's participants. Delegations own their proposals, positions, objections,
statements and signatures; a draft is for its own agency alone until it is tabled.
"""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.meetings.models.delegations import Delegation
from minassa.meetings.models.editions import Edition


class Declaration(Guarded):
    """A declaration of an edition. `titles` is text by language; `reading` counts readings, `version` what was authenticated.

    `screen` is what the chair shows in the room: the key of a paragraph (empty for the whole). `may_observers_propose` is the
    edition's rule. `quiet_until` is when a running silence ends.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="declarations")
    owner = models.UUIDField()
    state = models.CharField(max_length=12)
    reading = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)
    reference = models.CharField(max_length=2)
    may_observers_propose = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    screen = models.CharField(max_length=40, blank=True)
    quiet_until = models.DateTimeField(null=True)
    adopted = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)


class Paragraph(Guarded):
    """A paragraph as it stands. `key` never changes and is never used again; `place` orders, `number` is what people call it.

    `words` is `{language: {"text", "revision"}}`; `language` is that in which `revision` was settled. A deleted paragraph stays, `gone`.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="paragraphs")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=20)
    place = models.PositiveIntegerField()
    agreement = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    revision = models.PositiveIntegerField(default=1)
    words = models.JSONField(default=dict)
    gone = models.BooleanField(default=False)
    modified = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["declaration", "key"], name="one_paragraph_of_a_key")]


class ParagraphEvent(Guarded):
    """What happened to a paragraph, in order: words written or settled, agreed, reopened, with the reason and the words of then."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()
    language = models.CharField(max_length=2, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    proposal = models.UUIDField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(name="paragraph_history", fields=["paragraph", "at", "id"])]


class Proposal(Guarded):
    """A proposal, whole: never merged. `paragraph` is the one it changes, or behind which it adds (none: at the beginning).

    `base` is the SHA-256 of the words in `language` that it was written against, and `base_text` those words. `parent` is the proposal
    that a sub-amendment changes. For a move `behind` is the key of the paragraph behind which it goes. `outcome` is the chair's reason.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="proposals")
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.CASCADE, related_name="proposals")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="amendments")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    author = models.UUIDField(null=True)
    kind = models.CharField(max_length=8)
    new_kind = models.CharField(max_length=12, blank=True)
    behind = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    base = models.CharField(max_length=64, blank=True)
    base_text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    outcome = models.TextField(blank=True)
    reading = models.PositiveSmallIntegerField(default=0)
    tabled = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="proposal_standing", fields=["declaration", "state", "paragraph"]),
            models.Index(name="proposal_arrived", fields=["declaration", "modified"]),
        ]


class Sponsor(Guarded):
    """A delegation that stands behind another one's proposal with its name."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sponsors")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "agency"], name="one_name_of_a_sponsor")]


class Stance(Guarded):
    """What a delegation says to a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="stances")
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    position = models.CharField(max_length=16)
    note = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "agency"], name="one_stance_of_an_agency")]
        indexes: ClassVar = [models.Index(name="stance_arrived", fields=["declaration", "modified"])]


class Silence(Guarded):
    """A silence procedure: when it began, when it ends, and how it ended."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="silences")
    reading = models.PositiveSmallIntegerField()
    began = models.DateTimeField()
    ends = models.DateTimeField()
    state = models.CharField(max_length=8)


class Objection(Guarded):
    """A delegation's objection, which broke a silence."""

    silence = models.ForeignKey(Silence, on_delete=models.CASCADE, related_name="objections")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    key = models.CharField(max_length=16, blank=True)
    reason = models.TextField()
    at = models.DateTimeField(default=now)


class TextStatement(Guarded):
    """A reservation, an explanation of position or a dissociation, in the language in which it was made."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="statements")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField()
    at = models.DateTimeField(default=now)


class Authentic(Guarded):
    """An authentic text, byte for byte as it is signed, with its SHA-256."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="authentic")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    fixed = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["declaration", "version", "language"], name="one_authentic_text")
        ]


class Signature(Guarded):
    """An agency's signature over all authentic texts of a version, and what proves it (`text.proofs`).

    `key` is the public half that fits it and `signature` what was made with it, both in hex; `more` is what else its kind needs.
    `confirmed` is when the secretariat said that a certificate is the agency's; other kinds need no word of anybody.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="signatures")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, default="key")
    key = models.TextField()
    signature = models.TextField()
    more = models.JSONField(default=dict)
    signer = models.UUIDField(null=True)
    at = models.DateTimeField(default=now)
    confirmed = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["declaration", "version", "agency"], name="one_signature_of_an_agency")
        ]


class Correction(Guarded):
    """A word of the published text that was mended: what it was, what it is, and why. `version` is that which has it mended."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="corrections")
    version = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    was = models.TextField()
    now_is = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(default=now)


class TextPublication(Guarded):
    """The published declaration, whole, for everybody: authentic texts, signatures, statements and corrections as JSON."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="publications")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
