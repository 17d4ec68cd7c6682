"""Files in a bucket are stored, shown through the gate, kept apart and deleted."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client, override_settings
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction

from media import storage
from media.models import Document, Image
from recycle_bin.emptying import remove_for_good
from recycle_bin.models import BinnedItem

from ..small_site import show
from .bucket_server import BucketServer, stored_in_bucket


@pytest.fixture
def bucket(db: None) -> Iterator[BucketServer]:
    """A bucket that holds uploaded files, as the settings would have it."""
    with stored_in_bucket() as server:
        yield server


def create_image(collection: Collection | None = None) -> Image:
    stream = io.BytesIO()
    Pillow.new("RGB", (40, 30), "navy").save(stream, "PNG")
    extra = {"collection": collection} if collection else {}
    image: Image = Image.objects.create(
        title="Bridge", file=ImageFile(stream, name="bridge.png"), **extra
    )
    show(image)
    return image


def create_document(text: bytes) -> Document:
    document = Document(title="Guide", file=ContentFile(text, name="guide.txt"))
    document.save()
    show(document)
    return document


def test_a_document_is_kept_in_the_bucket_and_served_by_the_service(bucket: BucketServer) -> None:
    document = create_document(b"how to")
    assert bucket.objects["/hashi/documents/guide.txt"] == b"how to"
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"how to"  # type: ignore[attr-defined]


def test_a_file_of_the_same_name_replaces_nothing(bucket: BucketServer) -> None:
    create_document(b"first")
    create_document(b"second")
    assert sorted(bucket.objects.values()) == [b"first", b"second"]


def test_a_picture_is_shown_by_the_service_and_its_original_is_not(bucket: BucketServer) -> None:
    image = create_image()
    rendition = image.get_rendition("width-20")
    assert rendition.url.startswith("/media/images/")
    answer = Client().get(rendition.url)
    assert answer.status_code == 200
    assert answer.content == bucket.objects[f"/hashi/{rendition.file.name}"]
    assert Client().get(image.file.url).status_code == 404


def test_a_picture_of_a_closed_collection_stays_closed(bucket: BucketServer) -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    rendition = create_image(closed).get_rendition("width-20")
    before = list(bucket.requests)
    assert Client().get(rendition.url).status_code == 404
    assert bucket.requests == before


def test_a_deleted_file_leaves_the_bucket_with_the_bin(
    bucket: BucketServer, django_capture_on_commit_callbacks: Any
) -> None:
    document = create_document(b"how to")
    with django_capture_on_commit_callbacks(execute=True):
        Document.objects.get().delete()
    assert Client().get(document.url).status_code == 404
    assert len(bucket.objects) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_for_good(BinnedItem.objects.get().pk)
    assert bucket.objects == {}


@pytest.fixture
def hanging(bucket: BucketServer) -> Iterator[BucketServer]:
    """A bucket that takes connections and answers none of them."""
    seconds = {**settings.STORAGES["default"]["OPTIONS"], "seconds": 1}
    kept = {**settings.STORAGES["default"], "OPTIONS": seconds}
    with override_settings(STORAGES={**settings.STORAGES, "default": kept}):
        yield bucket
    bucket.goes_on.set()


def test_while_the_bucket_hangs_readers_are_told_and_it_is_asked_once(
    hanging: BucketServer,
) -> None:
    document, rendition = create_document(b"how to"), create_image().get_rendition("width-20")
    hanging.hangs.set()
    asked = len(hanging.requests)
    for address in (document.url, rendition.url, document.url):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(hanging.requests) == asked + 1


def test_a_bucket_that_comes_back_is_asked_again(
    hanging: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = create_document(b"how to")
    hanging.hangs.set()
    assert Client().get(document.url).status_code == 503
    hanging.hangs.clear()
    now = time.monotonic()
    monkeypatch.setattr(storage.time, "monotonic", lambda: now + storage.COOLDOWN_SECONDS + 1)
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"how to"  # type: ignore[attr-defined]


def test_a_slow_bucket_leaves_threads_for_pages(
    hanging: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more files are read at once than the settings say; the next is told to come again."""
    document = create_document(b"how to")
    monkeypatch.setattr(storage, "SLOT_SECONDS", 0)
    kept = default_storage
    for _slot in range(2):
        assert kept._slots.acquire(blocking=False)
    asked = len(hanging.requests)
    assert Client().get(document.url).status_code == 503
    assert len(hanging.requests) == asked
    kept._slots.release()
    assert Client().get(document.url).status_code == 200
    kept._slots.release()


def test_a_bucket_that_is_away_stores_nothing_and_says_so(hanging: BucketServer) -> None:
    hanging.hangs.set()
    with pytest.raises(storage.StoreUnavailableError), transaction.atomic():
        create_document(b"how to")
    assert not Document.objects.exists()
