"""What browsers and programs ask for without being told: marks, descriptions, parts of files."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection

from content.dependencies import file_name, image_name
from content.forms import free_slug, is_answered_already
from home.models import ContentPage
from media.models import Document, Image
from publishing.models import Dependency
from publishing.models import Document as Published
from publishing.writing import actions
from tests.small_site import SmallSite, add

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def test_marks_lie_where_browsers_look(site: SmallSite, client: Client) -> None:
    for address, form in (
        ("/favicon.ico", "ICO"),
        ("/apple-touch-icon.png", "PNG"),
        ("/apple-touch-icon-precomposed.png", "PNG"),
    ):
        response = client.get(address)
        assert Pillow.open(io.BytesIO(response.content)).format == form


@pytest.mark.parametrize("language", ["ja", "en"])
def test_browsers_can_add_the_search(site: SmallSite, client: Client, language: str) -> None:
    response = client.get(f"/{language}/opensearch.xml")
    root = ElementTree.fromstring(response.content)  # our own
    [url] = root.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert f"/{language}/search/?q=" in url.attrib["template"]
    assert f"/{language}/opensearch.xml" in client.get(f"/{language}/").content.decode()


def test_a_weakness_can_be_reported(site: SmallSite, client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert {"Contact", "Expires"} <= {line.partition(":")[0] for line in text.splitlines()}


def test_what_rarely_changes_is_not_sent_again(site: SmallSite, client: Client) -> None:
    for address in ("/sitemap.xml", "/robots.txt", "/favicon.ico", "/ja/opensearch.xml"):
        first = client.get(address)
        assert "no-cache" in first["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_page_of_the_other_language_is_offered(site: SmallSite, client: Client) -> None:
    page = ContentPage(title="環境の日", slug="only", summary="s")
    add(site.homes["ja"], page)
    draft = ContentPage(title="PLANTED-DRAFT", slug="hidden", summary="s")
    add(site.homes["ja"], draft, live=False)
    for address in ("/en/only/", "/en/only"):
        response = client.get(address, follow=True)
        assert response.status_code == 404
        assert 'href="/ja/only/"' in response.content.decode()
    assert "PLANTED-DRAFT" not in client.get("/en/hidden/").content.decode()
    assert "/ja/hidden/" not in client.get("/en/hidden/").content.decode()


def test_the_page_meant_is_offered_where_its_address_is_another(
    site: SmallSite, client: Client
) -> None:
    section = site.sections["measures", "ja"]
    section.slug = "taisaku"
    section.save_revision().publish()
    both, both_en, one, gone = (
        ContentPage(title=title, slug=slug, summary="s")
        for title, slug in (
            ("ごみの日", "gomi"),
            ("Waste day", "waste"),
            ("水の日", "mizu"),
            ("Air day", "air"),
        )
    )
    section = type(section).objects.get(pk=section.pk)
    twin = add(site.homes["ja"], both)
    add(site.homes["en"], both_en, twin=twin)
    add(section, one)
    air = add(site.homes["ja"], ContentPage(title="空気の日", slug="kuuki", summary="s"))
    english = add(site.homes["en"], gone, twin=air)
    actions.settle()
    english.unpublish()
    actions.settle()
    twin.slug = "gomi-no-hi"
    twin.save_revision().publish()
    actions.settle()
    for address, offered in (
        ("/en/gomi/", "/en/waste/"),  # the other language's slug, which it has left since
        ("/en/gomi-no-hi/", "/en/waste/"),
        ("/ja/waste/", "/ja/gomi-no-hi/"),
        ("/en/measures/mizu/", "/ja/taisaku/mizu/"),  # below a section that is called otherwise
        ("/en/taisaku/mizu/", "/ja/taisaku/mizu/"),
        ("/en/air/", "/ja/kuuki/"),  # once public in this language, now in the other alone
    ):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 404, address
        assert f'href="{offered}"' in page, address
        assert page.count(f'href="{offered}"') == 2


def test_an_address_tells_nothing_of_hidden_pages(site: SmallSite, client: Client) -> None:
    hidden = add(site.homes["ja"], ContentPage(title="PLANTED", slug="planted", summary="s"))
    twin = ContentPage(title="PLANTED twin", slug="planted-twin", summary="s")
    add(site.homes["en"], twin, twin=hidden, live=False)
    actions.settle()
    hidden.unpublish()
    actions.settle()
    for address in ("/ja/planted/", "/en/planted/", "/en/planted-twin/", "/ja/planted-twin/"):
        page = client.get(address).content.decode()
        assert "PLANTED" not in page
        assert "planted" not in page.replace(address, "")


@pytest.mark.parametrize("taken", ["search", "sitemap"])
def test_a_page_does_not_take_an_address_of_the_service(site: SmallSite, taken: str) -> None:
    for language in ("ja", "en"):
        home = site.homes[language]
        assert is_answered_already(home, taken)
        assert free_slug(ContentPage(), home, taken.title()) != taken
        assert not is_answered_already(site.sections["networks", language], taken)
        assert not is_answered_already(home, "about")


@pytest.mark.parametrize("stored", ["/ja/old page", "/ja/old%20page", "/ja/old?id=12"])
def test_a_redirect_is_found_by_every_surface(site: SmallSite, client: Client, stored: str) -> None:
    target = site.sections["networks", "ja"]
    redirect = Redirect(old_path=stored, redirect_page=target)
    redirect.clean()
    redirect.save()
    asked = stored.replace(" ", "%20")
    assert client.get(asked)["Location"].endswith("/ja/networks/")
    found = client.get(f"{API}/resolve/", {"path": asked}).json()
    assert found["target_path"] == "/ja/networks/"
    found = client.get("/api/v2/redirects/find/", {"html_path": asked}, follow=True)
    assert found.status_code == 200


def fetched(client: Client, address: str, **headers: str) -> tuple[Any, bytes]:
    """Return an answer and its whole body, read to its end.

    One that streams and is left unread closes the test's database connection whenever it goes.
    """
    answer: Any = client.get(address, headers=headers)
    return answer, b"".join(answer) if answer.streaming else answer.content


class TestParts:
    @pytest.fixture
    def files(self, site: SmallSite) -> list[str]:
        document = Document(title="d", collection=Collection.get_first_root_node())
        document.file.save("numbers.csv", ContentFile(b"0123456789"))
        document.save()
        content = io.BytesIO()
        Pillow.new("RGB", (400, 300), "navy").save(content, "PNG")
        content.seek(0)
        image = Image.objects.create(title="i", file=ImageFile(content, "i.png"))
        actions.settle()
        shown_by = Published.objects.filter(type="home").first()
        for name in (file_name(document.pk), image_name(image.pk)):
            Dependency.objects.create(document=shown_by, name=name)
        return [document.url, image.get_rendition("width-320").url]

    def test_of_files_are_given(self, client: Client, files: list[str]) -> None:
        for address in files:
            whole, content = fetched(client, address)
            assert whole["Accept-Ranges"] == "bytes"
            assert whole.get("Content-Encoding") is None
            size = len(content)
            for asked, first, last in (("0-3", 0, 3), ("4-", 4, size - 1), ("-2", size - 2, size)):
                part, found = fetched(client, address, Range=f"bytes={asked}")
                assert part.status_code == 206
                assert found == content[first : last + 1]
                assert part["Content-Range"].endswith(f"/{size}")
            beyond, _empty = fetched(client, address, Range=f"bytes={size}-")
            assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{size}")
            for odd in ("bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b"):
                assert fetched(client, address, Range=odd)[1] == content
            other = {"Range": "bytes=0-1", "If-Range": '"other"'}
            assert fetched(client, address, **other)[1] == content

    def test_what_a_reader_holds_is_not_sent_again(self, client: Client, files: list[str]) -> None:
        for address in files:
            etag = fetched(client, address)[0]["ETag"]
            again, _empty = fetched(client, address, **{"If-None-Match": etag})
            assert again.status_code == 304
