"""Uploaded files in an S3-compatible bucket, behind the same gate as those on a disk.

A bucket that hangs must not take the site with it: each wait is short, few threads wait at once,
and a bucket that did not answer is left alone for a while.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as StoreConnectionError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from .file_names import KeepsNames

#: Many S3-compatible services do not know the checksums that Amazon's own client sends by default.
COMPATIBLE = Config(
    request_checksum_calculation="when_required", response_checksum_validation="when_required"
)
#: Seconds for which a bucket that did not answer is left alone; one request then tries it again.
COOLDOWN_SECONDS = 5
#: Seconds for which a file waits for those that are being read already.
SLOT_SECONDS = 0.5
#: What botocore raises where no connection comes about, or no byte for too long.
NO_ANSWER = (HTTPClientError, StoreConnectionError, RetriesExceededError)
SERVER_ERROR = 500


class StoreUnavailableError(OSError):
    """The bucket does not answer, or is busy: the same will do in a little while."""


class _Circuit:
    """Whether a bucket is asked at all: not while it has just failed to answer.

    Shared by all threads of a process. After the cooldown one request tries; the others are
    refused until it has come back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0

    def enter(self) -> None:
        """Go on, or refuse at once.

        Raises:
            StoreUnavailableError: the bucket has failed to answer, less than a cooldown ago.
        """
        with self._lock:
            if not self._closed_until:
                return
            if time.monotonic() < self._closed_until:
                raise StoreUnavailableError("The object store did not answer just now.")
            self._closed_until = time.monotonic() + COOLDOWN_SECONDS  # whoever comes now tries

    def failed(self) -> None:
        """Note that the bucket did not answer."""
        with self._lock:
            self._closed_until = time.monotonic() + COOLDOWN_SECONDS

    def answered(self) -> None:
        """Note that it did."""
        with self._lock:
            self._closed_until = 0.0


class GatedS3Storage(KeepsNames, S3Storage):
    """A private bucket, whose files readers get from this service and never from the bucket.

    An address into the bucket would open the files of private collections to whoever has it,
    and a signed one would run out in a cached page.

    ``seconds`` is how long the bucket may take to connect and to send each part; ``concurrency``
    is how many files one process reads from it at once, so that the other threads stay free.

    Whatever asks the bucket may raise :class:`StoreUnavailableError`.
    """

    client_config: Config

    def __init__(self, *, seconds: int = 5, concurrency: int = 2, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(
            COMPATIBLE.merge(
                Config(
                    connect_timeout=min(seconds, 2),
                    read_timeout=seconds,
                    retries={"total_max_attempts": 1},
                )
            )
        )
        self.transfer_config = TransferConfig(use_threads=False, num_download_attempts=1)
        self.seconds, self.concurrency = seconds, concurrency
        self._circuit = _Circuit()
        self._slots = threading.BoundedSemaphore(concurrency)

    def _open(self, name: str, mode: str = "rb") -> File:
        """Open a file; one that is read is fetched now, not when its headers have been sent.

        Raises:
            StoreUnavailableError: the bucket does not answer, or enough files are being read.
            FileNotFoundError: there is no such file.
        """
        if "w" in mode:
            with self._asked():
                return super()._open(name, mode)
        if not self._slots.acquire(timeout=SLOT_SECONDS):
            raise StoreUnavailableError(
                "As many files as may be are being read from the object store."
            )
        try:
            with self._asked():
                return super()._open(name, mode).open(mode)
        finally:
            self._slots.release()

    def _save(self, name: str, content: Any) -> str:
        with self._asked():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with self._asked():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self._asked():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self._asked():
            return int(super().size(name))

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Ask the bucket, unless it has just failed to answer.

        Raises:
            StoreUnavailableError: it does not answer.
        """
        self._circuit.enter()
        try:
            yield
        except NO_ANSWER as error:
            self._circuit.failed()
            raise StoreUnavailableError(str(error)) from error
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR:
                self._circuit.failed()
                raise StoreUnavailableError(str(error)) from error
            self._circuit.answered()
            raise
        except FileNotFoundError:
            self._circuit.answered()
            raise
        self._circuit.answered()

    def url(
        self,
        name: str,
        parameters: dict[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """Return the file's address below ``MEDIA_URL``, where the gate answers."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))
