"""Who may do what with a page: the one policy that every door of the admin asks.

Forms, bulk actions, the explorer, workflows, comments and translations ask Wagtail for a page's
``PagePermissionTester``; :func:`install` puts :class:`PageRights` in its place. What is shared by
many pages (files, vocabularies) is decided in :mod:`publishing.rights`, by the same rule:
whoever changes or removes what the public sees has the right to publish it.

The table of roles and actions is in the editors' guides.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    PagePermissionTester,
    Revision,
    WorkflowState,
    pages,
)
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

#: The right to carry pages into another language, of wagtail-localize.
TRANSLATE = "wagtail_localize.submit_translation"
#: Attributes of ``BasePage`` on which rights depend.
FIXED, STANDING, ORIGINAL = "is_fixed", "translation_standing", "original"


class PageRights(PagePermissionTester):  # type: ignore[misc]
    """What a person may do with a page, beyond what Wagtail asks.

    - The site's home pages and sections stay where they are, published, whoever asks.
    - A lock that somebody else set holds for publishing, closing, moving and deleting too.
    - A page under review is published by the decision on it, and in no other way.
    - Without the right to publish one deletes and moves drafts of one's own alone, which never were
      public and which nobody is reviewing, has scheduled or locked.
    - Whoever may change but not add pages, and translate, is a translator, and changes translations
      alone.
    """

    def has(self, right: str) -> bool:
        """Whether somebody's groups, or their being an administrator, give a right on the page."""
        if not self.user.is_active:
            return False
        return bool(self.user.is_superuser or right in self.permissions)

    @property
    def is_fixed(self) -> bool:
        """Whether the site stands on this page: a home page or a section."""
        return bool(getattr(self.page.specific_class, FIXED, False))

    @property
    def is_held(self) -> bool:
        """Whether a lock that somebody else set keeps the page as it is."""
        return bool(self.page.locked and self.page.locked_by_id != self.user.pk)

    @property
    def is_translator(self) -> bool:
        """Whether somebody works here on translations alone."""
        if not self.user.is_active or self.user.is_superuser or self.has("add"):
            return False
        return self.has("change") and bool(self.user.has_perm(TRANSLATE))

    @property
    def is_translation(self) -> bool:
        """Whether the page, as it was saved last, is the translation of another."""
        return is_translation(self.page.specific)

    def can_edit(self) -> bool:
        if not super().can_edit():
            return False
        if not self.is_translator or self.is_translation:
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_copy(self) -> bool:
        return self.can_edit() and not self.is_translator

    def can_publish(self) -> bool:
        # An alias has no text of its own: publishing it is an error in Wagtail.
        if not super().can_publish() or self.page.alias_of_id or self.is_held:
            return False
        # Publishing beside a review would leave it open, with nobody told; its end asks nobody.
        return not self.page.workflow_in_progress

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and not self.is_fixed)

    def can_unschedule(self) -> bool:
        return self.has("publish") and not self.page_is_root and not self.is_held

    def can_set_view_restrictions(self) -> bool:
        if self.is_fixed and not self.user.is_superuser:
            return False  # it would close everything below, up to the whole site
        return self.has("publish") and not self.page_is_root and not self.is_held

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.is_fixed or not super().can_delete(ignore_bulk):
            return False
        all_pages: PageQuerySet = Page.objects.descendant_of(self.page, inclusive=True)
        if all_pages.filter(locked=True).exclude(locked_by=self.user.pk).exists():
            return False
        if self.has("publish"):
            return True
        if all_pages.exclude(own_drafts(self.user)).exists():
            return False
        # The owner of a translation is that of its original, and its texts are its translator's.
        return not any(is_translation(page) for page in all_pages.specific())

    def can_move_to(self, destination: Page) -> bool:
        if self.page.is_child_of(destination):  # which only changes the order
            return bool(destination.permissions_for_user(self.user).can_reorder_children())
        return bool(not self.is_fixed and self.can_move() and super().can_move_to(destination))

    def can_translate_here(self) -> bool:
        """Whether somebody may put translations below this page, or work on this one."""
        return bool(self.user.has_perm(TRANSLATE)) and (self.has("add") or self.has("change"))

    def can_share_draft(self) -> bool:
        """Whether somebody may show the newest draft to people without an account."""
        if not self.can_edit():
            return False
        revision = self.page.latest_revision
        author = (revision and revision.user_id) or self.page.owner_id
        return self.has("publish") or self.user.pk == author


def is_translation(page: Page) -> bool:
    """Whether a page, as it was saved last, is the translation of another."""
    return bool(getattr(page, STANDING, ORIGINAL) != ORIGINAL)


def own_drafts(user: Any) -> Q:
    """Return the condition that pages are one's own drafts, which nobody else is concerned with."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    reviewed = WorkflowState.objects.active().values("object_id")
    concerns_others = Q(pk__in=_as_ids(scheduled.values("object_id"))) | Q(pk__in=_as_ids(reviewed))
    return Q(owner=user.pk, live=False, first_published_at=None) & ~concerns_others


def _as_ids(rows: Any) -> list[int]:
    """Return the ids that generic relations store as text."""
    return [int(row["object_id"]) for row in rows if str(row["object_id"]).isdigit()]


def rights(user: Any, page: Page) -> PageRights:
    """Return what a person may do with a page."""
    tester: PageRights = page.permissions_for_user(user)
    return tester


def publishing_paths(user: Any) -> list[str]:
    """Return the tree paths at and below which somebody may publish."""
    if not user.is_active:
        return []
    if user.is_superuser:
        return [Page.get_first_root_node().path]
    granted = GroupPagePermission.objects.filter(
        group__user=user, permission__codename="publish_page"
    )
    return list(granted.values_list("page__path", flat=True).distinct())


def may_publish_all(user: Any, concerned: PageQuerySet) -> bool:
    """Whether somebody may publish each of some pages; so may everybody where there are none."""
    unreached = concerned
    for path in publishing_paths(user):
        unreached = unreached.exclude(path__startswith=path)
    return not unreached.exists()


def may_publish_everywhere(user: Any) -> bool:
    """Whether somebody may publish in every language's tree."""
    return may_publish_all(user, Page.objects.filter(depth=2))


def may_see(user: Any, page: Page) -> bool:
    """Whether somebody may know of a page's draft: it is in a tree that they work in."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.explorable_instances(user).filter(pk=page.pk).exists())


def may_translate_into(user: Any, source: Page, locale: Locale) -> bool:
    """Whether somebody may start a page's translation: asked is where that will stand."""
    if not (source.live or may_see(user, source)):
        return False
    for above in source.get_ancestors(inclusive=True).order_by("-depth"):
        target = above.get_translation_or_none(locale)
        if target is not None:
            return rights(user, target).can_translate_here()
    return rights(user, Page.get_first_root_node()).can_translate_here()


def install() -> None:
    """Let every page answer with these rights.

    Overriding ``permissions_for_user`` would read each listed page a second time, since Wagtail
    then asks the specific page.
    """
    pages.PagePermissionTester = PageRights
