"""Renders a page once into a document: everything that a reader needs, resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from content import representation
from content.addresses import own_address_left_open
from content.dependencies import collecting
from content.models import BasePage
from media.visibility import restrictions_read_once
from publishing.facets import facet_definition
from publishing.registry import DocumentType, FacetValue, facet_values, section_facet, type_of

from . import envelope
from .related import RelatedPages

#: Finds the pages that belong with a page of a type, in a language, with a number and with facets.
Related = Callable[[str, str, int, Iterable[FacetValue]], RelatedPages]


@dataclass(frozen=True)
class Rendered:
    """A page rendered for readers at a moment.

    ``body`` and ``card`` are JSON in UTF-8: the whole page, and what lists show of it.
    ``shown`` names what would change them (see :mod:`content.dependencies`). ``fresh_until`` is
    the moment at which time alone will change them, ``None`` if it never does. ``path`` is the
    address on this site. ``position`` orders a section as its editors do, ``sort_key``
    descending as its readers expect, where it is not empty. ``related_shared`` and
    ``related_distance`` are what another page has to surpass to be related
    (:class:`~.related.RelatedPages`).
    """

    page_id: int
    number: int
    locale: str
    translation_key: UUID
    type: str
    section: str
    path: str
    title: str
    position: str
    sort_key: str
    in_menus: bool
    related_shared: int
    related_distance: int
    body: bytes
    card: bytes
    facets: tuple[FacetValue, ...]
    shown: frozenset[str]
    first_published_at: datetime | None
    last_published_at: datetime | None
    fresh_until: datetime | None


_together: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def together(pages: Sequence[BasePage]) -> Iterator[None]:
    """Let pages that are rendered inside read once what they have in common.

    What changes meanwhile may go unseen: whoever changes it records it.
    """
    token = _together.set(True)
    try:
        with restrictions_read_once():
            envelope.learn(pages)
            yield
    finally:
        _together.reset(token)


def no_related_pages(
    _type_name: str, _locale: str, _number: int, _facets: Iterable[FacetValue]
) -> RelatedPages:
    """Find none."""
    return RelatedPages()


def render(page: BasePage, now: datetime, related: Related = no_related_pages) -> Rendered:
    """Return a public page as readers see it at a moment, in its own language.

    The page is one as its own type, as it is stored. The same content gives the same bytes.

    Raises:
        LookupError: no room has registered the page's model, or the page has no address.
        pydantic.ValidationError: what was rendered does not fit the type's schema.
    """
    document_type = known_type_of(page)
    locale = page.locale.language_code
    with ExitStack() as inside:
        inside.enter_context(translation.override(locale))
        inside.enter_context(own_address_left_open())
        if not _together.get():
            inside.enter_context(together([page]))
        shown = inside.enter_context(collecting())
        members, facets, found = _collect(page, document_type, now, related)
        document = document_type.schema.model_validate(members)
        in_lists = {**members, **envelope.card_members(page)}
        card = document_type.card.model_validate(
            {name: in_lists[name] for name in document_type.card.model_fields}
        )
    return Rendered(
        page_id=page.pk,
        number=document.number,
        locale=locale,
        translation_key=page.translation_key,
        type=document_type.name,
        section=document_type.section,
        path=document.path,
        title=page.title,
        position=page.path,
        sort_key=document_type.sort_key(page, now),
        in_menus=document.in_menus,
        related_shared=found.least_shared,
        related_distance=found.farthest,
        body=document.model_dump_json().encode(),
        card=card.model_dump_json().encode(),
        facets=facets,
        shown=frozenset(shown),
        first_published_at=page.first_published_at,
        last_published_at=page.last_published_at,
        fresh_until=document_type.fresh_until(page, now),
    )


def render_draft(page: BasePage, now: datetime, related: Related = no_related_pages) -> Any:
    """Return the document, as its JSON has it, that a page would become if it were published now.

    Whatever the page is: a draft, also of a page that was never saved, or a restricted page. What
    is missing in it is left empty. It is stored nowhere.

    Raises:
        LookupError: no room has registered the page's model.
    """
    document_type = known_type_of(page)
    with (
        translation.override(page.locale.language_code),
        own_address_left_open(),
        together([page]),
        representation.as_far_as_written(),
    ):
        members, _facets, _found = _collect(page, document_type, now, related)
        shape = representation.shaped(document_type.schema, members)
        return representation.written(shape)


def known_type_of(page: BasePage) -> DocumentType:
    """Return how a page becomes a document.

    Raises:
        LookupError: no room has registered the page's model.
    """
    document_type = type_of(page)
    if document_type is None:
        raise LookupError(f"{type(page).__name__} is not registered.")
    return document_type


def _collect(
    page: BasePage, document_type: DocumentType, now: datetime, related: Related
) -> tuple[dict[str, Any], tuple[FacetValue, ...], RelatedPages]:
    """Return the members of a page's document, its facets and its related pages."""
    identity = envelope.identity(page, document_type)
    members = envelope.page_members(page)
    facets = (
        FacetValue("type", document_type.name, str(page._meta.verbose_name)),
        *section_facet(document_type),
        *document_type.facets(page),
        FacetValue(
            "standing", page.translation_standing, str(page.get_translation_standing_display())
        ),
        *facet_values("tag", members["tags"]),
    )
    for one in facets:
        facet_definition(one.key)  # one that nobody has declared is no facet anywhere else
    found = related(document_type.name, identity["locale"], identity["number"] or 0, facets)
    return (
        {
            **identity,
            **members,
            **document_type.members(page, now),
            "related": [envelope.plain_card(one) for one in found.cards],
        },
        facets,
        found,
    )
