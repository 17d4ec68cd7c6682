"""What a file's bytes say about it."""

from __future__ import annotations

import logging
from typing import IO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

logger = logging.getLogger(__name__)


def count_pages(stream: IO[bytes], media_type: str) -> int | None:
    """Return the number of pages of a PDF; ``None`` for other types and unreadable files."""
    if media_type != "application/pdf":
        return None
    try:
        return len(PdfReader(stream).pages)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        logger.warning("The pages of a PDF could not be counted: %s", error)
        return None
