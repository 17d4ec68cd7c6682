"""What search keeps of each published document, and how far it has followed the change log.

The terms themselves are in tables of the engine's own (:mod:`.engines`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import Document


class Entry(models.Model):
    """A published document as search reads it: its texts, without markup.

    It goes with its document, so that nothing is found that is no longer published. ``names``
    holds other names of the page, one on each line; ``labels`` its tags and the names of its
    vocabulary entries. ``fingerprint`` tells whether its terms are those of these texts.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    locale = models.CharField(_("language"), max_length=10, db_index=True)
    title = models.TextField(_("title"))
    names = models.TextField(_("other names"), blank=True)
    labels = models.TextField(_("labels"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """The one row that says how far the index has followed the change log, and who analysed it."""

    last_sequence = models.BigIntegerField(default=0)
    analyser = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("progress of the index")
        verbose_name_plural = _("progress of the index")

    def __str__(self) -> str:
        return str(self.last_sequence)
