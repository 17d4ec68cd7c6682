"""What the texts and blocks of a page point at, resolved together.

Files are noted as shown (see :mod:`content.dependencies`), hidden or not.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from media.models import Document
from media.visibility import learn_once, public_files

from .dependencies import file_name, note
from .visibility import public_links


def public_document(document: Document | None) -> Document | None:
    """Pass a document on when the public may read it."""
    if document is None:
        return None
    if document.pk:
        note(file_name(document.pk))
    return document if document.is_public else None


def public_documents(document_ids: Iterable[int]) -> dict[int, Document]:
    """Return the documents that the public may read; a response that only reads asks once."""
    wanted = set(document_ids)
    note(*(file_name(document_id) for document_id in wanted))
    empty: dict[int, Document | None] = {}
    known = learn_once("linked documents", lambda: empty)
    if unknown := wanted - known.keys():
        found = public_files(Document.objects.filter(pk__in=unknown))
        known.update(dict.fromkeys(unknown) | {document.pk: document for document in found})
    return {pk: document for pk in wanted if (document := known[pk]) is not None}


def learn_links_of(*pages: Page) -> None:
    """Resolve at once what all the texts and blocks of pages link to, before they are rendered."""
    linked: dict[type[Model], set[int]] = {Page: set(), Document: set()}
    for page in pages:
        for field in page._meta.get_fields():
            if isinstance(field, (RichTextField, StreamField)):
                value = field.value_from_object(page)
                for model, object_id, *_path in field.extract_references(value):
                    if model in linked and str(object_id).isdecimal():
                        linked[model].add(int(object_id))
    public_links(linked[Page])
    public_documents(linked[Document])
