"""Sharing a draft: an editor's links to it, created and revoked."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page

from content.rights import rights
from delivery.models import PreviewLink

from . import actions, previews

LIFETIMES = [
    (1, gettext_lazy("one day")),
    (7, gettext_lazy("a week")),
    (30, gettext_lazy("30 days")),
]
SHOWN = 20


class PreviewLinkForm(forms.Form):
    """How long a link holds."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Link expires after"), choices=LIFETIMES, coerce=int, initial=7
    )


def preview_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the links to a page's draft, and create one."""
    page = editable_page(request, page_id)
    may_share = rights(request.user, page).can_share_draft()
    form = PreviewLinkForm(request.POST or None)
    if request.method == "POST" and not may_share:
        messages.error(
            request,
            _("Only the person who wrote this draft or who publishes the page can share it."),
        )
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        link = actions.share_preview(page, form.cleaned_data["days"], request.user)
        messages.success(
            request, _("The link has been created: %(link)s") % {"link": previews.address_of(link)}
        )
        return redirect(request.path)
    links = PreviewLink.objects.filter(page=page).select_related("created_by")[:SHOWN]
    return render(
        request,
        "delivery/admin/preview_links.html",
        {
            "page_title": _("Share a preview"),
            "header_title": _("Share a preview"),
            "page_subtitle": page.get_admin_display_title(),
            "header_icon": "view",
            "breadcrumbs_items": [
                {
                    "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "label": page.get_admin_display_title(),
                },
                {"url": "", "label": _("Share a preview")},
            ],
            "form": form if may_share else None,
            "links": [
                (link, previews.address_of(link), may_revoke(request, link)) for link in links
            ],
        },
    )


@require_POST
def revoke_preview(request: HttpRequest, link_id: int) -> HttpResponse:
    """Take a link back."""
    link = get_object_or_404(PreviewLink.objects.select_related("page"), pk=link_id)
    editable_page(request, link.page_id)
    if not may_revoke(request, link):
        raise PermissionDenied
    actions.revoke(link, request.user)
    messages.success(request, _("The link has been turned off."))
    return redirect("delivery_preview_links", link.page_id)


def may_revoke(request: HttpRequest, link: PreviewLink) -> bool:
    """Whether a person takes a link back: it is theirs, or they publish the page."""
    is_own = link.created_by_id == request.user.pk
    return is_own or rights(request.user, link.page).has("publish")


def editable_page(request: HttpRequest, page_id: int) -> Page:
    """Return a page that the person may edit.

    Raises:
        PermissionDenied: they may not.
    """
    page: Page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.specific
