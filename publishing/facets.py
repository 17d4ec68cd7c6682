"""The facets by which lists, search and the API narrow pages: each is said once, here or in a room.

What follows from a definition: the parameter of the API with its description and its counts, what
front ends are told that it is called, whether its values relate pages, and whether search reads
their names. A document's values are yielded by its type (:class:`.registry.DocumentType`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: What a parameter takes: words with commas between them, words that may hold commas, or numbers.
Kind = Literal["words", "whole", "numbers", "years"]


@dataclass(frozen=True)
class FacetDefinition:
    """One way of narrowing.

    ``name`` is its key in documents and addresses, ``label`` what readers call it, ``description``
    what the API's document says of it. ``is_read``: its values' names are words that a page is
    about, and search finds pages by them. ``relates``: pages that share a value have something in
    common; not so where they do by chance, as pages of one kind.
    """

    name: str
    label: str | Promise
    description: str
    kind: Kind = "words"
    is_read: bool = True
    relates: bool = True


_definitions: dict[str, FacetDefinition] = {}


def register_facet(definition: FacetDefinition) -> FacetDefinition:
    """Let pages be narrowed by a facet.

    Raises:
        ValueError: there is one of that name.
    """
    if definition.name in _definitions:
        raise ValueError(f"The facet “{definition.name}” is registered already.")
    _definitions[definition.name] = definition
    return definition


def facet_definitions() -> list[FacetDefinition]:
    """Return all facets, in the order in which they were registered."""
    return list(_definitions.values())


def facet_definition(name: str) -> FacetDefinition:
    """Return a facet.

    Raises:
        LookupError: nobody has registered it.
    """
    if name not in _definitions:
        raise LookupError(f"The facet “{name}” is not registered: see docs/how-to/add-a-facet.md.")
    return _definitions[name]


def facets_that_relate() -> frozenset[str]:
    """Return the facets whose values relate pages."""
    return frozenset(one.name for one in facet_definitions() if one.relates)


def facets_that_are_read() -> frozenset[str]:
    """Return the facets whose values' names search reads."""
    return frozenset(one.name for one in facet_definitions() if one.is_read)


for _one in (
    FacetDefinition("type", _("Type of page"), "Page types.", is_read=False, relates=False),
    FacetDefinition(
        "section",
        pgettext_lazy("part of the site", "Section"),
        "Sections.",
        is_read=False,
        relates=False,
    ),
    FacetDefinition("country", _("Country"), "Countries, by their ISO 3166-1 codes."),
    FacetDefinition("city", _("City"), "Cities, by their codes."),
    FacetDefinition("sector", _("Sector"), "Fields of work, by their codes."),
    FacetDefinition(
        "organisation",
        _("Organisation"),
        "Organisations that provide, publish or take part, by their codes.",
    ),
    FacetDefinition("kind", _("Kind"), "Kinds within a section.", relates=False),
    FacetDefinition(
        "year",
        _("Year"),
        "Years: of founding, publication or beginning.",
        kind="years",
        is_read=False,
    ),
    FacetDefinition(
        "standing",
        _("Kind of translation"),
        "How far a reader may rely on a text's wording.",
        is_read=False,
        relates=False,
    ),
    FacetDefinition(
        "tag",
        _("Tag"),
        "Tags; several stand in several parameters, since a tag may hold commas.",
        kind="whole",
    ),
):
    register_facet(_one)
