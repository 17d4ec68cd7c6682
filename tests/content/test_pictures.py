"""The declared sizes of a picture are made when it is stored, not while somebody reads."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Filter

from accounts.models import User
from content.pictures import DECLARED_RENDITIONS
from content.tasks import make_renditions_of
from media.encoding import AVIF_SPEED
from media.models import Image, Rendition
from tests.small_site import add_image, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done inside is committed, so that its background work is done too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, nobody may make a rendition."""

    def make(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("A rendition was made.")

    monkeypatch.setattr(Image, "generate_rendition_file", make)


def specs_of(image: Image) -> list[str]:
    return sorted(Rendition.objects.filter(image=image).values_list("filter_spec", flat=True))


def upload(colour: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Pillow.new("RGB", (80, 45), colour).save(buffer, "PNG")
    return SimpleUploadedFile(f"{colour}.png", buffer.getvalue(), "image/png")


def colour_of(rendition: Rendition) -> Any:
    with rendition.file.open("rb") as file:
        pixels: Any = Pillow.open(file).convert("RGB").load()
    return pixels[10, 10]


def test_a_picture_that_is_stored_gets_every_declared_size(committed: Any) -> None:
    with committed():
        image = add_image("bridge")
        assert specs_of(image) == []
    assert specs_of(image) == sorted(DECLARED_RENDITIONS)


def test_no_declared_size_is_made_while_somebody_reads(
    committed: Any, client: Client, request: pytest.FixtureRequest
) -> None:
    with committed():
        image = add_image("bridge")
    show(image)
    request.getfixturevalue("never_made")
    names = [spec.replace("|format-", ".") for spec in DECLARED_RENDITIONS if "jpeg" not in spec]
    for name in names:
        response = client.get(f"/api/delivery/v1/media/{image.pk}/{name}")
        assert (name, response.status_code) == (name, 200)


def test_another_focal_point_gives_other_cuttings(committed: Any) -> None:
    with committed():
        image = add_image("bridge")
    before = set(Rendition.objects.values_list("pk", flat=True))
    image.focal_point_x, image.focal_point_y = 5, 5
    image.focal_point_width = image.focal_point_height = 4
    with committed():
        image.save()
    made = Rendition.objects.exclude(pk__in=before)
    cut = [spec for spec in DECLARED_RENDITIONS if spec.startswith("fill-")]
    assert sorted(made.values_list("filter_spec", flat=True)) == sorted(cut)
    assert {rendition.focal_point_key for rendition in made} != {""}


def test_a_replaced_file_leaves_no_size_of_the_old_one(committed: Any, client: Client) -> None:
    with committed():
        image = add_image("bridge")
    client.force_login(User.objects.create_superuser("admin", password="word"))
    values = {
        "title": "Bridge",
        "alt_ja": "橋",
        "alt_en": "Bridge",
        "collection": image.collection_id,
    }
    with committed():
        response = client.post(
            reverse("wagtailimages:edit", args=[image.pk]), {**values, "file": upload("red")}
        )
    assert response.status_code == 302
    assert specs_of(image) == sorted(DECLARED_RENDITIONS)
    for rendition in Rendition.objects.filter(image=image):
        red, green, _blue = colour_of(rendition)
        assert (rendition.filter_spec, red > 200, green < 60) == (rendition.filter_spec, True, True)


def test_a_picture_that_has_gone_or_cannot_be_read_harms_nobody(
    committed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    image = add_image("bridge")
    image.file.storage.delete(image.file.name)
    make_renditions_of.call(image.pk)
    assert f"Picture {image.pk}" in caplog.text
    with transaction.atomic():
        Image.objects.filter(pk=image.pk).delete()
    make_renditions_of.call(image.pk)
    assert not Rendition.objects.exists()


def test_the_command_makes_what_is_missing_and_names_what_cannot_be_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lacking, broken = add_image("bridge"), add_image("broken")
    lacking.get_rendition(DECLARED_RENDITIONS[0])
    broken.file.storage.delete(broken.file.name)
    with pytest.raises(CommandError, match=f"{broken.pk} \\(broken picture\\)"):
        call_command("make_renditions")
    assert "1 of 2" in capsys.readouterr().out
    assert specs_of(lacking) == sorted(DECLARED_RENDITIONS)
    broken.delete()
    call_command("make_renditions")


def test_avif_is_encoded_at_our_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    image = add_image("bridge")
    asked: list[Any] = []
    save = Pillow.Image.save

    def noting(picture: Any, file: Any, kind: str, **options: Any) -> None:
        asked.append((kind, options.get("speed")))
        save(picture, file, kind, **options)

    monkeypatch.setattr(Pillow.Image, "save", noting)
    for spec in ("width-640|format-avif", "width-640|format-webp"):
        output = io.BytesIO()
        Filter(spec=spec).run(image, output)
        assert Pillow.open(output).size == (64, 48)
    assert asked == [("AVIF", AVIF_SPEED), ("WEBP", None)]
