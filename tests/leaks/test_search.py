"""What the public may not read is neither found, suggested, excerpted, counted nor recommended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content.models import BasePage

from .asking import ADDRESSES, RECOMMENDED, recommend
from .crawling import API, Crawl, leaks
from .planting import SECRET, Plants
from .test_pages import delete, expire, restrict, restrict_ancestor, unpublish


@pytest.mark.parametrize("where", ["page", "API"])
def test_what_is_public_is_found_suggested_and_recommended(planted: Plants, where: str) -> None:
    recommend(planted.pages)
    saying = Crawl(also=ADDRESSES).saying(SECRET)
    search = "/en/search/" if where == "page" else f"{API}/search/"
    locale = "" if where == "page" else "&locale=en&facets=section,sector,tag,network"
    assert f"{search}?q={RECOMMENDED}{locale}" in saying
    assert f"{search}?q={SECRET[:-1]}{locale}" in saying
    assert f"{API}/suggest/?q={SECRET[:6]}&locale=en" in saying


@pytest.mark.parametrize(
    "hide",
    [
        unpublish,
        expire,
        delete,
        restrict("login"),
        restrict("password"),
        restrict("groups"),
        restrict_ancestor,
    ],
    ids=lambda hide: hide.__name__,
)
def test_what_is_hidden_leaves_no_trace_in_search(
    planted: Plants, hide: Callable[[BasePage], None]
) -> None:
    recommend(planted.pages)
    for page in planted.pages.values():
        hide(page)
    assert leaks(Crawl(also=ADDRESSES), planted) == []
