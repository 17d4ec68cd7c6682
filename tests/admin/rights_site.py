"""A site in which everybody has something, and somebody of each role signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Task,
    Workflow,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.models import User
from content.models import City, Country, Organisation, Sector, Term, Vocabulary
from delivery.models import PreviewLink, Scope, Token
from home.models import ContentPage, SiteSettings
from measures.models import MeasurePage
from programs.models import ProgramPage, SupportForm
from publishing.writing import actions
from recycle_bin.models import BinnedItem

from ..small_site import SmallSite, add, add_document, add_image

#: Who works where: the group whose rights somebody has, and the tree (all of it where empty).
ROLES: dict[str, tuple[str, str]] = {
    "editor": ("Editors", ""),
    "editor ja": ("Editors", "ja"),
    "editor en": ("Editors", "en"),
    "translator": ("Translators", ""),
    "translator en": ("Translators", "en"),
    "moderator": ("Moderators", ""),
    "moderator ja": ("Moderators", "ja"),
    "moderator en": ("Moderators", "en"),
}
#: And those without a group.
OUTSIDERS = ("anonymous", "nobody")
VOCABULARIES: tuple[type[Vocabulary], ...] = (
    Country,
    City,
    Sector,
    Organisation,
    Term,
    SupportForm,
)


@dataclass
class RightsSite:
    """Pages and files of each kind by a short name, people and their clients by role."""

    site: SmallSite
    pages: dict[str, Page] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def forget_rights(self) -> None:
        """Let no request answer from what an earlier one has kept."""
        cache.clear()


def limited_group(name: str, model: str, home: Page) -> Group:
    """Return a group with the rights of another, on one language's tree of pages alone."""
    original = Group.objects.get(name=model)
    group: Group = Group.objects.create(name=name)
    group.permissions.set(original.permissions.all())
    for right in GroupPagePermission.objects.filter(group=original):
        GroupPagePermission.objects.create(group=group, page=home, permission=right.permission)
    for held in GroupCollectionPermission.objects.filter(group=original):
        GroupCollectionPermission.objects.create(
            group=group, collection=held.collection, permission=held.permission
        )
    return group


def build(site: SmallSite) -> RightsSite:
    """Build the site once; what is asked of it is taken back afterwards."""
    built = RightsSite(site)
    add_people(built)
    add_files(built)
    add_pages(built)
    add_translations(built)
    add_things(built)
    actions.settle()
    return built


def add_people(built: RightsSite) -> None:
    for role, (group_name, language) in ROLES.items():
        user = User.objects.create_user(role.replace(" ", "-"), f"{role[-2:]}@example.org", "x")
        home = built.site.homes.get(language)
        group = (
            limited_group(role, group_name, home) if home else Group.objects.get(name=group_name)
        )
        user.groups.add(group)
        built.users[role] = user
    built.users["nobody"] = User.objects.create_user("nobody", password="x")
    built.users["administrator"] = User.objects.create_superuser("administrator", password="x")
    built.users["colleague"] = User.objects.create_user("colleague", password="x")
    built.users["colleague"].groups.add(Group.objects.get(name="Moderators"))
    for role in (*ROLES, *OUTSIDERS, "administrator"):
        built.clients[role] = Client(raise_request_exception=False)
        if role != "anonymous":
            built.clients[role].force_login(built.users[role])


