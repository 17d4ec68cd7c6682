"""A disk that takes nothing more: an answer that says so, and nothing half written."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from media.disk import WholeFileStorage
from media.models import Document
from media.storage import StoreUnavailableError


class Bursting(ContentFile[bytes]):
    """A file during whose writing the disk becomes full."""

    def __init__(self, error: int) -> None:
        super().__init__(b"half", name="half.txt")
        self.error = error

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(self.error, "full")


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
def test_nothing_half_written_is_left(tmp_path: Path, error: int) -> None:
    storage = WholeFileStorage(location=tmp_path)
    storage.save("half.txt", ContentFile(b"whole"))
    expected = StoreUnavailableError if error != errno.EACCES else PermissionError
    with pytest.raises(expected):
        storage.save("half.txt", Bursting(error))
    assert files_in(tmp_path) == ["half.txt"]
    assert (tmp_path / "half.txt").read_bytes() == b"whole"


@pytest.mark.django_db
def test_an_upload_is_answered_with_what_to_do(
    admin_client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    real = File.chunks

    def chunks(self: File[bytes], chunk_size: int | None = None) -> Iterator[bytes]:
        yield next(iter(real(self, chunk_size)))
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(File, "chunks", chunks)
    monkeypatch.setattr(SimpleUploadedFile, "chunks", chunks)
    file = SimpleUploadedFile("guide.txt", "手引きの本文".encode(), "text/plain")
    admin_client.raise_request_exception = False
    answer = admin_client.post(
        reverse("wagtaildocs:add"), {"title": "手引き", "file": file, "language": "ja"}
    )
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert not Document.objects.filter(title="手引き").exists()
    assert files_in(tmp_path) == []
