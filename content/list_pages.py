"""A list that spans pages: the addresses of its pages, and what its choices mean for the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatedPage

from .facets import query_string
from .furniture import LanguageLink, alternates

Choice = Mapping[str, Collection[str]]

PAGE_DIGITS = 6


def asked_page(value: str | None) -> int:
    """Return the number of the page that an address asks for, the first where it asks for none."""
    text = value or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= PAGE_DIGITS
    return max(1, int(text)) if is_number else 1


def page_query(choice: Choice, number: int) -> str:
    """Return the end of the address of a list's page; the first page is not named."""
    return query_string({**choice, "page": (str(number),)} if number > 1 else choice)


@dataclass(frozen=True)
class ListPage:
    """A page of a list; one without an address stands for those that are left out."""

    number: int
    url: str


@dataclass(frozen=True)
class ListPages:
    """The pages of a list that its pagination shows."""

    shown: list[ListPage]
    previous: ListPage | None
    following: ListPage | None

    @classmethod
    def around(cls, items: PaginatedPage[Any], choice: Choice, list_url: str) -> ListPages:
        """Return the pages around one of them, as chosen, of the list at ``list_url``."""

        def at(number: int) -> ListPage:
            return ListPage(number, list_url + page_query(choice, number))

        numbers = items.paginator.get_elided_page_range(items.number, on_each_side=2)
        return cls(
            shown=[
                at(number) if isinstance(number, int) else ListPage(0, "") for number in numbers
            ],
            previous=at(items.number - 1) if items.has_previous() else None,
            following=at(items.number + 1) if items.has_next() else None,
        )


def list_furniture(context: Mapping[str, Any], choice: Choice, number: int) -> dict[str, Any]:
    """Return what of a page's furniture depends on the choice and the page of its list.

    The language switch keeps both, since codes are the same in each language. Search engines are
    sent from a narrowed list to the whole one, and know each page of the whole list by itself.
    """
    links: list[LanguageLink] = context["language_links"]
    canonical = "" if choice else page_query({}, number)
    return {
        "language_links": [link.with_query(page_query(choice, number)) for link in links],
        "alternates": alternates([link.with_query(canonical) for link in links]),
        "canonical_url": context["canonical_url"] + canonical,
    }
