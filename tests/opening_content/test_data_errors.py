"""Wrong data is refused before anything is written, in words that say where to look."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.management.commands import load_opening_content
from cms.management.opening_content.errors import OpeningContentError

from .conftest import Folder

#: File, what stands there, what is put in its place, and the words that the message must hold.
MISTAKES = {
    "no TOML": ("home", "[[page]]", "[[page", ["home.toml", "line"]),
    "field missing": ("networks", 'slug = "net"\n', "", ["networks.toml", "net", "slug"]),
    "unknown entry part": ("networks", 'slug = "net"', 'slug = "net"\npictur = "x"', ["pictur"]),
    "unknown type": ("networks", "networks.NetworkPage", "networks.Page", ["net/one", "type"]),
    "type that is no page": ("networks", "networks.NetworkPage", "content.City", ["net/one"]),
    "unknown field": ("networks", "summary = ", "sumary = ", ["net/one", "sumary"]),
    "title missing": ("networks", 'en = { title = "Networks" }', "en = {}", ["net", "en.title"]),
    "unknown parent": ("networks", 'parent = "net"', 'parent = "nets"', ["net/one", "'nets'"]),
    "key used twice": ("networks", 'key = "net/one"', 'key = "net"', ["net", "twice"]),
    "unknown picture": ("home", 'picture = "desk"', 'picture = "lamp"', ["about", "'lamp'"]),
    "picture without file": ("pictures", "picture.desk", "picture.lamp", ["lamp.webp"]),
    "unknown code": ("networks", '["water"]', '["fire"]', ["net/one", "sectors", "'fire'"]),
    "unknown featured page": ("home", '"net/one", "about"', '"net/two"', ["featured", "'net/two'"]),
    "unknown link": ("home", 'key="net/one"', 'key="net/two"', ["about", "body", "'net/two'"]),
    "unknown chosen page": ("home", 'page = "net/one"', 'page = "net/x"', ["about", "'net/x'"]),
    "unknown block": ("home", "link_list", "linklist", ["about", "body", "'linklist'"]),
    "unknown part of a block": ("home", ', text = ""', ', txt = ""', ["about", "link_list", "txt"]),
}


@pytest.mark.parametrize(("stem", "old", "new", "words"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named(
    folder: Folder, stem: str, old: str, new: str, words: list[str]
) -> None:
    folder.replace(stem, old, new)
    with pytest.raises(OpeningContentError) as refused:
        folder.read()
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stem", "old", "new", "words"),
    [
        ("networks", "founded_year = 1990", "founded_year = 2999", ["net/one:ja", "founded_year"]),
        ("vocabularies", 'code = "JP"\n[[city]]', 'code = "QQ"\n[[city]]', ["country/QQ"]),
        (
            "vocabularies",
            'country = "JP"',
            'country = "JP"\ncolour = "red"',
            ["city/kita", "colour"],
        ),
        ("home", 'text = ""', 'text = "", url = "https://example.org/"', ["about:ja"]),
    ],
    ids=["value refused", "no such country", "unknown field of an entry", "block refused"],
)
def test_what_a_model_refuses_is_named_too(
    folder: Folder, stem: str, old: str, new: str, words: list[str]
) -> None:
    folder.replace(stem, old, new)
    with pytest.raises(OpeningContentError) as refused:
        folder.load()
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.django_db
def test_the_command_says_so_without_a_traceback(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.replace("networks", "summary = ", "sumary = ")
    monkeypatch.setattr(load_opening_content, "read_content", folder.read)
    pages = Page.objects.count()
    with pytest.raises(CommandError, match="sumary"):
        call_command("load_opening_content")
    assert Page.objects.count() == pages
