"""What readers of the networks section ask for."""

from __future__ import annotations

from cms.content.queries import SectionManager as NetworkManager

__all__ = ["NetworkManager"]
