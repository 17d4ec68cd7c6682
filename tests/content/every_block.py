"""A body with every kind of block, each of its texts different."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from media.models import Document, Image


def every_block(image: Image, document: Document, page: Page) -> list[dict[str, Any]]:
    """Return one block of each kind as the database would hold it."""
    link = {"page": page.pk, "document": None, "url": "", "text": "案内", "language": ""}
    file_link = {"page": None, "document": document.pk, "url": "", "text": "", "language": ""}
    other_site = {"url": "https://example.org/", "text": "外部", "language": "en"}
    values: dict[str, Any] = {
        "heading": {"level": "h3", "text": "見出し"},
        "rich_text": f'<p>本文<b>強調</b>と<a linktype="page" id="{page.pk}">リンク</a></p>',
        "image": {"image": image.pk, "alt_text": "代替", "decorative": False, "caption": "図"},
        "quote": {
            "text": "引用\n二行目",
            "attribution": "出典",
            "source_url": "https://example.org/q",
        },
        "table": {
            "table_caption": "表題",
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "data": [
                ["区分", "数", "備考"],
                ["都市\n（会員）", "1,234", None],
                ["団体", "10%", ""],
            ],
        },
        "file": {"document": document.pk, "label": "ファイル"},
        "link_list": {"title": "一覧", "links": [link, file_link, other_site]},
        "key_figure": {
            "label": "会員",
            "value": "1000.5",
            "approximate": True,
            "at_least": False,
            "unit": "都市",
            "note": "注",
            "as_of": "2013-04",
            "source_name": "資料",
            "source_url": "https://example.org/s",
        },
        "notice": {"kind": "caution", "title": "注意", "text": "<p>お知らせ</p>"},
        "contact": {
            "organisation": "見本市",
            "department": "環境課",
            "phone": "000-0000",
            "email": "name@example.org",
            "website": "https://example.org/c",
            "address": "見本県\n見本市",
        },
        "related_pages": {"title": "関連", "pages": [page.pk]},
        "steps": {
            "title": "手順",
            "steps": [{"title": "第一", "text": "<p>始め</p>"}, {"title": "第二", "text": ""}],
        },
    }
    return [{"type": name, "value": value} for name, value in values.items()]
