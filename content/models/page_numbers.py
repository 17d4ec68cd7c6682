"""Page numbers: the permanent name of a page, the same in both languages and after every move."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageNumberManager(models.Manager["PageNumber"]):
    def issue(self, translation_key: UUID) -> int:
        """Return the number of a page and its translations, giving one out where none is yet."""
        record, _created = self.get_or_create(translation_key=translation_key)
        return record.number

    def of(self, translation_key: UUID) -> int | None:
        """Return the number of a page and its translations, or ``None`` where none is yet."""
        record = self.filter(translation_key=translation_key).first()
        return record.number if record else None

    def of_many(self, translation_keys: Iterable[UUID]) -> dict[UUID, int]:
        """Return numbers by translation key; a page that has none yet is left out."""
        records = self.filter(translation_key__in=set(translation_keys))
        return dict(records.values_list("translation_key", "number"))


class PageNumber(models.Model):
    """A number and the pages (one in each language) that it names.

    Kept in a table of its own, so that neither a copy nor a restored revision of a page can
    carry another page's number. Numbers of deleted pages stay and are never given out again.
    """

    number = models.BigAutoField(_("page number"), primary_key=True)
    translation_key = models.UUIDField(unique=True)

    objects = PageNumberManager()

    class Meta:
        verbose_name = _("page number")
        verbose_name_plural = _("page numbers")

    def __str__(self) -> str:
        return str(self.number)
