"""The vocabularies in the admin: searchable lists, forms, and deletion that says what it breaks."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.models import City, Country, Organisation, Sector, Term
from content.termbase.views import ExportTermsView, ImportTermsView

from .search import VocabularyChooserViewSet, VocabularyIndexView
from .terms import TermFilterSet, TermForm, TermIndexView, forbidden_of
from .views import VocabularyDeleteView, VocabularyInspectView

NAMES: list[Panel] = [
    FieldPanel("code"),
    FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
]


class VocabularyViewSet(SnippetViewSet):
    """A vocabulary's list: code and both names, searchable."""

    list_display: Any = ["name_ja", "name_en", "code"]
    index_view_class = VocabularyIndexView
    chooser_viewset_class = VocabularyChooserViewSet
    chooser_per_page = 25
    delete_view_class = VocabularyDeleteView
    inspect_view_class = VocabularyInspectView
    delete_template_name = "content/admin/delete_vocabulary_entry.html"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50


class CountryViewSet(VocabularyViewSet):
    model = Country
    icon = "globe"
    panels = NAMES


class CityViewSet(VocabularyViewSet):
    model = City
    icon = "site"
    list_display = ["name_ja", "name_en", "country", "code"]
    list_filter = ["country"]
    panels = [
        *NAMES,
        FieldPanel("kana"),
        FieldPanel("other_spellings"),
        FieldPanel("country"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("municipality_code"),
            ],
            heading=_("Where it is"),
        ),
    ]


class SectorViewSet(VocabularyViewSet):
    model = Sector
    icon = "tag"
    panels = [*NAMES, FieldPanel("sort_order")]


class OrganisationViewSet(VocabularyViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name_ja", "name_en", "acronym", "kind"]
    list_filter = ["kind", "country"]
    panels = [
        *NAMES,
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("website_ja"), FieldPanel("website_en")]),
    ]


class TermViewSet(VocabularyViewSet):
    model = Term
    icon = "openquote"
    list_display = [
        "name_ja",
        "name_en",
        Column("domain", label=_("domain"), accessor="get_domain_display", sort_key="domain"),
        Column("forbidden", label=_("forbidden"), accessor=forbidden_of),
        BooleanColumn("do_not_translate", label=_("do not translate")),
        BooleanColumn("is_public", label=_("public"), sort_key="is_public"),
    ]
    filterset_class = TermFilterSet
    index_view_class = TermIndexView
    term_panels: list[Panel] = [
        *NAMES,
        FieldRowPanel([FieldPanel("other_names_ja"), FieldPanel("other_names_en")]),
        FieldRowPanel([FieldPanel("forbidden_ja"), FieldPanel("forbidden_en")]),
        FieldPanel("do_not_translate"),
        FieldRowPanel([FieldPanel("related_ja"), FieldPanel("related_en")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("domain"), FieldPanel("is_public")]),
                FieldPanel("note"),
                FieldRowPanel([FieldPanel("source"), FieldPanel("source_address")]),
            ],
            heading=_("About the term"),
        ),
    ]
    edit_handler = ObjectList(term_panels, base_form_class=TermForm)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("import/", ImportTermsView.as_view(), name="import"),
            path("export/<slug:form>/", ExportTermsView.as_view(), name="export"),
        ]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu entry for all vocabularies."""

    menu_label = _("Shared entries")
    menu_icon = "tag"
    menu_order = 250
    items = (CountryViewSet, CityViewSet, SectorViewSet, OrganisationViewSet, TermViewSet)
