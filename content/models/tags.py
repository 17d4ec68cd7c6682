from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase


class PageTag(TagBase):
    """A free word on pages. Each language has words of its own; for shared terms see Sector."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TaggedPage(ItemBase):
    """That a page carries a tag."""

    tag = models.ForeignKey(PageTag, on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("tagged page")
        verbose_name_plural = _("tagged pages")
