"""Into the bin: what is about to be deleted is written down, in the transaction that deletes it."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, ReferenceIndex

from media.models import Document, Image

from . import beside
from .models import BinnedItem, Kind
from .restoring import is_closed
from .rows import as_row, taken_along

_kept_until: ContextVar[datetime | None] = ContextVar("kept_until", default=None)


def take_kept_until() -> datetime | None:
    """Return until when that is kept which went into the bin here since this was asked last."""
    until = _kept_until.get()
    _kept_until.set(None)
    return until


def keep_page(page: Page, user: Any = None) -> bool:
    """Put a page into the bin with everything below it; return whether it was still there."""
    held = Page.objects.select_for_update().filter(pk=page.pk).first()
    if held is None:
        return False
    tree = Page.objects.descendant_of(held, inclusive=True)
    above = held.get_ancestors().order_by("depth").values_list("pk", flat=True)
    specific = held.specific
    mirrors = Page.objects.live().filter(alias_of__in=tree.values("pk"))
    _keep(
        tree,
        user,
        kind=Kind.PAGE,
        model="wagtailcore.page",
        object_id=held.pk,
        title=specific.get_admin_display_title()[:255],
        language=held.locale.language_code,
        was_public=tree.live().exists(),
        pages=tree.count(),
        above=list(above),
        uses=sorted({use for one in tree.specific() for use in _uses_of(one)}),
        named_by=_named_by(tree),
        # Wagtail unpublishes a page's mirrors before it is deleted.
        mirrors=list(mirrors.order_by("pk").values_list("pk", flat=True)),
        beside=beside.remember(list(tree)),
    )
    return True


class AlreadyDeletedError(Http404):
    """That somebody else has deleted a thing meanwhile: for whoever asks it is not there."""


def keep_single(instance: Model) -> None:
    """Put a picture, a document or a vocabulary entry into the bin.

    Raises:
        AlreadyDeletedError: it is gone already.
    """
    model = type(instance)
    held = model._base_manager.select_for_update().filter(pk=instance.pk)
    if not held.exists():
        raise AlreadyDeletedError(str(instance))
    is_file = isinstance(instance, Image | Document)
    kind = Kind.PICTURE if isinstance(instance, Image) else Kind.DOCUMENT
    _keep(
        [instance],
        None,
        kind=kind if is_file else Kind.ENTRY,
        model=model._meta.label_lower,
        object_id=instance.pk,
        title=str(instance)[:255],
        uses=sorted(set(_uses_of(instance))),
        named_by=_named_by(held),
        beside={"closed": is_closed(instance)} if is_file else {},
        files=[instance.file.name] if isinstance(instance, Image | Document) else [],
    )


def _keep(objects: Any, user: Any, **described: Any) -> None:
    rows, loosened = taken_along(objects)
    context = get_active_log_context()
    user = user or (context.user if context else None)
    item = BinnedItem.objects.create(
        deleted_by=user if user is not None and user.is_authenticated else None,
        rows=[as_row(row) for row in rows],
        loosened=loosened,
        **described,
    )
    _kept_until.set(item.kept_until)


def _uses_of(instance: Model) -> list[tuple[str, str]]:
    """Return what something names that is no page, by model and number."""
    found = []
    for to_kind, number, _path, _content in ReferenceIndex._extract_references_from_object(
        instance
    ):
        model = ContentType.objects.get_for_id(to_kind).model_class()
        if model is not None and not issubclass(model, Page):
            found.append((model._meta.label_lower, number))
    return found


def _named_by(objects: Any) -> list[tuple[str, str]]:
    """Return what names some objects, by model and number."""
    kind = ReferenceIndex._get_base_content_type(objects.model)
    keys = [str(key) for key in objects.values_list("pk", flat=True)]
    found = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=keys)
    rows = found.values_list("base_content_type", "object_id").distinct()
    known = {}
    for base, number in rows:
        if base == kind.pk and number in keys:
            continue
        model = ContentType.objects.get_for_id(base).model_class()
        if model is not None:
            known[base, number] = (model._meta.label_lower, number)
    return sorted(known.values())
