"""What Wagtail's admin asks of whoever changes something, where it asks less than one expects."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.forms.comments import CommentFormSet
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.workflows import TaskChooserCreateView
from wagtail.models import Page, PagePermissionTester, PageViewRestriction
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail_localize.models import TranslationSource

from accounts.models import User
from content.visibility import is_public
from home.models import ContentPage
from media.models import Image
from tests.small_site import SmallSite, add, add_image


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("editor", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def test_whoever_may_change_may_delete_the_drafts_of_others(site: SmallSite, editor: User) -> None:
    draft = add(site.homes["ja"], ContentPage(title="下書き", slug="draft"), live=False)
    Page.objects.filter(pk=draft.pk).update(locked=True)
    assert PagePermissionTester(editor, Page.objects.get(pk=draft.pk)).can_delete()


def test_administrators_may_delete_the_home_page(site: SmallSite) -> None:
    administrator = User.objects.create_superuser("root", password="x")
    assert PagePermissionTester(administrator, site.homes["ja"]).can_delete()


def test_a_copied_section_opens_what_is_closed_below_it(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CopyPageAction, "_copy_page", CopyPageAction._copy_page.__wrapped__)
    section = add(site.homes["ja"], ContentPage(title="区分", slug="part"))
    closed = add(section, ContentPage(title="内部", slug="closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    copied = Page.objects.get(pk=section.pk).specific.copy(
        recursive=True, update_attrs={"slug": "copy"}
    )
    assert is_public(copied.get_children().get())


def test_a_page_that_moves_out_of_a_closed_section_is_open(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MovePageAction, "_move_page", MovePageAction._move_page.__wrapped__)
    section = add(site.homes["ja"], ContentPage(title="区分", slug="part"))
    page = add(section, ContentPage(title="内部", slug="inner"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=site.homes["ja"].pk), pos="last-child")
    assert is_public(Page.objects.get(pk=page.pk))


def test_the_right_to_change_a_file_is_that_to_delete_it(editor: User) -> None:
    policy = CollectionOwnershipPermissionPolicy(
        Image, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
    assert policy.user_has_permission_for_instance(editor, "delete", add_image("picture"))


def test_no_form_of_a_deleted_comment_is_asked() -> None:
    assert "clean" not in vars(CommentFormSet)


def test_whoever_signs_in_may_make_tasks() -> None:
    assert not issubclass(TaskChooserCreateView, PermissionCheckedMixin)


def test_the_admins_api_changes_pages_though_its_script_does_not_ask() -> None:
    assert {"delete", "publish", "revert_to_page_revision"} <= set(PagesAdminAPIViewSet.actions)


def test_synchronising_opens_what_somebody_closed(site: SmallSite) -> None:
    original = add(site.homes["ja"], ContentPage(title="原文", slug="a", summary="要約"))
    target = add(site.homes["en"], ContentPage(title="訳", slug="a", summary="要約"), twin=original)
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    source, _created = TranslationSource.update_or_create_from_instance(original)
    TranslationSource.sync_view_restrictions.__wrapped__(source, original, target)
    assert not target.view_restrictions.exists()