def add_files(built: RightsSite) -> None:
    root = Collection.get_first_root_node()
    closed = root.add_child(name="closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    built.things["collection"] = root.add_child(name="another")
    colleague = built.users["colleague"]
    for name, collection in (("shown", root), ("unused", root), ("closed", closed)):
        built.things[f"image {name}"] = add_image(name, collection, uploaded_by_user=colleague)
        document = add_document(name, collection)
        document.uploaded_by_user = colleague
        document.save()
        built.things[f"document {name}"] = document


def add_pages(built: RightsSite) -> None:
    home, editor, colleague = (
        built.site.homes["ja"],
        built.users["editor"],
        built.users["colleague"],
    )

    def page(name: str, parent: Page = home, owner: User = editor, **options: Any) -> Any:
        slug = name.replace(" ", "-")
        new = ContentPage(title=name, slug=slug, summary="要約", owner=owner)
        built.pages[name] = add(parent, new, **options)
        return built.pages[name]

    link = f'<a linktype="document" id="{built.things["document shown"].pk}">見る</a>'
    body = [
        {"type": "rich_text", "value": f"<p>{link}</p>"},
        {"type": "image", "value": {"image": built.things["image shown"].pk, "alt_text": ""}},
    ]
    live = page("live")
    live.body = ContentPage._meta.get_field("body").stream_block.to_python(body)
    live.save_revision().publish()
    page("own draft", live=False)
    page("draft", owner=colleague, live=False)
    page("locked", live=False)
    page("reviewed", live=False)
    page("scheduled", live=False)
    page("untranslated")
    page("target", live=False)
    page("english draft", built.site.homes["en"], colleague, live=False)
    page("english live", built.site.homes["en"])
    Page.objects.filter(pk=built.pages["locked"].pk).update(
        locked=True, locked_by=colleague, locked_at=timezone.now()
    )
    reviewed = built.pages["reviewed"]
    state = reviewed.get_workflow().start(reviewed, editor)
    built.things["task state"] = state.current_task_state
    scheduled = built.pages["scheduled"]
    scheduled.go_live_at = timezone.now() + timedelta(days=3)
    scheduled.save_revision(user=editor).publish(user=colleague)
    built.things["scheduled revision"] = scheduled.scheduled_revision
    built.pages["alias"] = live.create_alias(parent=live, update_slug="alias")
    built.pages["home"] = home
    built.pages["section"] = built.site.sections["manuals", "ja"]
    built.things["comment"] = Comment.objects.create(
        page=live, user=colleague, text="出典は？", contentpath="title"
    )
    built.things["link"] = PreviewLink.objects.create(
        page=live, created_by=colleague, expires_at=timezone.now() + timedelta(days=1)
    )


def add_translations(built: RightsSite) -> None:
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(built.pages["live"])
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    target = built.pages["live"].get_translation(english)
    built.pages["translation"] = Page.objects.get(pk=target.pk).specific
    built.things |= {
        "source": source,
        "translation": translation,
        "segment": StringSegment.objects.filter(source=source).first(),
        "english": english,
    }


def add_binned(built: RightsSite) -> None:
    """Delete one thing of each kind, as a colleague."""
    home, colleague = built.site.homes["ja"], built.users["colleague"]
    page = add(home, ContentPage(title="deleted", slug="deleted", summary="要約", owner=colleague))
    image = add_image("deleted", uploaded_by_user=colleague)
    sector = Sector.objects.create(code="d", name_ja="旧", name_en="Deleted")
    page.delete(user=colleague)
    for thing in (image, add_document("deleted"), sector):
        thing.delete()
    for item in BinnedItem.objects.all():
        built.things[f"binned {item.model.rpartition('.')[2]}"] = item


def add_things(built: RightsSite) -> None:
    country = Country.objects.create(code="JP", name_ja="日本", name_en="Japan")
    shown: dict[type[Vocabulary], Vocabulary] = {
        Country: country,
        City: City.objects.create(code="s", name_ja="川", name_en="River", country=country),
        Sector: Sector.objects.create(code="s", name_ja="水", name_en="Water"),
        Organisation: Organisation.objects.create(
            code="s", name_ja="会", name_en="Body", kind="network"
        ),
        Term: Term.objects.create(code="s", name_ja="語", name_en="Word"),
        SupportForm: SupportForm.objects.create(code="s", name_ja="補", name_en="Aid"),
    }
    unused: dict[type[Vocabulary], Vocabulary] = {
        Country: Country.objects.create(code="IS", name_ja="氷", name_en="Iceland"),
        City: City.objects.create(code="u", name_ja="海", name_en="Sea", country=country),
        Sector: Sector.objects.create(code="u", name_ja="空", name_en="Air"),
        Organisation: Organisation.objects.create(
            code="u", name_ja="団", name_en="Band", kind="network"
        ),
        Term: Term.objects.create(code="u", name_ja="辞", name_en="Term"),
        SupportForm: SupportForm.objects.create(code="u", name_ja="貸", name_en="Loan"),
    }
    for kind, entries in (("shown", shown), ("unused", unused)):
        for model, entry in entries.items():
            built.things[f"{model._meta.model_name} {kind}"] = entry
    measure = MeasurePage(
        kind="policy",
        period_start=2001,
        title="事例",
        slug="measure",
        summary="要約",
        city=shown[City],
        country=country,
    )
    built.pages["measure"] = add(built.site.sections["measures", "ja"], measure)
    measure.sectors.add(shown[Sector])
    measure.partners.add(shown[Organisation])
    measure.save_revision().publish()
    program = ProgramPage(
        title="事業", slug="program", summary="要約", kind="framework", all_year=True
    )
    built.pages["program"] = add(built.site.sections["programs", "ja"], program)
    program.support_forms.add(shown[SupportForm])
    program.save_revision().publish()
    add_binned(built)
    query = Query.get("ごみ")
    SearchPromotion.objects.create(query=query, page=built.pages["live"], sort_order=0)
    built.things |= {
        "query": query,
        "redirect": Redirect.objects.create(old_path="/former", redirect_link="https://e.org/"),
        "settings": SiteSettings.for_site(built.site.homes["ja"].get_site()),
        "token": Token.objects.create(
            name="program",
            scopes=[Scope.READ_PUBLISHED],
            digest="0" * 64,
            expires_at=timezone.now() + timedelta(days=1),
        ),
        "group": Group.objects.get(name="Moderators"),
        "workflow": Workflow.objects.first(),
        "task": Task.objects.first(),
        "permission": Permission.objects.first(),
        "content type": ContentType.objects.get_for_model(ContentPage),
    }
