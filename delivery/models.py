"""Tokens of programs, and links by which an editor shares a draft."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.dates import end_in_words


class Scope(models.TextChoices):
    """What a token allows."""

    READ_PUBLISHED = "read:published", _("Read what is published")
    READ_DRAFTS = "read:drafts", _("Read drafts")
    TRANSLATE = "translate", _("Translate")
    ADMINISTER = "administer", _("Administer")


class Expiring(models.Model):
    """Something that holds until a moment, unless somebody takes it back before."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("turned off"), null=True, editable=False)

    class Meta:
        abstract = True

    def is_valid_at(self, now: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.revoked_at is None and now < self.expires_at

    @property
    def is_valid(self) -> bool:
        """Whether it holds now."""
        return self.is_valid_at(timezone.now())

    @property
    def state(self) -> str:
        """Whether it holds, in words."""
        if self.revoked_at is not None:
            return str(_("Turned off"))
        return str(_("Valid") if self.is_valid else _("Expired"))


class Token(Expiring):
    """The right of a program to use the API; only the SHA-256 of its text is kept."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("Which program uses it, and for whom.")
    )
    scopes = models.JSONField(_("what it allows"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("first characters"), max_length=20, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def last_moment(self) -> str:
        """Until when it works, in words: the end of a day is 24:00 of that day."""
        return end_in_words(self.expires_at)

    @property
    def scope_labels(self) -> str:
        """What it allows, in words."""
        return ", ".join(str(Scope(scope).label) for scope in self.scopes)


class PreviewLink(Expiring):
    """A link by which anybody who has it reads the newest draft of one page."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("page"),
    )

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.page_id} ({self.expires_at:%Y-%m-%d})"
