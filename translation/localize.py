"""What wagtail-localize does otherwise here, overridden in the narrowest place that it has."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm

from content.closed_copies import keep_closed, restrictions_of

from .completeness import untranslated

EDITOR_TEMPLATE = "wagtail_localize/admin/edit_translation.html"


def render_editor(
    request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
) -> HttpResponse:
    """Render a screen of the editor; offer in it only what the server would not refuse."""
    if template == EDITOR_TEMPLATE:
        props = json.loads(context["props"])
        props["links"]["convertToAliasUrl"] = None
        if untranslated(context["translation"]):
            props["perms"]["canPublish"] = False
        context = {**context, "props": json.dumps(props)}
    return render(request, template, context, **kwargs)


def close_with_source(self: TranslationSource, original: Any, translation_page: Any) -> None:
    """Close a translation with its source; never open what somebody has closed."""
    if isinstance(translation_page, Page):
        source = Page.objects.get(pk=original.pk)
        keep_closed(restrictions_of(source), translation_page)


def install() -> None:
    """Put our own in place; ``tests/traps/test_rights.py`` shows what would be without."""
    edit_translation.render = render_editor
    packages_own = TranslationSource.sync_view_restrictions
    TranslationSource.sync_view_restrictions = wraps(packages_own)(close_with_source)
    # “Publish immediately” fills with the other language what is not translated. What a field that
    # is disabled is sent counts for nothing, and one that is hidden is not shown.
    publish = UpdateTranslationsForm.base_fields["publish_translations"]
    publish.disabled = True
    publish.widget = forms.HiddenInput()
