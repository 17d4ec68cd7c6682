"""Uploaded files in an S3-compatible bucket, behind the same gate as those on a disk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

#: Many S3-compatible services do not know the checksums that Amazon's own client sends by default.
COMPATIBLE = Config(
    request_checksum_calculation="when_required", response_checksum_validation="when_required"
)


class GatedS3Storage(S3Storage):
    """A private bucket, whose files readers get from this service and never from the bucket.

    An address into the bucket would open the files of private collections to whoever has it,
    and a signed one would run out in a cached page.
    """

    client_config: Config

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(COMPATIBLE)

    def url(
        self,
        name: str,
        parameters: dict[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """Return the file's address below ``MEDIA_URL``, where the gate answers."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))
