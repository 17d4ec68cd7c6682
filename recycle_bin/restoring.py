"""Out of the bin: rows come back with their numbers, and what has changed meanwhile is heeded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, F, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from modelsearch.tasks import insert_or_update_object_task
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Collection, Page
from wagtail.tasks import update_reference_index_task

from media.visibility import restricted_collections
from publishing.models import Document
from publishing.writing import invalidation
from publishing.writing.recording import record

from . import beside
from .models import BinnedItem, Kind
from .rows import DERIVED, Row, SchemaHasChangedError, insert, references_of

PAGE = "wagtailcore.page"
REVISION = "wagtailcore.revision"


class CannotRestoreError(Exception):
    """That something stays in the bin; ``str()`` says why and what to do, in words for editors."""


@dataclass
class Restored:
    """What came back, and what was different about it, in words for editors."""

    items: list[BinnedItem]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Restorer:
    """Somebody who restores, what else of the bin they may, and whether it may be public then."""

    user: Any = None
    may_publish: bool = True
    may_restore: Callable[[BinnedItem], bool] = lambda _item: True


def restore(item: BinnedItem, by: Restorer) -> Restored:
    """Bring something back whole, with the files and entries of the bin that it uses; or nothing.

    What was public is public again where ``by`` may publish, else a draft.

    Raises:
        CannotRestoreError: it stays where it is.
        BinnedItem.DoesNotExist: it is no longer in the bin.
    """
    restored = Restored([])
    try:
        with transaction.atomic():
            _restore(item.pk, by, restored)
    except SchemaHasChangedError as changed:
        raise CannotRestoreError(
            _(
                "“%(title)s” was deleted before the service was updated, and its data no longer "
                "fits (%(what)s). It stays in the bin: tell the person who runs the service."
            )
            % {"title": item.title, "what": changed}
        ) from changed
    except IntegrityError as error:
        raise CannotRestoreError(
            _(
                "“%(title)s” cannot come back, because something new has the same code or address. "
                "Change that first, and try again."
            )
            % {"title": item.title}
        ) from error
    return restored


def _restore(item_id: int, by: Restorer, restored: Restored) -> None:
    item = BinnedItem.objects.select_for_update().get(pk=item_id)
    rows = [row for row in item.rows if row["model"] not in DERIVED]
    _restore_what_it_uses(item, rows, by, restored)
    if item.kind == Kind.PAGE:
        is_in_place = _put_into_tree(item, rows, restored)
        _settle_time(rows, by.may_publish and is_in_place)
        rows = [row for row in rows if not _is_taken_redirect(row)]
    rows = _without_lost_references(item, rows, by.user)
    if item.kind == Kind.ENTRY:
        _refuse_taken_code(item)
    insert(rows)
    _tie_again(item)
    _publish_mirrors(item)
    beside.bring_back(item.beside)
    _let_know(item, rows)
    _log(item, by.user)
    restored.items.append(item)
    item.delete()


# What it uses -----------------------------------------------------------------------------------


def _restore_what_it_uses(
    item: BinnedItem, rows: list[Row], by: Restorer, restored: Restored
) -> None:
    wanted = {(model, str(number)) for model, number in item.uses}
    for row in rows:
        for _name, value, column in references_of(row):
            wanted.add((column.related_model._meta.label_lower, str(value)))
    numbers = {int(number) for _model, number in wanted if number.isdecimal()}
    others = BinnedItem.objects.exclude(kind=Kind.PAGE).exclude(pk=item.pk)
    for other in others.filter(object_id__in=numbers).order_by("pk"):
        if (other.model, str(other.object_id)) not in wanted:
            continue
        if not BinnedItem.objects.filter(pk=other.pk).exists():
            continue  # came back with another that was restored here
        if not by.may_restore(other):
            raise CannotRestoreError(
                _(
                    "“%(title)s” uses “%(used)s”, which is in the bin too, and which you cannot "
                    "restore. Ask an administrator to restore that first."
                )
                % {"title": item.title, "used": other.title}
            )
        restored.notes.append(
            _("“%(used)s”, which it uses, was restored too.") % {"used": other.title}
        )
        _restore(other.pk, by, restored)


def _without_lost_references(item: BinnedItem, rows: list[Row], user: Any) -> list[Row]:
    """Do to rows what the database would have done to them when what they name was deleted.

    Raises:
        CannotRestoreError: the thing itself would have been deleted.
    """
    own = (item.model, item.object_id)
    while True:
        present = {(row["model"], str(row["key"])) for row in rows}
        lost = _lost(rows, present)
        if not lost:
            return rows
        gone = set()
        for index, name, column in lost:
            row = rows[index]
            if column.related_model is Collection:
                row["values"][name] = _another_collection(item, user)
            elif column.null:
                row["values"][name] = None
            elif getattr(column.remote_field, "on_delete", None) is not CASCADE or (
                (row["model"], row["key"]) == own
            ):
                raise CannotRestoreError(
                    _("“%(title)s” cannot come back: its %(what)s no longer exists.")
                    % {"title": item.title, "what": column.verbose_name}
                )
            else:
                gone.add(index)
        rows = [row for index, row in enumerate(rows) if index not in gone]


def _lost(rows: list[Row], present: set[tuple[str, str]]) -> list[tuple[int, str, Any]]:
    """Return the references of rows to what is neither among them nor in the database."""
    asked: dict[type[Model], dict[Any, list[tuple[int, str, Any]]]] = {}
    for index, row in enumerate(rows):
        for name, value, column in references_of(row):
            target = column.related_model
            is_beside = (target._meta.label_lower, str(value)) in present
            if not is_beside and column.db_constraint:
                asked.setdefault(target, {}).setdefault(value, []).append((index, name, column))
    lost = []
    for target, values in asked.items():
        key = target._meta.pk.attname  # type: ignore[union-attr]
        found = target._base_manager.filter(pk__in=list(values)).values_list(key, flat=True)
        known = {str(one) for one in found}
        lost += [
            place for value, places in values.items() if str(value) not in known for place in places
        ]
    return lost


def _another_collection(item: BinnedItem, user: Any) -> int:
    """Return the collection for a file whose own is gone: the one of everything.

    Raises:
        CannotRestoreError: its own was closed to the public, and nobody may open it by restoring.
    """
    if item.beside.get("closed") and not (user is not None and user.is_superuser):
        raise CannotRestoreError(
            _(
                "The closed collection of “%(title)s” no longer exists. An administrator can "
                "restore it."
            )
            % {"title": item.title}
        )
    return int(Collection.get_first_root_node().pk)


def _refuse_taken_code(item: BinnedItem) -> None:
    code = item.own_row()["code"]
    if apps.get_model(item.model)._base_manager.filter(code=code).exists():
        raise CannotRestoreError(
            _(
                "Another entry has the code “%(code)s” of “%(title)s” now. Give that one another "
                "code, and try again."
            )
            % {"code": code, "title": item.title}
        )


# A page's place ---------------------------------------------------------------------------------


def place_of(item: BinnedItem, known: Mapping[int, Page] | None = None) -> tuple[Page, bool]:
    """Return the nearest page above that still exists, and whether it is the page's own parent.

    ``known`` are the pages above by number, where they have been read for many items together.
    """
    found = Page.objects.in_bulk(item.above) if known is None else known
    for page_id in reversed(item.above):
        if page_id in found:
            return found[page_id], page_id == item.above[-1]
    return Page.get_first_root_node(), False


def _put_into_tree(item: BinnedItem, rows: list[Row], restored: Restored) -> bool:
    """Give a page's rows their place and address; return whether it stands where it stood."""
    parent, is_own = place_of(item)
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    if not is_own:
        _refuse_before_its_parent(item)
        if parent.depth <= 1:
            raise CannotRestoreError(
                _("The pages above “%(title)s” no longer exist.") % {"title": item.title}
            )
        restored.notes.append(
            _("The page above it no longer exists. It is below “%(parent)s” now, as a draft.")
            % {"parent": parent.get_admin_display_title()}
        )
    pages = [row["values"] for row in rows if row["model"] == PAGE]
    _refuse_beside_a_new_translation(item, pages)
    root = next(page for page in pages if page["id"] == item.object_id)
    old_path, old_url, old_depth = root["path"], root["url_path"], root["depth"]
    new_path = _free_path(parent, old_path)
    slug = _free_slug(parent, root["slug"])
    if slug != root["slug"]:
        restored.notes.append(
            _("Another page has its address now, so the address ends with “%(slug)s”.")
            % {"slug": slug}
        )
        _rename_in_revisions(rows, item.object_id, slug)
        root["slug"] = slug
    new_url = f"{parent.url_path}{slug}/"
    for page in pages:
        page["path"] = new_path + page["path"][len(old_path) :]
        page["depth"] += parent.depth + 1 - old_depth
        page["url_path"] = new_url + page["url_path"][len(old_url) :]
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    return is_own


