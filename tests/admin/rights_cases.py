"""What is asked of each address of the admin that can change something, and who may.

``allowed`` names the roles whose request changes the database; every other role's must not. An
address without a case stands in one of the lists of ``rights_decided``, or fails by name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.termbase import importing
from content.termbase.entries import carried
from home.models import ContentPage

from ..page_forms import page_form
from .rights_site import ROLES, VOCABULARIES, RightsSite

EDITORS = {"editor", "editor ja"}
PUBLISHERS = {"moderator", "moderator ja", "administrator"}
#: Of the English tree.
PUBLISHERS_EN = {"moderator", "moderator en", "administrator"}
WORKING = EDITORS | PUBLISHERS
TRANSLATING = {"translator", "translator en", "moderator", "moderator en", "administrator"}
TRANSLATION_EDITORS = TRANSLATING | {"editor", "editor en"}
MODERATORS = {"moderator", "moderator ja", "moderator en", "administrator"}
ADDING = MODERATORS | {"editor", "editor ja", "editor en"}
CHANGING = ADDING | {"translator", "translator en"}
EVERYWHERE = {"moderator", "administrator"}
REVIEWERS = {"moderator", "administrator"}  # the approval is the group's Moderators
NOBODY: set[str] = set()
ALL = (*ROLES, "administrator")
#: Where the same code answers as for another address, asked by all.
FEW = ("editor", "translator", "moderator", "administrator")


@dataclass(frozen=True)
class Case:
    """One request, and the roles by which it changes something."""

    name: str
    args: tuple[Any, ...]
    allowed: set[str]
    data: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    method: str = "post"
    label: str = ""
    public: bool = False  # judged by what the public sees, not by whatever is written
    roles: tuple[str, ...] = ALL
    table: str = ""  # judged by what is written to one table

    @property
    def address(self) -> str:
        return reverse(self.name, args=self.args) + self.query


def png() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return SimpleUploadedFile("new.png", buffer.getvalue(), "image/png")


def text() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.txt", b"new text", "text/plain")


def cases(built: RightsSite) -> Iterator[Case]:
    yield from page_cases(built)
    yield from bulk_cases(built)
    yield from translation_cases(built)
    yield from file_cases(built)
    yield from entry_cases(built)
    yield from other_cases(built)


def page_cases(built: RightsSite) -> Iterator[Case]:
    pages, home = built.pages, built.site.homes["ja"]
    pk = {name: page.pk for name, page in pages.items()}

    def one(name: str, page: str, allowed: set[str], *more: Any, **options: Any) -> Case:
        label = f"{options.pop('label', '')} {page}".strip()
        return Case(
            f"wagtailadmin_pages:{name}", (pk[page], *more), allowed, label=label, **options
        )

    form = page_form(ContentPage, title="新しい題名", slug="new", summary="要約")
    add = ("home", "contentpage", home.pk)
    yield Case("wagtailadmin_pages:add", add, WORKING, form)
    publish = {**form, "action-publish": "1"}
    yield Case("wagtailadmin_pages:add", add, PUBLISHERS, publish, label="published", public=True)
    edit = {**form, "slug": "live"}
    yield one("edit", "live", WORKING, data=edit)
    yield one("edit", "live", PUBLISHERS, data={**edit, "action-publish": "1"}, public=True)
    yield one("edit", "locked", NOBODY, data={**edit, "slug": "locked"})
    yield one("edit", "reviewed", REVIEWERS, data={**edit, "slug": "reviewed"})
    reviewed = {**edit, "slug": "reviewed", "action-publish": "1"}
    yield one("edit", "reviewed", NOBODY, data=reviewed, label="publishing", public=True)
    yield one("edit", "scheduled", NOBODY, data={**edit, "slug": "scheduled"})
    yield one(
        "edit",
        "live",
        PUBLISHERS,
        data={**edit, **deleted_comment(built.things["comment"])},
        label="deleting a comment of somebody else",
        table="wagtailcore_comment",
    )
    for page, allowed in (
        ("own draft", {"editor"} | PUBLISHERS),
        ("draft", PUBLISHERS),
        ("locked", NOBODY),
        ("reviewed", PUBLISHERS),
        ("scheduled", PUBLISHERS),
        ("live", PUBLISHERS),
        ("alias", PUBLISHERS),
        ("section", NOBODY),
        ("home", NOBODY),
    ):
        yield one("delete", page, allowed)
        yield one("move_confirm", page, allowed, pk["untranslated"])
    for page, allowed in (
        ("live", PUBLISHERS),
        ("alias", PUBLISHERS),
        ("section", NOBODY),
        ("home", NOBODY),
    ):
        yield one("unpublish", page, allowed)
    yield one("convert_alias", "alias", WORKING)
    yield one("set_page_position", "draft", PUBLISHERS, query="?position=0", data={"position": "0"})
    copied = {
        "new_title": "写し",
        "new_slug": "copied",
        "new_parent_page": home.pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    yield one("copy", "live", WORKING, data=copied)
    yield one("copy", "live", PUBLISHERS, data=copied, public=True, label="published")
    yield one("copy", "live", NOBODY, data={}, label="without fields")
    task = built.things["task state"].pk
    for action in ("approve", "reject"):
        yield one("workflow_action", "reviewed", REVIEWERS, action, task, data={"comment": "確認"})
    private = {"restriction_type": "login"}
    for page, allowed in (
        ("live", PUBLISHERS),
        ("locked", NOBODY),
        ("section", {"administrator"}),
        ("home", {"administrator"}),
    ):
        yield one("set_privacy", page, allowed, data=private)
    yield one("lock", "draft", PUBLISHERS)
    yield one("unlock", "locked", PUBLISHERS)
    revision = built.things["scheduled revision"].pk
    yield one("revisions_unschedule", "scheduled", PUBLISHERS, revision)
    yield Case("delivery_preview_links", (pk["draft"],), PUBLISHERS, {"days": "30"})
    yield Case("delivery_preview_links", (pk["own draft"],), PUBLISHERS | {"editor"}, {"days": "7"})
    yield Case("delivery_revoke_preview", (built.things["link"].pk,), PUBLISHERS)
    for action in (
        "convert_alias",
        "copy",
        "copy_for_translation",
        "create_alias",
        "delete",
        "move",
        "publish",
        "revert_to_page_revision",
        "unpublish",
    ):
        data = {"destination_page_id": home.pk, "locale": "en", "position": "last-child"}
        args = (pk["draft"], action)
        yield Case("wagtailadmin_api:pages:action", args, NOBODY, data, roles=FEW)


def deleted_comment(comment: Any) -> dict[str, Any]:
    """The part of a page's form that deletes a comment."""
    row = {
        "id": comment.pk,
        "text": comment.text,
        "contentpath": "title",
        "position": "",
        "DELETE": "on",
        "replies": inline_formset([]),
    }
    data: dict[str, Any] = nested_form_data({"comments": inline_formset([row], initial=1)})
    return data


