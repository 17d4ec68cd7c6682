"""What takes longer than an upload should is left to a background task."""

from __future__ import annotations

from django_tasks import task

from . import page_counts


@task()
def count_pages(document_id: int, checksum: str) -> None:
    """Count the pages of a document's file."""
    page_counts.count(document_id, checksum)
