"""Finding vocabulary entries in the admin by any part of any of their names, and adding one.

Wagtail's database search finds whole words and their beginnings. Japanese has no spaces between
words, so that 九州 would not find 北九州市. Vocabularies are small enough to look inside names.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.generic.chooser import CreationFormMixin
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView

from content.kana import full_width, hiragana, katakana


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


class EntryForm(CreationFormMixin):  # type: ignore[misc]
    """Offers whoever may add an entry its whole form, where one is chosen.

    What an entry refers to is a plain list there: a chooser within a chooser does not open.
    """

    create_action_label = _("Add and choose")

    def get_creation_form_class(self) -> type[forms.ModelForm[Any]]:
        model = self.model_class
        options = model.snippet_viewset._edit_handler.get_form_options()
        fields = options["fields"]
        related = [field.name for field in model._meta.fields if field.is_relation]
        plain: dict[str, Any] = {name: forms.Select for name in related if name in fields}
        form: type[forms.ModelForm[Any]] = forms.modelform_factory(
            model, form=WagtailAdminModelForm, fields=fields, widgets=plain
        )
        return form

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """Name the fields apart from those of the form behind the dialogue."""
        prefix = f"{self.model_class._meta.model_name}-chooser-creation-form"
        return {**super().get_creation_form_kwargs(), "prefix": prefix}


class VocabularyChooseView(EntryForm, ChooseView):
    filter_form_class = VocabularyFilterForm
    results_template_name = "content/admin/entry_choices.html"
    creation_tab_label = _("Add an entry")


class VocabularyChooseResultsView(EntryForm, ChooseResultsView):
    filter_form_class = VocabularyFilterForm
    results_template_name = "content/admin/entry_choices.html"


class VocabularyCreateView(EntryForm, SnippetCreateView):
    """Adds the entry that somebody misses, and chooses it."""


class VocabularyChooserViewSet(SnippetChooserViewSet):
    """Where pages and other entries choose from a vocabulary."""

    create_view_class = VocabularyCreateView
    create_action_label = _("Add and choose")
    creation_tab_label = _("Add an entry")

    choose_view_class = VocabularyChooseView
    choose_results_view_class = VocabularyChooseResultsView
