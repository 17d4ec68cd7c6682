"""An entry that is missing can be added where it is chosen; who cannot is told whom to ask."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.models import City, Country, Organisation, Sector, Term, Vocabulary
from programs.models import SupportForm

pytestmark = pytest.mark.django_db
ENTRIES: list[tuple[type[Vocabulary], dict[str, Any]]] = [
    (Country, {"code": "FJ"}),
    (City, {"kana": "すば", "latitude": "-18.14", "longitude": "178.44"}),
    (Sector, {"sort_order": "5"}),
    (Organisation, {"kind": "municipality", "acronym": "S"}),
    (SupportForm, {"sort_order": "5"}),
    (Term, {}),
]


def signed_in(group: str) -> Client:
    user = User.objects.create_user(group.lower(), password="x")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def chooser(model: type[Vocabulary], view: str) -> str:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"wagtailsnippetchoosers_{name}:{view}")


@pytest.mark.parametrize(("model", "values"), ENTRIES)
def test_an_entry_is_added_and_chosen(
    opening_content: None, model: type[Vocabulary], values: dict[str, Any]
) -> None:
    client = signed_in("Moderators")
    Country.objects.filter(code="FJ").delete()
    shown = client.get(chooser(model, "choose")).json()["html"]
    form = BeautifulSoup(shown, "html.parser").select_one("[data-chooser-modal-creation-form]")
    assert form is not None
    names = {field["name"] for field in form.select("[name]")}
    prefix = f"{model._meta.model_name}-chooser-creation-form"
    sent = {"code": "suva", "name_ja": "スバ", "name_en": "Suva", **values}
    if model is City:
        sent["country"] = Country.objects.get(code="JP").pk
    data = {f"{prefix}-{name}": value for name, value in sent.items()}
    assert set(data) <= names
    answer = client.post(chooser(model, "create") + "?multiple=1", data).json()
    assert answer["step"] == "chosen", answer
    added = model._default_manager.get(code=sent["code"])
    assert answer["result"][0]["id"] == str(added.pk)
    again = client.post(chooser(model, "create"), data).json()
    assert again["step"] == "reshow_creation_form"


@pytest.mark.parametrize("query", ["", "無い町"])
def test_whoever_cannot_add_is_told_whom_to_ask(opening_content: None, query: str) -> None:
    for group, may in (("Translators", False), ("Editors", True)):
        client = signed_in(group)
        for view in ("choose", "choose_results"):
            answer = client.get(chooser(City, view), {"q": query})
            html = answer.json()["html"] if view == "choose" else answer.content.decode()
            assert ("承認者に頼んで" in html) is not may
            assert ("項目を追加" in html) is may


def test_whoever_cannot_add_adds_nothing(opening_content: None) -> None:
    data = {"city-chooser-creation-form-code": "suva"}
    signed_in("Translators").post(chooser(City, "create"), data)
    assert not City.objects.filter(code="suva").exists()
