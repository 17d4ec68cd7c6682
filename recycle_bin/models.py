"""What is in the bin: one record for each deleted page, with all below it, file or entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    PAGE = "page", _("Page")
    PICTURE = "picture", _("Image")
    DOCUMENT = "document", _("Document")
    ENTRY = "entry", _("Shared entry")


class BinnedItem(models.Model):
    """Something that was deleted, as the rows that it was made of.

    Whatever the deletion took along is among the rows: revisions, comments, reviews, restrictions,
    redirects. Rows keep their numbers, so that what names them by number is right again once they
    are back. Nothing else in the database refers to them, so nothing can show them meanwhile.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=12, blank=True)
    was_public = models.BooleanField(default=False)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    #: Ids of the pages above, the nearest last.
    above = models.JSONField(default=list)
    deleted_at = models.DateTimeField(_("deleted"), auto_now_add=True, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deleted by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: Each row as its model and its values by column, as :mod:`.rows` stores them.
    rows = models.JSONField(default=list)
    #: What named the rows and was set to nothing: model, number, column and value.
    loosened = models.JSONField(default=list)
    #: What of the bin's other kinds the rows name, by model and number.
    uses = models.JSONField(default=list)
    #: Whose references to the rows Wagtail has forgotten, by model and number.
    named_by = models.JSONField(default=list)
    #: Ids of published mirrors of the pages, which Wagtail unpublishes with them.
    mirrors = models.JSONField(default=list)
    #: What other rooms remember of it, by their name.
    beside = models.JSONField(default=dict)
    #: The names of its files in the storage.
    files = models.JSONField(default=list)

    class Meta:
        verbose_name = pgettext_lazy("deleted things", "deleted item")
        verbose_name_plural = pgettext_lazy("deleted things", "deleted items")
        ordering = ["-deleted_at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="bin_item_object")]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> datetime:
        """The moment from which it may be removed for good."""
        return self.deleted_at + timedelta(days=settings.BIN_DAYS)

    @property
    def type_label(self) -> str:
        """What kind of thing it is, as editors know it."""
        try:
            return str(apps.get_model(self.model)._meta.verbose_name)
        except LookupError:
            return str(self.get_kind_display())

    def own_row(self) -> dict[str, Any]:
        """Return the values of the thing's own row, by column."""
        found: dict[str, Any] = next(
            row["values"]
            for row in self.rows
            if row["model"] == self.model and row["key"] == self.object_id
        )
        return found
