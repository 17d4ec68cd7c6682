"""The bin in the admin: what is in it, out of it, and for good."""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from . import rights
from .emptying import remove_for_good
from .models import BinnedItem, Kind
from .restoring import CannotRestoreError, Restorer, restore

PER_PAGE = 50


def show(request: HttpRequest) -> HttpResponse:
    """List what somebody may restore, all of it or one kind."""
    kind = request.GET.get("kind", "")
    items = [item for item in rights.restorable(request.user) if kind in {"", item.kind}]
    context = {
        "page_title": pgettext("deleted things", "Bin"),
        "header_title": pgettext("deleted things", "Bin"),
        "header_icon": "bin",
        "items": Paginator(items, PER_PAGE).get_page(request.GET.get("p")),
        "kinds": Kind.choices,
        "kind": kind,
        "may_remove": request.user.is_superuser,
    }
    return render(request, "bin/admin/bin.html", context)


@require_POST
def bring_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Restore an item, say what was different about it, and lead to it."""
    item = BinnedItem.objects.filter(pk=item_id).first()
    if item is None:
        messages.info(request, _("This is no longer in the bin."))
        return redirect("bin")
    if not rights.may_restore(request.user, item):
        raise PermissionDenied
    may_publish = rights.may_publish(request.user, item)
    by = Restorer(request.user, may_publish, partial(rights.may_restore, request.user))
    try:
        restored = restore(item, by)
    except BinnedItem.DoesNotExist:
        messages.info(request, _("This is no longer in the bin."))
        return redirect("bin")
    except CannotRestoreError as error:
        messages.error(request, str(error))
        return redirect("bin")
    said = [_("“%(title)s” was restored.") % {"title": item.title}, *restored.notes]
    if item.was_public and not may_publish:
        said.append(_("It is a draft. Ask an approver to publish it."))
    messages.success(request, " ".join(said))
    return redirect(_address_of(request, item) or "bin")


def _address_of(request: HttpRequest, item: BinnedItem) -> str | None:
    """Return where a restored thing is edited, for whoever may edit it."""
    found = apps.get_model(item.model)._base_manager.get(pk=item.object_id)
    instance = found.specific if isinstance(found, Page) else found
    address: str | None = AdminURLFinder(request.user).get_edit_url(instance)
    return address


def remove(request: HttpRequest, item_id: int) -> HttpResponse:
    """Ask an administrator whether to remove an item for good, and do so."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        title = BinnedItem.objects.filter(pk=item_id).values_list("title", flat=True).first()
        if remove_for_good(item_id):
            messages.success(request, _("“%(title)s” was deleted for good.") % {"title": title})
        return redirect("bin")
    item = get_object_or_404(BinnedItem, pk=item_id)
    context = {
        "page_title": _("Delete for good"),
        "header_title": _("Delete for good"),
        "header_icon": "bin",
        "item": item,
    }
    return render(request, "bin/admin/remove.html", context)
