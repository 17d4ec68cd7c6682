"""Settings that editors make for the whole site, for each language."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from content.languages import LANGUAGES, active_language


@register_setting(icon="site", order=100)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Operator, contact and banners, in both languages in one record."""

    operator_name_ja = models.CharField(_("operator, in Japanese"), max_length=200, blank=True)
    operator_name_en = models.CharField(_("operator, in English"), max_length=200, blank=True)
    operator_url = models.URLField(_("operator’s website"), blank=True)
    contact_ja = models.TextField(
        _("contact, in Japanese"), blank=True, help_text=_("Department, address, telephone.")
    )
    contact_en = models.TextField(
        _("contact, in English"), blank=True, help_text=_("Department, address, telephone.")
    )
    contact_email = models.EmailField(_("contact email"), blank=True)
    footer_note_ja = models.CharField(_("footer note, in Japanese"), max_length=300, blank=True)
    footer_note_en = models.CharField(_("footer note, in English"), max_length=300, blank=True)

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("operator_name_ja"), FieldPanel("operator_name_en")]),
                FieldPanel("operator_url"),
                FieldRowPanel([FieldPanel("footer_note_ja"), FieldPanel("footer_note_en")]),
            ],
            heading=_("Operator"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact_ja"), FieldPanel("contact_en")]),
                FieldPanel("contact_email"),
            ],
            heading=_("Contact"),
        ),
        InlinePanel("banners", label=_("banner"), heading=_("Banners")),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def in_language(self, field: str, language_code: str | None = None) -> str:
        """Return a field's text in a language (the one being read by default)."""
        return str(getattr(self, f"{field}_{language_code or active_language()}"))


class Banner(Orderable):
    """A notice on top of every page of one language, for a while."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        IMPORTANT = "important", _("Important")

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="banners")
    language_code = models.CharField(_("shown in"), max_length=2, choices=LANGUAGES)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION
    )
    text = models.CharField(_("text"), max_length=300)
    url = models.URLField(_("address to read more"), blank=True)
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("language_code"), FieldPanel("kind")]),
        FieldPanel("text"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("banner")
        verbose_name_plural = _("banners")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Enter an end date and time after the start.")})

    @property
    def is_shown(self) -> bool:
        """Whether now is between its start and its end."""
        now = timezone.now()
        started = self.starts_at is None or self.starts_at <= now
        return started and (self.ends_at is None or now < self.ends_at)
