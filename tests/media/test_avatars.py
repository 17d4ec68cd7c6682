"""The picture of a person who signs in is taken as any other picture is, and kept small."""

from __future__ import annotations

import io
import os
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.users.models import UserProfile

from accounts.models import User
from media.told import tells_nothing
from media.types import PICTURE_TYPES

from .test_cleaning import KINDS, NAME, content, photo, run, told

pytestmark = pytest.mark.django_db


def send(client: Client, name: str, data: bytes) -> Any:
    """Send a new picture from the screen of the account; return the answer."""
    file = ContentFile(data, name=name)
    fields = {
        "name_email-first_name": "花子",
        "name_email-last_name": "佐藤",
        "name_email-email": "hanako@example.org",
        "locale-preferred_language": "ja",
        "locale-current_time_zone": "Asia/Tokyo",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "notifications-submitted_notifications": "on",
        "avatar-avatar": file,
    }
    return client.post(reverse("wagtailadmin_account"), fields)


def large(kind: str, size: tuple[int, int] = (1600, 900)) -> bytes:
    stream = io.BytesIO()
    options = {} if kind == "GIF" else {"exif": told()}
    Pillow.new("RGB", size, "navy").save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", [photo, large])
def test_what_a_camera_wrote_is_left_behind_and_the_picture_is_small(
    admin_client: Client, admin_user: User, kind: str, make: Any
) -> None:
    assert send(admin_client, f"私.{kind.lower()}", make(kind)).status_code == 302
    profile = UserProfile.objects.get(user=admin_user)
    data = content(profile.avatar)
    assert tells_nothing(data)
    assert NAME not in data
    with Pillow.open(io.BytesIO(data)) as stored:
        assert max(stored.size) <= 400
        assert stored.format == kind
        assert (stored.height > stored.width) == (kind != "GIF")  # turned upright


def test_a_thin_picture_keeps_a_side(admin_client: Client, admin_user: User) -> None:
    assert send(admin_client, "線.png", large("PNG", (4000, 2))).status_code == 302
    with Pillow.open(
        io.BytesIO(content(UserProfile.objects.get(user=admin_user).avatar))
    ) as stored:
        assert sorted(stored.size) == [1, 400]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("途中まで.jpg", photo("JPEG")[:300]),
        ("電話.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40),
        ("頁.png", b"<!doctype html><script>alert(1)</script>"),
        ("大.png", large("PNG", (11_000, 4000))),
    ],
)
def test_a_refused_one_is_told_once_and_nothing_typed_is_lost(
    admin_client: Client, admin_user: User, name: str, data: bytes
) -> None:
    answer = send(admin_client, name, data)
    assert answer.status_code == 200
    shown = answer.content.decode()
    kinds = ", ".join(sorted(kind.upper() for kind in PICTURE_TYPES))
    assert shown.count(f"使える形式：{kinds}。") == 1
    assert 'value="花子"' in shown
    assert not UserProfile.objects.get(user=admin_user).avatar


def test_the_admin_shows_it_to_whoever_may_enter_and_to_nobody_else(
    admin_client: Client, admin_user: User
) -> None:
    send(admin_client, "私.png", photo("PNG"))
    avatar = UserProfile.objects.get(user=admin_user).avatar
    shown = admin_client.get(avatar.url)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown.content == content(avatar)
    assert "private" in shown["Cache-Control"]
    reader = Client()
    assert reader.get(avatar.url).status_code == 404
    reader.force_login(User.objects.create_user("reader", "reader@example.org", "x"))
    assert reader.get(avatar.url).status_code == 404
    assert admin_client.get("/media/avatar_images/gone.png").status_code == 404


def test_a_picture_is_taken_away_and_its_file_goes(admin_client: Client, admin_user: User) -> None:
    send(admin_client, "私.png", photo("PNG"))
    avatar = UserProfile.objects.get(user=admin_user).avatar
    admin_client.post(
        reverse("wagtailadmin_account"),
        {
            "name_email-email": "a@example.org",
            "name_email-first_name": "花子",
            "name_email-last_name": "佐藤",
            "locale-preferred_language": "ja",
            "locale-current_time_zone": "Asia/Tokyo",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "avatar-avatar-clear": "on",
        },
    )
    assert not UserProfile.objects.get(user=admin_user).avatar
    assert not avatar.storage.exists(avatar.name)


def test_saving_the_account_without_a_new_picture_keeps_it(
    admin_client: Client, admin_user: User
) -> None:
    send(admin_client, "私.png", photo("PNG"))
    before = UserProfile.objects.get(user=admin_user).avatar.name
    send(admin_client, "", b"")
    assert UserProfile.objects.get(user=admin_user).avatar.name == before


def test_those_of_before_are_cleaned_once(admin_user: User) -> None:
    profile = UserProfile.get_for_user(admin_user)
    profile.avatar.save("before.jpg", ContentFile(photo("JPEG")))
    before, storage = profile.avatar.name, profile.avatar.storage
    with pytest.raises(CommandError):
        run("--check")
    assert "1 of 1" in run()
    profile.refresh_from_db()
    assert tells_nothing(content(profile.avatar))
    assert not storage.exists(before)
    assert os.path.splitext(profile.avatar.name)[1] == ".jpg"
    assert "0 of 1" in run()


def test_one_whose_file_is_gone_is_named(admin_user: User) -> None:
    profile = UserProfile.get_for_user(admin_user)
    profile.avatar.save("before.jpg", ContentFile(photo("JPEG")))
    profile.avatar.storage.delete(profile.avatar.name)
    with pytest.raises(CommandError, match=admin_user.get_username()):
        run()
