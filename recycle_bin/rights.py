"""Who may see what is in the bin, and restore it: whoever could delete it where it stood.

A page stood below another, and the rights on that one decide, by the rule of
:mod:`content.rights`: with the right to publish everything, else what one deleted oneself. Of
files and entries their policies are asked, as if they were there still.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.rights import rights

from .models import BinnedItem, Kind
from .restoring import place_of
from .rows import SchemaHasChangedError, as_instance


def may_restore(user: Any, item: BinnedItem, known: Mapping[int, Page] | None = None) -> bool:
    """Whether somebody may see an item of the bin and restore it.

    ``known`` are the pages above by number, where they have been read for many items together.
    """
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    if item.kind == Kind.PAGE:
        tester = rights(user, place_of(item, known)[0])
        is_own = item.deleted_by_id == user.pk
        return tester.has("add") and (tester.has("publish") or is_own)
    try:
        instance = as_instance(
            {"model": item.model, "key": item.object_id, "values": item.own_row()}
        )
        policy = policy_registry.get(instance)
        return bool(policy.user_has_permission_for_instance(user, "delete", instance))
    except (ObjectDoesNotExist, SchemaHasChangedError):  # its collection is gone, or its table
        return False


def may_publish(user: Any, item: BinnedItem) -> bool:
    """Whether what somebody restores may be public at once."""
    return item.kind != Kind.PAGE or rights(user, place_of(item)[0]).has("publish")


def restorable(user: Any) -> list[BinnedItem]:
    """Return the items that somebody may see, the latest first, with few queries for any number.

    Of files the rights are those on their collection, and on what one has uploaded oneself.
    """
    others = BinnedItem.objects.select_related("deleted_by")
    pages = others.filter(kind=Kind.PAGE).defer("rows", "loosened", "beside")
    found = [*pages, *others.exclude(kind=Kind.PAGE)]
    found.sort(key=lambda item: (item.deleted_at, item.pk), reverse=True)
    above = Page.objects.in_bulk({page_id for item in pages for page_id in item.above})
    decided: dict[tuple[Any, ...], bool] = {}
    seen = []
    for item in found:
        key = _alike(item, user)
        if key not in decided:
            decided[key] = may_restore(user, item, above)
        if decided[key]:
            seen.append(item)
    return seen


def _alike(item: BinnedItem, user: Any) -> tuple[Any, ...]:
    """Return what decides about an item: those that have it in common are decided alike."""
    if item.kind not in {Kind.PICTURE, Kind.DOCUMENT}:
        return (item.pk,)
    row = item.own_row()
    return (item.model, row["collection_id"], row["uploaded_by_user_id"] == user.pk)
