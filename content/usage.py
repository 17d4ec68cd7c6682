"""Where a vocabulary entry is used: on pages, in their drafts, and by other entries.

Asked before a deletion, so it reads the tables themselves: Wagtail's reference index is filled by
a queued task and may be behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, ForeignObjectRel, Model, Q
from wagtail.models import Page, Revision

from .models.vocabularies import Vocabulary
from .rights import may_see


@dataclass(frozen=True)
class Use:
    """That an object names an entry in a field; ``only_in_draft`` when no reader sees it yet."""

    user: Model
    field_label: str
    only_in_draft: bool = False

    @property
    def title(self) -> str:
        """The object's name as editors know it."""
        return (
            self.user.get_admin_display_title() if isinstance(self.user, Page) else str(self.user)
        )

    @property
    def type_label(self) -> str:
        """What kind of thing the object is."""
        return str(self.user._meta.verbose_name)


def nameable(uses: Sequence[Use], user: Any) -> list[Use]:
    """Return the uses whose titles somebody may know; the others are counted and not named."""
    return [
        use
        for use in uses
        if not isinstance(use.user, Page)
        or (use.user.live and not use.only_in_draft)
        or may_see(user, use.user)
    ]


def where_used(entry: Vocabulary) -> list[Use]:
    """Return every use of an entry, what readers see before what only drafts hold."""
    uses = [use for field in _fields_naming(type(entry)) for use in _stored_uses(field, entry)]
    seen = {(type(use.user), use.user.pk) for use in uses}
    for field in _fields_naming(type(entry)):
        for use in _draft_uses(field, entry):
            if (type(use.user), use.user.pk) not in seen:
                seen.add((type(use.user), use.user.pk))
                uses.append(use)
    return uses


def _fields_naming(vocabulary: type[Vocabulary]) -> list[Field]:
    """Return the fields of all models that point to a vocabulary."""
    relations = [
        relation
        for relation in vocabulary._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and not relation.related_model._meta.auto_created  # the table behind a many-to-many field
    ]
    return [relation.field for relation in relations]


def _stored_uses(field: Field, entry: Vocabulary) -> Iterator[Use]:
    users = field.model._default_manager.filter(**{field.name: entry.pk}).order_by("pk")
    return (Use(user, str(field.verbose_name)) for user in users)


def _draft_uses(field: Field, entry: Vocabulary) -> Iterator[Use]:
    if not issubclass(field.model, Page):
        return
    awaited = Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False) | Q(task_states__status="in_progress")
    )
    pages = field.model._default_manager.filter(Q(live=False) | Q(has_unpublished_changes=True))
    revisions = Revision.objects.filter(
        Q(pk__in=pages.values("latest_revision_id")) | Q(pk__in=awaited.values("pk")),
        content_type__app_label=field.model._meta.app_label,
        content_type__model=field.model._meta.model_name,
    )
    for page_id, value in revisions.values_list("object_id", f"content__{field.name}"):
        if value == entry.pk or (isinstance(value, list) and entry.pk in value):
            page = field.model._default_manager.filter(pk=page_id).first()
            if page is not None:
                yield Use(page, str(field.verbose_name), only_in_draft=True)
