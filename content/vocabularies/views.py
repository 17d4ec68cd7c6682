"""Looking at a vocabulary entry, and deleting it: refused while it is used, with the places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.views.snippets import DeleteView, InspectView

from content.editing.comparing import in_words
from content.editing.file_views import MOST_NAMED
from content.models import Vocabulary
from content.usage import Use, nameable, where_used


class VocabularyInspectView(InspectView):
    """Shows an entry; yes and no in words."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return in_words(value) if isinstance(value, bool) else value


class VocabularyDeleteView(DeleteView):
    """Asks before it deletes; lists every use instead where there is one."""

    @cached_property
    def uses(self) -> list[Use]:
        return where_used(self.object)

    def get_usage_url(self) -> None:
        """Leave out Wagtail's count: its index may be behind, ``uses`` is not."""
        return

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finder = AdminURLFinder(self.request.user)
        named = nameable(self.uses, self.request.user)[:MOST_NAMED]
        return {
            **super().get_context_data(**kwargs),
            "uses": [(use, finder.get_edit_url(use.user)) for use in named],
            "count": len(self.uses),
            "others": len(self.uses) - len(named),
            "is_protected": bool(self.uses),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.uses:
            messages.error(request, still_used(self.object, self.uses))
            return redirect(self.get_delete_url())
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


def still_used(entry: Vocabulary, uses: Sequence[Use]) -> str:
    """Say that an entry cannot be deleted, and what to do."""
    return ngettext(
        "“%(entry)s” is still used in %(count)s place and was not deleted. Choose another entry "
        "there first.",
        "“%(entry)s” is still used in %(count)s places and was not deleted. Choose another entry "
        "there first.",
        len(uses),
    ) % {"entry": entry, "count": len(uses)}


def refuse_deleting_used_entries(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete several entries at once when one of them is used; delete none then."""
    if action_type != "delete":
        return None
    used = [
        (entry, uses)
        for entry in objects
        if isinstance(entry, Vocabulary) and (uses := where_used(entry))
    ]
    for entry, uses in used:
        messages.error(request, still_used(entry, uses))
    if not used:
        return None
    if len(objects) > len(used):
        messages.warning(request, _("Nothing was deleted. Deselect what is still in use."))
    return redirect(action.next_url)
