from __future__ import annotations

from django.db import models


class OpeningContentRecord(models.Model):
    """What the opening content once put here, so that it never overwrites what came after.

    ``fingerprint`` is that of the data it was made from; ``revision_id`` is the page's latest
    revision at that moment (``None`` for what has no revisions).
    """

    key = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    object_id = models.PositiveBigIntegerField(null=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
