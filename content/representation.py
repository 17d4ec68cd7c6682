"""Gives pages' values their published shape, in the language being read.

What the public may not read never gets a shape: it is ``None`` or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from pydantic import ValidationError
from wagtail.models import Orderable
from wagtail.rich_text import RichText

from media.models import Document, Image

from . import schemas
from .addresses import absolute_url
from .links import public_document
from .models.vocabularies import City, Organisation, Vocabulary
from .pictures import (
    CARD_SIZE,
    FORMATS,
    PICTURE_WIDTHS,
    public_renditions,
    source_set,
)
from .rich_text import plain_text, render_rich_text, source_of, with_absolute_links
from .visibility import PublicLink

PICTURE_SIZES = tuple(f"width-{width}" for width in PICTURE_WIDTHS)
CARD_SIZES = (CARD_SIZE,)

#: Members of published shapes that hold the address of something that may be on this site.
ADDRESSES = frozenset({"url", "nearest_url"})

SchemaType = TypeVar("SchemaType", bound=schemas.Schema)
Entry = TypeVar("Entry", bound=Vocabulary)
Child = TypeVar("Child", bound=Orderable)

_is_draft: ContextVar[bool] = ContextVar("is_draft", default=False)


@contextmanager
def as_far_as_written() -> Iterator[None]:
    """Give a shape also to what is not finished, as drafts are: what is missing is left empty."""
    token = _is_draft.set(True)
    try:
        yield
    finally:
        _is_draft.reset(token)


def is_draft() -> bool:
    """Whether what is not finished gets a shape too."""
    return _is_draft.get()


def shaped(schema: type[SchemaType], members: Mapping[str, Any]) -> SchemaType:
    """Return members in a published shape.

    Raises:
        pydantic.ValidationError: they do not fit, and this is not :func:`as_far_as_written`.
    """
    try:
        shape = schema.model_validate(members)
    except ValidationError:
        if not is_draft():
            raise
        shape = cast(SchemaType, schema.model_construct(**members))
    return shape


def written(shape: schemas.Schema) -> dict[str, Any]:
    """Return a shape as its JSON has it; of a draft, also what does not fit."""
    members: dict[str, Any] = shape.model_dump(mode="json", warnings=not is_draft())
    return members


def rich_text(value: RichText | str | None) -> schemas.RichTextSchema:
    """Return rich text, final, as HTML and as plain text."""
    html = with_absolute_links(render_rich_text(source_of(value)))
    return schemas.RichTextSchema(html=html, text=plain_text(html))


def image(
    picture: Image | None, alt: str | None = None, sizes: tuple[str, ...] = PICTURE_SIZES
) -> schemas.ImageSchema | None:
    """Return a picture; ``alt`` replaces its own alternative text."""
    specs = {
        media_type: [f"{size}|format-{extension}" for size in sizes]
        for media_type, extension in FORMATS.items()
    }
    if picture is not None and not hasattr(picture, "prefetched_renditions"):
        # From the database: the cache also remembers renditions that were rolled back.
        prefetch_related_objects([picture], "renditions")
    found = public_renditions(picture, [spec for group in specs.values() for spec in group])
    if picture is None or not found:
        return None
    sources = [
        schemas.ImageSourceSchema(
            media_type=media_type,
            srcset=source_set((found[spec] for spec in group), absolute_url),
        )
        for media_type, group in specs.items()
    ]
    everywhere = list(specs)[-1]
    smallest = min((found[spec] for spec in specs[everywhere]), key=lambda one: one.width)
    return schemas.ImageSchema(
        url=absolute_url(smallest.url),
        srcset=sources[-1].srcset,
        width=smallest.width,
        height=smallest.height,
        alt=picture.alt() if alt is None else alt,
        credit=picture.credit,
        licence=picture.licence,
        sources=sources,
    )


def file(document: Document | None) -> schemas.FileSchema | None:
    """Return a file to download."""
    document = public_document(document)
    if document is None:
        return None
    return schemas.FileSchema(
        title=document.title,
        filename=document.filename,
        url=absolute_url(document.url),
        bytes=document.file_size or 0,
        media_type=document.media_type,
        language=document.language,
        pages=document.page_count,
        checksum=document.checksum,
    )


def page_link(link: PublicLink) -> schemas.PageLinkSchema:
    """Return a link to a page."""
    return schemas.PageLinkSchema.model_validate(
        {
            "title": link.title,
            "url": absolute_url(link.url),
            "path": path_of(link.url),
            "locale": link.language_code,
        }
    )


def path_of(url: str) -> str:
    """Return the address of one of our pages within the site."""
    return urlsplit(url).path


def within_site(value: Any, base_url: str = "", name: str = "") -> Any:
    """Return JSON of a published shape, the addresses in it that lead to this site as paths.

    So that the site can be read at whatever address it is reached by. ``base_url`` is the address
    that it had when the JSON was made, where that may be another; ``name`` is the member that
    holds the value.
    """
    if isinstance(value, dict):
        return {member: within_site(held, base_url, member) for member, held in value.items()}
    if isinstance(value, list):
        return [within_site(one, base_url, name) for one in value]
    if not isinstance(value, str):
        return value
    own = f"{base_url or settings.BASE_URL}/"
    if name == "html":
        return value.replace(f' href="{own}', ' href="/')
    if name == "srcset":
        return value.replace(own, "/")
    return f"/{value.removeprefix(own)}" if name in ADDRESSES and value.startswith(own) else value


def items(stream: Any, schema: type[SchemaType]) -> list[SchemaType]:
    """Return the blocks of a field that holds blocks of one kind, in the editors' order.

    Blocks are asked for ``represent(value)``, the members of the schema.
    """
    return [shaped(schema, child.block.represent(child.value)) for child in stream]


def texts(value: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Return texts of a block's value by name, empty where there is none."""
    return {name: value[name] or "" for name in names}


