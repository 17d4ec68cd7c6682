"""Drafts for those who may see them: by a link that an editor shared, or by a token.

Two kinds of preview tokens are understood: those of :class:`~.models.PreviewLink`, and those with
which the editor's own preview opens an external front end (wagtail-headless-preview).
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pydantic import ValidationError
from wagtail.models import Page
from wagtail_headless_preview.models import PagePreview

from content.addresses import absolute_url
from content.models import PageNumber
from delivery.http import limits
from delivery.http.parameters import LARGEST_NUMBER
from delivery.http.problems import Problem
from delivery.http.responses import fresh, json_bytes, written_moment
from delivery.models import PreviewLink, Scope
from media.unshown import signed_addresses
from publishing.writing.related import related_documents
from publishing.writing.render import render

from .tokens import require

logger = logging.getLogger(__name__)

SALT = "hashi.preview-link"
#: Of the tokens that the editor's own preview makes.
EDITOR_SALT = "headlesspreview.token"
EDITOR_LIFETIME = timedelta(hours=12)
#: Nobody keeps a draft, finds it by a search engine, or is told where a reader came from.
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class Draft:
    """A page as it would be if it were published now, and until when that may be seen."""

    page: Page
    expires_at: datetime | None


def token_for(link: PreviewLink) -> str:
    """Return the token of a link; it is signed, so that nobody can guess another."""
    return Signer(salt=SALT).sign(str(link.pk))


def address_of(link: PreviewLink) -> str:
    """Return the address to share: of the external front end, or of the site itself."""
    token = token_for(link)
    return front_end_address(token) or absolute_url(f"/preview/{token}/")


def front_end_address(token: str) -> str | None:
    """Return where the external front end shows a draft, ``None`` where there is no front end."""
    client = settings.PREVIEW_CLIENT_URL
    return f"{client}?{urlencode({'preview': token})}" if client else None


def shared_draft(request: HttpRequest, token: str) -> Draft:
    """Return the draft that a preview token shows; each try counts.

    Raises:
        Problem: the token is none of ours, has expired or was revoked, or there were too many.
    """
    limits.count_client(request, "previews", settings.DELIVERY_PREVIEWS_PER_MINUTE)
    draft = _by_link(token) or _by_editors_preview(token)
    if draft is None:
        raise Problem(
            "not-found",
            _("This preview has ended. Ask whoever sent you the link for a new one."),
        )
    return draft


def _by_link(token: str) -> Draft | None:
    try:
        key = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    link = PreviewLink.objects.filter(pk=key).select_related("page").first()
    if link is None or not link.is_valid:
        return None
    return Draft(newest_draft(link.page), link.expires_at)


def _by_editors_preview(token: str) -> Draft | None:
    try:
        TimestampSigner(salt=EDITOR_SALT).unsign(token, max_age=EDITOR_LIFETIME)
    except BadSignature:
        return None
    preview = PagePreview.objects.filter(token=token).first()
    return Draft(preview.as_page(), None) if preview else None


def newest_draft(page: Page) -> Page:
    """Return a page as its editors last left it."""
    draft: Page = page.get_latest_revision_as_object()
    return draft


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the draft that a preview token shows, in the shape of a page.

    Raises:
        Problem: the token shows nothing, or the draft is not complete yet.
    """
    return unkept(preview_of(shared_draft(request, token)))


def draft_by_number(request: HttpRequest, number: int, locale: str) -> HttpResponse:
    """Answer a token that may read drafts with the newest draft of a page, as pages are answered.

    Raises:
        Problem: the token may not, there is no such page, or its draft is not complete yet.
    """
    require(request, Scope.READ_DRAFTS)
    found = None
    if 0 < number <= LARGEST_NUMBER:
        keys = _keys_of(number)
        found = Page.objects.filter(
            translation_key__in=keys, locale__language_code=locale, alias_of=None
        ).first()
    if found is None:
        raise Problem("not-found", _("No page has this number."))
    return unkept(preview_of(Draft(newest_draft(found), None))["page"])


def _keys_of(number: int) -> Any:
    return PageNumber.objects.filter(pk=number).values("translation_key")


def preview_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as the answer to its link has it.

    Raises:
        Problem: it cannot be shown yet, since something that readers need is missing.
    """
    page = draft.page
    try:
        with signed_addresses():
            rendered = render(page, timezone.now(), related_documents)
    except (ValidationError, LookupError) as error:
        logger.info("The draft of page %s cannot be shown: %r", page.pk, error)
        raise Problem(
            "not-ready",
            _("This draft lacks something that readers need. Complete it and save it first."),
        ) from error
    return {
        "expires_at": written_moment(draft.expires_at),
        "is_live": bool(page.live),
        "page": {
            "requested_locale": rendered.locale,
            "is_fallback": False,
            "etag": "",
            **json.loads(rendered.body),
        },
    }


def unkept(value: Any) -> HttpResponse:
    """Answer with a draft, which nobody may keep."""
    response = fresh(json_bytes(value))
    for name, header in HEADERS.items():
        response.headers[name] = header
    return response
