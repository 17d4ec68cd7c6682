"""Checks of block data: Wagtail drops what it does not know, silently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock


def unknown_parts(block: Block, value: Any, where: str = "") -> Iterator[str]:
    """Yield a message for each block type and each part of a block that does not exist."""
    if isinstance(block, StreamBlock):
        for number, child in enumerate(value, start=1):
            kind = child.get("type", "")
            if kind not in block.child_blocks:
                yield f"{where}block {number}: there is no block type {kind!r}."
            else:
                inner = f"{where}block {number} ({kind}): "
                yield from unknown_parts(block.child_blocks[kind], child.get("value"), inner)
    elif isinstance(block, StructBlock):
        for name, part in value.items():
            if name not in block.child_blocks:
                yield f"{where}there is no part {name!r}."
            else:
                yield from unknown_parts(block.child_blocks[name], part, where)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from unknown_parts(block.child_block, item, where)
