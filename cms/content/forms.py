"""The form in which editors write a page."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class BasePageForm(WagtailAdminPageForm):
    """Asks for no address, and of a draft for nothing that it may still lack.

    Addresses hold Latin letters only, and most titles are Japanese.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _post_clean(self) -> None:
        self.instance.may_be_incomplete = self.is_deferred_validation
        super()._post_clean()

    def clean_slug(self) -> str:
        """Return the address as written, as it was, from the title's Latin letters, or a number."""
        written: str = self.cleaned_data["slug"] or self.instance.slug
        return written or free_slug(
            self.instance, self.parent_page, self.cleaned_data.get("title", "")
        )


def free_slug(page: Page, parent: Page, title: str) -> str:
    """Return an address that no page below a parent has: the title's own, or ``network-3``."""
    taken = set(parent.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    from_title = slugify(title)
    if from_title and from_title not in taken:
        return from_title
    stem = from_title or page._meta.model_name.removesuffix("page")
    return next(slug for number in count(1) if (slug := f"{stem}-{number}") not in taken)
