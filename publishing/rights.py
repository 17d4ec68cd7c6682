"""Who may change what many pages share: files, pictures and vocabulary entries.

One rule, that of :mod:`content.rights`: whoever changes or removes what public pages show has
the right to publish each of them. What no public page shows belongs to whoever works on it; another
person's upload is deleted by those alone who were given the right to delete.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from content import dependencies
from content.models import Term, Vocabulary
from content.rights import may_publish_all, may_publish_everywhere, publishing_paths
from media.models import Document, Image
from media.visibility import restricted_collections

from .models import Dependency

#: What changes or removes something that exists.
CHANGES = frozenset({"change", "delete"})


def may_change_shown(user: Any, name: str) -> bool:
    """Whether somebody may publish every public page that shows something."""
    showing = Dependency.objects.filter(name=name).values("document__page_id")
    return may_publish_all(user, Page.objects.filter(pk__in=showing))


def may_change_entry(user: Any, entry: Vocabulary) -> bool:
    """Whether somebody may change a vocabulary entry; terms work in the search of every page."""
    if isinstance(entry, Term):
        return may_publish_everywhere(user)
    return may_change_shown(user, dependencies.entry_name(entry))


def may_change_file(user: Any, file: Image | Document) -> bool:
    """Whether somebody may change a file, or move it; from a closed collection publishers alone."""
    if file.collection_id in restricted_collections() and not publishing_paths(user):
        return False
    is_image = isinstance(file, Image)
    name = dependencies.image_name(file.pk) if is_image else dependencies.file_name(file.pk)
    return may_change_shown(user, name)


class VocabularyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Wagtail's rights on a vocabulary, and that of publishing where readers see the entry."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not super().user_has_permission(user, action):
            return False
        writes_terms = issubclass(self.model, Term) and action in {"add", *CHANGES}
        return not writes_terms or may_publish_everywhere(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return action not in CHANGES or may_change_entry(user, instance)  # type: ignore[arg-type]

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Model
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )


class FilePolicy(CollectionOwnershipPermissionPolicy):  # type: ignore[misc]
    """Wagtail's rights on files by collection, and that of publishing where readers see them."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        wanted = set(actions)
        if harmless := wanted - CHANGES:
            allowed = super().user_has_any_permission_for_instance(user, harmless, instance)
            if allowed:
                return True
        return any(self._may(user, action, instance) for action in wanted & CHANGES)

    def _may(self, user: Any, action: str, instance: Any) -> bool:
        if not super().user_has_any_permission_for_instance(user, {action}, instance):
            return False
        # Wagtail takes the right to change for that to delete.
        is_anothers = instance.uploaded_by_user_id != user.pk
        is_asked = is_anothers and action == "delete"
        if is_asked and not self._check_perm(user, ["delete"], instance.collection):
            return False
        return may_change_file(user, instance)


def register() -> None:
    """Let Wagtail ask these policies, before anything asks for one."""
    for model in apps.get_models():
        if issubclass(model, Vocabulary):
            register_permission_policy(model, VocabularyPolicy(model), exact_class=True)
    for model, wagtails_own in ((Image, "wagtailimages.Image"), (Document, "wagtaildocs.Document")):
        policy = FilePolicy(model, auth_model=wagtails_own, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
