"""A section's front page: its introduction, its list and the ways of narrowing it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, TranslatableField

from cms.media.models import Image
from cms.media.visibility import public_files

from ..facets import Facet, Selection, describe, narrow
from ..list_pages import ListPages, asked_page, list_furniture
from ..pictures import CARD_RENDITION
from ..rich_text import RICH_TEXT_FEATURES
from .base import BasePage

ITEMS_PER_PAGE = 20


class SectionIndexPage(BasePage):
    """The front page of a section. A section declares its facets and where its items come from."""

    schema_type = "CollectionPage"
    #: The ways of narrowing this section's list, in the order in which readers see them.
    facets: ClassVar[tuple[Facet, ...]] = ()

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    empty_text = RichTextField(
        _("what belongs here"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Shown as long as this section holds no item."),
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

    class Meta:
        abstract = True

    def items_queryset(self) -> QuerySet[Any]:
        """Return the public items of this section, in the order in which they are listed."""
        raise NotImplementedError

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        address = self.url or ""
        selection = Selection.from_query(request.GET, self.facets)
        everything = self.items_queryset()
        facets, active_filters = describe(everything, self.facets, selection, address)
        paginator = Paginator(
            with_card_data(narrow(everything, self.facets, selection)), ITEMS_PER_PAGE
        )
        items = paginator.get_page(asked_page(request.GET.get("page")))
        context.update(
            items=items,
            total=paginator.count,
            section_is_empty=not selection.values and paginator.count == 0,
            facets=[facet for facet in facets if facet.values],
            active_filters=active_filters,
            reset_url=address,
            list_pages=ListPages.around(items, selection.values, address),
            **list_furniture(context, selection.values, items.number),
        )
        return context


def with_card_data(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch what a list of cards shows, in a fixed number of queries."""
    pictures = public_files(Image.objects.prefetch_renditions(CARD_RENDITION))
    relations = queryset.model.card_relations
    return queryset.select_related("locale").prefetch_related(
        Prefetch("listing_image", queryset=pictures), *relations
    )
