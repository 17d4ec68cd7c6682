"""A range of cells pasted into running text becomes a table, or is refused; no cell joins the next.

The clipboards are those of Excel and LibreOffice, without their style sheets.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.page_editor import PageEditor
from tests.browser.test_writing import label_of

pytestmark = pytest.mark.browser

SignedIn = Callable[[str, str], Page]

ROWS = [["市", "人口", "注"], ["川崎市", "23,000", "速報"], ["横浜市", "19,500", ""]]
PLAIN = "市\t人口\t注\r\n川崎市\t23,000\t速報\r\n横浜市\t19,500\t\r\n"
EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {mso-number-format:"\\#\\,\\#\\#0";}
--></style></head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>
<!--StartFragment-->
 <col width=72 span=3 style='width:54pt'>
 <tr height=18 style='height:13.5pt'>
  <td height=18 width=72 style='height:13.5pt;width:54pt'>市</td><td width=72>人口</td><td>注</td>
 </tr>
 <tr height=18 style='height:13.5pt'>
  <td height=18>川崎市</td><td class=xl65 align=right>23,000</td><td>速報</td>
 </tr>
 <tr height=18 style='height:13.5pt'>
  <td height=18>横浜市</td><td class=xl65 align=right>19,500</td><td></td>
 </tr>
<!--EndFragment-->
</table></body></html>"""
LIBRE_OFFICE = """<!DOCTYPE html><html><head>
<meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.6 (Linux)"/>
<style type="text/css">body,div,table { font-family:"Noto Sans CJK JP"; font-size:x-small }</style>
</head><body>
<table cellspacing="0" border="0"><colgroup span="3" width="85"></colgroup>
<tr><td height="17" align="left"><font face="Noto Sans CJK JP">市</font></td>
<td align="left"><font face="Noto Sans CJK JP">人口</font></td><td align="left">注</td></tr>
<tr><td height="17" align="left"><font face="Noto Sans CJK JP">川崎市</font></td>
<td align="right" sdval="23000" sdnum="1041;0;#,##0">23,000</td><td align="left">速報</td></tr>
<tr><td height="17" align="left">横浜市</td>
<td align="right" sdval="19500" sdnum="1041;0;#,##0">19,500</td><td align="left"><br></td></tr>
</table></body></html>"""
MERGED = """<table><tr><td colspan=2>市と人口</td><td rowspan=2>注</td></tr>
<tr><td>川崎市<br>（政令市）</td><td>23,000</td></tr></table>"""
AMONG_TEXT = "<p>人口は次のとおりです。</p>" + EXCEL + "<p>以上です。</p>"
ONE_COLUMN = "<table><tr><td>川崎市</td></tr><tr><td>横浜市</td></tr></table>"
ONE_CELL = "<table><tr><td>川崎市</td></tr></table>"

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const editor = document.activeElement;
  editor.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""


@pytest.fixture
def form(desk: str, signed_in: SignedIn) -> PageEditor:
    page = signed_in(desk, "moderator")
    asked = f"{desk}/admin/api/main/pages/?slug=about&locale=ja"
    (parent,) = page.request.get(asked).json()["items"]
    page.goto(f"{desk}/admin/pages/add/home/contentpage/{parent['id']}/")
    editor = PageEditor(page)
    editor.field("title").fill("貼り付け")
    return editor


def text_of(form: PageEditor, prefix: str) -> Locator:
    """Put the cursor into an editor of running text, and return what it shows."""
    around = form.page.locator(f"[data-contentpath]:has([name='{prefix}'])").last
    shown = around.locator("[contenteditable=true]").first
    shown.click()
    return shown


def table_of(form: PageEditor, number: int) -> list[list[str]]:
    """Return the cells of a table block; none for one that nobody has written in."""
    field = f"document.getElementById('body-{number}-value').value"
    found: list[list[str]] = form.page.evaluate(f"JSON.parse({field})?.data || []")
    return found