def term(entry: Vocabulary) -> schemas.TermSchema:
    """Return a vocabulary entry."""
    return schemas.TermSchema(code=entry.code, name=entry.name)


def terms(entries: Iterable[Vocabulary]) -> list[schemas.TermSchema]:
    """Return vocabulary entries in their vocabulary's order."""
    return [term(entry) for entry in in_order(entries)]


def city(entry: City) -> schemas.CitySchema:
    """Return a city with its country."""
    return schemas.CitySchema(
        code=entry.code,
        name=entry.name,
        country=term(entry.country),
        latitude=None if entry.latitude is None else float(entry.latitude),
        longitude=None if entry.longitude is None else float(entry.longitude),
    )


def cities(entries: Iterable[City]) -> list[schemas.CitySchema]:
    """Return cities with their countries, in the order of their codes."""
    return [city(entry) for entry in in_order(entries)]


def organisation(entry: Organisation) -> schemas.OrganisationSchema:
    """Return an organisation."""
    return shaped(
        schemas.OrganisationSchema,
        {
            "code": entry.code,
            "name": entry.name,
            "kind": entry.kind,
            "acronym": entry.acronym,
            "website": entry.website,
        },
    )


def organisations(entries: Iterable[Organisation]) -> list[schemas.OrganisationSchema]:
    """Return organisations in the order of their codes."""
    return [organisation(entry) for entry in in_order(entries)]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return vocabulary entries by position where they have one, then by code."""
    return sorted(entries, key=lambda entry: (getattr(entry, "sort_order", 0), entry.code))


def editors_order(children: Iterable[Child]) -> list[Child]:
    """Return what hangs on a page as its editors ordered it, equal positions by age."""
    return sorted(children, key=lambda child: (child.sort_order or 0, child.pk))


def websites(japanese: str, english: str) -> list[schemas.WebsiteSchema]:
    """Return those of two websites that there are."""
    found = []
    if japanese:
        found.append(schemas.WebsiteSchema(url=japanese, language="ja"))
    if english:
        found.append(schemas.WebsiteSchema(url=english, language="en"))
    return found


def moment(value: datetime | None) -> datetime | None:
    """Return a moment with Japan's offset."""
    return None if value is None else timezone.localtime(value, timezone.get_default_timezone())
