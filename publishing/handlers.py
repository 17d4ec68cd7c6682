"""The one file that listens to signals: each handler records what happened, and nothing else.

Only what hides a page is acted on before it happens (:mod:`.hiding`).

What Wagtail sends, and when, is in docs/traps.md. What it does in the admin without a signal is
recorded in :mod:`.wagtail_hooks`; what neither tells, ``readmodel repair`` finds.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from content import dependencies
from content.models import Vocabulary
from content.models.tags import PageTag
from media.models import Document as File
from media.models import Image

from .writing import invalidation
from .writing.hiding import hide_before_move, hide_page, hide_tree
from .writing.recording import record, record_departure

#: Fields of a page that saving a draft writes, and no reader sees.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def on_page_saved(
    sender: type, instance: Page, update_fields: Any = None, raw: bool = False, **_kwargs: Any
) -> None:
    only_bookkeeping = update_fields is not None and set(update_fields) <= BOOKKEEPING
    if not only_bookkeeping and not raw:
        record(dependencies.page_name(instance.pk))


def before_page_is_saved(
    sender: type, instance: Page, update_fields: Any = None, raw: bool = False, **_kwargs: Any
) -> None:
    only_other_fields = update_fields is not None and "live" not in update_fields
    if not instance.live and not only_other_fields and not raw:
        hide_page(instance)


def before_page_is_deleted(sender: type, instance: Page, **_kwargs: Any) -> None:
    hide_page(instance)


def before_page_is_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    hide_before_move(instance, kwargs["parent_page_after"])


def before_page_privacy(
    sender: type, instance: PageViewRestriction, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        hide_tree(instance.page_id)


def on_page_deleted(sender: type, instance: Page, **_kwargs: Any) -> None:
    record(dependencies.page_name(instance.pk))


def on_page_leaving(sender: type, instance: Page, **_kwargs: Any) -> None:
    record_departure(instance)


def on_page_published(sender: type, instance: Page, **_kwargs: Any) -> None:
    record(dependencies.page_name(instance.pk))


def on_page_address_changed(sender: type, instance: Page, **_kwargs: Any) -> None:
    record(invalidation.tree_name(instance.pk))


def on_page_moved(sender: type, instance: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    record(invalidation.order_name(parent_page_after.pk), invalidation.tree_name(instance.pk))


def on_page_privacy(sender: type, instance: PageViewRestriction, **_kwargs: Any) -> None:
    record(invalidation.tree_name(instance.page_id))


def on_collection(sender: type, instance: Collection, **_kwargs: Any) -> None:
    record(invalidation.collection_name(instance.pk))


def on_collection_privacy(
    sender: type, instance: CollectionViewRestriction, **_kwargs: Any
) -> None:
    record(invalidation.collection_name(instance.collection_id))


def on_image(sender: type, instance: Image, **_kwargs: Any) -> None:
    record(dependencies.image_name(instance.pk))


def on_file(sender: type, instance: File, **_kwargs: Any) -> None:
    record(dependencies.file_name(instance.pk))


def on_vocabulary_entry(sender: type, instance: Vocabulary, **_kwargs: Any) -> None:
    record(dependencies.entry_name(instance))


def on_tag(sender: type, instance: PageTag, **_kwargs: Any) -> None:
    record(
        *map(
            dependencies.page_name,
            instance.tagged_pages.values_list("content_object_id", flat=True),
        )
    )


def on_settings(sender: type, **_kwargs: Any) -> None:
    record(dependencies.SETTINGS)


def on_every_address(sender: type, **_kwargs: Any) -> None:
    Site.clear_site_root_paths_cache()  # Wagtail does so too, and perhaps after this
    record(invalidation.EVERYTHING)


def connect() -> None:
    """Listen to everything that changes what the public may read."""

    def listen(signal: Any, handler: Any, *senders: type) -> None:
        for sender in senders or (None,):
            label = getattr(sender, "__name__", "any")
            signal.connect(
                handler, sender=sender, dispatch_uid=f"publishing.{handler.__name__}.{label}"
            )

    page_types = [model for model in apps.get_models() if issubclass(model, Page)]
    entries = [model for model in apps.get_models() if issubclass(model, Vocabulary)]
    settings = [model for model in apps.get_models() if issubclass(model, BaseSiteSetting)]
    listen(pre_save, before_page_is_saved, *page_types)
    listen(pre_delete, before_page_is_deleted, Page)
    listen(pre_page_move, before_page_is_moved)
    listen(pre_save, before_page_privacy, PageViewRestriction)
    listen(post_save, on_page_saved, *page_types)
    listen(pre_delete, on_page_leaving, Page)
    listen(post_delete, on_page_deleted, *page_types)
    listen(page_published, on_page_published)
    listen(page_unpublished, on_page_published)
    listen(page_slug_changed, on_page_address_changed)
    listen(post_page_move, on_page_moved)
    for signal in (post_save, post_delete):
        listen(signal, on_page_privacy, PageViewRestriction)
        listen(signal, on_collection_privacy, CollectionViewRestriction)
        listen(signal, on_image, Image)
        listen(signal, on_file, File)
        listen(signal, on_vocabulary_entry, *entries)
        listen(signal, on_settings, *settings)
        listen(signal, on_every_address, Site, Locale)
    listen(post_save, on_collection, Collection)
    listen(post_save, on_tag, PageTag)
    listen(pre_delete, on_tag, PageTag)  # afterwards no page carries it
