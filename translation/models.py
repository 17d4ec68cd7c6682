"""The translation memory's tables.

wagtail-localize keeps texts by page and place, and finds nothing again that changed by one
character. Here stand texts (of either language, once each) and what was translated into what.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MemoryText(models.Model):
    """A segment in one language, whichever side of a translation it is on.

    Attributes:
        data: The segment as a fragment of HTML, in its one writing (``inline.canonical``).
        digest: Its hash, by which the same segment is found.
        folded: Its words with width, case and tags aside, in which others are looked for.
    """

    locale = models.CharField(_("language"), max_length=100)
    data = models.TextField(_("text"))
    digest = models.CharField(max_length=64, editable=False)
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("text of the translation memory")
        verbose_name_plural = _("texts of the translation memory")
        constraints = [
            models.UniqueConstraint(fields=["locale", "digest"], name="translation_text_once")
        ]

    def __str__(self) -> str:
        return self.data


class MemoryTrigram(models.Model):
    """One of a text's few smallest hashed trigrams (``folding.trigrams``)."""

    text = models.ForeignKey(MemoryText, models.CASCADE, related_name="trigrams", db_index=False)
    trigram = models.BigIntegerField()

    class Meta:
        verbose_name = _("trigram of the translation memory")
        verbose_name_plural = _("trigrams of the translation memory")
        constraints = [
            models.UniqueConstraint(fields=["trigram", "text"], name="translation_trigram_once")
        ]
        indexes = [models.Index(fields=["text"], name="translation_trigram_of")]

    def __str__(self) -> str:
        return str(self.trigram)


class MemoryUnit(models.Model):
    """That a text was translated by another, at one place.

    Attributes:
        page: The page's number, 0 where it came from no page.
        path: The place within the page, as wagtail-localize names it.
        origin: ``site``, or the name of the file that brought it.
        by: Who translated it, where the site knows.
        is_machine: A machine translated it, and no person since.
        is_reviewed: A second person approved it.
    """

    source = models.ForeignKey(MemoryText, models.CASCADE, related_name="as_source")
    target = models.ForeignKey(MemoryText, models.CASCADE, related_name="as_target")
    target_locale = models.CharField(_("language of the translation"), max_length=100)
    page = models.BigIntegerField(_("page number"), default=0)
    path = models.TextField(_("place on the page"), blank=True)
    origin = models.CharField(_("origin"), max_length=200, default="site")
    created_at = models.DateTimeField(_("created"), db_default=Now())
    changed_at = models.DateTimeField(_("changed"), db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("translated by"),
    )
    is_machine = models.BooleanField(_("translated by a machine"), default=False)
    is_reviewed = models.BooleanField(_("reviewed"), default=False)

    class Meta:
        verbose_name = _("translation in the memory")
        verbose_name_plural = _("translations in the memory")
        constraints = [
            # What is typed anew at a place takes the place of what stood there.
            models.UniqueConstraint(
                fields=["source", "target_locale", "page", "path"],
                condition=models.Q(page__gt=0),
                name="translation_unit_at_place",
            ),
            models.UniqueConstraint(
                fields=["source", "target"],
                condition=models.Q(page=0),
                name="translation_unit_of_no_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
