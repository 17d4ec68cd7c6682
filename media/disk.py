"""Uploaded files in a folder, none of which is left half written where the disk is full."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage

from .file_names import KeepsNames
from .storage import StoreUnavailableError

#: What a disk says that takes nothing more for now.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def has_no_room(error: BaseException | None) -> bool:
    """Whether something failed because a disk takes nothing more."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


class WholeFileStorage(KeepsNames, FileSystemStorage):
    """A folder in which a file is whole or not at all.

    Raises:
        StoreUnavailableError: the disk takes nothing more; nothing was stored.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._saving = threading.local()

    def path(self, name: str) -> str:
        full_path = super().path(name)
        self._saving.path = full_path
        return full_path

    def _save(self, name: str, content: Any) -> str:
        try:
            stored: str = super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            # Django asks for the path of each name that it tries, and never writes over a file.
            if not isinstance(error, FileExistsError):
                with suppress(OSError):
                    os.remove(self._saving.path)
            if has_no_room(error):
                raise StoreUnavailableError(str(error)) from error
            raise
        return stored