def _refuse_before_its_parent(item: BinnedItem) -> None:
    """Raise an error when what stands above a page is in the bin and has to come first."""
    for page_id in reversed(item.above):
        above = BinnedItem.objects.filter(model=PAGE, object_id=page_id).first()
        if above is not None:
            raise CannotRestoreError(
                _(
                    "The page above “%(title)s” is in the bin too: restore “%(above)s” first, then "
                    "this one."
                )
                % {"title": item.title, "above": above.title}
            )


def _refuse_beside_a_new_translation(item: BinnedItem, pages: list[dict[str, Any]]) -> None:
    """Raise an error when a page has been translated anew: there is one in each language."""
    keys = {(page["translation_key"], page["locale_id"]) for page in pages}
    twins = Page.objects.filter(translation_key__in=[key for key, _locale in keys])
    for twin in twins:
        if (str(twin.translation_key), twin.locale_id) in keys:
            raise CannotRestoreError(
                _(
                    "“%(title)s” cannot come back: “%(page)s” was made in its place meanwhile. "
                    "Delete that first, and try again."
                )
                % {"title": item.title, "page": twin.get_admin_display_title()}
            )


def _free_path(parent: Page, old_path: str) -> str:
    """Return a page's old place among those below its parent, or the last one."""
    step = old_path[-Page.steplen :]
    wanted: str = parent.path + step
    if not Page.objects.filter(path=wanted).exists():
        return wanted
    last = Page.objects.child_of(parent).order_by("-path").values_list("path", flat=True).first()
    number = int(str(last)[-Page.steplen :], len(Page.alphabet)) + 1
    path: str = Page._get_path(str(last), parent.depth + 1, number)
    return path


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    free, number = slug, 2
    while free in taken:
        ending = f"-{number}"
        free, number = slug[: 255 - len(ending)] + ending, number + 1
    return free


