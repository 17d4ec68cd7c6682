"""For good: an item and its files, once its time is over or an administrator says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import BinnedItem

Progress = Callable[[int, int], None]


def remove_for_good(item_id: int) -> bool:
    """Remove an item and its files; return whether it was still there.

    The files go first: whatever fails then is tried again with the next emptying.
    """
    with transaction.atomic():
        item = BinnedItem.objects.select_for_update().filter(pk=item_id).first()
        if item is None:
            return False
        for name in item.files:
            model = apps.get_model(item.model)
            if not model._base_manager.filter(file=name).exists():
                model._meta.get_field("file").storage.delete(name)  # type: ignore[union-attr]
        item.delete()
    return True


def empty(progress: Progress = lambda _done, _total: None) -> int:
    """Remove what has been in the bin for longer than it is kept; return how many items."""
    over = timezone.now() - timedelta(days=settings.BIN_DAYS)
    ids = list(
        BinnedItem.objects.filter(deleted_at__lte=over)
        .order_by("deleted_at", "pk")
        .values_list("pk", flat=True)
    )
    removed = 0
    for done, item_id in enumerate(ids, 1):
        removed += remove_for_good(item_id)
        progress(done, len(ids))
    return removed
