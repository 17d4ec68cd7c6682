"""Fields of our own."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class BlockField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    Definitions change often and say nothing about the database's structure; the price, data of
    removed blocks that no migration mentions, is recorded in ``docs/decisions``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Migrations hold an empty definition; they never touch the blocks themselves.
        super().__init__(*(args or ([],)), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
