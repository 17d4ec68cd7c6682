"""Nothing that the public may not read is found, suggested, excerpted or counted."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.publishing import actions as publishing_actions
from home.models import ContentPage
from search import actions
from search.engines import engine
from search.models import Entry
from search.queries import find
from search.spelling import did_you_mean
from search.suggesting import suggest
from tests.small_site import SmallSite, add

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

HIDDEN = "ゾルゲンボ"


@pytest.fixture
def once_public(site: SmallSite) -> ContentPage:
    """A page that was public and indexed; beside it a draft, and a draft below a public page."""
    home = site.homes["ja"]
    page = add(home, ContentPage(title=f"{HIDDEN}の計画", slug="once", summary=f"{HIDDEN}です。"))
    add(home, ContentPage(title=f"{HIDDEN}の草稿", slug="draft"), live=False)
    public = add(home, ContentPage(title="公開の計画", slug="public"))
    public.summary = f"{HIDDEN}の下書き"
    public.save_revision()
    publishing_actions.settle()
    assert [result.number for result in find(HIDDEN, "ja").results] == [page.number]
    assert suggest(HIDDEN, "ja")
    return page


@pytest.mark.parametrize("how", ["unpublished", "restricted", "deleted"])
def test_what_is_hidden_is_nowhere(once_public: ContentPage, how: str, client: Client) -> None:
    if how == "unpublished":
        once_public.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=once_public, restriction_type="login")
    else:
        once_public.delete()
    publishing_actions.settle()
    for question in (HIDDEN, f"{HIDDEN}の計画", "計画"):
        results = find(question, "ja", count=("section",))
        assert HIDDEN not in str(results.results), question
    assert find(HIDDEN, "ja").total == 0
    assert not any(HIDDEN in one.text for one in suggest(HIDDEN[:2], "ja"))
    assert did_you_mean(HIDDEN[:-1], "ja") == ""
    assert HIDDEN not in client.get("/ja/search/", {"q": "計画"}).content.decode()
    assert not Entry.objects.filter(title__contains=HIDDEN).exists()
    actions.follow()
    assert engine().stored() == set(Entry.objects.values_list("pk", flat=True))
