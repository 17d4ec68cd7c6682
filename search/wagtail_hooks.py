"""What this room adds to the admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.workflows import WorkflowUsageView
from wagtail.models import Page

from content.editing import next_steps

from .reports import file_report, promotion_admin
from .reports.explanation_admin import ExplanationView
from .reports.file_report import FilesWithoutTextView
from .reports.promotion_admin import PromotionCreateView, PromotionIndexView
from .reports.question_reports import QuestionReportView, choose_question

# These lists of pages know no model, and would call what they count “None”.
for _view in (SearchView, WorkflowUsageView):
    _view.verbose_name = Page._meta.verbose_name
    _view.verbose_name_plural = Page._meta.verbose_name_plural


@hooks.register("register_admin_urls", order=-1)
def register_search_views() -> list[URLPattern]:
    """Register the reports, and screens before Wagtail's own at the same addresses."""
    promotions = PromotionIndexView.as_view(results_only=True)
    questions = QuestionReportView.as_view(results_only=True)
    files = FilesWithoutTextView.as_view(results_only=True)
    return [
        path(
            "reports/files-without-text/",
            FilesWithoutTextView.as_view(),
            name=file_report.URL_NAME,
        ),
        path("reports/files-without-text/results/", files, name=f"{file_report.URL_NAME}_results"),
        path("reports/questions/", QuestionReportView.as_view(), name="search_questions"),
        path("reports/questions/results/", questions, name="search_questions_results"),
        path("reports/search/", ExplanationView.as_view(), name="search_explanation"),
        path("searchpicks/", PromotionIndexView.as_view(), name="search_promotions"),
        path("searchpicks/results/", promotions, name="search_promotions_results"),
        path("searchpicks/add/", PromotionCreateView.as_view(), name="search_add_promotion"),
        path("searchpicks/queries/chooser/", choose_question, name="search_choose_question"),
        path(
            "searchpicks/queries/chooser/results/",
            choose_question,
            {"is_first": False},
            name="search_choose_further",
        ),
    ]


class ReportMenuItem(MenuItem):
    """A report, for whoever may read it."""

    def __init__(self, view: Any, url_name: str, order: int) -> None:
        super().__init__(
            view.page_title,
            reverse(url_name),
            name=url_name.replace("_", "-"),
            icon_name=view.header_icon,
            order=order,
        )
        self.view = view

    def is_shown(self, request: HttpRequest) -> bool:
        policy, actions = self.view().permission_policy, self.view.any_permission_required
        return bool(policy.user_has_any_permission(request.user, actions))


for view, url_name, order in (
    (FilesWithoutTextView, file_report.URL_NAME, 1100),
    (QuestionReportView, "search_questions", 1300),
    (ExplanationView, "search_explanation", 1310),
):
    hooks.register("register_reports_menu_item", partial(ReportMenuItem, view, url_name, order))


@hooks.register("construct_reports_menu")
def leave_out_search_terms(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out Wagtail's report of a table that stays empty here; see :mod:`.models`."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="search", codename__in=["view_askedquestion", "view_entry"]
    )


promotion_admin.label_fields()
hooks.register(next_steps.HOOK, file_report.without_text, order=4)
