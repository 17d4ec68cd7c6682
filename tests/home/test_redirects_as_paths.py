"""The migration that takes this site's address out of stored redirects."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

STORED = {
    f"{settings.BASE_URL}/ja/a/?page=2#top": "/ja/a/?page=2#top",
    "http://127.0.0.1:8000/ja/b/": "/ja/b/",
    "http://localhost:9999/": "/",
    "https://own.example/ja/c/": "/ja/c/",
    "https://own.example:8443/ja/d/": "/ja/d/",
    " https://own.example": "/",
    "https://own.example:9000/x": "https://own.example:9000/x",
    "https://elsewhere.example/ja/e/": "https://elsewhere.example/ja/e/",
    "https://[broken/": "https://[broken/",
    "/ja/f/": "/ja/f/",
    "": "",
}


@pytest.mark.django_db
def test_links_to_this_site_become_paths_and_others_stay() -> None:
    Site.objects.create(hostname="own.example", port=8443, root_page_id=1)
    for number, link in enumerate(STORED):
        Redirect.objects.create(old_path=f"/{number}", redirect_link=link)
    import_module("home.migrations.0003_redirects_as_paths").store_as_paths(apps, None)
    found = dict(Redirect.objects.values_list("old_path", "redirect_link"))
    assert found == {f"/{number}": link for number, link in enumerate(STORED.values())}
