"""Deleting a picture or a document: refused, with the places to change first, while it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import policy_registry

from content.file_usage import where_file_used
from content.usage import Use, nameable
from media.models import Document, Image

from .doors import Refused, guard

#: Uses that are named; the rest is counted.
MOST_NAMED = 20


@guard("wagtailimages:delete", "wagtailimages:delete_multiple")
def refuse_deleting_used_picture(request: HttpRequest, image_id: int) -> None:
    _refuse(request, Image.objects.filter(pk=image_id).first(), "wagtailimages:edit")


@guard("wagtaildocs:delete", "wagtaildocs:delete_multiple")
def refuse_deleting_used_document(
    request: HttpRequest, document_id: int = 0, doc_id: int = 0
) -> None:
    found = Document.objects.filter(pk=document_id or doc_id).first()
    _refuse(request, found, "wagtaildocs:edit")


def _refuse(request: HttpRequest, file: Image | Document | None, edit_view: str) -> None:
    """Refuse before the question whether to delete, to whoever might otherwise.

    Raises:
        Refused: the file is used.
    """
    if file is None:
        return
    policy = policy_registry.get(file)
    if not policy.user_has_permission_for_instance(request.user, "delete", file):
        return  # the view says so
    if uses := where_file_used(file):
        raise Refused(still_used(file, uses, request.user), reverse(edit_view, args=[file.pk]))


def still_used(file: Image | Document, uses: Sequence[Use], user: Any) -> str:
    """Say that a file is kept, and where it is used, as far as somebody may know."""
    refusal = ngettext(
        "“%(file)s” is used in %(count)s place and was not deleted. Remove it there first:",
        "“%(file)s” is used in %(count)s places and was not deleted. Remove it there first:",
        len(uses),
    ) % {"file": file.title, "count": len(uses)}
    finder = AdminURLFinder(user)
    named = [_named(use, finder.get_edit_url(use.user)) for use in nameable(uses, user)]
    named = named[:MOST_NAMED]
    if others := len(uses) - len(named):
        more = ngettext("%(count)s more place", "%(count)s more places", others)
        named.append(format_html("{}", more % {"count": others}))
    places = format_html_join("", "<li>{}</li>", ((one,) for one in named))
    return format_html("{} <ul>{}</ul>", refusal, places)


def _named(use: Use, address: str | None) -> str:
    title = format_html('<a href="{}">{}</a>', address, use.title) if address else use.title
    draft = _("(in a draft)") if use.only_in_draft else ""
    return format_html("{} {} ({}: {})", title, draft, use.type_label, use.field_label)


def leave_out_used_files(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Keep those of several files that are used, and say why; the rest is deleted."""
    if action_type != "delete":
        return None
    used = [
        (file, uses)
        for file in objects
        if isinstance(file, Image | Document) and (uses := where_file_used(file))
    ]
    for file, uses in used:
        messages.error(request, still_used(file, uses, request.user))
        objects.remove(file)
    return redirect(action.next_url) if used and not objects else None
