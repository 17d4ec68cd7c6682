"""``manage.py generate_content``: public test pages, marked as such, the same for the same seed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from publishing.models import Document, Facet
from publishing.writing import actions

from ..small_site import SmallSite

pytestmark = pytest.mark.django_db
PAGES = 6


def generate(**options: Any) -> None:
    call_command("generate_content", verbosity=0, **options)


def generated() -> dict[str, str]:
    found = Document.objects.filter(path__contains="/generated-")
    return dict(found.values_list("path", "title"))


def test_pages_are_generated_once_in_both_languages_and_read_as_test_data(site: SmallSite) -> None:
    generate(pages=2, force=True)
    generate(pages=PAGES, force=True)
    titles = generated()
    assert len(titles) == 2 * PAGES
    marks = {"ja": "試験データ", "en": "test data"}
    assert all(marks[path.split("/")[1]] in title for path, title in titles.items())
    types = set(Document.objects.filter(path__in=titles).values_list("type", flat=True))
    assert types == {"network", "program", "measure", "manual"}
    keys = set(Facet.objects.values_list("key", flat=True))
    assert {"sector", "city", "country", "year", "kind", "network"} <= keys
    assert actions.verify() == []
    assert not any(Page.find_problems())
    generate(pages=PAGES, force=True)
    assert generated() == titles


def test_the_same_seed_gives_the_same_pages(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "rebuild", lambda _progress: None)
    runs = []
    for steps, seed in (((4, 8), 7), ((8,), 7), ((8,), 8)):
        for pages in steps:
            generate(pages=pages, seed=seed, force=True)
        rows = Page.objects.filter(slug__startswith="generated-").order_by("path")
        runs.append(list(rows.values_list("path", "title", "translation_key")))
        rows.delete()
    assert len(runs[0]) == 2 * 8
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_production_is_spared_unless_forced(site: SmallSite) -> None:
    with pytest.raises(CommandError, match="production"):  # tests run without DEBUG
        generate(pages=1)
    assert generated() == {}


def test_a_site_without_sections_is_told_what_to_do(site: SmallSite) -> None:
    for section in site.sections.values():
        Page.objects.get(pk=section.pk).delete()
    with pytest.raises(CommandError, match="load_opening_content"):
        generate(pages=1, force=True)
