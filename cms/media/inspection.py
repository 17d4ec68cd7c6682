"""What a file's bytes say about it."""

from __future__ import annotations

import logging
from typing import IO

from pypdf import PdfReader

logger = logging.getLogger(__name__)


def count_pages(stream: IO[bytes], media_type: str) -> int | None:
    """Return the number of pages of a PDF; ``None`` for other types and unreadable files.

    The file's own count is believed: walking through thousands of pages would hold up the upload.
    """
    if media_type != "application/pdf":
        return None
    try:
        reader = PdfReader(stream)
        stated = reader.root_object["/Pages"]["/Count"]  # type: ignore[index]
        return stated if isinstance(stated, int) and stated > 0 else len(reader.pages)
    # A file from outside may break the reader in any way; its upload is not to fail for that.
    except Exception as error:
        logger.warning("The pages of a PDF could not be counted: %r", error)
        return None
