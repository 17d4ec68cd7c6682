"""Tells editors which published files search and screen readers cannot read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from cms.content.next_steps import NextStep, step_about
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
    return step_about(
        _("Files without text"),
        str(ADVICE),
        files_without_text(user),
        lambda file: file.title,
        "wagtaildocs:edit",
    )


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