def bulk_cases(built: RightsSite) -> Iterator[Case]:
    def bulk(action: str, things: list[Any], allowed: set[str], **options: Any) -> Case:
        model = Page if isinstance(things[0], Page) else type(things[0])
        args = (model._meta.app_label, model._meta.model_name, action)
        query = "?" + "&".join(f"id={thing.pk}" for thing in things)
        label = f"{action} {things[0]}"
        return Case("wagtail_bulk_action", args, allowed, query=query, label=label, **options)

    pages, things = built.pages, built.things
    for page, allowed in (
        ("own draft", {"editor"} | PUBLISHERS),
        ("draft", PUBLISHERS),
        ("locked", NOBODY),
        ("reviewed", PUBLISHERS),
        ("live", PUBLISHERS),
        ("section", NOBODY),
        ("home", NOBODY),
    ):
        yield bulk("delete", [pages[page]], allowed)
        chosen = {"chooser": pages["untranslated"].pk, "move_applicable": "on"}
        yield bulk("move", [pages[page]], allowed, data=chosen)
    for page, allowed in (
        ("draft", PUBLISHERS),
        ("locked", NOBODY),
        ("reviewed", NOBODY),
        ("alias", NOBODY),
        ("translation", NOBODY),
    ):
        yield bulk("publish", [pages[page]], allowed)
    for page, allowed in (("live", PUBLISHERS), ("section", NOBODY), ("home", NOBODY)):
        yield bulk("unpublish", [pages[page]], allowed)
    another = {"collection": things["collection"].pk}
    for kind in ("image", "document"):
        for state, may_change, may_delete in (
            ("shown", PUBLISHERS, NOBODY),
            ("unused", CHANGING, MODERATORS),
            ("closed", MODERATORS, MODERATORS),
        ):
            file = things[f"{kind} {state}"]
            moving = may_change & ADDING
            yield bulk("add_to_collection", [file], moving, data=another)
            yield bulk("add_tags", [file], may_change, data={"tags": '"水"'})
            yield bulk("delete", [file], may_delete)
    for model in VOCABULARIES:
        unused = things[f"{model._meta.model_name} unused"]
        allowed = EVERYWHERE if model._meta.model_name == "term" else MODERATORS
        yield bulk("delete", [unused], allowed, roles=FEW)
    users = [built.users["editor"]]
    yield bulk("assign_role", users, {"administrator"}, data={"role": built.things["group"].pk})
    yield bulk("delete", users, {"administrator"})
    inactive = {"mark_as_active": "False"}
    yield bulk("set_active_state", users, {"administrator"}, data=inactive)


