"""Finding vocabulary entries in the admin by any part of any of their names.

Wagtail's database search finds whole words and their beginnings. Japanese has no spaces between
words, so that 九州 would not find 北九州市. Vocabularies are small enough to look inside names.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView

from .kana import full_width, hiragana, katakana


def find_entries(entries: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow vocabulary entries to those with a name that holds every word of a text.

    Kana may be of either kind and width.
    """
    for word in full_width(text).split():
        found = Q()
        for spelling in dict.fromkeys((word, hiragana(word), katakana(word))):
            for name in entries.model.lookup_fields:
                found |= Q(**{f"{name}__icontains": spelling})
        entries = entries.filter(found)
    return entries


class VocabularyIndexView(IndexView):
    """A vocabulary's list."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return find_entries(queryset, self.search_query) if self.is_searching else queryset


class VocabularyFilterForm(BaseFilterForm):
    """The search field of a vocabulary's chooser."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        entries: QuerySet[Any] = super().filter(objects)
        query = self.cleaned_data.get("q")
        if not query:
            return entries
        self.is_searching = True
        self.search_query = query
        return find_entries(entries, query)


class VocabularyChooseView(ChooseView):
    filter_form_class = VocabularyFilterForm


class VocabularyChooseResultsView(ChooseResultsView):
    filter_form_class = VocabularyFilterForm


class VocabularyCreateView(SnippetCreateView):
    """Creates nothing where a chooser offers no form for that; Wagtail's own fails."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_creation_form_class() is None:
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class VocabularyChooserViewSet(SnippetChooserViewSet):
    """Where pages and other entries choose from a vocabulary."""

    create_view_class = VocabularyCreateView

    choose_view_class = VocabularyChooseView
    choose_results_view_class = VocabularyChooseResultsView
