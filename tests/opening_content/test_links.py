"""Links by key become links by id, or nothing that could be broken."""

from __future__ import annotations

from typing import Any

import pytest

from cms.management.opening_content.links import page_keys, resolve_links

HERE = {"here": 7}

CASES: dict[str, tuple[Any, Any]] = {
    "link": ('<a linktype="page" key="here">x</a>', '<a linktype="page" id="7">x</a>'),
    "missing target": ('<p>a <a linktype="page" key="gone">b</a> c</p>', "<p>a b c</p>"),
    "markup inside": ('<a linktype="page" key="gone"><b>b</b></a>', "<b>b</b>"),
    "two links": (
        '<a linktype="page" key="gone">a</a><a linktype="page" key="here">b</a>',
        'a<a linktype="page" id="7">b</a>',
    ),
    "other values": ({"a": 1, "b": [True, "c"]}, {"a": 1, "b": [True, "c"]}),
    "chosen page": ({"page": "here", "text": "t"}, {"page": 7, "text": "t"}),
    "list of links": (
        {"links": [{"page": "gone", "text": ""}, {"page": "here", "text": ""}]},
        {"links": [{"page": 7, "text": ""}]},
    ),
    "block of missing links": (
        [
            {"type": "rich_text", "value": "<p>a</p>"},
            {"type": "link_list", "value": {"title": "t", "links": [{"page": "gone"}]}},
            {"type": "related_pages", "value": {"title": "", "pages": ["gone"]}},
        ],
        [{"type": "rich_text", "value": "<p>a</p>"}],
    ),
    "related pages": (
        [{"type": "related_pages", "value": {"title": "", "pages": ["gone", "here"]}}],
        [{"type": "related_pages", "value": {"title": "", "pages": [7]}}],
    ),
}


@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=list(CASES))
def test_links_are_resolved(value: Any, expected: Any) -> None:
    assert resolve_links(value, HERE.get) == expected


def test_every_way_of_linking_is_found() -> None:
    value = [
        {"type": "rich_text", "value": '<a linktype="page" key="a">x</a>'},
        {"type": "link_list", "value": {"links": [{"page": "b", "text": ""}]}},
        {"type": "related_pages", "value": {"pages": ["c"]}},
    ]
    assert list(page_keys(value)) == ["a", "b", "c"]
