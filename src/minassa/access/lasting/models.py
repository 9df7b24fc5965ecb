"""The way of lasting acts from the database into the ledger."""

from django.db import models

from minassa.base import new_id, now


class Lasting(models.Model):
    """A lasting act that is not in the ledger's file yet. Ids and short facts; content only sealed. Deleted when carried over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=140)
    facts = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
