"""Blocks are shown from their published shape: in pages, in previews and where editors choose."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import StructBlock

from .. import representation


class PublishedBlock:
    """A block with a ``schema`` in its ``Meta`` and a method ``represent``.

    Its template is given ``value``, the members of that schema as the stored document of a page
    has them, with addresses within the site.
    """

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        block: Any = self
        context: dict[str, Any] = super().get_context(value, parent_context)  # type: ignore[misc]
        with representation.as_far_as_written():
            if isinstance(block, StructBlock):  # the chooser's examples name but what they show
                value = {**dict.fromkeys(block.child_blocks), **value}
            shape = block.meta.schema.model_construct(**block.represent(value))
            context["value"] = representation.within_site(representation.written(shape))
        return context
