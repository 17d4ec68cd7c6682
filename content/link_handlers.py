"""Rich text links that never break: what the public may not read is plain text."""

from __future__ import annotations

from django.utils.html import escape, format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from .languages import active_language
from .links import public_documents
from .visibility import public_links


class PublicPageLinkHandler(PageLinkHandler):
    """Link to the page in the language being read; to nothing when it is not public."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [attrs["id"] for attrs in attrs_list if attrs.get("id", "").isdecimal()]
        links = public_links(int(page_id) for page_id in ids)
        language = active_language()
        tags = []
        for attrs in attrs_list:
            page_id = attrs.get("id", "")
            link = links.get(int(page_id)) if page_id.isdecimal() else None
            if link is None:
                tags.append("<a>")
            elif link.language_code == language:
                tags.append(f'<a href="{escape(link.url)}">')
            else:
                tags.append(
                    f'<a href="{escape(link.url)}" hreflang="{escape(link.language_code)}">'
                )
        return tags


class PublicDocumentLinkHandler(DocumentLinkHandler):
    """Link to a document of a public collection; to nothing otherwise."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [attrs["id"] for attrs in attrs_list if attrs.get("id", "").isdecimal()]
        documents = public_documents(int(document_id) for document_id in ids)
        return [
            format_html('<a href="{}">', document.url)
            if (document := documents.get(int(attrs["id"])) if attrs.get("id") in ids else None)
            else "<a>"
            for attrs in attrs_list
        ]