def _rename_in_revisions(rows: list[Row], page_id: int, slug: str) -> None:
    for row in rows:
        values = row["values"]
        is_of_page = row["model"] == REVISION and values["object_id"] == str(page_id)
        if is_of_page and "slug" in values["content"]:
            values["content"]["slug"] = slug


def _settle_time(rows: list[Row], may_publish: bool) -> None:
    """Make drafts of what may not be public, and let nothing happen that came due in the bin."""
    now = timezone.now()

    def has_passed(moment: str | None) -> bool:
        parsed = parse_datetime(moment) if moment else None
        return parsed is not None and parsed <= now

    for row in rows:
        values = row["values"]
        if row["model"] == PAGE and values["live"]:
            is_over = has_passed(values["expire_at"])
            if is_over or not may_publish:
                values |= {"live": False, "has_unpublished_changes": True, "live_revision_id": None}
                values["expired"] = is_over
        if row["model"] == REVISION:
            moment = values["approved_go_live_at"]
            if moment and (not may_publish or has_passed(moment)):
                values["approved_go_live_at"] = None


def _is_taken_redirect(row: Row) -> bool:
    """Whether a redirect would lead away from what answers at its address by now."""
    if row["model"] != "wagtailredirects.redirect":
        return False
    values = row["values"]
    path = values["old_path"]
    others = Redirect.objects.filter(old_path=path, site=values["site_id"])
    return others.exists() or Document.objects.filter(path__in=[path, f"{path}/"]).exists()


# What has to know -------------------------------------------------------------------------------


def _tie_again(item: BinnedItem) -> None:
    """Let others name the rows again, unless they name something else by now.

    A mirror that somebody has changed since is a page of its own.
    """
    for label, key, name, value in item.loosened:
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        found = model._base_manager.filter(pk=key, **{f"{name}__isnull": True})
        if label == PAGE and name == "alias_of_id":
            found = found.exclude(latest_revision_created_at__gt=item.deleted_at)
        found.update(**{name: value})


def _publish_mirrors(item: BinnedItem) -> None:
    """Show the mirrors again of pages that are public again, unless they lead their own life."""
    shown = Page.objects.filter(pk__in=item.mirrors, live=False, alias_of__live=True)
    ids = list(shown.values_list("pk", flat=True))
    Page.objects.filter(pk__in=ids).update(live=True, has_unpublished_changes=False)
    record(*(invalidation.tree_name(page_id) for page_id in ids))


def _let_know(item: BinnedItem, rows: list[Row]) -> None:
    """Tell the read model, the admin's search and the reference index once this is stored."""
    if item.kind == Kind.PAGE:
        parent, _is_own = place_of(item)
        record(invalidation.tree_name(item.object_id), invalidation.order_name(parent.pk))
        ids = [row["key"] for row in rows if row["model"] == PAGE]
        concerned = [
            (type(page)._meta.label_lower, str(page.pk))
            for page in Page.objects.filter(pk__in=ids).specific()
        ]
    else:
        concerned = [(item.model, str(item.object_id))]
    named_by = [(str(model), str(number)) for model, number in item.named_by]

    def enqueue() -> None:
        for label, number in concerned:
            insert_or_update_object_task.enqueue(*label.split("."), number)
        for label, number in [*concerned, *named_by]:
            update_reference_index_task.enqueue(*label.split("."), number)

    transaction.on_commit(enqueue, robust=True)


def _log(item: BinnedItem, user: Any) -> None:
    instance = apps.get_model(item.model)._base_manager.get(pk=item.object_id)
    instance = instance.specific if isinstance(instance, Page) else instance
    log(instance=instance, action="bin.restore", user=user)


def is_closed(instance: Any) -> bool:
    """Whether a file belongs to a collection that is closed to the public."""
    return instance.collection_id in restricted_collections()
