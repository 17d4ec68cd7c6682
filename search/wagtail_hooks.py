"""What this room adds to the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies import ModelPermissionPolicy

from cms.content import next_steps

from . import explanation_admin, file_report, promotion_admin, question_reports
from .explanation_admin import ExplanationView
from .promotion_admin import PromotionCreateView, PromotionIndexView
from .question_reports import QuestionReportView, choose_question


@hooks.register("register_admin_urls", order=-1)
def register_search_views() -> list[URLPattern]:
    """Register the report, and screens before Wagtail's own at the same addresses."""
    promotions = PromotionIndexView.as_view(results_only=True)
    questions = QuestionReportView.as_view(results_only=True)
    return [
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


class PermittedMenuItem(MenuItem):
    """A report, for whoever may read it."""

    def __init__(self, *args: Any, policy: ModelPermissionPolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.policy.user_has_permission(request.user, "view"))


@hooks.register("register_reports_menu_item")
def register_question_report() -> MenuItem:
    return PermittedMenuItem(
        QuestionReportView.page_title,
        reverse("search_questions"),
        name="search-questions",
        icon_name=QuestionReportView.header_icon,
        order=1300,
        policy=question_reports.permission_policy,
    )


@hooks.register("register_reports_menu_item")
def register_explanation() -> MenuItem:
    return PermittedMenuItem(
        ExplanationView.page_title,
        reverse("search_explanation"),
        name="search-explanation",
        icon_name=ExplanationView.header_icon,
        order=1310,
        policy=explanation_admin.permission_policy,
    )


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
hooks.register("register_admin_urls", file_report.urls)
hooks.register("register_reports_menu_item", file_report.menu_item)
hooks.register(next_steps.HOOK, file_report.without_text, order=4)
