"""Rows of transactions, guarded like all that an agency holds. The transactions themselves lie in the node's folder, one folder for a file.

Who may see a file's row may have its transactions read; the folder is known by the row's id alone and goes with it.
"""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class TransactionFile(Guarded):
    """A file of transactions: how it is read, how far, and what it holds.

    `state` is asked (what its columns hold), waiting, reading, done or failed. `content` is the file, compressed, until it was read; a file
    that the command line reads stays where it is. `fingerprint` is a digest of all its bytes, `shape` one of its headings: the columns of the
    last file of the same shape are proposed for the next. `columns`, `options` and `currencies` are JSON.
    """

    name = models.CharField(max_length=120)
    by = models.UUIDField()
    fingerprint = models.CharField(max_length=32)
    shape = models.CharField(max_length=32)
    content = models.BinaryField(default=b"")
    columns = models.TextField(default="{}")
    options = models.TextField(default="{}")
    legal_basis = models.CharField(max_length=500)
    purpose = models.CharField(max_length=32)
    review_on = models.DateField()
    case = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=16, default="asked")
    tries = models.PositiveSmallIntegerField(default=0)
    heard = models.DateTimeField(default=now)
    rows = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    currencies = models.TextField(default="{}")
    fault = models.CharField(max_length=64, blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="txfile_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="txfile_state", fields=["state", "label"]),
            models.Index(name="txfile_print", fields=["fingerprint", "label"]),
            models.Index(name="txfile_shape", fields=["shape", "label", "-modified", "-id"]),
            models.Index(name="txfile_review", fields=["review_on"]),
        ]


class PatternSearch(Guarded):
    """A search of some files with some rules; `files`, `rules` and `told` (what became of each rule) are JSON. Under the strictest label of its files."""

    by = models.UUIDField()
    files = models.TextField()
    rules = models.TextField()
    purpose = models.CharField(max_length=32)
    case = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=16, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    heard = models.DateTimeField(default=now)
    told = models.TextField(default="{}")
    fault = models.CharField(max_length=64, blank=True)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="txsearch_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="txsearch_state", fields=["state", "label"]),
        ]


class Finding(Guarded):
    """What a rule found: the accounts it is about and the transactions that made it, compressed. Nothing about a person.

    `key` makes it the same finding in the next search, `digest` says whether its transactions changed. `state` is open, kept or dismissed.
    `before` (JSON) has the decision that a change of its transactions undid.
    """

    key = models.CharField(max_length=32)
    rule = models.CharField(max_length=32)
    method = models.CharField(max_length=16)
    values = models.TextField()
    subjects = models.TextField()
    currency = models.CharField(max_length=5)
    count = models.BigIntegerField()
    total = models.DecimalField(max_digits=38, decimal_places=4)
    first = models.DateField()
    last = models.DateField()
    digest = models.CharField(max_length=64)
    rows = models.BinaryField()
    files = models.TextField()
    search = models.UUIDField()
    purpose = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default="open")
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.UUIDField(null=True)
    decided = models.DateTimeField(null=True)
    before = models.TextField(default="{}")
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="finding_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="finding_state", fields=["state", "label", "-modified", "-id"]),
            models.Index(name="finding_rule", fields=["state", "rule", "label", "-modified", "-id"]),
            models.Index(name="finding_search", fields=["search", "label", "-modified", "-id"]),
            models.Index(name="finding_key", fields=["key", "label"]),
        ]
