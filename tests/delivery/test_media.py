"""Pictures: in the declared sizes and formats, public ones only, made once."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from wagtail.models import CollectionViewRestriction

from delivery.resources.media import declared
from media.models import Rendition
from media.storage import StoreUnavailableError

from ..publishing.full_site import FullSite
from .conftest import Reader

pytestmark = pytest.mark.django_db


def test_every_declared_size_is_given_and_kept(published: FullSite, reader: Reader) -> None:
    picture = published.image
    for name, (_specification, media_type) in declared().items():
        response = reader.get(f"/media/{picture.pk}/{name}")
        assert (response.status_code, response["Content-Type"]) == (200, media_type)
        assert "public" in response["Cache-Control"]
        assert Pillow.open(BytesIO(response.content)).width > 0
        etag = response["ETag"]
        again = reader.get(f"/media/{picture.pk}/{name}", **{"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
    made = Rendition.objects.count()
    for name in declared():
        assert reader.get(f"/media/{picture.pk}/{name}").status_code == 200
    assert Rendition.objects.count() == made


def test_a_part_of_a_picture_is_given(published: FullSite, reader: Reader) -> None:
    address = f"/media/{published.image.pk}/width-640.webp"
    whole = reader.get(address)
    assert whole["Accept-Ranges"] == "bytes"
    part = reader.get(address, Range="bytes=4-9")
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 4-9/{len(whole.content)}"
    assert part.content == whole.content[4:10]
    other = reader.get(address, **{"Range": "bytes=4-9", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = reader.get(address, Range="bytes=999999-")
    assert (beyond.status_code, beyond.content) == (200, whole.content)
    head = reader.client.head(f"/api/delivery/v1{address}", headers={"Range": "bytes=4-9"})
    assert (head.status_code, int(head["Content-Length"])) == (200, len(whole.content))


@pytest.mark.parametrize("is_made", [True, False])
def test_a_store_that_is_away_is_not_taken_for_a_picture_that_is_gone(
    published: FullSite, reader: Reader, monkeypatch: pytest.MonkeyPatch, is_made: bool
) -> None:
    if not is_made:
        Rendition.objects.all().delete()

    def away(*_args: object, **_values: object) -> None:
        raise StoreUnavailableError("The object store did not answer just now.")

    monkeypatch.setattr(type(default_storage._wrapped), "_open", away)
    problem = reader.refused(f"/media/{published.image.pk}/width-640.webp", 503)
    assert problem["type"].endswith("unavailable")


def test_what_pages_have_shown_is_not_made_again(
    published: FullSite, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_args: object) -> None:
        raise AssertionError("A picture was made while somebody read.")

    monkeypatch.setattr(type(published.image), "generate_rendition_file", make)
    for name in ("width-640.webp", "width-1440.avif", "fill-640x360.webp"):
        assert reader.get(f"/media/{published.image.pk}/{name}").status_code == 200


@pytest.mark.parametrize(
    "name", ["width-641.avif", "width-640.jpeg", "original.webp", "width-640", "max-9x9.webp"]
)
def test_any_other_size_is_refused_and_the_allowed_are_named(
    published: FullSite, reader: Reader, name: str
) -> None:
    made = Rendition.objects.count()
    problem = reader.refused(f"/media/{published.image.pk}/{name}")
    assert problem["parameter"] == "name"
    assert set(problem["allowed"]) == set(declared())
    assert Rendition.objects.count() == made


def test_pictures_of_closed_collections_are_not_there(published: FullSite, reader: Reader) -> None:
    picture = published.image
    hidden = reader.refused(f"/media/{published.hidden_image.pk}/width-640.webp", 404)
    missing = reader.refused(f"/media/{10**30}/width-640.webp", 404)
    assert hidden["detail"] == missing["detail"]
    reader.refused(f"/media/{picture.pk}/width-640.webp?quality=1")
    etag = reader.get(f"/media/{picture.pk}/width-640.webp")["ETag"]
    CollectionViewRestriction.objects.create(
        collection=picture.collection, restriction_type="login"
    )
    for headers in ({}, {"If-None-Match": etag}):
        reader.refused(f"/media/{picture.pk}/width-640.webp", 404, **headers)
