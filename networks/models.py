"""Networks of municipalities and the section that lists them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.blocks import StreamBlock
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from content.blocks import BodyStreamBlock, MemberFigureBlock
from content.date_fields import YearField
from content.editing.panels import EntriesPanel
from content.facets import vocabulary_facet, year_facet
from content.fields import BlockField
from content.models import BasePage, City, Country, SectionIndexPage, Sector


class NetworkIndexPage(SectionIndexPage):
    """The front page of the networks section."""

    facets = (
        vocabulary_facet("sector", _("Sector"), Sector),
        vocabulary_facet("country", _("Country of member cities"), Country),
        vocabulary_facet("city", _("Member city"), City),
        year_facet("year", _("Founded")),
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["networks.NetworkPage"]
    template = "networks/network_index_page.html"

    class Meta:
        verbose_name = _("networks section")
        verbose_name_plural = _("networks sections")


class NetworkPage(BasePage):
    """An international network of municipalities; a group may hold networks of its own."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, for lists too."),
    )
    full_name = models.CharField(
        _("full name"),
        max_length=255,
        blank=True,
        help_text=_("The official name, where the title is a shorter one."),
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    founded_year = YearField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1800)]
    )
    founding = models.TextField(
        _("how it was founded"),
        blank=True,
        help_text=_("Who founded it, at whose suggestion, and what it grew out of."),
    )
    secretariat_city = models.ForeignKey(
        City,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city of the secretariat"),
    )
    sectors = ParentalManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("activity sectors")
    )
    member_cities = ParentalManyToManyField(
        City,
        blank=True,
        related_name="+",
        verbose_name=_("member cities"),
        help_text=_("Those that are known. The list need not be complete."),
    )
    member_figures = BlockField(
        StreamBlock([("figure", MemberFigureBlock())], required=False),
        verbose_name=_("member figures"),
        blank=True,
        help_text=_("How many members of what kind, with date and source."),
    )
    website_ja = models.URLField(_("website in Japanese"), blank=True)
    website_en = models.URLField(_("website in English"), blank=True)
    body = BlockField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("full_name"),
                FieldRowPanel([FieldPanel("acronym"), FieldPanel("founded_year")]),
                FieldPanel("founding"),
                FieldPanel("secretariat_city"),
                EntriesPanel("sectors"),
            ],
            heading=_("The network"),
        ),
        MultiFieldPanel(
            [FieldPanel("member_figures"), EntriesPanel("member_cities")], heading=_("Members")
        ),
        FieldRowPanel([FieldPanel("website_ja"), FieldPanel("website_en")], heading=_("Websites")),
        FieldPanel("body"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("summary"),
        TranslatableField("full_name"),
        SynchronizedField("acronym"),
        SynchronizedField("founded_year"),
        TranslatableField("founding"),
        SynchronizedField("secretariat_city"),
        SynchronizedField("sectors"),
        SynchronizedField("member_cities"),
        TranslatableField("member_figures"),
        SynchronizedField("website_ja"),
        SynchronizedField("website_en"),
        TranslatableField("body"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("full_name", boost=2),
        index.SearchField("acronym", boost=2),
        index.SearchField("founding"),
        index.SearchField("body"),
        index.AutocompleteField("acronym"),
        index.RelatedFields(
            "sectors", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.FilterField("founded_year"),
    ]
    parent_page_types: ClassVar[list[str]] = ["networks.NetworkIndexPage", "networks.NetworkPage"]
    subpage_types: ClassVar[list[str]] = ["networks.NetworkPage"]
    template = "networks/network_page.html"
    age_limit_years = 3

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def clean(self) -> None:
        super().clean()
        if self.founded_year and self.founded_year > timezone.localdate().year:
            raise ValidationError({"founded_year": _("Enter this year or an earlier one.")})

    def structured_data(self) -> dict[str, Any]:
        name = self.full_name or self.title
        also = [other for other in (self.title, self.acronym) if other and other != name]
        websites = [url for url in (self.website_ja, self.website_en) if url]
        own = self.website_en if self.language_code == "en" else self.website_ja
        data: dict[str, Any] = {"@type": "Organization", "name": name}
        if also:
            data["alternateName"] = also
        if self.founded_year:
            data["foundingDate"] = str(self.founded_year)
        if websites:
            data |= {"url": own or websites[0], "sameAs": websites}
        return data
