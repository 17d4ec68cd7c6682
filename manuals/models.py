"""Manuals and survey reports, and the section that lists them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.blocks import StreamBlock
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from content.blocks import BodyStreamBlock, FileWithStandingBlock
from content.editing.panels import EntriesPanel
from content.facets import choice_facet, vocabulary_facet, year_facet
from content.fields import BlockField
from content.models import BasePage, Country, Organisation, SectionIndexPage, Sector

ISO_LENGTH = {"year": 4, "month": 7, "day": 10}


class ManualKind(models.TextChoices):
    MANUAL = "manual", pgettext_lazy("publication", "Manual")
    SURVEY_REPORT = "survey_report", _("Survey report")


class ManualIndexPage(SectionIndexPage):
    """The front page of the manuals section."""

    facets = (
        choice_facet("kind", _("Kind"), ManualKind.choices),
        vocabulary_facet("sector", _("Sector"), Sector),
        vocabulary_facet("country", _("Country or region"), Country),
        vocabulary_facet("publisher", _("Publisher"), Organisation),
        year_facet("year", _("Published in")),
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["manuals.ManualPage"]
    template = "manuals/manual_index_page.html"

    class Meta:
        verbose_name = _("manuals section")
        verbose_name_plural = _("manuals sections")


class ManualPage(BasePage):
    """A publication with its files, each in a language and with a standing."""

    class Precision(models.TextChoices):
        YEAR = "year", _("the year")
        MONTH = "month", _("the month")
        DAY = "day", _("the day")

    kind = models.CharField(_("kind"), max_length=20, choices=ManualKind.choices)
    publisher = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publisher"),
    )
    published_on = models.DateField(
        _("published"),
        null=True,
        blank=True,
        help_text=_(
            "If only the year or month is known, choose its first day, and select beside it "
            "what is known."
        ),
    )
    published_precision = models.CharField(
        _("what is known of the date"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    abstract = models.TextField(_("abstract"), max_length=2000, blank=True)
    countries = ParentalManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries and regions")
    )
    sectors = ParentalManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors")
    )
    files = BlockField(
        StreamBlock([("file", FileWithStandingBlock())], required=False),
        verbose_name=_("files"),
        blank=True,
    )
    body = BlockField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("publisher")]),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("published_precision")]),
                FieldPanel("abstract"),
                EntriesPanel("countries"),
                EntriesPanel("sectors"),
            ],
            heading=_("The publication"),
        ),
        FieldPanel("files"),
        FieldPanel("body"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        SynchronizedField("kind"),
        SynchronizedField("publisher"),
        SynchronizedField("published_on"),
        SynchronizedField("published_precision"),
        TranslatableField("abstract"),
        SynchronizedField("countries"),
        SynchronizedField("sectors"),
        TranslatableField("files"),
        TranslatableField("body"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("abstract"),
        index.SearchField("body"),
        index.RelatedFields(
            "publisher", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.RelatedFields(
            "sectors", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]
    parent_page_types: ClassVar[list[str]] = ["manuals.ManualIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "manuals/manual_page.html"
    age_limit_years = 5

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def clean(self) -> None:
        super().clean()
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": _("Enter a date that is today or earlier.")})

    @property
    def summary_text(self) -> str:
        return self.abstract or self.search_description

    @property
    def publication_date(self) -> str:
        """As much of the date as is known: ``2013``, ``2013-04`` or ``2013-04-01``."""
        if self.published_on is None:
            return ""
        return self.published_on.isoformat()[: ISO_LENGTH[self.published_precision]]

    def structured_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"@type": "Report"}
        if self.publisher:
            data["publisher"] = {"@type": "Organization", "name": self.publisher.name}
        if self.publication_date:
            data["datePublished"] = self.publication_date
        return data
