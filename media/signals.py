"""What this room tells those who listen."""

from __future__ import annotations

from django.dispatch import Signal

#: A document with a new file has been stored; ``instance`` is the document.
file_stored = Signal()
