"""Nothing that the public may not read is found, suggested, excerpted or counted."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content.models import City, Country, Organisation, Sector, Term
from home.models import ContentPage
from publishing.writing import actions as publishing_actions
from search.answering import glossary
from search.answering.queries import find
from search.answering.spelling import did_you_mean
from search.answering.suggesting import suggest
from search.engines import engine
from search.indexing import actions
from search.models import Entry
from tests.small_site import SmallSite, add

from .conftest import publish

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


def test_entries_of_vocabularies_that_no_public_page_carries_are_told_to_nobody() -> None:
    country = Country.objects.create(code="JP")
    for code, name in (("seen", "見取市"), ("unseen", "見隠市")):
        City.objects.create(
            code=code,
            name_ja=name,
            name_en=f"{code.title()} City",
            kana="みかくし",
            country=country,
        )
    Organisation.objects.create(
        code="lab", name_ja="見隠研究所", name_en="Unseen Lab", kind="agency"
    )
    Sector.objects.create(code="hush", name_ja="見隠分野", name_en="Unseen field")
    Term.objects.create(code="veil", name_ja="見隠膜", name_en="unseen veil")
    Term.objects.create(code="mat", name_ja="見取膜", name_en="seen mat")
    glossary.forget()
    publish("計画", "見取膜を張る。市民と研究所の膜。", facets={"city": ["seen"]})
    publish("A plan", "A lab.", "en")
    actions.follow()
    texts = {one.text for typed in ("見", "みか", "mika") for one in suggest(typed, "ja")}
    assert texts == {"見取市", "見取膜"}
    # A name in the other language of what a public page holds finds that page.
    assert {one.text for one in suggest("seen", "en")} == {"Seen City", "seen mat"}
    assert suggest("unseen", "en") == []
    assert did_you_mean("見隠研究署", "ja") == did_you_mean("unsene", "en") == ""


def test_what_is_suggested_is_found() -> None:
    Term.objects.create(code="apart", name_ja="離れた 言葉", name_en="far apart")
    glossary.forget()
    publish("離れた島", "島の言葉を集める。")
    actions.follow()
    assert [one.text for one in suggest("離れ", "ja")] == ["離れた島"]
