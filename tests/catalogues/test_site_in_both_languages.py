"""Readers meet the words of the site in their language; the other one is marked as such."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from .languages import is_english, is_japanese, words_of
from .stored import stored_texts

# Standards, formats, units and addresses, written alike in both languages.
SAME_IN_BOTH = re.compile(r"PDF|JSON|JavaScript|SHA-256|JST|UTC\+9|Hashi|https?://\S+")

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("opening_content")]


def answers(client: Client, language: str) -> dict[str, str]:
    """What readers of a language are shown: its pages, lists narrowed to nothing, errors."""
    own = Page.objects.filter(locale__language_code=language, live=True, depth__gt=1)
    addresses = [page.get_url() for page in own]
    addresses += [f"/{language}/networks/?sector=climate&year=1900"]
    addresses += [f"/{language}/sitemap/", f"/{language}/missing/"]
    return {address: client.get(address).content.decode() for address in addresses}


def test_japanese_pages_speak_japanese(client: Client) -> None:
    content = stored_texts()
    left = {
        words.text: address
        for address, html in answers(client, "ja").items()
        for words in words_of(html)
        if words.language == "ja"
        and is_english(words.text)
        and words.text not in content
        and not SAME_IN_BOTH.fullmatch(words.text)
    }
    assert left == {}


def test_english_pages_speak_english(client: Client) -> None:
    left = {
        words.text: address
        for address, html in answers(client, "en").items()
        for words in words_of(html)
        if words.language == "en"
        and is_japanese(words.text)
        # The title of an error page has both languages; nothing can mark a part of a title.
        and " / " not in words.text
    }
    assert left == {}
