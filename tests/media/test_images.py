"""A picture speaks both languages, and is seen only where its collection is open."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction

from media.models import Document, Image
from media.visibility import public_files
from tests.small_site import add_document, add_image


def test_the_alternative_text_is_that_of_the_language_being_read(db: None) -> None:
    image = add_image("bridge")
    with translation.override("en"):
        assert image.alt() == image.default_alt_text == "bridge alternative"
        assert image.alt("ja") == "bridge 代替"
    with translation.override("ja"):
        assert image.alt() == "bridge 代替"


def test_the_admin_asks_for_what_a_picture_needs(admin_client: Client) -> None:
    image = add_image("bridge")
    address = reverse("wagtailimages:edit", args=[image.pk])
    values = {
        "title": "橋",
        "alt_ja": "水にかかる橋",
        "alt_en": "A bridge over water",
        "credit": "見本",
        "licence": "CC BY 4.0",
        "tags": "",
    }
    assert set(values) < set(admin_client.get(address).context["form"].fields)
    admin_client.post(address, values)
    image.refresh_from_db()
    assert (image.alt_ja, image.alt_en) == ("水にかかる橋", "A bridge over water")
    assert (image.credit, image.licence) == ("見本", "CC BY 4.0")


def test_files_of_a_closed_collection_and_of_those_below_are_not_public(db: None) -> None:
    root = Collection.get_first_root_node()
    cabinet = root.add_child(name="Cabinet")
    drawer = cabinet.add_child(name="Drawer")
    other = root.add_child(name="Other")
    images = {place.name: add_image(place.name, place) for place in (cabinet, drawer, other)}
    document = add_document("guide", drawer)
    assert public_files(Image.objects.all()).count() == 3
    CollectionViewRestriction.objects.create(collection=cabinet, restriction_type="login")
    assert set(public_files(Image.objects.all())) == {images["Other"]}
    assert not images["Drawer"].is_public
    assert not public_files(Document.objects.all()).exists()
    assert not document.is_public
    drawer.move(other, pos="sorted-child")
    assert Document.objects.get(pk=document.pk).is_public
