"""A section's front page: its introduction, and the ways of narrowing its list."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, TranslatableField

from ..facets import ListFacet
from ..rich_text import RICH_TEXT_FEATURES
from .base import BasePage


class SectionIndexPage(BasePage):
    """The front page of a section, which declares its facets; it lists the section's documents."""

    schema_type = "CollectionPage"
    is_fixed = True
    #: The ways of narrowing this section's list, in the order in which readers see them.
    facets: ClassVar[tuple[ListFacet, ...]] = ()

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    empty_text = RichTextField(
        _("what belongs here"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Shown until this section has its first page."),
    )

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("empty_text"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("empty_text"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
    ]

    #: A language has each section once.
    max_count_per_parent = 1

    def is_navigable(self) -> bool:
        """Whether lists lead into this page: into an empty section too, to begin it."""
        return True

    class Meta:
        abstract = True
