"""Addresses that a file or a picture had before it was replaced: they lead to what it is now.

They are kept by file and by picture, so however often one is replaced, each address leads to the
newest at once. They go with it. An address that is in use again is that of what uses it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from wagtail.images.models import SourceImageIOError

from http_cache import policies
from text.characters import clean_file_name

from .models import Document, FormerPicture, Image
from .unshown import ADMIN_ACCESS, PARAMETER, may_see_unshown
from .visibility import is_shown


def picture_now(request: HttpRequest, path: str) -> HttpResponseRedirect | None:
    """Lead from an address of before to the picture, where this person may have it.

    To the public: the sizes of pictures that public pages show.
    """
    former = (
        FormerPicture.objects.filter(path=path)
        .select_related("image__collection")
        .annotate(is_shown=is_shown(Image, "image_id"))
        .first()
    )
    if former is None:
        return None
    image = former.image
    is_open = bool(former.filter_spec) and image.is_public
    is_everybodys = is_open and former.is_shown
    if not is_everybodys and not _is_for(request, image, is_open=is_open):
        return None
    try:
        file: Any = image.get_rendition(former.filter_spec) if former.filter_spec else image.file
    except (SourceImageIOError, ValueError):
        return None
    return _to(request, file.url, is_everybodys=is_everybodys)


def document_now(
    request: HttpRequest, document: Document, name: str
) -> HttpResponseRedirect | None:
    """Lead from a document's name of before to its file, where this person may have that."""
    try:
        document.former_names.get(name=clean_file_name(name))  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        return None
    shown = type(document).objects.filter(is_shown(type(document)), pk=document.pk)
    is_everybodys = document.is_public and shown.exists()
    if not is_everybodys and not _is_for(request, document, is_open=document.is_public):
        return None
    return _to(request, document.url, is_everybodys=is_everybodys)


def _is_for(request: HttpRequest, file: Image | Document, *, is_open: bool) -> bool:
    """Whether this person may have what is not everybody's."""
    return _is_an_editor(request) or (is_open and may_see_unshown(request, file))


def _is_an_editor(request: HttpRequest) -> bool:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and request.user.has_perm(ADMIN_ACCESS)


def _to(request: HttpRequest, address: str, *, is_everybodys: bool) -> HttpResponseRedirect:
    """Redirect for now: the address may be in use again one day."""
    if signature := request.GET.get(PARAMETER):
        address = f"{address}?{PARAMETER}={signature}"
    response = HttpResponseRedirect(address)
    if is_everybodys:
        response.headers["Cache-Control"] = policies.REVALIDATED
    else:
        add_never_cache_headers(response)
    return response
