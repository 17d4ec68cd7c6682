"""Municipal measures, partnerships and business support, and the section that lists them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from content.blocks import BodyStreamBlock, FigureBlock, SourceBlock
from content.date_fields import YearField
from content.editing.panels import EntriesPanel
from content.facets import choice_facet, vocabulary_facet, year_facet
from content.fields import BlockField
from content.models import BasePage, City, Country, Organisation, SectionIndexPage, Sector
from content.rich_text import RICH_TEXT_FEATURES

from .forms import MeasurePageForm

YEARS = [MinValueValidator(1900), MaxValueValidator(2200)]


class MeasureKind(models.TextChoices):
    POLICY = "policy", _("Municipal policy")
    PARTNERSHIP = "partnership", _("Partnership with citizens, businesses and organisations")
    BUSINESS_SUPPORT = "business_support", _("Support for businesses expanding overseas")


class MeasureIndexPage(SectionIndexPage):
    """The front page of the measures section."""

    facets = (
        choice_facet("kind", _("Kind"), MeasureKind.choices),
        vocabulary_facet("country", _("Country or region"), Country),
        vocabulary_facet("city", _("City"), City),
        vocabulary_facet("sector", _("Sector"), Sector),
        year_facet("year", _("Start year")),
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["measures.MeasurePage"]
    template = "measures/measure_index_page.html"

    class Meta:
        verbose_name = _("measures section")
        verbose_name_plural = _("measures sections")


class MeasurePage(BasePage):
    """A measure: what was difficult, what was done, and what came of it."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, for lists too."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MeasureKind.choices)
    city = models.ForeignKey(
        City,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country or region"),
        help_text=_("Filled in from the city if left empty."),
    )
    sectors = ParentalManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors")
    )
    period_start = YearField(
        _("start year"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Four digits, for example 2013."),
    )
    period_end = YearField(
        _("ended in"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Four digits, for example 2013. Leave empty if it is still running."),
    )
    challenge = RichTextField(_("challenge"), features=RICH_TEXT_FEATURES, blank=True)
    # A form field named "action" would take the place of the form's own address in scripts.
    action_taken = RichTextField(
        _("action"), db_column="action", features=RICH_TEXT_FEATURES, blank=True
    )
    results = RichTextField(_("results"), features=RICH_TEXT_FEATURES, blank=True)
    indicators = BlockField(
        StreamBlock([("figure", FigureBlock(template="blocks/key_figure.html"))], required=False),
        verbose_name=_("indicators"),
        blank=True,
    )
    partners = ParentalManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("partners")
    )
    lessons = RichTextField(_("lessons"), features=RICH_TEXT_FEATURES, blank=True)
    sources = BlockField(
        StreamBlock([("source", SourceBlock())], required=False),
        verbose_name=_("sources"),
        blank=True,
    )
    body = BlockField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    base_form_class = MeasurePageForm

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                EntriesPanel("sectors"),
                FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                EntriesPanel("partners"),
            ],
            heading=_("The measure"),
        ),
        FieldPanel("challenge"),
        FieldPanel("action_taken"),
        FieldPanel("results"),
        FieldPanel("indicators"),
        FieldPanel("lessons"),
        FieldPanel("sources"),
        FieldPanel("body"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("summary"),
        SynchronizedField("kind"),
        SynchronizedField("city"),
        SynchronizedField("country"),
        SynchronizedField("sectors"),
        SynchronizedField("period_start"),
        SynchronizedField("period_end"),
        TranslatableField("challenge"),
        TranslatableField("action_taken"),
        TranslatableField("results"),
        TranslatableField("indicators"),
        SynchronizedField("partners"),
        TranslatableField("lessons"),
        TranslatableField("sources"),
        TranslatableField("body"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("challenge"),
        index.SearchField("action_taken"),
        index.SearchField("results"),
        index.SearchField("lessons"),
        index.SearchField("body"),
        index.RelatedFields(
            "sectors", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.FilterField("kind"),
    ]
    parent_page_types: ClassVar[list[str]] = ["measures.MeasureIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "measures/measure_page.html"
    age_limit_years = 5

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def clean(self) -> None:
        super().clean()
        if self.city and self.country is None:
            self.country = self.city.country
        if self.city and self.city.country_id != self.country_id:
            raise ValidationError(
                {"country": _("This city is in another country. Change the city or the country.")}
            )
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError(
                {"period_end": _("Enter an end year that is not before the start year.")}
            )

    @property
    def place(self) -> str:
        """Where it takes place: the city with its country, or the country."""
        if self.city and self.country:
            return f"{self.city.name} ({self.country.name})"
        return self.country.name if self.country else ""

    def structured_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"@type": "Article", "headline": self.title}
        if self.place:
            data["contentLocation"] = {"@type": "Place", "name": self.place}
        return data
