"""What nobody has published, or somebody has taken back, leaves no trace."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from tests.small_site import SmallSite

from .asking import ADDRESSES, RECOMMENDED, recommend
from .crawling import Crawl, leaks
from .planting import PUBLIC, SECRET, SLUG, plant, set_texts


def test_a_draft_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", live=False)
    assert leaks(Crawl(also=["/en/sitemap/"]), plants) == []


def test_a_page_scheduled_for_later_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", live=False)
    for page in plants.pages.values():
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        assert not Page.objects.get(pk=page.pk).live
    assert leaks(Crawl(also=["/en/sitemap/"]), plants) == []


def test_an_unpublished_change_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", word=PUBLIC)
    for page in plants.pages.values():
        draft = page.specific_class.objects.get(pk=page.pk)
        set_texts(draft, SECRET)
        draft.body = [{"type": "rich_text", "value": f"<p>{SECRET}</p>"}]
        draft.slug = f"{SECRET}-slug"
        draft.tags.add(f"{SECRET} tag")
        draft.save_revision()
        assert Page.objects.get(pk=page.pk).has_unpublished_changes
    crawl = Crawl(also=["/en/sitemap/"])
    assert crawl.saying(SECRET) == set()
    assert f"/en/networks/{SLUG}-networks/" in crawl.saying(PUBLIC)


def test_what_japanese_takes_back_leaves_no_trace_in_english(site: SmallSite) -> None:
    plants = plant(site, "ja")
    assert SECRET in Client().get("/ja/networks/").content.decode()
    for page in plants.pages.values():
        Page.objects.get(pk=page.pk).specific.unpublish()
    assert Crawl(also=["/ja/sitemap/"]).saying(SECRET) == set()


def test_a_recommended_draft_leaves_no_trace(site: SmallSite) -> None:
    plants = plant(site, "en", live=False)
    recommend(plants.pages)
    crawl = Crawl(also=ADDRESSES)
    assert leaks(crawl, plants) == []
    assert f"/ja/{SLUG}-content/" in crawl.texts[f"/ja/search/?q={RECOMMENDED}"]