@pytest.mark.parametrize(
    ("html", "plain"),
    [(EXCEL, PLAIN), (LIBRE_OFFICE, PLAIN), ("", PLAIN)],
    ids=["Excel", "LibreOffice", "text with tabs"],
)
def test_a_range_becomes_a_table(form: PageEditor, html: str, plain: str) -> None:
    prefix = form.add_block(label_of("rich_text"))
    shown = text_of(form, prefix)
    form.page.keyboard.insert_text("人口は次のとおりです。")
    form.page.evaluate(PASTE, [html, plain])
    table = form.page.locator("[id='body-1-value-handsontable-container']")
    expect(table).to_contain_text("川崎市")
    expect(shown).to_have_text("人口は次のとおりです。")
    assert table_of(form, 1) == ROWS
    form.page.locator("[id='body-1-value-table-header-choice']").select_option("row")
    form.save()
    assert table_of(form, 1) == ROWS


def test_merged_cells_and_lines_within_a_cell_stay_apart(form: PageEditor) -> None:
    text_of(form, form.add_block(label_of("rich_text")))
    form.page.evaluate(PASTE, [MERGED, ""])
    form.page.locator("[id='body-1-value-handsontable-container']").wait_for()
    assert table_of(form, 1) == [["市と人口", "", "注"], ["川崎市\n（政令市）", "23,000", ""]]


def test_a_second_range_is_a_second_table_and_a_new_table_is_empty(form: PageEditor) -> None:
    text_of(form, form.add_block(label_of("rich_text")))
    form.page.evaluate(PASTE, [EXCEL, PLAIN])
    form.page.locator("[id='body-1-value-handsontable-container']").wait_for()
    prefix = form.add_block(label_of("table"))
    form.page.locator(f"[id='{prefix}-handsontable-container']").wait_for()
    number = int(prefix.split("-")[1])
    assert not any(cell for row in table_of(form, number) for cell in row)


def test_where_no_table_can_stand_it_is_refused_with_advice(form: PageEditor) -> None:
    prefix = form.add_block(label_of("notice"))
    shown = text_of(form, f"{prefix}-text")
    form.page.keyboard.insert_text("前からある文。")
    form.page.evaluate(PASTE, [EXCEL, PLAIN])
    note = form.page.locator(".pasted-note[role=alert]")
    expect(note).to_contain_text("表")
    expect(shown).to_have_text("前からある文。")
    form.page.keyboard.insert_text("続き")
    expect(note).to_have_count(0)


def test_a_table_among_text_becomes_lines(form: PageEditor) -> None:
    shown = text_of(form, form.add_block(label_of("rich_text")))
    form.page.evaluate(PASTE, [AMONG_TEXT, PLAIN])
    expect(shown).to_contain_text("以上です。")
    lines = [line.strip() for line in shown.inner_text().splitlines() if line.strip()]
    assert lines == [
        "人口は次のとおりです。",
        "市 | 人口 | 注",
        "川崎市 | 23,000 | 速報",
        "横浜市 | 19,500 |",
        "以上です。",
    ]


def test_one_column_is_lines_and_one_cell_is_text(form: PageEditor) -> None:
    shown = text_of(form, form.add_block(label_of("rich_text")))
    form.page.evaluate(PASTE, [ONE_COLUMN, "川崎市\n横浜市\n"])
    expect(shown).to_contain_text("横浜市")
    assert [line for line in shown.inner_text().splitlines() if line.strip()] == [
        "川崎市",
        "横浜市",
    ]
    form.page.evaluate(PASTE, [ONE_CELL, "川崎市\n"])
    expect(shown).to_contain_text("横浜市川崎市")
    expect(form.page.locator(".pasted-note")).to_have_count(0)


@pytest.mark.parametrize(
    "text", ["\t字下げした行\n次の行", "初めに\t次に\n二行目には無い", "タブの無い文"]
)
def test_a_text_that_is_no_range_is_pasted(form: PageEditor, text: str) -> None:
    shown = text_of(form, form.add_block(label_of("rich_text")))
    form.page.evaluate(PASTE, ["", text])
    for word in text.split():
        expect(shown).to_contain_text(word)
    expect(form.page.locator(".pasted-note")).to_have_count(0)
