"""Fields of our own."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from text.characters import clean_value


class BlockField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    Definitions change often and say nothing about the database's structure; the price, data of
    removed blocks that no migration mentions, is recorded in ``docs/decisions``.

    Every item of a list inside a block is stored with an id of its own, also when code wrote the
    list: wagtail-localize passes over lists without ids, and their texts would stay untranslated.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Migrations hold an empty definition; they never touch the blocks themselves.
        super().__init__(*(args or ([],)), **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, StreamValue):
            for _block in value:  # only blocks that have been looked at are written anew, with ids
                pass
        return clean_value(super().get_prep_value(value))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
