"""What a rendering shows: names of everything that would change it.

Whoever renders a page for readers collects names with :func:`collecting`; whoever reads
something for a page notes it with :func:`note`. The names decide what is rendered again when
something changes, and they tag cached responses, so they hold letters, digits, hyphens and
dots only. Outside of a collection nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db.models import Model

#: What the names of pictures and of files begin with.
IMAGE, FILE = "image", "file"
#: Operator, contact and banners.
SETTINGS = "settings"

_names: ContextVar[set[str] | None] = ContextVar("shown", default=None)


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Collect what is noted inside; collections nest, and the outer one gets everything."""
    names: set[str] = set()
    outer = _names.get()
    token = _names.set(names)
    try:
        yield names
    finally:
        _names.reset(token)
        if outer is not None:
            outer |= names


def note(*names: str) -> None:
    """Say that what is being rendered shows these."""
    collected = _names.get()
    if collected is not None:
        collected.update(names)


def page_name(page_id: int) -> str:
    """A page as readers see it: its title, address and whether it is public."""
    return f"page-{page_id}"


def children_name(page_id: int) -> str:
    """Which pages stand directly below a page, and in which order."""
    return f"children-{page_id}"


def translations_name(translation_key: UUID | str) -> str:
    """Which languages a page exists in."""
    return f"translations-{translation_key}"


def image_name(image_id: int) -> str:
    """A picture with its texts and its collection's privacy."""
    return f"{IMAGE}-{image_id}"


def file_name(document_id: int) -> str:
    """A file with its facts and its collection's privacy."""
    return f"{FILE}-{document_id}"


def entry_name(entry: Model) -> str:
    """A vocabulary entry with its names."""
    return f"{entry._meta.model_name}-{entry.pk}"
