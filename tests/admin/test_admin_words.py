"""Words that no catalogue reaches, by what the admin's pages and mails say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.admin.menu import help_menu
from wagtail.admin.telepath import JSContext
from wagtail.models import Collection, Page, TaskState

from accounts.models import User
from content.blocks import BodyStreamBlock
from home.models import ContentPage
from tests.small_site import SmallSite, add

from .conftest import SignIn

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"[A-Za-z]{3,}")


def latin_words(text: str) -> set[str]:
    """Return the Latin words of a mail, without addresses and the product's name."""
    plain = re.sub(r"https?://\S+|\S+@\S+|<[^>]+>", " ", text)
    return set(LATIN.findall(plain)) - {"Hashi", "Wagtail"}


def test_the_roots_are_named_in_the_language_of_the_admin(admin_client: Client) -> None:
    page, collection = Page.objects.get(depth=1), Collection.objects.get(depth=1)
    with translation.override("ja"):
        assert page.get_admin_display_title() == "すべてのページ"
        assert str(collection) == "すべてのコレクション"
    with translation.override("en"):
        assert page.get_admin_display_title() == "All pages"
    for name in ("wagtailadmin_explore_root", "wagtailadmin_collections:index"):
        assert "Root" not in admin_client.get(reverse(name)).content.decode()


def test_the_menu_of_a_table_speaks_the_language_of_the_admin() -> None:
    block = BodyStreamBlock().child_blocks["table"]
    for language, above in (("ja", "上に行を挿入"), ("en", "Insert row above")):
        with translation.override(language):
            assert above in str(JSContext().pack(block))


def test_help_leads_to_no_english_site(admin_client: Client) -> None:
    request = admin_client.get("/admin/").wsgi_request
    shown = help_menu.menu_items_for_request(request)
    assert [item.url for item in shown if "wagtail.org" in str(item.url)] == []


def test_the_mails_of_an_approval_are_japanese(sign_in: SignIn) -> None:
    page = add(SmallSite().homes["ja"], ContentPage(title="ごみ", slug="waste"))
    _client, editor = sign_in("Editors")
    moderator_client, _moderator = sign_in("Moderators")
    User.objects.filter(pk=editor.pk).update(first_name="花子", last_name="佐藤")
    editor.refresh_from_db()
    for action in ("reject", "approve"):
        page.save_revision(user=editor)
        state = page.current_workflow_state
        if state:
            state.resume(editor)
        else:
            page.get_workflow().start(page, editor)
        task = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).get()
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
        moderator_client.post(address, {"comment": "確認しました。"})
        page = ContentPage.objects.get(pk=page.pk)
    assert len(mail.outbox) >= 3
    people = {"editors", "moderators"}
    for message in mail.outbox:
        assert latin_words(f"{message.subject} {message.body}") - people == set(), message.body
        assert "花子 佐藤" not in message.body


def test_the_mail_for_a_new_password_is_japanese(client: Client) -> None:
    User.objects.create_user("tanaka", "tanaka@example.org", "x")
    client.post(reverse("wagtailadmin_password_reset"), {"email": "tanaka@example.org"})
    (message,) = mail.outbox
    assert latin_words(f"{message.subject} {message.body}") - {"tanaka"} == set(), message.body


def test_ageing_pages_name_people_and_nobody(admin_client: Client, admin_user: User) -> None:
    home = SmallSite().homes["ja"]
    add(home, ContentPage(title="命令", slug="by-command"))
    User.objects.filter(pk=admin_user.pk).update(first_name="花子", last_name="佐藤")
    page = add(home, ContentPage(title="人", slug="by-person"))
    page.save_revision(user=admin_user).publish(user=admin_user)
    before = timezone.now() - timedelta(days=900)
    Page.objects.filter(depth__gt=2).update(last_published_at=before)
    shown = admin_client.get(reverse("wagtailadmin_reports:aging_pages")).content.decode()
    assert "佐藤花子" in shown
    assert not re.search(r">\s*None\s*<", shown)
