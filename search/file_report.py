"""Tells editors which published files search and screen readers cannot read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from cms.content.next_steps import ITEMS_SHOWN, Item, NextStep
from cms.media.models import Document

from .models import FileText

URL_NAME = "files_without_text"
WITHOUT_TEXT = (FileText.State.NO_TEXT, FileText.State.UNREADABLE)


def files_without_text(user: Any) -> QuerySet[Document]:
    """Return the published files without a text that a person may change."""
    texts = FileText.objects.filter(state__in=WITHOUT_TEXT)
    policy = policy_registry.get_by_type(Document)
    found: QuerySet[Document] = (
        policy.instances_user_has_permission_for(user, "change")
        .filter(checksum__in=texts.values("pk"))
        .annotate(text_state=Subquery(texts.filter(pk=OuterRef("checksum")).values("state")))
        .order_by("-created_at", "pk")
    )
    return found


def without_text(user: Any) -> NextStep | None:
    """Published files that have no text, for the dashboard."""
    files = files_without_text(user)
    total = files.count()
    if not total:
        return None
    items = [
        Item(file.title, reverse("wagtaildocs:edit", args=[file.pk]))
        for file in files[:ITEMS_SHOWN]
    ]
    return NextStep(_("Files without text"), str(ADVICE), items, total)


ADVICE = gettext_lazy(
    "They are published, but neither search nor a screen reader can read them: a scan needs text"
    " recognition (OCR), and a protected file has to be saved without a password. Then replace the"
    " file."
)


def state_label(state: str) -> str:
    """Return in words what is wrong with a file."""
    return str(FileText.State(state).label)


class FilesWithoutTextView(ReportView):
    """The report; those may see it who may change files, each person their own."""

    model = Document
    page_title = gettext_lazy("Files without text")
    header_icon = "doc-full"
    template_name = "search/admin/files_without_text.html"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    any_permission_required: ClassVar[set[str]] = {"change"}
    default_ordering = "-created_at"
    is_searchable = False
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="wagtaildocs:edit"),
        Column(
            "text_state",
            label=gettext_lazy("Text"),
            accessor=lambda file: state_label(file.text_state),
        ),
        Column("filename", label=gettext_lazy("File")),
    ]
    list_export: ClassVar[list[str]] = ["title", "text_state", "filename"]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Title"),
        "text_state": gettext_lazy("Text"),
        "filename": gettext_lazy("File"),
    }
    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        "text_state": dict.fromkeys((ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX), state_label)
    }
    export_filename = "files-without-text"

    def get_base_queryset(self) -> QuerySet[Document]:
        """Return the files that this person may change."""
        return files_without_text(self.request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say above the list what to do."""
        return {**super().get_context_data(*args, **kwargs), "advice": ADVICE}


class FilesWithoutTextMenuItem(MenuItem):
    """The report's place in the menu."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person may see the report."""
        policy = policy_registry.get_by_type(Document)
        return bool(policy.user_has_any_permission(request.user, ["change"]))


def menu_item() -> MenuItem:
    """Return the report's place in the menu."""
    return FilesWithoutTextMenuItem(
        gettext_lazy("Files without text"),
        reverse(URL_NAME),
        name="files-without-text",
        icon_name="doc-full",
        order=1100,
    )


def urls() -> list[Any]:
    """Return the report's addresses."""
    return [
        path("reports/files-without-text/", FilesWithoutTextView.as_view(), name=URL_NAME),
        path(
            "reports/files-without-text/results/",
            FilesWithoutTextView.as_view(results_only=True),
            name=f"{URL_NAME}_results",
        ),
    ]