def translation_cases(built: RightsSite) -> Iterator[Case]:
    things, pages = built.things, built.pages
    translation, segment = things["translation"], things["segment"]
    target = pages["translation"]

    def localize(name: str, args: tuple[Any, ...], allowed: set[str], **options: Any) -> Case:
        return Case(f"wagtail_localize:{name}", args, allowed, **options)

    locales = {"locales": [things["english"].pk]}
    starts = (pages["untranslated"].pk,)
    yield localize("submit_page_translation", starts, TRANSLATING, data=locales)
    yield localize("submit_snippet_translation", ("content", "city", 1), NOBODY, data=locales)
    yield localize("update_translations", (things["source"].pk,), TRANSLATING)
    immediately = {"publish_translations": "on"}
    yield localize(
        "update_translations",
        (things["source"].pk,),
        NOBODY,
        data=immediately,
        public=True,
        label="publishing immediately",
    )
    yield localize(
        "edit_string_translation",
        (translation.pk, segment.pk),
        TRANSLATION_EDITORS,
        data={"value": "English"},
        method="put",
    )
    yield localize("machine_translate", (translation.pk,), NOBODY)
    catalogue = translation.export_po()
    catalogue[0].msgstr = "English"
    po = SimpleUploadedFile("t.po", str(catalogue).encode())
    yield localize("upload_pofile", (translation.pk,), TRANSLATION_EDITORS, data={"file": po})
    yield localize("upload_pofile", (translation.pk,), NOBODY, data={}, label="without fields")
    yield localize("stop_translation", (translation.pk,), PUBLISHERS_EN)
    yield localize("convert_to_alias", (target.pk,), NOBODY)
    edit = ("wagtailadmin_pages:edit", (target.pk,), NOBODY)
    yield Case(*edit, {"action": "publish"}, label="incomplete translation")
    yield Case(*edit, {"localize-convert-to-alias": "1"}, label="convert to alias")
    yield Case("wagtailadmin_pages:delete", (target.pk,), PUBLISHERS_EN, label="translation")


def file_cases(built: RightsSite) -> Iterator[Case]:
    things = built.things
    root = things["image unused"].collection_id
    texts = {"alt_ja": "絵", "alt_en": "Picture", "title": "新", "collection": root, "tags": ""}
    described = {"title": "新", "language": "ja", "collection": root, "tags": ""}
    yield Case("wagtailimages:add", (), ADDING, {**texts, "file": png()})
    yield Case("wagtailimages:add_multiple", (), ADDING, {**texts, "files[]": png()})
    chooser = {f"image-chooser-upload-{name}": value for name, value in texts.items()}
    image = {**chooser, "image-chooser-upload-file": png()}
    yield Case("wagtailimages_chooser:create", (), ADDING, image)
    yield Case("wagtaildocs:add", (), ADDING, {**described, "file": text()})
    # A file without all its words waits for them, and is nobody's but its uploader's.
    yield Case("wagtaildocs:add_multiple", (), ADDING, {**described, "files[]": text()})
    chooser = {f"document-chooser-upload-{name}": value for name, value in described.items()}
    document = {**chooser, "document-chooser-upload-file": text()}
    yield Case("wagtaildocs_chooser:create", (), ADDING, document)
    for state, may_change, may_delete in (
        ("shown", PUBLISHERS, NOBODY),
        ("unused", CHANGING, MODERATORS),
        ("closed", MODERATORS, MODERATORS),
    ):
        for app, kind, data in (
            ("wagtailimages", "image", texts),
            ("wagtaildocs", "document", described),
        ):
            file = things[f"{kind} {state}"]
            several = {
                f"{kind if kind == 'image' else 'doc'}-{file.pk}-{k}": v for k, v in data.items()
            }
            yield Case(f"{app}:edit", (file.pk,), may_change, data, label=state)
            same = {"label": state, "roles": FEW}
            yield Case(f"{app}:edit_multiple", (file.pk,), may_change, several, **same)
            yield Case(f"{app}:delete", (file.pk,), may_delete, label=state)
            yield Case(f"{app}:delete_multiple", (file.pk,), may_delete, **same)


