"""The home page and general pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from content.blocks import BodyStreamBlock
from content.fields import BlockField
from content.models import BasePage
from content.rich_text import RICH_TEXT_FEATURES


class HomePage(BasePage):
    """A language's front page."""

    is_fixed = True

    lead = RichTextField(
        _("lead"),
        features=RICH_TEXT_FEATURES,
        help_text=_("What this site is for, in two or three sentences."),
    )

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        InlinePanel("featured", label=_("featured page"), heading=_("Featured pages"), max_num=6),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *(field for field in BasePage.translatable_fields if field.field_name != "slug"),
        TranslatableField("lead"),
        SynchronizedField("featured"),
    ]
    # The home pages of both languages are neighbours below the root: they cannot share a slug.
    independent_fields = (*BasePage.independent_fields, "slug")
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("lead"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count_per_parent = len(settings.LANGUAGES)
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        super().clean()
        others = HomePage.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"title": _("This language already has a home page.")})

    def structured_data(self) -> dict[str, Any]:
        return {"@type": "WebSite"}


class FeaturedPage(Orderable):
    """A page that the home page puts forward. The reader's language is found when it is shown."""

    home_page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels: ClassVar[list[Panel]] = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured page")
        verbose_name_plural = _("featured pages")


class ContentPage(BasePage):
    """A general page, such as those about the site; may hold more of its kind."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, for lists too."),
    )
    body = BlockField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    template = "home/content_page.html"
    age_limit_years = 3

    class Meta:
        verbose_name = _("general page")
        verbose_name_plural = _("general pages")
