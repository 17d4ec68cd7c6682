"""One way in for text: whatever form, address, import or file name it comes by."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.rich_text import RichText

from content.models import City, Country, Sector
from home.models import ContentPage
from media.models import Document
from tests.small_site import SmallSite, add
from text.characters import MOST_NAME_BYTES, clean, clean_file_name, clean_line, folded
from text.middleware import CleanTextMiddleware
from text.tags import tags_from_text, text_from_tags

NFD = "カ\u3099イト\u3099フ\u3099ック"
NFC = "ガイドブック"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (NFD, NFC),
        ("表\x00題\x07", "表題"),
        ("一行\x0b二行", "一行\n二行"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("半分\ud867", "半分"),
        ("\ud867\ude3d", "𩸽"),
        ("\ufeff先頭\uffff", "先頭"),
        ("家族👨\u200d👩\u200d👧　と\tタブ", "家族👨\u200d👩\u200d👧　と\tタブ"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("é", "é"),
    ],
)
def test_text_is_kept_composed_and_without_what_nothing_can_hold(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_a_line_has_no_break_and_nothing_at_its_ends() -> None:
    assert clean_line("　表題\x0b  続き\r\n\t終わり　") == "表題 続き 終わり"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (f"{NFD}.csv", f"{NFC}.csv"),
        ("（株）橋〜㈱［1］①.pdf", "（株）橋〜㈱［1］①.pdf"),
        ("C:\\文書\\手引 第１版.docx", "手引_第１版.docx"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("a\x00\nb.pdf", "a_b.pdf"),
        ('x?"<y>#%.pdf', "x_____y____.pdf".replace("_____y____", "___y___")),
    ],
)
def test_file_names_keep_what_people_write(name: str, kept: str) -> None:
    assert clean_file_name(name) == kept


def test_long_file_names_are_cut_by_bytes_before_their_extension() -> None:
    name = clean_file_name("漢" * 200 + ".docx")
    assert len(name.encode()) <= MOST_NAME_BYTES
    assert name.startswith("漢" * 60)
    assert name.endswith("漢.docx")


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("廃棄物、水環境", ["廃棄物", "水環境"]),
        ("廃棄物，水環境, air", ["air", "廃棄物", "水環境"]),
        ("廃棄物　水環境", ["廃棄物", "水環境"]),
        ("北九州市 環境", ["北九州市 環境"]),
        ("環境・エネルギー", ["エネルギー", "環境"]),
        ("ホー・チ・ミン市", ["ホー・チ・ミン市"]),
        ('"a, b", c、c', ["a, b", "c"]),
        ("、 ,", []),
    ],
)
def test_tags_are_separated_as_people_write_them(typed: str, tags: list[str]) -> None:
    assert tags_from_text(typed) == tags


def test_tags_are_shown_as_they_are_read() -> None:
    class Tag:
        def __init__(self, name: str) -> None:
            self.name = name

    names = ["A、B", "c d", "ホー・チ"]
    assert tags_from_text(text_from_tags(map(Tag, names))) == sorted(names)


def test_a_request_is_cleaned_before_a_view_sees_it_but_not_its_passwords() -> None:
    seen = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(
            path=request.path_info,
            full=request.get_full_path(),
            q=request.GET["q"],
            title=request.POST["title"],
            body=request.POST["body"],
            password=request.POST["new_password1"],
            file=request.FILES["file"].name,
        )
        return HttpResponse()

    upload = SimpleUploadedFile(f"{NFD}.csv", b"a")
    CleanTextMiddleware(view)(
        RequestFactory().post(
            f"/{quote(NFD)}/a%00b/?q={quote(NFD)}%00&x=1%2B1",
            {
                "title": f"{NFD}\x0b",
                "body": "a\r\nb\x00",
                "new_password1": NFD,
                "file": upload,
            },
        )
    )
    assert seen["path"] == f"/{NFC}/a\N{REPLACEMENT CHARACTER}b/"
    assert seen["full"].endswith("&x=1%2B1")
    assert quote(NFC) in seen["full"]
    assert (seen["q"], seen["title"].rstrip(), seen["body"]) == (NFC, NFC, "a\r\nb")
    assert seen["password"] == NFD
    assert seen["file"] == f"{NFC}.csv"


@pytest.mark.parametrize(
    "address",
    [
        "/media/%00",
        "/ja/%00/",
        "/documents/1/%00",
        "/api/delivery/v1/pages/%00/",
        "/api/v2/pages/%00/",
        "/api/delivery/v1/resolve/?path=/ja/%00%ED%A0%80",
        "/api/v2/documents/?search=%00",
        "/ja/search/?q=%00%0B%ED%A0%80",
        "/preview/%00/",
        "/admin/pages/%00/",
    ],
)
def test_no_address_with_odd_characters_is_an_error(
    site: SmallSite, client: Client, address: str
) -> None:
    assert client.get(address).status_code < 500


def test_what_code_saves_is_cleaned_too(site: SmallSite) -> None:
    page = ContentPage(slug="clean", title=f"{NFD}\x0b概要\n二行", seo_title="a\ud800")
    page.body = [("paragraph", RichText(f"<p>\x00{NFD}</p>"))]
    page = add(site.homes["ja"], page)
    page.save_revision().publish()
    stored = Page.objects.get(pk=page.pk)
    assert (stored.title, stored.seo_title) == (f"{NFC} 概要 二行", "a")
    assert NFD not in json.dumps(stored.latest_revision.content, ensure_ascii=False)


def test_a_redirect_matches_whatever_composition_it_is_written_or_asked_in(
    site: SmallSite, client: Client
) -> None:
    Redirect.add_redirect(f"/ja/{NFD}", "/ja/", is_permanent=False)
    for written in (NFD, NFC):
        assert client.get(f"/ja/{quote(written)}/").status_code == 302


def test_one_code_and_one_name_however_they_are_written(db: None) -> None:
    japan = Country.objects.create(code="JP")
    City.objects.create(code="tw-a", name_ja="ガスタウン", name_en="Gastown", country=japan)
    for code, name in [
        ("TW-A", "別の町"),
        ("b", "カ\u3099スタウン"),
        ("c", "ｶﾞｽﾀｳﾝ"),
        ("ｔｗ-a", "別の町"),
    ]:
        with pytest.raises(ValidationError):
            City(code=code, name_ja=name, name_en="Other", country=japan).full_clean()
    Sector.objects.create(code="waste", name_ja="ごみ", name_en="Waste")
    with pytest.raises(ValidationError):
        Sector(code="waste-2", name_ja="ごみ\u200b", name_en="Waste").full_clean()
    city = City.objects.get(code="tw-a")
    city.full_clean()


def test_cities_of_one_name_are_told_apart_by_country_or_municipality_code(db: None) -> None:
    japan, china = Country.objects.create(code="JP"), Country.objects.create(code="CN")
    tokyo, hiroshima = "132063", "342084"
    City.objects.create(
        code="fuchu-tokyo",
        name_ja="府中市",
        name_en="Fuchu",
        country=japan,
        municipality_code=tokyo,
    )
    City(
        code="fuchu-hiroshima",
        name_ja="府中市",
        name_en="Fuchu",
        country=japan,
        municipality_code=hiroshima,
    ).full_clean()
    City(code="fuchu-china", name_ja="府中市", name_en="Fuchu", country=china).full_clean()
    assert folded("Ｆuchu ") == folded("FUCHU")


def test_a_document_keeps_its_name_to_the_reader(admin_client: Client) -> None:
    form = {"title": "手引", "language": "ja", "tags": ""}
    for name, kept in [
        (f"{NFD}.csv", f"{NFC}.csv"),
        ("（株）橋〜㈱.csv", "（株）橋〜㈱.csv"),
        ("漢" * 84 + ".csv", "漢" * 65 + ".csv"),
    ]:
        upload = SimpleUploadedFile(name, b"a,b\n1,2\n")
        admin_client.post(reverse("wagtaildocs:add"), {**form, "file": upload})
        document = Document.objects.latest("pk")
        assert document.filename.startswith(kept[:60].removesuffix(".csv"))
        answer = admin_client.get(document.url)
        assert f"filename*=UTF-8''{quote(document.filename)}" in answer["Content-Disposition"]
        assert b"".join(answer) == b"a,b\n1,2\n"


def test_a_document_stored_under_a_decomposed_name_is_still_found(
    admin_client: Client, settings: pytest.Settings
) -> None:
    folder = Path(settings.MEDIA_ROOT) / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NFD}.csv").write_bytes(b"a")
    document = Document.objects.create(title="a", file_size=1)
    Document.objects.filter(pk=document.pk).update(file=f"documents/{NFD}.csv")
    document.refresh_from_db()
    assert admin_client.get(quote(document.url, safe="/%")).status_code == 200


@pytest.mark.parametrize("report", ["site_history", "aging_pages"])
def test_an_export_takes_what_was_stored_before(
    site: SmallSite, admin_client: Client, report: str
) -> None:
    page = site.homes["ja"]
    page.save_revision(log_action=True)
    Page.objects.filter(pk=page.pk).update(title="古い\x0bタイトル")
    PageLogEntry.objects.update(label="古い\x0bタイトル")
    answer = admin_client.get(reverse(f"wagtailadmin_reports:{report}"), {"export": "xlsx"})
    workbook = load_workbook(BytesIO(b"".join(answer)))
    cells = [str(cell.value) for row in workbook.active.rows for cell in row]
    assert any(text.startswith("古い") for text in cells)


def test_what_was_stored_before_is_cleaned_by_command(site: SmallSite) -> None:
    page = site.homes["ja"]
    Page.objects.filter(pk=page.pk).update(title=f"{NFD}\x0b題")
    revision = page.latest_revision
    content = {**revision.content, "title": f"{NFD}\x0b題"}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    call_command("clean_texts")
    assert Page.objects.get(pk=page.pk).title == f"{NFC} 題"
    assert Revision.objects.get(pk=revision.pk).content["title"] == f"{NFC}\n題"
    out = StringIO()
    call_command("clean_texts", stdout=out)
    assert " 0 " in out.getvalue()
