"""A site as years of use leave it: some of everything that an upgrade has to bring over.

``python -m scripts.upgrade_fixture`` keeps it as a file; :mod:`.kept_site` reads such files.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Comment, Page, PageViewRestriction

from accounts.models import User
from content.models import Sector, Term
from content.tasks import make_renditions_of
from delivery.access.actions import issue_token, share_preview
from delivery.models import PreviewLink, Scope
from home.models import ContentPage
from media.tasks import count_pages
from publishing.jobs import go_on
from publishing.models import Job, Pending
from publishing.writing import actions
from publishing.writing.tasks import settle_in_background
from search.indexing.tasks import follow_in_background
from search.models import AskedQuestion

from ..admin.rights_site import limited_group
from ..content.translating import translate
from ..publishing.full_site import FullSite
from ..small_site import add, add_document, add_image

PASSWORD = "a long enough password"
#: What must not have come or gone by whenever the site is opened.
FAR_OFF = datetime(2099, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2001, 4, 1, tzinfo=UTC)
TASKS = (make_renditions_of, count_pages, go_on, settle_in_background, follow_in_background)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@dataclass
class Known:
    """What somebody has of the site beside its database, and which pages are in which state.

    Pages are named by their ids; ``revised`` has several revisions, of which the oldest says
    “first”.
    """

    token: str = ""
    revoked_token: str = ""
    preview_link: int = 0
    revised: int = 0
    scheduled: int = 0
    in_review: int = 0
    sent_back: int = 0
    locked: int = 0
    mirror: int = 0
    translated: int = 0
    translation: int = 0
    binned: int = 0
    with_password: int = 0
    unpublished_by_job: int = 0


def build() -> dict[str, Any]:
    """Build the site in a migrated, empty database; return :class:`Known` as a dictionary.

    Raises:
        AssertionError: the queue lacks a task that the service has, or nothing is left to render.
    """
    site, known = FullSite(), Known()
    users = _add_people(site)
    _add_pages(site, users, known)
    _add_things(site, users, known)
    actions.settle()
    with override_settings(TASKS=QUEUE):
        _leave_work(site, users, known)
    queued = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert queued >= {task.module_path for task in TASKS}
    assert Pending.objects.exists()
    return asdict(known)


def _add_people(site: FullSite) -> dict[str, User]:
    groups = {
        "editor": limited_group("Japanese editors", "Editors", site.homes["ja"]),
        "translator": Group.objects.get(name="Translators"),
        "moderator": Group.objects.get(name="Moderators"),
    }
    users = {name: User.objects.create_user(name, password=PASSWORD) for name in groups}
    for name, group in groups.items():
        users[name].groups.add(group)
    users["administrator"] = User.objects.create_superuser("administrator", password=PASSWORD)
    return users


def _add_pages(site: FullSite, users: dict[str, User], known: Known) -> None:
    home, editor, moderator = site.homes["ja"], users["editor"], users["moderator"]

    def page(title: str, **options: Any) -> Any:
        slug = title.replace(" ", "-")
        return add(
            home, ContentPage(title=title, slug=slug, summary="要約", owner=editor), **options
        )

    revised = page("first")
    for title in ("second", "third"):
        revised.title, revised.slug = title, title  # and redirects from the addresses before
        revised.save_revision(user=editor).publish(user=moderator)
    revised.title = "draft of a fourth"
    revised.save_revision(user=editor)
    scheduled = page("scheduled", live=False)
    scheduled.go_live_at = FAR_OFF
    scheduled.save_revision(user=editor).publish(user=moderator)
    in_review, sent_back = page("in review", live=False), page("sent back", live=False)
    in_review.get_workflow().start(in_review, editor)
    state = sent_back.get_workflow().start(sent_back, editor).current_task_state
    state.task.specific.on_action(state, moderator, "reject", comment="出典を加えてください。")
    locked = page("locked")
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=moderator, locked_at=LONG_AGO)
    with_password = page("with a password")
    PageViewRestriction.objects.create(
        page=with_password, restriction_type="password", password="合言葉"
    )
    mirror = revised.create_alias(parent=home, update_slug="mirror")
    Comment.objects.create(page=revised, user=moderator, text="出典は？", contentpath="title")
    program = site.pages["program", "ja"]
    program.windows.all().update(opens_at=LONG_AGO, closes_at=LONG_AGO.replace(month=5))
    program.save_revision().publish()
    translated = page("translated")
    translated.body = [("rich_text", "<p>一つの<b>文</b>。</p>")]
    translated.save_revision().publish()
    known.translation = translate(translated).pk
    for name, made in {
        "revised": revised, "scheduled": scheduled, "in_review": in_review,
        "sent_back": sent_back, "locked": locked, "mirror": mirror, "translated": translated,
        "with_password": with_password,
    }.items():  # fmt: skip
        setattr(known, name, made.pk)


def _add_things(site: FullSite, users: dict[str, User], known: Known) -> None:
    administrator = users["administrator"]
    Term.objects.create(code="jcm", name_ja="二国間クレジット制度", name_en="Joint Crediting")
    scopes = [Scope.READ_PUBLISHED, Scope.READ_DRAFTS]
    _token, known.token = issue_token("kept", scopes, FAR_OFF, administrator)
    revoked, known.revoked_token = issue_token("revoked", scopes, FAR_OFF, administrator)
    revoked.revoked_at = LONG_AGO
    revoked.save()
    link = share_preview(Page.objects.get(pk=known.in_review), 1, users["editor"])
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=FAR_OFF)
    known.preview_link = link.pk
    Redirect.objects.create(old_path="/former", redirect_page=site.targets["en"])
    Redirect.objects.create(old_path="/elsewhere", redirect_link="https://example.org/")
    for language, asked, without in (("ja", 7, 1), ("en", 3, 3)):
        AskedQuestion.objects.create(
            day=date(2026, 1, 31), locale=language, text="廃棄物", asked=asked,
            without_result=without,
        )  # fmt: skip
    query = Query.get("ごみ")
    SearchPromotion.objects.create(query=query, page=site.targets["ja"], sort_order=0)
    parent = add(site.homes["ja"], ContentPage(title="deleted", slug="deleted", summary="要約"))
    add(parent, ContentPage(title="deleted child", slug="child", summary="要約"))
    known.binned = parent.pk
    Page.objects.get(pk=parent.pk).specific.delete(user=users["moderator"])
    for thing in (
        add_image("binned"),
        add_document("binned"),
        Sector.objects.create(code="binned", name_ja="旧", name_en="Former"),
    ):
        thing.delete()


def _leave_work(site: FullSite, users: dict[str, User], known: Known) -> None:
    """Leave work of each kind in the queue, and pages that are not rendered yet."""
    page = add(site.homes["ja"], ContentPage(title="closed later", slug="closed", summary="要約"))
    known.unpublished_by_job = page.pk
    job = Job.objects.create(
        user_id=users["administrator"].pk,
        address="/admin/bulk/wagtailcore/page/unpublish/",
        host="localhost",
        form={"next": ["/admin/"]},
        left=[str(page.pk)],
        total=1,
        next_address="/admin/",
    )
    go_on.enqueue(job.pk)
    make_renditions_of.enqueue(site.image.pk)
    count_pages.enqueue(site.document.pk, site.document.file_hash)
    site.kitakyushu.name_en = "City of Kitakyushu"
    site.kitakyushu.save()
    follow_in_background.enqueue()
