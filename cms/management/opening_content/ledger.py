"""What earlier runs put here, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.models import Page

from home.models import OpeningContentRecord
from media.models import Image

from .entries import VOCABULARIES, PageEntry


@dataclass(frozen=True)
class PageState:
    """Where a page stands now."""

    pk: int
    path: str
    live: bool
    latest_revision_id: int | None

    def is_child_of(self, parent: PageState | None) -> bool:
        """Whether it stands directly below a page; of no page, whether it is a home page."""
        above = self.path[: -Page.steplen]
        return above == parent.path if parent else len(above) == Page.steplen


class LoadRecord:
    """The records of all runs and the objects they name, read in a handful of queries."""

    def __init__(self) -> None:
        self.records = {record.key: record for record in OpeningContentRecord.objects.all()}
        named = [record.object_id for key, record in self.records.items() if ":" in key]
        self._pages = {state.pk: state for state in _page_states(pk__in=named)}
        self._codes = {name: _codes(model) for name, model in VOCABULARIES.items()}
        self._images = set(Image.objects.values_list("pk", flat=True))

    def page(self, key: str, language: str) -> PageState | None:
        """Return a page's state, or ``None`` when it was never loaded or has been deleted."""
        record = self.records.get(f"{key}:{language}")
        return self._pages.get(record.object_id or 0) if record else None

    def image_id(self, picture: str) -> int | None:
        """Return a picture's id, or ``None`` when it was never loaded or has been deleted."""
        record = self.records.get(f"picture/{picture}")
        return record.object_id if record and record.object_id in self._images else None

    def vocabulary_id(self, vocabulary: str, code: str) -> int | None:
        """Return the id of an entry, whatever its code is now; ``None`` when it is not here."""
        codes = self._codes[vocabulary]
        record = self.records.get(f"{vocabulary}/{code}")
        if record and record.object_id in codes.values():
            return record.object_id
        return codes.get(code)

    def is_touched(self, entry: PageEntry, language: str) -> bool:
        """Whether somebody has edited, unpublished, published or moved a page since it was loaded.

        Edits show in its latest revision: Wagtail's and wagtail-localize's editors store one each
        time. A page that a stopped run left unfinished has none, and is not live.
        """
        record = self.records[entry.record_key(language)]
        page = self.page(entry.key, language)
        if page is None:
            return True
        parent = self.page(entry.parent, language) if entry.parent else None
        if entry.parent and parent is None:
            return True
        finished = record.revision_id is not None
        return (
            page.latest_revision_id != record.revision_id
            or page.live != finished
            or not page.is_child_of(parent)
        )

    def remember(self, key: str, fingerprint: str, instance: models.Model) -> None:
        """Record what was put here, in the transaction that put it here."""
        self.records[key], _created = OpeningContentRecord.objects.update_or_create(
            key=key,
            defaults={
                "fingerprint": fingerprint,
                "object_id": instance.pk,
                "revision_id": getattr(instance, "latest_revision_id", None),
            },
        )
        if isinstance(instance, Page):
            self._pages |= {state.pk: state for state in _page_states(pk=instance.pk)}
        elif isinstance(instance, Image):
            self._images.add(instance.pk)
        else:
            vocabulary, _slash, code = key.partition("/")
            self._codes[vocabulary][code] = instance.pk


def _page_states(**wanted: Any) -> list[PageState]:
    rows = Page.objects.filter(**wanted).values_list("pk", "path", "live", "latest_revision_id")
    return [PageState(*row) for row in rows]


def _codes(model: type[models.Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "pk"))
