"""Where a picture or document is used: by pages, drafts, entries, settings and redirects.

Asked before a deletion. Like :mod:`.usage` it reads the tables themselves, since Wagtail's
reference index is filled by a queued task: the database looks for the number in whatever may hold
one, and what it finds is read for certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, Field, ForeignObjectRel, Model, Q, TextField
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Revision

from media.models import Document, Image

from .usage import Use

File = Image | Document


def where_file_used(file: File) -> list[Use]:
    """Return every use of a file, each user once, what readers see before what only drafts hold."""
    uses: dict[tuple[str, Any], Use] = {}
    for use in [*_stored_uses(file), *_linked_uses(file), *_draft_uses(file)]:
        # A page and its own tables have one key.
        label = Page._meta.label if isinstance(use.user, Page) else use.user._meta.label
        uses.setdefault((label, use.user.pk), use)
    return list(uses.values())


def _number_in_text(number: int) -> str:
    """Return the expression for a number as a stored block, a rich text or a field writes it."""
    return rf'[ :"\[]{number}[],}}"\\ ]'


def _stored_uses(file: File) -> Iterator[Use]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if hasattr(field, "extract_references"):
                text = Cast(field.name, TextField())
                held = Q(_text__regex=_number_in_text(file.pk))
                found = model._base_manager.annotate(_text=text).filter(held)
            elif _points_to(field, type(file)):
                found = model._base_manager.filter(**{field.name: file.pk})
            else:
                continue
            for holder in found.order_by("pk"):
                if label := _label_of_use(holder, file):
                    yield Use(_owner_of(holder), label)


def _points_to(field: Any, model: type[Model]) -> bool:
    """Whether a field names a file, and is no part of it, as a rendition is of its picture."""
    if not field.is_relation or field.related_model is not model:
        return False
    relation: ForeignObjectRel = field.remote_field
    return getattr(relation, "on_delete", None) is not CASCADE


def _owner_of(holder: Any) -> Model:
    """Return the object to whose form a row belongs: itself, or the one that it is a part of."""
    for field in holder._meta.local_concrete_fields:
        if isinstance(field, ParentalKey):
            owner = getattr(holder, field.name)
            return owner.specific if isinstance(owner, Page) else owner  # type: ignore[no-any-return]
    return holder  # type: ignore[no-any-return]


def _label_of_use(holder: Model, file: File) -> str:
    """Return the name of the field in which something names a file, or ``""``."""
    kind = ContentType.objects.get_for_model(file).pk
    for to_kind, number, path, _content_path in ReferenceIndex._extract_references_from_object(
        holder
    ):
        if (to_kind, number) == (kind, str(file.pk)):
            field: Any = holder._meta.get_field(path.partition(".")[0])
            is_own = isinstance(field, Field)
            return str(field.verbose_name if is_own else field.related_model._meta.verbose_name)
    return ""


def _linked_uses(file: File) -> Iterator[Use]:
    """Yield the redirects that lead to a file."""
    address = f"/documents/{file.pk}/" if isinstance(file, Document) else f"/{file.file.name}"
    label = str(Redirect._meta.get_field("redirect_link").verbose_name)
    for redirect in Redirect.objects.filter(redirect_link__contains=address).order_by("pk"):
        yield Use(redirect, label)


def _draft_uses(file: File) -> Iterator[Use]:
    """Yield the pages whose newest draft, or whose scheduled or reviewed one, names a file."""
    drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    awaited = Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False) | Q(task_states__status="in_progress")
    )
    revisions = Revision.page_revisions.filter(
        Q(pk__in=drafts.values("latest_revision_id")) | Q(pk__in=awaited.values("pk"))
    ).annotate(_text=Cast("content", TextField()))
    for revision in revisions.filter(_text__regex=_number_in_text(file.pk)).order_by("pk"):
        page = revision.as_object()
        if label := _label_of_use(page, file):
            yield Use(page, label, only_in_draft=True)