def entry_cases(built: RightsSite) -> Iterator[Case]:
    things = built.things
    extra: dict[str, dict[str, Any]] = {
        "city": {"country": things["country shown"].pk, "kana": "", "other_spellings": ""},
        "sector": {"sort_order": 1},
        "supportform": {"sort_order": 1},
        "organisation": {"kind": things["organisation unused"].kind},
        "country": {"code": "ZW"},
    }
    for model in VOCABULARIES:
        name, app = model._meta.model_name or "", model._meta.app_label
        snippets = f"wagtailsnippets_{app}_{name}"
        data = {"code": "new", "name_ja": "新", "name_en": "New", **extra.get(name, {})}
        if name == "country":
            model.objects.filter(code="ZW").delete()
        adding = EVERYWHERE if name == "term" else ADDING
        yield Case(f"{snippets}:add", (), adding, data, roles=FEW)
        create = f"wagtailsnippetchoosers_{app}_{name}:create"
        prefix = f"{name}-chooser-creation-form"
        yield Case(
            create, (), adding, {f"{prefix}-{key}": value for key, value in data.items()}, roles=FEW
        )
        yield Case(create, (), NOBODY, label="without fields", roles=FEW)
        for state, may_change, may_delete in (
            ("shown", PUBLISHERS, NOBODY),
            ("unused", CHANGING, MODERATORS),
        ):
            entry = things[f"{name} {state}"]
            changed = {**data, "code": entry.code}
            changing, deleting = (EVERYWHERE,) * 2 if name == "term" else (may_change, may_delete)
            roles = ALL if name in {"city", "term"} else FEW
            label = {"label": state, "roles": roles}
            yield Case(f"{snippets}:edit", (entry.pk,), changing, changed, **label)
            yield Case(f"{snippets}:delete", (entry.pk,), deleting, **label)


def term_file_cases() -> Iterator[Case]:
    """The button below a preview: it stores what the preview showed."""
    data = b"code,name_ja,name_en\nfrom-file,\xe5\xb7\x9d,Brook\n"
    made = importing.plan(*importing.read(data))
    yield Case(
        "wagtailsnippets_content_term:import",
        (),
        EVERYWHERE,
        {"entries": carried(made.entries), "mark": made.mark},
    )


def other_cases(built: RightsSite) -> Iterator[Case]:
    things, live = built.things, built.pages["live"]
    yield from term_file_cases()
    rule = {"old_path": "/old", "site": "", "is_permanent": "on", "redirect_link": "https://e.org"}
    yield Case("wagtailredirects:add", (), MODERATORS, rule)
    redirect = (things["redirect"].pk,)
    yield Case("wagtailredirects:edit", redirect, MODERATORS, rule)
    yield Case("wagtailredirects:delete", redirect, MODERATORS)
    picks: dict[str, Any] = nested_form_data(
        {
            "query_string": "水",
            "editors_picks": inline_formset(
                [{"id": "", "page": live.pk, "description": "", "external_link_url": ""}]
            ),
        }
    )
    yield Case("search_add_promotion", (), MODERATORS, picks)
    query = (things["query"].pk,)
    yield Case("wagtailsearchpromotions:edit", query, MODERATORS, picks)
    yield Case("wagtailsearchpromotions:delete", query, MODERATORS)
    for name, allowed in (
        ("page", PUBLISHERS),
        ("image", MODERATORS),
        ("document", MODERATORS),
        ("sector", MODERATORS),
    ):
        item = (things[f"binned {name}"].pk,)
        yield Case("bin_restore", item, allowed, label=name)
        yield Case("bin_remove", item, {"administrator"}, label=name)
    words: dict[str, Any] = nested_form_data(
        {"operator_name_ja": "運営者", "banners": inline_formset([])}
    )
    settings = ("home", "sitesettings", things["settings"].site_id)
    yield Case("wagtailsettings:edit", settings, MODERATORS, words)
