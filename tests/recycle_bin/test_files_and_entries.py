"""Pictures, documents and entries in the bin: out of sight, whole, and gone for good in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import User
from content.models import City, Country
from content.pictures import DECLARED_RENDITIONS
from media.models import Document, Image
from recycle_bin.models import BinnedItem
from recycle_bin.restoring import CannotRestoreError, Restorer, restore

from ..small_site import SmallSite, add_document, add_image, show
from .everything import everything

File = Image | Document
pytestmark = pytest.mark.usefixtures("db")
KINDS = pytest.mark.parametrize("make", [add_image, add_document], ids=["picture", "document"])


@pytest.fixture
def administrator(site: SmallSite, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("administrator", password="x"))
    return client


def binned(thing: Any) -> BinnedItem:
    key, model = thing.pk, thing._meta.label_lower
    thing.delete()
    return BinnedItem.objects.get(model=model, object_id=key)


def address_of(file: File) -> str:
    if isinstance(file, Document):
        return file.url
    address: str = file.get_rendition(DECLARED_RENDITIONS[0]).url
    return address


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    return answer.status_code


@KINDS
def test_a_file_answers_again_at_its_address(
    administrator: Client,
    make: Callable[[str], File],
    django_capture_on_commit_callbacks: Any,
) -> None:
    file = make("kept")
    file.tags.add("水")
    before, address, name, key = everything(), address_of(file), file.file.name, file.pk
    anybody = Client()
    assert status(administrator, address) == 200
    with django_capture_on_commit_callbacks(execute=True):
        item = binned(file)
    assert default_storage.exists(name)
    assert status(administrator, address) == status(anybody, address) == 404
    with django_capture_on_commit_callbacks(execute=True):
        restore(item, Restorer())
    assert everything() == before
    assert status(administrator, address) == 200
    assert status(anybody, address) == 404
    show(type(file).objects.get(pk=key))
    assert status(anybody, address) == 200


@KINDS
def test_another_file_of_the_same_name_gets_another(make: Callable[[str], File]) -> None:
    file = make("same")
    name, key = file.file.name, file.pk
    item = binned(file)
    assert make("same").file.name != name
    restore(item, Restorer())
    assert type(file).objects.get(pk=key).file.name == name


@KINDS
def test_emptying_removes_files_when_their_time_is_over(
    make: Callable[[str], File], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BIN_DAYS = 3
    old, recent, living = make("old"), make("recent"), make("living")
    names = [one.file.name for one in (old, recent, living)]
    old_item, recent_item = binned(old), binned(recent)
    now = timezone.now()
    BinnedItem.objects.filter(pk=old_item.pk).update(deleted_at=now - timedelta(days=3, hours=1))
    BinnedItem.objects.filter(pk=recent_item.pk).update(deleted_at=now - timedelta(days=2))
    call_command("empty_bin")
    assert [default_storage.exists(name) for name in names] == [False, True, True]
    assert list(BinnedItem.objects.all()) == [recent_item]
    call_command("empty_bin")
    assert capsys.readouterr().out.split() == ["1", "removed.", "0", "removed."]
    assert default_storage.exists(names[1])


def test_what_cannot_be_removed_yet_stays(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    document = add_document("stuck")
    storage = document.file.storage
    item = binned(document)
    BinnedItem.objects.update(deleted_at=timezone.now() - timedelta(days=99))

    def fail(_name: str) -> None:
        raise OSError("away")

    monkeypatch.setattr(storage, "delete", fail)
    with pytest.raises(OSError, match="away"):
        call_command("empty_bin")
    assert BinnedItem.objects.filter(pk=item.pk).exists()


def test_an_entry_comes_back_unless_its_code_is_taken(db: None) -> None:
    country = Country.objects.create(code="JP")
    city = City.objects.create(code="c", name_ja="市", name_en="City", country=country)
    before = everything()
    item = binned(city)
    country_item = binned(country)
    restore(item, Restorer())  # and its country with it
    assert everything() == before
    assert not BinnedItem.objects.filter(pk=country_item.pk).exists()
    item = binned(City.objects.get(code="c"))
    City.objects.create(code="c", name_ja="町", name_en="Town", country=Country.objects.get())
    with pytest.raises(CannotRestoreError, match="市"):
        restore(item, Restorer())


def test_a_closed_collection_that_is_gone_opens_nothing(db: None) -> None:
    closed = Collection.get_first_root_node().add_child(name="closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    item = binned(add_document("secret", closed))
    Collection.objects.get(pk=closed.pk).delete()
    with pytest.raises(CannotRestoreError):
        restore(item, Restorer())
    administrator = User.objects.create_superuser("administrator", password="x")
    restore(item, Restorer(administrator))
    assert Document.objects.get().collection == Collection.get_first_root_node()
