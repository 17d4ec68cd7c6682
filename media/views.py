"""Documents over HTTP: Wagtail checks who may read one, this room says who may keep a copy."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.documents.views import serve as wagtail_documents

from http_cache import policies
from text.characters import clean_file_name

from .former import document_now
from .models import Document
from .ranges import part_of
from .unshown import may_see_unshown
from .visibility import is_shown

#: What a request has to whose sender a file is served that no public page shows.
UNSHOWN = "is_for_an_unshown_file"


@csrf_exempt
@require_safe
def serve_document(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Serve a document as Wagtail does, and keep what is not everybody's out of caches.

    The name of a file that has been replaced leads to the new one.

    A public one may be kept, but is asked for again each time (``no-cache``; its checksum is its
    ETag): it leaves every shared cache as soon as its collection is closed.

    Raises:
        Http404: there is no such document, or its file has another name.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is not None and clean_file_name(document.filename) == document_filename:
        document_filename = document.filename  # stored before names were kept in NFC
    elif document is not None and (now := document_now(request, document, document_filename)):
        return now
    response: Any = wagtail_documents.serve(request, document_id, document_filename)
    if response.headers.get("Content-Encoding") == "None":  # of a file in no encoding
        del response.headers["Content-Encoding"]
    if document is not None and document.is_public and not hasattr(request, UNSHOWN):
        response.headers.setdefault("Cache-Control", policies.ASKED_AGAIN)
    else:
        add_never_cache_headers(response)
    return part_of(request, response, document.file) if document is not None else response


def refuse_unshown(document: Document, request: HttpRequest) -> None:
    """Let only few have a document of an open collection that no public page shows.

    Wagtail's own check decides about closed collections.

    Raises:
        Http404: the document is nobody's yet, and this person is none of those few.
    """
    shown = Document.objects.filter(is_shown(Document), pk=document.pk)
    if not document.is_public or shown.exists():
        return
    if not may_see_unshown(request, document):
        raise Http404
    setattr(request, UNSHOWN, True)
