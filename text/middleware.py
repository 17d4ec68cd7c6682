"""What a request says, cleaned before anybody reads it."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes, quote_plus, unquote_plus

from django.http import HttpRequest, HttpResponse, QueryDict

from .characters import clean, clean_address, clean_file_name

#: What stands in an address as it is, or begins what does not.
ASCII = string.ascii_letters + string.digits + string.punctuation
#: A field of which each character counts, and whose text nobody reads.
SECRET = "password"  # noqa: S105  # part of a field's name


class CleanTextMiddleware:
    """Clean address, parameters, fields and names of files; a form is read when a view asks.

    An address with a character that none can have is answered as any that nothing stands at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path = clean_address(request.path)
        request.path_info = clean_address(request.path_info)
        query = request.META.get("QUERY_STRING", "")
        if not query.isascii():  # sent as bytes that nobody has encoded
            query = quote_from_bytes(query.encode("latin-1", "replace"), safe=ASCII)
        if "%" in query:
            request.META["QUERY_STRING"] = clean_query(query)
        if request.method == "POST":
            self._clean_form_when_read(request)
        return self.get_response(request)

    @staticmethod
    def _clean_form_when_read(request: Any) -> None:
        load = request._load_post_and_files

        def load_and_clean() -> None:
            load()
            request._post = clean_fields(request._post)
            for files in getattr(request, "_files", {}).values():
                for file in files if isinstance(files, list) else [files]:
                    file.name = clean_file_name(file.name)

        request._load_post_and_files = load_and_clean


def clean_query(query: str) -> str:
    """Return the query of an address with every name and value cleaned; the rest as it is."""
    return "&".join(
        "=".join(_cleaned_part(part) for part in pair.split("=", 1)) for pair in query.split("&")
    )


def _cleaned_part(part: str) -> str:
    if "%" not in part:
        return part
    text = unquote_plus(part, errors="replace")
    cleaned = clean(text)
    if not cleaned.strip() and any(map(_is_no_text, text)):
        # Something was asked for that nothing can be called, which is not the same as nothing.
        cleaned = "\N{REPLACEMENT CHARACTER}"
    return part if cleaned == text else quote_plus(cleaned)


def _is_no_text(character: str) -> bool:
    """Whether a character is neither text nor white space; NUL is refused by itself."""
    is_space = character in "\t\n\v\f\r\0"
    return not is_space and unicodedata.category(character) in {"Cc", "Cf", "Cn", "Cs"}


def clean_fields(fields: QueryDict) -> QueryDict:
    """Return the fields of a form with every value cleaned; passwords stay as they were typed."""
    if all(
        text.isascii() and text.isprintable() for _name, texts in fields.lists() for text in texts
    ):
        return fields
    cleaned = fields.copy()
    for name, texts in fields.lists():
        if SECRET not in name:
            cleaned.setlist(name, [_clean_typed(text) for text in texts])
    cleaned._mutable = False
    return cleaned


def _clean_typed(text: str) -> str:
    """Clean a field; lines keep the ends that browsers send."""
    return clean(text).replace("\n", "\r\n") if "\r\n" in text else clean(text)
