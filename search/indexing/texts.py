"""A published document's texts, as search weighs them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any

from publishing.facets import facets_that_are_read
from publishing.models import Document, Facet
from search.analysis import ANALYSER_VERSION

from .files import File

#: Members of a document that hold other names of what it is about.
NAMES = ("acronym", "full_name", "name", "abbreviation")
#: Members that are no text of the page itself: addresses, codes, dates, other pages.
SILENT = frozenset(
    {
        *NAMES,
        "as_of",
        "breadcrumbs",
        "bytes",
        "checksum",
        "children",
        "closes_at",
        "code",
        "dates",
        "featured",
        "filename",
        "header",
        "html",
        "id",
        "in_menus",
        "kind",
        "language",
        "level",
        "licence",
        "locale",
        "media_type",
        "number",
        "opens_at",
        "pages",
        "path",
        "picture",
        "prevailing_language",
        "published",
        "related",
        "section",
        "seo",
        "source_url",
        "srcset",
        "standing",
        "state",
        "status",
        "summary",
        "tags",
        "text_language",
        "title",
        "translations",
        "type",
        "url",
        "website",
        "websites",
    }
)


@dataclass(frozen=True)
class Texts:
    """What search reads of a document; ``names`` and ``labels`` hold one on each line.

    The text of ``files`` is read later (:mod:`.files`).
    """

    title: str
    names: str
    labels: str
    summary: str
    body: str
    files: tuple[File, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What changes whenever the terms of these texts do."""
        parts = json.dumps([ANALYSER_VERSION, *astuple(self)], ensure_ascii=False)
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def texts_of(document: Document, facets: Iterable[Facet], files: tuple[File, ...] = ()) -> Texts:
    """Return a document's texts; facets are labelled in the document's language."""
    page = json.loads(bytes(document.body))
    names = [page[name] for name in NAMES if isinstance(page.get(name), str)]
    read = facets_that_are_read()
    labels = [facet.label or facet.value for facet in facets if facet.key in read]
    return Texts(
        title=page["title"],
        names=_lines(names),
        labels=_lines(sorted(labels)),
        summary=page["summary"],
        body="\n".join(_strings(page)),
        files=files,
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(" ".join(text.split()) for text in texts if text))


def _strings(value: Any, is_inner: bool = False) -> Iterator[str]:
    """Yield the texts below a member, in the order in which a reader meets them."""
    if isinstance(value, str):
        if text := value.strip():
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, True)
    elif isinstance(value, dict):
        for name, one in value.items():
            # A block, a step or a file has a title of its own; the page's is another column.
            if name not in SILENT or (is_inner and name in {"title", "name", "acronym"}):
                yield from _strings(one, True)
