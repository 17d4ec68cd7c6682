"""Who sees a file that no public page shows, of an open collection: editors, and who is shown it.

A preview gives its files signed addresses (:func:`signed_addresses`), since whoever is sent the
link of a draft has no account. A page that is kept for some people lets them have its files too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

ADMIN_ACCESS = "wagtailadmin.access_admin"
PARAMETER = "preview"
SALT = "hashi.previewed-file"
#: How long the files of a preview can be fetched after it was opened.
LIFETIME = timedelta(hours=12)

_signing: ContextVar[bool] = ContextVar("signing", default=False)


@contextmanager
def signed_addresses() -> Iterator[None]:
    """Give the files that are rendered inside addresses at which anybody may fetch them today."""
    token = _signing.set(True)
    try:
        yield
    finally:
        _signing.reset(token)


def address_of(address: str, kind: str, pk: int) -> str:
    """Return a file's address, signed where a preview is being rendered."""
    if not _signing.get():
        return address
    return f"{address}?{PARAMETER}={TimestampSigner(salt=SALT).sign(f'{kind}-{pk}')}"


def may_see_unshown(request: HttpRequest, file: Any) -> bool:
    """Whether somebody sees a file of an open collection that no public page shows."""
    if _is_signed(request, file):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.has_perm(ADMIN_ACCESS) or _is_on_a_page_for(request, file)


def _is_signed(request: HttpRequest, file: Any) -> bool:
    signature = request.GET.get(PARAMETER, "")
    try:
        signed = TimestampSigner(salt=SALT).unsign(signature, max_age=LIFETIME)
    except BadSignature:
        return False
    return signed == f"{file._meta.model_name}-{file.pk}"


def _is_on_a_page_for(request: HttpRequest, file: Any) -> bool:
    """Whether a published page that is kept for some people, them included, uses a file."""
    users = ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)
    ids = [int(object_id) for object_id in users if object_id.isdecimal()]
    for page in Page.objects.live().filter(pk__in=ids):
        restrictions = list(page.get_view_restrictions())
        if restrictions and all(one.accept_request(request) for one in restrictions):
            return True
    return False
