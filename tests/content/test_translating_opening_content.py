"""A translator can start from every page that the platform opens with."""

from __future__ import annotations

import pytest
from wagtail.models import Page
from wagtail_localize.segments.extract import extract_segments


@pytest.mark.usefixtures("opening_content")
def test_every_page_gives_out_its_texts() -> None:
    for page in Page.objects.filter(depth__gt=1).specific():
        assert extract_segments(page)
