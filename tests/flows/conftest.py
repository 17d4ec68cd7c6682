"""The small site for tests that need no opening content."""

from __future__ import annotations

import pytest

from ..small_site import SmallSite


@pytest.fixture
def site(db: None) -> SmallSite:
    """Home pages and sections in both languages, nothing below them."""
    return SmallSite()
