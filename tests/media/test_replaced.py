"""Addresses of before lead to the file or picture that replaced it, and open nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction

from media.models import Document, FormerDocument, FormerPicture, Image
from publishing.models import Dependency
from tests.small_site import add_document, add_image, show

from .bucket_server import stored_in_bucket

SIZE = "width-20|format-webp"


@pytest.fixture(params=["disk", "bucket"], autouse=True)
def store(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    if request.param == "disk":
        yield
        return
    with stored_in_bucket():
        yield


def picture(colour: str) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (64, 48), colour).save(stream, "PNG")
    return stream.getvalue()


def replace(client: Client, record: Image | Document, name: str, data: bytes) -> None:
    """Send another file by the form."""
    kind = "images" if isinstance(record, Image) else "docs"
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(
            reverse(f"wagtail{kind}:edit", args=[record.pk]),
            {"title": record.title, "language": "ja", "file": SimpleUploadedFile(name, data)},
        )
    assert response.status_code == 302, response.context["form"].errors
    record.refresh_from_db()
    show(record)


def content(response: Any) -> bytes:
    body: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return body


def test_each_name_of_a_document_leads_to_its_file(admin_client: Client) -> None:
    document = add_document("guide")
    addresses = [document.url]
    for name, data in (("second.txt", b"second"), ("third.txt", b"third")):
        replace(admin_client, document, name, data)
        addresses.append(document.url)
    assert len(set(addresses)) == 3
    for address in addresses[:-1]:
        response = Client().get(address)
        assert (response.status_code, response.headers["Location"]) == (302, document.url)
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert content(Client().get(address, follow=True)) == b"third"
    document.delete()
    assert {Client().get(address).status_code for address in addresses} == {404}
    assert not FormerDocument.objects.exists()


def test_each_size_of_a_picture_leads_to_what_it_shows_now(admin_client: Client) -> None:
    image = add_image("bridge")
    originals, addresses = [image.file.url], [image.get_rendition(SIZE).url]
    for colour in ("red", "blue"):
        replace(admin_client, image, f"{colour}.png", picture(colour))
        originals.append(image.file.url)
        addresses.append(image.get_rendition(SIZE).url)
    for address in addresses[:-1]:
        response = Client().get(address)
        assert (response.status_code, response.headers["Location"]) == (302, addresses[-1])
        shown = content(Client().get(address, follow=True))
        with Pillow.open(io.BytesIO(shown)) as opened:
            assert opened.convert("RGB").getpixel((5, 5))[2] > 200  # type: ignore[index]
    for address in originals:
        assert Client().get(address).status_code == 404
    assert admin_client.get(originals[0]).headers["Location"] == originals[-1]
    with TestCase.captureOnCommitCallbacks(execute=True):
        image.delete()
    for client in (Client(), admin_client):
        assert {client.get(one).status_code for one in (*addresses, *originals)} == {404}
    assert not FormerPicture.objects.exists()


def test_an_address_in_use_again_is_that_of_what_uses_it(admin_client: Client) -> None:
    document = add_document("guide")
    first, name = document.url, document.filename
    replace(admin_client, document, "other.txt", b"second")
    other = document.url
    replace(admin_client, document, name, b"third")
    assert document.url == first
    assert content(Client().get(first)) == b"third"
    assert Client().get(other).headers["Location"] == first


@pytest.mark.parametrize("why", ["closed", "unshown"])
def test_what_is_not_public_is_led_to_by_nothing(admin_client: Client, why: str) -> None:
    document, image = add_document("guide"), add_image("bridge")
    addresses = [document.url, image.get_rendition(SIZE).url]
    replace(admin_client, document, "new.txt", b"new")
    replace(admin_client, image, "new.png", picture("red"))
    assert {Client().get(address).status_code for address in addresses} == {302}
    if why == "unshown":
        Dependency.objects.all().delete()
    else:
        closed = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        for record in (document, image):
            record.collection = closed
            record.save()
    assert {Client().get(address).status_code for address in addresses} == {404}
    for address in addresses:
        response = admin_client.get(address)
        assert response.status_code == 302
        assert "no-store" in response.headers["Cache-Control"]


def test_a_name_of_another_document_leads_nowhere(admin_client: Client) -> None:
    document, other = add_document("guide"), add_document("other")
    show(other)
    name = document.filename
    replace(admin_client, document, "new.txt", b"new")
    assert Client().get(f"/documents/{other.pk}/{name}").status_code == 404
