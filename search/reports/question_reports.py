"""What visitors ask, in the admin: a report, and a choice of questions to recommend results for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, Max, Min, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permission_policies import ModelPermissionPolicy

from search.answering import promotions
from search.models import AskedQuestion

from .query_log import kept_form

#: Rows of the choice at a time.
CHOICES = 10
permission_policy = ModelPermissionPolicy(AskedQuestion)


class QuestionFilterSet(WagtailFilterSet):
    """Narrows the report by period, language, and whether anything was found."""

    day = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)
    unanswered = django_filters.BooleanFilter(
        label=_("No results"), method="filter_by_result", widget=BooleanRadioSelect
    )

    class Meta:
        model = AskedQuestion
        fields = ["day", "locale"]

    def filter_by_result(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Narrow to what was asked in vain at least once, or never."""
        return rows.filter(in_vain__gt=0) if value else rows.filter(in_vain=0)


class RecommendColumn(Column):
    """Leads to the recommended results of a question, or to recommending some."""

    cell_template_name = "search/admin/recommend_cell.html"


class QuestionReportView(ReportView):
    """Questions by how often they were asked, each once in each language."""

    model = AskedQuestion
    permission_policy = permission_policy
    any_permission_required = ["view"]
    page_title = _("What visitors search for")
    header_icon = "search"
    verbose_name_plural = AskedQuestion._meta.verbose_name_plural
    index_url_name = "search_questions"
    index_results_url_name = "search_questions_results"
    results_template_name = "search/admin/question_report_results.html"
    is_searchable = True
    search_fields = ["text"]
    filterset_class = QuestionFilterSet
    default_ordering = "-times"
    export_filename = "questions"
    list_export = ["text", "locale", "times", "in_vain", "last"]
    export_headings = {
        "text": _("Search term"),
        "locale": _("Language"),
        "times": _("Searches"),
        "in_vain": _("No results"),
        "last": _("Last searched"),
    }

    @property
    def columns(self) -> list[Column]:
        """The columns that the reader's rights allow."""
        headings = self.export_headings
        shown = [
            TitleColumn(
                "text",
                label=headings["text"],
                sort_key="text",
                width="40%",
                get_url=self._explanation_url,
            ),
            Column("language", label=headings["locale"], sort_key="locale"),
            NumberColumn("times", label=headings["times"], sort_key="times"),
            NumberColumn("in_vain", label=headings["in_vain"], sort_key="in_vain"),
            Column("last", label=headings["last"], sort_key="last"),
        ]
        if self.request.user.has_perm("wagtailsearchpromotions.add_searchpromotion"):
            shown.append(RecommendColumn("recommend", label=_("Recommended results")))
        return shown

    def _explanation_url(self, row: dict[str, Any]) -> str | None:
        if not self.request.user.has_perm("search.view_entry"):
            return None
        asked = {"question": row["text"], "language": row["locale"]}
        return reverse("search_explanation") + "?" + urlencode(asked)

    def get_base_queryset(self) -> QuerySet[Any]:
        return (
            AskedQuestion.objects.values("text", "locale")
            .annotate(times=Sum("asked"), in_vain=Sum("without_result"), last=Max("day"))
            .order_by("-times", "text", "locale")
        )

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.ordering, "-times", "text", "locale")

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        languages = dict(AskedQuestion._meta.get_field("locale").flatchoices)
        recommended = promotions.promoted_queries()
        shown = [
            {
                **row,
                "language": languages.get(row["locale"], row["locale"]),
                "recommend": _recommend_url(row["text"], recommended),
                "is_recommended": promotions.key(row["text"]) in recommended,
            }
            for row in rows
        ]
        return paginator, page, shown, has_others

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        totals = self.object_list.order_by().aggregate(asked=Sum("times"), vain=Sum("in_vain"))
        context["asked"], context["in_vain"] = totals["asked"] or 0, totals["vain"] or 0
        context["keeps_questions"] = settings.SEARCH_LOG_DAYS > 0
        context["per_cent"] = 100 * context["in_vain"] / max(context["asked"], 1)
        return context

    @property
    def custom_field_preprocess(self) -> dict[str, dict[str, Any]]:
        """How values stand in a spreadsheet."""
        languages = dict(AskedQuestion._meta.get_field("locale").flatchoices)

        def named(code: str) -> str:
            return str(languages.get(code, code))

        return {"locale": {self.FORMAT_CSV: named, self.FORMAT_XLSX: named}}


def _recommend_url(text: str, recommended: dict[frozenset[str], int]) -> str:
    if query := recommended.get(promotions.key(text)):
        return reverse("wagtailsearchpromotions:edit", args=[query])
    return reverse("wagtailsearchpromotions:add") + "?" + urlencode({"question": text})


def choose_question(request: HttpRequest, is_first: bool = True) -> HttpResponse:
    """Offer the questions asked most, as Wagtail's dialogue does; its own table stays empty."""
    if not request.user.has_perm(f"wagtailsearchpromotions.add_{SearchPromotion._meta.model_name}"):
        return permission_denied(request)
    form = SearchForm(request.GET) if "q" in request.GET else SearchForm()
    questions = (
        AskedQuestion.objects.values(query_string=F("text"))
        .annotate(hits=Sum("asked"), id=Min("pk"))
        .order_by("-hits", "query_string")
    )
    if form.is_valid():
        questions = questions.filter(text__contains=kept_form(form.cleaned_data["q"]))
    page = Paginator(questions, CHOICES).get_page(request.GET.get("p"))
    folder = "wagtailsearchpromotions/queries/chooser"
    if not is_first:
        return TemplateResponse(request, f"{folder}/results.html", {"queries": page})
    answer: HttpResponse = render_modal_workflow(
        request,
        f"{folder}/chooser.html",
        None,
        {"queries": page, "searchform": form},
        json_data={"step": "chooser"},
    )
    return answer
