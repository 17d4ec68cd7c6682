"""What a reader learns from a page about its age, its standing, its files and its subject."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import BasePage, City, Country
from home.models import ContentPage
from manuals.models import ManualPage
from networks.models import NetworkPage
from tests.small_site import SmallSite, add, add_document

from .markup import fact, read


def both(site: SmallSite, slug: str = "sample", **english: object) -> tuple[BasePage, BasePage]:
    """Add a general page in Japanese and its translation."""
    japanese = add(site.homes["ja"], ContentPage(title="見本", slug=slug))
    page = ContentPage(title="Sample", slug=slug, **english)
    return japanese, add(site.homes["en"], page, twin=japanese)


def set_dates(page: BasePage, first: datetime, last: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=last)


def test_the_kinds_of_date_are_kept_apart_and_are_those_of_japan(
    client: Client, site: SmallSite
) -> None:
    _japanese, page = both(site, last_reviewed_on=date(2024, 3, 4))
    late_evening_of_utc = datetime.fromisoformat("2020-01-01T20:00:00+00:00")
    set_dates(page, late_evening_of_utc, datetime.fromisoformat("2021-05-06T00:00:00+00:00"))
    shown = read(client, "/en/sample/")
    days = [str(time["datetime"]) for time in shown.select(".dates time")]
    assert days == ["2020-01-02", "2021-05-06", "2024-03-04"]
    assert len({term.get_text() for term in shown.select(".dates dt")}) == 3
    record = shown.select_one("footer")
    assert record.select_one("time")["datetime"] == "2021-05-06"
    assert record.select_one(f"a[href='/en/p/{page.number}']").get_text() == str(page.number)


@pytest.mark.parametrize(("reviewed", "warned"), [(False, True), (True, False)])
def test_a_page_older_than_its_limit_says_so_until_it_is_reviewed(
    client: Client, site: SmallSite, reviewed: bool, warned: bool
) -> None:
    review = timezone.localdate() if reviewed else None
    _japanese, page = both(site, last_reviewed_on=review)
    assert page.age_limit_years is not None
    long_ago = timezone.now() - timedelta(days=366 * page.age_limit_years + 1)
    set_dates(page, long_ago, long_ago)
    assert bool(read(client, "/en/sample/").select(".notice--caution")) is warned


def test_a_translation_names_its_standing_and_links_the_text_that_prevails(
    client: Client, site: SmallSite
) -> None:
    both(site, translation_standing="provisional", prevailing_language="ja")
    [notice] = read(client, "/en/sample/").select("[role=note]")
    [link] = notice.select("a")
    assert (link["href"], link["lang"], link["hreflang"]) == ("/ja/sample/", "ja", "ja")
    assert read(client, "/ja/sample/").select("[role=note]") == []


def test_the_prevailing_text_is_not_linked_while_nobody_can_read_it(
    client: Client, site: SmallSite
) -> None:
    japanese, _page = both(site, translation_standing="machine", prevailing_language="ja")
    japanese.unpublish()
    [notice] = read(client, "/en/sample/").select("[role=note]")
    assert notice.select("a") == []


def test_the_language_switch_says_where_it_leads_when_a_translation_is_missing(
    client: Client, site: SmallSite
) -> None:
    parent, _translated = both(site)
    add(parent, ContentPage(title="日本語だけ", slug="only"))
    page = read(client, "/ja/sample/only/")
    [switch] = page.select(".languages a")
    note = page.find(id=switch["aria-describedby"])
    assert (switch["href"], note["lang"]) == ("/en/sample/", "en")
    assert note.select_one("a")["href"] == "/en/sample/"
    assert read(client, "/ja/sample/").select(".languages__note") == []


def test_a_network_shows_every_field_and_the_networks_it_holds(
    client: Client, site: SmallSite
) -> None:
    japan = Country.objects.create(code="JP")
    city = City.objects.create(code="sample", name_ja="見本市", name_en="Sample", country=japan)
    group = NetworkPage(
        title="Group",
        slug="group",
        full_name="Group of Cities",
        acronym="GC",
        founded_year=1997,
        founding="On the call of Sample City.",
        secretariat_city=city,
        member_cities=[city],
        website_ja="https://www.example.org/ja/",
    )
    group = add(site.sections["networks", "en"], group)
    add(group, NetworkPage(title="Held network", slug="held"))
    page = read(client, "/en/networks/group/")
    assert [fact(page, label) for label in ("Full name", "Acronym", "Founded", "Secretariat")] == [
        "Group of Cities",
        "GC",
        "1997",
        "Sample",
    ]
    assert "On the call of Sample City." in page.select_one("main").get_text()
    assert page.select("main a[href='https://www.example.org/ja/'][hreflang=ja]")
    assert page.select("main a[href='/en/networks/?city=sample']")
    assert page.select("main a[href='/en/networks/group/held/']")


def test_a_file_tells_type_size_language_and_standing(client: Client, site: SmallSite) -> None:
    document = add_document("guide")
    manual = ManualPage(title="Guide", slug="guide", kind="manual")
    field = manual._meta.get_field("files").stream_block
    manual.files = field.to_python(
        [
            {
                "type": "file",
                "value": {
                    "document": document.pk,
                    "label": "Main part",
                    "language": "ja",
                    "standing": "provisional",
                },
            }
        ]
    )
    add(site.sections["manuals", "en"], manual)
    [entry] = read(client, "/en/manuals/guide/").select(".downloads > li")
    text = entry.get_text(" ", strip=True)
    assert entry.select_one("a")["href"] == document.url
    assert entry.select_one(".badge--provisional") is not None
    for said in ("Main part", "TXT", f"{document.file_size}", "Japanese", document.checksum):
        assert said in text
