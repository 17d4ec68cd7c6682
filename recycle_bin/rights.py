"""Who may see what is in the bin, and restore it: whoever could delete it where it stood.

A page stood below another, and the rights on that one decide, by the rule of
:mod:`content.rights`: with the right to publish everything, else what one deleted oneself. Of
files and entries their policies are asked, as if they were there still.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from wagtail.permissions import policy_registry

from content.rights import rights

from .models import BinnedItem, Kind
from .restoring import place_of
from .rows import SchemaHasChangedError, as_instance


def may_restore(user: Any, item: BinnedItem) -> bool:
    """Whether somebody may see an item of the bin and restore it."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    if item.kind == Kind.PAGE:
        tester = rights(user, place_of(item)[0])
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
    """Return the items that somebody may see, the latest first."""
    others = BinnedItem.objects.select_related("deleted_by")
    pages = others.filter(kind=Kind.PAGE).defer("rows", "loosened", "beside")
    found = [*pages, *others.exclude(kind=Kind.PAGE)]
    found.sort(key=lambda item: (item.deleted_at, item.pk), reverse=True)
    return [item for item in found if may_restore(user, item)]
