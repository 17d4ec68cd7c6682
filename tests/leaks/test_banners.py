"""Banners show in their time and language only."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Site

from home.models import Banner, SiteSettings

from ..small_site import SmallSite
from .crawling import Crawl
from .planting import PUBLIC, SECRET


def test_banners_out_of_their_time_or_language_are_not_shown(site: SmallSite) -> None:
    now = timezone.now()
    record = SiteSettings.for_site(Site.objects.get())
    record.banners = [
        Banner(language_code="en", text=f"{PUBLIC} now", starts_at=now - timedelta(hours=1)),
        Banner(language_code="en", text=f"{SECRET} later", starts_at=now + timedelta(hours=1)),
        Banner(language_code="en", text=f"{SECRET} over", ends_at=now - timedelta(hours=1)),
    ]
    record.save()
    crawl = Crawl()
    assert {"/en/", "/en/networks/", "/en/missing/"} <= crawl.saying(PUBLIC)
    assert not [address for address in crawl.saying(PUBLIC) if address.startswith("/ja/")]
    assert crawl.saying(SECRET) == set()
