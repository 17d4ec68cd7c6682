"""What readers of the measures section ask for."""

from __future__ import annotations

from cms.content.queries import SectionManager as MeasureManager

__all__ = ["MeasureManager"]
