"""Files in a bucket are stored, shown through the gate, kept apart and deleted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client, override_settings
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image

from .bucket_server import BucketServer, bucket_server


@pytest.fixture
def bucket(db: None) -> Iterator[BucketServer]:
    """A bucket that holds uploaded files, as the settings would have it."""
    with bucket_server() as server:
        options: dict[str, Any] = {
            "bucket_name": "hashi",
            "endpoint_url": server.address,
            "region_name": "ap-northeast-1",
            "access_key": "key",
            "secret_key": "secret",
            "file_overwrite": False,
        }
        storage = {"BACKEND": "cms.media.storage.GatedS3Storage", "OPTIONS": options}
        with override_settings(STORAGES={**settings.STORAGES, "default": storage}):
            yield server


def create_image(collection: Collection | None = None) -> Image:
    stream = io.BytesIO()
    Pillow.new("RGB", (40, 30), "navy").save(stream, "PNG")
    extra = {"collection": collection} if collection else {}
    image: Image = Image.objects.create(
        title="Bridge", file=ImageFile(stream, name="bridge.png"), **extra
    )
    return image


def create_document(text: bytes) -> Document:
    document = Document(title="Guide", file=ContentFile(text, name="guide.txt"))
    document.save()
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


def test_a_deleted_file_leaves_the_bucket(
    bucket: BucketServer, django_capture_on_commit_callbacks: Any
) -> None:
    document = create_document(b"how to")
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert bucket.objects == {}
